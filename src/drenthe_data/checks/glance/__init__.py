"""A first look at a small package, in plain Python: is surely nothing wrong with it?

To import Polars takes longer than to read a small package, and most checks of one are of a package
that is sound. So it is looked at here first. Where nothing can be wrong, this gives the report that
the whole check gives, to the last detail; at the first doubt it gives nothing, and the whole check
begins. It is never the other way round: nothing is reported here, and what the whole check would
report must raise a doubt. ``tests/conftest.py`` compares both whenever a test checks a package.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from drenthe_data.checks.glance.doubt import Doubt, surely
from drenthe_data.descriptor import Package, Resource
from drenthe_data.findings import CheckResult, Report, TableSummary

if TYPE_CHECKING:
    from drenthe_data.checks.glance.tables import PlainTable
    from drenthe_data.checks.outline import Asked
    from drenthe_data.checks.rule_files import Rule

# Bytes of all tables together beyond which Polars is imported sooner than they are looked at.
LARGE = 1_500_000
# Whether a mistake of this look stops the check, so that a test can see it.
IS_STRICT = False


def look(package: Package, catalogue: list[Rule], asked: Asked) -> Report | None:
    """Look at a package.

    Args:
        package: The package.
        catalogue: Its rules.
        asked: What is asked of the check.

    Returns:
        The report of a package in which nothing is wrong, but what is known and explained; nothing
        when that is not sure.
    """
    try:
        surely(asked.memory is None and asked.sources is None)
        surely(not package.findings and not package.unsupported and not package.broken)
        sizes = {item.name: _size(item) for item in package.resources}
        surely(sum(sizes.values()) <= LARGE)
        with _without_collector():
            report = _look(package, catalogue, asked)
    except Doubt:
        return None
    except Exception:
        if IS_STRICT:
            raise
        return None  # a mistake here is no reason to check nothing
    if asked.progress is not None:
        done = 0
        for name, size in sizes.items():
            asked.progress(name, done, sum(sizes.values()))
            done += size
        for number, rule in enumerate(catalogue):
            asked.progress(rule.id, number, len(catalogue))
    return report


def _size(resource: Resource) -> int:
    surely(resource.format == "csv" and len(resource.files) == 1)
    try:
        return resource.file.stat().st_size
    except OSError:
        raise Doubt from None


@contextmanager
def _without_collector() -> Iterator[None]:
    """Collect no garbage meanwhile: there are many small things and no circles among them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _look(package: Package, catalogue: list[Rule], asked: Asked) -> Report:
    from drenthe_data.checks.asked import not_run, unusable_properties
    from drenthe_data.checks.discrepancies import cut, discrepancies_resource
    from drenthe_data.checks.glance import citations, tables, texts
    from drenthe_data.checks.outline import begin, keep
    from drenthe_data.checks.properties import asks_hygiene, read_privacy

    surely(not unusable_properties(package))
    report = begin(package, catalogue, asked.limit)
    found = {item.name: tables.read(item) for item in package.resources}
    listed = discrepancies_resource(package)
    surely(listed is None or _size(listed) <= LARGE)
    entries = None if listed is None else tables.read(listed)
    cells = {name: tables.judge(table) for name, table in found.items()}
    for name, table in found.items():
        report.checks += tables.structure(table) + cells[name]
    for table in found.values():
        report.checks += tables.keys(table) + tables.references(table, found)
        if any(item.printed_in is not None for item in table.resource.schema.fields):
            from drenthe_data.checks.glance.printed import printed

            report.checks += printed(table)
    privacy = read_privacy(package)
    report.checks += texts.outcomes(found, privacy, has_hygiene=asks_hygiene(package))
    report.checks += citations.outcomes(package, found)
    known = set() if entries is None else set(entries.cells["rule"])
    results = _rules(catalogue, found, known, asked)
    if entries is not None:
        results.append(_settled(entries, results, package, found))
    surely(not any(result.count for result in results))
    cut(results, asked.limit)
    report.checks += results
    report.tables = [
        TableSummary(name, table.resource.path, table.height, table.size_bytes, tuple(table.cells))
        for name, table in found.items()
    ]
    ran = {result.code for result in report.checks}
    keep(report, asked)
    report.checks += not_run(package, asked.rules, ran, report, has_sources=False)
    texts.check_report(report, privacy)
    return report


def _rules(
    catalogue: list[Rule], found: dict[str, PlainTable], known: set[str], asked: Asked
) -> list[CheckResult]:
    """Run the rules, if there are any: SQLite is imported for them."""
    if not catalogue:
        return []
    from drenthe_data.checks.glance import queries

    return queries.check(catalogue, found, known, asked.limit)


def _settled(
    entries: PlainTable, results: list[CheckResult], package: Package, found: dict[str, PlainTable]
) -> CheckResult:
    """Turn findings that are known and explained into notes; each entry must explain one."""
    from drenthe_data.checks.discrepancies import settle, stale_result
    from drenthe_data.checks.glance import tables, texts
    from drenthe_data.checks.properties import asks_hygiene, read_privacy

    tables.judge(entries)
    tables.keys(entries)
    tables.references(entries, found)
    own = {entries.name: entries}
    texts.outcomes(own, read_privacy(package), has_hygiene=asks_hygiene(package))
    by_rule = {result.code: result for result in results}
    for number in range(entries.height):
        entry = {name: column[number] for name, column in entries.cells.items()}
        surely(entry["rule"] in by_rule and settle(by_rule[entry["rule"]], entry))
    return stale_result()
