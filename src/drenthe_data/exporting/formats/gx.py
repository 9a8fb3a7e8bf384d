"""Suites of Great Expectations made from the schemas and rules, and a program that runs them.

They run on the SQLite export as it is. Data Docs carry the time at which they were made, so they
are no part of the export: the program makes them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from drenthe_data.checks import VALIDATORS
from drenthe_data.checks.discrepancies import discrepancies_resource
from drenthe_data.checks.rule_files import read_rules
from drenthe_data.descriptor import Package
from drenthe_data.exceptions import DataError
from drenthe_data.exporting.expectations import Suite, Suites, quoted
from drenthe_data.exporting.job import Job
from drenthe_data.loading import load_frame
from drenthe_data.writing import write_text

FOLDER = "gx"
RUNNER = "gx/run.py"


def export(job: Job) -> list[Path]:
    """Write ``gx/expectations/<suite>.json``, ``gx/gx.json`` and ``gx/run.py``.

    Raises:
        DataError: When the program that runs the suites is not among the settings.
    """
    data = job.data
    runner = job.setting(RUNNER)
    if runner is None:
        raise DataError("no-profile", file=f"exports/{RUNNER}")
    database = next(file for file in job.files("sqlite") if file.suffix == ".sqlite")
    settings = job.profile.settings
    rules = [
        rule
        for rule in read_rules(data.package.root / VALIDATORS)
        if {*rule.reads, rule.table} <= set(data.frames)
    ]
    suites = Suites(
        data,
        rules,
        _known(data.package),
        _columns(database, data.frames),
        settings.get("texts", {}),
        "en" if settings.get("language") == "en" else "nl",
        job.base_url,
    ).all()
    files = [_write(job, suite) for suite in suites]
    index = {
        "package": data.name,
        "title": data.package.raw.get("title", data.name),
        "version": data.version,
        "database": f"../{database.name}",
        "suites": [
            {
                "name": suite.name,
                "table": suite.table,
                "severity": suite.severity,
                "file": file.relative_to(job.folder / FOLDER).as_posix(),
                "expectations": len(suite.expectations),
            }
            for suite, file in zip(suites, files, strict=True)
        ],
    }
    target = job.folder / FOLDER / "gx.json"
    write_text(target, _json(index))
    program = job.folder / RUNNER
    write_text(program, runner.read_text(encoding="utf-8"))
    return [*files, target, program]


def _write(job: Job, suite: Suite) -> Path:
    """Write a suite in the form of the program's own store of suites."""
    data = job.data
    resource = data.package.resource(suite.table)
    raw = {
        "name": suite.name,
        "id": str(uuid5(NAMESPACE_URL, f"{job.base_url}/gx/{suite.name}")),
        "expectations": suite.expectations,
        "meta": {
            "package": data.name,
            "version": data.version,
            "table": suite.table,
            "severity": suite.severity,
            "title": resource.text("title") or suite.table,
            "title_nl": resource.text("title", "nl") or suite.table,
            "not_evaluated": suite.not_evaluated,
        },
        "notes": [
            f"{lang}: {text}"
            for lang in ("nl", "en")
            if (text := resource.text("description", lang))
        ],
    }
    target = job.folder / FOLDER / "expectations" / f"{file_name(suite.name)}.json"
    write_text(target, _json(raw))
    return target


def file_name(name: str) -> str:
    """Give a name for a file; characters that not every system takes are written as ``%xx``."""
    return quote(name, safe=" ")[:200]


def _json(raw: Mapping[str, Any]) -> str:
    return json.dumps(raw, ensure_ascii=False, indent=2) + "\n"


def _known(package: Package) -> list[dict[str, str]]:
    """Give the known discrepancies."""
    resource = discrepancies_resource(package)
    return [] if resource is None else load_frame(resource).to_dicts()


def _columns(database: Path, tables: Mapping[str, object]) -> dict[str, dict[str, str]]:
    """Give the declared types of the columns of a database."""
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as opened:
        return {
            name: {row[1]: row[2] for row in opened.execute(f"PRAGMA table_info({quoted(name)})")}
            for name in tables
        }
