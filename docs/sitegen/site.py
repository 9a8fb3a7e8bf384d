"""The package as the pages of the site need it: rows, names, labels, links and citations."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from drenthe_data.descriptor import Field, Package, Resource
from drenthe_data.exporting import base_url_of
from drenthe_data.exporting.manifest import Entry
from drenthe_data.exporting.rdf.terms import name_part
from drenthe_data.exporting.views import codes_of
from drenthe_data.loading import load_package
from sitegen.markup import esc, link
from sitegen.numbers import number
from sitegen.texts import Texts

ROOT = Path(__file__).resolve().parents[2]

Row = Mapping[str, Any]

# Tables of which each row has a page of its own: ``clusters/astron/``.
WITH_PAGES = ("clusters", "programmes", "partners", "indicators", "sources")
# Where a row stands that has no page of its own, when that is not the page of its table.
_PLACES = {"sdgs": "sdgs/#sdg-{key}"}
# The fields that call a row by its name, best first.
_NAMES = ("name", "title", "label")


class NoRowError(KeyError):
    """A row refers to one that is not there."""

    def __str__(self) -> str:
        """Say it in a sentence; a ``KeyError`` shows its text as in code."""
        return str(self.args[0])


class Site:
    """The package, its exports, and how its rows are shown and linked."""

    def __init__(
        self,
        root: Path = ROOT,
        downloads: Mapping[str, list[Entry]] | None = None,
        base_url: str | None = None,
    ) -> None:
        self.root = root
        self.data = load_package(root / "datapackage.json")
        self.package: Package = self.data.package
        self.base_url = base_url_of(self.data, base_url)
        self.downloads = dict(downloads or {})
        self._labels: dict[tuple[str, str], dict[str, tuple[str, str]]] = {}

    @cached_property
    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """The rows of every table, typed, in the order of the file."""
        return {name: self.data[name].frame.to_dicts() for name in self.data}

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Give the rows of a table."""
        return self.tables[table]

    @cache  # noqa: B019  (there is one site in a run)
    def index(self, table: str, *fields: str) -> dict[Any, list[dict[str, Any]]]:
        """Give the rows of a table by the value of a field, or by the values of several."""
        found: dict[Any, list[dict[str, Any]]] = {}
        for row in self.rows(table):
            key = row[fields[0]] if len(fields) == 1 else tuple(row[name] for name in fields)
            found.setdefault(key, []).append(row)
        return found

    def where(self, table: str, **values: Any) -> list[dict[str, Any]]:
        """Give the rows of a table in which fields have these values."""
        fields = tuple(values)
        key: Any = tuple(values.values())
        return self.index(table, *fields).get(key[0] if len(fields) == 1 else key, [])

    def get(self, table: str, key: Any) -> dict[str, Any]:
        """Give the row with a key of one field.

        Raises:
            NoRowError: When there is none.
        """
        found = self.index(table, self.key_of(table)[0]).get(key)
        if found is None:
            said = f"The table {table} has no row {key!r}: 'drenthe-data check' tells where."
            raise NoRowError(said)
        return found[0]

    def resource(self, table: str) -> Resource:
        """Give the resource of a table."""
        return self.package.resource(table)

    def key_of(self, table: str) -> tuple[str, ...]:
        """Give the fields that tell the rows of a table apart: its primary or first unique key."""
        schema = self.resource(table).schema
        return schema.primary_key or (schema.unique_keys[0] if schema.unique_keys else ())

    def row_key(self, table: str, row: Row) -> str:
        """Give the key of a row as it stands in addresses, the same as in the linked data."""
        return "/".join(
            name_part("" if row[name] is None else str(row[name])) for name in self.key_of(table)
        )

    def name(self, table: str, row: Row, lang: str) -> str:
        """Give what a row is called."""
        if lang == "en" and row.get("name_en"):
            return str(row["name_en"])
        for field in _NAMES:
            if row.get(field):
                return str(row[field])
        return self.row_key(table, row)

    def address(self, table: str, row: Row) -> str:
        """Give the address of a row below the start page of a language, from ``~/``."""
        key = self.row_key(table, row)
        if table in WITH_PAGES:
            return f"~/{table}/{key}/"
        return "~/" + _PLACES.get(table, f"tables/{table}/#{{key}}").format(key=key)

    def link(self, table: str, key: Any, lang: str, text: str | None = None) -> str:
        """Give a link to the row with a key, in HTML, or nothing when there is no key."""
        if key is None:
            return ""
        row = self.get(table, key)
        return link(self.address(table, row), text or self.name(table, row, lang))

    def label(self, table: str, field: str, code: Any, lang: str) -> str:
        """Give the label of a code, or the code itself when it has none."""
        if (table, field) not in self._labels:
            item = self.resource(table).schema.field(field)
            self._labels[table, field] = {code: (en, nl) for code, en, nl in codes_of(item)}
        found = self._labels[table, field].get(str(code))
        if found is None:
            return "" if code is None else str(code)
        return found[1 if lang == "nl" else 0]

    @cache  # noqa: B019
    def references(self, table: str) -> dict[str, str]:
        """Give the tables that the fields of a table refer to, references of one field only."""
        return {
            key.fields[0]: key.resource or table
            for key in self.resource(table).schema.foreign_keys
            if len(key.fields) == 1
        }

    def show(self, table: str, item: Field, value: Any, lang: str) -> str:
        """Give a value as HTML: figures as the language writes them, labels, links, yes or no."""
        if value is None:
            return ""
        reference = self.references(table).get(item.name)
        if reference:
            return self.link(reference, value, lang)
        if isinstance(value, bool):
            return esc(Texts("common", lang)("yes" if value else "no"))
        if item.type == "year" or item.name.endswith("_lines"):
            return esc(value)
        if isinstance(value, int | float):
            return esc(number(value, lang))
        if item.raw.get("categories"):
            return esc(self.label(table, item.name, value, lang))
        if str(value).startswith(("https://", "http://")):
            return link(str(value), str(value))
        return esc(value)

    def lines(self, row: Row, lang: str) -> str:
        """Say which lines of its document a row cites: ``lines 41-45, 60``; nothing if none."""
        lines = str(row["source_lines"] or "").replace(";", ", ").replace("-", "\N{EN DASH}")
        words = Texts("common", lang)
        return words("line" if lines.isdigit() else "lines", lines=lines) if lines else ""

    def citation(self, row: Row, lang: str, *, is_named: bool = True) -> str:
        """Give where a row comes from: a link to its document, and the lines.

        Args:
            row: The row.
            lang: The language.
            is_named: Whether the document is named; else the lines are the link.
        """
        if not row.get("source_id"):
            return ""
        lines = self.lines(row, lang)
        if not is_named:
            return self.link("sources", row["source_id"], lang, lines)
        source = self.link("sources", row["source_id"], lang)
        return f"{source}, {esc(lines)}" if lines else source

    def downloads_of(self, table: str) -> list[tuple[str, Entry]]:
        """Give the files that hold a table alone: the name of the format, and the file."""
        return [
            (name, entry)
            for name, entries in self.downloads.items()
            for entry in entries
            if entry.resource == table
        ]

    def downloads_of_all(self) -> list[tuple[str, Entry]]:
        """Give the files that hold the whole package, or are of no table."""
        return [
            (name, entry)
            for name, entries in self.downloads.items()
            for entry in entries
            if entry.resource is None
        ]
