"""Checking the same packages with frictionless: every difference is one that is meant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.differences import DIFFERENCES, HEADS, NOTES, Difference, explain, page
from tests.differential import Case, compare, run

CORPUS = Path(__file__).parent / "corpus"


@pytest.mark.parametrize("difference", DIFFERENCES, ids=[item.name for item in DIFFERENCES])
def test_a_difference_that_is_documented_is_there(difference: Difference) -> None:
    compared = compare(difference.case)
    for side in ("ours", "theirs"):
        found = {(item.code, item.row, item.field) for item in getattr(compared, side)}
        assert found == set(getattr(difference, side)), side
        for item in getattr(compared, side):
            assert difference.explains(compared, side, item)
    assert compared.ours or compared.theirs


def test_drawn_packages_differ_only_where_it_is_meant() -> None:
    tally = run(300, derandomize=True)
    print(tally.text())  # noqa: T201 - shown with pytest -s
    assert tally.cases >= 300
    assert tally.found > 500
    assert tally.unexplained == []


@pytest.mark.parametrize("lang", HEADS)
def test_the_page_about_the_differences_is_current(lang: str) -> None:
    """``python -m tests.differences`` writes it."""
    assert (NOTES / f"differences.{lang}.md").read_text(encoding="utf-8") == page(lang)


BROKEN = sorted(CORPUS.glob("*.json"))


def test_the_corpus_is_whole() -> None:
    assert len(BROKEN) >= 60
    assert {file.stem for file in BROKEN} == {file.stem for file in CORPUS.glob("*.csv")}


@pytest.mark.parametrize("file", BROKEN, ids=[file.stem for file in BROKEN])
def test_a_broken_file_is_found_broken_as_is_written_beside_it(file: Path) -> None:
    """Each file of ``corpus/`` has a JSON file that tells what both tools find in it."""
    wanted = json.loads(file.read_text(encoding="utf-8"))
    data = file.with_suffix(".csv").read_bytes()
    compared = compare(Case({"t": wanted["schema"]}, {"t": data}, wanted.get("delimiter", ",")))
    for side, key in ((compared.we, "ours"), (compared.they, "frictionless")):
        found = {(item.code, item.row, item.field) for item in side}
        assert found == {tuple(item) for item in wanted[key]}, key
    reasons = {
        explain(compared, side, item)
        for side in ("ours", "theirs")
        for item in getattr(compared, side)
    }
    assert reasons == set(wanted["differences"])
