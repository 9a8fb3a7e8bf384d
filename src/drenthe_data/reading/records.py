"""Splitting CSV text into records, exactly (RFC 4180), with the line each begins on.

One by one, which names each fault. A fault costs its own line and no other. Long texts that are
sound are never taken apart in this way; see ``blocks``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

QUOTE = '"'


@dataclass(frozen=True, slots=True)
class Record:
    """One record of the text.

    Attributes:
        line: Line it begins on, from 1; 0 when it has none.
        cells: Its cells; ``None`` when it could not be split.
        fault: ``unclosed``, ``after`` or ``inside``, when a quote is in the wrong place; ``open``
            when it is not closed at all in this text.
        text: The record as it stands.
    """

    line: int
    cells: tuple[str, ...] | None
    fault: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """The patterns of the cells of a text with a delimiter."""

    delimiter: str
    closed: re.Pattern[str]
    plain: re.Pattern[str]

    @staticmethod
    @cache
    def of(delimiter: str) -> Grammar:
        """Give the grammar of a delimiter."""
        mark = _escape(delimiter)
        return Grammar(
            delimiter, re.compile(r'"[^"]*+(?:""[^"]*+)*+"'), re.compile(rf"[^{mark}\r\n]*")
        )


def one_record(
    text: str, position: int, grammar: Grammar
) -> tuple[tuple[str, ...] | None, str | None, int]:
    """Split the record that begins at a position off a text.

    Returns:
        Its cells and where it ends, before its line end; or the fault, with the cells ``None``:
        ``open`` when a quote is not closed in the text, ``unclosed``, ``after`` or ``inside`` as
        in :class:`Record`; then the end has no meaning.
    """
    delimiter, end = grammar.delimiter, len(text)
    cells: list[str] = []
    while True:
        if text.startswith(QUOTE, position):
            match = grammar.closed.match(text, position)
            if match is None:
                return None, "open", end
            after = match.end()
            if after < end and text[after] not in (delimiter, "\r", "\n"):
                is_long = "\n" in match[0] or "\r" in match[0]
                return None, "unclosed" if is_long else "after", end
            cells.append(match[0][1:-1].replace('""', QUOTE))
            position = after
        else:
            match = grammar.plain.match(text, position)
            found = match[0] if match else ""
            if QUOTE in found:
                return None, "inside", end
            cells.append(found)
            position += len(found)
        if position < end and text[position] == delimiter:
            position += 1
            continue
        return tuple(cells), None, position


def split_records(text: str, delimiter: str, first_line: int = 1) -> Iterator[Record]:
    """Split text into records, in order.

    Line ends are LF, CRLF or CR, also mixed. After a record with a fault the next line begins a
    new record, so that a forgotten quote does not swallow the rest of the file.
    """
    for record, _ in located_records(text, delimiter, first_line):
        yield replace(record, fault="unclosed") if record.fault == "open" else record


def located_records(text: str, delimiter: str, first_line: int = 1) -> Iterator[tuple[Record, int]]:
    """Split text into records as :func:`split_records`, each with the position it begins at.

    A record whose last quote is not closed before the end of the text has the fault ``open``.
    """
    grammar = Grammar.of(delimiter)
    position, line, end = 0, first_line, len(text)
    while position < end:
        cells, fault, stop = one_record(text, position, grammar)
        start = position
        if fault is not None:
            found = _NEWLINE.search(text, start)
            stop = end if found is None else found.start()
            yield Record(line, None, fault, text[start:stop]), start
            line += 1
        else:
            record = text[start:stop]
            yield Record(line, cells, None, record), start
            line += len(_NEWLINE.findall(record)) + 1
            found = _NEWLINE.match(text, stop)
        position = stop if found is None else found.end()


_NEWLINE = re.compile(r"\r\n|\n|\r")


def _escape(delimiter: str) -> str:
    """Write a delimiter so that both Python and Polars take it literally in a pattern."""
    return f"\\x{ord(delimiter):02x}" if delimiter.isascii() else delimiter
