"""The SHACL shapes that are exported with the data, run by pySHACL."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyshacl
import pytest
from rdflib import DCTERMS, ORG, RDF, SH, SKOS, XSD, Graph, Literal, URIRef
from rdflib.namespace import Namespace

from drenthe_data import load
from drenthe_data.exporting import export
from drenthe_data.loading import load_package
from tests.packages import ROOT, fields, make_package
from tests.rdf_back import parse

BASE = "https://data.example.org"
ID = Namespace(f"{BASE}/id/")
DEF = Namespace(f"{BASE}/def/")
SHAPE = Namespace(f"{BASE}/shape/")
DATA = load(ROOT)

# A finding of SHACL: which thing, which property, which kind of condition.
Found = set[tuple[str, str, str]]


def findings(data: Graph, shapes: Graph) -> Found:
    """Give what pySHACL finds."""
    conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    assert isinstance(report, Graph)
    found = {
        (
            str(report.value(result, SH.focusNode)).removeprefix(BASE),
            str(report.value(result, SH.sourceShape)).removeprefix(BASE),
            str(report.value(result, SH.sourceConstraintComponent)).removeprefix(str(SH)),
        )
        for result in report.objects(None, SH.result)
    }
    assert conforms is (not found)
    return found


def graphs(package: Path, folder: Path) -> tuple[Graph, Graph]:
    """Export a package; gives its data and its shapes."""
    result = export(load_package(package), ["rdf"], folder, base_url=BASE)
    assert not result.failed
    name = load_package(package).name
    return parse(folder / "rdf" / f"{name}.nt"), parse(folder / "rdf" / "shapes.ttl")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[Graph, Graph]:
    return graphs(ROOT, tmp_path_factory.mktemp("real"))


def test_the_tables_of_drenthe_pass_and_what_is_broken_in_them_is_found(
    real: tuple[Graph, Graph],
) -> None:
    """One run sees both: nothing is found but what was broken."""
    data, shapes = real
    row = next(data.subjects(RDF.type, DEF.budget_amounts))
    amount = DEF["budget_amounts.amount_eur"]
    changes: list[tuple[Any, Any, Any, Any]] = [
        (row, amount, data.value(row, amount), Literal("veel")),
        (
            ID["sectors/energie"],
            SKOS.prefLabel,
            Literal("Energie", lang="nl"),
            Literal("Energie", lang="de"),
        ),
        (
            ID["clusters/nice"],
            ORG.classification,
            data.value(ID["clusters/nice"], ORG.classification),
            ID["places/assen"],
        ),
    ]
    for subject, name, old, new in changes:
        assert (subject, name, old) in data
        data.remove((subject, name, old))
        data.add((subject, name, new))
    try:
        found = findings(data, shapes)
    finally:
        for subject, name, old, new in changes:
            data.remove((subject, name, new))
            data.add((subject, name, old))
    amounts, sectors = "/shape/budget_amounts.amount_eur", "/shape/sectors.name"
    assert found == {
        (str(row).removeprefix(BASE), amounts, "DatatypeConstraintComponent"),
        ("/id/sectors/energie", sectors, "QualifiedMinCountConstraintComponent"),
        ("/id/clusters/nice", "/shape/clusters.sector_id", "ClassConstraintComponent"),
    }


def test_every_field_has_a_shape_with_its_titles(real: tuple[Graph, Graph]) -> None:
    _, shapes = real
    for resource in DATA.package.resources:
        table = SHAPE[resource.name]
        assert (table, SH.targetClass, DEF[resource.name]) in shapes
        of_table = shapes.objects(table, SH.property)
        names = [str(shapes.value(item, DCTERMS.identifier)) for item in of_table]
        assert sorted(names) == sorted(resource.schema.names)
        for item in resource.schema.fields:
            shape = SHAPE[f"{resource.name}.{item.name}"]
            assert set(shapes.objects(shape, SH.name)) == {
                Literal(item.label("en"), lang="en"),
                Literal(item.label("nl"), lang="nl"),
            }


SCHEMA_A: dict[str, Any] = {
    "fields": [
        {"name": "id", "type": "string", "constraints": {"pattern": "[a-z]+", "maxLength": 5}},
        {"name": "name", "type": "string", "constraints": {"required": True, "unique": True}},
        {
            "name": "kind",
            "type": "string",
            "categories": [{"value": "x", "label": "X", "label_nl": "Iks"}, {"value": "y"}],
        },
        {"name": "part", "type": "number", "constraints": {"minimum": 0, "exclusiveMaximum": 1.5}},
        {"name": "count", "type": "integer", "constraints": {"minimum": 1, "maximum": 9}},
        {"name": "day", "type": "date", "constraints": {"minimum": "2020-01-01"}},
        {"name": "is_good", "type": "boolean"},
        {"name": "size", "type": "string", "constraints": {"enum": ["s", "m"], "minLength": 1}},
        {"name": "b_id", "type": "integer"},
        {"name": "site", "type": "string", "format": "uri"},
        {"name": "year", "type": "year", "constraints": {"minimum": 1900}},
    ],
    "primaryKey": "id",
    "foreignKeys": [{"fields": "b_id", "reference": {"resource": "b", "fields": "id"}}],
}
TABLES = {
    "a": "id,name,kind,part,count,day,is_good,size,b_id,site,year\n"
    "p,P,x,0.5,3,2021-02-03,true,s,1,https://a.nl/,2020\n"
    "q,Q,,,,,,,,,\n",
    "b": "id\n1\n",
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Graph, Graph]:
    folder = tmp_path_factory.mktemp("small")
    schemas: dict[str, dict[str, Any]] = {
        "a": SCHEMA_A,
        "b": {"fields": fields(id="integer"), "primaryKey": "id"},
    }
    return graphs(make_package(folder / "p", TABLES, schemas), folder / "out")


def test_a_small_package_passes(small: tuple[Graph, Graph]) -> None:
    assert findings(*small) == set()


def test_the_shapes_are_sound_themselves(small: tuple[Graph, Graph]) -> None:
    data, shapes = small
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes, meta_shacl=True)
    assert conforms, text


P, Q = ID["a/p"], ID["a/q"]


def put(name: str, value: Any) -> Callable[[Graph], Any]:
    """Give a change that sets a field of the first row."""
    return lambda data: data.set((P, DEF[f"a.{name}"], value))


def also(name: str, value: Any) -> Callable[[Graph], Any]:
    """Give a change that adds a value to a field of the first row."""
    return lambda data: data.add((P, DEF[f"a.{name}"], value))


@pytest.mark.parametrize(
    ("change", "field", "component"),
    [
        (lambda data: data.remove((P, DEF["a.name"], None)), "name", "MinCount"),
        (also("name", Literal("other")), "name", "MaxCount"),
        (also("part", Literal("0.25", datatype=XSD.decimal)), "part", "MaxCount"),
        (put("name", Literal(5)), "name", "Datatype"),
        (put("name", Literal("P", lang="nl")), "name", "Datatype"),
        (put("count", Literal("drie")), "count", "Datatype"),
        (put("count", Literal(0)), "count", "MinInclusive"),
        (put("count", Literal(10)), "count", "MaxInclusive"),
        (put("part", Literal("1.5", datatype=XSD.decimal)), "part", "MaxExclusive"),
        (put("part", Literal("-0.1", datatype=XSD.decimal)), "part", "MinInclusive"),
        (put("day", Literal("2019-12-31", datatype=XSD.date)), "day", "MinInclusive"),
        (put("day", Literal("2021-02-03T00:00:00Z", datatype=XSD.dateTime)), "day", "Datatype"),
        (put("is_good", Literal("yes")), "is_good", "Datatype"),
        (put("id", Literal("P1")), "id", "Pattern"),
        (put("id", Literal("pppppp")), "id", "MaxLength"),
        (put("kind", URIRef(f"{BASE}/code/a.kind/z")), "kind", "In"),
        (put("kind", Literal("x")), "kind", "In"),
        (put("size", URIRef(f"{BASE}/code/a.size/xl")), "size", "In"),
        (put("b_id", ID["b/2"]), "b_id", "Class"),
        (put("b_id", Q), "b_id", "Class"),
        (put("year", Literal("2020")), "year", "Datatype"),
        (put("site", Literal("https://a.nl/")), "site", "Datatype"),
    ],
)
def test_each_kind_of_break_is_found(
    small: tuple[Graph, Graph], change: Callable[[Graph], Any], field: str, component: str
) -> None:
    data = Graph()
    for triple in small[0]:
        data.add(triple)
    change(data)
    found = findings(data, small[1])
    assert ("/id/a/p", f"/shape/a.{field}", f"{component}ConstraintComponent") in found
    # A reference that is text, or a number that is, breaks more than one condition of the field.
    assert {shape for _, shape, _ in found} == {f"/shape/a.{field}"}


@pytest.mark.parametrize("name", ["name", "id"])
def test_a_value_that_two_rows_have_is_found(small: tuple[Graph, Graph], name: str) -> None:
    data = Graph()
    for triple in small[0]:
        data.add(triple)
    value = data.value(P, DEF[f"a.{name}"])
    assert value is not None
    data.set((Q, DEF[f"a.{name}"], value))
    (found,) = findings(data, small[1])
    assert found[0] == str(value)
    assert found[2] == "QualifiedMaxCountConstraintComponent"


def test_a_row_without_a_name_of_its_own_is_found(small: tuple[Graph, Graph]) -> None:
    data = Graph().parse(data=f"[] a <{DEF['b']}> ; <{DEF['b.id']}> 7 .", format="turtle")
    found = findings(data, small[1])
    assert {(shape, component) for _, shape, component in found} == {
        ("/shape/b", "NodeKindConstraintComponent")
    }
