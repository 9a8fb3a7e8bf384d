"""Dutch number words: cardinals, ordinals, fractions and multiples in one word.

The words come in small letters and without accents; what they do together with digits, scales and
signs is for ``printed``.
"""

from __future__ import annotations

import re

# A longer word is no number, whatever its parts.
_LONGEST = 400

_SMALL = [
    "nul",
    "een",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
]
_TENS = ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"]
_BELOW_HUNDRED = {word: value for value, word in enumerate(_SMALL)} | {
    f"{unit}en{ten}" if unit else ten: (place + 2) * 10 + value
    for place, ten in enumerate(_TENS)
    for value, unit in enumerate(["", *_SMALL[1:10]])
}
PARTS = {"half": (1, 2), "halve": (1, 2), "helft": (1, 2), "kwart": (1, 4)}
PARTS |= {"driekwart": (3, 4), "halvering": (1, 2)}
_DOUBLED = {"dubbel", "dubbele", "verdubbeling", "verdubbelen", "verdubbelt", "verdubbeld"}
_MULTIPLE = re.compile(
    r"(?:ver)?(\w+?)(?:voud|voudige?|voudiging|voudigen|voudigd|voudigt|dubbele?|maal)"
)


def cardinal(word: str) -> int | None:
    """Read a Dutch number word below a million; ``None`` when it is not one."""
    before, found, after = word.partition("duizend")
    if not found:
        return _hundreds(word)
    head = _hundreds(before) if before else 1
    tail = (_hundreds(after) or _hundreds(after.removeprefix("en"))) if after else 0
    if not head or head >= 1000 or tail is None or tail >= 1000 or (after and not tail):
        return None
    return head * 1000 + tail


def _hundreds(word: str) -> int | None:
    """Read a number word without thousands; ``twaalfhonderd`` is one too."""
    before, found, after = word.partition("honderd")
    if not found:
        return _BELOW_HUNDRED.get(word)
    head = _BELOW_HUNDRED.get(before) if before else 1
    tail = _BELOW_HUNDRED.get(after) or _BELOW_HUNDRED.get(after.removeprefix("en")) or 0
    if not head or (after and not tail):
        return None
    return head * 100 + tail


def whole_and_half(word: str) -> int | None:
    """Read the whole number of ``anderhalf`` and ``tweeënhalf``: 1 and 2."""
    if word in ("anderhalf", "anderhalve"):
        return 1
    match = re.fullmatch(r"(\w+?)en(?:een)?hal(?:f|ve)", word)
    return cardinal(match[1]) if match else None


def ordinal(word: str) -> int | None:
    """Read a rank in words: ``eerste``, ``derde``, ``vijfentwintigste``."""
    for ending, whole in (("eerste", "een"), ("derde", "drie")):
        if word.endswith(ending):
            return cardinal(word.removesuffix(ending) + whole)
    for ending in ("ste", "de"):
        value = cardinal(word.removesuffix(ending)) if word.endswith(ending) else None
        if value is None:
            continue
        last = value % 100
        has_ste = last in (0, 8) or last >= 20
        return value if value and last not in (1, 3) and has_ste == (ending == "ste") else None
    return None


def glued_fraction(word: str) -> tuple[int, int] | None:
    """Read ``tweederde`` and its like, which are no ranks."""
    if ordinal(word) is not None:
        return None
    for above in range(1, 10):
        if word.startswith(_SMALL[above]):
            below = ordinal(word.removeprefix(_SMALL[above]).removesuffix("n"))
            if below is not None and above < below >= 3:
                return above, below
    return None


def multiple(word: str) -> int | None:
    """Read ``verdubbeling``, ``drievoud``, ``vertienvoudiging``."""
    if word in _DOUBLED:
        return 2
    match = _MULTIPLE.fullmatch(word)
    times = cardinal(match[1]) if match else None
    return times if times is not None and times > 1 else None


def group(word: str) -> int | None:
    """Read ``tiental``, ``vijftigtal``."""
    return cardinal(word.removesuffix("tal")) if word.endswith("tal") else None


def is_number_word(word: str) -> bool:
    """Tell whether a single word is a number of some kind."""
    if len(word) > _LONGEST:
        return False
    readers = (cardinal, whole_and_half, ordinal, glued_fraction)
    return word in PARTS or any(read(word) is not None for read in readers)
