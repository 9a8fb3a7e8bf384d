"""great_expectations on pandas: types by patterns, foreign keys of one field as sets of values."""

from __future__ import annotations

import datetime as dt
import os
from typing import Any

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import great_expectations as gx
import great_expectations.expectations as gxe
import pandas as pd
from great_expectations.data_context.types.base import ProgressBarsConfig

from benchmarks.peers.common import URI, Result, Table, tables

# Values are texts, so that a wrong one does not spoil its column.
PATTERNS = {
    "integer": r"^[+-]?[0-9]+$",
    "number": r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$",
    "year": r"^[0-9]{4}$",
    "boolean": r"^(true|True|TRUE|1|false|False|FALSE|0)$",
    "date": r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
}
NUMBERS = {"integer", "number", "year"}
# What is added to the name of a column for the column of its values.
VALUE = " value"


def limit(item: dict[str, Any], key: str) -> Any:
    """Give a limit as a value of the type of the field."""
    text = item["constraints"].get(key)
    return dt.datetime.fromisoformat(text) if isinstance(text, str) else text


def expectations(table: Table, frames: dict[str, pd.DataFrame]) -> list[Any]:
    """Give what is expected of a table."""
    found: list[Any] = []
    for item in table.fields:
        name = item["name"]
        limits = item.get("constraints", {})
        if limits.get("required") or name in table.key:
            found.append(gxe.ExpectColumnValuesToNotBeNull(column=name))
        if item["type"] in PATTERNS:
            regex = PATTERNS[item["type"]]
            found.append(gxe.ExpectColumnValuesToMatchRegex(column=name, regex=regex))
        if "enum" in limits:
            found.append(gxe.ExpectColumnValuesToBeInSet(column=name, value_set=limits["enum"]))
        if "pattern" in limits or item.get("format") == "uri":
            regex = f"^(?:{limits['pattern']})$" if "pattern" in limits else URI
            found.append(gxe.ExpectColumnValuesToMatchRegex(column=name, regex=regex))
        if "minLength" in limits or "maxLength" in limits:
            found.append(
                gxe.ExpectColumnValueLengthsToBeBetween(
                    column=name,
                    min_value=limits.get("minLength"),
                    max_value=limits.get("maxLength"),
                )
            )
        if "minimum" in limits or "maximum" in limits:
            found.append(
                gxe.ExpectColumnValuesToBeBetween(
                    column=f"{name}{VALUE}",
                    min_value=limit(item, "minimum"),
                    max_value=limit(item, "maximum"),
                )
            )
        if limits.get("unique") or table.key == [name]:
            found.append(gxe.ExpectColumnValuesToBeUnique(column=name))
        for names, target, fields in table.foreign_keys:
            if names == [name]:
                values = frames[target][fields[0]].dropna().tolist()
                found.append(gxe.ExpectColumnValuesToBeInSet(column=name, value_set=values))
    for names in [*table.schema.get("uniqueKeys", []), table.key]:
        if len(names) > 1:
            found.append(gxe.ExpectCompoundColumnsToBeUnique(column_list=names))
    return found


def read(table: Table) -> pd.DataFrame:
    """Read a table as text, with a column of values beside those that have limits."""
    frame = pd.read_csv(
        table.file, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8"
    )
    for item in table.fields:
        if {"minimum", "maximum"} & set(item.get("constraints", {})):
            name = item["name"]
            convert = pd.to_numeric if item["type"] in NUMBERS else pd.to_datetime
            frame[f"{name}{VALUE}"] = convert(frame[name], errors="coerce")
    return frame


def later(frame: pd.DataFrame, names: list[str], rows: list[int]) -> list[int]:
    """Leave out the first row of each set of equal rows."""
    is_later = frame.duplicated(names, keep="first")
    return [row for row in rows if is_later[row]]


result = Result()
context = gx.get_context(mode="ephemeral")
context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
source = context.data_sources.add_pandas("files")
frames: dict[str, pd.DataFrame] = {}
for table in tables():
    try:
        frame = frames[table.name] = read(table)
        asset = source.add_dataframe_asset(table.name)
        batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
        suite = gx.ExpectationSuite(name=table.name, expectations=expectations(table, frames))
        outcome = batch.validate(suite, result_format="COMPLETE")
        for one in outcome.results:
            config = one.expectation_config
            names = config.kwargs.get("column_list") or [
                config.kwargs["column"].removesuffix(VALUE)
            ]
            rows = one.result.get("unexpected_index_list") or []
            if "unique" in config.type:
                rows = later(frame, names, rows)
            result.add(table.name, rows, ", ".join(names), config.type)
    except Exception as error:
        result.fail(table.name, error)
result.write()
