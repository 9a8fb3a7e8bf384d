"""The report as SARIF 2.1.0, which code hosts and editors show beside the lines.

Source: Static Analysis Results Interchange Format (SARIF) Version 2.1.0, OASIS Standard, 2020. A
known discrepancy is a result that is suppressed, with its explanation as justification; checks that
were not evaluated are notifications of the run.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import drenthe_data
from drenthe_data.findings import Finding, Report
from drenthe_data.reporting.jsons import json_of_records
from drenthe_data.reporting.places import (
    description,
    distinct_fingerprints,
    plain,
    shown_path,
    title,
)

if TYPE_CHECKING:
    from drenthe_data.reporting import Options

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def write(report: Report, options: Options) -> str:
    """Write the report as SARIF; messages are in the language of the options."""
    shown = [*report.findings, *report.notes]
    codes = sorted({found.code for found in shown})
    run = {
        "tool": {
            "driver": {
                "name": "drenthe-data",
                "version": drenthe_data.__version__,
                "semanticVersion": drenthe_data.__version__,
                "rules": [_rule(report, code, options.lang) for code in codes],
            }
        },
        "language": options.lang,
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": True,
                "exitCode": 0 if report.passes(strict=options.is_strict) else 1,
                "toolExecutionNotifications": _not_evaluated(report, options.lang),
            }
        ],
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The working folder."}}},
        "results": [
            _result(report, found, own, codes.index(found.code), options.lang)
            for found, own in distinct_fingerprints(shown)
        ],
        "properties": {
            "package": plain(report.name),
            "counts": {
                "errors": report.count("error"),
                "warnings": report.count("warning"),
                "checks": len(report.checks),
            },
        },
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json_of_records(document, opened=["runs", "invocations"])


def _rule(report: Report, code: str, lang: str) -> dict[str, Any]:
    severities = {result.severity for result in report.checks if result.code == code}
    level = next((name for name in ("error", "warning") if name in severities), "note")
    return {
        "id": code,
        "shortDescription": {"text": title(report, code, lang)},
        "fullDescription": {"text": description(report, code, lang)},
        "defaultConfiguration": {"level": level},
    }


def _result(report: Report, found: Finding, own: str, index: int, lang: str) -> dict[str, Any]:
    physical: dict[str, Any] = {
        "artifactLocation": {
            "uri": quote(plain(shown_path(report, found.file))),
            "uriBaseId": "SRCROOT",
        }
    }
    if found.line is not None:
        physical["region"] = {"startLine": found.line}
    location: dict[str, Any] = {"physicalLocation": physical}
    if found.field is not None:
        name = f"{found.resource or Path(found.file).stem}.{found.field}"
        location["logicalLocations"] = [
            {"name": plain(found.field), "fullyQualifiedName": plain(name), "kind": "member"}
        ]
    result: dict[str, Any] = {
        "ruleId": found.code,
        "ruleIndex": index,
        "level": found.severity,
        "message": {"text": plain(found.message(lang))},
        "locations": [location],
        "partialFingerprints": {"drentheData/v1": own},
        "properties": {
            "key": [plain(part) for part in found.key or ()],
            "value": None if found.value is None else plain(found.value),
            "row": found.row,
        },
    }
    if "explanation" in found.params:
        result["suppressions"] = [
            {
                "kind": "external",
                "status": "accepted",
                "justification": plain(str(found.params["explanation"])),
            }
        ]
    return result


def _not_evaluated(report: Report, lang: str) -> list[dict[str, Any]]:
    return [
        {"level": "warning", "message": {"text": plain(f"{place}: {code}: {reason}")}}
        for place, code, reason in report.not_evaluated(lang)
    ]
