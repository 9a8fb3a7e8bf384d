"""The check of a whole package: the run over its tables, and the report."""

from __future__ import annotations

from drenthe_data.checks.asked import not_run, unusable_properties
from drenthe_data.checks.cells import check_cells
from drenthe_data.checks.discrepancies import (
    apply_discrepancies,
    cut,
    discrepancies_resource,
)
from drenthe_data.checks.keys import check_foreign_keys, check_keys
from drenthe_data.checks.masking import mask_report
from drenthe_data.checks.memory import Memory
from drenthe_data.checks.outline import Asked, begin, keep
from drenthe_data.checks.properties import read_privacy
from drenthe_data.checks.rule_files import Rule
from drenthe_data.checks.run import Run, structure_results, text_results
from drenthe_data.descriptor import Package
from drenthe_data.findings import CheckResult, Report
from drenthe_data.reading import TextTable, read_table


def check_package(package: Package, catalogue: list[Rule], asked: Asked) -> Report:
    """Check a package of which descriptor and rules have been read."""
    limit = asked.limit
    package.unsupported += unusable_properties(package)
    report = begin(package, catalogue, limit)
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
    keep(report, asked)
    has_sources = asked.sources is not None
    report.checks += not_run(package, asked.rules, ran, report, has_sources=has_sources)
    mask_report(report, read_privacy(package), run.tables)
    return report


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
