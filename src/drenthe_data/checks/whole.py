"""The check of a whole package: the run over its tables, and the report."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drenthe_data.checks.asked import not_run, unusable_properties
from drenthe_data.checks.cells import check_cells
from drenthe_data.checks.discrepancies import (
    NAME,
    apply_discrepancies,
    cut,
    discrepancies_resource,
)
from drenthe_data.checks.keys import check_foreign_keys, check_keys
from drenthe_data.checks.masking import mask_report
from drenthe_data.checks.memory import Memory
from drenthe_data.checks.privacy import read_privacy
from drenthe_data.checks.rule_files import Rule
from drenthe_data.checks.run import Progress, Run, structure_results, text_results
from drenthe_data.descriptor import Package
from drenthe_data.findings import CheckResult, Report
from drenthe_data.reading import TextTable, read_table


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a check: see :func:`drenthe_data.check`."""

    tables: Collection[str] | None
    rules: Collection[str] | None
    sources: Path | None
    limit: int
    progress: Progress | None
    memory: int | None


def check_package(package: Package, catalogue: list[Rule], asked: Asked) -> Report:
    """Check a package of which descriptor and rules have been read."""
    limit = asked.limit
    package.unsupported += unusable_properties(package)
    report = Report(
        name=package.name,
        version=package.version,
        path=str(package.path),
        rules={rule.id: rule.head for rule in catalogue},
    )
    report.checks += _descriptor_results(package, limit)
    with Memory(asked.memory) as kept:
        run = Run(package, catalogue, asked.sources, limit, asked.progress, kept)
        resource = discrepancies_resource(package)
        text = None if resource is None else read_table(resource)
        if text is not None and "rule" in text.frame.columns:
            run.listed = set(text.frame["rule"].to_list())
        run.read()
        report.checks += run.results()
        report.tables = run.summaries()
        report.checks += _rule_results(package, text, catalogue, run, limit)
    ran = {result.code for result in report.checks}
    _keep(report, asked.tables, asked.rules)
    has_sources = asked.sources is not None
    report.checks += not_run(package, asked.rules, ran, report, has_sources=has_sources)
    mask_report(report, read_privacy(package), run.tables)
    return report


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


def _rule_results(
    package: Package, text: TextTable | None, catalogue: list[Rule], run: Run, limit: int
) -> list[CheckResult]:
    """Run the rules, and take out what is known and explained."""
    results = run.rule_results()
    if text is not None:
        results += _discrepancy_results(package, text, results, catalogue, run, limit)
    cut(results, limit)
    return results


def _discrepancy_results(  # noqa: PLR0917
    package: Package,
    text: TextTable,
    results: list[CheckResult],
    catalogue: list[Rule],
    run: Run,
    limit: int,
) -> list[CheckResult]:
    table, own = check_cells(text, limit)
    structure = [result for result in structure_results(text, limit) if result.count]
    own += structure + check_keys(table, limit)
    own += check_foreign_keys(table, run.tables, run.resources, limit)
    own += text_results(package, [table], limit)
    own.append(apply_discrepancies(table, results, [rule.id for rule in catalogue], limit))
    return [result for result in own if result.count or result.code == own[-1].code]


def _keep(report: Report, tables: Collection[str] | None, rules: Collection[str] | None) -> None:
    """Leave in the report only what was asked for."""
    if tables is not None:
        report.tables = [table for table in report.tables if table.name in tables]
        report.checks = [result for result in report.checks if result.resource in {*tables, None}]
    if rules is not None:
        wanted = set(rules)
        report.checks = [
            result
            for result in report.checks
            if result.code in wanted or (result.resource == NAME and result.count)
        ]
