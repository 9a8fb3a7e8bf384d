"""Small packages on disk, made by the tests."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def copy_of_package(folder: Path) -> Path:
    """Copy the five rooms of the real package into a folder; gives that folder."""
    for name in ("datapackage", "schemas", "validators", "exports"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "datapackage.json", folder)
    return folder


def make_package(
    folder: Path,
    tables: Mapping[str, str | bytes],
    schemas: Mapping[str, Mapping[str, Any]],
    **extra: Any,
) -> Path:
    """Write a package with tables as CSV text and schemas inside the descriptor.

    Args:
        folder: Where to.
        tables: CSV text by name of the table; ``None`` of a table writes no file.
        schemas: Table Schema by name of the table.
        extra: Properties of the descriptor besides.
    """
    folder.mkdir(parents=True, exist_ok=True)
    resources = [
        {"name": name, "path": f"{name}.csv", "schema": schema} for name, schema in schemas.items()
    ]
    descriptor = {"name": "small", "version": "1.0.0", "resources": resources, **extra}
    (folder / "datapackage.json").write_text(json.dumps(descriptor, indent=2), encoding="utf-8")
    for name, text in tables.items():
        data = text if isinstance(text, bytes) else text.encode()
        (folder / f"{name}.csv").write_bytes(data)
    return folder


def fields(*names: str, **types: Any) -> list[dict[str, Any]]:
    """Describe fields: names of strings, then names with a type or a whole description."""
    described: list[dict[str, Any]] = [{"name": name, "type": "string"} for name in names]
    for name, kind in types.items():
        described.append({"name": name, **({"type": kind} if isinstance(kind, str) else kind)})
    return described


def replace_line(file: Path, number: int, new: str | None) -> str:
    """Replace a line of a file (from 1), or take it out; gives the old line."""
    lines = file.read_text(encoding="utf-8").split("\n")
    old = lines[number - 1]
    lines[number - 1 : number] = [] if new is None else [new]
    file.write_text("\n".join(lines), encoding="utf-8")
    return old


def change(file: Path, number: int, old: str, new: str) -> str:
    """Change what stands in a line of a file (from 1), once; gives the old line."""
    line = replace_line(file, number, "")
    assert old in line
    replace_line(file, number, line.replace(old, new, 1))
    return line


def line_of(file: Path, start: str) -> int:
    """Give the number of the first line that begins with a text."""
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), start=1):
        if line.startswith(start):
            return number
    raise AssertionError(f"{file} has no line that begins with {start!r}")


def write_rule(folder: Path, query: str, key: str = "id", reads: str = "t") -> None:
    """Write a rule ``r`` on a table ``t``."""
    texts = ("title", "title_nl", "description", "description_nl", "message", "message_nl")
    head = "".join(f"-- {name}: {{printed}}\n" for name in texts)
    more = f"-- severity: error\n-- reads: {reads}\n-- table: t\n-- key: {key}\n"
    file = folder / "validators" / "r.sql"
    file.parent.mkdir()
    file.write_text(f"{head}{more}{query}\n", encoding="utf-8")
