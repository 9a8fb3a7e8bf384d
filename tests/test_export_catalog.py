"""The catalogue: its models refuse what DCAT-AP-NL refuses, and other people's readers take it."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pydantic import ValidationError
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, XSD

from drenthe_data import load
from drenthe_data.exceptions import DataError
from drenthe_data.exporting import export, format_names
from drenthe_data.exporting.catalog import Catalog, CatalogError, build, placeholders
from drenthe_data.exporting.catalog import vocabulary as lists
from drenthe_data.exporting.catalog.overheid import aanlever, ckan
from drenthe_data.exporting.catalog.problems import problems_of
from drenthe_data.exporting.catalog.rdf import graph_of, json_ld, rdf_xml, turtle
from drenthe_data.exporting.catalog.values import is_of_person
from drenthe_data.exporting.formats import dcat
from drenthe_data.exporting.profile import read_profile
from drenthe_data.loading import load_package
from tests import dcat_shapes as shapes
from tests.catalogs import BASE, QUICK, Made, job_of, make, small_package
from tests.packages import ROOT, fields, make_package

# The reader of JSON-LD that rdflib has says this of rdflib.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

DATA = load(ROOT)
EU = rdflib.Namespace(lists.EU)
READERS = {"catalog.ttl": "turtle", "catalog.rdf": "xml", "catalog.jsonld": "json-ld"}


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Made]:
    """The quick formats, made once."""
    folder = tmp_path_factory.mktemp("dist")
    return folder, make(DATA, folder)


@pytest.fixture(scope="module")
def folder(exports: tuple[Path, Made], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue in its three forms."""
    target = tmp_path_factory.mktemp("dcat")
    dcat.export(job_of(DATA, target, exports[1]))
    return target


@pytest.fixture(scope="module")
def catalog(exports: tuple[Path, Made]) -> Catalog:
    return build(job_of(DATA, exports[0], exports[1])).catalog


@pytest.fixture(scope="module")
def graph(folder: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(folder / "catalog.ttl")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """A catalogue of one data set with few files, which is quick to look at."""
    folder = tmp_path_factory.mktemp("small")
    data = small_package(folder / "p")
    made = make(data, folder / "dist", ["csv", "parquet"])
    catalog = build(job_of(data, folder, made)).catalog
    if shapes.FOLDER.is_dir():
        assert shapes.violations(graph_of(catalog), shapes.NL_301 + shapes.EU) == Counter()
    return catalog


# What is in it.


def test_the_three_forms_say_the_same_and_have_no_blank_nodes(folder: Path) -> None:
    graphs = [rdflib.Graph().parse(folder / name, format=form) for name, form in READERS.items()]
    first = set(graphs[0])
    assert len(first) > 1500
    assert all(set(other) == first for other in graphs)
    assert not any(isinstance(part, rdflib.BNode) for triple in first for part in triple)


def test_there_is_a_data_set_for_the_package_and_one_per_theme(catalog: Catalog) -> None:
    names = [dataset.name for dataset in catalog.datasets]
    themes = ["clusters", "partners", "programmes", "budgets", "indicators", "sdg"]
    assert names == ["drenthe-data", *(f"drenthe-data-{theme}" for theme in themes)]
    tables = [
        Path(item.access_url).stem
        for dataset in catalog.datasets
        for item in dataset.distributions
        if item.access_url.endswith(".parquet")
    ]
    assert sorted(tables) == sorted(DATA)
    whole = {item.access_url for item in catalog.datasets[0].distributions}
    assert {f"{BASE}/drenthe-data.zip", f"{BASE}/drenthe-data.sqlite"} <= whole
    assert {Path(url).stem for url in whole} == {
        "drenthe-data", "sources", "places", "sectors", "mentions"
    }  # fmt: skip


def test_each_distribution_has_size_and_checksum_of_its_file(
    catalog: Catalog, exports: tuple[Path, Made]
) -> None:
    count = 0
    for dataset in catalog.datasets:
        for item in dataset.distributions:
            assert item.download_url is not None
            data = (exports[0] / item.download_url.removeprefix(f"{BASE}/")).read_bytes()
            assert (item.byte_size, item.sha256) == (len(data), sha256(data).hexdigest())
            count += 1
    assert count == 2 * len(DATA) + 2


def test_a_file_of_a_table_conforms_to_the_schema_of_the_table(catalog: Catalog) -> None:
    for dataset in catalog.datasets:
        for item in dataset.distributions:
            schemas = [standard.uri for standard in item.conforms_to]
            table = Path(item.access_url).stem
            if table in DATA.frames:
                assert schemas == [f"{BASE}/csv/{table}.schema.json"]
            else:
                assert schemas == [f"{BASE}/csv/datapackage.json"]


def test_the_metadata_of_csvw_is_a_schema_and_no_distribution(exports: tuple[Path, Made]) -> None:
    folder, made = exports
    entry = next(item for item in made["csv"] if item.path == "csv/clusters.schema.json")
    other = type(entry)(
        "csvw/clusters.csv-metadata.json", 1, "0" * 64, "application/json", "clusters"
    )
    job = job_of(DATA, folder, {**made, "csv": [*made["csv"], other]})
    dataset = build(job).catalog.datasets[1]
    for item in dataset.distributions:
        schemas = {standard.uri for standard in item.conforms_to}
        is_clusters = "/clusters." in item.access_url
        assert (f"{BASE}/csvw/clusters.csv-metadata.json" in schemas) is is_clusters
        assert "metadata" not in item.access_url


def test_times_are_those_of_the_data_and_dates_those_of_the_descriptor(catalog: Catalog) -> None:
    periods = {dataset.name: dataset.temporal for dataset in catalog.datasets}
    budgets = periods["drenthe-data-budgets"]
    years = DATA.frames["budget_amounts"]["fiscal_year"].to_list()
    assert budgets is not None
    assert budgets.start is not None
    assert budgets.end is not None
    assert (budgets.start.year, budgets.end.year) == (min(years), max(years))
    assert budgets.end.isoformat()[5:] == "12-31"
    indicators = periods["drenthe-data-indicators"]
    assert indicators is not None
    assert indicators.start is not None
    texts = DATA.frames["indicator_values"]["period"].to_list()
    assert indicators.start.isoformat() == f"{min(texts)[:4]}-01-01"
    assert {dataset.modified.isoformat() for dataset in catalog.datasets} == {
        "2026-11-21T00:00:00+00:00"
    }


def test_texts_are_there_in_dutch_and_english(catalog: Catalog) -> None:
    assert set(catalog.title) == set(catalog.description) == {"nl", "en"}
    for dataset in catalog.datasets:
        assert set(dataset.title) == set(dataset.description) == {"nl", "en"}
    for dataset in catalog.datasets[1:]:
        # The profile advises three sentences.
        assert dataset.description["nl"].count(". ") >= 2
    for dataset in catalog.datasets:
        assert set(dataset.keywords) == {"nl", "en"}
        for item in dataset.distributions:
            assert set(item.title) == {"nl", "en"}


@pytest.mark.parametrize("spelling", lists.SPELLINGS)
def test_licences_are_spelled_as_the_setting_says(
    spelling: str, package: Path, exports: tuple[Path, Made]
) -> None:
    change(package, 'licence_spelling = "donl"', f'licence_spelling = "{spelling}"')
    catalog = build(job_of(load_package(package), exports[0], exports[1])).catalog
    expected = lists.LICENCES["CC0-1.0"][spelling]
    found = {item.licence for dataset in catalog.datasets for item in dataset.distributions}
    assert found == {expected, catalog.licence}
    assert (rdflib.URIRef(expected), RDF.type, DCTERMS.LicenseDocument) in graph_of(catalog)


def test_two_runs_give_the_same_bytes(folder: Path, exports: tuple[Path, Made]) -> None:
    code = (
        "import sys; from pathlib import Path; from drenthe_data import load; "
        "from drenthe_data.exporting.formats import dcat; "
        "from drenthe_data.exporting import base_url_of; "
        "from drenthe_data.exporting.manifest import read_manifest, source_of; "
        "from tests.catalogs import job_of; from tests.packages import ROOT; "
        "data = load(ROOT); source = source_of(data, base_url_of(data)); "
        "made = read_manifest(Path(sys.argv[1]), source); "
        "dcat.export(job_of(data, Path(sys.argv[2]), made))"
    )
    for seed in ("1", "2"):
        target = folder / seed
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        arguments = [sys.executable, "-c", code, str(exports[0]), str(target)]
        subprocess.run(arguments, check=True, cwd=ROOT, env=environment)
        for name in READERS:
            assert (target / name).read_bytes() == (folder / name).read_bytes(), name


# Other people's readers.


@shapes.needs_shapes
@pytest.mark.parametrize(
    "names",
    [shapes.NL_301, shapes.NL_300, shapes.EU, shapes.EU_FULL],
    ids=["DCAT-AP-NL 3.0.1", "DCAT-AP-NL 3.0.0", "DCAT-AP 3.0.1", "DCAT-AP 3.0.1 generated"],
)
def test_the_official_shapes_find_nothing_at_all(graph: rdflib.Graph, names: list[str]) -> None:
    assert shapes.results(graph, names) == Counter()


@shapes.needs_shapes
def test_what_the_shapes_advise_is_done_as_far_as_it_can_be(
    graph: rdflib.Graph, catalog: Catalog
) -> None:
    files = [item for dataset in catalog.datasets for item in dataset.distributions]
    # There is no service to ask for the data, and the EU has no file type for SQLite.
    assert shapes.results(graph, shapes.RECOMMENDED) == Counter(
        {
            ("Warning", "accessService", "MinCount"): len(files),
            ("Warning", "format", "MinCount"): sum(item.file_type is None for item in files),
        }
    )
    # The Dutch profile wants TOOI, which the EU does not know; the shape has https for SPDX.
    sets = len(catalog.datasets) + 1
    assert shapes.results(graph, shapes.CODE_LISTS) == Counter(
        {
            ("Warning", "publisher", "Node"): sets,
            ("Warning", "spatial", "Node"): sets,
            ("Violation", "algorithm", "Node"): len(files),
        }
    )


@shapes.needs_shapes
def test_our_lists_are_those_of_the_eu() -> None:
    graph = rdflib.Graph().parse(shapes.FOLDER / "vocab" / "eu-vocab-excerpt.ttl")

    def codes(table: str) -> set[str]:
        return {
            str(node).removeprefix(lists.EU + table + "/")
            for node in graph.subjects()
            if str(node).startswith(lists.EU + table + "/")
        }

    assert codes("access-right") == lists.ACCESS_RIGHTS
    assert codes("data-theme") - {"OP_DATPRO"} == lists.THEMES
    assert codes("frequency") >= lists.FREQUENCIES
    assert lists.FILE_TYPES - {"PARQUET"} == codes("file-type") - {"PARQUET"}
    assert set(lists.LANGUAGES.values()) <= codes("language")
    assert codes("dataset-status") == lists.DATASET_STATUS
    assert codes("distribution-status") - {"OP_DATPRO"} == lists.DISTRIBUTION_STATUS
    assert codes("planned-availability") == lists.AVAILABILITY
    categories = {str(node) for node in graph.subjects() if "/bna/c_" in str(node)}
    assert categories >= lists.HVD_CATEGORIES


@shapes.needs_shapes
def test_a_high_value_data_set_says_so_with_all_its_files(
    package: Path, exports: tuple[Path, Made]
) -> None:
    file = package / "exports" / "catalog.toml"
    category = 'hvd_categories = ["http://data.europa.eu/bna/c_e1da4e07"]'
    text = file.read_text("utf-8").replace("[package]\n", f"[package]\n{category}\n")
    file.write_text(text.replace("\ntables = [", f"\n{category}\ntables = ["), "utf-8")
    graph = graph_of(build(job_of(load_package(package), exports[0], exports[1])).catalog)
    assert shapes.violations(graph, shapes.HVD) == Counter()
    graph.remove((None, rdflib.URIRef("http://data.europa.eu/r5r/hvdCategory"), None))
    assert shapes.violations(graph, shapes.HVD)


CKAN = """
import json, sys
from ckanext.dcat.processors import RDFParser
parser = RDFParser(profiles=["euro_dcat_ap_3"])
parser.parse(open(sys.argv[1], encoding="utf-8").read(), _format=sys.argv[2])
print(json.dumps(sorted(parser.datasets(), key=lambda d: d["notes"]), default=str))
"""


def ckan_python() -> str | None:
    """Give a Python that has ckanext-dcat, which wants CKAN: this one, or that of a setting."""
    try:
        if importlib.util.find_spec("ckanext.dcat") is not None:
            return sys.executable
    except ModuleNotFoundError:
        pass
    return os.environ.get("DRENTHE_DATA_CKAN_PYTHON")


@pytest.mark.skipif(
    ckan_python() is None,
    reason="ckanext-dcat is not installed, and DRENTHE_DATA_CKAN_PYTHON names no Python with it",
)
@pytest.mark.parametrize(("name", "form"), READERS.items())
def test_ckan_reads_every_data_set_and_file(
    name: str, form: str, folder: Path, catalog: Catalog
) -> None:
    arguments = [str(ckan_python()), "-W", "ignore", "-c", CKAN, str(folder / name), form]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    ran = subprocess.run(
        arguments, check=True, capture_output=True, text=True, env=environment, cwd=folder
    )
    read = json.loads(ran.stdout.splitlines()[-1])
    by_identifier = {}
    for item in read:
        extras = {extra["key"]: extra["value"] for extra in item["extras"]}
        by_identifier[extras["identifier"]] = (item, extras)
    assert set(by_identifier) == {dataset.identifier for dataset in catalog.datasets}
    for dataset in catalog.datasets:
        item, extras = by_identifier[dataset.identifier]
        assert item["title"] in dataset.title.values()
        assert item["notes"] in dataset.description.values()
        assert extras["publisher_uri"] == dataset.publisher.uri
        assert extras["contact_email"] == dataset.contact.email
        assert extras["access_rights"] == lists.eu("access-right", dataset.access_rights)
        assert dataset.temporal is not None
        assert extras["temporal_start"] == str(dataset.temporal.start)
        files = {it["download_url"]: it for it in item["resources"]}
        assert set(files) == {it.download_url for it in dataset.distributions}
        for it in dataset.distributions:
            found = files[it.download_url]
            assert (found["size"], found["hash"]) == (it.byte_size, it.sha256)
            assert found["license"] == it.licence


# Breaking it: what the shapes refuse the models refuse too.

Change = Callable[[dict[str, Any]], None]


def _remove(key: str, *path: str | int) -> Change:
    def change(raw: Any) -> None:
        for part in path:
            raw = raw[part]
        del raw[key]

    return change


def _set(value: Any, *path: str | int) -> Change:
    def change(raw: Any) -> None:
        for part in path[:-1]:
            raw = raw[part]
        raw[path[-1]] = value

    return change


SET: tuple[str | int, ...] = ("datasets", 0)
FILE: tuple[str | int, ...] = ("datasets", 0, "distributions", 0)
RECORD: tuple[str | int, ...] = ("records", 0)
# Of each: class and property that are taken out of the graph, and the same in the models.
MISSING = [
    (DCAT.Catalog, DCTERMS.title, _remove("title")),
    (DCAT.Catalog, DCTERMS.description, _remove("description")),
    (DCAT.Catalog, DCTERMS.publisher, _remove("publisher")),
    (DCAT.Catalog, DCAT.contactPoint, _remove("contact")),
    (DCAT.Catalog, DCAT.dataset, _remove("datasets")),
    (DCAT.Dataset, DCTERMS.title, _remove("title", *SET)),
    (DCAT.Dataset, DCTERMS.description, _remove("description", *SET)),
    (DCAT.Dataset, DCTERMS.identifier, _remove("identifier", *SET)),
    (DCAT.Dataset, DCTERMS.publisher, _remove("publisher", *SET)),
    (DCAT.Dataset, DCTERMS.creator, _remove("creator", *SET)),
    (DCAT.Dataset, DCAT.contactPoint, _remove("contact", *SET)),
    (DCAT.Dataset, DCTERMS.accessRights, _remove("access_rights", *SET)),
    (DCAT.Dataset, DCAT.theme, _remove("themes", *SET)),
    (DCAT.Distribution, DCAT.accessURL, _remove("access_url", *FILE)),
    (DCAT.Distribution, DCTERMS.license, _remove("licence", *FILE)),
    (DCAT.CatalogRecord, DCTERMS.language, _remove("language", *RECORD)),
    (DCAT.CatalogRecord, DCTERMS.modified, _remove("modified", *RECORD)),
    (DCAT.CatalogRecord, FOAF.primaryTopic, _remove("primary_topic", *RECORD)),
]


def refused(catalog: Catalog, change: Change) -> set[str]:
    """Give the codes of what the models find after a change."""
    raw = deepcopy(catalog.model_dump())
    Catalog.model_validate(raw)
    change(raw)
    try:
        Catalog.model_validate(raw)
    except ValidationError as error:
        problems = problems_of(error, lambda loc: ".".join(map(str, loc)))
        for problem in problems:
            for lang in ("nl", "en"):
                assert "{" not in problem.message(lang)
        return {problem.code for problem in problems}
    return set()


@pytest.mark.parametrize(
    ("kind", "name", "change"), MISSING, ids=[f"{k.fragment} {n}"[-40:] for k, n, _ in MISSING]
)
def test_what_must_be_there_is_missed(
    kind: rdflib.URIRef, name: rdflib.URIRef, change: Change, small: Catalog
) -> None:
    assert refused(small, change) == {"missing"}
    if shapes.FOLDER.is_dir():
        broken = graph_of(small)
        subject = min(broken.subjects(RDF.type, kind), key=str)
        broken.remove((subject, name, None))
        found = shapes.violations(broken, shapes.NL_301 + shapes.EU)
        key = (str(name).replace("#", "/").rpartition("/")[2], "MinCount")
        assert {(path, rule) for _, path, rule in found} == {key}


def _literal(value: str, datatype: Any = None) -> rdflib.Literal:
    return rdflib.Literal(value, datatype=datatype)


# Of each: class, property, the value put there, whether beside the old one, the change, the code.
WRONG = [
    (DCAT.Dataset, DCAT.theme, EU["data-theme/NOTHING"], False,
     _set(["NOTHING"], *SET, "themes"), "not-in-list"),
    (DCAT.Dataset, DCTERMS.accrualPeriodicity, EU["frequency/SOMETIMES"], False,
     _set("SOMETIMES", *SET, "frequency"), "not-in-list"),
    (DCAT.Dataset, DCTERMS.accessRights, EU["access-right/OPEN"], False,
     _set("OPEN", *SET, "access_rights"), "not-in-list"),
    (DCAT.Dataset, DCTERMS.language, EU["language/DUT"], False,
     _set(["DUT"], *SET, "language"), "not-in-list"),
    (DCAT.Dataset, DCTERMS.publisher, _literal("Provincie Drenthe"), False,
     _set("Provincie Drenthe", *SET, "publisher"), "type"),
    (DCAT.Dataset, DCTERMS.identifier, _literal("https://example.org/2"), True,
     _set(["https://example.org/1", "https://example.org/2"], *SET, "identifier"), "type"),
    (DCAT.Dataset, DCTERMS.publisher, rdflib.URIRef("https://example.org/nobody"), False,
     _set({"uri": "https://example.org/nobody"}, *SET, "publisher"), "missing"),
    (DCAT.Distribution, DCTERMS.license, _literal("CC0"), False,
     _set("CC0", *FILE, "licence"), "not-in-list"),
    (DCAT.Distribution, DCTERMS.license, rdflib.URIRef("https://example.org/mine"), False,
     _set("https://example.org/mine", *FILE, "licence"), "not-in-list"),
    (DCAT.Distribution, DCTERMS.license, rdflib.URIRef(lists.LICENCES["CC0-1.0"]["donl"]), True,
     _set([lists.LICENCES["CC0-1.0"]["donl"]], *FILE, "licence"), "type"),
    (DCAT.Distribution, DCAT.accessURL, rdflib.URIRef("https://example.org/2"), True,
     _set(["https://example.org/1"], *FILE, "access_url"), "type"),
    (DCAT.Distribution, DCAT.byteSize, _literal("12.5", XSD.decimal), False,
     _set(12.5, *FILE, "byte_size"), "type"),
    (DCAT.Distribution, DCTERMS["format"], EU["file-type/FLOPPY"], False,
     _set("FLOPPY", *FILE, "file_type"), "not-in-list"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "name", "value", "beside", "change", "code"),
    WRONG,
    ids=[f"{row[1]}"[-20:] + f" {str(row[2])[-12:]}" for row in WRONG],
)
def test_what_is_wrong_is_seen_by_the_models_and_by_the_shapes(
    kind: rdflib.URIRef,
    name: rdflib.URIRef,
    value: rdflib.Literal | rdflib.URIRef,
    beside: bool,
    change: Change,
    code: str,
    small: Catalog,
) -> None:
    assert code in refused(small, change)
    if shapes.FOLDER.is_dir():
        broken = graph_of(small)
        subject = min(broken.subjects(RDF.type, kind), key=str)
        if not beside:
            broken.remove((subject, name, None))
        broken.add((subject, name, value))
        assert shapes.violations(broken, shapes.NL_301 + shapes.EU)


# What the shapes let through and the profile does not (section 3.6 of our notes).
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_set("2026-11-01T10:00:00", *SET, "modified"), "no-zone"),
        (_set("2026-02-30", *SET, "modified"), "date"),
        (_set("last week", *SET, "issued"), "date"),
        (_set({"uri": "https://x.nl/c", "name": {"nl": "Team"}}, *SET, "contact"), "no-way-to-ask"),
        (_set({"uri": "https://x.nl/c", "name": {"nl": "Team"}, "email": "nobody"}, *SET,
              "contact"), "email"),
        (_set({"uri": "https://x.nl/c", "name": {"nl": " "}, "url": "https://x.nl"}, *SET,
              "contact"), "empty-text"),
        (_set({"": "Bomen"}, *SET, "title"), "language"),
        (_set({"en": "Trees"}, *SET, "title"), "no-dutch"),
        (_set({"nl": "Bel \x07"}, *SET, "title"), "control-character"),
        (_set({"nl": ["bomen", "bomen"]}, *SET, "keywords"), "twice"),
        (_set(None, *FILE, "media_type"), "no-media-type"),
        (_set("application/x-thing", *FILE, "media_type"), "media-type"),
        (_set("csv", *FILE, "media_type"), "media-type"),
        (_set([], *SET, "distributions"), "too-few"),
        (_set("bomen", *SET, "identifier"), "address"),
        (_set("http://example.org/bomen", *SET, "identifier"), "https"),
        (_set({"nl": "x" * 2001}, *SET, "description"), "too-long"),
        (_set("http://example.org/a.csv", *FILE, "access_url"), "https"),
        (_set("https://example.org/a b.csv", *FILE, "access_url"), "address"),
        (_set("https://example.org:x/a.csv", *FILE, "access_url"), "address"),
        (_set("ABC", *FILE, "sha256"), "checksum"),
        (_set(-1, *FILE, "byte_size"), "range"),
        (_set(None, *FILE, "download_url"), "no-download"),
        (_set({"start": None, "end": None}, *SET, "temporal"), "period-empty"),
        (_set({"uri": "https://x.nl/p", "bbox": (7.1, 52.6, 6.1, 53.2)}, *SET, "spatial", 0),
         "bbox"),
        (_set({"uri": "https://x.nl/p", "bbox": (6.1, 52.6, 7.1, 153.2)}, *SET, "spatial", 0),
         "range"),
        (_set({"uri": "https://x.nl/p", "bbox": (6.1, 52.6, 7.1, 53.2), "centroid": (5.0, 53.0)},
              *SET, "spatial", 0), "centroid"),
        (_set({"uri": "https://x.nl/p", "owms": "https://x.nl/o"}, *SET, "spatial", 0),
         "owms-scheme"),
        (_set(["http://data.europa.eu/bna/c_e1da4e07"], *SET, "hvd_categories"), "hvd-legislation"),
        (_set(["http://data.europa.eu/bna/c_0"], *SET, "hvd_categories"), "not-in-list"),
        (_set("Two Words", *SET, "name"), "pattern"),
        (_set("x", *SET, "surprise"), "unknown"),
        (_set("https://example.org/other", *RECORD, "primary_topic"), "record"),
        (lambda raw: raw["records"].pop(), "record"),
        (lambda raw: raw["datasets"].append(raw["datasets"][0]), "twice"),
        (lambda raw: raw["datasets"][1].update(identifier=raw["datasets"][0]["identifier"]),
         "twice"),
        (lambda raw: raw["datasets"][0]["distributions"].append(
            raw["datasets"][0]["distributions"][0]), "twice"),
    ],
)  # fmt: skip
def test_the_models_refuse_what_the_shapes_let_through(
    change: Change, code: str, catalog: Catalog
) -> None:
    assert refused(catalog, change) == {code}


def test_a_period_that_ends_before_it_begins_is_refused(catalog: Catalog) -> None:
    def turn(raw: dict[str, Any]) -> None:
        period = raw["datasets"][0]["temporal"]
        period["start"], period["end"] = period["end"], period["start"]

    assert refused(catalog, turn) == {"period"}


# The settings.


def change(package: Path, old: str, new: str, file: str = "exports/catalog.toml") -> None:
    path = package / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("old", "new", "english", "dutch"),
    [
        ('type = "RegionalAuthority"', 'type = "Province"',
         'publisher.type: "Province" is not in the list.',
         'publisher.type: "Province" staat niet in de lijst.'),
        ('frequency = "IRREG"', 'frequency = "IREG"',
         'defaults.frequency: "IREG" is not in the list. Did you mean "IRREG"?',
         'defaults.frequency: "IREG" staat niet in de lijst. Bedoelde u "IRREG"?'),
        ('tables = ["sdgs", "sdg_links"]', 'tables = ["sdgs", "sdg_link"]',
         'themes.sdg.tables.1: the package has no table "sdg_link". Did you mean "sdg_links"?',
         'themes.sdg.tables.1: het pakket heeft geen tabel "sdg_link".'),
        ('tables = ["sdgs", "sdg_links"]', 'tables = ["sdgs", "clusters"]',
         'themes.sdg.tables.1: "clusters" occurs more than once.',
         'themes.sdg.tables.1: "clusters" komt meer dan één keer voor.'),
        ('temporal = ["indicator_values.period"]', 'temporal = ["indicator_values.perid"]',
         'themes.indicators.temporal: the package has no field "indicator_values.perid".',
         'themes.indicators.temporal: het pakket heeft geen veld'),
        ("licence_spelling =", "license_spelling =",
         'license_spelling: "license_spelling" is no setting.',
         'license_spelling: "license_spelling" is geen instelling.'),
        ('title_nl = "Innovatie- en kennisclusters in Drenthe"', "",
         "themes.clusters.title_nl: there is no Dutch text.",
         "themes.clusters.title_nl: er is geen Nederlandse tekst."),
        ('url = "https://example.org/contact"', 'url = "example.org/contact"',
         'contact.url: "example.org/contact" is no complete web address',
         'contact.url: "example.org/contact" is geen volledig webadres'),
        ('email = "opendata@example.org"', 'email = "opendata"',
         'contact.email: "opendata" is no e-mail address.',
         'contact.email: "opendata" is geen e-mailadres.'),
        ("[[spatial]]", '[creator]\nuri = "https://a.nl/"\nname_nl = " "\n\n[[spatial]]',
         "creator.name_nl: the text is empty.", "creator.name_nl: de tekst is leeg."),
        ("bbox = [6.12, 52.61, 7.10, 53.21]", "bbox = [7.10, 52.61, 6.12, 53.21]",
         "spatial.0: 7.1, 52.61, 6.12, 53.21 is no box",
         "spatial.0: 7.1, 52.61, 6.12, 53.21 is geen rechthoek"),
        ('availability = "AVAILABLE"', 'availability = "FOREVER"',
         'distributions.availability: "FOREVER" is not in the list.',
         'distributions.availability: "FOREVER" staat niet in de lijst.'),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_named_in_both_languages(
    old: str, new: str, english: str, dutch: str, package: Path, exports: tuple[Path, Made]
) -> None:
    change(package, old, new)
    with pytest.raises(CatalogError) as caught:
        build(job_of(load_package(package), exports[0], exports[1]))
    assert f"- exports/catalog.toml {english}" in caught.value.message("en")
    assert f"- exports/catalog.toml {dutch}" in caught.value.message("nl")
    assert len(caught.value.problems) == caught.value.params["count"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"path": "https://creativecommons.org/publicdomain/zero/1.0/"', '"path": ""', None),
        ('"name": "CC0-1.0"', '"name": "my-own"', None),
        ('"licenses": [', '"license": [', "datapackage.json licenses: the package has no licence."),
        ('"created": "2026-11-21T00:00:00Z"', '"created": "2026-11-21T00:00:00"',
         'datapackage.json created: "2026-11-21T00:00:00" has no time zone.'),
        ('"created": "2026-11-21T00:00:00Z"', '"made": "2026"',
         "datapackage.json created: this is missing."),
    ],
)  # fmt: skip
def test_a_wrong_descriptor_is_named(
    old: str, new: str, expected: str | None, package: Path, exports: tuple[Path, Made]
) -> None:
    change(package, old, new, "datapackage.json")
    job = job_of(load_package(package), exports[0], exports[1])
    if expected is None:
        assert build(job).catalog.datasets[0].distributions[0].licence.startswith("http://")
        return
    with pytest.raises(CatalogError) as caught:
        build(job)
    assert expected in str(caught.value)


def test_a_table_with_a_licence_of_its_own_is_told_with_that(tmp_path: Path) -> None:
    schema = {"fields": fields("x")}
    about = {"created": "2026-11-21", "licenses": [{"name": "CC0-1.0"}], "keywords": 5}
    root = make_package(
        tmp_path / "p", {"a": "x\n", "b": "x\n"}, {"a": schema, "b": schema}, **about
    )
    descriptor = root / "datapackage.json"
    raw = json.loads(descriptor.read_text("utf-8"))
    raw["resources"][1]["licenses"] = [{"name": "CC-BY-SA-4.0"}]
    descriptor.write_text(json.dumps(raw), "utf-8")
    data = load_package(descriptor)
    made = make(data, tmp_path / "dist", ["csv", "sqlite"])
    built = build(job_of(data, tmp_path / "dist", made))
    told = {
        item.download_url.rpartition("/")[2]: item.licence
        for item in built.catalog.datasets[0].distributions
        if item.download_url
    }
    zero, share = (lists.LICENCES[name]["donl"] for name in ("CC0-1.0", "CC-BY-SA-4.0"))
    assert told == {"a.csv": zero, "b.csv": share, "small.sqlite": zero}
    owms = "http://standaarden.overheid.nl/owms/terms/X"
    agent = {"owms": owms}
    dataset = built.catalog.datasets[0].model_copy(
        update={
            "publisher": built.catalog.publisher.model_copy(update=agent),
            "creator": [built.catalog.creator.model_copy(update=agent)],
            "donl_themes": ["Economie"],
        }
    )
    publish = built.settings.publish.model_copy(update={"owner_org": "x"})
    payload = ckan(
        built.catalog.model_copy(update={"datasets": [dataset]}),
        built.settings.model_copy(update={"publish": publish}),
    )["small"]
    given = {item["url"].rpartition("/")[2]: item["license_id"] for item in payload["resources"]}
    assert given == {"a.csv": zero, "b.csv": share}
    raw["resources"][1]["licenses"] = [{"name": "CC-BY-NC-4.0"}]
    descriptor.write_text(json.dumps(raw), "utf-8")
    with pytest.raises(CatalogError) as caught:
        build(job_of(load_package(descriptor), tmp_path / "dist", made))
    (problem,) = caught.value.problems
    assert problem.message("en").startswith(
        'datapackage.json resources.b.licenses: the licence "CC-BY-NC-4.0" is not open'
    )
    assert 'de licentie "CC-BY-NC-4.0" is niet open' in problem.message("nl")


def test_a_licence_that_is_not_open_is_refused(package: Path, exports: tuple[Path, Made]) -> None:
    change(package, '"name": "CC0-1.0"', '"name": "CC-BY-NC-4.0"', "datapackage.json")
    address = "https://creativecommons.org/publicdomain/zero/1.0/"
    change(package, address, "https://creativecommons.org/licenses/by-nc/4.0/", "datapackage.json")
    with pytest.raises(CatalogError, match=r'licence "CC-BY-NC-4\.0" is not open') as caught:
        build(job_of(load_package(package), exports[0], exports[1]))
    assert 'de licentie "CC-BY-NC-4.0" is niet open' in caught.value.message("nl")


def test_no_setting_makes_an_address_that_cannot_be_written(
    package: Path, exports: tuple[Path, Made]
) -> None:
    email = """'{a}#b^c?d&e%41'@example.org"""
    change(package, '"opendata@example.org"', f'"{email}"\nphone = "(0592) 1 <2> [3]"')
    change(
        package, "[distributions]", '[distributions]\nmedia_types = { "text/csv" = "text/x^y#z" }'
    )
    built = build(job_of(load_package(package), exports[0], exports[1]))
    graph = graph_of(built.catalog)
    again = rdflib.Graph().parse(data=turtle(graph), format="turtle")
    assert len(again) == len(graph)
    assert set(rdflib.Graph().parse(data=rdf_xml(graph), format="xml")) == set(again)
    written = {str(part) for part in again.objects()}
    assert "mailto:'%7Ba%7D%23b%5Ec%3Fd%26e%2541'@example.org" in written
    assert "tel:(0592)1%3C2%3E%5B3%5D" in written
    assert f"{lists.IANA}text/x%5Ey%23z" in written
    sent = aanlever(built.catalog)["drenthe-data"]["dcatContactPoint"]["vcardHasEmail"]
    assert sent == "mailto:'%7Ba%7D%23b%5Ec%3Fd%26e%2541'@example.org"


def test_a_base_url_without_https_is_refused_once(exports: tuple[Path, Made]) -> None:
    job = job_of(DATA, exports[0], exports[1], base="http://data.example.org")
    with pytest.raises(CatalogError) as caught:
        build(job)
    (problem,) = caught.value.problems
    assert problem.message("nl") == (
        'exports/catalog.toml base_url: "http://data.example.org" moet een adres zijn dat met '
        "https:// begint."
    )


def test_a_file_that_is_no_toml_is_said(package: Path, exports: tuple[Path, Made]) -> None:
    (package / "exports" / "catalog.toml").write_text("= 1", "utf-8")
    with pytest.raises(DataError, match=r"catalog\.toml"):
        build(job_of(load_package(package), exports[0], exports[1]))


def test_what_is_still_to_be_filled_in_is_named(package: Path, exports: tuple[Path, Made]) -> None:
    built = build(job_of(DATA, exports[0], exports[1]))
    left = placeholders(built.settings, BASE)
    names = ["base_url", "contact.name", "contact.name_nl", "contact.email", "contact.url"]
    names += ["publish.aanlever_url", "publish.owner_org"]
    assert left == [f"exports/catalog.toml {name}" for name in names]
    for old, new in {
        '"[name of the open data team]"': '"Open data team"',
        '"[naam van het opendatateam]"': '"Team open data"',
        '"opendata@example.org"': '"opendata@drenthe.nl"',
        '"https://example.org/contact"': '"https://www.drenthe.nl/contact"',
        '"https://aanlever-api.example.org"': '"https://aanlever.overheid.nl"',
        '"[owner_org]"': '"provincie-drenthe"',
    }.items():
        change(package, old, new)
    base = "https://data.drenthe.nl/beleid"
    job = job_of(load_package(package), exports[0], exports[1], base=base)
    assert placeholders(build(job).settings, base) == []


@pytest.mark.parametrize(
    ("email", "expected"),
    [
        ("jan.jansen@drenthe.nl", True),
        ("j.de.vries@drenthe.nl", True),
        ("opendata@drenthe.nl", False),
    ],
)
def test_the_address_of_a_person_is_seen(email: str, expected: bool) -> None:
    assert is_of_person(email) is expected


# Other packages.


def test_a_package_without_settings_gets_a_valid_catalogue_that_is_not_of_drenthe(
    tmp_path: Path,
) -> None:
    data = small_package(tmp_path / "p")
    made = make(data, tmp_path / "dist")
    built = build(job_of(data, tmp_path, made))
    assert [dataset.name for dataset in built.catalog.datasets] == ["small"]
    graph = graph_of(built.catalog)
    assert "drenthe" not in turtle(graph).replace(BASE, "").lower()
    period = built.catalog.datasets[0].temporal
    assert period is not None
    assert (str(period.start), str(period.end)) == ("2024-02-01", "2025-03-31")
    assert placeholders(built.settings, BASE)
    if shapes.FOLDER.is_dir():
        assert shapes.violations(graph, shapes.NL_301 + shapes.EU) == Counter()


def test_a_package_without_settings_gets_a_catalogue_of_all_formats(tmp_path: Path) -> None:
    result = export(small_package(tmp_path / "p"), ["dcat"], tmp_path / "dist", base_url=BASE)
    assert not result.failed
    graph = rdflib.Graph().parse(tmp_path / "dist" / "catalog.ttl")
    told = {str(kind).removeprefix(lists.IANA) for kind in graph.objects(None, DCAT.mediaType)}
    assert {"text/plain", "text/csv", "application/xml"} <= told
    assert "application/jsonl" not in told


def test_what_a_package_lacks_for_a_catalogue_is_said_at_once(tmp_path: Path) -> None:
    data = small_package(tmp_path / "p", created=None, licenses=None)
    with pytest.raises(CatalogError) as caught:
        build(job_of(data, tmp_path, make(data, tmp_path / "dist")))
    text = caught.value.message("nl")
    assert "datapackage.json licenses: het pakket heeft geen licentie." in text
    assert "datapackage.json created: dit ontbreekt." in text


def test_hostile_texts_come_through_all_three_forms(tmp_path: Path) -> None:
    title = "\"<script>alert(1)</script>\" & '=1+1'\n]]> \t🧀 \\ {x} \r end"
    data = small_package(tmp_path / "p", title=title, keywords=["a,b", '"', "ü"])
    catalog = build(job_of(data, tmp_path, make(data, tmp_path / "dist"))).catalog
    graph = graph_of(catalog)
    texts = {"turtle": turtle(graph), "xml": rdf_xml(graph), "json-ld": json_ld(graph)}
    for form, text in texts.items():
        again = rdflib.Graph().parse(data=text, format=form)
        assert set(again) == set(graph), form
        node = rdflib.URIRef(catalog.datasets[0].uri)
        assert again.value(node, DCTERMS.title) == rdflib.Literal(title.strip(), lang="nl")


def test_a_text_that_xml_cannot_hold_is_named(tmp_path: Path) -> None:
    data = small_package(tmp_path / "p", title="bel\x07")
    with pytest.raises(CatalogError, match=r"datapackage\.json title: the text has a control"):
        build(job_of(data, tmp_path, make(data, tmp_path / "dist")))


def test_a_resource_with_a_text_that_xml_cannot_hold_is_named(tmp_path: Path) -> None:
    package = small_package(tmp_path / "p").package.root
    change(package, '"name": "days",', '"name": "days", "title": "\\u0007",', "datapackage.json")
    data = load_package(package)
    with pytest.raises(
        CatalogError, match=r"datapackage\.json resources\.days\.title: the text has"
    ):
        build(job_of(data, tmp_path, make(data, tmp_path / "dist")))


def test_files_whose_names_look_alike_have_addresses_of_their_own(tmp_path: Path) -> None:
    text = "a\n1\n"
    names = ["a.b", "a-b", "a_b"]
    schema = {"fields": fields("a")}
    folder = make_package(
        tmp_path / "p",
        dict.fromkeys(names, text),
        dict.fromkeys(names, schema),
        created="2026-11-21",
        licenses=[{"path": "http://creativecommons.org/licenses/by/4.0/deed.nl"}],
    )
    data = load_package(folder)
    (dataset,) = build(
        job_of(data, tmp_path, make(data, tmp_path / "dist", ["csv"]))
    ).catalog.datasets
    assert sorted(Path(item.access_url).name for item in dataset.distributions) == [
        "a-b.csv",
        "a.b.csv",
        "a_b.csv",
    ]
    assert len({item.uri for item in dataset.distributions}) == 3


def test_all_leaves_the_catalogue_out_for_a_package_without_settings(tmp_path: Path) -> None:
    data = small_package(tmp_path / "p", licenses=None)
    result = export(data, ["all"], tmp_path / "dist")
    assert "csv" in result.made
    assert not {"dcat", "overheid"} & {*result.made, *result.failed}
    # Asked by name it is tried, and what is missing is said.
    failed = export(data, ["dcat"], tmp_path / "dist").failed
    assert "het pakket heeft geen licentie" in failed["dcat"].message("nl")
    expected = {
        "en": "PDM-1.0, CC-BY-4.0, CC-BY-SA-4.0. Files that were there are unchanged.",
        "nl": "CC-BY-SA-4.0. Bestanden die er al stonden zijn ongewijzigd.",
    }
    for lang, end in expected.items():
        assert failed["dcat"].message(lang).endswith(end)


def test_every_format_can_be_told_in_the_catalogue() -> None:
    for name in format_names():
        profile = read_profile(DATA.package, name)
        if not profile.is_listed:
            continue
        given = profile.media_type
        for kind in [given] if isinstance(given, str) else given.values():
            told = lists.TOLD_AS.get(kind, kind)
            assert re.fullmatch(lists.MEDIA_TYPE, told), f"{name}: {kind}"
        types = profile.raw.get("file_type")
        codes = list(types.values()) if isinstance(types, dict) else [types]
        for code in filter(None, codes):
            assert code in lists.FILE_TYPES, f"{name}: {code}"
        assert profile.text("title", "nl")
        assert profile.text("description", "nl")


def test_all_that_is_quick_is_listed() -> None:
    assert set(QUICK) <= set(format_names())
