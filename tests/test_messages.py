"""The texts: both languages have the same, and they are filled and shown safely."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drenthe_data import check
from drenthe_data.checks import BUILT_IN
from drenthe_data.messages import (
    _PLACE,
    catalogue,
    default_language,
    figure,
    nearest,
    render_template,
    show,
)
from drenthe_data.messages.names import Names
from tests.packages import ROOT, change


def test_both_languages_have_the_same_texts() -> None:
    assert list(catalogue("nl")) == list(catalogue("en"))
    assert all(catalogue("nl").values())
    assert all(catalogue("en").values())


@pytest.mark.parametrize("key", catalogue("en"))
def test_a_text_names_the_same_values_in_both_languages(key: str) -> None:
    def plain(lang: str) -> list[str]:
        return sorted({name.removesuffix("_nl") for name in _PLACE.findall(catalogue(lang)[key])})

    assert plain("en") == plain("nl")


def test_every_built_in_check_has_a_title_and_a_description() -> None:
    for code in BUILT_IN:
        for part in ("title", "description"):
            assert f"check.{code}.{part}" in catalogue("nl")


def test_no_text_is_the_same_in_both_languages_unless_it_is_only_values() -> None:
    same = [key for key, text in catalogue("en").items() if catalogue("nl")[key] == text]
    words = {key: re.sub(r"\{[a-z_]+\}|\[\[|\]\]|\W", "", catalogue("en")[key]) for key in same}
    assert {key for key, text in words.items() if len(text) > 5} == set()


def test_a_part_goes_when_its_value_is_empty() -> None:
    template = "a[[ b {x}]][[ c {y}]]"
    assert render_template(template, {"x": "1", "y": ""}, "en") == "a b 1"
    assert render_template(template, {"x": 0, "y": []}, "en") == "a b 0"


def test_figures_are_written_as_the_language_does() -> None:
    assert figure(1050000, "nl") == "1.050.000"
    assert figure(1050000, "en") == "1,050,000"
    assert figure(-1234.5, "nl") == "-1.234,5"
    assert render_template(
        "{printed} in {fiscal_year}", {"printed": 2026, "fiscal_year": 2026}, "nl"
    ) == ("2.026 in 2026")


def test_a_year_or_a_line_in_the_message_of_a_rule_is_no_figure() -> None:
    values = {"year": 2016, "source_year": 2016, "line": 1016, "amount": 2016, "line_count": 1016}
    template = "{year} {source_year} {line} {amount} {line_count}"
    dutch = render_template(template, values, "nl", is_of_rule=True)
    assert dutch == "2016 2016 1016 2.016 1.016"
    english = render_template(template, values, "en", is_of_rule=True)
    assert english == "2016 2016 1016 2,016 1,016"
    assert render_template(template, {**values, "unit": "year"}, "nl", is_of_rule=True) == (
        "2016 2016 1016 2016 1016"
    )


def test_the_years_of_the_package_have_no_thousands_separator() -> None:
    report = check(ROOT, rules=["indicators/contradicting-values"])
    (note,) = [note for note in report.notes if note.value == "2016"]
    assert "gedrukt 2016, berekend 2010" in note.message("nl")


def test_the_amounts_that_a_rule_computes_have_thousands_separators(package: Path) -> None:
    file = package / "datapackage" / "budget_changes.csv"
    number, line = next(
        (number, line)
        for number, line in enumerate(file.read_text("utf-8").split("\n"), start=1)
        if number > 1 and len(line.split(",")[3]) > 3
    )
    amount = line.split(",")[3]
    change(file, number, f",{amount},", ",1234567,")
    (found,) = [
        found
        for found in check(package).findings
        if (found.code, found.line) == ("budgets/change", number)
    ]
    params = found.params
    assert (
        f"staat er als 1.234.567, maar {figure(params['from_amount'], 'nl')} - "
        in found.message("nl")
    )
    assert f"{params['from_year']}-{params['to_year']}" in found.message("nl")


@given(st.text())
def test_a_shown_value_cannot_move_the_cursor_and_is_short(text: str) -> None:
    shown = show(text, "en")
    assert len(shown) <= 300
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e]", shown)


def test_a_value_with_braces_is_shown_as_it_is() -> None:
    assert render_template("{value}", {"value": "{x} [[y]]"}, "en") == "{x} [[y]]"


def test_the_nearest_value_is_found_without_regard_to_case() -> None:
    assert nearest("NHLStenden", ["nhl-stenden", "hanze"]) == "nhl-stenden"
    assert nearest("xyz", ["nhl-stenden"]) == ""


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"LANG": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "en_GB", "LC_ALL": "nl_BE"}, "nl"),
        ({"LANG": "nl_NL", "DRENTHE_DATA_LANG": "en"}, "en"),
    ],
)
def test_the_language_is_that_of_the_system(
    variables: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DRENTHE_DATA_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert default_language() == expected


def test_of_very_many_unknown_names_the_first_are_looked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("drenthe_data.messages.names._MOST_LOOKED_FOR", 2)
    names = Names(["astron", "emmen"])
    assert [names.nearest(text) for text in ("astrn", "emen", "emme")] == ["astron", "emmen", ""]
    assert [names.nearest(text) for text in ("ASTRN", "Emmen")] == ["astron", "emmen"]


def test_a_text_longer_than_every_name_is_not_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    names = Names([f"k{number:05}" for number in range(3000)])
    assert names.nearest("k00123x") == "k00123"
    tried = []
    slips = Names._slips

    def counted(own: Names, text: str) -> Iterator[str]:
        tried.append(len(text))
        return slips(own, text)

    monkeypatch.setattr(Names, "_slips", counted)
    assert not names.nearest("z" * 8)
    assert not names.nearest("z" * 1000)
    assert not names.nearest("z" * 7)
    assert tried == [7]
