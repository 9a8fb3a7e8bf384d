"""The columns of large tables that rules read, kept small: texts that recur as codes.

References and lists of codes hold few different texts, so that they are kept as numbers, which the
rules read as columns of the type Categorical of Polars: these compare and sort as their texts do.
Where a query cannot be run on such columns, the rules turn them into texts again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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

# Rows that are written to a database at once.
_ROWS = 200_000


class Domain:
    """Texts that may stand in some columns of some tables, and their codes.

    Args:
        values: The texts that are known beforehand, once or more often.
        source: Table and field of which these are all values, if they are.
    """

    def __init__(self, values: pl.Series, source: tuple[str, str] | None = None) -> None:
        self.source = source
        self.values = values

    @cached_property
    def _learned(self) -> tuple[pl.Series, pl.Series]:
        """The known texts and then the empty one; Polars forgets the codes that nothing uses."""
        dtype = pl.Categorical(pl.Categories.random("drenthe-data", pl.UInt32))
        known = self.values.cast(dtype)
        return known, pl.Series([""], dtype=pl.String).cast(dtype)

    @cached_property
    def dtype(self) -> pl.DataType:
        """The type of columns of these texts. Other texts get codes when they occur."""
        return self._learned[0].dtype

    @cached_property
    def size(self) -> int:
        """Number of the texts that are known beforehand; their codes are below it."""
        last = self._learned[0].to_physical().max()
        return 1 + last if isinstance(last, int) else 0

    @cached_property
    def empty(self) -> int:
        """The code of the empty text."""
        return int(self._learned[1].to_physical()[0])

    def code(self, text: pl.Expr) -> pl.Expr:
        """Give the codes (UInt32) of texts."""
        return text.cast(self.dtype).to_physical()

    def is_unknown(self, code: pl.Expr) -> pl.Expr:
        """Tell whether a code is not that of a text that is known beforehand."""
        return code >= self.size

    def texts(self, codes: pl.Series) -> pl.Series:
        """Give a column of texts for their codes."""
        return codes.cat.to(self.dtype)


@dataclass(slots=True)
class KeptColumns:
    """The columns of one large table that rules read.

    Attributes:
        resource: The table.
        fields: The names of the columns.
        coded: The domain of each column that is kept as codes.
        raw: Those of them whose empty cells have the code of the empty text.
        printed: Fields of figures beside which rules read how they are printed.
    """

    resource: Resource
    fields: set[str]
    coded: Mapping[str, Domain]
    memory: Memory
    printed: tuple[tuple[str, str], ...] = ()
    raw: frozenset[str] = frozenset()
    _spool: Spool | None = None
    _repeated: pl.Series | None = None

    def add(self, typed: pl.DataFrame, texts: pl.DataFrame) -> None:
        """Keep the columns of a block.

        Args:
            typed: Its values; a coded column is beside its codes (see :func:`code_name`).
            texts: Its cells.
        """
        columns: list[pl.Series] = []
        for name in typed.columns:
            if name not in self.fields:
                continue
            columns.append(
                typed[code_name(name)].alias(name) if name in self.coded else typed[name]
            )
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

    def leave_out(self, positions: pl.Series) -> None:
        """Leave out rows whose key an earlier row has."""
        self._repeated = positions

    def relation(self) -> tuple[pl.DataFrame, pl.Series]:
        """Give the columns without the rows that are left out, and the position of each row."""
        frame = pl.DataFrame() if self._spool is None else self._spool.whole()
        precisions = [name for name in frame.columns if frame.schema[name] == pl.Categorical]
        texts = [frame[name].cast(pl.String) for name in precisions]
        frame = frame.with_columns(*texts, *self._read(frame))
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
        slices = (part for frame in self._spool.blocks() for part in frame.iter_slices(_ROWS))
        for block in slices:
            texts = block.with_columns(self._read(block))
            texts = texts.with_columns(pl.col(pl.Categorical).cast(pl.String))
            database.create(self.resource.name, texts)
        if self._repeated is not None:
            database.leave_out(self.resource.name, self._repeated.to_list())

    def _read(self, frame: pl.DataFrame) -> list[pl.Series]:
        """Give the columns of texts for those of codes."""
        found = []
        for name, domain in self.coded.items():
            if name in frame.columns:
                codes = frame[name]
                if name in self.raw:
                    codes = codes.set(codes == domain.empty, None)
                found.append(domain.texts(codes))
        return found


def code_name(name: str) -> str:
    """Give the name of the column of codes beside a column of texts."""
    return f"\0code:{name}"


def domains(
    resources: Mapping[str, Resource], tables: Mapping[str, TypedTable]
) -> dict[tuple[str, str], Domain]:
    """Give the domain of each column that can be kept as codes, by table and field.

    A reference has the keys of its table for a domain, and so has that key; a list of codes has
    one in common with all equal lists.

    Args:
        resources: All tables, by name.
        tables: Those that are there as a whole.
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
                domain = by_list.setdefault(frozenset(listed), Domain(values))
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
                found[target] = Domain(parent.frame[target[1]], target)
            found[name, key.fields[0]] = found[target]
    return found
