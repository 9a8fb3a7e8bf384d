"""The tables as plain CSV files with their schemas: together a Data Package that is not zipped.

However a table is stored in the package (several files, compressed, another dialect or encoding),
here it is one file in UTF-8, with commas and LF. The cells stay as they are written, so that the
schema goes on describing them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import polars as pl

from drenthe_data.descriptor import Resource
from drenthe_data.exporting.job import Job
from drenthe_data.exporting.manifest import checksum
from drenthe_data.formatting import csv_text
from drenthe_data.reading import LINE, ROW, read_table
from drenthe_data.writing import write_text

# What says how the file of the package is laid out, and what it held; here that is different.
_OF_THE_FILE = {
    "bytes", "compression", "data", "dialect", "encoding", "format", "hash", "innerpath",
    "mediatype", "path", "schema", "url",
}  # fmt: skip


def export(job: Job) -> list[Path]:
    """Write ``csv/<table>.csv``, ``csv/<table>.schema.json`` and ``csv/datapackage.json``."""
    package = job.data.package
    folder = job.folder / "csv"
    written = []
    resources: list[dict[str, Any]] = []
    for resource in package.resources:
        # A name may hold what leads out of the folder, such as "../".
        name = quote(resource.name, safe=" ")
        table, schema = folder / f"{name}.csv", folder / f"{name}.schema.json"
        frame = _texts(resource)
        write_text(table, csv_text(frame))
        write_text(schema, _json(_schema(resource, frame.columns)))
        written += [table, schema]
        resources.append(
            {
                **{key: value for key, value in resource.raw.items() if key not in _OF_THE_FILE},
                "name": resource.name,
                "path": table.name,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": table.stat().st_size,
                "hash": f"sha256:{checksum(table)}",
                "schema": schema.name,
            }
        )
    descriptor = folder / "datapackage.json"
    write_text(descriptor, _json({**package.raw, "resources": resources}))
    return [*written, descriptor]


def _texts(resource: Resource) -> pl.DataFrame:
    """Give the cells of a table as they are written."""
    text = read_table(resource)
    frame = text.frame.drop(LINE, ROW, strict=False)
    # A table without schema and rows has nothing but its header.
    return frame if frame.columns else pl.DataFrame(schema=dict.fromkeys(text.labels, pl.String))


def _schema(resource: Resource, names: list[str]) -> dict[str, Any]:
    raw = dict(resource.schema.raw)
    if not raw.get("fields"):
        raw["fields"] = [{"name": name, "type": "any"} for name in names]
    return raw


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
