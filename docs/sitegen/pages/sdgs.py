"""The page of the Sustainable Development Goals: what the documents link with each."""

from __future__ import annotations

from collections.abc import Iterator

from drenthe_data.exporting.views import codes_of
from drenthe_data.messages import figure
from sitegen.markup import esc, facts, items, link, table
from sitegen.model import Page
from sitegen.parts import body, heading, paragraph, section, unsearched, why
from sitegen.site import Row, Site
from sitegen.texts import Texts


def pages(site: Site, lang: str) -> Iterator[Page]:
    """Make the page of the goals."""
    words = Texts("sdgs", lang)
    goals = site.rows("sdgs")
    links = site.rows("sdg_links")
    stated = sum(row["basis"] == "stated" for row in links)
    none = [row for row in goals if not site.where("sdg_links", sdg_id=row["id"])]
    intro = words("intro", links=len(links), stated=stated, derived=len(links) - stated)
    blocks = [paragraph(esc(intro)), _counts(site, goals, lang, words)]
    if none:
        numbers = ", ".join(link(f"#sdg-{row['id']}", str(row["id"])) for row in none)
        blocks.append(paragraph(f"{esc(words('none'))}: {numbers}."))
    for row in goals:
        blocks += [heading(_title(site, row, lang), f"sdg-{row['id']}")]
        blocks += _one(site, row, lang, words)
    yield Page("sdgs.md", words("title"), body(blocks), words("description"))


def _title(site: Site, row: Row, lang: str) -> str:
    return f"{row['id']}. {site.name('sdgs', row, lang)}"


def _subjects(site: Site) -> list[str]:
    item = site.resource("sdg_links").schema.field("subject_table")
    return [code for code, _, _ in codes_of(item)]


def _counts(site: Site, goals: list[dict[str, object]], lang: str, words: Texts) -> str:
    subjects = _subjects(site)
    bases = [code for code, _, _ in codes_of(site.resource("sdg_links").schema.field("basis"))]
    cells = []
    for row in goals:
        found = site.where("sdg_links", sdg_id=row["id"])
        counts = [sum(one["subject_table"] == subject for one in found) for subject in subjects]
        counts += [sum(one["basis"] == basis for one in found) for basis in bases]
        cells.append(
            [
                link(f"#sdg-{row['id']}", _title(site, row, lang)),
                *(figure(number, lang) for number in [*counts, len(found)]),
            ]
        )
    header = [site.label("sdg_links", "subject_table", code, lang) for code in subjects]
    header += [site.label("sdg_links", "basis", code, lang) for code in bases]
    return table(
        [words("goal"), *header, words("together")],
        cells,
        caption=words("caption"),
        numbers=range(1, len(header) + 2),
    )


def _one(site: Site, goal: Row, lang: str, words: Texts) -> Iterator[str]:
    yield facts([(words("un"), link(goal["uri"], goal["uri"]))])
    found = site.where("sdg_links", sdg_id=goal["id"])
    if not found:
        yield paragraph(esc(words("nothing")))
    for subject in _subjects(site):
        rows = [row for row in found if row["subject_table"] == subject]
        title = site.label("sdg_links", "subject_table", subject, lang)
        shown = items(
            why(site, row, site.link(subject, row["subject_id"], lang), lang) for row in rows
        )
        anchor = f"sdg-{goal['id']}-{subject}"
        # The name of the table alone would stand many times in the page.
        said = words("of-goal", subject=title, goal=goal["id"])
        yield section(said, anchor, unsearched(shown), level=3)
