"""Pages made from schemas, rules, commands and measurements: the reference of the package."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model import Page
from sitegen.reference import PAGES
from sitegen.site import Site


def pages(site: Site, lang: str) -> Iterator[Page]:
    """Make the pages; each begins with its title as a heading."""
    del site
    for path, make in PAGES.items():
        heading, _, body = make(lang).partition("\n")
        title = heading.removeprefix("# ")
        yield Page(path, title, body.strip())
