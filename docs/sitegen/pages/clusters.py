"""The page of all clusters, and the page of each."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.markup import esc, facts, items
from sitegen.model import Page
from sitegen.site import Row, Site
from sitegen.texts import Texts


def pages(site: Site, lang: str) -> Iterator[Page]:
    """Make the pages of the clusters."""
    words = Texts("clusters", lang)
    by_sector = []
    for sector in site.rows("sectors"):
        found = site.where("clusters", sector_id=sector["id"])
        if not found:
            continue
        shown = items(
            f"{site.link('clusters', row['id'], lang)}: {esc(row['summary'])}" for row in found
        )
        by_sector.append(f"## {site.name('sectors', sector, lang)}\n\n{shown}\n")
    yield Page("clusters/index.md", words("title"), words("intro") + "\n\n" + "\n".join(by_sector))
    for row in site.rows("clusters"):
        yield _one(site, row, lang, words)


def _one(site: Site, row: Row, lang: str, words: Texts) -> Page:
    partners = site.where("cluster_partners", cluster_id=row["id"])
    shown = items(
        f"{site.link('partners', one['partner_id'], lang)} "
        f"({esc(site.label('cluster_partners', 'role', one['role'], lang))})"
        for one in partners
    )
    about = facts([(words("sector"), site.link("sectors", row["sector_id"], lang))])
    body = f"{esc(row['summary'])}\n\n{about}\n\n## {words('partners')}\n\n{shown}"
    return Page(f"clusters/{row['id']}.md", row["name"], body, description=row["summary"] or "")
