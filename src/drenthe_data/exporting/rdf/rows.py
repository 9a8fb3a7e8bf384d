"""Adding the rows of tables: their classes, their cells, what links them, where they come from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from drenthe_data.exporting.rdf.graph import Graph
from drenthe_data.exporting.rdf.mapping import Link
from drenthe_data.exporting.rdf.tables import Column, RdfTable, RdfTables, labels
from drenthe_data.exporting.rdf.terms import Iri, Literal, Term, is_address, known, text

_LINES = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9}))?")


def add_vocabulary(graph: Graph, tables: RdfTables) -> None:
    """Say what the classes and properties of the package's own mean."""
    for table in tables:
        graph.classes(table.iri, (known("rdfs:Class"), known("owl:Class")))
        _describe(graph, table.iri, table.resource.raw, table.name)
        graph.add(table.iri, known("rdfs:subClassOf"), *table.mapping.classes)
        graph.add(table.iri, known("rdfs:isDefinedBy"), tables.names.dataset())
        for column in table.columns.values():
            if column.is_own:
                _add_property(graph, tables, table, column)
        for key in _joint_keys(table):
            iri = tables.names.property(table.name, *key.fields)
            target = tables[key.resource or table.name]
            graph.classes(iri, (known("rdf:Property"), known("owl:ObjectProperty")))
            graph.add(iri, known("rdfs:label"), text(", ".join(key.fields)))
            graph.add(iri, known("rdfs:domain"), table.iri)
            graph.add(iri, known("rdfs:range"), target.iri)


def _describe(graph: Graph, iri: Iri, said: Mapping[str, Any], name: str) -> None:
    graph.texts(iri, known("rdfs:label"), labels(said, "title") or (text(name),))
    graph.texts(iri, known("rdfs:comment"), labels(said, "description"))


def _add_property(graph: Graph, tables: RdfTables, table: RdfTable, column: Column) -> None:
    iri, item = column.property, column.field
    is_value = column.kind == "literal"
    kind = known("owl:DatatypeProperty" if is_value else "owl:ObjectProperty")
    graph.classes(iri, (known("rdf:Property"), kind))
    _describe(graph, iri, item.raw, item.name)
    graph.add(iri, known("rdfs:domain"), table.iri)
    graph.add(iri, known("rdfs:subPropertyOf"), *column.mapping.parents)
    if is_value:
        graph.add(iri, known("rdfs:range"), Iri(column.datatype))
    elif column.kind == "code":
        graph.add(iri, known("rdfs:range"), known("skos:Concept"))
    elif column.kind == "row":
        graph.add(iri, known("rdfs:range"), tables[column.target].iri)
    graph.add(iri, known("rdfs:isDefinedBy"), tables.names.dataset())
    unit = item.raw.get("unit")
    if isinstance(unit, str) and unit:
        graph.add(iri, known("schema:unitCode"), text(unit))
        graph.add(iri, known("sdmx-attribute:unitMeasure"), tables.mapping.units.get(unit))


def _joint_keys(table: RdfTable) -> list[Any]:
    return [key for key in table.resource.schema.foreign_keys if len(key.fields) > 1]


def add_rows(graph: Graph, tables: RdfTables) -> None:
    """Add all rows of all tables."""
    for table in tables:
        _add_table(graph, tables, table)


def _add_table(graph: Graph, tables: RdfTables, table: RdfTable) -> None:
    mapping = table.mapping
    label = mapping.label or _label_of(table)
    if any(column.property == known("rdfs:label") for column in table.columns.values()):
        label = ""
    for number, subject in enumerate(table.subjects):
        graph.classes(subject, (table.iri, *mapping.classes))
        for rule in mapping.classes_where:
            if table.where(number, rule.where):
                graph.classes(subject, rule.classes)
        if label:
            term = table.columns[label].terms[number]
            graph.add(subject, known("rdfs:label"), term)
        for column in table.columns.values():
            _add_cell(graph, subject, column, number)
    _add_joint_references(graph, tables, table)
    for link in mapping.links:
        _add_links(graph, tables, table, link)
    if mapping.is_scheme:
        _add_scheme(graph, tables, table)


def _label_of(table: RdfTable) -> str:
    """Give the field that names rows, where the mapping does not say it."""
    for name in ("label", "name", "title"):
        column = table.columns.get(name)
        if column is not None and column.kind == "literal" and column.field.type == "string":
            return name
    return ""


def _add_cell(graph: Graph, subject: Iri, column: Column, number: int) -> None:
    term = column.terms[number]
    if term is None:
        return
    for name in (column.property, *column.others):
        graph.add(subject, name, term)
    if column.mapping.inverse is not None and isinstance(term, Iri):
        graph.add(term, column.mapping.inverse, subject)


def _add_joint_references(graph: Graph, tables: RdfTables, table: RdfTable) -> None:
    """Link rows by keys of several fields."""
    for key in _joint_keys(table):
        target = tables[key.resource or table.name]
        rows = {
            values: target.subjects[number]
            for number, values in enumerate(
                zip(*(target.texts[name] for name in key.reference_fields), strict=True)
            )
        }
        name = tables.names.property(table.name, *key.fields)
        cells = zip(*(table.texts[item] for item in key.fields), strict=True)
        for subject, values in zip(table.subjects, cells, strict=True):
            if None not in values:
                graph.add(subject, name, rows.get(values))


def _add_links(graph: Graph, tables: RdfTables, table: RdfTable, link: Link) -> None:
    for number, row in enumerate(table.subjects):
        if not table.where(number, link.where):
            continue
        subjects = tables.follow(table, number, link.subject) if link.subject else [row]
        objects = tables.follow(table, number, link.object) if link.object else [row]
        if link.pattern is not None:
            objects = list(_found(link.pattern, link.address, objects))
        for subject in subjects:
            if isinstance(subject, Iri):
                graph.add(subject, link.property, *(item for item in objects if item != subject))


def _found(pattern: re.Pattern[str], address: str, objects: Iterable[Term]) -> Iterator[Term]:
    """Give the addresses that what a pattern finds in texts or addresses makes."""
    for item in objects:
        written = item.text if isinstance(item, Literal) else item
        for match in pattern.finditer(written) if isinstance(written, str) else ():
            found = address.replace("{}", match[match.lastindex or 0])
            if is_address(found):
                yield Iri(found)


def _add_scheme(graph: Graph, tables: RdfTables, table: RdfTable) -> None:
    """Make a table a concept scheme, its rows the concepts in it."""
    scheme = tables.scheme(table.name)
    graph.classes(scheme, (known("skos:ConceptScheme"),))
    said = table.resource.raw
    names = labels(said, "title") or (text(table.name),)
    graph.texts(scheme, known("skos:prefLabel"), names)
    graph.texts(scheme, known("dct:title"), names)
    graph.texts(scheme, known("dct:description"), labels(said, "description"))
    above = known("skos:broader")
    for subject in table.subjects:
        graph.classes(subject, (known("skos:Concept"),))
        graph.add(subject, known("skos:inScheme"), scheme)
        if above not in graph.things[subject]:
            graph.add(subject, known("skos:topConceptOf"), scheme)
            graph.add(scheme, known("skos:hasTopConcept"), subject)


def add_citations(graph: Graph, tables: RdfTables, evidence: Mapping[str, Any]) -> None:
    """Say of each row that cites lines of a source which passages it was taken from."""
    citation = evidence.get("citation")
    if not isinstance(citation, dict):
        return
    source_name, lines_name = citation.get("source"), citation.get("lines")
    for table in tables:
        source, lines = table.columns.get(str(source_name)), table.columns.get(str(lines_name))
        if source is None or lines is None or source.kind != "row":
            continue
        for number, subject in enumerate(table.subjects):
            document = source.terms[number]
            cited = table.texts[str(lines_name)][number]
            if not isinstance(document, Iri):
                continue
            graph.classes(subject, (known("prov:Entity"),))
            for found in _LINES.finditer(cited or ""):
                first, last = int(found[1]), int(found[2] or found[1])
                passage = tables.names.passage(document, first, last)
                graph.add(subject, known("prov:hadPrimarySource"), passage)
                _add_passage(graph, passage, document, first, last)


def _add_passage(graph: Graph, passage: Iri, document: Iri, first: int, last: int) -> None:
    if passage in graph.things:
        return
    lines = str(first) if first == last else f"{first}-{last}"
    graph.classes(passage, (known("prov:Entity"),))
    graph.add(passage, known("dct:isPartOf"), document)
    graph.add(passage, known("bibo:locator"), text(lines))
