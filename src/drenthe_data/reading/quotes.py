"""Whether quotes are where they belong, and lines are sound records, looked at all at once.

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


def doubled_quotes(data: bytes, delimiter: str) -> int | None:
    """Count the doubled quotes of a text in which each quote is where it belongs.

    The text is cut at its quotes. In a sound text the pieces lie outside and inside quoted cells by
    turns, and those outside begin and end at a delimiter or line end; an empty one is between the
    two quotes of a doubled quote.

    Args:
        data: The text: whole records, with a line end (LF or CRLF) at its end.
        delimiter: The character between cells.

    Returns:
        The number of doubled quotes; ``None`` when a quote is not where it belongs.
    """
    try:
        pieces = pl.read_csv(
            b"\n" + data,
            has_header=False,
            schema={_LINE: pl.String},
            separator=_NO_DELIMITER,
            eol_char=QUOTE,
            quote_char=None,
            empty_string_is_null=False,
            infer_schema=False,
        ).to_series()
    except pl.exceptions.PolarsError:
        return None
    if not len(pieces) % 2:
        return None
    outside = pieces.gather_every(2)
    between = outside.slice(1, len(outside) - 1)
    is_empty = between == ""
    if is_empty.tail(1).any():
        return None  # the text does not end with a line end
    begins = between.str.starts_with(delimiter) | between.str.contains(r"^\r?\n")
    ends = outside.str.ends_with(delimiter) | outside.str.ends_with("\n")
    last = len(outside) - 1
    if not (begins | is_empty).all() or not (ends | (outside == "")).head(last).all():
        return None
    return int(is_empty.sum())
