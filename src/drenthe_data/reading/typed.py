"""Columns of a Parquet file, which have types already, as the texts that a CSV file would hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import polars as pl

from drenthe_data.descriptor import Field
from drenthe_data.reading.casting import format_of, truths
from drenthe_data.reading.inline import text_of_value
from drenthe_data.reading.values import parse_moment

# Types whose values are written as they are.
_PLAIN = (pl.String, pl.Null, pl.Categorical, pl.Enum)
_POINT = {"lon", "lat"}
# Polars cannot write days that are much further from 1970: this is in the year 262071.
_MOST_DAYS = 95_000_000
_MS_A_DAY = 86_400_000
_PER_DAY = {"ms": _MS_A_DAY, "us": _MS_A_DAY * 1000}


def texts_of_column(column: pl.Series, field: Field | None) -> pl.Series:
    """Write the values of a column as Table Schema writes them; null is an empty cell."""
    missing = field.missing_values[0] if field is not None and field.missing_values else ""
    return _texts(column, field).fill_null(missing)


def _texts(column: pl.Series, field: Field | None) -> pl.Series:
    dtype = column.dtype
    if dtype == pl.Boolean:
        is_own = field is not None and field.type == "boolean"
        true, false = truths(field) if field is not None and is_own else ([], [])
        named = {True: [*true, "true"][0], False: [*false, "false"][0]}
        return column.replace_strict(named, default=None, return_dtype=pl.String)
    if dtype.is_float() or dtype.is_decimal():
        return _numbers(column, field)
    if dtype in (pl.Date, pl.Time, pl.Datetime):
        return _moments(column, field)
    if dtype == pl.Duration:
        return column.dt.to_string("iso")
    if dtype.is_numeric() or dtype in _PLAIN:
        return column.cast(pl.String)
    if dtype == pl.Binary:
        return column.bin.encode("base64")
    listed = _listed(column)
    if field is not None and field.type == "geopoint" and format_of(field) != "object":
        is_point = isinstance(dtype, pl.Struct) and {part.name for part in dtype.fields} == _POINT
        listed = [one and [one["lon"], one["lat"]] for one in listed] if is_point else listed
    written = [None if one is None else text_of_value(one, field) for one in listed]
    return pl.Series(column.name, written, dtype=pl.String)


def _listed(column: pl.Series) -> list[Any]:
    """Give the values of a column; one with dates that Python has not holds their numbers."""
    try:
        return column.to_list()
    except (ValueError, OverflowError):
        half = len(column) // 2
        if half:
            return _listed(column[:half]) + _listed(column[half:])
        return column.cast(_without_time(column.dtype)).to_list()


def _without_time(dtype: Any) -> Any:
    if isinstance(dtype, pl.Struct):
        return pl.Struct({part.name: _without_time(part.dtype) for part in dtype.fields})
    if isinstance(dtype, pl.List):
        return pl.List(_without_time(dtype.inner))
    if isinstance(dtype, pl.Array):
        return pl.Array(_without_time(dtype.inner), dtype.size)
    return pl.Int64 if dtype.is_temporal() else dtype


def _numbers(column: pl.Series, field: Field | None) -> pl.Series:
    kind = "" if field is None else field.type
    text = column.cast(pl.String).replace({"inf": "INF", "-inf": "-INF"})
    if kind in ("integer", "year"):
        is_whole = (column == column.round(0)) & (column.abs() < 2**53)
        whole = column.cast(pl.Int64, strict=False).cast(pl.String)
        text = whole.zip_with(is_whole.fill_null(value=False), text)
    mark = "." if field is None else field.raw.get("decimalChar")
    if kind == "number" and isinstance(mark, str) and mark:
        text = text.str.replace(".", mark, literal=True)
    return text


def _moments(column: pl.Series, field: Field | None) -> pl.Series:
    """Write dates and times, in the format of their field where that keeps all of them."""
    kind = "" if field is None else field.type
    unit = getattr(column.dtype, "time_unit", None)
    if column.dtype == pl.Date or unit in _PER_DAY:
        most = _MOST_DAYS * _PER_DAY.get(unit or "", 1)
        number = column.to_physical().cast(pl.Int64)
        is_near = number.is_between(-most, most).fill_null(value=True)
        if not is_near.all():
            empty = pl.Series([None], dtype=column.dtype)
            near = column.zip_with(is_near, empty)
            return _moments(near, field).zip_with(is_near, number.cast(pl.String))
    if column.dtype != pl.Datetime:
        text = column.cast(pl.String)
    else:
        zone = getattr(column.dtype, "time_zone", None)
        column = column.dt.convert_time_zone("UTC") if zone else column
        text = column.dt.to_string("%Y-%m-%dT%H:%M:%S%.f") + ("Z" if zone else "")
        if kind == "date":
            is_midnight = (column == column.dt.truncate("1d")).fill_null(value=False)
            return _moments(column.dt.date(), field).zip_with(is_midnight, text)
    own = {"date": pl.Date, "time": pl.Time, "datetime": pl.Datetime}.get(kind)
    if field is None or column.dtype != own or "%" not in format_of(field):
        return text
    known = column.unique().drop_nulls()
    if kind != "time":  # other years Python has not
        known = known.filter(known.dt.year().is_between(1, 9999))
    write = _in_format(kind, format_of(field))
    shown = pl.Series([write(value) for value in known.to_list()], dtype=pl.String)
    written = column.replace_strict(known, shown, default=None, return_dtype=pl.String)
    return written.zip_with(written.is_not_null(), text)


def _in_format(kind: str, form: str) -> Callable[[date | time], str | None]:
    """Give the function that writes a date or time in a format, when that keeps all of it."""

    def write(value: date | time) -> str | None:
        try:
            text = value.strftime(form)
        except ValueError:
            return None
        if isinstance(value, datetime) and value.tzinfo is None:
            value = value.replace(tzinfo=UTC)
        return text if parse_moment(form, kind, text) == value else None

    return write
