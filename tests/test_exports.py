"""The exports, opened by other people's readers."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet
import pytest
from frictionless import Package as FrictionlessPackage

from drenthe_data import load
from drenthe_data.cli import run
from drenthe_data.exceptions import DataError
from drenthe_data.exporting import FORMATS, export, export_package
from drenthe_data.loading import LoadedPackage
from tests.packages import ROOT, make_package, replace_line

DATA = load(ROOT)
TABLES = [resource.name for resource in DATA.package.resources]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything, exported once."""
    folder = tmp_path_factory.mktemp("dist")
    export_package(ROOT / "datapackage.json", ["all"], folder)
    return folder


def test_all_formats_are_written(exported: Path) -> None:
    written = {p.relative_to(exported).as_posix() for p in exported.rglob("*") if p.is_file()}
    parquet = {f"parquet/{name}.parquet" for name in TABLES}
    assert written == {"drenthe-data.zip", "drenthe-data.sqlite", *parquet}


def test_the_zip_is_valid_for_frictionless(exported: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(exported / "drenthe-data.zip") as archive:
        archive.extractall(tmp_path)
    package = FrictionlessPackage(str(tmp_path / "datapackage.json"))
    assert package.resource_names == TABLES
    report = package.validate()
    assert report.valid, report.flatten(["type", "note"])
    raw = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert all(isinstance(resource["schema"], dict) for resource in raw["resources"])
    assert all(resource["hash"].startswith("sha256:") for resource in raw["resources"])


@pytest.mark.parametrize("name", TABLES)
def test_parquet_is_read_back_the_same_by_duckdb_and_pyarrow(exported: Path, name: str) -> None:
    file = exported / "parquet" / f"{name}.parquet"
    frame = DATA.frames[name]
    assert pl.read_parquet(file).equals(frame)
    rows = duckdb.execute(f"SELECT * FROM '{file}'").fetchall()
    assert rows == frame.rows()
    metadata = pyarrow.parquet.read_metadata(file).metadata
    schema = json.loads(metadata[b"tableschema"])
    assert [item["name"] for item in schema["fields"]] == frame.columns
    assert metadata[b"licence"] == b"CC0-1.0"


def test_sqlite_is_whole_and_its_keys_hold(exported: Path) -> None:
    with closing(sqlite3.connect(exported / "drenthe-data.sqlite")) as database:
        database.execute("PRAGMA foreign_keys = ON")
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        for resource in DATA.package.resources:
            keys = database.execute(f"PRAGMA foreign_key_list({resource.name})").fetchall()
            assert len(keys) == len(resource.schema.foreign_keys)
            columns = database.execute(f"PRAGMA table_info({resource.name})").fetchall()
            primary = [row[1] for row in sorted(columns, key=lambda row: row[5]) if row[5]]
            assert primary == list(resource.schema.primary_key)


@pytest.mark.parametrize("name", TABLES)
def test_sqlite_is_read_back_the_same(exported: Path, name: str) -> None:
    frame = DATA.frames[name]
    with closing(sqlite3.connect(exported / "drenthe-data.sqlite")) as database:
        rows = database.execute(f"SELECT * FROM {name} ORDER BY rowid").fetchall()
        assert rows == frame.rows()
        row = database.execute("SELECT title, title_nl FROM _tables WHERE name = ?", [name])
        resource = DATA.package.resource(name)
        assert row.fetchone() == (resource.text("title"), resource.text("title", "nl"))


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO sdgs VALUES (3, 'a', 'b', 'c')",
        "INSERT INTO sdgs VALUES (18, 'a', 'b', 'c')",
        "INSERT INTO sdgs VALUES ('x', 'a', 'b', 'c')",
        "UPDATE partners SET kind = 'nonsense'",
        "UPDATE partners SET place_id = 'nowhere'",
        "UPDATE partners SET name = NULL",
        "DELETE FROM sources",
    ],
)
def test_sqlite_itself_refuses_what_the_schemas_forbid(exported: Path, statement: str) -> None:
    with closing(sqlite3.connect(exported / "drenthe-data.sqlite")) as database:
        database.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError):
            database.execute(statement)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_package_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    first = export(DATA, name, tmp_path / "one")
    second = export(DATA, name, tmp_path / "two")
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]


def test_a_package_with_errors_is_not_exported(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replace_line(package / "datapackage" / "sdgs.csv", 3, "2,,Zero Hunger,http://un.org/2")
    arguments = ["export", "all", "-o", str(tmp_path / "dist"), "--package", str(package)]
    assert run(arguments) == 1
    err = capsys.readouterr().err
    assert "is not exported" in err
    assert "datapackage/sdgs.csv:3 name" in err
    assert not (tmp_path / "dist").exists()


def test_a_failing_export_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (target,) = export(DATA, "sqlite", tmp_path)
    before = target.read_bytes()

    def fail(_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("drenthe_data.exporting.sqlite._verify", fail)
    with pytest.raises(DataError, match="The export sqlite failed: the disk is full"):
        export(DATA, "sqlite", tmp_path)
    assert target.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [target.name]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(DataError, match="cannot be written"):
        export(DATA, "sqlite", tmp_path / "file")


def test_dates_and_times_and_booleans_of_any_package_go_out_typed(tmp_path: Path) -> None:
    schema = {
        "fields": [
            {"name": "id", "type": "integer"},
            {"name": "day", "type": "date"},
            {"name": "moment", "type": "datetime"},
            {"name": "yes", "type": "boolean"},
            {"name": "part", "type": "number"},
        ],
        "primaryKey": "id",
    }
    text = "id,day,moment,yes,part\n1,2026-11-21,2026-11-21T09:30:00Z,true,0.5\n2,,,,\n"
    folder = make_package(tmp_path / "p", {"a": text}, {"a": schema})
    files = export_package(folder / "datapackage.json", ["all"], tmp_path / "out")
    with closing(sqlite3.connect(files["sqlite"][0])) as database:
        rows = database.execute("SELECT * FROM a").fetchall()
    assert rows[0] == (1, "2026-11-21", "2026-11-21T09:30:00Z", 1, 0.5)
    assert rows[1] == (2, None, None, None, None)


def test_a_loaded_package_says_what_it_is() -> None:
    assert isinstance(DATA, LoadedPackage)
    assert repr(DATA).startswith("<DrentheData drenthe-data 0.1.0: 25 tables, ")
