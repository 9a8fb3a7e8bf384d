"""The page of all partners, and the page of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from drenthe_data.messages import figure
from sitegen.checked import about_partner, explained
from sitegen.markup import esc, facts, items, link, table
from sitegen.model import Page
from sitegen.parts import (
    body,
    by_code,
    cite,
    cited,
    count,
    data_of,
    dutch,
    first_line,
    heading,
    lower,
    mentions,
    paragraph,
    period,
    section,
    unsearched,
)
from sitegen.site import Row, Site
from sitegen.texts import Texts


def pages(site: Site, lang: str) -> Iterator[Page]:
    """Make the pages of the partners."""
    words = Texts("partners", lang)
    yield _all(site, lang, words)
    for row in site.rows("partners"):
        yield _one(site, row, lang, words)


def _sorted(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (str(row["name"]).casefold(), row["id"]))


def taken_part(site: Site, key: str) -> dict[str, int]:
    """Count the clusters, programmes and activities that a partner takes part in."""
    return {
        "clusters": len({row["cluster_id"] for row in _rows(site, "cluster_partners", key)}),
        "programmes": len({row["programme_id"] for row in _rows(site, "programme_partners", key)}),
        "activities": len({row["activity_id"] for row in _rows(site, "activity_partners", key)}),
    }


def _rows(site: Site, of: str, key: str) -> list[Row]:
    return list(site.where(of, partner_id=key))


def _kind(site: Site, row: Row, lang: str) -> str:
    return site.label("partners", "kind", row["kind"], lang)


def _all(site: Site, lang: str, words: Texts) -> Page:
    rows = _sorted(site.rows("partners"))
    cells = []
    for row in rows:
        name = site.link("partners", row["id"], lang)
        if row["short_name"] is not None:
            name += f" ({esc(row['short_name'])})"
        place = None if row["place_id"] is None else site.get("places", row["place_id"])
        counted = taken_part(site, row["id"])
        cells.append(
            [
                name,
                esc(_kind(site, row, lang)),
                esc(site.name("places", place, lang)) if place else "",
                *(figure(number, lang) for number in counted.values()),
            ]
        )
    keys = ("name", "kind", "place", "clusters", "programmes", "activities")
    whole = table(
        [words(key) for key in keys],
        cells,
        caption=words("caption", count=len(rows)),
        numbers=[3, 4, 5],
        kind="filter",
    )
    names = figure(len(site.rows("partner_names")), lang)
    blocks = [
        paragraph(esc(words("intro", partners=len(rows), names=names))),
        section(words("find"), "find", unsearched(whole)),
        heading(words("by-kind"), "by-kind"),
    ]
    for kind in dict.fromkeys(row["kind"] for row in by_code(site, "partners", "kind", rows)):
        found = [row for row in rows if row["kind"] == kind]
        shown = items((site.link("partners", row["id"], lang) for row in found), "columns")
        title = f"{_kind(site, found[0], lang)} ({len(found)})"
        blocks.append(section(title, f"kind-{kind}", unsearched(shown), level=3))
    return Page("partners/index.md", words("title"), body(blocks), words("all-description"))


def _one(site: Site, row: Row, lang: str, words: Texts) -> Page:
    key = row["id"]
    parts = Texts("parts", lang)
    counted = {noun: number for noun, number in taken_part(site, key).items() if number}
    said = [link(f"#{noun}", count(number, noun, lang)) for noun, number in counted.items()]
    names = [one["name"] for one in site.where("partner_names", partner_id=key)]
    other = [name for name in names if name != row["name"]]
    if row["short_name"] is not None and row["short_name"] not in other:
        other.insert(0, row["short_name"])
    about = facts(
        [
            (words("kind"), esc(_kind(site, row, lang))),
            (words("collective"), esc(words("is-collective")) if row["is_collective"] else ""),
            (words("other-names"), esc("; ".join(other))),
            (words("place"), site.link("places", row["place_id"], lang)),
            (words("uri"), link(row["uri"], row["uri"]) if row["uri"] else ""),
            (words("note"), dutch(row["note"], lang)),
        ]
    )
    documents = site.where("sources", publisher_id=key)
    owned = _sorted(site.where("programmes", owner_id=key))
    blocks = [
        items(said, "counts"),
        about,
        section(words("clusters"), "clusters", unsearched(_clusters(site, row, lang, words))),
        section(words("programmes"), "programmes", unsearched(_programmes(site, row, lang, words))),
        section(words("activities"), "activities", *_activities(site, key, lang)),
        section(words("owns"), "owns", unsearched(_owned(site, owned, lang))),
        section(
            words("published"),
            "published",
            items(site.link("sources", one["id"], lang) for one in documents),
        ),
        section(
            parts("mentions"), "mentions", unsearched(items(mentions(site, "partners", key, lang)))
        ),
        section(
            words("discrepancies"),
            "discrepancies",
            items(explained(site, found, lang) for found in about_partner(site, key)),
        ),
        section(
            parts("data"), "data", items(_data(site, row, names, lang, words)), is_searched=False
        ),
    ]
    shown = [count(number, noun, lang) for noun, number in counted.items()]
    description = words(
        "description",
        name=row["name"],
        kind=lower(_kind(site, row, lang)),
        facts=words("in", facts=", ".join(shown)) if shown else "",
    )
    return Page(f"partners/{key}.md", row["name"], body(blocks), description)


def _data(site: Site, row: Row, names: Sequence[str], lang: str, words: Texts) -> Iterator[str]:
    yield from data_of(site, "partners", row, lang)
    links = [
        link(site.address("partner_names", one), one["name"])
        for one in site.where("partner_names", partner_id=row["id"])
    ]
    if names:
        yield f"{esc(words('names-rows'))}: {', '.join(links)}"


def _clusters(site: Site, row: Row, lang: str, words: Texts) -> str:
    cells = []
    for one in by_code(
        site, "cluster_partners", "role", _rows(site, "cluster_partners", row["id"])
    ):
        cluster = site.get("clusters", one["cluster_id"])
        cells.append(
            [
                site.link("clusters", cluster["id"], lang),
                esc(site.label("cluster_partners", "role", one["role"], lang)),
                esc(site.name("sectors", site.get("sectors", cluster["sector_id"]), lang)),
                cite(site, one, lang),
            ]
        )
    keys = ("cluster", "role", "sector", "source")
    caption = words("clusters-caption", name=row["name"])
    return table([words(key) for key in keys], cells, caption=caption) if cells else ""


def _programmes(site: Site, row: Row, lang: str, words: Texts) -> str:
    cells = []
    found = _rows(site, "programme_partners", row["id"])
    for one in by_code(site, "programme_partners", "role", found):
        programme = site.get("programmes", one["programme_id"])
        cells.append(
            [
                site.link("programmes", programme["id"], lang),
                esc(site.label("programme_partners", "role", one["role"], lang)),
                esc(site.label("programmes", "kind", programme["kind"], lang)),
                cite(site, one, lang),
            ]
        )
    keys = ("programme", "role", "kind", "source")
    caption = words("programmes-caption", name=row["name"])
    return table([words(key) for key in keys], cells, caption=caption) if cells else ""


def _activities(site: Site, key: str, lang: str) -> Iterator[str]:
    """Give the activities of a partner by document, and within it by programme."""
    found = _rows(site, "activity_partners", key)
    for source in site.rows("sources"):
        rows = sorted((row for row in found if row["source_id"] == source["id"]), key=first_line)
        # A partner may have several roles in one activity.
        by_activity: dict[str, list[Row]] = {}
        for row in rows:
            by_activity.setdefault(row["activity_id"], []).append(row)
        groups: dict[str, list[str]] = {}
        for activity, roles in by_activity.items():
            programme = site.get("activities", activity)["programme_id"]
            groups.setdefault(programme, []).append(_activity(site, activity, roles, lang))
        if groups:
            title = f"{source['title']} ({len(by_activity)})"
            yield heading(title, f"activities-{source['id']}", 3)
            shown = "".join(
                f"<h4>{site.link('programmes', programme, lang)}</h4>{items(lines)}"
                for programme, lines in groups.items()
            )
            yield unsearched(shown)


def _activity(site: Site, key: str, roles: Sequence[Row], lang: str) -> str:
    activity = site.get("activities", key)
    shown = link(site.address("activities", activity), activity["title"])
    if lang != "nl":
        shown = f'<span lang="nl">{shown}</span>'
    said = [lower(site.label("activity_partners", "role", row["role"], lang)) for row in roles]
    about = ", ".join(text for text in [*said, period(activity, lang)] if text)
    sources = dict.fromkeys(cite(site, row, lang, row) for row in roles)
    return " ".join([shown, *([f"({esc(about)})"] if about else []), *sources])


def _owned(site: Site, rows: Iterable[Row], lang: str) -> str:
    return items(
        cited(
            f"{site.link('programmes', row['id'], lang)} "
            f"({esc(lower(site.label('programmes', 'kind', row['kind'], lang)))})",
            site,
            row,
            lang,
        )
        for row in rows
    )
