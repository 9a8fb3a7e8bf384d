"""What the database formats share: names that are safe in SQL, conditions, and descriptions.

SQL takes capitals for small letters, Data Packages do not; so a name that differs from an earlier
one only in that gets a number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import polars as pl

from drenthe_data.descriptor import Field, ForeignKey, Package, Resource
from drenthe_data.exporting.views import CODES, View, code_frame, read_views

LIMITS = {"minimum": ">=", "maximum": "<=", "exclusiveMinimum": ">", "exclusiveMaximum": "<"}
META = ("_tables", "_fields", CODES, "_references")
"""Tables besides those of the package: what its tables, fields, codes and references are."""

_NUMERIC = ("integer", "number", "year")


def quoted(name: str) -> str:
    """Quote an identifier for SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: object) -> str:
    """Write a number or text as a constant of SQL."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"


@dataclass(slots=True)
class Names:
    """The names that tables and columns have in a database.

    Attributes:
        tables: Name of each table of the package.
        meta: Name of each table of ``META``.
        columns: Names of the fields of each table.
        views: The views that can be made: those whose tables kept their names.
    """

    tables: dict[str, str] = field(default_factory=dict)
    meta: dict[str, str] = field(default_factory=dict)
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    views: list[View] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)

    def unused(self, name: str) -> str:
        """Give a name that nothing has yet: itself, or with a number."""
        return _unused(name, self._taken)

    def of(self, resource: Resource) -> str:
        """Give the quoted name of a table."""
        return quoted(self.tables[resource.name])

    def list_of(self, table: str, fields: Iterable[str]) -> str:
        """Give the quoted names of fields, with commas."""
        return ", ".join(quoted(self.columns[table][name]) for name in fields)


def names_of(package: Package) -> Names:
    """Give the names of all that a database of a package has."""
    found = Names()
    for resource in package.resources:
        # SQLite keeps this beginning for itself.
        is_kept = resource.name.lower().startswith("sqlite_")
        name = f"_{resource.name}" if is_kept else resource.name.replace("\0", "_")
        found.tables[resource.name] = found.unused(name)
        taken: set[str] = set()
        found.columns[resource.name] = {
            item.name: _unused(item.name, taken) for item in resource.schema.fields
        }
    found.meta = {name: found.unused(name) for name in META}
    for view in read_views(package):
        if found.meta[CODES] == CODES and all(found.tables[name] == name for name in view.reads):
            found.unused(view.name)
            found.views.append(view)
    return found


def _unused(name: str, taken: set[str]) -> str:
    number, chosen = 1, name
    while chosen.casefold() in taken:
        number += 1
        chosen = f"{name}_{number}"
    taken.add(chosen.casefold())
    return chosen


def conditions(item: Field, name: str) -> Iterator[str]:
    """Give what a column must keep to: its codes, limits and lengths.

    Args:
        item: The field.
        name: The column, quoted.
    """
    asked = item.asked
    for key in ("enum", "categories"):
        known = _constants(item, asked.get(key, ()))
        if known:
            yield f"{name} IN ({', '.join(known)})"
    for key, sign in LIMITS.items():
        limits = _constants(item, [asked[key]]) if key in asked else []
        if limits and item.type in _NUMERIC:
            yield f"{name} {sign} {limits[0]}"
    if item.type in ("string", "any"):
        for key, sign in {"minLength": ">=", "maxLength": "<="}.items():
            if key in asked:
                yield f"length({name}) {sign} {int(asked[key])}"


def _constants(item: Field, values: Iterable[object]) -> list[str]:
    """Write values of a schema as constants; none when one cannot be written."""
    found = []
    for value in values:
        if item.type == "string":
            # No table can hold a text with NUL, and SQLite takes none in a statement.
            if "\0" not in str(value):
                found.append(literal(str(value)))
            continue
        if item.type not in _NUMERIC:
            return []
        try:
            number = float(str(value)) if item.type == "number" else int(str(value))
        except ValueError:
            return []
        if not math.isfinite(number):
            return []
        found.append(str(number))
    return found


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key, and whether the database holds to it."""

    resource: str
    key: ForeignKey
    target: str
    is_enforced: bool


def references(
    package: Package, can_enforce: Callable[[Resource, ForeignKey, Resource], bool]
) -> list[Reference]:
    """Give all foreign keys of a package.

    A database refers only to fields that are a key of the other table.

    Args:
        package: The package.
        can_enforce: Whether a database can hold to a key besides, of a table and its target.
    """
    by_name = {resource.name: resource for resource in package.resources}
    found = []
    for resource in package.resources:
        for key in resource.schema.foreign_keys:
            target = by_name[key.resource or resource.name]
            is_key = key.reference_fields in (
                target.schema.primary_key,
                *target.schema.unique_keys,
            )
            is_enforced = is_key and can_enforce(resource, key, target)
            found.append(Reference(resource.name, key, target.name, is_enforced))
    return found


def key_parts(resource: Resource, names: Names, keys: Iterable[Reference]) -> Iterator[str]:
    """Give what ``CREATE TABLE`` says of the keys of a table: its own, and those it refers to.

    References that the database does not enforce are left out.
    """
    schema = resource.schema
    if schema.primary_key:
        yield f"PRIMARY KEY ({names.list_of(resource.name, schema.primary_key)})"
    for key in schema.unique_keys:
        yield f"UNIQUE ({names.list_of(resource.name, key)})"
    for found in keys:
        if found.resource == resource.name and found.is_enforced:
            yield (
                f"FOREIGN KEY ({names.list_of(resource.name, found.key.fields)}) "
                f"REFERENCES {quoted(names.tables[found.target])} "
                f"({names.list_of(found.target, found.key.reference_fields)})"
            )


def meta_frames(
    package: Package, names: Names, keys: Iterable[Reference]
) -> dict[str, pl.DataFrame]:
    """Give the tables of ``META``: titles, descriptions, units, labels of codes, references."""
    texts = [(key, lang) for key in ("title", "description") for lang in ("en", "nl")]
    tables = [
        (names.tables[resource.name], *(resource.text(key, lang) or None for key, lang in texts))
        for resource in package.resources
    ]
    tables += [(view.name, *(view.text(key, lang) for key, lang in texts)) for view in names.views]
    columns = ("title", "title_nl", "description", "description_nl")
    said = [
        (resource.name, names.tables[resource.name], names.columns[resource.name], resource.schema)
        for resource in package.resources
    ]
    said += [
        (view.name, view.name, {item.name: item.name for item in view.fields}, view.schema)
        for view in names.views
    ]
    fields = [
        (table, column[item.name], item.type, *(_text(item.raw.get(k)) for k in ("unit", *columns)))
        for _, table, column, schema in said
        for item in schema.fields
    ]
    codes = code_frame(package)
    if codes.height:
        codes = codes.with_columns(
            table_name=pl.col("table_name").replace(names.tables),
            field_name=pl.Series(
                [
                    names.columns[table][name]
                    for table, name in codes.select("table_name", "field_name").iter_rows()
                ],
                dtype=pl.String,
            ),
        )
    listed = [
        (
            names.tables[found.resource],
            ", ".join(names.columns[found.resource][name] for name in found.key.fields),
            names.tables[found.target],
            ", ".join(names.columns[found.target][name] for name in found.key.reference_fields),
            found.is_enforced,
        )
        for found in keys
    ]
    return {
        "_tables": _frame(tables, ("name", *columns)),
        "_fields": _frame(fields, ("table_name", "name", "type", "unit", *columns)),
        CODES: codes,
        "_references": pl.DataFrame(
            listed,
            schema={
                "table_name": pl.String,
                "fields": pl.String,
                "reference_table": pl.String,
                "reference_fields": pl.String,
                "is_enforced": pl.Boolean,
            },
            orient="row",
        ),
    }


def _frame(rows: list[tuple[str | None, ...]], columns: tuple[str, ...]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")


def _text(value: object) -> str | None:
    return None if value is None else str(value)


META_KEYS = {
    "_tables": ("name",),
    "_fields": ("table_name", "name"),
    CODES: ("table_name", "field_name", "code"),
    "_references": (),
}
"""The primary keys of the tables of ``META``."""


def plain_pattern(pattern: object) -> str | None:
    """Give a pattern that all engines read alike: without classes, groups of other kinds, edges."""
    if not isinstance(pattern, str) or re.search(r"\\|\(\?|[*+?}]\+|\[[^\]]*\[|[\^$]", pattern):
        return None
    return pattern
