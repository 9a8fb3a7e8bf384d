"""One Arrow file (IPC, also known as Feather version 2) per table."""

from __future__ import annotations

from pathlib import Path

from drenthe_data.exporting.job import Job
from drenthe_data.exporting.typed import arrow_table, table_file
from drenthe_data.writing import atomic


def export(job: Job) -> list[Path]:
    """Write ``arrow/<table>.arrow``, with the types and metadata of the Parquet files.

    They are not compressed: programs map them into memory, and browsers read no other.
    """
    import pyarrow.ipc

    written = []
    for resource in job.data.package.resources:
        table = arrow_table(job.data.package, resource, job.data.frames[resource.name])
        target = table_file(job, resource, "arrow")
        with (
            atomic(target) as temporary,
            pyarrow.ipc.new_file(str(temporary), table.schema) as writer,
        ):
            writer.write_table(table)
        written.append(target)
    return written
