"""Every page loads whole, from this site alone, and weighs little."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.browser.axe import RULES_OF_COLOUR, violations
from tests.browser.conftest import WIDTH, Tab, Tabs
from tests.browser.kinds import HOW_MUCH, KINDS, NOT_FOUND, SOME, STARTS, places
from tests.browser.links import address_of, check_links, lines

PARTS = 8
_OF_ROW = re.compile(r"(en/)?(clusters|programmes|partners|indicators)/[^/]+/$")
_ONE_IN = 60 if HOW_MUCH == "few" else 12
_HTML_BYTES = 1_000_000
_START_BYTES = 300_000
_INDEX_BYTES = 1_500_000


def paths(site: Path) -> list[str]:
    """Give every page, as its address has it."""
    found = (file.relative_to(site).as_posix() for file in sorted(site.rglob("*.html")))
    return [path.removesuffix("index.html") for path in found]


@pytest.mark.parametrize("lang", STARTS)
@pytest.mark.parametrize("kind", KINDS)
def test_there_is_a_page_of_every_kind(site: Path, kind: str, lang: str) -> None:
    assert (site / STARTS[lang] / KINDS[kind] / "index.html").is_file()


def test_every_address_in_the_site_leads_somewhere(site: Path) -> None:
    report = check_links(site)
    assert report.is_sound, "\n".join(lines(report))
    assert report.pages == len(paths(site))


def loaded(site: Path) -> list[str]:
    """Give the pages to load: all but those of rows, and of these some, or all.

    Pages of rows of one table are made by the same code, and have the same scripts; what any of
    them asks for is checked without a browser. ``DRENTHE_DATA_PAGES=all`` loads each of them, and
    with ``few``, as in CI, some of the others are left out too.
    """
    found = paths(site)
    if HOW_MUCH == "all":
        return found
    of_rows = [path for path in found if _OF_ROW.match(path)]
    others = sorted(set(found) - set(of_rows))
    return others[:: 3 if HOW_MUCH == "few" else 1] + of_rows[::_ONE_IN]


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_loads_without_errors_from_this_site_alone(
    site: Path, tabs: Tabs, part: int
) -> None:
    tab = tabs.open()
    for path in loaded(site)[part::PARTS]:
        answer = tab.go(path)
        assert answer.status == 200
    assert tab.wrong == []


@pytest.mark.parametrize("place", places())
def test_a_page_of_every_kind_shows_everything_to_everybody(tabs: Tabs, place: str) -> None:
    """It loads all it shows, fits a narrow screen, and axe-core objects to nothing.

    The colours are those of the Dutch page on the English one, which is asked the rest; with
    ``DRENTHE_DATA_PAGES=all`` it is asked the same.
    """
    tab = tabs.open(places()[place])
    assert missing_pictures(tab) == []
    tab.page.wait_for_load_state("networkidle")
    assert tab.wrong == []
    assert tab.page.locator("h1").count() == 1
    if "not-found" not in place:
        assert tab.page.locator("html").get_attribute("lang") == place[-2:]
    # As at 400 percent of 1280, the page itself does not scroll sideways.
    tab.page.set_viewport_size({"width": 320, "height": 900})
    assert tab.page.evaluate("document.scrollingElement.scrollWidth") <= 320
    tab.page.set_viewport_size({"width": WIDTH, "height": 900})
    # What is around the article is the same on all pages.
    part = "article" if HOW_MUCH == "few" and place.rsplit("-", 1)[0] not in SOME else None
    if place.endswith("-en") and HOW_MUCH != "all":
        assert violations(tab, leave_out=("color-contrast",), part=part) == []
        return
    assert violations(tab, part=part) == []
    tab.page.locator("form[data-md-component=palette] label:visible").click()
    tab.page.wait_for_function("document.body.getAttribute('data-md-color-scheme') === 'slate'")
    assert violations(tab, RULES_OF_COLOUR, part=part) == []


def missing_pictures(tab: Tab) -> list[str]:
    """Give the pictures that do not load; what is fetched only when it comes into view is too."""
    tab.page.evaluate(
        "() => Promise.all([...document.images].map(image => {"
        " image.loading = 'eager'; return image.decode().catch(() => null); }))"
    )
    found: list[str] = tab.page.evaluate(
        "() => [...document.images].filter(image => !image.naturalWidth && image.checkVisibility())"
        ".map(image => image.src)"
    )
    return found


def test_no_page_is_large(site: Path) -> None:
    sizes = {path: (site / path / "index.html") for path in paths(site) if path.endswith("/")}
    large = {path: file.stat().st_size for path, file in sizes.items()}
    assert {path: size for path, size in large.items() if size >= _HTML_BYTES} == {}


@pytest.mark.parametrize("lang", STARTS)
def test_the_start_page_is_light_with_everything_it_loads(tabs: Tabs, lang: str) -> None:
    tab = tabs.open()
    sizes: dict[str, int] = {}
    tab.page.context.on("response", lambda answer: sizes.update({answer.url: len(answer.body())}))
    tab.go(STARTS[lang])
    tab.page.wait_for_load_state("networkidle")
    # The program of the search starts with the page, in a worker; its request is not told here.
    worker = tab.page.context.request.get(f"{tab.home}assets/javascripts/workers/later.js")
    sizes[worker.url] = len(worker.body())
    assert len(sizes) > 5
    assert not [url for url in sizes if url.endswith(("search_index.json", "sitemap.xml"))]
    assert sum(sizes.values()) < _START_BYTES, sizes


@pytest.mark.parametrize("lang", STARTS)
def test_the_search_index_is_small_and_of_its_own_language(site: Path, lang: str) -> None:
    file = site / STARTS[lang] / "search" / "search_index.json"
    assert file.stat().st_size < _INDEX_BYTES
    index = json.loads(file.read_text(encoding="utf-8"))
    assert index["config"]["lang"] == [lang]
    places = {doc["location"].split("#")[0] for doc in index["docs"]}
    assert all((site / STARTS[lang] / place / "index.html").is_file() for place in places)
    assert not any(place.startswith("en/") for place in places)
    assert not any("<pre" in doc["text"] for doc in index["docs"])


def test_the_sitemap_has_every_page_once_with_its_translations(site: Path) -> None:
    base = address_of(site)
    names = {
        "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "x": "http://www.w3.org/1999/xhtml",
    }
    root = ET.parse(site / "sitemap.xml").getroot()
    found = [element.text for element in root.iterfind("s:url/s:loc", names)]
    pages = [path for path in paths(site) if path not in NOT_FOUND.values()]
    assert sorted(map(str, found)) == sorted(base + path for path in pages)
    for url in root.iterfind("s:url", names):
        address = str(url.findtext("s:loc", namespaces=names))
        path = address.removeprefix(base).removeprefix("en/")
        if path == "en":
            path = ""
        others = {link.get("hreflang"): link.get("href") for link in url.iterfind("x:link", names)}
        assert others == {"nl": base + path, "en": f"{base}en/{path}"}


@pytest.mark.parametrize("lang", STARTS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_head_tells_what_the_page_is_and_where_its_translation_is(
    site: Path, kind: str, lang: str
) -> None:
    base = address_of(site)
    text = (site / STARTS[lang] / KINDS[kind] / "index.html").read_text(encoding="utf-8")
    head = text.split("</head>")[0]
    title = re.findall(r"<title>(.*?)</title>", head)[0]
    assert (title.count(" - ") > 0) == bool(KINDS[kind])
    assert f'<link rel="canonical" href="{base}{STARTS[lang]}{KINDS[kind]}">' in head
    for other, start in {**STARTS, "x-default": ""}.items():
        link = f'<link rel="alternate" href="{base}{start}{KINDS[kind]}" hreflang="{other}">'
        assert head.count(link) == 1
    assert len(re.findall(r'<meta name="description" content="[^"]+">', head)) == 1


@pytest.mark.parametrize("lang", NOT_FOUND)
def test_an_address_that_does_not_exist_leads_back(tabs: Tabs, lang: str) -> None:
    tab = tabs.open()
    assert tab.go("nothing/of/this/").status == 404
    assert tab.page.locator("h1").inner_text() == "Pagina niet gevonden"
    tab.go(NOT_FOUND[lang])
    tab.page.locator("article a").first.click()
    assert tab.page.url == tab.home + STARTS[lang]
    assert tab.page.locator("html").get_attribute("lang") == lang
