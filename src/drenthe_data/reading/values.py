"""Reading values of the rarer types: once per different text, by plain functions.

Each ``read_`` function takes the text of a cell and gives the value as text in one canonical form,
so that equal values have equal texts (``P1Y`` and ``P12M``, ``{"a":1}`` and ``{ "a": 1.0 }``), or
nothing when the text does not fit.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache, partial
from importlib.util import find_spec
from typing import Any

import polars as pl

from drenthe_data.documents import is_whole

ITEM_TYPES = ("string", "integer", "boolean", "number", "datetime", "date", "time")

_TIMES: Mapping[str, pl.DataType] = {
    "date": pl.Date(),
    "datetime": pl.Datetime("us", "UTC"),
    "time": pl.Time(),
}


def each(text: pl.Expr, read: Callable[[str], Any], dtype: pl.DataType | None = None) -> pl.Expr:
    """Apply a function to each different text of a column.

    Args:
        text: The texts.
        read: Gives the value of a text, or ``None``.
        dtype: The type of the values; text by default.
    """
    kind = pl.String() if dtype is None else dtype

    def apply(cells: pl.Series) -> pl.Series:
        known = cells.unique().drop_nulls()
        found = pl.Series([read(cell) for cell in known.to_list()], dtype=kind)
        return cells.replace_strict(known, found, default=None, return_dtype=kind)

    return text.map_batches(apply, return_dtype=kind, is_elementwise=True)


def each_list(text: pl.Expr, delimiter: str, item: pl.Expr, name: str) -> pl.Expr:
    """Keep the texts of which all items, between delimiters, are values.

    Items are rewritten so that equal lists have equal texts.

    Args:
        text: The texts.
        delimiter: What stands between items.
        item: Gives the value of an item, null when it does not fit.
        name: The name of the column that ``item`` reads.
    """

    def apply(cells: pl.Series) -> pl.Series:
        known = cells.unique().drop_nulls()
        # Items are put together by the place of their list: a long text is no key for each of them.
        items = (
            pl.DataFrame({"place": range(len(known)), name: known.str.split(delimiter)})
            .explode(name)
            .with_columns(item.cast(pl.String).alias(name))
            .group_by("place", maintain_order=True)
            .agg(pl.col(name).str.join(delimiter, ignore_nulls=False))
        )
        return cells.replace_strict(known, items[name], default=None, return_dtype=pl.String)

    return text.map_batches(apply, return_dtype=pl.String, is_elementwise=True)


# Directives of which the usual form is digits of a fixed number, and that Polars reads alike.
_FIXED = {"%d": 2, "%m": 2, "%Y": 4, "%H": 2, "%M": 2, "%S": 2}


def parsed(text: pl.Expr, form: str, kind: str) -> pl.Expr:
    """Read dates and times as ``strptime`` of Python does.

    Texts with all their digits are read at once; what is left, such as ``1-2-2024``, and forms
    with other directives are read by Python.
    """
    read = partial(parse_moment, form, kind)
    pattern = _fixed_pattern(form, kind)
    if pattern is None:
        return each(text, read, _TIMES[kind])
    fits = text.str.contains(pattern)
    usual = pl.when(fits).then(text)
    if kind == "date":
        found = usual.str.to_date(form, strict=False, cache=False)
    elif kind == "time":
        found = usual.str.to_time(form, strict=False, cache=False)
    else:
        found = usual.str.to_datetime(
            form, time_unit="us", strict=False, cache=False
        ).dt.replace_time_zone("UTC")
    return pl.coalesce(found, each(pl.when(~fits).then(text), read, _TIMES[kind]))


@cache
def _fixed_pattern(form: str, kind: str) -> str | None:
    """Give the pattern of texts that have all digits a form has room for, if it is of such parts.

    Seconds go to 59: a leap second is left to Python. Years begin at 1000.
    """
    digits = {"%Y": "[1-9][0-9]{3}", "%S": "[0-5][0-9]"}
    parts = re.findall(r"%.|[^%]", form)
    names = [part for part in parts if part.startswith("%")]
    needed = {"date": {"%d", "%m", "%Y"}, "time": {"%H", "%M"}}
    needed["datetime"] = needed["date"] | needed["time"]
    if set(names) - set(_FIXED) or len(set(names)) < len(names) or not needed[kind] <= set(names):
        return None
    if kind == "date" and {"%H", "%M", "%S"} & set(names):
        return None
    if kind == "time" and {"%d", "%m", "%Y"} & set(names):
        return None
    if any(not part.startswith("%") and part not in "-/.:_T," for part in parts):
        return None
    pieces = (
        digits.get(part, "[0-9]{2}") if part.startswith("%") else re.escape(part) for part in parts
    )
    return "^" + "".join(pieces) + "$"


def parse_moment(form: str, kind: str, text: str) -> date | time | datetime | None:
    """Read a date, time or datetime in a format; ``None`` when the text does not fit."""
    try:
        found = datetime.strptime(text, form)
    except (ValueError, re.error, OverflowError):
        return None
    return _part(found, kind)


def _part(found: datetime, kind: str) -> date | time | datetime | None:
    """Take the date, the time or both out of a moment; without a zone it counts as UTC."""
    if kind == "date":
        return found.date()
    if kind == "time":
        return found.time()
    try:
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except OverflowError:
        return None


def can_guess() -> bool:
    """Tell whether the parser for the format ``any`` is there (python-dateutil)."""
    return find_spec("dateutil") is not None


def _guess(kind: str, text: str) -> date | time | datetime | None:
    from dateutil import parser

    try:
        # A zone of a day or more is found out only when the moment is made.
        return _part(parser.parse(text, default=datetime(2000, 1, 1)), kind)
    except (ValueError, OverflowError, TypeError, AttributeError):
        return None


def _guessed(kind: str) -> Callable[[pl.Expr], pl.Expr]:
    return lambda text: each(text, partial(_guess, kind), _TIMES[kind])


guessed_dates = _guessed("date")
guessed_datetimes = _guessed("datetime")
guessed_times = _guessed("time")

_DURATION = re.compile(
    r"(-?)P(?=[0-9T])(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?"
    r"(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]+)?)S)?)?"
)


def duration_parts(text: str) -> tuple[int, Decimal] | None:
    """Give the months and the seconds of a duration of XML Schema."""
    match = _DURATION.fullmatch(text)
    if match is None or len(text) > 200:
        return None
    sign = -1 if match[1] else 1
    years, months, days, hours, minutes = (int(match[part] or 0) for part in range(2, 7))
    seconds = Decimal(match[7] or 0) + 60 * (minutes + 60 * (hours + 24 * days))
    return sign * (12 * years + months), sign * seconds


def read_duration(text: str) -> str | None:
    """Read a duration; gives it as months and seconds (``P14MT86400S``)."""
    parts = duration_parts(text)
    if parts is None:
        return None
    months, seconds = parts
    sign = "-" if months < 0 or seconds < 0 else ""
    return f"{sign}P{abs(months)}MT{abs(seconds).normalize():f}S"


# The moments at which XML Schema compares durations (part 2, 3.2.6.2).
_MOMENTS = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))


def compare_durations(one: str, other: str) -> int | None:
    """Compare two durations: -1, 0 or 1; nothing when neither is the longer (P1M and P30D)."""
    first, second = duration_parts(one), duration_parts(other)
    if first is None or second is None:
        return None
    signs = {
        (mine > yours) - (mine < yours)
        for mine, yours in ((_seconds(first, at), _seconds(second, at)) for at in _MOMENTS)
    }
    return signs.pop() if len(signs) == 1 else None


def _seconds(parts: tuple[int, Decimal], moment: tuple[int, int]) -> Decimal:
    """Give the seconds from the year 0 to the end of a duration that begins at a moment."""
    months = moment[0] * 12 + moment[1] - 1 + parts[0]
    year, month = divmod(months, 12)
    # Days of the proleptic Gregorian calendar, also for years before 1.
    cycles, rest = divmod(year, 400)
    first = date(rest + 400, month + 1, 1).toordinal() - date(400, 1, 1).toordinal()
    return Decimal((cycles * 146_097 + first) * 86_400) + parts[1]


def read_json(text: str) -> Any:
    """Read JSON; gives ``None`` for what is not JSON, and for ``null``."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None


def _refuse(word: str) -> None:
    """Refuse ``NaN`` and ``Infinity``, which Python reads and JSON does not have."""
    raise ValueError(word)


def _canonical(value: object) -> str | None:
    """Write a JSON value so that equal values have equal texts."""
    # A number too large for a double, such as 1e999, has no form that JSON has.
    write = partial(json.dumps, sort_keys=True, separators=(",", ":"), allow_nan=False)
    try:
        value = _whole(value)
        text = write(value, ensure_ascii=False)
        # Half a character can only be kept as it is written.
        return text if is_whole(text) else write(value)
    except (ValueError, RecursionError):
        return None


def _whole(value: Any) -> Any:
    """Write 1.0 as 1, everywhere in a JSON value."""
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def read_object(text: str) -> str | None:
    """Read a JSON object."""
    value = read_json(text)
    return _canonical(value) if isinstance(value, dict) else None


def read_array(text: str) -> str | None:
    """Read a JSON array."""
    value = read_json(text)
    return _canonical(value) if isinstance(value, list) else None


_COORDINATE = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def _point(longitude: object, latitude: object) -> str | None:
    """Write a point, when both are numbers within their range."""
    numbers = []
    for value, most in ((longitude, 180), (latitude, 90)):
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        if not -most <= value <= most:
            return None
        numbers.append(f"{float(value) + 0.0:g}" if value else "0")
        if float(numbers[-1]) != float(value):
            numbers[-1] = repr(float(value))
    return ",".join(numbers)


def _point_of_text(text: str) -> str | None:
    parts = text.split(",")
    if len(parts) != 2:
        return None
    parts[1] = parts[1].removeprefix(" ")
    if not all(_COORDINATE.fullmatch(part) for part in parts):
        return None
    return _point(float(parts[0]), float(parts[1]))


def _point_of_array(text: str) -> str | None:
    value = read_json(text)
    if not isinstance(value, list) or len(value) != 2:
        return None
    return _point(value[0], value[1])


def _point_of_object(text: str) -> str | None:
    value = read_json(text)
    if not isinstance(value, dict) or set(value) != {"lon", "lat"}:
        return None
    return _point(value["lon"], value["lat"])


GEOPOINTS: Mapping[str, Callable[[str], str | None]] = {
    "default": _point_of_text,
    "array": _point_of_array,
    "object": _point_of_object,
}


def _is_position(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) >= 2
        and all(isinstance(part, int | float) and not isinstance(part, bool) for part in value)
    )


def _is_positions(value: object, least: int = 0) -> bool:
    return isinstance(value, list) and len(value) >= least and all(map(_is_position, value))


def _is_polygon(value: object) -> bool:
    return isinstance(value, list) and all(
        _is_positions(ring, 4) and ring[0] == ring[-1] for ring in value
    )


_COORDINATES: Mapping[str, Callable[[Any], bool]] = {
    "Point": lambda value: value == [] or _is_position(value),
    "MultiPoint": _is_positions,
    "LineString": lambda value: value == [] or _is_positions(value, 2),
    "MultiLineString": lambda value: (
        isinstance(value, list) and all(_is_positions(line, 2) for line in value)
    ),
    "Polygon": _is_polygon,
    "MultiPolygon": lambda value: isinstance(value, list) and all(map(_is_polygon, value)),
}


def _is_geometry(value: object) -> bool:
    """Tell whether a value is a geometry of RFC 7946."""
    if not isinstance(value, dict):
        return False
    kind = value.get("type")
    if kind == "GeometryCollection":
        return _are(value.get("geometries"), _is_geometry)
    if not isinstance(kind, str) or kind not in _COORDINATES:
        return False
    return "coordinates" in value and _COORDINATES[kind](value["coordinates"])


def _is_feature(value: object) -> bool:
    if not isinstance(value, dict) or value.get("type") != "Feature":
        return False
    if "geometry" not in value or "properties" not in value:
        return False
    geometry, properties, identifier = (value.get(k) for k in ("geometry", "properties", "id"))
    return (
        (geometry is None or _is_geometry(geometry))
        and (properties is None or isinstance(properties, dict))
        and ("id" not in value or (isinstance(identifier, str | int | float)))
    )


def _are(value: object, test: Callable[[object], bool]) -> bool:
    return isinstance(value, list) and all(map(test, value))


def _read_geojson(text: str) -> str | None:
    value = read_json(text)
    if not isinstance(value, dict):
        return None
    if value.get("type") == "FeatureCollection":
        is_sound = _are(value.get("features"), _is_feature)
    else:
        is_sound = _is_feature(value) or _is_geometry(value)
    return _canonical(value) if is_sound else None


def _is_arc_tree(value: object, depth: int) -> bool:
    if depth == 0:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, list) and all(_is_arc_tree(item, depth - 1) for item in value)


_ARCS = {"LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}


def _is_topology_object(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    kind = value.get("type")
    if kind is None:
        return "type" in value
    if kind == "GeometryCollection":
        return _are(value.get("geometries"), _is_topology_object)
    if kind == "Point":
        return _is_position(value.get("coordinates"))
    if kind == "MultiPoint":
        return _is_positions(value.get("coordinates"))
    return isinstance(kind, str) and kind in _ARCS and _is_arc_tree(value.get("arcs"), _ARCS[kind])


def _read_topojson(text: str) -> str | None:
    value = read_json(text)
    if not isinstance(value, dict) or value.get("type") != "Topology":
        return None
    objects, transform = value.get("objects"), value.get("transform")
    is_sound = (
        isinstance(objects, dict)
        and all(map(_is_topology_object, objects.values()))
        and _are(value.get("arcs"), _is_positions)
        and (
            "transform" not in value
            or (
                isinstance(transform, dict)
                and all(_is_pair(transform.get(key)) for key in ("scale", "translate"))
            )
        )
    )
    return _canonical(value) if is_sound else None


def _is_pair(value: object) -> bool:
    return _is_position(value) and isinstance(value, list) and len(value) == 2


GEOJSON: Mapping[str, Callable[[str], str | None]] = {
    "default": _read_geojson,
    "topojson": _read_topojson,
}


def length_of(kind: str, text: str, delimiter: str = ",") -> int:
    """Count what a length is counted in: items of arrays, objects and lists, else characters."""
    if kind in ("array", "object"):
        value = read_json(text)
        return len(value) if isinstance(value, list | dict) else 0
    return len(text.split(delimiter)) if kind == "list" else len(text)


def fits_schema(schema: Any) -> Callable[[str], bool] | str:
    """Give the test of a ``jsonSchema`` on the text of a value.

    Returns:
        The test, or why there is none: ``absent`` when the library that validates is not
        installed, ``unsound`` when the schema is not one, or points outside itself.
    """
    try:
        from jsonschema import exceptions, validators
    except ImportError:
        return "absent"
    if not isinstance(schema, dict):
        return "unsound"
    # The draft of 2020-12 where the schema does not say which.
    maker = validators.validator_for(schema, default=validators.Draft202012Validator)
    try:
        maker.check_schema(schema)
        pointers = list(_references(schema))
        is_closed = all(_is_within(schema, pointer) for pointer in pointers)
        # Below a part with an address of its own, references begin at that part.
        is_closed &= not (pointers and _has_addresses(schema))
    except (exceptions.SchemaError, RecursionError):
        return "unsound"
    if not is_closed:
        return "unsound"
    validator = maker(schema)

    def fits(text: str) -> bool:
        try:
            return bool(validator.is_valid(read_json(text)))
        # A schema that points at itself and nothing else, or a number that is too large to divide.
        except (RecursionError, OverflowError):
            return False

    return fits


def _references(value: object) -> Iterable[object]:
    """Give what the references anywhere in a JSON Schema point at."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key in ("$ref", "$dynamicRef", "$recursiveRef"):
                yield item
            yield from _references(item)
    elif isinstance(value, list):
        for item in value:
            yield from _references(item)


def _has_addresses(value: object) -> bool:
    """Tell whether a part of a JSON Schema, and not the whole, has an address."""
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(
        (isinstance(item, dict) and isinstance(item.get("$id", item.get("id")), str))
        or _has_addresses(item)
        for item in items
    )


def _is_within(schema: Any, pointer: object) -> bool:
    """Tell whether a reference points at a part of the schema itself."""
    if not isinstance(pointer, str) or not (pointer == "#" or pointer.startswith("#/")):
        return False
    part = schema
    for key in pointer.split("/")[1:]:
        name = key.replace("~1", "/").replace("~0", "~")
        if not isinstance(part, dict) or name not in part:
            return False
        part = part[name]
    return True


def texts_of(items: Iterable[object]) -> list[str]:
    """Write values of a schema as the cells of a table would."""
    return [
        item if isinstance(item, str) else json.dumps(item, ensure_ascii=False) for item in items
    ]
