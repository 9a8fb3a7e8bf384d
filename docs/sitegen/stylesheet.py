"""The theme's style sheets without the rules that no page of this site can use.

A rule goes only when each of its selectors asks for a class or an id that occurs nowhere: not in a
page, and not as a word in any script. Everything that is not understood stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

# What may stand between two signs that matter: comments, texts, addresses, escaped signs.
_OPAQUE = r"""/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\(\s*[^"'\s)][^)]*\)|\\."""
_TOKEN = re.compile(rf"{_OPAQUE}|[{{}};()\[\],]|[^\\{{}};()\[\],\"'/u]+|.", re.DOTALL)
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_CLASS = re.compile(r"""\s(?:class|id)=(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""")
_NAMED = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")
# The value of these is known when the site is built, or one of those that a page offers.
_VALUE = re.compile(r"\[(dir|data-md-color-(?:primary|accent))=[\"']?([\w-]+)[\"']?\]")
_ATTRIBUTE = re.compile(r'\s(?:dir|data-md-color-(?:primary|accent))="([^"]*)"')
_ICON = re.compile(r"""(?<=[{;])(--[\w-]+):\s*url\((?:"[^"]*"|'[^']*'|[^"')]*)\);?""")
_GROUPS = ("@media", "@supports", "@layer", "@container")
# A shorter beginning than this says nothing.
_SHORTEST_START = 4


@dataclass(slots=True)
class Used:
    """The names that occur on the site.

    Attributes:
        names: Classes and ids in pages, and every word of scripts.
        starts: Beginnings of names that scripts complete: ``tabbed-control--``.
        values: Values of the attributes that style sheets choose colours and direction by.
    """

    names: set[str] = field(default_factory=set)
    starts: set[str] = field(default_factory=set)
    values: set[str] = field(default_factory=set)

    def add_page(self, html: str) -> None:
        """Take in the classes and ids of a page."""
        for found in _CLASS.findall(html):
            self.names.update("".join(found).split())
        self.values.update(_ATTRIBUTE.findall(html))

    def add_script(self, text: str) -> None:
        """Take in the words of a script."""
        for word in _WORD.findall(text):
            self.names.add(word)
            if word.endswith(("-", "_")) and len(word) >= _SHORTEST_START:
                self.starts.add(word)

    def has(self, name: str) -> bool:
        """Whether a class or id can occur."""
        return name in self.names or name.startswith(tuple(self.starts))

    def can_match(self, selector: str) -> bool:
        """Whether a selector can match anything; what stands in parentheses is not looked at."""
        plain = _without(selector, "()")
        if "\\" in plain:
            return True
        if any(value not in self.values for _, value in _VALUE.findall(plain)):
            return False
        return all(self.has(name) for name in _NAMED.findall(_without(plain, "[]")))


def trim(css: str, used: Used) -> str:
    """Leave out the rules that cannot match, and the icons that no rule asks for any more."""
    return without_icons("".join(_kept(css, used)))


def without_icons(css: str) -> str:
    """Leave out the variables with a picture that nothing in the style sheet asks for."""
    asked = set(re.findall(r"var\(\s*(--[\w-]+)", css))
    return _ICON.sub(lambda found: found[0] if found[1] in asked else "", css)


def _without(text: str, pair: str) -> str:
    """Leave out what stands within a pair of brackets, and texts."""
    depth = 0
    kept = []
    for sign in _TOKEN.findall(text):
        if sign == pair[0]:
            depth += 1
        elif sign == pair[1]:
            depth -= 1
        elif not depth and not sign.startswith(('"', "'")):
            kept.append(sign)
    return "".join(kept)


def _statements(css: str) -> Iterator[tuple[str, str | None]]:
    """Give each statement of a style sheet: what stands before its block, and the block."""
    before: list[str] = []
    block: list[str] | None = None
    depth = 0
    for sign in _TOKEN.findall(css):
        if sign == "{":
            depth += 1
            if depth == 1:
                block = []
                continue
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield "".join(before), "".join(block or [])
                before, block = [], None
                continue
        elif sign == ";" and depth == 0:
            yield "".join(before), None
            before = []
            continue
        elif sign.startswith("/*") and depth == 0:
            continue
        (before if block is None else block).append(sign)
    if before and "".join(before).strip():
        yield "".join(before), None


def _selectors(text: str) -> list[str]:
    """Split a list of selectors at the commas outside brackets."""
    found = [""]
    depth = 0
    for sign in _TOKEN.findall(text):
        depth += (sign in "([") - (sign in ")]") if len(sign) == 1 else 0
        if sign == "," and depth == 0:
            found.append("")
        else:
            found[-1] += sign
    return found


def _kept(css: str, used: Used) -> Iterable[str]:
    for before, block in _statements(css):
        head = before.strip()
        if block is None:
            yield f"{before};"
        elif head.startswith(_GROUPS):
            inner = "".join(_kept(block, used))
            if inner:
                yield f"{before}{{{inner}}}"
        elif head.startswith("@"):
            yield f"{before}{{{block}}}"
        else:
            selectors = [one for one in _selectors(before) if used.can_match(one)]
            if selectors:
                yield f"{','.join(selectors)}{{{block}}}"
