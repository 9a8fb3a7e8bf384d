"""Loading a package: its tables as Polars frames and as typed rows."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import polars as pl

from drenthe_data.checks.cells import check_cells
from drenthe_data.descriptor import Package, Resource, Schema, read_package
from drenthe_data.exceptions import DataError, PackageError
from drenthe_data.findings import Finding
from drenthe_data.locate import find_package
from drenthe_data.reading import LINE, ROW, read_table
from drenthe_data.reading.labels import schema_of

if TYPE_CHECKING:
    from drenthe_data.models import DrentheData

RowT = TypeVar("RowT")


class Table(Generic[RowT]):
    """One table: ``frame`` for computing with, ``rows`` for reading one by one.

    Attributes:
        name: Name of the resource.
        schema: Its schema.
        frame: The values, a column per field: String, Int64, Float64, Boolean, Date, Int32 (year).
    """

    def __init__(self, resource: Resource, frame: pl.DataFrame, row_type: type[RowT]) -> None:
        self.name = resource.name
        self.schema: Schema = resource.schema
        self.frame = frame
        self._row_type = row_type

    @cached_property
    def rows(self) -> list[RowT]:
        """The rows as typed objects, in the order of the file."""
        if self._row_type is dict:
            return list(self.frame.iter_rows(named=True))  # type: ignore[arg-type]
        return [self._row_type(**row) for row in self.frame.iter_rows(named=True)]

    def get(self, *key: object) -> RowT | None:
        """Give the row with a primary key, or ``None``.

        Raises:
            KeyError: When the table has no primary key, or one of another length.
        """
        if len(key) != len(self.schema.primary_key) or not key:
            raise KeyError(f"{self.name} has the key {', '.join(self.schema.primary_key) or '-'}")
        return self._by_key.get(key)

    @cached_property
    def _by_key(self) -> dict[tuple[object, ...], RowT]:
        keys = self.frame.select(self.schema.primary_key).iter_rows()
        return dict(zip(keys, self.rows, strict=True))

    def __len__(self) -> int:
        return self.frame.height

    def __iter__(self) -> Iterator[RowT]:
        return iter(self.rows)

    def __repr__(self) -> str:
        return f"<Table {self.name}: {self.frame.height} rows, {self.frame.width} fields>"


class LoadedPackage:
    """A package with its tables loaded. ``package["places"]`` gives a table by name."""

    def __init__(self, package: Package, frames: dict[str, pl.DataFrame]) -> None:
        self.package = package
        self.frames = frames
        self._tables: dict[str, Table[Any]] = {}

    @property
    def name(self) -> str:
        """Name of the package."""
        return self.package.name

    @property
    def version(self) -> str | None:
        """Version of the package."""
        return self.package.version

    def table(self, name: str, row_type: type[RowT]) -> Table[RowT]:
        """Give a table whose rows are of a type.

        Raises:
            PackageError: When the package has no such table.
        """
        resource = self.package.resource(name)
        if name not in self._tables:
            self._tables[name] = Table(resource, self.frames[name], row_type)
        return self._tables[name]

    def __getitem__(self, name: str) -> Table[Any]:
        return self._tables[name] if name in self._tables else self.table(name, dict)

    def __iter__(self) -> Iterator[str]:
        return iter(self.frames)

    def __len__(self) -> int:
        return len(self.frames)

    def __repr__(self) -> str:
        rows = sum(frame.height for frame in self.frames.values())
        return (
            f"<{type(self).__name__} {self.name} {self.version}: {len(self)} tables, {rows} rows>"
        )


def load(path: str | os.PathLike[str] | None = None) -> DrentheData:
    """Load the tables of Drenthe: ``load().partners.frame``, ``load().partners.rows``.

    Args:
        path: A descriptor or its folder; without one, the package that is installed with the
            software (of a working copy: the package of that copy).

    Raises:
        PackageError: When there is no usable descriptor, or it lacks tables of the models.
        DataError: When a cell does not fit its type, or a file cannot be read.
    """
    from drenthe_data.locate import carried_package
    from drenthe_data.models import DrentheData

    wanted = carried_package() if path is None else Path(path)
    if wanted is None:
        raise PackageError("no-package", folder=str(Path.cwd()))
    package, frames = _load(wanted)
    return DrentheData(package, frames)


def load_package(path: str | os.PathLike[str]) -> LoadedPackage:
    """Load any Data Package; rows are dictionaries. Raises as :func:`load` does."""
    return LoadedPackage(*_load(Path(path)))


def _load(path: Path) -> tuple[Package, dict[str, pl.DataFrame]]:
    package = read_package(find_package(path))
    first = next(iter(package.findings), None)
    if first is not None:
        raise DataError("not-loadable", table=first.resource or package.name, first=first.text())
    frames = {resource.name: load_frame(resource) for resource in package.resources}
    # The fields of a table without a schema are its columns.
    package.resources = [
        item if item.schema.fields else replace(item, schema=schema_of(frames[item.name].columns))
        for item in package.resources
    ]
    return package, frames


def load_frame(resource: Resource) -> pl.DataFrame:
    """Load one table as a typed frame.

    Raises:
        DataError: When the file cannot be read whole, or a cell does not fit its type; the
            message names the first place.
    """
    text = read_table(resource)
    first: Finding | None = next(iter(text.findings), None)
    if first is None:
        typed, results = check_cells(text, cap=1)
        misfits = [r.findings[0] for r in results if r.code == "type-error" and r.findings]
        first = next(iter(misfits), None)
    if first is not None:
        raise DataError("not-loadable", table=resource.name, first=first.text())
    return typed.frame.drop(LINE, ROW)
