"""Reading tables back from RDF, with nothing but the shapes and the schemas.

The shapes say which property holds a field, the schemas to which field a reference leads.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from rdflib import DCTERMS, RDF, SH, SKOS, XSD, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from drenthe_data.descriptor import Package

_CASTS: dict[Node, Any] = {
    XSD.integer: int,
    XSD.decimal: float,
    XSD.double: float,
    XSD.boolean: lambda text: text == "true",
    XSD.gYear: int,
    XSD.date: date.fromisoformat,
    XSD.dateTime: datetime.fromisoformat,
    XSD.time: time.fromisoformat,
}


def parse(file: Path) -> Graph:
    """Parse a file as rdflib does by its ending."""
    with warnings.catch_warnings():
        # rdflib's own reader of JSON-LD uses a class that rdflib is going to take out.
        warnings.filterwarnings("ignore", "ConjunctiveGraph", DeprecationWarning)
        return Graph().parse(file, format="json-ld" if file.suffix == ".jsonld" else None)


class Reader:
    """Rebuilds the tables of a package from its graph."""

    def __init__(self, data: Graph, shapes: Graph, package: Package) -> None:
        self.data = data
        self.shapes = shapes
        self.package = package
        self.tables = {
            str(shapes.value(shape, DCTERMS.identifier)): shape
            for shape in shapes.subjects(SH.targetClass)
        }
        self.classes = {
            shapes.value(shape, SH.targetClass): name for name, shape in self.tables.items()
        }

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        """Give the rows of a table, in no order."""
        names = self.package.resource(table).schema.names
        kind = self.shapes.value(self.tables[table], SH.targetClass)
        subjects = self.data.subjects(RDF.type, kind)
        return [tuple(self.cell(table, name, row) for name in names) for row in subjects]

    def cell(self, table: str, name: str, row: Node) -> Any:
        """Give the value of a field in a row."""
        shape = self.field_shape(table, name)
        path = self.shapes.value(shape, SH.path)
        language = self.language(shape)
        found = [
            item
            for item in self.data.objects(row, path)
            if language is None or getattr(item, "language", None) == language
        ]
        assert len(found) <= 1, (table, name, row, found)
        return self.value(table, name, shape, found[0]) if found else None

    def field_shape(self, table: str, name: str) -> Node:
        """Give the shape of a field."""
        for shape in self.shapes.objects(self.tables[table], SH.property):
            if str(self.shapes.value(shape, DCTERMS.identifier)) == name:
                return shape
        raise AssertionError(f"{table}.{name} has no shape")

    def language(self, shape: Node) -> str | None:
        """Give the language that the values of a shape have."""
        inner = self.shapes.value(shape, SH.qualifiedValueShape)
        for place in (shape, inner):
            items = None if place is None else self.shapes.value(place, SH.languageIn)
            if items is not None:
                return str(next(iter(Collection(self.shapes, items))))
        return None

    def value(self, table: str, name: str, shape: Node, term: Node) -> Any:
        """Give what a term stands for in the table."""
        if isinstance(term, Literal):
            cast = _CASTS.get(term.datatype, str) if term.datatype else str
            return cast(str(term))
        target = self.shapes.value(shape, SH["class"])
        if target is not None:
            other = self.classes[target]
            return self.cell(other, self.referred(table, name), term)
        if (shape, SH["in"], None) in self.shapes:
            notation = self.data.value(term, SKOS.notation)
            return notation.toPython() if isinstance(notation, Literal) else None
        for kind in self.data.objects(term, RDF.type):
            if kind in self.classes:
                other = self.classes[kind]
                (key,) = self.package.resource(other).schema.primary_key
                return self.cell(other, key, term)
        assert isinstance(term, URIRef)
        return str(term)

    def referred(self, table: str, name: str) -> str:
        """Give the field that a reference leads to."""
        for key in self.package.resource(table).schema.foreign_keys:
            if key.fields == (name,):
                return key.reference_fields[0]
        raise AssertionError(f"{table}.{name} refers to nothing")


def sorted_rows(rows: Iterator[tuple[Any, ...]] | list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Sort rows whatever is in them."""
    return sorted(rows, key=lambda row: [(cell is not None, str(cell)) for cell in row])
