"""The site of the real package, read once for all tests that look at its pages."""

from __future__ import annotations

from functools import cache

from sitegen.site import Site

from tests.packages import ROOT

# Why a test is skipped where the site cannot be built.
NO_MKDOCS = "pages are made with mkdocs: pip install -e '.[site]'"


@cache
def site() -> Site:
    """Give the site of the real package, without downloads; tests leave it as it is."""
    return Site(ROOT)
