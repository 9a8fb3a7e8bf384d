"""Pieces of HTML that Markdown need not read: they are set aside, and put back when it is done.

Most of a page is HTML that stays as it is; reading it took more than half of the time of a build.
"""

from __future__ import annotations

import re

# What stands between empty lines, and begins an element that Markdown leaves as it is.
_PIECE = re.compile(r"<(details|div|dl|figure|form|nav|p|ul)\b[^>]*>.*</\1>", re.DOTALL)
_FENCE = re.compile(r" *(```+|~~~+)")
_MARK = '<div data-aside="{}"></div>'
# Is in HTML that Markdown reads within, as it is asked to.
_READ = re.compile(r"<[^<>]*\smarkdown(?:=|>|\s)")
# What Markdown changes in HTML too, and what may hold the end of an element that is not one.
_CHANGED = re.compile(r"[\t\r\x02\x03]|\n +\n|<[!?]")
# Left out of the search, with all that is in it.
_UNSEARCHED = re.compile(r"<[^>]*\sdata-search-exclude[\s>]")
_FOUND = re.compile(r'<div data-aside="([0-9]+)"(?: data-search-exclude)?></div>')


def set_aside(text: str) -> tuple[str, list[str]]:
    """Put marks in the place of pieces of HTML.

    Args:
        text: A page in Markdown.

    Returns:
        The page with marks, and the pieces, in their order.
    """
    pieces: list[str] = []
    if "data-aside" in text or "<?" in text:
        return text, pieces
    parts = text.split("\n\n")
    fence = ""
    for place, part in enumerate(parts):
        if not fence and _is_piece(part):
            pieces.append(part)
            parts[place] = _MARK.format(len(pieces) - 1)
            continue
        after = _fence_after(part, fence)
        if after is None or _READ.search(part):
            # What follows, up to an end that may be anywhere, may be read in another way.
            break
        fence = after
    return "\n\n".join(parts), pieces


def _fence_after(part: str, fence: str) -> str | None:
    """Give what begins a fence that is open after a paragraph; ``None`` when that is in doubt.

    Args:
        part: The paragraph.
        fence: What begins the fence that is open before it, with the blanks before that.
    """
    for line in part.split("\n"):
        found = _FENCE.match(line)
        if not fence:
            fence = found[0] if found else ""
        elif line.rstrip() == fence:
            fence = ""
        else:
            is_inside = not line.strip() or line.startswith(" " * fence.count(" "))
            if line.strip() == fence.lstrip() or not is_inside:
                return None
    return fence


def _is_piece(part: str) -> bool:
    """Whether a paragraph is one element of HTML, that begins and ends in it."""
    found = _PIECE.fullmatch(part)
    if not found or _READ.search(part) or _CHANGED.search(part):
        return False
    name = found[1]
    opened = re.findall(rf"<(/?){name}\b", part)
    depth = 0
    for nth, closes in enumerate(opened, start=1):
        depth += -1 if closes else 1
        if depth == 0 and nth < len(opened):
            return False
    return depth == 0


def put_back(text: str, pieces: list[str], *, only_searched: bool = False) -> str:
    """Put pieces in the place of their marks.

    Args:
        text: The page as HTML, with marks.
        pieces: The pieces.
        only_searched: Put back those that the search reads; the marks of the others tell it not to.
    """

    def piece(found: re.Match[str]) -> str:
        number = int(found[1])
        if only_searched and _UNSEARCHED.match(pieces[number]):
            return f'<div data-aside="{number}" data-search-exclude></div>'
        return pieces[number]

    return _FOUND.sub(piece, text) if pieces else text
