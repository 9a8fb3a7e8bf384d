"""A workbook as it will be written: sheets, rows of cells, and what a cell looks like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

from drenthe_data.exceptions import DataError

# What Excel holds; LibreOffice holds no fewer rows and columns by default.
MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
MAX_UNITS = 32_767
MAX_SHEET_NAME = 31
# More links than this on a sheet make Excel call the file damaged.
MAX_LINKS = 65_530

Value = str | int | float | bool | date | datetime | time | None
Kind = Literal["text", "number", "boolean", "date", "datetime", "time"]
Look = Literal["body", "wrapped", "header", "name", "title", "heading", "label", "paragraph"]

# The characters that XML 1.0 cannot hold, and the carriage return, which it does not keep.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
# With these a cell would be a formula, were it typed and not stored as text.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_SIGNS = {"EUR": "€", "GBP": "£"}
_WEB = re.compile(r"https?://[!-~]{1,2000}")


@dataclass(frozen=True, slots=True)
class Form:
    """How a value is shown.

    Attributes:
        kind: What it is.
        grouped: Whether thousands are set apart.
        decimals: How many decimals there are; ``None`` is as many as the value has.
        currency: Code of a currency (ISO 4217); its sign stands before the number.
        suffix: The unit, behind the number.
        has_fraction: Whether a time shows thousandths of seconds.
    """

    kind: Kind
    grouped: bool = False
    decimals: int | None = 0
    currency: str = ""
    suffix: str = ""
    has_fraction: bool = False

    @property
    def sign(self) -> str:
        """The sign of the currency, or its code when it has none of its own."""
        return _SIGNS.get(self.currency, self.currency)


TEXT = Form("text")


@dataclass(frozen=True, slots=True)
class Link:
    """Where a cell leads: to a cell of a sheet (row and column from 0), or to a page of the web."""

    sheet: str = ""
    row: int = 0
    column: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its value, how it is shown, where it leads, and what is noted at it.

    ``span`` is the number of columns that it is spread over.
    """

    value: Value
    form: Form = TEXT
    look: Look = "body"
    link: Link | None = None
    note: str = ""
    span: int = 1

    @property
    def is_risky(self) -> bool:
        """Whether this text would be a formula if somebody typed it."""
        return isinstance(self.value, str) and self.value.startswith(_RISKY)


Row = Sequence[Cell | None]


@dataclass(slots=True)
class Sheet:
    """A sheet.

    Attributes:
        name: What its tab says.
        colour: Colour of its tab, ``#RRGGBB``.
        widths: Width of each column, in characters.
        rows: The rows from the top; ``None`` is a cell without value.
        height: How many rows there are.
        heights: Height in points of those rows that are not as high as what they hold.
        forms: How new values of each column are shown.
        head: How many rows stay in sight at the top, and are printed on each page.
        first: How many columns stay in sight at the left.
        is_filtered: Whether the last row of the head has buttons to filter with.
    """

    name: str
    colour: str
    widths: list[float]
    rows: Iterable[Row]
    height: int
    heights: dict[int, float] = field(default_factory=dict)
    forms: list[Form] = field(default_factory=list)
    head: int = 0
    first: int = 0
    is_filtered: bool = False

    def checked_rows(self) -> Iterator[Row]:
        """Give the rows one by one.

        Raises:
            DataError: When a sheet cannot hold them whole; nothing is ever cut off.
        """
        check_size(self.name, self.height, len(self.widths))
        for number, row in enumerate(self.rows):
            for place, cell in enumerate(row):
                if cell is not None and isinstance(cell.value, str) and is_too_long(cell.value):
                    raise DataError(
                        "sheet-cell",
                        sheet=self.name,
                        cell=f"{column_name(place)}{number + 1}",
                        count=units(cell.value),
                        limit=MAX_UNITS,
                    )
            yield row


@dataclass(slots=True)
class Book:
    """A workbook.

    Attributes:
        sheets: Its sheets, in order.
        title: Its title.
        subject: What it is about.
        author: Who made what it holds.
        keywords: Words to find it by.
        created: When the package was made; never the time of writing.
        lang: The language that it is written in.
        properties: What else is said of it, by name.
        is_escaped: Whether characters that XML cannot hold are among the texts.
    """

    sheets: list[Sheet]
    title: str
    subject: str
    author: str
    keywords: list[str]
    created: datetime
    lang: str
    properties: dict[str, str]
    is_escaped: bool = False


def check_size(name: str, rows: int, columns: int) -> None:
    """Check that a sheet can hold so many rows and columns; raises ``DataError`` if not."""
    if rows > MAX_ROWS:
        raise DataError("sheet-rows", sheet=name, rows=rows, limit=MAX_ROWS)
    if columns > MAX_COLUMNS:
        raise DataError("sheet-columns", sheet=name, count=columns, limit=MAX_COLUMNS)


def units(text: str) -> int:
    """Give the length of a text as Excel counts it, in units of UTF-16."""
    return len(text) + sum(character > "\uffff" for character in text)


def is_too_long(text: str) -> bool:
    """Tell whether a cell cannot hold a text."""
    return len(text) > MAX_UNITS // 2 and units(text) > MAX_UNITS


def column_name(place: int) -> str:
    """Give the letters of a column, counted from 0."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def has_forbidden(text: str) -> bool:
    """Tell whether a text has characters that XML cannot hold."""
    return _FORBIDDEN.search(text) is not None


def escaped(text: str) -> str:
    """Write what XML cannot hold as ``_x0001_``, as Excel does, and ``_x0001_`` itself apart."""
    text = _ESCAPED.sub("_x005F_", text)
    return _FORBIDDEN.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def plain(text: str) -> str:
    """Put a sign in the place of each character that XML cannot hold, in texts about the data."""
    return _FORBIDDEN.sub("\ufffd", text)


def is_web(text: str) -> bool:
    """Tell whether a text is the address of a page that a spreadsheet can lead to."""
    return _WEB.fullmatch(text) is not None


def sheet_names(wanted: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Give names that each spreadsheet program takes: short, unique, without odd characters.

    Args:
        wanted: What the sheets should be called.
        taken: Names that are used already.
    """
    used = {name.casefold() for name in taken} | {"history"}
    found = []
    for text in wanted:
        bare = re.sub(r"[\[\]:*?/\\\s]+", " ", plain(text)).strip(" '") or "-"
        name = _short(bare, MAX_SHEET_NAME)
        number = 2
        while name.casefold() in used:
            ending = f" ({number})"
            name = _short(bare, MAX_SHEET_NAME - len(ending)) + ending
            number += 1
        used.add(name.casefold())
        found.append(name)
    return found


def _short(text: str, limit: int) -> str:
    """Shorten a text to a number of UTF-16 units, between words where that leaves enough."""
    if units(text) <= limit:
        return text
    while units(text) > limit - 1:
        text = text[:-1]
    cut = text.rfind(" ")
    return (text[:cut] if cut > limit // 2 else text).rstrip(" '") + "…"
