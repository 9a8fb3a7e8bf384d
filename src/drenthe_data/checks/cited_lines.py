"""Cited lines: how a table writes which lines of a document a fact stands in."""

from __future__ import annotations

import re
import unicodedata

# Lines and spans of lines: ``41;45-47``.
LINES = re.compile(r"[0-9]{1,9}(?:-[0-9]{1,9})?(?:;[0-9]{1,9}(?:-[0-9]{1,9})?)*")


def is_outside(lines: str, last: str) -> bool:
    """Tell whether lines run backwards or past the last line, as far as both are numbers."""
    if not last.isascii() or not last.isdigit() or len(last) > 9:
        return False
    whole = int(last)
    return any(first > end or end > whole for first, end in spans_of(lines))


def spans_of(lines: str) -> list[tuple[int, int]]:
    """Read ``41;45-47`` as pairs of first and last line; nothing when it has another form."""
    if not LINES.fullmatch(lines):
        return []
    parts = [part.partition("-") for part in lines.split(";")]
    return [(int(first), int(last or first)) for first, _, last in parts]


def plain(text: str) -> str:
    """Give a text in one form: composed letters, single blanks, no capitals."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip().casefold()
