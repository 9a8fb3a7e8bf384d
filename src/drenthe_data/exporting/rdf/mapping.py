"""What a package's tables and fields are called in RDF: reading ``exports/rdf/mapping.toml``.

A mapping names classes for tables, properties for fields, further links, and the cubes of figures.
What it does not name gets names of its own, so a package needs no mapping. Every name in it is
checked: a table that the package lacks is passed over, everything else that is not known is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from drenthe_data.descriptor import Package, Resource
from drenthe_data.exceptions import DataError
from drenthe_data.exporting.job import Job
from drenthe_data.exporting.profile import read_toml
from drenthe_data.exporting.rdf.terms import PREFIXES, SCHEMES, Iri, is_address
from drenthe_data.messages import nearest

FILE = "rdf/mapping.toml"
_PREFIX = re.compile(r"[A-Za-z](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class FieldMapping:
    """What a field is called and how its values are written.

    Attributes:
        properties: The properties its values stand under; the first is the one it is read back by.
            None: a property of its own.
        parents: Properties that its own property is a kind of.
        language: The language of its texts, when it is known.
        is_iri: Whether its values are addresses of things, not texts.
        inverse: The property that leads back from what it refers to.
        refers_by: The field that names the table in which its values are keys.
        code_list: Name of its list of codes, when other fields use the same.
    """

    properties: tuple[Iri, ...] = ()
    parents: tuple[Iri, ...] = ()
    language: str = ""
    is_iri: bool = False
    inverse: Iri | None = None
    refers_by: str = ""
    code_list: str = ""


@dataclass(frozen=True, slots=True)
class Classes:
    """Classes of the rows of a table in which fields have certain values."""

    where: Mapping[str, tuple[str, ...]]
    classes: tuple[Iri, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A triple of each row of a table besides those of its fields.

    Attributes:
        subject: Field whose value refers to the subject, or several with dots between; empty for
            the row itself.
        property: The property.
        object: As ``subject``; empty when ``pattern`` gives it.
        where: Values that fields must have.
        pattern: What is looked for in the texts of ``object``; each find gives an address.
        address: The address, with ``{}`` for what was found.
    """

    subject: str
    property: Iri
    object: str
    where: Mapping[str, tuple[str, ...]]
    pattern: re.Pattern[str] | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class TableMapping:
    """What a table is called, and whether its rows are concepts."""

    classes: tuple[Iri, ...] = ()
    classes_where: tuple[Classes, ...] = ()
    label: str = ""
    is_scheme: bool = False
    fields: Mapping[str, FieldMapping] = field(default_factory=dict)
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeMapping:
    """What is known of a list of codes: classes of its concepts, and what a code is elsewhere."""

    classes: tuple[Iri, ...] = ()
    same: Mapping[str, Iri] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Component:
    """A dimension, measure or attribute of a cube.

    Attributes:
        source: Field with its value, or several with dots between; empty when ``value`` gives it.
        property: Its property; none: that of the field.
        value: The value of all observations.
        values: What the values of the field are called; a value that is not here has none.
        is_period: Whether the value is a period: a year, ``2012-12`` or ``2011/2012``.
        is_required: Whether each observation has it.
        missing: Code, name in Dutch and in English of what stands for an empty cell.
        parents: Properties that its property is a kind of.
        parent: Field of the table it refers to that leads to the row above, in a hierarchy.
    """

    source: str = ""
    property: Iri | None = None
    value: Iri | None = None
    values: Mapping[str, Iri] = field(default_factory=dict)
    is_period: bool = False
    is_required: bool = True
    missing: tuple[str, str, str] | None = None
    parents: tuple[Iri, ...] = ()
    parent: str = ""


@dataclass(frozen=True, slots=True)
class CubeMapping:
    """A table whose rows are observations of a Data Cube."""

    name: str
    table: str
    texts: Mapping[str, str]
    dimensions: tuple[Component, ...]
    measures: tuple[Component, ...]
    attributes: tuple[Component, ...]
    slices: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class RdfMapping:
    """All that is said of the tables of a package."""

    prefixes: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, TableMapping] = field(default_factory=dict)
    codes: Mapping[str, CodeMapping] = field(default_factory=dict)
    cubes: tuple[CubeMapping, ...] = ()
    units: Mapping[str, Iri] = field(default_factory=dict)

    def table(self, name: str) -> TableMapping:
        """Give what is said of a table."""
        return self.tables.get(name, TableMapping())


def read_mapping(job: Job, own: Mapping[str, str]) -> RdfMapping:
    """Read the mapping of a package.

    The mapping that comes with the software is for the package that it names; one in the folder
    ``exports/`` of a package is for that package.

    Args:
        job: The export.
        own: Prefixes of the package's own names, such as ``def``.

    Raises:
        DataError: When something in it is not known or not usable.
    """
    package = job.data.package
    path = job.setting(FILE)
    if path is None:
        return RdfMapping()
    raw = read_toml(path)
    if not path.is_relative_to(package.root) and raw.get("package") != package.name:
        return RdfMapping()
    return _Reader(package, raw, own).mapping()


class _Reader:
    """Reads one mapping; each place is known by its keys with dots between."""

    def __init__(self, package: Package, raw: Mapping[str, Any], own: Mapping[str, str]) -> None:
        self.package = package
        self.raw = raw
        self.prefixes: dict[str, str] = {**PREFIXES, **own}

    def wrong(self, place: str, value: object, expected: object, near: str = "") -> NoReturn:
        raise DataError(
            "bad-mapping",
            file=f"exports/{FILE}",
            place=place,
            value=str(value),
            expected=expected,
            nearest=near,
        )

    def one_of(self, place: str, value: str, known: Iterable[str]) -> str:
        names = list(known)
        if value not in names:
            self.wrong(place, value, names, nearest(value, names))
        return value

    def part(self, raw: object, place: str, keys: Iterable[str] | None = None) -> dict[str, Any]:
        """Give a table of the file whose keys are known."""
        if not isinstance(raw, dict):
            self.wrong(place, raw, "{ ... }")
        for key in raw:
            if keys is not None:
                self.one_of(f"{place}.{key}" if place else key, key, keys)
        return raw

    def parts(self, raw: object, place: str, keys: Iterable[str]) -> list[dict[str, Any]]:
        if not isinstance(raw, list):
            self.wrong(place, raw, "[[...]]")
        return [self.part(item, f"{place}[{number}]", keys) for number, item in enumerate(raw)]

    def text(self, raw: object, place: str) -> str:
        if not isinstance(raw, str):
            self.wrong(place, raw, '"..."')
        return raw

    def flag(self, raw: object, place: str) -> bool:
        if not isinstance(raw, bool):
            self.wrong(place, raw, ["true", "false"])
        return raw

    def iri(self, raw: object, place: str) -> Iri:
        """Give the address that a short form or an address stands for."""
        name = self.text(raw, place)
        prefix, colon, local = name.partition(":")
        if colon and not local.startswith("//") and prefix in self.prefixes:
            found = self.prefixes[prefix] + local
        else:
            found = name
            if not is_address(name):
                self.wrong(place, name, "prefix:name", nearest(prefix, self.prefixes))
        if not is_address(found):
            self.wrong(place, name, "prefix:name")
        return Iri(found)

    def iris(self, raw: object, place: str) -> tuple[Iri, ...]:
        items = raw if isinstance(raw, list) else [raw]
        return tuple(self.iri(item, place) for item in items)

    def mapping(self) -> RdfMapping:
        raw = self.part(self.raw, "", ("package", "prefixes", "tables", "codes", "cubes", "units"))
        for prefix, start in self.part(raw.get("prefixes", {}), "prefixes").items():
            place = f"prefixes.{prefix}"
            if not _PREFIX.fullmatch(prefix) or prefix in SCHEMES:
                self.wrong(place, prefix, "a-z")
            if not is_address(self.text(start, place)):
                self.wrong(place, start, "https://...")
            self.prefixes[prefix] = start
        resources = {item.name: item for item in self.package.resources}
        tables = {
            name: self.table(item, f"tables.{name}", resources[name])
            for name, item in self.part(raw.get("tables", {}), "tables").items()
            if name in resources
        }
        codes = {
            name: self.code_list(item, f"codes.{name}")
            for name, item in self.part(raw.get("codes", {}), "codes").items()
        }
        cubes = [
            self.cube(item, f"cubes[{number}]", resources)
            for number, item in enumerate(self.parts(raw.get("cubes", []), "cubes", _CUBE_KEYS))
            if item.get("table") in resources or not isinstance(item.get("table"), str)
        ]
        units = self.addresses(raw.get("units", {}), "units")
        return RdfMapping(self.prefixes, tables, codes, tuple(cubes), units)

    def addresses(self, raw: object, place: str) -> dict[str, Iri]:
        return {
            code: self.iri(item, f"{place}.{code}") for code, item in self.part(raw, place).items()
        }

    def code_list(self, raw: object, place: str) -> CodeMapping:
        part = self.part(raw, place, ("class", "same"))
        return CodeMapping(
            self.iris(part.get("class", []), f"{place}.class"),
            self.addresses(part.get("same", {}), f"{place}.same"),
        )

    def table(self, raw: object, place: str, resource: Resource) -> TableMapping:
        part = self.part(raw, place, ("class", "classes", "label", "scheme", "fields", "links"))
        names = resource.schema.names
        label = part.get("label", "")
        if label:
            self.one_of(f"{place}.label", self.text(label, f"{place}.label"), names)
        fields = {}
        for name, item in self.part(part.get("fields", {}), f"{place}.fields").items():
            where = f"{place}.fields.{name}"
            self.one_of(where, name, names)
            fields[name] = self.field(item, where, names)
        return TableMapping(
            classes=self.iris(part.get("class", []), f"{place}.class"),
            classes_where=tuple(
                Classes(
                    self.where(item.get("where", {}), f"{place}.classes", names),
                    self.iris(item.get("class", []), f"{place}.classes"),
                )
                for item in self.parts(
                    part.get("classes", []), f"{place}.classes", ("where", "class")
                )
            ),
            label=label,
            is_scheme=self.flag(part.get("scheme", False), f"{place}.scheme"),
            fields=fields,
            links=tuple(
                self.link(item, f"{place}.links[{number}]", resource)
                for number, item in enumerate(
                    self.parts(part.get("links", []), f"{place}.links", _LINK_KEYS)
                )
            ),
        )

    def field(self, raw: object, place: str, names: list[str]) -> FieldMapping:
        if not isinstance(raw, dict):
            return FieldMapping(properties=self.iris(raw, place))
        part = self.part(raw, place, _FIELD_KEYS)
        language = self.text(part.get("language", ""), f"{place}.language")
        if language and not _LANGUAGE.fullmatch(language):
            self.wrong(f"{place}.language", language, ["nl", "en"])
        refers_by = self.text(part.get("refers_by", ""), f"{place}.refers_by")
        if refers_by:
            self.one_of(f"{place}.refers_by", refers_by, names)
        code_list = self.text(part.get("code_list", ""), f"{place}.code_list")
        inverse = part.get("inverse")
        return FieldMapping(
            properties=self.iris(part.get("property", []), f"{place}.property"),
            parents=self.iris(part.get("kind_of", []), f"{place}.kind_of"),
            language=language,
            is_iri=self.flag(part.get("iri", False), f"{place}.iri"),
            inverse=None if inverse is None else self.iri(inverse, f"{place}.inverse"),
            refers_by=refers_by,
            code_list=code_list,
        )

    def where(self, raw: object, place: str, names: list[str]) -> dict[str, tuple[str, ...]]:
        found = {}
        for name, values in self.part(raw, f"{place}.where").items():
            self.one_of(f"{place}.where.{name}", name, names)
            items = values if isinstance(values, list) else [values]
            found[name] = tuple(
                str(item).lower() if isinstance(item, bool) else str(item) for item in items
            )
        return found

    def path(self, raw: object, place: str, resource: Resource) -> str:
        """Check the first field of a path; the others are looked up in the tables it leads to."""
        path = self.text(raw, place)
        for number, name in enumerate(path.split(".")):
            if number == 0:
                self.one_of(place, name, resource.schema.names)
                continue
            before = path.split(".")[number - 1]
            keys = [key for key in resource.schema.foreign_keys if key.fields == (before,)]
            if not keys:
                self.wrong(place, path, [key.fields[0] for key in resource.schema.foreign_keys])
            resource = self.package.resource(keys[0].resource or resource.name)
            self.one_of(place, name, resource.schema.names)
        return path

    def link(self, part: dict[str, Any], place: str, resource: Resource) -> Link:
        subject, object_ = part.get("subject", ""), part.get("object", "")
        pattern, address = part.get("pattern"), self.text(part.get("address", ""), place)
        compiled = None
        if pattern is not None:
            try:
                compiled = re.compile(self.text(pattern, f"{place}.pattern"))
            except re.error:
                self.wrong(f"{place}.pattern", pattern, "regex")
            if address != "{}" and not is_address(address.replace("{}", "1")):
                self.wrong(f"{place}.address", address, "https://.../{}")
        return Link(
            subject=self.path(subject, f"{place}.subject", resource) if subject else "",
            property=self.iri(part.get("property"), f"{place}.property"),
            object=self.path(object_, f"{place}.object", resource) if object_ else "",
            where=self.where(part.get("where", {}), place, resource.schema.names),
            pattern=compiled,
            address=address,
        )

    def cube(
        self, part: dict[str, Any], place: str, resources: Mapping[str, Resource]
    ) -> CubeMapping:
        table = self.one_of(
            f"{place}.table", self.text(part.get("table"), f"{place}.table"), resources
        )
        resource = resources[table]
        name = self.text(part.get("name"), f"{place}.name")
        if not _PREFIX.fullmatch(name):
            self.wrong(f"{place}.name", name, "a-z")
        groups = {
            group: tuple(
                self.component(item, f"{place}.{group}[{number}]", resource)
                for number, item in enumerate(
                    self.parts(part.get(group, []), f"{place}.{group}", _COMPONENT_KEYS)
                )
            )
            for group in ("dimensions", "measures", "attributes")
        }
        for group in ("dimensions", "measures"):
            if not groups[group]:
                self.wrong(f"{place}.{group}", "", "from")
        sources = [item.source for item in groups["dimensions"]]
        slices = {}
        for key, fixed in self.part(part.get("slices", {}), f"{place}.slices").items():
            if not _PREFIX.fullmatch(key) or not isinstance(fixed, list):
                self.wrong(f"{place}.slices", key, "[...]")
            slices[key] = tuple(
                self.one_of(f"{place}.slices.{key}", str(item), sources) for item in fixed
            )
        texts: dict[str, str] = {
            key: self.text(part[key], f"{place}.{key}")
            for key in ("title", "title_nl", "description", "description_nl")
            if key in part
        }
        return CubeMapping(name, table, texts, **groups, slices=slices)

    def component(self, part: dict[str, Any], place: str, resource: Resource) -> Component:
        source = part.get("from", "")
        missing = part.get("missing")
        if missing is not None:
            item = self.part(missing, f"{place}.missing", ("code", "name", "name_en"))
            missing = tuple(
                self.text(item.get(key), f"{place}.missing.{key}")
                for key in ("code", "name", "name_en")
            )
        name, value = part.get("property"), part.get("value")
        if not source and (value is None or name is None):
            self.wrong(f"{place}.from", source, resource.schema.names)
        if name is None and ("as" in part or "values" in part or missing or "." in source):
            self.wrong(f"{place}.property", "", "prefix:name")
        if "as" in part:
            self.one_of(f"{place}.as", self.text(part["as"], f"{place}.as"), ["period"])
        return Component(
            source=self.path(source, f"{place}.from", resource) if source else "",
            property=None if name is None else self.iri(name, f"{place}.property"),
            value=None if value is None else self.iri(value, f"{place}.value"),
            values=self.addresses(part.get("values", {}), f"{place}.values"),
            is_period="as" in part,
            is_required=self.flag(part.get("required", True), f"{place}.required"),
            missing=missing,
            parents=self.iris(part.get("kind_of", []), f"{place}.kind_of"),
            parent=self.text(part.get("parent", ""), f"{place}.parent"),
        )


_FIELD_KEYS = ("property", "kind_of", "language", "iri", "inverse", "refers_by", "code_list")
_LINK_KEYS = ("subject", "property", "object", "where", "pattern", "address")
_CUBE_KEYS = (
    "name",
    "table",
    "title",
    "title_nl",
    "description",
    "description_nl",
    "dimensions",
    "measures",
    "attributes",
    "slices",
)
_COMPONENT_KEYS = (
    "from",
    "property",
    "value",
    "values",
    "as",
    "required",
    "missing",
    "kind_of",
    "parent",
)
