"""SHACL shapes made from the schemas: what the rows of each table must look like.

A shape says of each field its property, datatype or class, whether it must be there, and its
constraints. What SHACL cannot compare (years, durations) has no limits here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from drenthe_data.exporting.rdf.graph import Graph
from drenthe_data.exporting.rdf.tables import Column, RdfTable, RdfTables, labels
from drenthe_data.exporting.rdf.terms import (
    XSD,
    Iri,
    Items,
    Literal,
    Node,
    Term,
    known,
    text,
    typed,
)

_LIMITS = {
    "minimum": "sh:minInclusive",
    "maximum": "sh:maxInclusive",
    "exclusiveMinimum": "sh:minExclusive",
    "exclusiveMaximum": "sh:maxExclusive",
}
_COMPARED = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?"),
    XSD + "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    XSD + "dateTime": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"),
}
_LENGTHS = {"minLength": "sh:minLength", "maxLength": "sh:maxLength"}


def add_shapes(graph: Graph, tables: RdfTables, file: Iri) -> None:
    """Add the shapes of all tables.

    Args:
        graph: The graph of shapes.
        tables: The tables.
        file: Address of the file with the shapes.
    """
    graph.classes(file, (known("owl:Ontology"),))
    raw = tables.package.raw
    graph.texts(file, known("dct:title"), labels(raw, "title") or (text(tables.package.name),))
    if tables.package.version:
        graph.add(file, known("owl:versionInfo"), text(tables.package.version))
    for table in tables:
        shape = tables.names.shape(table.name)
        graph.classes(shape, (known("sh:NodeShape"),))
        said = table.resource.raw
        graph.texts(shape, known("rdfs:label"), labels(said, "title") or (text(table.name),))
        graph.texts(shape, known("rdfs:comment"), labels(said, "description"))
        graph.add(shape, known("dct:identifier"), text(table.name))
        graph.add(shape, known("sh:targetClass"), table.iri)
        graph.add(shape, known("sh:nodeKind"), known("sh:IRI"))
        for number, column in enumerate(table.columns.values(), start=1):
            iri = tables.names.shape(table.name, column.field.name)
            graph.add(shape, known("sh:property"), iri)
            _add_property(graph, tables, table, column, iri, number)
        for column in table.columns.values():
            if _is_unique(table, column):
                _add_uniqueness(graph, tables, table, column)


def _add_property(  # noqa: PLR0917
    graph: Graph, tables: RdfTables, table: RdfTable, column: Column, iri: Iri, number: int
) -> None:
    item = column.field
    graph.classes(iri, (known("sh:PropertyShape"),))
    graph.add(iri, known("sh:path"), column.property)
    graph.texts(iri, known("sh:name"), labels(item.raw, "title") or (text(item.name),))
    graph.texts(iri, known("sh:description"), labels(item.raw, "description"))
    graph.add(iri, known("sh:order"), typed(str(number), "integer"))
    graph.add(iri, known("dct:identifier"), text(item.name))
    unit = item.raw.get("unit")
    if isinstance(unit, str) and unit:
        graph.add(iri, known("schema:unitCode"), text(unit))
    is_needed = item.is_required or item.name in table.resource.schema.primary_key
    one = typed("1", "integer")
    said = list(_conditions(tables, column))
    shares = [other for other in table.columns.values() if other.property == column.property]
    if len(shares) == 1:
        if is_needed:
            graph.add(iri, known("sh:minCount"), one)
        graph.add(iri, known("sh:maxCount"), one)
        for name, value in said:
            graph.add(iri, name, value)
        return
    # Another field has the same property in another language: only one of its values is meant.
    graph.add(iri, known("sh:qualifiedValueShape"), Node(tuple(said)))
    if is_needed:
        graph.add(iri, known("sh:qualifiedMinCount"), one)
    graph.add(iri, known("sh:qualifiedMaxCount"), one)
    graph.add(iri, known("sh:uniqueLang"), typed("true", "boolean"))
    graph.add(iri, known("sh:maxCount"), typed(str(len(shares)), "integer"))


def _conditions(tables: RdfTables, column: Column) -> Iterator[tuple[Iri, Term]]:
    """Give what must be so of each value of a field."""
    if column.kind == "row":
        yield known("sh:nodeKind"), known("sh:IRI")
        yield known("sh:class"), tables[column.target].iri
    elif column.kind == "code" and column.code_list is not None:
        wanted = _codes(column)
        yield known("sh:in"), Items(tuple(column.code_list.codes[code][0] for code in wanted))
    elif column.kind in ("iri", "any-row"):
        yield known("sh:nodeKind"), known("sh:IRI")
    else:
        yield known("sh:datatype"), Iri(column.datatype)
        if column.language:
            yield known("sh:languageIn"), Items((text(column.language),))
        yield from _constraints(column)


def _codes(column: Column) -> list[str]:
    """Give the codes that this field may have, of all that are in its list."""
    assert column.code_list is not None  # noqa: S101
    item = column.field
    said = item.constraints.get("enum")
    if not isinstance(said, list):
        categories = item.raw.get("categories") or []
        said = [one.get("value") if isinstance(one, dict) else one for one in categories]
    return [code for code in dict.fromkeys(map(str, said)) if code in column.code_list.codes]


def _constraints(column: Column) -> Iterator[tuple[Iri, Term]]:
    constraints = column.field.constraints
    for key, name in _LIMITS.items():
        limit = _limit(constraints.get(key), column.datatype)
        if limit is not None:
            yield known(name), limit
    if column.field.type != "string":
        return
    for key, name in _LENGTHS.items():
        length = constraints.get(key)
        if isinstance(length, int) and not isinstance(length, bool) and length >= 0:
            yield known(name), typed(str(length), "integer")
    pattern = constraints.get("pattern")
    if isinstance(pattern, str) and _is_regex(pattern):
        yield known("sh:pattern"), text(f"^({pattern})$")
    enum = constraints.get("enum")
    if isinstance(enum, list) and enum:
        items = (Literal(str(value), column.datatype, column.language) for value in enum)
        yield known("sh:in"), Items(tuple(items))


def _is_regex(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _limit(value: object, datatype: str) -> Literal | None:
    """Give a limit as a value of the datatype, where SPARQL compares such values."""
    form = _COMPARED.get(datatype)
    if form is None or value is None or isinstance(value, bool):
        return None
    written = str(value)
    if isinstance(value, float):
        try:
            written = format(Decimal(repr(value)), "f")
        except InvalidOperation:
            return None
    if datatype == XSD + "integer":
        written = written.removesuffix(".0")
    return Literal(written, datatype) if form.fullmatch(written) else None


def _is_unique(table: RdfTable, column: Column) -> bool:
    if table.resource.schema.primary_key == (column.field.name,):
        return True
    return column.field.constraints.get("unique") is True


def _add_uniqueness(graph: Graph, tables: RdfTables, table: RdfTable, column: Column) -> None:
    """Say that no two rows have the same value, seen from the value."""
    iri = Iri(f"{tables.names.shape(table.name, column.field.name)}-unique")
    graph.classes(iri, (known("sh:NodeShape"),))
    graph.add(iri, known("sh:targetObjectsOf"), column.property)
    way_back = Node(((known("sh:inversePath"), column.property),))
    of_table = Node(((known("sh:class"), table.iri),))
    graph.add(
        iri,
        known("sh:property"),
        Node(
            (
                (known("sh:path"), way_back),
                (known("sh:qualifiedValueShape"), of_table),
                (known("sh:qualifiedMaxCount"), typed("1", "integer")),
            )
        ),
    )
