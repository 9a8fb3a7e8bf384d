"""Tables of figures as cubes of the RDF Data Cube Vocabulary (W3C, 2014).

The rows of the table are the observations. Every observation has a value for each dimension, and no
two have the same values for all; a cube that cannot have that is not made, and said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from drenthe_data.exceptions import DataError
from drenthe_data.exporting.rdf.graph import Graph
from drenthe_data.exporting.rdf.mapping import FILE, Component, CubeMapping
from drenthe_data.exporting.rdf.names import Names
from drenthe_data.exporting.rdf.tables import Column, RdfTable, RdfTables, labels
from drenthe_data.exporting.rdf.terms import (
    PREFIXES,
    Iri,
    Literal,
    Term,
    known,
    text,
    typed,
)

_PERIOD = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:/([0-9]{4})(?:-([0-9]{2}))?)?")
_SDMX = ("sdmx-dimension", "sdmx-attribute", "sdmx-measure")


@dataclass(slots=True)
class _Part:
    """A component of a cube with what it comes from.

    Attributes:
        said: What the mapping says of it.
        property: Its property.
        column: The column it is a copy of, if it is one.
        terms: Its value in each observation.
        is_new: Whether the property is written by the cube, not with the row.
        code_list: The list its values are from.
    """

    said: Component
    property: Iri
    column: Column | None
    terms: list[Term | None]
    is_new: bool
    code_list: Iri | None = None


def add_cubes(graph: Graph, tables: RdfTables) -> None:
    """Add the cubes of a mapping.

    Raises:
        DataError: When two observations have the same values for all dimensions, or one has none.
    """
    for cube in tables.mapping.cubes:
        _Cube(graph, tables, cube).add()


class _Cube:
    """One cube: its structure, its observations, its slices."""

    def __init__(self, graph: Graph, tables: RdfTables, cube: CubeMapping) -> None:
        self.graph = graph
        self.tables = tables
        self.cube = cube
        self.table = tables[cube.table]
        self.names: Names = tables.names
        self.iri = self.names.cube(cube.name)
        self.structure = self.names.cube(cube.name, "structure")

    def add(self) -> None:
        """Add everything."""
        dimensions = [self.part(item) for item in self.cube.dimensions]
        measures = [self.part(item) for item in self.cube.measures]
        attributes = [self.part(item) for item in self.cube.attributes]
        for item in (*dimensions, *measures):
            self.check_whole(item)
        self.check_different(dimensions)
        self.add_dataset()
        number = 0
        for kind, parts in (
            ("dimension", dimensions),
            ("measure", measures),
            ("attribute", attributes),
        ):
            for item in parts:
                number += 1
                self.add_component(kind, item, number)
                self.add_property(kind, item)
        for row, subject in enumerate(self.table.subjects):
            self.graph.classes(subject, (known("qb:Observation"),))
            self.graph.add(subject, known("qb:dataSet"), self.iri)
            for item in (*dimensions, *measures, *attributes):
                if item.is_new:
                    self.graph.add(subject, item.property, item.terms[row])
        for name, fixed in self.cube.slices.items():
            self.add_slices(name, [item for item in dimensions if item.said.source in fixed])

    def part(self, said: Component) -> _Part:
        """Work out the values of a component."""
        table = self.table
        column = table.columns.get(said.source.partition(".")[0])
        if said.property is None and column is not None:
            part = _Part(said, column.property, column, column.terms, is_new=False)
        else:
            terms = [self.value(table, number, said) for number in range(table.height)]
            part = _Part(said, said.property or self.iri, column, terms, is_new=True)
        if column is not None and said.value is None and not said.values and not said.is_period:
            part.code_list = self.code_list_of(said, column)
        return part

    def value(self, table: RdfTable, number: int, said: Component) -> Term | None:
        """Give the value of a component in a row."""
        if said.value is not None:
            return said.value
        if said.is_period:
            cell = table.texts[said.source][number]
            return None if cell is None else self.period(cell)
        if said.values:
            return said.values.get(table.texts[said.source][number] or "")
        found = self.tables.follow(table, number, said.source)
        if not found and said.missing is not None:
            return self.missing(said)
        return found[0] if found else None

    def missing(self, said: Component) -> Iri:
        """Give the concept that stands for an empty cell."""
        assert said.missing is not None  # noqa: S101
        code, dutch, english = said.missing
        target = self.table.columns[said.source].target
        scheme = self.tables.scheme(target) if target else self.iri
        concept = self.names.code(target or self.cube.name, code)
        self.graph.classes(concept, (known("skos:Concept"),))
        names = (text(english, "en"), text(dutch, "nl"))
        self.graph.texts(concept, known("skos:prefLabel"), names)
        self.graph.add(concept, known("skos:notation"), text(code))
        self.graph.add(concept, known("skos:inScheme"), scheme)
        self.graph.add(concept, known("skos:topConceptOf"), scheme)
        self.graph.add(scheme, known("skos:hasTopConcept"), concept)
        return concept

    def period(self, cell: str) -> Iri:
        """Give the period of a year, a month (``2012-12``) or of years (``2011/2012``)."""
        found = _PERIOD.fullmatch(cell)
        days = _days(found) if found else None
        if days is None:
            raise DataError(
                "bad-mapping",
                file=f"exports/{FILE}",
                place=f"cubes.{self.cube.name}",
                value=cell,
                expected=["2012", "2012-12", "2011/2012"],
                nearest="",
            )
        start, end = (day.isoformat() for day in days)
        iri = self.names.period(start, end)
        self.graph.classes(iri, (known("dct:PeriodOfTime"),))
        self.graph.add(iri, known("rdfs:label"), text(cell))
        self.graph.add(iri, known("dcat:startDate"), typed(start, "date"))
        self.graph.add(iri, known("dcat:endDate"), typed(end, "date"))
        return iri

    def code_list_of(self, said: Component, column: Column) -> Iri | None:
        """Give the list of codes that the values of a component are from."""
        for name in said.source.split(".")[1:]:
            column = self.tables[column.target].columns[name]
        if column.code_list is not None:
            return column.code_list.iri
        if column.kind == "row" and self.tables[column.target].mapping.is_scheme:
            return self.tables.scheme(column.target)
        return None

    def check_whole(self, part: _Part) -> None:
        """Check that every observation has a dimension or measure."""
        for number, value in enumerate(part.terms):
            if value is None:
                raise DataError(
                    "cube-lacks",
                    cube=self.cube.name,
                    table=self.cube.table,
                    row=number + 1,
                    field=part.said.source,
                )

    def check_different(self, dimensions: list[_Part]) -> None:
        """Check that no two observations are of the same thing."""
        seen: dict[tuple[Term | None, ...], int] = {}
        for number, values in enumerate(
            zip(*(item.terms for item in dimensions), strict=True), start=1
        ):
            other = seen.setdefault(values, number)
            if other != number:
                raise DataError(
                    "cube-twice",
                    cube=self.cube.name,
                    table=self.cube.table,
                    row=number,
                    other=other,
                    fields=[item.said.source for item in dimensions],
                )

    def add_dataset(self) -> None:
        """Add the cube and its structure."""
        graph, cube = self.graph, self.cube
        names = labels(cube.texts, "title") or labels(self.table.resource.raw, "title")
        about = labels(cube.texts, "description") or labels(self.table.resource.raw, "description")
        graph.classes(self.iri, (known("qb:DataSet"),))
        graph.texts(self.iri, known("rdfs:label"), names or (text(cube.name),))
        graph.texts(self.iri, known("dct:title"), names or (text(cube.name),))
        graph.texts(self.iri, known("rdfs:comment"), about)
        graph.add(self.iri, known("qb:structure"), self.structure)
        graph.add(self.iri, known("dct:isPartOf"), self.names.dataset())
        graph.add(self.names.dataset(), known("dct:hasPart"), self.iri)
        graph.classes(self.structure, (known("qb:DataStructureDefinition"),))
        graph.texts(self.structure, known("rdfs:label"), names or (text(cube.name),))

    def add_component(self, kind: str, part: _Part, number: int) -> None:
        """Add a component to the structure."""
        graph = self.graph
        iri = self.names.cube(self.cube.name, "component", str(number))
        graph.add(self.structure, known("qb:component"), iri)
        graph.classes(iri, (known("qb:ComponentSpecification"),))
        graph.add(iri, known(f"qb:{kind}"), part.property)
        graph.add(iri, known("qb:componentProperty"), part.property)
        graph.add(iri, known("qb:order"), typed(str(number), "integer"))
        if kind == "attribute":
            is_always = part.said.is_required and None not in part.terms
            required = "true" if is_always else "false"
            graph.add(iri, known("qb:componentRequired"), typed(required, "boolean"))
            graph.add(iri, known("qb:componentAttachment"), known("qb:Observation"))

    def add_property(self, kind: str, part: _Part) -> None:
        """Say of a property which kind of component it is, and what its values are."""
        graph, iri, column = self.graph, part.property, part.column
        graph.classes(iri, (known("rdf:Property"), known(f"qb:{kind.capitalize()}Property")))
        graph.add(iri, known("rdfs:subPropertyOf"), *part.said.parents)
        prefix = next((name for name in _SDMX if iri.startswith(PREFIXES[name])), "")
        for parent in (iri, *part.said.parents):
            for name in _SDMX:
                if parent.startswith(PREFIXES[name]):
                    local = parent.removeprefix(PREFIXES[name])
                    graph.add(iri, known("qb:concept"), Iri(PREFIXES["sdmx-concept"] + local))
        if part.is_new and not prefix and column is not None:
            names = labels(column.field.raw, "title") or (text(column.field.name),)
            graph.texts(iri, known("rdfs:label"), names)
        if part.code_list is not None and not (kind != "dimension" and prefix):
            graph.classes(iri, (known("qb:CodedProperty"),))
            graph.add(iri, known("qb:codeList"), part.code_list)
            graph.add(iri, known("rdfs:range"), known("skos:Concept"))
            if part.said.parent and column is not None:
                self.add_hierarchy(part.code_list, self.tables[column.target], part.said.parent)
        elif prefix:
            graph.add(iri, known("rdfs:range"), known("rdfs:Resource"))
        elif kind == "dimension" and part.is_new:
            literal = next((item for item in part.terms if isinstance(item, Literal)), None)
            named = Iri(literal.datatype) if literal is not None else known("rdfs:Resource")
            graph.add(iri, known("rdfs:range"), named)

    def add_hierarchy(self, scheme: Iri, table: RdfTable, parent: str) -> None:
        """Make a concept scheme a hierarchy from its roots down."""
        column = table.columns.get(parent)
        if column is None or column.mapping.inverse is None:
            raise DataError(
                "bad-mapping",
                file=f"exports/{FILE}",
                place=f"cubes.{self.cube.name}.parent",
                value=parent,
                expected=[
                    item.field.name for item in table.columns.values() if item.mapping.inverse
                ],
                nearest="",
            )
        self.graph.classes(scheme, (known("qb:HierarchicalCodeList"),))
        self.graph.add(scheme, known("qb:parentChildProperty"), column.mapping.inverse)
        for subject, above in zip(table.subjects, column.terms, strict=True):
            if above is None:
                self.graph.add(scheme, known("qb:hierarchyRoot"), subject)

    def add_slices(self, name: str, fixed: list[_Part]) -> None:
        """Add the slices that have the same values for some dimensions."""
        graph = self.graph
        key = self.names.cube(self.cube.name, "slice", name)
        graph.classes(key, (known("qb:SliceKey"),))
        graph.add(key, known("rdfs:label"), text(name))
        graph.add(self.structure, known("qb:sliceKey"), key)
        for item in fixed:
            graph.add(key, known("qb:componentProperty"), item.property)
        for values, rows in _groups(fixed).items():
            parts = [self.table.texts[item.said.source][rows[0]] or "~" for item in fixed]
            iri = self.names.cube(self.cube.name, "slice", name, *parts)
            graph.classes(iri, (known("qb:Slice"),))
            graph.add(self.iri, known("qb:slice"), iri)
            graph.add(iri, known("qb:sliceStructure"), key)
            for item, value in zip(fixed, values, strict=True):
                graph.add(iri, item.property, value)
            for row in rows:
                graph.add(iri, known("qb:observation"), self.table.subjects[row])


def _groups(fixed: list[_Part]) -> dict[tuple[Term | None, ...], list[int]]:
    found: dict[tuple[Term | None, ...], list[int]] = {}
    for row, values in enumerate(zip(*(item.terms for item in fixed), strict=True)):
        found.setdefault(values, []).append(row)
    return found


def _days(found: re.Match[str]) -> tuple[date, date] | None:
    """Give the first and the last day of a period."""
    year, month, last_year, last_month = found.groups()
    try:
        start = date(int(year), int(month or 1), 1)
        if last_year is None:
            last_year, last_month = year, month
        return start, _last_day(int(last_year), int(last_month or 12))
    except (ValueError, OverflowError):
        return None


def _last_day(year: int, month: int) -> date:
    if (year, month) == (date.max.year, date.max.month):
        return date.max
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)
