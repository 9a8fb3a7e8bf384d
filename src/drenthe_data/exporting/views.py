"""The views of ``exports/views/``: one SQL ``SELECT`` each, that answers a common question.

A view is a file ``<name>.sql`` with a head of comment lines, as the rules have, and one portable
query below it. It runs on Polars here and unchanged in SQLite and DuckDB, where it is a view of the
database. Beside the tables a query can read ``_codes``, the labels of all codes. The head has

* ``title``, ``title_nl``, ``description`` and ``description_nl``;
* ``reads``, the tables that the query reads;
* a ``field`` for each column, in order: name, title, title in Dutch, and where its type, unit and
  labels come from: a field (``partners.name``) or a type (``integer``), with ``|`` between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drenthe_data.descriptor import TYPES, Field, Package, Resource, Schema
from drenthe_data.dialect import Dialect
from drenthe_data.exceptions import DataError
from drenthe_data.exporting.profile import FOLDER
from drenthe_data.messages import nearest
from drenthe_data.queries import Codes, one_select, read_query_file

if TYPE_CHECKING:
    import polars as pl

    from drenthe_data.loading import LoadedPackage

CODES = "_codes"
"""The relation with the labels of codes, which a query can read beside the tables."""

_TEXTS = ("title", "title_nl", "description", "description_nl")
_REQUIRED = (*_TEXTS, "reads", "field")
_CODES = Codes("view-query", "view-query", "view-file")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
# What a field of a view takes over from the field that it comes from.
_TAKEN = ("type", "format", "unit", "categories", "description", "description_nl")


@dataclass(frozen=True)
class View:
    """One view as its file gives it.

    Attributes:
        name: Its name, that of the file.
        file: The path of the file, from the package.
        raw: ``title``, ``title_nl``, ``description`` and ``description_nl``.
        reads: The tables it reads.
        fields: Its columns, in order, as fields of a schema.
        query: The ``SELECT``.
    """

    name: str
    file: str
    raw: Mapping[str, str]
    reads: tuple[str, ...]
    fields: tuple[Field, ...]
    query: str

    def text(self, key: str, lang: str = "en") -> str:
        """Give ``title`` or ``description`` in a language."""
        return self.raw[f"{key}_nl" if lang == "nl" else key]

    @cached_property
    def schema(self) -> Schema:
        """Its columns as a Table Schema, without keys."""
        fields = [dict(item.raw) for item in self.fields]
        return Schema(self.fields, (), (), (), {**self.raw, "name": self.name, "fields": fields})

    def resource(self, package: Package) -> Resource:
        """Give the view as if it were a table of the package, for whatever describes tables."""
        path = package.root / self.file
        return Resource(
            self.name,
            self.file,
            path,
            self.schema,
            "utf-8",
            Dialect(),
            {"name": self.name, **self.raw},
            (self.file,),
            (path,),
        )


def read_views(package: Package) -> list[View]:
    """Read all views of a package, by name.

    They stand in ``exports/views`` of the package itself; a package without that has none.

    Raises:
        DataError: When a file is not written as a view must be, or reads what is not there.
    """
    folder = package.root / FOLDER / "views"
    if not folder.is_dir():
        return []
    return [_read_view(path, package) for path in sorted(folder.glob("*.sql"))]


def view_frames(
    data: LoadedPackage, views: Iterable[View] | None = None
) -> dict[str, pl.DataFrame]:
    """Give the rows of all views by name, with the types that their fields say.

    Args:
        data: The package with its tables.
        views: The views to be run; by default all of the package.

    Raises:
        DataError: When a query cannot be run, or gives other columns than its head says.
    """
    import polars as pl

    wanted = read_views(data.package) if views is None else list(views)
    if not wanted:
        return {}
    context = pl.SQLContext({**data.frames, CODES: code_frame(data.package)}, eager=True)
    return {view.name: _run(view, context) for view in wanted}


def code_frame(package: Package) -> pl.DataFrame:
    """Give the labels of all codes of a package.

    Returns:
        A frame with ``table_name``, ``field_name``, ``position`` (from 1), ``code`` (as text),
        ``label`` and ``label_nl``; a label that is not given is the code itself, or that in
        English.
    """
    import polars as pl

    rows = [
        (resource.name, item.name, position, *texts)
        for resource in package.resources
        for item in resource.schema.fields
        for position, texts in enumerate(codes_of(item), start=1)
    ]
    names = ("table_name", "field_name", "position", "code", "label", "label_nl")
    kinds = {name: pl.Int64 if name == "position" else pl.String for name in names}
    return pl.DataFrame(rows, schema=kinds, orient="row")


def codes_of(item: Field) -> list[tuple[str, str, str]]:
    """Give the codes of a field as text, each with its label in English and Dutch."""
    listed = item.raw.get("categories")
    found: dict[str, tuple[str, str, str]] = {}
    for entry in listed if isinstance(listed, list) else ():
        raw = entry if isinstance(entry, dict) else {"value": entry}
        if raw.get("value") is None:
            continue
        code = str(raw["value"])
        label = str(raw.get("label") or code)
        found.setdefault(code, (code, label, str(raw.get("label_nl") or label)))
    return list(found.values())


def _read_view(path: Path, package: Package) -> View:
    file = path.relative_to(package.root).as_posix()
    head, query = read_query_file(path, file, _REQUIRED, DataError)
    for key in _REQUIRED:
        if not any(head.get(key, ())):
            raise DataError("rule-missing-key", file=file, key=key, expected=list(_REQUIRED))
    tables = [resource.name for resource in package.resources]
    reads = tuple(part.strip() for part in head["reads"][0].split(",") if part.strip())
    for name in reads:
        if name not in tables:
            raise DataError("view-table", file=file, table=name, nearest=nearest(name, tables))
    name = path.stem
    if not _NAME.fullmatch(name) or name in {table.lower() for table in tables}:
        raise DataError("view-name", file=file, value=name)
    fields = tuple(_field(text, file, package) for text in head["field"])
    texts = {key: head[key][0] for key in _TEXTS}
    return View(name, file, texts, reads, fields, one_select(query, file, _CODES, DataError))


def _field(text: str, file: str, package: Package) -> Field:
    """Read a column of the head: name, title, title in Dutch, and where it comes from."""
    parts = [part.strip() for part in text.split("|")]
    if len(parts) != 4 or not all(parts):
        raise DataError("view-field", file=file, value=text)
    name, title, title_nl, origin = parts
    raw: dict[str, Any] = {"name": name, "title": title, "title_nl": title_nl}
    table, _, field = origin.partition(".")
    by_name = {resource.name: resource.schema for resource in package.resources}
    if origin in TYPES:
        raw["type"] = origin
    elif table in by_name and field in by_name[table].names:
        source = by_name[table].field(field)
        raw |= {key: source.raw[key] for key in _TAKEN if key in source.raw}
        raw["type"] = source.type
    else:
        raise DataError("view-origin", file=file, field=name, value=origin)
    form = str(raw.get("format", "default"))
    return Field(name, raw["type"], form, {}, ("",), raw)


def _run(view: View, context: pl.SQLContext[Any]) -> pl.DataFrame:
    """Run a view, and give its columns the types of their fields."""
    import polars as pl

    from drenthe_data.reading.casting import dtype_of

    try:
        frame: pl.DataFrame = context.execute(view.query)
        names = [item.name for item in view.fields]
        if frame.columns != names:
            raise DataError("view-columns", file=view.file, expected=names, value=frame.columns)
        return frame.select(pl.col(item.name).cast(dtype_of(item)) for item in view.fields)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        reason = str(error).partition("\n")[0]
        raise DataError("rule-failed", file=view.file, reason=reason) from None
