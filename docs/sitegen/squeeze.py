"""Make pages lighter: the templates of the theme indent deeply, which browsers do not show."""

from __future__ import annotations

import re

# In these every blank counts.
_KEPT = re.compile(r"(<(pre|script|style|textarea)\b.*?</\2>)", re.DOTALL | re.IGNORECASE)
_INDENT = re.compile(r"\s*\n\s*")


def squeeze(html: str) -> str:
    """Write each run of blanks that has a line end as one line end, outside of ``pre``."""
    parts = _KEPT.split(html)
    # Of each match there are two: the whole, and the name of the element.
    return "".join(
        _INDENT.sub("\n", part) if place % 3 == 0 else part if place % 3 == 1 else ""
        for place, part in enumerate(parts)
    ).lstrip()
