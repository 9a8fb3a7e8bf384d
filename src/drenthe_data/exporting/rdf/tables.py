"""The tables of a package as terms: each row has a name, each cell a term.

Whether a column is written as numbers, as references or as addresses is decided for the column as a
whole, so that what stands under one property is all of one kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from decimal import Decimal
from math import isfinite
from typing import Any

import polars as pl

from drenthe_data.descriptor import Field, Package, Resource
from drenthe_data.exporting.rdf.mapping import FieldMapping, RdfMapping, TableMapping
from drenthe_data.exporting.rdf.names import Names
from drenthe_data.exporting.rdf.terms import (
    RDF,
    XSD,
    Iri,
    Literal,
    Term,
    is_address,
    known,
    part,
    text,
)
from drenthe_data.loading import LoadedPackage

_TIMES = {
    "date": "%Y-%m-%d",
    "datetime": "%Y-%m-%dT%H:%M:%S%.fZ",
    "time": "%H:%M:%S%.f",
}
_DATATYPES = {
    "integer": "integer",
    "number": "decimal",
    "boolean": "boolean",
    "date": "date",
    "datetime": "dateTime",
    "time": "time",
    "year": "gYear",
    "yearmonth": "gYearMonth",
    "duration": "duration",
}
# A type whose text is not of the datatype in every cell is written as text.
_FORMS = {
    "yearmonth": re.compile(r"-?[0-9]{4,}-(?:0[1-9]|1[0-2])"),
    "duration": re.compile(
        r"-?P(?=.)(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?"
        r"(?:T(?=.)(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?)?"
    ),
}
_JSON_TYPES = ("object", "array", "geojson")


def texts_of(series: pl.Series, kind: str) -> list[str | None]:
    """Give the cells of a column as the texts that XML Schema has for their type."""
    if kind in _TIMES and series.dtype.is_temporal():
        return series.dt.to_string(_TIMES[kind]).to_list()
    write: Callable[[Any], str] = _WRITERS.get(kind, str)
    if series.dtype == pl.String:
        return series.to_list()
    return [None if value is None else write(value) for value in series.to_list()]


def _decimal(value: float) -> str:
    if not isfinite(value):
        return "NaN" if value != value else "INF" if value > 0 else "-INF"  # noqa: PLR0124
    return format(Decimal(repr(value)), "f")


def _year(value: int) -> str:
    return f"-{-value:04d}" if value < 0 else f"{value:04d}"


_WRITERS: Mapping[str, Callable[[Any], str]] = {
    "number": _decimal,
    "year": _year,
    "boolean": lambda value: "true" if value else "false",
}


@dataclass(slots=True)
class CodeList:
    """A list of codes that a field takes its values from.

    Attributes:
        name: Its name.
        iri: Its address.
        codes: Of each code its address, its value and its labels.
        fields: The tables and fields that use it.
    """

    name: str
    iri: Iri
    codes: dict[str, tuple[Iri, Literal, tuple[Literal, ...]]]
    fields: list[tuple[Resource, Field]] = default(default_factory=list)


@dataclass(slots=True)
class Column:
    """A field of a table and how it is written.

    Attributes:
        field: The field.
        mapping: What the mapping says of it.
        property: The property it is read back by.
        others: Further properties with the same values.
        kind: ``literal``, ``iri``, ``code``, ``row`` (a row of ``target``) or ``any-row``.
        datatype: Address of the datatype, of a literal.
        language: Language of its texts.
        is_own: Whether the property is the package's own.
        target: Name of the table it refers to.
        target_field: Field of that table that has the same value.
        code_list: The codes it takes its values from.
        terms: The term of each cell.
    """

    field: Field
    mapping: FieldMapping
    property: Iri
    others: tuple[Iri, ...]
    kind: str = "literal"
    datatype: str = ""
    language: str = ""
    is_own: bool = True
    target: str = ""
    target_field: str = ""
    code_list: CodeList | None = None
    terms: list[Term | None] = default(default_factory=list)


class RdfTable:
    """A table: its rows by name, its cells as texts and as terms.

    Attributes:
        name: Its name.
        resource: Its resource.
        mapping: What the mapping says of it.
        iri: The class of its rows.
        texts: The cells of each field as texts.
        subjects: The names of the rows.
        columns: How each field is written; filled in when all tables are there.
    """

    def __init__(
        self, resource: Resource, frame: pl.DataFrame, mapping: TableMapping, names: Names
    ) -> None:
        self.name = resource.name
        self.resource = resource
        self.mapping = mapping
        self.iri = names.table_class(self.name)
        self.height = frame.height
        self.texts = {
            item.name: texts_of(frame[item.name], item.type) for item in resource.schema.fields
        }
        self.subjects = [names.row(self.name, key) for key in self._keys()]
        self.columns: dict[str, Column] = {}
        self._indexes: dict[str, dict[str, int] | None] = {}

    def _keys(self) -> list[str]:
        """Give what tells each row from all others: its key, or else its number."""
        schema = self.resource.schema
        for key in (schema.primary_key, *schema.unique_keys):
            if not key:
                continue
            cells = [self.texts[name] for name in key]
            found = [
                "/".join("~" if value is None else part(value) for value in row)
                for row in zip(*cells, strict=True)
            ]
            if len(set(found)) == len(found):
                return found
        return [f"~{number}" for number in range(1, self.height + 1)]

    def index(self, name: str) -> dict[str, int] | None:
        """Give the row of each value of a field, when no two rows have the same."""
        if name not in self._indexes:
            found: dict[str, int] | None = {}
            for number, value in enumerate(self.texts[name]):
                if value is None or found is None:
                    continue
                if value in found:
                    found = None
                    break
                found[value] = number
            self._indexes[name] = found
        return self._indexes[name]

    def where(self, number: int, wanted: Mapping[str, tuple[str, ...]]) -> bool:
        """Tell whether fields of a row have wanted values; an empty cell is the value ``""``."""
        return all((self.texts[name][number] or "") in values for name, values in wanted.items())


class RdfTables:
    """All tables of a package, with the lists of codes that their fields use."""

    def __init__(self, data: LoadedPackage, mapping: RdfMapping, names: Names) -> None:
        self.package: Package = data.package
        self.source_field = _source_field(data.package.raw)
        self.mapping = mapping
        self.names = names
        self.code_lists: dict[str, CodeList] = {}
        self.tables = {
            item.name: RdfTable(item, data.frames[item.name], mapping.table(item.name), names)
            for item in data.package.resources
        }
        for table in self.tables.values():
            taken: set[tuple[Iri, str]] = set()
            for item in table.resource.schema.fields:
                column = self._column(table, item)
                if (column.property, column.language) in taken:
                    # Two fields under one property could not be told apart.
                    column.property = names.property(table.name, item.name)
                    column.is_own = True
                taken.add((column.property, column.language))
                table.columns[item.name] = column
            for column in table.columns.values():
                column.others = tuple(
                    name for name in column.others if (name, column.language) not in taken
                )

    def __iter__(self) -> Iterator[RdfTable]:
        return iter(self.tables.values())

    def __getitem__(self, name: str) -> RdfTable:
        return self.tables[name]

    def scheme(self, table: str) -> Iri:
        """Give the concept scheme of a table whose rows are concepts."""
        return self.names.code_list(table)

    def follow(self, table: RdfTable, number: int, path: str) -> list[Term]:
        """Give what a field of a row refers to; with dots, a field of the row it refers to."""
        first, _, rest = path.partition(".")
        column = table.columns[first]
        if not rest:
            return [item for item in self.listed(table, number, column) if item is not None]
        value = table.texts[first][number]
        target = self.tables.get(column.target)
        index = None if target is None else target.index(column.target_field)
        if value is None or target is None or index is None or value not in index:
            return []
        return self.follow(target, index[value], rest)

    def listed(self, table: RdfTable, number: int, column: Column) -> list[Term | None]:
        """Give the term of a cell; of a list of keys, the rows it names."""
        wanted = column.field.list_of
        value = table.texts[column.field.name][number]
        if wanted is None or value is None:
            return [column.terms[number]]
        target = self.tables.get(wanted[0])
        index = target.index(wanted[1]) if target and wanted[1] in target.texts else None
        if target is None or index is None:
            return [column.terms[number]]
        return [
            target.subjects[index[key]]
            for key in (item.strip() for item in value.split(wanted[2]))
            if key in index
        ]

    def _column(self, table: RdfTable, item: Field) -> Column:
        said = table.mapping.fields.get(item.name, FieldMapping())
        own = self.names.property(table.name, item.name)
        properties = said.properties
        if not properties and item.name == self.source_field:
            properties = (known("prov:wasDerivedFrom"),)
        is_own = not properties
        properties = properties or (own,)
        column = Column(item, said, properties[0], properties[1:], is_own=is_own)
        texts = table.texts[item.name]
        for fill in (self._any_rows, self._rows, self._codes, self._addresses):
            if fill(table, column, texts):
                return column
        self._literals(column, texts)
        return column

    def _any_rows(self, table: RdfTable, column: Column, texts: list[str | None]) -> bool:
        """Write keys of rows of the table that another field of the row names."""
        if not column.mapping.refers_by:
            return False
        found: list[Term | None] = []
        for name, key in zip(table.texts[column.mapping.refers_by], texts, strict=True):
            target = self.tables.get(name or "")
            primary = target.resource.schema.primary_key if target else ()
            index = target.index(primary[0]) if target and len(primary) == 1 else None
            if key is None:
                found.append(None)
            elif target is None or index is None or key not in index:
                return False
            else:
                found.append(target.subjects[index[key]])
        column.kind, column.terms = "any-row", found
        return True

    def _rows(self, table: RdfTable, column: Column, texts: list[str | None]) -> bool:
        """Write references to rows of another table, or of the same."""
        for key in table.resource.schema.foreign_keys:
            if key.fields != (column.field.name,):
                continue
            target = self.tables.get(key.resource or table.name)
            index = target.index(key.reference_fields[0]) if target else None
            if target is None or index is None:
                continue
            try:
                column.terms = [
                    None if value is None else target.subjects[index[value]] for value in texts
                ]
            except KeyError:
                continue
            column.kind, column.target = "row", target.name
            column.target_field = key.reference_fields[0]
            return True
        return False

    def _codes(self, table: RdfTable, column: Column, texts: list[str | None]) -> bool:
        """Write codes as concepts."""
        item = column.field
        if item.type not in ("string", "integer"):
            return False
        codes = _codes_of(item)
        if not codes or any(value is not None and value not in codes for value in texts):
            return False
        name = column.mapping.code_list or f"{part(table.name)}.{part(item.name)}"
        datatype = XSD + _DATATYPES.get(item.type, "string")
        found = self.code_lists.setdefault(name, CodeList(name, self.names.code_list(name), {}))
        for code, labels in codes.items():
            iri = self.names.code(name, code)
            found.codes.setdefault(code, (iri, Literal(code, datatype), labels))
        found.fields.append((table.resource, item))
        column.kind, column.code_list = "code", found
        column.terms = [None if value is None else found.codes[value][0] for value in texts]
        return True

    def _addresses(self, table: RdfTable, column: Column, texts: list[str | None]) -> bool:
        """Write addresses of things."""
        del table
        if not column.mapping.is_iri:
            return False
        if not all(value is None or is_address(value) for value in texts):
            return False
        column.kind = "iri"
        column.terms = [None if value is None else Iri(value) for value in texts]
        return True

    def _literals(self, column: Column, texts: list[str | None]) -> None:
        column.datatype = datatype_of(column.field, texts)
        if column.mapping.language and column.datatype == XSD + "string":
            column.language = column.mapping.language
            column.datatype = RDF + "langString"
        column.terms = [
            None if value is None else Literal(value, column.datatype, column.language)
            for value in texts
        ]


def _source_field(raw: Mapping[str, Any]) -> str:
    """Give the field that names the source of a row, when rows cite sources."""
    evidence = raw.get("evidence")
    citation = evidence.get("citation") if isinstance(evidence, dict) else None
    name = citation.get("source") if isinstance(citation, dict) else None
    return name if isinstance(name, str) else ""


def datatype_of(item: Field, texts: list[str | None]) -> str:
    """Give the datatype of a column."""
    if item.type in _JSON_TYPES:
        return RDF + "JSON"
    if item.type == "number" and not all(value is None or value[-1].isdigit() for value in texts):
        return XSD + "double"  # xsd:decimal has no NaN and no INF
    form = _FORMS.get(item.type)
    if form is not None and not all(value is None or form.fullmatch(value) for value in texts):
        return XSD + "string"
    if item.type == "string" and item.format == "uri":
        is_uri = all(value is None or is_address(value) for value in texts)
        return XSD + ("anyURI" if is_uri else "string")
    return XSD + _DATATYPES.get(item.type, "string")


def _codes_of(item: Field) -> dict[str, tuple[Literal, ...]]:
    """Give the codes of a field with their labels."""
    found: dict[str, tuple[Literal, ...]] = {}
    categories = item.raw.get("categories")
    if isinstance(categories, list):
        for category in categories:
            said = category if isinstance(category, dict) else {"value": category}
            if said.get("value") is not None:
                found[str(said["value"])] = labels(said, "label")
    enum = item.constraints.get("enum")
    if isinstance(enum, list) and (found or item.type == "string"):
        for value in enum:
            found.setdefault(str(value), ())
    return {code: said or (text(code),) for code, said in found.items()}


def labels(said: Mapping[str, Any], key: str) -> tuple[Literal, ...]:
    """Give a text in Dutch and English; alone, its language is not known."""
    english, dutch = said.get(key), said.get(f"{key}_nl")
    if not english and not dutch:
        return ()
    if not dutch:
        return (text(str(english)),)
    return tuple(
        text(str(value), language) for value, language in ((english, "en"), (dutch, "nl")) if value
    )


__all__ = ["CodeList", "Column", "RdfTable", "RdfTables", "labels", "texts_of"]
