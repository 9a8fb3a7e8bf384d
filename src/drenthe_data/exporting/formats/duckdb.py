"""One DuckDB file: exact types, keys, checks, comments on all that is in it, and the views."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from drenthe_data.descriptor import Field, ForeignKey, Package, Resource
from drenthe_data.exporting.job import Job
from drenthe_data.exporting.sql import (
    META_KEYS,
    Names,
    Reference,
    conditions,
    key_parts,
    literal,
    meta_frames,
    names_of,
    plain_pattern,
    quoted,
    references,
)
from drenthe_data.exporting.typed import (
    arrow_table,
    file_name,
    is_json,
    typed_frame,
)
from drenthe_data.loading import LoadedPackage
from drenthe_data.writing import atomic

# Files of this version are read by DuckDB 1.2 and all later ones; blocks of the smallest size keep
# small tables small.
_OPTIONS = "STORAGE_VERSION 'v1.2.0', BLOCK_SIZE 16384"
_TYPES = {
    pl.String: "VARCHAR",
    pl.Int64: "BIGINT",
    pl.Int32: "INTEGER",
    pl.Float64: "DOUBLE",
    pl.Boolean: "BOOLEAN",
    pl.Date: "DATE",
    pl.Datetime: "TIMESTAMP WITH TIME ZONE",
    pl.Time: "TIME",
}
_HALF = r"\\u[dD][89a-fA-F]"
# The three headers of a file, and where in them the identifier of the database is.
_HEADER = 4096
_IDENTIFIER = slice(124, 140)


def export(job: Job) -> list[Path]:
    """Write ``<name>.duckdb``.

    Lists are LISTs, points STRUCTs, objects and arrays JSON (text
    where one has half a character); durations are ISO 8601 text. Codes are
    text too, with a check: an ENUM is put in the order of its codes, so that a query would not
    give the same as elsewhere. A reference that DuckDB cannot hold to (to fields that are no key,
    of another type, or in a circle of tables) stands in ``_references`` as not
    enforced. The rows of a table that refers to itself come in the order in which DuckDB takes
    them: what is referred to first.

    Raises:
        RuntimeError: When DuckDB refuses something.
    """
    import duckdb

    data = job.data
    target = job.folder / f"{file_name(data.name)}.duckdb"
    try:
        with atomic(target) as temporary:
            # DuckDB makes its files itself.
            temporary.unlink()
            with closing(duckdb.connect(config={"threads": 1})) as connection:
                connection.execute(f"ATTACH {literal(str(temporary))} AS made ({_OPTIONS})")
                # How columns are compressed is decided on samples that differ each time.
                connection.execute("SET force_compression = 'uncompressed'")
                connection.execute("USE made")
                _fill(connection, data)
                connection.execute("CHECKPOINT made")
                connection.execute("USE memory")
                connection.execute("DETACH made")
            make_identifier_fixed(temporary)
            with closing(duckdb.connect(str(temporary), read_only=True)) as connection:
                connection.execute("SELECT COUNT(*) FROM duckdb_tables()").fetchone()
    except duckdb.Error as error:
        raise RuntimeError(str(error).partition("\n")[0]) from error
    return [target]


def _fill(connection: Any, data: LoadedPackage) -> None:
    package = data.package
    names = names_of(package)
    types = {
        resource.name: _types(resource, data.frames[resource.name])
        for resource in package.resources
    }
    levels = {r.name: _levels(r, data.frames[r.name]) for r in package.resources}
    order = _in_order(package)
    keys = references(package, partial(_can_enforce, types, levels, order))
    by_name = {resource.name: resource for resource in package.resources}
    for name in order:
        resource = by_name[name]
        connection.execute(_create_table(connection, resource, names, types[name], keys))
        rows = arrow_table(package, resource, data.frames[name])
        for level in filter(None, levels[name] or [list(range(rows.num_rows))]):
            connection.register("rows_to_add", rows.take(level))
            connection.execute(f"INSERT INTO {names.of(resource)} SELECT * FROM rows_to_add")
            connection.unregister("rows_to_add")
    for name, frame in meta_frames(package, names, keys).items():
        _add_meta(connection, names.meta[name], frame, META_KEYS[name])
    for view in names.views:
        connection.execute(f"CREATE VIEW {quoted(view.name)} AS {view.query}")
    for statement in _comments(package, names):
        connection.execute(statement)


def _types(resource: Resource, frame: pl.DataFrame) -> dict[str, str]:
    """Give the SQL type of each field."""
    typed = typed_frame(resource.schema.fields, frame, coded=False)
    found = {}
    for item in resource.schema.fields:
        # The JSON of DuckDB cannot hold half a character.
        is_held = is_json(item) and not typed[item.name].str.contains(_HALF).any()
        found[item.name] = "JSON" if is_held else _type(typed.schema[item.name])
    return found


def _type(dtype: pl.DataType) -> str:
    if isinstance(dtype, pl.List):
        return f"{_type(dtype.inner)}[]"  # type: ignore[arg-type]
    if isinstance(dtype, pl.Struct):
        return f"STRUCT({', '.join(f'{p.name} {_type(p.dtype)}' for p in dtype.fields)})"  # type: ignore[arg-type]
    return _TYPES[type(dtype)]


def _in_order(package: Package) -> list[str]:
    """Give the tables so that each comes after those it refers to, as far as that can be."""
    needs = {
        resource.name: {key.resource or resource.name for key in resource.schema.foreign_keys}
        - {resource.name}
        for resource in package.resources
    }
    ordered: list[str] = []
    while len(ordered) < len(needs):
        rest = [name for name in needs if name not in ordered]
        # Of a circle, the first table goes before those it refers to.
        ordered.append(next((n for n in rest if needs[n] <= set(ordered)), rest[0]))
    return ordered


def _can_enforce(  # noqa: PLR0917
    types: dict[str, dict[str, str]],
    levels: dict[str, list[list[int]] | None],
    order: list[str],
    resource: Resource,
    key: ForeignKey,
    target: Resource,
) -> bool:
    """Tell whether DuckDB can hold to a reference."""
    pairs = zip(key.fields, key.reference_fields, strict=True)
    is_alike = all(types[resource.name][own] == types[target.name][other] for own, other in pairs)
    if target.name == resource.name:
        return is_alike and levels[resource.name] is not None
    return is_alike and order.index(target.name) < order.index(resource.name)


def _levels(resource: Resource, frame: pl.DataFrame) -> list[list[int]] | None:
    """Give the rows of a table, by number, in groups that refer to earlier groups only.

    DuckDB looks a reference up at once, and sees no rows of the same statement. A table that does
    not refer to itself is one group; one that does so in a circle gives ``None``.
    """
    keys = [key for key in resource.schema.foreign_keys if key.resource in ("", resource.name)]
    if not keys:
        return [list(range(frame.height))]
    pairs = [
        (
            list(frame.select(key.fields).iter_rows()),
            list(frame.select(key.reference_fields).iter_rows()),
        )
        for key in keys
    ]
    known: list[set[tuple[Any, ...]]] = [set() for _ in pairs]
    rest = list(range(frame.height))
    groups = []
    while rest:
        group = [
            row
            for row in rest
            if all(
                None in own[row] or own[row] in seen
                for (own, _), seen in zip(pairs, known, strict=True)
            )
        ]
        if not group:
            return None
        for (_, other), seen in zip(pairs, known, strict=True):
            seen.update(other[row] for row in group)
        chosen = set(group)
        rest = [row for row in rest if row not in chosen]
        groups.append(group)
    return groups


def _create_table(
    connection: Any,
    resource: Resource,
    names: Names,
    types: dict[str, str],
    keys: Iterable[Reference],
) -> str:
    """Give the statement that makes the table of a resource."""
    schema = resource.schema
    columns = names.columns[resource.name]
    parts = []
    for item in schema.fields:
        name = quoted(columns[item.name])
        words = [name, types[item.name]]
        if item.is_required or item.name in schema.primary_key:
            words.append("NOT NULL")
        if item.constraints.get("unique") is True:
            words.append("UNIQUE")
        words += [f"CHECK ({asked})" for asked in _checks(connection, item, name, types[item.name])]
        parts.append(" ".join(words))
    parts += key_parts(resource, names, keys)
    return f"CREATE TABLE {names.of(resource)} ({', '.join(parts)})"


def _checks(connection: Any, item: Field, name: str, kind: str) -> Iterator[str]:
    """Give what a column must keep to."""
    yield from conditions(item, name)
    pattern = plain_pattern(item.constraints.get("pattern"))
    if pattern is None or kind != "VARCHAR" or item.type != "string":
        return
    try:
        connection.execute(f"SELECT regexp_full_match('', {literal(pattern)})").fetchone()
    except RuntimeError:
        return
    yield f"regexp_full_match({name}, {literal(pattern)})"


def _add_meta(connection: Any, table: str, frame: pl.DataFrame, key: tuple[str, ...]) -> None:
    parts = [f"{quoted(name)} {_TYPES[type(kind)]}" for name, kind in frame.schema.items()]
    if key:
        parts.append(f"PRIMARY KEY ({', '.join(map(quoted, key))})")
    connection.execute(f"CREATE TABLE {quoted(table)} ({', '.join(parts)})")
    connection.register("rows_to_add", frame.to_arrow())
    connection.execute(f"INSERT INTO {quoted(table)} SELECT * FROM rows_to_add")
    connection.unregister("rows_to_add")


def _comments(package: Package, names: Names) -> Iterator[str]:
    """Comment on tables, views and columns: title, unit and description, in English."""
    for resource in package.resources:
        text = _comment(resource.text("title"), None, resource.text("description"))
        yield from _comment_on("TABLE", names.of(resource), text)
        for item in resource.schema.fields:
            column = f"{names.of(resource)}.{quoted(names.columns[resource.name][item.name])}"
            yield from _comment_on("COLUMN", column, _comment_of(item))
    for view in names.views:
        text = _comment(view.text("title"), None, view.text("description"))
        yield from _comment_on("VIEW", quoted(view.name), text)
        for item in view.fields:
            column = f"{quoted(view.name)}.{quoted(item.name)}"
            yield from _comment_on("COLUMN", column, _comment_of(item))


def _comment_of(item: Field) -> str:
    return _comment(*(item.raw.get(key) for key in ("title", "unit", "description")))


def _comment(title: object, unit: object, description: object) -> str:
    """Put a comment together."""
    first = f"{title or ''} [{unit}]" if unit else str(title or "")
    return ": ".join(str(part) for part in (first.strip(), description) if part)


def _comment_on(kind: str, name: str, text: str) -> Iterator[str]:
    if text:
        yield f"COMMENT ON {kind} {name} IS {literal(text)}"


def make_identifier_fixed(file: Path) -> None:
    """Give a database file an identifier that follows from its content.

    DuckDB writes a random one into the headers of each new file, the only bytes that differ from
    one time to the next. Each header begins with its checksum, which is made again. A file of which
    the checksums are made otherwise is left as it is.
    """
    data = bytearray(file.read_bytes())
    headers = [slice(start, start + _HEADER) for start in range(0, 3 * _HEADER, _HEADER)]
    if len(data) < 3 * _HEADER or any(not _is_sound(data[part]) for part in headers):
        return
    first = bytes(data[headers[0]][_IDENTIFIER])
    blank = [bytes(data[part]).replace(first, bytes(16))[8:] for part in headers]
    fixed = sha256(b"".join(blank) + data[3 * _HEADER :]).digest()[:16]
    for part in headers:
        header = data[part]
        if header[_IDENTIFIER] == first:
            header[_IDENTIFIER] = fixed
            header[:8] = struct.pack("<Q", _checksum(header))
            data[part] = header
    file.write_bytes(data)


def _is_sound(header: bytes | bytearray) -> bool:
    return bool(struct.unpack_from("<Q", header)[0] == _checksum(header))


def _checksum(header: bytes | bytearray) -> int:
    """Compute the checksum of a header: each word times a constant, all of them in one XOR."""
    found = 5381
    for (word,) in struct.iter_unpack("<Q", header[8:]):
        found ^= (word * 0xBF58476D1CE4E5B9) & (2**64 - 1)
    return found
