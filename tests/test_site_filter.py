"""The script of the site searches, filters, sorts and exports a table, in a real browser."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sitegen.markup import table
from sitegen.texts import Texts

from tests.packages import ROOT

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chrome")
if CHROMIUM is None:
    pytest.skip("there is no chromium", allow_module_level=True)

HOSTILE = '<img src="x" onerror="window.isHurt = true">'
# Name, kind with its label, amount as shown and as it is, note.
ROWS = [
    ("Café Ångström", "hub", "Hub", "1.050.000", "1050000", "=1+1"),
    ("Eén", "network", "Netwerk", "-20", "-20", 'zegt "ja", en'),
    ("Boerderij", "hub", "Hub", "", "", HOSTILE),
    ("Zuid", "network", "Netwerk", "3.000", "3000", "water en energie"),
    ("Appel", "hub", "Hub", "200", "200", "energie"),
    ("Noord", "", "", "1.000.000,5", "1000000.5", ""),
]
CSV = "id,name,kind\n" + "".join(
    f'{number},"{name}\nx",{kind}\n' for number, (name, kind, *_) in enumerate(ROWS, start=1)
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def small_table(attributes: str = "", name: str = "") -> str:
    body = "".join(
        f'<tr id="{name}r{number}"><td>{number}</td><th scope="row">{escaped(row[0])}</th>'
        f'<td data-value="{row[1]}">{row[2]}</td><td data-value="{row[4]}">{row[3]}</td>'
        f"<td>{escaped(row[5])}</td></tr>"
        for number, row in enumerate(ROWS, start=1)
    )
    return (
        f'<div class="scroll"><table class="data filter"{attributes}><thead><tr>'
        '<th class="num">Rij</th><th data-name="name">Naam</th><th data-name="kind">Soort</th>'
        f'<th class="num" data-name="amount">Bedrag</th><th>Noot</th></tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def page_of(body: str, lang: str = "nl") -> str:
    words = json.dumps(Texts("filter", lang).all()).replace("<", "\\u003c")
    return (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>t</title>'
        f'<script type="application/json" id="filter-words">{words}</script>'
        f'<a hreflang="en" href="/en.html">English</a>{body}<script src="/site.js"></script>'
    )


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("filter")
    shutil.copy(ROOT / "docs" / "overrides" / "assets" / "site.js", folder)
    (folder / "rows.csv").write_text(CSV, encoding="utf-8")
    (folder / "short.csv").write_text("id\n1\n", encoding="utf-8")
    pages = {
        "nl.html": page_of(small_table(' data-csv="/rows.csv" data-file="rows"')),
        "en.html": page_of(small_table(), "en"),
        "short.html": page_of(small_table(' data-csv="/short.csv"')),
        "two.html": page_of(small_table(' id="a"', "a") + small_table(' id="b"', "b")),
        "plain.html": page_of("<table class='data'></table>"),
        "shared.html": page_of(
            table(
                ["Naam", "Aantal"],
                [["a", "1"], ["b", "10"], ["c", "9"]],
                caption="Kop",
                numbers=[1],
                kind="filter",
            )
        ),
        "large.html": page_of(large_table()),
    }
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def large_table() -> str:
    rows = [[f"naam {n}", f"tekst {n % 7} " + "woord " * 30, str(n)] for n in range(1_200)]
    return table(["Naam", "Tekst", "Aantal"], rows, caption="Groot", numbers=[2], kind="filter")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    context = browser.new_context(base_url=address, accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.set_default_timeout(10_000)
    opened = context.new_page()
    mistakes: list[str] = []
    opened.on("pageerror", lambda error: mistakes.append(str(error)))
    yield opened
    context.close()
    assert mistakes == []


def shown(page: Any, name: str = "") -> list[str]:
    ids: list[str] = page.eval_on_selector_all(
        f"tr[id^={name}r]", "rows => rows.filter(row => row.offsetParent).map(row => row.id)"
    )
    return ids


def settled(page: Any) -> str:
    """Wait until the address says what was chosen, and give its question."""
    page.wait_for_timeout(260)
    found: str = page.evaluate("decodeURIComponent(location.search)")
    return found


def status(page: Any) -> str:
    text: str = page.locator(".filters [role=status]").first.text_content()
    return text


def test_without_the_script_all_rows_are_there_and_no_controls(browser: Any, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    opened = context.new_page()
    opened.goto("/nl.html")
    assert opened.locator("tbody tr").count() == len(ROWS)
    assert opened.locator("input, button, select").count() == 0
    context.close()


def test_a_page_without_such_a_table_gets_nothing(page: Any) -> None:
    page.goto("/plain.html")
    assert page.locator("input, button, select").count() == 0


def test_words_are_found_without_regard_to_case_accents_and_column(page: Any) -> None:
    page.goto("/nl.html")
    search = page.get_by_label("Zoek in deze tabel")
    search.fill("cafe angstrom")
    assert shown(page) == ["r1"]
    assert status(page) == "1 van 6 rijen."
    search.fill("ENERGIE water")
    assert shown(page) == ["r4"]
    search.fill("network")
    assert shown(page) == ["r2", "r4"]
    assert settled(page) == "?find=network"
    search.fill("bestaat niet")
    assert shown(page) == []
    assert status(page) == Texts("filter", "nl")("none")
    assert page.get_by_role("button", name="CSV").is_disabled()


def test_a_column_of_few_values_has_a_list_with_counts_and_empty(page: Any) -> None:
    page.goto("/nl.html")
    page.get_by_text("Filter op kolom").click()
    kind = page.get_by_label("Soort")
    assert kind.locator("option").all_text_contents() == [
        "alles",
        "(leeg) (1)",
        "Hub (3)",
        "Netwerk (2)",
    ]
    kind.select_option("Hub (3)")
    assert shown(page) == ["r1", "r3", "r5"]
    assert settled(page) == "?f.kind=hub"
    assert page.get_attribute("a[hreflang]", "href").endswith("/en.html?f.kind=hub")
    kind.select_option("(leeg) (1)")
    assert shown(page) == ["r6"]
    assert settled(page) == "?f.kind="
    kind.select_option("alles")
    assert shown(page) == [f"r{number}" for number in range(1, 7)]
    assert settled(page) == ""


def test_figures_sort_as_figures_with_empty_last_and_back_to_the_file(page: Any) -> None:
    page.goto("/nl.html")
    head = page.locator("th[data-name=amount]")
    button = page.get_by_role("button", name="Bedrag")
    button.click()
    assert shown(page) == ["r2", "r5", "r4", "r6", "r1", "r3"]
    assert head.get_attribute("aria-sort") == "ascending"
    assert status(page) == "6 van 6 rijen, gesorteerd op Bedrag, oplopend."
    button.click()
    assert shown(page) == ["r1", "r6", "r4", "r5", "r2", "r3"]
    assert head.get_attribute("aria-sort") == "descending"
    assert settled(page) == "?sort=-amount"
    button.click()
    assert shown(page) == [f"r{number}" for number in range(1, 7)]
    assert head.get_attribute("aria-sort") is None
    assert settled(page) == ""


def test_texts_sort_as_the_language_does(page: Any) -> None:
    page.goto("/nl.html")
    button = page.get_by_role("button", name="Naam")
    button.focus()
    page.keyboard.press("Enter")
    assert shown(page) == ["r5", "r3", "r1", "r2", "r6", "r4"]


def test_a_deep_link_shows_the_same_and_clear_takes_all_away(page: Any) -> None:
    page.goto("/en.html?find=energie&f.kind=hub&sort=-name&other=1")
    assert shown(page) == ["r5"]
    assert page.get_attribute("a[hreflang]", "href").endswith("&sort=-name&other=1")
    assert page.get_by_label("Search in this table").input_value() == "energie"
    assert page.get_by_label("Soort").input_value() == "Hub (3)"
    assert status(page) == "1 of 6 rows, sorted by Naam, descending."
    page.get_by_role("button", name="Clear all").click()
    assert len(shown(page)) == len(ROWS)
    assert settled(page) == "?other=1"
    assert page.evaluate("document.activeElement.type") == "search"


def test_a_link_with_a_value_that_no_row_has_says_so(page: Any) -> None:
    page.goto("/nl.html?f.kind=nope&f.nocolumn=x&sort=nocolumn")
    assert shown(page) == []
    assert status(page) == Texts("filter", "nl")("none")
    page.get_by_role("button", name="Alles wissen").click()
    assert len(shown(page)) == len(ROWS)


def test_the_row_of_the_address_is_shown_against_the_filter_until_one_chooses(page: Any) -> None:
    page.goto("/nl.html?f.kind=network#r5")
    assert shown(page) == ["r2", "r4", "r5"]
    assert "waarvan één" in status(page)
    page.evaluate("location.hash = 'r1'")
    page.wait_for_function("!document.getElementById('r1').hidden")
    assert shown(page) == ["r1", "r2", "r4"]
    page.get_by_label("Zoek in deze tabel").fill("zuid")
    assert shown(page) == ["r4"]
    settled(page)
    assert page.evaluate("location.hash") == ""
    page.goto("/nl.html?find=appel#r5")
    assert shown(page) == ["r5"]
    assert "waarvan" not in status(page)


def test_cells_are_never_read_as_html(page: Any) -> None:
    page.goto(f"/nl.html?find={HOSTILE}&f.kind={HOSTILE}&sort={HOSTILE}")
    page.get_by_role("button", name="Alles wissen").click()
    page.get_by_role("button", name="Noot").click()
    page.get_by_label("Zoek in deze tabel").fill("<img")
    assert shown(page) == ["r3"]
    page.wait_for_timeout(100)
    assert page.evaluate("window.isHurt") is None
    assert page.locator("img").count() == 0


def test_what_is_shown_is_downloaded_as_the_file_has_it(page: Any) -> None:
    page.goto("/nl.html?f.kind=hub&sort=-amount")
    with page.expect_download() as waited:
        page.get_by_role("button", name="Getoonde rijen als CSV").click()
    assert waited.value.suggested_filename == "rows-selection.csv"
    text = Path(waited.value.path()).read_text(encoding="utf-8")
    names = [(1, "Café Ångström"), (5, "Appel"), (3, "Boerderij")]
    assert text == "id,name,kind\n" + "".join(f'{n},"{name}\nx",hub\n' for n, name in names)


def test_without_a_file_of_the_same_rows_the_cells_are_downloaded(page: Any) -> None:
    for start in ("/short.html", "/en.html"):
        page.goto(f"{start}?f.kind=network")
        with page.expect_download() as waited:
            page.get_by_role("button", name="CSV").click()
        text = Path(waited.value.path()).read_text(encoding="utf-8")
        assert text == (
            "Rij,name,kind,amount,Noot\n"
            '2,Eén,network,-20,"zegt ""ja"", en"\n'
            "4,Zuid,network,3000,water en energie\n"
        )


def test_the_link_is_copied(page: Any) -> None:
    page.goto("/nl.html")
    page.get_by_label("Zoek in deze tabel").fill("zuid")
    page.get_by_role("button", name="Link naar deze selectie").click()
    page.wait_for_function("document.querySelector('.shown').textContent.includes('gekopieerd')")
    assert page.evaluate("navigator.clipboard.readText()").endswith("/nl.html?find=zuid")


def test_two_tables_on_a_page_keep_their_own_choices(page: Any) -> None:
    page.goto("/two.html?a.find=zuid&b.sort=-amount")
    assert shown(page, "a") == ["ar4"]
    assert shown(page, "b") == ["br1", "br6", "br4", "br5", "br2", "br3"]
    page.get_by_label("Zoek in deze tabel").nth(1).fill("noord")
    assert shown(page, "a") == ["ar4"]
    assert shown(page, "b") == ["br6"]
    assert settled(page) == "?a.find=zuid&b.find=noord&b.sort=-amount"


def test_a_table_of_any_page_is_searched_and_sorted_without_further_marks(page: Any) -> None:
    page.goto("/shared.html")
    page.get_by_role("button", name="Aantal").click()
    cells = page.locator("tbody td").all_text_contents()
    assert cells == ["1", "9", "10"]
    page.get_by_label("Zoek in deze tabel").fill("B")
    assert page.locator("tbody tr:visible").count() == 1


def test_every_control_has_a_name_and_works_with_the_keyboard(page: Any) -> None:
    page.goto("/nl.html")
    names = page.eval_on_selector_all(
        ".filters input, .filters select, .filters button, th button",
        "all => all.map(one => (one.labels?.length ? one.labels[0] : one).textContent.trim())",
    )
    assert all(names)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("zuid")
    assert shown(page) == ["r4"]
    page.keyboard.press("Enter")
    assert page.url.split("?")[0].endswith("/nl.html")
    assert shown(page) == ["r4"]


def test_a_large_table_asks_little_of_the_page(page: Any) -> None:
    """Only rows that come or go are touched: the work is counted, as time is not a measure."""
    page.goto("/large.html")
    page.evaluate(
        """() => {
          window.touched = 0;
          new MutationObserver((all) => { window.touched += all.length; })
            .observe(document.querySelector("tbody"),
              { subtree: true, attributes: true, childList: true });
        }"""
    )
    search = page.get_by_label("Zoek in deze tabel")
    search.fill("1199")
    page.wait_for_function("window.touched > 0")
    assert page.locator("tbody tr:visible").count() == 1
    assert page.evaluate("window.touched") == 1_199
    search.fill("1199 naam")
    page.wait_for_timeout(50)
    assert page.evaluate("window.touched") == 1_199
