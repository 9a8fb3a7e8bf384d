"""Types and constraints: the checks that look at one cell at a time.

All cells of a table are cast and judged in one plan; only failing rows are looked at again. A small
table is first looked over in a cheaper way, which can only say that nothing at all is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import polars as pl

from drenthe_data.checks.constraints import (
    Judgement,
    judge,
    length_of,
    why_not,
)
from drenthe_data.checks.lookover import FEW, look_over
from drenthe_data.descriptor import Field
from drenthe_data.findings import CheckResult, Finding, Severity
from drenthe_data.reading import LINE, ROW, TextTable
from drenthe_data.reading.casting import Cast, cast, is_supported, misfit_wording

if TYPE_CHECKING:
    from drenthe_data.checks.rows import Rows
    from drenthe_data.messages.names import Names


@dataclass(slots=True)
class TypedTable:
    """A table with its values.

    Attributes:
        text: The table as it stands in its file.
        frame: The values, a column per field that the file has, then ``LINE`` and ``ROW``; row
            for row beside ``text.frame``.
        misfits: Per field the number of cells that do not fit its type.
        is_misfit: Per field with misfits, whether the cell of each row is one.
        rows: Of a large table: where its rows are; then the frame has only the columns that the
            rules read, and the text of the table is that of its header.
        faulty_keys: Of a large table: the keys that do not fit their type.
        is_keyed: Whether it is known that each row has a primary key of its own.
        known: Per field the keys among which the nearest to an unknown one is looked for, once
            there is one.
    """

    text: TextTable
    frame: pl.DataFrame
    misfits: dict[str, int] = field(default_factory=dict)
    is_misfit: dict[str, pl.Series] = field(default_factory=dict)
    rows: Rows | None = None
    faulty_keys: list[str] = field(default_factory=list)
    is_keyed: bool = False
    known: dict[str, Names] = field(default_factory=dict)

    @property
    def height(self) -> int:
        """Number of rows that could be read."""
        return self.text.frame.height if self.rows is None else self.rows.height

    @property
    def name(self) -> str:
        """Name of the resource."""
        return self.text.resource.name


class CellPlan:
    """The casts and masks of the columns of a table, made once for all its blocks.

    Attributes:
        casts: The cast of each column that the file has.
        judgements: What is asked of the cells, one mask each.
        skipped: Outcomes of what cannot be judged.
    """

    def __init__(self, text: TextTable) -> None:
        self.text = text
        names = set(text.frame.columns)
        fields = text.resource.schema.fields
        self.casts = {item.name: cast(item) for item in fields if item.name in names}
        self.judgements: list[Judgement] = []
        self.skipped: list[CheckResult] = []
        for item in fields:
            if item.name in self.casts:
                self._add(item, self.casts[item.name])
            else:
                self.skipped += _not_evaluated(text, item)

    def _add(self, item: Field, how: Cast) -> None:
        if not is_supported(item):
            shown = None if item.format == "default" else item.format
            reason = ("skipped.type", {"type": item.type, "format": shown})
            self.skipped.append(_result(self.text, "type-error", item, None, reason))
        elif how.misfit is not None:
            mask = partial(pl.col, f"\0misfit:{item.name}")
            wording = how.wording or item.type
            self.judgements.append(
                Judgement("type-error", item.type, item, mask, how.expected, wording)
            )
        for constraint, value in item.asked.items():
            asked = judge(item, how, constraint, value)
            if asked is None:
                reason = why_not(item, constraint, value)
                self.skipped.append(
                    _result(self.text, "constraint-error", item, constraint, reason)
                )
            elif isinstance(asked, Judgement):
                self.judgements.append(asked)

    @cached_property
    def misfits(self) -> list[pl.Expr]:
        """Whether cells are filled and do not fit, made from the values and ``on_texts``."""
        return [
            # The values are there: they need not be made a second time.
            (pl.col(name).is_null() & pl.col(f"\0filled:{name}")).alias(f"\0misfit:{name}")
            for name, how in self.casts.items()
            if how.filled is not None
        ]

    @cached_property
    def on_texts(self) -> list[pl.Expr]:
        """Columns that are made from the texts besides the values."""
        found = []
        for name, how in self.casts.items():
            if how.filled is not None:
                found.append(how.filled.alias(f"\0filled:{name}"))
            elif how.misfit is not None:
                found.append(how.misfit.fill_null(False).alias(f"\0misfit:{name}"))
        for judged in self.judgements:
            if judged.on_text:
                found.append(judged.mask().fill_null(False).alias(_on_text(judged)))
        return found

    @cached_property
    def masks(self) -> list[pl.Expr]:
        """The masks of the judgements, on the frame that :meth:`typed` gives."""
        return [
            (pl.col(_on_text(judged)) if judged.on_text else judged.mask()).fill_null(False)
            for judged in self.judgements
        ]

    def typed(self, text: TextTable) -> pl.LazyFrame:
        """Give the values of a block, and whether cells are misfits."""
        values = (how.typed.alias(name) for name, how in self.casts.items())
        plan = text.frame.lazy().select(*values, *self.on_texts, LINE, ROW)
        return plan.with_columns(self.misfits)

    def empty(self) -> pl.DataFrame:
        """Give the values of no row."""
        dtypes = {name: how.dtype for name, how in self.casts.items()}
        return pl.DataFrame(schema={**dtypes, LINE: pl.Int64, ROW: pl.Int64})

    def results(self) -> list[CheckResult]:
        """Give an outcome for each judgement, passed as yet."""
        return [_result(self.text, j.code, j.item, _detail(j)) for j in self.judgements]


def check_cells(text: TextTable, cap: int) -> tuple[TypedTable, list[CheckResult]]:
    """Cast a table and check types and constraints.

    Args:
        text: The table as read.
        cap: How many findings to keep per check.

    Returns:
        The typed table, and one outcome per field and constraint.
    """
    plan = CellPlan(text)
    results = plan.results()
    if text.frame.is_empty():
        # Nothing to judge: the columns get their types without making a plan.
        return TypedTable(text, plan.empty()), [*plan.skipped, *results]
    if text.frame.height < FEW:
        fields = text.resource.schema.fields
        values = look_over(text.frame, fields, plan.casts, plan.judgements)
        if values is not None:
            return TypedTable(text, values), [*plan.skipped, *results]
    masks = [mask.alias(f"\0{number}") for number, mask in enumerate(plan.masks)]
    judged_frame = plan.typed(text).with_columns(masks).collect()
    # Columns are taken as they are: a plan for each would cost more than the work.
    table = TypedTable(text, judged_frame[[*plan.casts, LINE, ROW]])
    for number, (judged, result) in enumerate(zip(plan.judgements, results, strict=True)):
        mask = judged_frame[f"\0{number}"]
        count = int(mask.sum())
        if count:
            if judged.code == "type-error":
                table.misfits[judged.item.name] = count
                table.is_misfit[judged.item.name] = mask
            result.outcome, result.count = "failed", count
            rows = mask.arg_true().head(cap).to_list()
            result.findings = [judged_finding(table, judged, row) for row in rows]
    return table, [*plan.skipped, *results]


def _on_text(judged: Judgement) -> str:
    """Name the column of a mask that reads the text of the cells."""
    return f"\0{judged.variant}:{judged.item.name}"


def row_finding(
    table: TypedTable,
    code: str,
    row: int,
    fields: Sequence[str],
    /,
    *,
    variant: str | None = None,
    value: str | None = None,
    severity: Severity = "error",
    **params: object,
) -> Finding:
    """Make a finding about a row of a table.

    Args:
        table: The table.
        code: The error type.
        row: Index of the row in the frame, from 0.
        fields: The fields it is about.
        variant: The wording, where the code has several.
        value: What was found; by default the cells of the fields, joined by ``;``.
        severity: What it weighs.
        params: What else the message needs.
    """
    text = table.text
    schema = text.resource.schema
    record, cells = text.row(row)
    key = tuple(record[name] for name in schema.primary_key if name in record)
    if value is None:
        value = ";".join(record[name] for name in fields)
    return Finding(
        code=code,
        severity=severity,
        file=text.path_of(row),
        resource=text.resource.name,
        line=record[LINE],
        row=record[ROW],
        field=", ".join(fields) or None,
        field_number=schema.number_of(fields[0]) if fields else None,
        key=key or None,
        value=value,
        params=params,
        variant=variant,
        cells=cells,
    )


def _result(
    text: TextTable,
    code: str,
    item: Field,
    detail: str | None,
    reason: tuple[str, dict[str, Any]] | None = None,
) -> CheckResult:
    return CheckResult(
        code=code,
        resource=text.resource.name,
        fields=(item.name,),
        outcome="passed" if reason is None else "not-evaluated",
        reason=reason,
        detail=detail,
    )


def _detail(judged: Judgement) -> str | None:
    """Name the constraint of a judgement; a type check has none."""
    return None if judged.code == "type-error" else judged.variant


def _not_evaluated(text: TextTable, item: Field) -> list[CheckResult]:
    """Give the outcomes of a field that the file has no column for."""
    reason = ("skipped.column", {"field": item.name, "table": text.resource.name})
    if not text.is_readable:
        reason = ("skipped.table", {"table": text.resource.name})
    results = [_result(text, "type-error", item, None, reason)]
    for constraint in item.asked:
        results.append(_result(text, "constraint-error", item, constraint, reason))
    return results


def unique_finding(table: TypedTable, judged: Judgement, row: int, first_line: int) -> Finding:
    """Say that a value stands in an earlier line already."""
    return row_finding(
        table,
        judged.code,
        row,
        [judged.item.name],
        expected=None,
        first_line=first_line,
        label=judged.item.label(),
        label_nl=judged.item.label("nl"),
    )


def judged_finding(table: TypedTable, judged: Judgement, row: int) -> Finding:
    """Say what is wrong with the cell of a row."""
    value = table.text.frame[row, judged.item.name]
    params: dict[str, Any] = {"expected": judged.expected, "label": judged.item.label()}
    params["label_nl"] = judged.item.label("nl")
    variant: str | None = judged.wording or judged.variant
    if judged.code == "type-error":
        variant = misfit_wording(judged.item, value, str(variant))
    elif judged.variant in ("enum", "categories"):
        params["nearest"] = judged.nearest(value)
    elif judged.variant in ("minLength", "maxLength"):
        params["length"] = length_of(judged.item, value)
    elif judged.variant == "pattern":
        params["nearest"] = _repaired(value, judged.item.constraints["pattern"])
        english = judged.item.raw.get("description", "")
        params["description"] = english
        params["description_nl"] = judged.item.raw.get("description_nl", english)
    elif judged.variant == "unique":
        same = table.frame[judged.item.name] == table.frame[row, judged.item.name]
        return unique_finding(table, judged, row, table.frame[int(same.arg_true()[0]), LINE])
    return row_finding(
        table, judged.code, row, [judged.item.name], variant=variant, value=value, **params
    )


def _repaired(value: str, pattern: str) -> str:
    """Propose the value as a slug, where the pattern takes it."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return slug if slug and slug != value and re.fullmatch(pattern, slug) else ""
