"""Whether the lines of a text are sound records, looked at all at once.

The grammar is that of RFC 4180: a cell is either plain, without quotes, or stands between quotes,
in which each quote is doubled.
"""

from __future__ import annotations

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
    return pl.read_csv(
        data,
        has_header=False,
        schema={_LINE: pl.String},
        separator=_NO_DELIMITER,
        quote_char=None,
        empty_string_is_null=False,
        infer_schema=False,
    ).to_series()


def record_pattern(width: int, delimiter: str) -> str:
    """Give the pattern of one whole record of ``width`` cells."""
    mark = _escape(delimiter)
    cell = rf'(?:"[^"]*(?:""[^"]*)*"|[^"{mark}]*)'
    return rf"^{cell}(?:{mark}{cell}){{{width - 1}}}$"


def is_sound(lines: pl.Series, lengths: pl.Series | None, width: int, delimiter: str) -> bool:
    """Tell whether each record that the lines make up has ``width`` cells and sound quotes.

    Args:
        lines: The lines of the text.
        lengths: Of each row, the bytes of its cells as they were parsed: a row without quotes must
            have just these and its delimiters. ``None`` when rows and lines do not go together;
            then the delimiters are counted.
        width: Number of cells of a record.
        delimiter: The character between cells.
    """
    quotes = lines.str.count_matches(QUOTE, literal=True)
    is_plain = quotes == 0
    odd = (quotes % 2) == 1
    is_split = bool(odd.any())
    if is_split:
        # Between a line with an odd number of quotes and the next such line a cell goes on.
        total = quotes.cum_sum()
        is_inside = ((total - quotes) % 2) == 1
        is_plain &= ~is_inside
    if not _plain_are_sound(lines, lengths if not is_split else None, is_plain, width, delimiter):
        return False
    rest = lines.filter(~is_plain)
    if is_split:
        number = (~is_inside).cum_sum().filter(~is_plain)
        parts = pl.DataFrame({"number": number, _LINE: rest})
        rest = parts.group_by("number").agg(pl.col(_LINE).str.join("\n"))[_LINE]
    try:
        return bool(rest.str.contains(record_pattern(width, delimiter)).all())
    except pl.exceptions.ComputeError:  # more columns than one pattern can hold
        return False


def _plain_are_sound(
    lines: pl.Series, lengths: pl.Series | None, is_plain: pl.Series, width: int, delimiter: str
) -> bool:
    """Tell whether the lines without quotes have the right number of cells."""
    if lengths is None or len(lengths) != len(lines):
        counts = lines.filter(is_plain).str.count_matches(delimiter, literal=True)
        return bool((counts == width - 1).all())
    marks = (width - 1) * len(delimiter.encode())
    return bool(((lines.str.len_bytes() == lengths + marks) | ~is_plain).all())
