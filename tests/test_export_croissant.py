"""The Croissant description, read by mlcroissant."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import warnings
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from drenthe_data import load
from drenthe_data.exporting import export, export_package
from drenthe_data.loading import LoadedPackage, load_package
from tests.packages import ROOT, copy_of_package, fields, make_package

with warnings.catch_warnings():
    # Its own imports use what other packages will take away.
    warnings.simplefilter("ignore")
    mlc = pytest.importorskip("mlcroissant", reason="mlcroissant is not installed")

DATA = load(ROOT)
BASE = "https://data.example.org/exports"


@pytest.fixture(autouse=True)
def reader_may_warn() -> Iterator[None]:
    """What the reader itself is warned of by its libraries is not about the file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The description and its files, exported once."""
    folder = tmp_path_factory.mktemp("dist")
    result = export(DATA, ["croissant"], folder, base_url=BASE)
    assert not result.failed
    return folder


def raw_of(folder: Path) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads((folder / "croissant.json").read_text(encoding="utf-8"))
    return raw


def read(folder: Path) -> Any:
    """Open the description with the files that it names where they are on this disk."""
    raw = raw_of(folder)
    mapping = {
        item["@id"]: str(folder / unquote(item["contentUrl"].removeprefix(f"{BASE}/")))
        for item in raw["distribution"]
    }
    return mlc.Dataset(jsonld=str(folder / "croissant.json"), mapping=mapping)


def plain(value: Any) -> Any:
    """Give a value that the reader gave as Python has it."""
    if isinstance(value, bytes):
        return value.decode()
    if hasattr(value, "to_pydatetime"):
        return value.to_pydatetime()
    return value.item() if hasattr(value, "item") else value


def assert_same(dataset: Any, data: LoadedPackage) -> None:
    """Compare every cell of every table."""
    read_tables = {item.uuid: item for item in dataset.metadata.record_sets}
    for resource in data.package.resources:
        (name,) = (one for one in read_tables if unquote(one) == resource.name)
        rows = [[plain(value) for value in row.values()] for row in dataset.records(name)]
        described = [
            item for item in resource.schema.fields if item.type not in ("list", "geopoint")
        ]
        frame = data.frames[resource.name].select(item.name for item in described)
        expected = [list(row) for row in frame.iter_rows()]
        for number, item in enumerate(described):
            if item.type == "date":
                for row in expected:
                    day = row[number]
                    row[number] = day and dt.datetime.combine(day, dt.time())
        assert rows == expected, resource.name


def test_it_is_valid_without_errors_and_warnings(exported: Path) -> None:
    issues = read(exported).metadata.ctx.issues
    assert not issues.errors
    assert not issues.warnings


def test_every_record_set_gives_the_cells_of_its_table(exported: Path) -> None:
    assert_same(read(exported), DATA)


def test_the_labels_of_codes_travel_along(exported: Path) -> None:
    dataset = read(exported)
    found = list(dataset.records("budget_amounts.stage.codes"))
    item = DATA.package.resource("budget_amounts").schema.field("stage")
    names = ("value", "label", "label_nl")
    assert [[row[f"budget_amounts.stage.codes/{name}"] for name in names] for row in found] == [
        [code[name] for name in names] for code in item.raw["categories"]
    ]
    lists = [one for one in raw_of(exported)["recordSet"] if one.get("dataType")]
    coded = [
        f"{resource.name}.{item.name}.codes"
        for resource in DATA.package.resources
        for item in resource.schema.fields
        if item.raw.get("categories")
    ]
    assert [one["@id"] for one in lists] == coded


def test_files_have_their_checksums_and_addresses(exported: Path) -> None:
    raw = raw_of(exported)
    assert len(raw["distribution"]) == len(DATA.package.resources)
    for item in raw["distribution"]:
        file = exported / item["contentUrl"].removeprefix(f"{BASE}/")
        assert item["sha256"] == sha256(file.read_bytes()).hexdigest()
        assert item["contentSize"] == f"{file.stat().st_size} B"


def test_a_column_that_is_not_there_is_refused_by_the_reader(
    exported: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    shutil.copytree(exported, folder)
    raw = raw_of(folder)
    for item in raw["distribution"]:
        item["contentUrl"] = item["contentUrl"].removeprefix(f"{BASE}/")
    file = folder / "croissant.json"
    file.write_text(json.dumps(raw), encoding="utf-8")
    rows = list(mlc.Dataset(jsonld=str(file)).records("mentions"))
    assert len(rows) == DATA.frames["mentions"].height
    raw["recordSet"][-1]["field"][0]["source"]["extract"]["column"] = "nowhere"
    file.write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(Exception, match="mentions"):
        list(mlc.Dataset(jsonld=str(file)).records("mentions"))


@pytest.mark.parametrize(
    ("key", "message"),
    [("sha256", "sha256"), ("contentUrl", "contentUrl"), ("encodingFormat", "encodingFormat")],
)
def test_a_description_that_lacks_something_is_refused(
    exported: Path, tmp_path: Path, key: str, message: str
) -> None:
    raw = raw_of(exported)
    del raw["distribution"][0][key]
    (tmp_path / "croissant.json").write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(mlc.ValidationError, match=message):
        mlc.Dataset(jsonld=str(tmp_path / "croissant.json"))


def test_titles_are_in_both_languages_and_money_has_its_unit(exported: Path) -> None:
    raw = raw_of(exported)
    assert raw["name"] == {
        "nl": "Drenthe: economisch beleid als open data",
        "en": "Drenthe: economic policy as open data",
    }
    tables = {one["@id"]: one for one in raw["recordSet"]}
    for resource in DATA.package.resources:
        table = tables[resource.name]
        assert table["name"] == {"nl": resource.text("title", "nl"), "en": resource.text("title")}
        for item, one in zip(resource.schema.fields, table["field"], strict=True):
            assert one["name"] == {"nl": item.label("nl"), "en": item.label()}
            if item.raw.get("unit"):
                assert one["description"]["nl"].endswith(f"[{item.raw['unit']}]")
    assert {one["dataType"] for one in tables["budget_amounts"]["field"]} == {"sc:Text", "cr:Int64"}


def test_units_and_lists_of_codes_are_told_of_fields_without_description(tmp_path: Path) -> None:
    schema = {
        "fields": [
            {"name": "length", "type": "number", "unit": "m"},
            {"name": "kind", "type": "string", "categories": [{"value": "a", "label": "A"}]},
            {"name": "plain", "type": "string"},
        ]
    }
    folder = make_package(tmp_path / "p", {"t": "length,kind,plain\n1,a,b\n"}, {"t": schema})
    export(load_package(folder / "datapackage.json"), ["croissant"], tmp_path / "out")
    raw = json.loads((tmp_path / "out" / "croissant.json").read_text("utf-8"))
    (table,) = (item for item in raw["recordSet"] if item["@id"] == "t")
    length, kind, plain = table["field"]
    assert length["description"] == {"nl": "[m]", "en": "[m]"}
    assert kind["description"] == {"nl": "[t.kind.codes]", "en": "[t.kind.codes]"}
    assert "description" not in plain


def test_references_are_there_when_they_are_asked_for(tmp_path: Path) -> None:
    folder = copy_of_package(tmp_path / "p")
    profile = folder / "exports" / "croissant.toml"
    text = profile.read_text(encoding="utf-8")
    assert "references = false" in text
    profile.write_text(text.replace("references = false", "references = true"), encoding="utf-8")
    export(load_package(folder / "datapackage.json"), ["croissant"], tmp_path / "out")
    raw = raw_of(tmp_path / "out")
    found = {
        (field["@id"], field["references"]["field"]["@id"])
        for table in raw["recordSet"]
        for field in table["field"]
        if "references" in field
    }
    assert ("clusters/sector_id", "sectors/id") in found
    assert ("clusters/kind", "clusters.kind.codes/value") in found
    assert not any(own.split("/")[0] == other.split("/")[0] for own, other in found)
    assert not mlc.Dataset(
        jsonld=str(tmp_path / "out" / "croissant.json")
    ).metadata.ctx.issues.errors


def test_any_package_is_taken(tmp_path: Path) -> None:
    schemas: dict[str, Any] = {
        "odd-table": {
            "fields": [
                {"name": 'a "b" <c> {d} é/ü', "type": "string"},
                {"name": "day", "type": "date"},
                {"name": "moment", "type": "datetime"},
                {"name": "hour", "type": "time"},
                {"name": "yes", "type": "boolean"},
                {"name": "part", "type": "number"},
                {"name": "n", "type": "integer", "categories": [{"value": 1, "label": "één"}]},
                {"name": "place", "type": "geopoint"},
                {"name": "site", "type": "string", "format": "uri"},
            ]
        },
        "empty": {"fields": fields("one", two="integer")},
    }
    long = "x" * 40_000
    text = (
        '"a ""b"" <c> {d} é/ü",day,moment,hour,yes,part,n,place,site\n'
        '"=1+1 ""<script>🦄\n",2026-11-21,2026-11-21T09:30:00,09:30:00,true,0.5,1,"6.5,52.9",'
        "https://example.org/\n"
        f"{long},,,,,,,,\n"
    )
    folder = make_package(tmp_path / "p", {"odd-table": text, "empty": "one,two\n"}, schemas)
    result = export_package(
        folder / "datapackage.json", ["croissant"], tmp_path / "out", base_url=BASE
    )
    assert not result.failed
    dataset = read(tmp_path / "out")
    assert not dataset.metadata.ctx.issues.errors
    assert_same(dataset, load_package(folder / "datapackage.json"))


def test_the_same_package_gives_the_same_bytes(exported: Path, tmp_path: Path) -> None:
    (again,) = export(DATA, ["croissant"], tmp_path, base_url=BASE).files("croissant")
    assert again.read_bytes() == (exported / "croissant.json").read_bytes()
