"""What makes SQLite answer the query of a rule as Polars does."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence

Value = str | bytes | int | float | None
# Texts, names and comments, in which nothing is divided; and a division.
_DIVISION = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/|(/)""", re.DOTALL)


def prepare(connection: sqlite3.Connection) -> None:
    """Let capitals be no small letters, change all letters, and round to the even digit."""
    # Of its own SQLite takes capitals for small letters, and changes letters of ASCII alone.
    connection.execute("PRAGMA case_sensitive_like = ON")
    for name, change in (("upper", str.upper), ("lower", str.lower)):
        connection.create_function(name, 1, _on_text(change), deterministic=True)
    for count in (1, 2):
        connection.create_function("round", count, _rounded, deterministic=True)


def _on_text(change: Callable[[str], str]) -> Callable[[Value], Value]:
    return lambda value: change(value) if isinstance(value, str) else value


def _rounded(value: Value, places: Value = 0) -> Value:
    """Round a number as Polars does: of two that are as near, to the even one."""
    if not isinstance(value, float) or not isinstance(places, int):
        return value
    try:
        step = 10.0**places
        return round(value * step) / step
    except (ArithmeticError, ValueError):  # infinite, no number, or more places than can be
        return value


def divides_as_polars(query: str) -> str:
    """Write a query so that whole numbers are divided as in Polars: a half is 0.5 and not 0."""
    return _DIVISION.sub(lambda part: "* 1.0 /" if part[1] else part[0], query)


def quoted(name: str) -> str:
    """Write the name of a table or column."""
    return '"' + name.replace('"', '""') + '"'


def items_of(row: Sequence[Value], separator: str) -> Iterator[tuple[Value, ...]]:
    """Give a row for each item of the list in the last cell of a row, with its position from 1."""
    *key, cell = row
    if isinstance(cell, str) and cell:
        for position, item in enumerate(cell.split(separator), start=1):
            yield (*key, item, position)
