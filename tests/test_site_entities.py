"""The pages of clusters, programmes, partners, documents, goals and discrepancies are whole."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from sitegen import checked
from sitegen.budget_table import lines_of
from sitegen.model import LANGUAGES, Page
from sitegen.pages import clusters, discrepancies, partners, programmes, sdgs, sources
from sitegen.parts import lower
from sitegen.site import Row, Site

from tests.packages import ROOT
from tests.sites import NO_MKDOCS, site

MODULES = (clusters, discrepancies, partners, programmes, sdgs, sources)
WITH_PAGES = ("clusters", "programmes", "partners", "sources")
LARGEST = 900_000
HOSTILE = '<script>alert(1)</script> "q" *s* _t_ [u](~/v) `w` <b>&amp;'


@cache
def made(lang: str) -> dict[str, Page]:
    """All pages of these modules, by path."""
    pages = [page for module in MODULES for page in module.pages(site(), lang)]
    assert len(pages) == len({page.path for page in pages})
    return {page.path: page for page in pages}


class Items(HTMLParser):
    """Reads the innermost list items and rows of tables: their text, links and where they lie."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[dict[str, Any]] = []
        self.found: list[dict[str, Any]] = []
        self.all_links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an item, a cell or a link."""
        if tag in ("li", "tr"):
            parent = self.open[-1] if self.open else None
            self.open.append({"tag": tag, "text": "", "links": [], "cells": [], "parent": parent})
        if tag in ("td", "th") and self.open:
            self.open[-1]["cells"].append("")
        if tag == "a":
            address = dict(attrs).get("href") or ""
            self.all_links.append(address)
            if self.open:
                self.open[-1]["links"].append(address)

    def handle_endtag(self, tag: str) -> None:
        """Close an item."""
        if tag in ("li", "tr") and self.open:
            self.found.append(self.open.pop())

    def handle_data(self, data: str) -> None:
        """Add text to the item that is open, and to its last cell."""
        if self.open:
            self.open[-1]["text"] += data
            if self.open[-1]["cells"]:
                self.open[-1]["cells"][-1] += data


def part(page: Page, anchor: str, level: int = 2) -> str:
    """Give what stands below the heading with an anchor, or nothing."""
    start = re.search(rf"^{'#' * level} .*\{{ #{re.escape(anchor)} \}}$", page.body, re.MULTILINE)
    if start is None:
        return ""
    return re.split(rf"^#{{1,{level}}} ", page.body[start.end() :], maxsplit=1, flags=re.MULTILINE)[
        0
    ]


@cache
def parsed(text: str) -> Items:
    return Items(text)


@cache
def items_of(page: Page, anchor: str, level: int = 2) -> list[dict[str, Any]]:
    return parsed(part(page, anchor, level)).found


def linking(found: list[dict[str, Any]], address: str, *texts: str) -> list[dict[str, Any]]:
    return [
        item for item in found if address in item["links"] and all(t in item["text"] for t in texts)
    ]


def lines(row: Row) -> str:
    return str(row["source_lines"]).replace(";", ", ").replace("-", "\N{EN DASH}")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("table", WITH_PAGES)
def test_every_row_has_its_page_and_the_list_links_it(table: str, lang: str) -> None:
    keys = {row["id"] for row in site().rows(table)}
    paths = {path for path in made(lang) if path.startswith(f"{table}/")}
    assert paths == {f"{table}/{key}.md" for key in keys} | {f"{table}/index.md"}
    assert "index" not in keys
    linked = set(parsed(made(lang)[f"{table}/index.md"].body).all_links)
    assert {f"~/{table}/{key}/" for key in keys} <= linked


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_fact_stands_on_the_page_of_its_document_with_its_lines(lang: str) -> None:
    seen = Counter[str]()
    places = [
        (row["id"], table)
        for row in site().rows("sources")
        for table in sources.fact_tables(site())
    ]
    for source, table in places:
        page = made(lang)[f"sources/{source}.md"]
        rows = [row for row in site().rows(table) if row["source_id"] == source]
        found = items_of(page, table)
        assert Counter(item["links"][0] for item in found) == Counter(
            site().address(table, row) for row in rows
        )
        by_address: dict[str, list[str]] = {}
        for item in found:
            by_address.setdefault(item["links"][0], []).append(item["text"])
        for row in rows:
            said = by_address[site().address(table, row)]
            assert any(text.startswith(f"{lines(row)} ") for text in said), row
            seen[table] += 1
    assert seen == {table: len(site().rows(table)) for table in sources.fact_tables(site())}


def test_facts_of_a_document_stand_in_the_order_of_their_first_lines() -> None:
    for item in site().rows("sources"):
        for table in sources.fact_tables(site()):
            found = items_of(made("nl")[f"sources/{item['id']}.md"], table)
            cited = [one["text"].replace(", ", ",").split(" ", 1)[0] for one in found]
            first = [min(int(number) for number in re.findall(r"\d+", text)) for text in cited]
            assert first == sorted(first), (item["id"], table)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_counts_of_facts_are_those_of_the_tables(lang: str) -> None:
    rows = items_of(made(lang)["sources/index.md"], "per-table")[1:]
    keys = [row["id"] for row in site().rows("sources")]
    for item, table in zip(rows, sources.fact_tables(site()), strict=True):
        counts = [int(re.sub("[.,]", "", cell)) for cell in item["cells"][1:]]
        own = Counter(row["source_id"] for row in site().rows(table))
        assert counts == [*(own[key] for key in keys), len(site().rows(table))]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_partner_has_all_that_it_takes_part_in_with_its_role(lang: str) -> None:
    of = {"cluster_partners": "clusters", "programme_partners": "programmes"}
    shown = Counter[str]()
    for partner in site().rows("partners"):
        page = made(lang)[f"partners/{partner['id']}.md"]
        for table, anchor in of.items():
            rows = site().where(table, partner_id=partner["id"])
            found = items_of(page, anchor)[1:]
            assert len(found) == len(rows), (partner["id"], table)
            for row in rows:
                role = site().label(table, "role", row["role"], lang)
                address = f"~/{anchor}/{row[f'{anchor[:-1]}_id']}/"
                assert linking(found, address, role, lines(row)), (partner["id"], row)
                shown[table] += 1
        found = items_of(page, "activities")
        rows = site().where("activity_partners", partner_id=partner["id"])
        assert len(found) == len({row["activity_id"] for row in rows})
        for row in rows:
            role = lower(site().label("activity_partners", "role", row["role"], lang))
            address = f"~/tables/activities/#{row['activity_id']}"
            assert linking(found, address, role, lines(row)), (partner["id"], row)
            shown["activity_partners"] += 1
    for table in (*of, "activity_partners"):
        assert shown[table] == len(site().rows(table))


def test_a_partner_has_all_its_names_its_programmes_and_its_documents() -> None:
    for partner in site().rows("partners"):
        page = made("nl")[f"partners/{partner['id']}.md"]
        links = parsed(page.body).all_links
        for row in site().where("partner_names", partner_id=partner["id"]):
            assert site().address("partner_names", row) in links
        for row in site().where("programmes", owner_id=partner["id"]):
            assert linking(items_of(page, "owns"), f"~/programmes/{row['id']}/", lines(row))
        for row in site().where("sources", publisher_id=partner["id"]):
            assert linking(items_of(page, "published"), f"~/sources/{row['id']}/")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_cluster_has_its_partners_and_its_links_in_both_directions(lang: str) -> None:
    for cluster in site().rows("clusters"):
        page = made(lang)[f"clusters/{cluster['id']}.md"]
        rows = site().where("cluster_partners", cluster_id=cluster["id"])
        found = items_of(page, "partners")[1:]
        assert len(found) == len(rows)
        for row in rows:
            role = site().label("cluster_partners", "role", row["role"], lang)
            assert linking(found, f"~/partners/{row['partner_id']}/", role, lines(row))
        found = items_of(page, "crossovers")
        own = site().where("cluster_links", cluster_id=cluster["id"])
        other = site().where("cluster_links", linked_cluster_id=cluster["id"])
        assert len(found) == len(own) + len(other)
        for row in own:
            address = f"~/tables/sectors/#{row['linked_sector_id']}"
            assert linking(found, address, lines(row))
        for row in other:
            assert linking(found, f"~/clusters/{row['cluster_id']}/", lines(row))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_programme_has_all_rows_that_are_about_it(lang: str) -> None:
    for programme in site().rows("programmes"):
        key = programme["id"]
        page = made(lang)[f"programmes/{key}.md"]
        activities = items_of(page, "activities")
        for row in site().where("activities", programme_id=key):
            (item,) = linking(activities, site().address("activities", row), lines(row))
            for one in site().where("activity_partners", activity_id=row["id"]):
                role = site().label("activity_partners", "role", one["role"], lang)
                assert linking([item], f"~/partners/{one['partner_id']}/", lower(role))
        rows = site().where("results", programme_id=key)
        results = items_of(page, "results")
        assert len(results) == len(rows)
        for row in rows:
            assert linking(results, site().address("results", row), lines(row))
        for row in site().where("programme_partners", programme_id=key):
            assert linking(
                items_of(page, "partners"), f"~/partners/{row['partner_id']}/", lines(row)
            )
        for row in site().where("indicators", programme_id=key):
            assert linking(items_of(page, "indicators"), f"~/indicators/{row['id']}/")
        own = site().where("programme_links", programme_id=key)
        other = site().where("programme_links", related_programme_id=key)
        related = items_of(page, "related")
        assert len(related) == len(own) + len(other)
        for row, field in [
            *((row, "related_programme_id") for row in own),
            *((row, "programme_id") for row in other),
        ]:
            assert linking(related, f"~/programmes/{row[field]}/", lines(row))


def test_a_result_leads_to_its_activities_and_its_figure() -> None:
    for row in site().rows("results"):
        page = made("en")[f"programmes/{row['programme_id']}.md"]
        (item,) = linking(items_of(page, "results"), site().address("results", row))[:1]
        keys = {one["activity_id"] for one in site().where("activity_results", result_id=row["id"])}
        keys |= {row["activity_id"]} - {None}
        assert {f"~/tables/activities/#{key}" for key in keys} <= set(item["links"])
        if row["indicator_value_id"] is not None:
            value = site().get("indicator_values", row["indicator_value_id"])
            assert site().address("indicator_values", value) in item["links"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_tree_of_programmes_is_whole_and_each_stands_below_its_parent(lang: str) -> None:
    page = made(lang)["programmes/index.md"]
    found = items_of(page, "tree")
    keys = [item["links"][0].removeprefix("~/programmes/").strip("/") for item in found]
    assert Counter(keys) == Counter(row["id"] for row in site().rows("programmes"))
    for item, key in zip(found, keys, strict=True):
        parent = site().get("programmes", key)["parent_id"]
        above = item["parent"]["links"][0] if item["parent"] else None
        assert above == (f"~/programmes/{parent}/" if parent else None)


def test_a_programme_says_what_it_is_part_of_from_the_top_down() -> None:
    page = made("nl")["programmes/implementation-2026-opgave-1.md"]
    trail = Items(page.body.split("</nav>", 1)[0]).all_links
    assert trail == [
        "~/programmes/",
        "~/programmes/economische-koers-drenthe/",
        "~/programmes/uitvoeringsprogramma-economische-koers-2026-2027/",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_budget_is_that_of_the_tables_and_each_line_has_its_programme(lang: str) -> None:
    seen = set()
    for key in {row["programme_id"] for row in site().rows("budget_lines")}:
        head, *rows = items_of(made(lang)[f"programmes/{key}.md"], "budget")
        stages = {
            lower(site().label("budget_amounts", "stage", code, lang)): code
            for code in ("actual", "budget", "forecast")
        }
        for (_, line), row in zip(lines_of(site(), key), rows, strict=True):
            assert row["links"][0] == site().address("budget_lines", line)
            seen.add(line["id"])
            printed = {}
            for title, cell in list(zip(head["cells"], row["cells"], strict=True))[1:-1]:
                amount = cell.replace("\N{MINUS SIGN}", "-")
                amount = amount.replace("." if lang == "nl" else ",", "")
                year = re.fullmatch(r"(\d{4}) \((.*)\)", title)
                where: Any = (int(year[1]), stages[year[2]]) if year else title.split(" ")[-1]
                if amount:
                    printed[where] = int(amount)
            expected: dict[Any, int] = {
                (one["fiscal_year"], one["stage"]): one["amount_eur"]
                for one in site().where("budget_amounts", budget_line_id=line["id"])
            }
            for one in site().where("budget_changes", budget_line_id=line["id"]):
                expected[f"{one['from_year']}\N{EN DASH}{one['to_year']}"] = one["amount_eur"]
            assert printed == expected, (key, line["id"])
    assert seen == {row["id"] for row in site().rows("budget_lines")}


def test_a_total_stands_after_the_lines_that_add_up_in_it() -> None:
    found = lines_of(site(), "kei-2014-programma-9")
    order = [row["id"] for _, row in found]
    assert len(order) == len(set(order)) == 28
    for _, row in found:
        if row["parent_id"] is not None:
            assert order.index(row["id"]) < order.index(row["parent_id"])
    assert found[-1][0] == 0
    assert order[-1] == "kei-2014-totaal-programma"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_goal_has_its_links_with_basis_reason_and_lines(lang: str) -> None:
    page = made(lang)["sdgs.md"]
    for goal in site().rows("sdgs"):
        found = items_of(page, f"sdg-{goal['id']}")
        rows = site().where("sdg_links", sdg_id=goal["id"])
        assert goal["uri"] in part(page, f"sdg-{goal['id']}")
        assert len(found) == len(rows)
        for row in rows:
            subject = site().get(row["subject_table"], row["subject_id"])
            basis = lower(site().label("sdg_links", "basis", row["basis"], lang))
            address = site().address(row["subject_table"], subject)
            said = (f"({basis})", row["rationale"] or "", lines(row))
            assert linking(found, address, *said)


def test_a_goal_stands_on_the_pages_of_its_clusters_and_programmes() -> None:
    for row in site().rows("sdg_links"):
        if row["subject_table"] in ("clusters", "programmes"):
            page = made("en")[f"{row['subject_table']}/{row['subject_id']}.md"]
            assert linking(items_of(page, "sdgs"), f"~/sdgs/#sdg-{row['sdg_id']}")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_known_discrepancy_is_explained_with_what_is_printed_and_its_rule(lang: str) -> None:
    page = made(lang)["discrepancies.md"]
    with (ROOT / "validators" / "known_discrepancies.csv").open(encoding="utf-8") as file:
        listed = sorted(csv.DictReader(file), key=lambda row: (row["rule"], row["key"].split(";")))
    found = checked.discrepancies(site())
    assert len(found) == len(listed)
    for number, row in enumerate(listed, start=1):
        text = part(page, checked.anchor_of(number)).replace("&#x27;", "'").replace("&amp;", "&")
        assert row["explanation"] in text
        assert f"~/sources/{row['source_id']}/" in text
        assert lines(row) in text
        assert f"~/rules/#rule-{row['rule'].replace('/', '-')}" in text
        for name in ("printed", "computed"):
            value = row[name]
            if re.fullmatch(r"-?\d+(\.\d+)?", value):
                value = value.replace(".", "," if lang == "nl" else ".")
                text = re.sub(r"(?<=\d)[.,](?=\d{3}\b)", "", text)
            assert value in text, (number, name)


def test_all_that_fits_only_within_rounding_is_listed() -> None:
    rows = items_of(made("nl")["discrepancies.md"], "rounding")[1:]
    notes = checked.roundings(site())
    assert len(rows) == len(notes) > 0
    assert all(item["links"][0].startswith("~/tables/budget_amounts/#") for item in rows)


def test_a_discrepancy_about_a_partner_stands_on_its_page() -> None:
    page = made("nl")["partners/staatsbosbeheer.md"]
    assert "S-BB" in part(page, "discrepancies")
    assert part(made("nl")["partners/provincie-drenthe.md"], "discrepancies") == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_links_between_these_pages_lead_somewhere(lang: str) -> None:
    urls = {f"~/{page.url}": page for page in made(lang).values()}
    known = tuple(f"~/{name}/" for name in (*WITH_PAGES, "sdgs", "discrepancies"))
    for page in made(lang).values():
        for address in set(parsed(page.body).all_links):
            target, _, anchor = address.partition("#")
            if target.startswith(known):
                assert target in urls, (page.path, address)
            if anchor and (target in urls or not target):
                assert f"{{ #{anchor} }}" in (urls.get(target) or page).body, (page.path, address)
            assert address.startswith(("~/", "^/", "#", "http://", "https://")), address


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_are_light_described_and_have_headings_that_differ(lang: str) -> None:
    for page in made(lang).values():
        assert len(page.text(lang).encode()) < LARGEST, page.path
        assert page.description.endswith(".") and "\n" not in page.description, page.path
        anchors = re.findall(r"^#+ .*\{ #(.*) \}$", page.body, re.MULTILINE)
        assert len(anchors) == len(set(anchors)), page.path
        for head in re.findall(r"^## (.*) \{ #", page.body, re.MULTILINE):
            below = page.body.split(f"## {head} {{ #", 1)[1].split("\n", 1)[1].strip()
            assert below and not below.startswith("## "), (page.path, head)
        assert "None" not in re.sub("<[^>]*>", "", page.body), page.path


@pytest.mark.parametrize(
    "name",
    ["parts", "clusters", "programmes", "partners", "sources", "sdgs", "discrepancies"],
)
def test_every_text_is_there_in_both_languages_with_the_same_values(name: str) -> None:
    file = ROOT / "docs" / "sitegen" / "texts" / f"{name}.toml"
    for key, texts in tomllib.loads(file.read_text(encoding="utf-8")).items():
        assert set(texts) == set(LANGUAGES), key
        assert all(texts.values()), key
        values = [
            {field for _, field, _, _ in Formatter().parse(texts[lang]) if field}
            for lang in LANGUAGES
        ]
        assert values[0] == values[1], key


def test_long_dutch_texts_say_so_on_english_pages_only() -> None:
    summary = site().get("clusters", "astron")["summary"]
    assert f'<span lang="nl">{summary}</span>' in made("en")["clusters/astron.md"].body
    assert 'lang="nl"' not in made("nl")["clusters/astron.md"].body


def test_markup_in_the_tables_is_shown_as_it_stands(package: Path) -> None:
    """Names, titles and summaries that hold HTML and Markdown stay text."""
    markdown = pytest.importorskip("markdown", reason=NO_MKDOCS)
    changes = {
        "clusters": ("astron", ("name", "summary")),
        "partners": ("ibm", ("name", "short_name", "note")),
        "programmes": ("kei-2014-programma-9", ("name", "summary")),
        "sources": ("kei-2014", ("title",)),
        "activities": ("kei-2014-1-a01", ("title", "heading")),
        "budget_lines": ("kei-2014-totaal-lasten", ("label",)),
    }
    for table, (key, names) in changes.items():
        file = package / "datapackage" / f"{table}.csv"
        with file.open(encoding="utf-8", newline="") as text:
            rows = list(csv.DictReader(text))
        for row in rows:
            if row["id"] == key:
                row.update(dict.fromkeys(names, HOSTILE))
        with file.open("w", encoding="utf-8", newline="") as text:
            writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    hostile = Site(package)
    for lang in LANGUAGES:
        pages = [page for module in MODULES for page in module.pages(hostile, lang)]
        for page in pages:
            text = page.text(lang)
            assert "<script" not in text.lower(), page.path
            assert "<b>" not in text, page.path
        own = {f"{table}/{key}.md" for table, (key, _) in changes.items() if table in WITH_PAGES}
        for page in pages:
            if page.path not in own:
                continue
            _, front, text = page.text(lang).split("---\n", 2)
            assert "<" not in front
            html = markdown.markdown(text, extensions=["attr_list", "md_in_html", "toc"])
            heading = re.search("<h1[^>]*>(.*?)</h1>", html)
            assert heading is not None
            assert "<" not in heading[1], page.path
            assert "*s* _t_ [u](~/v) `w`" in re.sub(
                r"&#(\d+);", lambda found: chr(int(found[1])), heading[1]
            )
