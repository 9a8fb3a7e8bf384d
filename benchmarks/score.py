"""Compare what a tool found with the faults that are there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Table, row, line, field and check of one report.
Report = tuple[str, int | None, int | None, str | None, str]


@dataclass(frozen=True, slots=True)
class Score:
    """How many faults were found and missed, and how many sound records were reported.

    Attributes:
        found: Faults that were reported with their record, and with their field if one was named.
        missed: Faults that were not, per kind.
        false: Records that were reported without a fault being there.
    """

    found: int
    missed: dict[str, int]
    false: int


def score(truth: list[dict[str, Any]], reports: list[Report]) -> Score:
    """Compare reports with the truth; a tool may call a fault what it likes."""
    by_row = {(fault["table"], fault["row"]): fault for fault in truth}
    by_line = {(fault["table"], fault["line"]): fault for fault in truth}
    found: set[tuple[str, int]] = set()
    false: set[tuple[str, int | None]] = set()
    for table, row, line, field, _ in reports:
        fault = by_row.get((table, row if row is not None else line or 0))
        if fault is None and row is None:
            fault = by_line.get((table, line))
        if fault is None:
            false.add((table, row if row is not None else line))
        elif not field or not fault["field"] or _shares(field, fault["field"]):
            found.add((table, fault["row"]))
    missed: dict[str, int] = {}
    for (table, row), fault in by_row.items():
        if (table, row) not in found:
            missed[fault["kind"]] = missed.get(fault["kind"], 0) + 1
    return Score(len(found), missed, len(false))


def _shares(one: str, other: str) -> bool:
    return not set(one.split(", ")).isdisjoint(other.split(", "))


def read_truth(folder: Path) -> list[dict[str, Any]]:
    """Read the faults of a generated package."""
    truth: list[dict[str, Any]] = json.loads((folder / "truth.json").read_text("utf-8"))
    return truth


def reports_of(output: str) -> tuple[list[Report], dict[str, str]]:
    """Read what a script of ``peers`` printed: reports, and tables it could not check."""
    document = json.loads(output)
    return [tuple(report) for report in document["found"]], document["failed"]


def own_reports(output: str) -> list[Report]:
    """Read the JSON report of ``drenthe-data check``."""
    document = json.loads(output)
    found: list[Report] = []
    for task in document["tasks"]:
        for error in task["errors"]:
            row = error.get("rowNumber") or error.get("rowNumbers", [None])[0]
            field = error.get("fieldName") or None
            found.append((task["name"], row, error["lineNumber"], field, error["code"]))
    for error in document["errors"]:
        found.append((error["file"], None, error["lineNumber"], None, error["code"]))
    return found
