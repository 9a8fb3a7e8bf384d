"""Reading a figure as a Dutch document prints it, with the precision that the print gives.

``1.050.000`` is a million and fifty thousand, known to half a unit; ``9,2%`` is known to half a
tenth; ``11 miljoen`` to half a million; ``ruim 2.900`` is more than 2900.

A print is cut into tokens, and these are read from left to right: words of precision, signs and
currency; the figure; what belongs to it (a scale, the other end of a range); and the words that
are left, which may not hold a second figure. What can be read in two ways is either refused, or
the other reading is given as an alternative.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Context, Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from drenthe_data.checks import number_words

if TYPE_CHECKING:
    import polars as pl

_LONGEST = 200
# A print is read for its check, for its agreement and for the rules: so many are remembered.
_REMEMBERED = 1_000

# Contexts of our own: results do not depend on what a caller does with the shared one.
_EXACT = Context(prec=3 * _LONGEST)
_DIVISION = Context(prec=28)

_ONE_HALF = Decimal("0.5")

_PRECISION = {
    "about": (
        "circa|ca|ca.|c.a.|ongeveer|ong.|ruwweg|grofweg|globaal|pakweg|zowat|zo'n|rond|rondom|"
        "omstreeks|om en nabij|om en bij|bij benadering|naar schatting|geschat|in de orde van|"
        "in de buurt van|afgerond|een slordige|plusminus|plus minus|plus-minus|±|+/-|+-|~|≈"
    ),
    "at-least": (
        "minimaal|minimum|min.|minstens|ten minste|tenminste|op zijn minst|op z'n minst|vanaf|"
        "zeker|niet minder dan|niet lager dan|≥|>=|>/="
    ),
    # The vocabulary has no word for "less than"; "at most" is the nearest.
    "at-most": (
        "maximaal|maximum|max|max.|hoogstens|hooguit|ten hoogste|op zijn hoogst|op z'n hoogst|"
        "tot|tot en met|tot aan|tot wel|t/m|uiterlijk|niet meer dan|niet hoger dan|minder dan|"
        "kleiner dan|lager dan|onder|beneden|≤|<=|<"
    ),
    "more-than": (
        "ruim|meer dan|iets meer dan|groter dan|hoger dan|boven|net boven|over de|dik|een dikke|"
        "een ruime|>"
    ),
    "almost": (
        "bijna|krap|nagenoeg|vrijwel|haast|zo goed als|net geen|nog geen|net niet|net onder|"
        "iets minder dan|tegen de|een kleine|een krappe"
    ),
}
_UPWARD = ("at-least", "more-than")
_AFTER_THE_FIGURE = {
    "at-least": "of meer|en meer|minimaal|minimum|min.|(minimaal)|+",
    "at-most": "of minder|maximaal|maximum|max|max.|(maximaal)",
    "about": "ongeveer|circa|ca.|(circa)",
}
_PASSED_OVER = (
    "de|het|gemiddeld|jaarlijks|totaal|in totaal|slechts|zelfs|wel|maar liefst|liefst|factor|"
    "een factor|met een factor|plaats|plek|positie|nummer|nr.|nr"
)
_SIGNS = {"-": -1, "-/-": -1, "minus": -1, "+": 1, "plus": 1}
_RANGE = "-|tot|tot en met|t/m|tot aan|a"
# A print with one of these at its end has lost what comes after it.
_LEFT_OPEN = ("-", "tot", "a", "naar", "en", "of", "op", "tussen", "/")

_SCALES = {
    "honderd": 100,
    "duizend": 1_000,
    "miljoen": 1_000_000,
    "mln": 1_000_000,
    "mio": 1_000_000,
    "miljard": 1_000_000_000,
    "mld": 1_000_000_000,
    "mrd": 1_000_000_000,
}
_CURRENCIES = {"€": 1, "k€": 1_000, "m€": 1_000_000, "eur": 1, "euro": 1, "euro's": 1}
_UNCERTAIN = {"dozijn", "tientallen", "honderden", "duizenden", "miljoenen", "miljarden"}
_PERCENT = {"%", "procent", "pct", "procentpunt", "procentpunten"}

_GLYPHS = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3)}
_GLYPHS |= {"⅕": (1, 5), "⅛": (1, 8)}
_RANKED = {"plaats", "plek", "positie", "rang", "partij"}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣-"), "-")
_APOSTROPHES = dict.fromkeys(map(ord, "’‘`´ʼ"), "'")
# Soft hyphens and blanks without width are traces of typesetting.
_TYPESETTING = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_CHARACTERS: dict[int, str | None] = {**_DASHES, **_APOSTROPHES, **_TYPESETTING}

_LETTERS = r"[^\W\d_½¼¾⅓⅔⅕⅛]"
_TOKEN = re.compile(
    rf"""(?P<space>\s+)
    |(?P<unit>(?:[kcdm]?m[23]|nm3|co2|ch4|h2o?|[2-6]g|[23]d)(?![^\W_]))
    |(?P<number>[0-9]{{1,3}}(?:\ [0-9]{{3}})+(?![0-9]|\.[0-9])(?:,[0-9]+)?|[0-9]+(?:[.,][0-9]+)*)
    |(?P<currency>[km]?€|eur(?!{_LETTERS})|euro(?:'s)?(?!{_LETTERS}))
    |(?P<word>{_LETTERS}+(?:'{_LETTERS}+)*)
    |(?P<other>.)""",
    re.X | re.S,
)
_GROUPED = re.compile(r"([1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?: [0-9]{3})+))(?:,([0-9]+))?")
_PLAIN = re.compile(r"([0-9]+)(?:,([0-9]+))?")
_POINTED = re.compile(r"(?:([0-9]+)\.([0-9]{1,2}|[0-9]{4,})|(0+)\.([0-9]{3}))")

# A whole number with points at the thousands, which is what it says.
IS_PLAIN = r"-?(?:0|[1-9][0-9]{0,2}(?:\.[0-9]{3})*)"

# The prints that need no reading one by one: whole numbers, and those with decimals.
_FAST_SIGN = "^(?:€ ?)?[-–−+]?"
_FAST_WHOLE = r"(?:[0-9]{1,15}|[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,4})"
_FAST = rf"{_FAST_SIGN}{_FAST_WHOLE} ?%?$"
_FAST_DECIMALS = (
    rf"{_FAST_SIGN}(?:{_FAST_WHOLE},(?P<comma>[0-9]{{1,6}})|[0-9]{{1,15}}\.(?P<point>[0-9]{{1,2}}))"
    r" ?%?$"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed figure.

    Attributes:
        low: The figure; of a range the lower end.
        high: The upper end of a range.
        half_unit: Half a unit of the last printed digit, in the unit of the figure; of a range
            the larger of both. Nil for a fraction and for a printed dash.
        precision: ``about``, ``at-least``, ``at-most``, ``more-than``, ``almost``, or nothing.
        alternatives: Other values the same print can stand for, such as a fraction in percent.
    """

    low: Decimal
    high: Decimal | None
    half_unit: Decimal
    precision: str | None
    alternatives: tuple[Decimal, ...] = ()


def parse_figure(text: str) -> Figure | None:
    """Read a printed figure; ``None`` when none can be read, or more than one. Never raises."""
    text = text.strip()
    return _parsed(text) if text and len(text) <= _LONGEST else None


@lru_cache(maxsize=_REMEMBERED)
def _parsed(text: str) -> Figure | None:
    tokens = _tokens(text)
    texts = [token.text for token in tokens]
    if texts in (["-"], ["€", "-"], ["nihil"]):
        return Figure(Decimal(0), None, Decimal(0), None)
    return _figure(_Reader(tokens))


def agrees(text: str, value: Decimal, high: Decimal | None) -> bool:
    """Tell whether a print stands for a value, and for the upper end of a range."""
    figure = parse_figure(text)
    if figure is None or value.is_nan() or (high is not None and high.is_nan()):
        return False
    if figure.high is not None or high is not None:
        return figure.low == value and figure.high == high
    return value == figure.low or value in figure.alternatives


def disagreement(value: str, text: str, upper: str) -> str | None:
    """Say how a figure and its print disagree: ``unreadable``, ``differs``, or not at all."""
    try:
        low, high = Decimal(value), Decimal(upper) if upper else None
    except InvalidOperation:
        return None
    if parse_figure(text) is None:
        return "unreadable"
    return None if agrees(text, low, high) else "differs"


def reading(text: str) -> tuple[float | None, str | None]:
    """Read one printed figure as :func:`readings` reads a column: half a unit, and precision."""
    if re.match(_FAST, text):
        return 0.5, None
    match = re.match(_FAST_DECIMALS, text)
    if match is not None:
        return float(_half_unit(len(match["comma"] or match["point"]))), None
    figure = parse_figure(text)
    return (None, None) if figure is None else (float(figure.half_unit), figure.precision)


def readings(printed: pl.Series) -> pl.DataFrame:
    """Read a column of printed figures, row by row.

    Plain numbers are found by a pattern; only other prints are read one by one, each once.

    Returns:
        ``half_unit``: half a unit of the last printed digit, as Float64, null where no figure can
        be read; ``precision``: what the print says of it, null where it says nothing.
    """
    import polars as pl

    text = pl.col("printed")
    decimals = text.str.extract_groups(_FAST_DECIMALS)
    places = pl.coalesce(decimals.struct.field("comma"), decimals.struct.field("point"))
    steps = {count: float(_half_unit(count)) for count in range(1, 7)}
    plan = pl.DataFrame({"printed": printed.cast(pl.String)}).select(
        "printed",
        half_unit=pl.when(text.str.contains(_FAST))
        .then(0.5)
        .otherwise(
            places.str.len_bytes().replace_strict(steps, default=None, return_dtype=pl.Float64)
        ),
        precision=pl.lit(None, dtype=pl.String),
    )
    rest = plan.filter(pl.col("half_unit").is_null())["printed"].drop_nulls().unique()
    known = {item: figure for item in rest.to_list() if (figure := parse_figure(item)) is not None}
    if known:
        half = {item: float(figure.half_unit) for item, figure in known.items()}
        words = {item: figure.precision for item, figure in known.items()}
        plan = plan.with_columns(
            half_unit=pl.coalesce(
                "half_unit", text.replace_strict(half, default=None, return_dtype=pl.Float64)
            ),
            precision=text.replace_strict(words, default=None, return_dtype=pl.String),
        )
    return plan.drop("printed")


class _Token(NamedTuple):
    """A piece of a print: ``number``, ``currency``, ``word``, ``unit`` or ``other``."""

    kind: str
    text: str
    is_spaced: bool  # a blank stands before it


class _Reader:
    """Tokens and a place among them."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def peek(self, ahead: int = 0) -> _Token:
        """Give a token without taking it; past the end one of the kind ``end``."""
        place = self.at + ahead
        return self.tokens[place] if place < len(self.tokens) else _END

    def skip(self, texts: Iterable[str]) -> bool:
        """Take the next token if it is one of some texts."""
        found = self.peek().text in texts
        self.at += found
        return found

    def phrase(self, phrases: _Phrases) -> str | None:
        """Take the longest phrase of a table that comes next; give what the table says of it."""
        if self.peek().text not in phrases.openings:
            return None
        for length in range(phrases.longest, 0, -1):
            here = tuple(token.text for token in self.tokens[self.at : self.at + length])
            if len(here) == length and here in phrases.meanings:
                self.at += length
                return phrases.meanings[here]
        return None


class _Phrases:
    """Phrases, cut into tokens, and what they mean."""

    def __init__(self, meanings: dict[str, str]) -> None:
        self.meanings = {
            tuple(token.text for token in _tokens(phrase)): meaning
            for meaning, phrases in meanings.items()
            for phrase in phrases.split("|")
        }
        self.longest = max(len(phrase) for phrase in self.meanings)
        self.openings = {phrase[0] for phrase in self.meanings}


@dataclass(slots=True)
class _Before:
    """What stands before a figure."""

    precisions: list[str] = field(default_factory=list)
    sign: int | None = None
    money: int | None = None
    opening: str | None = None
    is_definite: bool = False


@dataclass(frozen=True, slots=True)
class _Number:
    """A number before its range, sign and precision are known.

    Attributes:
        value: The number, with its scale.
        half_unit: Half a unit of its last digit.
        scale: What the number was multiplied by: ``miljoen`` and the like, written apart.
        end: 100 or 1000 where the number is a word that ends in ``honderd`` or ``duizend``.
        precision: What the word itself says of it, as ``tiental`` does.
        alternatives: Other values of the same words.
        is_closed: Whether no range or scale can follow, as after a fraction or a rank.
    """

    value: Decimal
    half_unit: Decimal = _ONE_HALF
    scale: int = 1
    end: int = 1
    precision: str | None = None
    alternatives: tuple[Decimal, ...] = ()
    is_closed: bool = False


def _tokens(text: str) -> list[_Token]:
    """Cut a text into tokens, in lower case and without accents; broken words are joined."""
    folded = unicodedata.normalize("NFD", text.translate(_CHARACTERS).lower())
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    bare = re.sub(r"\s+", " ", bare).strip()
    tokens = []
    is_spaced = False
    for match in _TOKEN.finditer(bare):
        kind = match.lastgroup or "other"
        if kind != "space":
            tokens.append(_Token(kind, match[0], is_spaced))
        is_spaced = kind == "space"
    return _joined(tokens)


def _joined(tokens: list[_Token]) -> list[_Token]:
    """Join number words that a hyphen divides, such as ``vijf-honderd``."""
    result: list[_Token] = []
    at = 0
    while at < len(tokens):
        token, last = tokens[at], at
        while (
            tokens[last].kind == "word"
            and last + 2 < len(tokens)
            and tokens[last + 1].text == "-"
            and not tokens[last + 1].is_spaced
            and tokens[last + 2].kind == "word"
        ):
            last += 2
        # A number in words has a few parts only: to look no further keeps long texts cheap.
        for end in range(min(last, at + 12), at, -2):
            whole = "".join(part.text for part in tokens[at : end + 1 : 2])
            if number_words.is_number_word(whole):
                token, at = token._replace(text=whole), end
                break
        result.append(token)
        at += 1
    return result


def _figure(reader: _Reader) -> Figure | None:
    """Read all tokens as one figure."""
    before = _before(reader)
    if before is None:
        return None
    number = _number(reader, before)
    if number is None:
        return None
    ratio = None if before.opening else _ratio(reader, number)
    high: _Number | None = None
    if ratio is not None:
        number = ratio
    elif not number.is_closed:
        ends = _range(reader, before, number)
        if ends is not None:
            number, high = ends
    if before.opening and high is None:
        return None
    tail = _tail(reader)
    if tail is None:
        return None
    own = [number.precision] if number.precision else []
    precision = _precision([*before.precisions, *own, *tail])
    if precision is None:
        return None
    if high is not None:
        half_unit = max(number.half_unit, high.half_unit)
        return Figure(number.value, high.value, half_unit, precision or None)
    sign = before.sign or 1
    return Figure(
        _signed(sign, number.value),
        None,
        number.half_unit,
        precision or None,
        tuple(_signed(sign, other) for other in number.alternatives),
    )


def _before(reader: _Reader) -> _Before | None:
    """Take precision, sign, currency and the like; ``None`` when they cannot go together."""
    before = _Before()
    while True:
        precision = reader.phrase(_PRECISION_PHRASES)
        if precision is not None:
            before.precisions.append("up-to" if reader.peek(-1).text == "tot" else precision)
            continue
        sign = reader.phrase(_SIGN_PHRASES)
        if sign is not None:
            if before.sign is not None:
                return None
            before.sign = int(sign)
            continue
        passed_over = reader.phrase(_PASSED_OVER_PHRASES)
        if passed_over is not None:
            before.is_definite |= reader.peek(-1).text in ("de", "het")
            continue
        token = reader.peek()
        if token.kind == "currency":
            if before.money is not None:
                return None
            before.money = _CURRENCIES[token.text]
        elif token.text in ("tussen", "van") and before.opening is None:
            before.opening = token.text
        else:
            return before
        reader.at += 1


def _precision(found: list[str]) -> str | None:
    """Give what several words of precision say together; ``None`` when they contradict.

    A bound says more than ``about``; ``tot`` gives way to another bound: ``tot meer dan 100``.
    Without any word the answer is empty.
    """
    bounds = [item for item in found if item not in ("about", "up-to")]
    if bounds:
        is_up = {item in _UPWARD for item in bounds}
        return bounds[0] if len(is_up) == 1 else None
    if "up-to" in found:
        return "at-most"
    return found[0] if found else ""


def _number(reader: _Reader, before: _Before) -> _Number | None:
    """Take a number with its scale, in digits or in words."""
    token = reader.peek()
    if token.kind == "number":
        number = _in_digits(reader, before)
    elif token.text in _GLYPHS:
        reader.at += 1
        number = _fraction(reader, *_GLYPHS[token.text])
    elif token.kind == "word":
        number = _in_words(reader, before)
    else:
        return None
    if number is not None and before.money not in (None, 1):
        number = _scaled(number, before.money or 1)
    return number


def _in_digits(reader: _Reader, before: _Before) -> _Number | None:
    """Take a number in digits, with what is attached to it."""
    digits = reader.peek().text
    read = _decimal(digits)
    if read is None:
        return None
    reader.at += 1
    number = _Number(*read)
    after = reader.peek()
    is_whole = digits.isdigit()
    if is_whole and not after.is_spaced and after.text in ("e", "de", "ste", "ᵉ"):
        reader.at += 1
        return replace(number, is_closed=True)
    if is_whole and after.text == "/" and reader.peek(1).kind == "number":
        return _slashed(reader, digits)
    if is_whole and after.text in _GLYPHS:
        reader.at += 1
        part = _part(*_GLYPHS[after.text])
        return None if part is None else _take_scale(reader, _added(number, part), before)
    number = _take_part(reader, number, before)
    _skip_cents(reader)
    if reader.peek().text == "k" and not reader.peek().is_spaced:
        reader.at += 1
        return _scaled(number, 1_000)
    return _take_scale(reader, number, before)


def _decimal(digits: str) -> tuple[Decimal, Decimal] | None:
    """Give the value of Dutch digits and half a unit of the last one."""
    match = _GROUPED.fullmatch(digits) or _PLAIN.fullmatch(digits) or _POINTED.fullmatch(digits)
    if match is None:
        return None
    whole, decimals = match[1], match[2]
    if whole is None:
        whole, decimals = match[3], match[4]
    whole = whole.replace(".", "").replace(" ", "")
    decimals = decimals or ""
    return Decimal(f"{whole}.{decimals}"), _half_unit(len(decimals))


def _half_unit(places: int) -> Decimal:
    """Give half a unit of the last of so many decimals."""
    return Decimal((0, (5,), -places - 1))


def _skip_cents(reader: _Reader) -> None:
    """Pass over the ``,-`` that stands for no cents."""
    if reader.peek().text not in (",", ".") or reader.peek().is_spaced:
        return
    length = 1
    while reader.peek(length).text in ("-", "=") and not reader.peek(length).is_spaced:
        length += 1
    if length > 1 and reader.peek(length).kind != "number":
        reader.at += length


def _slashed(reader: _Reader, digits: str) -> _Number | None:
    """Take the rest of a fraction such as ``1/3``. Years and dates are none."""
    below = reader.peek(1).text
    if not below.isdigit() or max(len(digits), len(below)) > 3:
        return None
    reader.at += 2
    if not reader.peek().is_spaced:
        reader.skip(("e", "de", "ste"))
    return _fraction(reader, int(digits), int(below))


def _take_scale(reader: _Reader, number: _Number, before: _Before) -> _Number:
    """Take a scale such as ``miljoen`` after a number, and what belongs to it."""
    token = reader.peek()
    scale = _SCALES.get(token.text)
    if scale is None and token.text == "ton" and before.money is not None:
        scale = 100_000
    if scale is not None:
        reader.at += 1
        if token.text in ("mln", "mld", "mrd", "mio"):
            reader.skip((".",))
    elif token.kind == "currency" and _CURRENCIES[token.text] != 1:
        scale = _CURRENCIES[token.text]
        reader.at += 1
    return number if scale is None else _scaled(number, scale)


def _scaled(number: _Number, scale: int) -> _Number:
    """Multiply a number and its half unit."""
    return replace(
        number,
        value=_EXACT.multiply(number.value, scale),
        half_unit=_EXACT.multiply(number.half_unit, scale),
        scale=number.scale * scale,
        alternatives=(),
    )


def _signed(sign: int, value: Decimal) -> Decimal:
    return value.copy_negate() if sign < 0 and value else value


def _added(number: _Number, part: _Number) -> _Number:
    """Add a part such as a half to a whole number."""
    value = _EXACT.add(number.value, part.value)
    return replace(number, value=value, half_unit=part.half_unit, end=1)


def _part(above: int, below: int) -> _Number | None:
    """Give a half or quarter as the decimals one would print for it; other parts have none."""
    if below not in (2, 4, 5, 8):
        return None
    value = _DIVISION.divide(Decimal(above), Decimal(below))
    exponent = value.as_tuple().exponent
    return _Number(value, _half_unit(-exponent if isinstance(exponent, int) else 0))


def _take_part(reader: _Reader, number: _Number, before: _Before) -> _Number:
    """Take ``en een half`` and its like after a number. After ``tussen`` the ``en`` is a range."""
    if reader.peek().text != "en" or before.opening == "tussen":
        return number
    ahead = 2 if reader.peek(1).text == "een" else 1
    share = number_words.PARTS.get(reader.peek(ahead).text)
    part = None if share is None or number.value.as_tuple().exponent != 0 else _part(*share)
    if part is None:
        return number
    reader.at += ahead + 1
    return _added(number, part)


def _fraction(reader: _Reader, above: int, below: int) -> _Number | None:
    """Give a fraction and its percentage, also as tables round them.

    Before a scale, a currency or ``procent`` it is a number like any other: a half million.
    """
    if not 0 < above < below:
        return None
    token = reader.peek()
    if token.text in _SCALES or token.kind == "currency" or token.text in _PERCENT:
        part = _part(above, below)
        return None if part is None else _take_scale(reader, part, _Before())
    value = _DIVISION.divide(Decimal(above), Decimal(below))
    alternatives = _ways_to_write(above, below)
    return _Number(value, Decimal(0), alternatives=alternatives, is_closed=True)


def _ways_to_write(above: int, below: int) -> tuple[Decimal, ...]:
    """Give a fraction as a percentage; one without end also rounded, as part and percentage."""
    value = _DIVISION.divide(Decimal(above), Decimal(below))
    percentage = _DIVISION.divide(Decimal(above * 100), Decimal(below))
    if _EXACT.multiply(value, below) == above:
        return (percentage,)
    rounded = [(percentage, places) for places in (0, 1, 2)]
    rounded += [(value, places) for places in (2, 3, 4)]
    steps = [exact.quantize(Decimal((0, (1,), -n)), context=_EXACT) for exact, n in rounded]
    return (percentage, *steps)


def _ratio(reader: _Reader, number: _Number) -> _Number | None:
    """Take the rest of ``1 op de 4``."""
    start = reader.at
    if number.is_closed or number.end != 1 or number.scale != 1 or not reader.skip(("op",)):
        return None
    reader.skip(("de", "elke", "iedere", "alle"))
    other = _number(reader, _Before())
    if other is not None and not other.is_closed:
        above, below = number.value, other.value
        if 0 < above < below < 10**9 and above == int(above) and below == int(below):
            return _fraction(_Reader([]), int(above), int(below))
    reader.at = start
    return None


def _range(reader: _Reader, before: _Before, low: _Number) -> tuple[_Number, _Number] | None:
    """Take the upper end of a range, if one follows."""
    start = reader.at
    ends = _ends(reader, before, low)
    if ends is None:
        reader.at = start
    return ends


def _ends(reader: _Reader, before: _Before, low: _Number) -> tuple[_Number, _Number] | None:
    unit = _unit_between(reader)
    is_suspended = (
        reader.peek().text == "-"
        and not reader.peek().is_spaced
        and reader.peek(1).text in ("tot", "a", "en")
    )
    reader.at += is_suspended
    is_dash = reader.peek().text == "-"
    allowed = _RANGE_PHRASES if before.opening != "tussen" else _BETWEEN_PHRASES
    if reader.phrase(allowed) is None:
        return None
    upper = _before(reader)
    if upper is None or upper.opening or (is_dash and before.sign == -1):
        return None
    upper.money = upper.money or before.money
    # In "tot maximaal 10" the bound belongs to the range; other words must be those of the low end.
    words = [item for item in upper.precisions if item not in ("at-most", "up-to")]
    if any(item != "about" and item not in before.precisions for item in words):
        return None
    high = _number(reader, upper)
    if high is None or high.is_closed:
        return None
    if unit and reader.peek().kind != "end":
        following = [reader.peek(ahead).text for ahead in range(len(unit))]
        if ["%" if item in _PERCENT else item for item in following] != unit:
            return None
    low, is_shared = _shared(low, high, before)
    if is_suspended and not is_shared:
        return None
    first = replace(low, value=_signed(before.sign or 1, low.value))
    second = replace(high, value=_signed(upper.sign or 1, high.value))
    if first.value > second.value and before.sign == upper.sign == -1:
        first, second = second, first
    if first.value >= second.value:
        return None
    before.precisions += words
    return first, second


def _unit_between(reader: _Reader) -> list[str]:
    """Take the unit of a lower end, so that it can be compared with that of the upper end."""
    unit: list[str] = []
    while len(unit) < 3:
        token = reader.peek()
        is_unit = token.kind in ("word", "unit", "currency") or token.text == "%"
        if not is_unit or token.text in (*_LEFT_OPEN, "t"):
            break
        unit.append("%" if token.text in _PERCENT else token.text)
        reader.at += 1
    return unit


def _shared(low: _Number, high: _Number, before: _Before) -> tuple[_Number, bool]:
    """Let the scale of the upper end hold for the lower end too, where that can be meant.

    ``5 à 10 miljoen`` shares it, ``500.000 tot 1 miljoen`` does not; ``twee- tot driehonderd`` and
    ``vijf tot zeshonderd`` share the end of the word.
    """
    own = before.money or 1
    if low.scale == own < high.scale and low.end == 1:
        scale = high.scale // own
        shared = _scaled(low, scale)
        return (shared, True) if shared.value < high.value else (low, False)
    if low.end == 1 < high.end and low.scale == high.scale:
        shared = replace(low, value=_EXACT.multiply(low.value, high.end))
        return (shared, True) if shared.value < high.value else (low, False)
    return low, False


def _tail(reader: _Reader) -> list[str] | None:
    """Take the words after a figure; give their precision, ``None`` when they hold a figure."""
    rest = reader.tokens[reader.at :]
    if not rest:
        return []
    if _is_left_open(rest):
        return None
    for token in rest:
        if token.kind == "number" or token.text in _GLYPHS or token.text in _UNCERTAIN:
            return None
        if token.kind == "word":
            is_article = token.text == "een"
            if not is_article and (
                number_words.is_number_word(token.text) or token.text in _SCALES
            ):
                return None
        elif token.kind == "other" and token.text.isdecimal():
            return None
    found = []
    for start in range(reader.at, len(reader.tokens)):
        reader.at = start
        meaning = reader.phrase(_AFTER_PHRASES)
        is_attached = reader.tokens[start].text == "+" and not reader.tokens[start].is_spaced
        if meaning is not None and (reader.at == len(reader.tokens) or is_attached):
            found.append(meaning)
            break
    reader.at = len(reader.tokens)
    return found


def _is_left_open(rest: list[_Token]) -> bool:
    """Tell whether words after a figure end where another figure should come: ``760 tot``."""
    last = rest[-1]
    if last.text in ("en", "of"):
        return len(rest) == 1
    is_broken_word = (
        last.text == "-" and not last.is_spaced and len(rest) > 1 and rest[-2].kind == "word"
    )
    return last.text in _LEFT_OPEN and not is_broken_word


def _in_words(reader: _Reader, before: _Before) -> _Number | None:
    """Take a number in words: a fraction, a multiple, a rank, or a count."""
    has_article = reader.peek().text == "een"
    word = reader.peek(1 if has_article else 0)
    count = 2 if has_article else 1
    if word.kind == "word":
        share = number_words.PARTS.get(word.text) or number_words.glued_fraction(word.text)
        if share is not None:
            reader.at += count
            return _fraction(reader, *share)
        times = number_words.multiple(word.text)
        if times is not None:
            reader.at += count
            return _Number(Decimal(times), is_closed=True)
        group = number_words.group(word.text)
        if group is not None:
            reader.at += count
            about = "about" if group >= 10 and group % 5 == 0 else None
            return _Number(Decimal(group), precision=about, is_closed=True)
        rank = number_words.ordinal(word.text)
        if rank is not None:
            reader.at += count
            return _rank(reader, before, rank, has_article)
    return _fraction_of_words(reader) or _count(reader, before)


def _rank(reader: _Reader, before: _Before, rank: int, has_article: bool) -> _Number | None:
    """Tell a rank from a part: ``een derde`` is a part, ``de derde`` and ``derde plaats`` a rank.

    A bare ``derde`` is taken for the rank; the part is its alternative.
    """
    following = reader.peek()
    if following.text in _RANKED or rank < 3:
        return _Number(Decimal(rank), is_closed=True)
    if has_article:
        return _fraction(reader, 1, rank)
    alternatives: tuple[Decimal, ...] = ()
    if rank == 3 and not before.is_definite and following.text in ("", "van", "deel"):
        alternatives = (_DIVISION.divide(Decimal(1), Decimal(3)), *_ways_to_write(1, 3))
    return _Number(Decimal(rank), alternatives=alternatives, is_closed=True)


def _fraction_of_words(reader: _Reader) -> _Number | None:
    """Take two words such as ``twee derde`` and ``drie kwart``."""
    above = number_words.cardinal(reader.peek().text)
    word = reader.peek(1).text
    if above is None or not 1 < above < 10:
        return None
    below = 4 if word == "kwart" else number_words.ordinal(word.removesuffix("n"))
    if below is None or not above < below or below < 3:
        return None
    reader.at += 2
    return _fraction(reader, above, below)


def _count(reader: _Reader, before: _Before) -> _Number | None:
    """Take a count in one or more words: ``tweeduizend vijfhonderd``, ``anderhalf miljoen``."""
    total: _Number | None = None
    while reader.peek().kind == "word":
        start = reader.at
        word = reader.peek().text
        value = number_words.cardinal(word)
        mixed = _mixed(word)
        if value is None and mixed is None:
            break
        reader.at += 1
        if mixed is not None:
            number = _take_scale(reader, mixed, before)
        else:
            end = next((_SCALES[end] for end in ("honderd", "duizend") if word.endswith(end)), 1)
            number = _Number(Decimal(value or 0), end=end if value != end else 1)
            number = _take_part(reader, number, before)
            # "twaalfduizend honderd" is a sum, "twaalf honderd" a product.
            if reader.peek().text != "honderd" or number.value < 100:
                number = _take_scale(reader, number, before)
            # "een" is an article, unless nothing or a measure follows.
            if word == "een" and number.value == 1 and not _is_one(reader):
                reader.at = start
                break
        if total is None:
            total = number
        elif mixed is None and word != "een" and number.value < _lowest_unit(total.value):
            value_together = _EXACT.add(total.value, number.value)
            total = _Number(value_together, number.half_unit, scale=number.scale)
        else:
            reader.at = start
            break
    return total


def _lowest_unit(value: Decimal) -> int:
    """Give the unit below which words may follow: a thousand after ``tweeduizend``."""
    units = (10**9, 10**6, 1000, 100)
    return next((unit for unit in units if value and not _EXACT.remainder(value, unit)), 0)


def _is_one(reader: _Reader) -> bool:
    """Tell whether an ``een`` that was just read is the number and not the article."""
    rest = reader.tokens[reader.at :]
    if all(token.kind == "other" and token.text != "/" for token in rest):
        return True
    following = rest[0]
    if following.kind == "currency" or following.text in _PERCENT:
        return True
    is_followed = any(
        token.kind == "number" or (token.text != "een" and number_words.is_number_word(token.text))
        for token in rest
    )
    return is_followed and following.text in ("op", "-", "tot", "a")


def _mixed(word: str) -> _Number | None:
    """Read ``anderhalf`` and ``tweeënhalf``, known like ``1,5`` and ``2,5``."""
    whole = number_words.whole_and_half(word)
    return None if whole is None else _Number(_EXACT.add(Decimal(whole), _ONE_HALF), _half_unit(1))


_END = _Token("end", "", False)
_PRECISION_PHRASES = _Phrases(_PRECISION)
_AFTER_PHRASES = _Phrases(_AFTER_THE_FIGURE)
_PASSED_OVER_PHRASES = _Phrases({"": _PASSED_OVER})
_SIGN_PHRASES = _Phrases({"-1": "-|-/-|minus", "1": "+|plus"})
_RANGE_PHRASES = _Phrases({"": _RANGE})
_BETWEEN_PHRASES = _Phrases({"": f"{_RANGE}|en"})
