"""Lists of codes as concept schemes of SKOS."""

from __future__ import annotations

from drenthe_data.exporting.rdf.graph import Graph
from drenthe_data.exporting.rdf.mapping import CodeMapping
from drenthe_data.exporting.rdf.tables import CodeList, RdfTables, labels
from drenthe_data.exporting.rdf.terms import known, text


def add_code_lists(graph: Graph, tables: RdfTables) -> None:
    """Add each list of codes that a field of the package takes its values from."""
    for codes in tables.code_lists.values():
        _add_code_list(graph, codes, tables.mapping.codes.get(codes.name, CodeMapping()))


def _add_code_list(graph: Graph, codes: CodeList, said: CodeMapping) -> None:
    scheme = codes.iri
    graph.classes(scheme, (known("skos:ConceptScheme"),))
    _, first = codes.fields[0]
    names = labels(first.raw, "title") or (text(codes.name),)
    graph.texts(scheme, known("skos:prefLabel"), names)
    graph.texts(scheme, known("dct:title"), names)
    graph.texts(scheme, known("dct:description"), labels(first.raw, "description"))
    for code, (concept, notation, terms) in codes.codes.items():
        graph.add(scheme, known("skos:hasTopConcept"), concept)
        graph.classes(concept, (known("skos:Concept"), *said.classes))
        graph.texts(concept, known("skos:prefLabel"), terms)
        graph.add(concept, known("skos:notation"), notation)
        graph.add(concept, known("skos:inScheme"), scheme)
        graph.add(concept, known("skos:topConceptOf"), scheme)
        graph.add(concept, known("skos:exactMatch"), said.same.get(code))
