"""Everybody can use the pages: on a phone, with the keyboard, without scripts, on paper.

What axe-core objects to on a screen is in ``test_pages.py``, where each kind of page is loaded.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.browser.axe import shorten, violations
from tests.browser.conftest import Tab, Tabs
from tests.browser.kinds import HOW_MUCH, KINDS, SOME, STARTS

# What is laid out in another way there.
ON_A_PHONE = (
    "start",
    "cluster",
    "programme",
    "indicator",
    "budgets",
    "crossovers",
    "map",
    "tables",
    "sdgs",
    "reports",
)
# What can be pressed or filled in, and is shown. Of radio buttons, Tab goes to the chosen one.
_SHOWN = """() => {
    const wanted = "a[href], button, input, select, textarea, summary, [tabindex='0'], " +
        "label[role=button]";
    const shown = element => element.checkVisibility({checkOpacity: true, checkVisibilityCSS: true})
        && element.getBoundingClientRect().width > 0 && !element.closest("[inert]");
    const found = [...document.querySelectorAll(wanted)].filter(element =>
        shown(element) && element.tabIndex >= 0 && !element.disabled
        && !(element.type === "radio" && !element.checked));
    found.forEach((element, place) => { element.dataset.place = place; });
    return found.length;
}"""
_FOCUSED = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    // Of the choice of colours the label is seen, not the button itself.
    const seen = element.classList.contains("md-option") ? element.nextElementSibling : element;
    const style = getComputedStyle(seen);
    const box = seen.getBoundingClientRect();
    return {
        place: element.dataset.place ?? null,
        html: element.outerHTML.slice(0, 160),
        marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1,
        inside: box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight,
        shown: seen.checkVisibility({checkVisibilityCSS: true}),
    };
}"""


@pytest.mark.parametrize("kind", ON_A_PHONE)
def test_axe_objects_to_nothing_on_a_phone(tabs: Tabs, kind: str) -> None:
    assert violations(tabs.open(KINDS[kind], width=390)) == []


def walk(tab: Tab, limit: int) -> list[dict[str, Any]]:
    """Press Tab until the end of the page; gives where it came."""
    steps: list[dict[str, Any]] = []
    for _ in range(limit):
        tab.page.keyboard.press("Tab")
        step = tab.page.evaluate(_FOCUSED)
        if step is None or (steps and step["place"] == steps[0]["place"] is not None):
            break
        steps.append(step)
    return steps


@pytest.mark.parametrize(
    ("kind", "width"),
    [("start", 1300), ("start", 390), ("cluster", 390), ("table", 1300), ("budgets", 1300)],
)
def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    tabs: Tabs, kind: str, width: int
) -> None:
    tab = tabs.open(KINDS[kind], width=width)
    if HOW_MUCH == "few":
        shorten(tab)
    count = tab.page.evaluate(_SHOWN)
    assert count > 10
    steps = walk(tab, count + 50)
    assert len(steps) < count + 50, "the keyboard does not come out"
    reached = {int(step["place"]) for step in steps if step["place"] is not None}
    left = set(range(count)) - reached
    names = tab.page.evaluate(
        "places => places.map(place => document.querySelector(`[data-place='${place}']`).outerHTML"
        ".slice(0, 160))",
        sorted(left),
    )
    assert names == []
    assert [step["html"] for step in steps if not step["marked"]] == []
    assert [step["html"] for step in steps if not (step["inside"] and step["shown"])] == []


@pytest.mark.parametrize("lang", STARTS)
def test_the_menu_opens_and_closes_with_the_keyboard_on_a_narrow_screen(
    tabs: Tabs, lang: str
) -> None:
    tab = tabs.open(STARTS[lang] + KINDS["dictionary"], width=390)
    button = tab.page.locator("label.md-header__button[for=__drawer]")
    link = tab.page.locator(".md-nav--primary a.md-nav__link").first
    assert not link.is_visible()
    for key in ("Enter", " "):
        button.focus()
        tab.page.keyboard.press(key)
        link.wait_for(state="visible")
        assert button.get_attribute("aria-expanded") == "true"
        tab.page.keyboard.press("Escape")
        link.wait_for(state="hidden")
        assert button.get_attribute("aria-expanded") == "false"
    assert button.get_attribute("aria-label")


@pytest.mark.parametrize("kind", SOME if HOW_MUCH == "few" else KINDS)
def test_without_scripts_everything_is_there_and_pictures_once(
    site: Path, tabs: Tabs, kind: str
) -> None:
    tab = tabs.open(KINDS[kind], scripts=False)
    written = (site / KINDS[kind] / "index.html").read_text(encoding="utf-8")
    article = written.split("<article", 1)[1].split("</article>")[0]
    for part in ("table", "h2", "p"):
        assert tab.page.locator(f"article {part}").count() == len(
            re.findall(f"<{part}[ >]", article)
        )
    assert tab.page.locator("h1").is_visible()
    assert len(tab.page.locator("article").inner_text()) > 200
    for figure in tab.page.locator("figure.picture").all():
        shown = [image.is_visible() for image in figure.locator("img").all()]
        assert sum(shown) == 1


@pytest.mark.parametrize("kind", ["start", "budgets", "indicator", "crossovers", "map"])
def test_on_paper_pictures_are_the_light_ones(tabs: Tabs, kind: str) -> None:
    tab = tabs.open(KINDS[kind], scheme="dark")
    tab.page.emulate_media(media="print")
    for image in tab.page.locator("figure.picture img").all():
        assert image.is_visible() == ("only-light" in str(image.get_attribute("class")))
