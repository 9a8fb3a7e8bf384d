"""The known name that looks most like one that is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

# Among more names than this, one that is a single slip away is looked for first.
_FEW = 50
# Among so many names each is compared with; among more only those that begin or end alike.
_MANY = 2000
_MOST_ALIKE = 300
_LIKENESS = 0.6
_ENDS = 3
# For so many different texts the nearest name is looked for: a look takes milliseconds, and whoever
# has more unknown names has another mistake than slips.
_MOST_LOOKED_FOR = 1_000


class Names:
    """Names among which the nearest to another is looked for, more than once.

    Capitals do not count, nor do blanks around the name that is looked for.

    Args:
        known: The names.
        most: For so many different values the nearest is looked for; usually for a thousand.
    """

    def __init__(self, known: Iterable[str], most: int | None = None) -> None:
        self._most = _MOST_LOOKED_FOR if most is None else most
        self._lowered = {name.casefold(): name for name in known}
        self._found: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._lowered)

    def nearest(self, value: str) -> str:
        """Give the name that looks most like a value, or an empty text.

        Of very many different values only names that differ in capitals are given in the end.
        """
        wanted = value.casefold().strip()
        if wanted in self._lowered:
            return self._lowered[wanted]
        if wanted not in self._found:
            if len(self._found) >= self._most:
                return ""
            self._found[wanted] = self._look_for(wanted)
        return self._found[wanted]

    def _look_for(self, wanted: str) -> str:
        """Look for the name that looks most like a text in small letters."""
        from difflib import get_close_matches

        others: Iterable[str] = self._lowered
        if len(self) > _FEW:
            # A text that is longer than any name and a letter is no slip of one.
            slips = self._slips(wanted) if len(wanted) <= self._longest + 1 else ()
            slip = next((text for text in slips if text in self._lowered), None)
            if slip is not None:
                return self._lowered[slip]
        if len(self) > _MANY:
            others = self._alike(wanted)
        found = get_close_matches(wanted, others, n=1, cutoff=_LIKENESS)
        return self._lowered[found[0]] if found else ""

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._lowered), default=0)

    @cached_property
    def _letters(self) -> list[str]:
        return sorted({letter for name in self._lowered for letter in name})[:200]

    def _slips(self, text: str) -> Iterator[str]:
        """Give what a text may have been before one slip: a letter more, swapped, other or less."""
        cuts = [(text[:place], text[place:]) for place in range(len(text) + 1)]
        yield from (head + tail[1:] for head, tail in cuts if tail)
        yield from (head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1)
        for letter in self._letters:
            yield from (head + letter + tail[1:] for head, tail in cuts if tail)
        for letter in self._letters:
            yield from (head + letter + tail for head, tail in cuts)

    @cached_property
    def _ends(self) -> dict[str, list[str]]:
        """The names by their first and by their last letters."""
        found: dict[str, list[str]] = {}
        for name in self._lowered:
            for end in {f"^{name[:_ENDS]}", f"{name[-_ENDS:]}$"}:
                alike = found.setdefault(end, [])
                if len(alike) < _MOST_ALIKE:
                    alike.append(name)
        return found

    def _alike(self, text: str) -> list[str]:
        first = self._ends.get(f"^{text[:_ENDS]}", [])
        return first + self._ends.get(f"{text[-_ENDS:]}$", [])
