"""Reading a figure as a Dutch document prints it, with the precision that the print gives.

``1.050.000`` is a million and fifty thousand, known to half a unit; ``9,2%`` is known to half a
tenth; ``11 miljoen`` to half a million; ``ruim 2.900`` is more than 2900.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

_LONGEST = 200

_PRECISION = {
    "about": "circa|ca|ongeveer|ruwweg|zo'n|rond|om en nabij|globaal|plusminus|naar schatting",
    "at-least": "minimaal|minimum|minstens|ten minste|tenminste|op zijn minst|vanaf|minimaal circa",
    "at-most": "maximaal|maximum|max|hoogstens|ten hoogste|hooguit|tot maximaal|tot|uiterlijk",
    "more-than": "ruim|meer dan|boven|dik|groter dan|hoger dan|over de",
    "almost": "bijna|krap|nagenoeg|net geen|nog geen|tegen de|vrijwel",
}
_WORD_PRECISION = {word: name for name, words in _PRECISION.items() for word in words.split("|")}
_SIGN_PRECISION = {"±": "about", "+/-": "about", "~": "about", ">": "more-than", "≥": "at-least"}
_SIGN_PRECISION |= {"≤": "at-most", "<": "at-most", ">=": "at-least", "<=": "at-most"}

_SCALES = {
    "honderd": 100,
    "duizend": 1_000,
    "miljoen": 1_000_000,
    "mln": 1_000_000,
    "miljard": 1_000_000_000,
    "mld": 1_000_000_000,
}
_SMALL = (  # in order: the place of a word is its value
    "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien "
    "zestien zeventien achttien negentien"
).split()
_TENS = dict(
    zip(
        ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"],
        range(20, 100, 10),
        strict=True,
    )
)
_ORDINALS = {
    "eerste": 1,
    "tweede": 2,
    "derde": 3,
    "vierde": 4,
    "vijfde": 5,
    "zesde": 6,
    "zevende": 7,
    "achtste": 8,
    "negende": 9,
    "tiende": 10,
    "elfde": 11,
    "twaalfde": 12,
    "twintigste": 20,
}
_FRACTIONS = {
    "half": (1, 2),
    "halve": (1, 2),
    "helft": (1, 2),
    "kwart": (1, 4),
    "driekwart": (3, 4),
    "derde": (1, 3),
    "tweederde": (2, 3),
    "twee derde": (2, 3),
    "vijfde": (1, 5),
    "tiende": (1, 10),
}
_MULTIPLES = {"dubbel": 2, "dubbele": 2, "verdubbeling": 2, "verdubbelen": 2, "drievoudig": 3}

_DIGITS = (
    r"[0-9]+(?:\.[0-9]{3})+(?:,[0-9]+)?|[0-9]+(?: [0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:[.,][0-9]+)?"
)
_NUMBER = re.compile(
    rf"(?P<sign>[-–−+])?\s*(?:€|eur|euro)?\s*(?P<digits>{_DIGITS})(?P<rest>.*)",
    re.S,
)
_RANGE = re.compile(r"\s*(?:-|–|—|/|tot en met|t/m|tot|à|a|en)\s*(?=[0-9€])")
_ORDINAL = re.compile(r"([0-9]+)\s*(?:e|de|ste|ᵉ)(?![a-z])")
_ONE_IN = re.compile(r"(\S+)\s+op\s+de\s+(\S+)")
_SLASH = re.compile(r"([0-9]{1,3})\s*/\s*([0-9]{1,3})$")


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed figure.

    Attributes:
        low: The figure; of a range the lower end.
        high: The upper end of a range.
        half_unit: Half a unit of the last printed digit, in the unit of the figure.
        precision: ``about``, ``at-least``, ``at-most``, ``more-than``, ``almost``, or nothing.
        alternatives: Other values the same print can stand for, such as a fraction in percent.
    """

    low: Decimal
    high: Decimal | None
    half_unit: Decimal
    precision: str | None
    alternatives: tuple[Decimal, ...] = ()


def parse_figure(text: str) -> Figure | None:
    """Read a printed figure; ``None`` when none can be read. Never raises."""
    if len(text) > _LONGEST:
        return None
    plain = re.sub(r"[\s\u00a0\u2009\u202f]+", " ", text.replace("’", "'")).strip().lower()
    if plain in ("-", "–", "—", "−"):
        return Figure(Decimal(0), None, Decimal(0), None)
    plain, precision = _take_precision(plain)
    figure = _in_digits(plain) or _in_words(plain)
    if figure is None:
        return None
    return Figure(figure.low, figure.high, figure.half_unit, precision, figure.alternatives)


def agrees(text: str, value: Decimal, high: Decimal | None) -> bool:
    """Tell whether a print stands for a value, and for the upper end of a range."""
    figure = parse_figure(text)
    if figure is None:
        return False
    if figure.high is not None:
        return figure.low == value and figure.high == high
    return high is None and (value == figure.low or value in figure.alternatives)


def half_units(printed: pl.Series) -> pl.Series:
    """Give half a unit of the last printed digit of each figure, as Float64.

    Whole numbers are found by a pattern; only other prints are read one by one, each once. Where
    no figure can be read the result is null.
    """
    is_whole = printed.str.contains(r"^[-+]?[0-9]{1,3}(?:\.[0-9]{3})*$") | printed.str.contains(
        r"^[-+]?[0-9]+$"
    )
    rest = printed.filter(~is_whole.fill_null(True)).unique()
    known: dict[str, float | None] = {}
    for text in rest.to_list():
        figure = parse_figure(text)
        known[text] = None if figure is None else float(figure.half_unit)
    frame = pl.DataFrame({"printed": printed, "is_whole": is_whole})
    if not known:
        return frame.select(
            pl.when("is_whole").then(0.5).otherwise(None).cast(pl.Float64).alias("half_unit")
        ).to_series()
    other = pl.col("printed").replace_strict(known, default=None, return_dtype=pl.Float64)
    return frame.select(
        pl.when("is_whole").then(0.5).otherwise(other).cast(pl.Float64).alias("half_unit")
    ).to_series()


def _take_precision(text: str) -> tuple[str, str | None]:
    """Take the words that say how exact a figure is from its front."""
    precision = None
    while True:
        for sign in sorted(_SIGN_PRECISION, key=len, reverse=True):
            if text.startswith(sign):
                precision = precision or _SIGN_PRECISION[sign]
                text = text[len(sign) :].lstrip()
                break
        else:
            for word in sorted(_WORD_PRECISION, key=len, reverse=True):
                if re.match(rf"{re.escape(word)}(?:\.|\b)(?: de\b)?", text):
                    precision = precision or _WORD_PRECISION[word]
                    text = re.sub(rf"^{re.escape(word)}\.?(?: de\b)? *", "", text)
                    break
            else:
                return text, precision


def _decimal(digits: str) -> tuple[Decimal, Decimal]:
    """Give the value of Dutch digits and half a unit of the last one."""
    digits = digits.replace(" ", "")
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?", digits):
        digits = digits.replace(".", "")
    digits = digits.replace(",", ".")
    value = Decimal(digits)
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return value, Decimal(5).scaleb(-places - 1)


def _scale(rest: str) -> tuple[int, str]:
    """Take a scale such as ``miljoen`` from the front of what follows a number."""
    match = re.match(r" ?(honderd|duizend|miljoen|miljard|mln|mld)\b\.?", rest)
    return (_SCALES[match[1]], rest[match.end() :]) if match else (1, rest)


def _in_digits(text: str) -> Figure | None:
    one_in = _ONE_IN.fullmatch(text.split(" werk", maxsplit=1)[0].split(" inw", maxsplit=1)[0])
    if one_in:
        parts = [_plain_number(part) for part in one_in.groups()]
        if all(parts):
            return _fraction(int(parts[0] or 0), int(parts[1] or 1))
    slash = _SLASH.fullmatch(text)
    if slash and int(slash[2]) > int(slash[1]) > 0:
        return _fraction(int(slash[1]), int(slash[2]))
    text = re.sub(r"^(?:factor|tussen(?: de)?|van) ", "", text)
    ordinal = _ORDINAL.match(text)
    if ordinal:
        return Figure(Decimal(ordinal[1]), None, Decimal("0.5"), None)
    first = _NUMBER.match(text)
    if first is None:
        return None
    low, half = _decimal(first["digits"])
    rest = first["rest"]
    sign = -1 if first["sign"] in ("-", "–", "−") else 1
    scale, after = _scale(rest)
    unit = re.match(r" ?(?:%|procent)?", after)
    split = _RANGE.match(after[unit.end() :] if unit else after)
    if split is not None and unit is not None:
        second = _NUMBER.match(after[unit.end() + split.end() :])
        if second is not None:
            high, high_half = _decimal(second["digits"])
            high_scale, left = _scale(second["rest"])
            if re.search(r"[0-9]", re.sub(r"m2|m3|co2", "", left)):
                return None
            scale = scale if scale != 1 else high_scale
            low, high = low * scale * sign, high * high_scale
            return Figure(low, high, max(half * scale, high_half * high_scale), None)
    if re.search(r"[0-9]", re.sub(r"m2|m3|co2|5g", "", after.replace(",-", ""))):
        return None
    return Figure(sign * low * scale, None, half * scale, None)


def _fraction(part: int, whole: int) -> Figure | None:
    if whole == 0:
        return None
    value = Decimal(part) / Decimal(whole)
    percent = Decimal(part * 100) / Decimal(whole)
    rounded = tuple(round(percent, places) for places in (0, 1, 2))
    near = tuple(round(value, places) for places in (2, 3, 4))
    return Figure(value, None, Decimal(0), None, (percent, *rounded, *near))


def _plain_number(text: str) -> int | None:
    if re.fullmatch(r"[0-9]{1,9}", text):
        return int(text)
    return _words_to_number(_normal(text))


def _normal(text: str) -> str:
    for char, plain in {
        "é": "e",
        "ë": "e",
        "è": "e",
        "ê": "e",
        "ï": "i",
        "ö": "o",
        "ó": "o",
    }.items():
        text = text.replace(char, plain)
    return re.sub(r"- ?", "", text)


def _in_words(text: str) -> Figure | None:
    text = _normal(text)
    bare = re.sub(r"^(?:een|de|het) ", "", text)
    for candidate in (text, bare):
        for word in sorted(_FRACTIONS, key=len, reverse=True):
            if re.match(rf"{word}(?: van\b| deel\b|$)", candidate) and not (
                word in _ORDINALS and candidate == text
            ):
                return _fraction(*_FRACTIONS[word])
    first = bare.split(" ")[0] if bare else ""
    if first in _MULTIPLES:
        return Figure(Decimal(_MULTIPLES[first]), None, Decimal("0.5"), None)
    if first in _ORDINALS:
        return Figure(Decimal(_ORDINALS[first]), None, Decimal("0.5"), None)
    words = text.split(" ")
    for length in range(min(len(words), 5), 0, -1):
        joined = words[:length]
        scale = 1
        if length > 1 and joined[-1] in _SCALES:
            scale = _SCALES[joined[-1]]
            joined = joined[:-1]
        if joined in (["anderhalf"], ["anderhalve"]):
            return Figure(Decimal("1.5") * scale, None, Decimal("0.05") * scale, None)
        value = _words_to_number("".join(joined))
        if value is not None:
            return Figure(Decimal(value * scale), None, Decimal("0.5") * scale, None)
    return None


def _words_to_number(word: str) -> int | None:
    """Read a Dutch number word below a million; ``None`` when it is not one."""
    if not word or len(word) > 80:
        return None
    if word in _SMALL:
        return _SMALL.index(word)
    if "duizend" in word:
        before, _, after = word.partition("duizend")
        head = _words_to_number(before) if before else 1
        tail = _words_to_number(after.removeprefix("en") if after else "nul")
        fits = head is not None and tail is not None and head < 1000 and tail < 1000
        return head * 1000 + tail if fits and head is not None and tail is not None else None
    if "honderd" in word:
        before, _, after = word.partition("honderd")
        head = _words_to_number(before) if before else 1
        tail = _words_to_number(after.removeprefix("en") if after else "nul")
        fits = head is not None and tail is not None and head < 100 and tail < 100
        return head * 100 + tail if fits and head is not None and tail is not None else None
    for tens, value in _TENS.items():
        if word == tens:
            return value
        if word.endswith(tens):
            unit = word[: -len(tens)].removesuffix("en")
            if unit in _SMALL[1:10] and word == f"{unit}en{tens}":
                return value + _SMALL.index(unit)
    return None
