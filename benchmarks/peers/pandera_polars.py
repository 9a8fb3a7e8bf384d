"""pandera on Polars: types are cast by hand, foreign keys of one field are lists of values."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandera.polars as pa
import polars as pl

from benchmarks.peers.common import URI, Result, Table, cast, later, read_text, tables


def checks(item: dict[str, Any], known: list[list[str]]) -> list[pa.Check]:
    """Give the checks of a field; ``known`` are the values its foreign keys may have."""
    limits = item.get("constraints", {})
    found = [pa.Check.isin(values) for values in known]
    if "enum" in limits:
        found.append(pa.Check.isin(limits["enum"]))
    if "pattern" in limits:
        found.append(pa.Check.str_matches(f"^(?:{limits['pattern']})$"))
    if item.get("format") == "uri":
        found.append(pa.Check.str_matches(URI))
    if "minLength" in limits or "maxLength" in limits:
        found.append(pa.Check.str_length(limits.get("minLength"), limits.get("maxLength")))
    for name, check in (("minimum", pa.Check.ge), ("maximum", pa.Check.le)):
        if name in limits:
            limit = limits[name]
            if item["type"] == "date":
                limit = dt.date.fromisoformat(limit)
            found.append(check(limit))
    return found


def schema(table: Table, frame: pl.DataFrame, texts: dict[str, pl.DataFrame]) -> pa.DataFrameSchema:
    """Make the schema of a table."""
    columns = {}
    for item in table.fields:
        name = item["name"]
        limits = item.get("constraints", {})
        known = [
            texts[target][fields[0]].drop_nulls().to_list()
            for own, target, fields in table.foreign_keys
            if own == [name]
        ]
        columns[name] = pa.Column(
            frame.schema[name],
            checks(item, known),
            nullable=not (limits.get("required") or table.key == [name]),
            unique=bool(limits.get("unique")) or table.key == [name],
        )
    return pa.DataFrameSchema(columns, unique=unique_together(table) or None)


def unique_together(table: Table) -> list[str]:
    """Give the fields that must be unique together: a schema has room for one such set."""
    keys = [table.key, *table.schema.get("uniqueKeys", [])]
    return next((names for names in keys if len(names) > 1), [])


result = Result()
texts: dict[str, pl.DataFrame] = {}
for table in tables():
    try:
        texts[table.name] = read_text(table)
        frame = cast(table, texts[table.name], result)
        schema(table, frame, texts).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        misfits = {(row, name) for where, row, _, name, _ in result.found if where == table.name}
        cases = errors.failure_cases.select("column", "check", "index").drop_nulls("index")
        for (name, check), found in cases.group_by("column", "check"):
            rows = found["index"].to_list()
            if check == "not_nullable":
                # A cell that could not be cast is empty now, which has been said.
                rows = [row for row in rows if (row + 2, name) not in misfits]
            names = [name] if name else unique_together(table)
            if "unique" in str(check):
                rows = later(frame, names, rows)
            result.add(table.name, rows, ", ".join(names), str(check))
    except Exception as error:
        result.fail(table.name, error)
result.write()
