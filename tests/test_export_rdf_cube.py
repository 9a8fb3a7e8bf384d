"""The cubes of figures, checked by all integrity constraints of the RDF Data Cube Vocabulary.

IC-1 to IC-21 are those of section 11.1 of the recommendation of 2014-01-16, the preparation is the
normalization algorithm of section 10; IC-17 counts in its HAVING clause itself, because SPARQL does
not say that names of the SELECT clause are known there. Oxigraph runs them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph
import pytest

from drenthe_data import load
from drenthe_data.exceptions import DataError
from drenthe_data.exporting import export
from drenthe_data.loading import load_package
from tests.packages import ROOT, copy_of_package, fields, make_package

BASE = "https://data.example.org"
DATA = load(ROOT)
PREFIXES = """
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX def: <https://data.example.org/def/>
PREFIX cube: <https://data.example.org/cube/>
PREFIX sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>
PREFIX sdmx-attribute: <http://purl.org/linked-data/sdmx/2009/attribute#>
PREFIX sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#>
"""

NORMALIZATION = [
    # Phase 1: types and closures of components.
    """
    INSERT { ?o rdf:type qb:Observation . } WHERE { [] qb:observation ?o . } ;
    INSERT { ?o rdf:type qb:Observation . } WHERE { ?o qb:dataSet [] . } ;
    INSERT { ?s rdf:type qb:Slice . } WHERE { [] qb:slice ?s . } ;
    INSERT { ?cs qb:componentProperty ?p . ?p rdf:type qb:DimensionProperty . }
    WHERE { ?cs qb:dimension ?p . } ;
    INSERT { ?cs qb:componentProperty ?p . ?p rdf:type qb:MeasureProperty . }
    WHERE { ?cs qb:measure ?p . } ;
    INSERT { ?cs qb:componentProperty ?p . ?p rdf:type qb:AttributeProperty . }
    WHERE { ?cs qb:attribute ?p . }
    """,
    # Phase 2: attachments to the data set, to slices, to measures.
    """
    INSERT { ?obs ?comp ?value } WHERE {
        ?spec qb:componentProperty ?comp ; qb:componentAttachment qb:DataSet .
        ?dataset qb:structure [qb:component ?spec] ; ?comp ?value .
        ?obs qb:dataSet ?dataset .
    } ;
    INSERT { ?obs ?comp ?value } WHERE {
        ?spec qb:componentProperty ?comp ; qb:componentAttachment qb:Slice .
        ?dataset qb:structure [qb:component ?spec] ; qb:slice ?slice .
        ?slice ?comp ?value ; qb:observation ?obs .
    } ;
    INSERT { ?obs ?comp ?value } WHERE {
        ?dataset qb:structure [qb:component [qb:componentProperty ?comp]] ; qb:slice ?slice .
        ?comp a qb:DimensionProperty .
        ?slice ?comp ?value ; qb:observation ?obs .
    }
    """,
]

CONSTRAINTS = {
    "IC-1": """ASK {
        { ?obs a qb:Observation . FILTER NOT EXISTS { ?obs qb:dataSet ?dataset1 . } }
        UNION
        { ?obs a qb:Observation ; qb:dataSet ?dataset1, ?dataset2 .
          FILTER (?dataset1 != ?dataset2) }
    }""",
    "IC-2": """ASK {
        { ?dataset a qb:DataSet . FILTER NOT EXISTS { ?dataset qb:structure ?dsd . } }
        UNION
        { ?dataset a qb:DataSet ; qb:structure ?dsd1, ?dsd2 . FILTER (?dsd1 != ?dsd2) }
    }""",
    "IC-3": """ASK {
        ?dsd a qb:DataStructureDefinition .
        FILTER NOT EXISTS { ?dsd qb:component [qb:componentProperty [a qb:MeasureProperty]] }
    }""",
    "IC-4": """ASK {
        ?dim a qb:DimensionProperty . FILTER NOT EXISTS { ?dim rdfs:range [] }
    }""",
    "IC-5": """ASK {
        ?dim a qb:DimensionProperty ; rdfs:range skos:Concept .
        FILTER NOT EXISTS { ?dim qb:codeList [] }
    }""",
    "IC-6": """ASK {
        ?dsd qb:component ?componentSpec .
        ?componentSpec qb:componentRequired "false"^^xsd:boolean ; qb:componentProperty ?component .
        FILTER NOT EXISTS { ?component a qb:AttributeProperty }
    }""",
    "IC-7": """ASK {
        ?sliceKey a qb:SliceKey .
        FILTER NOT EXISTS { [a qb:DataStructureDefinition] qb:sliceKey ?sliceKey }
    }""",
    "IC-8": """ASK {
        ?slicekey a qb:SliceKey ; qb:componentProperty ?prop .
        ?dsd qb:sliceKey ?slicekey .
        FILTER NOT EXISTS { ?dsd qb:component [qb:componentProperty ?prop] }
    }""",
    "IC-9": """ASK {
        { ?slice a qb:Slice . FILTER NOT EXISTS { ?slice qb:sliceStructure ?key } }
        UNION
        { ?slice a qb:Slice ; qb:sliceStructure ?key1, ?key2 . FILTER (?key1 != ?key2) }
    }""",
    "IC-10": """ASK {
        ?slice qb:sliceStructure [qb:componentProperty ?dim] .
        FILTER NOT EXISTS { ?slice ?dim [] }
    }""",
    "IC-11": """ASK {
        ?obs qb:dataSet/qb:structure/qb:component/qb:componentProperty ?dim .
        ?dim a qb:DimensionProperty .
        FILTER NOT EXISTS { ?obs ?dim [] }
    }""",
    "IC-12": """ASK {
        FILTER (?allEqual)
        {
            SELECT (MIN(?equal) AS ?allEqual) WHERE {
                ?obs1 qb:dataSet ?dataset .
                ?obs2 qb:dataSet ?dataset .
                FILTER (?obs1 != ?obs2)
                ?dataset qb:structure/qb:component/qb:componentProperty ?dim .
                ?dim a qb:DimensionProperty .
                ?obs1 ?dim ?value1 .
                ?obs2 ?dim ?value2 .
                BIND (?value1 = ?value2 AS ?equal)
            } GROUP BY ?obs1 ?obs2
        }
    }""",
    "IC-13": """ASK {
        ?obs qb:dataSet/qb:structure/qb:component ?component .
        ?component qb:componentRequired "true"^^xsd:boolean ; qb:componentProperty ?attr .
        FILTER NOT EXISTS { ?obs ?attr [] }
    }""",
    "IC-14": """ASK {
        ?obs qb:dataSet/qb:structure ?dsd .
        FILTER NOT EXISTS { ?dsd qb:component/qb:componentProperty qb:measureType }
        ?dsd qb:component/qb:componentProperty ?measure .
        ?measure a qb:MeasureProperty .
        FILTER NOT EXISTS { ?obs ?measure [] }
    }""",
    "IC-15": """ASK {
        ?obs qb:dataSet/qb:structure ?dsd ; qb:measureType ?measure .
        ?dsd qb:component/qb:componentProperty qb:measureType .
        FILTER NOT EXISTS { ?obs ?measure [] }
    }""",
    "IC-16": """ASK {
        ?obs qb:dataSet/qb:structure ?dsd ; qb:measureType ?measure ; ?omeasure [] .
        ?dsd qb:component/qb:componentProperty qb:measureType ;
            qb:component/qb:componentProperty ?omeasure .
        ?omeasure a qb:MeasureProperty .
        FILTER (?omeasure != ?measure)
    }""",
    "IC-17": """ASK {
        {
            SELECT ?numMeasures WHERE {
                {
                    SELECT ?dsd (COUNT(?m) AS ?numMeasures) WHERE {
                        ?dsd qb:component/qb:componentProperty ?m .
                        ?m a qb:MeasureProperty .
                    } GROUP BY ?dsd
                }
                ?obs1 qb:dataSet/qb:structure ?dsd ; qb:dataSet ?dataset ; qb:measureType ?m1 .
                ?obs2 qb:dataSet ?dataset ; qb:measureType ?m2 .
                FILTER NOT EXISTS {
                    ?dsd qb:component/qb:componentProperty ?dim .
                    FILTER (?dim != qb:measureType)
                    ?dim a qb:DimensionProperty .
                    ?obs1 ?dim ?v1 .
                    ?obs2 ?dim ?v2 .
                    FILTER (?v1 != ?v2)
                }
            } GROUP BY ?obs1 ?numMeasures HAVING (COUNT(?obs2) != ?numMeasures)
        }
    }""",
    "IC-18": """ASK {
        ?dataset qb:slice ?slice . ?slice qb:observation ?obs .
        FILTER NOT EXISTS { ?obs qb:dataSet ?dataset . }
    }""",
    "IC-19 scheme": """ASK {
        ?obs qb:dataSet/qb:structure/qb:component/qb:componentProperty ?dim .
        ?dim a qb:DimensionProperty ; qb:codeList ?list .
        ?list a skos:ConceptScheme .
        ?obs ?dim ?v .
        FILTER NOT EXISTS { ?v a skos:Concept ; skos:inScheme ?list }
    }""",
    "IC-19 collection": """ASK {
        ?obs qb:dataSet/qb:structure/qb:component/qb:componentProperty ?dim .
        ?dim a qb:DimensionProperty ; qb:codeList ?list .
        ?list a skos:Collection .
        ?obs ?dim ?v .
        FILTER NOT EXISTS { ?v a skos:Concept . ?list skos:member+ ?v }
    }""",
}
# For each property found by the first query the second is asked.
HIERARCHIES = {
    "IC-20": (
        """SELECT ?p WHERE {
            ?hierarchy a qb:HierarchicalCodeList ; qb:parentChildProperty ?p . FILTER (isIRI(?p))
        }""",
        """ASK {
            ?obs qb:dataSet/qb:structure/qb:component/qb:componentProperty ?dim .
            ?dim a qb:DimensionProperty ; qb:codeList ?list .
            ?list a qb:HierarchicalCodeList .
            ?obs ?dim ?v .
            FILTER NOT EXISTS { ?list qb:hierarchyRoot/<$p>* ?v }
        }""",
    ),
    "IC-21": (
        """SELECT ?p WHERE {
            ?hierarchy a qb:HierarchicalCodeList ; qb:parentChildProperty ?pcp .
            FILTER (isBlank(?pcp))
            ?pcp owl:inverseOf ?p . FILTER (isIRI(?p))
        }""",
        """ASK {
            ?obs qb:dataSet/qb:structure/qb:component/qb:componentProperty ?dim .
            ?dim a qb:DimensionProperty ; qb:codeList ?list .
            ?list a qb:HierarchicalCodeList .
            ?obs ?dim ?v .
            FILTER NOT EXISTS { ?list qb:hierarchyRoot/(^<$p>)* ?v }
        }""",
    ),
}


def store_of(folder: Path, name: str) -> pyoxigraph.Store:
    """Load an export."""
    store = pyoxigraph.Store()
    store.bulk_load(path=str(folder / "rdf" / f"{name}.nt"), format=pyoxigraph.RdfFormat.N_TRIPLES)
    return store


def broken(store: pyoxigraph.Store) -> set[str]:
    """Normalize a graph; gives the constraints that it breaks."""
    for update in NORMALIZATION:
        store.update(PREFIXES + update)
    found = {name for name, query in CONSTRAINTS.items() if bool(store.query(PREFIXES + query))}
    for name, (select, ask) in HIERARCHIES.items():
        properties: Any = store.query(PREFIXES + select)
        for row in properties:
            query = ask.replace("$p", row["p"].value)
            if bool(store.query(PREFIXES + query)):
                found.add(name)
    return found


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    assert not export(DATA, ["rdf"], folder, base_url=BASE).failed
    return folder


def test_the_cubes_of_drenthe_break_no_constraint(exported: Path) -> None:
    assert broken(store_of(exported, "drenthe-data")) == set()


def test_every_figure_is_an_observation(exported: Path) -> None:
    store = store_of(exported, "drenthe-data")
    tables = {
        "budgets": "budget_amounts",
        "budget-changes": "budget_changes",
        "indicators": "indicator_values",
    }
    for cube, table in tables.items():
        query = f"SELECT (COUNT(?o) AS ?n) WHERE {{ ?o qb:dataSet cube:{cube} ; a def:{table} }}"
        rows: Any = store.query(PREFIXES + query)
        assert int(next(rows)["n"].value) == DATA.frames[table].height


def test_the_sum_of_a_slice_is_that_of_the_table(exported: Path) -> None:
    store = store_of(exported, "drenthe-data")
    rows: Any = store.query(
        PREFIXES
        + """
        SELECT ?slice (SUM(?amount) AS ?total) (COUNT(?o) AS ?n) WHERE {
            cube:budgets qb:slice ?slice . ?slice qb:observation ?o .
            ?o def:budget_amounts.amount_eur ?amount .
        } GROUP BY ?slice
        """
    )
    start = f"{BASE}/cube/budgets/slice/series/"
    answers = {
        tuple(row["slice"].value.removeprefix(start).split("/")): (
            int(row["total"].value),
            int(row["n"].value),
        )
        for row in rows
    }
    wanted: dict[tuple[str, str], tuple[int, int]] = {}
    for row in DATA.frames["budget_amounts"].iter_rows(named=True):
        key = (row["budget_line_id"], row["stage"])
        total, count = wanted.get(key, (0, 0))
        wanted[key] = (total + row["amount_eur"], count + 1)
    assert answers == wanted


def test_periods_are_days_from_and_to(exported: Path) -> None:
    store = store_of(exported, "drenthe-data")
    rows: Any = store.query(
        PREFIXES
        + """
        PREFIX dcat: <http://www.w3.org/ns/dcat#>
        SELECT DISTINCT ?cell ?start ?end WHERE {
            ?o sdmx-dimension:refPeriod ?p ; def:indicator_values.period ?cell .
            ?p dcat:startDate ?start ; dcat:endDate ?end .
        }
        """
    )
    found = {row["cell"].value: (row["start"].value, row["end"].value) for row in rows}
    assert set(found) == set(DATA.frames["indicator_values"]["period"])
    assert found["2012"] == ("2012-01-01", "2012-12-31")
    assert found["2012-12"] == ("2012-12-01", "2012-12-31")
    assert found["2013-01"] == ("2013-01-01", "2013-01-31")
    assert found["2011/2012"] == ("2011-01-01", "2012-12-31")


MAPPING = """
[tables.lines]
scheme = true
[tables.lines.fields]
parent = { property = "skos:broader", inverse = "skos:narrower" }

[[cubes]]
name = "money"
table = "amounts"
dimensions = [
    { from = "line", parent = "parent" },
    { from = "year", as = "period", property = "sdmx-dimension:refPeriod" },
    { from = "stage" },
]
measures = [{ from = "amount", kind_of = "sdmx-measure:obsValue" }]
attributes = [
    { from = "unit", property = "sdmx-attribute:unitMeasure" },
    { from = "note", required = false },
]
slices = { series = ["line", "stage"] }
"""
AMOUNTS = "line,year,stage,amount,unit,note\n" + "".join(
    f"{line},{year},{stage},{number},eur,\n"
    for number, (line, year, stage) in enumerate(
        (line, year, stage)
        for line in ("total", "a", "b")
        for year in (2025, 2026)
        for stage in ("actual", "budget")
    )
)


def small_package(folder: Path, amounts: str = AMOUNTS, mapping: str = MAPPING) -> Path:
    """Make a package with a budget of three lines."""
    codes = {"type": "string", "constraints": {"enum": ["actual", "budget"]}}
    lines = {
        "fields": fields("id", "parent"),
        "primaryKey": "id",
        "foreignKeys": [{"fields": "parent", "reference": {"resource": "", "fields": "id"}}],
    }
    amount_fields = fields(
        "line",
        year="year",
        stage=codes,
        amount="integer",
        unit={"type": "string", "constraints": {"enum": ["eur"]}},
        note="string",
    )
    table = {
        "fields": amount_fields,
        "uniqueKeys": [["line", "year", "stage"]],
        "foreignKeys": [{"fields": "line", "reference": {"resource": "lines", "fields": "id"}}],
    }
    text = {"lines": "id,parent\ntotal,\na,total\nb,total\n", "amounts": amounts}
    package = make_package(folder, text, {"lines": lines, "amounts": table})
    (package / "exports" / "rdf").mkdir(parents=True)
    (package / "exports" / "rdf" / "mapping.toml").write_text(mapping, encoding="utf-8")
    return package


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    package = small_package(folder / "p")
    assert not export(load_package(package), ["rdf"], folder, base_url=BASE).failed
    return folder


def test_a_cube_of_another_package_breaks_no_constraint(small: Path) -> None:
    assert broken(store_of(small, "small")) == set()


ROW = f"<{BASE}/id/amounts/a/2025/actual>"
OTHER = f"<{BASE}/id/amounts/a/2026/actual>"
SLICE = f"<{BASE}/cube/money/slice/series/a/actual>"
STRUCTURE = f"<{BASE}/cube/money/structure>"
# A second cube with a dimension for measures, of two measures.
MEASURES = """
    <urn:x:set> a qb:DataSet ; qb:structure <urn:x:dsd> .
    <urn:x:dsd> a qb:DataStructureDefinition ;
        qb:component [qb:dimension qb:measureType], [qb:dimension <urn:x:dim>],
            [qb:measure <urn:x:m1>], [qb:measure <urn:x:m2>] .
    qb:measureType a qb:DimensionProperty ; rdfs:range qb:MeasureProperty .
    <urn:x:dim> a qb:DimensionProperty ; rdfs:range xsd:integer .
    <urn:x:o1> a qb:Observation ; qb:dataSet <urn:x:set> ; <urn:x:dim> 1 ;
        qb:measureType <urn:x:m1> ; <urn:x:m1> 5 .
    <urn:x:o2> a qb:Observation ; qb:dataSet <urn:x:set> ; <urn:x:dim> 1 ;
        qb:measureType <urn:x:m2> ; <urn:x:m2> 6 .
"""


@pytest.mark.parametrize(
    ("constraint", "update"),
    [
        ("IC-1", f"DELETE WHERE {{ {ROW} qb:dataSet ?x }}"),
        ("IC-1", f"INSERT DATA {{ {ROW} qb:dataSet <urn:x:other> }}"),
        ("IC-2", "DELETE WHERE { cube:money qb:structure ?x }"),
        ("IC-2", "INSERT DATA { cube:money qb:structure <urn:x:other> }"),
        ("IC-3", "DELETE { ?c ?p ?o } WHERE { ?c qb:measure ?x ; ?p ?o }"),
        ("IC-4", "DELETE WHERE { sdmx-dimension:refPeriod rdfs:range ?x }"),
        ("IC-5", "DELETE WHERE { def:amounts.stage qb:codeList ?x }"),
        (
            "IC-6",
            "INSERT { ?c qb:componentRequired false } WHERE { ?c qb:dimension def:amounts.line }",
        ),
        ("IC-7", "DELETE WHERE { ?x qb:sliceKey ?y }"),
        ("IC-8", "INSERT { ?k qb:componentProperty def:lines.id } WHERE { ?k a qb:SliceKey }"),
        ("IC-9", f"DELETE WHERE {{ {SLICE} qb:sliceStructure ?x }}"),
        ("IC-9", f"INSERT DATA {{ {SLICE} qb:sliceStructure <urn:x:other> }}"),
        ("IC-10", f"DELETE WHERE {{ {SLICE} def:amounts.stage ?x }}"),
        ("IC-11", f"DELETE WHERE {{ {ROW} sdmx-dimension:refPeriod ?x }}"),
        (
            "IC-12",
            (
                f"DELETE {{ {ROW} sdmx-dimension:refPeriod ?x }} "
                f"INSERT {{ {ROW} sdmx-dimension:refPeriod ?y }} WHERE "
                f"{{ {ROW} sdmx-dimension:refPeriod ?x . {OTHER} sdmx-dimension:refPeriod ?y }}"
            ),
        ),
        ("IC-13", f"DELETE WHERE {{ {ROW} sdmx-attribute:unitMeasure ?x }}"),
        ("IC-14", f"DELETE WHERE {{ {ROW} def:amounts.amount ?x }}"),
        (
            "IC-15",
            f"INSERT DATA {{ {MEASURES} }} ; DELETE WHERE {{ <urn:x:o1> <urn:x:m1> ?x }}",
        ),
        ("IC-16", f"INSERT DATA {{ {MEASURES} <urn:x:o1> <urn:x:m2> 7 }}"),
        ("IC-17", f"INSERT DATA {{ {MEASURES} }} ; DELETE WHERE {{ <urn:x:o2> ?p ?o }}"),
        ("IC-18", f"INSERT DATA {{ <urn:x:set> qb:slice {SLICE} }}"),
        ("IC-19 scheme", f"DELETE WHERE {{ <{BASE}/id/lines/a> skos:inScheme ?x }}"),
        (
            "IC-19 collection",
            "INSERT { ?list a skos:Collection } WHERE { def:amounts.stage qb:codeList ?list }",
        ),
        ("IC-20", f"DELETE WHERE {{ <{BASE}/id/lines/total> skos:narrower ?x }}"),
        (
            "IC-21",
            (
                "DELETE { ?l qb:parentChildProperty ?p } "
                "INSERT { ?l qb:parentChildProperty _:b . _:b owl:inverseOf <urn:x:parent> } "
                "WHERE { ?l qb:parentChildProperty ?p }"
            ),
        ),
    ],
)
def test_each_constraint_sees_a_cube_that_breaks_it(
    small: Path, constraint: str, update: str
) -> None:
    store = store_of(small, "small")
    store.update(PREFIXES + update)
    assert constraint in broken(store)


def test_a_cube_with_a_dimension_for_measures_breaks_no_constraint() -> None:
    store = pyoxigraph.Store()
    store.update(PREFIXES + f"INSERT DATA {{ {MEASURES} }}")
    assert broken(store) == set()


def failure(package: Path, folder: Path) -> DataError:
    """Give why a package was not exported."""
    cause = export(load_package(package), ["rdf"], folder, base_url=BASE).failed["rdf"].__cause__
    assert isinstance(cause, DataError)
    return cause


def test_two_observations_of_the_same_thing_are_said(tmp_path: Path) -> None:
    mapping = MAPPING.replace('    { from = "stage" },\n', "").replace(', "stage"]', "]")
    error = failure(small_package(tmp_path / "p", mapping=mapping), tmp_path)
    assert error.message("en") == (
        "The cube money has two observations of the same thing: rows 1 and 2 of amounts are the "
        "same in line, year. Add a dimension to the mapping that tells them apart."
    )
    assert error.message("nl") == (
        "De kubus money heeft twee waarnemingen van hetzelfde: rij 1 en 2 van amounts zijn gelijk "
        "in line, year. Zet een dimensie in de mapping die ze onderscheidt."
    )


def test_an_observation_without_a_value_is_said(tmp_path: Path) -> None:
    amounts = AMOUNTS.replace("total,2025,actual,0", "total,2025,actual,")
    error = failure(small_package(tmp_path / "p", amounts), tmp_path)
    assert error.message("en") == (
        "The cube money lacks a value: row 1 of amounts has no amount. Every observation needs its "
        'dimensions and measures; add "missing" to the mapping, or take the cube out.'
    )
    assert error.message("nl") == (
        "In de kubus money ontbreekt een waarde: rij 1 van amounts heeft geen amount. Elke "
        'waarneming heeft haar dimensies en maten nodig; zet "missing" in de mapping, of haal de '
        "kubus weg."
    )


def test_a_period_that_is_none_is_said(tmp_path: Path) -> None:
    package = copy_of_package(tmp_path / "p")
    file = package / "exports" / "rdf" / "mapping.toml"
    text = file.read_text(encoding="utf-8").replace('{ from = "period", as', '{ from = "id", as')
    file.write_text(text, encoding="utf-8")
    error = failure(package, tmp_path)
    assert error.params["place"] == "cubes.indicators"
    assert "Expected: 2012, 2012-12, 2011/2012." in error.message("en")
    assert "Verwacht: 2012, 2012-12, 2011/2012." in error.message("nl")


def test_a_cube_without_rows_is_a_cube(tmp_path: Path) -> None:
    package = small_package(tmp_path / "p", amounts=AMOUNTS.split("\n", maxsplit=1)[0] + "\n")
    assert not export(load_package(package), ["rdf"], tmp_path, base_url=BASE).failed
    assert broken(store_of(tmp_path, "small")) == set()
