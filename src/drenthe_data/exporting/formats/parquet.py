"""One Parquet file per table: typed columns, and the schema of the table as metadata."""

from __future__ import annotations

from pathlib import Path

from drenthe_data.exporting.job import Job
from drenthe_data.exporting.typed import arrow_table, table_file
from drenthe_data.writing import atomic


def export(job: Job) -> list[Path]:
    """Write ``parquet/<table>.parquet``.

    Codes are dictionaries. Each field has its titles, descriptions, unit and codes as Arrow
    metadata; the file has ``tableschema`` (the whole schema as JSON), titles and descriptions in
    English and Dutch, ``licence``, ``version`` and ``created``.
    """
    import pyarrow.parquet

    written = []
    for resource in job.data.package.resources:
        table = arrow_table(job.data.package, resource, job.data.frames[resource.name])
        target = table_file(job, resource, "parquet")
        with atomic(target) as temporary:
            pyarrow.parquet.write_table(table, temporary, compression="zstd")
        written.append(target)
    return written
