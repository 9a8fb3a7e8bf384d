"""Numbers, amounts and periods are written the same on every page."""

from __future__ import annotations

import re
from functools import cache

import pytest
from sitegen.model import LANGUAGES
from sitegen.numbers import euros, number
from sitegen.pages import budgets, discrepancies, home, programmes, sources
from sitegen.pictures import indicators
from sitegen.says import says

from tests.sites import site

MODULES = (budgets, discrepancies, home, programmes, sources)


@cache
def texts(lang: str) -> dict[str, str]:
    """The pages of these modules without their markup, by path."""
    return {
        page.path: re.sub(r"```.*?```|<[^>]+>", " ", page.body, flags=re.DOTALL)
        for module in MODULES
        for page in module.pages(site(), lang)
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_amount_of_money_is_written_in_one_way(lang: str) -> None:
    space = "\N{NO-BREAK SPACE}" if lang == "nl" else ""
    found = 0
    for path, text in texts(lang).items():
        for shown in re.findall(r"€(?:&nbsp;|\s)?\d[\d.,]*\d", text):
            assert shown.startswith(f"€{space}") and shown[1 + len(space)].isdigit(), (path, shown)
            found += 1
    assert found > 200
    assert euros(-1050000, lang) == f"\N{MINUS SIGN}€{space}{number(1050000, lang)}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_negative_figure_has_a_minus_sign(lang: str) -> None:
    amount = "3.660.000" if lang == "nl" else "3,660,000"
    for path in ("budgets.md", "programmes/kei-2014-programma-9.md", "sources/kei-2014.md"):
        assert amount in texts(lang)[path]
        assert f"-{amount}" not in texts(lang)[path]
    assert not re.search(r"(?<![\w–])-\d{1,3}[.,]\d{3}\b(?!\d)", texts(lang)["budgets.md"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_period_of_years_has_a_dash(lang: str) -> None:
    for path in ("discrepancies.md", "sources/health-2021.md", "sources/ecosystem-2021.md"):
        assert re.search(r"\b20\d\d–20\d\d\b", texts(lang)[path])
        assert not re.search(r"\b(?:19|20)\d\d/(?:19|20)\d\d\b", texts(lang)[path])


def test_what_is_mentioned_is_called_one_thing() -> None:
    for row in site().rows("mentions"):
        for lang, many in (("nl", ("(programma's)", "(clusters)")), ("en", ("(programmes)",))):
            plain = re.sub(r"<[^>]+>", "", says(site(), "mentions", row, lang))
            assert not plain.endswith(many)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_of_programmes_names_documents_by_their_title(lang: str) -> None:
    page = texts(lang)["programmes/index.md"]
    for row in site().rows("sources"):
        assert row["title"] in page
        assert not re.search(rf"(?<![\w-]){row['id']}(?![\w-])", page)


def test_the_alternative_of_the_targets_tells_places_apart() -> None:
    picture = next(
        one for one in indicators.pictures(site(), "nl") if one.name == "indicator-targets"
    )
    told = picture.alternative.split("; ")
    assert len(told) == len(set(told)) > 30
    assert "Aandeel uit hernieuwbare bronnen (Europa): 14% (2020)" in told
