"""Constraints of Table Schema: one mask over the rows per constraint."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

from drenthe_data.descriptor import Field
from drenthe_data.reading.casting import Cast, is_supported

_LIMITS = {
    "minimum": lambda column, limit: column < limit,
    "maximum": lambda column, limit: column > limit,
    "exclusiveMinimum": lambda column, limit: column <= limit,
    "exclusiveMaximum": lambda column, limit: column >= limit,
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """One mask over the rows of a table, and what to say of the rows it marks."""

    code: str
    variant: str
    item: Field
    mask: pl.Expr
    expected: object


def judge(item: Field, how: Cast, name: str, value: Any) -> Judgement | str | None:
    """Give the mask of a constraint, ``"off"`` when it asks nothing, ``None`` when unsupported."""
    column = pl.col(item.name)
    if name in ("required", "unique") and value is not True:
        return "off"
    if name == "required":
        # A cell that does not fit its type is not empty: that is reported by the type check.
        empty = column.is_null()
        if how.misfit is not None:
            empty &= ~pl.col(f"\0misfit:{item.name}")
        return Judgement("constraint-error", name, item, empty, item.label())
    if name == "unique":
        mask = column.is_not_null() & ~column.is_first_distinct()
        return Judgement("unique-error", name, item, mask, None)
    if not is_supported(item):
        return None
    if name == "enum":
        known = _typed(item, how, value)
        return Judgement("constraint-error", name, item, ~column.is_in(known.implode()), value)
    if name in _LIMITS and item.type not in ("string", "boolean", "any"):
        limit = _typed(item, how, [value])
        if limit.null_count():
            return None
        mask = _LIMITS[name](column, pl.lit(limit.item(), dtype=how.dtype))
        return Judgement("constraint-error", name, item, mask, value)
    if item.type not in ("string", "any"):
        return None
    if name == "minLength":
        return Judgement("constraint-error", name, item, column.str.len_chars() < value, value)
    if name == "maxLength":
        return Judgement("constraint-error", name, item, column.str.len_chars() > value, value)
    if name == "pattern":
        return Judgement("constraint-error", name, item, ~_fits(column, value), value)
    return None


def _typed(item: Field, how: Cast, values: Sequence[object]) -> pl.Series:
    """Cast values of a schema just as the cells of the field are cast."""
    texts = [value if isinstance(value, str) else _json_text(value) for value in values]
    if item.type == "string":
        return pl.Series(item.name, texts, dtype=pl.String)
    return pl.DataFrame({item.name: texts}, schema={item.name: pl.String}).select(
        how.typed.alias(item.name)
    )[item.name]


def _json_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _fits(column: pl.Expr, pattern: str) -> pl.Expr:
    """Match whole values; patterns that Polars cannot read are matched by Python."""
    whole = f"^(?:{pattern})$"
    if not _is_for_polars(whole):
        compiled = re.compile(pattern)

        def match(values: pl.Series) -> pl.Series:
            fits = {
                value: compiled.fullmatch(value) is not None
                for value in values.unique().drop_nulls().to_list()
            }
            return values.replace_strict(fits, default=None, return_dtype=pl.Boolean)

        return column.map_batches(match, return_dtype=pl.Boolean)
    return column.str.contains(whole)


@cache
def _is_for_polars(pattern: str) -> bool:
    """Tell whether Polars can read a pattern; it knows no lookaround and no back-references."""
    try:
        pl.Series([""]).str.contains(pattern)
    except pl.exceptions.ComputeError:
        return False
    return True
