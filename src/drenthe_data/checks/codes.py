"""The codes of the checks that are built in, with the severity of what they find."""

from __future__ import annotations

from drenthe_data.findings import STRUCTURE, Severity

HYGIENE: dict[str, Severity] = {
    "text-character": "error",
    "text-garbled": "warning",
    "text-space": "warning",
    "text-hyphen": "warning",
}
PRIVACY: dict[str, Severity] = {"personal-data": "error", "personal-data-suspected": "warning"}
BUILT_IN: dict[str, Severity] = {
    "package-error": "error",
    "resource-error": "error",
    "schema-error": "error",
    "field-error": "error",
    **dict.fromkeys(STRUCTURE, "error"),
    "type-error": "error",
    "constraint-error": "error",
    "unique-error": "error",
    "primary-key": "error",
    "unique-key": "error",
    "foreign-key": "error",
    "hierarchy-cycle": "error",
    "printed-value": "error",
    "citation": "error",
    "source-text": "error",
    "cited-figure": "error",
    "cited-name": "error",
    **HYGIENE,
    **PRIVACY,
    "known-discrepancy-stale": "error",
    "known-discrepancy-rule": "error",
}
