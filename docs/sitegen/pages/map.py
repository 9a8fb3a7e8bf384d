"""The page of the tile map: the clusters of each municipality, and those of none."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.markup import esc, figure, items
from sitegen.model import Page
from sitegen.parts import heading
from sitegen.pictures import map as drawn
from sitegen.site import Row, Site
from sitegen.texts import Texts


def pages(site: Site, lang: str) -> Iterator[Page]:
    """Make the page."""
    words = Texts("map", lang)
    (picture,) = drawn.pictures(site, lang)
    found = drawn.by_municipality(site)
    rest = len(found.get(None, []))
    parts = [
        words("intro"),
        figure(picture, lang),
        heading(words("by-municipality"), "by-municipality"),
    ]
    named = sorted(
        (site.name("places", site.get("places", place), lang), place) for place in drawn.TILES
    )
    for name, place in named:
        parts.append(heading(name, place, 3))
        parts.append(_clusters(site, found[place], lang, with_place=True) or words("none"))
    if rest:
        parts += [heading(words("elsewhere"), "elsewhere"), words("elsewhere-intro", count=rest)]
    for name, clusters in drawn.elsewhere(site, lang):
        place = clusters[0]["place_id"]
        parts.append(heading(name or words("nowhere"), place or "nowhere", 3))
        parts.append(_clusters(site, clusters, lang))
    yield Page("map.md", words("title"), "\n\n".join(parts), words("description"))


def _clusters(site: Site, rows: list[Row], lang: str, *, with_place: bool = False) -> str:
    shown = []
    for row in rows:
        text = site.link("clusters", row["id"], lang)
        if with_place:
            text += f", {site.link('places', row['place_id'], lang)}"
        sector = esc(site.name("sectors", site.get("sectors", row["sector_id"]), lang))
        shown.append(f"{text} ({sector})")
    return items(shown)
