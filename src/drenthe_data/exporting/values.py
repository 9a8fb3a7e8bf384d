"""Values of tables as JSON has them, row by row."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

import polars as pl

from drenthe_data.descriptor import Field
from drenthe_data.documents import is_whole
from drenthe_data.exporting.typed import is_json, typed_frame


def plain_rows(fields: Sequence[Field], frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Give the rows of a table as objects that JSON can hold, in order.

    Missing values are ``None``, dates and times are ISO 8601 text, points are objects with
    ``lon`` and ``lat``, and numbers that JSON has not are the texts ``NaN``, ``INF`` and ``-INF``
    of Table Schema.
    """
    typed = typed_frame(fields, frame, coded=False)
    columns = [_plain_column(item, typed[item.name]) for item in fields]
    names = [item.name for item in fields]
    for values in zip(*columns, strict=True):
        yield dict(zip(names, values, strict=True))


def _plain_column(item: Field, values: pl.Series) -> list[Any]:
    found = values.to_list()
    kind = values.dtype.inner if isinstance(values.dtype, pl.List) else values.dtype
    change: Callable[[Any], Any] | None = None
    if is_json(item):
        change = json.loads
    elif kind == pl.Float64:
        change = _number
    elif kind in (pl.Date, pl.Time) or isinstance(kind, pl.Datetime):
        change = iso_text
    if change is None:
        return found
    return [
        [change(part) for part in cell]
        if isinstance(values.dtype, pl.List) and cell is not None
        else None
        if cell is None
        else change(cell)
        for cell in found
    ]


def _number(value: float) -> float | str:
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "INF" if value > 0 else "-INF"


def iso_text(value: date | time | datetime) -> str:
    """Write a date or time as ISO 8601 has it; moments are in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
    return value.isoformat()


def json_texts(item: Field, frame: pl.DataFrame) -> pl.Series:
    """Give a column as JSON texts."""
    texts = [
        None if row[item.name] is None else json_text(row[item.name])
        for row in plain_rows([item], frame.select(item.name))
    ]
    return pl.Series(item.name, texts, dtype=pl.String)


def json_text(value: Any) -> str:
    """Write a value as JSON on one line."""
    write = partial(json.dumps, allow_nan=False, separators=(",", ":"))
    text = write(value, ensure_ascii=False)
    # Half a character can only be kept as it is written.
    return text if is_whole(text) else write(value)
