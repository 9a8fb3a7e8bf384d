"""Privacy: what in a table may be about a person.

Asked for by the descriptor with ``"privacy": true``, or with a list of texts that look like it but
are not, such as a school that is named after somebody::

    "privacy": {"allow": ["Dr. Nassau College"]}

What leaves no doubt is an error: an e-mail address (but for general ones such as ``info@``), a bank
account, a number that is called a citizen service number. What looks like it is a warning: a
telephone number, nine digits that pass the eleven test, a name after a title. Printed figures are
not taken for numbers of persons. What is found is masked in what the check says: see ``masking``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from drenthe_data.checks.cells import TypedTable, row_finding
from drenthe_data.checks.codes import PRIVACY
from drenthe_data.checks.hygiene import empty_results, fail, parts, suspects
from drenthe_data.checks.properties import Privacy, figure_fields
from drenthe_data.checks.text_patterns import (
    CITIZEN,
    DEGREE,
    EMAIL,
    GENERAL,
    IBAN,
    LINK,
    NAME,
    PERSON,
    PHONE,
    TITLE,
)
from drenthe_data.findings import CheckResult, Finding

# Whatever is judged below has one of these.
_AT = r"@|[\[(] ?[aA][tT]"
_SUSPECT = (
    rf"{_AT}|[0-9](?:[ .()/-]{{0,4}}[0-9]){{8}}|(?i:bsn|burgerservice|sofi)"
    r"|[a-z]\. ?\p{Lu}|[Dd]e heer |[Mm]evrouw |[Mm]eneer "
)

# Buildings, schools, streets and prizes that bear the name of somebody: by a degree, never "dhr.".
# Words that surnames end in (huis, dijk, hof) count only by themselves.
_THINGS = (
    "[Cc]ollege|[Ss]chool|[Ll]yceum|[Ii]nstituut|[Ii]nstitute|[Zz]iekenhuis|[Ss]tichting|"
    "[Ff]onds|[Tt]heater|[Pp]rijs|[Pp]rize|[Aa]ward|[Pp]enning|[Ll]ezing|[Ss]traat|[Ww]eg|[Ll]aan|"
    "[Pp]lein|[Mm]useum|[Cc]entrum|[Cc]entre|[Gg]emaal|[Ss]tadion|[Kk]liniek|[Aa]cademie|"
    "[Uu]niversiteit|[Ff]oundation|[Ll]aboratorium|[Kk]anaal"
)
_NAMESAKE = (
    rf"(?:^|[^\p{{L}}])(?:{DEGREE})+{PERSON}(?: {LINK}\p{{Lu}}[\p{{L}}'’-]+){{0,3}}?"
    rf"(?:[ -]?(?:{_THINGS})|[ -](?:[Hh]uis|[Hh]of|[Dd]ijk|[Bb]rug|[Ss]luis|[Pp]ark|[Gg]ebouw))\b"
    rf"|\b(?:College|Fonds|Gemaal|Museum|School|Stichting|Ziekenhuis) (?:{DEGREE})+{PERSON}"
)
# Megawatts at the end of a sentence: "10 mw. Drenthe".
_POWER = r"[0-9] ?[Mm][Ww]\."
_MONEY = r"(?i)€ ?[0-9]+|[0-9]+ ?(?:€|euro|eur)\b"
_TOKEN = r"[0-9A-Za-z.,/_%€-]+"  # noqa: S105

_CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("personal-data", ("email", "account", "citizen")),
    ("personal-data-suspected", ("phone", "number", "name")),
)


# What tells where a cell stands.
_CELL = ("table", "row", "field")


def check_privacy(tables: Iterable[TypedTable], privacy: Privacy, cap: int) -> list[CheckResult]:
    """Check the text fields of tables; a cell has at most one finding per check."""
    tables = list(tables)
    allow = list(privacy.allow)

    def without_allowed(text: pl.Expr) -> pl.Expr:
        return text.str.replace_many(allow, [" "] * len(allow)) if allow else text

    cells = suspects(tables, _SUSPECT, without_allowed)
    judged = cells if cells.is_empty() else _judge(cells, _is_figure(tables))
    found = {
        code: parts(judged, pl.any_horizontal(pl.col(variants).is_not_null()))
        for code, variants in _CHECKS
    }
    results = []
    for place, table in enumerate(tables):
        for (code, variants), result in zip(_CHECKS, empty_results(table, PRIVACY), strict=True):
            results.append(result)
            own = found[code].get(place)
            if own is None:
                continue
            rows = own.sort("row", maintain_order=True).head(cap).iter_rows(named=True)
            result.findings = [_finding(table, result, row, variants) for row in rows]
            fail(result, own.height)
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
        found=mask(variant, cell[variant].strip()),
    )


def mask(kind: str, text: str) -> str:
    """Mask a piece of personal data of a kind; what is left is enough to know it at its place."""
    if kind == "email":
        return f"{text[:1]}…@….{text.rpartition('.')[2]}"
    if kind == "name":
        title = re.match(rf"(?:{TITLE})+|(?:[Dd]e heer|[Mm]evrouw|[Mm]eneer)", text)
        return f"{title[0].strip() if title else ''} …"
    digits = "".join(filter(str.isdigit, text))
    head = (
        text[:2] if kind == "account" else re.split("[0-9]", text)[0] if kind == "citizen" else ""
    )
    return f"{head}…{digits[-2:]}"


def pieces(texts: Sequence[str], allow: Sequence[str]) -> list[dict[str, str]]:
    """Give the first piece of personal data of each kind in each text, whatever its field."""
    text = pl.col("text").str.replace_many(list(allow), [" "] * len(allow))
    cells = (
        pl.DataFrame({"text": texts}, schema={"text": pl.String})
        .with_row_index("row")
        .with_columns(
            pl.col("row").cast(pl.Int64),
            text if allow else pl.col("text"),
            table=pl.lit(0),
            field=pl.lit(""),
        )
        .filter(pl.col("text").str.contains(_SUSPECT))
    )
    found: list[dict[str, str]] = [{} for _ in texts]
    if cells.is_empty():
        return found
    kinds = [variant for _, variants in _CHECKS for variant in variants]
    for row in _judge(cells, pl.lit(value=False)).iter_rows(named=True):
        found[row["row"]] = {kind: row[kind].strip() for kind in kinds if row[kind] is not None}
    return found


def _judge(cells: pl.DataFrame, is_figure: pl.Expr) -> pl.DataFrame:
    """Add a column per kind of personal data: what was found of it, or null.

    Args:
        cells: ``table``, ``row``, ``field`` and ``text``.
        is_figure: Whether the digits of a cell are no number of a person.
    """
    text = pl.col("text")
    email = pl.lit(None, dtype=pl.String)
    if cells["text"].str.contains(_AT).any():
        # The pattern of general addresses is a long one to make for texts without any address.
        email = text.str.replace_all(GENERAL, " ").str.extract(EMAIL, 1)
    sure = cells.with_columns(
        email=email,
        account=text.str.extract(IBAN, 1),
        citizen=text.str.extract(CITIZEN, 1),
    )
    # The digits of an account or a citizen are no telephone number besides.
    for pattern in (EMAIL, IBAN, CITIZEN):
        sure = sure.with_columns(text.str.replace_all(pattern, " "))
    return sure.with_columns(
        phone=pl.when(~is_figure).then(text.str.extract(PHONE, 1)),
        name=text.str.replace_all(_POWER, " ").str.replace_all(_NAMESAKE, " ").str.extract(NAME, 1),
    ).join(_numbers(sure.filter(~is_figure)), on=_CELL, how="left", maintain_order="left")


def _is_figure(tables: Iterable[TypedTable]) -> pl.Expr:
    """Tell of cells whether they stand in a field whose digits are no number of a person."""
    return pl.any_horizontal(
        pl.lit(value=False),
        *(
            (pl.col("table") == place) & pl.col("field").is_in(sorted(names))
            for place, names in enumerate(
                figure_fields(table.text.resource.schema) for table in tables
            )
            if names
        ),
    )


def _numbers(cells: pl.DataFrame) -> pl.DataFrame:
    """Find nine digits that stand alone and pass the eleven test; the first of each cell."""
    number = pl.col("number")
    tokens = (
        cells.lazy()
        .select(*_CELL, number=pl.col("text").str.replace_all(_MONEY, " ").str.extract_all(_TOKEN))
        .explode("number", empty_as_null=True)
        .with_columns(number.str.strip_chars_end(".,"))
        .filter(number.str.contains(r"^[0-9]{9}$") & (number != "000000000"))
    )
    digits = [number.str.slice(place, 1).cast(pl.Int64) for place in range(9)]
    weighed = sum(((9 - place) * digits[place] for place in range(8)), start=-digits[8])
    passing = tokens.filter(weighed % 11 == 0)
    return passing.unique(_CELL, keep="first", maintain_order=True).collect()
