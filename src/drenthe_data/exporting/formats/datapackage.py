"""The package as one zip: the CSV files and a descriptor with the schemas inside (version 2)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from drenthe_data.descriptor import Package, Resource
from drenthe_data.documents import read_document
from drenthe_data.exporting.job import Job
from drenthe_data.exporting.manifest import checksum
from drenthe_data.exporting.typed import file_name
from drenthe_data.writing import atomic

# The earliest time a zip can hold: it keeps the bytes the same whenever it is made.
_TIME = (1980, 1, 1, 0, 0, 0)


def export(job: Job) -> list[Path]:
    """Write ``<name>.zip``; any Data Package client opens it.

    Everything the descriptor names is in it: files of tables that have several, and files that are
    no tables. Rows that stand in the descriptor stay there.
    """
    package = job.data.package
    target = job.folder / f"{file_name(package.name)}.zip"
    descriptor = dict(package.raw)
    tables = {resource.name: resource for resource in package.resources}
    files: dict[str, Path] = {}
    descriptor["resources"] = [
        _described(package, tables.get(raw["name"]), raw, files) for raw in package.raw["resources"]
    ]
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    with atomic(target) as temporary, ZipFile(temporary, "w") as archive:
        _add(archive, "datapackage.json", text.encode())
        for path, file in files.items():
            _add(archive, path, file.read_bytes())
    return [target]


def _described(
    package: Package, resource: Resource | None, raw: Mapping[str, Any], files: dict[str, Path]
) -> dict[str, Any]:
    """Give a resource as the descriptor in the zip has it, and note its files."""
    if resource is None:
        paths = raw.get("path", [])
        for path in [paths] if isinstance(paths, str) else paths:
            files[path] = package.root / path
        return dict(raw)
    found = {**_inlined(package, resource), "schema": dict(resource.schema.raw)}
    files.update(zip(resource.paths, resource.files, strict=True))
    if len(resource.files) == 1:
        found["bytes"] = resource.file.stat().st_size
        found["hash"] = f"sha256:{checksum(resource.file)}"
    return found


def _inlined(package: Package, resource: Resource) -> dict[str, Any]:
    """Give a resource with its dialect inside, also when that has a file of its own."""
    raw = dict(resource.raw)
    dialect = raw.get("dialect")
    if isinstance(dialect, str):
        raw["dialect"] = dict(read_document(package.root / dialect, dialect).raw)
    return raw


def _add(archive: ZipFile, name: str, data: bytes) -> None:
    member = ZipInfo(name, date_time=_TIME)
    member.compress_type = ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    archive.writestr(member, data)
