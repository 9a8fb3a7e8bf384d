"""Pages that are written by hand, in ``docs/nl`` and ``docs/en``: only what no table can tell."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model import Page
from sitegen.site import Site

_LONGEST = 160


def pages(site: Site, lang: str) -> Iterator[Page]:
    """Give each file as a page: its first line is the title, its first paragraph describes it.

    ``{base_url}`` in a file stands for the address of the site.
    """
    folder = site.root / "docs" / lang
    for file in sorted(folder.rglob("*.md")):
        text = file.read_text(encoding="utf-8").replace("{base_url}", site.base_url)
        heading, _, body = text.partition("\n")
        path = file.relative_to(folder).as_posix()
        title = heading.removeprefix("# ").strip()
        first = body.strip().split("\n\n", 1)[0].replace("\n", " ")
        is_prose = first[:1].isalpha() and not any(sign in first for sign in "`[<*")
        description = first if is_prose and len(first) <= _LONGEST else ""
        yield Page(path, title, body.strip(), description)
