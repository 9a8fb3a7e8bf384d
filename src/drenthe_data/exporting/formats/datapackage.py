"""The package as one zip: the CSV files and a descriptor with the schemas inside (version 2)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from drenthe_data.descriptor import Package, Resource
from drenthe_data.documents import read_document
from drenthe_data.exporting.job import Job
from drenthe_data.writing import atomic

# The earliest time a zip can hold: it keeps the bytes the same whenever it is made.
_TIME = (1980, 1, 1, 0, 0, 0)


def export(job: Job) -> list[Path]:
    """Write ``<name>.zip``; any Data Package client opens it."""
    package = job.data.package
    target = job.folder / f"{package.name}.zip"
    descriptor = dict(package.raw)
    descriptor["resources"] = [
        {
            **_inlined(package, resource),
            "schema": dict(resource.schema.raw),
            "bytes": resource.file.stat().st_size,
            "hash": f"sha256:{_sha256(resource.file)}",
        }
        for resource in package.resources
    ]
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    with atomic(target) as temporary, ZipFile(temporary, "w") as archive:
        _add(archive, "datapackage.json", text.encode())
        for resource in package.resources:
            _add(archive, resource.path, resource.file.read_bytes())
    return [target]


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


def _sha256(file: Path) -> str:
    from hashlib import sha256

    return sha256(file.read_bytes()).hexdigest()
