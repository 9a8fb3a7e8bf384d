"""Keys of a large table: kept as hashes, compared all at once, and looked at again where equal.

Equal keys have equal hashes, so that a column of hashes without repetition proves that the keys
are unique. Of rows with equal hashes those that are shown are read again and compared as they are;
when two keys turn out to share a hash by chance, all of them are. Where rows refer to another large
table, two hashes of 64 bits with different seeds stand for the key: two different keys have both in
common with a chance of one in 2 to the power 128. With a limit on memory the hashes go to files and
are worked on in parts, by their remainder.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import polars as pl

from drenthe_data.checks.memory import Memory, Spool

POSITION = "\0position"
# What of the cells of a key is compared: the values, where the types of both sides are the same;
# numbers, where these are types of numbers; else the texts.
Comparison = Literal["values", "numbers", "texts"]
_SEEDS = (0x5EED, 0xD1CE)


def key_hash(columns: Sequence[pl.Expr], seed: int = 0) -> pl.Expr:
    """Give one hash (UInt64) of some columns."""
    first, *rest = columns
    mixed = first.hash(_SEEDS[seed])
    for number, column in enumerate(rest, start=1):
        mixed ^= column.hash(_SEEDS[seed] + 7919 * number)
    return mixed


class HashStore:
    """The hashes of a key of all rows, block by block; null where a row has no key to compare."""

    def __init__(self, memory: Memory) -> None:
        self._spool = Spool(memory)
        self._position = 0

    def add(self, hashes: pl.Series) -> None:
        """Add the hashes of a block."""
        frame = hashes.alias("hash").to_frame()
        if self._spool.memory.share is not None:
            # Parts are taken out of files, so that each row must know its position.
            end = self._position + len(hashes)
            frame = frame.with_columns(pl.int_range(self._position, end).alias(POSITION))
        self._position += len(hashes)
        self._spool.add(frame)

    def repeated(self) -> pl.DataFrame:
        """Give the rows whose hash an earlier row has too.

        Returns:
            ``POSITION`` of the row, and ``first``, that of the first row with the hash; in order.
        """
        parts = self._spool.memory.parts(self._spool.size)
        found = [
            _repeated(part)
            for number in range(parts)
            if (part := self._spool.part(number, parts, "hash")) is not None
        ]
        if not found:
            return pl.DataFrame(schema={POSITION: pl.Int64, "first": pl.Int64})
        return pl.concat(found).sort(POSITION)

    def clear(self) -> None:
        """Give up all hashes."""
        self._spool.clear()


def _repeated(frame: pl.DataFrame) -> pl.DataFrame:
    """Find repeated hashes in a frame of ``hash`` and, unless it is whole, ``POSITION``."""
    hashes = frame["hash"]
    ordered = (hashes.drop_nulls() if hashes.null_count() else hashes).sort()
    twice = ordered[1:].filter(ordered[1:] == ordered[:-1]).unique()
    del ordered
    if twice.is_empty():
        return pl.DataFrame(schema={POSITION: pl.Int64, "first": pl.Int64})
    if POSITION not in frame.columns:
        frame = frame.with_row_index(POSITION)
    position = pl.col(POSITION).cast(pl.Int64)
    return (
        frame.lazy()
        .filter(pl.col("hash").is_in(twice.implode()))
        .select(position, first=position.min().over("hash"))
        .filter(pl.col(POSITION) != pl.col("first"))
        .collect()
    )


class PairStore:
    """Two hashes of the keys of some rows, with the position of each row.

    ``how`` tells what of the cells is meant.
    """

    def __init__(self, memory: Memory, *, how: Comparison = "values") -> None:
        self._spool = Spool(memory)
        self.how = how

    @classmethod
    def of(cls, pairs: pl.DataFrame) -> PairStore:
        """Make a store of one frame: ``POSITION``, ``one``, ``two``."""
        store = cls(Memory())
        store.add(pairs)
        return store

    def add(self, pairs: pl.DataFrame) -> None:
        """Add the rows of a block: ``POSITION``, ``one``, ``two``."""
        self._spool.add(pairs)

    def frame(self) -> pl.DataFrame:
        """Give all rows, in order."""
        found = self._spool.part(0, 1, "one")
        schema = {POSITION: pl.Int64, "one": pl.UInt64, "two": pl.UInt64}
        return pl.DataFrame(schema=schema) if found is None else found

    def missing_in(self, other: PairStore) -> pl.Series:
        """Give the positions of the rows whose key the other store has not, in order."""
        parts = self._spool.memory.parts(self._spool.size + other._spool.size)
        missing = [pl.Series(POSITION, [], dtype=pl.Int64)]
        for number in range(parts):
            own = self._spool.part(number, parts, "one")
            known = other._spool.part(number, parts, "one")
            if own is not None and known is not None:
                keys = known.select("one", "two").unique()
                own = own.join(keys, on=["one", "two"], how="anti")
            if own is not None:
                missing.append(own[POSITION].cast(pl.Int64))
        return pl.concat(missing).sort()

    def clear(self) -> None:
        """Give up all rows."""
        self._spool.clear()


def pair_of(columns: Sequence[pl.Expr]) -> list[pl.Expr]:
    """Give the two hashes of a key, as ``one`` and ``two``."""
    return [key_hash(columns, 0).alias("one"), key_hash(columns, 1).alias("two")]
