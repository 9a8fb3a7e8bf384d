"""DuckDB: files read as text, and each check an SQL query as a user would write it.

The rules of ``validators/`` are run as they are. Where a file is not sound CSV, it is read again
with ``store_rejects``, and the rows that DuckDB rejects are what it found.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.peers.common import FALSE, TRUE, URI, Result, Table, tables

TYPES = {"integer": "BIGINT", "number": "DOUBLE", "year": "INTEGER", "date": "DATE"}


def name_of(name: str) -> str:
    """Quote a name."""
    return '"' + name.replace('"', '""') + '"'


def text_of(value: object) -> str:
    """Quote a text."""
    return "'" + str(value).replace("'", "''") + "'"


def list_of(values: list[Any]) -> str:
    """Quote a list of texts."""
    return ", ".join(text_of(value) for value in values)


def value_of(item: dict[str, Any]) -> str:
    """Give the value of a text, or NULL where it does not fit."""
    name, kind = name_of(item["name"]), item["type"]
    if kind == "boolean":
        is_true, is_false = (f"{name} IN ({list_of(words)})" for words in (TRUE, FALSE))
        return f"CASE WHEN {is_true} THEN true WHEN {is_false} THEN false END"
    if kind == "year":
        return f"CASE WHEN length({name}) = 4 THEN TRY_CAST({name} AS INTEGER) END"
    if kind == "date":
        return f"CASE WHEN length({name}) = 10 THEN TRY_CAST({name} AS DATE) END"
    if kind == "integer":
        whole = f"regexp_full_match({name}, '[+-]?[0-9]+')"
        return f"CASE WHEN {whole} THEN TRY_CAST({name} AS BIGINT) END"
    if kind in TYPES:
        return f"TRY_CAST({name} AS {TYPES[kind]})"
    return name


def conditions(table: Table) -> list[tuple[str, str, str]]:
    """Give field, check and condition of all that is wrong with single cells."""
    found = []
    for item in table.fields:
        raw, limits = item["name"], item.get("constraints", {})
        name, value = name_of(raw), name_of(f"{raw} value")
        if item["type"] in TYPES or item["type"] == "boolean":
            found.append((raw, "type-error", f"{name} IS NOT NULL AND {value} IS NULL"))
        if limits.get("required") or raw in table.key:
            found.append((raw, "required", f"{name} IS NULL"))
        if "enum" in limits:
            found.append((raw, "enum", f"{name} NOT IN ({list_of(limits['enum'])})"))
        if "pattern" in limits:
            pattern = text_of(limits["pattern"])
            found.append((raw, "pattern", f"NOT regexp_full_match({name}, {pattern})"))
        if item.get("format") == "uri":
            uri = f"NOT regexp_matches({name}, {text_of(URI)})"
            found.append((raw, "uri", uri))
        for key, sign, side in (
            ("minLength", "<", f"length({name})"),
            ("maxLength", ">", f"length({name})"),
            ("minimum", "<", value),
            ("maximum", ">", value),
        ):
            if key in limits:
                limit = limits[key]
                shown = f"DATE {text_of(limit)}" if isinstance(limit, str) else str(limit)
                found.append((raw, key, f"{side} {sign} {shown}"))
    return found


def load(database: Any, table: Table, result: Result) -> None:
    """Load a table: texts, values beside them, and the number of the row."""
    name = name_of(table.name)
    columns = "{" + ", ".join(f"{text_of(item['name'])}: 'VARCHAR'" for item in table.fields) + "}"
    common = (
        f"{text_of(table.file)}, header = true, delim = ',', quote = '\"', escape = '\"', "
        f"columns = {columns}, auto_detect = false"
    )
    values = ", ".join(
        f"{value_of(item)} AS {name_of(item['name'] + ' value')}"
        for item in table.fields
        if item["type"] in TYPES or item["type"] == "boolean"
    )
    select = f"SELECT *{', ' + values if values else ''}, row_number() OVER () - 1 AS row__ FROM"
    try:
        database.execute(f"CREATE TABLE {name} AS {select} read_csv({common})")
    except duckdb.Error:
        reading = f"read_csv({common}, store_rejects = true)"
        database.execute(f"CREATE TABLE {name} AS {select} {reading}")
        for line, field, kind in database.execute(
            "SELECT line, column_name, error_type FROM reject_errors"
        ).fetchall():
            result.found.append((table.name, None, line, None, f"{kind} {field or ''}".strip()))
        database.execute("DROP TABLE reject_errors; DROP TABLE reject_scans")


def check(database: Any, table: Table, result: Result) -> None:
    """Check cells and keys of a table."""
    name = name_of(table.name)
    wrong = conditions(table)
    counts = ", ".join(f"count(*) FILTER (WHERE {condition})" for _, _, condition in wrong)
    numbers = database.execute(f"SELECT {counts} FROM {name}").fetchone()
    for (field, kind, condition), number in zip(wrong, numbers, strict=True):
        if number:
            rows = database.execute(f"SELECT row__ FROM {name} WHERE {condition}").fetchall()
            result.add(table.name, [row for (row,) in rows], field, kind)
    unique = [[item["name"]] for item in table.fields if item.get("constraints", {}).get("unique")]
    keys = [*unique, *table.schema.get("uniqueKeys", []), *([table.key] if table.key else [])]
    for names in keys:
        listed = ", ".join(map(name_of, names))
        filled = " AND ".join(f"{name_of(field)} IS NOT NULL" for field in names)
        rows = database.execute(
            f"WITH twice AS (SELECT {listed} FROM {name} WHERE {filled} GROUP BY {listed} "
            f"HAVING count(*) > 1) SELECT row__ FROM {name} SEMI JOIN twice USING ({listed}) "
            f"QUALIFY row_number() OVER (PARTITION BY {listed} ORDER BY row__) > 1"
        ).fetchall()
        result.add(table.name, [row for (row,) in rows], ", ".join(names), "unique")
    for names, target, fields in table.foreign_keys:
        pairs = " AND ".join(
            f"own.{name_of(one)} = other.{name_of(two)}"
            for one, two in zip(names, fields, strict=True)
        )
        filled = " AND ".join(f"own.{name_of(field)} IS NOT NULL" for field in names)
        rows = database.execute(
            f"SELECT own.row__ FROM {name} AS own ANTI JOIN {name_of(target)} AS other ON {pairs} "
            f"WHERE {filled}"
        ).fetchall()
        result.add(table.name, [row for (row,) in rows], ", ".join(names), "foreign-key")


def check_rules(database: Any, folder: Path, known: list[Table], result: Result) -> None:
    """Run the rules, on views that have the values under the names of the fields."""
    database.execute("CREATE SCHEMA typed")
    for table in known:
        columns = ", ".join(
            f"{name_of(item['name'] + ' value')} AS {name_of(item['name'])}"
            if item["type"] in TYPES or item["type"] == "boolean"
            else name_of(item["name"])
            for item in table.fields
        )
        name = name_of(table.name)
        database.execute(f"CREATE VIEW typed.{name} AS SELECT {columns}, row__ FROM main.{name}")
    database.execute("SET search_path = 'typed,main'")
    for file in sorted((folder / "validators").rglob("*.sql")):
        text = file.read_text("utf-8")
        head = dict(re.findall(r"^-- (\w+): (.*)$", text, re.MULTILINE))
        keys = [name_of(name.strip()) for name in head["key"].split(",")]
        query = re.sub(r"^--.*\n", "", text, flags=re.MULTILINE)
        joined = " AND ".join(f"own.{key} IS NOT DISTINCT FROM broken.{key}" for key in keys)
        rule = file.relative_to(folder / "validators").with_suffix("").as_posix()
        try:
            rows = database.execute(
                f"SELECT own.row__ FROM typed.{name_of(head['table'])} AS own "
                f"JOIN ({query}) AS broken ON {joined}"
            ).fetchall()
        except duckdb.Error as error:
            # Some rules of Drenthe read columns that only our engine makes.
            result.fail(rule, error)
            continue
        result.add(head["table"], [row for (row,) in rows], head.get("field"), rule)


def main() -> None:
    """Check a package."""
    folder = Path(sys.argv[1])
    result = Result()
    database = duckdb.connect()
    usable = []
    for table in tables(folder):
        try:
            load(database, table, result)
            usable.append(table)
        except duckdb.Error as error:
            result.fail(table.name, error)
    names = {table.name for table in usable}
    for table in usable:
        if {target for _, target, _ in table.foreign_keys} <= names:
            check(database, table, result)
    if len(names) == len(tables(folder)):
        check_rules(database, folder, usable, result)
    result.write()


main()
