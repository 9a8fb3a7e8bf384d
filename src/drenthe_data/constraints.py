"""Whether the value of a constraint suits the type of its field.

A limit such as ``"minimum": "abc"`` of whole numbers can never be kept, and is a mistake in the
schema and not in the rows. What cannot be told here is taken to suit: formats other than
``default``, numbers with other decimal signs, and types without an order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

# How a value must compare with each kind of limit.
KEEPS: Mapping[str, Callable[[Any, Any], bool]] = {
    "minimum": lambda value, limit: value >= limit,
    "maximum": lambda value, limit: value <= limit,
    "exclusiveMinimum": lambda value, limit: value > limit,
    "exclusiveMaximum": lambda value, limit: value < limit,
}
LIMITS = tuple(KEEPS)
TRUE_VALUES = ("true", "True", "TRUE", "1")
FALSE_VALUES = ("false", "False", "FALSE", "0")

_INTEGER = r"[+-]?[0-9]+"
_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|NaN|-?INF"
_YEAR = r"-?[0-9]{4,}"
_YEARMONTH = r"-?[0-9]{4,}-(?:0[1-9]|1[0-2])"

# An example of a value of each type, for messages.
EXAMPLES = {
    "integer": "1050000",
    "number": "9.2",
    "boolean": "true",
    "date": "2026-11-21",
    "datetime": "2026-11-21T09:30:00",
    "time": "09:30:00",
    "year": "2026",
    "yearmonth": "2026-11",
    "string": "text",
}


def suits(raw: Mapping[str, Any], value: object) -> bool:
    """Tell whether a value, native or as text, can be one of a field.

    Args:
        raw: The field as it stands in the schema.
        value: What the constraint says.
    """
    kind = raw.get("type", "any")
    if kind not in EXAMPLES:
        return True
    if value is None or isinstance(value, list | dict):
        return False
    if isinstance(value, str):
        if kind not in ("integer", "number", "boolean") and not _is_default(raw):
            return True
        return _TEXTS[kind](raw, value)
    if kind == "boolean":
        return isinstance(value, bool)
    if isinstance(value, bool):
        return bool(kind == "string")
    if isinstance(value, float):
        return kind in ("number", "string") or (kind in ("integer", "year") and value.is_integer())
    return isinstance(value, int) and kind in ("integer", "number", "year", "string")


def _is_default(raw: Mapping[str, Any]) -> bool:
    return bool(raw.get("format") in (None, "", "default"))


def _plain_number(raw: Mapping[str, Any]) -> bool:
    usual: dict[str, object] = {"decimalChar": ".", "groupChar": None, "bareNumber": True}
    return all(bool(raw.get(key, value) == value) for key, value in usual.items())


def _boolean(raw: Mapping[str, Any], text: str) -> bool:
    listed: list[object] = []
    for key, usual in (("trueValues", TRUE_VALUES), ("falseValues", FALSE_VALUES)):
        own = raw.get(key)
        listed += own if isinstance(own, list) and own else usual
    return text in listed


def _parses(parse: Callable[[str], object], pattern: str) -> Callable[[str], bool]:
    def fits(text: str) -> bool:
        if not re.match(pattern, text):
            return False
        try:
            parse(text)
        except ValueError:
            return False
        return True

    return fits


_date = _parses(date.fromisoformat, r"[0-9]{4}-[0-9]{2}-[0-9]{2}$")
_time = _parses(time.fromisoformat, r"[0-9]{2}:[0-9]{2}:[0-9]{2}")
_datetime = _parses(datetime.fromisoformat, r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:")

_TEXTS: dict[str, Callable[[Mapping[str, Any], str], bool]] = {
    "string": lambda _raw, _text: True,
    "integer": lambda raw, text: not _plain_number(raw) or bool(re.fullmatch(_INTEGER, text)),
    "number": lambda raw, text: not _plain_number(raw) or bool(re.fullmatch(_NUMBER, text)),
    "boolean": _boolean,
    "date": lambda _, text: _date(text),
    "datetime": lambda _, text: _datetime(text),
    "time": lambda _, text: _time(text),
    "year": lambda _, text: bool(re.fullmatch(_YEAR, text)),
    "yearmonth": lambda _, text: bool(re.fullmatch(_YEARMONTH, text)),
}
