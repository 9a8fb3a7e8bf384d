"""The GeoJSON collections, read by geojson, geojson-pydantic and GDAL."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from drenthe_data import load
from drenthe_data.exporting import export, export_package
from drenthe_data.loading import load_package
from tests.packages import ROOT, copy_of_package, make_package

DATA = load(ROOT)
NAMES = ("clusters", "municipalities")


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The collections, exported once."""
    folder = tmp_path_factory.mktemp("dist")
    result = export(DATA, ["geojson"], folder)
    assert [file.name for file in result.files("geojson")] == [f"{n}.geojson" for n in NAMES]
    return folder / "geojson"


def collection(folder: Path, name: str) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads((folder / f"{name}.geojson").read_text(encoding="utf-8"))
    return raw


@pytest.mark.parametrize("name", NAMES)
def test_the_package_geojson_finds_it_valid(exported: Path, name: str) -> None:
    geojson = pytest.importorskip("geojson")
    found = geojson.loads((exported / f"{name}.geojson").read_text(encoding="utf-8"))
    assert found.is_valid, found.errors()
    assert len(found["features"]) == {"clusters": DATA.frames["clusters"].height}.get(name, 12)


@pytest.mark.parametrize("name", NAMES)
def test_the_models_of_geojson_pydantic_take_it(exported: Path, name: str) -> None:
    models = pytest.importorskip("geojson_pydantic")
    text = (exported / f"{name}.geojson").read_text(encoding="utf-8")
    found = models.FeatureCollection.model_validate_json(text)
    points = [one.geometry.coordinates for one in found.features if one.geometry]
    assert found.bbox == (
        min(p.longitude for p in points),
        min(p.latitude for p in points),
        max(p.longitude for p in points),
        max(p.latitude for p in points),
    )


@pytest.mark.parametrize("name", NAMES)
def test_gdal_reads_all_features_and_fields(exported: Path, name: str) -> None:
    raw = pytest.importorskip("pyogrio.raw")
    shapely = pytest.importorskip("shapely")
    meta, _, geometries, columns = raw.read(exported / f"{name}.geojson")
    assert meta["geometry_type"] == "Point"
    assert meta["crs"] == "EPSG:4326"
    features = collection(exported, name)["features"]
    read = dict(zip(meta["fields"], columns, strict=True))
    for number, feature in enumerate(features):
        own = feature["geometry"]
        if own is None:
            assert geometries[number] is None
        else:
            point = shapely.from_wkb(geometries[number])
            assert [point.x, point.y] == own["coordinates"]
        for field, value in feature["properties"].items():
            found = read[field][number]
            if value is None:
                assert found is None or math.isnan(found)
            else:
                assert found == value, (feature["id"], field)


def test_every_cluster_is_a_feature_with_the_cells_of_its_row(exported: Path) -> None:
    features = collection(exported, "clusters")["features"]
    clusters = DATA.frames["clusters"]
    places = {row["id"]: row for row in DATA.frames["places"].to_dicts()}
    assert [one["id"] for one in features] == clusters["id"].to_list()
    for feature, row in zip(features, clusters.to_dicts(), strict=True):
        shown = feature["properties"]
        for name in row.keys() - {"id"}:
            assert shown[name] == row[name]
        place = places.get(row["place_id"])
        if place is None or place["latitude"] is None:
            assert feature["geometry"] is None
        else:
            expected = [place["longitude"], place["latitude"]]
            assert feature["geometry"] == {"type": "Point", "coordinates": expected}
    without = [one for one in features if one["geometry"] is None]
    assert 0 < len(without) < len(features)


def test_a_cluster_in_a_town_has_the_codes_of_its_municipality(exported: Path) -> None:
    features = {one["id"]: one for one in collection(exported, "clusters")["features"]}
    shown = features["5g-rural-fieldlab-drenthe"]["properties"]
    assert (shown["place_name"], shown["place_kind"]) == ("Valthermond", "town")
    assert (shown["area_name"], shown["area_code"]) == ("Borger-Odoorn", "GM1681")
    assert shown["area_uri"] == "https://identifier.overheid.nl/tooi/id/gemeente/gm1681"
    assert (shown["kind_label"], shown["kind_label_nl"]) == ("Fieldlab", "Fieldlab")
    larger = features["ai-hub-noord-nederland"]
    assert larger["geometry"] is None
    assert larger["properties"]["place_name"] == "Noord-Nederland"
    assert larger["properties"]["area_code"] is None


def test_municipalities_count_the_clusters_that_lie_in_them(exported: Path) -> None:
    features = collection(exported, "municipalities")["features"]
    places = DATA.frames["places"]
    kinds = places.filter(pl.col("kind") == "municipality")
    assert [one["id"] for one in features] == kinds["id"].to_list()
    assert all(one["geometry"] for one in features)
    parents = dict(places.select("id", "parent_id").iter_rows())
    expected = dict.fromkeys(kinds["id"].to_list(), 0)
    for place in DATA.frames["clusters"]["place_id"].drop_nulls():
        while place is not None and place not in expected:
            place = parents[place]  # noqa: PLW2901
        if place is not None:
            expected[place] += 1
    assert {one["id"]: one["properties"]["clusters_count"] for one in features} == expected
    assert sum(expected.values()) > 10


def test_a_package_without_these_tables_gives_empty_collections(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "a", "type": "string"}]}
    folder = make_package(tmp_path / "p", {"a": "a\nx\n"}, {"a": schema})
    result = export_package(folder / "datapackage.json", ["geojson"], tmp_path / "out")
    assert not result.failed
    geojson = pytest.importorskip("geojson")
    for file in result.files("geojson"):
        found = geojson.loads(file.read_text(encoding="utf-8"))
        assert (found.is_valid, found["features"]) == (True, [])


def places_package(folder: Path, rows: str, clusters: str, **more: Any) -> Path:
    """Write a package with places and clusters as the profile knows them."""
    schemas: dict[str, Any] = {
        "places": {
            "fields": [
                *({"name": name, "type": "string"} for name in ("id", "name", "kind", "parent_id")),
                *({"name": name, "type": "string"} for name in ("cbs_code", "tooi_uri")),
                *({"name": name, "type": "number"} for name in ("latitude", "longitude")),
            ],
            "primaryKey": "id",
        },
        "clusters": {
            "fields": [
                {"name": "id", "type": "integer"},
                {"name": "name", "type": "string"},
                {"name": "seen", "type": "date"},
                {"name": "place_id", "type": "string"},
            ],
        },
    }
    head = "id,name,kind,parent_id,cbs_code,tooi_uri,latitude,longitude\n"
    tables = {"places": head + rows, "clusters": "id,name,seen,place_id\n" + clusters}
    make_package(folder, tables, schemas, **more)
    (folder / "exports").mkdir()
    text = (ROOT / "exports" / "geojson.toml").read_text(encoding="utf-8")
    start = text.index("properties = [", text.index("[settings.layers.clusters]"))
    (folder / "exports" / "geojson.toml").write_text(
        text[:start] + 'properties = ["name", "seen", "place_id"]\n', encoding="utf-8"
    )
    return folder / "datapackage.json"


def test_odd_values_are_taken_as_they_are(tmp_path: Path) -> None:
    geojson = pytest.importorskip("geojson")
    name = '=1+1 "<script>🦄\n'
    cell = '"' + name.replace('"', '""') + '"'
    path = places_package(
        tmp_path / "p",
        f"a,{cell},municipality,b,,,-90,180\nb,B,region,a,,,,\n",
        f"1,{cell},2026-11-21,a\n2,,,\n3,x,,nowhere\n4,y,,b\n",
    )
    result = export_package(path, ["geojson"], tmp_path / "out")
    clusters, areas = (
        geojson.loads(file.read_text(encoding="utf-8")) for file in result.files("geojson")
    )
    assert clusters.is_valid
    assert areas.is_valid
    first, second, third, fourth = clusters["features"]
    assert first["properties"]["name"] == name
    assert first["properties"]["seen"] == "2026-11-21"
    assert first["geometry"]["coordinates"] == [180, -90]
    # The table has no key, so that its features have none.
    assert "id" not in first
    assert second["geometry"] is third["geometry"] is fourth["geometry"] is None
    # Places that lie in each other end the search, not the program.
    assert fourth["properties"]["area_name"] == name
    assert [one["properties"]["clusters_count"] for one in areas["features"]] == [2]


def test_a_place_outside_the_world_is_said(tmp_path: Path) -> None:
    path = places_package(tmp_path / "p", "a,A,municipality,,,,91,6\n", "1,x,,a\n")
    failed = export_package(path, ["geojson"], tmp_path / "out").failed["geojson"]
    assert "91.0, 6.0 of a in places is no place on earth." in failed.message("en")
    assert "91.0, 6.0 van a in places is geen plaats op aarde." in failed.message("nl")
    assert not (tmp_path / "out" / "geojson").exists()


def test_a_field_of_the_profile_that_is_not_there_is_said(tmp_path: Path) -> None:
    folder = copy_of_package(tmp_path / "p")
    profile = folder / "exports" / "geojson.toml"
    text = profile.read_text(encoding="utf-8").replace('"summary"', '"sumary"')
    profile.write_text(text, encoding="utf-8")
    data = load_package(folder / "datapackage.json")
    failed = export(data, ["geojson"], tmp_path / "out").failed["geojson"]
    assert 'names the field "sumary", which the table clusters does not have' in failed.message(
        "en"
    )
    assert 'noemt het veld "sumary", dat de tabel clusters niet heeft' in failed.message("nl")


def test_a_broken_collection_is_seen_by_the_readers(exported: Path) -> None:
    geojson = pytest.importorskip("geojson")
    models = pytest.importorskip("geojson_pydantic")
    raw = collection(exported, "municipalities")
    raw["features"][0]["geometry"]["coordinates"] = [6.5]
    assert not geojson.loads(json.dumps(raw)).is_valid
    with pytest.raises(ValueError, match="coordinates"):
        models.FeatureCollection.model_validate(raw)


def test_the_same_package_gives_the_same_bytes(exported: Path, tmp_path: Path) -> None:
    for file in export(DATA, ["geojson"], tmp_path).files("geojson"):
        assert file.read_bytes() == (exported / file.name).read_bytes()
