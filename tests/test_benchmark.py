"""The benchmark measures a package that is what it says it is."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from drenthe_data import check
from tests.packages import ROOT


def test_the_package_of_the_benchmark_is_valid_and_its_rules_are_run(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("run", ROOT / "benchmarks" / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    report = check(module.generate(tmp_path, 2_000))
    assert [finding.text() for finding in report.findings] == []
    assert report.outcomes("not-evaluated") == 0
    assert any(result.code == "budgets/parent-sum" for result in report.checks)
    assert report.rows > 1_900
