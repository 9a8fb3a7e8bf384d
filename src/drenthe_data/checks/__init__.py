"""Checking a package: cells, keys, hierarchies, evidence, texts and the rules of ``validators/``.

Each module is one family of checks; :func:`check` runs them all and makes the report.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from time import perf_counter
from typing import Any

from drenthe_data.checks.asked import not_run, unusable_properties
from drenthe_data.checks.cells import check_cells
from drenthe_data.checks.discrepancies import (
    NAME,
    apply_discrepancies,
    cut,
    discrepancies_resource,
)
from drenthe_data.checks.hygiene import CODES as HYGIENE
from drenthe_data.checks.keys import check_foreign_keys, check_keys
from drenthe_data.checks.masking import mask_report
from drenthe_data.checks.memory import Memory
from drenthe_data.checks.privacy import CODES as PRIVACY
from drenthe_data.checks.privacy import read_privacy
from drenthe_data.checks.rules import Rule, read_rules
from drenthe_data.checks.run import Progress, Run, structure_results, text_results
from drenthe_data.descriptor import Package, read_package
from drenthe_data.exceptions import PackageError
from drenthe_data.findings import STRUCTURE, CheckResult, Report, Severity
from drenthe_data.locate import find_package
from drenthe_data.messages import nearest
from drenthe_data.reading import TextTable, read_table

__all__ = ["Rule", "check", "read_rules"]

DEFAULT_LIMIT = 20
VALIDATORS = "validators"

# The checks that are built in, with the severity of what they find.
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


def check(
    path: str | os.PathLike[str] | None = None,
    *,
    tables: Collection[str] | None = None,
    rules: Collection[str] | None = None,
    sources: str | os.PathLike[str] | None = None,
    limit: int = DEFAULT_LIMIT,
    progress: Progress | None = None,
    memory: int | None = None,
) -> Report:
    """Check a package against its schemas and rules.

    Args:
        path: The descriptor or its folder. Without one, ``datapackage.json`` is looked for from
            the working folder upwards, and then the package that is installed with the software.
        tables: Report on these tables only.
        rules: Report on these checks and rules only, by code or id.
        sources: Folder with the texts of the sources; then figures and names are looked up in
            the lines they cite.
        limit: How many findings to keep per check; the counts are always exact.
        progress: Called as the work goes on with what is being done (the name of a table or rule),
            how much of it is done and how much there is in all, both in the same unit.
        memory: Bytes of memory that the process may take, at least 400 million; what does not fit
            is worked on in parts and in temporary files, which is slower. Files may be larger.

    Returns:
        The report: its ``findings``, ``valid``, and all outcomes.

    Raises:
        PackageError: When there is no usable descriptor, or no table of a name.
        RuleError: When a rule is not written as a rule must be.
        ValueError: When ``limit`` is below 0.
    """
    if limit < 0:
        raise ValueError(f"limit is {limit}; it is the number of findings to keep, from 0")
    start = perf_counter()
    package = read_package(find_package(None if path is None else Path(path)))
    package.unsupported += unusable_properties(package)
    catalogue = read_rules(package.root / VALIDATORS)
    _check_names(package, catalogue, tables, rules)
    report = Report(
        name=package.name,
        version=package.version,
        path=str(package.path),
        rules={rule.id: rule.head for rule in catalogue},
    )
    report.checks += _descriptor_results(package, limit)
    folder = None if sources is None else Path(sources)
    if folder is not None and not folder.is_dir():
        raise PackageError("no-folder", folder=str(folder))
    with Memory(memory) as kept:
        run = Run(package, catalogue, folder, limit, progress, kept)
        resource = discrepancies_resource(package)
        text = None if resource is None else read_table(resource)
        if text is not None and "rule" in text.frame.columns:
            run.listed = set(text.frame["rule"].to_list())
        run.read()
        report.checks += run.results()
        report.tables = run.summaries()
        report.checks += _rule_results(package, text, catalogue, run, limit)
    ran = {result.code for result in report.checks}
    _keep(report, tables, rules)
    report.checks += not_run(package, rules, ran, report, has_sources=folder is not None)
    mask_report(report, read_privacy(package), run.tables)
    report.seconds = perf_counter() - start
    return report


def _check_names(
    package: Package,
    catalogue: list[Rule],
    tables: Collection[str] | None,
    rules: Collection[str] | None,
) -> None:
    """Check that the tables and rules that were asked for exist."""
    known = [resource.name for resource in package.resources]
    for name in tables or ():
        if name not in known and name not in package.broken:
            raise PackageError(
                "unknown-table", table=name, nearest=nearest(name, known), tables=known
            )
    codes = [*BUILT_IN, *(rule.id for rule in catalogue)]
    for name in rules or ():
        if name not in codes:
            raise PackageError("unknown-rule", rule=name, nearest=nearest(name, codes))


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
