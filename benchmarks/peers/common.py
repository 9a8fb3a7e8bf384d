"""What the scripts share: reading the descriptor, casting by hand, printing what was found."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

URI = r"^[A-Za-z][A-Za-z0-9+.-]*://[^\s]+$"
YEAR = r"^[0-9]{4}$"
DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
TRUE = ["true", "True", "TRUE", "1"]
FALSE = ["false", "False", "FALSE", "0"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a package."""

    name: str
    file: Path
    schema: dict[str, Any]

    @property
    def fields(self) -> list[dict[str, Any]]:
        """The fields of the schema."""
        fields: list[dict[str, Any]] = self.schema["fields"]
        return fields

    @property
    def key(self) -> list[str]:
        """The primary key."""
        return list(self.schema.get("primaryKey", []))

    @property
    def foreign_keys(self) -> list[tuple[list[str], str, list[str]]]:
        """Fields, table and fields there, of each foreign key."""
        return [
            (
                key["fields"],
                key["reference"]["resource"] or self.name,
                key["reference"]["fields"],
            )
            for key in self.schema.get("foreignKeys", [])
        ]


@dataclass(slots=True)
class Result:
    """What a tool found."""

    found: list[tuple[str, int | None, int | None, str | None, str]] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)

    def add(self, table: str, rows: Any, name: str | None, check: str) -> None:
        """Add reports about records, counted from 0."""
        self.found += [(table, int(row) + 2, None, name, check) for row in rows]

    def fail(self, table: str, error: BaseException) -> None:
        """Note that a table could not be read or checked at all."""
        self.failed[table] = f"{type(error).__name__}: {str(error).splitlines()[0][:120]}"

    def write(self) -> None:
        """Print everything."""
        json.dump({"found": self.found, "failed": self.failed}, sys.stdout)


def tables(folder: Path | None = None) -> list[Table]:
    """Read the descriptor of the package that the command line names."""
    folder = folder or Path(sys.argv[1])
    found = []
    for resource in json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]:
        schema = resource["schema"]
        if isinstance(schema, str):
            schema = json.loads((folder / schema).read_text("utf-8"))
        found.append(Table(resource["name"], folder / resource["path"], schema))
    return found


def read_text(table: Table) -> pl.DataFrame:
    """Read a table as text; the labels must be those of the schema."""
    import polars as pl

    names = {item["name"]: pl.String for item in table.fields}
    return pl.read_csv(table.file, schema=names, glob=False)


def cast(table: Table, text: pl.DataFrame, result: Result) -> pl.DataFrame:
    """Cast texts to values by hand, and report what does not fit."""
    typed = text.with_columns(value_of(item) for item in table.fields)
    for item in table.fields:
        name = item["name"]
        wrong = (typed[name].is_null() & text[name].is_not_null()).arg_true()
        result.add(table.name, wrong, name, "type-error")
    return typed


def value_of(item: dict[str, Any]) -> pl.Expr:
    """Give the value of the text of a field; null where it does not fit."""
    import polars as pl

    text = pl.col(item["name"])
    kind = item["type"]
    if kind == "integer":
        return text.cast(pl.Int64, strict=False)
    if kind == "number":
        return text.cast(pl.Float64, strict=False)
    if kind == "year":
        return pl.when(text.str.contains(YEAR)).then(text).cast(pl.Int32, strict=False)
    if kind == "date":
        return pl.when(text.str.contains(DATE)).then(text).str.to_date("%Y-%m-%d", strict=False)
    if kind == "boolean":
        is_true = pl.when(text.is_in(TRUE)).then(True).when(text.is_in(FALSE)).then(False)
        return is_true.alias(item["name"])
    return text


def later(frame: pl.DataFrame, names: list[str], rows: list[int]) -> list[int]:
    """Leave out the first row of each set of equal rows, which is not the one that is wrong."""
    import polars as pl

    parts = pl.struct(names) if len(names) > 1 else pl.col(names[0])
    is_first = frame.select(first=parts.is_first_distinct())["first"]
    has_value = frame.select(has=pl.any_horizontal(pl.col(names).is_not_null()))["has"]
    return [row for row in rows if not (is_first[row] and has_value[row])]
