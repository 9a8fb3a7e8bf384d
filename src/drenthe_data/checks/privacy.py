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
from dataclasses import dataclass
from typing import Any

import polars as pl

from drenthe_data.checks.cells import TypedTable, row_finding
from drenthe_data.checks.codes import PRIVACY
from drenthe_data.checks.hygiene import empty_results, fail, parts, suspects
from drenthe_data.descriptor import Package
from drenthe_data.findings import CheckResult, Finding

PROPERTY = "privacy"

# Whatever is judged below has one of these.
_AT = r"@|[\[(] ?[aA][tT]"
_SUSPECT = (
    rf"{_AT}|[0-9](?:[ .()/-]{{0,4}}[0-9]){{8}}|(?i:bsn|burgerservice|sofi)"
    r"|[a-z]\. ?\p{Lu}|[Dd]e heer |[Mm]evrouw |[Mm]eneer "
)

_GENERAL = (
    r"(?i)(?:^|[^a-z0-9._%+-])(?:"
    r"aanbesteding|aanbestedingen|aanmelden|aanmelding|abuse|admin|administratie|"
    r"afspraak|algemeen|archief|avg|balie|bedrijven|bedrijvenloket|bestellen|"
    r"bestuur|bestuurssecretariaat|bezwaar|bibliotheek|boekhouding|bureau|college|"
    r"communicatie|contact|crediteuren|cursus|data|datateam|debiteuren|directie|"
    r"directiesecretariaat|e-mail|economie|email|energie|evenementen|events|"
    r"facturatie|facturen|factuur|fg|financien|frontoffice|functioneelbeheer|"
    r"gemeente|geo|geo-informatie|geodata|geoinformatie|gis|griffie|hallo|hello|"
    r"helpdesk|hostmaster|hr|ict|info|informatie|informatiebeheer|inkoop|"
    r"inschrijven|inschrijving|juridischezaken|kantoor|klacht|klachten|klantcontact|"
    r"klantenservice|loket|mail|marketing|melding|meldingen|meldpunt|museum|nieuws|"
    r"nieuwsbrief|no-reply|noreply|office|omgevingsloket|ondernemers|ondernemersloket|"
    r"ondernemersplein|onderwijs|onderzoek|open-data|opendata|pers|personeelszaken|"
    r"persvoorlichting|post|postbus|postmaster|privacy|programma|programmabureau|"
    r"project|projectbureau|projecten|provincie|raad|raadsgriffie|receptie|redactie|"
    r"reserveren|reserveringen|sales|secretariaat|security|service|service-desk|"
    r"servicedesk|servicepunt|staten|statengriffie|statistiek|stichting|subsidie|"
    r"subsidieloket|subsidies|support|team|vacature|vacatures|vereniging|vergunning|"
    r"vergunningen|verkoop|voorlichting|webmaster|webredactie|website|welkom|"
    r"werkenbij|woo|woordvoering"
    r"|(?:afdeling|bureau|loket|programma|project|team)[._-][a-z]+"
    r")@[a-z0-9.-]+"
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
_DEGREE = r"(?:[Dd]rs|[Ii]ng|[Ii]r|[Dd]r|[Pp]rof|[Mm]r|[Jj]hr|[Dd]s)\. ?"
_LINK = r"(?:(?:van|von|de|der|den|ten|ter|te|in|op|het|'t|’t|d'|el|al) )*"
_PERSON = rf"(?:\p{{Lu}}\. ?)*{_LINK}\p{{Lu}}[\p{{L}}'’-]+"
# All of a name is taken, so that no part of it is left when it is masked.
_REST = r"(?:[ -](?:(?:van|von|de|der|den|ten|ter|te|het|'t|’t|d'|el|al) )*\p{Lu}[\p{L}'’-]+)*"
_NAME = rf"(?:^|[^\p{{L}}])((?:(?:{_TITLE})+|(?:[Dd]e heer|[Mm]evrouw|[Mm]eneer) ){_PERSON}{_REST})"
# Buildings, schools, streets and prizes that bear the name of somebody: by a degree, never "dhr.".
# Words that surnames end in (huis, dijk, hof) count only by themselves.
_THINGS = (
    "[Cc]ollege|[Ss]chool|[Ll]yceum|[Ii]nstituut|[Ii]nstitute|[Zz]iekenhuis|[Ss]tichting|"
    "[Ff]onds|[Tt]heater|[Pp]rijs|[Pp]rize|[Aa]ward|[Pp]enning|[Ll]ezing|[Ss]traat|[Ww]eg|[Ll]aan|"
    "[Pp]lein|[Mm]useum|[Cc]entrum|[Cc]entre|[Gg]emaal|[Ss]tadion|[Kk]liniek|[Aa]cademie|"
    "[Uu]niversiteit|[Ff]oundation|[Ll]aboratorium|[Kk]anaal"
)
_NAMESAKE = (
    rf"(?:^|[^\p{{L}}])(?:{_DEGREE})+{_PERSON}(?: {_LINK}\p{{Lu}}[\p{{L}}'’-]+){{0,3}}?"
    rf"(?:[ -]?(?:{_THINGS})|[ -](?:[Hh]uis|[Hh]of|[Dd]ijk|[Bb]rug|[Ss]luis|[Pp]ark|[Gg]ebouw))\b"
    rf"|\b(?:College|Fonds|Gemaal|Museum|School|Stichting|Ziekenhuis) (?:{_DEGREE})+{_PERSON}"
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
        title = re.match(rf"(?:{_TITLE})+|(?:[Dd]e heer|[Mm]evrouw|[Mm]eneer)", text)
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
        email = text.str.replace_all(_GENERAL, " ").str.extract(_EMAIL, 1)
    sure = cells.with_columns(
        email=email,
        account=text.str.extract(_IBAN, 1),
        citizen=text.str.extract(_CITIZEN, 1),
    )
    # The digits of an account or a citizen are no telephone number besides.
    for pattern in (_EMAIL, _IBAN, _CITIZEN):
        sure = sure.with_columns(text.str.replace_all(pattern, " "))
    return sure.with_columns(
        phone=pl.when(~is_figure).then(text.str.extract(_PHONE, 1)),
        name=text.str.replace_all(_POWER, " ")
        .str.replace_all(_NAMESAKE, " ")
        .str.extract(_NAME, 1),
    ).join(_numbers(sure.filter(~is_figure)), on=_CELL, how="left", maintain_order="left")


def _is_figure(tables: Iterable[TypedTable]) -> pl.Expr:
    """Tell of cells whether they stand in a field whose digits are no number of a person."""
    return pl.any_horizontal(
        pl.lit(value=False),
        *(
            (pl.col("table") == place) & pl.col("field").is_in(sorted(names))
            for place, names in enumerate(map(figures, tables))
            if names
        ),
    )


def figures(table: TypedTable) -> set[str]:
    """Give the fields whose digits are no number of a person: printed figures and addresses."""
    schema = table.text.resource.schema
    printed = {item.printed_in for item in schema.fields if item.printed_in is not None}
    return printed | {item.name for item in schema.fields if item.format == "uri"}


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
