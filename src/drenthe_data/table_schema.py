"""A Table Schema: the fields and keys of a table, checked as read.

Versions 1 and 2 of Table Schema. Each mistake is reported at its place; a schema with a mistake is
not used.
"""

from __future__ import annotations

import dataclasses
import re
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from drenthe_data.constraints import EXAMPLES, LIMITS, suits
from drenthe_data.documents import Pointer, shown_value
from drenthe_data.messages import nearest

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
    def asked(self) -> Mapping[str, Any]:
        """The constraints; the ``categories`` of the field are one too."""
        categories = self.raw.get("categories")
        if not isinstance(categories, list) or not categories:
            return self.constraints
        known = [entry.get("value") if isinstance(entry, dict) else entry for entry in categories]
        return {**self.constraints, "categories": known}

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


class ForeignKey(NamedTuple):
    """Fields of a table whose values must occur in the fields of a table (or of the same).

    ``number`` is its place in the list of the schema, from 0.
    """

    fields: tuple[str, ...]
    resource: str
    reference_fields: tuple[str, ...]
    number: int = 0


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
    _numbers: dict[str, int] = dataclasses.field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def names(self) -> list[str]:
        """The names of the fields, in order."""
        return [item.name for item in self.fields]

    def number_of(self, name: str) -> int:
        """Give the number of a field, from 1; raises ``KeyError`` when there is none."""
        if not self._numbers:
            numbered = list(enumerate(self.names, start=1))
            self._numbers.update((item, number) for number, item in reversed(numbered))
        return self._numbers[name]

    def field(self, name: str) -> Field:
        """Give the field of a name; raises ``KeyError`` when there is none."""
        for item in self.fields:
            if item.name == name:
                return item
        raise KeyError(name)


# Takes a mistake: code, wording, place below the schema, and what the message needs.
Wrong = Callable[..., None]


def read_schema(raw: Mapping[str, Any], wrong: Wrong) -> Schema | None:
    """Read a schema; ``None`` when something in it is wrong.

    Args:
        raw: The schema as it stands.
        wrong: Is called for each mistake; with ``severity="warning"`` for what is not checked.
    """
    count = 0

    def mistake(code: str, variant: str, pointer: Pointer, /, **params: Any) -> None:
        nonlocal count
        count += params.get("severity") != "warning"
        wrong(code, variant, pointer, **params)

    items = raw.get("fields")
    if not isinstance(items, list) or not items:
        mistake("schema-error", "no-fields", ["fields"] if "fields" in raw else [])
        return None
    missing = _texts(raw.get("missingValues", [""]))
    if missing is None:
        mistake("schema-error", "missing-values", ["missingValues"])
        missing = ("",)
    fields: list[Field] = []
    names: set[str] = set()
    for number, item in enumerate(items):
        built = _field(item, number, missing, mistake, names)
        if built is not None:
            fields.append(built)
            names.add(built.name)
    if count:
        # Keys may name fields that could not be read; that is no second mistake.
        names |= {item["name"] for item in items if _has_name(item)}
    primary = _key(raw.get("primaryKey"), names, ["primaryKey"], mistake)
    unique_keys = _unique_keys(raw.get("uniqueKeys"), names, mistake)
    foreign = _foreign_keys(raw.get("foreignKeys"), names, mistake)
    match = "exact" if raw.get("fieldsMatch") is None else raw["fieldsMatch"]
    if isinstance(match, list) and len(match) == 1:  # as the profile of version 2.0 has it
        match = match[0]
    if match not in FIELDS_MATCH:
        shown = shown_value(raw["fieldsMatch"])
        guess = nearest(match, FIELDS_MATCH) if isinstance(match, str) else ""
        mistake(
            "schema-error",
            "fields-match",
            ["fieldsMatch"],
            value=shown,
            nearest=guess,
            expected=FIELDS_MATCH,
        )
    if count:
        return None
    return Schema(tuple(fields), primary, unique_keys, foreign, raw, match)


def _has_name(item: object) -> bool:
    return isinstance(item, dict) and isinstance(item.get("name"), str)


def _key(value: object, names: set[str], pointer: Pointer, wrong: Wrong) -> tuple[str, ...]:
    """Read a key: one name or a list of names of fields. No key, or an empty list, is none."""
    if value is None or value == []:
        return ()
    key = _names(value)
    name = pointer[0]
    if key is None:
        wrong("schema-error", "key-form", pointer, property=name, value=shown_value(value))
        return ()
    _check_names(key, names, pointer, wrong)
    return key


def _check_names(
    key: tuple[str, ...], names: Iterable[str], pointer: Pointer, wrong: Wrong
) -> None:
    """Check that the fields of a key are there, and each once."""
    for number, part in enumerate(key):
        if part not in names:
            wrong(
                "schema-error",
                "key-field",
                pointer,
                property=pointer[0],
                value=part,
                nearest=nearest(part, names),
            )
        elif part in key[:number]:
            wrong("schema-error", "key-twice", pointer, property=pointer[0], value=part)


def _unique_keys(value: object, names: set[str], wrong: Wrong) -> tuple[tuple[str, ...], ...]:
    if value is None:
        return ()
    keys = [value] if isinstance(value, str) else value
    if not isinstance(keys, list):
        wrong(
            "schema-error",
            "key-form",
            ["uniqueKeys"],
            property="uniqueKeys",
            value=shown_value(value),
        )
        return ()
    found = []
    for number, key in enumerate(keys):
        pointer: list[str | int] = ["uniqueKeys", number]
        if not key:
            wrong(
                "schema-error", "key-form", pointer, property="uniqueKeys", value=shown_value(key)
            )
            continue
        found.append(_key(key, names, pointer, wrong))
    return tuple(key for key in found if key)


def _foreign_keys(value: object, names: set[str], wrong: Wrong) -> tuple[ForeignKey, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        wrong(
            "schema-error",
            "key-form",
            ["foreignKeys"],
            property="foreignKeys",
            value=shown_value(value),
        )
        return ()
    found = [_foreign_key(item, number, names, wrong) for number, item in enumerate(value)]
    return tuple(key for key in found if key is not None)


def _foreign_key(item: object, number: int, names: set[str], wrong: Wrong) -> ForeignKey | None:
    pointer: list[str | int] = ["foreignKeys", number]
    if not isinstance(item, dict) or not isinstance(item.get("reference"), dict):
        wrong("schema-error", "foreign-form", pointer, value=shown_value(item))
        return None
    reference = item["reference"]
    own, other = _names(item.get("fields")), _names(reference.get("fields"))
    target = reference.get("resource")
    if not own or not other or not (target is None or isinstance(target, str)):
        wrong("schema-error", "foreign-form", pointer, value=shown_value(item))
        return None
    if len(own) != len(other):
        wrong("schema-error", "foreign-length", pointer, value=list(own), expected=list(other))
        return None
    _check_names(own, names, pointer, wrong)
    # Whether the other table has these fields is seen when all tables are known.
    _check_names(other, other, pointer, wrong)
    package = reference.get("package", reference.get("datapackage"))
    if package:
        where = [*pointer, "reference"]
        wrong(
            "schema-error", "foreign-package", where, severity="warning", value=shown_value(package)
        )
        return None
    return ForeignKey(own, target or "", other, number)


def is_pattern_of_names(name: str) -> bool:
    """Tell whether a name means several columns to Polars, so that it cannot be one of a field."""
    return name == "*" or (name.startswith("^") and name.endswith("$"))


def _field(
    item: object, number: int, missing: tuple[str, ...], wrong: Wrong, seen: set[str]
) -> Field | None:
    pointer: list[str | int] = ["fields", number]
    if not isinstance(item, dict):
        wrong("field-error", "not-object", pointer, value=shown_value(item))
        return None
    name = item.get("name")
    if not isinstance(name, str) or not name:
        wrong("field-error", "no-name", pointer, number=number + 1)
        return None
    if is_pattern_of_names(name):
        wrong("field-error", "name", [*pointer, "name"], value=name)
        return None
    if name in seen:
        wrong("field-error", "duplicate", [*pointer, "name"], value=name)
        return None
    if "\0" in name:
        wrong("field-error", "nul", [*pointer, "name"], value=name)
        return None
    kind = item.get("type", "any")
    if kind not in TYPES:
        wrong(
            "field-error",
            "type",
            [*pointer, "type"],
            value=shown_value(kind),
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
                value=f"{key}: {shown_value(value)}",
                expected=", ".join(CONSTRAINTS),
            )
            return None
    own_missing = _texts(item["missingValues"]) if "missingValues" in item else missing
    if own_missing is None:
        wrong("schema-error", "missing-values", [*pointer, "missingValues"])
        own_missing = missing
    if not _constraints_suit(item, constraints, own_missing, pointer, wrong):
        return None
    return Field(
        name=name,
        type=kind,
        # "fmt:" stood before patterns of dates in the first versions.
        format=str(item.get("format") or "default").removeprefix("fmt:") or "default",
        constraints=constraints,
        missing_values=own_missing,
        raw=item,
    )


def _constraints_suit(
    item: Mapping[str, Any],
    constraints: Mapping[str, Any],
    missing: tuple[str, ...],
    pointer: list[str | int],
    wrong: Wrong,
) -> bool:
    """Report limits and listed values that no cell of the field can have."""
    found: list[tuple[list[str | int], object]] = [
        ([key], constraints[key]) for key in LIMITS if key in constraints
    ]
    listed = constraints.get("enum", [])
    found += [(["enum", number], value) for number, value in enumerate(listed)]
    # An empty text in a list stands for an empty cell.
    unfit = [(place, value) for place, value in found if value not in missing]
    unfit = [(place, value) for place, value in unfit if not suits(item, value)]
    for place, value in unfit:
        wrong(
            "field-error",
            "constraint-value",
            [*pointer, "constraints", *place],
            name=item["name"],
            property=place[0],
            value=shown_value(value),
            type=item["type"],
            expected=EXAMPLES[item["type"]],
        )
    return not unfit


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
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", FutureWarning)  # of classes within classes
                re.compile(value)
        except (re.error, OverflowError, RecursionError):
            return False
        return True
    if key == "jsonSchema":
        return isinstance(value, dict)
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
