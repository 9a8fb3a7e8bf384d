"""The suites of Great Expectations, run by that program on the SQLite export."""

from __future__ import annotations

import csv
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from drenthe_data import check, load
from drenthe_data.checks.rule_files import read_rules
from drenthe_data.exporting import export, export_package
from drenthe_data.exporting.expectations import escaped, quoted
from drenthe_data.loading import load_package
from tests.packages import ROOT, change, fields, line_of, make_package, replace_line

pytest.importorskip("great_expectations", reason="great_expectations is not installed")

DATA = load(ROOT)
RULES = read_rules(ROOT / "validators")


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The suites and the database, exported once."""
    folder = tmp_path_factory.mktemp("dist")
    result = export(DATA, ["gx"], folder)
    assert not result.failed
    return folder


def expectations(folder: Path) -> list[dict[str, Any]]:
    """Give all expectations of an export."""
    found = []
    for file in sorted((folder / "gx" / "expectations").glob("*.json")):
        found += json.loads(file.read_text(encoding="utf-8"))["expectations"]
    return found


def run(folder: Path, *arguments: str) -> tuple[int, list[dict[str, Any]], str]:
    """Run the program that is exported; gives its exit code, the outcomes and what it showed."""
    target = folder / "outcomes.json"
    target.unlink(missing_ok=True)
    command = [sys.executable, str(folder / "gx" / "run.py"), "--json", str(target), *arguments]
    if "--docs" not in arguments:
        command.append("--no-docs")
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder.parent)
    assert target.is_file(), done.stderr
    found = json.loads(target.read_text(encoding="utf-8"))["results"]
    assert [one["error"] for one in found if one["error"]] == []
    return done.returncode, found, done.stdout


def loosely(package: Path, exported: Path, target: Path) -> Path:
    """Load the CSV files of a package in a database that takes anything, typed where it can be."""
    names = [item.name for item in load_package(ROOT).package.resources]
    with (
        closing(sqlite3.connect(exported / "drenthe-data.sqlite")) as strict,
        closing(sqlite3.connect(target)) as loose,
    ):
        for name in names:
            types = [row[1:3] for row in strict.execute(f"PRAGMA table_info({name})")]
            columns = ", ".join(f'"{column}" {kind}' for column, kind in types)
            loose.execute(f"CREATE TABLE {name} ({columns})")
            with (package / "datapackage" / f"{name}.csv").open(
                encoding="utf-8", newline=""
            ) as file:
                rows = list(csv.reader(file))[1:]
            words = {"": None, "true": 1, "false": 0}
            loose.executemany(
                f"INSERT INTO {name} VALUES ({', '.join('?' * len(types))})",
                [[words.get(cell, cell) for cell in row] for row in rows],
            )
        loose.commit()
    return target


def test_all_expectations_hold_on_the_real_data(exported: Path) -> None:
    code, found, shown = run(exported, "--lang", "en")
    assert code == 0
    failed = [(one["severity"], one["code"], one["table"]) for one in found if not one["success"]]
    report = check(ROOT)
    notes = {
        (result.code, result.resource)
        for result in report.checks
        if any(note.severity == "note" and note.code == result.code for note in result.notes)
        and next(rule for rule in RULES if rule.id == result.code).severity == "note"
    }
    assert {("note", *note) for note in notes} == set(failed)
    assert "note budgets/parent-sum-rounding: budget_amounts, amount_eur (4 rows)" in shown
    assert f"{len(expectations(exported))} expectations, 1 failed, 0 of them errors." in shown
    assert len(found) == len(expectations(exported)) > 700


def test_every_rule_and_every_demand_of_the_schemas_is_in_a_suite(exported: Path) -> None:
    found = expectations(exported)
    codes = {one["meta"]["code"] for one in found}
    assert codes >= {rule.id for rule in RULES}
    kinds = [(one["type"], one["meta"]["table"], tuple(one["meta"]["fields"])) for one in found]
    for resource in DATA.package.resources:
        for item in resource.schema.fields:
            own = [
                kind
                for kind, table, names in kinds
                if (table, names) == (resource.name, (item.name,))
            ]
            limits = item.constraints
            assert "expect_column_values_to_be_of_type" in own
            for name, kind in {
                "required": "expect_column_values_to_not_be_null",
                "enum": "expect_column_values_to_be_in_set",
                "pattern": "expect_column_values_to_match_regex",
                "minimum": "expect_column_values_to_be_between",
                "maxLength": "expect_column_value_lengths_to_be_between",
            }.items():
                assert (name in limits) <= (kind in own), (resource.name, item.name, name)
        keys = [one for one in found if one["meta"]["table"] == resource.name]
        orphans = [one for one in keys if one["meta"]["code"] == "foreign-key"]
        assert len(orphans) == len(resource.schema.foreign_keys)
        has_key = any(one["meta"]["code"] == "primary-key" for one in keys)
        assert has_key == bool(resource.schema.primary_key)
    suites = [
        json.loads(file.read_text(encoding="utf-8"))
        for file in (exported / "gx" / "expectations").glob("*.json")
    ]
    assert [
        suite["meta"]["not_evaluated"] for suite in suites if suite["meta"]["not_evaluated"]
    ] == []


def test_a_rule_is_in_its_suite_as_it_is(exported: Path) -> None:
    queries = {
        one["meta"]["code"]: one["kwargs"]["unexpected_rows_query"]
        for one in expectations(exported)
        if one["type"] == "unexpected_rows_expectation"
    }
    for rule in RULES:
        assert escaped(rule.query) in queries[rule.id]


def test_every_expectation_says_in_both_languages_what_is_expected(exported: Path) -> None:
    for one in expectations(exported):
        assert one["description"] == one["meta"]["nl"]
        assert one["notes"] == [f"nl: {one['meta']['nl']}", f"en: {one['meta']['en']}"]
        assert one["meta"]["nl"] != one["meta"]["en"]
        if one["type"] != "unexpected_rows_expectation":
            assert "{" not in one["meta"]["nl"].split(" heeft de vorm ")[0]


# Where the tables are broken, and what else the check looks at there.
BROKEN = [
    *("sdgs", "sources", "partners", "clusters", "places", "categories", "cluster_links"),
    *("budget_amounts", "indicator_values", "activities"),
]


def break_all(package: Path) -> None:
    """Break the tables in as many ways as there are kinds of checks."""
    tables = package / "datapackage"

    def edit(name: str, start: str, old: str, new: str) -> None:
        file = tables / f"{name}.csv"
        change(file, line_of(file, start), old, new)

    def twice(name: str, number: int) -> None:
        lines = (tables / f"{name}.csv").read_text(encoding="utf-8").split("\n")
        replace_line(tables / f"{name}.csv", number, "\n".join([lines[number - 1]] * 2))

    edit("sdgs", "3,", "Goede gezondheid en welzijn", "")
    edit("activities", "digital-2021-digitale-connectiviteit-a01,", "false", "misschien")
    edit("partners", "drenthe-college,", "education-research", "nonsense")
    edit("clusters", "5g-rural-fieldlab-drenthe,", "valthermond", "nergens")
    edit("clusters", "ai-hub-noord-nederland,", "Noordelijke tak", "Noord" * 50)
    edit("places", "nederland,", "Nederland,country,", "Nederland,country,drenthe")
    edit("places", "gemeente-emmen,", ",52.78,", ",152.78,")
    edit("places", "gemeente-assen,", "GM0106", "GM 106")
    twice("categories", 3)
    twice("cluster_links", 3)
    # A figure that is its print but no longer adds up, and one that is not its print.
    edit(
        "budget_amounts",
        "implementation-2026-2-arbeidsmarkt-en-onderwijs,2026",
        "600000,600.000",
        "610000,610.000",
    )
    edit("budget_amounts", "implementation-2026-1-overige-bijdragen,2027", "537153,", "537154,")
    edit("indicator_values", "aandachtsgebieden-lectoraat-green-logistics-2020-2021,", ",4,", ",5,")
    # A source that contradicted itself, and now does not.
    edit("indicator_values", "aandeel-gezondheidseconomie-in-banen-2021-figuur,", "22,", "21,")
    edit("indicator_values", "aandeel-gezondheidseconomie-in-banen-2021-figuur,", "22%", "21%")


def test_suites_fail_just_where_the_check_does(
    package: Path, exported: Path, tmp_path: Path
) -> None:
    break_all(package)
    database = loosely(package, exported, tmp_path / "loose.sqlite")
    # Which discrepancies are known is part of the suites.
    report = check(package, limit=1000)
    expected = {
        (result.code, result.resource, result.count)
        for result in report.checks
        if result.outcome == "failed" and result.code != "known-discrepancy-stale"
    }
    assert {table for _, table, _ in expected} <= set(BROKEN)
    arguments = [part for table in BROKEN for part in ("--table", table)]
    code, found, _ = run(exported, "--database", str(database), *arguments)
    assert code == 1
    failed = [one for one in found if not one["success"] and one["severity"] != "note"]
    by_place: dict[tuple[str, str, tuple[str, ...]], int] = {}
    for one in failed:
        # Of two rows with one key both are counted, and of a circle each row.
        counted = {"primary-key": 2, "unique-error": 2, "hierarchy-cycle": 3}.get(one["code"], 1)
        assert one["rows"] % counted == 0
        rows = one["rows"] // counted
        by_place[one["code"], one["table"], tuple(one["fields"])] = rows
    stale = [place for place in by_place if place[0] == "known-discrepancy-stale"]
    assert [place[1] for place in stale] == ["indicator_values"]
    assert expected == {
        (*place[:2], rows) for place, rows in by_place.items() if place not in stale
    }
    fields_of = {
        (result.code, result.resource, tuple(result.fields))
        for result in report.checks
        if result.outcome == "failed" and result.code != "known-discrepancy-stale"
    }
    assert fields_of == set(by_place) - set(stale)
    assert {code for code, _, _ in fields_of} >= {
        "type-error",
        "constraint-error",
        "primary-key",
        "foreign-key",
        "hierarchy-cycle",
        "printed-value",
        "budgets/parent-sum",
    }


HOSTILE = "=1+1 \"<script>alert('$x {y} :z %s */ -- é 🦄"


def test_odd_names_and_values_of_any_package_are_taken(tmp_path: Path) -> None:
    name = "Odd 'table' \"<b>\" {x} :y"
    odd = "a \"b\" 'c' {d} :e $f %g <i>"
    schemas: dict[str, Any] = {
        name: {
            "fields": [
                {
                    "name": odd,
                    "type": "string",
                    "constraints": {"enum": [HOSTILE, "line\nbreak", "'"]},
                },
                {
                    "name": "parent",
                    "constraints": {"pattern": r"[^\x00]{1,}:?.*|x:y"},
                    "type": "string",
                },
                {"name": "day", "type": "date", "constraints": {"minimum": "2020-01-01"}},
                {"name": "moment", "type": "datetime"},
                {"name": "hour", "type": "time", "constraints": {"maximum": "12:00:00"}},
                {"name": "month", "type": "yearmonth"},
                {"name": "place", "type": "geopoint", "constraints": {"enum": ["6.5,52.9"]}},
                {"name": "half", "type": "number", "constraints": {"enum": [0.5, 1]}},
                {"name": "yes", "type": "boolean", "constraints": {"enum": [True]}},
            ],
            "primaryKey": [odd],
            "foreignKeys": [{"fields": "parent", "reference": {"resource": "", "fields": odd}}],
        },
        "empty": {"fields": fields("one", two="integer"), "uniqueKeys": [["one", "two"]]},
    }
    cell = quoted(HOSTILE)  # CSV quotes as SQL does
    text = (
        f"{quoted(odd)},parent,day,moment,hour,month,place,half,yes\n"
        f'{cell},,2026-11-21,2026-11-21T09:30:00Z,09:30:00,2026-11,"6.5,52.9",0.5,true\n'
        f'"line\nbreak",{cell},2024-02-29,,11:59:59,,,1,\n'
    )
    folder = make_package(tmp_path / "p", {name: text, "empty": "one,two\n"}, schemas)
    result = export_package(folder / "datapackage.json", ["gx"], tmp_path / "out")
    assert not result.failed
    docs = tmp_path / "docs"
    code, found, shown = run(tmp_path / "out", "--docs", str(docs))
    assert [one for one in found if not one["success"]] == []
    assert code == 0, shown
    raw = json.loads((tmp_path / "out" / "gx" / "gx.json").read_text(encoding="utf-8"))
    assert [suite["table"] for suite in raw["suites"]] == [name, "empty"]
    suite = json.loads((tmp_path / "out" / "gx" / raw["suites"][0]["file"]).read_text("utf-8"))
    assert suite["meta"]["not_evaluated"] == [
        {"field": "place", "type": "geopoint", "constraint": "enum"}
    ]
    pages = [file.read_text(encoding="utf-8") for file in docs.rglob("*.html")]
    assert len(pages) == 1 + 2 * len(raw["suites"])
    assert not any("<script>alert" in page for page in pages)
    assert any("&lt;script&gt;alert" in page for page in pages)
    # Data Docs: a page for each suite and each run of it, with what is expected in words.
    assert f"Data Docs: {docs / 'index.html'}" in shown
    page = (docs / "expectations" / "empty.html").read_text(encoding="utf-8")
    assert "Geen twee rijen hebben dezelfde one, two." in page
    assert "empty" in (docs / "index.html").read_text(encoding="utf-8")
    with closing(sqlite3.connect(tmp_path / "out" / "small.sqlite")) as database:
        table, column = quoted(name), quoted(odd)
        database.execute("PRAGMA ignore_check_constraints = ON")
        database.execute(
            f"UPDATE {table} SET parent = 'nobody', day = '2019-02-30', hour = '13:00:00'"
        )
        database.execute(f"UPDATE {table} SET {column} = 'other' WHERE {column} LIKE 'line%'")
        database.commit()
    code, found, _ = run(tmp_path / "out")
    assert code == 1
    failed = [(one["code"], *one["fields"], one["rows"]) for one in found if not one["success"]]
    assert failed == [
        ("constraint-error", odd, 1),
        ("type-error", "day", 2),
        ("constraint-error", "day", 2),
        ("constraint-error", "hour", 2),
        ("foreign-key", "parent", 2),
    ]


def test_what_the_runner_cannot_do_is_said(exported: Path, tmp_path: Path) -> None:
    for arguments in (["--database", str(tmp_path / "none.sqlite")], ["--table", "nothing"]):
        command = [sys.executable, str(exported / "gx" / "run.py"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert arguments[1].rsplit("/", 1)[-1] in done.stderr


def test_the_same_package_gives_the_same_suites(exported: Path, tmp_path: Path) -> None:
    again = export(DATA, ["gx"], tmp_path)
    for file in again.files("gx"):
        other = exported / file.relative_to(tmp_path)
        assert file.read_bytes() == other.read_bytes(), file.name
