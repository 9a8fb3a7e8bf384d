"""Reading the descriptor of a package: its resources, how each is stored, and their schemas.

Data Package versions 1 and 2, as JSON or YAML. What is wrong in a descriptor is collected as
findings with the file, the line and the property; the parts that are sound can still be used.
What is sound but cannot be read or checked is said as a warning, never passed over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from drenthe_data.dialect import Dialect, read_dialect
from drenthe_data.documents import Document, Pointer, read_document, shown_value
from drenthe_data.exceptions import PackageError
from drenthe_data.findings import Finding
from drenthe_data.locate import descriptor_in
from drenthe_data.messages import nearest
from drenthe_data.storage import (
    compression_of,
    encoding_of,
    format_of,
    is_remote,
    is_safe,
    stays_below,
)
from drenthe_data.table_schema import (
    CONSTRAINTS,
    FIELDS_MATCH,
    TYPES,
    Field,
    ForeignKey,
    Schema,
    read_schema,
)

__all__ = [
    "CONSTRAINTS",
    "FIELDS_MATCH",
    "TYPES",
    "Dialect",
    "Field",
    "ForeignKey",
    "Package",
    "Resource",
    "Schema",
    "read_package",
]


@dataclass(frozen=True, slots=True)
class Resource:
    """One table of the package: where its rows are, how they are written, what its schema says.

    Attributes:
        name: Its name.
        path: Path of the first file as the descriptor gives it; of a table with its rows in the
            descriptor, the name of the descriptor.
        file: The first file, or the descriptor.
        schema: Its schema.
        encoding: Name of the encoding, which Python knows.
        dialect: How the text is laid out.
        raw: The resource as it stands in the descriptor; without a schema its schema has no fields.
        paths: The paths of all files; none when the rows are in the descriptor.
        files: All files, in the order of ``paths``.
        compression: ``gz`` or ``zip`` when the files are compressed.
        innerpath: Name of the file inside a zip file, if it is given.
        format: ``csv``, ``parquet`` or ``inline``.
        data: The rows as they stand in the descriptor, when ``format`` is ``inline``.
        schema_file: The file in which the schema stands.
    """

    name: str
    path: str
    file: Path
    schema: Schema
    encoding: str
    dialect: Dialect
    raw: Mapping[str, Any]
    paths: tuple[str, ...]
    files: tuple[Path, ...]
    compression: str | None = None
    innerpath: str | None = None
    format: str = "csv"
    data: Any = None
    schema_file: str = "datapackage.json"

    @property
    def delimiter(self) -> str:
        """The character between cells."""
        return self.dialect.delimiter

    @property
    def self_references(self) -> list[ForeignKey]:
        """The foreign keys of one field by which rows hang under others of the table."""
        return [
            key
            for key in self.schema.foreign_keys
            if key.resource in ("", self.name)
            and len(key.fields) == 1
            and key.fields != key.reference_fields
        ]

    def text(self, key: str, lang: str = "en") -> str:
        """Give ``title`` or ``description`` in a language, else in English, else nothing."""
        dutch = self.raw.get(f"{key}_nl") if lang == "nl" else None
        return str(dutch or self.raw.get(key) or "")


@dataclass(slots=True)
class Package:
    """A package as its descriptor gives it, with what was found wrong in the descriptor.

    ``broken`` names the resources that cannot be used, ``unsupported`` what the descriptor asks
    and this version does not check, ``files`` the resources that are no tables, such as a PDF.
    """

    path: Path
    raw: Mapping[str, Any]
    resources: list[Resource] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unsupported: list[Finding] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    files: list[str] = field(default_factory=list)

    @property
    def root(self) -> Path:
        """The folder of the descriptor; every path of the package is below it."""
        return self.path.parent

    @property
    def name(self) -> str:
        """Name of the package."""
        value = self.raw.get("name")
        return value if isinstance(value, str) and value else self.root.name

    @property
    def version(self) -> str | None:
        """Version of the package."""
        value = self.raw.get("version")
        return str(value) if isinstance(value, str | int | float) else None

    def resource(self, name: str) -> Resource:
        """Give the resource of a name.

        Raises:
            PackageError: When the package has no such table; the message names the nearest.
        """
        for resource in self.resources:
            if resource.name == name:
                return resource
        names = [resource.name for resource in self.resources]
        raise PackageError("unknown-table", table=name, nearest=nearest(name, names), tables=names)


def read_package(path: Path) -> Package:
    """Read a descriptor and the documents it names.

    Args:
        path: The descriptor, or the folder it is in.

    Raises:
        PackageError: When there is no descriptor, or it cannot be read, or names no resources.
    """
    if path.is_dir():
        path = descriptor_in(path) or path / "datapackage.json"
    document = read_document(path, path.name)
    package = Package(path=path.resolve(), raw=document.raw)
    resources = document.raw.get("resources")
    if not isinstance(resources, list) or not resources:
        raise PackageError("no-resources", file=str(path))
    reader = _Reader(package, path.name, document)
    for number, item in enumerate(resources):
        reader.resource(item, number)
    reader.references()
    return package


@dataclass(frozen=True, slots=True)
class _Place:
    """A part of a document: where messages about it point."""

    file: str
    document: Document
    pointer: tuple[str | int, ...]

    def below(self, *parts: str | int) -> _Place:
        """Give the place of a part of this part."""
        return replace(self, pointer=(*self.pointer, *parts))


class _Reader:
    """Builds the resources of one descriptor and collects what is wrong with them."""

    def __init__(self, package: Package, file: str, document: Document) -> None:
        self.package = package
        self.root = _Place(file, document, ())
        self.seen: set[str] = set()
        # Where the schema of each resource stands.
        self.schemas: dict[str, _Place] = {}

    def wrong(
        self,
        code: str,
        variant: str,
        place: _Place,
        resource: str | None = None,
        /,
        *,
        severity: str = "error",
        **params: object,
    ) -> None:
        """Add a finding about a part of a document."""
        found = Finding(
            code=code,
            severity="warning" if severity == "warning" else "error",
            file=place.file,
            resource=resource,
            line=place.document.line(place.pointer),
            field=_pointer_text(place.pointer) or None,
            variant=variant,
            params=params,
        )
        target = self.package.unsupported if severity == "warning" else self.package.findings
        target.append(found)

    def resource(self, item: object, number: int) -> None:
        """Read one resource, and add it to the package when it can be used."""
        place = self.root.below("resources", number)
        if not isinstance(item, dict):
            self.wrong("resource-error", "not-object", place, value=shown_value(item))
            return
        name = item.get("name")
        if not isinstance(name, str) or not name:
            self.wrong("resource-error", "no-name", place, number=number + 1)
            return
        if name in self.seen:
            self.wrong("resource-error", "duplicate", place.below("name"), name, name=name)
            return
        self.seen.add(name)
        if _is_file(item):
            self.package.files.append(name)
            self.check_file(item, place, name)
            return
        resource = self.described(item, place, name)
        if resource is not None:
            self.package.resources.append(resource)
        else:
            self.package.broken.add(name)

    def described(self, item: Mapping[str, Any], place: _Place, name: str) -> Resource | None:
        """Read what a resource says of itself; ``None`` when it cannot be used."""
        is_inline = item.get("path") is None and "data" in item and item.get("url") is None
        paths = () if is_inline else self.paths(item, place, name)
        if paths is None:
            return None
        format_name = self.format(item, paths, place, name)
        compression = self.compression(item, paths, place, name)
        schema = self.schema(item, place, name)
        dialect = self.dialect(item, place, name, "\t" if format_name == "tsv" else ",")
        encoding = self.encoding(item, place, name)
        innerpath = self.innerpath(item, place, name)
        if None in (format_name, compression, schema, dialect, encoding, innerpath):
            return None
        assert schema is not None  # noqa: S101
        assert dialect is not None  # noqa: S101
        if is_inline:
            format_name = "inline"
        files = tuple(self.package.root / path for path in paths)
        return Resource(
            name=name,
            path=paths[0] if paths else self.root.file,
            file=files[0] if files else self.package.path,
            schema=schema,
            encoding=encoding or "utf-8",
            dialect=dialect,
            raw=item,
            paths=paths,
            files=files,
            compression=compression or None,
            innerpath=innerpath or None,
            format="csv" if format_name == "tsv" else str(format_name),
            data=item.get("data") if is_inline else None,
            schema_file=self.schemas[name].file if name in self.schemas else self.root.file,
        )

    def paths(self, item: Mapping[str, Any], place: _Place, name: str) -> tuple[str, ...] | None:
        """Give the paths of a resource, each safe."""
        key = "url" if item.get("path") is None and "url" in item else "path"
        value = item.get(key)
        paths = value if isinstance(value, list) else [value]
        if value is None or value in ("", []):
            self.wrong("resource-error", "no-path", place, name, name=name)
            return None
        for number, path in enumerate(paths):
            where = place.below(key, *([number] if isinstance(value, list) else []))
            if not self.is_usable(path, where, name):
                return None
        return tuple(paths)

    def is_usable(self, path: object, place: _Place, name: str) -> bool:
        """Tell whether a path leads to a file of the package; if not, say why."""
        if not isinstance(path, str) or not path:
            shown = shown_value(path) or '""'
            self.wrong("resource-error", "path-form", place, name, value=shown)
            return False
        if is_remote(path):
            self.wrong("resource-error", "remote", place, name, severity="warning", value=path)
            return False
        if is_safe(path) and stays_below(self.package.root / path, self.package.root):
            return True
        self.wrong("resource-error", "unsafe-path", place, name, value=path)
        return False

    def check_file(self, item: Mapping[str, Any], place: _Place, name: str) -> None:
        """Check a resource that is no table: its files must be there."""
        if "data" in item and item.get("path") is None:
            return
        for path in self.paths(item, place, name) or ():
            if not (self.package.root / path).is_file():
                self.wrong("resource-error", "no-file", place.below("path"), name, value=path)

    def format(
        self, item: Mapping[str, Any], paths: tuple[str, ...], place: _Place, name: str
    ) -> str | None:
        """Give the format: ``csv``, ``tsv`` or ``parquet``."""
        for key in ("format", "mediatype"):
            said = item.get(key)
            if said is not None and not isinstance(said, str):
                where = place.below(key)
                self.wrong(
                    "resource-error", "not-text", where, name, property=key, value=shown_value(said)
                )
                return None
        found, is_read = format_of(item, paths)
        if is_read:
            return found
        where = place.below("format" if "format" in item else "path" if paths else "data")
        if not found:
            self.wrong("resource-error", "inline-text", where, name)
            return None
        self.wrong("resource-error", "format", where, name, severity="warning", value=found)
        return None

    def compression(
        self, item: Mapping[str, Any], paths: tuple[str, ...], place: _Place, name: str
    ) -> str | None:
        """Give the compression, or an empty text when there is none."""
        said = item.get("compression")
        if said is not None and not isinstance(said, str):
            where = place.below("compression")
            self.wrong(
                "resource-error",
                "not-text",
                where,
                name,
                property="compression",
                value=shown_value(said),
            )
            return None
        found, is_read = compression_of(said, paths)
        if is_read:
            return found
        where = place.below("path" if said is None else "compression")
        self.wrong("resource-error", "compression", where, name, severity="warning", value=found)
        return None

    def innerpath(self, item: Mapping[str, Any], place: _Place, name: str) -> str | None:
        """Give the name of the file in a zip file, or an empty text."""
        found = item.get("innerpath")
        if found is None or isinstance(found, str):
            return found or ""
        where = place.below("innerpath")
        self.wrong(
            "resource-error",
            "not-text",
            where,
            name,
            property="innerpath",
            value=shown_value(found),
        )
        return None

    def encoding(self, item: Mapping[str, Any], place: _Place, name: str) -> str | None:
        """Give the encoding, when it is one of texts that Python knows."""
        said = item.get("encoding")
        found, variant = encoding_of(said)
        if found is None:
            where = place.below("encoding")
            self.wrong("resource-error", variant, where, name, value=shown_value(said))
        return found

    def dialect(
        self, item: Mapping[str, Any], place: _Place, name: str, delimiter: str
    ) -> Dialect | None:
        """Read the dialect; what of it is not used is said as a warning."""
        raw, where = self.referred(item, "dialect", "resource-error", place, name)
        if where is None:
            return None
        if raw is None or raw == {}:
            return Dialect(delimiter=delimiter)
        if not isinstance(raw, dict):
            self.wrong("resource-error", "dialect-form", where, name, value=shown_value(raw))
            return None

        def wrong(variant: str, pointer: Sequence[str | int], **params: Any) -> None:
            self.wrong("resource-error", variant, where.below(*pointer), name, **params)

        return read_dialect(raw, wrong, delimiter)

    def schema(self, item: Mapping[str, Any], place: _Place, name: str) -> Schema | None:
        """Read the schema; a table without one has a schema without fields."""
        raw, where = self.referred(item, "schema", "schema-error", place, name)
        if where is None:
            return None
        self.schemas[name] = where
        if raw is None and not _must_have_schema(item):
            return Schema((), (), (), (), {}, "subset")
        if not isinstance(raw, dict):
            variant = "missing" if raw is None else "not-object"
            self.wrong("schema-error", variant, where, name, value=shown_value(raw), name=name)
            return None

        def wrong(
            code: str, variant: str, pointer: Pointer, /, *, severity: str = "error", **params: Any
        ) -> None:
            self.wrong(code, variant, where.below(*pointer), name, severity=severity, **params)

        return read_schema(raw, wrong)

    def referred(
        self, item: Mapping[str, Any], key: str, code: str, place: _Place, name: str
    ) -> tuple[Any, _Place | None]:
        """Give a schema or dialect and its place, read from its own file if it has one.

        The place is ``None`` when that file cannot be used.
        """
        raw, where = item.get(key), place.below(key)
        if not isinstance(raw, str):
            return raw, where
        if not self.is_usable(raw, where, name):
            return None, None
        try:
            document = read_document(self.package.root / raw, raw)
        except PackageError as error:
            line = error.params.get("line")
            self.package.findings.append(
                Finding(
                    code=code,
                    severity="error",
                    file=raw,
                    resource=name,
                    line=line if isinstance(line, int) else None,
                    variant=error.code if key == "schema" else f"dialect-{error.code}",
                    params=error.params,
                )
            )
            return None, None
        return document.raw, _Place(raw, document, ())

    def references(self) -> None:
        """Check that each foreign key points at a resource and fields that exist."""
        by_name = {resource.name: resource for resource in self.package.resources}
        kept = []
        for resource in self.package.resources:
            keys = []
            is_sound = True
            for key in resource.schema.foreign_keys:
                target = key.resource or resource.name
                place = self.schemas[resource.name].below("foreignKeys", key.number)
                if target in self.package.broken:
                    keys.append(key)
                    continue
                params: dict[str, Any] = {"table": target, "value": target}
                variant = None
                if target not in by_name:
                    is_file = target in self.package.files
                    variant = "reference-file" if is_file else "reference-table"
                    params["nearest"] = nearest(target, by_name)
                elif not by_name[target].schema.fields:
                    self.wrong(
                        "schema-error",
                        "reference-unknown",
                        place,
                        resource.name,
                        severity="warning",
                        **params,
                    )
                    continue
                else:
                    names = by_name[target].schema.names
                    unknown = [part for part in key.reference_fields if part not in names]
                    if unknown:
                        variant, params["value"] = "reference-field", unknown[0]
                        params["nearest"] = nearest(unknown[0], names)
                if variant is not None:
                    self.wrong("schema-error", variant, place, resource.name, **params)
                    is_sound = False
                keys.append(key)
            if is_sound:
                schema = resource.schema
                if len(keys) < len(schema.foreign_keys):
                    schema = replace(schema, foreign_keys=tuple(keys))
                    resource = replace(resource, schema=schema)  # noqa: PLW2901
                kept.append(resource)
            else:
                self.package.broken.add(resource.name)
        self.package.resources = kept


def _profile(item: Mapping[str, Any]) -> str:
    """Give the profile of a resource by its last word, also when it is an address."""
    value = item.get("profile")
    return value.rsplit("/", 1)[-1].removesuffix(".json") if isinstance(value, str) else ""


def _must_have_schema(item: Mapping[str, Any]) -> bool:
    """Tell whether a resource says it is tabular as version 1 has it: then it needs a schema."""
    return _profile(item) == "tabular-data-resource"


def _is_file(item: Mapping[str, Any]) -> bool:
    """Tell whether a resource is no table: a document, a picture, a file of another kind.

    What has a schema, or says that it is a table, is one. Without either, CSV files are tables (as
    frictionless has it), and formats that hold tables are too.
    """
    if item.get("schema") is not None or _must_have_schema(item):
        return False
    kind = item.get("type")
    if isinstance(kind, str):
        return kind != "table"
    value = item.get("path") if item.get("path") is not None else item.get("url")
    if value is None and "data" in item:
        return not isinstance(item["data"], list | str)
    first = value[0] if isinstance(value, list) and value else value
    if not isinstance(first, str) or not first:
        return False
    found, _ = format_of(item, (first,), is_table=False)
    return found == ""


def _pointer_text(pointer: Sequence[str | int]) -> str:
    text = ""
    for part in pointer:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
