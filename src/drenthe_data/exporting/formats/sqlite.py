"""One SQLite file: typed tables with keys, constraints and indexes, and the views."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import polars as pl

from drenthe_data.descriptor import Field, Resource
from drenthe_data.exporting.job import Job
from drenthe_data.exporting.sql import (
    META_KEYS,
    Names,
    Reference,
    conditions,
    key_parts,
    meta_frames,
    names_of,
    quoted,
    references,
)
from drenthe_data.exporting.typed import file_name, is_list
from drenthe_data.exporting.values import json_texts
from drenthe_data.loading import LoadedPackage
from drenthe_data.writing import atomic

_TYPES = {
    "integer": "INTEGER",
    "year": "INTEGER",
    "boolean": "INTEGER",
    "number": "REAL",
}
# Dates and times are ISO 8601 text; a fraction of a second is written only when there is one.
_TEXT_FORMATS = {
    pl.Date: "%Y-%m-%d",
    pl.Datetime: "%Y-%m-%dT%H:%M:%S%.fZ",
    pl.Time: "%H:%M:%S%.f",
}


def export(job: Job) -> list[Path]:
    """Write ``<name>.sqlite``.

    Booleans are 0 and 1, dates are ISO 8601 text, lists are JSON arrays; SQLite has no NaN, which
    becomes NULL. The tables ``_tables``, ``_fields`` and ``_codes`` hold titles, descriptions,
    units and labels in English and Dutch, ``_references`` holds the foreign keys.

    Raises:
        RuntimeError: When SQLite refuses something, or its own checks of the file find something.
    """
    data = job.data
    target = job.folder / f"{file_name(data.name)}.sqlite"
    try:
        with atomic(target) as temporary:
            with closing(sqlite3.connect(temporary, isolation_level=None)) as database:
                _fill(database, data)
            with closing(sqlite3.connect(temporary, isolation_level=None)) as database:
                _verify(database)
    except sqlite3.Error as error:
        raise RuntimeError(str(error)) from error
    return [target]


def _fill(database: sqlite3.Connection, data: LoadedPackage) -> None:
    package = data.package
    names = names_of(package)
    keys = references(package, lambda *_: True)
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("PRAGMA foreign_keys = OFF")
    database.execute("BEGIN")
    for resource in package.resources:
        database.execute(create_table(resource, names, keys))
        _insert(database, names.of(resource), texts_of(resource, data.frames[resource.name]))
        for statement in _indexes(resource, names):
            database.execute(statement)
    for name, frame in meta_frames(package, names, keys).items():
        database.execute(_create_meta(names.meta[name], frame, META_KEYS[name]))
        _insert(database, quoted(names.meta[name]), frame)
    for view in names.views:
        database.execute(f"CREATE VIEW {quoted(view.name)} AS\n{view.query}")
    database.execute("COMMIT")
    database.execute("VACUUM")


def _insert(database: sqlite3.Connection, table: str, frame: pl.DataFrame) -> None:
    marks = ", ".join("?" * frame.width)
    database.executemany(f"INSERT INTO {table} VALUES ({marks})", frame.iter_rows())


def texts_of(resource: Resource, frame: pl.DataFrame) -> pl.DataFrame:
    """Give the values of a table as SQLite holds them."""
    columns = [
        frame[name].dt.to_string(_TEXT_FORMATS[type(kind)])
        for name, kind in frame.schema.items()
        if type(kind) in _TEXT_FORMATS
    ]
    columns += [json_texts(item, frame) for item in resource.schema.fields if is_list(item)]
    return frame.with_columns(columns)


def _verify(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA foreign_keys = ON")
    problems = [row[0] for row in database.execute("PRAGMA integrity_check") if row[0] != "ok"]
    problems += [f"{row[0]} row {row[1]}" for row in database.execute("PRAGMA foreign_key_check")]
    if problems:
        raise RuntimeError("; ".join(problems[:5]))


def create_table(resource: Resource, names: Names, keys: Iterable[Reference]) -> str:
    """Give the statement that makes the table of a resource."""
    schema = resource.schema
    columns = names.columns[resource.name]
    parts = [
        _column(item, columns[item.name], item.name in schema.primary_key) for item in schema.fields
    ]
    parts += key_parts(resource, names, keys)
    body = ",\n  ".join(parts)
    return f"CREATE TABLE {names.of(resource)} (\n  {body}\n) STRICT"


def _column(item: Field, column: str, is_key: bool) -> str:
    name = quoted(column)
    parts = [name, _TYPES.get(item.type, "TEXT")]
    if item.is_required or is_key:
        parts.append("NOT NULL")
    if item.constraints.get("unique") is True:
        parts.append("UNIQUE")
    if item.type == "boolean":
        parts.append(f"CHECK ({name} IN (0, 1))")
    parts += [f"CHECK ({condition})" for condition in conditions(item, name)]
    return " ".join(parts)


def _create_meta(table: str, frame: pl.DataFrame, key: tuple[str, ...]) -> str:
    """Give the statement that makes a table of ``META``."""
    parts = [
        f"{quoted(name)} {'TEXT' if kind == pl.String else 'INTEGER'}"
        for name, kind in frame.schema.items()
    ]
    if key:
        parts.append(f"PRIMARY KEY ({', '.join(map(quoted, key))})")
    return f"CREATE TABLE {quoted(table)} ({', '.join(parts)}) STRICT"


def _indexes(resource: Resource, names: Names) -> Iterator[str]:
    """Index each foreign key that the primary key does not begin with."""
    done = {resource.schema.primary_key[:1]}
    for key in resource.schema.foreign_keys:
        if key.fields not in done:
            done.add(key.fields)
            name = names.unused(f"{resource.name}_{'_'.join(key.fields)}")
            columns = names.list_of(resource.name, key.fields)
            yield f"CREATE INDEX {quoted(name)} ON {names.of(resource)} ({columns})"
