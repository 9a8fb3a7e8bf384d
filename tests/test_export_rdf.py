"""RDF, read by rdflib, Oxigraph, pyld and Raptor, and the tables read back from it."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyld import jsonld
from rdflib import DCAT, DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SKOS, VOID, XSD, Graph
from rdflib import Literal as Value
from rdflib.compare import isomorphic
from rdflib.namespace import Namespace
from rdflib.term import URIRef

from drenthe_data import load
from drenthe_data.exceptions import DataError
from drenthe_data.exporting import export
from drenthe_data.exporting.job import Job
from drenthe_data.exporting.profile import read_profile, read_toml
from drenthe_data.exporting.rdf.graph import Graph as Writable
from drenthe_data.exporting.rdf.mapping import read_mapping
from drenthe_data.exporting.rdf.terms import Iri, part
from drenthe_data.exporting.rdf.terms import text as text_of
from drenthe_data.exporting.rdf.writers import jsonld as jsonld_of
from drenthe_data.exporting.rdf.writers import ntriples, turtle
from drenthe_data.loading import load_package
from tests.packages import ROOT, copy_of_package, fields, make_package
from tests.rdf_back import Reader, parse, sorted_rows

DATA = load(ROOT)
TABLES = [resource.name for resource in DATA.package.resources]
BASE = "https://data.example.org/drenthe"
ID = Namespace(f"{BASE}/id/")
DEF = Namespace(f"{BASE}/def/")
SCHEMA = Namespace("https://schema.org/")
ENDINGS = {
    ".nt": pyoxigraph.RdfFormat.N_TRIPLES,
    ".ttl": pyoxigraph.RdfFormat.TURTLE,
    ".jsonld": pyoxigraph.RdfFormat.JSON_LD,
}


def export_rdf(package: Path, folder: Path, base_url: str = BASE) -> Path:
    """Export a package as RDF; gives the folder of the files."""
    result = export(load_package(package), ["rdf"], folder, base_url=base_url)
    for error in result.failed.values():
        raise error
    return folder / "rdf"


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export_rdf(ROOT, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def graph(exported: Path) -> Graph:
    return parse(exported / "drenthe-data.nt")


@pytest.fixture(scope="module")
def store(exported: Path) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.bulk_load(path=str(exported / "drenthe-data.ttl"), format=pyoxigraph.RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="module")
def reader(exported: Path, graph: Graph) -> Reader:
    return Reader(graph, parse(exported / "shapes.ttl"), DATA.package)


def triples(file: Path) -> set[Any]:
    """Give the triples of a file as Oxigraph reads them."""
    return set(pyoxigraph.parse(path=str(file), format=ENDINGS[file.suffix]))


def test_rdflib_reads_the_same_triples_from_turtle_and_json_ld(
    exported: Path, graph: Graph
) -> None:
    # There are no blank nodes, so the same triples are the same graph.
    assert set(parse(exported / "drenthe-data.ttl")) == set(graph)
    assert set(parse(exported / "drenthe-data.jsonld")) == set(graph)


def test_oxigraph_reads_the_same_triples_from_all_three(exported: Path) -> None:
    found = [triples(exported / f"drenthe-data{ending}") for ending in ENDINGS]
    assert found[0] == found[1] == found[2]
    assert len(found[0]) > 90_000


@pytest.mark.skipif(
    shutil.which("rapper") is None, reason="rapper (raptor2-utils) is not installed"
)
def test_raptor_counts_as_many_triples_as_the_description_says(
    exported: Path, graph: Graph
) -> None:
    said = graph.value(URIRef(f"{BASE}/dataset"), VOID.triples)
    for syntax, ending in (("turtle", "ttl"), ("ntriples", "nt")):
        file = exported / f"drenthe-data.{ending}"
        done = subprocess.run(
            ["rapper", "-c", "-i", syntax, str(file)], capture_output=True, text=True, check=True
        )
        assert f"returned {said} triples" in done.stderr
    assert said == Value(len(graph))


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_read_back_cell_by_cell(reader: Reader, name: str) -> None:
    rows = sorted_rows(reader.rows(name))
    assert rows == sorted_rows(DATA.frames[name].rows())


def test_a_table_in_which_one_value_was_changed_is_not_read_back_the_same(
    exported: Path, graph: Graph
) -> None:
    subject, name, amount = next(graph.triples((None, DEF["budget_amounts.amount_eur"], None)))
    graph.set((subject, name, Value(int(str(amount)) + 1)))
    try:
        rows = Reader(graph, parse(exported / "shapes.ttl"), DATA.package).rows("budget_amounts")
    finally:
        graph.set((subject, name, amount))
    different = set(rows) ^ set(DATA.frames["budget_amounts"].rows())
    assert len(different) == 2


def test_the_same_package_gives_the_same_bytes(exported: Path, tmp_path: Path) -> None:
    again = export_rdf(ROOT, tmp_path)
    for file in exported.iterdir():
        assert (again / file.name).read_bytes() == file.read_bytes(), file.name


def test_every_table_and_field_of_the_mapping_is_there() -> None:
    job = Job(DATA, ROOT, read_profile(DATA.package, "rdf"), BASE)
    mapping = read_mapping(job, {"def": f"{BASE}/def/"})
    raw = read_toml(ROOT / "exports" / "rdf" / "mapping.toml")
    assert list(mapping.tables) == list(raw["tables"])
    assert sorted(mapping.tables) == sorted(TABLES)
    assert {cube.name for cube in mapping.cubes} == {"budgets", "budget-changes", "indicators"}


# Questions of users, answered by the graph and by the tables.


def test_the_budget_of_each_challenge_is_what_the_tables_say(store: pyoxigraph.Store) -> None:
    found: Any = store.query(
        """
        PREFIX qb: <http://purl.org/linked-data/cube#>
        PREFIX def: <https://data.example.org/drenthe/def/>
        PREFIX schema: <https://schema.org/>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        PREFIX dct: <http://purl.org/dc/terms/>
        SELECT ?name ?year (SUM(?amount) AS ?total) WHERE {
            ?observation qb:dataSet <https://data.example.org/drenthe/cube/budgets> ;
                def:budget_amounts.budget_line_id ?line ;
                def:budget_amounts.fiscal_year ?year ;
                def:budget_amounts.amount_eur ?amount .
            ?line schema:about ?programme ; dct:type/skos:notation "item" .
            ?programme skos:prefLabel ?name ; dct:type/skos:notation "challenge" .
        } GROUP BY ?name ?year
        """
    )
    answers = {
        (row["name"].value, int(row["year"].value), int(row["total"].value)) for row in found
    }
    frames = DATA.frames
    joined = (
        frames["budget_amounts"]
        .join(frames["budget_lines"], left_on="budget_line_id", right_on="id")
        .filter(pl.col("kind") == "item")
        .join(frames["programmes"], left_on="programme_id", right_on="id", suffix="_of")
        .filter(pl.col("kind_of") == "challenge")
        .group_by("name", "fiscal_year")
        .agg(pl.col("amount_eur").sum())
    )
    assert answers == set(joined.rows())
    assert len(answers) > 5


def test_the_partners_of_a_cluster_are_found_with_their_roles(store: pyoxigraph.Store) -> None:
    found: Any = store.query(
        """
        PREFIX org: <http://www.w3.org/ns/org#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?partner ?role WHERE {
            ?membership a org:Membership ;
                org:organization/skos:prefLabel "Health Hub Roden" ;
                org:member/skos:prefLabel ?partner ;
                org:role/skos:prefLabel ?role .
            FILTER (lang(?role) = "nl")
        }
        """
    )
    answers = sorted((row["partner"].value, row["role"].value) for row in found)
    frames = DATA.frames
    schema = DATA.package.resource("cluster_partners").schema
    labels = {item["value"]: item["label_nl"] for item in schema.field("role").raw["categories"]}
    cluster = frames["clusters"].row(by_predicate=pl.col("name") == "Health Hub Roden", named=True)
    joined = (
        frames["cluster_partners"]
        .filter(pl.col("cluster_id") == cluster["id"])
        .join(frames["partners"], left_on="partner_id", right_on="id")
        .select("name", pl.col("role").replace_strict(labels))
    )
    assert answers == sorted(joined.rows())
    assert len(answers) > 3


def test_all_that_is_below_a_programme_is_found(store: pyoxigraph.Store) -> None:
    found: Any = store.query(
        """
        PREFIX dct: <http://purl.org/dc/terms/>
        PREFIX def: <https://data.example.org/drenthe/def/>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?part WHERE {
            ?programme skos:prefLabel "KEI-jaarprogramma 2014" ; dct:hasPart+ ?part .
            ?part a def:activities
        }
        """
    )
    frames = DATA.frames
    below = {"kei-jaarprogramma-2014"}
    while True:
        children = frames["programmes"].filter(pl.col("parent_id").is_in(list(below)))["id"]
        if set(children) <= below:
            break
        below |= set(children)
    wanted = frames["activities"].filter(pl.col("programme_id").is_in(list(below)))["id"]
    assert {row["part"].value.rpartition("/")[2] for row in found} == set(wanted)
    assert len(wanted) > 10


def test_what_contributes_to_a_goal_of_the_un_is_found(graph: Graph) -> None:
    goal = URIRef("http://metadata.un.org/sdg/7")
    found = {str(item).removeprefix(str(ID)) for item in graph.subjects(DCTERMS.subject, goal)}
    links = DATA.frames["sdg_links"].filter(pl.col("sdg_id") == 7)
    assert found == {f"{table}/{key}" for table, key, *_ in links.rows()}
    targets = {str(item) for item in graph.objects(None, DCTERMS.references)}
    assert {"http://metadata.un.org/sdg/7.2", "http://metadata.un.org/sdg/9.c"} <= targets


def test_a_programme_replaces_the_one_that_it_follows(graph: Graph) -> None:
    newer = ID["programmes/interprovinciale-digitale-agenda-2023"]
    older = ID["programmes/interprovinciale-digitale-agenda-1-0"]
    assert (newer, DCTERMS.replaces, older) in graph
    assert (older, DCTERMS.replaces, newer) not in graph


def test_every_fact_leads_to_its_source_and_lines(graph: Graph) -> None:
    row = ID["clusters/ai-hub-noord-nederland"]
    source = ID["sources/ecosystem-2021"]
    assert (row, PROV.wasDerivedFrom, source) in graph
    (passage,) = graph.objects(row, PROV.hadPrimarySource)
    assert str(passage) == f"{source}#line=591,611"
    assert (passage, DCTERMS.isPartOf, source) in graph
    for resource in DATA.package.resources:
        if "source_lines" not in resource.schema.names:
            continue
        for subject in graph.subjects(RDF.type, DEF[resource.name]):
            assert (subject, PROV.hadPrimarySource, None) in graph


def test_a_computed_figure_is_an_activity_that_used_others(graph: Graph) -> None:
    row = DATA.frames["derivations"].row(0, named=True)
    activity = ID[f"derivations/{row['value_id']}/{row['operation']}"]
    assert (activity, RDF.type, PROV.Activity) in graph
    assert set(graph.objects(activity, PROV.used)) == {
        ID[f"indicator_values/{key}"] for key in row["operands"].split(";")
    }
    value = ID[f"indicator_values/{row['value_id']}"]
    assert (value, PROV.wasGeneratedBy, activity) in graph


def test_organisations_are_of_the_classes_that_fit(graph: Graph) -> None:
    for key, kind, is_collective in (
        DATA.frames["partners"].select("id", "kind", "is_collective").rows()
    ):
        classes = set(graph.objects(ID[f"partners/{key}"], RDF.type))
        assert FOAF.Agent in classes
        assert (ORG.Organization in classes) is not is_collective
        assert (FOAF.Group in classes) is is_collective
        is_formal = not is_collective and kind in ("government", "business")
        assert (ORG.FormalOrganization in classes) is is_formal
    assert (ID["clusters/greenwise-campus"], RDF.type, ORG.OrganizationalCollaboration) in graph


def test_authorities_are_the_same_as_in_the_register_and_places_only_look_at_it(
    graph: Graph,
) -> None:
    toOI = URIRef("https://identifier.overheid.nl/tooi/id/gemeente/gm0106")  # noqa: N806
    assert (ID["partners/gemeente-assen"], OWL.sameAs, toOI) in graph
    assert (ID["partners/gemeente-assen"], FOAF.homepage, None) not in graph
    assert (ID["places/gemeente-assen"], DEF["places.tooi_uri"], toOI) in graph
    assert (DEF["places.tooi_uri"], RDFS.subPropertyOf, RDFS.seeAlso) in graph
    assert (ID["places/gemeente-assen"], SCHEMA.identifier, Value("GM0106")) in graph


def test_every_list_of_codes_is_a_scheme_with_labels_in_two_languages(graph: Graph) -> None:
    lists = 0
    for resource in DATA.package.resources:
        for item in resource.schema.fields:
            if "categories" not in item.raw:
                continue
            lists += 1
            name = f"{resource.name}.{item.name}"
            if item.name == "role" and resource.name != "activity_partners":
                name = "partner-role"
            scheme = URIRef(f"{BASE}/code/{name}")
            assert (scheme, RDF.type, SKOS.ConceptScheme) in graph
            for category in item.raw["categories"]:
                concept = URIRef(f"{scheme}/{category['value']}")
                assert set(graph.objects(concept, SKOS.prefLabel)) == {
                    Value(category["label"], lang="en"),
                    Value(category["label_nl"], lang="nl"),
                }
                assert (concept, SKOS.notation, Value(category["value"])) in graph
                assert (concept, SKOS.inScheme, scheme) in graph
    assert lists > 20


def test_sectors_are_concepts_with_names_in_two_languages(graph: Graph) -> None:
    sector = ID["sectors/energie"]
    assert (sector, RDF.type, SKOS.Concept) in graph
    assert (sector, SKOS.inScheme, URIRef(f"{BASE}/code/sectors")) in graph
    assert set(graph.objects(sector, SKOS.prefLabel)) == {
        Value("Energie", lang="nl"),
        Value("Energy", lang="en"),
    }


def test_no_concept_has_two_labels_in_a_language_or_two_schemes(graph: Graph) -> None:
    for concept in set(graph.subjects(RDF.type, SKOS.Concept)):
        labels = [getattr(item, "language", "") for item in graph.objects(concept, SKOS.prefLabel)]
        assert len(labels) == len(set(labels)), concept
        assert len(list(graph.objects(concept, SKOS.inScheme))) == 1, concept


def test_values_have_their_types_and_languages_only_where_they_are_known(graph: Graph) -> None:
    def one(table: str, name: URIRef) -> Any:
        return next(graph.objects(next(graph.subjects(RDF.type, DEF[table])), name))

    assert one("budget_amounts", DEF["budget_amounts.amount_eur"]).datatype == XSD.integer
    assert one("budget_amounts", DEF["budget_amounts.fiscal_year"]).datatype == XSD.gYear
    assert one("indicator_values", DEF["indicator_values.value"]).datatype == XSD.decimal
    assert one("partners", DEF["partners.is_collective"]).datatype == XSD.boolean
    assert one("partners", SKOS.prefLabel).language is None
    assert one("clusters", DCTERMS.description).language == "nl"
    languages = {item.language for item in graph.objects() if isinstance(item, Value)}
    assert languages == {None, "nl", "en"}


def test_money_has_its_unit(graph: Graph) -> None:
    euro = URIRef("http://publications.europa.eu/resource/authority/currency/EUR")
    unit = URIRef("http://purl.org/linked-data/sdmx/2009/attribute#unitMeasure")
    assert (DEF["budget_amounts.amount_eur"], unit, euro) in graph
    for row in graph.subjects(RDF.type, DEF.budget_amounts):
        assert (row, unit, euro) in graph


def test_the_dataset_describes_itself(graph: Graph) -> None:
    dataset = URIRef(f"{BASE}/dataset")
    raw = DATA.package.raw
    assert set(graph.objects(dataset, DCTERMS.title)) == {
        Value(raw["title"], lang="en"),
        Value(raw["title_nl"], lang="nl"),
    }
    assert (dataset, DCTERMS.issued, Value(raw["created"][:10], datatype=XSD.date)) in graph
    assert (dataset, DCTERMS.license, URIRef(raw["licenses"][0]["path"])) in graph
    dumps = {str(item) for item in graph.objects(dataset, VOID.dataDump)}
    assert dumps == {f"{BASE}/rdf/drenthe-data{ending}" for ending in ENDINGS}
    assert len(set(graph.objects(dataset, DCAT.distribution))) == 3
    entities = {
        graph.value(part, VOID["class"]): graph.value(part, VOID.entities)
        for part in graph.objects(dataset, VOID.classPartition)
    }
    assert entities == {DEF[name]: Value(DATA.frames[name].height) for name in TABLES}
    assert URIRef("http://www.w3.org/ns/org#") in set(graph.objects(dataset, VOID.vocabulary))
    sources = set(graph.objects(dataset, PROV.wasDerivedFrom))
    assert sources == {ID[f"sources/{key}"] for key in DATA.frames["sources"]["id"]}


def test_every_class_and_property_of_our_own_is_explained(graph: Graph) -> None:
    used = {name for name in graph.predicates() if str(name).startswith(str(DEF))}
    used |= {
        item
        for item in graph.objects(None, RDF.type)
        if isinstance(item, URIRef) and item.startswith(str(DEF))
    }
    assert len(used) > 50
    for name in used:
        languages = {getattr(item, "language", "") for item in graph.objects(name, RDFS.label)}
        assert languages == {"nl", "en"}, name


# Packages of other people.

HOSTILE = [
    "=1+1",
    '"<script>alert(1)</script>',
    "line\none\r\ntwo\ttab",
    "back\\slash ' \"\"\" '''",
    "emoji 🚲 and ünïcode",
    "\u0001\u0007\u000b\u000c\u007f\u0085\u2028\u2029\u200e\u202e",
    "  blanks  ",
    "a:b/c?d#e%f{g}|h^i`j<k>",
    "..",
    "~",
    "_:b0",
    "@en",
    "x" * 40_000,
    "https://example.org/ not an address",
]


def csv_text(rows: list[list[Any]]) -> str:
    """Write rows as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def hostile_package(folder: Path) -> Path:
    """Make a package with odd texts, odd names, keys of several fields and a table without rows."""
    rows = [["id", "naam \"'<>{}", "text"]]
    rows += [[f"{number}/{text[:50]}", text, text] for number, text in enumerate(HOSTILE)]
    keys = [["a", "b", "c"], ["1", "x/y", "p"], ["1", "x", ""], ["2", "y", "q"]]
    refers = [["n", "a", "b"], ["1", "1", "x"], ["1", "2", "y"], ["4", "", ""]]
    id_only = {"fields": fields("id", "naam \"'<>{}", "text"), "primaryKey": "id"}
    pair = {"fields": [*fields(a="integer"), *fields("b", "c")], "primaryKey": ["a", "b"]}
    reference = {"resource": "pairs", "fields": ["a", "b"]}
    loose = {
        "fields": [*fields(n="integer", a="integer"), *fields("b")],
        "foreignKeys": [{"fields": ["a", "b"], "reference": reference}],
    }
    tables = {
        "t": csv_text(rows),
        "pairs": csv_text(keys),
        "loose": csv_text(refers),
        "nothing": "id,day\n",
        "http": "id\n1\n",
        "met spatie.en punt": "id\n1\n",
    }
    schemas: dict[str, dict[str, Any]] = {
        "t": id_only,
        "pairs": pair,
        "loose": loose,
        "nothing": {"fields": fields("id", day="date"), "primaryKey": "id"},
        "http": {"fields": fields("id"), "primaryKey": "id"},
        "met spatie.en punt": {"fields": fields("id"), "primaryKey": "id"},
    }
    return make_package(folder, tables, schemas, title='Say "hi"\n', keywords=["a\\b"])


def readers(folder: Path, name: str = "small") -> Iterator[set[Any]]:
    """Give the triples that each reader finds in each file."""
    for ending in ENDINGS:
        yield triples(folder / f"{name}{ending}")
    document = json.loads((folder / f"{name}.jsonld").read_text(encoding="utf-8"))
    quads = jsonld.to_rdf(document, {"format": "application/n-quads"})
    yield set(pyoxigraph.parse(quads.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES))


def test_hostile_texts_reach_every_reader_unchanged(tmp_path: Path) -> None:
    package = hostile_package(tmp_path / "p")
    folder = export_rdf(package, tmp_path / "out")
    found = list(readers(folder))
    assert all(other == found[0] for other in found[1:])
    graphs = [parse(folder / f"small{ending}") for ending in ENDINGS]
    assert isomorphic(graphs[0], graphs[1])
    assert isomorphic(graphs[0], graphs[2])
    if shutil.which("rapper"):
        for syntax, ending in (("turtle", "ttl"), ("ntriples", "nt")):
            command = ["rapper", "-q", "-c", "-i", syntax, str(folder / f"small.{ending}")]
            assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_hostile_tables_are_read_back_the_same(tmp_path: Path) -> None:
    package = hostile_package(tmp_path / "p")
    folder = export_rdf(package, tmp_path / "out")
    data = load_package(package)
    for ending in ENDINGS:
        reader = Reader(
            parse(folder / f"small{ending}"), parse(folder / "shapes.ttl"), data.package
        )
        for name, frame in data.frames.items():
            assert sorted_rows(reader.rows(name)) == sorted_rows(frame.rows()), (ending, name)


def test_a_key_of_several_fields_leads_to_its_row(tmp_path: Path) -> None:
    folder = export_rdf(hostile_package(tmp_path / "p"), tmp_path / "out")
    graph = parse(folder / "small.nt")
    property_ = DEF["loose.a~b"]
    assert set(graph.subject_objects(property_)) == {
        (ID["loose/~1"], ID["pairs/1/x"]),
        (ID["loose/~2"], ID["pairs/2/y"]),
    }


ADDRESSES = [
    "https://example.org/a[b]",
    "https://example.org/a b",
    "https://example.org/100%",
    "https://example.org/#a#b",
    "https://exa<mple.org/",
    "https://",
    "javascript:alert(1)",
    "_:b0",
    "partners:1",
    'https://example.org/"',
    "https://example.org/{x}",
    "https://example.org/\u202eabc",
]
GOOD_ADDRESSES = [
    "https://example.org",
    "http://u:p@example.org:80/a;b=c/(d)?e=f/?",
    "http://[::1]/",
    "https://drenthé.example/ü?q=%C3%BC#é",
    "urn:isbn:9789000000000",
]


@pytest.mark.parametrize("value", [*ADDRESSES, *GOOD_ADDRESSES])
def test_only_what_is_an_address_becomes_one(tmp_path: Path, value: str) -> None:
    schema = {"fields": fields("id", "site"), "primaryKey": "id"}
    text = csv_text([["id", "site"], ["1", value]])
    package = make_package(tmp_path / "p", {"t": text}, {"t": schema})
    (package / "exports" / "rdf").mkdir(parents=True)
    mapping = "[tables.t.fields]\nsite = { property = 'foaf:page', iri = true }\n"
    (package / "exports" / "rdf" / "mapping.toml").write_text(mapping, encoding="utf-8")
    folder = export_rdf(package, tmp_path / "out")
    found = list(readers(folder))
    assert all(other == found[0] for other in found[1:])
    (term,) = [item.object for item in found[0] if item.predicate.value == str(FOAF.page)]
    assert term.value == value
    is_iri = isinstance(term, pyoxigraph.NamedNode)
    assert is_iri is (value in GOOD_ADDRESSES)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])), st.text())
def test_any_text_is_read_back_as_it_was_and_any_key_is_part_of_an_address(
    value: str, key: str
) -> None:
    key = key.encode("utf-8", "ignore").decode()
    graph = Writable({"x": "https://example.org/x/"})
    row = Iri(f"https://example.org/x/{part(key)}")
    for name, term in (("p", text_of(value)), ("q", text_of(value, "nl")), ("r", row)):
        graph.add(row, Iri(f"https://example.org/x/{name}"), term)
    written = [ntriples(graph), turtle(graph), jsonld_of(graph)]
    wanted = {("p", value, None), ("q", value, "nl"), ("r", str(row), None)}
    for pieces, kind in zip(written, ENDINGS.values(), strict=True):
        read = list(pyoxigraph.parse("".join(pieces).encode(), format=kind))
        assert {triple.subject.value for triple in read} == {str(row)}
        assert {
            (
                triple.predicate.value.rpartition("/")[2],
                triple.object.value,
                getattr(triple.object, "language", None),
            )
            for triple in read
        } == wanted


@given(st.text(), st.text())
def test_two_keys_never_have_the_same_address(one: str, other: str) -> None:
    one, other = (item.encode("utf-8", "ignore").decode() for item in (one, other))
    assert (part(one) == part(other)) is (one == other)
    assert "/" not in part(one)
    assert part(one) not in (".", "..")


ALL_TYPES = {
    "string": "a",
    "number": "1.50",
    "integer": "-5",
    "boolean": "true",
    "object": '{"a": "\\"<é"}',
    "array": "[1,2]",
    "list": "a,b",
    "datetime": "2026-01-02T03:04:05.25Z",
    "date": "2026-01-02",
    "time": "03:04:05",
    "year": "0987",
    "yearmonth": "2026-01",
    "duration": "P1Y2M",
    "geopoint": "5.1, 52.3",
    "geojson": '{"type":"Point","coordinates":[1,2]}',
    "any": "x",
}


def test_every_type_of_table_schema_goes_out_typed_and_comes_back(tmp_path: Path) -> None:
    text = csv_text([["id", *ALL_TYPES], ["1", *ALL_TYPES.values()], ["2", *[""] * len(ALL_TYPES)]])
    kinds = [{"name": name, "type": name} for name in ALL_TYPES]
    schema = {"fields": [*fields(id="integer"), *kinds], "primaryKey": "id"}
    package = make_package(tmp_path / "p", {"t": text}, {"t": schema})
    folder = export_rdf(package, tmp_path / "out")
    found = list(readers(folder))
    assert all(other == found[0] for other in found[1:])
    graph = parse(folder / "small.ttl")
    types = {
        name: graph.value(ID["t/1"], DEF[f"t.{name}"]).datatype  # type: ignore[union-attr]
        for name in ALL_TYPES
    }
    assert types == {
        "string": None,
        "number": XSD.decimal,
        "integer": XSD.integer,
        "boolean": XSD.boolean,
        "object": RDF.JSON,
        "array": RDF.JSON,
        "list": None,
        "datetime": XSD.dateTime,
        "date": XSD.date,
        "time": XSD.time,
        "year": XSD.gYear,
        "yearmonth": XSD.gYearMonth,
        "duration": XSD.duration,
        "geopoint": None,
        "geojson": RDF.JSON,
        "any": None,
    }
    data = load_package(package)
    line = next(item for item in found[0] if item.predicate.value.endswith("t.duration"))
    assert line.object.value == data.frames["t"]["duration"][0]
    assert (ID["t/2"], DEF["t.number"], None) not in graph


@pytest.mark.parametrize("value", ["NaN", "INF", "-INF"])
def test_numbers_that_are_no_decimals_are_doubles(tmp_path: Path, value: str) -> None:
    schema = {"fields": fields(x="number")}
    package = make_package(tmp_path / "p", {"t": f"x\n1.5\n{value}\n"}, {"t": schema})
    # Not by rdflib, which writes "inf" for what XML Schema writes as INF.
    read = triples(export_rdf(package, tmp_path / "out") / "small.ttl")
    found = [item.object for item in read if item.predicate.value == str(DEF["t.x"])]
    assert {(item.value, item.datatype.value) for item in found} == {
        ("1.5", str(XSD.double)),
        (value, str(XSD.double)),
    }


def test_very_small_and_large_numbers_keep_their_value(tmp_path: Path) -> None:
    schema = {"fields": fields(x="number", n="integer")}
    text = "x,n\n1e-20,9007199254740993\n123456789012345680000,-1\n0.1,0\n"
    package = make_package(tmp_path / "p", {"t": text}, {"t": schema})
    folder = export_rdf(package, tmp_path / "out")
    found = list(readers(folder))
    assert all(other == found[0] for other in found[1:])
    data = load_package(package)
    reader = Reader(parse(folder / "small.jsonld"), parse(folder / "shapes.ttl"), data.package)
    assert sorted_rows(reader.rows("t")) == sorted_rows(data.frames["t"].rows())


def test_a_package_without_mapping_gets_names_of_its_own(tmp_path: Path) -> None:
    schema = {
        "fields": [
            {"name": "id", "type": "string", "title": "Key"},
            {"name": "kind", "type": "string", "constraints": {"enum": ["a", "b c"]}},
            {"name": "partner", "type": "string"},
        ],
        "primaryKey": "id",
        "foreignKeys": [{"fields": "partner", "reference": {"resource": "", "fields": "id"}}],
    }
    package = make_package(
        tmp_path / "p", {"partners": "id,kind,partner\n1,b c,1\n"}, {"partners": schema}
    )
    graph = parse(export_rdf(package, tmp_path / "out") / "small.ttl")
    row = ID["partners/1"]
    assert set(graph.objects(row, RDF.type)) == {DEF.partners}
    assert (row, DEF["partners.partner"], row) in graph
    concept = URIRef(f"{BASE}/code/partners.kind/b%20c")
    assert (row, DEF["partners.kind"], concept) in graph
    assert set(graph.objects(concept, SKOS.prefLabel)) == {Value("b c")}
    assert set(graph.objects(DEF["partners.id"], RDFS.label)) == {Value("Key")}


def test_the_mapping_of_drenthe_is_not_for_tables_of_others_with_the_same_name(
    tmp_path: Path,
) -> None:
    schema = {"fields": fields("id", "name"), "primaryKey": "id"}
    package = make_package(tmp_path / "p", {"places": "id,name\n1,x\n"}, {"places": schema})
    graph = parse(export_rdf(package, tmp_path / "out") / "small.ttl")
    assert set(graph.objects(ID["places/1"], RDF.type)) == {DEF.places}


def test_a_package_may_have_less_tables_than_its_mapping(tmp_path: Path) -> None:
    schema = {"fields": fields("id", "name", "name_en", "description"), "primaryKey": "id"}
    text = "id,name,name_en,description\na,A,B,C\n"
    package = make_package(tmp_path / "p", {"sectors": text}, {"sectors": schema})
    shutil.copytree(ROOT / "exports", package / "exports")
    graph = parse(export_rdf(package, tmp_path / "out") / "small.ttl")
    assert (ID["sectors/a"], RDF.type, SKOS.Concept) in graph


def test_fields_with_the_same_property_can_still_be_told_apart(tmp_path: Path) -> None:
    schema = {"fields": fields("id", "a", "b", "c", "d"), "primaryKey": "id"}
    text = "id,a,b,c,d\n1,A,B,C,D\n2,A,,,\n3,,B,,D\n"
    package = make_package(tmp_path / "p", {"t": text}, {"t": schema})
    (package / "exports" / "rdf").mkdir(parents=True)
    mapping = """
        [tables.t]
        label = "c"
        [tables.t.fields]
        a = "dct:title"
        b = "dct:title"
        c = ["dct:subject", "dct:title"]
        d = "rdfs:label"
    """
    (package / "exports" / "rdf" / "mapping.toml").write_text(mapping, encoding="utf-8")
    folder = export_rdf(package, tmp_path / "out")
    data = load_package(package)
    reader = Reader(parse(folder / "small.nt"), parse(folder / "shapes.ttl"), data.package)
    assert sorted_rows(reader.rows("t")) == sorted_rows(data.frames["t"].rows())


def test_rows_may_be_parts_of_one_document(tmp_path: Path) -> None:
    package = copy_of_package(tmp_path / "p")
    file = package / "exports" / "rdf.toml"
    text = file.read_text(encoding="utf-8")
    new = text.replace("{base_url}/id/{table}/{key}", "{base_url}/data#{table}/{key}")
    file.write_text(new.replace("{base_url}/dataset", "{base_url}/data#all"), encoding="utf-8")
    folder = export_rdf(package, tmp_path / "out")
    assert triples(folder / "drenthe-data.ttl") == triples(folder / "drenthe-data.nt")


def test_names_follow_the_patterns_of_the_profile(tmp_path: Path) -> None:
    package = make_package(
        tmp_path / "p",
        {"t": "id\nx y\n"},
        {"t": {"fields": fields("id"), "primaryKey": "id"}},
    )
    (package / "exports").mkdir()
    profile = (ROOT / "exports" / "rdf.toml").read_text(encoding="utf-8")
    profile = profile.replace(
        'row = "{base_url}/id/{table}/{key}"', 'row = "https://id.example/{key}/{table}"'
    )
    profile = profile.replace("/def/{table}.{field}", "/woorden#{table}.{field}")
    (package / "exports" / "rdf.toml").write_text(profile, encoding="utf-8")
    graph = parse(export_rdf(package, tmp_path / "out") / "small.ttl")
    row = URIRef("https://id.example/x%20y/t")
    assert (row, URIRef(f"{BASE}/woorden#t.id"), Value("x y")) in graph


@pytest.mark.parametrize(
    ("old", "new", "place", "english", "dutch"),
    [
        (
            'row = "{base_url}/id/{table}/{key}"',
            'row = "{base_url}/id/{key}"',
            "settings.patterns.row",
            (
                "exports/rdf.toml, settings.patterns.row: "
                '"{base_url}/id/{key}" cannot be used here. '
                "Expected: {base_url}/id/{table}/{key}."
            ),
            (
                "exports/rdf.toml, settings.patterns.row: "
                '"{base_url}/id/{key}" is hier niet bruikbaar. '
                "Verwacht: {base_url}/id/{table}/{key}."
            ),
        ),
        ("row = ", "rwo = ", "settings.patterns.rwo", 'Did you mean "row"?', 'Bedoelde u "row"?'),
        ("{base_url}/dataset", "{base_url}/ a", "settings.patterns.dataset", "/ a", "/ a"),
    ],
)
def test_a_pattern_that_cannot_make_addresses_is_said(
    tmp_path: Path, old: str, new: str, place: str, english: str, dutch: str
) -> None:
    package = copy_of_package(tmp_path / "p")
    file = package / "exports" / "rdf.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    error = failure(package, tmp_path)
    assert error.params["place"] == place
    assert english in error.message("en")
    assert dutch in error.message("nl")


def test_a_base_url_that_is_none_is_said(tmp_path: Path) -> None:
    error = failure(ROOT, tmp_path, base_url="no address")
    assert error.params["place"] == "base_url"


def failure(package: Path, tmp_path: Path, base_url: str = BASE) -> DataError:
    """Give why an export was not made."""
    failed = export(load_package(package), ["rdf"], tmp_path / "out", base_url=base_url).failed
    cause = failed["rdf"].__cause__
    assert isinstance(cause, DataError)
    return cause


@pytest.mark.parametrize(
    ("old", "new", "place", "english"),
    [
        (
            "[tables.places.fields]\nid",
            "[tables.places.fields]\nidd",
            "tables.places.fields.idd",
            'Did you mean "id"?',
        ),
        ('"skos:notation"', '"skso:notation"', "tables.sectors.fields.id", 'Did you mean "skos"?'),
        ("scheme = true", 'scheme = "yes"', "tables.sectors.scheme", "Expected: true, false"),
        (
            'language = "nl"',
            'language = "Dutch!"',
            "tables.sources.fields.title.language",
            "nl, en",
        ),
        ('label = "title"', 'label = "titel"', "tables.sources.label", 'Did you mean "title"?'),
        (
            'object = "sdg_id.uri"',
            'object = "sdg_id.url"',
            "tables.sdg_links.links[0].object",
            '"uri"',
        ),
        ('table = "budget_amounts"', "table = 1", "cubes[0].table", '"1"'),
        ("\n[units]", "\n[unit]", "unit", 'Did you mean "units"?'),
        ("pattern = '", "pattern = '(", "tables.partners.links[0].pattern", "regex"),
        ('as = "period"', 'as = "year"', "cubes[0].dimensions[1].as", "Expected: period"),
        ('class = ["foaf:Agent"]', "class = [1]", "tables.partners.class", '"1"'),
    ],
)
def test_a_mistake_in_the_mapping_is_said_with_its_place(
    tmp_path: Path, old: str, new: str, place: str, english: str
) -> None:
    package = copy_of_package(tmp_path / "p")
    file = package / "exports" / "rdf" / "mapping.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    error = failure(package, tmp_path)
    assert error.params["place"] == place
    assert error.params["file"] == "exports/rdf/mapping.toml"
    assert english in error.message("en")
    assert error.message("nl") != error.message("en")


def test_a_category_that_is_null_is_no_code(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "c", "type": "string", "categories": ["a", None]}]}
    made = make_package(tmp_path / "package", {"t": "c\na\n"}, {"t": schema})
    graph = Graph().parse(export_rdf(made, tmp_path / "out") / "small.ttl")
    assert [str(label) for label in graph.objects(None, SKOS.notation)] == ["a"]
