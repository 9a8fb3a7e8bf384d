"""Checking a table that is too large to hold: block by block, keeping little of each row.

What is kept of a row is what later checks need: the hash of each key, the codes of references, and
the columns that the rules read. Whatever is reported is read from the file again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from drenthe_data.checks.cells import TypedTable, judged_finding, row_finding, unique_finding
from drenthe_data.checks.keys import (
    compared,
    comparison,
    cycles,
    items_of,
    known_keys,
    orphan_finding,
    report_empty_parts,
    unknown_items,
    why_not,
    without_faulty,
)
from drenthe_data.checks.large_plan import Around, Key, LargePlan, ListOfKeys, Reference
from drenthe_data.checks.positions import POSITION, Comparison, PairStore, key_hash, pair_of
from drenthe_data.checks.rows import Rows
from drenthe_data.descriptor import ForeignKey
from drenthe_data.findings import CheckResult, Finding
from drenthe_data.messages.names import Names
from drenthe_data.reading import LINE, BlockReader, TextTable


class LargeCheck:
    """Checks one large table.

    Args:
        reader: Reads its blocks.
        around: What it is checked with.

    Attributes:
        table: The table, as other checks see it.
        rows: Its rows.
    """

    def __init__(self, reader: BlockReader, around: Around) -> None:
        self.around = around
        self.text = reader.head
        self.schema = reader.resource.schema
        self.rows = Rows(reader, kept=around.kept)
        self.table = TypedTable(self.text, self.text.frame, rows=self.rows)
        self.by_name: dict[str, list[CheckResult]] = {name: [] for name in around.checks}
        self._plan: LargePlan | None = None

    @property
    def name(self) -> str:
        """Name of the table."""
        return self.text.resource.name

    @property
    def plan(self) -> LargePlan:
        """What is asked of each block."""
        return self._started(self.text) if self._plan is None else self._plan

    def _started(self, block: TextTable) -> LargePlan:
        """Give the plan, made from the first block."""
        if self._plan is None:
            self.table.frame = self.text.frame = block.frame.clear()
            self._plan = LargePlan(block, self.table, self.around)
            self.rows.pairs = self._plan.pairs
        return self._plan

    # One block.

    def add(self, block: TextTable) -> None:
        """Check the rows of a block, and keep of them what is needed later."""
        start = self.rows.height
        self.rows.add(block)
        self.text.take_over(block)
        plan = self._started(block)
        if block.frame.is_empty():
            return
        frame = block.frame.select(*plan.typed)
        if plan.cells.misfits:
            frame = _with_misfits(plan, block, frame)
        table = TypedTable(block, frame)
        out = frame.select(plan.asked)
        sums = out.select(pl.col(pl.Boolean).sum())
        for number in plan.masks:
            if count := sums[f"mask:{number}"].item():
                self._judged(table, number, count, out[f"mask:{number}"])
        for number, key in enumerate(plan.keys):
            key.store.add(out[f"key:{number}"])
        empty = [(item, out[f"empty:{number}"]) for number, item in enumerate(plan.empty)]
        is_any = any(sums[f"empty:{number}"].item() for number in range(len(empty)))
        if is_any and plan.primary is not None:
            report_empty_parts(table, empty, plan.primary, self.around.cap)
        unknown = [
            reference.key.fields[0]
            for number, reference in enumerate(plan.references)
            if reference.is_orphan is not None and sums[f"orphan:{number}"].item()
        ]
        # Once, also when several references start from the field.
        for name in dict.fromkeys(unknown):
            self._judge_spared(table, name)
        for number, reference in enumerate(plan.references):
            if reference.is_orphan is None:
                self._add_pairs(table, reference, start)
            elif sums[f"orphan:{number}"].item():
                self._orphans(table, reference, out[f"orphan:{number}"])
        for listed in plan.lists:
            self._add_items(table, listed, start)
        self._add_own(frame, block, start)
        if self.rows.kept is not None:
            self.rows.kept.add(frame, block.frame)
        for name, check in self.around.checks.items():
            merge_all(self.by_name[name], check(table), self.around.cap)

    def _judged(self, table: TypedTable, number: int, count: int, mask: pl.Series) -> None:
        """Report the cells that a mask marks."""
        judged = self.plan.cells.judgements[number]
        if judged.code == "type-error":
            name = judged.item.name
            self.table.misfits[name] = self.table.misfits.get(name, 0) + count
            table.misfits[name] = count
            table.is_misfit[name] = mask
            if name in self.schema.primary_key:
                self.table.faulty_keys += table.text.frame[name].filter(mask).to_list()
        self._report(
            self.plan.results[number], count, mask, lambda row: judged_finding(table, judged, row)
        )

    def _report(
        self,
        result: CheckResult,
        count: int,
        mask: pl.Series,
        make: Callable[[int], Finding],
    ) -> None:
        room = max(self.around.cap - len(result.findings), 0)
        result.outcome = "failed"
        result.count += count
        if room:
            result.findings += [make(row) for row in mask.arg_true().head(room).to_list()]

    def _judge_spared(self, table: TypedTable, name: str) -> None:
        """Ask the masks that were left out of a field, of which a value is not known."""
        for number, mask in self.plan.spared.get(name, {}).items():
            found = table.frame.select(mask.alias("mask")).to_series()
            if count := int(found.sum()):
                self._judged(table, number, count, found)

    def _orphans(self, table: TypedTable, reference: Reference, is_orphan: pl.Series) -> None:
        """Report the rows of a block whose key does not occur in a table that is known."""
        key, parent = reference.key, reference.parent
        if parent is None:
            return
        rows = is_orphan.arg_true()
        rows = without_faulty(rows, table.text.frame, key, parent)
        if rows.is_empty():
            return
        reference.result.outcome = "failed"
        reference.result.count += len(rows)
        room = max(self.around.cap - len(reference.result.findings), 0)
        file = self.around.resources[key.resource or self.name].path
        if room and reference.known is None:
            reference.known = known_keys(parent, key)
        for row in rows.head(room).to_list():
            found = orphan_finding(table, key, row, file, reference.known or Names(()))
            reference.result.findings.append(found)

    def _add_pairs(self, table: TypedTable, reference: Reference, start: int) -> None:
        """Keep the hashes of a foreign key whose parent is not known yet."""
        names = reference.key.fields
        own = compared(table.text.frame, table.frame, names, reference.how)
        whole = pl.all_horizontal(self.plan.filled(name) for name in names)
        is_whole = table.frame.select(whole.alias("is_whole")).to_series()
        reference.pairs.add(_pairs(own, is_whole, start))

    def _add_items(self, table: TypedTable, listed: ListOfKeys, start: int) -> None:
        """Check the items of a field of lists, or keep their hashes."""
        name = listed.key.fields[0]
        if listed.parent is not None:
            field_of_parent = listed.key.reference_fields[0]
            unknown = unknown_items(table, name, listed.separator, listed.parent, field_of_parent)
            self._unknown(listed, table, unknown, unknown.height)
            return
        items = items_of(table.text, name, listed.separator)
        position = pl.col("row").cast(pl.Int64) + start
        listed.pairs.add(items.select(position.alias(POSITION), *pair_of([pl.col("item")])))

    def _unknown(
        self, listed: ListOfKeys, table: TypedTable, unknown: pl.DataFrame, count: int
    ) -> None:
        """Report items that do not occur in the other table."""
        if not count:
            return
        key, result = listed.key, listed.result
        result.outcome = "failed"
        result.count += count
        file = self.around.resources[key.resource].path
        if listed.known is None and listed.parent is not None:
            listed.known = known_keys(listed.parent, key)
        known = listed.known or Names(())
        for row, item in unknown.head(max(self.around.cap - len(result.findings), 0)).iter_rows():
            found = orphan_finding(table, key, row, file, known, item)
            result.findings.append(found)

    def _add_own(self, frame: pl.DataFrame, block: TextTable, start: int) -> None:
        """Keep the hashes of keys that other rows refer to."""
        for (fields, how), store in self.rows.pairs.items():
            source = compared(block.frame, frame, fields, how)
            if how == "texts":
                # All texts, as of a table that is held.
                is_whole = _is_whole(source)
            else:
                whole = pl.all_horizontal(self.plan.filled(name) for name in fields)
                is_whole = frame.select(whole.alias("is_whole")).to_series()
            store.add(_pairs(source, is_whole, start))
        for link in self.plan.links:
            key = link.key
            names = (key.reference_fields[0], key.fields[0])
            own, above = map(pl.col, names)
            how = comparison(self.schema, key, self.schema)
            links = compared(block.frame, frame, names, how).select(
                pl.int_range(start, start + pl.len()).alias(POSITION),
                one=pl.when(self.plan.filled(key.reference_fields[0])).then(key_hash([own])),
                two=pl.when(self.plan.filled(key.fields[0])).then(key_hash([above])),
            )
            link.store.add(links.drop_nulls())

    # When all blocks, and then all tables, have been read.

    def close(self) -> None:
        """Find what occurs twice, once all blocks have been read."""
        if not self.rows.height:
            self._add_nothing()
        for key in self.plan.keys:
            repeated = key.store.repeated()
            if key.result.code == "primary-key" and self.rows.kept is not None:
                self.rows.kept.leave_out(repeated[POSITION])
            self._repeated(key, repeated)
            key.store.clear()
        for link in self.plan.links:
            links = link.store.frame().rename({POSITION: "row", "one": "own", "two": "parent"})
            self._cycles(link.key, link.result, cycles(links))
            link.store.clear()

    def _add_nothing(self) -> None:
        """Check a table without rows."""
        table = TypedTable(self.text, self.plan.cells.empty())
        if self.rows.kept is not None:
            self.rows.kept.add(self.text.frame.select(*self.plan.typed), self.text.frame)
        for name, check in self.around.checks.items():
            merge_all(self.by_name[name], check(table), self.around.cap)

    def _repeated(self, key: Key, repeated: pl.DataFrame, *, is_exact: bool = False) -> None:
        """Report repeated keys; those that are shown are read again and compared."""
        if repeated.is_empty():
            return
        result = key.result
        shown = repeated.head(max(self.around.cap - len(result.findings), 0))
        table = self.rows.fetch([*shown[POSITION].to_list(), *shown["first"].to_list()])
        places = dict(zip(_positions(shown), range(table.text.frame.height), strict=False))
        keys = self._values(table, key.fields)
        if not is_exact and any(
            keys[places[row]] != keys[places[first]]
            for row, first in shown.iter_rows()
            if row in places and first in places
        ):
            self._repeated(key, self._truly_repeated(key, repeated), is_exact=True)
            return
        result.outcome = "failed"
        result.count += repeated.height
        for row, first in shown.iter_rows():
            if row not in places or first not in places:
                continue
            line = table.text.frame[places[first], LINE]
            if key.judged is not None:
                found = unique_finding(table, key.judged, places[row], line)
            else:
                found = row_finding(table, result.code, places[row], key.fields, first_line=line)
            result.findings.append(found)

    def _values(self, table: TypedTable, fields: Sequence[str]) -> list[tuple[Any, ...]]:
        """Give the values of a key in rows that were read again."""
        values = [self.plan.cells.casts[name].typed.alias(name) for name in fields]
        # NaN is the same as NaN; no part of a key that is compared is null.
        frame = table.text.frame.select(values).with_columns(pl.col(pl.Float64).fill_nan(None))
        return frame.rows()

    def _truly_repeated(self, key: Key, repeated: pl.DataFrame) -> pl.DataFrame:
        """Compare keys with equal hashes by their values; two keys may share a hash by chance."""
        positions = _positions(repeated)
        values = self._values(self.rows.fetch(positions), key.fields)
        firsts: dict[tuple[Any, ...], int] = {}
        found = []
        for position, value in zip(positions, values, strict=False):
            first = firsts.setdefault(value, position)
            if first != position:
                found.append((position, first))
        schema = {POSITION: pl.Int64, "first": pl.Int64}
        return pl.DataFrame(found, schema=schema, orient="row")

    def _cycles(self, key: ForeignKey, result: CheckResult, found: list[list[int]]) -> None:
        if not found:
            return
        result.outcome, result.count = "failed", len(found)
        kept = found[: self.around.cap]
        wanted = sorted({row for rows in kept for row in rows})
        table = self.rows.fetch(wanted)
        places = dict(zip(wanted, range(table.text.frame.height), strict=False))
        names = table.text.frame[key.reference_fields[0]]
        for rows in kept:
            if any(row not in places for row in rows):
                continue  # the file is another one by now
            path = [names[places[row]] for row in [*rows, rows[0]]]
            result.findings.append(
                row_finding(
                    table, "hierarchy-cycle", places[rows[0]], key.fields, value=path[0], path=path
                )
            )

    def resolve(self, tables: Mapping[str, TypedTable]) -> None:
        """Check the foreign keys that had to wait until all tables had been read."""
        for reference in self.plan.references:
            if reference.is_orphan is not None:
                continue
            key = reference.key
            parent = tables.get(key.resource or self.name)
            reason = why_not(self.table, key.fields, parent, key)
            if reference.result.skip(reason) or parent is None:
                continue
            known = reference.known_pairs or _pairs_of(parent, key, reference.how)
            missing = reference.pairs.missing_in(known)
            reference.pairs.clear()
            self._missing(reference, parent, missing)
        for listed in self.plan.lists:
            if listed.parent is None:
                self._resolve_list(listed, tables)

    def _resolve_list(self, listed: ListOfKeys, tables: Mapping[str, TypedTable]) -> None:
        key = listed.key
        parent = tables.get(key.resource)
        if listed.result.skip(why_not(self.table, key.fields, parent, key)) or parent is None:
            return
        name = key.reference_fields[0]
        missing = listed.pairs.missing_in(_pairs_of(parent, key, "texts"))
        listed.pairs.clear()
        if missing.is_empty():
            return
        table = self.rows.fetch(missing.head(self.around.cap).to_list())
        unknown = unknown_items(table, key.fields[0], listed.separator, parent, name)
        listed.known = known_keys(parent, key)
        self._unknown(listed, table, unknown, len(missing))

    def _missing(self, reference: Reference, parent: TypedTable, missing: pl.Series) -> None:
        if missing.is_empty():
            return
        key, result = reference.key, reference.result
        if parent.text.faulty or parent.faulty_keys or parent.is_misfit:
            texts = self.rows.fetch(missing.to_list()).text.frame
            # Fewer rows, when the file is another one by now.
            places = pl.int_range(texts.height, eager=True)
            if len(missing) == texts.height:
                missing = missing.gather(without_faulty(places, texts, key, parent))
        if missing.is_empty():
            return
        result.outcome, result.count = "failed", len(missing)
        table = self.rows.fetch(missing.head(self.around.cap).to_list())
        file = self.around.resources[key.resource or self.name].path
        known = known_keys(parent, key)
        for row in range(table.text.frame.height):
            result.findings.append(orphan_finding(table, key, row, file, known))

    def results(self, name: str) -> list[CheckResult]:
        """Give the outcomes of a family of checks."""
        if name == "cells":
            return [*self.plan.cells.skipped, *self.plan.results]
        return {**self.plan.by_name, **self.by_name}.get(name, [])


def _with_misfits(plan: LargePlan, block: TextTable, frame: pl.DataFrame) -> pl.DataFrame:
    """Add whether cells are misfits; columns with a cell that is unusual are cast exactly."""
    full = frame.with_columns(plan.cells.misfits)
    unusual = [name for name in plan.quick if full[f"\0misfit:{name}"].any()]
    if not unusual:
        return full
    exact = block.frame.select(plan.cells.casts[name].typed.alias(name) for name in unusual)
    return frame.with_columns(exact).with_columns(plan.cells.misfits)


def _positions(shown: pl.DataFrame) -> list[int]:
    return sorted({*shown[POSITION].to_list(), *shown["first"].to_list()})


def _is_whole(frame: pl.DataFrame) -> pl.Series:
    """Tell of each row whether no part of it is empty."""
    return frame.select(pl.all_horizontal(pl.all().is_not_null()).alias("is_whole")).to_series()


def _pairs(frame: pl.DataFrame, is_whole: pl.Series, start: int) -> pl.DataFrame:
    """Give the hashes of the rows of a frame of keys, without those that are not whole."""
    pairs = frame.select(
        pl.int_range(start, start + pl.len()).alias(POSITION),
        *pair_of([pl.col(name) for name in frame.columns]),
    )
    return pairs.filter(is_whole)


def _pairs_of(parent: TypedTable, key: ForeignKey, how: Comparison) -> PairStore:
    """Give the keys of a parent as pairs of hashes."""
    if parent.rows is not None:
        return parent.rows.pairs[key.reference_fields, how]
    frame = compared(parent.text.frame, parent.frame, key.reference_fields, how)
    return PairStore.of(_pairs(frame, _is_whole(frame), 0))


def merge_all(total: list[CheckResult], block: Iterable[CheckResult], cap: int) -> None:
    """Add the outcomes of a block to those of the blocks before it, check by check."""
    for number, result in enumerate(block):
        if number == len(total):
            total.append(result)
        else:
            merge(total[number], result, cap)


def merge(total: CheckResult, block: CheckResult, cap: int) -> None:
    """Add the outcome of a check on a block to that on the blocks before it."""
    total.count += block.count
    total.noted += block.noted
    total.findings += block.findings[: max(cap - len(total.findings), 0)]
    total.notes += block.notes[: max(cap - len(total.notes), 0)]
    if block.outcome == "failed" or total.outcome == "passed":
        total.outcome = block.outcome
        total.reason = block.reason
