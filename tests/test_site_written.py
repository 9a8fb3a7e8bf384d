"""Pages written by hand: both languages say the same, and what they show works."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.packages import ROOT

sys.path.append(str(ROOT / "docs"))

from sitegen import texts
from sitegen.model import Page
from sitegen.pages import written
from sitegen.site import Site

LANGUAGES = ("nl", "en")
NAMES = ("use", "contributing", "publishing", "architecture")
FILE = re.compile(r'^```\w+ title="([\w./-]+\.\w+)"\n(.*?)^```$', re.DOTALL | re.MULTILINE)
BASE = "https://data.klein.nl/x"


@pytest.fixture(scope="module")
def site() -> Site:
    return Site(ROOT, base_url=BASE)


def text_of(lang: str, name: str) -> str:
    return (ROOT / "docs" / lang / f"{name}.md").read_text(encoding="utf-8")


def outside_code(text: str) -> str:
    return re.sub(r"^ *```.*?^ *```$", "", text, flags=re.DOTALL | re.MULTILINE)


def test_both_languages_have_the_same_pages() -> None:
    files = [
        {file.relative_to(ROOT / "docs" / lang) for file in (ROOT / "docs" / lang).rglob("*.md")}
        for lang in LANGUAGES
    ]
    assert files[0] == files[1]
    assert {Path(f"{name}.md") for name in NAMES} <= files[0]


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_headings_tables_and_links(name: str) -> None:
    def shape(lang: str) -> list[list[str]]:
        text = outside_code(text_of(lang, name))
        return [
            re.findall(r"^(#+) .*?(\{ #[\w-]+ \})?$", text, re.MULTILINE),
            re.findall(r"^\|.*?(\||$)", text, re.MULTILINE),
            re.findall(r"\]\(([^)]*)\)", text),
            re.findall(r"^ *(?:-|\d\.) ", text, re.MULTILINE),
        ]

    assert shape("nl") == shape("en")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_part_has_a_stable_place_and_a_heading_of_its_own(lang: str, name: str) -> None:
    headings = re.findall(r"^##+ (.*)$", outside_code(text_of(lang, name)), re.MULTILINE)
    places = [re.search(r"\{ #([\w-]+) \}$", heading) for heading in headings]
    assert [heading for heading, place in zip(headings, places, strict=True) if not place] == []
    assert len(set(headings)) == len(headings)
    assert len({place[1] for place in places if place}) == len(headings)


def test_the_address_of_the_site_is_filled_in(site: Site) -> None:
    pages = {page.path: page for page in written.pages(site, "nl")}
    assert f"{BASE}/csv/clusters.csv" in pages["use.md"].body
    assert all("{base_url}" not in page.body for page in pages.values())


def module_of(code: str) -> ModuleType:
    module = ModuleType("shown")
    exec(compile(code, "shown.py", "exec"), module.__dict__)  # noqa: S102
    return module


def test_the_module_that_architecture_shows_makes_a_page(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = dict(FILE.findall(text_of("nl", "architecture")))
    assert shown == dict(FILE.findall(text_of("en", "architecture")))
    words = shown["docs/sitegen/texts/sectors.toml"]
    (tmp_path / "sectors.toml").write_text(words, encoding="utf-8")
    monkeypatch.setattr(texts, "FOLDER", tmp_path)
    module = module_of(shown["docs/sitegen/pages/sectors.py"])
    try:
        for lang in LANGUAGES:
            (page,) = module.pages(site, lang)
            assert isinstance(page, Page)
            assert page.title == {"nl": "Clusters per sector", "en": "Clusters by sector"}[lang]
            assert page.body.count("<tr>") == len(site.rows("sectors")) + 1
    finally:
        texts._read.cache_clear()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_architecture_names_is_there(lang: str) -> None:
    text = outside_code(text_of(lang, "architecture"))
    paths = re.findall(r"^\| `([^|]*)` \|", text, re.MULTILINE)
    named = [path for cell in paths for path in re.split(r"`, `", cell)]
    assert len(named) > 8
    assert [path for path in named if not (ROOT / "docs" / path).exists()] == []
