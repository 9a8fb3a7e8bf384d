"""What one looks for is found: by the search, in the other language, and as a download."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from drenthe_data import load
from tests.browser.conftest import Tab, Tabs
from tests.browser.kinds import KINDS, STARTS
from tests.packages import ROOT

# Which row of which table, looked for by its name.
WANTED = {
    "clusters": "astron",
    "partners": "nhl-stenden",
    "programmes": "kei-2014-programma-9",
}


def name_of(table: str, key: str) -> str:
    """Give the name of a row."""
    rows = load(ROOT / "datapackage.json")[table].frame.to_dicts()
    return str(next(row["name"] for row in rows if row["id"] == key))


def look_for(tab: Tab, words: str, key: str) -> Any:
    """Type words into the search with the keyboard alone; gives its results."""
    tab.page.keyboard.press(key)
    tab.page.wait_for_function("document.activeElement.matches('.md-search__input')")
    tab.page.keyboard.type(words)
    found = tab.page.locator("a.md-search-result__link")
    found.first.wait_for()
    return found


@pytest.mark.parametrize("lang", STARTS)
@pytest.mark.parametrize("table", WANTED)
def test_the_search_leads_to_a_row_with_the_keyboard_alone(
    tabs: Tabs, table: str, lang: str
) -> None:
    tab = tabs.open(STARTS[lang])
    look_for(tab, name_of(table, WANTED[table]), "/" if lang == "nl" else "f")
    target = f"{tab.home}{STARTS[lang]}{table}/{WANTED[table]}/"
    for _ in range(8):
        tab.page.keyboard.press("ArrowDown")
        address = str(tab.page.evaluate("document.activeElement.href || ''"))
        if address.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0] == target:
            break
    else:
        pytest.fail(f"{target} is not among the first results")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url(f"{target}**")
    assert tab.wrong == []


@pytest.mark.parametrize("lang", STARTS)
def test_the_search_finds_pages_of_its_own_language_from_any_page(tabs: Tabs, lang: str) -> None:
    tab = tabs.open(STARTS[lang] + KINDS["cluster"])
    found = look_for(tab, "indicator", "s")
    addresses = [str(link.get_attribute("href")) for link in found.all()]
    start = tab.home + STARTS[lang]
    assert all(address.startswith((start, "..", "./")) for address in addresses)
    found.first.click()
    tab.page.wait_for_load_state()
    assert tab.page.locator("html").get_attribute("lang") == lang
    assert tab.wrong == []


@pytest.mark.parametrize("way", ["/", "Enter", " "])
def test_the_search_opens_with_the_keyboard_on_a_narrow_screen(tabs: Tabs, way: str) -> None:
    tab = tabs.open(KINDS["cluster"], width=390)
    if way != "/":
        tab.page.locator("label.md-header__button[for=__search]").focus()
    found = look_for(tab, "astron", way)
    assert found.first.is_visible()
    tab.page.keyboard.press("Escape")
    found.first.wait_for(state="hidden")


def test_the_index_of_the_search_is_fetched_when_it_is_asked_for(tabs: Tabs) -> None:
    tab = tabs.open()
    asked: list[str] = []
    tab.page.context.on("request", lambda request: asked.append(request.url))
    tab.go("")
    tab.page.wait_for_load_state("networkidle")
    index = f"{tab.home}search/search_index.json"
    assert index not in asked
    look_for(tab, "astron", "/")
    assert asked.count(index) == 1


@pytest.mark.parametrize("kind", ["start", "cluster", "partner", "table", "rules", "indicators"])
def test_the_choice_of_language_keeps_the_page(tabs: Tabs, kind: str) -> None:
    tab = tabs.open(STARTS["nl"] + KINDS[kind])
    for lang in ("en", "nl"):
        tab.page.locator(".md-select button").focus()
        choice = tab.page.locator(f".md-select__link[hreflang={lang}]")
        choice.wait_for()
        choice.focus()
        tab.page.keyboard.press("Enter")
        tab.page.wait_for_url(tab.home + STARTS[lang] + KINDS[kind])
        assert tab.page.locator("html").get_attribute("lang") == lang
    assert tab.wrong == []


def test_every_download_arrives_whole(site: Path, home: str, browser: Any) -> None:
    manifest = json.loads((site / "manifest.json").read_text(encoding="utf-8"))
    files = [file for found in manifest["formats"].values() for file in found["files"]]
    assert len(files) > 200
    context = browser.new_context()
    for file in files:
        answer = context.request.get(home + file["path"])
        assert answer.ok, file["path"]
        body = answer.body()
        assert len(body) == file["bytes"], file["path"]
        assert hashlib.sha256(body).hexdigest() == file["sha256"], file["path"]
    context.close()


@pytest.mark.parametrize("kind", ["start", "table", "tables"])
def test_a_download_on_a_page_is_a_file_of_the_manifest(site: Path, tabs: Tabs, kind: str) -> None:
    manifest = json.loads((site / "manifest.json").read_text(encoding="utf-8"))
    known = {file["path"] for found in manifest["formats"].values() for file in found["files"]}
    tab = tabs.open(KINDS[kind])
    links = tab.page.eval_on_selector_all(
        "article a[download], article a[href$='.csv'], article a[href$='.xlsx']",
        "links => links.map(link => link.href)",
    )
    assert links
    for address in links:
        path = address.removeprefix(tab.home)
        assert path in known or path.startswith("pictures/") or path == "manifest.json"
        assert tab.page.context.request.head(address).ok
