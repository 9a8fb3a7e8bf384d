"""Evidence: whether a figure is what its source prints."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import polars as pl

from drenthe_data.checks.cells import TypedTable, row_finding
from drenthe_data.checks.printed import agrees, parse_figure
from drenthe_data.findings import CheckResult
from drenthe_data.messages import show

_PLAIN = r"^-?[0-9]{1,3}(?:\.[0-9]{3})*$"


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
        absent = [name for name in (item.name, printed) if name not in table.text.frame.columns]
        if absent:
            result.outcome = "not-evaluated"
            result.reason = ("skipped.column", {"field": absent[0], "table": table.name})
            continue
        if table.frame.is_empty():
            continue
        high = f"{item.name}_high"
        columns = [item.name, printed, *([high] if high in table.text.frame.columns else [])]
        is_filled = table.frame[item.name].is_not_null() & (table.text.frame[printed] != "")
        # A whole number with points at the thousands is compared at once; of the rest each pair
        # of figure and print is judged once, however often it occurs.
        plan = table.text.frame.lazy().select(columns).with_row_index("row").filter(is_filled)
        is_plain = pl.col(printed).str.contains(_PLAIN) & (
            pl.col(printed).str.replace_all(".", "", literal=True) == pl.col(item.name)
        )
        if high in columns:
            is_plain &= pl.col(high) == ""
        pairs = plan.filter(~is_plain).collect()
        firsts = pairs.group_by(columns, maintain_order=True).agg(pl.col("row"))
        kept: list[tuple[int, str, str, str]] = []
        for value, text, *rest in firsts.iter_rows():
            upper = rest[0] if len(rest) == 2 else ""
            variant = _disagreement(value, text, upper)
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


def _disagreement(value: str, text: str, upper: str) -> str | None:
    """Say how a figure and its print disagree: ``unreadable``, ``differs``, or not at all."""
    try:
        low, high = Decimal(value), Decimal(upper) if upper else None
    except InvalidOperation:
        return None
    if parse_figure(text) is None:
        return "unreadable"
    return None if agrees(text, low, high) else "differs"


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")
