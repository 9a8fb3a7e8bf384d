"""A table as it stands in its file: texts, lines, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from drenthe_data.descriptor import Resource
from drenthe_data.findings import Finding
from drenthe_data.reading.labels import LabelMatch, check_labels, match_without_header

# Names of two columns beside those of the schema; no field name can begin with a NUL.
LINE = "\0line"
ROW = "\0row"


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a block stands, so that it can be read again.

    Attributes:
        part: Number of the file, from 0.
        offset: Position of its first byte in the text of the file, as UTF-8.
        size: Its number of bytes.
        first_line: Line of its first row.
        first_row: Number of its first record.
        is_last: Whether the file ends with it.
        is_plain: Whether each of its lines is a row, so that one can be read without the others.
    """

    part: int
    offset: int
    size: int
    first_line: int
    first_row: int
    is_last: bool
    is_plain: bool = False


# So many rows are kept that something was said of: more may be wrong with each.
_MOST_SEEN = 100
# Of a table with more records that cannot be used these are not all kept.
MOST_FAULTY = 100_000


@dataclass(slots=True)
class TextTable:
    """A table, or a block of one, as it stands in its file.

    Attributes:
        resource: The resource it belongs to.
        frame: One row per sound record: a text column per field that the file has (in the order
            of the schema; an empty cell is an empty text), ``LINE`` and ``ROW``.
        path: Path of the file it was read from.
        labels: The names in the header, as they stand.
        columns: The name of the field of each cell of a row; none of a cell that is no field.
        findings: What is wrong with file and structure, in the order of the file.
        counts: Exact number of findings by code, also of those that are not kept.
        cap: How many findings of a code to keep.
        is_readable: Whether there is anything to check below the header.
        is_cut: Whether a file, or the rest of one, could not be read, so that rows are unknown.
        records: Number of records below the header, sound or not; blank lines are none.
        size_bytes: Size of the file.
        faulty: The text of the records that could not be used, ``MOST_FAULTY`` at most.
        parts: Of a table of several files: position of the first row of each, and its path.
        mark: Where it stands, when it is a block.
    """

    resource: Resource
    frame: pl.DataFrame
    path: str
    labels: tuple[str, ...] = ()
    columns: tuple[str | None, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    cap: int | None = None
    is_readable: bool = False
    is_cut: bool = False
    records: int = 0
    size_bytes: int | None = None
    faulty: list[str] = field(default_factory=list)
    parts: list[tuple[int, str]] = field(default_factory=list)
    mark: Mark | None = None
    _seen: dict[int, tuple[dict[str, Any], tuple[str, ...]]] = field(default_factory=dict)
    _seen_in: pl.DataFrame | None = None

    @classmethod
    def empty(
        cls, resource: Resource, cap: int | None = None, path: str | None = None
    ) -> TextTable:
        """Make a table without rows."""
        schema: dict[str, type[pl.DataType]] = dict.fromkeys(resource.schema.names, pl.String)
        frame = pl.DataFrame(schema={**schema, LINE: pl.Int64, ROW: pl.Int64})
        return cls(resource, frame, resource.path if path is None else path, cap=cap)

    def block(self, path: str, cap: int | None = -1) -> TextTable:
        """Make an empty block of this table; ``cap`` is that of the table unless given."""
        table = TextTable.empty(self.resource, self.cap if cap == -1 else cap, path)
        table.labels, table.columns, table.is_readable = self.labels, self.columns, True
        return table

    def take_over(self, other: TextTable) -> None:
        """Take over the findings and counts of a block of this table."""
        self.findings += other.findings
        for code, count in other.counts.items():
            self.counts[code] = self.counts.get(code, 0) + count
        self.records += other.records
        self.faulty += other.faulty
        self.forget()

    def forget(self) -> None:
        """Keep no more unusable records than there is room for.

        Then it is not known any more what they hold and what may refer to it.
        """
        if len(self.faulty) > MOST_FAULTY:
            del self.faulty[MOST_FAULTY:]
            self.is_cut = True

    def row(self, number: int) -> tuple[dict[str, Any], tuple[str, ...]]:
        """Give a row by its position in the frame: its values by column, and its cells.

        Of a wide table much may be wrong with one row, and to take it out of its columns takes
        long.
        """
        if self._seen_in is not self.frame or len(self._seen) >= _MOST_SEEN:
            self._seen, self._seen_in = {}, self.frame
        if number not in self._seen:
            record = self.frame.row(number, named=True)
            cells = tuple(cell for name, cell in record.items() if name not in (LINE, ROW))
            self._seen[number] = (record, cells)
        return self._seen[number]

    def path_of(self, row: int) -> str:
        """Give the path of the file that a row, by its position in the frame, was read from."""
        paths = [path for position, path in self.parts if position <= row]
        return paths[-1] if paths else self.path

    @property
    def missing(self) -> list[str]:
        """Fields of the schema that the file has no column for."""
        columns = set(self.frame.columns)
        return [name for name in self.resource.schema.names if name not in columns]

    @property
    def is_whole(self) -> bool:
        """Whether every record could be read and every column is there."""
        is_read = self.is_readable and not self.is_cut
        return is_read and not self.missing and self.records == self.frame.height


def report(  # noqa: PLR0917
    table: TextTable,
    code: str,
    variant: str | None = None,
    line: int | None = None,
    row: int | None = None,
    field_number: int | None = None,
    *,
    file: str | None = None,
    field: str | None = None,
    value: str | None = None,
    cells: tuple[str, ...] | None = None,
    **params: Any,
) -> None:
    """Count a structural finding of a table, and keep it while there is room."""
    table.counts[code] = table.counts.get(code, 0) + 1
    if table.cap is not None and table.counts[code] > table.cap:
        return
    if value is not None:
        value = value.encode("utf-8", "backslashreplace").decode()
    table.findings.append(
        Finding(
            code=code,
            severity="error",
            file=table.path if file is None else file,
            resource=table.resource.name,
            line=line or None,
            row=row,
            field=field,
            field_number=field_number,
            value=value,
            params=params,
            variant=variant,
            cells=cells,
        )
    )


def arranged(
    table: TextTable, frame: pl.DataFrame, lines: pl.Series, rows: pl.Series
) -> pl.DataFrame:
    """Name the columns after the fields, in the order of the schema, and add lines and rows."""
    places = {name: number for number, name in enumerate(table.columns) if name is not None}
    columns = [
        frame.to_series(places[name]).alias(name)
        for name in table.resource.schema.names
        if name in places
    ]
    return pl.DataFrame([*columns, lines.alias(LINE), rows.alias(ROW)])


def match_labels(
    table: TextTable, labels: tuple[str, ...], line: int | None = 1, row: int = 1
) -> bool:
    """Compare the header with the schema; give whether rows can be matched to fields."""
    table.labels = labels
    return _take_match(
        table, check_labels(labels, table.resource, file=table.path, line=line, row=row)
    )


def match_places(table: TextTable, width: int) -> bool:
    """Match the columns of a table without header with the fields, in order."""
    return _take_match(table, match_without_header(table.resource, width))


def _take_match(table: TextTable, match: LabelMatch) -> bool:
    table.findings += match.findings
    for found in match.findings:
        table.counts[found.code] = table.counts.get(found.code, 0) + 1
    if match.schema is not table.resource.schema:
        table.resource = replace(table.resource, schema=match.schema)
    table.columns = match.columns
    return match.is_usable
