"""Relations in a database file, for rules on tables that do not fit in memory.

A rule is one portable ``SELECT``, so that it runs unchanged on SQLite, which works on files and
sorts in them too. It is slower than Polars by far; memory stays within its limit.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl

from drenthe_data.checks.memory import Memory
from drenthe_data.checks.positions import POSITION
from drenthe_data.checks.sqlite import divides_as_polars, items_of, prepare, quoted
from drenthe_data.descriptor import Resource
from drenthe_data.exceptions import RuleError

_ROWS = 50_000
# Memory that SQLite may use for pages, in KiB.
_CACHE_KIB = 32_000


class Database:
    """Tables of one run in a temporary SQLite file."""

    def __init__(self, memory: Memory) -> None:
        self._file: Path = memory.file(".sqlite")
        self._connection = sqlite3.connect(self._file, check_same_thread=False)
        memory.on_exit(self._connection.close)
        for pragma in (
            "journal_mode = OFF",
            "synchronous = OFF",
            f"cache_size = -{_CACHE_KIB}",
            "temp_store = FILE",
        ):
            self._connection.execute(f"PRAGMA {pragma}")
        prepare(self._connection)
        self._connection.execute(f"PRAGMA temp_store_directory = '{self._file.parent}'")
        self._tables: set[str] = set()

    def create(self, name: str, frame: pl.DataFrame) -> None:
        """Add rows to a table; it is made when it is not there."""
        if name not in self._tables:
            columns = ", ".join(quoted(column) for column in frame.columns)
            self._connection.execute(f"CREATE TABLE {quoted(name)} ({columns})")
            self._tables.add(name)
        # Written as Python shows them, so that messages and keys are the same.
        temporal = [
            pl.col(pl.Date, pl.Time).cast(pl.String),
            _as_python_shows(pl.col(pl.Datetime)),
        ]
        marks = ", ".join("?" * frame.width)
        with self._connection:
            for part in frame.with_columns(temporal).iter_slices(_ROWS):
                self._connection.executemany(
                    f"INSERT INTO {quoted(name)} VALUES ({marks})", part.rows()
                )

    def leave_out(self, name: str, positions: Iterable[int]) -> None:
        """Take rows out, by position; a row keeps its number, which is its position plus one."""
        with self._connection:
            self._connection.executemany(
                f"DELETE FROM {quoted(name)} WHERE rowid = ?", [(row + 1,) for row in positions]
            )

    def columns(self, name: str) -> list[str]:
        """Give the columns of a table."""
        info = self._connection.execute(f"PRAGMA table_info({quoted(name)})").fetchall()
        return [row[1] for row in info]

    def list_relations(self, resource: Resource) -> None:
        """Make the relations of the fields of a table that list keys."""
        name = resource.name
        if name not in self._tables:
            return
        columns = self.columns(name)
        for item in resource.schema.fields:
            if item.list_of is None or item.name not in columns:
                continue
            key = [part for part in resource.schema.primary_key if part in columns]
            shown = ", ".join(quoted(part) for part in (*key, item.name))
            found = self._connection.execute(f"SELECT {shown} FROM {quoted(name)}")
            while rows := found.fetchmany(_ROWS):
                parts = [part for row in rows for part in items_of(row, item.list_of[2])]
                frame = pl.DataFrame(parts, schema=[*key, "item", "position"], orient="row")
                if parts:
                    self.create(f"{name}_{item.name}", frame)

    def run(self, file: str, query: str) -> pl.DataFrame:
        """Run a query.

        Raises:
            RuleError: When it cannot be run; ``file`` is that of the rule.
        """
        try:
            found = self._connection.execute(divides_as_polars(query))
            names = [column[0] for column in found.description]
            return pl.DataFrame(
                found.fetchall(), schema=names, orient="row", infer_schema_length=None
            )
        except (sqlite3.Error, pl.exceptions.PolarsError) as error:
            raise RuleError("rule-failed", file=file, reason=str(error)) from error

    def positions(self, name: str, key: Sequence[str], rows: pl.DataFrame) -> pl.DataFrame:
        """Give the keys of rows with the position of the first row of a table that has each."""
        columns = ", ".join(quoted(part) for part in key)
        self._connection.execute("DROP TABLE IF EXISTS temp.wanted")
        self._connection.execute(f"CREATE TEMP TABLE wanted ({columns})")
        marks = ", ".join("?" * len(key))
        with self._connection:
            self._connection.executemany(
                f"INSERT INTO temp.wanted VALUES ({marks})", rows.select(key).unique().rows()
            )
        same = " AND ".join(f"own.{quoted(part)} IS wanted.{quoted(part)}" for part in key)
        shown = ", ".join(f"own.{quoted(part)}" for part in key)
        found = self._connection.execute(
            f"SELECT {shown}, MIN(own.rowid) - 1 AS place FROM {quoted(name)} AS own"
            f" JOIN temp.wanted AS wanted ON {same} GROUP BY {shown} ORDER BY place"
        ).fetchall()
        schema: dict[str, pl.DataType] = {part: rows.schema[part] for part in key}
        return pl.DataFrame(found, schema={**schema, POSITION: pl.Int64()}, orient="row")


def _as_python_shows(moment: pl.Expr) -> pl.Expr:
    """Write moments as Python does: six decimals of a second, or none."""
    is_whole = moment.dt.microsecond() == 0
    whole = moment.dt.to_string("%Y-%m-%d %H:%M:%S%:z")
    return pl.when(is_whole).then(whole).otherwise(moment.dt.to_string("%Y-%m-%d %H:%M:%S%.6f%:z"))
