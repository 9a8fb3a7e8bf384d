"""The tables as plain CSV, read by other people's readers."""

from __future__ import annotations

import gzip
import json
from hashlib import sha256
from pathlib import Path

import duckdb
import polars as pl
import pytest
from frictionless import Package as FrictionlessPackage

from drenthe_data import check, load
from drenthe_data.exporting import export
from drenthe_data.loading import load_package
from tests.packages import ROOT, fields, make_package

DATA = load(ROOT)
HOSTILE = [
    'a "quoted" word',
    "two\nlines",
    "a\rlone CR",
    "=1+1",
    '"<script>alert(1)</script>',
    "🧀 ünïcödé",
    "\t, and ; commas",
    "\x01\x1f\x7f",
    "x" * 100_000,
    " blanks ",
    "NA",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("csv")
    export(DATA, ["csv"], target)
    return target / "csv"


def test_the_files_are_those_of_the_package_to_the_byte(folder: Path) -> None:
    for resource in DATA.package.resources:
        assert (folder / f"{resource.name}.csv").read_bytes() == resource.file.read_bytes()
        schema = json.loads((folder / f"{resource.name}.schema.json").read_text("utf-8"))
        assert schema == resource.schema.raw


def test_frictionless_and_our_own_check_find_the_folder_valid(folder: Path) -> None:
    package = FrictionlessPackage(str(folder / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["type", "note"])
    assert package.resource_names == list(DATA)
    again = load_package(folder / "datapackage.json")
    assert all(again.frames[name].equals(frame) for name, frame in DATA.frames.items())
    raw = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for item in raw["resources"]:
        data = (folder / item["path"]).read_bytes()
        assert item["bytes"] == len(data)
        assert item["hash"] == f"sha256:{sha256(data).hexdigest()}"


def test_a_broken_cell_is_seen_in_the_export(folder: Path, tmp_path: Path) -> None:
    for file in folder.iterdir():
        text = file.read_text("utf-8")
        if file.name == "sdgs.csv":
            text = text.replace("\n1,", "\none,", 1)
        (tmp_path / file.name).write_text(text, "utf-8")
    report = FrictionlessPackage(str(tmp_path / "datapackage.json")).validate()
    assert "type-error" in {row[0] for row in report.flatten(["type"])}


@pytest.mark.parametrize(
    ("stored", "about"),
    [
        ({"t.csv": b"id;name\r\n1;caf\xe9\r\n2;NA\r\n"},
         {"path": "t.csv", "encoding": "latin-1", "dialect": {"delimiter": ";"}}),
        ({"t.csv.gz": gzip.compress("id,name\n1,café\n2,NA\n".encode())}, {"path": "t.csv.gz"}),
        ({"a.csv": "id,name\n1,café\n".encode(), "b.csv": b"id,name\n2,NA\n"},
         {"path": ["a.csv", "b.csv"]}),
        ({"t.csv": "1,café\n2,NA\n".encode()}, {"path": "t.csv", "dialect": {"header": False}}),
        ({}, {"data": [{"id": 1, "name": "café"}, {"id": 2, "name": None}]}),
    ],
    ids=["another dialect and encoding", "compressed", "two files", "no header", "inline"],
)  # fmt: skip
def test_however_a_table_is_stored_the_copy_holds_the_same(
    stored: dict[str, bytes], about: dict[str, object], tmp_path: Path
) -> None:
    schema = {
        "fields": fields(id="integer", name="string"),
        "primaryKey": "id",
        "missingValues": ["", "NA"],
    }
    package = tmp_path / "p"
    package.mkdir()
    for name, data in stored.items():
        (package / name).write_bytes(data)
    resource = {"name": "t", "schema": schema, **about}
    raw = {"name": "p", "resources": [resource]}
    (package / "datapackage.json").write_text(json.dumps(raw), "utf-8")
    export(load_package(package), ["csv"], tmp_path / "out")
    copy = tmp_path / "out" / "csv" / "datapackage.json"
    assert load_package(copy).frames["t"].rows() == [(1, "café"), (2, None)]
    assert check(copy).valid
    assert FrictionlessPackage(str(copy)).validate().valid


def test_hostile_cells_come_back_as_they_were(tmp_path: Path) -> None:
    frame = pl.DataFrame({"id": list(range(len(HOSTILE))), "text": HOSTILE})
    schema = {"fields": fields(id="integer", text="string"), "missingValues": ["NA"]}
    folder = make_package(tmp_path / "p", {"odd.name-1": ""}, {"odd.name-1": schema})
    quoted = ["id,text", *(f'{n},"{t.replace(chr(34), chr(34) * 2)}"' for n, t in frame.rows())]
    (folder / "odd.name-1.csv").write_bytes(("\n".join(quoted) + "\n").encode())
    data = load_package(folder)
    made = export(data, ["csv"], tmp_path / "out").made["csv"]
    entry = next(item for item in made if item.path.endswith(".csv"))
    assert entry.resource == "odd.name-1"
    copy = load_package(tmp_path / "out" / "csv" / "datapackage.json")
    expected = [(number, None if text == "NA" else text) for number, text in frame.rows()]
    assert copy.frames["odd.name-1"].rows() == expected
    read = duckdb.execute(
        f"SELECT * FROM read_csv('{tmp_path / 'out' / entry.path}', header=true, quote='\"', "
        "escape='\"', delim=',', all_varchar=true, max_line_size=1000000, strict_mode=true, "
        "nullstr='', parallel=false, new_line='\\n')"
    )
    texts = dict(read.fetchall())
    for number, text in frame.rows():
        assert texts[str(number)] == text


def test_tables_without_rows_or_schema_are_written_too(tmp_path: Path) -> None:
    raw = {
        "name": "p",
        "resources": [{"name": "t", "path": "t.csv"}, {"name": "e", "path": "e.csv"}],
    }
    (tmp_path / "datapackage.json").write_text(json.dumps(raw), "utf-8")
    (tmp_path / "t.csv").write_text("a,b\n1,\n", "utf-8")
    (tmp_path / "e.csv").write_text("a,b\n", "utf-8")
    export(load_package(tmp_path), ["csv"], tmp_path / "out")
    assert (tmp_path / "out/csv/t.csv").read_text("utf-8") == "a,b\n1,\n"
    assert (tmp_path / "out/csv/e.csv").read_text("utf-8") == "a,b\n"
    assert check(tmp_path / "out/csv/datapackage.json").valid


@pytest.mark.parametrize("name", ["../../out", "/out", "a/b", "50%25", "..", "a.b"])
def test_a_table_of_any_name_stays_in_the_folder(tmp_path: Path, name: str) -> None:
    data = load_package(
        make_package(tmp_path / "p", {"t": "x\n1\n"}, {"t": {"fields": fields("x")}})
    )
    descriptor = data.package.path
    raw = json.loads(descriptor.read_text("utf-8"))
    raw["resources"][0]["name"] = name
    descriptor.write_text(json.dumps(raw), encoding="utf-8")
    there = {file for file in tmp_path.rglob("*") if file.is_file()}
    made = export(load_package(descriptor), ["csv"], tmp_path / "a" / "b" / "c")
    assert not made.failed
    new = {file for file in tmp_path.rglob("*") if file.is_file()} - there
    assert len(new) == 4
    assert {file.parent for file in new} == {made.folder, made.folder / "csv"}
    assert [entry.resource for entry in made.made["csv"]].count(name) == 2
    again = load_package(made.folder / "csv" / "datapackage.json")
    assert again.frames[name]["x"].to_list() == ["1"]
