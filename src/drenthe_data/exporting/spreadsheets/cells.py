"""The values of a field as cells: typed where a spreadsheet can hold them, else as text."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from drenthe_data.descriptor import Field
from drenthe_data.exporting.spreadsheets.model import (
    TEXT,
    Cell,
    Form,
    Link,
    Look,
    Value,
    has_forbidden,
    is_web,
)

if TYPE_CHECKING:
    import polars as pl

# A double holds each integer of fifteen digits; more are not shown or kept by every program.
_LARGEST = 10**15
_GROUPED_FROM = 10_000
_CURRENCIES = frozenset(
    {"BGN", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HUF", "ISK", "JPY", "NOK", "PLN", "RON"}
    | {"SEK", "TRY", "USD"}
)
_WIDEST = 60.0
_NARROWEST = 9.0
_FITTING = 0.95
_SHORT = 24


@dataclass(slots=True)
class Remarks:
    """What had to be written otherwise than it is, for the first sheet to say.

    Attributes:
        earliest: The first date that the program can hold; earlier ones are text.
        dates: Whether there are such dates.
        numbers: Whether there are numbers that no spreadsheet can hold.
        characters: Whether there are characters that XML cannot hold.
    """

    earliest: date
    dates: bool = False
    numbers: bool = False
    characters: bool = False


@dataclass(slots=True)
class Column:
    """A column of a sheet: what stands in its head, and its values.

    Attributes:
        name: Technical name.
        title: What people call it.
        note: What is noted at the title.
        values: The values.
        forms: How each is shown.
        form: How new values are shown.
        links: Where each leads; none when none does.
        head_link: Where the technical name leads.
    """

    name: str
    title: str
    note: str
    values: Sequence[Value]
    forms: Sequence[Form]
    form: Form = TEXT
    links: Sequence[Link | None] = field(default_factory=list)
    head_link: Link | None = None
    width: float = _NARROWEST
    is_wrapped: bool = False

    def __post_init__(self) -> None:
        lengths = [
            shown_length(value, form)
            for value, form in zip(self.values, self.forms, strict=True)
            if value is not None
        ]
        # The name shares its cell with the button of the filter.
        words = max((text_length(word) for word in self.title.split()), default=0) * 1.1 + 1
        least = max(_NARROWEST, min(text_length(self.name) + 4.5, _WIDEST), min(words, _WIDEST))
        longest = max(lengths, default=0)
        # A few long texts do not make a column wide: they run over several lines.
        usual = sorted(lengths)[int(len(lengths) * _FITTING)] if lengths else 0
        fitting = usual if self.form.kind == "text" and longest > _SHORT else longest
        self.width = min(max(least, fitting + 1.5), _WIDEST)
        self.is_wrapped = longest + 1.5 > self.width or any(
            isinstance(value, str) and "\n" in value for value in self.values
        )

    def cells(self) -> Iterator[Cell | None]:
        """Give the cells below the head."""
        look: Look = "wrapped" if self.is_wrapped else "body"
        links: Iterable[Link | None] = self.links or [None] * len(self.values)
        for value, form, link in zip(self.values, self.forms, links, strict=True):
            yield None if value is None else Cell(value, form, look, link)


def column_of(item: Field, series: pl.Series, note: str, lang: str, remarks: Remarks) -> Column:
    """Give the column of a field.

    Args:
        item: The field.
        series: Its values, as loaded.
        note: What is noted at its title.
        lang: The language of the title.
        remarks: Takes up what has to be written otherwise.
    """
    form = form_of(item, series)
    values: list[Value] = []
    forms: list[Form] = []
    for raw in series.to_list():
        value, shown = _cell_of(raw, form, remarks)
        values.append(value)
        forms.append(shown)
    if form.kind == "datetime" and any(shown.has_fraction for shown in forms):
        forms = [replace(each, has_fraction=True) if each != TEXT else each for each in forms]
    links: list[Link | None] = []
    if item.type == "string" and item.format.removeprefix("fmt:") == "uri":
        links = [Link(url=v) if isinstance(v, str) and is_web(v) else None for v in values]
    return Column(item.name, item.label(lang), note, values, forms, form, links)


def text_column(name: str, title: str, note: str, values: Iterable[Value]) -> Column:
    """Give a column of texts, integers and truths that describe the data; ``""`` is no value."""
    kept = [None if value == "" else value for value in values]
    kinds: dict[type, Form] = {bool: Form("boolean"), int: Form("number", grouped=True)}
    forms = [kinds.get(type(value), TEXT) for value in kept]
    return Column(name, title, note, kept, forms, next(iter(forms), TEXT))


def form_of(item: Field, series: pl.Series) -> Form:
    """Give how the values of a field are shown: money with its sign, years without a point."""
    import polars as pl

    kind = series.dtype
    if kind == pl.Boolean:
        return Form("boolean")
    if kind == pl.Date:
        return Form("date")
    if isinstance(kind, pl.Datetime):
        return Form("datetime")
    if kind == pl.Time:
        return Form("time", has_fraction=bool((series.dt.millisecond() != 0).any()))
    if item.type == "year" and kind.is_integer():
        return Form("number")
    if not kind.is_numeric():
        return TEXT
    unit = str(item.raw.get("unit") or "").strip()
    if unit in _CURRENCIES:
        decimals = 0 if kind.is_integer() else 2
        return Form("number", True, decimals, unit)
    if unit == "percent":
        unit = "%"
    suffix = unit if unit in ("", "%") else f" {unit}"
    if len(suffix) > 20 or '"' in suffix or has_forbidden(suffix):
        suffix = ""
    if kind.is_float():
        return Form("number", decimals=None, suffix=suffix)
    largest = max((abs(value) for value in series.drop_nulls().to_list()), default=0)
    return Form("number", grouped=largest >= _GROUPED_FROM, suffix=suffix)


def _cell_of(value: object, form: Form, remarks: Remarks) -> tuple[Value, Form]:
    """Give a value as a spreadsheet can hold it, and how it is shown."""
    if value is None:
        return None, form
    if isinstance(value, str):
        remarks.characters = remarks.characters or has_forbidden(value)
        return value, TEXT
    if isinstance(value, bool):
        return value, form
    if isinstance(value, int):
        if abs(value) < _LARGEST:
            return value, form
        remarks.numbers = True
        return str(value), TEXT
    if isinstance(value, float):
        return _number(value, form, remarks)
    return _moment(value, form, remarks)


def _number(value: float, form: Form, remarks: Remarks) -> tuple[Value, Form]:
    if not math.isfinite(value):
        remarks.numbers = True
        return ("NaN" if math.isnan(value) else "INF" if value > 0 else "-INF"), TEXT
    if form.decimals is None and _GROUPED_FROM <= abs(value) < _LARGEST:
        decimals = min(len(f"{value:.6f}".rstrip("0").partition(".")[2]), 6)
        return value, replace(form, grouped=True, decimals=decimals)
    return value, form


def _moment(value: object, form: Form, remarks: Remarks) -> tuple[Value, Form]:
    """Give a date or time; one that a program cannot hold to the letter is ISO 8601 text."""
    if isinstance(value, datetime):
        bare = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        text = f"{bare.isoformat()}Z"
        is_held = bare.date() >= remarks.earliest and bare.microsecond % 1000 == 0
        if is_held:
            return bare, replace(form, has_fraction=bare.microsecond != 0)
    elif isinstance(value, date):
        text = value.isoformat()
        if value >= remarks.earliest:
            return value, form
    elif isinstance(value, time):
        text = value.isoformat()
        if value.microsecond % 1000 == 0:
            return value, form
    else:
        return str(value), TEXT
    remarks.dates = True
    return text, TEXT


def text_length(text: str) -> int:
    """Give the width of a text on one line, in characters; those of East Asia count for two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def shown_length(value: Value, form: Form) -> float:
    """Give the width of a value as it is shown, in characters."""
    if isinstance(value, str):
        return max((text_length(line) for line in value.split("\n")), default=0)
    if isinstance(value, bool):
        return 9
    if isinstance(value, int | float):
        text = f"{value:,.{form.decimals}f}" if form.decimals is not None else f"{value:.12g}"
        return len(text) + len(form.suffix) + len(form.sign) + bool(form.sign)
    return 12 if form.kind == "date" else 10 if form.kind == "time" else 21 + 4 * form.has_fraction
