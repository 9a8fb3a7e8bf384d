"""One SQLite file: typed tables with primary and foreign keys, constraints and indexes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from drenthe_data.descriptor import Field, Package, Resource
from drenthe_data.exporting.job import Job
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
    "date": "%Y-%m-%d",
    "datetime": "%Y-%m-%dT%H:%M:%S%.fZ",
    "time": "%H:%M:%S%.f",
}


def export(job: Job) -> list[Path]:
    """Write ``<name>.sqlite``.

    Booleans are 0 and 1, dates are ISO 8601 text. The table ``_tables`` and ``_fields`` hold
    titles and descriptions in English and Dutch.

    Raises:
        RuntimeError: When SQLite's own checks of the file find something.
    """
    data = job.data
    target = job.folder / f"{data.name}.sqlite"
    with atomic(target) as temporary:
        with closing(sqlite3.connect(temporary, isolation_level=None)) as database:
            _fill(database, data)
        with closing(sqlite3.connect(temporary, isolation_level=None)) as database:
            _verify(database)
    return [target]


def quoted(name: str) -> str:
    """Quote an identifier for SQL."""
    return '"' + name.replace('"', '""') + '"'


def _fill(database: sqlite3.Connection, data: LoadedPackage) -> None:
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("PRAGMA foreign_keys = OFF")
    database.execute("BEGIN")
    for resource in data.package.resources:
        database.execute(create_table(resource, data.package))
        frame = data.frames[resource.name]
        formats = {item.name: _TEXT_FORMATS.get(item.type) for item in resource.schema.fields}
        frame = frame.with_columns(
            frame[name].dt.to_string(form) for name, form in formats.items() if form is not None
        )
        places = ", ".join("?" * frame.width)
        insert = f"INSERT INTO {quoted(resource.name)} VALUES ({places})"
        database.executemany(insert, frame.iter_rows())
        for statement in _indexes(resource):
            database.execute(statement)
    _describe(database, data.package)
    database.execute("COMMIT")
    database.execute("VACUUM")


def _verify(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA foreign_keys = ON")
    problems = [row[0] for row in database.execute("PRAGMA integrity_check") if row[0] != "ok"]
    problems += [f"{row[0]} row {row[1]}" for row in database.execute("PRAGMA foreign_key_check")]
    if problems:
        raise RuntimeError("; ".join(problems[:5]))


def create_table(resource: Resource, package: Package) -> str:
    """Give the statement that makes the table of a resource."""
    schema = resource.schema
    parts = [_column(item, item.name in schema.primary_key) for item in schema.fields]
    if schema.primary_key:
        parts.append(f"PRIMARY KEY ({_list(schema.primary_key)})")
    parts += [f"UNIQUE ({_list(key)})" for key in schema.unique_keys]
    keys = {item.name: item.schema for item in package.resources}
    for key in schema.foreign_keys:
        table = key.resource or resource.name
        # SQLite takes a reference only to fields that are a key of the other table.
        if key.reference_fields in (keys[table].primary_key, *keys[table].unique_keys):
            parts.append(
                f"FOREIGN KEY ({_list(key.fields)}) "
                f"REFERENCES {quoted(table)} ({_list(key.reference_fields)})"
            )
    body = ",\n  ".join(parts)
    return f"CREATE TABLE {quoted(resource.name)} (\n  {body}\n) STRICT"


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(quoted(name) for name in names)


def _column(item: Field, is_key: bool) -> str:
    name = quoted(item.name)
    parts = [name, _TYPES.get(item.type, "TEXT")]
    if item.is_required or is_key:
        parts.append("NOT NULL")
    if item.constraints.get("unique") is True:
        parts.append("UNIQUE")
    parts += [f"CHECK ({condition})" for condition in _conditions(item, name)]
    return " ".join(parts)


def _conditions(item: Field, name: str) -> Iterator[str]:
    constraints = item.constraints
    if item.type == "boolean":
        yield f"{name} IN (0, 1)"
    elif "enum" in constraints:
        yield f"{name} IN ({', '.join(_literal(value) for value in constraints['enum'])})"
    signs = {"minimum": ">=", "maximum": "<=", "exclusiveMinimum": ">", "exclusiveMaximum": "<"}
    for key, sign in signs.items():
        if key in constraints and item.type in _TYPES:
            yield f"{name} {sign} {_literal(constraints[key])}"
    for key, sign in {"minLength": ">=", "maxLength": "<="}.items():
        if key in constraints:
            yield f"length({name}) {sign} {int(constraints[key])}"


def _literal(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"


def _indexes(resource: Resource) -> Iterator[str]:
    """Index each foreign key that the primary key does not begin with."""
    done = {resource.schema.primary_key[:1]}
    for key in resource.schema.foreign_keys:
        if key.fields not in done:
            done.add(key.fields)
            name = quoted(f"{resource.name}_{'_'.join(key.fields)}")
            yield f"CREATE INDEX {name} ON {quoted(resource.name)} ({_list(key.fields)})"


def _describe(database: sqlite3.Connection, package: Package) -> None:
    database.execute(
        "CREATE TABLE _tables (name TEXT PRIMARY KEY, title TEXT, title_nl TEXT, "
        "description TEXT, description_nl TEXT) STRICT"
    )
    database.execute(
        "CREATE TABLE _fields (table_name TEXT, name TEXT, type TEXT, unit TEXT, title TEXT, "
        "title_nl TEXT, description TEXT, description_nl TEXT, PRIMARY KEY (table_name, name)) "
        "STRICT"
    )
    for resource in package.resources:
        texts = [
            resource.text(key, lang) for key in ("title", "description") for lang in ("en", "nl")
        ]
        database.execute("INSERT INTO _tables VALUES (?, ?, ?, ?, ?)", [resource.name, *texts])
        for item in resource.schema.fields:
            keys = ("unit", "title", "title_nl", "description", "description_nl")
            values = [resource.name, item.name, item.type, *(item.raw.get(key) for key in keys)]
            database.execute("INSERT INTO _fields VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
