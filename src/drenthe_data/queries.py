"""Files of one SQL query below a head of comment lines, which rules and views both are.

A line ``-- key: text`` begins a text of the head; one that begins with ``--   `` continues the text
above it. The first line that is no comment begins the query, which is one ``SELECT``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from drenthe_data.exceptions import DrentheDataError
from drenthe_data.messages import nearest

_HEAD = re.compile(r"^--\s?([a-z_]+):\s*(.*)$")
_MORE = re.compile(r"^--\s{2,}(.*)$")
# Comments and texts, in which a semicolon ends nothing.
_QUIET = re.compile(r"--[^\n]*|'(?:[^']|'')*'")
_SELECT = re.compile(r"\s*(?:SELECT|WITH)\b", re.IGNORECASE)
# Functions of Polars and DuckDB that read files and pages; looked for in the whole text, so that no
# quote or comment hides one.
_FILES = re.compile(
    r"\b(?:read_(?:blob|csv|csv_auto|duckdb|ipc|json\w*|ndjson\w*|parquet|text|xlsx)"
    r"|(?:parquet|delta|iceberg|sqlite|postgres|mysql)_scan|sniff_csv)\b",
    re.IGNORECASE,
)


class Codes(NamedTuple):
    """The messages for what is no single ``SELECT``: none, several, and one that reads files."""

    none: str
    several: str
    files: str


def read_query_file(
    path: Path, file: str, known: Sequence[str], error: type[DrentheDataError]
) -> tuple[dict[str, list[str]], str]:
    """Read the head and the query of a file.

    Args:
        path: The file.
        file: What it is called in messages.
        known: The keys that a head can have.
        error: What is raised.

    Returns:
        The texts of the head by key, each time that the key is given, and what stands below it.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise error("rule-not-utf8", file=file) from None
    head: dict[str, list[str]] = {}
    current = ""
    number = 0
    for number, line in enumerate(lines):
        if not line.startswith("--"):
            break
        match, more = _HEAD.match(line), _MORE.match(line)
        if more and current:
            head[current][-1] += " " + more[1].strip()
        elif match:
            current = match[1]
            if current not in known:
                raise error(
                    "rule-unknown-key",
                    file=file,
                    line=number + 1,
                    key=current,
                    nearest=nearest(current, known),
                    expected=list(known),
                )
            head.setdefault(current, []).append(match[2].strip())
    return head, "\n".join(lines[number:])


def one_select(query: str, file: str, codes: Codes, error: type[DrentheDataError]) -> str:
    """Give a query without its last semicolon; raises ``error`` unless it is one ``SELECT``."""
    query = query.strip().removesuffix(";").rstrip()
    bare = _QUIET.sub(" ", query)
    if not _SELECT.match(bare):
        raise error(codes.none, file=file)
    if ";" in bare:
        raise error(codes.several, file=file)
    if function := _FILES.search(query):
        raise error(codes.files, file=file, value=function[0])
    return query
