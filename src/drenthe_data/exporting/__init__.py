"""Exports: one module per format in ``formats/``, found by its name.

A format writes into a folder of its own; when it has been finished its files take their places, so
that a format that fails leaves all files as they were. The same input gives the same bytes.
"""

from __future__ import annotations

import os
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from drenthe_data.exceptions import DataError, DrentheDataError, UsageError
from drenthe_data.exporting import formats
from drenthe_data.exporting.job import Export, Job
from drenthe_data.exporting.manifest import (
    NAME,
    Entry,
    entry_of,
    listed,
    read_manifest,
    source_of,
    write_manifest,
)
from drenthe_data.exporting.profile import FOLDER, Profile, read_profile, read_toml
from drenthe_data.loading import LoadedPackage, load_package

__all__ = ["Exported", "Job", "Profile", "base_url_of", "export", "export_package", "format_names"]

BASE_URL = "DRENTHE_DATA_BASE_URL"
CATALOG = "catalog.toml"
DISTRIBUTIONS = "distributions"
# Told as the work goes on: the format, how many are done, and how many there are.
Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Exported:
    """What came of an export.

    Attributes:
        folder: Where the files are.
        made: The files of each format that was asked for, or that one of these needed.
        failed: The error of each format that could not be written.
        manifest: The manifest of the folder.
        data: The package that was exported.
    """

    folder: Path
    data: LoadedPackage
    made: dict[str, list[Entry]] = field(default_factory=dict)
    failed: dict[str, DrentheDataError] = field(default_factory=dict)
    manifest: Path | None = None

    def files(self, name: str) -> list[Path]:
        """Give the files of a format."""
        return [self.folder / entry.path for entry in self.made[name]]


@cache
def format_names() -> tuple[str, ...]:
    """Give the names of all formats."""
    return tuple(
        sorted(item.name for item in pkgutil.iter_modules(formats.__path__) if item.name[0] != "_")
    )


def export_package(
    path: Path,
    names: Iterable[str],
    folder: Path,
    *,
    base_url: str | None = None,
    progress: Progress | None = None,
) -> Exported:
    """Export a package, after checking it.

    Args:
        path: The descriptor.
        names: Names of formats; ``all`` stands for every one, but for those that ask settings that
            the package does not have. What a format needs is made too,
            unless the folder has it already.
        folder: Where the files go; it is made when it is not there.
        base_url: Where the exports will be found on the web; by default the environment variable
            ``DRENTHE_DATA_BASE_URL``, and then ``base_url`` in ``exports/catalog.toml``.
        progress: Called as the work goes on.

    Returns:
        The files of each format, and the errors of those that failed.

    Raises:
        UsageError: When a format is not known.
        DataError: When the package has errors or cannot be loaded, or the folder cannot be made.
    """
    from drenthe_data.checks import check

    names = list(names)
    _known(names)
    report = check(path, limit=1)
    if not report.valid:
        first = next(found for found in report.findings if found.severity == "error")
        raise DataError("not-exportable", count=report.count("error"), first=first.text())
    return export(load_package(path), names, folder, base_url=base_url, progress=progress)


def export(
    data: LoadedPackage,
    names: Iterable[str],
    folder: Path,
    *,
    base_url: str | None = None,
    progress: Progress | None = None,
) -> Exported:
    """Export a loaded package; see :func:`export_package`."""
    names = list(names)
    profiles = {name: read_profile(data.package, name) for name in format_names()}
    for name, profile in profiles.items():
        for need in profile.needs:
            if need not in (*profiles, DISTRIBUTIONS):
                raise DataError(
                    "profile-wrong",
                    file=f"{FOLDER}/{name}.toml",
                    place="needs",
                    value=need,
                    expected=[*profiles, DISTRIBUTIONS],
                )
    wanted = _known(names)
    if "all" in names:
        own = data.package.root / FOLDER
        wanted = [
            name
            for name in wanted
            if name in names or all((own / file).exists() for file in profiles[name].asks)
        ]
    url = base_url_of(data, base_url)
    source = source_of(data, url)
    before = listed(folder)
    # What this version does not make, another one may have left there.
    known = {name: it for name, it in read_manifest(folder, source).items() if name in profiles}
    ordered = _in_order(wanted, profiles, known)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise DataError("not-writable", file=str(folder), reason=reason) from None
    result = Exported(folder, data)
    made = dict(known)
    for number, name in enumerate(ordered):
        if progress is not None:
            progress(name, number, len(ordered))
        try:
            lacking = [need for need in profiles[name].needs if need in result.failed]
            if lacking:
                raise DataError("export-needs", format=name, needs=lacking)
            made[name] = _write(data, name, folder, url, made, profiles, before.get(name, []))
        except DrentheDataError as error:
            result.failed[name] = error
            continue
        result.made[name] = made[name]
        # The manifest is true after each format, also when the work is broken off.
        result.manifest = write_manifest(folder, data, source, made, profiles)
    return result


def _known(names: Iterable[str]) -> list[str]:
    """Give the formats that were asked for; raises ``UsageError`` for one that is not known."""
    asked = list(names)
    for name in asked:
        if name not in (*format_names(), "all"):
            from drenthe_data.messages import nearest

            raise UsageError(
                "unknown-format",
                format=name,
                nearest=nearest(name, format_names()),
                formats=[*format_names(), "all"],
            )
    return list(dict.fromkeys(format_names() if "all" in asked else asked))


def _in_order(
    wanted: Iterable[str], profiles: Mapping[str, Profile], known: Mapping[str, object]
) -> list[str]:
    """Give the formats in an order in which each comes after what it needs."""
    ordered: dict[str, None] = {}
    asked = list(wanted)

    def add(name: str) -> None:
        for need in needs_of(name, profiles):
            if need in asked or need not in known:
                add(need)
        ordered[name] = None

    for name in asked:
        add(name)
    return list(ordered)


def needs_of(name: str, profiles: Mapping[str, Profile]) -> list[str]:
    """Give the formats that a format needs; ``distributions`` are all that catalogues list."""
    found: list[str] = []
    for need in profiles[name].needs:
        if need == DISTRIBUTIONS:
            found += [other for other, profile in profiles.items() if profile.is_listed]
        else:
            found.append(need)
    return [need for need in dict.fromkeys(found) if need != name]


def base_url_of(data: LoadedPackage, given: str | None = None) -> str:
    """Give where the exports will be found on the web, without a slash at the end.

    What is given goes before ``DRENTHE_DATA_BASE_URL``, and that before ``base_url`` in the
    package's own ``exports/catalog.toml``; the settings of another package are never used.
    """
    path = data.package.root / FOLDER / CATALOG
    found: object = given or os.environ.get(BASE_URL)
    if not found and path.is_file():
        found = read_toml(path).get("base_url")
    return str(found or data.package.raw.get("homepage") or "https://example.org").rstrip("/")


def _write(  # noqa: PLR0917
    data: LoadedPackage,
    name: str,
    folder: Path,
    base_url: str,
    made: Mapping[str, list[Entry]],
    profiles: Mapping[str, Profile],
    before: Iterable[str],
) -> list[Entry]:
    """Write one format aside, and then put its files in their places."""
    profile = profiles[name]
    try:
        with TemporaryDirectory(dir=folder, prefix=f".{name}-") as aside:
            write: Export = import_module(f"{formats.__name__}.{name}").export
            job = Job(data, Path(aside), profile, base_url, made, profiles)
            files = sorted(write(job))
            entries = [entry_of(file, Path(aside), profile, data) for file in files]
            for entry in entries:
                target = folder / entry.path
                target.parent.mkdir(parents=True, exist_ok=True)
                (Path(aside) / entry.path).replace(target)
    except ModuleNotFoundError as error:
        raise DataError(
            "export-extra", format=name, module=error.name or "", extra=profile.extra
        ) from None
    except DrentheDataError as error:
        # Its text is whole sentences.
        raise DataError("export-refused", format=name, reason=error) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise DataError("export-failed", format=name, reason=str(error) or repr(error)) from error
    now = {entry.path for entry in entries}
    others = {entry.path for other, list_ in made.items() if other != name for entry in list_}
    for path in set(before) - now - others - {NAME}:
        if "\0" in path:
            continue
        old = (folder / path).resolve()
        if old.is_relative_to(folder.resolve()) and old.is_file():
            old.unlink()
    return entries
