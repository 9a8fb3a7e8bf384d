"""What is asked of a check, and what every report begins and ends with, however it is made."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, NamedTuple

from drenthe_data.checks.discrepancies import NAME as DISCREPANCIES
from drenthe_data.checks.rule_files import Rule
from drenthe_data.descriptor import Package
from drenthe_data.findings import CheckResult, Report

# Told as the work goes on: what is done, how much of it, and how much there is.
Progress = Callable[[str, int, int], None]


class Asked(NamedTuple):
    """What is asked of a check: see :func:`drenthe_data.check`."""

    tables: Collection[str] | None
    rules: Collection[str] | None
    sources: Path | None
    limit: int
    progress: Progress | None
    memory: int | None


def begin(package: Package, catalogue: list[Rule], limit: int) -> Report:
    """Begin a report: what it is about, and the outcomes of the descriptor and schemas."""
    return Report(
        name=package.name,
        version=package.version,
        path=str(package.path),
        rules={rule.id: rule.head for rule in catalogue},
        checks=_descriptor_results(package, limit),
    )


def _descriptor_results(package: Package, limit: int) -> list[CheckResult]:
    """Give the outcomes of the descriptor and schemas; what is unsupported is a warning."""
    results = []
    for code in ("resource-error", "schema-error", "field-error"):
        result = CheckResult(code=code, resource=None)
        found = [item for item in package.findings if item.code == code]
        if found:
            result.outcome, result.count = "failed", len(found)
            result.findings = found[:limit]
        results.append(result)
        warnings = [item for item in package.unsupported if item.code == code]
        if warnings:
            results.append(
                CheckResult(
                    code=code,
                    resource=None,
                    outcome="failed",
                    severity="warning",
                    count=len(warnings),
                    findings=warnings[:limit],
                )
            )
    for name in sorted(package.broken):
        reason: tuple[str, dict[str, Any]] = ("resource-error.not-evaluated", {"name": name})
        results.append(
            CheckResult(code="source-error", resource=name, outcome="not-evaluated", reason=reason)
        )
    return results


def keep(report: Report, asked: Asked) -> None:
    """Leave in a report only what was asked for."""
    tables, rules = asked.tables, asked.rules
    if tables is not None:
        report.tables = [table for table in report.tables if table.name in tables]
        report.checks = [result for result in report.checks if result.resource in {*tables, None}]
    if rules is not None:
        wanted = set(rules)
        report.checks = [
            result
            for result in report.checks
            if result.code in wanted or (result.resource == DISCREPANCIES and result.count)
        ]
