"""The report as JSON, in the shape of frictionless's report, so that its readers can read it.

``valid``, ``stats``, ``warnings``, ``errors`` and ``tasks`` are as in frictionless 5; a task is a
table. What frictionless has no place for (rules, outcomes, notes, both languages, lines) stands
beside it: in each error ``severity``, ``lineNumber``, ``key``, ``messages`` and, for a rule of
ours, ``rule``; in the report ``checks`` and ``notes``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drenthe_data.findings import Finding, Report, TableSummary
from drenthe_data.messages import render
from drenthe_data.reporting.jsons import json_of_records
from drenthe_data.reporting.places import description, title

if TYPE_CHECKING:
    from drenthe_data.reporting import Options

# Error types of frictionless that our codes have no namesake for.
_TYPES = {
    "unique-key": "primary-key",
    "hierarchy-cycle": "row-constraint",
    "printed-value": "row-constraint",
    "quote-error": "row-error",
    "nul-error": "row-error",
    "encoding-error": "row-error",
    "delimiter-error": "header-error",
    "source-text": "row-constraint",
    "citation": "row-constraint",
    "cited-figure": "row-constraint",
    "cited-name": "row-constraint",
    "text-character": "row-constraint",
    "text-garbled": "row-constraint",
    "text-space": "row-constraint",
    "text-hyphen": "row-constraint",
    "personal-data": "row-constraint",
    "personal-data-suspected": "row-constraint",
    "known-discrepancy-stale": "row-constraint",
    "known-discrepancy-rule": "row-constraint",
}
_LABELS = {"missing-label", "extra-label", "blank-label", "duplicate-label", "incorrect-label"}
_HEADERS = {"blank-header", "header-error"}
_CELLS = {"type-error", "constraint-error", "unique-error", "missing-cell", "extra-cell"}
_METADATA = {"resource-error", "schema-error", "field-error", "source-error"}
_PACKAGE = {"resource-error", "schema-error", "field-error"}


def write(report: Report, options: Options) -> str:
    """Write the report as JSON; all texts are in the language of the options."""
    findings = report.findings
    names = {table.name for table in report.tables}
    own = [found for found in findings if _is_of_package(found)]
    own += [
        found for found in findings if not _is_of_package(found) and found.resource not in names
    ]
    seconds = round(report.seconds, 3)
    document = {
        "name": report.name,
        "valid": report.passes(strict=options.is_strict),
        "stats": {
            "tasks": len(report.tables),
            "errors": report.count("error"),
            "warnings": report.count("warning"),
            "seconds": seconds,
        },
        "warnings": _warnings(report, options.lang),
        "errors": [
            _error(report, found, options.lang) for found in own if found.severity == "error"
        ],
        "tasks": [_task(report, table, options) for table in report.tables],
        "notes": [_error(report, note, options.lang) for note in report.notes],
        "checks": _checks(report, options.lang),
    }
    return json_of_records(document, opened=["tasks"])


def _warnings(report: Report, lang: str) -> list[str]:
    """List warnings and all that was not evaluated, as texts."""
    texts = [found.text(lang) for found in report.findings if found.severity == "warning"]
    said = render("text.not-evaluated", {}, lang)
    texts += [f"{place}: {code}: {said} {why}" for place, code, why in report.not_evaluated(lang)]
    return texts


def _is_of_package(found: Finding) -> bool:
    return found.resource is None or found.code in _PACKAGE


def _task(report: Report, table: TableSummary, options: Options) -> dict[str, Any]:
    results = [result for result in report.checks if result.resource == table.name]
    errors = [
        found
        for result in results
        if result.severity == "error"
        for found in result.findings
        if not _is_of_package(found)
    ]
    errors.sort(key=lambda found: (found.line or 0, found.field_number or 0))
    count = sum(result.count for result in results if result.severity == "error")
    stats: dict[str, Any] = {"errors": count, "warnings": 0, "seconds": 0.0}
    if table.size_bytes is not None:
        stats["bytes"] = table.size_bytes
    if table.rows is not None:
        stats["fields"] = len(table.labels)
        stats["rows"] = table.rows
    return {
        "name": table.name,
        "type": "table",
        "valid": count == 0,
        "place": table.file,
        "labels": list(table.labels),
        "stats": stats,
        "warnings": [],
        "errors": [_error(report, found, options.lang) for found in errors],
    }


def _error(report: Report, found: Finding, lang: str) -> dict[str, Any]:
    kind = found.code if "/" not in found.code else "row-constraint"
    kind = _TYPES.get(kind, kind)
    messages = {name: found.message(name) for name in ("nl", "en")}
    error: dict[str, Any] = {
        "type": kind,
        "title": title(report, found.code, lang),
        "description": description(report, found.code, lang),
        "message": f"{found.place()}: {messages[lang]}",
        "tags": _tags(kind),
        "note": messages[lang],
    }
    if kind in _LABELS | _HEADERS:
        error["labels"] = list(found.cells or ())
        error["rowNumbers"] = [found.row or 1]
        if kind in _LABELS:
            error["label"] = found.value or ""
            error["fieldName"] = found.field or ""
            error["fieldNumber"] = found.field_number or 1
    elif kind not in _METADATA:
        error["cells"] = list(found.cells or ())
        error["rowNumber"] = found.row or 0
        if kind in _CELLS:
            error["cell"] = found.value or ""
            error["fieldName"] = found.field or ""
            error["fieldNumber"] = found.field_number or 0
    if kind == "foreign-key":
        error["fieldNames"] = (found.field or "").split(", ")
        error["fieldCells"] = (found.value or "").split(";")
        error["referenceName"] = found.params.get("reference") or ""
        error["referenceFieldNames"] = found.params.get("reference_fields", [])
    error["severity"] = found.severity
    error["file"] = found.file
    error["lineNumber"] = found.line
    error["code"] = found.code
    if found.field is not None:
        error["fieldName"] = found.field
    if found.key:
        error["key"] = list(found.key)
    if "/" in found.code:
        error["rule"] = found.code
    if "explanation" in found.params:
        error["explanation"] = found.params["explanation"]
    error["messages"] = messages
    return error


def _tags(kind: str) -> list[str]:
    if kind in _METADATA:
        return []
    tags = ["#table"]
    if kind in _LABELS | _HEADERS:
        return [*tags, "#header", *(["#label"] if kind in _LABELS else [])]
    return [*tags, "#row", *(["#cell"] if kind in _CELLS else [])]


def _checks(report: Report, lang: str) -> list[dict[str, Any]]:
    return [
        {
            "check": result.code,
            "table": result.resource,
            "fields": list(result.fields),
            "constraint": result.detail,
            "severity": result.severity,
            "outcome": result.outcome,
            "count": result.count,
            "noted": result.noted,
            "reason": result.reason_text(lang),
        }
        for result in report.checks
    ]
