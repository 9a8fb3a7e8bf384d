"""What all tests have at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.packages import copy_of_package


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the real package that a test may break."""
    return copy_of_package(tmp_path / "package")


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests do not depend on the language or terminal of whoever runs them."""
    monkeypatch.setenv("DRENTHE_DATA_LANG", "en")
    monkeypatch.setenv("NO_COLOR", "1")
