"""The built site is made light without a change to what it shows, and without a clock."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import jinja2
import pytest

from tests.browser.links import check_links
from tests.packages import ROOT

sys.path.insert(0, str(ROOT / "docs"))

from sitegen.finish import lighten, split_search, write_robots
from sitegen.markup import boxed_tables
from sitegen.squeeze import squeeze
from sitegen.stylesheet import Used, trim, without_icons


def used(html: str = "", script: str = "") -> Used:
    found = Used()
    found.add_page(html)
    found.add_script(script)
    return found


PAGE = '<p class="one two" id="here" data-x=y><b class=\'three\'><i class=four dir="ltr">'


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        (".one{a:b}", ".one{a:b}"),
        (".gone{a:b}", ""),
        (".one,.gone>p,#here{a:b}", ".one,#here{a:b}"),
        ("p.three .four::after{a:b}", "p.three .four::after{a:b}"),
        ("#gone p{a:b}", ""),
        # What stands in parentheses may well be absent.
        (".one:not(.gone){a:b}", ".one:not(.gone){a:b}"),
        (".one:is(.gone,.two){a:b}", ".one:is(.gone,.two){a:b}"),
        # Signs in a text are no selectors and no ends of rules.
        ('[title=".gone,}{"]{content:"}.gone{"}', '[title=".gone,}{"]{content:"}.gone{"}'),
        ("p{background:url(data:a;b,{}/*)}", "p{background:url(data:a;b,{}/*)}"),
        (".one\\:gone{a:b}", ".one\\:gone{a:b}"),
        ("/* .one{ */.gone{a:b}p{c:d}", "p{c:d}"),
        ("[dir=rtl] p{a:b}[dir=ltr] p{c:d}", "[dir=ltr] p{c:d}"),
        ("@media print{.gone{a:b}.one{c:d}}", "@media print{.one{c:d}}"),
        ("@media print{.gone{a:b}}p{c:d}", "p{c:d}"),
        ("@supports (a:b){@media x{.gone{a:b}p{c:d}}}", "@supports (a:b){@media x{p{c:d}}}"),
        ("@keyframes gone{0%{a:b}to{c:d}}", "@keyframes gone{0%{a:b}to{c:d}}"),
        ('@charset "UTF-8";.gone{a:b}', '@charset "UTF-8";'),
        (".made-by-script{a:b}", ".made-by-script{a:b}"),
        (".part--of{a:b}.parts{a:b}", ".part--of{a:b}"),
    ],
)
def test_only_rules_that_cannot_match_are_left_out(rule: str, kept: str) -> None:
    names = used(PAGE, 'add("made-by-script"); add(`part--${name}`)')
    assert trim(rule, names) == kept


def test_pictures_that_no_rule_asks_for_are_left_out() -> None:
    css = ':root{--a:url("data:x;}");--b:url(data:y;z);--c:1px}p{mask:var(--b)}'
    assert without_icons(css) == ":root{--b:url(data:y;z);--c:1px}p{mask:var(--b)}"


def test_the_theme_keeps_its_rules_for_what_is_used() -> None:
    material = pytest.importorskip("material", reason="mkdocs-material is not installed")
    (sheet,) = Path(material.__file__).parent.glob("templates/assets/stylesheets/main.*.css")
    css = sheet.read_text(encoding="utf-8")
    everything = used(" ".join(f'<p class="{name}">' for name in re.findall(r"[\w-]+", css)))
    everything.values.update({"rtl", "ltr"})
    whole = trim(css, everything)
    # With every name in use only comments go, and pictures that no rule asks for.
    assert len(whole) > 0.95 * len(css)
    none = trim(css, used('<p class="md-typeset">'))
    assert ".md-typeset h1" in none
    assert len(none) < 0.6 * len(css)


def test_space_is_left_out_where_it_shows_nowhere() -> None:
    html = "\n\n  <p>\n    a  b\n\n  </p>\n<pre>\n  x\n\n  y</pre>\n\n <textarea>\n\n</textarea> "
    assert squeeze(html) == ("<p>\na  b\n</p>\n<pre>\n  x\n\n  y</pre>\n<textarea>\n\n</textarea> ")


def small_site(folder: Path) -> Path:
    sheets = folder / "assets" / "stylesheets"
    sheets.mkdir(parents=True)
    (sheets / "main.abc.min.css").write_text(".a{b:c}.gone{d:e}/*# map */", encoding="utf-8")
    (sheets / "main.abc.min.css.map").write_text("{}", encoding="utf-8")
    (folder / "index.html").write_text(
        '<link href="assets/stylesheets/main.abc.min.css">\n<p class="a">', encoding="utf-8"
    )
    return folder


def test_a_trimmed_style_sheet_has_a_name_of_its_own(tmp_path: Path) -> None:
    site = small_site(tmp_path)
    lighten(site)
    (sheet,) = (site / "assets" / "stylesheets").iterdir()
    assert sheet.read_text(encoding="utf-8") == ".a{b:c}"
    assert re.fullmatch(r"main\.[0-9a-f]{8}\.min\.css", sheet.name)
    assert sheet.name != "main.abc.min.css"
    page = (site / "index.html").read_text(encoding="utf-8")
    assert page == f'<link href="assets/stylesheets/{sheet.name}">\n<p class="a">'


def test_each_language_has_a_search_of_its_own_without_code(tmp_path: Path) -> None:
    docs = [
        {"location": "", "title": "t", "text": "<p>a</p> <pre><code>x</code></pre> b"},
        {"location": "en/", "title": "t", "text": "c"},
        {"location": "en/clusters/", "title": "t", "text": "d"},
        {"location": "energy/", "title": "t", "text": "e"},
    ]
    (tmp_path / "search").mkdir()
    file = tmp_path / "search" / "search_index.json"
    file.write_text(json.dumps({"config": {"lang": ["nl", "en"]}, "docs": docs}), "utf-8")
    split_search(tmp_path)
    dutch = json.loads(file.read_text(encoding="utf-8"))
    assert [(doc["location"], doc["text"]) for doc in dutch["docs"]] == [
        ("", "<p>a</p>  b"),
        ("energy/", "e"),
    ]
    english = json.loads((tmp_path / "en/search/search_index.json").read_text(encoding="utf-8"))
    assert [doc["location"] for doc in english["docs"]] == ["", "clusters/"]
    assert english["config"]["lang"] == ["en"]


def test_tables_of_markdown_stand_in_a_box_called_as_their_heading() -> None:
    page = (
        '<h2 id="a">One &amp; <code>two</code><a class="headerlink" href="#a">x</a></h2>'
        '<table><tr></tr></table><p></p><table>\n</table><table class="data"></table>'
    )
    box = '<div class="scroll" role="region" aria-label="{}" tabindex="0"><table class="data">'
    found = boxed_tables(page)
    assert box.format("One &amp; two") in found
    assert box.format("One &amp; two (2)") in found
    assert found.count("<div") == found.count("</div>") == 2
    boxed = '<div class="scroll md" tabindex="0">\n<table></table></div>'
    assert boxed_tables(boxed) == boxed.replace("<table>", '<table class="data">')


def test_a_dead_link_a_dead_place_and_a_doubled_id_are_found(tmp_path: Path) -> None:
    write_robots(tmp_path, "https://example.org/data/")
    for name in ("sitemap.xml", "catalog.rdf", "catalog.jsonld"):
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / "catalog.ttl").write_text(
        "<https://example.org/data/id/x> <https://example.org/data/gone.csv>", "utf-8"
    )
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text(
        '<p id="é b"></p><p id="twice"></p><i id="twice"></i><a href="../">up</a>'
        '<a href="https://example.org/data/a/#twice">whole</a><a href="/data/">root</a>'
        '<pre>&lt;a href="shown/"&gt;</pre><script>x = \'<a href="made/">\'</script>',
        "utf-8",
    )
    (tmp_path / "index.html").write_text(
        '<a href="a/#%C3%A9%20b">1</a><a href="a/#é b">2</a><a href="a/#gone">3</a>'
        '<a href="b/">4</a><a href="/elsewhere/">5</a><a href="https://other.example/">6</a>'
        '<img src="https://other.example/x.png"><a href="">7</a><a href="?q=x">8</a>'
        '<script type="application/ld+json">{"url": "https://example.org/data/c/"}</script>',
        "utf-8",
    )
    report = check_links(tmp_path)
    assert set(report.dead) == {
        "a/#gone",
        "b/",
        "/elsewhere/",
        "https://example.org/data/c/",
        "https://example.org/data/gone.csv",
    }
    assert report.doubled == {"a/index.html": ["twice"]}
    assert report.loaded == {"https://other.example/x.png": ["index.html"]}
    assert report.elsewhere == {"other.example": 2}
    assert not report.is_sound


def test_the_search_finds_words_with_accents_without_them_too(tmp_path: Path) -> None:
    docs = [
        {"location": "a/", "title": "Provincie Fryslân", "text": "<p>Een coöperatie, één.</p>"},
        {"location": "b/", "title": "Assen", "text": "<p>Niets \N{EN DASH} hier.</p>"},
    ]
    (tmp_path / "search").mkdir()
    file = tmp_path / "search" / "search_index.json"
    file.write_text(json.dumps({"config": {}, "docs": docs}), encoding="utf-8")
    split_search(tmp_path)
    first, second = json.loads(file.read_text(encoding="utf-8"))["docs"]
    assert first["title"] == "Provincie Fryslân"
    assert first["text"] == "<p>Een coöperatie, één.</p> Fryslan cooperatie een"
    assert second["text"] == docs[1]["text"]


@pytest.mark.parametrize(
    ("base", "start"),
    [
        ("/", "/en/"),
        ("/drenthe-data/", "/drenthe-data/en/"),
        ("../..", "../../en/"),
        (".", "./en/"),
    ],
)
def test_the_search_in_english_is_that_of_the_site_on_any_address(base: str, start: str) -> None:
    """On "not found" of a site at the root of its host, ``//en/`` would be another host."""
    env = jinja2.Environment(
        loader=jinja2.ChoiceLoader(
            [
                jinja2.DictLoader({"base.html": "{% block config %}{% endblock %}"}),
                jinja2.FileSystemLoader(ROOT / "docs" / "overrides"),
            ]
        ),
        autoescape=True,
    )
    env.filters["url"] = str
    words = SimpleNamespace(t=str)
    page = env.get_template("main.html").render(
        base_url=base, i18n_current_language="en", features=[], lang=words
    )
    raw = page[page.index(">") + 1 : page.rindex("</script>")]
    assert json.loads(raw)["base"] == start
