"""Turning text into the types of Table Schema, without raising and without rounding in silence.

The text of a cell is matched against a pattern before it is cast, because casts are more lenient
than Table Schema (they accept ``1.``, ``2024-2-3`` or ``1e3`` where these are not allowed, and
round decimals).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from drenthe_data.descriptor import Field

_INTEGER = r"^[+-]?[0-9]+$"
_NUMBER = r"^(?:[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|NaN|-?INF)$"
_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_TIME = r"^[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?$"
_DATETIME = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?"
    r"(?:Z|[+-][0-9]{2}:?[0-9]{2})?$"
)
_YEAR = r"^[0-9]{4}$"
_YEARMONTH = r"^[0-9]{4}-(?:0[1-9]|1[0-2])$"
# A URI with a scheme (RFC 3986), without blanks or characters that must be escaped.
_URI = r"^[A-Za-z][A-Za-z0-9+.-]*:(?://[^/?#\s<>\"{}|\\^`]+)?[^\s<>\"{}|\\^`]*$"
_EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
_UUID = r"^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"

TRUE_VALUES = ("true", "True", "TRUE", "1")
FALSE_VALUES = ("false", "False", "FALSE", "0")

_STRING_FORMATS = {"default": None, "uri": _URI, "email": _EMAIL, "uuid": _UUID}
_STRING_FORMAT_NAMES = {
    "uri": "https://www.example.org/page",
    "email": "name@example.org",
    "uuid": "123e4567-e89b-12d3-a456-426614174000",
}


@dataclass(frozen=True, slots=True)
class Cast:
    """How the cells of one field become values.

    Attributes:
        typed: The values; null where the cell is empty or does not fit.
        misfit: Whether a cell is filled but does not fit.
        dtype: The type of the values.
        expected: What to say of the form that is expected, where the message needs it.
    """

    typed: pl.Expr
    misfit: pl.Expr | None
    dtype: pl.DataType
    expected: object = None


def is_supported(field: Field) -> bool:
    """Tell whether values of the field's type and format are checked by this version."""
    if field.type == "string":
        return field.format in _STRING_FORMATS
    if field.type in ("date", "datetime", "time"):
        return field.format == "default"
    if field.type in ("integer", "number"):
        unusual = {"decimalChar": ".", "groupChar": None, "bareNumber": True}
        return all(field.raw.get(key, usual) == usual for key, usual in unusual.items())
    return field.type in ("boolean", "year", "yearmonth", "any")


def text_of(field: Field) -> pl.Expr:
    """Give the cells of a field as text, null where the schema calls them missing."""
    column = pl.col(field.name)
    if not field.missing_values:
        return column
    return pl.when(column.is_in(list(field.missing_values))).then(None).otherwise(column)


def cast(field: Field) -> Cast:
    """Give the cast of a field. Types that are not supported stay text without misfits."""
    text = text_of(field)
    if not is_supported(field):
        return Cast(text, None, pl.String())
    return _CASTS[field.type](field, text)


def _matched(
    text: pl.Expr, pattern: str, convert: Callable[[pl.Expr], pl.Expr]
) -> tuple[pl.Expr, pl.Expr]:
    """Convert what matches a pattern; give the values and the misfits."""
    fits = text.str.contains(pattern)
    typed = convert(pl.when(fits).then(text))
    return typed, text.is_not_null() & typed.is_null()


def _string(field: Field, text: pl.Expr) -> Cast:
    pattern = _STRING_FORMATS[field.format]
    if pattern is None:
        return Cast(text, None, pl.String())
    misfit = text.is_not_null() & ~text.str.contains(pattern)
    return Cast(text, misfit, pl.String(), _STRING_FORMAT_NAMES[field.format])


def _integer(_: Field, text: pl.Expr) -> Cast:
    typed, misfit = _matched(text, _INTEGER, lambda x: x.cast(pl.Int64, strict=False))
    return Cast(typed, misfit, pl.Int64())


def _number(_: Field, text: pl.Expr) -> Cast:
    typed, misfit = _matched(text, _NUMBER, lambda x: x.cast(pl.Float64, strict=False))
    return Cast(typed, misfit, pl.Float64())


def _boolean(field: Field, text: pl.Expr) -> Cast:
    true = list(field.raw.get("trueValues") or TRUE_VALUES)
    false = list(field.raw.get("falseValues") or FALSE_VALUES)
    typed = pl.when(text.is_in(true)).then(True).when(text.is_in(false)).then(False)
    misfit = text.is_not_null() & ~text.is_in(true + false)
    return Cast(typed.otherwise(None), misfit, pl.Boolean(), [true[0], false[0]])


def _date(_: Field, text: pl.Expr) -> Cast:
    typed, misfit = _matched(text, _DATE, lambda x: x.str.to_date("%Y-%m-%d", strict=False))
    # The year 0 does not exist, and breaks readers further on.
    is_year_zero = text.str.starts_with("0000")
    return Cast(
        pl.when(~is_year_zero).then(typed), misfit | is_year_zero.fill_null(False), pl.Date()
    )


def _datetime(_: Field, text: pl.Expr) -> Cast:
    has_zone = text.str.contains(r"(?:Z|[+-][0-9]{2}:?[0-9]{2})$")
    zoned = pl.when(has_zone).then(text).otherwise(text + "Z")
    typed = (
        pl.when(text.str.contains(_DATETIME))
        .then(zoned)
        .str.to_datetime("%+", time_unit="us", time_zone="UTC", strict=False)
    )
    return Cast(typed, text.is_not_null() & typed.is_null(), pl.Datetime("us", "UTC"))


def _time(_: Field, text: pl.Expr) -> Cast:
    typed, misfit = _matched(text, _TIME, lambda x: x.str.to_time("%H:%M:%S%.f", strict=False))
    return Cast(typed, misfit, pl.Time())


def _year(_: Field, text: pl.Expr) -> Cast:
    typed, misfit = _matched(text, _YEAR, lambda x: x.cast(pl.Int32, strict=False))
    return Cast(typed, misfit, pl.Int32())


def _yearmonth(_: Field, text: pl.Expr) -> Cast:
    misfit = text.is_not_null() & ~text.str.contains(_YEARMONTH)
    return Cast(pl.when(~misfit).then(text), misfit, pl.String())


def _any(_: Field, text: pl.Expr) -> Cast:
    return Cast(text, None, pl.String())


_CASTS: dict[str, Callable[[Field, pl.Expr], Cast]] = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "datetime": _datetime,
    "time": _time,
    "year": _year,
    "yearmonth": _yearmonth,
    "any": _any,
}
