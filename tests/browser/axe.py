"""WCAG 2.1 AA, as far as axe-core can test it."""

from __future__ import annotations

from collections.abc import Sequence

from tests.browser.conftest import Tab
from tests.browser.kinds import HOW_MUCH

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
# What may differ when only the colours are others.
RULES_OF_COLOUR = ("color-contrast", "link-in-text-block", "image-alt")
# Rows and items of long lists are made by the same code: of each list so many are looked at, the
# first and the last. So are the tables and pieces of code of a page, when few are looked at.
_MOST_ALIKE = 4 if HOW_MUCH == "few" else 16
_SHORTEN = """([most, blocks]) => {
    const leave = items => items.slice(most / 2, Math.max(items.length - most / 2, most / 2))
        .forEach(item => item.remove());
    for (const kind of blocks) leave([...document.querySelectorAll(`article ${kind}`)]);
    const lists = [...document.querySelectorAll("article :is(tbody, ul, ol, dl)")];
    for (const list of lists) leave([...list.children]);
}"""
_BLOCKS = ("table", ".highlight") if HOW_MUCH == "few" else ()


def shorten(tab: Tab) -> None:
    """Leave of long lists the first and the last."""
    tab.page.evaluate(_SHORTEN, [_MOST_ALIKE, list(_BLOCKS)])


def violations(
    tab: Tab,
    rules: Sequence[str] = RULES,
    leave_out: Sequence[str] = (),
    part: str | None = None,
) -> list[str]:
    """Run axe-core on what is shown, of long lists on the first and the last.

    Args:
        tab: The page.
        rules: The tags or names of the rules.
        leave_out: Names of rules among them that are not asked.
        part: The selector of the element to look in; by default all.

    Returns:
        What it objects to.
    """
    from axe_playwright_python.sync_playwright import Axe

    shorten(tab)
    options = {
        "runOnly": list(rules),
        "resultTypes": ["violations"],
        "rules": {rule: {"enabled": False} for rule in leave_out},
    }
    return [
        f"{found['id']}: {node['target']}: {node['failureSummary']}"
        for found in Axe().run(tab.page, part, options).response["violations"]
        for node in found["nodes"]
    ]
