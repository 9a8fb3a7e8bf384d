"""The floor: every file read with its types by ``polars.read_csv``, and nothing checked."""

from __future__ import annotations

from typing import Any

import polars as pl

from benchmarks.peers.common import Result, tables

TYPES: dict[str, Any] = {
    "integer": pl.Int64,
    "year": pl.Int32,
    "number": pl.Float64,
    "boolean": pl.Boolean,
    "date": pl.Date,
}

for table in tables():
    columns = {item["name"]: TYPES.get(item["type"], pl.String) for item in table.fields}
    pl.read_csv(table.file, schema=columns, glob=False)
Result().write()
