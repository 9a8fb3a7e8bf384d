"""Jobs for the catalogue, with a few quick formats made before it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from drenthe_data.exporting import export, format_names
from drenthe_data.exporting.job import Job
from drenthe_data.exporting.manifest import Entry
from drenthe_data.exporting.profile import read_profile
from drenthe_data.loading import LoadedPackage, load_package
from tests.packages import fields, make_package

QUICK = ("csv", "datapackage", "parquet", "sqlite")
BASE = "https://data.example.org/drenthe"
Made = dict[str, list[Entry]]


def make(data: LoadedPackage, folder: Path, names: Iterable[str] = QUICK) -> Made:
    """Make formats of a package, and give their files."""
    return export(data, names, folder).made


def job_of(
    data: LoadedPackage, folder: Path, made: Made, name: str = "dcat", base: str = BASE
) -> Job:
    """Give the job of a format that describes the files of others."""
    profiles = {other: read_profile(data.package, other) for other in format_names()}
    return Job(data, folder, profiles[name], base, made, profiles)


def small_package(folder: Path, **extra: Any) -> LoadedPackage:
    """Make a package that has no settings of its own."""
    schema = {"fields": fields(day="date", name="string"), "primaryKey": "day"}
    about = {
        "created": "2026-11-21",
        "licenses": [{"name": "CC-BY-4.0"}],
        "title": "Small & fine",
        **extra,
    }
    about = {key: value for key, value in about.items() if value is not None}
    text = "day,name\n2024-02-01,a\n2025-03-31,b\n"
    return load_package(make_package(folder, {"days": text}, {"days": schema}, **about))
