"""Which patterns Python matches at once: those in which each character leads one way only.

Python tries one way after the other, and of a pattern such as ``(a+)+`` there are more of them than
time to try them all. Where the next character always tells where in the pattern it belongs, there
is one way. (Such expressions are called deterministic, or one-unambiguous: Brüggemann-Klein and
Wood, 1998.) Only plain patterns of ASCII are looked at: letters, classes, groups, alternatives and
repeats. Of all others it is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

# Copies of an item that are made for its repeats, in all.
_MOST_PLACES = 400
# Groups within groups.
_DEEPEST = 20
_REPEAT = re.compile(r"[*+?]|\{([0-9]{1,3})(?:(,)([0-9]{1,3})?)?\}")
# A class of letters, digits, ranges of these and some signs; nothing that is escaped.
_CLASS = re.compile(r"\[((?:[A-Za-z0-9]-[A-Za-z0-9]|[A-Za-z0-9 _.,;:/'&()+@])+-?)\]")
_LETTER = re.compile(r"[A-Za-z0-9 _,;:/'&@-]|\\[.+*?()/-]")


class _UnknownError(Exception):
    """The pattern is not one of those that are looked at."""


class _Part:
    """A part of a pattern: where it may begin and end, and whether it may be empty."""

    def __init__(self, first: set[int], last: set[int], is_optional: bool) -> None:
        self.first, self.last, self.is_optional = first, last, is_optional


@cache
def is_quick(pattern: str) -> bool:
    """Tell whether Python surely matches a pattern in a time that grows with the text alone."""
    if pattern.startswith("^") and pattern.endswith("$"):
        pattern = pattern[1:-1]
    try:
        reader = _Reader(pattern)
        whole = reader.choice()
    except _UnknownError:
        return False
    if reader.at < len(pattern):
        return False
    return all(reader.is_one_way(places) for places in (whole.first, *reader.follow))


class _Reader:
    """Reads a pattern; each character or class that it has gets a place."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.depth = 0
        # Which characters stand at a place, and at which places the next one may stand.
        self.characters: list[frozenset[str]] = []
        self.follow: list[set[int]] = []

    def is_one_way(self, places: Iterable[int]) -> bool:
        """Tell whether each character can stand at one of some places only."""
        seen: set[str] = set()
        for place in places:
            if not seen.isdisjoint(self.characters[place]):
                return False
            seen |= self.characters[place]
        return True

    def choice(self) -> _Part:
        """Read alternatives."""
        whole = self.sequence()
        while self.pattern[self.at : self.at + 1] == "|":
            self.at += 1
            other = self.sequence()
            whole = _Part(
                whole.first | other.first,
                whole.last | other.last,
                # Two that may be empty are two ways to match nothing.
                self._one(whole, other),
            )
        return whole

    @staticmethod
    def _one(whole: _Part, other: _Part) -> bool:
        if whole.is_optional and other.is_optional:
            raise _UnknownError
        return whole.is_optional or other.is_optional

    def sequence(self) -> _Part:
        """Read items one after the other."""
        whole = _Part(set(), set(), is_optional=True)
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            whole = self._joined(whole, self.item())
        return whole

    def _joined(self, one: _Part, next_: _Part) -> _Part:
        self._lead(one, next_)
        return _Part(
            one.first | next_.first if one.is_optional else one.first,
            one.last | next_.last if next_.is_optional else next_.last,
            one.is_optional and next_.is_optional,
        )

    def _lead(self, one: _Part, next_: _Part) -> None:
        """Note that a part may come after another."""
        for place in one.last:
            # A repeat within a repeat, (a+)+, leads to one place in two ways.
            if not self.follow[place].isdisjoint(next_.first):
                raise _UnknownError
            self.follow[place] |= next_.first

    def item(self) -> _Part:
        """Read a character, class or group with its repeats."""
        start = self.at
        part = self.atom()
        match = _REPEAT.match(self.pattern, self.at)
        if match is None:
            return part
        self.at = match.end()
        if part.is_optional:
            raise _UnknownError  # to repeat nothing is to match in several ways
        least, most = _times(match)
        if most is None and least <= 1:
            self._lead(part, part)
            return _Part(part.first, part.last, is_optional=not least)
        if most is None or most < max(least, 1):
            raise _UnknownError
        after, copies = self.at, [part]
        for _ in range(1, most):
            self.at = start
            copies.append(self.atom())
            self._lead(copies[-2], copies[-1])
        self.at = after
        ends = copies[max(least, 1) - 1 :]
        last = set().union(*(copy.last for copy in ends))
        return _Part(part.first, last, is_optional=least == 0)

    def atom(self) -> _Part:
        """Read a character, class or group."""
        if len(self.characters) >= _MOST_PLACES:
            raise _UnknownError
        if self.pattern[self.at] == "(":
            self.at += 3 if self.pattern.startswith("(?:", self.at) else 1
            self.depth += 1
            if self.depth > _DEEPEST:
                raise _UnknownError
            part = self.choice()
            self.depth -= 1
            if self.pattern[self.at : self.at + 1] != ")":
                raise _UnknownError
            self.at += 1
            return part
        match = _CLASS.match(self.pattern, self.at)
        if match is not None:
            characters = _members(match[1])
        else:
            match = _LETTER.match(self.pattern, self.at)
            if match is None:
                raise _UnknownError
            characters = frozenset(match[0][-1])
        self.at = match.end()
        place = len(self.characters)
        self.characters.append(characters)
        self.follow.append(set())
        return _Part({place}, {place}, is_optional=False)


def _times(match: re.Match[str]) -> tuple[int, int | None]:
    """Read a repeat: how often at least, and at most."""
    text = match[0]
    if text == "*":
        return 0, None
    if text == "+":
        return 1, None
    if text == "?":
        return 0, 1
    least = int(match[1])
    if match[2] is None:
        return least, least
    return least, None if match[3] is None else int(match[3])


def _members(text: str) -> frozenset[str]:
    """Give the characters of a class."""
    found: set[str] = set()
    at = 0
    while at < len(text):
        is_range = at + 2 < len(text) and text[at + 1] == "-" and text[at].isalnum()
        if is_range and text[at + 2].isalnum():
            found |= {chr(code) for code in range(ord(text[at]), ord(text[at + 2]) + 1)}
            at += 3
        else:
            found.add(text[at])
            at += 1
    return frozenset(found)
