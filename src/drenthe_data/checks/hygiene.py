"""Text hygiene: characters, blanks and hyphens that copying from a document leaves behind.

Asked for by the descriptor with ``"textHygiene": true``; then every text field of every table is
looked at. Cells are first searched for anything out of the ordinary at all, in one pass; only those
that have something are judged, and only the findings that are kept are repaired one by one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from drenthe_data.checks.cells import TypedTable, row_finding
from drenthe_data.checks.codes import HYGIENE
from drenthe_data.checks.properties import is_free_text
from drenthe_data.checks.text_patterns import BROKEN, HYPHENS, ONE_WORD, SUSPENDED
from drenthe_data.findings import CheckResult, Finding, Severity

# Whatever is judged below has one of these; texts of plain ASCII are passed over at once.
_SUSPECT = r"[^ -~]|^ | $|  |[A-Za-z]- "

_CONTROL = "\x00-\x1f\x7f-\x9f\u2028\u2029"
# The replacement character, and those of private use: symbols of the fonts of a PDF.
_NO_LETTER = "\ufffd\ue000-\uf8ff"
_BLANK = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_INVISIBLE = "\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"

# The bytes of UTF-8 after the first, as Latin-1 and Windows-1252 show them.
_TAIL = "\u0080-\u00bf" + bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")
_GARBLED = f"[ÂÃ][{_TAIL}]|â[€\u201a\u0080\u0082][{_TAIL}]|ï¿½|ï»¿"


@dataclass(frozen=True, slots=True)
class _Fault:
    """One thing that can be wrong with a text: how to see it, and what would be right."""

    variant: str | None
    is_there: Callable[[pl.Expr], pl.Expr]
    repair: Callable[[str], str]
    shown: str


def _contains(pattern: str) -> Callable[[pl.Expr], pl.Expr]:
    return lambda text: text.str.contains(pattern)


def _is_broken(text: pl.Expr) -> pl.Expr:
    rest = text
    for pattern in SUSPENDED:
        rest = rest.str.replace_all(pattern, "|")
    return text.str.contains(ONE_WORD) | rest.str.contains(BROKEN)


def _join(text: str) -> str:
    """Join words that a hyphen broke; before a capital the hyphen belongs to the word."""

    def joined(match: re.Match[str]) -> str:
        return f"{match[1]}-{match[2]}" if match[2].isupper() else match[1] + match[2]

    text = re.sub(ONE_WORD, r"\1\2", text)
    for pattern in SUSPENDED:
        # A mark behind its hyphen keeps a suspended part apart while the others are joined.
        text = re.sub(pattern, lambda found: re.sub(f"([{HYPHENS}])", "\\1\0", found[0]), text)
    return re.sub(BROKEN, joined, text).replace("\0", "")


def _ungarble(text: str) -> str:
    """Read text again whose UTF-8 was read as Windows-1252; nothing when that does not help."""
    for encoding in ("cp1252", "latin-1"):
        try:
            repaired = text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        return "" if "\ufffd" in repaired or repaired.startswith("\ufeff") else repaired
    return ""


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


_CHECKS: tuple[tuple[str, tuple[_Fault, ...]], ...] = (
    (
        "text-character",
        (
            _Fault(
                "control",
                _contains(f"[{_CONTROL}]"),
                lambda text: _squeeze(re.sub(f"[{_CONTROL}]+", " ", text)),
                f"[{_CONTROL}]",
            ),
            _Fault("replacement", _contains(f"[{_NO_LETTER}]"), lambda _: "", f"[{_NO_LETTER}]"),
            _Fault(
                "nfc",
                lambda text: text.str.normalize("NFC") != text,
                lambda text: unicodedata.normalize("NFC", text),
                "",
            ),
        ),
    ),
    (
        "text-garbled",
        (_Fault(None, _contains(_GARBLED), _ungarble, _GARBLED),),
    ),
    (
        "text-space",
        (
            _Fault(
                "blank",
                _contains(f"[{_BLANK}]"),
                lambda text: _squeeze(re.sub(f"[{_BLANK}]", " ", text)),
                f"[{_BLANK}]",
            ),
            _Fault(
                "invisible",
                _contains(f"[{_INVISIBLE}]"),
                lambda text: re.sub(f"[{_INVISIBLE}]", "", text),
                f"[{_INVISIBLE}]",
            ),
            _Fault("edge", _contains("^ | $"), lambda text: text.strip(" "), ""),
            _Fault("double", _contains("  "), lambda text: re.sub(" {2,}", " ", text), ""),
        ),
    ),
    (
        "text-hyphen",
        (
            _Fault(
                "soft",
                _contains("\u00ad"),
                lambda text: re.sub("\u00ad *", "", text),
                "\u00ad",
            ),
            _Fault("broken", _is_broken, _join, ""),
        ),
    ),
)


def text_fields(table: TypedTable) -> list[str]:
    """Give the fields whose cells are free text; lists of codes are judged by their schema."""
    columns = set(table.text.frame.columns)
    return [
        item.name
        for item in table.text.resource.schema.fields
        if item.name in columns and is_free_text(item)
    ]


def check_hygiene(tables: Iterable[TypedTable], cap: int) -> list[CheckResult]:
    """Check the text fields of tables; a cell has at most one finding per check."""
    tables = list(tables)
    cells = suspects(tables, _SUSPECT)
    judged = cells if cells.is_empty() else cells.with_columns(**_kinds())
    found = {code: parts(judged, pl.col(code).is_not_null()) for code, _ in _CHECKS}
    results = []
    for place, table in enumerate(tables):
        outcomes = empty_results(table, HYGIENE)
        for (code, faults), result in zip(_CHECKS, outcomes, strict=True):
            results.append(result)
            own = found[code].get(place)
            if own is None:
                continue
            rows = own.select("row", "field", code).sort("row", maintain_order=True)
            result.findings = [
                _finding(table, result, name, row, faults[number])
                for row, name, number in rows.head(cap).iter_rows()
            ]
            fail(result, own.height)
    return results


def _kinds() -> dict[str, pl.Expr]:
    """Give per check the number of the first fault that a text has, or null."""
    return {
        code: pl.coalesce(
            pl.when(fault.is_there(pl.col("text"))).then(pl.lit(number, dtype=pl.Int64))
            for number, fault in enumerate(faults)
        )
        for code, faults in _CHECKS
    }


def suspects(
    tables: Sequence[TypedTable],
    pattern: str,
    prepare: Callable[[pl.Expr], pl.Expr] = lambda text: text,
) -> pl.DataFrame:
    """Give all cells of text fields in which a pattern occurs, by one plan for all tables.

    Returns:
        ``table`` (its place among the tables), ``row`` (from 0), ``field`` and ``text``.
    """
    columns = [
        (place, name, table.text.frame[name])
        for place, table in enumerate(tables)
        if not table.text.frame.is_empty()
        for name in text_fields(table)
    ]
    if not columns:
        return pl.DataFrame()
    # All columns are searched as one; where a hit belongs is looked up afterwards.
    text = pl.concat([column.rename("text") for _, _, column in columns])
    plan = text.to_frame().lazy().select(prepare(pl.col("text"))).with_row_index("at")
    hits = plan.filter(pl.col("text").str.contains(pattern)).collect()
    starts = pl.Series([0, *(len(column) for _, _, column in columns[:-1])]).cum_sum()
    number = starts.search_sorted(hits["at"], side="right") - 1
    return hits.select(
        table=pl.Series([place for place, _, _ in columns], dtype=pl.Int64)[number],
        row=hits["at"].cast(pl.Int64) - starts[number],
        field=pl.Series([name for _, name, _ in columns], dtype=pl.String)[number],
        text="text",
    )


def parts(cells: pl.DataFrame, is_found: pl.Expr) -> dict[int, pl.DataFrame]:
    """Take the cells in which something is found apart, by the place of the table."""
    found = cells if cells.is_empty() else cells.filter(is_found)
    if found.is_empty():
        return {}
    return {key[0]: part for key, part in found.partition_by("table", as_dict=True).items()}


def empty_results(table: TypedTable, codes: Mapping[str, Severity]) -> list[CheckResult]:
    """Give the outcomes of checks on the text fields of a table that have found nothing yet."""
    results = [CheckResult(code, table.name, severity=codes[code]) for code in codes]
    fields = tuple(text_fields(table))
    for result in results:
        if table.text.is_readable:
            result.fields = fields
        else:
            result.outcome = "not-evaluated"
            result.reason = ("skipped.table", {"table": table.name})
    return results


def fail(result: CheckResult, count: int) -> None:
    """Set the exact count of an outcome, and put its findings in the order of the file."""
    result.count = count
    if count:
        result.outcome = "failed"
    result.findings.sort(key=lambda found: (found.row or 0, found.field_number or 0))


def _finding(table: TypedTable, result: CheckResult, name: str, row: int, fault: _Fault) -> Finding:
    value = table.text.frame[row, name]
    return row_finding(
        table,
        result.code,
        row,
        [name],
        variant=fault.variant,
        severity=result.severity,
        found=_names(value, fault),
        expected=fault.repair(value),
    )


def _names(value: str, fault: _Fault) -> str:
    """Name the characters it is about by their numbers, because one cannot see them."""
    if fault.variant == "nfc":
        loose = [
            item
            for item in value
            if unicodedata.combining(item) or unicodedata.normalize("NFC", item) != item
        ]
        return _points("".join(loose))
    if not fault.shown:
        return ""
    matches = re.findall(fault.shown, value)
    return ", ".join(matches) if fault.variant is None else _points("".join(matches))


def _points(characters: str) -> str:
    return ", ".join(dict.fromkeys(f"U+{ord(item):04X}" for item in characters))
