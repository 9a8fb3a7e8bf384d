"""JSON Lines: one file per table, one object per row, with typed values."""

from __future__ import annotations

from pathlib import Path

from drenthe_data.exporting.job import Job
from drenthe_data.exporting.typed import table_file
from drenthe_data.exporting.values import json_text, plain_rows
from drenthe_data.writing import write_text


def export(job: Job) -> list[Path]:
    """Write ``jsonl/<table>.jsonl``; a missing value is ``null``."""
    written = []
    for resource in job.data.package.resources:
        rows = plain_rows(resource.schema.fields, job.data.frames[resource.name])
        target = table_file(job, resource, "jsonl")
        write_text(target, "".join(json_text(row) + "\n" for row in rows))
        written.append(target)
    return written
