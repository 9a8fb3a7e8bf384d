"""One OpenDocument spreadsheet: the sheets of the Excel workbook, in the open standard."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from drenthe_data.exporting.job import Job
from drenthe_data.exporting.spreadsheets.build import book_of
from drenthe_data.exporting.spreadsheets.odf import write_ods
from drenthe_data.exporting.typed import file_name
from drenthe_data.writing import atomic

# Before this day programs count by different calendars.
_EARLIEST = date(1582, 10, 15)


def export(job: Job) -> list[Path]:
    """Write ``<name>.ods``.

    Raises:
        DataError: When a sheet cannot hold a table or a cell whole.
    """
    book = book_of(job, _EARLIEST)
    target = job.folder / f"{file_name(job.data.name)}.ods"
    with atomic(target) as temporary:
        write_ods(book, temporary)
    return [target]
