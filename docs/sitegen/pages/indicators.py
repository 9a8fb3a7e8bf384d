"""The page of all indicators, and the page of each with all its values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sitegen.markup import esc, facts, figure, in_dutch, items, link, table
from sitegen.model import Page, Picture
from sitegen.parts import dutch, heading, paragraph
from sitegen.pictures import indicators as drawn
from sitegen.site import Row, Site
from sitegen.texts import Texts
from sitegen.values import latest, value_text
from sitegen.wording import years

# A programme with so many indicators has a table of its own.
_LARGE = 5


def pages(site: Site, lang: str) -> Iterator[Page]:
    """Make the pages of the indicators."""
    words = Texts("indicators", lang)
    drawing = Texts("pictures", lang)
    jobs = drawn.health_jobs(site, lang, drawing)
    yield _index(site, lang, words, (jobs, drawn.targets(site, lang, drawing)))
    for indicator in site.rows("indicators"):
        picture = (
            jobs if indicator["id"] == drawn.JOBS else drawn.of_one(site, indicator, lang, drawing)
        )
        yield _one(site, indicator, picture, lang, words)


def _value(site: Site, row: Row, lang: str) -> str:
    """Write a value, and what it is when it was not measured."""
    kind = site.label("indicator_values", "kind", row["kind"], lang).lower()
    return esc(
        value_text(site, row, lang, is_named=False)
        + ("" if row["kind"] == "observed" else f" ({kind})")
    )


def _highest(site: Site, programme: str | None) -> str | None:
    """Give the highest programme that a programme is part of."""
    while programme is not None and site.get("programmes", programme)["parent_id"] is not None:
        programme = site.get("programmes", programme)["parent_id"]
    return programme


def _groups(site: Site, lang: str) -> dict[tuple[str, str], list[Row]]:
    """Give the indicators by their highest programme; of small programmes, by their sector."""
    highest = {row["id"]: _highest(site, row["programme_id"]) for row in site.rows("indicators")}
    sizes = Counter(highest.values())
    found: dict[tuple[str, str], list[Row]] = {}
    for indicator in site.rows("indicators"):
        programme = highest[indicator["id"]]
        key = ("", "")
        if programme is not None and sizes[programme] >= _LARGE:
            key = ("programmes", programme)
        elif indicator["sector_id"] is not None:
            key = ("sectors", indicator["sector_id"])
        found.setdefault(key, []).append(indicator)
    order = ("programmes", "sectors", "")
    names = {
        (kind, name): site.name(kind, site.get(kind, name), lang) if kind else ""
        for kind, name in found
    }
    return dict(
        sorted(found.items(), key=lambda item: (order.index(item[0][0]), names[item[0]].lower()))
    )


def _index(site: Site, lang: str, words: Texts, pictures: tuple[Picture, ...]) -> Page:
    count, values = len(site.rows("indicators")), len(site.rows("indicator_values"))
    parts = [words("intro", count=count, values=values)]
    parts += [
        f"{heading(picture.title, f'about-{picture.name}')}\n\n{figure(picture, lang)}"
        for picture in pictures
    ]
    parts.append(heading(words("all"), "all"))
    for (kind, name), found in _groups(site, lang).items():
        title = site.name(kind, site.get(kind, name), lang) if kind else words("other")
        rows = []
        for indicator in found:
            last = latest(site, indicator["id"])
            rows.append(
                [
                    site.link("indicators", indicator["id"], lang),
                    _value(site, last, lang) if last else "",
                    esc(site.label("indicators", "unit", indicator["unit"], lang)),
                    f"{esc(years(last['period']))}, {site.link('places', last['place_id'], lang)}"
                    if last
                    else "",
                    site.citation(last, lang) if last else "",
                ]
            )
        header = [words(key) for key in ("name", "value", "unit", "when", "source")]
        parts.append(heading(title, name or "other", 3))
        parts.append(
            table(
                header,
                rows,
                caption=words("group-caption", name=title),
                kind="wide",
                is_searched=False,
            )
        )
    return Page(
        "indicators/index.md", words("title"), "\n\n".join(parts), words("description", count=count)
    )


def _value_link(site: Site, value_id: str, lang: str) -> str:
    """Link a value by the name of its indicator, what it is of, and how much it is."""
    row = site.get("indicator_values", value_id)
    indicator = site.get("indicators", row["indicator_id"])
    parts = [site.name("indicators", indicator, lang)]
    if row["category_id"] is not None:
        parts.append(site.name("categories", site.get("categories", row["category_id"]), lang))
    parts.append(years(row["period"]))
    text = f"{', '.join(parts)}: {value_text(site, row, lang, is_named=False)}"
    return link(f"{site.address('indicators', indicator)}#{value_id}", text)


def _values(site: Site, rows: Sequence[Row], lang: str, words: Texts) -> str:
    return table(
        [
            words(key)
            for key in ("value", "place", "category", "period", "kind", "printed", "source")
        ],
        [
            [
                link(
                    site.address("indicator_values", row),
                    value_text(site, row, lang, is_named=False),
                ),
                site.link("places", row["place_id"], lang),
                site.link("categories", row["category_id"], lang),
                esc(years(row["period"])),
                esc(site.label("indicator_values", "kind", row["kind"], lang).lower()),
                dutch(row["as_printed"], lang),
                site.citation(row, lang),
            ]
            for row in rows
        ],
        caption=words("values-caption"),
        kind="wide",
        ids=[row["id"] for row in rows],
    )


def _derived(site: Site, values: Sequence[Row], lang: str) -> tuple[list[str], list[str]]:
    """Say how values follow from others, and what others follow from them."""
    own = {row["id"] for row in values}
    computed, uses = [], []
    for row in site.rows("derivations"):
        operands = row["operands"].split(";")
        if row["value_id"] not in own and not own.intersection(operands):
            continue
        label = site.label("derivations", "operation", row["operation"], lang).lower()
        told = f"{_value_link(site, row['value_id'], lang)} ({esc(label)})" + items(
            [_value_link(site, operand, lang) for operand in operands]
        )
        if row["value_id"] in own:
            computed.append(told)
        else:
            uses.append(told)
    return computed, uses


def _one(site: Site, indicator: Row, picture: Picture | None, lang: str, words: Texts) -> Page:
    values = site.where("indicator_values", indicator_id=indicator["id"])
    name = site.name("indicators", indicator, lang)
    other = indicator["name"] if lang == "en" else ""
    unit = site.label("indicators", "unit", indicator["unit"], lang)
    parts = [paragraph(dutch(indicator["description"], lang))]
    parts.append(
        facts(
            [
                (words("unit"), esc(unit)),
                (words("programme"), site.link("programmes", indicator["programme_id"], lang)),
                (words("sector"), site.link("sectors", indicator["sector_id"], lang)),
                (words("dutch-name"), dutch(other, lang)),
                (words("row"), link(f"~/tables/indicators/#{indicator['id']}", indicator["id"])),
            ]
        )
    )
    parts += [heading(words("values"), "values"), _values(site, values, lang, words)]
    if picture is not None:
        parts.append(figure(picture, lang))
    computed, uses = _derived(site, values, lang)
    if computed:
        parts += [
            heading(words("computed"), "computed"),
            words("computed-intro"),
            items(computed),
        ]
    if uses:
        parts += [heading(words("uses"), "uses"), items(uses)]
    results = [
        row for value in values for row in site.where("results", indicator_value_id=value["id"])
    ]
    if results:
        shown = [
            f"{in_dutch(link(site.address('results', row), row['title']), lang)} "
            f"({site.link('programmes', row['programme_id'], lang)}; "
            f"{site.citation(row, lang, is_named=False)})"
            for row in results
        ]
        parts += [heading(words("results"), "results"), items(shown)]
    links = site.where("sdg_links", subject_table="indicators", subject_id=indicator["id"])
    if links:
        shown = [
            f"{site.link('sdgs', row['sdg_id'], lang)} "
            f"({esc(site.label('sdg_links', 'basis', row['basis'], lang).lower())}"
            + (f": {dutch(row['rationale'], lang)}" if row["rationale"] else "")
            + f"; {site.citation(row, lang)})"
            for row in links
        ]
        parts += [heading(words("sdgs"), "sdgs"), items(shown)]
    last = latest(site, indicator["id"])
    description = words(
        "one-description",
        name=name,
        value=f"{value_text(site, last, lang, is_named=False)} ({years(last['period'])})"
        if last
        else unit,
    )
    return Page(f"indicators/{indicator['id']}.md", name, "\n\n".join(parts), description)
