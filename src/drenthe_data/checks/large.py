"""Checking a table that is too large to hold: block by block, keeping little of each row.

What is kept of a row is what later checks need: the hash of each key, the codes of references, and
the columns that the rules read. Whatever is reported is read from the file again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from drenthe_data.checks.cells import (
    CellPlan,
    TypedTable,
    judged_finding,
    row_finding,
    unique_finding,
)
from drenthe_data.checks.constraints import Judgement
from drenthe_data.checks.kept import Domain, KeptColumns, code_name
from drenthe_data.checks.keys import (
    absent,
    compared,
    comparison,
    cycles,
    items_of,
    known_keys,
    orphan_finding,
    report_empty_parts,
    self_references,
    unknown_items,
    why_not,
    without_faulty,
)
from drenthe_data.checks.memory import Memory
from drenthe_data.checks.positions import (
    POSITION,
    Comparison,
    HashStore,
    PairStore,
    key_hash,
    pair_of,
)
from drenthe_data.descriptor import Field, ForeignKey, Resource, Schema
from drenthe_data.findings import CheckResult, Finding
from drenthe_data.messages.names import Names
from drenthe_data.reading import LINE, BlockReader, TextTable
from drenthe_data.reading.casting import Cast
from drenthe_data.reading.table import Mark

# Parents with more keys than this are compared by hashes, when all tables have been read.
_MOST_CODES = 2_000_000
_MOST_IN_SET = 300_000
# Constraints on texts that need not be asked of a cell whose value is known to meet them.
_ON_TEXTS = ("pattern", "minLength", "maxLength")

BlockCheck = Callable[[TypedTable], Iterable[CheckResult]]


@dataclass(slots=True)
class Rows:
    """The rows of a large table: kept columns in memory, all others in the file.

    Attributes:
        reader: Reads the file.
        starts: Position of the first row of each block, from 0.
        marks: Where each block stands.
        height: Number of rows.
        kept: The columns that rules read.
        pairs: The keys that other tables refer to, by fields and what is compared.
    """

    reader: BlockReader
    starts: list[int] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    height: int = 0
    kept: KeptColumns | None = None
    pairs: dict[tuple[tuple[str, ...], Comparison], PairStore] = field(default_factory=dict)
    _cells: dict[str, pl.Series] = field(default_factory=dict)

    def add(self, block: TextTable) -> None:
        """Note where a block stands."""
        if block.mark is not None:
            self.starts.append(self.height)
            self.marks.append(block.mark)
        self.height += block.frame.height

    def cells(self, name: str) -> pl.Series:
        """Read the cells of a field again."""
        if name not in self._cells:
            blocks = [block.frame[name] for block in self.reader.again(self.marks)]
            self._cells[name] = pl.concat(blocks) if blocks else pl.Series(dtype=pl.String)
        return self._cells[name]

    def fetch(self, positions: Iterable[int]) -> TypedTable:
        """Read the rows at some positions again; gives them in the order of the file."""
        wanted = sorted(set(positions))
        head = self.reader.head
        table = TextTable.empty(head.resource, 0, head.path)
        table.labels, table.columns, table.is_readable = head.labels, head.columns, True
        table.frame = head.frame.clear()
        groups: dict[int, list[int]] = {}
        if wanted:
            blocks = pl.Series(self.starts).search_sorted(pl.Series(wanted), side="right") - 1
            for number, position in zip(blocks.to_list(), wanted, strict=True):
                groups.setdefault(number, []).append(position - self.starts[number])
        frames = []
        height = 0
        again = self.reader.again([self.marks[number] for number in groups])
        for block, places in zip(again, groups.values(), strict=False):
            here = [place for place in places if place < block.frame.height]
            if not table.parts or table.parts[-1][1] != block.path:
                table.parts.append((height, block.path))
            height += len(here)
            frames.append(block.frame[here])
        if frames:
            table.frame = pl.concat(frames)
        return TypedTable(table, table.frame)


@dataclass(slots=True)
class _Key:
    """A key that may occur once: its hashes, and how a repetition is reported."""

    fields: tuple[str, ...]
    is_kept: pl.Expr
    result: CheckResult
    store: HashStore
    judged: Judgement | None = None


@dataclass(slots=True)
class _Reference:
    """A foreign key, and how it is checked.

    Rows are judged at once when ``is_orphan`` can be given, because the parent is known. Else the
    ``pairs`` of hashes are kept, and compared with those of the parent in the end.
    """

    key: ForeignKey
    result: CheckResult
    pairs: PairStore
    parent: TypedTable | None = None
    known_pairs: PairStore | None = None
    how: Comparison = "values"
    is_orphan: pl.Expr | None = None
    known: Names | None = None


@dataclass(slots=True)
class _List:
    """A field that lists keys, and the hashes of its items when the parent is not known yet."""

    key: ForeignKey
    separator: str
    result: CheckResult
    pairs: PairStore
    parent: TypedTable | None = None
    known: Names | None = None


class LargeCheck:
    """Checks one large table.

    Args:
        reader: Reads its blocks.
        tables: The tables that have been read before; small ones are there as a whole.
        resources: All tables of the package, by name.
        kept: Keeps the columns that the rules read.
        coded: The domains of references and lists of codes.
        referred: The keys of this table that others refer to, and what is compared.
        checks: Checks that look at one row at a time, by name.
        cap: How many findings to keep per check.
        memory: What may be kept in memory.
    """

    def __init__(  # noqa: PLR0917
        self,
        reader: BlockReader,
        tables: Mapping[str, TypedTable],
        resources: Mapping[str, Resource],
        kept: KeptColumns | None,
        coded: Mapping[tuple[str, str], Domain],
        referred: Iterable[tuple[tuple[str, ...], Comparison]],
        checks: Mapping[str, BlockCheck],
        cap: int,
        memory: Memory,
    ) -> None:
        self.memory = memory
        self.text = reader.head
        self.schema: Schema = reader.resource.schema
        self.tables = tables
        self.resources = resources
        self.checks = checks
        self.cap = cap
        self.coded = coded
        self.rows = Rows(reader, kept=kept)
        self.table = TypedTable(self.text, self.text.frame, rows=self.rows)
        self.referred = list(referred)
        self.by_name: dict[str, list[CheckResult]] = {name: [] for name in checks}
        self._plan: CellPlan | None = None
        self._cells: list[CheckResult] = []
        self._keys: list[_Key] = []
        self._references: list[_Reference] = []
        self._lists: list[_List] = []
        # The fields of the primary key of which empty cells are to be reported with it.
        self._empty: list[Field] = []
        self._links: list[tuple[ForeignKey, CheckResult]] = []

    @property
    def name(self) -> str:
        """Name of the table."""
        return self.text.resource.name

    # The plan of the blocks.

    def _start(self, block: TextTable) -> CellPlan:
        """Make the expressions that are the same for all blocks."""
        self.text.frame = block.frame.clear()
        self.table.frame = self.text.frame
        plan = self._plan = CellPlan(block)
        self._cells = plan.results()
        # Of each field: those masks that need not be asked where the value is known.
        self._spared: dict[str, dict[int, pl.Expr]] = {}
        # Of each field of which codes are made, for references or rules: their domain.
        self._domains = dict(self.rows.kept.coded) if self.rows.kept else {}
        self._raw = self._raw_fields(plan)
        self._masks: dict[int, pl.Expr] = {
            number: self._raw_mask(judged, mask) if judged.item.name in self._raw else mask
            for number, (judged, mask) in enumerate(zip(plan.judgements, plan.masks, strict=True))
        }
        if self.rows.kept is not None:
            self.rows.kept.raw = frozenset(self._raw)
        self._start_keys(plan)
        self._start_references(plan)
        self._start_lists()
        needed = {
            name
            for number, mask in self._masks.items()
            if plan.judgements[number].variant != "required"
            for name in mask.meta.root_names()
        }
        for key in self._keys:
            needed |= {*key.fields, *key.is_kept.meta.root_names()}
        for reference in self._references:
            needed |= set(reference.key.fields)
        for fields, _ in self.rows.pairs:
            needed |= set(fields)
        needed |= {item.name for item in self._empty}
        for link, _ in self._links:
            needed |= {*link.fields, *link.reference_fields}
        needed |= self.rows.kept.fields if self.rows.kept else set()
        if self.checks:
            needed |= set(plan.casts)
        values = set(needed)
        needed |= {name for mask in self._masks.values() for name in mask.meta.root_names()}
        needed |= {name for misfit in plan.misfits for name in misfit.meta.root_names()}
        present = [
            self._present(name, how, needs_value=name in values).alias(name)
            for name, how in plan.casts.items()
            if name in needed
        ]
        self._quick = [
            name for name, how in plan.casts.items() if name in needed and how.quick is not None
        ]
        codes = [
            domain.code(pl.col(name) if name in self._raw else plan.casts[name].typed).alias(
                code_name(name)
            )
            for name, domain in self._domains.items()
            if name in plan.casts
        ]
        as_text = {
            name
            for reference in self._references
            if reference.how == "texts"
            for name in reference.key.fields
        }
        texts = [pl.col(name).alias(f"\0text:{name}") for name in as_text]
        self._typed = [*present, *plan.on_texts, *codes, *texts]
        return plan

    def _present(self, name: str, how: Cast, *, needs_value: bool) -> pl.Expr:
        """Give the values of a field in the cheapest way."""
        if name in self._raw:
            return pl.col(name)
        if how.presence is not None and not needs_value:
            return how.presence
        return how.typed if how.quick is None else how.quick

    def _raw_fields(self, plan: CellPlan) -> set[str]:
        """Give the fields whose texts are used as they are, because only "" is empty."""
        kept = self.rows.kept
        as_values = kept.fields - set(kept.coded) if kept is not None else set()
        return {
            name
            for name in plan.casts
            if (item := self.schema.field(name)).type == "string"
            and item.format == "default"
            and item.missing_values == ("",)
            and item.printed_in is None
            and name not in as_values
        }

    @staticmethod
    def _raw_mask(judged: Judgement, mask: pl.Expr) -> pl.Expr:
        """Give a mask on texts of which the empty ones have not been taken out."""
        text = pl.col(judged.item.name)
        if judged.variant == "required":
            return text == ""
        return mask if judged.variant == "maxLength" else mask & (text != "")

    def _filled(self, name: str) -> pl.Expr:
        """Tell whether a cell has a value."""
        return pl.col(name) != "" if name in self._raw else pl.col(name).is_not_null()

    def _start_keys(self, plan: CellPlan) -> None:
        primary = self.schema.primary_key
        for number, judged in enumerate(plan.judgements):
            if judged.variant == "unique":
                del self._masks[number]
                name = judged.item.name
                store = HashStore(self.memory)
                self._keys.append(
                    _Key((name,), self._filled(name), self._cells[number], store, judged)
                )
        codes = [("primary-key", primary)] if primary else []
        codes += [("unique-key", key) for key in self.schema.unique_keys]
        self.by_name["keys"] = []
        for code, fields in codes:
            result = CheckResult(code=code, resource=self.name, fields=fields)
            self.by_name["keys"].append(result)
            result.reason = absent(self.table, fields)
            if result.reason is not None:
                result.outcome = "not-evaluated"
                continue
            parts = [self._filled(name) for name in fields]
            is_primary = code == "primary-key"
            self._keys.append(
                _Key(fields, pl.all_horizontal(parts), result, HashStore(self.memory))
            )
            if is_primary:
                items = [self.schema.field(name) for name in fields]
                self._empty = [item for item in items if not item.is_required]
                self._primary = result
        for fields, how in self.referred:
            if all(name in plan.casts for name in fields):
                self.rows.pairs[fields, how] = PairStore(self.memory, how=how)

    def _start_references(self, plan: CellPlan) -> None:
        self.by_name["references"] = []
        for key in self.schema.foreign_keys:
            result = CheckResult(code="foreign-key", resource=self.name, fields=key.fields)
            self.by_name["references"].append(result)
            reference = _Reference(key, result, PairStore(self.memory))
            target = key.resource or self.name
            parent = self.tables.get(target)
            result.reason = absent(self.table, key.fields)
            if result.reason is None and parent is not None and target != self.name:
                result.reason = why_not(self.table, key.fields, parent, key)
            if result.reason is None and target not in self.resources:
                result.reason = ("skipped.table", {"table": target})
            if result.reason is not None:
                result.outcome = "not-evaluated"
                continue
            other = self.resources[target].schema
            reference.how = comparison(self.schema, key, other)
            self._references.append(reference)
            if parent is None or parent.rows is not None or target == self.name:
                continue
            self._know_parent(plan, reference, parent)
        self.by_name["hierarchies"] = []
        for key in self_references(self.table):
            result = CheckResult(code="hierarchy-cycle", resource=self.name, fields=key.fields)
            self.by_name["hierarchies"].append(result)
            result.reason = absent(self.table, (*key.fields, *key.reference_fields))
            if result.reason is not None:
                result.outcome = "not-evaluated"
            elif comparison(self.schema, key, self.schema) != "texts":
                self._links.append((key, result))
        self._link_stores = [PairStore(self.memory) for _ in self._links]

    def _start_lists(self) -> None:
        self.by_name["lists"] = []
        for item in self.schema.fields:
            if item.list_of is None:
                continue
            target, name, separator = item.list_of
            key = ForeignKey((item.name,), target, (name,))
            result = CheckResult(code="foreign-key", resource=self.name, fields=key.fields)
            self.by_name["lists"].append(result)
            parent = self.tables.get(target)
            if parent is not None and parent.rows is not None:
                parent = None
            result.reason = absent(self.table, key.fields)
            if result.reason is None and target not in self.resources:
                result.reason = ("skipped.table", {"table": target})
            if result.reason is None and parent is not None:
                result.reason = why_not(self.table, key.fields, parent, key)
            if result.reason is not None:
                result.outcome = "not-evaluated"
                continue
            self._lists.append(_List(key, separator, result, PairStore(self.memory), parent))

    def _know_parent(self, plan: CellPlan, reference: _Reference, parent: TypedTable) -> None:
        """Prepare a foreign key to a table that is there as a whole."""
        key = reference.key
        how = reference.how
        frame = compared(parent.text.frame, parent.frame, key.reference_fields, how)
        reference.parent = parent
        if len(key.fields) == 1 and frame.dtypes[0] == pl.String and frame.height <= _MOST_CODES:
            self._know_texts(plan, reference, frame.to_series())
            return
        values = frame.drop_nulls().unique(maintain_order=True)
        if values.height > _MOST_CODES or (len(key.fields) > 1 and values.height > _MOST_IN_SET):
            store = PairStore(self.memory, how=how)
            pairs = pair_of([pl.col(name) for name in key.reference_fields])
            store.add(values.select(pl.int_range(pl.len()).alias(POSITION), *pairs))
            reference.known_pairs = store
            return
        own = [pl.col(name) for name in key.fields]
        is_whole = pl.all_horizontal(self._filled(name) for name in key.fields)
        if how == "texts":
            own = [pl.col(f"\0text:{name}") for name in key.fields]
        elif how == "numbers":
            numeric = [plan.casts[name].dtype.is_numeric() for name in key.fields]
            own = [
                part.cast(pl.Float64) if is_number else part
                for part, is_number in zip(own, numeric, strict=True)
            ]
        known = (
            values.rename(dict(zip(key.reference_fields, key.fields, strict=True))).to_struct("key")
            if len(own) > 1
            else values.to_series()
        )
        part = pl.struct(expr.alias(name) for expr, name in zip(own, key.fields, strict=True))
        value = part if len(own) > 1 else own[0]
        reference.is_orphan = is_whole & ~value.is_in(known.implode())

    def _know_texts(self, plan: CellPlan, reference: _Reference, keys: pl.Series) -> None:
        """Prepare a foreign key of one field, of which texts are compared.

        Its codes are made once for it and the rules, unless these read it with other codes.
        """
        name = reference.key.fields[0]
        is_whole = self._filled(name)
        if reference.how == "texts":
            domain = Domain(keys)
            code = domain.code(pl.col(f"\0text:{name}"))
            reference.is_orphan = is_whole & domain.is_unknown(code)
            return
        target = (reference.key.resource, reference.key.reference_fields[0])
        usual = self.coded.get(target)
        if usual is None or usual.source != target:
            usual = Domain(keys, target)
        domain = self._domains.setdefault(name, usual)
        if domain.source != target:
            reference.is_orphan = is_whole & usual.is_unknown(usual.code(pl.col(name)))
            return
        reference.is_orphan = is_whole & domain.is_unknown(pl.col(code_name(name)))
        self._spare(plan, name, keys)

    def _spare(self, plan: CellPlan, name: str, values: pl.Series) -> None:
        """Leave out the masks on a field that all values of its parent meet."""
        for number, judged in enumerate(plan.judgements):
            if judged.item.name != name or judged.variant not in _ON_TEXTS or judged.on_text:
                continue
            if (
                number in self._masks
                and not values.alias(name).to_frame().select(plan.masks[number].any()).item()
            ):
                self._spared.setdefault(name, {})[number] = self._masks.pop(number)

    # One block.

    def add(self, block: TextTable) -> None:
        """Check the rows of a block, and keep of them what is needed later."""
        start = self.rows.height
        self.rows.add(block)
        self.text.take_over(block)
        plan = self._plan or self._start(block)
        if block.frame.is_empty():
            return
        frame = block.frame.select(*self._typed)
        if plan.misfits:
            frame = self._with_misfits(plan, block, frame)
        table = TypedTable(block, frame)
        out = frame.select(
            *(mask.alias(f"mask:{number}") for number, mask in self._masks.items()),
            *(
                pl.when(key.is_kept)
                .then(key_hash([pl.col(name) for name in key.fields]))
                .alias(f"key:{number}")
                for number, key in enumerate(self._keys)
            ),
            *(
                reference.is_orphan.fill_null(False).alias(f"orphan:{number}")
                for number, reference in enumerate(self._references)
                if reference.is_orphan is not None
            ),
            *(
                (~self._filled(item.name) & ~_misfit(frame, item)).alias(f"empty:{number}")
                for number, item in enumerate(self._empty)
            ),
        )
        sums = out.select(pl.col(pl.Boolean).sum())
        for number in self._masks:
            if count := sums[f"mask:{number}"].item():
                self._judged(table, number, count, out[f"mask:{number}"])
        for number, key in enumerate(self._keys):
            key.store.add(out[f"key:{number}"])
        empty = [(item, out[f"empty:{number}"]) for number, item in enumerate(self._empty)]
        if any(sums[f"empty:{number}"].item() for number in range(len(empty))):
            report_empty_parts(table, empty, self._primary, self.cap)
        unknown = [
            reference.key.fields[0]
            for number, reference in enumerate(self._references)
            if reference.is_orphan is not None and sums[f"orphan:{number}"].item()
        ]
        # Once, also when several references start from the field.
        for name in dict.fromkeys(unknown):
            self._judge_spared(table, name)
        for number, reference in enumerate(self._references):
            if reference.is_orphan is None:
                self._add_pairs(table, reference, start)
            elif sums[f"orphan:{number}"].item():
                self._orphans(table, reference, out[f"orphan:{number}"])
        for listed in self._lists:
            self._add_items(table, listed, start)
        self._add_own(frame, block, start)
        if self.rows.kept is not None:
            self.rows.kept.add(frame, block.frame)
        for name, check in self.checks.items():
            merge_all(self.by_name[name], check(table), self.cap)

    def _with_misfits(self, plan: CellPlan, block: TextTable, frame: pl.DataFrame) -> pl.DataFrame:
        """Add whether cells are misfits; columns with a cell that is unusual are cast exactly."""
        full = frame.with_columns(plan.misfits)
        unusual = [name for name in self._quick if full[f"\0misfit:{name}"].any()]
        if not unusual:
            return full
        exact = block.frame.select(plan.casts[name].typed.alias(name) for name in unusual)
        return frame.with_columns(exact).with_columns(plan.misfits)

    def _judged(self, table: TypedTable, number: int, count: int, mask: pl.Series) -> None:
        """Report the cells that a mask marks."""
        plan = self._plan
        if plan is None:
            return
        judged = plan.judgements[number]
        if judged.code == "type-error":
            name = judged.item.name
            self.table.misfits[name] = self.table.misfits.get(name, 0) + count
            table.misfits[name] = count
            table.is_misfit[name] = mask
            if name in self.schema.primary_key:
                self.table.faulty_keys += table.text.frame[name].filter(mask).to_list()
        self._report(
            self._cells[number], count, mask, lambda row: judged_finding(table, judged, row)
        )

    def _report(
        self,
        result: CheckResult,
        count: int,
        mask: pl.Series,
        make: Callable[[int], Finding],
    ) -> None:
        room = max(self.cap - len(result.findings), 0)
        result.outcome = "failed"
        result.count += count
        if room:
            result.findings += [make(row) for row in mask.arg_true().head(room).to_list()]

    def _judge_spared(self, table: TypedTable, name: str) -> None:
        """Ask the masks that were left out of a field, of which a value is not known."""
        for number, mask in self._spared.get(name, {}).items():
            found = table.frame.select(mask.alias("mask")).to_series()
            if count := int(found.sum()):
                self._judged(table, number, count, found)

    def _orphans(self, table: TypedTable, reference: _Reference, is_orphan: pl.Series) -> None:
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
        room = max(self.cap - len(reference.result.findings), 0)
        file = self.resources[key.resource or self.name].path
        if room and reference.known is None:
            reference.known = known_keys(parent, key)
        for row in rows.head(room).to_list():
            found = orphan_finding(table, key, row, file, reference.known or Names(()))
            reference.result.findings.append(found)

    def _add_pairs(self, table: TypedTable, reference: _Reference, start: int) -> None:
        """Keep the hashes of a foreign key whose parent is not known yet."""
        names = reference.key.fields
        own = compared(table.text.frame, table.frame, names, reference.how)
        whole = pl.all_horizontal(self._filled(name) for name in names)
        is_whole = table.frame.select(whole.alias("is_whole")).to_series()
        reference.pairs.add(_pairs(own, is_whole, start))

    def _add_items(self, table: TypedTable, listed: _List, start: int) -> None:
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

    def _unknown(self, listed: _List, table: TypedTable, unknown: pl.DataFrame, count: int) -> None:
        """Report items that do not occur in the other table."""
        if not count:
            return
        key, result = listed.key, listed.result
        result.outcome = "failed"
        result.count += count
        file = self.resources[key.resource].path
        if listed.known is None and listed.parent is not None:
            listed.known = known_keys(listed.parent, key)
        known = listed.known or Names(())
        for row, item in unknown.head(max(self.cap - len(result.findings), 0)).iter_rows():
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
                whole = pl.all_horizontal(self._filled(name) for name in fields)
                is_whole = frame.select(whole.alias("is_whole")).to_series()
            store.add(_pairs(source, is_whole, start))
        for (key, _), store in zip(self._links, self._link_stores, strict=True):
            names = (key.reference_fields[0], key.fields[0])
            own, above = map(pl.col, names)
            how = comparison(self.schema, key, self.schema)
            links = compared(block.frame, frame, names, how).select(
                pl.int_range(start, start + pl.len()).alias(POSITION),
                one=pl.when(self._filled(key.reference_fields[0])).then(key_hash([own])),
                two=pl.when(self._filled(key.fields[0])).then(key_hash([above])),
            )
            store.add(links.drop_nulls())

    # When all blocks, and then all tables, have been read.

    def close(self) -> None:
        """Find what occurs twice, once all blocks have been read."""
        if self._plan is None:
            self._start(self.text)
        if not self.rows.height:
            self._add_nothing()
        for key in self._keys:
            repeated = key.store.repeated()
            if key.result.code == "primary-key" and self.rows.kept is not None:
                self.rows.kept.leave_out(repeated[POSITION])
            self._repeated(key, repeated)
            key.store.clear()
        for (key_, result), store in zip(self._links, self._link_stores, strict=True):
            links = store.frame().rename({POSITION: "row", "one": "own", "two": "parent"})
            self._cycles(key_, result, cycles(links))
            store.clear()

    def _add_nothing(self) -> None:
        """Check a table without rows."""
        if self._plan is None:
            return
        table = TypedTable(self.text, self._plan.empty())
        if self.rows.kept is not None:
            self.rows.kept.add(self.text.frame.select(*self._typed), self.text.frame)
        for name, check in self.checks.items():
            merge_all(self.by_name[name], check(table), self.cap)

    def _repeated(self, key: _Key, repeated: pl.DataFrame, *, is_exact: bool = False) -> None:
        """Report repeated keys; those that are shown are read again and compared."""
        if repeated.is_empty():
            return
        result = key.result
        shown = repeated.head(max(self.cap - len(result.findings), 0))
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
        if self._plan is None:
            return []
        values = [self._plan.casts[name].typed.alias(name) for name in fields]
        # NaN is the same as NaN; no part of a key that is compared is null.
        frame = table.text.frame.select(values).with_columns(pl.col(pl.Float64).fill_nan(None))
        return frame.rows()

    def _truly_repeated(self, key: _Key, repeated: pl.DataFrame) -> pl.DataFrame:
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
        kept = found[: self.cap]
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
        for reference in self._references:
            if reference.is_orphan is not None:
                continue
            key = reference.key
            parent = tables.get(key.resource or self.name)
            reference.result.reason = why_not(self.table, key.fields, parent, key)
            if reference.result.reason is not None or parent is None:
                reference.result.outcome = "not-evaluated"
                continue
            known = reference.known_pairs or _pairs_of(parent, key, reference.how)
            missing = reference.pairs.missing_in(known)
            reference.pairs.clear()
            self._missing(reference, parent, missing)
        for listed in self._lists:
            if listed.parent is None:
                self._resolve_list(listed, tables)

    def _resolve_list(self, listed: _List, tables: Mapping[str, TypedTable]) -> None:
        key = listed.key
        parent = tables.get(key.resource)
        listed.result.reason = why_not(self.table, key.fields, parent, key)
        if listed.result.reason is not None or parent is None:
            listed.result.outcome = "not-evaluated"
            return
        name = key.reference_fields[0]
        missing = listed.pairs.missing_in(_pairs_of(parent, key, "texts"))
        listed.pairs.clear()
        if missing.is_empty():
            return
        table = self.rows.fetch(missing.head(self.cap).to_list())
        unknown = unknown_items(table, key.fields[0], listed.separator, parent, name)
        listed.known = known_keys(parent, key)
        self._unknown(listed, table, unknown, len(missing))

    def _missing(self, reference: _Reference, parent: TypedTable, missing: pl.Series) -> None:
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
        table = self.rows.fetch(missing.head(self.cap).to_list())
        file = self.resources[key.resource or self.name].path
        known = known_keys(parent, key)
        for row in range(table.text.frame.height):
            result.findings.append(orphan_finding(table, key, row, file, known))

    def results(self, name: str) -> list[CheckResult]:
        """Give the outcomes of a family of checks."""
        if name == "cells":
            return [*(self._plan.skipped if self._plan else []), *self._cells]
        return self.by_name.get(name, [])


def _misfit(frame: pl.DataFrame, item: Field) -> pl.Expr:
    name = f"\0misfit:{item.name}"
    return pl.col(name) if name in frame.columns else pl.lit(False)


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
