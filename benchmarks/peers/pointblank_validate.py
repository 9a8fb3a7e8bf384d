"""pointblank on Polars: types are cast by hand, foreign keys are looked up in the other table."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pointblank as pb
import polars as pl

from benchmarks.peers.common import URI, Result, Table, cast, later, read_text, tables

Step = tuple[list[str], str]


def plan(
    table: Table, frame: pl.DataFrame, frames: dict[str, pl.DataFrame]
) -> tuple[pb.Validate, list[Step]]:
    """Write down the steps of a table, and what each is about."""
    validation = pb.Validate(frame)
    steps: list[Step] = []

    def add(method: str, names: list[str], check: str, **arguments: Any) -> None:
        nonlocal validation
        validation = getattr(validation, method)(**arguments)
        steps.append((names, check))

    for item in table.fields:
        name = item["name"]
        limits = item.get("constraints", {})
        if limits.get("required") or name in table.key:
            add("col_vals_not_null", [name], "required", columns=name)
        if "enum" in limits:
            values = [*limits["enum"], *([] if limits.get("required") else [None])]
            add("col_vals_in_set", [name], "enum", columns=name, set=values)
        pattern = URI if item.get("format") == "uri" else None
        if "pattern" in limits:
            pattern = f"^(?:{limits['pattern']})$"
        if pattern:
            add(
                "col_vals_regex",
                [name],
                "pattern",
                columns=name,
                pattern=pattern,
                na_pass=True,
            )
        if "minLength" in limits or "maxLength" in limits:
            add(
                "col_vals_str_len",
                [name],
                "length",
                columns=name,
                min_val=limits.get("minLength"),
                max_val=limits.get("maxLength"),
                na_pass=True,
            )
        for key, method in (("minimum", "col_vals_ge"), ("maximum", "col_vals_le")):
            if key in limits:
                limit = limits[key]
                if item["type"] == "date":
                    limit = dt.date.fromisoformat(limit)
                add(method, [name], key, columns=name, value=limit, na_pass=True)
        if limits.get("unique"):
            add("rows_distinct", [name], "unique", columns_subset=[name])
    for names in [*([table.key] if table.key else []), *table.schema.get("uniqueKeys", [])]:
        add("rows_distinct", names, "unique", columns_subset=names)
    for names, target, fields in table.foreign_keys:
        add(
            "col_vals_in_table",
            names,
            "foreign-key",
            columns=names,
            ref_table=frames[target],
            ref_column=fields,
            na_pass=True,
        )
    return validation, steps


result = Result()
frames: dict[str, pl.DataFrame] = {}
for table in tables():
    try:
        frame = frames[table.name] = cast(table, read_text(table), result)
        misfits = {(row, name) for where, row, _, name, _ in result.found if where == table.name}
        validation, steps = plan(table, frame, frames)
        validation = validation.interrogate(extract_limit=10**9)
        for number, (names, check) in enumerate(steps, 1):
            extract = validation.get_data_extracts(i=number, frame=True)
            if extract is None or not len(extract):
                continue
            rows = [row - 1 for row in extract["_row_num_"].to_list()]
            if check == "unique":
                rows = later(frame, names, rows)
            if check == "required":
                rows = [row for row in rows if (row + 2, names[0]) not in misfits]
            result.add(table.name, rows, ", ".join(names), check)
    except Exception as error:
        result.fail(table.name, error)
result.write()
