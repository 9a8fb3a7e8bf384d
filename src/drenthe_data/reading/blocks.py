"""Reading a table block by block, with all that is wrong in its structure and where.

A block is some megabytes of whole records. Polars parses it, which is lenient: it fills short rows,
takes stray quotes for text, and names no row when it fails. So each block is tried by an account of
its bytes first: cells, delimiters, line ends and quotes must add up to its size, and each quote
must be where it belongs. Rows that lack cells break the account, and whatever else is wrong makes
the parser fail (``tests/test_blocks.py`` tries this on generated texts). Only a block that fails
is looked at line by line, and of its lines only those that are no sound record by themselves are
taken apart one by one.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import StringIO

import polars as pl

from drenthe_data.descriptor import Resource
from drenthe_data.dialect import is_unusual
from drenthe_data.reading.quotes import Quotes, line_numbers, lines_of, quotes_of, record_pattern
from drenthe_data.reading.records import QUOTE, Grammar, Record, located_records, one_record
from drenthe_data.reading.source import (
    PIECE,
    Part,
    SourceError,
    parts_of,
    pieces,
    ranges,
    size_of,
)
from drenthe_data.reading.structure import BLANKS, has_surrogates, odd_bytes, use
from drenthe_data.reading.table import (
    LINE,
    ROW,
    Mark,
    TextTable,
    arranged,
    match_labels,
    match_places,
    report,
)

# Shorter texts (in bytes) are split by Python, before Polars would have made a plan.
_SHORT = 300_000
# A record that is longer is not waited for: its quote is taken for one that was not closed.
_LONGEST = 32_000_000
# How many lines are given back to the next block, at most, so that a block ends between records.
_MOST_GIVEN_BACK = 1000
_SAMPLE = 65_536


@dataclass(slots=True)
class _Block:
    """The text of a block and its place in the table."""

    data: bytes
    part: Part
    first_line: int
    first_row: int
    is_last: bool


@dataclass(slots=True)
class _Taken:
    """What a way of reading made of a block: bytes and lines used, and records, blank or not."""

    used: int
    lines: int
    records: int


class BlockReader:
    """Reads the table of a resource in blocks; never raises for what the files hold.

    Attributes:
        resource: The resource.
        head: What is known before the first row: labels, and what is wrong with file or header.
        cap: How many findings of a kind to keep; ``None`` keeps all. Counts are always exact.
        size: Bytes of a block, about; ``PIECE`` unless given.
    """

    def __init__(self, resource: Resource, cap: int | None = None, size: int | None = None) -> None:
        self.resource = resource
        self.cap = cap
        self.size = PIECE if size is None else size
        self.head = TextTable.empty(resource, cap)
        self._row = 2

    def blocks(self) -> Iterator[TextTable]:
        """Give the blocks in order; each has its own frame and findings.

        Findings about a file or its header are in ``head``, which is whole after the last block.
        """
        if self.resource.format == "inline":
            from drenthe_data.reading.others import inline_blocks

            yield from inline_blocks(self.head)
            return
        sizes = [size_of(part) for part in parts_of(self.resource)]
        self.head.size_bytes = None if None in sizes else sum(size or 0 for size in sizes)
        for number, part in enumerate(parts_of(self.resource)):
            try:
                yield from self._file(part, number)
            except SourceError as error:
                report(self.head, "source-error", error.variant, file=part.path, **error.params)
                self.head.is_cut = True
                return
            if not self.head.is_readable:
                return

    def _file(self, part: Part, number: int) -> Iterator[TextTable]:
        """Give the blocks of one file. What reads other files than CSV is imported for them."""
        if self.resource.format == "parquet":
            from drenthe_data.reading.others import parquet_blocks

            return parquet_blocks(self.head, part, number)
        if is_unusual(self.resource.dialect):
            from drenthe_data.reading.others import unusual_blocks

            return unusual_blocks(self.head, part, number)
        return self._part(part, number)

    def again(self, wanted: Mapping[Mark, Sequence[int] | None]) -> Iterator[TextTable]:
        """Read some blocks again, in their order.

        Args:
            wanted: The blocks, and of each the rows that are wanted, by position in the block and
                ascending; ``None`` for all of them.
        """
        if self.resource.format != "csv" or is_unusual(self.resource.dialect):
            for block in BlockReader(self.resource, 0, self.size).blocks():
                if block.mark is not None and block.mark in wanted:
                    _keep(block, wanted[block.mark])
                    yield block
            return
        parts = parts_of(self.resource)
        by_part: dict[int, list[Mark]] = {}
        for mark in wanted:
            by_part.setdefault(mark.part, []).append(mark)
        for number, marks in by_part.items():
            part = parts[number]
            places = [(mark.offset, mark.size) for mark in marks]
            try:
                for mark, data in zip(marks, ranges(self.resource, part, places), strict=True):
                    again = _Block(data, part, mark.first_line, mark.first_row, mark.is_last)
                    table = self.head.block(part.path, 0)
                    rows = wanted[mark]
                    if rows is None or not mark.is_plain or not _take(table, again, rows):
                        _read(table, again)
                        _keep(table, rows)
                    table.mark = mark
                    yield table
            except SourceError:
                return  # the file has gone, or is another one by now

    def _part(self, part: Part, number: int) -> Iterator[TextTable]:
        """Read one file."""
        rest = b""
        line = 1
        offset = 0
        is_first = number == 0
        has_header = False
        for piece, is_last in _with_last(pieces(self.resource, part, self.size)):
            rest = rest + piece if rest else piece
            if not has_header:
                if not is_last and not _has_line(rest):
                    continue
                lines, used = self._header(rest, part, is_first=is_first)
                if lines is None:
                    return
                has_header = True
                line += lines
                rest = rest[used:]
                offset = used
            while rest:
                cut = len(rest) if is_last else _cut(rest)
                if not cut:
                    break
                block = _Block(rest[:cut], part, line, self._row, is_last)
                table = self.head.block(part.path)
                taken = _read(table, block)
                is_plain = taken.lines == taken.records == table.frame.height
                table.mark = Mark(number, offset, taken.used, line, self._row, is_last, is_plain)
                yield table
                offset += taken.used
                line += taken.lines
                self._row += taken.records
                rest = rest[taken.used :]
                if not is_last:
                    break

    def _header(self, data: bytes, part: Part, *, is_first: bool) -> tuple[int | None, int]:
        """Take the header off a file; give its lines and bytes, or no lines when it is no use."""
        sample = data[:_SAMPLE] if b"\n" in data[:_SAMPLE] else data
        text = sample.decode("utf-8", "surrogateescape")
        is_cut = len(sample) < len(data)
        if is_cut:
            first, _ = next(located_records(text, self.resource.delimiter))
            if first.fault == "open" or len(first.text) == len(text):
                text = data.decode("utf-8", "surrogateescape")  # it goes on after the sample
                is_cut = False
        if not self.resource.dialect.has_header:
            return self._no_header(text, is_first=is_first), 0
        own = self.head if is_first else TextTable.empty(self.resource, self.cap, part.path)
        labels, rest, line = header_of(own, text)
        if labels is None:
            if not is_first:
                if own.findings and own.findings[0].variant == "empty":
                    return 0, len(data)
                self.head.take_over(own)
                self.head.is_cut = True
            return None, 0
        used = len(text[: len(text) - len(rest)].encode("utf-8", "surrogateescape"))
        if not is_first:
            if labels == self.head.labels:
                return line - 1, used
            if set(labels) & set(self.head.labels):
                report(
                    self.head,
                    "incorrect-label",
                    "part",
                    line=1,
                    row=1,
                    file=part.path,
                    value=", ".join(labels),
                    expected=list(self.head.labels),
                )
                return line - 1, used
            return 0, 0  # files are put one after another, so this one begins with a row
        if not match_labels(self.head, labels):
            return None, 0
        self.head.is_readable = True
        # Half a row has fewer cells.
        _match_rows(self.head, rest[: rest.rfind("\n") + 1] if is_cut else rest)
        return line - 1, used

    def _no_header(self, text: str, *, is_first: bool) -> int | None:
        """Match the columns of a table without header, by its first row."""
        if not is_first:
            return 0
        if not text.strip("\r\n \t"):
            report(self.head, "source-error", "empty", expected=self.resource.schema.names)
            return None
        # A row that cannot be split does not say how many columns there are.
        found = (one.cells for one, _ in located_records(text, self.resource.delimiter))
        if not match_places(self.head, len(next(filter(None, found), ("",)))):
            return None
        self.head.is_readable = True
        self._row = 1
        return 0


def read_table(resource: Resource, cap: int | None = None) -> TextTable:
    """Read the whole table of a resource. Never raises for what the files hold.

    Args:
        resource: The resource.
        cap: How many structural findings of a kind to keep; ``None`` keeps all.
    """
    reader = BlockReader(resource, cap)
    blocks = list(reader.blocks())
    return whole(reader.head, blocks)


def whole(head: TextTable, blocks: Sequence[TextTable]) -> TextTable:
    """Put the blocks of a table together."""
    if len(blocks) == 1 and not head.findings:
        blocks[0].size_bytes = head.size_bytes
        blocks[0].forget()
        return blocks[0]
    position = 0
    for block in blocks:
        if not head.parts or head.parts[-1][1] != block.path:
            head.parts.append((position, block.path))
        position += block.frame.height
        head.take_over(block)
    if blocks:
        head.frame = pl.concat([block.frame for block in blocks], rechunk=True)
    return head


def _with_last(items: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Give each item with whether it is the last."""
    before: bytes | None = None
    for item in items:
        if before is not None:
            yield before, False
        before = item
    if before is not None:
        yield before, True


def _has_line(data: bytes) -> bool:
    return len(data) >= _SAMPLE


def _match_rows(head: TextTable, rest: str) -> None:
    """Match the columns of the rows, when these have other columns than the header.

    When the rows have just as many cells as the schema has fields, and the header has not, the
    header is at fault and not each row: then the cells stand in the order of the fields.
    """
    names = head.resource.schema.names
    if len(head.columns) == len(names):
        return
    widths = set()
    for number, (record, position) in enumerate(located_records(rest, head.resource.delimiter)):
        if number >= 20 or (number and position + len(record.text) >= len(rest) - 1):
            break
        if record.cells is not None and record.text.strip():
            widths.add(len(record.cells))
    if widths == {len(names)}:
        head.columns = tuple(names)


def header_of(table: TextTable, text: str) -> tuple[tuple[str, ...] | None, str, int]:
    """Take the header off a text; give labels, the rest, and the line the rest begins on."""
    resource = table.resource
    if not text.strip("\r\n \t"):
        if text.strip() == text or not text:
            report(table, "source-error", "empty", expected=resource.schema.names)
        else:
            report(table, "blank-header", line=1, row=1, expected=resource.schema.names)
        return None, "", 1
    record, _ = next(located_records(text, resource.delimiter))
    if has_surrogates(record.text):
        encoding = resource.encoding.upper()
        value = odd_bytes(record.text)
        report(table, "encoding-error", None, 1, 1, value=value, encoding=encoding)
        return None, "", 1
    if record.cells is None:
        fault = "unclosed" if record.fault == "open" else record.fault
        report(table, "quote-error", fault, line=1, row=1, value=record.text)
        return None, "", 1
    if not record.text.strip():
        report(table, "blank-header", line=1, row=1, expected=resource.schema.names)
        return None, "", 1
    rest = text[len(record.text) :]
    rest = rest[2:] if rest.startswith("\r\n") else rest[1:]
    consumed = text[: len(text) - len(rest)]
    lines = consumed.count("\n") + consumed.count("\r") - consumed.count("\r\n")
    return record.cells, rest, 1 + max(lines, 1)


def _cut(data: bytes) -> int:
    """Give where a block may end: after the last line end that is not between quotes; else 0."""
    end = data.rfind(b"\n") + 1
    if not end:
        if len(data) > _LONGEST:
            return len(data)
        # A file of an old Mac; the last byte may be half of a CRLF.
        return data.rfind(b"\r", 0, -1) + 1
    if b'"' not in data or not data.count(b'"', 0, end) % 2:
        return end
    cut = end
    for _ in range(_MOST_GIVEN_BACK):
        before = data.rfind(b"\n", 0, cut - 1) + 1
        is_odd = data.count(b'"', before, cut) % 2
        cut = before
        if is_odd or not cut:
            break
    return cut or end


def _read(table: TextTable, block: _Block) -> _Taken:
    """Read a block in the cheapest way that is exact for it."""
    # Polars takes no delimiter of several bytes.
    if len(block.data) <= _SHORT or not table.resource.delimiter.isascii():
        taken = _quick(table, block)
        return taken if taken is not None else _by_record(table, block)
    taken = _account(table, block)
    if taken is None and _line_end(block.data) is not None:
        taken = _by_line(table, block)
    return taken if taken is not None else _by_record(table, block)


def _take(table: TextTable, block: _Block, rows: Sequence[int]) -> bool:
    """Read some rows of a block in which each line is a row; tell whether that was possible."""
    if _line_end(block.data) is None:
        return False
    lines = block.data.split(b"\n")
    if not rows or rows[-1] >= len(lines):
        return False
    text = b"\n".join([*(lines[row] for row in rows), b""])
    frame = _parse(text, len(table.columns), table.resource.delimiter)
    if frame is None or frame.height != len(rows):
        return False
    places = pl.Series(rows, dtype=pl.Int64)
    table.frame = arranged(table, frame, places + block.first_line, places + block.first_row)
    table.records = frame.height
    return True


def _keep(table: TextTable, rows: Sequence[int] | None) -> None:
    """Keep some rows of a table, as far as they are there; ``None`` keeps all."""
    if rows is not None:
        table.frame = table.frame[[row for row in rows if row < table.frame.height]]


def _line_end(data: bytes) -> bytes | None:
    """Give the line end of a text when it has one kind only."""
    if b"\r" not in data:
        return b"\n"
    count = data.count(b"\r\n")
    return b"\r\n" if count == data.count(b"\r") == data.count(b"\n") else None


def _parse(data: bytes, width: int, delimiter: str) -> pl.DataFrame | None:
    """Parse a text with Polars; ``None`` when that fails."""
    if not data:
        return pl.DataFrame(schema={f"column_{number}": pl.String for number in range(width)})
    try:
        return pl.read_csv(
            data,
            has_header=False,
            schema={f"column_{number}": pl.String for number in range(width)},
            separator=delimiter,
            empty_string_is_null=False,
            infer_schema=False,
            glob=False,
        )
    except pl.exceptions.PolarsError:
        return None


def _account(table: TextTable, block: _Block) -> _Taken | None:
    """Parse a block whose bytes add up, see above; ``None`` when they do not."""
    data, width, delimiter = block.data, len(table.columns), table.resource.delimiter
    end = _line_end(data)
    if end is None or b"\0" in data:
        return None
    if not data.endswith(b"\n"):
        data += end
    frame = _parse(data, width, delimiter)
    if frame is None:
        return None
    found = quotes_of(data, delimiter) if b'"' in data else Quotes(0, 0, [])
    if found is None:
        return None
    lengths = frame.select(pl.sum_horizontal(pl.all().str.len_bytes())).to_series()
    marks = (width - 1) * len(delimiter.encode()) + len(end)
    height = frame.height
    if int(lengths.sum()) + height * marks + found.count - found.doubled != len(data):
        return None
    breaks = found.breaks
    lines = height + sum(count for _, count in breaks)
    starts = line_numbers(data, breaks, height, block.first_line)
    rows = pl.int_range(block.first_row, block.first_row + height, eager=True)
    if width == 1 and _is_blank(frame).any():
        return None  # whether the blanks stand between quotes is not seen any more
    table.records = height
    table.frame = arranged(table, frame, starts, rows)
    if width > 1 and not lengths.is_empty() and lengths.min() == 0:
        _drop_blank(table, frame)
    return _Taken(len(block.data), lines, height)


def _is_blank(frame: pl.DataFrame) -> pl.Series:
    """Tell of each row whether it has no text; of one column, whether it has only blanks."""
    cells = pl.all().str.strip_chars(BLANKS) if frame.width == 1 else pl.all()
    return frame.select(pl.all_horizontal(cells == "").alias("is_blank")).to_series()


def _drop_blank(table: TextTable, frame: pl.DataFrame) -> None:
    """Report rows that consist of delimiters or quotes only, and leave them out.

    Args:
        table: The table, with its rows.
        frame: All cells of these rows, also those that are of no field.
    """
    is_blank = _is_blank(frame)
    if not is_blank.any():
        return
    places = table.frame.filter(is_blank).select(LINE, ROW).rows()
    for cells, (line, row) in zip(frame.filter(is_blank).rows(), places, strict=True):
        report(table, "blank-row", line=line, row=row, cells=cells)
        table.records -= 1
    table.frame = table.frame.filter(~is_blank)


def _by_line(table: TextTable, block: _Block) -> _Taken | None:
    """Take only those lines of a block apart that are no sound record by themselves."""
    width, delimiter = len(table.columns), table.resource.delimiter
    end = _line_end(block.data) or b"\n"
    data, odd = _without_odd_lines(block.data)
    lines = lines_of(data)
    try:
        has_quotes = lines.str.contains(QUOTE, literal=True)
        matches = ~has_quotes & (lines.str.count_matches(delimiter, literal=True) == width - 1)
        # Blank rows are taken apart too, so that they are reported in their order.
        matches &= (lines.str.strip_chars(BLANKS) if width == 1 else lines) != delimiter * (
            width - 1
        )
        if has_quotes.any():
            quoted = lines.filter(has_quotes)
            is_sound = quoted.str.contains(record_pattern(width, delimiter))
            is_sound &= quoted.str.strip_chars(QUOTE + delimiter).str.strip_chars(BLANKS) != ""
            matches = matches.scatter(has_quotes.arg_true(), is_sound)
    except pl.exceptions.ComputeError:  # more columns than one pattern can hold
        return None
    found = _Found(table, block, lines, odd, end.decode())
    found.take_apart((~matches).arg_true().to_list())
    count = found.line
    used = len(block.data) if count == len(lines) else found.bytes_before(count)
    kept = matches.scatter(pl.Series(found.swallowed, dtype=pl.UInt32), False)
    is_start = pl.repeat(True, len(lines), eager=True).scatter(
        pl.Series(found.continued, dtype=pl.UInt32), False
    )
    rows = is_start.cast(pl.Int64).cum_sum() - 1 + block.first_row
    numbers = pl.int_range(block.first_line, block.first_line + len(lines), eager=True)
    if count < len(lines):
        kept, lines, rows, numbers = (x.head(count) for x in (kept, lines, rows, numbers))
    text = lines.filter(kept).to_frame().write_csv(include_header=False, quote_style="never")
    frame = _parse(text.encode(), width, delimiter)
    if frame is None or frame.height != kept.sum():
        return None
    table.records += frame.height
    table.frame = arranged(table, frame, numbers.filter(kept), rows.filter(kept))
    if found.rows:
        schema = {f"column_{number}": pl.String for number in range(width)}
        more = pl.DataFrame(found.rows, schema=schema, orient="row")
        table.records += more.height
        extra = arranged(
            table,
            more,
            pl.Series(found.lines, dtype=pl.Int64),
            pl.Series(found.numbers, dtype=pl.Int64),
        )
        table.frame = pl.concat([table.frame, extra]).sort(ROW)
    records = count - sum(line < count for line in found.continued)
    return _Taken(used, count, records)


def _without_odd_lines(data: bytes) -> tuple[bytes, dict[int, str]]:
    """Put a quote in the place of lines that are no UTF-8 or hold a NUL; give these by number."""
    text = data.decode("utf-8", "surrogateescape")
    if "\0" not in text and not has_surrogates(text):
        return data, {}
    odd: dict[int, str] = {}
    kept: list[str] = []
    done = line = 0
    while (match := _ODD.search(text, done)) is not None:
        start = text.rfind("\n", 0, match.start()) + 1
        stop = text.find("\n", match.start())
        stop = len(text) if stop < 0 else stop
        line += text.count("\n", done, start)
        odd[line] = text[start:stop].removesuffix("\r")
        kept += [text[done:start], QUOTE]
        done = stop
    return "".join([*kept, text[done:]]).encode(), odd


# A byte that is no UTF-8, as it is decoded, or a NUL.
_ODD = re.compile("[\0\udc80-\udcff]")


class _Found:
    """What the lines of a block hold that are no sound record by themselves."""

    def __init__(
        self, table: TextTable, block: _Block, lines: pl.Series, odd: dict[int, str], end: str
    ) -> None:
        self.table = table
        self.block = block
        self.all = lines
        self.odd = odd
        self.end = end
        self.grammar = Grammar.of(table.resource.delimiter)
        # Records of several lines that are sound: cells, first line, number of the record.
        self.rows: list[tuple[str, ...]] = []
        self.lines: list[int] = []
        self.numbers: list[int] = []
        # Lines that belong to what was taken apart, and those of them that begin no record.
        self.swallowed: list[int] = []
        self.continued: list[int] = []
        # Number of lines that are dealt with.
        self.line = len(lines)

    def take_apart(self, suspects: Sequence[int]) -> None:
        """Split the records that begin at lines that are no records by themselves."""
        after = 0
        for number in suspects:
            if number < after:
                continue
            record, span = self.record(number)
            if record is None:
                self.line = number
                return
            row = self.block.first_row + number - len(self.continued)
            after = number + span
            self.swallowed += range(number, after)
            self.continued += range(number + 1, after)
            if use(self.table, record, row):
                self.rows.append(record.cells or ())
                self.lines.append(record.line)
                self.numbers.append(row)

    def record(self, number: int) -> tuple[Record | None, int]:
        """Split off the record at a line; ``None`` when its end is not in this block."""
        line = self.block.first_line + number
        text = self.text(number)
        count = 1
        while True:
            joined = text if count == 1 else self.joined(number, count)
            cells, fault, stop = one_record(joined, 0, self.grammar)
            if fault != "open":
                break
            if number + count >= len(self.all):
                if self.block.is_last or len(joined) > _LONGEST:
                    break
                return None, 0
            count *= 4
        if fault is not None:
            return Record(line, None, "unclosed" if fault == "open" else fault, text), 1
        record = joined[:stop]
        return Record(line, cells, None, record), record.count("\n") + 1

    def text(self, number: int) -> str:
        """Give a line."""
        found = self.odd.get(number)
        return str(self.all[number]) if found is None else found

    def joined(self, number: int, count: int) -> str:
        """Give some lines as they stand in the file."""
        lines = enumerate(self.all[number : number + count].to_list(), start=number)
        texts = (self.odd.get(place, text) for place, text in lines)
        return self.end.join(texts)

    def bytes_before(self, count: int) -> int:
        """Give the number of bytes of the lines before one."""
        position = 0
        data = self.block.data
        for _ in range(count):
            position = data.find(b"\n", position) + 1
        return position


def _quick(table: TextTable, block: _Block) -> _Taken | None:
    """Read a short text of which every record is sound; ``None`` when one is not.

    The whole text is matched against the grammar first, so that the lenient reader of Python's csv
    module has nothing to be lenient about.
    """
    width, delimiter = len(table.columns), table.resource.delimiter
    data = block.data
    if b"\0" in data or b"\r" in data:
        return None
    try:
        body = data.decode()
    except UnicodeDecodeError:
        return None
    if not _sound_text(width, delimiter).fullmatch(body):
        return None
    reader = csv.reader(StringIO(body, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    lines: list[int] = []
    line = block.first_line
    try:
        for cells in reader:
            # A row without any text, or a line of blanks, is a finding of its own.
            if not any(cells) or (width == 1 and not cells[0].strip()):
                return None
            rows.append(cells)
            lines.append(line)
            line = block.first_line + reader.line_num
    except csv.Error:  # a cell of more than 128 kB
        return None
    columns = list(zip(*rows, strict=True)) or [()] * width
    places = {name: place for place, name in enumerate(table.columns) if name is not None}
    table.records = len(rows)
    first = block.first_row
    table.frame = pl.DataFrame(
        [
            *(
                pl.Series(name, columns[places[name]], dtype=pl.String)
                for name in table.resource.schema.names
                if name in places
            ),
            pl.Series(LINE, lines, dtype=pl.Int64),
            pl.Series(ROW, range(first, first + len(rows)), dtype=pl.Int64),
        ]
    )
    return _Taken(len(data), line - block.first_line, len(rows))


@cache
def _sound_text(width: int, delimiter: str) -> re.Pattern[str]:
    """Give the pattern of a text whose records all have ``width`` cells and sound quotes."""
    mark = re.escape(delimiter)
    cell = rf'(?:"[^"]*+(?:""[^"]*+)*+"|[^"{mark}\n]*+)'
    record = rf"{cell}(?:{mark}{cell}){{{width - 1}}}"
    return re.compile(rf"(?:{record}\n)*+(?:{record})?+")


def _by_record(table: TextTable, block: _Block) -> _Taken:
    """Go through the records one by one; keep the sound ones and name each fault."""
    text = block.data.decode("utf-8", "surrogateescape")
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    numbers: list[int] = []
    used, count, line = len(block.data), 0, block.first_line
    for record, position in located_records(text, table.resource.delimiter, block.first_line):
        if record.fault == "open" and not block.is_last and len(text) - position <= _LONGEST:
            used = len(text[:position].encode("utf-8", "surrogateescape"))
            line = record.line
            break
        row = block.first_row + count
        count += 1
        line = record.line + len(_LINE_END.findall(record.text)) + 1
        if use(table, record, row):
            table.records += 1
            rows.append(record.cells or ())
            lines.append(record.line)
            numbers.append(row)
    schema = {f"column_{number}": pl.String for number in range(len(table.columns))}
    table.frame = arranged(
        table,
        pl.DataFrame(rows, schema=schema, orient="row"),
        pl.Series(lines, dtype=pl.Int64),
        pl.Series(numbers, dtype=pl.Int64),
    )
    return _Taken(used, line - block.first_line, count)


_LINE_END = re.compile(r"\r\n|\n|\r")
