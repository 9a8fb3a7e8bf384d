"""JSON Schema (2020-12) of the rows and documents that the JSON formats write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from drenthe_data.descriptor import Field
from drenthe_data.exporting.sql import LIMITS, plain_pattern
from drenthe_data.exporting.typed import is_json, is_list, is_point
from drenthe_data.exporting.views import codes_of

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_SAID = ("title", "title_nl", "description", "description_nl", "unit")
_FORMATS = {"uri": "uri", "email": "email", "uuid": "uuid"}
_TYPES: Mapping[str, Mapping[str, Any]] = {
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "year": {"type": "integer"},
    "date": {"type": "string", "format": "date"},
    # Without a zone, times of day are no "time" of JSON Schema.
    "time": {"type": "string"},
    "datetime": {"type": "string", "format": "date-time"},
    "duration": {"type": "string"},
    "yearmonth": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"},
}
_POINT = {
    "type": "object",
    "properties": {
        "lon": {"type": "number", "minimum": -180, "maximum": 180},
        "lat": {"type": "number", "minimum": -90, "maximum": 90},
    },
    "required": ["lon", "lat"],
    "additionalProperties": False,
}
_SPECIAL = ["NaN", "INF", "-INF"]


def row_schema(fields: Sequence[Field], frame: pl.DataFrame) -> dict[str, Any]:
    """Give the schema of a row of a table: every field is there, a missing value is ``null``."""
    return {
        "type": "object",
        "properties": {item.name: value_schema(item, frame[item.name]) for item in fields},
        "required": [item.name for item in fields],
        "additionalProperties": False,
    }


def value_schema(item: Field, values: pl.Series) -> dict[str, Any]:
    """Give the schema of the values of a field, with its texts, unit and labels of codes."""
    said = {key: str(item.raw[key]) for key in _SAID if item.raw.get(key)}
    found = _value(item, values)
    # What the schema requires is only said where it is so: an export need not have been checked.
    if not item.is_required or values.null_count():
        found = _or_null(found)
    return {**said, **found}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    if "oneOf" in schema:
        return {"oneOf": [*schema["oneOf"], {"type": "null"}]}
    if "enum" in schema:
        return {"enum": [*schema["enum"], None]}
    if "anyOf" in schema:
        return {"anyOf": [*schema["anyOf"], {"type": "null"}]}
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    return schema


def _value(item: Field, values: pl.Series) -> dict[str, Any]:
    if is_point(item):
        return dict(_POINT)
    if is_list(item):
        kind = str(item.raw.get("itemType", "string"))
        return {"type": "array", "items": dict(_TYPES.get(kind, {"type": "string"}))}
    if is_json(item):
        return {"type": "array" if item.type == "array" else "object"}
    if item.type == "number" and _has_special(values):
        return {"anyOf": [{"type": "number"}, {"enum": _SPECIAL}]}
    codes = _codes(item, values)
    if codes:
        return codes
    found: dict[str, Any] = dict(_TYPES.get(item.type, {"type": "string"}))
    if item.type in ("integer", "number", "year"):
        found |= {
            key: _number(item, item.constraints[key]) for key in LIMITS if key in item.constraints
        }
    if item.type == "string":
        found |= {
            k: item.constraints[k] for k in ("minLength", "maxLength") if k in item.constraints
        }
        if item.format in _FORMATS:
            found["format"] = _FORMATS[item.format]
        elif item.format == "binary":
            found["contentEncoding"] = "base64"
        pattern = plain_pattern(item.constraints.get("pattern"))
        if pattern is not None:
            found["pattern"] = f"^(?:{pattern})$"
    return found


def _has_special(values: pl.Series) -> bool:
    return values.dtype == pl.Float64 and bool((~values.is_finite()).any())


def _codes(item: Field, values: pl.Series) -> dict[str, Any]:
    """Give a choice of codes, each with its labels; nothing when there is no list of codes."""
    if item.type not in ("string", "integer"):
        return {}
    convert = int if item.type == "integer" else str
    codes = codes_of(item)
    listed = [code for code, _, _ in codes] or item.constraints.get("enum", ())
    if not listed or not set(values.drop_nulls().to_list()) <= set(map(convert, listed)):
        return {}
    if not codes:
        return {"enum": [convert(value) for value in listed]}
    return {
        "oneOf": [
            {"const": convert(code), "title": label, "title_nl": dutch}
            for code, label, dutch in codes
        ]
    }


def _number(item: Field, value: object) -> float | int:
    if item.type != "number":
        return int(str(value))
    number = float(str(value))
    return int(number) if number.is_integer() else number
