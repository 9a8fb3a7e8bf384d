"""The page of the documents, and the page of each with all facts taken from it."""

from __future__ import annotations

from collections.abc import Iterator

from drenthe_data.messages import figure
from sitegen.markup import esc, facts, items, link, table
from sitegen.model import Page
from sitegen.parts import (
    body,
    count,
    data_of,
    first_line,
    lower,
    paragraph,
    period,
    section,
    table_title,
    unsearched,
)
from sitegen.says import says
from sitegen.site import Row, Site
from sitegen.texts import Texts

_DASH = "\N{EN DASH}"


def pages(site: Site, lang: str) -> Iterator[Page]:
    """Make the pages of the documents."""
    words = Texts("sources", lang)
    yield _all(site, lang, words)
    for row in site.rows("sources"):
        yield _one(site, row, lang, words)


def fact_tables(site: Site) -> list[str]:
    """Give the tables of which each row cites a document."""
    return [name for name in site.tables if "source_id" in site.resource(name).schema.names]


def facts_of(site: Site, key: str) -> dict[str, list[Row]]:
    """Give the rows taken from a document, by table, in the order of their lines."""
    found: dict[str, list[Row]] = {
        name: sorted(site.where(name, source_id=key), key=first_line) for name in fact_tables(site)
    }
    return {name: rows for name, rows in found.items() if rows}


def _all(site: Site, lang: str, words: Texts) -> Page:
    rows = site.rows("sources")
    cells = [
        [
            site.link("sources", row["id"], lang),
            esc(site.label("sources", "kind", row["kind"], lang)),
            site.link("partners", row["publisher_id"], lang),
            esc(period(row, lang)),
            figure(sum(len(found) for found in facts_of(site, row["id"]).values()), lang),
        ]
        for row in rows
    ]
    keys = ("title-of", "kind", "publisher", "period", "facts")
    total = sum(len(site.rows(name)) for name in fact_tables(site))
    whole = table(
        [words(key) for key in keys], cells, caption=words("caption"), numbers=[len(keys) - 1]
    )
    blocks = [
        paragraph(esc(words("intro", sources=len(rows), facts=figure(total, lang)))),
        whole,
        section(words("per-table"), "per-table", _per_table(site, lang, words)),
    ]
    return Page("sources/index.md", words("title"), body(blocks), words("all-description"))


def _per_table(site: Site, lang: str, words: Texts) -> str:
    rows = site.rows("sources")
    cells = []
    for name in fact_tables(site):
        counts = [len(site.where(name, source_id=row["id"])) for row in rows]
        shown = [
            link(f"~/sources/{row['id']}/#{name}", figure(number, lang)) if number else "0"
            for row, number in zip(rows, counts, strict=True)
        ]
        title = link(f"~/tables/{name}/", table_title(site, name, lang))
        cells.append([title, *shown, figure(sum(counts), lang)])
    return table(
        [words("table"), *(row["title"] for row in rows), words("together")],
        cells,
        caption=words("per-table-caption"),
        numbers=range(1, len(rows) + 2),
    )


def _one(site: Site, row: Row, lang: str, words: Texts) -> Page:
    found = facts_of(site, row["id"])
    total = sum(len(rows) for rows in found.values())
    kind = site.label("sources", "kind", row["kind"], lang)
    language = row["language"]
    about = facts(
        [
            (words("kind"), esc(kind)),
            (words("publisher"), site.link("partners", row["publisher_id"], lang)),
            (words("published"), esc(row["published_year"])),
            (words("period"), esc(period(row, lang))),
            (words("language"), esc(words("dutch") if language == "nl" else language)),
            (words("text-file"), esc(row["text_file"])),
            (words("text-lines"), esc(figure(row["text_lines"], lang))),
            (words("checksum"), f'<code class="checksum">{esc(row["text_sha256"])}</code>'),
        ]
    )
    contents = items(
        (
            link(f"#{name}", f"{table_title(site, name, lang)}: {figure(len(rows), lang)}")
            for name, rows in found.items()
        ),
        "columns",
    )
    blocks = [
        about,
        paragraph(esc(words("how"))),
        section(words("facts"), "facts", paragraph(esc(words("facts-intro"))), contents),
    ]
    for name, rows in found.items():
        shown = items((_fact(site, name, one, lang) for one in rows), "lean")
        title = f"{table_title(site, name, lang)} ({figure(len(rows), lang)})"
        blocks.append(section(title, name, unsearched(shown)))
    parts = Texts("parts", lang)
    blocks.append(
        section(
            parts("data"), "data", items(data_of(site, "sources", row, lang)), is_searched=False
        )
    )
    said = words(
        "description", title=row["title"], kind=lower(kind), facts=count(total, "facts", lang)
    )
    return Page(f"sources/{row['id']}.md", row["title"], body(blocks), said)


def _fact(site: Site, name: str, row: Row, lang: str) -> str:
    lines = str(row["source_lines"] or "").replace(";", ", ").replace("-", _DASH)
    said = says(site, name, row, lang)
    return (
        f'<span class="at">{esc(lines)}</span> <a href="{esc(site.address(name, row))}">{said}</a>'
    )
