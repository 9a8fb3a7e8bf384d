"""Parts that the pages of rows share: sections, citations, periods and texts in Dutch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from drenthe_data.exporting.views import codes_of
from drenthe_data.messages import figure
from sitegen.markup import esc, in_dutch, link, table
from sitegen.model import plain
from sitegen.site import Row, Site
from sitegen.texts import Texts

_DASH = "\N{EN DASH}"


def heading(title: str, anchor: str, level: int = 2) -> str:
    """Give a heading with an anchor, which the table of contents has too."""
    return f"{'#' * level} {plain(title)} {{ #{anchor} }}"


def section(title: str, anchor: str, *blocks: str, level: int = 2, is_searched: bool = True) -> str:
    """Give a heading and the blocks below it, or nothing when all of them are empty.

    Args:
        title: The heading.
        anchor: Its anchor.
        blocks: What stands below it.
        level: The level of the heading.
        is_searched: Whether the search finds it.
    """
    found = [block for block in blocks if block]
    head = heading(title, anchor if is_searched else f"{anchor} data-search-exclude", level)
    return "\n\n".join([head, *found, ""]) if found else ""


def body(blocks: Iterable[str]) -> str:
    """Join the blocks of a page; empty ones are left out."""
    return "\n\n".join(block.strip("\n") for block in blocks if block)


def paragraph(html: str) -> str:
    """Give a paragraph, or nothing."""
    return f"<p>{html}</p>" if html else ""


def unsearched(html: str) -> str:
    """Keep a long list or table out of the search of the site."""
    return f"<div data-search-exclude>{html}</div>" if html else ""


def dutch(text: object, lang: str) -> str:
    """Escape a text of the tables; on a page in another language it says that it is Dutch."""
    return in_dutch(esc(text), lang)


def cite(site: Site, row: Row, lang: str, of: Row | None = None) -> str:
    """Give the citation of a row in small print, or nothing.

    Args:
        site: The site.
        row: The row.
        lang: The language.
        of: What the page is about: of its own document only the lines are said.
    """
    if not row.get("source_id"):
        return ""
    is_other = of is None or of.get("source_id") != row["source_id"]
    return f'<small class="cite">{site.citation(row, lang, is_named=is_other)}</small>'


def cited(html: str, site: Site, row: Row, lang: str, of: Row | None = None) -> str:
    """Put the citation of a row behind what is taken from it."""
    return " ".join(part for part in (html, cite(site, row, lang, of)) if part)


def in_table(site: Site, table: str, row: Row) -> str:
    """Give the address of a row in the page of its table, also when it has a page of its own."""
    return f"~/tables/{table}/#{site.row_key(table, row)}"


def lower(text: str) -> str:
    """Begin with a small letter, but leave an abbreviation as it is."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def count(number: int, noun: str, lang: str) -> str:
    """Say how many of something there are: ``1 cluster``, ``72 clusters``."""
    words = Texts("parts", lang)
    return words(f"{noun}-1" if number == 1 else noun, count=figure(number, lang))


def period(row: Row, lang: str) -> str:
    """Give the years of a row, or nothing when the source does not say."""
    start, end = row["period_start"], row["period_end"]
    words = Texts("parts", lang)
    if start is None and end is None:
        return ""
    if end is None:
        return words("from-year", year=start)
    if start is None:
        return words("until-year", year=end)
    return str(start) if start == end else f"{start}{_DASH}{end}"


def by_code(site: Site, table: str, field: str, rows: Iterable[Row]) -> list[Row]:
    """Order rows by the codes of a field as the schema lists them; those without come last."""
    codes = [code for code, _, _ in codes_of(site.resource(table).schema.field(field))]
    place = {code: number for number, code in enumerate(codes)}
    return sorted(rows, key=lambda row: place.get(row[field], len(codes)))


def table_title(site: Site, table: str, lang: str) -> str:
    """Give the title of a table."""
    return site.resource(table).text("title", lang) or table


def ranges(lines: str | None) -> list[tuple[int, int]]:
    """Read the lines of a citation: the first and last of each run."""
    found = []
    for run in (lines or "").split(";"):
        first, _, last = run.partition("-")
        if first:
            found.append((int(first), int(last or first)))
    return found


def first_line(row: Row) -> tuple[int, int]:
    """Give what orders rows by their lines."""
    return min(ranges(row["source_lines"]), default=(0, 0))


def share_lines(one: Row, other: Row) -> bool:
    """Tell whether two rows cite a line that is the same."""
    return one["source_id"] == other["source_id"] and any(
        first <= end and start <= last
        for first, last in ranges(one["source_lines"])
        for start, end in ranges(other["source_lines"])
    )


def mentions(site: Site, table: str, key: str, lang: str) -> Iterator[str]:
    """Give where else a row is mentioned, with the activities that the same lines are about."""
    words = Texts("parts", lang)
    for row in site.where("mentions", subject_table=table, subject_id=key):
        near = [item for item in _by_source(site, row) if share_lines(row, item)]
        shown = [
            in_dutch(link(site.address("activities", item), item["title"]), lang) for item in near
        ]
        about = f". {esc(words('mentioned-at'))} {'; '.join(shown)}" if shown else ""
        yield site.citation(row, lang) + about


def _by_source(site: Site, row: Row) -> Sequence[Row]:
    return site.where("activities", source_id=row["source_id"])


def sdg_items(site: Site, table: str, key: str, lang: str) -> Iterator[str]:
    """Give the goals that a row is linked with, and why."""
    for row in site.where("sdg_links", subject_table=table, subject_id=key):
        goal = f"SDG {row['sdg_id']}, "
        goal += site.name("sdgs", site.get("sdgs", row["sdg_id"]), lang)
        yield why(site, row, site.link("sdgs", row["sdg_id"], lang, goal), lang)


def why(site: Site, row: Row, shown: str, lang: str, of: Row | None = None) -> str:
    """Give what is linked with a goal, whether a source says so, the reasons and the citation."""
    basis = lower(site.label("sdg_links", "basis", row["basis"], lang))
    reason = f" {dutch(row['rationale'], lang)}" if row["rationale"] else ""
    return cited(f"{shown} ({esc(basis)}).{reason}", site, row, lang, of)


def partners_table(site: Site, name: str, rows: Iterable[Row], of: Row, words: Texts) -> str:
    """Give the partners of a cluster or programme as a table, or nothing when there are none.

    Args:
        site: The site.
        name: The table that links them, with the role of each.
        rows: Its rows.
        of: The cluster or programme; of its own document only the lines are said.
        words: The words of the page, with its language: the heads of the columns, and
            ``partners-caption``.
    """
    lang = words.lang
    cells = []
    for row in by_code(site, name, "role", rows):
        partner = site.get("partners", row["partner_id"])
        cells.append(
            [
                site.link("partners", partner["id"], lang),
                esc(site.label(name, "role", row["role"], lang)),
                esc(site.label("partners", "kind", partner["kind"], lang)),
                cite(site, row, lang, of),
            ]
        )
    keys = ["partner", "role", "kind", "source"]
    if not any(line[1] for line in cells):
        keys.remove("role")
        cells = [[line[0], *line[2:]] for line in cells]
    caption = words("partners-caption", name=of["name"])
    return table([words(key) for key in keys], cells, caption=caption) if cells else ""


def data_of(site: Site, table: str, row: Row, lang: str, document: str = "") -> list[str]:
    """Give where the data of a row are: its row in the page of its table, and as JSON.

    Args:
        site: The site.
        table: Its table.
        row: The row.
        lang: The language.
        document: The file with a document per row that the export to JSON writes, when it does.
    """
    words = Texts("parts", lang)
    found = [
        link(in_table(site, table, row), words("its-row", table=table_title(site, table, lang)))
    ]
    for _, entry in site.downloads_of_all():
        if document and entry.path == f"json/documents/{document}.json":
            said = words("as-json", id=row["id"])
            found.append(link(f"^/{entry.path}", said))
    return found
