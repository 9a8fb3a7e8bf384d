"""The rows of a large table: where they stand in the file, and how they are read again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from drenthe_data.checks.cells import TypedTable
from drenthe_data.checks.kept import KeptColumns
from drenthe_data.checks.positions import Comparison, PairStore
from drenthe_data.reading import BlockReader, TextTable
from drenthe_data.reading.table import Mark


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
            blocks = [block.frame[name] for block in self.reader.again(dict.fromkeys(self.marks))]
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
        for block in self.reader.again({self.marks[at]: rows for at, rows in groups.items()}):
            if not table.parts or table.parts[-1][1] != block.path:
                table.parts.append((height, block.path))
            height += block.frame.height
            frames.append(block.frame)
        if frames:
            table.frame = pl.concat(frames)
        return TypedTable(table, table.frame)
