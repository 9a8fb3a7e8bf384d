"""JSON of which each record of a list, however long, is one line."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

# The encoder of the library in C; it writes no line ends.
_line = json.JSONEncoder(ensure_ascii=False).encode


def json_of_records(value: object, opened: Collection[str] = ()) -> str:
    """Write a value as JSON, with an end of line behind it.

    A report may hold a hundred thousand findings: a line for each of them is shorter to read and
    quicker to write than one for each of their properties.

    Args:
        value: Dicts, lists, texts, numbers and what else JSON has.
        opened: Names of the lists of which the records are set out as what is outside lists is: a
            line for each property.
    """
    return "".join(_parts(value, "\n", opened, is_open=isinstance(value, dict))) + "\n"


def _parts(value: Any, start: str, opened: Collection[str], *, is_open: bool) -> Iterator[str]:
    """Give the parts of a text; ``start`` begins a line of what the value stands in."""
    inner = f"{start}  "
    if isinstance(value, dict) and value and is_open:
        mark = "{"
        for name, item in value.items():
            yield f"{mark}{inner}{_line(name)}: "
            mark = ","
            is_set_out = not isinstance(item, list) or name in opened
            yield from _parts(item, inner, opened, is_open=is_set_out)
        yield f"{start}}}"
    elif isinstance(value, list) and value and (is_open or isinstance(value[0], dict)):
        mark = "["
        for item in value:
            yield f"{mark}{inner}"
            mark = ","
            yield from _parts(item, inner, opened, is_open=is_open)
        yield f"{start}]"
    else:
        yield _line(value)
