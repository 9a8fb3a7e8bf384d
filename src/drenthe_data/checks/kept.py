"""The columns of large tables that rules read, kept small: texts that recur as codes.

References and lists of codes hold few different texts, so that they are kept as numbers (the type
Enum of Polars). The categories of a domain are sorted, so that codes compare as the texts do, and
hold every text that a rule names, so that each query means the same as on texts. Where a query
cannot be run on codes at all, the rules turn them into texts again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from drenthe_data.checks.cells import TypedTable
from drenthe_data.checks.memory import Memory, Spool
from drenthe_data.checks.printed import readings
from drenthe_data.descriptor import Resource
from drenthe_data.reading import LINE

if TYPE_CHECKING:
    from drenthe_data.checks.database import Database

_TEXT = "text"
# Rows that are written to a database at once.
_ROWS = 200_000
_LITERAL = re.compile(r"'((?:[^']|'')*)'")


class Domain:
    """Texts that may stand in some columns of some tables.

    Args:
        values: The texts that are known beforehand.
        named: Texts that rules name.
        source: Table and field of which these are all values, if they are.

    Attributes:
        extras: Texts that occurred besides.
    """

    def __init__(
        self, values: pl.Series, named: Collection[str], source: tuple[str, str] | None = None
    ) -> None:
        self.values = values
        self.named = named
        self.source = source
        self.extras: set[str] = set()
        self._whole: tuple[int, pl.Expr] | None = None

    @cached_property
    def known(self) -> pl.Enum:
        """The type of the codes of what is known beforehand."""
        return pl.Enum(self.categories)

    @cached_property
    def categories(self) -> pl.Series:
        """All texts that are known beforehand, in order."""
        return _sorted(self.values, self.named)

    @cached_property
    def strangers(self) -> pl.Series:
        """The texts that only rules name; in a reference they are no keys."""
        named = pl.Series(sorted(self.named), dtype=pl.String)
        return named.filter(~named.is_in(self.values.implode()))

    def code(self, text: pl.Expr) -> pl.Expr:
        """Give the codes of texts; null for a text that is not known."""
        return text.cast(self.known, strict=False)

    def is_stranger(self, code: pl.Expr) -> pl.Expr:
        """Tell whether a code is null, or that of a text that only rules name."""
        if self.strangers.is_empty():
            return code.is_null()
        # By number: making codes of texts anew would mean to learn all categories again.
        numbers = self.categories.search_sorted(self.strangers)
        return code.is_null() | code.to_physical().is_in(numbers.to_list())

    def codes(self, texts: pl.Series) -> pl.Series:
        """Give the codes of texts, with those of all extras so far."""
        if self._whole is None or self._whole[0] != len(self.extras):
            # Made once, because Polars learns all categories anew for each type it is given.
            known = self.categories
            if self.extras:
                known = _sorted(self.values, [*self.named, *self.extras])
            self._whole = len(self.extras), pl.col(_TEXT).cast(pl.Enum(known))
        return texts.alias(_TEXT).to_frame().select(self._whole[1]).to_series().alias(texts.name)


def _sorted(values: pl.Series, others: Iterable[str]) -> pl.Series:
    return pl.concat([values, pl.Series(list(others), dtype=pl.String)]).unique().sort()


@dataclass(slots=True)
class KeptColumns:
    """The columns of one large table that rules read.

    Attributes:
        resource: The table.
        fields: The names of the columns.
        coded: The domain of each column that is kept as codes.
        printed: Fields of figures beside which rules read how they are printed.
    """

    resource: Resource
    fields: set[str]
    coded: Mapping[str, Domain]
    memory: Memory
    printed: tuple[tuple[str, str], ...] = ()
    _spool: Spool | None = None
    _others: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    _repeated: pl.Series | None = None

    def add(self, typed: pl.DataFrame, texts: pl.DataFrame, start: int) -> None:
        """Keep the columns of a block.

        Args:
            typed: Its values; a coded column is beside its codes (see :func:`code_name`).
            texts: Its cells.
            start: Position of its first row.
        """
        columns: list[pl.Series] = []
        for name in typed.columns:
            if name not in self.fields:
                continue
            column = typed[name]
            if name in self.coded:
                codes = typed[code_name(name)].alias(name)
                empty = column.null_count() + int((column == "").sum() or 0)
                if codes.null_count() > empty:
                    self._keep_others(name, column, codes, start)
                column = codes
            columns.append(column)
        both = [pair for pair in self.printed if set(pair) <= set(texts.columns)]
        for number, (figure, printed) in enumerate(both):
            prefix = f"{figure}_" if number else ""
            found = readings(texts[printed])
            columns.append(found["half_unit"].alias(f"{prefix}half_unit"))
            precision = found["precision"].cast(pl.Categorical)
            columns.append(precision.alias(f"{prefix}printed_precision"))
        if self._spool is None:
            self._spool = Spool(self.memory)
        # A query may count the rows of a table and name no column.
        self._spool.add(pl.DataFrame(columns or [texts[LINE]]))

    def _keep_others(self, name: str, column: pl.Series, codes: pl.Series, start: int) -> None:
        """Keep the texts that have no code."""
        rows = (codes.is_null() & column.is_not_null() & (column != "")).arg_true()
        found = column.gather(rows).to_list()
        places = (rows.cast(pl.Int64) + start).to_list()
        self._others.setdefault(name, []).extend(zip(places, found, strict=True))
        self.coded[name].extras.update(found)

    def leave_out(self, positions: pl.Series) -> None:
        """Leave out rows whose key an earlier row has."""
        self._repeated = positions

    def relation(self) -> tuple[pl.DataFrame, pl.Series]:
        """Give the columns without the rows that are left out, and the position of each row."""
        frame = pl.DataFrame() if self._spool is None else self._spool.whole()
        changed = [
            self._whole(frame[name], domain)
            for name, domain in self.coded.items()
            if name in frame.columns
        ]
        frame = frame.with_columns(changed).with_columns(pl.col(pl.Categorical).cast(pl.String))
        positions = pl.int_range(frame.height, eager=True)
        if self._repeated is None or self._repeated.is_empty():
            return frame, positions
        is_first = ~positions.is_in(self._repeated.implode())
        return frame.filter(is_first), positions.filter(is_first)

    def clear(self) -> None:
        """Give up all rows."""
        if self._spool is not None:
            self._spool.clear()

    def fits_with(self, others: Iterable[KeptColumns]) -> bool:
        """Tell whether queries can be run on this and others in memory."""
        if self.memory.share is None:
            return True
        size = sum(own._spool.size for own in (self, *others) if own._spool is not None)
        return self.memory.parts(size) == 1

    def write(self, database: Database) -> None:
        """Write the columns to a database, without the rows that are left out."""
        if self._spool is None:
            return
        position = 0
        slices = (part for frame in self._spool.blocks() for part in frame.iter_slices(_ROWS))
        for block in slices:
            texts = block.with_columns(pl.col(pl.Enum, pl.Categorical).cast(pl.String))
            for name, others in self._others.items():
                end = position + block.height
                here = [(row - position, text) for row, text in others if position <= row < end]
                if here:
                    rows = pl.Series([row for row, _ in here], dtype=pl.UInt32)
                    values = pl.Series([text for _, text in here], dtype=pl.String)
                    texts = texts.with_columns(texts[name].scatter(rows, values))
            database.create(self.resource.name, texts)
            position += block.height
        if self._repeated is not None:
            database.leave_out(self.resource.name, self._repeated.to_list())

    def _whole(self, column: pl.Series, domain: Domain) -> pl.Series:
        """Give a column with the codes of all its texts."""
        if not domain.extras:
            return column
        others = self._others.get(column.name, [])
        rows = pl.Series([row for row, _ in others], dtype=pl.UInt32)
        texts = pl.Series([text for _, text in others], dtype=pl.String)
        return domain.codes(column).scatter(rows, domain.codes(texts))


def code_name(name: str) -> str:
    """Give the name of the column of codes beside a column of texts."""
    return f"\0code:{name}"


def literals(queries: Iterable[str]) -> set[str]:
    """Give the texts that queries name."""
    return {found.replace("''", "'") for query in queries for found in _LITERAL.findall(query)}


def domains(
    resources: Mapping[str, Resource], tables: Mapping[str, TypedTable], named: Collection[str]
) -> dict[tuple[str, str], Domain]:
    """Give the domain of each column that can be kept as codes, by table and field.

    A reference has the keys of its table for a domain, and so has that key; a list of codes has
    one in common with all equal lists.

    Args:
        resources: All tables, by name.
        tables: Those that are there as a whole.
        named: Texts that rules name.
    """
    found: dict[tuple[str, str], Domain] = {}
    by_list: dict[frozenset[str], Domain] = {}
    for name, resource in resources.items():
        for item in resource.schema.fields:
            listed = item.constraints.get("enum")
            if item.type != "string" or not isinstance(listed, list):
                continue
            if all(isinstance(value, str) for value in listed):
                values = pl.Series(sorted(set(listed)), dtype=pl.String)
                domain = by_list.setdefault(frozenset(listed), Domain(values, named))
                found[name, item.name] = domain
        for key in resource.schema.foreign_keys:
            parent = tables.get(key.resource or name)
            if len(key.fields) != 1 or parent is None or parent.rows is not None:
                continue
            target = (parent.name, key.reference_fields[0])
            own = resource.schema.field(key.fields[0])
            if own.type != "string" or parent.frame.schema.get(target[1]) != pl.String:
                continue
            if target not in found:
                keys = parent.frame[target[1]].drop_nulls().unique()
                found[target] = Domain(keys, named, target)
            found[name, key.fields[0]] = found[target]
    return found
