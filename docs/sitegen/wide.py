"""Tables written in Markdown, each in a box that scrolls sideways, with the keyboard too."""

from __future__ import annotations

import re

from sitegen.markup import esc

_FENCE = re.compile(r"^ *(```+|~~~+)")
_HEADING = re.compile(r"^#+ +(.*?) *(?:\{[^}]*\})?$")
_MARKS = re.compile(r"[`*_]|\[([^]]*)\]\([^)]*\)")


def boxed(body: str, title: str) -> str:
    """Put the tables of a page into boxes that are called after the heading above them.

    Args:
        body: Markdown. Tables that are indented, such as those in notes, stay as they are.
        title: The title of the page, for tables without a heading above them.
    """
    lines: list[str] = []
    heading, fence = title, ""
    seen: dict[str, int] = {}
    is_in_table = False
    for line in [*body.split("\n"), ""]:
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        is_row = not fence and line.startswith("|")
        if is_row and not is_in_table:
            # Regions are told apart by their names.
            seen[heading] = seen.get(heading, 0) + 1
            name = heading if seen[heading] == 1 else f"{heading} ({seen[heading]})"
            lines += [
                f'<div class="scroll md" role="region" aria-label="{esc(name)}" tabindex="0" '
                'markdown="1">',
                "",
            ]
        if is_in_table and not is_row:
            lines += ["", "</div>", ""]
        is_in_table = is_row
        found = None if fence else _HEADING.match(line)
        if found:
            heading = _MARKS.sub(r"\1", found[1])
        lines.append(line)
    return "\n".join(lines[:-1])
