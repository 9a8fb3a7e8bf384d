"""Citations in plain Python: the lines that rows cite lie in their documents."""

from __future__ import annotations

import re
from collections.abc import Mapping

from drenthe_data.checks.cited_lines import LINES, is_outside
from drenthe_data.checks.glance.doubt import surely
from drenthe_data.checks.glance.tables import PlainTable
from drenthe_data.checks.properties import read_evidence
from drenthe_data.descriptor import Package
from drenthe_data.findings import CheckResult

_SPAN = re.compile("([0-9]+)-([0-9]+)")


def outcomes(package: Package, tables: Mapping[str, PlainTable]) -> list[CheckResult]:
    """Give the outcomes of the checks of citations.

    Raises:
        Doubt: When cited lines may lie outside their document.
    """
    evidence = read_evidence(package)
    documents = None if evidence is None else tables.get(evidence.resource)
    if evidence is None or documents is None:
        return []
    if not {evidence.id, evidence.file, evidence.sha256, evidence.lines} <= set(documents.cells):
        return []
    ids, lines = documents.cells[evidence.id], documents.cells[evidence.lines]
    lengths = dict(zip(ids, lines, strict=True))
    results = []
    for table in tables.values():
        if {evidence.source_field, evidence.lines_field} <= set(table.cells):
            columns = (table.cells[evidence.source_field], table.cells[evidence.lines_field])
            by_source: dict[str, list[str]] = {}
            for source, cited in set(zip(*columns, strict=True)):
                by_source.setdefault(source, []).append(cited)
            for source, cited_lines in by_source.items():
                _check_inside(cited_lines, lengths.get(source, ""))
            results.append(CheckResult("citation", table.name, (evidence.lines_field,)))
    return results


def _check_inside(cited: list[str], last: str) -> None:
    """See that cited lines lie inside a document; they are looked at as one long citation."""
    whole = ";".join(cited)
    if not LINES.fullmatch(whole):
        surely(not any(is_outside(lines, last) for lines in cited))
        return
    surely(last.isascii() and last.isdigit() and len(last) <= 9)
    surely(max(map(int, re.split("[-;]", whole))) <= int(last))
    surely(all(int(first) <= int(end) for first, end in _SPAN.findall(whole)))
