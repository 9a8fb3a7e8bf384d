"""What all tests have at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from drenthe_data import checks
from drenthe_data.checks import glance
from drenthe_data.checks.outline import Asked
from drenthe_data.checks.rule_files import Rule
from drenthe_data.descriptor import Package
from drenthe_data.findings import Report
from tests.packages import copy_of_package


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the real package that a test may break."""
    return copy_of_package(tmp_path / "package")


@pytest.fixture(autouse=True)
def looked_at_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a first look lets pass in any test, the whole check must say just the same of."""

    def look(package: Package, catalogue: list[Rule], asked: Asked) -> Report | None:
        report = glance.look(package, catalogue, asked)
        if report is not None:
            from drenthe_data.checks.whole import check_package

            assert report == check_package(package, catalogue, asked._replace(progress=None))
        return report

    monkeypatch.setattr(checks, "look", look)
    monkeypatch.setattr(glance, "IS_STRICT", True)


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests do not depend on the language or terminal of whoever runs them."""
    monkeypatch.setenv("DRENTHE_DATA_LANG", "en")
    monkeypatch.setenv("NO_COLOR", "1")
