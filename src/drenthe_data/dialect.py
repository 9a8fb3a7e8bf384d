"""How the text of a table is laid out: CSV Dialect (version 1) and Table Dialect (version 2).

Also the form of frictionless, which puts the properties of CSV under ``csv``. Each property that
is wrong is named by itself; one that is not used here is said, and does not stand in the way.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from drenthe_data.messages import nearest


@dataclass(frozen=True, slots=True)
class Dialect:
    """The layout of a CSV file.

    Attributes:
        delimiter: The character between cells.
        quote: The character around cells; ``None`` when there is none.
        double_quote: Whether a quote in a quoted cell is written twice.
        escape: The character before a quote, delimiter or line end that belongs to a cell.
        has_header: Whether there is a header.
        header_rows: The rows of the header, from 1, ascending; none without a header.
        header_join: What is put between the parts of a name that is spread over header rows.
        header_case: Whether capitals in the header matter.
        comment_rows: Rows that are no data, from 1, ascending.
        comment: What a line of comment begins with.
        skip_initial_space: Whether blanks after a delimiter are no part of the cell.
        null_sequence: A text that stands for an empty cell.
    """

    delimiter: str = ","
    quote: str | None = '"'
    double_quote: bool = True
    escape: str | None = None
    has_header: bool = True
    header_rows: tuple[int, ...] = (1,)
    header_join: str = " "
    header_case: bool = True
    comment_rows: tuple[int, ...] = ()
    comment: str | None = None
    skip_initial_space: bool = False
    null_sequence: str | None = None


# Says what is wrong: wording, place below the dialect, severity, and what the message needs.
Wrong = Callable[..., None]

_LINE_ENDS = ("\n", "\r\n", "\r")

# Of each property: the attribute, what it must be, and whether null means "none".
_CHARACTER = "character"
_TEXT = "text"
_BOOLEAN = "boolean"
_ROWS = "rows"
_PROPERTIES: dict[str, tuple[str, str, bool]] = {
    "delimiter": ("delimiter", _CHARACTER, False),
    "quoteChar": ("quote", _CHARACTER, True),
    "doubleQuote": ("double_quote", _BOOLEAN, False),
    "escapeChar": ("escape", _CHARACTER, True),
    "nullSequence": ("null_sequence", _TEXT, True),
    "skipInitialSpace": ("skip_initial_space", _BOOLEAN, False),
    "header": ("has_header", _BOOLEAN, False),
    "headerRows": ("header_rows", _ROWS, False),
    "headerJoin": ("header_join", _TEXT, False),
    "headerCase": ("header_case", _BOOLEAN, False),
    "caseSensitiveHeader": ("header_case", _BOOLEAN, False),
    "commentChar": ("comment", _TEXT, True),
    "commentRows": ("comment_rows", _ROWS, False),
}
# What says something about the dialect itself and changes nothing in the reading.
_ABOUT = {"$schema", "profile", "name", "title", "description", "type", "csvddfVersion"}
KNOWN = (*_PROPERTIES, "lineTerminator", "csv")


def read_dialect(raw: Mapping[str, Any], wrong: Wrong, delimiter: str = ",") -> Dialect | None:
    """Read a dialect; ``None`` when something in it is wrong.

    Args:
        raw: The dialect as it stands in the descriptor.
        wrong: Is called with wording, pointer and what the message needs, for each mistake; with
            ``severity="warning"`` for what is not used.
        delimiter: The delimiter when the dialect names none.
    """
    found: dict[str, Any] = {"delimiter": delimiter}
    before = _Counted(wrong)
    _read(raw, [], found, before)
    nested = raw.get("csv")
    if isinstance(nested, dict):
        _read(nested, ["csv"], found, before)
    elif nested is not None:
        before("dialect-form", ["csv"], value=_shown(nested))
    if before.errors:
        return None
    if found.get("has_header") is False or found.get("header_rows") == ():
        found |= {"has_header": False, "header_rows": ()}
    dialect = Dialect(**found)
    if dialect.escape is not None and dialect.escape == dialect.quote:
        # A quote that is escaped by a quote is a quote that is written twice.
        dialect = Dialect(**{**found, "escape": None, "double_quote": True})
    special = [mark for mark in (dialect.delimiter, dialect.quote, dialect.escape) if mark]
    if len(set(special)) < len(special):
        wrong("dialect-same", [], value=dialect.delimiter)
        return None
    return dialect


class _Counted:
    """Passes on what is wrong, and counts the errors."""

    def __init__(self, wrong: Wrong) -> None:
        self.wrong = wrong
        self.errors = 0

    def __call__(self, variant: str, pointer: Sequence[str | int], **params: Any) -> None:
        self.errors += params.get("severity") != "warning"
        self.wrong(variant, pointer, **params)


def _read(
    raw: Mapping[str, Any], pointer: list[str | int], found: dict[str, Any], wrong: _Counted
) -> None:
    """Read the properties of one object into ``found``."""
    for key, value in raw.items():
        if key in _ABOUT or (key == "csv" and not pointer):
            continue
        if key == "lineTerminator":
            if not isinstance(value, str):
                wrong("dialect-text", [*pointer, key], property=key, value=_shown(value))
            elif value not in _LINE_ENDS:
                wrong("line-end", [*pointer, key], severity="warning", value=_shown(value))
                wrong.errors += 1
            continue
        if key not in _PROPERTIES:
            wrong(
                "dialect-unknown",
                [*pointer, key],
                severity="warning",
                property=key,
                nearest=nearest(key, KNOWN),
            )
            continue
        attribute, kind, may_be_null = _PROPERTIES[key]
        if value is None and may_be_null:
            found[attribute] = None
            continue
        if key in ("quoteChar", "commentChar") and value == "":
            found[attribute] = None
            continue
        read = _READERS[kind](value)
        if read is None:
            variant = "delimiter" if key == "delimiter" else f"dialect-{kind}"
            wrong(variant, [*pointer, key], property=key, value=_shown(value))
            continue
        found[attribute] = read


def _character(value: object) -> str | None:
    if isinstance(value, str) and len(value) == 1 and value not in "\r\n\0":
        return None if "\ud800" <= value <= "\udfff" else value
    return None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _boolean(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _rows(value: object) -> tuple[int, ...] | None:
    if not isinstance(value, list):
        return None
    if not all(isinstance(row, int) and not isinstance(row, bool) and row > 0 for row in value):
        return None
    return tuple(sorted(set(value)))


_READERS: dict[str, Callable[[object], object]] = {
    _CHARACTER: _character,
    _TEXT: _text,
    _BOOLEAN: _boolean,
    _ROWS: _rows,
}


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "..."


def is_unusual(dialect: Dialect) -> bool:
    """Tell whether a dialect is more than a delimiter, and one line of header or none."""
    usual = Dialect(delimiter=dialect.delimiter, header_case=dialect.header_case)
    if not dialect.has_header:
        usual = Dialect(
            delimiter=dialect.delimiter,
            header_case=dialect.header_case,
            has_header=False,
            header_rows=dialect.header_rows,
            header_join=dialect.header_join,
        )
    return dialect != usual
