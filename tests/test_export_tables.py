"""Parquet, Arrow and JSON, opened by pyarrow, DuckDB, Polars and jsonschema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import polars as pl
import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet
import pytest

from drenthe_data import load
from drenthe_data.exceptions import DataError
from drenthe_data.exporting import export, export_package
from drenthe_data.exporting.typed import arrow_table, typed_frame
from drenthe_data.loading import LoadedPackage, load_package
from tests.any_package import HOSTILE, any_package
from tests.packages import ROOT, fields, make_package

FORMATS = ("arrow", "json", "jsonl", "parquet")
DATA = load(ROOT)
TABLES = [resource.name for resource in DATA.package.resources]
ODD = ["every", "hostile", "nodes", "left", "right", "empty", "one"]


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


def typed(data: LoadedPackage, name: str) -> pl.DataFrame:
    return typed_frame(data.package.resource(name).schema.fields, data.frames[name], coded=False)


def words(frame: pl.DataFrame) -> pl.DataFrame:
    """Give codes as texts, to compare with the tables as loaded."""
    return frame.with_columns(pl.col(pl.Enum, pl.Categorical).cast(pl.String))


def same(found: pl.DataFrame, expected: pl.DataFrame) -> None:
    """Compare cell by cell; NaN is the same as NaN."""
    assert found.columns == expected.columns
    assert found.rows() == expected.rows() or found.equals(expected)


def cases(
    odd: tuple[LoadedPackage, Path], exported: Path
) -> Iterator[tuple[pl.DataFrame, Path, str]]:
    for data, folder, names in ((DATA, exported, TABLES), (*odd, ODD)):
        for name in names:
            yield typed(data, name), folder, name


def test_polars_reads_the_same_tables_from_parquet_and_arrow(
    odd: tuple[LoadedPackage, Path], exported: Path
) -> None:
    for expected, folder, name in cases(odd, exported):
        for found in (
            pl.read_parquet(folder / "parquet" / f"{name}.parquet"),
            pl.read_ipc(folder / "arrow" / f"{name}.arrow"),
        ):
            frame = words(found).cast({pl.Time: pl.Time})
            assert frame.equals(expected), name
            assert frame.schema == expected.schema


def test_pyarrow_reads_the_same_tables_from_parquet_and_arrow(
    odd: tuple[LoadedPackage, Path], exported: Path
) -> None:
    for expected, folder, name in cases(odd, exported):
        parquet = pa.parquet.read_table(folder / "parquet" / f"{name}.parquet")
        with pa.ipc.open_file(str(folder / "arrow" / f"{name}.arrow")) as reader:
            arrow = reader.read_all()
        for found in (parquet, arrow):
            assert found.column_names == expected.columns
            for column in expected.columns:
                values = found[column].to_pylist()
                assert repr(values) == repr(expected[column].to_list()), (name, column)
        assert arrow.schema.metadata == parquet.schema.metadata


def test_duckdb_reads_the_same_tables_from_parquet(
    odd: tuple[LoadedPackage, Path], exported: Path
) -> None:
    for expected, folder, name in cases(odd, exported):
        if name in ("every", "empty"):  # moments with a zone: DuckDB gives these as Arrow
            query = f"FROM '{folder}/parquet/{name}.parquet'"
            relation = duckdb.sql(query)
            assert relation is not None
            found = pl.DataFrame(relation.to_arrow_table())
            assert words(found).cast(expected.schema).equals(expected)
        else:
            rows = duckdb.execute(f"SELECT * FROM '{folder}/parquet/{name}.parquet'").fetchall()
            assert rows == expected.rows()


def test_types_are_those_of_the_schema(odd: tuple[LoadedPackage, Path]) -> None:
    schema = pa.parquet.read_schema(odd[1] / "parquet" / "every.parquet")
    expected = {
        "id": pa.int64(),
        "code": pa.dictionary(pa.int32(), pa.string()),
        "level": pa.int64(),
        "number": pa.float64(),
        "truth": pa.bool_(),
        "day": pa.date32(),
        "moment": pa.timestamp("us", "UTC"),
        "clock": pa.time64("us"),
        "year": pa.int32(),
        "words": pa.list_(pa.string()),
        "numbers": pa.list_(pa.int64()),
        "days": pa.list_(pa.date32()),
        "point": pa.struct([("lon", pa.float64()), ("lat", pa.float64())]),
    }
    for name, kind in expected.items():
        found = schema.field(name).type
        if pa.types.is_list(kind):
            assert found.value_type == kind.value_type
        else:
            assert found == kind
    assert [field.name for field in schema if not field.nullable] == ["id"]


def test_codes_are_dictionaries_in_their_order_and_metadata_says_what_columns_are(
    exported: Path,
) -> None:
    with pa.ipc.open_file(str(exported / "arrow" / "budget_amounts.arrow")) as reader:
        table = reader.read_all()
    stages = table["stage"].combine_chunks().dictionary.to_pylist()
    assert stages == ["actual", "budget", "forecast"]
    for schema in (
        table.schema,
        pa.parquet.read_schema(exported / "parquet" / "budget_amounts.parquet"),
    ):
        amount = schema.field("amount_eur").metadata
        assert amount[b"unit"] == b"EUR"
        assert amount[b"title_nl"] == b"Bedrag (euro)"
        labels = json.loads(schema.field("stage").metadata[b"categories"])
        assert labels[0] == {"value": "actual", "label": "Actual", "label_nl": "Rekening"}
        assert schema.metadata[b"licence"] == b"CC0-1.0"
        assert schema.metadata[b"title_nl"] == b"Begrotingsbedragen"
        named = [item["name"] for item in json.loads(schema.metadata[b"tableschema"])["fields"]]
        assert named == table.column_names


def test_polars_gets_codes_as_an_enum(exported: Path) -> None:
    frame = pl.read_parquet(exported / "parquet" / "budget_amounts.parquet")
    assert frame.schema["stage"] == pl.Enum(["actual", "budget", "forecast"])


def test_a_code_outside_the_list_is_kept() -> None:
    data = load_package(ROOT)
    resource = data.package.resource("budget_amounts")
    frame = data.frames["budget_amounts"].with_columns(stage=pl.lit("other"))
    table = arrow_table(data.package, resource, frame)
    assert set(table["stage"].to_pylist()) == {"other"}


def lines_of(folder: Path, name: str) -> list[dict[str, Any]]:
    text = (folder / "jsonl" / f"{name}.jsonl").read_text(encoding="utf-8")
    assert not text or text.endswith("\n")
    return [json.loads(line) for line in text.split("\n")[:-1]]


@pytest.mark.parametrize("name", TABLES)
def test_json_and_json_lines_hold_the_same_tables(exported: Path, name: str) -> None:
    rows = list(DATA.frames[name].iter_rows(named=True))
    found = json.loads((exported / "json" / f"{name}.json").read_text(encoding="utf-8"))
    assert found == rows
    assert lines_of(exported, name) == rows
    assert [list(row) for row in found] == [list(row) for row in rows]
    for row, other in zip(found, rows, strict=True):
        assert [type(cell) for cell in row.values()] == [type(cell) for cell in other.values()]


def test_polars_and_duckdb_read_json_lines(exported: Path) -> None:
    file = exported / "jsonl" / "budget_amounts.jsonl"
    expected = DATA.frames["budget_amounts"]
    assert pl.read_ndjson(file).cast(expected.schema).equals(expected)
    assert duckdb.execute(f"SELECT * FROM read_json('{file}')").fetchall() == expected.rows()


def test_every_type_has_its_form_in_json(odd: tuple[LoadedPackage, Path]) -> None:
    first, second, third = lines_of(odd[1], "every")
    expected = {
        "id": 1,
        "text": "a",
        "code": "a'\"",
        "level": 1,
        "big": 2**63 - 1,
        "number": 0.1,
        "special": "NaN",
        "truth": True,
        "ja": True,
        "day": "2026-11-21",
        "dutch_day": "2026-11-21",
        "moment": "2026-11-21T09:30:00Z",
        "clock": "09:30:00",
        "year": 2026,
        "month": "2026-11",
        "point": {"lon": 6.56, "lat": 52.99},
        "shape": {"type": "Point", "coordinates": [6.5, 53]},
        "object": {"a": [1, None, "x\n"]},
        "array": [1, 2.5, "=1"],
        "words": ["a", "b"],
        "numbers": [1, 2],
        "days": ["2026-11-21", "2026-11-22"],
        "moments": ["2026-11-21T09:30:00Z", "2026-11-21T09:30:00.500000Z"],
        "clocks": ["09:30:00", "10:00:00"],
        "truths": [True, False],
        "any": "1",
    }
    assert {key: first[key] for key in expected} == expected
    assert second["special"] == "INF"
    assert second["text"] is None
    assert third["special"] == "-INF"
    assert [row["text" if "text" in row else "Select"] for row in lines_of(odd[1], "hostile")][
        :-1
    ] == [row["Select"] for row in odd[0].frames["hostile"].iter_rows(named=True)][:-1]
    texts = [row["Select"] for row in lines_of(odd[1], "hostile")]
    assert [text for text in texts if text] == [text.replace("\r\n", "\r\n") for text in HOSTILE]


@cache
def schema_of(folder: Path) -> Any:
    schema = json.loads((folder / "json" / "schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return schema


def validator(folder: Path, definition: str) -> Any:
    wanted = {**schema_of(folder), "$ref": f"#/$defs/{definition}"}
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator(wanted, format_checker=checker)


def test_the_files_are_valid_against_the_schema_that_goes_with_them(
    odd: tuple[LoadedPackage, Path], exported: Path
) -> None:
    for folder, names in ((exported, TABLES), (odd[1], ODD)):
        for name in names:
            document = json.loads((folder / "json" / f"{name}.json").read_text(encoding="utf-8"))
            validator(folder, f"table:{name}").validate(document)
    for name in ("cluster", "programme"):
        file = exported / "json" / "documents" / f"{name}.json"
        validator(exported, f"documents:{name}").validate(json.loads(file.read_text("utf-8")))


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("budget_amounts", "amount_eur", "537153"),
        ("budget_amounts", "amount_eur", None),
        ("budget_amounts", "stage", "spent"),
        ("budget_amounts", "fiscal_year", 20),
        ("clusters", "website", 5),
        ("clusters", "id", "With Capitals"),
        ("sdgs", "id", 18),
        ("partners", "is_collective", "false"),
    ],
)
def test_the_schema_refuses_what_a_table_cannot_hold(
    exported: Path, name: str, field: str, value: object
) -> None:
    rows = json.loads((exported / "json" / f"{name}.json").read_text(encoding="utf-8"))
    check = validator(exported, f"table:{name}")
    for broken in ({**rows[0], field: value}, {**rows[0], "extra": 1}):
        with pytest.raises(jsonschema.ValidationError):
            check.validate([broken])


def test_the_schema_says_units_and_labels_of_codes(exported: Path) -> None:
    schema = json.loads((exported / "json" / "schema.json").read_text(encoding="utf-8"))
    row = schema["$defs"]["row:budget_amounts"]["properties"]
    assert row["amount_eur"]["unit"] == "EUR"
    assert row["stage"]["oneOf"][0] == {
        "const": "actual",
        "title": "Actual",
        "title_nl": "Rekening",
    }


def documents(folder: Path, name: str) -> dict[str, dict[str, Any]]:
    file = folder / "json" / "documents" / f"{name}.json"
    return {item["id"]: item for item in json.loads(file.read_text(encoding="utf-8"))}


def test_a_cluster_is_one_document_with_all_that_belongs_to_it(exported: Path) -> None:
    found = documents(exported, "cluster")
    assert len(found) == DATA.frames["clusters"].height
    links = DATA.frames["cluster_partners"]
    for key, document in found.items():
        partners = links.filter(pl.col("cluster_id") == key)
        assert [item["partner_id"] for item in document["partners"]] == partners[
            "partner_id"
        ].to_list()
        assert all(item["partner"]["id"] == item["partner_id"] for item in document["partners"])
        assert document["sector"]["id"] == document["sector_id"]
        assert (document["place"] is None) == (document["place_id"] is None)


def test_a_programme_is_one_document_with_activities_results_and_budget(exported: Path) -> None:
    found = documents(exported, "programme")
    assert len(found) == DATA.frames["programmes"].height
    opgave = found["implementation-2026-opgave-1"]
    amounts = [
        amount["amount_eur"]
        for line in opgave["budget"]
        if line["kind"] == "item"
        for amount in line["amounts"]
        if amount["fiscal_year"] == 2026
    ]
    assert sum(amounts) == 1_831_707
    for table, name in (("activities", "activities"), ("results", "results")):
        count = sum(len(item[name]) for item in found.values())
        assert count == DATA.frames[table].height
    partners = sum(
        len(activity["partners"]) for item in found.values() for activity in item["activities"]
    )
    assert partners == DATA.frames["activity_partners"].height


def test_a_package_without_documents_has_none(odd: tuple[LoadedPackage, Path]) -> None:
    assert not (odd[1] / "json" / "documents").exists()


def test_a_table_that_is_called_schema_and_one_with_slashes_are_kept(tmp_path: Path) -> None:
    schema = {"fields": fields(id="integer")}
    made = make_package(tmp_path / "p", {"schema": "id\n1\n"}, {"schema": schema})
    text = (made / "datapackage.json").read_text(encoding="utf-8")
    raw = json.loads(text)
    raw["resources"].append({"name": "../a/b.c", "path": "schema.csv", "schema": schema})
    (made / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    result = export_package(made / "datapackage.json", FORMATS, tmp_path / "out")
    assert not result.failed
    files = {entry.path: entry for entry in result.made["json"]}
    assert set(files) == {"json/schema.json", "json/schema_.json", "json/%2E%2E%2Fa%2Fb%2Ec.json"}
    assert files["json/%2E%2E%2Fa%2Fb%2Ec.json"].resource == "../a/b.c"
    assert files["json/schema_.json"].resource is None
    assert json.loads((tmp_path / "out" / "json" / "schema.json").read_text("utf-8")) == [{"id": 1}]


@pytest.mark.parametrize(
    ("text", "en", "nl"),
    [
        ('table = "b"', 'reads table "b"', 'leest tabel "b"'),
        ('table = "a"\ntabel = 1', '"tabel" cannot be used here', '"tabel" is hier niet'),
        ('table = "a"\n[parts.x]\ntable = "a"', "lacks: where", "ontbreekt: where"),
        (
            'table = "a"\n[parts.x]\ntable = "a"\nwhere = { idd = "id" }',
            'Did you mean "id"?',
            'Bedoelde u "id"?',
        ),
        (
            'table = "a"\n[parts.id]\ntable = "a"\nwhere = { id = "id" }',
            '"id" cannot be used here',
            '"id" is hier niet te gebruiken',
        ),
        ("table = ", "not usable TOML", "geen bruikbare TOML"),
        *(
            (f'table = "a"\n{line}', f'"{value}" cannot be used here', f'"{value}" is hier niet')
            for line, value in (
                ('where = "x"', "x"),
                ("only = [1]", "[1]"),
                ("without = 3", "3"),
                ('without = [["id"]]', "['id']"),
                ("parts = 3", "3"),
                ("[parts]\np = 3", "3"),
                ('[parts.p]\ntable = "a"\nwhere = { o = "o" }', "o"),
            )
        ),
    ],
)
def test_a_document_that_is_not_described_well_is_told_in_both_languages(
    tmp_path: Path, text: str, en: str, nl: str
) -> None:
    schema = {"fields": fields(id="integer", o="object")}
    made = make_package(tmp_path / "p", {"a": "id,o\n1,{}\n"}, {"a": schema})
    folder = made / "exports" / "json"
    folder.mkdir(parents=True)
    (folder / "x.toml").write_text(text, encoding="utf-8")
    failed = export(load_package(made), ["json"], tmp_path / "out").failed["json"]
    assert isinstance(failed, DataError)
    assert en in failed.message("en")
    cause = failed.__cause__
    assert isinstance(cause, DataError)
    assert nl in cause.message("nl")


def test_half_a_character_in_a_json_cell_is_kept_by_every_format(tmp_path: Path) -> None:
    schema = {"fields": fields("id", o="object")}
    text = 'id,o\na,"{""x"": ""\\ud800 é""}"\nb,{}\n'
    folder = make_package(tmp_path / "package", {"t": text}, {"t": schema})
    formats = ["csvw", "duckdb", "json", "jsonl", "ods", "parquet", "rdf", "sqlite", "xlsx"]
    result = export(load(folder), formats, tmp_path / "dist")
    assert not result.failed
    expected = [{"id": "a", "o": {"x": "\ud800 é"}}, {"id": "b", "o": {}}]
    assert json.loads((tmp_path / "dist/json/t.json").read_text(encoding="utf-8")) == expected
    lines = (tmp_path / "dist/jsonl/t.jsonl").read_text(encoding="utf-8").splitlines()
    assert list(map(json.loads, lines)) == expected
    with duckdb.connect(str(tmp_path / "dist/small.duckdb"), read_only=True) as opened:
        rows = opened.execute("SELECT o FROM t").fetchall()
    assert [json.loads(row[0]) for row in rows] == [row["o"] for row in expected]


def test_the_schema_takes_the_files_of_a_package_that_was_not_checked(tmp_path: Path) -> None:
    """A value outside the list makes that the list is not asked, also where a code is not used."""
    large = 2**53 + 3
    schema = {
        "fields": [
            {"name": "c", "type": "string", "categories": ["a", "b"]},
            {"name": "n", "type": "integer", "constraints": {"maximum": large}},
        ]
    }
    folder = make_package(tmp_path / "package", {"t": f"c,n\na,{large}\nx,1\n"}, {"t": schema})
    assert not export(load_package(folder), ["json"], tmp_path / "dist").failed
    said = json.loads((tmp_path / "dist/json/schema.json").read_text(encoding="utf-8"))
    rows = json.loads((tmp_path / "dist/json/t.json").read_text(encoding="utf-8"))
    jsonschema.validate(rows, {**said, "$ref": "#/$defs/table:t"})
    assert said["$defs"]["row:t"]["properties"]["n"]["maximum"] == large
