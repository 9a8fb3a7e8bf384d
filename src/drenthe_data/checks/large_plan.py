"""What is asked of each block of a large table: expressions made once, from its first block.

Cells are cast in the cheapest way that tells what is asked of them, and what is known of a value
already is not asked again: a reference to a small table is a code in the list of its keys, so that
the patterns which all keys meet need be asked of unknown values only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from drenthe_data.checks.cells import CellPlan, TypedTable
from drenthe_data.checks.constraints import Judgement
from drenthe_data.checks.kept import Domain, KeptColumns, code_name
from drenthe_data.checks.keys import absent, compared, comparison, why_not
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
from drenthe_data.findings import CheckResult
from drenthe_data.messages.names import Names
from drenthe_data.reading import TextTable
from drenthe_data.reading.casting import Cast

# Parents with more keys than this are compared by hashes, when all tables have been read.
_MOST_CODES = 2_000_000
_MOST_IN_SET = 300_000
# Constraints on texts that need not be asked of a cell whose value is known to meet them.
_ON_TEXTS = ("pattern", "minLength", "maxLength")

BlockCheck = Callable[[TypedTable], Iterable[CheckResult]]


@dataclass(frozen=True, slots=True)
class Around:
    """What a large table is checked with.

    Attributes:
        tables: The tables that have been read before; small ones are there as a whole.
        resources: All tables of the package, by name.
        kept: Keeps the columns that the rules read.
        coded: The domains of references and lists of codes.
        referred: The keys of this table that others refer to, and what is compared.
        checks: Checks that look at one row at a time, by name.
        cap: How many findings to keep per check.
        memory: What may be kept in memory.
    """

    tables: Mapping[str, TypedTable]
    resources: Mapping[str, Resource]
    kept: KeptColumns | None
    coded: Mapping[tuple[str, str], Domain]
    referred: Iterable[tuple[tuple[str, ...], Comparison]]
    checks: Mapping[str, BlockCheck]
    cap: int
    memory: Memory


@dataclass(slots=True)
class Key:
    """A key that may occur once: its hashes, and how a repetition is reported."""

    fields: tuple[str, ...]
    is_kept: pl.Expr
    result: CheckResult
    store: HashStore
    judged: Judgement | None = None


@dataclass(slots=True)
class Reference:
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
class ListOfKeys:
    """A field that lists keys, and the hashes of its items when the parent is not known yet."""

    key: ForeignKey
    separator: str
    result: CheckResult
    pairs: PairStore
    parent: TypedTable | None = None
    known: Names | None = None


@dataclass(slots=True)
class Link:
    """A reference of a table to itself that must not go in circles, and the hashes of its rows."""

    key: ForeignKey
    result: CheckResult
    store: PairStore


class LargePlan:
    """The expressions for the blocks of a large table, and what is kept of their rows.

    Attributes:
        cells: The casts and masks of the columns.
        results: The outcome of each mask.
        by_name: The outcomes of keys, references, lists and hierarchies.
        typed: The columns of values, and others that are made from texts.
        quick: Fields that are cast in a way that leaves out unusual values.
        masks: The masks that are asked of each block, by number.
        spared: Of a field, those that need not be asked where its value is known.
        raw: Fields whose texts are used as they are; an empty cell is an empty text.
        domains: Of each field of which codes are made, for references or rules: their domain.
        keys: The keys that may occur once.
        references: The foreign keys.
        lists: The fields that list keys.
        links: The references to the table itself.
        pairs: The keys that other tables refer to, by fields and what is compared.
        asked: What is asked of the values of each block.
        empty: The fields of the primary key of which empty cells are to be reported with it.
        primary: The outcome of the primary key.
    """

    def __init__(self, block: TextTable, table: TypedTable, around: Around) -> None:
        self.table = table
        self.around = around
        self.schema: Schema = block.resource.schema
        self.cells = CellPlan(block)
        self.results = self.cells.results()
        self.keys: list[Key] = []
        self.references: list[Reference] = []
        self.lists: list[ListOfKeys] = []
        self.links: list[Link] = []
        self.empty: list[Field] = []
        self.primary: CheckResult | None = None
        self.by_name: dict[str, list[CheckResult]] = {}
        self.pairs: dict[tuple[tuple[str, ...], Comparison], PairStore] = {}
        self.spared: dict[str, dict[int, pl.Expr]] = {}
        self.domains = dict(around.kept.coded) if around.kept else {}
        self.raw = self._raw_fields()
        self.masks: dict[int, pl.Expr] = {
            number: self._mask(judged, mask)
            for number, (judged, mask) in enumerate(
                zip(self.cells.judgements, self.cells.masks, strict=True)
            )
        }
        if around.kept is not None:
            around.kept.raw = frozenset(self.raw)
        self._start_keys()
        self._start_references()
        self._start_links()
        self._start_lists()
        needed = self._needed()
        present = [
            self._present(name, how).alias(name)
            for name, how in self.cells.casts.items()
            if name in needed
        ]
        self.quick = [name for name in needed if self.cells.casts[name].quick is not None]
        codes = [
            domain.code(pl.col(name) if name in self.raw else self.cells.casts[name].typed).alias(
                code_name(name)
            )
            for name, domain in self.domains.items()
            if name in self.cells.casts
        ]
        as_text = {
            name
            for reference in self.references
            if reference.how == "texts"
            for name in reference.key.fields
        }
        texts = [pl.col(name).alias(f"\0text:{name}") for name in as_text]
        self.typed = [*present, *self.cells.on_texts, *codes, *texts]
        self.asked = self._asked()

    def _needed(self) -> set[str]:
        """Give the fields that are asked for anything."""
        needed = {
            name
            for number, mask in self.masks.items()
            if self.cells.judgements[number].variant != "required"
            for name in mask.meta.root_names()
        }
        for key in self.keys:
            needed |= {*key.fields, *key.is_kept.meta.root_names()}
        for reference in self.references:
            needed |= set(reference.key.fields)
        for fields, _ in self.pairs:
            needed |= set(fields)
        needed |= {item.name for item in self.empty}
        for link in self.links:
            needed |= {*link.key.fields, *link.key.reference_fields}
        needed |= self.around.kept.fields if self.around.kept else set()
        if self.around.checks:
            needed |= set(self.cells.casts)
        needed |= {name for mask in self.masks.values() for name in mask.meta.root_names()}
        needed |= {name for misfit in self.cells.misfits for name in misfit.meta.root_names()}
        return needed & set(self.cells.casts)

    def _asked(self) -> list[pl.Expr]:
        """Give what is asked of the values of each block: masks, hashes, orphans, empty parts."""
        keys = [
            pl.when(key.is_kept).then(key_hash([pl.col(name) for name in key.fields]))
            for key in self.keys
        ]
        orphans = {
            number: reference.is_orphan.fill_null(False)
            for number, reference in enumerate(self.references)
            if reference.is_orphan is not None
        }
        return [
            *(mask.alias(f"mask:{number}") for number, mask in self.masks.items()),
            *(key.alias(f"key:{number}") for number, key in enumerate(keys)),
            *(mask.alias(f"orphan:{number}") for number, mask in orphans.items()),
            *(self._is_empty(item).alias(f"empty:{n}") for n, item in enumerate(self.empty)),
        ]

    def _is_empty(self, item: Field) -> pl.Expr:
        """Tell whether a cell is empty, and no misfit, which has no value either."""
        is_empty = ~self.filled(item.name)
        if self.cells.casts[item.name].misfit is None:
            return is_empty
        return is_empty & ~pl.col(f"\0misfit:{item.name}")

    def _present(self, name: str, how: Cast) -> pl.Expr:
        """Give the values of a field in the cheapest way."""
        if name in self.raw:
            return pl.col(name)
        return how.typed if how.quick is None else how.quick

    def _raw_fields(self) -> set[str]:
        """Give the fields whose texts are used as they are, because only "" is empty."""
        kept = self.around.kept
        as_values = kept.fields - set(kept.coded) if kept is not None else set()
        return {
            name
            for name in self.cells.casts
            if (item := self.schema.field(name)).type == "string"
            and item.format == "default"
            and item.missing_values == ("",)
            and item.printed_in is None
            and name not in as_values
        }

    def _mask(self, judged: Judgement, mask: pl.Expr) -> pl.Expr:
        """Give a mask in the cheapest way; of raw texts the empty ones have not been taken out."""
        name = judged.item.name
        domain = self.domains.get(name)
        if judged.variant == "enum" and domain is not None and domain.source is None:
            is_unknown = domain.is_unknown(pl.col(code_name(name))).fill_null(False)
            return is_unknown & self.filled(name)
        if name not in self.raw:
            return mask
        text = pl.col(name)
        if judged.variant == "required":
            return text == ""
        return mask if judged.variant == "maxLength" else mask & (text != "")

    def filled(self, name: str) -> pl.Expr:
        """Tell whether a cell has a value."""
        return pl.col(name) != "" if name in self.raw else pl.col(name).is_not_null()

    def _start_keys(self) -> None:
        primary = self.schema.primary_key
        for number, judged in enumerate(self.cells.judgements):
            if judged.variant == "unique":
                del self.masks[number]
                name = judged.item.name
                store = HashStore(self.around.memory)
                self.keys.append(
                    Key((name,), self.filled(name), self.results[number], store, judged)
                )
        codes = [("primary-key", primary)] if primary else []
        codes += [("unique-key", key) for key in self.schema.unique_keys]
        self.by_name["keys"] = []
        for code, fields in codes:
            result = CheckResult(code=code, resource=self.table.name, fields=fields)
            self.by_name["keys"].append(result)
            if result.skip(absent(self.table, fields)):
                continue
            parts = [self.filled(name) for name in fields]
            is_primary = code == "primary-key"
            self.keys.append(
                Key(fields, pl.all_horizontal(parts), result, HashStore(self.around.memory))
            )
            if is_primary:
                items = [self.schema.field(name) for name in fields]
                self.empty = [item for item in items if not item.is_required]
                self.primary = result
        for fields, how in self.around.referred:
            if all(name in self.cells.casts for name in fields):
                self.pairs[fields, how] = PairStore(self.around.memory, how=how)

    def _start_references(self) -> None:
        self.by_name["references"] = []
        for key in self.schema.foreign_keys:
            result = CheckResult(code="foreign-key", resource=self.table.name, fields=key.fields)
            self.by_name["references"].append(result)
            reference = Reference(key, result, PairStore(self.around.memory))
            target = key.resource or self.table.name
            parent = None if target == self.table.name else self.around.tables.get(target)
            if result.skip(self._why_not(key, parent)):
                continue
            other = self.around.resources[target].schema
            reference.how = comparison(self.schema, key, other)
            self.references.append(reference)
            if parent is not None and parent.rows is None:
                self._know_parent(reference, parent)

    def _start_links(self) -> None:
        self.by_name["hierarchies"] = []
        for key in self.table.text.resource.self_references:
            result = CheckResult(
                code="hierarchy-cycle", resource=self.table.name, fields=key.fields
            )
            self.by_name["hierarchies"].append(result)
            if result.skip(absent(self.table, (*key.fields, *key.reference_fields))):
                continue
            if comparison(self.schema, key, self.schema) != "texts":
                self.links.append(Link(key, result, PairStore(self.around.memory)))

    def _start_lists(self) -> None:
        self.by_name["lists"] = []
        for item in self.schema.fields:
            if item.list_of is None:
                continue
            target, name, separator = item.list_of
            key = ForeignKey((item.name,), target, (name,))
            result = CheckResult(code="foreign-key", resource=self.table.name, fields=key.fields)
            self.by_name["lists"].append(result)
            parent = self.around.tables.get(target)
            if parent is not None and parent.rows is not None:
                parent = None
            if result.skip(self._why_not(key, parent)):
                continue
            self.lists.append(
                ListOfKeys(key, separator, result, PairStore(self.around.memory), parent)
            )

    def _why_not(
        self, key: ForeignKey, parent: TypedTable | None
    ) -> tuple[str, Mapping[str, Any]] | None:
        """Say why a reference cannot be checked, as far as that is known already."""
        target = key.resource or self.table.name
        if parent is not None:
            return why_not(self.table, key.fields, parent, key)
        is_known = target in self.around.resources
        missing = None if is_known else ("skipped.table", {"table": target})
        return absent(self.table, key.fields) or missing

    def _know_parent(self, reference: Reference, parent: TypedTable) -> None:
        """Prepare a foreign key to a table that is there as a whole."""
        key = reference.key
        how = reference.how
        frame = compared(parent.text.frame, parent.frame, key.reference_fields, how)
        reference.parent = parent
        if len(key.fields) == 1 and frame.dtypes[0] == pl.String and frame.height <= _MOST_CODES:
            self._know_texts(reference, frame.to_series())
            return
        values = frame.drop_nulls().unique(maintain_order=True)
        if values.height > _MOST_CODES or (len(key.fields) > 1 and values.height > _MOST_IN_SET):
            store = PairStore(self.around.memory, how=how)
            pairs = pair_of([pl.col(name) for name in key.reference_fields])
            store.add(values.select(pl.int_range(pl.len()).alias(POSITION), *pairs))
            reference.known_pairs = store
            return
        own = [pl.col(name) for name in key.fields]
        is_whole = pl.all_horizontal(self.filled(name) for name in key.fields)
        if how == "texts":
            own = [pl.col(f"\0text:{name}") for name in key.fields]
        elif how == "numbers":
            numeric = [self.cells.casts[name].dtype.is_numeric() for name in key.fields]
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

    def _know_texts(self, reference: Reference, keys: pl.Series) -> None:
        """Prepare a foreign key of one field, of which texts are compared.

        Its codes are made once for it and the rules, unless these read it with other codes.
        """
        name = reference.key.fields[0]
        is_whole = self.filled(name)
        if reference.how == "texts":
            domain = Domain(keys)
            code = domain.code(pl.col(f"\0text:{name}"))
            reference.is_orphan = is_whole & domain.is_unknown(code)
            return
        target = (reference.key.resource, reference.key.reference_fields[0])
        usual = self.around.coded.get(target)
        if usual is None or usual.source != target:
            usual = Domain(keys, target)
        domain = self.domains.setdefault(name, usual)
        if domain.source != target:
            reference.is_orphan = is_whole & usual.is_unknown(usual.code(pl.col(name)))
            return
        reference.is_orphan = is_whole & domain.is_unknown(pl.col(code_name(name)))
        self._spare(name, keys)

    def _spare(self, name: str, values: pl.Series) -> None:
        """Leave out the masks on a field that all values of its parent meet."""
        for number, judged in enumerate(self.cells.judgements):
            if judged.item.name != name or judged.variant not in _ON_TEXTS or judged.on_text:
                continue
            if (
                number in self.masks
                and not values.alias(name).to_frame().select(self.cells.masks[number].any()).item()
            ):
                self.spared.setdefault(name, {})[number] = self.masks.pop(number)
