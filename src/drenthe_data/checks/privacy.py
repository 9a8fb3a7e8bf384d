"""Privacy: what in a table may be about a person.

Asked for by the descriptor with ``"privacy": true``, or with a list of texts that look like it but
are not, such as a school that is named after somebody::

    "privacy": {"allow": ["Dr. Nassau College"]}

What leaves no doubt is an error: an e-mail address (but for general ones such as ``info@``), a bank
account, a number that is called a citizen service number. What looks like it is a warning: a
telephone number, nine digits that pass the eleven test, a name after a title. Printed figures are
not taken for numbers of persons.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from drenthe_data.checks.cells import TypedTable, row_finding
from drenthe_data.checks.hygiene import empty_result, fail, parts, suspects
from drenthe_data.descriptor import Package
from drenthe_data.findings import CheckResult, Finding, Severity

PROPERTY = "privacy"

# Whatever is judged below has one of these.
_SUSPECT = (
    r"@|[\[(] ?[aA][tT]|[0-9](?:[ .()/-]{0,4}[0-9]){8}|(?i:bsn|burgerservice|sofi)"
    r"|[a-z]\. ?\p{Lu}|[Dd]e heer |[Mm]evrouw |[Mm]eneer "
)

_GENERAL = (
    r"(?i)(?:^|[^a-z0-9._%+-])(?:info|informatie|contact|post|postbus|secretariaat|bestuur|balie|"
    r"loket|receptie|algemeen|communicatie|redactie|pers|data|opendata|open-data|gis|support|"
    r"helpdesk|service|klantenservice|klantcontact|subsidie|subsidies|office|admin|webmaster|"
    r"noreply|no-reply|provincie|gemeente|privacy)@[a-z0-9.-]+"
)
_EMAIL = r"(?i)([a-z0-9._%+-]+ ?(?:@|[\[(] ?at ?[\])]) ?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})"
_IBAN = (
    r"(?:^|[^A-Za-z0-9])("
    r"NL[0-9]{2} ?[A-Z]{4} ?[0-9]{4} ?[0-9]{4} ?[0-9]{2}"
    r"|DE[0-9]{2} ?[0-9]{4} ?[0-9]{4} ?[0-9]{4} ?[0-9]{4} ?[0-9]{2}"
    r"|BE[0-9]{2} ?[0-9]{4} ?[0-9]{4} ?[0-9]{4}"
    r")(?:[^A-Za-z0-9]|$)"
)
_CITIZEN = (
    r"(?i)\b((?:bsn|burgerservicenummer|sofi-?nummer)(?:-nummer)?[^0-9]{0,20}"
    r"[0-9](?:[ .]?[0-9]){7,8})(?:[^0-9]|$)"
)
# Dutch numbers as they are written: 06, an area code of three or four digits; or with +31.
_PHONE = (
    r"(?:^|[^0-9A-Za-z+.,/-])("
    r"06[ .-]?[1-9][0-9]{7}"
    r"|06[ .-]?[1-9][0-9](?:[ .-][0-9]{2}){3}"
    r"|06[ .-]?[1-9][0-9]{3}[ .-][0-9]{4}"
    r"|\(?0[1-57-9][0-9]\)?[ .-]{1,3}[1-9](?:[ .]?[0-9]){6}"
    r"|\(?0[1-57-9][0-9]{2}\)?[ .-]{1,3}[1-9](?:[ .]?[0-9]){5}"
    r"|0[1-79][0-9]{8}"
    r"|(?:\+|00)31[ .-]?(?:\(0\))?[ .-]?[1-9](?:[ .-]?[0-9]){8}"
    r"|(?:\+|00)(?:32|49|44|33|45|46|47|48)[ -](?:\(0\) ?)?[1-9](?:[ /-]?[0-9]){7,10}"
    r")(?:[^0-9A-Za-z]|$)"
)
_TITLE = r"(?:[Dd]hr|[Mm]evr|[Mm]w|[Dd]rs|[Ii]ng|[Ii]r|[Dd]r|[Pp]rof|[Mm]r|[Jj]hr|[Dd]s)\. ?"
_PERSON = (
    r"(?:\p{Lu}\. ?)*(?:(?:van|von|de|der|den|ten|ter|te|in|op|het|'t|’t|d'|el|al) )*"
    r"\p{Lu}[\p{L}'’-]+"
)
_NAME = rf"(?:^|[^\p{{L}}])((?:(?:{_TITLE})+|(?:[Dd]e heer|[Mm]evrouw|[Mm]eneer) ){_PERSON})"
# Buildings, schools and prizes that bear the name of somebody.
_NAMESAKE = (
    r"[ -]?(?:[Cc]ollege|[Ss]chool|[Ll]yceum|[Ii]nstituut|[Ii]nstitute|[Zz]iekenhuis|[Ss]tichting|"
    r"[Ff]onds|[Tt]heater|[Hh]uis|[Pp]rijs|[Ss]traat|[Ww]eg|[Ll]aan|[Pp]lein|[Mm]useum|[Cc]entrum)\b"
)
_MONEY = r"(?i)€ ?[0-9]+|[0-9]+ ?(?:€|euro|eur)\b"
_TOKEN = r"[0-9A-Za-z.,/_%€-]+"  # noqa: S105

_CHECKS: tuple[tuple[str, Severity, tuple[str, ...]], ...] = (
    ("personal-data", "error", ("email", "account", "citizen")),
    ("personal-data-suspected", "warning", ("phone", "number", "name")),
)
CODES: dict[str, Severity] = {code: severity for code, severity, _ in _CHECKS}


@dataclass(frozen=True, slots=True)
class Privacy:
    """What the descriptor asks: the texts that are no personal data although they look like it."""

    allow: tuple[str, ...] = ()


def read_privacy(package: Package) -> Privacy | None:
    """Read the property ``privacy``; ``None`` when the descriptor does not ask for the check."""
    raw: Any = package.raw.get(PROPERTY)
    if raw is True:
        return Privacy()
    if not isinstance(raw, dict):
        return None
    allow = raw.get("allow", [])
    texts = allow if isinstance(allow, list) else []
    return Privacy(tuple(text for text in texts if isinstance(text, str) and text))


def check_privacy(tables: Iterable[TypedTable], privacy: Privacy, cap: int) -> list[CheckResult]:
    """Check the text fields of tables; a cell has at most one finding per check."""
    tables = list(tables)
    allow = list(privacy.allow)

    def without_allowed(text: pl.Expr) -> pl.Expr:
        return text.str.replace_many(allow, [" "] * len(allow)) if allow else text

    by_table = parts(suspects(tables, _SUSPECT, without_allowed))
    results = []
    for place, table in enumerate(tables):
        own = by_table.get(place)
        judged = None if own is None else _judge(own, _figures(table))
        for code, severity, variants in _CHECKS:
            result = empty_result(table, code, severity)
            results.append(result)
            if judged is None:
                continue
            found = judged.filter(pl.any_horizontal(pl.col(variants).is_not_null()))
            rows = found.sort("row", maintain_order=True).head(cap).iter_rows(named=True)
            result.findings = [_finding(table, result, row, variants) for row in rows]
            fail(result, found.height)
    return results


def _finding(
    table: TypedTable, result: CheckResult, cell: Mapping[str, Any], variants: Iterable[str]
) -> Finding:
    variant = next(name for name in variants if cell[name] is not None)
    return row_finding(
        table,
        result.code,
        cell["row"],
        [cell["field"]],
        variant=variant,
        severity=result.severity,
        found=cell[variant].strip(),
    )


def _judge(cells: pl.DataFrame, figures: set[str]) -> pl.DataFrame:
    """Add a column per kind of personal data: what was found of it, or null."""
    text = pl.col("text")
    is_figure = pl.col("field").is_in(sorted(figures))
    sure = cells.with_columns(
        email=text.str.replace_all(_GENERAL, " ").str.extract(_EMAIL, 1),
        account=text.str.extract(_IBAN, 1),
        citizen=text.str.extract(_CITIZEN, 1),
    )
    # The digits of an account or a citizen are no telephone number besides.
    for pattern in (_EMAIL, _IBAN, _CITIZEN):
        sure = sure.with_columns(text.str.replace_all(pattern, " "))
    return sure.with_columns(
        phone=pl.when(~is_figure).then(text.str.extract(_PHONE, 1)),
        name=text.str.replace_all(_NAME + _NAMESAKE, " ").str.extract(_NAME, 1),
    ).join(
        _numbers(sure.filter(~is_figure)), on=["row", "field"], how="left", maintain_order="left"
    )


def _figures(table: TypedTable) -> set[str]:
    """Give the fields whose digits are no number of a person: printed figures and addresses."""
    schema = table.text.resource.schema
    printed = {item.printed_in for item in schema.fields if item.printed_in is not None}
    return printed | {item.name for item in schema.fields if item.format == "uri"}


def _numbers(cells: pl.DataFrame) -> pl.DataFrame:
    """Find nine digits that stand alone and pass the eleven test; the first of each cell."""
    number = pl.col("number")
    key = ["row", "field"]
    tokens = (
        cells.lazy()
        .select(*key, number=pl.col("text").str.replace_all(_MONEY, " ").str.extract_all(_TOKEN))
        .explode("number", empty_as_null=True)
        .with_columns(number.str.strip_chars_end(".,"))
        .filter(number.str.contains(r"^[0-9]{9}$") & (number != "000000000"))
    )
    digits = [number.str.slice(place, 1).cast(pl.Int64) for place in range(9)]
    weighed = sum(((9 - place) * digits[place] for place in range(8)), start=-digits[8])
    passing = tokens.filter(weighed % 11 == 0)
    return passing.unique(key, keep="first", maintain_order=True).collect()
