"""The texts: both languages have the same, and they are filled and shown safely."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
