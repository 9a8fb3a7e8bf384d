"""The site of the real package, read once for all tests that look at its pages."""

from __future__ import annotations

from functools import cache

from sitegen.site import Site

from tests.packages import ROOT


@cache
def site() -> Site:
    """Give the site of the real package, without downloads; tests leave it as it is."""
    return Site(ROOT)
