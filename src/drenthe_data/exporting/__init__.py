"""Exports: one module per format, registered here by name.

A format is a module with ``export(data, folder)``: it writes its files below the folder, each
whole or not at all, and gives their paths. The same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from drenthe_data.exceptions import DataError, DrentheDataError, UsageError
from drenthe_data.loading import LoadedPackage, load_package

FORMATS: Mapping[str, str] = {
    "datapackage": "drenthe_data.exporting.datapackage",
    "parquet": "drenthe_data.exporting.parquet",
    "sqlite": "drenthe_data.exporting.sqlite",
}

Export = Callable[[LoadedPackage, Path], list[Path]]


def export_package(path: Path, formats: list[str], folder: Path) -> dict[str, list[Path]]:
    """Export a package, after checking it.

    Args:
        path: The descriptor.
        formats: Names of formats; ``all`` stands for every one.
        folder: Where the files go; it is made when it is not there.

    Returns:
        The files of each format.

    Raises:
        UsageError: When a format is not known.
        DataError: When the package has errors, or a format fails; files of formats that were
            finished stay, and those of the failed one are as they were.
    """
    from drenthe_data.checks import check

    names = list(dict.fromkeys(FORMATS if "all" in formats else formats))
    for name in names:
        if name not in FORMATS:
            from drenthe_data.messages import nearest

            raise UsageError(
                "unknown-format",
                format=name,
                nearest=nearest(name, FORMATS),
                formats=[*FORMATS, "all"],
            )
    report = check(path, limit=1)
    if not report.valid:
        first = next(found for found in report.findings if found.severity == "error")
        raise DataError("not-exportable", count=report.count("error"), first=first.text())
    data = load_package(path)
    return {name: export(data, name, folder) for name in names}


def export(data: LoadedPackage, name: str, folder: Path) -> list[Path]:
    """Export a loaded package in one format.

    Raises:
        DataError: When it fails; the message names the format and the reason.
    """
    write: Export = import_module(FORMATS[name]).export
    try:
        return write(data, folder)
    except DrentheDataError:
        raise
    except (OSError, ValueError, RuntimeError) as error:
        raise DataError("export-failed", format=name, reason=str(error) or repr(error)) from error
