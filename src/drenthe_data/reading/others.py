"""Tables that are no plain CSV file: rows in the descriptor, Parquet, and unusual dialects."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain, islice

import polars as pl

from drenthe_data.descriptor import Dialect
from drenthe_data.reading.inline import csv_reader, inline_rows
from drenthe_data.reading.records import Record
from drenthe_data.reading.source import Part, SourceError, pieces
from drenthe_data.reading.structure import has_surrogates, use
from drenthe_data.reading.table import (
    Mark,
    TextTable,
    arranged,
    match_labels,
    match_places,
    report,
)
from drenthe_data.reading.typed import texts_of_column

# Rows that are read at once.
_ROWS = 200_000
# Where an open quote went wrong, a record goes on over at most so many escaped line ends.
_MOST_ESCAPED = 100


# Rows in the descriptor.


def inline_blocks(head: TextTable) -> Iterator[TextTable]:
    """Read rows that stand in the descriptor, as one block; they have no lines."""
    found = inline_rows(head.resource)
    for finding in found.findings:
        head.findings.append(finding)
        head.counts[finding.code] = head.counts.get(finding.code, 0) + 1
    if not found.labels and not found.rows:
        return
    if found.labels:
        is_usable = match_labels(head, found.labels, None, found.header_row)
    else:
        is_usable = match_places(head, len(found.rows[0]))
    head.is_readable = is_usable
    if not is_usable:
        return
    block = head.block(head.path)
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    for number, cells in zip(found.numbers, found.rows, strict=True):
        text = ",".join(cells) or "," * (len(cells) - 1)
        if use(block, Record(0, tuple(cells), None, text), number):
            block.records += 1
            rows.append(tuple(cells))
            numbers.append(number)
    _fill(block, rows, [None] * len(rows), numbers)
    block.mark = Mark(0, 0, len(rows), 1, 1, True)
    yield block


def _fill(
    block: TextTable,
    rows: list[tuple[str, ...]],
    lines: list[int] | list[None],
    numbers: list[int],
) -> None:
    """Put rows into a block."""
    schema = {f"column_{number}": pl.String for number in range(len(block.columns))}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    block.frame = arranged(
        block, frame, pl.Series(lines, dtype=pl.Int64), pl.Series(numbers, dtype=pl.Int64)
    )


# Parquet.


def parquet_blocks(head: TextTable, part: Part, number: int) -> Iterator[TextTable]:
    """Read a Parquet file in blocks of rows, as the texts that a CSV file would hold.

    Raises:
        SourceError: When the file cannot be read as Parquet.
    """
    try:
        plan = pl.scan_parquet(part.file, glob=False)
        schema = plan.collect_schema()
        height = int(plan.select(pl.len()).collect().item())
    except FileNotFoundError:
        raise SourceError("missing") from None
    except (OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        if part.file.is_dir():
            raise SourceError("folder") from None
        raise _no_parquet(error) from None
    if not number:
        if not match_labels(head, tuple(schema.names()), None):
            return
        head.is_readable = True
    elif tuple(schema.names()) != head.labels:
        report(
            head,
            "incorrect-label",
            "part",
            file=part.path,
            value=", ".join(schema.names()),
            expected=list(head.labels),
        )
        head.is_cut = True
        return
    by_name = {item.name: item for item in head.resource.schema.fields}
    for start in range(0, max(height, 1), _ROWS):
        try:
            frame = plan.slice(start, _ROWS).collect()
        except (OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
            raise _no_parquet(error) from None
        texts = [
            texts_of_column(frame.to_series(place), by_name.get(name or ""))
            for place, name in enumerate(head.columns)
        ]
        block = head.block(part.path)
        block.records = frame.height
        rows = pl.int_range(start + 2, start + 2 + frame.height, eager=True)
        block.frame = arranged(
            block, pl.DataFrame(texts), pl.Series([None] * frame.height, dtype=pl.Int64), rows
        )
        block.mark = Mark(number, start, frame.height, 1, start + 2, False)
        yield block


def _no_parquet(error: BaseException) -> SourceError:
    return SourceError("not-parquet", reason=(str(error).splitlines() or [""])[0][:200])


# Unusual dialects.


def unusual_blocks(head: TextTable, part: Part, number: int) -> Iterator[TextTable]:
    """Read a file of a dialect that only Python's csv module knows, record by record."""
    dialect = head.resource.dialect
    records = _records(head, part)
    is_first = number == 0
    header: list[tuple[str, ...]] = []
    last = dialect.header_rows[-1] if dialect.has_header and dialect.header_rows else 0
    row = line = header_row = 0
    taken: list[Record] = []
    # Comments where the header is looked for are above it.
    while row < last or (last and not header):
        record = next(records, None)
        if record is None:
            if is_first:
                report(head, "source-error", "empty", expected=head.resource.schema.names)
            return
        row += 1
        taken.append(record)
        if (row in dialect.header_rows or row > last) and not _is_comment(dialect, record, row):
            if record.cells is None or has_surrogates(record.text):
                own = head.block(part.path)
                use(own, record, row)
                head.findings += own.findings
                head.counts.update(own.counts)
                head.is_cut = head.is_cut or not is_first
                return
            header.append(record.cells)
            line, header_row = record.line, row
    if dialect.has_header:
        width = max((len(cells) for cells in header), default=0)
        parts = [[cells[n] for cells in header if n < len(cells)] for n in range(width)]
        labels = tuple(dialect.header_join.join(dict.fromkeys(cells)) for cells in parts)
        if is_first:
            if not any(labels):
                names = head.resource.schema.names
                report(head, "blank-header", line=line, row=header_row, expected=names)
                return
            if not match_labels(head, labels, line=line, row=header_row):
                return
            head.is_readable = True
        elif not set(labels) & set(head.labels):
            # Files are put one after another, so this one begins with a row.
            records, row = chain(taken, records), 0
        elif labels != head.labels:
            report(
                head,
                "incorrect-label",
                "part",
                line=line,
                row=header_row,
                file=part.path,
                value=", ".join(labels),
                expected=list(head.labels),
            )
    while chunk := list(islice(records, _ROWS)):
        if not head.is_readable:
            places = enumerate(chunk, row + 1)
            # A row that cannot be split does not say how many columns there are.
            rest = (
                one.cells
                for place, one in places
                if one.cells is not None and not _is_comment(dialect, one, place)
            )
            if not match_places(head, len(next(rest, ("",)))):
                return
            head.is_readable = True
        block = head.block(part.path)
        rows: list[tuple[str, ...]] = []
        lines: list[int] = []
        numbers: list[int] = []
        start = row
        for record in chunk:
            row += 1
            if _is_comment(dialect, record, row):
                continue
            if use(block, record, row):
                block.records += 1
                rows.append(record.cells or ())
                lines.append(record.line)
                numbers.append(row)
        _fill(block, rows, lines, numbers)
        block.mark = Mark(number, start, len(chunk), 1, start + 1, False)
        yield block
    if not head.is_readable and is_first:
        report(head, "source-error", "empty", expected=head.resource.schema.names)


def _is_comment(dialect: Dialect, record: Record, row: int) -> bool:
    if row in dialect.comment_rows:
        return True
    return bool(dialect.comment) and record.text.startswith(dialect.comment or "")


def _records(head: TextTable, part: Part) -> Iterator[Record]:
    """Split a file into records."""
    dialect = head.resource.dialect
    lines = _Lines(_lines(pieces(head.resource, part)), dialect.escape)
    reader = csv_reader(lines, dialect)
    while True:
        line = lines.number + 1
        lines.taken.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            is_long = "end of data" in str(error) or len(lines.taken) > 1
            first = lines.taken[0].rstrip("\r\n")
            lines.give_back()
            yield Record(line, None, "unclosed" if is_long else "after", first)
            continue
        text = "".join(lines.taken).rstrip("\r\n")
        null = dialect.null_sequence
        kept = tuple("" if null is not None and cell == null else cell for cell in cells)
        yield Record(line, kept or ("",), None, text)


class _Lines:
    """Lines, counted, with those that were taken for the record at hand.

    A cell that was open at the end of a line and went wrong goes wrong again for every record in
    which it is open there. So such a record ends at that line, and no line is read time and again.
    """

    def __init__(self, lines: Iterator[str], escape: str | None) -> None:
        self.lines = lines
        self.escape = escape
        self.number = 0
        # The last line that was read for a record that went wrong after its first line.
        self.wrong = 0
        self.taken: list[str] = []
        self.returned: deque[str] = deque()

    def give_back(self) -> None:
        """Put all lines but the first back, so that a fault costs no other line than its own."""
        if len(self.taken) > 1:
            self.wrong = max(self.wrong, self.number)
        self.returned.extendleft(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.taken and self.number < self.wrong and not self._may_be_sound():
            raise StopIteration
        line = self.returned.popleft() if self.returned else next(self.lines)
        self.number += 1
        self.taken.append(line)
        return line

    def _may_be_sound(self) -> bool:
        """Tell whether the line end may be escaped, so that no quote need be open there."""
        line = self.taken[-1].rstrip("\r\n")
        is_escaped = self.escape is not None and line.endswith(self.escape)
        return is_escaped and len(self.taken) <= _MOST_ESCAPED


def _lines(parts: Iterable[bytes]) -> Iterator[str]:
    """Split pieces of a text into lines with their ends."""
    rest = b""
    for piece in parts:
        lines = (rest + piece).splitlines(keepends=True)
        # A CR at the end of a piece may be the first half of a line end.
        rest = lines.pop() if lines and not lines[-1].endswith(b"\n") else b""
        for line in lines:
            yield line.decode("utf-8", "surrogateescape")
    if rest:
        yield rest.decode("utf-8", "surrogateescape")
