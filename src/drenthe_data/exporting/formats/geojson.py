"""GeoJSON (RFC 7946): what has a place, as features, and the places with how much there is of it.

Coordinates are those of the tables and no others: a row whose place has none is a feature without
geometry, as the standard allows, and keeps the codes of its municipality and province. Which
tables are meant stands in the profile; a package without them gives empty collections.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from drenthe_data.exceptions import DataError
from drenthe_data.exporting.job import Job
from drenthe_data.exporting.typed import file_name
from drenthe_data.loading import LoadedPackage
from drenthe_data.writing import write_text

FOLDER = "geojson"
Row = Mapping[str, Any]


def export(job: Job) -> list[Path]:
    """Write ``geojson/<table>.geojson`` for each table of the profile, and one for the places.

    Raises:
        DataError: When the profile names a field that its table lacks, or a coordinate lies
            outside the world.
    """
    settings = job.profile.settings
    places = Places(job.data, settings.get("places", {}))
    layers = settings.get("layers", {})
    files = []
    counts = {}
    for name, layer in layers.items():
        features = list(_features(job, places, name, layer))
        counts[name] = Counter(
            above for feature in features if (above := feature["properties"].get("area_id"))
        )
        files.append(_write(job, name, features))
    files.append(_write(job, places.name, list(places.features(counts))))
    return files


class Places:
    """The places of a package, and which larger places they lie in.

    Args:
        data: The package.
        settings: Names of the table and its fields, and the kinds of area that are counted in.
    """

    def __init__(self, data: LoadedPackage, settings: Mapping[str, Any]) -> None:
        self.data = data
        self.table = settings.get("table", "places")
        self.fields = {key: str(value) for key, value in settings.get("fields", {}).items()}
        self.name = str(settings.get("name", "areas"))
        self.areas = settings.get("areas", [])
        self.shown = settings.get("properties", [])
        frame = data.frames.get(self.table)
        if frame is not None:
            wanted = [*self.fields.values(), *self.shown]
            _check_fields(self.table, wanted, frame.columns)
        rows: Sequence[Row] = [] if frame is None else frame.to_dicts()
        self.rows = {row[self.fields["id"]]: row for row in rows}

    def chain(self, place: str | None) -> Iterator[Row]:
        """Give a place and the larger ones it lies in, from small to large."""
        seen: set[str] = set()
        while place is not None and place in self.rows and place not in seen:
            seen.add(place)
            yield self.rows[place]
            place = self.rows[place][self.fields["parent"]]

    def area(self, place: str | None) -> Row | None:
        """Give the area a place lies in (or is): the first of a kind that is counted in."""
        kinds = self.areas
        return next((row for row in self.chain(place) if row[self.fields["kind"]] in kinds), None)

    def geometry(self, place: str | None) -> dict[str, Any] | None:
        """Give the point of a place, if its coordinates are known."""
        row = self.rows.get(place) if place is not None else None
        if row is None:
            return None
        latitude, longitude = row[self.fields["latitude"]], row[self.fields["longitude"]]
        if latitude is None or longitude is None:
            return None
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise DataError(
                "outside-world", table=self.table, key=place, value=f"{latitude}, {longitude}"
            )
        return {"type": "Point", "coordinates": [longitude, latitude]}

    def features(self, counts: Mapping[str, Counter[str]]) -> Iterator[dict[str, Any]]:
        """Give the areas as features, each with how much of each layer lies in it."""
        for key, row in self.rows.items():
            if row[self.fields["kind"]] not in self.areas:
                continue
            properties = {name: _plain(row[name]) for name in self.shown}
            for layer, counted in counts.items():
                properties[f"{layer}_count"] = counted[key]
            yield {
                "type": "Feature",
                "id": key,
                "geometry": self.geometry(key),
                "properties": properties,
            }


def _features(
    job: Job, places: Places, name: str, layer: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """Give the rows of a table as features."""
    data = job.data
    table = str(layer.get("table", name))
    frame = data.frames.get(table)
    if frame is None:
        return
    schema = data.package.resource(table).schema
    place_field = str(layer["place"])
    names = [str(item) for item in layer.get("properties", frame.columns)]
    _check_fields(table, [place_field, *names], frame.columns)
    labels = {
        item.name: {entry["value"]: entry for entry in item.raw["categories"]}
        for item in schema.fields
        if item.name in names and _has_labels(item.raw.get("categories"))
    }
    key = schema.primary_key
    for row in frame.iter_rows(named=True):
        properties: dict[str, Any] = {}
        for field in names:
            properties[field] = _plain(row[field])
            label = labels.get(field, {}).get(row[field])
            if field in labels:
                properties[f"{field}_label"] = None if label is None else label.get("label")
                properties[f"{field}_label_nl"] = None if label is None else label.get("label_nl")
        own = places.rows.get(row[place_field])
        area = places.area(row[place_field])
        fields = places.fields
        properties["place_name"] = None if own is None else own[fields["name"]]
        for part in ("id", "name", "code", "uri"):
            properties[f"area_{part}"] = None if area is None else area[fields[part]]
        # How exact a point is: that of the place itself, or of the seat of its municipality.
        properties["place_kind"] = None if own is None else own[fields["kind"]]
        feature: dict[str, Any] = {"type": "Feature"}
        if len(key) == 1 and row[key[0]] is not None:
            feature["id"] = _plain(row[key[0]])
        geometry = places.geometry(row[place_field])
        yield {**feature, "geometry": geometry, "properties": properties}


def _has_labels(categories: Any) -> bool:
    return isinstance(categories, list) and all(
        isinstance(entry, dict) and "value" in entry for entry in categories
    )


def _check_fields(table: str, wanted: Sequence[str], columns: Sequence[str]) -> None:
    missing = [name for name in wanted if name not in columns]
    if missing:
        raise DataError("profile-field", file="exports/geojson.toml", table=table, field=missing[0])


def _plain(value: Any) -> Any:
    """Give a value as JSON has it."""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float) and (value != value or abs(value) == float("inf")):  # noqa: PLR0124
        return None
    return value


def _write(job: Job, name: str, features: list[dict[str, Any]]) -> Path:
    """Write a collection, a line per feature; the box round all points when there are any."""
    raw = job.data.package.raw
    head: dict[str, Any] = {"type": "FeatureCollection", "name": name}
    titles = {key: raw[key] for key in ("title", "title_nl", "version") if raw.get(key)}
    licences = raw.get("licenses")
    if isinstance(licences, list) and licences and isinstance(licences[0], dict):
        titles["license"] = licences[0].get("path") or licences[0].get("name")
    points = [item["geometry"]["coordinates"] for item in features if item["geometry"]]
    if points:
        east, north = zip(*points, strict=True)
        head["bbox"] = [min(east), min(north), max(east), max(north)]
    text = json.dumps({**head, **titles}, ensure_ascii=False)[:-1]
    lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in features)
    target = job.folder / FOLDER / f"{file_name(name)}.geojson"
    write_text(target, f'{text}, "features": [\n{lines}\n]}}\n')
    return target
