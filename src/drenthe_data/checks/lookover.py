"""Looking a small table over: seeing in one go that nothing is wrong with any cell.

Making a mask for every constraint costs more than the few rows of a small table are worth. So the
different texts of each column are looked at first, and the table is judged by masks only when a
cell is wrong, or when something is asked that cannot be seen in this way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from drenthe_data.checks.constraints import Judgement, fits_pattern
from drenthe_data.constraints import KEEPS
from drenthe_data.descriptor import Field
from drenthe_data.reading import LINE, ROW
from drenthe_data.reading.casting import Cast, is_supported, text_of
from drenthe_data.reading.values import texts_of

# Below this many rows the texts of a column are sooner in a set than in a plan.
FEW = 5_000


class _Column:
    """The cells of a field: the filled ones once each, and how many are empty."""

    def __init__(self, item: Field, how: Cast, cells: pl.Series) -> None:
        self.item, self.how, self.cells = item, how, cells
        listed = cells.to_list()
        self.texts = set(listed)
        missing = self.texts.intersection(item.missing_values)
        self.texts -= missing
        self.empty = sum(listed.count(text) for text in missing)
        self.stays_text = item.type in ("string", "any") or not is_supported(item)

    @property
    def is_made(self) -> bool:
        """Whether the values are anything else than the cells."""
        return self.empty > 0 or not self.stays_text


def look_over(
    frame: pl.DataFrame,
    fields: Sequence[Field],
    casts: Mapping[str, Cast],
    judgements: Sequence[Judgement],
) -> pl.DataFrame | None:
    """Give the values of a table of which no cell is wrong; nothing when that is not sure.

    Args:
        frame: The cells as texts, with ``LINE`` and ``ROW``.
        fields: The fields of the schema.
        casts: The cast of each column that the file has.
        judgements: What is asked of the cells.
    """
    columns = {
        item.name: _Column(item, casts[item.name], frame[item.name])
        for item in fields
        if item.name in casts
    }
    asked: list[pl.Expr] = []
    on_values: list[Judgement] = []
    for judged in judgements:
        column = columns[judged.item.name]
        is_sound = _by_texts(judged, column)
        if is_sound is False:
            return None
        if is_sound is None:
            mask = _by_plan(judged, column)
            if mask is None:
                on_values.append(judged)
            else:
                asked.append(mask.any().alias(f"\0{len(asked)}"))
    made = [column.how.typed.alias(name) for name, column in columns.items() if column.is_made]
    found = frame.select(*made, *asked) if made or asked else frame
    if any(found[f"\0{number}"][0] for number in range(len(asked))):
        return None
    values = {
        name: found[name] if column.is_made else column.cells for name, column in columns.items()
    }
    if not all(_by_values(judged, columns[judged.item.name], values) for judged in on_values):
        return None
    return pl.DataFrame([*values.values(), frame[LINE], frame[ROW]])


def _by_texts(judged: Judgement, column: _Column) -> bool | None:
    """Tell from the different texts whether all cells are sound; nothing when that cannot be."""
    if not column.stays_text or judged.code == "type-error":
        return None
    texts, expected = column.texts, judged.expected
    if judged.variant == "required":
        return not column.empty
    if judged.variant == "unique":
        return len(texts) + column.empty == len(column.cells)
    if judged.variant == "minLength":
        return all(len(text) >= expected for text in texts)
    if judged.variant == "maxLength":
        return all(len(text) <= expected for text in texts)
    if judged.variant in ("enum", "categories") and column.item.type == "string":
        return texts.issubset(texts_of(expected))
    return None


def _by_plan(judged: Judgement, column: _Column) -> pl.Expr | None:
    """Give a mask over the cells as texts, where one is needed."""
    if judged.code == "type-error" and column.how.filled is None:
        return column.how.misfit
    if judged.variant == "pattern" and column.stays_text:
        text = text_of(column.item) if column.is_made else pl.col(column.item.name)
        return ~fits_pattern(text, judged.expected)
    return judged.mask() if judged.on_text else None


def _by_values(judged: Judgement, column: _Column, values: Mapping[str, pl.Series]) -> bool:
    """Tell from the values whether all cells are surely sound."""
    own = values[column.item.name]
    if judged.code == "type-error":
        return own.null_count() == column.empty
    if judged.variant == "required":
        return own.null_count() == 0
    keeps, limit = KEEPS.get(judged.variant), judged.expected
    if keeps is None or type(limit) not in (int, float):
        return False
    if column.item.type not in ("integer", "year", "number"):
        return False
    # NaN keeps no limit, and compares so.
    limit = float(limit) if column.item.type == "number" else limit
    return all(keeps(value, limit) for value in own.to_list() if value is not None)
