"""Faults of form: files that are not sound CSV, and two that only look so (BOM and CRLF)."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchmarks.generate import Sizes

PER_KIND = 50
_SMALL = 200


def _cells(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[bytes], bytes]:
    return lambda line: b",".join(change(line.split(b",")))


def _in_last(prefix: bytes, suffix: bytes = b"") -> Callable[[bytes], bytes]:
    """Put bytes around the last cell of a line."""
    return _cells(lambda cells: [*cells[:-1], prefix + (cells[-1] or b"tekst") + suffix])


# Table, kind, code, change of the line. A blank line is put before the record, which stays.
KINDS: tuple[tuple[str, str, str, Callable[[bytes], bytes]], ...] = (
    ("budget_amounts", "extra-cell", "extra-cell", lambda line: line + b",extra"),
    ("budget_amounts", "missing-cell", "missing-cell", _cells(lambda cells: cells[:-1])),
    ("budget_lines", "blank-row", "blank-row", lambda line: b"\n" + line),
    ("indicator_values", "quote-inside", "quote-error", _in_last(b'zie "')),
    ("indicator_values", "quote-after", "quote-error", _in_last(b'"', b'" na')),
    ("partners", "encoding", "encoding-error", _in_last(b"caf\xe9 ")),
    ("partners", "nul", "nul-error", _in_last(b"\x00")),
)


def break_structure(
    folder: Path,
    size: Sizes,
    tables: dict[str, tuple[str, dict[str, Any]]],
    chance: random.Random,
) -> list[dict[str, Any]]:
    """Break the files of a package, and add small tables with faults of their own.

    Args:
        folder: A package without faults.
        size: Its sizes.
        tables: Path and schema per table; the small tables are added.
        chance: Where the places of the faults come from.

    Returns:
        The faults.
    """
    truth: list[dict[str, Any]] = []
    for table in dict.fromkeys(kind[0] for kind in KINDS):
        kinds = [kind for kind in KINDS if kind[0] == table]
        truth += _break_rows(folder / f"{table}.csv", table, kinds, size, chance)
    return truth + _add_small_tables(folder, tables)


def _break_rows(
    file: Path,
    table: str,
    kinds: list[tuple[str, str, str, Callable[[bytes], bytes]]],
    size: Sizes,
    chance: random.Random,
) -> list[dict[str, Any]]:
    lines = file.read_bytes().split(b"\n")
    lines.pop()
    records = _records(lines)
    per_kind = max(min(PER_KIND, len(records) // 100), 2)
    chosen = _choose(table, lines, records, size, per_kind * len(kinds), chance)
    plan: dict[int, tuple[str, str, str, Callable[[bytes], bytes]]] = {}
    for number, record in enumerate(chosen):
        plan[record] = kinds[number % len(kinds)]
    truth = []
    blanks = 0
    for record in sorted(plan):
        _, kind, code, change = plan[record]
        at = records[record]
        lines[at] = change(lines[at])
        truth.append(
            {
                "kind": kind,
                "table": table,
                "code": code,
                "row": record + 1 + blanks,
                "line": at + 1 + blanks,
                "field": None,
                "value": None,
            }
        )
        blanks += kind == "blank-row"
    file.write_bytes(b"\n".join(lines) + b"\n")
    return truth


def _records(lines: list[bytes]) -> list[int]:
    """Give the index of the first line of each record; the header is the first."""
    starts = []
    is_open = False
    for index, line in enumerate(lines):
        if not is_open:
            starts.append(index)
        if b'"' in line and line.count(b'"') % 2:
            is_open = not is_open
    return starts


def _choose(
    table: str,
    lines: list[bytes],
    records: list[int],
    size: Sizes,
    count: int,
    chance: random.Random,
) -> list[int]:
    """Choose records of one line without quotes that nothing points at or adds up."""

    def is_fit(record: int) -> bool:
        if b'"' in lines[records[record]]:
            return False
        return table != "budget_amounts" or (record - 1) // size.per_line % 8 >= 6

    first = {"partners": size.partners // 2, "budget_lines": size.with_amounts}.get(table, 0)
    chosen: dict[int, None] = {}
    while len(chosen) < count:
        record = chance.randrange(first + 1, len(records))
        # A neighbour is left alone, so that each fault stands by itself.
        if is_fit(record) and not {record - 1, record, record + 1} & set(chosen):
            chosen[record] = None
    return list(chosen)


def _add_small_tables(
    folder: Path, tables: dict[str, tuple[str, dict[str, Any]]]
) -> list[dict[str, Any]]:
    fields: list[dict[str, Any]] = [
        {"name": "id", "type": "string", "constraints": {"required": True}},
        {"name": "name", "type": "string"},
        {"name": "amount", "type": "integer"},
    ]
    names = [str(field["name"]) for field in fields]
    rows = [[f"k{number}", f"Café {number}", str(number)] for number in range(_SMALL)]
    truth = []

    def add(name: str, content: bytes) -> None:
        (folder / f"{name}.csv").write_bytes(content)
        schema = {"fields": fields, "primaryKey": ["id"], "missingValues": [""]}
        tables[name] = (f"{name}.csv", schema)

    def fault(table: str, code: str, row: int, field: str | None, value: str | None) -> None:
        kind = "unclosed-quote" if table == "unclosed" else code
        truth.append(
            {
                "kind": kind,
                "table": table,
                "code": code,
                "row": row,
                "line": row,
                "field": field,
                "value": value,
            }
        )

    def text(header: list[str], rows: list[list[str]], end: str = "\n") -> bytes:
        return "".join(",".join(row) + end for row in [header, *rows]).encode()

    add("bom", b"\xef\xbb\xbf" + text(names, rows))
    add("crlf", text(names, rows, "\r\n"))
    add("duplicate_header", text([*names, "name"], [[*row, row[1]] for row in rows]))
    fault("duplicate_header", "duplicate-label", 1, "name", "name")
    add("missing_header", text(["id", "amount"], [[row[0], row[2]] for row in rows]))
    fault("missing_header", "missing-label", 1, "name", None)
    add("extra_header", text([*names, "remark"], [[*row, "x"] for row in rows]))
    fault("extra_header", "extra-label", 1, "remark", "remark")
    # The last record but one: what comes after an open quote belongs to its text.
    lines = text(names, rows).split(b"\n")
    lines[-3] = lines[-3].replace(b",", b',"', 1)
    add("unclosed", b"\n".join(lines))
    fault("unclosed", "quote-error", _SMALL, None, None)
    return truth
