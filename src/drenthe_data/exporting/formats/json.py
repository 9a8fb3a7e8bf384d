"""JSON: every table as an array, nested documents, and the JSON Schema of all of them.

What a document holds is said by a file of ``exports/json/``: the table it is made of, and its
parts, which are rows of other tables, or one row, or documents again::

    table = "clusters"
    [parts.partners]
    table = "cluster_partners"
    where = { cluster_id = "id" }
    [parts.partners.parts.partner]
    table = "partners"
    where = { id = "partner_id" }
    is_one = true
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

from drenthe_data.descriptor import Package
from drenthe_data.exceptions import DataError
from drenthe_data.exporting.job import Job
from drenthe_data.exporting.json_schema import DRAFT, row_schema
from drenthe_data.exporting.profile import FOLDER, read_toml
from drenthe_data.exporting.typed import is_json, is_list, is_point, table_file
from drenthe_data.exporting.values import json_text, plain_rows
from drenthe_data.loading import LoadedPackage
from drenthe_data.messages import nearest
from drenthe_data.writing import write_text

_KEYS = ("table", "where", "only", "without", "is_one", "parts")
_FORMS = {
    "where": '{ field = "field" }',
    "only": '{ field = "value" }',
    "without": '["field"]',
    "parts": "[parts.name]",
}
_TEXTS = ("title", "title_nl", "description", "description_nl")


def export(job: Job) -> list[Path]:
    """Write ``json/<table>.json``, ``json/documents/<name>.json`` and ``json/schema.json``.

    Raises:
        DataError: When a file of ``exports/json/`` is not written as it must be.
    """
    data = job.data
    tables = _Tables(data)
    parts = read_documents(data.package)
    written = []
    for resource in data.package.resources:
        target = table_file(job, resource, "json")
        write_text(target, _array(tables.rows(resource.name)))
        written.append(target)
    folder = job.folder / job.profile.name
    for name, part in parts.items():
        target = folder / "documents" / f"{name}.json"
        rows = tables.rows(part.table)
        write_text(target, _array(part.filled(row, tables) for row in rows if part.takes(row)))
        written.append(target)
    name = "schema"
    while folder / f"{name}.json" in written:
        name += "_"
    target = folder / f"{name}.json"
    schema = _schema(data, parts, f"{job.base_url}/{job.profile.name}/{name}.json")
    lines = ",\n".join(f"  {json_text(k)}: {json_text(v)}" for k, v in schema["$defs"].items())
    head = json_text({key: value for key, value in schema.items() if key != "$defs"})
    write_text(target, f'{head[:-1]},"$defs":{{\n{lines}\n}}}}\n')
    return [*written, target]


def _array(rows: Iterable[dict[str, Any]]) -> str:
    """Write an array with an object on each line."""
    lines = ",\n".join(map(json_text, rows))
    return f"[\n{lines}\n]\n" if lines else "[]\n"


@dataclass(frozen=True)
class Part:
    """Rows of a table as a part of a document, or as documents.

    Attributes:
        table: The table.
        where: Its fields that must be equal to fields of the row that it is a part of.
        only: Its fields that must have a value.
        without: Fields that are left out, because the document says them already.
        is_one: Whether it is one row, or ``null``, instead of an array.
        parts: Its own parts, by name.
        texts: Title and description, of a document.
    """

    table: str
    where: Mapping[str, str]
    only: Mapping[str, Any]
    without: tuple[str, ...]
    is_one: bool
    parts: Mapping[str, Part]
    texts: Mapping[str, str] = field(default_factory=dict)

    def takes(self, row: Mapping[str, Any]) -> bool:
        """Tell whether a row of the table belongs to the part."""
        return all(row[name] == value for name, value in self.only.items())

    def filled(self, row: Mapping[str, Any], tables: _Tables) -> dict[str, Any]:
        """Give a row with all its parts."""
        own = {name: value for name, value in row.items() if name not in self.without}
        for name, part in self.parts.items():
            found = [part.filled(other, tables) for other in tables.find(part, row)]
            own[name] = (found[0] if found else None) if part.is_one else found
        return own


class _Tables:
    """The rows of all tables, and where they are by the values of some fields."""

    def __init__(self, data: LoadedPackage) -> None:
        self._data = data
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self._places: dict[tuple[str, ...], dict[tuple[Any, ...], list[dict[str, Any]]]] = {}

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Give the rows of a table."""
        if table not in self._rows:
            schema = self._data.package.resource(table).schema
            self._rows[table] = list(plain_rows(schema.fields, self._data.frames[table]))
        return self._rows[table]

    def find(self, part: Part, row: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Give the rows of a part that belong to a row."""
        wanted = tuple(row[name] for name in part.where.values())
        if any(value is None for value in wanted):
            return []
        place = (part.table, *part.where)
        if place not in self._places:
            found: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
            for other in self.rows(part.table):
                found.setdefault(tuple(other[name] for name in part.where), []).append(other)
            self._places[place] = found
        return [other for other in self._places[place].get(wanted, []) if part.takes(other)]


def read_documents(package: Package) -> dict[str, Part]:
    """Read the files of ``exports/json/`` of a package, by name; none when it has no such folder.

    Raises:
        DataError: When one names a table or field that is not there, or has an unknown key.
    """
    folder = package.root / FOLDER / "json"
    found = {}
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        raw = read_toml(path)
        texts = {key: str(raw.pop(key)) for key in _TEXTS if key in raw}
        reader = _Reader(package, path.relative_to(package.root).as_posix())
        found[path.stem] = reader.part(raw, None, texts)
    return found


@dataclass(frozen=True)
class _Reader:
    """Reads the parts of one file."""

    package: Package
    file: str

    @cached_property
    def tables(self) -> list[str]:
        """The tables of the package."""
        return [resource.name for resource in self.package.resources]

    def part(self, raw: Mapping[str, Any], above: str | None, texts: Mapping[str, str]) -> Part:
        """Read a part; ``above`` is the table of which it is a part."""
        for key in raw:
            if key not in _KEYS:
                self.wrong(key, _KEYS)
        table = str(raw.get("table"))
        if table not in self.tables:
            raise DataError(
                "view-table", file=self.file, table=table, nearest=nearest(table, self.tables)
            )
        names = self.package.resource(table).schema.names
        for key, kind in {"where": dict, "only": dict, "without": list, "parts": dict}.items():
            if not isinstance(raw.get(key, kind()), kind):
                self.wrong(str(raw[key]), [_FORMS[key]])
        where, only = dict(raw.get("where", {})), dict(raw.get("only", {}))
        without = tuple(map(str, raw.get("without", ())))
        for name in (*where, *only, *without):
            if name not in names:
                self.wrong(name, names)
        if above is not None:
            others = self.package.resource(above).schema.names
            if not where:
                raise DataError("profile-lacks", file=self.file, expected=["where"])
            for name in where.values():
                if name not in others:
                    self.wrong(str(name), others)
            self.check_single(table, where)
            self.check_single(above, where.values())
        parts = {}
        for name, below in dict(raw.get("parts", {})).items():
            if not isinstance(below, dict):
                self.wrong(str(below), [_FORMS["parts"]])
            parts[name] = self.part(below, table, {})
        for name in parts:
            if name in names and name not in without:
                self.wrong(name, ())
        return Part(
            table,
            where,
            only,
            without,
            bool(raw.get("is_one", False)),
            parts,
            texts,
        )

    def check_single(self, table: str, names: Iterable[str]) -> None:
        """Check that fields have single values, by which rows can be found."""
        fields = self.package.resource(table).schema.fields
        single = [
            item.name for item in fields if not (is_json(item) or is_list(item) or is_point(item))
        ]
        for name in names:
            if name not in single:
                self.wrong(name, single)

    def wrong(self, value: str, known: Iterable[str]) -> None:
        """Say that a name cannot be used."""
        known = list(known)
        near = nearest(value, known)
        raise DataError("document-name", file=self.file, value=value, nearest=near, expected=known)


def _schema(data: LoadedPackage, parts: Mapping[str, Part], identifier: str) -> dict[str, Any]:
    """Give the schema of all files: ``row:<table>``, ``table:<table>``, ``documents:<name>``."""
    definitions: dict[str, Any] = {}
    rows = {}
    for resource in data.package.resources:
        name = resource.name
        rows[name] = row_schema(resource.schema.fields, data.frames[name])
        texts = {key: str(resource.raw[key]) for key in _TEXTS if resource.raw.get(key)}
        definitions[f"row:{name}"] = {**texts, **rows[name]}
        definitions[f"table:{name}"] = {**texts, "type": "array", "items": _ref(f"row:{name}")}
    for name, part in parts.items():
        items = _part_schema(part, rows)
        definitions[f"documents:{name}"] = {**part.texts, "type": "array", "items": items}
    return {
        "$schema": DRAFT,
        "$id": identifier,
        "title": str(data.package.raw.get("title") or data.name),
        "description": "A file of a table is valid against #/$defs/table:<table>, one of documents "
        "against #/$defs/documents:<name>.",
        "$defs": definitions,
    }


def _ref(name: str) -> dict[str, str]:
    """Refer to a definition."""
    pointer = name.replace("~", "~0").replace("/", "~1")
    return {"$ref": f"#/$defs/{quote(pointer, safe=':~')}"}


def _part_schema(part: Part, rows: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Give the schema of a part: its row with the parts of that."""
    own = rows[part.table]
    properties = {k: v for k, v in own["properties"].items() if k not in part.without}
    for name, below in part.parts.items():
        found = _part_schema(below, rows)
        if below.is_one:
            properties[name] = {"anyOf": [found, {"type": "null"}]}
        else:
            properties[name] = {"type": "array", "items": found}
    return {**own, "properties": properties, "required": list(properties)}
