"""The page of all programmes as a tree, and the page of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from drenthe_data.messages import figure
from sitegen.budget_table import budget_table
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
    partners_table,
    period,
    sdg_items,
    section,
    unsearched,
)
from sitegen.site import Row, Site
from sitegen.texts import Texts
from sitegen.values import latest, value_link

# Words for a link seen from the programme that has it, and from the other one.
_RELATIONS = {
    ("successor", True): "follows",
    ("successor", False): "followed-by",
    ("framework", True): "has-framework",
    ("framework", False): "is-framework",
    ("funding", True): "funded-by",
    ("funding", False): "funds",
}


def pages(site: Site, lang: str) -> Iterator[Page]:
    """Make the pages of the programmes."""
    words = Texts("programmes", lang)
    yield _all(site, lang, words)
    for row in site.rows("programmes"):
        yield _one(site, row, lang, words)


def children(site: Site, key: str) -> list[Row]:
    """Give the programmes that are part of one, in the order of their names."""
    return _sorted(site.where("programmes", parent_id=key))


def ancestors(site: Site, row: Row) -> list[Row]:
    """Give what a programme is part of, from the top down."""
    found: list[Row] = []
    while row["parent_id"] is not None:
        row = site.get("programmes", row["parent_id"])
        if row in found:
            break
        found.insert(0, row)
    return found


def below(site: Site, key: str) -> Iterator[str]:
    """Give the ids of a programme and of all that are part of it."""
    yield key
    for row in site.where("programmes", parent_id=key):
        yield from below(site, row["id"])


def _sorted(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (str(row["name"]).casefold(), row["id"]))


def _all(site: Site, lang: str, words: Texts) -> Page:
    rows = site.rows("programmes")
    roots = [row for row in rows if row["parent_id"] is None]
    blocks = [
        paragraph(esc(words("intro", programmes=figure(len(rows), lang), roots=len(roots)))),
        _most(site, roots, lang, words),
        section(words("find"), "find", unsearched(_table(site, lang, words))),
        section(words("tree"), "tree", paragraph(esc(words("tree-intro")))),
    ]
    for level in dict.fromkeys(row["level"] for row in by_code(site, "programmes", "level", roots)):
        blocks.append(
            heading(
                words("level-of", level=_label(site, "level", level, lang)), f"level-{level}", 3
            )
        )
        found = [row for row in roots if row["level"] == level]
        for kind in dict.fromkeys(
            row["kind"] for row in by_code(site, "programmes", "kind", found)
        ):
            of_kind = _sorted(row for row in found if row["kind"] == kind)
            title = f"<h4>{esc(_label(site, 'kind', kind, lang))} ({len(of_kind)})</h4>"
            blocks.append(unsearched(title + _tree(site, of_kind, lang)))
    return Page("programmes/index.md", words("title"), body(blocks), words("all-description"))


def _label(site: Site, field: str, code: str | None, lang: str) -> str:
    return site.label("programmes", field, code, lang)


def _most(site: Site, roots: Iterable[Row], lang: str, words: Texts) -> str:
    """Give the programmes that the documents say most of: those with activities below them."""
    found = []
    for row in roots:
        keys = list(below(site, row["id"]))
        activities = sum(len(site.where("activities", programme_id=key)) for key in keys)
        if activities:
            said = [count(activities, "activities", lang)]
            if len(keys) > 1:
                said.insert(0, count(len(keys) - 1, "parts", lang))
            found.append((activities, f"{_link(site, row, lang)}: {', '.join(said)}"))
    found.sort(key=lambda item: -item[0])
    return section(words("most"), "most", items(shown for _, shown in found))


def _link(site: Site, row: Row, lang: str) -> str:
    return site.link("programmes", row["id"], lang)


def _table(site: Site, lang: str, words: Texts) -> str:
    cells = [
        [
            _link(site, row, lang),
            esc(_label(site, "kind", row["kind"], lang)),
            esc(_label(site, "level", row["level"], lang)),
            esc(period(row, lang)),
            esc(site.get("programmes", row["parent_id"])["name"]) if row["parent_id"] else "",
            figure(len(site.where("activities", programme_id=row["id"])), lang),
            esc(site.name("sources", site.get("sources", row["source_id"]), lang)),
        ]
        for row in _sorted(site.rows("programmes"))
    ]
    keys = ("name", "kind", "level", "period", "part-of", "activities", "document")
    return table(
        [words(key) for key in keys],
        cells,
        caption=words("caption", count=len(cells)),
        numbers=[5],
        kind="filter",
    )


def _tree(site: Site, rows: Iterable[Row], lang: str) -> str:
    """Give programmes with what is part of them, as lists in lists."""
    return items(
        _entry(site, row, lang) + _tree(site, children(site, row["id"]), lang) for row in rows
    )


def _entry(site: Site, row: Row, lang: str) -> str:
    said = [period(row, lang)]
    activities = len(site.where("activities", programme_id=row["id"]))
    if activities:
        said.append(count(activities, "activities", lang))
    shown = ", ".join(text for text in said if text)
    return _link(site, row, lang) + (f" ({esc(shown)})" if shown else "")


def _one(site: Site, row: Row, lang: str, words: Texts) -> Page:
    key = row["id"]
    parts = Texts("parts", lang)
    kind = _label(site, "kind", row["kind"], lang)
    above = [link("~/programmes/", words("title"))]
    above += [_link(site, one, lang) for one in ancestors(site, row)]
    trail = "".join(f"<li>{one}</li>" for one in above)
    about = facts(
        [
            (words("kind"), esc(kind)),
            (words("level"), esc(_label(site, "level", row["level"], lang))),
            (words("period"), esc(period(row, lang))),
            (words("owner"), site.link("partners", row["owner_id"], lang)),
            (words("source"), site.citation(row, lang)),
        ]
    )
    budget = budget_table(site, key, lang)
    blocks = [
        f'<nav class="trail" aria-label="{esc(words("trail"))}"><ol>{trail}</ol></nav>',
        paragraph(dutch(row["summary"], lang)),
        about,
        section(words("parts"), "parts", unsearched(_parts(site, row, lang))),
        _activities(site, row, lang, words),
        _results(site, row, lang, words),
        section(words("indicators"), "indicators", _indicators(site, row, lang, words)),
        section(
            words("budget"),
            "budget",
            unsearched(budget),
            paragraph(link("~/budgets/", words("all-budgets"))) if budget else "",
        ),
        section(words("taking-part"), "partners", unsearched(_partners(site, row, words))),
        _related(site, row, lang, words),
        section(parts("sdgs"), "sdgs", items(sdg_items(site, "programmes", key, lang))),
        section(
            parts("mentions"),
            "mentions",
            unsearched(items(mentions(site, "programmes", key, lang))),
        ),
        section(
            parts("data"),
            "data",
            items(data_of(site, "programmes", row, lang, "programme")),
            is_searched=False,
        ),
    ]
    said = words("description", name=row["name"], kind=lower(kind), facts=_counted(site, key, lang))
    return Page(f"programmes/{key}.md", row["name"], body(blocks), said)


def _counted(site: Site, key: str, lang: str) -> str:
    found = [
        (len(site.where("programmes", parent_id=key)), "parts"),
        (len(site.where("activities", programme_id=key)), "activities"),
        (len(site.where("results", programme_id=key)), "results"),
        (len(site.where("programme_partners", programme_id=key)), "partners"),
    ]
    words = Texts("programmes", lang)
    said = [count(number, noun, lang) for number, noun in found if number]
    return words("with", facts=", ".join(said)) if said else ""


def _parts(site: Site, row: Row, lang: str) -> str:
    return _tree(site, children(site, row["id"]), lang)


def _activities(site: Site, row: Row, lang: str, words: Texts) -> str:
    found = sorted(site.where("activities", programme_id=row["id"]), key=first_line)
    groups: dict[str | None, list[Row]] = {}
    for one in found:
        groups.setdefault(one["heading"], []).append(one)
    blocks = []
    for number, (title, rows) in enumerate(groups.items(), start=1):
        if title:
            blocks.append(heading(title, f"activities-{number}", 3))
        caption = words("activities-caption", name=title or row["name"])
        cells = [_activity(site, one, row, lang, words) for one in rows]
        keys = ["activity", "period", "with-whom", "source"]
        if not any(line[1] for line in cells):
            keys.remove("period")
            cells = [[line[0], *line[2:]] for line in cells]
        # The titles of the activities are what people search for.
        blocks.append(table([words(key) for key in keys], cells, caption=caption))
    return section(words("activities"), "activities", *blocks)


def _activity(site: Site, row: Row, programme: Row, lang: str, words: Texts) -> list[str]:
    shown = link(site.address("activities", row), row["title"])
    if lang != "nl":
        shown = f'<span lang="nl">{shown}</span>'
    if row["number"] is not None:
        shown = f"{esc(row['number'])}. {shown}"
    if row["is_accent"]:
        shown += f" <strong>({esc(words('accent'))})</strong>"
    roles: dict[str, list[str]] = {}
    for one in site.where("activity_partners", activity_id=row["id"]):
        found = roles.setdefault(one["partner_id"], [])
        if one["role"] is not None:
            found.append(lower(site.label("activity_partners", "role", one["role"], lang)))
    who = [
        site.link("partners", partner, lang) + (f" ({esc(', '.join(said))})" if said else "")
        for partner, said in roles.items()
    ]
    return [shown, esc(period(row, lang)), ", ".join(who), cite(site, row, lang, programme)]


def _results(site: Site, row: Row, lang: str, words: Texts) -> str:
    found = sorted(site.where("results", programme_id=row["id"]), key=first_line)
    blocks = []
    for kind in ("goal", "result"):
        shown = [_result(site, one, row, lang, words) for one in found if one["kind"] == kind]
        if shown:
            blocks += [heading(words(f"of-kind-{kind}"), f"{kind}-list", 3), items(shown)]
    return section(words("results"), "results", *blocks)


def _result(site: Site, row: Row, programme: Row, lang: str, words: Texts) -> str:
    shown = link(site.address("results", row), row["title"])
    if lang != "nl":
        shown = f'<span lang="nl">{shown}</span>'
    if row["target_year"] is not None:
        shown += f" ({esc(words('by-year', year=row['target_year']))})"
    if row["indicator_value_id"] is not None:
        value = site.get("indicator_values", row["indicator_value_id"])
        name = site.link("indicators", value["indicator_id"], lang)
        shown += f". {esc(words('as-figure'))}: {name}, {value_link(site, value, lang)}"
    keys = [row["activity_id"]] if row["activity_id"] is not None else []
    keys += [one["activity_id"] for one in site.where("activity_results", result_id=row["id"])]
    if keys:
        of = [_short_activity(site, key, lang) for key in dict.fromkeys(keys)]
        shown += f". {esc(words('of-activity'))}: {'; '.join(of)}."
    return cited(shown, site, row, lang, programme)


def _short_activity(site: Site, key: str, lang: str) -> str:
    """Name an activity by its number when it has one, as its title stands above."""
    row = site.get("activities", key)
    if row["number"] is not None:
        return link(site.address("activities", row), str(row["number"]))
    shown = link(site.address("activities", row), row["title"])
    return shown if lang == "nl" else f'<span lang="nl">{shown}</span>'


def _indicators(site: Site, row: Row, lang: str, words: Texts) -> str:
    cells = []
    for one in site.where("indicators", programme_id=row["id"]):
        value = latest(site, one["id"])
        cells.append(
            [
                site.link("indicators", one["id"], lang),
                value_link(site, value, lang) if value else "",
                cite(site, value, lang, row) if value else "",
            ]
        )
    keys = ("indicator", "latest", "source")
    caption = words("indicators-caption", name=row["name"])
    return table([words(key) for key in keys], cells, caption=caption) if cells else ""


def _partners(site: Site, row: Row, words: Texts) -> str:
    found = site.where("programme_partners", programme_id=row["id"])
    return partners_table(site, "programme_partners", found, row, words)


def _related(site: Site, row: Row, lang: str, words: Texts) -> str:
    groups: dict[str, list[str]] = {}
    for field, other in (
        ("programme_id", "related_programme_id"),
        ("related_programme_id", "programme_id"),
    ):
        for one in site.where("programme_links", **{field: row["id"]}):
            said = _RELATIONS.get((one["relation"], field == "programme_id"), "related-to")
            shown = cited(site.link("programmes", one[other], lang), site, one, lang, row)
            groups.setdefault(said, []).append(shown)
    order = [*_RELATIONS.values(), "related-to"]
    blocks = []
    for said in sorted(groups, key=order.index):
        blocks += [heading(words(said), said, 3), unsearched(items(groups[said]))]
    return section(words("related"), "related", *blocks)
