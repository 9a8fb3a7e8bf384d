"""What is asked for and cannot be had: properties of the descriptor, and checks that do not run.

A property with a value that cannot be used must not switch a check off in silence, and a check
that was asked for by name and does not run must not look like one that passed.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from drenthe_data.checks.codes import HYGIENE, PRIVACY
from drenthe_data.checks.discrepancies import discrepancies_resource
from drenthe_data.checks.properties import PRIVACY as PRIVACY_PROPERTY
from drenthe_data.checks.properties import TEXT_HYGIENE, asks_hygiene, read_privacy
from drenthe_data.descriptor import Package
from drenthe_data.documents import read_document
from drenthe_data.findings import CheckResult, Finding, Report

# Checks that need the texts of the sources.
_CITED = ("source-text", "cited-figure", "cited-name")
_LONGEST_SHOWN = 60


def unusable_properties(package: Package) -> list[Finding]:
    """Give a warning for each value of ``textHygiene`` and ``privacy`` that cannot be used."""
    found = list(_unusable(package))
    if not found:
        return []
    document = read_document(package.path, package.path.name)
    return [
        Finding(
            code="resource-error",
            severity="warning",
            file=package.path.name,
            line=document.line(pointer),
            field=".".join(str(part) for part in pointer),
            value=_shown(value),
            variant=variant,
        )
        for variant, pointer, value in found
    ]


def _unusable(package: Package) -> Iterator[tuple[str, list[str | int], Any]]:
    hygiene = package.raw.get(TEXT_HYGIENE)
    if hygiene is not None and not isinstance(hygiene, bool):
        yield "text-hygiene", [TEXT_HYGIENE], hygiene
    privacy = package.raw.get(PRIVACY_PROPERTY)
    if privacy is None or isinstance(privacy, bool):
        return
    if not isinstance(privacy, dict):
        yield "privacy", [PRIVACY_PROPERTY], privacy
        return
    for name, value in privacy.items():
        where: list[str | int] = [PRIVACY_PROPERTY, name]
        if name != "allow":
            yield "privacy-unknown", where, name
        elif not isinstance(value, list):
            yield "privacy-allow", where, value
        else:
            for number, item in enumerate(value):
                if not isinstance(item, str) or not item:
                    yield "privacy-allow", [*where, number], item


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def not_run(
    package: Package,
    rules: Collection[str] | None,
    ran: Collection[str],
    report: Report,
    *,
    has_sources: bool,
) -> list[CheckResult]:
    """Give an outcome for each check that was asked for by name and has none in a report.

    Args:
        package: The package.
        rules: The checks and rules that were asked for.
        ran: Codes of all that ran, on any table.
        report: The report, with only what was asked for.
        has_sources: Whether the texts of the sources were given.
    """
    present = {result.code for result in report.checks}
    results = []
    for code in dict.fromkeys(rules or ()):
        if code in present:
            continue
        result = CheckResult(code=code, resource=None)
        # Without a descriptor that can be read there would be no report; and the entries of the
        # list of discrepancies are looked at together.
        is_passed = code == "package-error" or (
            code == "known-discrepancy-rule" and discrepancies_resource(package) is not None
        )
        if not is_passed:
            result.outcome = "not-evaluated"
            result.reason = _reason(package, code, ran, report, has_sources)
        results.append(result)
    return results


def _reason(
    package: Package, code: str, ran: Collection[str], report: Report, has_sources: bool
) -> tuple[str, dict[str, Any]]:
    file = package.path.name
    if code in ran:
        return ("skipped.other-tables", {"tables": [table.name for table in report.tables]})
    if code in HYGIENE and not asks_hygiene(package):
        return ("skipped.unasked", {"property": TEXT_HYGIENE, "file": file})
    if code in PRIVACY and read_privacy(package) is None:
        return ("skipped.unasked", {"property": PRIVACY_PROPERTY, "file": file})
    if code in (*_CITED, "citation") and "evidence" not in package.raw:
        return ("skipped.unasked", {"property": "evidence", "file": file})
    if code in _CITED and not has_sources:
        return ("skipped.sources", {})
    return ("skipped.nothing", {})
