"""The exports, opened by other people's readers."""

from __future__ import annotations

import json
import sqlite3
import sys
import zipfile
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from frictionless import Package as FrictionlessPackage

from drenthe_data import load
from drenthe_data.cli import run
from drenthe_data.exceptions import DataError
from drenthe_data.exporting import export, export_package, format_names
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
    assert written >= {"drenthe-data.zip", "drenthe-data.sqlite", "manifest.json", *parquet}
    manifest = json.loads((exported / "manifest.json").read_text(encoding="utf-8"))
    assert sorted(manifest["formats"]) == sorted(format_names())
    listed = [item for made in manifest["formats"].values() for item in made["files"]]
    assert {item["path"] for item in listed} | {"manifest.json"} == written
    for item in listed:
        data = (exported / item["path"]).read_bytes()
        assert (item["bytes"], item["sha256"]) == (len(data), sha256(data).hexdigest())


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


def test_the_same_package_gives_the_same_bytes(exported: Path, tmp_path: Path) -> None:
    export(DATA, ["all"], tmp_path)
    files = sorted(path.relative_to(exported) for path in exported.rglob("*") if path.is_file())
    assert files == sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file())
    for file in files:
        assert (tmp_path / file).read_bytes() == (exported / file).read_bytes(), file


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


def test_a_failing_format_is_named_and_leaves_all_files_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (target,) = export(DATA, ["sqlite"], tmp_path).files("sqlite")
    before = target.read_bytes()

    def fail(_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("drenthe_data.exporting.formats.sqlite._verify", fail)
    arguments = ["export", "parquet", "sqlite", "-o", str(tmp_path), "--package", str(ROOT)]
    assert run(arguments) == 2
    err = capsys.readouterr().err
    assert "The export sqlite failed: the disk is full. Files that were there are unchanged." in err
    assert "Not made: sqlite. All other formats are whole." in err
    assert target.read_bytes() == before
    assert {file.name for file in tmp_path.iterdir()} == {target.name, "parquet", "manifest.json"}
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert sorted(manifest["formats"]) == ["parquet", "sqlite"]


def test_files_that_a_format_no_longer_makes_are_taken_away(tmp_path: Path) -> None:
    export(DATA, ["parquet"], tmp_path)
    manifest = tmp_path / "manifest.json"
    old = tmp_path / "parquet" / "old.parquet"
    outside = tmp_path.parent / "outside.txt"
    kept = tmp_path / "parquet" / "of-somebody-else.txt"
    for file in (old, outside, kept):
        file.write_text("x", encoding="utf-8")
    raw = json.loads(manifest.read_text(encoding="utf-8"))
    for path in ("parquet/old.parquet", "../outside.txt"):
        raw["formats"]["parquet"]["files"].append(
            {**raw["formats"]["parquet"]["files"][0], "path": path}
        )
    manifest.write_text(json.dumps(raw), encoding="utf-8")
    export(DATA, ["parquet"], tmp_path)
    assert not old.exists()
    assert outside.exists()
    assert kept.exists()


@pytest.mark.parametrize(
    "formats",
    [
        {"old": {"files": []}},
        {"parquet": {"files": [{"bytes": 1, "sha256": "x"}]}},
        {"parquet": {"files": [{"path": 1, "bytes": 1, "sha256": "x"}]}},
        {"jsonl": {"files": [{"path": "a\0b", "bytes": 1, "sha256": "x"}]}},
    ],
)
def test_a_manifest_that_was_changed_is_no_matter(tmp_path: Path, formats: object) -> None:
    root = make_package(tmp_path / "p", {"a": "x\n1\n"}, {"a": {"fields": [{"name": "x"}]}})
    out = tmp_path / "out"
    first = export_package(root / "datapackage.json", ["jsonl"], out).manifest
    assert first is not None
    whole = first.read_bytes()
    raw = json.loads(whole)
    raw["formats"] = formats
    first.write_text(json.dumps(raw), encoding="utf-8")
    assert not export_package(root / "datapackage.json", ["jsonl"], out).failed
    assert first.read_bytes() == whole


@pytest.mark.parametrize(
    ("line", "place", "value"),
    [
        ("media_type = 3", "media_type", "3"),
        ('media_type = { ".csv" = 1 }', "media_type", "{'.csv': 1}"),
        ('media_type = "a/b"\nfile_type = 3', "file_type", "3"),
        ('media_type = "a/b"\nextra = 3', "extra", "3"),
        ('media_type = "a/b"\nneeds = 3', "needs", "3"),
        ('media_type = "a/b"\nneeds = ["parket"]', "needs", "parket"),
        ('media_type = "a/b"\nasks = [1]', "asks", "[1]"),
        ('media_type = "a/b"\nis_listed = "no"', "is_listed", "no"),
        ('media_type = "a/b"\nsettings = "x"', "settings", "x"),
    ],
)
def test_a_profile_that_is_wrong_is_named(
    tmp_path: Path, line: str, place: str, value: str
) -> None:
    root = make_package(tmp_path / "p", {"a": "x\n1\n"}, {"a": {"fields": [{"name": "x"}]}})
    (root / "exports").mkdir()
    text = f'title = "X"\ntitle_nl = "X"\n{line}\n'
    (root / "exports" / "csv.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        export_package(root / "datapackage.json", ["csv"], tmp_path / "out")
    english, dutch = (caught.value.message(lang) for lang in ("en", "nl"))
    start = f'exports/csv.toml, {place}: "{value}"'
    assert english.startswith(f"{start} cannot be used here. Expected: ")
    assert dutch.startswith(f"{start} is hier niet bruikbaar. Verwacht: ")


def test_a_missing_library_is_said_with_what_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "drenthe_data.exporting.formats.parquet", None)
    failed = export(DATA, ["parquet"], tmp_path).failed
    assert "pip install" in str(failed["parquet"])


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(DataError, match="cannot be written"):
        export(DATA, ["sqlite"], tmp_path / "file")


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
    with closing(sqlite3.connect(files.files("sqlite")[0])) as database:
        rows = database.execute("SELECT * FROM a").fetchall()
    assert rows[0] == (1, "2026-11-21", "2026-11-21T09:30:00Z", 1, 0.5)
    assert rows[1] == (2, None, None, None, None)


@pytest.mark.parametrize("name", ["../up", "/up", "a/b", "..", "shapes"])
def test_no_name_of_a_package_leads_out_of_the_folder_or_over_another_file(
    tmp_path: Path, name: str
) -> None:
    name = name.replace("/up", f"{tmp_path}/up") if name == "/up" else name
    schemas = {"t": {"fields": [{"name": "id", "type": "integer"}], "primaryKey": "id"}}
    folder = make_package(tmp_path / "in/package", {"t": "id\n1\n"}, schemas, name=name)
    formats = ["duckdb", "ods", "rdf", "sqlite", "xlsx"]
    result = export(load(folder), formats, tmp_path / "in/dist", base_url="https://x.org")
    assert not result.failed
    written = {path for path in tmp_path.rglob("*") if path.is_file()} - set(folder.iterdir())
    listed = [tmp_path / "in/dist" / entry.path for one in result.made.values() for entry in one]
    assert written == {*listed, tmp_path / "in/dist/manifest.json"}
    assert len(listed) == len(set(listed)) == 8


def test_a_layer_of_a_map_is_written_in_its_folder_whatever_it_is_called(tmp_path: Path) -> None:
    schemas = {"t": {"fields": [{"name": "id", "type": "string"}], "primaryKey": "id"}}
    folder = make_package(tmp_path / "package", {"t": "id\na\n"}, schemas)
    (folder / "exports").mkdir()
    profile = (ROOT / "exports/geojson.toml").read_text(encoding="utf-8")
    (folder / "exports/geojson.toml").write_text(
        profile + '\n[settings.layers."../../../out"]\ntable = "none"\nplace = "id"\n',
        encoding="utf-8",
    )
    result = export(load(folder), ["geojson"], tmp_path / "dist")
    assert not result.failed
    assert not list(tmp_path.glob("*.geojson"))
    assert (tmp_path / "dist/geojson/%2E%2E%2F%2E%2E%2F%2E%2E%2Fout.geojson").is_file()


def test_a_loaded_package_says_what_it_is() -> None:
    assert isinstance(DATA, LoadedPackage)
    assert repr(DATA).startswith("<DrentheData drenthe-data 0.1.0: 25 tables, ")
