"""A table as it stands in its file: texts, lines, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from drenthe_data.descriptor import Resource
from drenthe_data.findings import Finding
from drenthe_data.messages import nearest

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
    """

    part: int
    offset: int
    size: int
    first_line: int
    first_row: int
    is_last: bool


@dataclass(slots=True)
class TextTable:
    """A table, or a block of one, as it stands in its file.

    Attributes:
        resource: The resource it belongs to.
        frame: One row per sound record: a text column per field that the file has (in the order
            of the schema; an empty cell is an empty text), ``LINE`` and ``ROW``.
        path: Path of the file it was read from.
        labels: The names in the header, as they stand.
        columns: The label of each cell of a row.
        findings: What is wrong with file and structure, in the order of the file.
        counts: Exact number of findings by code, also of those that are not kept.
        cap: How many findings of a code to keep.
        is_readable: Whether there is anything to check below the header.
        records: Number of records below the header, sound or not; blank lines are none.
        size_bytes: Size of the file.
        faulty: The text of the records that could not be used.
        parts: Of a table of several files: position of the first row of each, and its path.
        mark: Where it stands, when it is a block.
    """

    resource: Resource
    frame: pl.DataFrame
    path: str
    labels: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    cap: int | None = None
    is_readable: bool = False
    records: int = 0
    size_bytes: int | None = None
    faulty: list[str] = field(default_factory=list)
    parts: list[tuple[int, str]] = field(default_factory=list)
    mark: Mark | None = None

    @classmethod
    def empty(
        cls, resource: Resource, cap: int | None = None, path: str | None = None
    ) -> TextTable:
        """Make a table without rows."""
        schema: dict[str, type[pl.DataType]] = dict.fromkeys(resource.schema.names, pl.String)
        frame = pl.DataFrame(schema={**schema, LINE: pl.Int64, ROW: pl.Int64})
        return cls(resource, frame, resource.path if path is None else path, cap=cap)

    def take_over(self, other: TextTable) -> None:
        """Take over the findings and counts of a block of this table."""
        self.findings += other.findings
        for code, count in other.counts.items():
            self.counts[code] = self.counts.get(code, 0) + count
        self.records += other.records
        self.faulty += other.faulty

    def path_of(self, row: int) -> str:
        """Give the path of the file that a row, by its position in the frame, was read from."""
        paths = [path for position, path in self.parts if position <= row]
        return paths[-1] if paths else self.path

    @property
    def missing(self) -> list[str]:
        """Fields of the schema that the file has no column for."""
        return [name for name in self.resource.schema.names if name not in self.frame.columns]

    @property
    def is_whole(self) -> bool:
        """Whether every record could be read and every column is there."""
        return self.is_readable and not self.missing and self.records == self.frame.height


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
            line=line,
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
    named: dict[str, pl.Series] = {}
    for number, label in enumerate(table.columns):
        if label in table.resource.schema.names and label not in named:
            named[label] = frame.to_series(number)
    columns = [named[name].alias(name) for name in table.resource.schema.names if name in named]
    return pl.DataFrame([*columns, lines.alias(LINE), rows.alias(ROW)])


def match_labels(table: TextTable, labels: tuple[str, ...]) -> bool:
    """Compare the header with the schema; give whether rows can be matched to fields."""
    resource = table.resource
    table.labels = labels
    names = resource.schema.names
    if len(labels) == 1 and len(names) > 1 and labels[0] not in names:
        for other in (";", "\t", ",", "|"):
            if other != resource.delimiter and labels[0].split(other)[0].strip('"') in names:
                shown = {"\t": "tab"}.get(other, f'"{other}"')
                report(
                    table,
                    "delimiter-error",
                    line=1,
                    row=1,
                    value=shown,
                    expected=f'"{resource.delimiter}"',
                )
                return False
    extra = [label for label in labels if label and label not in names]
    absent = [name for name in names if name not in labels]
    seen: set[str] = set()
    for number, label in enumerate(labels, start=1):
        place = (1, 1, number)
        if not label:
            report(table, "blank-label", None, *place, number=number)
        elif label in seen:
            report(table, "duplicate-label", None, *place, value=label, field=label)
        elif label not in names:
            report(
                table,
                "extra-label",
                None,
                *place,
                value=label,
                field=label,
                nearest=nearest(label, absent),
                schema=resource.raw.get("schema")
                if isinstance(resource.raw.get("schema"), str)
                else "datapackage.json",
            )
        seen.add(label)
    for name in absent:
        report(
            table,
            "missing-label",
            line=1,
            row=1,
            field=name,
            field_number=names.index(name) + 1,
            nearest=nearest(name, extra),
            expected=names,
        )
    present = list(dict.fromkeys(label for label in labels if label in names))
    wanted = [name for name in names if name in labels]
    for number, (label, name) in enumerate(zip(present, wanted, strict=True), start=1):
        if label != name:
            report(
                table,
                "incorrect-label",
                line=1,
                row=1,
                value=label,
                field=name,
                field_number=number,
                expected=names,
            )
            break
    return True
