"""CSV on the Web, read and checked by csvw; and the zipped Data Package, by frictionless."""

from __future__ import annotations

import csv
import json
import shutil
import warnings
import zipfile
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from csvw import CSVW, TableGroup
from frictionless import Package as FrictionlessPackage

from drenthe_data import load
from drenthe_data.exporting import export, export_package
from drenthe_data.exporting.views import code_frame
from drenthe_data.loading import LoadedPackage, load_package
from tests.any_package import HOSTILE, any_package
from tests.packages import ROOT, change, fields, line_of, make_package

DATA = load(ROOT)
TABLES = [resource.name for resource in DATA.package.resources]
FORMATS = ("csvw", "datapackage")


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    assert not export(DATA, FORMATS, folder).failed
    return folder


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> tuple[LoadedPackage, Path]:
    """The package with every type and oddity, and where it was exported."""
    folder = tmp_path_factory.mktemp("odd")
    made = any_package(folder / "p")
    assert not export_package(made / "datapackage.json", FORMATS, folder / "out").failed
    return load_package(made), folder / "out"


def metadata(folder: Path) -> Any:
    return json.loads((folder / "csvw" / "csv-metadata.json").read_text(encoding="utf-8"))


def problems(folder: Path) -> list[str]:
    """Let csvw check all files: cells, headers, keys and references.

    Not in its strict way, in which no reference may be empty, which the recommendation allows.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        found = CSVW(str(folder / "csvw" / "csv-metadata.json"), validate=True, strict=False)
        try:
            is_valid = found.is_valid
        except ValueError as error:
            return [str(error)]
    assert is_valid == (not found.warnings)
    return [str(warning.message) for warning in found.warnings]


@cache
def group(folder: Path) -> TableGroup:
    return TableGroup.from_file(str(folder / "csvw" / "csv-metadata.json"))


def test_csvw_finds_all_files_valid(odd: tuple[LoadedPackage, Path], exported: Path) -> None:
    for folder in (exported, odd[1]):
        assert problems(folder) == []
        assert all(table.check_primary_key() for table in group(folder).tables)


@pytest.mark.parametrize("name", TABLES)
def test_csvw_reads_the_same_tables(exported: Path, name: str) -> None:
    table = group(exported).tabledict[f"{name}.csv"]
    rows = [tuple(map(plain, row.values())) for row in table]
    assert rows == [tuple(map(plain, row)) for row in DATA.frames[name].iter_rows()]
    years = {item.name for item in DATA.package.resource(name).schema.fields if item.type == "year"}
    for row, expected in zip(table, DATA.frames[name].iter_rows(named=True), strict=True):
        for key, cell in row.items():
            if key not in years and not hasattr(cell, "scheme"):
                assert type(cell) is type(expected[key])


def plain(value: Any) -> Any:
    """Make values comparable: csvw reads years as texts and addresses as objects."""
    if hasattr(value, "scheme"):
        return value.unsplit()
    return str(value) if type(value) is int else value


def test_csvw_reads_values_of_every_type(odd: tuple[LoadedPackage, Path]) -> None:
    first, second, third = group(odd[1]).tabledict["every.csv"]
    expected = {
        "id": 1,
        "text": "a",
        "bytes": b"drenthe",
        "code": "a'\"",
        "level": 1,
        "big": 2**63 - 1,
        "number": 0.1,
        "truth": True,
        "ja": True,
        "day": datetime(2026, 11, 21),
        "dutch_day": datetime(2026, 11, 21),
        "moment": datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
        "year": "2026",
        "month": "2026-11",
        "point": "6.56,52.99",
        "shape": {"type": "Point", "coordinates": [6.5, 53]},
        "object": {"a": [1, None, "x\n"]},
        "array": [1, 2.5, "=1"],
        "words": ["a", "b"],
        "numbers": [1, 2],
        "days": [datetime(2026, 11, 21), datetime(2026, 11, 22)],
        "truths": [True, False],
    }
    assert {key: first[key] for key in expected} == expected
    assert first["clock"].time() == time(9, 30)
    assert first["moments"][1] == datetime(2026, 11, 21, 9, 30, 0, 500_000, tzinfo=UTC)
    assert second["special"] == float("inf")
    assert second["text"] is None
    assert third["truth"] is None
    assert first["day"].date() == date(2026, 11, 21)


def test_hostile_texts_and_names_are_kept(odd: tuple[LoadedPackage, Path]) -> None:
    frame = odd[0].frames["hostile"]
    # By place: csvw looks columns up by their names, and the header has what no name can be.
    rows_read = group(odd[1]).tabledict["hostile.csv"].iterdicts(strict=False)
    assert [tuple(row.values()) for row in rows_read] == frame.rows()
    assert [text for text in frame["Select"] if text] == list(HOSTILE)
    with (odd[1] / "csvw" / "hostile.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0] == frame.columns
    assert [row[2] for row in rows[1:-1]] == list(HOSTILE)
    titles = metadata(odd[1])["tables"][1]["tableSchema"]["columns"][4]
    assert titles["name"] == "%5Fhidden%20%C3%A9%20%7Bx%7D"
    assert titles["titles"] == {"und": "_hidden é {x}"}


def test_a_line_that_begins_with_a_hash_is_no_comment(tmp_path: Path) -> None:
    schema = {"fields": fields("#a", "b")}
    made = make_package(tmp_path / "p", {"a": "#a,b\n# x,1\n"}, {"a": schema})
    export(load_package(made), ["csvw"], tmp_path / "out")
    assert (tmp_path / "out" / "csvw" / "a.csv").read_text("utf-8") == '"#a",b\n"# x",1\n'
    assert problems(tmp_path / "out") == []


def test_an_empty_text_is_not_a_missing_value(tmp_path: Path) -> None:
    schema = {"fields": fields("a", b="integer"), "missingValues": ["-"]}
    made = make_package(tmp_path / "p", {"a": "a,b\n,1\n-,2\nNULL,3\n"}, {"a": schema})
    data = load_package(made)
    assert data.frames["a"]["a"].to_list() == ["", None, "NULL"]
    export(data, ["csvw"], tmp_path / "out")
    (table,) = group(tmp_path / "out").tables
    assert [row["a"] for row in table] == ["", None, "NULL"]
    assert problems(tmp_path / "out") == []


def column(folder: Path, table: str, name: str) -> Any:
    found = next(item for item in metadata(folder)["tables"] if item["url"] == f"{table}.csv")
    return next(item for item in found["tableSchema"]["columns"] if item["name"] == name)


def test_columns_have_type_unit_titles_and_addresses(exported: Path) -> None:
    amount = column(exported, "budget_amounts", "amount_eur")
    assert amount["datatype"] == "integer"
    assert amount["required"] is True
    assert amount["schema:unitText"] == "EUR"
    assert amount["titles"] == {"en": "Amount (euro)", "nl": "Bedrag (euro)"}
    assert amount["propertyUrl"].endswith("/def/budget_amounts.amount_eur")
    line = column(exported, "budget_amounts", "budget_line_id")
    assert line["valueUrl"].endswith("/id/budget_lines/{budget_line_id}")
    stage = column(exported, "budget_amounts", "stage")
    assert stage["datatype"] == {"base": "string", "format": "^(?:actual|budget|forecast)$"}
    assert stage["valueUrl"].endswith("/code/budget_amounts.stage/{stage}")
    latitude = column(exported, "places", "latitude")
    assert latitude["datatype"] == {"base": "number", "minimum": -90, "maximum": 90}


def test_the_file_of_codes_has_all_labels(exported: Path) -> None:
    table = group(exported).tabledict["_codes.csv"]
    assert [tuple(row.values()) for row in table] == code_frame(DATA.package).rows()


def test_the_group_says_licence_version_and_date(exported: Path) -> None:
    found = metadata(exported)
    assert found["dc:license"] == [{"@id": "https://creativecommons.org/publicdomain/zero/1.0/"}]
    assert found["dc:created"] == "2026-11-21T00:00:00Z"
    assert found["schema:version"] == DATA.version
    assert {item["@language"] for item in found["dc:title"]} == {"en", "nl"}


@pytest.mark.parametrize(
    ("table", "start", "old", "new", "part"),
    [
        ("budget_amounts", "implementation-2026-1-o", "537153", "537.153", "Invalid column value"),
        ("budget_amounts", "implementation-2026-1-o", "budget,537", "spent,537", "spent"),
        ("clusters", "astron,", "astron,", "a star,", "Invalid column value"),
        ("sectors", "bouw,", "Bouw,", ",", "required column value is missing"),
        ("partner_names", "(GKN)", "gkn-fokker", "nobody", "nobody"),
        ("sdgs", "4,", "4,", "5,", "duplicate primary key"),
        ("sdgs", "4,", "4,", "18,", "Invalid column value"),
        ("partners", "hannn,", "false", "nee", "Invalid column value"),
    ],
)
def test_csvw_sees_what_is_broken_in_a_file(
    exported: Path, tmp_path: Path, table: str, start: str, old: str, new: str, part: str
) -> None:
    shutil.copytree(exported / "csvw", tmp_path / "csvw")
    # One table is enough to see it, with those it refers to.
    file = tmp_path / "csvw" / f"{table}.csv"
    change(file, line_of(file, start), old, new)
    raw = metadata(tmp_path)
    kept = {table, "partners"} if table == "partner_names" else {table}
    raw["tables"] = [item for item in raw["tables"] if item["url"].removesuffix(".csv") in kept]
    for item in raw["tables"]:
        keys = item["tableSchema"].get("foreignKeys", [])
        item["tableSchema"]["foreignKeys"] = [
            key for key in keys if key["reference"]["resource"].removesuffix(".csv") in kept
        ]
    (tmp_path / "csvw" / "csv-metadata.json").write_text(json.dumps(raw), encoding="utf-8")
    assert any(part in text for text in problems(tmp_path))


def test_csvw_reads_odd_tables(odd: tuple[LoadedPackage, Path]) -> None:
    for name in ("nodes", "left", "right", "empty", "one"):
        rows = [tuple(row.values()) for row in group(odd[1]).tabledict[f"{name}.csv"]]
        assert rows == odd[0].frames[name].rows()


def test_the_zip_carries_labels_and_is_valid_for_frictionless(
    exported: Path, odd: tuple[LoadedPackage, Path], tmp_path: Path
) -> None:
    for file in (exported / "drenthe-data.zip", odd[1] / "small.zip"):
        folder = tmp_path / file.stem
        with zipfile.ZipFile(file) as archive:
            archive.extractall(folder)
    raw = json.loads((tmp_path / "drenthe-data" / "datapackage.json").read_text("utf-8"))
    for resource in raw["resources"]:
        expected = DATA.package.resource(resource["name"]).schema.raw["fields"]
        assert resource["schema"]["fields"] == expected
    (stage,) = [
        item
        for resource in raw["resources"]
        for item in resource["schema"]["fields"]
        if item["name"] == "stage"
    ]
    assert stage["categories"][0]["label_nl"] == "Rekening"
    report = FrictionlessPackage(str(tmp_path / "drenthe-data" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "note"])
    assert load_package(tmp_path / "small").frames["hostile"].equals(odd[0].frames["hostile"])


def test_the_zip_holds_all_files_that_the_package_names(tmp_path: Path) -> None:
    schema = {"fields": fields(id="integer")}
    made = make_package(tmp_path / "p", {"a": "id\n1\n"}, {"a": schema})
    raw = json.loads((made / "datapackage.json").read_text("utf-8"))
    (made / "b.csv").write_text("id\n2\n", encoding="utf-8")
    (made / "about.pdf").write_bytes(b"%PDF-1.7")
    raw["resources"] += [
        {"name": "parts", "path": ["a.csv", "b.csv"], "schema": schema},
        {"name": "rows", "data": [["id"], [3]], "schema": schema},
        {"name": "about", "path": "about.pdf"},
    ]
    (made / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    (file,) = export_package(made / "datapackage.json", ["datapackage"], tmp_path).files(
        "datapackage"
    )
    with zipfile.ZipFile(file) as archive:
        assert sorted(archive.namelist()) == ["a.csv", "about.pdf", "b.csv", "datapackage.json"]
        archive.extractall(tmp_path / "again")
    again = load_package(tmp_path / "again")
    assert {name: frame["id"].to_list() for name, frame in again.frames.items()} == {
        "a": [1],
        "parts": [1, 2],
        "rows": [3],
    }
    assert FrictionlessPackage(str(tmp_path / "again" / "datapackage.json")).validate().valid


def test_csvw_and_the_zip_have_the_same_bytes_when_they_are_made_again(
    exported: Path, tmp_path: Path
) -> None:
    export(load_package(ROOT), FORMATS, tmp_path)
    files = sorted(path.relative_to(exported) for path in exported.rglob("*") if path.is_file())
    for file in files:
        assert (tmp_path / file).read_bytes() == (exported / file).read_bytes(), file
