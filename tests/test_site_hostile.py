"""What stands in the tables is text: no page takes it for markup, an address or a template."""

from __future__ import annotations

import csv
import html
from html.parser import HTMLParser
from typing import Any

import pytest
import yaml
from sitegen.aside import put_back, set_aside
from sitegen.build import all_pages
from sitegen.model import LANGUAGES
from sitegen.site import Site

from tests.packages import ROOT, copy_of_package
from tests.sites import NO_MKDOCS

markdown = pytest.importorskip("markdown", reason=NO_MKDOCS)
get_data = pytest.importorskip("mkdocs.utils.meta", reason=NO_MKDOCS).get_data

MARK = "HOSTILE"
VALUE = (
    MARK + ' <b id="x">b</b> &amp; "q" \'q\' *em* **st** _u_ `c` ~~d~~ [l](javascript:alert(1)) '
    "![i](x.png) <https://x.example> {{ 7*7 }} {% raw %} {: onclick=alert(1) } { #own } "
    'see, ~/a, ^/b ](~/c ="~/d --- | \\* \N{RIGHT-TO-LEFT OVERRIDE}\u05d0\u2028\x7f end'
)
TEXTS = (
    "name",
    "name_en",
    "title",
    "label",
    "summary",
    "description",
    "rationale",
    "note",
    "as_printed",
    "heading",
    "short_name",
    "explanation",
)
# Pages that tell of schemas, rules and measurements, and those that are written by hand.
OTHERS = ("reference", "written")


class Reader(HTMLParser):
    """Collects the text of a page and its attributes."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.texts: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in an element and its attributes."""
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def shown(self) -> list[str]:
        """Give the attributes that are texts; in addresses and anchors signs are encoded."""
        return [value for name, value in self.attributes if name not in ("id", "href")]

    def handle_data(self, data: str) -> None:
        """Take in a text."""
        self.texts.append(data)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The package with hostile texts in the first rows of every table."""
    folder = copy_of_package(tmp_path_factory.mktemp("hostile") / "p")
    for file in (folder / "datapackage").glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as table:
            rows = list(csv.DictReader(table))
        for row in rows if file.stem in ("places", "sectors") else rows[:3]:
            for name in TEXTS:
                if row.get(name):
                    row[name] += VALUE
        with file.open("w", encoding="utf-8", newline="") as table:
            writer = csv.DictWriter(table, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return Site(folder)


def extensions() -> tuple[list[str], dict[str, Any]]:
    """Give the extensions of Markdown that the site is built with."""
    raw = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    names, settings = [], {}
    for item in raw["markdown_extensions"]:
        name, options = (item, None) if isinstance(item, str) else next(iter(item.items()))
        names.append(name)
        settings[name] = options or {}
    return names, settings


def whole(text: str) -> bool:
    """Whether a hostile text is all there, wherever it begins; a long one may be cut short."""
    value = " ".join(VALUE.split())
    _, *rest = " ".join(text.split()).split(MARK)
    for part in (MARK + after for after in rest):
        start = part.split("\N{HORIZONTAL ELLIPSIS}")[0].rstrip()
        if not part.startswith(value) and (start == part or not value.startswith(start)):
            return False
    return True


def modules() -> list[str]:
    """Give the names of the modules whose pages are made from tables."""
    found = (ROOT / "docs" / "sitegen" / "pages").glob("*.py")
    return sorted(file.stem for file in found if file.stem not in ("__init__", *OTHERS))


@pytest.mark.parametrize("module", modules())
@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_texts_are_shown_as_they_are(site: Site, lang: str, module: str) -> None:
    """Neither HTML, Markdown nor our own signs for addresses; front matter and all."""
    names, settings = extensions()
    seen = 0
    for page in all_pages(site, lang, [module]):
        if MARK not in page.body + page.title + page.description or seen > 40:
            continue
        seen += 1
        body, meta = get_data(page.text(lang))
        assert html.unescape(meta["title"]) == page.title
        assert html.unescape(meta.get("description", "")) == page.description
        made = Reader()
        text, pieces = set_aside(body)
        read = markdown.markdown(text, extensions=names, extension_configs=settings)
        made.feed(put_back(read, pieces))
        made.close()
        for text in ("".join(made.texts), *made.shown()):
            assert whole(text), page.path
        assert not {name for name, _ in made.attributes if name.startswith("on")}, page.path
        assert not [value for _, value in made.attributes if value.startswith("javascript:")]
        assert "b" not in made.tags
    assert seen
