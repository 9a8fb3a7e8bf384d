"""Whether quotes are where they belong, and lines are sound records, looked at all at once.

The grammar is that of RFC 4180: a cell is either plain, without quotes, or stands between quotes,
in which each quote is doubled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from drenthe_data.reading.records import QUOTE, _escape

_LINE = "line"
# A byte that no sound line has: the text is not to be split into cells.
_NO_DELIMITER = "\x00"


def lines_of(data: bytes) -> pl.Series:
    """Split a text into its lines, without their ends (LF or CRLF).

    Raises:
        polars.exceptions.ComputeError: When the text is not UTF-8 or has a NUL.
    """
    return _cut(data, "\n")


def _cut(data: bytes, mark: str) -> pl.Series:
    """Cut a text at each mark; at line ends also a CR before it is taken off."""
    return pl.read_csv(
        data,
        has_header=False,
        schema={_LINE: pl.String},
        separator=_NO_DELIMITER,
        eol_char=mark,
        quote_char=None,
        empty_string_is_null=False,
        infer_schema=False,
    ).to_series()


def record_pattern(width: int, delimiter: str) -> str:
    """Give the pattern of one whole record of ``width`` cells."""
    mark = _escape(delimiter)
    cell = rf'(?:"[^"]*(?:""[^"]*)*"|[^"{mark}]*)'
    return rf"^{cell}(?:{mark}{cell}){{{width - 1}}}$"


@dataclass(frozen=True, slots=True)
class Quotes:
    """What the quotes of a sound text say.

    Attributes:
        count: Number of quotes.
        doubled: Number of doubled quotes among them, as pairs.
        breaks: Of each quoted piece that goes over lines: the position of its first byte in the
            text, and the number of line ends in it.
    """

    count: int
    doubled: int
    breaks: list[tuple[int, int]]


def quotes_of(data: bytes, delimiter: str) -> Quotes | None:
    """Look at the quotes of a text; ``None`` when one is not where it belongs.

    The text is cut at its quotes. In a sound text the pieces lie outside and inside quoted cells by
    turns, and those outside begin and end at a delimiter or line end; an empty one is between the
    two quotes of a doubled quote.

    Args:
        data: The text: whole records, with a line end (LF or CRLF) at its end.
        delimiter: The character between cells.
    """
    try:
        pieces = _cut(b"\n" + data, QUOTE)
    except pl.exceptions.PolarsError:
        return None
    if not len(pieces) % 2:
        return None
    outside, inside = pieces.gather_every(2), pieces.gather_every(2, 1)
    is_empty = outside == ""
    between = outside.slice(1, len(outside) - 1)
    begins = between.str.starts_with(delimiter) | between.str.starts_with("\n")
    if not begins.all():
        begins |= between.str.starts_with("\r\n")
    ends = outside.str.ends_with(delimiter) | outside.str.ends_with("\n")
    if is_empty[-1] or not (begins | is_empty.slice(1)).all() or not (ends | is_empty).all():
        return None
    is_long = inside.str.contains("\n", literal=True)
    breaks: list[tuple[int, int]] = []
    if is_long.any():
        # A piece begins after all pieces before it and their quotes, and the line end put first.
        starts = (pieces.str.len_bytes().cast(pl.Int64) + 1).cum_sum().gather_every(2) - 1
        counts = inside.filter(is_long).str.count_matches("\n", literal=True)
        breaks = list(zip(starts.head(len(inside)).filter(is_long), counts, strict=True))
    return Quotes(len(pieces) - 1, int(is_empty.sum()), breaks)


def line_numbers(
    data: bytes, breaks: Sequence[tuple[int, int]], height: int, first_line: int
) -> pl.Series:
    """Give the line on which each of the records of a sound text begins.

    Args:
        data: The text.
        breaks: Where cells go over lines, as in :class:`Quotes`.
        height: Number of records.
        first_line: Line of the first record.
    """
    extra: dict[int, int] = {}
    row = at = 0
    for position, count in breaks:
        # The line ends between the pieces end records; those within a piece do not.
        row += data.count(b"\n", at, position)
        extra[row] = extra.get(row, 0) + count
        at = position
        row -= count
    starts = pl.int_range(first_line, first_line + height, eager=True)
    if not extra:
        return starts
    # A record of several lines moves all records after it.
    rows = pl.Series([row + 1 for row in extra if row + 1 < height], dtype=pl.UInt32)
    counts = [count for row, count in extra.items() if row + 1 < height]
    moved = pl.zeros(height, dtype=pl.Int64, eager=True)
    return starts + moved.scatter(rows, pl.Series(counts, dtype=pl.Int64)).cum_sum()
