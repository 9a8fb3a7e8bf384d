"""A package that is not fit for the site is told in a sentence, without a trace of the program."""

from __future__ import annotations

import runpy
import sys

import pytest
from sitegen import build
from sitegen.site import NoRowError, Site

from drenthe_data.exceptions import DataError
from tests.packages import ROOT


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (DataError("not-loadable", table="clusters", first="no file"), "clusters cannot be loaded"),
        (NoRowError("The table sources has no row 'x'"), "The table sources has no row 'x'"),
    ],
)
def test_what_is_wrong_is_said(
    monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(build, "make", fails)
    monkeypatch.setattr(sys, "argv", ["make.py"])
    with pytest.raises(SystemExit) as raised:
        runpy.run_path(str(ROOT / "docs" / "make.py"), run_name="__main__")
    assert said in str(raised.value.code)


def test_a_row_that_is_not_there_is_named() -> None:
    with pytest.raises(NoRowError) as raised:
        Site(ROOT).get("clusters", "no-such-cluster")
    assert "The table clusters has no row 'no-such-cluster'" in str(raised.value)
