"""The views of ``exports/views/``: the same rows on Polars, SQLite and DuckDB."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from drenthe_data import load
from drenthe_data.descriptor import read_package
from drenthe_data.exceptions import DataError
from drenthe_data.exporting.views import CODES, View, code_frame, read_views, view_frames
from drenthe_data.loading import load_package
from drenthe_data.reading.casting import dtype_of
from tests.packages import ROOT, fields, make_package

DATA = load(ROOT)
VIEWS = read_views(DATA.package)
IDS = [view.name for view in VIEWS]
FRAMES = view_frames(DATA)
TABLES = {**DATA.frames, CODES: code_frame(DATA.package)}


def plain(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Make rows of different engines comparable: the one has 1 where the other has true."""
    return [tuple(int(cell) if isinstance(cell, bool) else cell for cell in row) for row in rows]


@pytest.mark.parametrize("view", VIEWS, ids=IDS)
def test_a_view_gives_the_same_rows_in_duckdb(view: View) -> None:
    with closing(duckdb.connect()) as connection:
        for name, frame in TABLES.items():
            connection.register(name, frame.to_arrow())
        found = connection.execute(view.query)
        assert [column[0] for column in found.description or []] == FRAMES[view.name].columns
        assert plain(found.fetchall()) == plain(FRAMES[view.name].rows())


@pytest.mark.parametrize("view", VIEWS, ids=IDS)
def test_a_view_gives_the_same_rows_in_sqlite(view: View) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        for name, frame in TABLES.items():
            columns = ", ".join(f'"{column}"' for column in frame.columns)
            connection.execute(f"CREATE TABLE {name} ({columns})")
            marks = ", ".join("?" * frame.width)
            connection.executemany(f"INSERT INTO {name} VALUES ({marks})", frame.rows())
        found = connection.execute(view.query)
        assert [column[0] for column in found.description] == FRAMES[view.name].columns
        assert plain(found.fetchall()) == plain(FRAMES[view.name].rows())


@pytest.mark.parametrize("view", VIEWS, ids=IDS)
def test_a_view_has_rows_in_one_fixed_order_and_says_what_they_are(view: View) -> None:
    frame = FRAMES[view.name]
    assert frame.height > 0
    assert frame.is_duplicated().sum() == 0
    for item in view.fields:
        assert frame.schema[item.name] == dtype_of(item)
        assert item.raw["title"]
        assert item.raw["title_nl"]
    for lang in ("en", "nl"):
        assert view.text("title", lang)
        assert view.text("description", lang)
    assert view.resource(DATA.package).text("title", "nl") == view.text("title", "nl")


@pytest.mark.parametrize("view", VIEWS, ids=IDS)
def test_a_view_of_empty_tables_is_empty_and_keeps_its_types(view: View) -> None:
    data = load_package(ROOT)
    data.frames = {name: frame.clear() for name, frame in data.frames.items()}
    (found,) = view_frames(data, [view]).values()
    assert found.height == 0
    assert found.schema == FRAMES[view.name].schema


def test_the_budget_of_an_opgave_is_what_the_document_prints() -> None:
    rows = FRAMES["budget_by_programme"].filter(
        pl.col("programme_id") == "implementation-2026-opgave-1", pl.col("fiscal_year") == 2026
    )
    assert rows.select("items", "amount_eur", "printed_eur").rows() == [(3, 1_831_707, 1_831_707)]


def test_all_clusters_programmes_and_activities_are_in_their_views() -> None:
    for view, key, table in (
        ("clusters_with_partners", "cluster_id", "clusters"),
        ("programmes_with_partners", "programme_id", "programmes"),
        ("activities_with_partners", "activity_id", "activities"),
        ("partner_involvement", "partner_id", "partners"),
        ("results_with_indicators", "result_id", "results"),
        ("indicator_series", "value_id", "indicator_values"),
    ):
        assert FRAMES[view][key].unique().sort().to_list() == DATA.frames[table]["id"].to_list()
    for view, table in (
        ("clusters_with_partners", "cluster_partners"),
        ("programmes_with_partners", "programme_partners"),
        ("activities_with_partners", "activity_partners"),
    ):
        assert FRAMES[view]["partner_id"].drop_nulls().len() == DATA.frames[table].height
    lines, amounts = FRAMES["budget_lines_by_year"], DATA.frames["budget_amounts"]
    assert lines["amount_eur"].sum() == amounts["amount_eur"].sum()


def test_a_partner_is_counted_once_in_a_cluster_where_it_has_two_roles() -> None:
    links = DATA.frames["cluster_partners"]
    pairs = links.select("cluster_id", "partner_id").unique()
    assert pairs.height < links.height
    assert FRAMES["partner_involvement"]["clusters"].sum() == pairs.height


def test_every_subject_of_a_goal_has_its_name() -> None:
    found = FRAMES["sdgs_with_subjects"]
    assert found.height == DATA.frames["sdg_links"].height
    assert found["subject"].null_count() == 0


def test_every_target_is_there() -> None:
    targets = DATA.frames["indicator_values"].filter(pl.col("kind") == "target")
    found = FRAMES["indicators_with_targets"]
    assert found["target_id"].unique().sort().to_list() == targets["id"].to_list()


def test_beside_a_target_stands_the_latest_value_of_the_same_place() -> None:
    data = load_package(ROOT)
    values = data.frames["indicator_values"]
    target = values.filter(pl.col("kind") == "target").head(1)
    measured = [
        target.with_columns(id=pl.lit(name), kind=pl.lit(kind), period=pl.lit(period))
        for name, kind, period in (
            ("old", "observed", "2012"),
            ("new", "estimate", "2013"),
            ("later", "forecast", "2030"),
        )
    ]
    elsewhere = measured[1].with_columns(id=pl.lit("elsewhere"), place_id=pl.lit("nederland"))
    data.frames["indicator_values"] = pl.concat([values, *measured, elsewhere])
    (view,) = [view for view in VIEWS if view.name == "indicators_with_targets"]
    (found,) = view_frames(data, [view]).values()
    row = found.filter(pl.col("target_id") == target["id"].item())
    assert target["place_id"].item() != "nederland"
    assert row.select("latest_id", "latest_period").rows() == [("new", "2013")]
    assert found.height == FRAMES[view.name].height


def test_fields_of_a_view_have_the_units_and_codes_of_what_they_come_from() -> None:
    (budget,) = [view for view in VIEWS if view.name == "budget_by_programme"]
    by_name = {item.name: item for item in budget.fields}
    assert by_name["amount_eur"].raw["unit"] == "EUR"
    assert by_name["stage"].raw["categories"][0]["label_nl"] == "Rekening"
    assert by_name["fiscal_year"].type == "year"


HEAD = """-- title: A
-- title_nl: B
-- description: C
-- description_nl: D
-- reads: a
-- field: id | Id | Nr | a.id
"""


def broken(folder: Path, text: str, name: str = "v") -> Path:
    """Make a package with one table ``a`` and one view."""
    schema = {"fields": fields(id="integer")}
    made = make_package(folder / "p", {"a": "id\n1\n"}, {"a": schema})
    views = made / "exports" / "views"
    views.mkdir(parents=True)
    (views / f"{name}.sql").write_text(text, encoding="utf-8")
    return made


def test_a_view_of_any_package_is_run(tmp_path: Path) -> None:
    data = load_package(broken(tmp_path, HEAD + "SELECT id FROM a;\n"))
    assert view_frames(data)["v"].rows() == [(1,)]


def test_a_package_without_views_has_none(tmp_path: Path) -> None:
    made = make_package(tmp_path, {"a": "id\n1\n"}, {"a": {"fields": fields(id="integer")}})
    assert read_views(read_package(made)) == []
    assert view_frames(load_package(made)) == {}


@pytest.mark.parametrize(
    ("text", "name", "en", "nl"),
    [
        ("SELECT 1", "v", 'the head lacks "title"', 'in de kop ontbreekt "title"'),
        (HEAD + "DELETE FROM a", "v", "a view is one SELECT", "is één SELECT"),
        (HEAD + "SELECT id FROM a; SELECT 1", "v", "a view is one SELECT", "is één SELECT"),
        (HEAD + "SELECT id AS x FROM a", "v", "the query returns x", "de zoekopdracht geeft x"),
        (HEAD + "SELECT nope FROM a", "v", "cannot be run", "kan niet worden uitgevoerd"),
        *(
            (
                HEAD + f"SELECT id FROM {read}('/etc/passwd')",
                "v",
                f'the query has "{read}", which reads files',
                f'in de zoekopdracht staat "{read}", dat bestanden leest',
            )
            for read in ("read_csv", "READ_PARQUET", "read_text")
        ),
        (HEAD + "SELECT id FROM a", "V-1", 'cannot be called "V-1"', 'kan niet "V-1" heten'),
        (HEAD + "SELECT id FROM a", "a", 'cannot be called "a"', 'kan niet "a" heten'),
        (
            HEAD.replace("reads: a", "reads: aa") + "SELECT id FROM a",
            "v",
            'reads table "aa", which the package does not have. Did you mean "a"?',
            'leest tabel "aa", maar het pakket heeft die niet. Bedoelde u "a"?',
        ),
        (
            HEAD.replace("a.id", "a.ix") + "SELECT id FROM a",
            "v",
            'comes from "a.ix"',
            'komt uit "a.ix"',
        ),
        (HEAD.replace("| Nr ", "") + "SELECT id FROM a", "v", "not complete", "niet volledig"),
        (HEAD + "-- titel: X\nSELECT id FROM a", "v", 'unknown key "titel"', 'sleutel "titel"'),
    ],
)
def test_a_view_that_is_not_written_well_is_told_in_both_languages(
    tmp_path: Path, text: str, name: str, en: str, nl: str
) -> None:
    made = broken(tmp_path, text, name)
    with pytest.raises(DataError) as caught:
        view_frames(load_package(made))
    for lang, part in (("en", en), ("nl", nl)):
        assert caught.value.message(lang).startswith(f"exports/views/{name}.sql")
        assert part in caught.value.message(lang)
