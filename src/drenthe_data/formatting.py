"""The canonical form of a table: UTF-8, comma, LF, minimal quotes, rows sorted by primary key."""

from __future__ import annotations

from codecs import lookup
from collections.abc import Iterable
from itertools import chain

import polars as pl

from drenthe_data.checks.cells import check_cells
from drenthe_data.descriptor import Dialect, Resource
from drenthe_data.findings import Finding
from drenthe_data.reading import LINE, ROW, read_table


def canonical_text(resource: Resource) -> tuple[str | None, Finding | None]:
    """Give the canonical text of a table.

    Cells stay as they are. Rows are sorted by the values of the primary key (numbers as numbers,
    text by code point); without one, by the first unique key.

    Returns:
        The text; or nothing and the first finding, when a row could not be read whole, because
        then writing the table anew would lose it. Nothing at all for a table that has no canonical
        form: one that is laid out or stored in another way, or has columns beside its fields.
    """
    if not _is_plain(resource):
        return None, None
    text = read_table(resource)
    if not text.is_whole or text.findings:
        return None, next(iter(text.findings), None)
    schema = text.resource.schema
    if set(text.labels) != set(schema.names):
        return None, None
    key = schema.primary_key or next(iter(schema.unique_keys), ())
    rows = text.frame.drop(LINE, ROW)
    if key:
        typed, _ = check_cells(text, cap=1)
        order = pl.DataFrame([typed.frame[name] for name in key]).with_row_index("\0index")
        # The text of the cells decides between rows whose values are the same or missing.
        ties = [text.frame[name].alias(f"\0{name}") for name in key]
        by = [*key, *(tie.name for tie in ties)]
        index = order.with_columns(ties).sort(by, nulls_last=False, maintain_order=True)["\0index"]
        rows = rows[index]
    return csv_text(rows.select(schema.names), resource.delimiter), None


def csv_text(frame: pl.DataFrame, delimiter: str = ",") -> str:
    """Write a frame of texts as CSV: a header, LF, and quotes only where they are needed."""
    rows = chain([frame.columns], frame.iter_rows())
    return "".join(_record(row, delimiter) for row in rows)


def _is_plain(resource: Resource) -> bool:
    """Tell whether a table is one CSV file in UTF-8 that is laid out as usual."""
    return (
        resource.format == "csv"
        and len(resource.files) == 1
        and resource.compression is None
        and lookup(resource.encoding).name in ("utf-8", "utf-8-sig")
        and resource.dialect == Dialect(delimiter=resource.delimiter)
    )


def _record(cells: Iterable[str], delimiter: str) -> str:
    """Write a record with quotes where RFC 4180 needs them, and nowhere else.

    The standard library's writer leaves a lone CR without quotes, which changes the data.
    """
    needs = {delimiter, '"', "\n", "\r"}
    written = [
        '"' + cell.replace('"', '""') + '"' if needs.intersection(cell) else cell for cell in cells
    ]
    return (delimiter.join(written) or '""') + "\n"
