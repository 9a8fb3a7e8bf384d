"""The pages of figures show every row of their tables, each with its place in a document."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from types import ModuleType

import pytest
from sitegen.markup import figure as figure_html
from sitegen.model import LANGUAGES, Page
from sitegen.numbers import euros, number
from sitegen.pages import budgets, crossovers, indicators, network
from sitegen.pages import map as map_page
from sitegen.pictures import indicators as drawn
from sitegen.texts import Texts
from sitegen.values import latest, value_text, with_unit
from sitegen.wording import cited, signed, years

from tests.sites import site

MODULES = (budgets, crossovers, indicators, map_page, network)
LARGEST = 600_000


@cache
def pages(module: ModuleType, lang: str) -> dict[str, Page]:
    return {page.path: page for page in module.pages(site(), lang)}


def body(module: ModuleType, lang: str, path: str) -> str:
    return pages(module, lang)[path].body


def every_page(lang: str) -> Iterator[Page]:
    for module in MODULES:
        yield from pages(module, lang).values()


def row_of(text: str, anchor: str) -> str:
    """The row of a table with this anchor."""
    found: list[str] = re.findall(rf'<tr id="{re.escape(anchor)}".*?</tr>', text, re.DOTALL)
    assert len(found) == 1, anchor
    return found[0]


def plain(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", text))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_have_a_title_a_description_and_unique_anchors_and_headings(lang: str) -> None:
    for page in every_page(lang):
        assert page.title, page.path
        assert page.description, page.path
        assert "{" not in page.description + page.title, page.path
        headings = re.findall(r"^#+ (.*?)(?: \{ #.*\})?$", page.body, re.MULTILINE)
        assert not [name for name, count in Counter(headings).items() if count > 1], page.path
        anchors = re.findall(r' id="([^"]+)"', page.body)
        anchors += re.findall(r"\{ #(\S+) \}", page.body)
        assert not [name for name, count in Counter(anchors).items() if count > 1], page.path
        assert len(page.body.encode()) < LARGEST, page.path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_picture_on_a_page_is_made_and_every_one_made_is_shown(lang: str) -> None:
    from sitegen import pictures as folder
    from sitegen.build import modules

    made = {picture.name for module in modules(folder) for picture in module.pictures(site(), lang)}
    text = "".join(page.body for page in every_page(lang))
    shown = set(re.findall(r"\^/pictures/([a-z0-9-]+)\." + lang, text))
    assert shown == made
    assert set(re.findall(r"\^/pictures/([a-z0-9-]+)\.csv", text)) == made


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_line_of_a_budget_has_a_row_with_all_its_amounts(lang: str) -> None:
    text = body(budgets, lang, "budgets.md")
    for line in site().rows("budget_lines"):
        row = row_of(text, line["id"])
        assert f'href="~/tables/budget_lines/#{line["id"]}"' in row
        assert f'href="~/sources/{line["source_id"]}/"' in row
        assert html.escape(line["label"]) in row
        cells = re.findall(r'<td class="num">(.*?)</td>', row)
        amounts = sorted(
            site().where("budget_amounts", budget_line_id=line["id"]),
            key=lambda amount: (amount["fiscal_year"], amount["stage"]),
        )
        assert [re.sub(r" <small>.*", "", cell) for cell in cells] == [
            number(amount["amount_eur"], lang) for amount in amounts
        ]
        assert [("(" in cell) for cell in cells] == [
            amount["as_printed"] == "-" for amount in amounts
        ]


def test_items_stand_above_the_sum_that_they_add_up_to() -> None:
    text = body(budgets, "nl", "budgets.md")
    order = {anchor: place for place, anchor in enumerate(re.findall(r'<tr id="([^"]+)"', text))}
    for line in site().rows("budget_lines"):
        if line["parent_id"]:
            assert order[line["id"]] < order[line["parent_id"]]
        assert ('class="sum"' in row_of(text, line["id"])) == (line["kind"] != "item")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_printed_changes_stand_beside_what_the_amounts_give(lang: str) -> None:
    text = body(budgets, lang, "budgets.md")
    section = text[text.index("kei-2014-changes") :]
    rows = re.findall(r'<tr(?: class="sum")?><th scope="row">.*?</tr>', section, re.DOTALL)
    assert len(rows) == len(site().rows("budget_changes"))
    for row in rows:
        (key,) = re.findall(r"~/tables/budget_lines/#([^\"]+)", row)
        (change,) = site().where("budget_changes", budget_line_id=key)
        cells = re.findall(r'<td class="num">(.*?)</td>', row)
        amount = number(change["amount_eur"], lang)
        assert cells == [str(change["from_year"]), str(change["to_year"]), amount, amount]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_indicator_has_a_page_with_all_its_values_and_their_places(lang: str) -> None:
    found = pages(indicators, lang)
    assert set(found) == {"indicators/index.md"} | {
        f"indicators/{row['id']}.md" for row in site().rows("indicators")
    }
    for value in site().rows("indicator_values"):
        row = row_of(found[f"indicators/{value['indicator_id']}.md"].body, value["id"])
        assert html.escape(value["as_printed"]) in row
        assert html.escape(value_text(site(), value, lang, is_named=False)) in row
        assert f'href="~/sources/{value["source_id"]}/"' in row
        assert years(value["period"]) in row


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_index_has_every_indicator_once_with_its_latest_value(lang: str) -> None:
    text = body(indicators, lang, "indicators/index.md")
    rows = re.findall(r'<tr><th scope="row"><a href="~/indicators/([^"]+)/">.*?</tr>', text)
    assert sorted(rows) == sorted(row["id"] for row in site().rows("indicators"))
    last = latest(site(), "uitgifte-bedrijventerreinen")
    assert last is not None
    assert (last["period"], last["value"]) == ("2012", 14)
    (row,) = re.findall(
        r"<tr><th[^>]*><a href=\"~/indicators/uitgifte-bedrijventerreinen/.*?</tr>", text
    )
    assert "14 hectare" in plain(row)


def test_a_target_is_not_shown_as_if_it_was_measured() -> None:
    text = body(indicators, "nl", "indicators/index.md")
    (row,) = re.findall(
        r"<tr><th[^>]*><a href=\"~/indicators/ibdo-trajecten-per-jaar/.*?</tr>", text
    )
    assert "550 (streefwaarde)" in plain(row)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_derivations_results_and_goals_stand_on_the_page_of_their_indicator(lang: str) -> None:
    found = pages(indicators, lang)
    values = {row["id"]: row for row in site().rows("indicator_values")}
    for row in site().rows("derivations"):
        text = found[f"indicators/{values[row['value_id']]['indicator_id']}.md"].body
        assert "{ #computed }" in text
        for operand in row["operands"].split(";"):
            indicator = values[operand]["indicator_id"]
            assert f'href="~/indicators/{indicator}/#{operand}"' in text
            used = found[f"indicators/{indicator}.md"].body
            assert f'/#{row["value_id"]}"' in used
    for row in site().rows("results"):
        if row["indicator_value_id"]:
            text = found[f"indicators/{values[row['indicator_value_id']]['indicator_id']}.md"].body
            assert html.escape(row["title"]) in text
    for row in site().where("sdg_links", subject_table="indicators"):
        assert f"#sdg-{row['sdg_id']}" in found[f"indicators/{row['subject_id']}.md"].body


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_cross_over_is_listed_under_the_sector_of_its_cluster(lang: str) -> None:
    text = body(crossovers, lang, "crossovers.md")
    matrix, lists = text[text.index("{ #matrix }") :].split("{ #all }")
    assert lists.count('<tr><th scope="row">') == len(site().rows("cluster_links"))
    sectors = re.split(r"### .*? \{ #(\S+) \}", lists)[1:]
    for sector, part in zip(sectors[::2], sectors[1::2], strict=True):
        for cluster in re.findall(r'<th scope="row"><a href="~/clusters/([^/]+)/"', part):
            assert site().get("clusters", cluster)["sector_id"] == sector
    cells = [int(cell) for cell in re.findall(r'<td class="num">(\d+)</td>', matrix)]
    pairs = {
        (
            site().get("clusters", row["cluster_id"])["sector_id"],
            row["linked_sector_id"],
            row["cluster_id"],
        )
        for row in site().rows("cluster_links")
    }
    assert sum(cells) == len(pairs)
    assert matrix.count('<tr><th scope="row">') == len(site().rows("sectors"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_cluster_stands_once_on_the_page_of_the_map(lang: str) -> None:
    text = body(map_page, lang, "map.md")
    found = re.findall(r'<li><a href="~/clusters/([^/]+)/"', text)
    assert sorted(found) == sorted(row["id"] for row in site().rows("clusters"))
    nowhere = text[text.index("{ #nowhere }") :].split("###")[0]
    assert nowhere.count("<li>") == sum(
        1 for row in site().rows("clusters") if row["place_id"] is None
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_network_lists_who_takes_part_in_more_than_one_cluster(lang: str) -> None:
    text = body(network, lang, "network.md")
    members: dict[str, set[str]] = {}
    for row in site().rows("cluster_partners"):
        members.setdefault(row["partner_id"], set()).add(row["cluster_id"])
    expected = {
        name: clusters
        for name, clusters in members.items()
        if len(clusters) > 1 and not site().get("partners", name)["is_collective"]
    }
    found = re.findall(r'<tr id="partner-([^"]+)"', text)
    assert set(found) == set(expected)
    counts = [len(expected[name]) for name in found]
    assert counts == sorted(counts, reverse=True)
    for name in found:
        shown = row_of(text, f"partner-{name}")
        assert set(re.findall(r"~/clusters/([^/]+)/", shown)) == expected[name]


def test_dutch_labels_are_marked_on_english_pages_only() -> None:
    line = "implementation-2026-1-overige-bijdragen"
    assert '<span lang="nl">' in row_of(body(budgets, "en", "budgets.md"), line)
    assert '<span lang="nl">' not in row_of(body(budgets, "nl", "budgets.md"), line)


def test_a_figure_has_its_alternative_once_per_scheme_its_size_and_its_data() -> None:
    picture = drawn.health_jobs(site(), "nl", Texts("pictures", "nl"))
    text = figure_html(picture, "nl")
    assert text.count(f'alt="{html.escape(picture.alternative)}"') == 2
    width, height = picture.size
    assert text.count(f'width="{width}" height="{height}"') == 2
    assert 'href="^/pictures/health-jobs.csv" download' in text
    assert "<summary>De cijfers als tabel</summary>" in text
    assert "picture-title" in text
    assert "picture-title" not in figure_html(picture, "nl", is_titled=False)


def test_values_are_written_as_the_language_does() -> None:
    assert euros(-1234567, "nl") == "−€\N{NO-BREAK SPACE}1.234.567"
    assert euros(1234567, "en") == "€1,234,567"
    assert signed(1150, "nl") == "+1.150"
    assert signed(-13.2, "en") == "−13.2"
    assert signed(0, "en") == "0"
    assert with_unit(9.2, "percent", site(), "nl") == "9,2%"
    assert with_unit(2016, "year", site(), "nl") == "2016"
    assert with_unit(4, "year", site(), "nl") == "4 jaar"
    assert years("2021/2024") == "2021–2024"
    (snel,) = site().where("indicator_values", indicator_id="witte-adressen-met-snel-internet")
    assert value_text(site(), snel, "nl") == "75–100%"
    (about,) = site().where("indicator_values", id="aandeel-topsectoren-in-werkgelegenheid-2012")
    assert value_text(site(), about, "nl") == "ongeveer 23%"


def test_sources_are_cited_with_their_lines_or_the_first_and_last_of_many() -> None:
    rows = [{"source_id": "kei-2014", "source_lines": lines} for lines in ("10", "12-14;10")]
    assert cited(site(), rows, "nl").endswith("</a>, regels 10, 12–14")
    assert cited(site(), rows[:1], "en").endswith("</a>, line 10")
    many = [
        {"source_id": "kei-2014", "source_lines": f"{line}-{line + 1}"}
        for line in range(90, 120, 3)
    ]
    assert cited(site(), many, "nl").endswith("</a>, regels tussen 90 en 118")


@pytest.mark.parametrize("name", ["budgets", "indicators", "crossovers", "map", "network"])
def test_the_texts_have_the_same_values_in_both_languages(name: str) -> None:
    for key, texts in Texts(name, "nl")._texts.items():
        assert set(texts) == {"nl", "en"}, key
        fields = [set(re.findall(r"\{(\w+)\}", texts[lang])) for lang in LANGUAGES]
        assert fields[0] == fields[1], key
