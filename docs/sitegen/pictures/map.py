"""The tile map: the twelve municipalities of Drenthe with their clusters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sitegen.colours import Colours
from sitegen.drawing import WIDTH, Drawing, wrap
from sitegen.markup import esc
from sitegen.model import Picture
from sitegen.site import Row, Site
from sitegen.texts import Texts
from sitegen.wording import joined

# Column and row of each tile, roughly as the municipalities lie: south is down, east is right.
TILES = {
    "gemeente-noordenveld": (1, 0),
    "gemeente-tynaarlo": (2, 0),
    "gemeente-assen": (1, 1),
    "gemeente-aa-en-hunze": (2, 1),
    "gemeente-borger-odoorn": (3, 1),
    "gemeente-westerveld": (0, 2),
    "gemeente-midden-drenthe": (1.5, 2),
    "gemeente-emmen": (3, 2),
    "gemeente-meppel": (0, 3),
    "gemeente-de-wolden": (1, 3),
    "gemeente-hoogeveen": (2, 3),
    "gemeente-coevorden": (3, 3),
}
PROVINCE = "drenthe"
_WIDE = WIDTH / 4
_TALL = 104
_GAP = 8
_SQUARE = 9


def municipality_of(site: Site, place_id: str | None) -> str | None:
    """Give the municipality that a place is or lies in, or nothing when it is no such place."""
    while place_id is not None:
        place = site.get("places", place_id)
        if place["kind"] == "municipality":
            return place_id if place["parent_id"] == PROVINCE else None
        place_id = place["parent_id"]
    return None


def by_municipality(site: Site) -> dict[str | None, list[Row]]:
    """Give the clusters of each municipality, and those of none under ``None``."""
    found: dict[str | None, list[Row]] = {name: [] for name in TILES}
    for cluster in site.rows("clusters"):
        found.setdefault(municipality_of(site, cluster["place_id"]), []).append(cluster)
    return found


def elsewhere(site: Site, lang: str) -> list[tuple[str, list[Row]]]:
    """Give the clusters of no municipality by the place that the documents do name, most first."""
    found: dict[str | None, list[Row]] = {}
    for cluster in by_municipality(site).get(None, []):
        found.setdefault(cluster["place_id"], []).append(cluster)
    named = [
        (site.name("places", site.get("places", place), lang), rows)
        for place, rows in found.items()
        if place is not None
    ]
    named.sort(key=lambda item: (-len(item[1]), item[0]))
    return ([("", found[None])] if None in found else []) + named


def pictures(site: Site, lang: str) -> Iterator[Picture]:
    """Make the tile map."""
    words = Texts("pictures", lang)
    found = by_municipality(site)
    names = {place: site.name("places", site.get("places", place), lang) for place in TILES}
    everything = len(site.rows("clusters"))
    rest = found.get(None, [])
    height = round(max(row for _, row in TILES.values()) + 1) * _TALL

    def draw(colours: Colours) -> dict[str, Any]:
        drawing = Drawing(WIDTH, height, colours)
        for place, (column, row) in TILES.items():
            x, y = column * _WIDE + _GAP / 2, row * _TALL + _GAP / 2
            count = len(found[place])
            drawing.box(x, y, _WIDE - _GAP, _TALL - _GAP, colours.panel, stroke=colours.quiet)
            drawing.text(x + 10, y + 18, names[place], size=13, bold=True)
            drawing.text(x + 10, y + 46, str(count), size=24, bold=True)
            for order in range(count):
                left = x + 10 + order % 11 * (_SQUARE + 3)
                top = y + 66 + order // 11 * (_SQUARE + 3)
                drawing.box(left, top, _SQUARE, _SQUARE, colours.series[0])

        drawing.text(3 * _WIDE + 14, _GAP / 2 + 46, str(len(rest)), size=24, colour=colours.quiet)
        lines = wrap(words("map-beside"), _WIDE - 30)
        drawing.lines(3 * _WIDE + 14, _GAP / 2 + 62, lines, colour=colours.quiet)
        return drawing.specification()

    counted = joined(
        [words("map-tile", name=name, count=len(found[place])) for place, name in names.items()],
        lang,
    )
    places = [
        words("map-elsewhere", name=name, count=len(rows))
        if name
        else words("map-nowhere", count=len(rows))
        for name, rows in elsewhere(site, lang)
    ]
    note = words("map-rest", count=len(rest), all=everything, where=joined(places, lang))
    sources = sorted({row["source_id"] for row in site.rows("clusters")})
    yield Picture(
        name="clusters-map",
        title=words("map"),
        alternative=words(
            "map-alt",
            municipalities=len(TILES),
            counts=counted,
            placed=everything - len(rest),
            all=everything,
        )
        + (f" {note}" if rest else ""),
        draw=draw,
        size=(WIDTH, height),
        header=[words("code"), words("municipality"), words("clusters")],
        rows=[[place, name, len(found[place])] for place, name in names.items()],
        names=["municipality_id", "municipality", "clusters"],
        source=joined([site.link("sources", source, lang) for source in sources], lang),
        notes=[esc(note)] if rest else (),
    )
