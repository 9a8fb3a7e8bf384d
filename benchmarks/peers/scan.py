"""Every file scanned as text in streams, and nothing checked."""

from __future__ import annotations

import polars as pl

from benchmarks.peers.common import Result, tables

for table in tables():
    columns = {item["name"]: pl.String for item in table.fields}
    plan = pl.scan_csv(table.file, schema=columns, glob=False)
    plan.select(pl.all().count()).collect(engine="streaming")
Result().write()
