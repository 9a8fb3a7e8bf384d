"""SQLite and DuckDB: whole, typed, described, and refusing what the schemas forbid."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from drenthe_data import load
from drenthe_data.exporting import export, export_package
from drenthe_data.exporting.formats.duckdb import make_identifier_fixed
from drenthe_data.exporting.typed import typed_frame
from drenthe_data.exporting.views import code_frame, read_views, view_frames
from drenthe_data.loading import LoadedPackage, load_package
from tests.any_package import HOSTILE, any_package
from tests.packages import ROOT, fields, make_package

DATA = load(ROOT)
TABLES = [resource.name for resource in DATA.package.resources]
VIEWS = read_views(DATA.package)
FORMATS = ("duckdb", "sqlite")


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


@pytest.fixture
def duck(exported: Path) -> Iterator[Any]:
    with closing(duckdb.connect(str(exported / "drenthe-data.duckdb"), read_only=True)) as found:
        yield found


@pytest.fixture
def lite(exported: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(exported / "drenthe-data.sqlite")) as found:
        yield found


def in_order(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(rows, key=repr)


def test_duckdb_holds_the_same_tables(duck: Any) -> None:
    for name in TABLES:
        rows = duck.execute(f'SELECT * FROM "{name}"').fetchall()
        expected = DATA.frames[name].rows()
        refers_to_itself = any(
            key.resource in ("", name) for key in DATA.package.resource(name).schema.foreign_keys
        )
        if refers_to_itself:
            rows, expected = in_order(rows), in_order(expected)
        assert rows == expected


def test_views_give_the_same_rows_in_both(duck: Any, lite: sqlite3.Connection) -> None:
    expected = view_frames(DATA)
    for view in VIEWS:
        rows = expected[view.name].rows()
        assert duck.execute(f"SELECT * FROM {view.name}").fetchall() == rows
        assert lite.execute(f"SELECT * FROM {view.name}").fetchall() == rows


def test_duckdb_has_the_types_of_the_schemas(duck: Any) -> None:
    kinds = {row[0]: row[1] for row in duck.execute("DESCRIBE budget_amounts").fetchall()}
    assert kinds == {
        "budget_line_id": "VARCHAR",
        "fiscal_year": "INTEGER",
        "stage": "VARCHAR",
        "amount_eur": "BIGINT",
        "as_printed": "VARCHAR",
        "source_id": "VARCHAR",
        "source_lines": "VARCHAR",
    }


def test_duckdb_has_all_keys_of_the_schemas(duck: Any) -> None:
    for resource in DATA.package.resources:
        found = duck.execute(
            "SELECT constraint_type, constraint_column_names FROM duckdb_constraints()"
            " WHERE table_name = ?",
            [resource.name],
        ).fetchall()
        primary = [tuple(names) for kind, names in found if kind == "PRIMARY KEY"]
        assert primary == [resource.schema.primary_key] * bool(resource.schema.primary_key)
        foreign = sorted(tuple(names) for kind, names in found if kind == "FOREIGN KEY")
        assert foreign == sorted(key.fields for key in resource.schema.foreign_keys)
        unique = {tuple(names) for kind, names in found if kind == "UNIQUE"}
        assert unique >= set(resource.schema.unique_keys)


def test_tables_columns_and_views_of_duckdb_have_comments(duck: Any) -> None:
    (table,) = duck.execute(
        "SELECT comment FROM duckdb_tables() WHERE table_name = 'budget_amounts'"
    ).fetchone()
    assert table == "Budget amounts: What each budget line amounts to in each year."
    (column,) = duck.execute(
        "SELECT comment FROM duckdb_columns()"
        " WHERE table_name = 'budget_amounts' AND column_name = 'amount_eur'"
    ).fetchone()
    assert column == "Amount (euro) [EUR]: The amount in whole euros; a printed `-` is 0."
    views = duck.execute(
        "SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment IS NOT NULL"
    ).fetchall()
    assert {name for (name,) in views} == {view.name for view in VIEWS}
    (without,) = duck.execute(
        "SELECT COUNT(*) FROM duckdb_columns() WHERE comment IS NULL AND table_name NOT LIKE '\\_%'"
        " ESCAPE '\\' AND NOT internal"
    ).fetchone()
    assert without == 0


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO sdgs VALUES (3, 'a', 'b', 'c')",
        "INSERT INTO sdgs VALUES (18, 'a', 'b', 'c')",
        "INSERT INTO sdgs VALUES ('x', 'a', 'b', 'c')",
        "INSERT INTO sectors VALUES ('With Capitals', 'a', 'b', 'c')",
        "INSERT INTO sectors VALUES ('new', NULL, 'b', 'c')",
        "INSERT INTO sectors VALUES ('new', '', 'b', 'c')",
        "UPDATE partners SET kind = 'nonsense'",
        "UPDATE budget_amounts SET fiscal_year = 20",
        "INSERT INTO partner_names VALUES ('a name', 'nobody')",
        "DELETE FROM sources",
    ],
)
def test_duckdb_itself_refuses_what_the_schemas_forbid(
    exported: Path, tmp_path: Path, statement: str
) -> None:
    copy = shutil.copy(exported / "drenthe-data.duckdb", tmp_path / "copy.duckdb")
    with (
        closing(duckdb.connect(str(copy))) as database,
        pytest.raises((duckdb.ConstraintException, duckdb.ConversionException)),
    ):
        database.execute(statement)


def test_duckdb_reads_the_file_under_another_name_and_writes_into_it(
    exported: Path, tmp_path: Path
) -> None:
    copy = shutil.copy(exported / "drenthe-data.duckdb", tmp_path / "other name.duckdb")
    with closing(duckdb.connect(str(copy))) as database:
        database.execute("INSERT INTO sectors VALUES ('new', 'Nieuw', 'New', 'x')")
        database.execute("CHECKPOINT")
    with closing(duckdb.connect(str(copy), read_only=True)) as database:
        count = database.execute("SELECT COUNT(*) FROM sectors").fetchone()
        assert count == (DATA.frames["sectors"].height + 1,)
        assert database.execute("SELECT COUNT(*) FROM budget_by_programme").fetchone() != (0,)


def test_a_damaged_header_is_seen_by_duckdb_and_left_as_it_is(
    exported: Path, tmp_path: Path
) -> None:
    data = bytearray((exported / "drenthe-data.duckdb").read_bytes())
    data[130] ^= 1
    file = tmp_path / "damaged.duckdb"
    file.write_bytes(data)
    with pytest.raises(duckdb.Error, match="checksum"):
        duckdb.connect(str(file), read_only=True)
    make_identifier_fixed(file)
    assert file.read_bytes() == data


def test_the_identifier_of_a_duckdb_file_follows_from_its_content(tmp_path: Path) -> None:
    bytes_of = []
    for name in ("one", "two"):
        # The name of the file is in it too.
        file = tmp_path / name / "made.duckdb"
        file.parent.mkdir()
        with closing(duckdb.connect(str(file))) as database:
            database.execute("CREATE TABLE a AS SELECT 1 AS x")
        before = file.read_bytes()
        make_identifier_fixed(file)
        bytes_of.append((before, file.read_bytes()))
        with closing(duckdb.connect(str(file), read_only=True)) as database:
            assert database.execute("FROM a").fetchall() == [(1,)]
    assert bytes_of[0][0] != bytes_of[1][0]
    assert bytes_of[0][1] == bytes_of[1][1]


def test_both_databases_have_the_same_bytes_when_they_are_made_again(
    exported: Path, odd: tuple[LoadedPackage, Path], tmp_path: Path
) -> None:
    for data, folder, name in ((DATA, exported, "drenthe-data"), (*odd, "small")):
        export(data, FORMATS, tmp_path)
        for ending in FORMATS:
            made = (tmp_path / f"{name}.{ending}").read_bytes()
            assert made == (folder / f"{name}.{ending}").read_bytes(), ending


def test_labels_of_codes_are_in_both(duck: Any, lite: sqlite3.Connection) -> None:
    expected = code_frame(DATA.package).rows()
    assert ("budget_amounts", "stage", 1, "actual", "Actual", "Rekening") in expected
    assert duck.execute("FROM _codes").fetchall() == expected
    assert lite.execute("SELECT * FROM _codes ORDER BY rowid").fetchall() == expected


def test_titles_and_units_are_in_both(duck: Any, lite: sqlite3.Connection) -> None:
    query = (
        "SELECT type, unit, title, title_nl FROM _fields"
        " WHERE table_name = 'budget_amounts' AND name = 'amount_eur'"
    )
    expected = ("integer", "EUR", "Amount (euro)", "Bedrag (euro)")
    assert duck.execute(query).fetchone() == expected
    assert lite.execute(query).fetchone() == expected
    names = {row[0] for row in lite.execute("SELECT name FROM _tables")}
    assert names == {*TABLES, *(view.name for view in VIEWS)}
    count = sum(len(resource.schema.foreign_keys) for resource in DATA.package.resources)
    for database in (duck, lite):
        found = database.execute("SELECT COUNT(*) FROM _references WHERE is_enforced").fetchone()
        assert found == (count,)


def test_sqlite_is_whole(lite: sqlite3.Connection, odd: tuple[LoadedPackage, Path]) -> None:
    with closing(sqlite3.connect(odd[1] / "small.sqlite")) as other:
        for database in (lite, other):
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_datasette_inspects_the_sqlite_file(exported: Path, tmp_path: Path) -> None:
    file = tmp_path / "inspect.json"
    command = [sys.executable, "-m", "datasette", "inspect", "--inspect-file", str(file)]
    subprocess.run([*command, str(exported / "drenthe-data.sqlite")], check=True, timeout=60)
    tables = json.loads(file.read_text(encoding="utf-8"))["drenthe-data"]["tables"]
    counts = {name: tables[name]["count"] for name in TABLES}
    assert counts == {name: DATA.frames[name].height for name in TABLES}


@pytest.mark.filterwarnings("ignore")
def test_datasette_gives_rows_of_tables_and_views(exported: Path) -> None:
    from datasette.app import Datasette

    async def asked(path: str) -> Any:
        server = Datasette([str(exported / "drenthe-data.sqlite")])
        answer = await server.client.get(path)
        assert answer.status_code == 200
        return answer.json()

    found = asyncio.run(asked("/drenthe-data/sdgs.json?_shape=array&_size=max"))
    assert found == DATA.frames["sdgs"].to_dicts()
    views = view_frames(DATA)
    found = asyncio.run(asked("/drenthe-data/budget_by_programme.json?_shape=array&_size=max"))
    assert found == views["budget_by_programme"].to_dicts()


def test_every_type_is_kept_by_duckdb(odd: tuple[LoadedPackage, Path]) -> None:
    data, folder = odd
    with closing(duckdb.connect(str(folder / "small.duckdb"), read_only=True)) as database:
        for name in ("every", "empty"):
            expected = typed_frame(
                data.package.resource(name).schema.fields, data.frames[name], coded=False
            )
            found = pl.DataFrame(database.sql(f"FROM {name}").to_arrow_table())
            found = found.with_columns(pl.col(pl.Enum, pl.Categorical).cast(pl.String))
            assert found.cast(expected.schema).equals(expected)
        kinds = {row[0]: row[1] for row in database.execute("DESCRIBE every").fetchall()}
    assert kinds["moment"] == "TIMESTAMP WITH TIME ZONE"
    assert kinds["clock"] == "TIME"
    assert kinds["point"] == "STRUCT(lon DOUBLE, lat DOUBLE)"
    assert kinds["object"] == "JSON"
    assert kinds["numbers"] == "BIGINT[]"
    assert kinds["days"] == "DATE[]"


def test_every_type_has_its_form_in_sqlite(odd: tuple[LoadedPackage, Path]) -> None:
    with closing(sqlite3.connect(odd[1] / "small.sqlite")) as database:
        database.row_factory = sqlite3.Row
        first, second, _ = map(dict, database.execute("SELECT * FROM every"))
    expected = {
        "big": 2**63 - 1,
        "special": None,  # SQLite has no NaN
        "truth": 1,
        "dutch_day": "2026-11-21",
        "moment": "2026-11-21T09:30:00Z",
        "clock": "09:30:00",
        "words": '["a","b"]',
        "numbers": "[1,2]",
        "days": '["2026-11-21","2026-11-22"]',
        "point": "6.56,52.99",
        "object": '{"a":[1,null,"x\\n"]}',
    }
    assert {key: first[key] for key in expected} == expected
    assert second["special"] == float("inf")


def test_hostile_texts_and_names_are_kept(odd: tuple[LoadedPackage, Path]) -> None:
    expected = odd[0].frames["hostile"].rows()
    assert [row[1] for row in expected if row[1]] == list(HOSTILE)
    with (
        closing(duckdb.connect(str(odd[1] / "small.duckdb"), read_only=True)) as duck,
        closing(sqlite3.connect(odd[1] / "small.sqlite")) as lite,
    ):
        for database in (duck, lite):
            found = database.execute("SELECT * FROM hostile")
            names = [column[0] for column in found.description or ()]
            assert names == ["nr", 'say "x", it\'s', "Select", "select_2", "_hidden é {x}"]
            assert found.fetchall() == expected


def test_references_in_a_circle_are_named_as_not_enforced_by_duckdb(
    odd: tuple[LoadedPackage, Path],
) -> None:
    query = "SELECT table_name, fields, is_enforced FROM _references"
    with (
        closing(duckdb.connect(str(odd[1] / "small.duckdb"), read_only=True)) as duck,
        closing(sqlite3.connect(odd[1] / "small.sqlite")) as lite,
    ):
        assert duck.execute(query).fetchall() == [
            ("nodes", "parent", True),
            ("nodes", "other", True),
            ("left", "right", False),
            ("right", "left", True),
        ]
        assert all(row[2] for row in lite.execute(query).fetchall())


def test_names_that_sql_takes_for_the_same_get_a_number(tmp_path: Path) -> None:
    schema = {"fields": fields(id="integer"), "primaryKey": "id"}
    schemas = dict.fromkeys(("A", "a", "sqlite_x", "_codes", "_tables"), schema)
    made = make_package(tmp_path / "p", dict.fromkeys(schemas, "id\n1\n"), schemas)
    if (made / "a.csv").samefile(made / "A.csv"):
        pytest.skip("this file system takes capitals for small letters")
    result = export(load_package(made), FORMATS, tmp_path / "out")
    assert not result.failed
    expected = ["A", "_codes", "_codes_2", "_fields", "_references", "_sqlite_x", "_tables"]
    expected += ["_tables_2", "a_2"]
    with closing(sqlite3.connect(result.files("sqlite")[0])) as database:
        found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        assert sorted(row[0] for row in found) == expected
    with closing(duckdb.connect(str(result.files("duckdb")[0]), read_only=True)) as database:
        rows = database.execute("SELECT table_name FROM duckdb_tables() WHERE NOT internal")
        assert sorted(row[0] for row in rows.fetchall()) == expected


def test_what_a_database_refuses_is_said_without_a_traceback(tmp_path: Path) -> None:
    schema = {"fields": fields(id="integer"), "primaryKey": "id"}
    made = make_package(tmp_path / "p", {"a": "id\n1\n1\n"}, {"a": schema})
    failed = export(load_package(made), FORMATS, tmp_path / "out").failed
    assert set(failed) == set(FORMATS)
    assert "UNIQUE constraint failed" in str(failed["sqlite"])
    assert 'duplicate key "1"' in str(failed["duckdb"])
    assert [file.name for file in (tmp_path / "out").iterdir()] == []


def test_a_code_that_no_table_can_hold_is_left_out_of_the_check(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "c", "type": "string", "categories": ["a", "b\0"]}]}
    folder = make_package(tmp_path / "package", {"t": "c\na\n"}, {"t": schema})
    assert not export(load(folder), FORMATS, tmp_path / "dist").failed
    file = tmp_path / "dist/small.sqlite"
    with closing(sqlite3.connect(file)) as opened, pytest.raises(sqlite3.IntegrityError):
        opened.execute("INSERT INTO t VALUES ('b')")
