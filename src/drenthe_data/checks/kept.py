"""The columns of large tables that rules read, kept small: texts that recur as codes.

References and lists of codes hold few different texts, so that they are kept as numbers (the type
Enum of Polars). The categories of a domain are sorted, so that codes compare as the texts do, and
hold every text that a rule names, so that each query means the same as on texts. Where a query
cannot be run on codes at all, the rules turn them into texts again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from drenthe_data.checks.cells import TypedTable
from drenthe_data.checks.printed import readings
from drenthe_data.descriptor import Resource

_LITERAL = re.compile(r"'((?:[^']|'')*)'")


@dataclass(slots=True)
class Domain:
    """Texts that may stand in some columns of some tables.

    Attributes:
        values: The texts that are known beforehand.
        extras: Texts that occurred besides.
    """

    values: pl.Series
    extras: set[str] = field(default_factory=set)

    def dtype(self, literals: Iterable[str]) -> pl.Enum:
        """Give the type of its codes: all texts in order."""
        return pl.Enum(sorted({*self.values.to_list(), *self.extras, *literals}))


@dataclass(slots=True)
class KeptColumns:
    """The columns of one large table that rules read.

    Args:
        resource: The table.
        fields: The names of the columns.
        coded: The domain of each column that is kept as codes.
        printed: Fields of figures beside which rules read how they are printed.
    """

    resource: Resource
    fields: set[str]
    coded: Mapping[str, Domain]
    printed: tuple[tuple[str, str], ...] = ()
    blocks: list[pl.DataFrame] = field(default_factory=list)
    others: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    repeated: pl.Series | None = None
    _types: dict[str, pl.Enum] = field(default_factory=dict)

    def add(self, typed: pl.DataFrame, texts: pl.DataFrame, start: int) -> None:
        """Keep the columns of a block.

        Args:
            typed: Its values.
            texts: Its cells.
            start: Position of its first row.
        """
        columns: list[pl.Series] = []
        for name in typed.columns:
            if name not in self.fields:
                continue
            column = typed[name]
            domain = self.coded.get(name)
            if domain is not None and column.dtype == pl.String:
                if name not in self._types:
                    self._types[name] = pl.Enum(domain.values)
                codes = column.cast(self._types[name], strict=False)
                if codes.null_count() > column.null_count():
                    rows = (codes.is_null() & column.is_not_null()).arg_true()
                    found = column.gather(rows).to_list()
                    others = self.others.setdefault(name, [])
                    others += zip((rows + start).to_list(), found, strict=True)
                    domain.extras.update(found)
                column = codes
            columns.append(column)
        for number, (_, printed) in enumerate(self.printed):
            prefix = f"{self.printed[number][0]}_" if number else ""
            found_readings = readings(texts[printed])
            columns.append(found_readings["half_unit"].alias(f"{prefix}half_unit"))
            precision = found_readings["precision"].cast(pl.Categorical)
            columns.append(precision.alias(f"{prefix}printed_precision"))
        self.blocks.append(pl.DataFrame(columns))

    def leave_out(self, positions: pl.Series) -> None:
        """Leave out rows whose key an earlier row has."""
        self.repeated = positions

    def frame(self, types: Mapping[int, pl.Enum]) -> pl.DataFrame:
        """Give the columns, codes in the types of their domains (by ``id`` of the domain)."""
        frame = pl.concat(self.blocks) if self.blocks else pl.DataFrame()
        for name, dtype in self._types.items():
            wanted = types[id(self.coded[name])]
            if dtype != wanted:
                column = frame[name].cast(wanted)
                others = self.others.get(name, [])
                if others:
                    rows = pl.Series([row for row, _ in others], dtype=pl.UInt32)
                    texts = pl.Series([text for _, text in others]).cast(wanted)
                    column = column.scatter(rows, texts)
                frame = frame.with_columns(column.alias(name))
        return frame.with_columns(pl.col(pl.Categorical).cast(pl.String))

    def relation(self, types: Mapping[int, pl.Enum]) -> tuple[pl.DataFrame, pl.Series]:
        """Give the columns without the rows that are left out, and the position of each row."""
        frame = self.frame(types)
        positions = pl.int_range(frame.height, eager=True)
        if self.repeated is None or self.repeated.is_empty():
            return frame, positions
        is_first = ~positions.is_in(self.repeated.implode())
        return frame.filter(is_first), positions.filter(is_first)


def literals(queries: Iterable[str]) -> set[str]:
    """Give the texts that queries name."""
    return {found.replace("''", "'") for query in queries for found in _LITERAL.findall(query)}


def domains(
    resources: Mapping[str, Resource], tables: Mapping[str, TypedTable]
) -> dict[tuple[str, str], Domain]:
    """Give the domain of each column that can be kept as codes, by table and field.

    A reference has the keys of its table for a domain, and so has that key; a list of codes has
    one in common with all equal lists.
    """
    found: dict[tuple[str, str], Domain] = {}
    by_list: dict[frozenset[str], Domain] = {}
    for name, resource in resources.items():
        for item in resource.schema.fields:
            listed = item.constraints.get("enum")
            if item.type != "string" or not isinstance(listed, list):
                continue
            if all(isinstance(value, str) for value in listed):
                values = sorted(set(listed))
                key = frozenset(values)
                domain = by_list.setdefault(key, Domain(pl.Series(values, dtype=pl.String)))
                found[name, item.name] = domain
        for key_ in resource.schema.foreign_keys:
            parent = tables.get(key_.resource or name)
            if len(key_.fields) != 1 or parent is None or parent.rows is not None:
                continue
            target = (parent.name, key_.reference_fields[0])
            own = resource.schema.field(key_.fields[0])
            if own.type != "string" or target[1] not in parent.frame.columns:
                continue
            values_ = parent.frame[target[1]]
            if values_.dtype != pl.String:
                continue
            if target not in found:
                unique = values_.drop_nulls().unique().sort()
                found[target] = Domain(unique.cast(pl.String))
            found[name, key_.fields[0]] = found[target]
    return found
