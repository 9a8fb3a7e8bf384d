"""Reading ``datapackage.json``: the package, its resources and their schemas, checked as read.

Data Package versions 1 and 2. What is wrong in a descriptor is collected as findings with the
file, the line and the property; the parts that are sound can still be used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from drenthe_data.dialect import Dialect, read_dialect
from drenthe_data.exceptions import PackageError
from drenthe_data.findings import Finding

__all__ = [
    "CONSTRAINTS",
    "TYPES",
    "Dialect",
    "Field",
    "ForeignKey",
    "Package",
    "Resource",
    "Schema",
    "json_line",
    "read_package",
]

TYPES = (
    "string",
    "number",
    "integer",
    "boolean",
    "object",
    "array",
    "list",
    "datetime",
    "date",
    "time",
    "year",
    "yearmonth",
    "duration",
    "geopoint",
    "geojson",
    "any",
)
CONSTRAINTS = (
    "required",
    "unique",
    "pattern",
    "enum",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "jsonSchema",
)
FIELDS_MATCH = ("exact", "equal", "subset", "superset", "partial")
COMPRESSIONS = ("gz", "zip")


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its name, type, format and constraints, and all else the schema says of it."""

    name: str
    type: str
    format: str
    constraints: Mapping[str, Any]
    missing_values: tuple[str, ...]
    raw: Mapping[str, Any]

    def label(self, lang: str = "en") -> str:
        """Give the title in a language; without a title, the name."""
        title = self.raw.get("title_nl") if lang == "nl" else None
        return str(title or self.raw.get("title") or self.name)

    @property
    def is_required(self) -> bool:
        """Whether each row must have a value here."""
        return self.constraints.get("required") is True

    @property
    def printed_in(self) -> str | None:
        """Name of the field that holds this figure as the source prints it, if there is one."""
        value = self.raw.get("printedIn")
        return value if isinstance(value, str) else None

    @property
    def list_of(self) -> tuple[str, str, str] | None:
        """Resource, field and separator, when a cell lists keys of another table."""
        raw = self.raw.get("listOf")
        if not isinstance(raw, dict):
            return None
        parts = (raw.get("resource"), raw.get("field"), raw.get("separator", ";"))
        if not all(isinstance(part, str) and part for part in parts):
            return None
        return (str(parts[0]), str(parts[1]), str(parts[2]))


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Fields of a table whose values must occur in the fields of a table (or of the same)."""

    fields: tuple[str, ...]
    resource: str
    reference_fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """The fields and keys of a table.

    ``fields_match`` tells how the columns of the file must match the fields: ``exact``, ``equal``,
    ``subset``, ``superset`` or ``partial``.
    """

    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    unique_keys: tuple[tuple[str, ...], ...]
    foreign_keys: tuple[ForeignKey, ...]
    raw: Mapping[str, Any]
    fields_match: str = "exact"

    @property
    def names(self) -> list[str]:
        """The names of the fields, in order."""
        return [item.name for item in self.fields]

    def field(self, name: str) -> Field:
        """Give the field of a name; raises ``KeyError`` when there is none."""
        for item in self.fields:
            if item.name == name:
                return item
        raise KeyError(name)


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
        raw: The resource as it stands in the descriptor.
        paths: The paths of all files; none when the rows are in the descriptor.
        files: All files, in the order of ``paths``.
        compression: ``gz`` or ``zip`` when the files are compressed.
        innerpath: Name of the file inside a zip file, if it is given.
        format: ``csv``, ``parquet`` or ``inline``.
        data: The rows as they stand in the descriptor, when ``format`` is ``inline``.
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

    @property
    def delimiter(self) -> str:
        """The character between cells."""
        return self.dialect.delimiter

    def text(self, key: str, lang: str = "en") -> str:
        """Give ``title`` or ``description`` in a language, else in English, else nothing."""
        dutch = self.raw.get(f"{key}_nl") if lang == "nl" else None
        return str(dutch or self.raw.get(key) or "")


@dataclass(slots=True)
class Package:
    """A package as its descriptor gives it, with what was found wrong in the descriptor.

    ``broken`` names the resources that cannot be used, ``unsupported`` what the descriptor asks
    and this version does not check.
    """

    path: Path
    raw: Mapping[str, Any]
    resources: list[Resource] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unsupported: list[Finding] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

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
        from drenthe_data.messages import nearest

        names = [resource.name for resource in self.resources]
        raise PackageError("unknown-table", table=name, nearest=nearest(name, names), tables=names)


def read_package(path: Path) -> Package:
    """Read a descriptor and the schemas it names.

    Args:
        path: The descriptor, or the folder it is in.

    Raises:
        PackageError: When there is no descriptor, or it is not JSON, or names no resources.
    """
    if path.is_dir():
        path = path / "datapackage.json"
    raw, text = _read_json(path, path.name)
    package = Package(path=path.resolve(), raw=raw)
    resources = raw.get("resources")
    if not isinstance(resources, list) or not resources:
        raise PackageError("no-resources", file=str(path))
    reader = _Reader(package, path.name, text)
    seen: set[str] = set()
    for number, item in enumerate(resources):
        reader.resource(item, number, seen)
    reader.references()
    return package


def _read_json(path: Path, shown: str) -> tuple[Mapping[str, Any], str]:
    """Read a JSON object; every way in which that can fail has its own message."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise PackageError("file-missing", file=shown) from None
    except IsADirectoryError:
        raise PackageError("file-is-folder", file=shown) from None
    except UnicodeDecodeError as error:
        raise PackageError("file-not-utf8", file=shown, position=error.start) from None
    except OSError as error:
        raise PackageError("file-unreadable", file=shown, reason=error.strerror) from None
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        raise PackageError(
            "file-not-json", file=shown, line=error.lineno, column=error.colno, reason=error.msg
        ) from None
    except (RecursionError, ValueError):
        raise PackageError("file-not-json-deep", file=shown) from None
    if not isinstance(raw, dict):
        raise PackageError("file-not-object", file=shown)
    return raw, text


class _Reader:
    """Builds the resources of one descriptor and collects what is wrong with them."""

    def __init__(self, package: Package, file: str, text: str) -> None:
        self.package = package
        self.file = file
        self.text = text

    def wrong(
        self,
        code: str,
        variant: str,
        pointer: Sequence[str | int],
        *,
        file: str | None = None,
        text: str | None = None,
        resource: str | None = None,
        severity: str = "error",
        **params: object,
    ) -> None:
        found = Finding(
            code=code,
            severity="warning" if severity == "warning" else "error",
            file=file or self.file,
            resource=resource,
            line=json_line(text if text is not None else self.text, pointer),
            field=_pointer_text(pointer) or None,
            variant=variant,
            params=params,
        )
        target = self.package.unsupported if severity == "warning" else self.package.findings
        target.append(found)

    def resource(self, item: object, number: int, seen: set[str]) -> None:
        where: list[str | int] = ["resources", number]
        if not isinstance(item, dict):
            self.wrong("resource-error", "not-object", where, value=_shown(item))
            return
        name = item.get("name")
        if not isinstance(name, str) or not name:
            self.wrong("resource-error", "no-name", where, number=number + 1)
            return
        if name in seen:
            self.wrong("resource-error", "duplicate", [*where, "name"], resource=name, name=name)
            return
        seen.add(name)
        resource = self.described(item, where, name)
        if resource is None:
            self.broken(name)
            return
        refused = _unsupported(resource)
        for variant, key in refused:
            self.wrong(
                "resource-error",
                variant,
                [*where, key],
                resource=name,
                severity="warning",
                name=name,
                value=_shown(item.get(key)),
            )
        if refused:
            self.broken(name)
            return
        self.package.resources.append(resource)

    def broken(self, name: str) -> None:
        self.package.broken.add(name)

    def described(
        self, item: Mapping[str, Any], where: list[str | int], name: str
    ) -> Resource | None:
        """Read what a resource says of itself; ``None`` when it cannot be used."""
        is_inline = "path" not in item and "data" in item
        paths = () if is_inline else self.paths(item, where, name)
        if paths is None:
            return None
        schema = self.schema(item, [*where, "schema"], name)
        dialect = self.dialect(item, where, name)
        encoding = self.encoding(item, where, name)
        if schema is None or dialect is None or encoding is None:
            return None
        innerpath = item.get("innerpath")
        return Resource(
            name=name,
            path=self.file if is_inline else paths[0],
            file=self.package.path if is_inline else self.package.root / paths[0],
            schema=schema,
            encoding=encoding,
            dialect=dialect,
            raw=item,
            paths=paths,
            files=tuple(self.package.root / path for path in paths),
            compression=_compression(item, paths),
            innerpath=innerpath if isinstance(innerpath, str) else None,
            format="inline" if is_inline else _format(item, paths),
            data=item.get("data"),
        )

    def paths(
        self, item: Mapping[str, Any], where: list[str | int], name: str
    ) -> tuple[str, ...] | None:
        """Give the paths of a resource, each safe."""
        value = item.get("path")
        paths = value if isinstance(value, list) else [value]
        if not paths or not all(isinstance(path, str) and path for path in paths):
            self.wrong("resource-error", "no-path", where, resource=name, name=name)
            return None
        for number, path in enumerate(paths):
            if _is_safe(path) and _stays_below(self.package.root / path, self.package.root):
                continue
            pointer = [*where, "path", *([number] if isinstance(value, list) else [])]
            self.wrong("resource-error", "unsafe-path", pointer, resource=name, value=path)
            return None
        return tuple(paths)

    def encoding(self, item: Mapping[str, Any], where: list[str | int], name: str) -> str | None:
        encoding = item.get("encoding") or "utf-8"
        try:
            "".encode(str(encoding))
        except LookupError:
            self.wrong(
                "resource-error", "encoding", [*where, "encoding"], resource=name, value=encoding
            )
            return None
        return str(encoding)

    def dialect(self, item: Mapping[str, Any], where: list[str | int], name: str) -> Dialect | None:
        """Read the dialect; what of it is not used is said as a warning."""
        raw = item.get("dialect") or {}

        def wrong(variant: str, pointer: Sequence[str | int], **params: Any) -> None:
            self.wrong(
                "resource-error", variant, [*where, "dialect", *pointer], resource=name, **params
            )

        if not isinstance(raw, dict):
            wrong("dialect-form", [], value=_shown(raw))
            return None
        return read_dialect(raw, wrong)

    def schema(self, item: Mapping[str, Any], where: list[str | int], name: str) -> Schema | None:
        raw = item.get("schema")
        file, text = self.file, self.text
        if isinstance(raw, str):
            if not _is_safe(raw) or not _stays_below(self.package.root / raw, self.package.root):
                self.wrong("resource-error", "unsafe-path", where, resource=name, value=raw)
                return None
            try:
                raw, text = _read_json(self.package.root / raw, raw)
            except PackageError as error:
                line = error.params.get("line")
                self.package.findings.append(
                    Finding(
                        code="schema-error",
                        severity="error",
                        file=str(item["schema"]),
                        resource=name,
                        line=line if isinstance(line, int) else None,
                        variant=error.code,
                        params=error.params,
                    )
                )
                return None
            file, where = str(item["schema"]), []
        if not isinstance(raw, dict):
            variant = "missing" if raw is None else "not-object"
            self.wrong("schema-error", variant, where, resource=name, value=_shown(raw), name=name)
            return None
        return self.fields_and_keys(raw, where, name, file, text)

    def fields_and_keys(
        self, raw: Mapping[str, Any], where: list[str | int], name: str, file: str, text: str
    ) -> Schema | None:
        before = len(self.package.findings)

        def wrong(
            code: str,
            variant: str,
            pointer: Sequence[str | int],
            *,
            severity: str = "error",
            **params: object,
        ) -> None:
            self.wrong(
                code,
                variant,
                [*where, *pointer],
                file=file,
                text=text,
                resource=name,
                severity=severity,
                **params,
            )

        items = raw.get("fields")
        if not isinstance(items, list) or not items:
            wrong("schema-error", "no-fields", ["fields"] if "fields" in raw else [])
            return None
        missing = _texts(raw.get("missingValues", [""]))
        if missing is None:
            wrong("schema-error", "missing-values", ["missingValues"])
            missing = ("",)
        fields: list[Field] = []
        for number, item in enumerate(items):
            built = _field(item, number, missing, wrong, {known.name for known in fields})
            if built is not None:
                fields.append(built)
        names = {item.name for item in fields}
        primary = _names(raw.get("primaryKey"))
        unique = raw.get("uniqueKeys") or []
        unique_keys = [_names(key) for key in unique] if isinstance(unique, list) else [None]
        keys = [("primaryKey", primary), *(("uniqueKeys", key) for key in unique_keys)]
        for property_name, key in keys:
            if key is None:
                wrong("schema-error", "key-form", [property_name], property=property_name)
                continue
            for part in key:
                if part not in names:
                    wrong(
                        "schema-error",
                        "key-field",
                        [property_name],
                        property=property_name,
                        value=part,
                    )
        foreign = self.foreign_keys(raw, names, wrong)
        match = raw.get("fieldsMatch", "exact")
        if isinstance(match, list) and len(match) == 1:  # as the profile of version 2.0 has it
            match = match[0]
        if match not in FIELDS_MATCH:
            wrong(
                "schema-error",
                "fields-match",
                ["fieldsMatch"],
                value=_shown(raw.get("fieldsMatch")),
                expected=FIELDS_MATCH,
            )
        if len(self.package.findings) > before:
            return None
        return Schema(
            fields=tuple(fields),
            primary_key=primary or (),
            unique_keys=tuple(key for key in unique_keys if key),
            foreign_keys=foreign,
            raw=raw,
            fields_match=match,
        )

    @staticmethod
    def foreign_keys(raw: Mapping[str, Any], names: set[str], wrong: Any) -> tuple[ForeignKey, ...]:
        items = raw.get("foreignKeys") or []
        if not isinstance(items, list):
            wrong("schema-error", "key-form", ["foreignKeys"], property="foreignKeys")
            return ()
        built: list[ForeignKey] = []
        for number, item in enumerate(items):
            pointer = ["foreignKeys", number]
            reference = item.get("reference") if isinstance(item, dict) else None
            own = _names(item.get("fields")) if isinstance(item, dict) else None
            other = _names(reference.get("fields")) if isinstance(reference, dict) else None
            if not own or not other or len(own) != len(other):
                wrong("schema-error", "key-form", pointer, property="foreignKeys")
                continue
            target = reference.get("resource") if isinstance(reference, dict) else ""
            for part in own:
                if part not in names:
                    wrong("schema-error", "key-field", pointer, property="foreignKeys", value=part)
            built.append(ForeignKey(own, str(target or ""), other))
        return tuple(built)

    def references(self) -> None:
        """Check that each foreign key points at a resource and fields that exist."""
        by_name = {resource.name: resource for resource in self.package.resources}
        wrong_resources: set[str] = set()
        for resource in self.package.resources:
            own_file = resource.raw.get("schema")
            for number, key in enumerate(resource.schema.foreign_keys):
                target = key.resource or resource.name
                if target in self.package.broken:
                    continue
                schema = by_name[target].schema if target in by_name else None
                unknown = (
                    []
                    if schema is None
                    else [x for x in key.reference_fields if x not in schema.names]
                )
                if schema is not None and not unknown:
                    continue
                file = own_file if isinstance(own_file, str) else self.file
                text = None
                pointer: list[str | int] = ["foreignKeys", number]
                if isinstance(own_file, str):
                    text = (self.package.root / own_file).read_text(encoding="utf-8-sig")
                else:
                    position = self.package.raw["resources"].index(resource.raw)
                    pointer = ["resources", position, "schema", *pointer]
                self.wrong(
                    "schema-error",
                    "reference-table" if schema is None else "reference-field",
                    pointer,
                    file=file,
                    text=text,
                    resource=resource.name,
                    table=target,
                    value=target if schema is None else unknown[0],
                )
                wrong_resources.add(resource.name)
        self.package.broken |= wrong_resources
        self.package.resources = [
            item for item in self.package.resources if item.name not in wrong_resources
        ]


def _unsupported(resource: Resource) -> list[tuple[str, str]]:
    """Tell what a resource asks that is not read yet: wording and property."""
    found: list[tuple[str, str]] = []
    if resource.format == "inline":
        return [("inline-data", "data")]
    if len(resource.paths) > 1:
        found.append(("several-paths", "path"))
    if resource.compression is not None:
        found.append(("compression", "compression"))
    if resource.format != "csv":
        found.append(("format", "format"))
    if resource.dialect != Dialect(delimiter=resource.delimiter):
        found.append(("dialect", "dialect"))
    if resource.schema.fields_match != "exact":
        found.append(("fields-match", "schema"))
    return found


def _format(item: Mapping[str, Any], paths: tuple[str, ...]) -> str:
    """Give the format of the files, by what the resource says and else by the extension."""
    said = item.get("format")
    name = said.lower() if isinstance(said, str) else ""
    if not name:
        ends = [part.lower() for part in PurePosixPath(paths[0]).suffixes]
        name = next((end[1:] for end in reversed(ends) if end not in (".gz", ".zip")), "csv")
    return "parquet" if name in ("parquet", "pq") else "csv"


def _compression(item: Mapping[str, Any], paths: tuple[str, ...]) -> str | None:
    """Give the compression of the files, by what the resource says and else by the extension."""
    said = item.get("compression")
    if isinstance(said, str) and said.lower() in COMPRESSIONS:
        return said.lower()
    if not paths:
        return None
    ending = PurePosixPath(paths[0]).suffix.lower()[1:]
    return ending if said is None and ending in COMPRESSIONS else None


def _field(
    item: object, number: int, missing: tuple[str, ...], wrong: Any, seen: set[str]
) -> Field | None:
    pointer: list[str | int] = ["fields", number]
    if not isinstance(item, dict):
        wrong("field-error", "not-object", pointer, value=_shown(item))
        return None
    name = item.get("name")
    if not isinstance(name, str) or not name:
        wrong("field-error", "no-name", pointer, number=number + 1)
        return None
    if name in seen:
        wrong("field-error", "duplicate", [*pointer, "name"], value=name)
        return None
    kind = item.get("type", "any")
    if kind not in TYPES:
        from drenthe_data.messages import nearest

        wrong(
            "field-error",
            "type",
            [*pointer, "type"],
            value=_shown(kind),
            name=name,
            nearest=nearest(str(kind), list(TYPES)),
            expected=", ".join(TYPES),
        )
        return None
    constraints = item.get("constraints") or {}
    if not isinstance(constraints, dict):
        wrong("field-error", "constraints", [*pointer, "constraints"], name=name)
        return None
    for key, value in constraints.items():
        if not _constraint_is_sound(key, value):
            wrong(
                "field-error",
                "constraint",
                [*pointer, "constraints", key],
                name=name,
                value=f"{key}: {_shown(value)}",
                expected=", ".join(CONSTRAINTS),
            )
            return None
    own_missing = _texts(item["missingValues"]) if "missingValues" in item else missing
    if own_missing is None:
        wrong("schema-error", "missing-values", [*pointer, "missingValues"])
        own_missing = missing
    return Field(
        name=name,
        type=kind,
        format=str(item.get("format") or "default"),
        constraints=constraints,
        missing_values=own_missing,
        raw=item,
    )


def _constraint_is_sound(key: str, value: object) -> bool:
    if key in ("required", "unique"):
        return isinstance(value, bool)
    if key in ("minLength", "maxLength"):
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if key == "enum":
        return isinstance(value, list) and bool(value)
    if key == "pattern":
        if not isinstance(value, str):
            return False
        try:
            re.compile(value)
        except re.error:
            return False
        return True
    return key in CONSTRAINTS


def _texts(value: object) -> tuple[str, ...] | None:
    """Read ``missingValues``: texts, or (version 2) objects with a ``value``."""
    if not isinstance(value, list):
        return None
    found: list[str] = []
    for item in value:
        text = item.get("value") if isinstance(item, dict) else item
        if not isinstance(text, str):
            return None
        found.append(text)
    return tuple(found)


def _names(value: object) -> tuple[str, ...] | None:
    """Read one name or a list of names; ``None`` when it is neither."""
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return tuple(value)
    return None


def _is_safe(path: str) -> bool:
    """Tell whether a path of a descriptor is a relative path that stays below it."""
    if "\\" in path or "\0" in path or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", path):
        return False
    pure = PurePosixPath(path)
    return not pure.is_absolute() and ".." not in pure.parts and "~" not in path[:1]


def _stays_below(file: Path, root: Path) -> bool:
    """Tell whether a file, links followed, lies below the folder of the descriptor."""
    try:
        return file.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False


def _pointer_text(pointer: Sequence[str | int]) -> str:
    text = ""
    for part in pointer:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "..."


def json_line(text: str, pointer: Sequence[str | int]) -> int | None:
    """Find the line on which the value of a pointer begins in a JSON text, from 1.

    The text must be valid JSON. Of a pointer that is not there, the deepest part that is there is
    located; ``None`` for an empty pointer.
    """
    if not pointer:
        return None
    decoder = json.JSONDecoder()
    position = _skip(text, 0)
    for part in pointer:
        found = _child(text, position, part, decoder)
        if found is None:
            break
        position = found
    return text.count("\n", 0, position) + 1


_SPACE = re.compile(r"[ \t\r\n]*")


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _child(text: str, position: int, part: str | int, decoder: json.JSONDecoder) -> int | None:
    """Find where a member or item of the object or list at a position begins."""
    opening = text[position : position + 1]
    if opening not in ("{", "["):
        return None
    is_object = opening == "{"
    position = _skip(text, position + 1)
    index = 0
    while text[position] not in "}]":
        key: object = index
        if is_object:
            key, position = decoder.raw_decode(text, position)
            position = _skip(text, _skip(text, position) + 1)
        if key == part:
            return position
        _, position = decoder.raw_decode(text, position)
        position = _skip(text, position)
        if text[position] == ",":
            position = _skip(text, position + 1)
        index += 1
    return None
