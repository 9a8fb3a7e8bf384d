"""A page of every kind: the kind, and where one is below the start page of a language.

A new kind of page gets a line here; the tests that look at a page closely then take it along.
A page that stands here and is not in ``site/`` makes them fail.
"""

from __future__ import annotations

import os

KINDS: dict[str, str] = {
    "start": "",
    "clusters": "clusters/",
    "cluster": "clusters/astron/",
    "programmes": "programmes/",
    "programme": "programmes/kei-2014-programma-9/",
    "partners": "partners/",
    "partner": "partners/nhl-stenden/",
    "crossovers": "crossovers/",
    "map": "map/",
    "network": "network/",
    "sdgs": "sdgs/",
    "budgets": "budgets/",
    "indicators": "indicators/",
    "indicator": "indicators/banen-gezondheidseconomie/",
    "views": "views/",
    "tables": "tables/",
    "table": "tables/clusters/",
    "dictionary": "dictionary/",
    "sources": "sources/",
    "source": "sources/kei-2014/",
    "completeness": "completeness/",
    "discrepancies": "discrepancies/",
    "rules": "rules/",
    "use": "use/",
    "exports": "exports/",
    "commands": "commands/",
    "reports": "reports/",
    "performance": "performance/",
    "differences": "differences/",
    "contributing": "contributing/",
    "publishing": "publishing/",
    "architecture": "architecture/",
    "accessibility": "accessibility/",
}

# With pictures, or with most to lay out: looked at in full when few pages are.
SOME = ("start", "cluster", "programme", "indicator", "budgets", "crossovers", "map", "table")

# When few pages are looked at, these are in English too.
_IN_ENGLISH = ("start", "cluster", "table")

# Below the root of the site.
STARTS: dict[str, str] = {"nl": "", "en": "en/"}
# How much to look at: "few", as CI does; "all", each page of a row too; else every kind of page.
HOW_MUCH = os.environ.get("DRENTHE_DATA_PAGES", "")
NOT_FOUND: dict[str, str] = {"nl": "404.html", "en": "en/404.html"}


def places() -> dict[str, str]:
    """Give what to look at closely: every kind of page in both languages, or in English a few."""
    found = {
        f"{kind}-{lang}": start + path
        for kind, path in KINDS.items()
        for lang, start in STARTS.items()
        if lang == "nl" or HOW_MUCH != "few" or kind in _IN_ENGLISH
    }
    return {**found, **{f"not-found-{lang}": path for lang, path in NOT_FOUND.items()}}
