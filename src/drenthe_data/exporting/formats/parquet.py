"""One Parquet file per table: typed columns, and the schema of the table as metadata."""

from __future__ import annotations

import json
from pathlib import Path

from drenthe_data.exporting.job import Job
from drenthe_data.writing import atomic


def export(job: Job) -> list[Path]:
    """Write ``parquet/<table>.parquet``.

    The file's metadata holds the key ``tableschema`` (the schema with titles, descriptions, units
    and categories, as JSON) and ``title``, ``description``, ``licence`` and ``version``.
    """
    data = job.data
    written = []
    raw = data.package.raw
    licences = raw.get("licenses") or [{}]
    for resource in data.package.resources:
        target = job.folder / "parquet" / f"{resource.name}.parquet"
        metadata = {
            "title": resource.text("title"),
            "description": resource.text("description"),
            "package": data.name,
            "version": data.version or "",
            "licence": str(licences[0].get("name", "")),
            "tableschema": json.dumps(resource.schema.raw, ensure_ascii=False),
        }
        with atomic(target) as temporary:
            data.frames[resource.name].write_parquet(
                temporary, compression="zstd", metadata=metadata
            )
        written.append(target)
    return written
