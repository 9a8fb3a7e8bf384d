"""The pages of tables and the start page hold what the tables, schemas, rules and exports hold."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from sitegen import downloads, jsonld
from sitegen.checked import NAMES_ALIKE
from sitegen.model import LANGUAGES, Page
from sitegen.pages import home, tables
from sitegen.site import Site
from sitegen.squeeze import squeeze
from sitegen.texts import Texts

from drenthe_data.exporting import export
from drenthe_data.exporting.catalog.build import build
from drenthe_data.exporting.job import Job
from drenthe_data.exporting.profile import read_profile
from drenthe_data.messages import figure
from tests.packages import ROOT

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

# Cheap formats of each kind: one file per table, several, and one of the whole.
FORMATS = ("csv", "json", "jsonl", "xlsx", "datapackage", "sqlite", "geojson", "gx")
LARGEST = 900_000
# What the theme writes around a page, at most.
FRAME = 40_000


class Rows(HTMLParser):
    """Reads the rows of the table of all rows: their ids and cells, and all ids of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.rows: list[tuple[str, list[dict[str, Any]]]] = []
        self.heads: list[dict[str, str | None]] = []
        self.is_inside = False
        self.is_in_head = False
        self.is_in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what begins."""
        given = dict(attrs)
        if "id" in given:
            self.ids.append(str(given["id"]))
        if "href" in given:
            self.hrefs.append(str(given["href"]))
        if tag == "table":
            self.is_inside = "rows" in str(given.get("class")).split()
        elif self.is_inside and tag == "thead":
            self.is_in_head = True
        elif self.is_inside and tag == "tr" and not self.is_in_head:
            self.rows.append((str(given["id"]), []))
        elif self.is_inside and tag in ("td", "th"):
            if self.is_in_head:
                self.heads.append(given)
            else:
                cell: dict[str, Any] = {"text": "", "value": given.get("data-value"), "hrefs": []}
                self.rows[-1][1].append(cell)
                self.is_in_cell = True
        elif self.is_inside and tag == "a" and not self.is_in_head:
            self.rows[-1][1][-1]["hrefs"].append(given["href"])

    def handle_endtag(self, tag: str) -> None:
        """Note what ends."""
        if tag == "thead":
            self.is_in_head = False
        elif tag in ("td", "th"):
            self.is_in_cell = False
        elif tag == "table":
            self.is_inside = False

    def handle_data(self, data: str) -> None:
        """Keep the text of a cell."""
        if self.is_in_cell:
            self.rows[-1][1][-1]["text"] += data


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    made = Site(ROOT)
    folder = tmp_path_factory.mktemp("downloads")
    done = export(made.data, FORMATS, folder, base_url=made.base_url)
    assert not done.failed
    made.downloads = dict(done.made)
    return made


@cache
def pages_of(site: Site, lang: str) -> dict[str, Page]:
    return {page.path: page for page in [*tables.pages(site, lang), *home.pages(site, lang)]}


@cache
def parsed(site: Site, lang: str, path: str) -> Rows:
    reader = Rows()
    reader.feed(pages_of(site, lang)[path].body)
    return reader


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_table_has_a_page_with_every_row_in_the_order_of_the_file(
    site: Site, lang: str
) -> None:
    for name, rows in site.tables.items():
        found = parsed(site, lang, f"tables/{name}.md")
        assert [key for key, _ in found.rows] == [site.row_key(name, row) for row in rows]
        for number, (key, cells) in enumerate(found.rows, start=1):
            assert cells[0]["text"] == str(number)
            assert cells[0]["hrefs"] == [f"#{key}"]
            assert len(cells) == len(found.heads)


@pytest.mark.parametrize("name", ["clusters", "budget_amounts", "sdg_links", "places"])
def test_a_cell_has_the_value_of_the_table_beside_what_is_shown(site: Site, name: str) -> None:
    found = parsed(site, "nl", f"tables/{name}.md")
    names = [head.get("data-name") for head in found.heads]
    for row, (_, cells) in zip(site.rows(name), found.rows, strict=True):
        for field, cell in zip(names[1:], cells[1:], strict=True):
            value = row[str(field)]
            shown = cell["text"] if cell["value"] is None else cell["value"]
            if isinstance(value, int | float) and not isinstance(value, bool):
                assert float(shown) == value
            elif isinstance(value, bool):
                assert shown == str(value).lower()
            else:
                assert shown == (value or "")


def test_figures_codes_references_and_citations_are_shown_in_the_language(site: Site) -> None:
    amount = next(row for row in site.rows("budget_amounts") if row["amount_eur"] > 1_000_000)
    key = site.row_key("budget_amounts", amount)
    for lang in LANGUAGES:
        cells = dict(parsed(site, lang, "tables/budget_amounts.md").rows)[key]
        texts = [cell["text"] for cell in cells]
        assert figure(amount["amount_eur"], lang) in texts
        assert site.label("budget_amounts", "stage", amount["stage"], lang) in texts
        line = site.get("budget_lines", amount["budget_line_id"])
        assert cells[1]["text"] == line["label"]
        assert cells[1]["hrefs"] == [f"~/tables/budget_lines/#{line['id']}"]
        source = site.get("sources", amount["source_id"])
        words = {"nl": "regel", "en": "line"}[lang]
        assert cells[-1]["text"].startswith(f"{source['title']}, {words}")
        assert cells[-1]["hrefs"] == [f"~/sources/{source['id']}/"]


def test_an_empty_cell_stays_empty(site: Site) -> None:
    row = next(row for row in site.rows("clusters") if row["start_year"] is None)
    found = parsed(site, "nl", "tables/clusters.md")
    place = [head.get("data-name") for head in found.heads].index("start_year")
    assert dict(found.rows)[row["id"]][place] == {"text": "", "value": None, "hrefs": []}


def test_rows_with_a_page_link_to_it_and_links_of_any_subject_are_followed(site: Site) -> None:
    cluster = site.rows("clusters")[0]
    cells = dict(parsed(site, "nl", "tables/clusters.md").rows)[cluster["id"]]
    assert cells[1]["hrefs"] == [f"~/clusters/{cluster['id']}/"]
    link = next(row for row in site.rows("sdg_links") if row["subject_table"] == "clusters")
    cells = dict(parsed(site, "nl", "tables/sdg_links.md").rows)[site.row_key("sdg_links", link)]
    assert f"~/clusters/{link['subject_id']}/" in [href for one in cells for href in one["hrefs"]]
    row = site.rows("derivations")[0]
    cells = dict(parsed(site, "nl", "tables/derivations.md").rows)[site.row_key("derivations", row)]
    operands = [f"~/tables/indicator_values/#{one}" for one in row["operands"].split(";")]
    assert cells[-1]["hrefs"] == operands


@pytest.mark.parametrize("lang", LANGUAGES)
def test_anchors_are_unique_and_links_within_a_page_lead_somewhere(site: Site, lang: str) -> None:
    for path, page in pages_of(site, lang).items():
        found = parsed(site, lang, path)
        headings = re.findall(r"^#+ .*\{ #(\S+) \}$", page.body, re.MULTILINE)
        ids = Counter([*found.ids, *headings])
        assert [key for key, count in ids.items() if count > 1] == [], path
        own = [href[1:] for href in found.hrefs if href.startswith("#")]
        assert [key for key in own if key not in ids] == [], path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_stay_below_a_megabyte(site: Site, lang: str) -> None:
    sizes = {path: len(page.text(lang).encode()) for path, page in pages_of(site, lang).items()}
    assert {path: size for path, size in sizes.items() if size + FRAME > LARGEST} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_field_is_told_with_its_codes_and_what_it_refers_to(site: Site, lang: str) -> None:
    for resource in site.package.resources:
        body = pages_of(site, lang)[f"tables/{resource.name}.md"].body
        fields = body.split("{ #table-fields }")[1].split("\n## ")[0]
        for item in resource.schema.fields:
            row = fields.split(f'<th scope="row"><code>{item.name}</code></th>')[1]
            row = row.split("</tr>")[0]
            assert f"<strong>{item.label(lang).replace(chr(39), '&#x27;')}</strong>" in row
            for code in item.constraints.get("enum", []):
                assert f"<code>{code}</code>" in row
            other = site.references(resource.name).get(item.name)
            assert other is None or f'href="~/tables/{other}/#table-fields"' in row


def test_every_rule_stands_with_each_table_it_reads_and_no_other(site: Site) -> None:
    for name in site.tables:
        body = pages_of(site, "en")[f"tables/{name}.md"].body
        section = body.split("{ #table-rules }")[1].split("\n## ")[0]
        shown = set(re.findall(r'"~/rules/#(rule-[^"]+)"', section))
        rules = {
            f"rule-{rule.id.replace('/', '-')}"
            for rule in tables.all_rules(site)
            if name in rule.reads or name == rule.table
        }
        assert shown == rules
    assert any(tables.rules_of(site, name) for name in site.tables)


def test_every_known_discrepancy_stands_with_the_table_of_its_row(site: Site) -> None:
    shown = 0
    for name in site.tables:
        body = pages_of(site, "nl")[f"tables/{name}.md"].body
        _, _, section = body.partition("{ #table-discrepancies }")
        known = tables.known_of(site, name)
        assert bool(section) == bool(known)
        shown += section.count('<tr><th scope="row">')
        for _, entry in known:
            assert entry["explanation"].split("'")[0].split('"')[0] in section
    assert shown == len(tables.known_discrepancies(site)) > 0


def test_a_known_discrepancy_is_written_in_the_language_of_the_page(site: Site) -> None:
    for lang, figures in (("nl", ("2,36%", "1.442")), ("en", ("2.36%", "1,442"))):
        pages = pages_of(site, lang)
        section = pages["tables/derivations.md"].body.partition("{ #table-discrepancies }")[2]
        for figure_of in figures:
            assert figure_of in section
        assert "/percent-change<" not in section
    # Two organisations with names that are alike are nothing that does not add up.
    section = pages_of(site, "en")["tables/partners.md"].body.split("{ #table-discrepancies }")[1]
    assert "names are alike" in section
    assert "does not add up" not in section


@pytest.mark.parametrize("lang", LANGUAGES)
def test_downloads_that_are_linked_exist_and_all_of_a_table_are_there(
    site: Site, lang: str
) -> None:
    made = {f"^/{entry.path}" for entries in site.downloads.values() for entry in entries}
    for path in pages_of(site, lang):
        linked = {href for href in parsed(site, lang, path).hrefs if href.startswith("^/")}
        assert linked - made <= {"^/manifest.json"}, path
    for name in site.tables:
        hrefs = set(parsed(site, lang, f"tables/{name}.md").hrefs)
        own = {f"^/{entry.path}" for _, entry in site.downloads_of(name)}
        assert own
        assert own <= hrefs
        for link in pages_of(site, lang)[f"tables/{name}.md"].links:
            assert link["href"] in own
    page = pages_of(site, lang)["tables/index.md"]
    for form in ("xlsx", "datapackage", "sqlite"):
        (entry,) = site.downloads[form]
        assert f"{entry.sha256}  {entry.path}" in page.body


def test_every_format_says_for_whom_it_is() -> None:
    from drenthe_data.exporting import format_names

    for lang in LANGUAGES:
        words = Texts("downloads", lang)
        assert all(words(f"for-{name}") for name in format_names())
    assert downloads.size(999, "nl") == "999 bytes"
    assert downloads.size(1499, "nl") == "1 kB"
    assert downloads.size(2_101_248, "nl") == "2,1 MB"
    assert downloads.size(17_440_454, "en") == "17 MB"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_all_tables_counts_them_in_groups(site: Site, lang: str) -> None:
    body = pages_of(site, lang)["tables/index.md"].body
    for name, rows in site.tables.items():
        title = site.resource(name).text("title", lang).replace("'", "&#x27;")
        count = figure(len(rows), lang)
        row = f'<a href="~/tables/{name}/">{title}</a></th><td class="num">{count}</td>'
        assert body.count(row) == 1
    assert body.count("{ #theme-") == 7


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_start_page_counts_what_there_is_and_shows_where_it_is(site: Site, lang: str) -> None:
    page = pages_of(site, lang)["index.md"]
    for table, address in home.COUNTED.items():
        count = figure(len(site.rows(table)), lang)
        assert f'<a href="{address}"><strong>{count}</strong>' in page.body
    newest = page.body.split("{ #newest }")[1].split("\n## ")[0]
    shown = re.findall(r'"~/sources/([^/]+)/"', newest)
    assert shown[0] == "implementation-2026"
    assert sorted(shown) == sorted(row["id"] for row in site.rows("sources"))
    known = [row for row in tables.known_discrepancies(site) if row["rule"] != NAMES_ALIKE]
    assert 0 < len(known) < len(tables.known_discrepancies(site))
    quality = page.body.split("{ #quality }")[1]
    assert ("Op " if lang == "nl" else "In ") + f"{len(known)} pla" in quality
    assert "<form" in page.body
    assert 'name="q"' in page.body
    assert len(page.text(lang).encode()) < 16_000


def test_the_start_page_names_who_takes_part_most(site: Site) -> None:
    clusters: dict[str, set[str]] = {}
    for row in site.rows("cluster_partners"):
        clusters.setdefault(row["partner_id"], set()).add(row["cluster_id"])
    key, found = max(clusters.items(), key=lambda pair: len(pair[1]))
    name = site.get("partners", key)["name"]
    body = pages_of(site, "nl")["index.md"].body
    assert f'<a href="~/partners/{key}/">{name}</a> ({len(found)} clusters)' in body


def test_indents_are_left_out_except_where_they_count() -> None:
    page = "<p>a  b\n     c</p>\n   \n <pre>x\n   y</pre>\n  <script>f(\n  1)</script>\n\n<p>"
    assert squeeze(page) == "<p>a  b\nc</p>\n<pre>x\n   y</pre>\n<script>f(\n  1)</script>\n<p>"
    assert (ROOT / "docs/overrides/assets/site.js").stat().st_size < 14_000


# What search engines are told.


def in_triples(raw: object) -> Any:
    """Read JSON-LD with the words of schema.org, without fetching anything."""
    import rdflib

    vocabulary = {
        "@vocab": "https://schema.org/",
        **{name: {"@type": "@id"} for name in ("url", "contentUrl", "license", "sameAs")},
    }
    given = {**json.loads(json.dumps(raw)), "@context": vocabulary}
    return rdflib.Graph().parse(data=json.dumps(given), format="json-ld")


def all_values(raw: Any) -> list[str]:
    if isinstance(raw, dict):
        return [value for part in raw.values() for value in all_values(part)]
    if isinstance(raw, list):
        return [value for part in raw for value in all_values(part)]
    return [str(raw)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_json_ld_has_what_search_engines_ask_and_the_files_as_they_are(
    site: Site, lang: str
) -> None:
    from rdflib import RDF, Namespace, URIRef

    schema = Namespace("https://schema.org/")
    by_url = {
        f"{site.base_url}/{entry.path}": entry
        for entries in site.downloads.values()
        for entry in entries
    }
    for path, page in pages_of(site, lang).items():
        raw = page.jsonld
        assert raw is not None
        graph = in_triples(raw)
        subject = URIRef(raw["@id"])
        assert (subject, RDF.type, schema.Dataset) in graph
        assert graph.value(subject, schema.name)
        assert 50 <= len(str(graph.value(subject, schema.description))) <= 5000, path
        for name in ("license", "creator", "publisher", "spatialCoverage", "version"):
            assert graph.value(subject, schema[name]), (path, name)
        files = list(graph.objects(subject, schema.distribution))
        assert files, path
        for file in files:
            entry = by_url[str(graph.value(file, schema.contentUrl))]
            assert str(graph.value(file, schema.contentSize)) == f"{entry.bytes} B"
            assert str(graph.value(file, schema.sha256)) == entry.sha256
            assert str(graph.value(file, schema.encodingFormat)) == entry.media_type
        placeholders = [value for value in all_values(raw) if re.search(r"\[|opendata@", value)]
        assert placeholders == []


def test_pyld_expands_the_json_ld_of_a_table(site: Site) -> None:
    from pyld import jsonld as pyld

    raw = dict(pages_of(site, "en")["tables/budget_amounts.md"].jsonld or {})
    raw["@context"] = {"@vocab": "https://schema.org/"}
    (found,) = pyld.expand(raw)
    measured = found["https://schema.org/variableMeasured"]
    names = [one["https://schema.org/alternateName"][0]["@value"] for one in measured]
    assert names == site.resource("budget_amounts").schema.names
    units = [one.get("https://schema.org/unitText") for one in measured]
    assert [{"@value": "EUR"}] in units


def test_the_whole_is_what_the_catalogue_says(site: Site, tmp_path: Path) -> None:
    profiles = {name: read_profile(site.package, name) for name in site.downloads}
    job = Job(site.data, tmp_path, profiles["csv"], site.base_url, site.downloads, profiles)
    dataset = build(job).catalog.datasets[0]
    raw = jsonld.dataset(site, "nl")
    assert raw["@id"] == dataset.uri
    assert raw["publisher"]["@id"] == dataset.publisher.uri
    assert dataset.temporal is not None
    assert dataset.temporal.start is not None
    assert dataset.temporal.end is not None
    years = f"{dataset.temporal.start.year}/{dataset.temporal.end.year}"
    assert raw["temporalCoverage"] == years
    assert [part["@id"] for part in raw["hasPart"]] == [
        f"{site.base_url}/tables/{name}/" for name in site.tables
    ]
    assert len(raw["isBasedOn"]) == len(site.rows("sources"))


def test_a_table_is_part_of_the_whole_with_the_years_and_documents_of_its_rows(site: Site) -> None:
    raw = jsonld.table(site, "budget_amounts", "en")
    years = [row["fiscal_year"] for row in site.rows("budget_amounts")]
    assert raw["temporalCoverage"] == f"{min(years)}/{max(years)}"
    assert raw["isPartOf"]["@id"] == jsonld.dataset_address(site)
    documents = {row["source_id"] for row in site.rows("budget_amounts")}
    assert {one["@id"].split("/")[-2] for one in raw["isBasedOn"]} == documents
    assert raw["url"] == f"{site.base_url}/en/tables/budget_amounts/"
    assert "temporalCoverage" not in jsonld.table(site, "sectors", "en")
