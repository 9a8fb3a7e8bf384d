"""Turning text into the types of Table Schema, without raising and without rounding in silence.

A value must have the form that Table Schema asks, and casts are more lenient than that (they take
``2024-2-3``, ``infinity`` or a year of three digits). So each cast is tied to a test of the text,
and the cheapest one that is exact is taken: for the types of most columns no pattern is matched.
``tests/test_casting.py`` compares each of them with a plain pattern on hostile texts.

Types that are rare are read by :mod:`drenthe_data.reading.values`, once per different value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import product

import polars as pl

from drenthe_data.constraints import FALSE_VALUES, TRUE_VALUES
from drenthe_data.descriptor import Field
from drenthe_data.reading import values

_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_SPECIAL = r"[nN][aA][nN]|-?[iI][nN][fF]"
_TIME = r"^(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$"
_DATETIME = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?"
    r"(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?$"
)
_YEARMONTH = r"^[0-9]{4}-(?:0[1-9]|1[0-2])$"
# RFC 3986, with a scheme.
_PCHAR = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
_AUTHORITY = (
    r"(?:(?:[A-Za-z0-9._~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*@)?"
    r"(?:\[[0-9A-Fa-fvV.:]+\]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(?::[0-9]*)?"
)
_URI = (
    rf"^[A-Za-z][A-Za-z0-9+.-]*:(?://{_AUTHORITY}(?:/{_PCHAR}*)*|/?(?:{_PCHAR}+(?:/{_PCHAR}*)*)?)"
    rf"(?:\?(?:{_PCHAR}|[/?])*)?(?:#(?:{_PCHAR}|[/?])*)?$"
)
_ATOM = r"(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]|[^\x00-\x7f])+"
_LABEL = (
    r"(?:[A-Za-z0-9]|[^\x00-\x7f])(?:(?:[A-Za-z0-9-]|[^\x00-\x7f])*(?:[A-Za-z0-9]|[^\x00-\x7f]))?"
)
_EMAIL = rf"^{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+$"
_UUID = r"^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"
_BINARY = r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"

_STRING_FORMATS = {
    "default": None,
    "uri": _URI,
    "email": _EMAIL,
    "uuid": _UUID,
    "binary": _BINARY,
}
_STRING_EXAMPLES = {
    "uri": "https://www.example.org/page",
    "email": "name@example.org",
    "uuid": "123e4567-e89b-12d3-a456-426614174000",
    "binary": "ZHJlbnRoZQ==",
}
_FIRST_DAY = date(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Cast:
    """How the cells of one field become values.

    Attributes:
        typed: The values; null where the cell is empty or does not fit.
        misfit: Whether a cell is filled but does not fit.
        dtype: The type of the values.
        expected: What to say of the form that is expected, where the message needs it.
        wording: The message's variant for cells that do not fit; by default the type.
        filled: Whether a cell is filled, when all that is filled and has no value is a misfit.
        quick: The values of usual cells, by a way that is cheaper; null for all others.
    """

    typed: pl.Expr
    misfit: pl.Expr | None
    dtype: pl.DataType
    expected: object = None
    wording: str | None = None
    filled: pl.Expr | None = None
    quick: pl.Expr | None = None


def format_of(field: Field) -> str:
    """Give the format of a field; the prefix ``fmt:`` of old descriptors says nothing."""
    return field.format.removeprefix("fmt:")


def is_supported(field: Field) -> bool:
    """Tell whether values of the field's type and format are checked here."""
    form = format_of(field)
    if field.type == "string":
        return form in _STRING_FORMATS
    if field.type in ("date", "datetime", "time"):
        return form == "default" or "%" in form or (form == "any" and values.can_guess())
    if field.type in ("integer", "number"):
        return _marks(field) is not None
    if field.type == "geopoint":
        return form in ("default", "array", "object")
    if field.type == "geojson":
        return form in ("default", "topojson")
    if field.type == "list":
        delimiter = field.raw.get("delimiter", ",")
        is_text = isinstance(delimiter, str) and bool(delimiter)
        return is_text and field.raw.get("itemType", "string") in values.ITEM_TYPES
    return field.type in _CASTS


def text_of(field: Field) -> pl.Expr:
    """Give the cells of a field as text, null where the schema calls them missing."""
    column = pl.col(field.name)
    if not field.missing_values:
        return column
    return pl.when(_is_filled(field)).then(column)


def _is_filled(field: Field) -> pl.Expr:
    """Give whether a cell is filled: not one of the texts that the schema calls missing."""
    column = pl.col(field.name)
    if not field.missing_values:
        return pl.lit(value=True)
    if len(field.missing_values) == 1:
        return column != field.missing_values[0]
    return ~column.is_in(list(field.missing_values))


def cast(field: Field) -> Cast:
    """Give the cast of a field. Types that are not supported stay text without misfits."""
    if not is_supported(field):
        return Cast(text_of(field), None, pl.String())
    return _CASTS[field.type](field)


def dtype_of(field: Field) -> pl.DataType:
    """Give the type of the values of a field."""
    return pl.String() if field.type in ("string", "any") else cast(field).dtype


def misfit_wording(field: Field, value: str, wording: str) -> str:
    """Choose the wording for one cell that does not fit.

    Args:
        field: The field.
        value: The text of the cell.
        wording: The wording of the cast.
    """
    if field.type == "integer" and re.fullmatch(r"[+-]?[0-9]+", value):
        return "integer-large"
    return wording


def _plain(
    field: Field,
    convert: Callable[[pl.Expr], pl.Expr],
    dtype: pl.DataType,
    expected: object = None,
    wording: str | None = None,
) -> Cast:
    """Cast with an expression that gives null for whatever does not fit."""
    typed = convert(pl.col(field.name))
    filled = _is_filled(field)
    misfit = typed.is_null() & filled
    # Texts such as "" and "-" become null by themselves; only "-99" must be taken out.
    if _any_fits(convert, field.missing_values):
        typed = pl.when(filled).then(typed)
    return Cast(typed, misfit, dtype, expected, wording, filled)


def _any_fits(convert: Callable[[pl.Expr], pl.Expr], texts: tuple[str, ...]) -> bool:
    """Tell whether one of some texts is a value."""
    if not any(texts):
        return False
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    return not frame.select(convert(pl.col("text")).is_null().all()).item()


def _by_value(field: Field, read: Callable[[str], str | None], expected: object = None) -> Cast:
    """Read text with a function of one text, once per different text."""
    return _plain(field, lambda text: values.each(text, read), pl.String(), expected)


def _string(field: Field) -> Cast:
    pattern = _STRING_FORMATS[format_of(field)]
    if pattern is None:
        return Cast(text_of(field), None, pl.String())
    misfit = _is_filled(field) & ~pl.col(field.name).str.contains(pattern)
    # The text is kept where it does not fit, so that other checks can go on with it.
    return Cast(text_of(field), misfit, pl.String(), _STRING_EXAMPLES[format_of(field)])


def _integer(field: Field) -> Cast:
    # This cast takes [+-]?[0-9]+ of 64 bits and nothing else.
    marks = _marks(field)
    if marks == (".", "", True):
        return _plain(field, lambda text: text.cast(pl.Int64, strict=False), pl.Int64())
    return _plain(
        field,
        lambda text: _bare(text, marks, r"[+-]?{digits}").cast(pl.Int64, strict=False),
        pl.Int64(),
        wording="integer-marks",
        expected=_example(marks, "1050000"),
    )


def _number(field: Field) -> Cast:
    marks = _marks(field)
    if marks == (".", "", True):
        return _plain(field, _float, pl.Float64())
    # Digits are grouped before the point only: 1,050.5 is not 1.0505 where the marks are swapped.
    form = r"[+-]?(?:{digits}(?:{point}[0-9]*)?|{point}[0-9]+)(?:[eE][+-]?[0-9]+)?"
    return _plain(
        field,
        lambda text: _bare(text, marks, form, _SPECIAL).cast(pl.Float64, strict=False),
        pl.Float64(),
        wording="number-marks",
        expected=_example(marks, "1050.5"),
    )


def _float(text: pl.Expr) -> pl.Expr:
    """Cast numbers; of what this cast takes, only other words for infinity are too much."""
    number = text.cast(pl.Float64, strict=False)
    return pl.when(~text.is_in(_no_numbers())).then(number)


@cache
def _no_numbers() -> list[str]:
    """Give the texts that the cast to a number takes and Table Schema does not."""
    words = ("infinity", "+infinity", "-infinity", "+inf", "+nan", "-nan")
    return [
        "".join(letters)
        for word in words
        for letters in product(*({letter, letter.upper()} for letter in word))
    ]


def _marks(field: Field) -> tuple[str, str, bool] | None:
    """Give decimalChar, groupChar and bareNumber, or nothing when they cannot be used."""
    # Whole numbers have no decimals, so their groups may be marked by points.
    point = "." if field.type == "integer" else field.raw.get("decimalChar", ".")
    group = field.raw.get("groupChar") or ""
    bare = field.raw.get("bareNumber", True)
    is_sound = isinstance(point, str) and isinstance(group, str) and isinstance(bare, bool)
    if not is_sound or not point or (point == group and field.type == "number"):
        return None
    if any(letter in "0123456789+-eE" for letter in point + group):
        return None
    return (point, group, bare)


def _bare(
    text: pl.Expr, marks: tuple[str, str, bool] | None, form: str, special: str | None = None
) -> pl.Expr:
    """Take the number out of texts that fit a form, written with a point and without groups."""
    point, group, bare = marks or (".", "", True)
    digits = f"[0-9]+(?:{_literal(group)}[0-9]+)*" if group else "[0-9]+"
    number = form.replace("{digits}", digits).replace("{point}", _literal(point))
    pattern = f"^({number})$" if bare else f"^[^0-9-]*?({number})[^0-9]*$"
    found = text.str.extract(pattern)
    if group:
        found = found.str.replace_all(group, "", literal=True)
    if point != ".":
        found = found.str.replace(point, ".", literal=True)
    if special is None:
        return found
    return pl.coalesce(text.str.extract(f"^({special})$"), found)


def _literal(text: str) -> str:
    """Write a text so that every pattern takes it literally."""
    return "".join(rf"\x{{{ord(letter):x}}}" for letter in text)


def _example(marks: tuple[str, str, bool] | None, number: str) -> str:
    """Write a number with the marks of a field."""
    point, group, _ = marks or (".", "", True)
    whole, _, rest = number.partition(".")
    if group:
        whole = f"{int(whole):,}".replace(",", group)
    return f"{whole}{point}{rest}" if rest else whole


def truths(field: Field) -> tuple[list[str], list[str]]:
    """Give the texts that mean true and false in a field of booleans."""
    found = []
    for key, usual in (("trueValues", TRUE_VALUES), ("falseValues", FALSE_VALUES)):
        given = field.raw.get(key)
        texts = given if isinstance(given, list) else list(usual)
        found.append([text if isinstance(text, str) else json.dumps(text) for text in texts])
    return found[0], found[1]


def _boolean(field: Field) -> Cast:
    true, false = truths(field)

    def convert(text: pl.Expr) -> pl.Expr:
        is_true = text.is_in(true)
        return pl.when(is_true | text.is_in(false)).then(is_true)

    shown = [texts[0] for texts in (true, false) if texts]
    found = _plain(field, convert, pl.Boolean(), shown)
    if any(field.missing_values) or not (true and false):
        return found
    text = pl.col(field.name)
    usual = (text == true[0]) | (text == false[0])
    return replace(found, quick=pl.when(usual).then(text == true[0]))


def _iso_date(text: pl.Expr) -> pl.Expr:
    """Cast dates in the form ``yyyy-mm-dd``, from the year 1.

    The cast also takes blanks and signs before a number, and numbers with fewer digits. Texts of
    ten bytes that are none of them less than a hyphen leave no room for these. Bytes are read as
    signed numbers, so those outside ASCII are less too.
    """
    found = text.str.to_date("%Y-%m-%d", strict=False, cache=False)
    letters = text.cast(pl.Binary).bin.reinterpret(dtype=pl.Array(pl.Int8, 10))
    return pl.when((letters.arr.min() >= ord("-")) & (found >= _FIRST_DAY)).then(found)


def _usual_date(text: pl.Expr) -> pl.Expr:
    """Look dates of our time up in the list of their texts."""
    first, texts = _usual_dates()
    place = text.cast(texts, strict=False).to_physical().cast(pl.Int32)
    return (place + (first - date(1970, 1, 1)).days).cast(pl.Date)


@cache
def _usual_dates() -> tuple[date, pl.Enum]:
    """Give the first of the usual dates, and the type of the texts of all of them, in order."""
    first, last = date(1900, 1, 1), date(2100, 12, 31)
    days = pl.date_range(first, last, eager=True)
    return first, pl.Enum(days.dt.to_string("%Y-%m-%d"))


def _date(field: Field) -> Cast:
    form = format_of(field)
    if form == "default":
        quick = None if any(field.missing_values) else _usual_date(pl.col(field.name))
        return replace(_plain(field, _iso_date, pl.Date()), quick=quick)
    if form == "any":
        return _plain(field, values.guessed_dates, pl.Date(), wording="date-any")
    return _plain(
        field, lambda text: values.parsed(text, form, "date"), pl.Date(), form, "date-format"
    )


def _iso_datetime(text: pl.Expr) -> pl.Expr:
    # Most are of 19 bytes, without a zone: these are read without a pattern, as dates are.
    letters = text.cast(pl.Binary).bin.reinterpret(dtype=pl.Array(pl.Int8, 19))
    is_plain = (letters.arr.min() >= ord("-")) & ~text.str.ends_with("60")
    plain = (
        pl.when(is_plain)
        .then(text)
        .str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="us", strict=False, cache=False)
        .dt.replace_time_zone("UTC")
    )
    rest = pl.when(text.str.len_bytes() != 19).then(text)
    rest = pl.when(rest.str.contains(_DATETIME)).then(rest)
    has_zone = rest.str.contains(r"(?:Z|[+-][0-9]{2}:[0-9]{2})$")
    zoned = pl.when(has_zone).then(rest).otherwise(rest + "Z")
    other = zoned.str.to_datetime("%+", time_unit="us", time_zone="UTC", strict=False)
    found = pl.coalesce(plain, other)
    # The year 0 does not exist, and breaks readers further on.
    return pl.when(~text.str.starts_with("0000")).then(found)


def _datetime(field: Field) -> Cast:
    form = format_of(field)
    dtype = pl.Datetime("us", "UTC")
    if form == "default":
        return _plain(field, _iso_datetime, dtype)
    if form == "any":
        return _plain(field, values.guessed_datetimes, dtype, wording="datetime-any")
    return _plain(
        field, lambda text: values.parsed(text, form, "datetime"), dtype, form, "datetime-format"
    )


def _iso_time(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.contains(_TIME)).then(text).str.to_time("%H:%M:%S", strict=False)


def _time(field: Field) -> Cast:
    form = format_of(field)
    if form == "default":
        return _plain(field, _iso_time, pl.Time())
    if form == "any":
        return _plain(field, values.guessed_times, pl.Time(), wording="time-any")
    return _plain(
        field, lambda text: values.parsed(text, form, "time"), pl.Time(), form, "time-format"
    )


def _four_digits(text: pl.Expr) -> pl.Expr:
    """Cast years of four digits, from the year 1. Texts before "0" begin with a sign."""
    year = text.cast(pl.Int32, strict=False)
    return pl.when((text.str.len_bytes() == 4) & (year > 0) & (text >= "0")).then(year)


def _year(field: Field) -> Cast:
    return _plain(field, _four_digits, pl.Int32())


def _yearmonth(field: Field) -> Cast:
    return _plain(
        field,
        lambda text: pl.when(text.str.contains(_YEARMONTH) & ~text.str.starts_with("0000")).then(
            text
        ),
        pl.String(),
    )


def _any(field: Field) -> Cast:
    return Cast(text_of(field), None, pl.String())


def _duration(field: Field) -> Cast:
    return _by_value(field, values.read_duration)


def _geopoint(field: Field) -> Cast:
    form = format_of(field)
    examples = {
        "default": "6.56,52.99",
        "array": "[6.56, 52.99]",
        "object": '{"lon": 6.56, "lat": 52.99}',
    }
    return _by_value(field, values.GEOPOINTS[form], examples[form])


def _geojson(field: Field) -> Cast:
    form = format_of(field)
    name = "GeoJSON" if form == "default" else "TopoJSON"
    return _by_value(field, values.GEOJSON[form], name)


def _object(field: Field) -> Cast:
    return _by_value(field, values.read_object)


def _array(field: Field) -> Cast:
    return _by_value(field, values.read_array)


def _list(field: Field) -> Cast:
    delimiter = str(field.raw.get("delimiter", ","))
    kind = str(field.raw.get("itemType", "string"))
    if kind == "string":
        return Cast(text_of(field), None, pl.String())
    item = Field("item", kind, "default", {}, (), {"name": "item", "type": kind})
    how = cast(item)
    return _plain(
        field,
        lambda text: values.each_list(text, delimiter, how.typed, item.name),
        pl.String(),
        kind,
    )


_CASTS: Mapping[str, Callable[[Field], Cast]] = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "datetime": _datetime,
    "time": _time,
    "year": _year,
    "yearmonth": _yearmonth,
    "duration": _duration,
    "geopoint": _geopoint,
    "geojson": _geojson,
    "object": _object,
    "array": _array,
    "list": _list,
    "any": _any,
}
