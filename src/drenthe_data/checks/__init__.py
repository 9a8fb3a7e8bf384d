"""Checking a package: cells, keys, hierarchies, evidence, texts and the rules of ``validators/``.

Each module is one family of checks; :func:`check` runs them all and makes the report. Descriptor
and rules are read first, so that what is wrong with these is said before Polars is imported.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from time import perf_counter

from drenthe_data.checks.codes import BUILT_IN
from drenthe_data.checks.glance import look
from drenthe_data.checks.outline import Asked, Progress
from drenthe_data.checks.rule_files import Rule, read_rules
from drenthe_data.descriptor import Package, read_package
from drenthe_data.exceptions import PackageError
from drenthe_data.findings import Report
from drenthe_data.locate import find_package
from drenthe_data.messages import nearest

__all__ = ["BUILT_IN", "Rule", "check", "read_rules"]

DEFAULT_LIMIT = 20
VALIDATORS = "validators"


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
    catalogue = read_rules(package.root / VALIDATORS)
    _check_names(package, catalogue, tables, rules)
    folder = None if sources is None else Path(sources)
    if folder is not None and not folder.is_dir():
        raise PackageError("no-folder", folder=str(folder))
    asked = Asked(tables, rules, folder, limit, progress, memory)
    report = look(package, catalogue, asked)
    if report is None:
        from drenthe_data.checks.whole import check_package

        report = check_package(package, catalogue, asked)
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
