"""A table can be searched, sorted and narrowed, and the address keeps what is chosen."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from drenthe_data import load
from tests.browser.conftest import Tab, Tabs
from tests.browser.kinds import KINDS, STARTS
from tests.packages import ROOT

TABLE = "table.data.filter"


def keys(tab: Tab) -> list[str]:
    """Give the keys of the rows that are shown, in order."""
    found = tab.page.eval_on_selector_all(
        f"{TABLE} tbody tr:not([hidden])", "rows => rows.map(row => row.id)"
    )
    return [str(key) for key in found]


@pytest.mark.parametrize("lang", STARTS)
def test_a_table_is_searched_as_one_types(tabs: Tabs, lang: str) -> None:
    rows = load(ROOT / "datapackage.json")["clusters"].frame.to_dicts()
    tab = tabs.open(STARTS[lang] + KINDS["table"])
    assert len(keys(tab)) == len(rows)
    tab.page.locator("form.filters input[type=search]").first.focus()
    tab.page.keyboard.type("astron")
    shown = keys(tab)
    assert "astron" in shown
    assert 0 < len(shown) < len(rows)
    status = tab.page.locator("form.filters [role=status]").first.inner_text()
    assert re.search(rf"\b{len(shown)}\b.*\b{len(rows)}\b", status)
    # The other language shows the same choice.
    tab.page.wait_for_url("**find=astron**")
    other = "en" if lang == "nl" else "nl"
    tab.page.locator(".md-select button").focus()
    link = tab.page.locator(f".md-select__link[hreflang={other}]")
    link.wait_for()
    link.click()
    tab.page.wait_for_url(f"{tab.home}{STARTS[other]}{KINDS['table']}?**")
    assert keys(tab) == shown
    assert tab.wrong == []


def test_a_table_is_sorted_and_narrowed_and_the_address_keeps_it(tabs: Tabs) -> None:
    rows = load(ROOT / "datapackage.json")["clusters"].frame.to_dicts()
    tab = tabs.open(KINDS["table"])
    first = keys(tab)
    tab.page.locator(f"{TABLE} button.sort").first.press("Enter")
    assert tab.page.locator(f"{TABLE} th[aria-sort=ascending]").count() == 1
    tab.page.locator(f"{TABLE} button.sort").first.press("Enter")
    assert keys(tab) != first
    assert sorted(keys(tab)) == sorted(first)
    tab.page.locator("form.filters summary").first.press("Enter")
    choice = tab.page.locator("form.filters select").first
    choice.focus()
    tab.page.keyboard.press("ArrowDown")
    tab.page.wait_for_url("**f.*")
    ((name, (value,)),) = [
        (key[2:], found)
        for key, found in parse_qs(urlsplit(tab.page.url).query).items()
        if key.startswith("f.")
    ]
    shown = keys(tab)
    assert sorted(shown) == sorted(row["id"] for row in rows if str(row[name]) == value)
    tab.page.reload()
    assert keys(tab) == shown
    assert tab.wrong == []
