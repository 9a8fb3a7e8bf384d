"""What a page and a picture of the site are."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from sitegen.colours import Colours

LANGUAGES = ("nl", "en")
DEFAULT_LANGUAGE = "nl"


@dataclass(frozen=True, slots=True)
class Page:
    """One page in one language.

    Attributes:
        path: Where it goes below the language: ``clusters/astron.md`` becomes ``clusters/astron/``.
        title: Its title, without markup.
        body: Markdown or HTML, without the heading of the page. ``~/`` at the start of an address
            is the start page of the language, ``^/`` that of the site (files, downloads).
        description: One sentence for search engines and previews, without markup.
        jsonld: What schema.org is told of it.
        links: Further ``<link>`` elements in the head: their attributes; the same two signs hold.
        is_searched: Whether its text is found by the search of the site.
        hide: Parts of the theme it does without: ``navigation``, ``toc``.
        template: Another template of the theme, as ``home.html``.
    """

    path: str
    title: str
    body: str
    description: str = ""
    jsonld: Mapping[str, Any] | None = None
    links: Sequence[Mapping[str, str]] = ()
    is_searched: bool = True
    hide: tuple[str, ...] = ()
    template: str = ""

    @property
    def url(self) -> str:
        """Where it is below the start page of its language: ``clusters/astron/``."""
        path = PurePosixPath(self.path)
        folder = path.parent if path.name == "index.md" else path.with_suffix("")
        return "" if str(folder) == "." else f"{folder}/"

    def text(self, lang: str) -> str:
        """Give the file that mkdocs reads: front matter, heading and body, addresses filled in."""
        up = "../" * self.url.count("/")
        home = up or "./"
        top = (up if lang == DEFAULT_LANGUAGE else f"{up}../") or "./"
        # The theme puts both into HTML as they are.
        head: dict[str, Any] = {"title": html.escape(self.title)}
        if self.description:
            head["description"] = html.escape(self.description)
        if self.jsonld:
            head["jsonld"] = self.jsonld
        if self.links:
            head["links"] = [
                {name: _placed(value, home, top) for name, value in link.items()}
                for link in self.links
            ]
        if not self.is_searched:
            head["search"] = {"exclude": True}
        if self.hide:
            head["hide"] = list(self.hide)
        if self.template:
            head["template"] = self.template
        front = "".join(f"{name}: {_as_yaml(value)}\n" for name, value in head.items())
        body = self.body
        for sign, address in (("~/", home), ("^/", top)):
            for before in ('="', "]("):
                body = body.replace(f"{before}{sign}", f"{before}{address}")
        heading = (
            "" if self.body.startswith("# ") or self.template else f"# {plain(self.title)}\n\n"
        )
        return f"---\n{front}---\n\n{heading}{body}\n"


def plain(text: str) -> str:
    """Write a text so that neither Markdown nor HTML finds markup in it, as for a heading."""
    escaped = html.escape(text, quote=False).replace("\n", " ")
    return re.sub(r"[\\`*_{}\[\]#~^|]", lambda sign: f"&#{ord(sign[0])};", escaped)


# What JSON lets stand and YAML takes for the end of a line, or does not take at all.
_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def _as_yaml(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _NOT_IN_YAML.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def _placed(value: str, home: str, top: str) -> str:
    for sign, address in (("~/", home), ("^/", top)):
        if value.startswith(sign):
            return address + value[len(sign) :]
    return value


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture in one language, with what it shows as text and as a table.

    Attributes:
        name: Its files: ``pictures/budget-by-opgave.nl.light.svg`` and ``.nl.dark.svg``.
        title: What stands above it.
        alternative: What it shows, for who does not see it: the main figures, not only the kind.
        draw: Gives its Vega-Lite specification in the colours of a scheme.
        size: Its width and height in pixels, so that the page keeps its room.
        header: The titles of the columns of its table.
        rows: The rows of its table: numbers stay numbers, years and periods are texts.
        names: The names of the columns in its CSV file, the same in both languages.
        source: Whence the figures: HTML, with links to rows or documents.
        notes: What has to be known beside it: HTML.
    """

    name: str
    title: str
    alternative: str
    draw: Callable[[Colours], Mapping[str, Any]]
    size: tuple[int, int]
    header: Sequence[str]
    rows: Sequence[Sequence[str | int | float | None]]
    names: Sequence[str]
    source: str = ""
    notes: Sequence[str] = ()
