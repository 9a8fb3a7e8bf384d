"""A limit on memory: what is kept of large tables goes to temporary files when there is too much.

The limit is for the whole process. Python, Polars and the blocks that are being read take a part
that does not grow with the tables; the rest is shared by what is kept of rows.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol, Self

import polars as pl

# What a run takes whatever the size of the tables is, and what must be left besides at least.
BASE_BYTES = 300_000_000
LEAST_BYTES = 400_000_000
# How many times as much as its data an operation takes while it sorts, compares or joins them.
_WORK = 4
# In how many files what fits in memory is written.
_FILES = 8


class Store(Protocol):
    """Something that keeps data of rows, in memory or in files."""

    def spill(self) -> None:
        """Write what is in memory to a file."""


class Memory:
    """The memory of one run; use with ``with``, so that temporary files are removed.

    Args:
        limit: Bytes for the whole process; ``None`` sets no limit.
    """

    def __init__(self, limit: int | None = None) -> None:
        self.limit = limit
        self.share = None if limit is None else max(limit - BASE_BYTES, LEAST_BYTES - BASE_BYTES)
        self.used = 0
        self._stores: list[Store] = []
        self._folder: TemporaryDirectory[str] | None = None
        self._files = 0
        self._actions: list[Callable[[], None]] = []

    def __enter__(self) -> Self:
        """Begin a run."""
        return self

    def on_exit(self, action: Callable[[], None]) -> None:
        """Do something before the temporary files are removed."""
        self._actions.append(action)

    def __exit__(self, *_: object) -> None:
        """Remove what was written."""
        for action in self._actions:
            action()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def register(self, store: Store) -> None:
        """Make a store known, so that it can be asked to go to a file."""
        self._stores.append(store)

    def take(self, size: int) -> None:
        """Count bytes that a store has taken; when it is too much, all stores go to files."""
        self.used += size
        # Small files, because each is read as a whole.
        if self.share is not None and self.used * _FILES > self.share:
            for store in self._stores:
                store.spill()

    def give_back(self, size: int) -> None:
        """Count bytes that a store has given back."""
        self.used -= size

    def parts(self, size: int) -> int:
        """Tell in how many parts data of some size are to be worked on."""
        if self.share is None:
            return 1
        return max(1, math.ceil(size * _WORK / self.share))

    def file(self, ending: str) -> Path:
        """Give the path of a new temporary file."""
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="drenthe-data-")
        self._files += 1
        return Path(self._folder.name) / f"{self._files}{ending}"


class Spool:
    """Frames of rows, block by block, in memory or in files."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.rows = 0
        self.size = 0
        self._frames: list[pl.DataFrame] = []
        self._files: list[Path] = []
        self._in_memory = 0
        memory.register(self)

    def add(self, frame: pl.DataFrame) -> None:
        """Add the rows of a block."""
        size = int(frame.estimated_size())
        self._frames.append(frame)
        self.rows += frame.height
        self.size += size
        self._in_memory += size
        self.memory.take(size)

    def spill(self) -> None:
        """Write what is in memory to a file."""
        if not self._frames:
            return
        file = self.memory.file(".arrow")
        pl.concat(self._frames).write_ipc(file)
        self._files.append(file)
        self._release()

    def _release(self) -> None:
        self._frames = []
        self.memory.give_back(self._in_memory)
        self._in_memory = 0

    @property
    def is_spilled(self) -> bool:
        """Whether a part of it is in files."""
        return bool(self._files)

    def part(self, number: int, parts: int, by: str) -> pl.DataFrame | None:
        """Give the rows whose hash falls in one of several parts; ``None`` when there are none.

        Args:
            number: Which part, from 0.
            parts: How many there are.
            by: The column of hashes.
        """
        mine = pl.col(by) % parts == number
        frames = []
        for file in self._files:
            frame = pl.read_ipc(file.read_bytes())
            frames.append(frame if parts == 1 else frame.filter(mine))
        frames += [frame if parts == 1 else frame.filter(mine) for frame in self._frames]
        return pl.concat(frames) if frames else None

    def whole(self) -> pl.DataFrame:
        """Give all rows, in order."""
        frames = list(self.blocks())
        if len(frames) > 1 and not self._files:
            self._frames = [pl.concat(frames)]
            return self._frames[0]
        return pl.concat(frames) if frames else pl.DataFrame()

    def blocks(self) -> Iterator[pl.DataFrame]:
        """Give the rows in order, some at a time."""
        for file in self._files:
            yield pl.read_ipc(file.read_bytes())
        yield from self._frames

    def clear(self) -> None:
        """Give up all rows."""
        self._release()
        for file in self._files:
            file.unlink(missing_ok=True)
        self._files = []
        self.rows = self.size = 0
