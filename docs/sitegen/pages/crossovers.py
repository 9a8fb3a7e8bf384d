"""The page of the cross-overs: the matrix, and every stated link of a cluster."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.markup import esc, figure, table
from sitegen.model import Page
from sitegen.parts import heading
from sitegen.pictures import crossovers as drawn
from sitegen.site import Site
from sitegen.texts import Texts


def pages(site: Site, lang: str) -> Iterator[Page]:
    """Make the page."""
    words = Texts("crossovers", lang)
    (picture,) = drawn.pictures(site, lang)
    links = site.rows("cluster_links")
    clusters = {row["cluster_id"] for row in links}
    parts = [
        words("intro", links=len(links), clusters=len(clusters), all=len(site.rows("clusters"))),
        figure(picture, lang),
        heading(words("matrix"), "matrix"),
        _matrix(site, lang, words),
        heading(words("all"), "all"),
    ]
    for sector in site.rows("sectors"):
        rows = [
            [
                site.link("clusters", row["cluster_id"], lang),
                site.link("sectors", row["linked_sector_id"], lang),
                site.link("clusters", row["linked_cluster_id"], lang),
                site.citation(row, lang),
            ]
            for row in links
            if site.get("clusters", row["cluster_id"])["sector_id"] == sector["id"]
        ]
        if rows:
            name = site.name("sectors", sector, lang)
            header = [
                words(key) for key in ("cluster", "linked-sector", "linked-cluster", "source")
            ]
            parts.append(heading(name, sector["id"], 3))
            parts.append(
                table(
                    header,
                    rows,
                    caption=words("sector-caption", name=name),
                    kind="wide",
                    is_searched=False,
                )
            )
    yield Page("crossovers.md", words("title"), "\n\n".join(parts), words("description"))


def _matrix(site: Site, lang: str, words: Texts) -> str:
    counts = {pair: len(clusters) for pair, clusters in drawn.matrix(site).items()}
    sectors = site.rows("sectors")
    rows = [
        [
            site.link("sectors", own["id"], lang),
            *(esc(counts.get((own["id"], other["id"]), "")) for other in sectors),
        ]
        for own in sectors
    ]
    header = [words("sector"), *(site.name("sectors", sector, lang) for sector in sectors)]
    return table(
        header,
        rows,
        caption=words("matrix-caption"),
        numbers=range(1, len(header)),
        is_searched=False,
    )
