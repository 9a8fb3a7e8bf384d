"""All texts a user can meet, in Dutch and English.

The catalogues ``nl.json`` and ``en.json`` hold the same keys (a test sees to it). A text names
its values between braces; a part between ``[[`` and ``]]`` is left out when one of the values in
it is empty.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from drenthe_data.exceptions import DrentheDataError

LANGUAGES = ("nl", "en")

# Values of these names are figures, and are shown with the thousands separators of the language.
FIGURES = frozenset({"printed", "computed", "difference", "tolerance", "count", "rows", "limit"})
# In the message of a rule every number is a figure but those of these names: years, lines, ids.
_NO_FIGURE = re.compile(
    r"(?:^|_)(?:year|period|start|end|line|row|number|position|column|id|key|code)s?$"
)

_PLACE = re.compile(r"\{([a-z_0-9]+)\}")
_OPTIONAL = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
# What could move the cursor or hide text in a terminal is shown as an escape.
_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_LONGEST_VALUE = 300
_MOST_PARTS = 12


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """Give the texts of a language, by key."""
    path = Path(__file__).parent / f"{lang}.json"
    texts: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return texts


def render(key: str, values: Mapping[str, Any], lang: str) -> str:
    """Fill the text of a key with values.

    Raises:
        KeyError: When the catalogue has no such key; that is a mistake of the programmer.
    """
    return render_template(catalogue(lang)[key], values, lang)


def render_template(
    template: str, values: Mapping[str, Any], lang: str, *, is_of_rule: bool = False
) -> str:
    """Fill a text with values; parts between ``[[ ]]`` go when a value in them is empty.

    Args:
        template: The text.
        values: What it names.
        lang: The language.
        is_of_rule: Whether the values are the columns of a rule, whose names are its own. Where it
            has a column ``unit`` that says ``year``, its figures are years.
    """

    def is_figure(name: str) -> bool:
        if is_of_rule:
            return values.get("unit") != "year" and not _NO_FIGURE.search(name)
        return name in FIGURES

    near, value_there = values.get("nearest"), values.get("value")
    if (
        isinstance(near, str)
        and isinstance(value_there, str)
        and near.strip() == value_there != near
    ):
        # What is looked for is there, with a blank too many: the mistake is there, not here.
        values = {**values, "nearest": "", "blank": near}

    def shown(name: str) -> str:
        if name == "parts":
            return sum_text(values.get(name) or [], lang)
        if name == "path":
            return " → ".join(show(item, lang) for item in values.get(name) or [])
        return show(values.get(name), lang, is_figure=is_figure(name))

    return "".join(
        shown(part) if place % 2 else part
        for needed, parts in _pieces(template)
        if all(values.get(name) not in (None, "", [], ()) for name in needed)
        for place, part in enumerate(parts)
    )


@lru_cache(maxsize=4096)
def _pieces(template: str) -> list[tuple[list[str], list[str]]]:
    """Cut a text into the parts that are left out, and those between them.

    Returns:
        Of each part the names without which it is left out, and its words and names in turn.
    """
    pieces: list[tuple[list[str], list[str]]] = []
    for place, piece in enumerate(_OPTIONAL.split(template)):
        parts = _PLACE.split(piece)
        pieces.append((parts[1::2] if place % 2 else [], parts))
    return pieces


def show(value: object, lang: str, *, is_figure: bool = False) -> str:
    """Show a value in a message: figures as the language writes them, texts safe and short."""
    if value is None:
        return ""
    if is_figure and isinstance(value, int | float) and not isinstance(value, bool):
        return figure(value, lang)
    if isinstance(value, list | tuple):
        return ", ".join(show(item, lang) for item in value)
    if isinstance(value, DrentheDataError):
        return value.message(lang)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = _UNSAFE.sub(lambda found: repr(found[0])[1:-1], str(value))
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def figure(value: float, lang: str) -> str:
    """Write a number as the language does: ``1.050.000,5`` in Dutch, ``1,050,000.5`` in English."""
    text = f"{value:,.10f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
    if text in ("-0", ""):
        text = "0"
    return text.translate(str.maketrans(",.", ".,")) if lang == "nl" else text


def sum_text(parts: Iterable[tuple[str, float]], lang: str) -> str:
    """Write the parts of a sum: ``first 600.000 + second 24.951``; a long sum is cut short."""
    shown = [f"{show(label, lang)} {show(amount, lang, is_figure=True)}" for label, amount in parts]
    if len(shown) > _MOST_PARTS:
        shown = [*shown[: _MOST_PARTS - 1], f"… ({len(shown) - _MOST_PARTS + 1})"]
    return " + ".join(shown)


def nearest(value: str, known: Iterable[str]) -> str:
    """Give the known value that looks most like a value, or an empty text.

    For a look among many, more than once: :class:`drenthe_data.messages.names.Names`.
    """
    from drenthe_data.messages.names import Names

    return Names(known).nearest(value)


def default_language() -> str:
    """Choose the language: ``DRENTHE_DATA_LANG``, else Dutch in a Dutch locale, else English."""
    wanted = os.environ.get("DRENTHE_DATA_LANG", "")[:2].lower()
    if wanted in LANGUAGES:
        return wanted
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return "nl" if value.lower().startswith("nl") else "en"
    import locale

    return "nl" if (locale.getlocale()[0] or "").lower().startswith(("nl", "dutch")) else "en"
