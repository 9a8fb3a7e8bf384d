"""The pages of overviews, of tables and of rules: all rows, all references, places that stay."""

from __future__ import annotations

import re
import sys

import pytest

from drenthe_data.checks import BUILT_IN, read_rules
from drenthe_data.descriptor import read_package
from tests.packages import ROOT
from tests.sites import NO_MKDOCS
from tests.sites import site as the_site

sys.path.append(str(ROOT / "docs"))

from sitegen import reference, relations
from sitegen.model import Page
from sitegen.pages import reference as reference_pages
from sitegen.pages import views
from sitegen.site import Site

LANGUAGES = ("nl", "en")


@pytest.fixture(scope="module")
def site() -> Site:
    return the_site()


@pytest.fixture(scope="module")
def pages(site: Site) -> dict[str, dict[str, Page]]:
    return {lang: {page.path: page for page in views.pages(site, lang)} for lang in LANGUAGES}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_overview_has_a_page_with_all_its_rows(
    lang: str, site: Site, pages: dict[str, dict[str, Page]]
) -> None:
    overview = pages[lang]["views.md"].body
    for view, frame in views.views_of(site):
        body = pages[lang][f"views/{view.name}.md"].body
        assert body.count("<tr>") == frame.height + 1
        assert f"](~/views/{view.name}/)" in overview
        assert f"{{ #{view.name} }}" in overview
        assert len(body.encode()) < 900_000


def test_a_row_of_an_overview_shows_names_and_labels_with_links(
    pages: dict[str, dict[str, Page]],
) -> None:
    for lang, kind in (("nl", "Onderwijs en onderzoek"), ("en", "Education and research")):
        body = pages[lang]["views/partner_involvement.md"].body
        (row,) = re.findall(r'<tr>(?:(?!<tr>).)*"~/partners/drenthe-college/".*?</tr>', body)
        assert '<a href="~/partners/drenthe-college/">Drenthe College</a>' in row
        assert f"<td>{kind}</td>" in row
        assert "education-research" not in row
    budget = pages["nl"]["views/budget_by_programme.md"].body
    assert '<td class="num">1.831.707</td>' in budget
    assert '<td class="num">1,831,707</td>' in pages["en"]["views/budget_by_programme.md"].body
    # What is a year is no number with a point in it.
    assert "2.026" not in budget


def test_sentences_in_dutch_are_marked_on_english_pages(pages: dict[str, dict[str, Page]]) -> None:
    assert '<span lang="nl">' in pages["en"]["views/sdgs_with_subjects.md"].body
    assert 'lang="nl"' not in pages["nl"]["views/sdgs_with_subjects.md"].body


def test_every_column_of_identifiers_is_of_a_table(site: Site) -> None:
    for view, _ in views.views_of(site):
        for item in view.fields:
            if item.name.endswith("_id") and item.name != "subject_id":
                assert views._TABLES[item.name] in site.tables


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rules_and_checks_have_places_that_do_not_change(lang: str) -> None:
    page = reference.rule_catalogue(lang)
    rules = read_rules(ROOT / "validators")
    assert reference.anchor(rules[0]) == f"rule-{rules[0].id.replace('/', '-')}"
    for rule in rules:
        heading = f"### {rule.text('title', lang)} {{ #{reference.anchor(rule)} }}"
        assert f"\n{heading}\n" in page
    for code in BUILT_IN:
        assert f'id="check-{code}"' in page
    severities = set(re.findall(r"^(?:Severity|Ernst): (.+)$", page, re.MULTILINE))
    assert severities == (
        {"fout", "waarschuwing", "opmerking"} if lang == "nl" else {"error", "warning", "note"}
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_headings_of_a_page_of_reference_differ(lang: str, site: Site) -> None:
    for page in reference_pages.pages(site, lang):
        outside = re.sub(r"^ *```.*?^ *```$", "", page.body, flags=re.DOTALL | re.MULTILINE)
        headings = re.findall(r"^##+ (.*)$", outside, re.MULTILINE)
        assert sorted(headings) == sorted(set(headings)), page.path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_tables_are_drawn_and_their_references_listed(lang: str) -> None:
    package = read_package(ROOT)
    page = reference.dictionary(lang)
    (drawn,) = re.findall(r'<svg class="relations".*?</svg>', page)
    for resource in package.resources:
        assert f'<a href="#{resource.name}"><rect' in drawn
        assert f">{resource.name}<tspan" in drawn
    listed = [one for one in relations.references(package) if one.target != "sources"]
    pairs = {(one.table, one.target) for one in listed if one.table != one.target}
    # A line may pass places of its own; it is one path.
    assert drawn.count("<path ") == len(pairs)
    (shown,) = re.findall(r"<details><summary>.*?</details>", page, re.DOTALL)
    assert shown.count("<tr>") == len(listed) + 1
    row = (
        '<th scope="row"><a href="#cluster_links">cluster_links</a></th>'
        "<td><code>linked_sector_id</code></td>"
        '<td><a href="#sectors">sectors</a></td>'
    )
    assert row in shown


def test_a_table_stands_below_those_it_refers_to_also_in_a_circle() -> None:
    found = relations.layers_of("abcd", [("b", "a"), ("c", "b"), ("c", "a"), ("d", "d")])
    assert found == {"a": 0, "b": 1, "c": 2, "d": 0}
    circle = relations.layers_of("ab", [("a", "b"), ("b", "a")])
    assert set(circle) == {"a", "b"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_pattern_is_shown_as_it_is_written(lang: str) -> None:
    markdown = pytest.importorskip("markdown", reason=NO_MKDOCS)
    html = markdown.markdown(reference.dictionary(lang), extensions=["tables"])
    assert "<code>(GM[0-9]{4}|PV[0-9]{2}|LD[0-9]{2}|NL[0-9]{2})</code>" in html
    assert "&amp;#" not in html


def test_an_overview_names_a_line_once_and_marks_what_is_in_dutch(
    pages: dict[str, dict[str, Page]],
) -> None:
    lines = pages["en"]["views/budget_lines_by_year.md"].body
    (header,) = re.findall(r"<thead>.*?</thead>", lines)
    assert ">Budget line</th>" in header
    assert ">Label</th>" not in header
    row = lines.partition("<tbody>")[2].partition("</tr>")[0]
    assert row.count("Overige bijdragen") == 1
    assert re.search(r'<span lang="nl"><a href="[^"]+">Overige bijdragen</a></span>', row)
    results = pages["en"]["views/results_with_indicators.md"].body
    assert '<span lang="nl">Digitale benchmarks door IBDO</span>' in results
    subjects = pages["en"]["views/sdgs_with_subjects.md"].body
    assert ">Unemployment rate</a>" in subjects
    assert "Werkloosheidspercentage" not in subjects
    # Where an overview has the name in both languages, that of the page is shown.
    assert "Digitale benchmarks door IBDO" not in pages["en"]["views/indicator_series.md"].body
