"""Splitting CSV text into records, exactly (RFC 4180), with the line each begins on.

Two ways that give the same records. ``is_regular`` looks at all lines at once with Polars and says
whether every line is one record with the right number of cells; then Polars can read the text as
it is. Only when it is not, ``split_records`` goes through the lines one by one and names each
fault. A fault costs its own line and no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

QUOTE = '"'


@dataclass(frozen=True, slots=True)
class Record:
    """One record of the text.

    Attributes:
        line: Line it begins on, from 1.
        cells: Its cells; ``None`` when it could not be split.
        fault: ``unclosed``, ``after`` or ``inside``, when a quote is in the wrong place.
        text: The record as it stands.
    """

    line: int
    cells: tuple[str, ...] | None
    fault: str | None
    text: str


def is_regular(lines: pl.Series, width: int, delimiter: str) -> bool:
    """Tell whether each line is a whole record of ``width`` cells, with quotes where they belong.

    Args:
        lines: The lines after the header, as text, without line ends.
        width: Number of cells a record must have.
        delimiter: The character between cells.
    """
    if lines.is_empty():
        return True
    quoted = lines.str.contains(QUOTE, literal=True)
    plain = lines.filter(~quoted)
    if width == 1 and (plain == "").any():
        return False
    if not (plain.str.count_matches(delimiter, literal=True) == width - 1).all():
        return False
    if not quoted.any():
        return True
    mark = _escape(delimiter)
    cell = rf'(?:"[^"]*(?:""[^"]*)*"|[^"{mark}]*)'
    pattern = rf"^{cell}(?:{mark}{cell}){{{width - 1}}}$"
    try:
        return bool(lines.filter(quoted).str.contains(pattern).all())
    except pl.exceptions.ComputeError:  # more columns than one pattern can hold
        return False


def split_records(text: str, delimiter: str, first_line: int = 1) -> Iterator[Record]:
    """Split text into records, in order.

    Line ends are LF, CRLF or CR, also mixed. After a record with a fault the next line begins a
    new record, so that a forgotten quote does not swallow the rest of the file.
    """
    mark = _escape(delimiter)
    closed = re.compile(r'"[^"]*(?:""[^"]*)*"')
    plain = re.compile(rf"[^{mark}\r\n]*")
    position, line, end = 0, first_line, len(text)
    newline = re.compile(r"\r\n|\n|\r")
    while position < end:
        start, cells = position, []
        fault: str | None = None
        while True:
            if text.startswith(QUOTE, position):
                match = closed.match(text, position)
                if match is None:
                    fault = "unclosed"
                    break
                after = match.end()
                if after < end and text[after] not in (delimiter, "\r", "\n"):
                    fault = "unclosed" if newline.search(match[0]) else "after"
                    break
                cells.append(match[0][1:-1].replace('""', QUOTE))
                position = after
            else:
                match = plain.match(text, position)
                if match is None:  # cannot be: the pattern matches the empty text
                    break
                if QUOTE in match[0]:
                    fault = "inside"
                    break
                cells.append(match[0])
                position = match.end()
            if position < end and text[position] == delimiter:
                position += 1
                continue
            break
        if fault is not None:
            found = newline.search(text, start)
            stop = end if found is None else found.start()
            yield Record(line, None, fault, text[start:stop])
            line += 1
            position = end if found is None else found.end()
            continue
        record = text[start:position]
        yield Record(line, tuple(cells), None, record)
        line += len(newline.findall(record)) + 1
        found = newline.match(text, position)
        position = position if found is None else found.end()


def _escape(delimiter: str) -> str:
    """Write a delimiter so that both Python and Polars take it literally in a pattern."""
    return f"\\x{ord(delimiter):02x}" if delimiter.isascii() else delimiter
