"""Constraints of Table Schema: one mask over the rows per constraint."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import polars as pl

from drenthe_data.descriptor import Field
from drenthe_data.reading import values
from drenthe_data.reading.casting import Cast, cast, format_of, is_supported

if TYPE_CHECKING:
    from drenthe_data.messages.names import Names

_LIMITS = {
    "minimum": lambda column, limit: column < limit,
    "maximum": lambda column, limit: column > limit,
    "exclusiveMinimum": lambda column, limit: column <= limit,
    "exclusiveMaximum": lambda column, limit: column >= limit,
}
# How a duration must compare with its limit.
_SIGNS = {
    "minimum": (0, 1),
    "maximum": (0, -1),
    "exclusiveMinimum": (1,),
    "exclusiveMaximum": (-1,),
}
_ORDERED = (
    "integer",
    "number",
    "date",
    "time",
    "datetime",
    "duration",
    "year",
    "yearmonth",
)
_ITEMS = ("array", "object", "list")
# Whole numbers that are values as they stand, whatever else is said of the field.
_PLAIN = {
    "integer": range(-(2**63), 2**63),
    "number": range(-(2**53), 2**53),
    "year": range(1000, 10_000),
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """One mask over the rows of a table, and what to say of the rows it marks.

    Attributes:
        code: The error type.
        variant: Which constraint, or the wording of a type error.
        item: The field.
        mask: Makes the mask of the rows that are wrong; of the typed columns, or of the text when
            ``on_text``.
        expected: What was expected.
        wording: The wording of the message, where it is not the variant.
        on_text: Whether the mask reads the text of the cells.
        names: What was expected as names among which the nearest to a value is looked for, once
            there is one that is wrong.
    """

    code: str
    variant: str
    item: Field
    mask: Callable[[], pl.Expr]
    expected: Any
    wording: str | None = None
    on_text: bool = False
    names: list[Names] = field(default_factory=list, compare=False)

    def nearest(self, value: str) -> str:
        """Give the code that looks most like a value, of those that were expected."""
        if not self.names:
            from drenthe_data.messages.names import Names

            self.names.append(Names(str(code) for code in self.expected or ()))
        return self.names[0].nearest(value)


def why_not(item: Field, name: str, value: Any) -> tuple[str, dict[str, Any]]:
    """Say why a constraint cannot be judged."""
    if not is_supported(item):
        return ("skipped.constraint", {"constraint": name})
    if not _applies(item, name):
        return ("skipped.constraint-type", {"constraint": name, "type": item.type})
    if name == "jsonSchema" and values.fits_schema(value) == "absent":
        return ("skipped.json-schema", {"constraint": name})
    return ("skipped.constraint-value", {"constraint": name, "type": item.type})


def _applies(item: Field, name: str) -> bool:
    if name in _LIMITS:
        return item.type in _ORDERED
    if name in ("minLength", "maxLength"):
        return item.type in ("string", "any", *_ITEMS)
    if name == "jsonSchema":
        return item.type in ("array", "object")
    if name == "categories":
        return item.type in ("string", "integer")
    return name in ("required", "unique", "enum", "pattern")


def judge(item: Field, how: Cast, name: str, value: Any) -> Judgement | str | None:
    """Give the mask of a constraint.

    Returns:
        The judgement; ``"off"`` when the constraint asks nothing; ``None`` when it cannot be
        judged, for the reason of :func:`why_not`.
    """
    if name in ("required", "unique") and value is not True:
        return "off"
    if name == "required":
        mask = partial(_is_missing, item, has_misfits=how.misfit is not None)
        return Judgement("constraint-error", name, item, mask, item.label())
    if name == "unique":
        return Judgement("unique-error", name, item, partial(_is_repeated, item), None)
    if not is_supported(item) or not _applies(item, name):
        return None
    if name == "pattern":
        return _pattern(item, how, value)
    if name in ("enum", "categories"):
        return Judgement("constraint-error", name, item, partial(_is_other, item, value), value)
    if name in _LIMITS:
        return _limit(item, how, name, value)
    if name == "jsonSchema":
        return _json_schema(item, value)
    return _length(item, name, value)


def _is_missing(item: Field, *, has_misfits: bool) -> pl.Expr:
    """Mark empty cells. One that does not fit its type is not empty: the type check reports it."""
    empty = pl.col(item.name).is_null()
    return empty & ~pl.col(f"\0misfit:{item.name}") if has_misfits else empty


def _is_repeated(item: Field) -> pl.Expr:
    column = pl.col(item.name)
    return column.is_not_null() & ~column.is_first_distinct()


def _is_other(item: Field, given: Sequence[object]) -> pl.Expr:
    """Mark values that are none of those given."""
    column = pl.col(item.name)
    known = _typed(item, given).drop_nulls().unique()
    if item.type == "string":
        # Looking texts up in a list of codes is cheaper than comparing them with each.
        return column.is_not_null() & column.cast(pl.Enum(known), strict=False).is_null()
    return ~column.is_in(known.implode())


def _pattern(item: Field, how: Cast, pattern: str) -> Judgement:
    """Match the text of a cell; where it does not fit its type, that is what is said."""
    if how.dtype == pl.String and item.type in ("string", "any"):
        return Judgement(
            "constraint-error",
            "pattern",
            item,
            lambda: ~fits_pattern(pl.col(item.name), pattern),
            pattern,
        )
    return Judgement(
        "constraint-error",
        "pattern",
        item,
        lambda: ~fits_pattern(pl.col(item.name), pattern) & how.typed.is_not_null(),
        pattern,
        on_text=True,
    )


def _limit(item: Field, how: Cast, name: str, value: Any) -> Judgement | None:
    limit = _bound(item, value)
    if limit is None:
        return None
    return Judgement(
        "constraint-error", name, item, partial(_is_beyond, item, how, name, limit), value
    )


def _bound(item: Field, value: Any) -> Any:
    """Give a limit as a value of the type of the field; nothing when it is none."""
    if type(value) is int and value in _PLAIN.get(item.type, ()):
        return float(value) if item.type == "number" else value
    return _typed(item, [value]).item()


def _is_beyond(item: Field, how: Cast, name: str, limit: Any) -> pl.Expr:
    """Mark values that a limit does not allow."""
    column = pl.col(item.name)
    if item.type == "duration":
        bound, signs = str(limit), _SIGNS[name]
        # Of two durations neither need be the longer; then the limit is not kept.
        return values.each(
            column,
            lambda text: values.compare_durations(text, bound) not in signs,
            pl.Boolean(),
        )
    mask: pl.Expr = _LIMITS[name](column, pl.lit(limit, dtype=how.dtype))
    if item.type == "number":
        # NaN is neither more nor less than a limit, so it keeps none (XML Schema).
        mask |= column.is_nan()
    return mask


def _length(item: Field, name: str, value: int) -> Judgement:
    wording = f"{name}-items" if item.type in _ITEMS else name
    mask = partial(_has_other_length, item, name, value)
    return Judgement("constraint-error", name, item, mask, value, wording)


def _has_other_length(item: Field, name: str, value: int) -> pl.Expr:
    """Mark texts that are shorter or longer than asked; or arrays, objects and lists."""
    column = pl.col(item.name)
    if item.type in _ITEMS:
        kind, delimiter = item.type, str(item.raw.get("delimiter", ","))
        length = values.each(
            column, lambda text: values.length_of(kind, text, delimiter), pl.Int64()
        )
    else:
        length = column.str.len_chars()
    return length < value if name == "minLength" else length > value


def _json_schema(item: Field, schema: Any) -> Judgement | None:
    fits = values.fits_schema(schema)
    if isinstance(fits, str):
        return None
    return Judgement(
        "constraint-error",
        "jsonSchema",
        item,
        lambda: values.each(pl.col(item.name), lambda text: not fits(text), pl.Boolean()),
        schema,
    )


def length_of(item: Field, value: str) -> int:
    """Count the characters of a cell, or the items of an array, object or list."""
    return values.length_of(item.type, value, str(item.raw.get("delimiter", ",")))


def _typed(item: Field, given: Sequence[object]) -> pl.Series:
    """Cast values of a schema just as the cells of the field are cast."""
    texts = _texts(item, given)
    if item.type in ("string", "any"):
        return pl.Series(item.name, texts, dtype=pl.String)
    # A limit of 0 is one too where 0 in a cell means that the value is missing.
    typed = cast(replace(item, missing_values=())).typed
    return pl.DataFrame({item.name: texts}, schema={item.name: pl.String}).select(
        typed.alias(item.name)
    )[item.name]


def _texts(item: Field, given: Sequence[object]) -> list[str]:
    """Write values of a schema as cells would have them."""
    if item.type == "list":
        delimiter = str(item.raw.get("delimiter", ","))
        given = [delimiter.join(values.texts_of(x)) if isinstance(x, list) else x for x in given]
    elif item.type == "geopoint" and format_of(item) == "default":
        given = [",".join(values.texts_of(x)) if isinstance(x, list) else x for x in given]
    elif item.type == "integer":
        # 1.0 of a schema in JSON is the whole number 1.
        given = [int(x) if isinstance(x, float) and x.is_integer() else x for x in given]
    elif item.type == "boolean":
        from drenthe_data.reading.casting import truths

        true, false = truths(item)
        words = {True: true[:1], False: false[:1]}
        given = [(words[x] or [""])[0] if isinstance(x, bool) else x for x in given]
    elif item.type == "number" and isinstance(item.raw.get("decimalChar"), str):
        point = item.raw["decimalChar"]
        given = [str(x).replace(".", point) if isinstance(x, float) else x for x in given]
    return values.texts_of(given)


def fits_pattern(column: pl.Expr, pattern: str) -> pl.Expr:
    """Match whole values; what Polars reads in another way than Python is matched by Python.

    Polars matches in a time that grows with the text; Python may need for ever.
    """
    whole = f"^(?:{pattern})$"
    if not _is_for_polars(whole):
        return _fits_in_python(column, pattern)
    found = column.str.contains(whole)
    if not _CLASSES.search(pattern):
        return found
    # Which characters beyond ASCII are letters and blanks is not the same to both.
    odd = pl.when(column.str.contains("[^ -~]")).then(column)
    if _ASKS_CLASSES_ALONE.fullmatch(pattern):
        exact = values.each(odd, _with_examples).str.contains(whole)
    else:
        exact = _fits_in_python(odd, pattern)
    return pl.when(odd.is_not_null()).then(exact).otherwise(found)


def _with_examples(text: str) -> str:
    """Put for each odd character one that is to Polars what that one is to Python."""
    return "".join(map(_example, text))


@cache
def _example(letter: str) -> str:
    if letter.isspace():
        # Blanks to Python alone: the separators of ASCII.
        return letter if letter.isascii() and letter not in _SEPARATORS else "\u2003"
    if letter.isascii():
        return letter
    if letter.isdecimal():
        return "\u0663"
    return "\u019b" if letter.isalnum() else "§"


def _fits_in_python(column: pl.Expr, pattern: str) -> pl.Expr:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of classes within classes
        compiled = re.compile(pattern)
    return values.each(column, lambda text: compiled.fullmatch(text) is not None, pl.Boolean())


# To Polars operations, to Python plain characters: classes within classes, and \< and \> for the
# edges of words. Repeats that give nothing back (a++) it takes for repeats of repeats.
_OTHERWISE = re.compile(r"\[(?:\^?\])?(?:\\.|[^\]\\])*\[|&&|--|~~|\\[<>]|[*+?}]\+", re.DOTALL)
# Letters, blanks and the edges of words.
_CLASSES = re.compile(r"\\[wWsSbB]")
# A pattern that asks nothing of odd characters but their classes: none stands in it, nor in a range
# of it, and no flag is set.
_ASKS_CLASSES_ALONE = re.compile(
    r"(?:(?!\(\?[^:])[ -\[\]-~]|\\(?:[^xuUNpP0-9afnrtv]|[afnrtv](?!-)))*"
)
_SEPARATORS = "\x1c\x1d\x1e\x1f"


@cache
def _is_for_polars(pattern: str) -> bool:
    """Tell whether Polars reads a pattern as Python does: no lookaround, no back-references."""
    if _OTHERWISE.search(pattern):
        return False
    try:
        pl.Series([""]).str.contains(pattern)
    except pl.exceptions.ComputeError:
        return False
    return True
