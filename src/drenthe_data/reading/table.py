"""Reading the file of a resource into a frame of texts, with all that is wrong in its structure."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from io import StringIO

import polars as pl

from drenthe_data.descriptor import Resource
from drenthe_data.findings import Finding
from drenthe_data.messages import nearest
from drenthe_data.reading.records import Record, is_regular, split_records

# Names of two columns beside those of the schema; no field name can begin with a NUL.
LINE = "\0line"
ROW = "\0row"

_FAULTS = ("\r", "\0")
# Shorter texts (in characters) are split by Python, before Polars would have made a plan. So are
# longer ones of which some record takes more than a line.
_SHORT = 300_000


@dataclass(slots=True)
class TextTable:
    """A table as it stands in its file.

    Attributes:
        resource: The resource it belongs to.
        frame: One row per sound record: a text column per field that the file has (in the order
            of the schema; an empty cell is an empty text), ``LINE`` and ``ROW``.
        labels: The names in the header, as they stand.
        findings: What is wrong with file and structure, in the order of the file.
        is_readable: Whether there is anything to check below the header.
        records: Number of records below the header, sound or not; blank lines are none.
        size_bytes: Size of the file.
        faulty: The text of the records that could not be used.
    """

    resource: Resource
    frame: pl.DataFrame
    labels: tuple[str, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    is_readable: bool = False
    records: int = 0
    size_bytes: int | None = None
    faulty: list[str] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        """Fields of the schema that the file has no column for."""
        return [name for name in self.resource.schema.names if name not in self.frame.columns]

    @property
    def is_whole(self) -> bool:
        """Whether every record could be read and every column is there."""
        return self.is_readable and not self.missing and self.records == self.frame.height


def read_table(resource: Resource) -> TextTable:
    """Read the file of a resource. Never raises for what the file holds."""
    table = TextTable(resource, _empty(resource.schema.names))
    data = _bytes(table)
    if data is None:
        return table
    text = _text(table, data)
    if text is None:
        return table
    header, body, first_line = _header(table, text)
    if header is None or not _labels(table, header):
        return table
    table.is_readable = True
    _rows(table, body, first_line)
    return table


def _empty(names: list[str]) -> pl.DataFrame:
    schema: dict[str, type[pl.DataType]] = dict.fromkeys(names, pl.String)
    return pl.DataFrame(schema={**schema, LINE: pl.Int64, ROW: pl.Int64})


def _finding(  # noqa: PLR0917
    table: TextTable,
    code: str,
    variant: str | None = None,
    line: int | None = None,
    row: int | None = None,
    field_number: int | None = None,
    *,
    field: str | None = None,
    value: str | None = None,
    cells: tuple[str, ...] | None = None,
    **params: object,
) -> None:
    """Add a finding to a table."""
    table.findings.append(
        Finding(
            code=code,
            severity="error",
            file=table.resource.path,
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


def _bytes(table: TextTable) -> bytes | None:
    """Read the file; what cannot be read is said."""
    file = table.resource.file
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        _finding(table, "source-error", "missing")
    except IsADirectoryError:
        _finding(table, "source-error", "folder")
    except OSError as error:
        variant = "folder" if file.is_dir() else "unreadable"
        _finding(table, "source-error", variant, reason=error.strerror or str(error))
    else:
        table.size_bytes = len(data)
        if data[:4] in (b"PK\x03\x04", b"\x1f\x8b\x08\x00", b"%PDF") or data[:2] == b"\x1f\x8b":
            _finding(table, "source-error", "not-text", value=repr(data[:4])[2:-1])
            return None
        return data
    return None


def _text(table: TextTable, data: bytes) -> str | None:
    """Decode the file. Lines that do not fit the encoding are reported and left out later."""
    encoding = table.resource.encoding
    is_utf8 = codecs.lookup(encoding).name in ("utf-8", "utf-8-sig")
    if is_utf8 and data.startswith(codecs.BOM_UTF8):
        data = data[3:]
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            _finding(table, "source-error", "not-text", value=repr(data[:4])[2:-1])
            return None
    # Undecodable bytes become lone surrogates, so that each can be found in its line.
    return data.decode(encoding if is_utf8 else "utf-8", errors="surrogateescape")


def _header(table: TextTable, text: str) -> tuple[tuple[str, ...] | None, str, int]:
    """Take the header off the text; give labels, the rest, and the line the rest begins on."""
    resource = table.resource
    if not text.strip("\r\n \t"):
        if text.strip() == text or not text:
            _finding(table, "source-error", "empty", expected=resource.schema.names)
        else:
            _finding(table, "blank-header", line=1, row=1, expected=resource.schema.names)
        return None, "", 1
    record = next(split_records(text, resource.delimiter))
    if _has_surrogates(record.text):
        encoding = resource.encoding.upper()
        value = _odd_bytes(record.text)
        _finding(table, "encoding-error", None, 1, 1, value=value, encoding=encoding)
        return None, "", 1
    if record.cells is None:
        _finding(table, "quote-error", record.fault, line=1, row=1, value=record.text)
        return None, "", 1
    if not record.text.strip():
        _finding(table, "blank-header", line=1, row=1, expected=resource.schema.names)
        return None, "", 1
    rest = text[len(record.text) :]
    rest = rest[2:] if rest.startswith("\r\n") else rest[1:]
    consumed = text[: len(text) - len(rest)]
    lines = consumed.count("\n") + consumed.count("\r") - consumed.count("\r\n")
    return record.cells, rest, 1 + max(lines, 1)


def _labels(table: TextTable, labels: tuple[str, ...]) -> bool:
    """Compare the header with the schema; give whether rows can be matched to fields."""
    resource = table.resource
    table.labels = labels
    names = resource.schema.names
    if len(labels) == 1 and len(names) > 1 and labels[0] not in names:
        for other in (";", "\t", ",", "|"):
            if other != resource.delimiter and labels[0].split(other)[0].strip('"') in names:
                shown = {"\t": "tab"}.get(other, f'"{other}"')
                _finding(
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
            _finding(table, "blank-label", None, *place, number=number)
        elif label in seen:
            _finding(table, "duplicate-label", None, *place, value=label, field=label)
        elif label not in names:
            _finding(
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
        _finding(
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
            _finding(
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


def _rows(table: TextTable, body: str, first_line: int) -> None:
    """Read the records below the header."""
    width = len(table.labels)
    is_long = len(body) > _SHORT
    is_plain = not any(fault in body for fault in _FAULTS) and not _has_surrogates(body)
    if is_long and is_plain:
        lines = body.split("\n")
        if lines[-1] == "":
            lines.pop()
        if is_regular(pl.Series(lines, dtype=pl.String), width, table.resource.delimiter):
            table.records = len(lines)
            frame = _parse(body, width, table.resource.delimiter)
            table.frame = _arrange(table, frame, range(first_line, first_line + frame.height))
            _drop_blank(table)
            return
    if not is_plain or not _quick(table, body, first_line):
        _careful(table, body, first_line)


def _drop_blank(table: TextTable) -> None:
    """Report rows that consist of separators only, and leave them out."""
    names = [name for name in table.frame.columns if name not in (LINE, ROW)]
    if not names:
        return
    # A line of blanks is blank too; with more columns such a line has too few cells.
    cells = pl.col(names).str.strip_chars() if len(table.labels) == 1 else pl.col(names)
    is_blank = pl.all_horizontal(cells == "")
    for line, row in table.frame.filter(is_blank).select(LINE, ROW).iter_rows():
        _finding(table, "blank-row", line=line, row=row)
        table.records -= 1
    table.frame = table.frame.filter(~is_blank)


def _parse(body: str, width: int, delimiter: str) -> pl.DataFrame:
    """Parse text of which every line is a sound record."""
    schema = {f"column_{number}": pl.String for number in range(width)}
    if not body:
        return pl.DataFrame(schema=schema)
    return pl.read_csv(
        body.encode(),
        has_header=False,
        schema=schema,
        separator=delimiter,
        empty_string_is_null=False,
        infer_schema=False,
    ).fill_null("")


def _arrange(
    table: TextTable, frame: pl.DataFrame, lines: Sequence[int], rows: Sequence[int] | None = None
) -> pl.DataFrame:
    """Name the columns after the fields and add lines and rows, which count from 2 if not given."""
    named: dict[str, pl.Series] = {}
    for number, label in enumerate(table.labels):
        if label in table.resource.schema.names and label not in named:
            named[label] = frame.to_series(number)
    columns = [named[name].alias(name) for name in table.resource.schema.names if name in named]
    columns.append(pl.Series(LINE, lines, dtype=pl.Int64))
    columns.append(pl.Series(ROW, range(2, 2 + len(lines)) if rows is None else rows, pl.Int64))
    return pl.DataFrame(columns)


def _quick(table: TextTable, body: str, first_line: int) -> bool:
    """Read a text of which every record is sound; give whether it is one.

    The whole text is matched against the grammar first, so that the lenient reader of Python's csv
    module has nothing to be lenient about.
    """
    width = len(table.labels)
    if not _sound_text(width, table.resource.delimiter).fullmatch(body):
        return False
    reader = csv.reader(StringIO(body, newline=""), delimiter=table.resource.delimiter)
    rows: list[list[str]] = []
    lines: list[int] = []
    line = first_line
    try:
        for cells in reader:
            # A row without any text, or a line of blanks, is a finding of its own.
            if not any(cells) or (width == 1 and not cells[0].strip()):
                return False
            rows.append(cells)
            lines.append(line)
            line = first_line + reader.line_num
    except csv.Error:  # a cell of more than 128 kB
        return False
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]
    frame = pl.DataFrame(
        [
            pl.Series(f"column_{number}", cells, dtype=pl.String)
            for number, cells in enumerate(columns)
        ]
    )
    table.records = len(rows)
    table.frame = _arrange(table, frame, lines)
    return True


@cache
def _sound_text(width: int, delimiter: str) -> re.Pattern[str]:
    """Give the pattern of a text whose records all have ``width`` cells and sound quotes."""
    mark = re.escape(delimiter)
    cell = rf'(?:"[^"]*+(?:""[^"]*+)*+"|[^"{mark}\n]*+)'
    record = rf"{cell}(?:{mark}{cell}){{{width - 1}}}"
    return re.compile(rf"(?:{record}\n)*+(?:{record})?+")


def _careful(table: TextTable, body: str, first_line: int) -> None:
    """Go through the records one by one; keep the sound ones and name each fault."""
    width = len(table.labels)
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    numbers: list[int] = []
    for number, record in enumerate(split_records(body, table.resource.delimiter, first_line)):
        if record.text:
            table.records += 1
        if _is_sound(table, record, number + 2, width):
            rows.append(record.cells or ())
            lines.append(record.line)
            numbers.append(number + 2)
        elif record.text:
            table.faulty.append(record.text)
    schema = {f"column_{number}": pl.String for number in range(width)}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    table.frame = _arrange(table, frame, lines, numbers)


def _is_sound(table: TextTable, record: Record, row: int, width: int) -> bool:
    """Report what is wrong with the structure of a record; give whether it can be used."""
    place = (record.line, row)
    shown = record.text.encode("utf-8", "backslashreplace").decode()
    if _has_surrogates(record.text):
        _finding(
            table,
            "encoding-error",
            None,
            *place,
            value=_odd_bytes(record.text),
            encoding=table.resource.encoding.upper(),
        )
        return False
    if "\0" in record.text:
        _finding(table, "nul-error", None, *place)
        return False
    if record.cells is None:
        _finding(table, "quote-error", record.fault, *place, value=shown)
        return False
    if not record.text.strip():
        _finding(table, "blank-row", None, *place)
        return False
    count = len(record.cells)
    if count != width:
        _finding(
            table,
            "missing-cell" if count < width else "extra-cell",
            None,
            *place,
            value=shown,
            count=count,
            expected=width,
            cells=record.cells,
        )
        return False
    if not any(record.cells):
        _finding(table, "blank-row", None, *place, cells=record.cells)
        table.records -= 1
        return False
    return True


def _odd_bytes(text: str) -> str:
    """Show the first bytes of a text that did not fit the encoding."""
    found = [f"0x{ord(char) - 0xDC00:02X}" for char in text if _is_surrogate(char)]
    return " ".join(found[:5])


def _is_surrogate(char: str) -> bool:
    return "\udc80" <= char <= "\udcff"


def _has_surrogates(text: str) -> bool:
    """Tell whether bytes that did not fit the encoding are in the text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
