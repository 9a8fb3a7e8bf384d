"""Keys of a large table: kept as hashes, compared all at once, and looked at again where equal.

Equal keys have equal hashes, so that a column of hashes without repetition proves that the keys
are unique. Rows with equal hashes are read again and compared as they are, so that the outcome is
exact. Where rows refer to another large table, two hashes of 64 bits with different seeds stand
for the key: two different keys have both in common with a chance of one in 2 to the power 128.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

POSITION = "\0position"
_SEEDS = (0x5EED, 0xD1CE)
# Rows with equal hashes that are compared again, at most; beyond it the hashes are trusted.
MOST_COMPARED = 200_000


def key_hash(columns: Sequence[pl.Expr], seed: int = 0) -> pl.Expr:
    """Give one hash (UInt64) of some columns."""
    first, *rest = columns
    mixed = first.hash(_SEEDS[seed])
    for number, column in enumerate(rest, start=1):
        mixed ^= column.hash(_SEEDS[seed] + 7919 * number)
    return mixed


@dataclass(slots=True)
class HashStore:
    """The hashes of a key of all rows, block by block; null where a row has no key to compare."""

    blocks: list[pl.Series] = field(default_factory=list)

    def add(self, hashes: pl.Series) -> None:
        """Add the hashes of a block."""
        self.blocks.append(hashes)

    def series(self) -> pl.Series:
        """Give all hashes, by position."""
        if not self.blocks:
            return pl.Series(dtype=pl.UInt64)
        self.blocks = [pl.concat(self.blocks, rechunk=True)]
        return self.blocks[0]

    def repeated(self) -> pl.DataFrame:
        """Give the rows whose hash an earlier row has too.

        Returns:
            ``POSITION`` of the row, and ``first``, that of the first row with the hash; in order.
        """
        hashes = self.series()
        ordered = (hashes.drop_nulls() if hashes.null_count() else hashes).sort()
        twice = ordered[1:].filter(ordered[1:] == ordered[:-1]).unique()
        del ordered
        if twice.is_empty():
            return pl.DataFrame(schema={POSITION: pl.Int64, "first": pl.Int64})
        found = (
            hashes.alias("hash")
            .to_frame()
            .with_row_index(POSITION)
            .lazy()
            .filter(pl.col("hash").is_in(twice.implode()))
            .with_columns(pl.col(POSITION).cast(pl.Int64))
            .with_columns(first=pl.col(POSITION).min().over("hash"))
            .filter(pl.col(POSITION) != pl.col("first"))
            .sort(POSITION)
        )
        return found.select(POSITION, "first").collect()


@dataclass(slots=True)
class PairStore:
    """Two hashes of the keys of some rows, with the position of each row.

    ``is_as_text`` tells whether the texts of the cells are meant, and not their values.
    """

    blocks: list[pl.DataFrame] = field(default_factory=list)
    is_as_text: bool = False

    def add(self, pairs: pl.DataFrame) -> None:
        """Add the rows of a block: ``POSITION``, ``one``, ``two``."""
        self.blocks.append(pairs)

    def frame(self) -> pl.DataFrame:
        """Give all rows, in order."""
        schema = {POSITION: pl.Int64, "one": pl.UInt64, "two": pl.UInt64}
        if not self.blocks:
            return pl.DataFrame(schema=schema)
        self.blocks = [pl.concat(self.blocks)]
        return self.blocks[0]

    def missing_in(self, other: PairStore) -> pl.Series:
        """Give the positions of the rows whose key the other store has not, in order."""
        known = other.frame().select("one", "two").unique()
        rest = self.frame().join(known, on=["one", "two"], how="anti")
        return rest[POSITION].sort()


def pair_of(columns: Sequence[pl.Expr]) -> list[pl.Expr]:
    """Give the two hashes of a key, as ``one`` and ``two``."""
    return [key_hash(columns, 0).alias("one"), key_hash(columns, 1).alias("two")]
