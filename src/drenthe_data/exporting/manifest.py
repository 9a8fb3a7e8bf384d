"""The manifest of a folder of exports: which files there are, of what, with size and checksum."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from drenthe_data._version import __version__
from drenthe_data.exporting.profile import Profile, folders
from drenthe_data.loading import LoadedPackage
from drenthe_data.writing import write_text

NAME = "manifest.json"
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of an export.

    Attributes:
        path: Where it is, from the folder of the exports, with slashes.
        bytes: Its size.
        sha256: Its checksum, in hexadecimal digits.
        media_type: Its media type.
        resource: The table it holds, when it holds one.
    """

    path: str
    bytes: int
    sha256: str
    media_type: str
    resource: str | None = None


def entry_of(file: Path, folder: Path, profile: Profile, data: LoadedPackage) -> Entry:
    """Describe a file of a format.

    Args:
        file: The file.
        folder: The folder of the exports.
        profile: The profile of the format.
        data: The package; a file in a folder that is named as a table, with an ending, holds it.
    """
    path = file.relative_to(folder)
    # Names that no file can have are written with percent signs.
    written = unquote(path.name)
    names = [name for name in data.frames if written.startswith(f"{name}.")]
    table = max(names, key=len, default=None) if len(path.parts) > 1 else None
    return Entry(
        path=path.as_posix(),
        bytes=file.stat().st_size,
        sha256=checksum(file),
        media_type=profile.media_type_of(file),
        resource=table,
    )


def checksum(file: Path) -> str:
    """Give the SHA-256 of a file in hexadecimal digits."""
    found = sha256()
    with file.open("rb") as stream:
        while piece := stream.read(_PIECE):
            found.update(piece)
    return found.hexdigest()


def source_of(data: LoadedPackage, base_url: str = "") -> str:
    """Give a checksum of all that exports are made from.

    That is the descriptor, the schemas and tables, the profiles and settings in ``exports/``, the
    address of the exports, and the version of the software.
    """
    found = sha256(json.dumps(data.package.raw, sort_keys=True).encode())
    found.update(f"{__version__}\n{base_url}\n".encode())
    for resource in data.package.resources:
        found.update(json.dumps(dict(resource.schema.raw), sort_keys=True).encode())
        for file in resource.files:
            found.update(checksum(file).encode())
    for folder in folders(data.package):
        for file in sorted(file for file in folder.rglob("*") if file.is_file()):
            if file.suffix in (".toml", ".sql", ".py"):
                found.update(f"{file.relative_to(folder)}\n{checksum(file)}\n".encode())
    return found.hexdigest()


def read_manifest(folder: Path, source: str) -> dict[str, list[Entry]]:
    """Give the files of an earlier export of the same package that are still as they were."""
    try:
        raw: Any = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if raw["source"] != source:
            return {}
        found = {
            name: [
                Entry(**{key: item.get(key) for key in Entry.__slots__}) for item in made["files"]
            ]
            for name, made in raw["formats"].items()
        }
        return {
            name: entries
            for name, entries in found.items()
            if all(_is_same(folder / entry.path, entry) for entry in entries)
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def listed(folder: Path) -> dict[str, list[str]]:
    """Give the paths that the manifest in a folder names, by format, whatever the package was."""
    try:
        raw: Any = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return {
            name: [str(item["path"]) for item in made["files"]]
            for name, made in raw["formats"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _is_same(file: Path, entry: Entry) -> bool:
    try:
        return file.stat().st_size == entry.bytes and checksum(file) == entry.sha256
    except OSError:
        return False


def write_manifest(
    folder: Path,
    data: LoadedPackage,
    source: str,
    made: Mapping[str, list[Entry]],
    profiles: Mapping[str, Profile],
) -> Path:
    """Write ``manifest.json``; the same package and files give the same bytes."""
    formats = {}
    for name in sorted(made):
        profile = profiles[name]
        texts = {key: profile.texts[key] for key in ("title", "title_nl") if key in profile.texts}
        formats[name] = {**texts, "files": [_raw(entry) for entry in made[name]]}
    raw = {
        "package": data.name,
        "version": data.version,
        "source": source,
        "formats": formats,
    }
    target = folder / NAME
    write_text(target, json.dumps(raw, ensure_ascii=False, indent=2) + "\n")
    return target


def _raw(entry: Entry) -> dict[str, Any]:
    return {key: value for key, value in asdict(entry).items() if value is not None}
