"""The page of all clusters, and the page of each."""

from __future__ import annotations

from collections.abc import Iterator

from drenthe_data.messages import figure
from sitegen.markup import esc, facts, items, link, table
from sitegen.model import Page
from sitegen.parts import (
    body,
    cited,
    count,
    data_of,
    dutch,
    lower,
    mentions,
    paragraph,
    partners_table,
    sdg_items,
    section,
    unsearched,
)
from sitegen.site import Row, Site
from sitegen.texts import Texts

_NEIGHBOURS = 8


def pages(site: Site, lang: str) -> Iterator[Page]:
    """Make the pages of the clusters."""
    words = Texts("clusters", lang)
    yield _all(site, lang, words)
    for row in site.rows("clusters"):
        yield _one(site, row, lang, words)


def _all(site: Site, lang: str, words: Texts) -> Page:
    rows = site.rows("clusters")
    sectors = [
        (sector, found)
        for sector in sorted(site.rows("sectors"), key=lambda row: site.name("sectors", row, lang))
        if (found := site.where("clusters", sector_id=sector["id"]))
    ]
    counted = words("intro", clusters=len(rows), sectors=len(sectors))
    cells = [
        [
            site.link("clusters", row["id"], lang),
            esc(site.name("sectors", site.get("sectors", row["sector_id"]), lang)),
            esc(site.label("clusters", "kind", row["kind"], lang)),
            esc(_place(site, row, lang)),
            esc(site.label("clusters", "status", row["status"], lang)),
            figure(len(_partners(site, row)), lang),
        ]
        for row in sorted(rows, key=lambda row: row["name"].casefold())
    ]
    keys = ("name", "sector", "kind", "place", "status", "partners")
    whole = table(
        [words(key) for key in keys],
        cells,
        caption=words("caption", count=len(rows)),
        numbers=[5],
        kind="filter",
    )
    blocks = [paragraph(esc(counted)), unsearched(whole)]
    for sector, found in sectors:
        shown = items(
            f"{site.link('clusters', row['id'], lang)}: {dutch(row['summary'], lang)}"
            for row in found
        )
        title = site.name("sectors", sector, lang)
        blocks.append(section(title, f"sector-{sector['id']}", unsearched(shown)))
    return Page("clusters/index.md", words("title"), body(blocks), words("all-description"))


def _partners(site: Site, row: Row) -> set[str]:
    return {one["partner_id"] for one in site.where("cluster_partners", cluster_id=row["id"])}


def _place(site: Site, row: Row, lang: str) -> str:
    """Give the place of a cluster, with the municipality it lies in."""
    if row["place_id"] is None:
        return ""
    place = site.get("places", row["place_id"])
    name = site.name("places", place, lang)
    if place["kind"] != "town" or place["parent_id"] is None:
        return name
    around = site.name("places", site.get("places", place["parent_id"]), lang)
    return f"{name} ({around})" if around.casefold() != name.casefold() else name


def _one(site: Site, row: Row, lang: str, words: Texts) -> Page:
    kind = site.label("clusters", "kind", row["kind"], lang)
    place = _place(site, row, lang)
    if place:
        place = link(site.address("places", site.get("places", row["place_id"])), place)
    about = facts(
        [
            (words("kind"), esc(kind)),
            (words("sector"), site.link("sectors", row["sector_id"], lang)),
            (words("place"), place),
            (words("status"), esc(site.label("clusters", "status", row["status"], lang))),
            (words("start-year"), esc(row["start_year"])),
            (words("website"), link(row["website"], row["website"]) if row["website"] else ""),
            (words("as-partner"), _as_partner(site, row, lang)),
            (words("source"), site.citation(row, lang)),
        ]
    )
    parts = Texts("parts", lang)
    blocks = [
        paragraph(dutch(row["summary"], lang)),
        about,
        section(words("taking-part"), "partners", unsearched(_taking_part(site, row, words))),
        section(words("crossovers"), "crossovers", unsearched(_crossovers(site, row, lang, words))),
        section(parts("sdgs"), "sdgs", items(sdg_items(site, "clusters", row["id"], lang))),
        section(
            parts("mentions"),
            "mentions",
            unsearched(items(mentions(site, "clusters", row["id"], lang))),
        ),
        section(words("near"), "near", unsearched(_near(site, row, lang, words))),
        section(
            parts("data"),
            "data",
            items(data_of(site, "clusters", row, lang, "cluster")),
            is_searched=False,
        ),
    ]
    said = words(
        "description",
        name=row["name"],
        kind=lower(kind),
        sector=lower(site.name("sectors", site.get("sectors", row["sector_id"]), lang)),
        partners=count(len(_partners(site, row)), "partners", lang),
    )
    return Page(f"clusters/{row['id']}.md", row["name"], body(blocks), said)


def _as_partner(site: Site, row: Row, lang: str) -> str:
    """Give the partner of the same name: what is a cluster often takes part elsewhere too."""
    name = row["name"].casefold()
    for one in site.rows("partner_names"):
        if one["name"].casefold() == name:
            return site.link("partners", one["partner_id"], lang)
    return ""


def _taking_part(site: Site, row: Row, words: Texts) -> str:
    found = site.where("cluster_partners", cluster_id=row["id"])
    return partners_table(site, "cluster_partners", found, row, words)


def _crossovers(site: Site, row: Row, lang: str, words: Texts) -> str:
    shown = []
    for one in site.where("cluster_links", cluster_id=row["id"]):
        other = site.link("sectors", one["linked_sector_id"], lang)
        if one["linked_cluster_id"] is not None:
            cluster = site.link("clusters", one["linked_cluster_id"], lang)
            other = words("with-cluster", cluster=cluster, sector=other)
        else:
            other = words("with-sector", sector=other)
        shown.append(cited(other, site, one, lang, row))
    for one in site.where("cluster_links", linked_cluster_id=row["id"]):
        other = words("named-by", cluster=site.link("clusters", one["cluster_id"], lang))
        shown.append(cited(other, site, one, lang, row))
    return items(shown)


def _near(site: Site, row: Row, lang: str, words: Texts) -> str:
    """Give a few other clusters in the same place, else in the same sector."""
    same_sector = site.where("clusters", sector_id=row["sector_id"])
    groups = [(words("same-sector"), same_sector)]
    if row["place_id"] is not None:
        groups.insert(0, (words("same-place"), site.where("clusters", place_id=row["place_id"])))
    shown = []
    for said, found in groups:
        others = [one for one in found if one["id"] != row["id"]]
        links = [site.link("clusters", one["id"], lang) for one in others[:_NEIGHBOURS]]
        if len(others) > _NEIGHBOURS:
            links.append(link("~/clusters/", words("and-more", count=len(others) - _NEIGHBOURS)))
        if links:
            shown.append(f"{esc(said)}: {', '.join(links)}")
    return items(shown)
