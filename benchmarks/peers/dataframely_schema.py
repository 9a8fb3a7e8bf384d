"""dataframely: a schema per table that casts and filters; no foreign keys."""

from __future__ import annotations

import datetime as dt
from typing import Any

import dataframely as dy
import polars as pl

from benchmarks.peers.common import URI, Result, Table, later, read_text, tables, value_of

ROW = "row__"


def column(item: dict[str, Any], *, is_key: bool) -> Any:
    """Make the column of a field."""
    limits = item.get("constraints", {})
    common = {
        "nullable": not (limits.get("required") or is_key),
        "primary_key": is_key,
        "unique": bool(limits.get("unique")),
    }
    kind = item["type"]
    bounds = {
        own: limits[name]
        for name, own in (("minimum", "min"), ("maximum", "max"))
        if name in limits
    }
    if kind in ("integer", "year"):
        return dy.Int64(**common, **bounds)
    if kind == "number":
        return dy.Float64(**common, **bounds)
    if kind == "boolean":
        return dy.Bool(**common)
    if kind == "date":
        dates = {name: dt.date.fromisoformat(limit) for name, limit in bounds.items()}
        return dy.Date(**common, **dates)
    if "enum" in limits:
        return dy.Enum(limits["enum"], **common)
    pattern = f"^(?:{limits['pattern']})$" if "pattern" in limits else None
    if item.get("format") == "uri":
        pattern = URI
    return dy.String(
        **common,
        regex=pattern,
        min_length=limits.get("minLength"),
        max_length=limits.get("maxLength"),
    )


def schema(table: Table) -> Any:
    """Make the schema of a table; a key of several fields is a rule over groups."""
    columns: dict[str, Any] = {
        item["name"]: column(item, is_key=item["name"] in table.key) for item in table.fields
    }
    for number, names in enumerate(table.schema.get("uniqueKeys", [])):
        is_single = ~pl.struct(names).is_duplicated()
        columns[f"unique_key_{number}"] = dy.rule()(lambda _cls, is_single=is_single: is_single)
    columns[ROW] = dy.UInt32()
    return type(table.name, (dy.Schema,), columns)


def name_of(rule: str, table: Table) -> tuple[str | None, str]:
    """Take the name of a rule apart: the field, and what was asked of it."""
    name, _, check = rule.partition("|")
    return (name if any(item["name"] == name for item in table.fields) else None), check or name


result = Result()
for table in tables():
    try:
        text = read_text(table)
        # Booleans and dates have no cast from text.
        frame = text.with_columns(
            [value_of(item) for item in table.fields if item["type"] in ("boolean", "date")]
        ).with_row_index(ROW)
        for item in table.fields:
            if item["type"] in ("boolean", "date"):
                lost = frame[item["name"]].is_null() & text[item["name"]].is_not_null()
                result.add(table.name, lost.arg_true(), item["name"], "type-error")
        _, failure = schema(table).filter(frame, cast=True)
        details = failure.details()
        own = set(frame.columns)
        for rule in [name for name in details.columns if name not in own]:
            rows = details.filter(pl.col(rule) == "invalid")[ROW].to_list()
            name, check = name_of(rule, table)
            if "unique" in rule or "primary_key" in rule:
                names = [name] if name else table.key
                if rule.startswith("unique_key_"):
                    names = table.schema["uniqueKeys"][int(rule.rpartition("_")[2])]
                rows = later(frame, names, rows)
                name = ", ".join(names)
            result.add(table.name, rows, name, check)
    except Exception as error:
        result.fail(table.name, error)
result.write()
