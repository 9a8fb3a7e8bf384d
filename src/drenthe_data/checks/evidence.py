"""Evidence: whether a figure is what its source prints."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import polars as pl

from drenthe_data.checks.cells import TypedTable, row_finding
from drenthe_data.checks.lookover import FEW
from drenthe_data.checks.printed import IS_PLAIN, disagreement, parse_figure
from drenthe_data.findings import CheckResult
from drenthe_data.messages import show
from drenthe_data.reading import LINE, ROW


def check_printed(table: TypedTable, cap: int) -> list[CheckResult]:
    """Check that each figure is what stands in the field its schema names with ``printedIn``.

    A field ``<name>_high`` beside it is the upper end of a printed range.
    """
    results = []
    for item in table.text.resource.schema.fields:
        printed = item.printed_in
        if printed is None:
            continue
        result = CheckResult(code="printed-value", resource=table.name, fields=(item.name, printed))
        results.append(result)
        columns = set(table.text.frame.columns) - {LINE, ROW}
        absent = [name for name in (item.name, printed) if name not in columns]
        if absent:
            result.outcome = "not-evaluated"
            result.reason = ("skipped.column", {"field": absent[0], "table": table.name})
            continue
        if table.frame.is_empty():
            continue
        high = f"{item.name}_high"
        wanted = [item.name, printed, *([high] if high in columns else [])]
        find = _pairs_of_few if table.frame.height < FEW else _pairs
        pairs = find(table, wanted)
        kept: list[tuple[int, str, str, str]] = []
        for value, text, *rest in pairs:
            upper = rest[0] if len(rest) == 2 else ""
            variant = disagreement(value, text, upper)
            if variant is None:
                continue
            rows: list[int] = rest[-1]
            result.outcome = "failed"
            result.count += len(rows)
            kept += [(row, variant, value, text) for row in rows[:cap]]
        for row, variant, value, text in sorted(kept)[:cap]:
            figure = parse_figure(text)
            found = row_finding(
                table,
                result.code,
                row,
                [item.name],
                variant=variant,
                value=value,
                printed_text=text,
                printed_field=printed,
                expected=show(_plain(figure.low), "en") if figure else "",
            )
            result.findings.append(found)
    return results


def _pairs(table: TypedTable, columns: list[str]) -> Iterable[tuple[Any, ...]]:
    """Give figure and print, the upper end where there is one, and the rows that have them.

    A whole number with points at the thousands is compared at once and left out; of the rest each
    pair is given once, however often it occurs.
    """
    name, printed, *high = columns
    is_filled = table.frame[name].is_not_null() & (table.text.frame[printed] != "")
    plan = table.text.frame.lazy().select(columns).with_row_index("row").filter(is_filled)
    is_plain = pl.col(printed).str.contains(f"^(?:{IS_PLAIN})$") & (
        pl.col(printed).str.replace_all(".", "", literal=True) == pl.col(name)
    )
    if high:
        is_plain &= pl.col(high[0]) == ""
    pairs = plan.filter(~is_plain).collect()
    return pairs.group_by(columns, maintain_order=True).agg(pl.col("row")).iter_rows()


def _pairs_of_few(table: TypedTable, columns: list[str]) -> Iterable[tuple[Any, ...]]:
    """Give the same of a table of few rows."""
    is_filled = table.frame[columns[0]].is_not_null().to_list()
    cells = zip(*(table.text.frame[name].to_list() for name in columns), strict=True)
    rows: dict[tuple[str, ...], list[int]] = {}
    for row, pair in enumerate(cells):
        if is_filled[row] and pair[1]:
            rows.setdefault(pair, []).append(row)
    for pair, own in rows.items():
        value, text, *high = pair
        is_plain = text.replace(".", "") == value and re.fullmatch(IS_PLAIN, text)
        if any(high) or not is_plain:
            yield (*pair, own)


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")
