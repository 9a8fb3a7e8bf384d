"""Indicators: jobs of the health economy, targets, and a picture of each that can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sitegen.bars import Bar, Group, bar_picture
from sitegen.colours import Colours
from sitegen.drawing import LINE, SMALLEST, WIDTH, Drawing, text_width, wrap
from sitegen.model import Picture
from sitegen.numbers import number
from sitegen.site import Row, Site
from sitegen.texts import Texts
from sitegen.values import value_text
from sitegen.wording import cited, joined, signed, years

JOBS = "banen-gezondheidseconomie"
GROWTH = "groei-banen-gezondheidseconomie"
GROWTH_SHARE = "groei-banen-gezondheidseconomie-procent"
_HOME = "drenthe"
# Ranks and years are no lengths that a bar could have.
_NO_LENGTHS = ("rank", "year")


def pictures(site: Site, lang: str) -> Iterator[Picture]:
    """Make the pictures of the indicators."""
    words = Texts("pictures", lang)
    yield health_jobs(site, lang, words)
    yield targets(site, lang, words)
    for indicator in site.rows("indicators"):
        picture = of_one(site, indicator, lang, words)
        if picture is not None:
            yield picture


def _category(site: Site, row: Row, lang: str) -> str:
    if row["category_id"] is None:
        return ""
    return site.name("categories", site.get("categories", row["category_id"]), lang)


def _place(site: Site, row: Row, lang: str) -> str:
    return site.name("places", site.get("places", row["place_id"]), lang)


def _exact(site: Site, indicator: str) -> dict[tuple[str | None, str], Row]:
    """Give the exact values of an indicator by category and period, the first of two."""
    found: dict[tuple[str | None, str], Row] = {}
    for row in site.where("indicator_values", indicator_id=indicator):
        if row["precision"] == "exact" and row["kind"] == "observed":
            found.setdefault((row["category_id"], row["period"]), row)
    return found


def health_jobs(site: Site, lang: str, words: Texts) -> Picture:
    """Draw the jobs of each branch in the first and the last year, with the printed growth."""
    jobs = _exact(site, JOBS)
    growth, shares = _exact(site, GROWTH), _exact(site, GROWTH_SHARE)
    periods = sorted({period for _, period in jobs})
    first, last = periods[0], periods[-1]
    span = f"{first}/{last}"
    branches = sorted(
        {category for category, period in jobs if category is not None},
        key=lambda category: -jobs[category, last]["value"],
    )
    groups = []
    rows: list[list[str | float | None]] = []
    told = []
    for branch in [*branches, None]:
        values = [jobs[branch, period] for period in periods]
        grown, share = growth.get((branch, span)), shares.get((branch, span))
        name = _category(site, values[0], lang) or words("in-all")
        rows.append(
            [
                branch,
                name,
                *(int(row["value"]) for row in values),
                None if grown is None else int(grown["value"]),
                None if share is None else share["value"],
            ]
        )
        aside = ""
        if grown is not None and share is not None:
            aside = f"{signed(int(grown['value']), lang)} ({signed(share['value'], lang)}%)"
        if branch is not None:
            bars = [
                Bar(row["period"], row["value"], number(int(row["value"]), lang), order)
                for order, row in enumerate(values)
            ]
            groups.append(Group(name, bars, aside))
            told.append(
                words(
                    "jobs-branch",
                    branch=name,
                    jobs=number(int(values[-1]["value"]), lang),
                    growth=aside,
                )
            )
    *_, total_growth, total_share = rows[-1]
    return bar_picture(
        name="health-jobs",
        title=words("jobs", first=first, last=last),
        alternative=words(
            "jobs-alt",
            first=first,
            last=last,
            before=number(int(jobs[None, first]["value"]), lang),
            after=number(int(jobs[None, last]["value"]), lang),
            growth=signed(float(total_growth or 0), lang),
            share=signed(float(total_share or 0), lang),
            branches="; ".join(told),
        ),
        groups=groups,
        header=[
            words("code"),
            words("branch"),
            *(words("jobs-in", year=period) for period in periods),
            words("growth"),
            words("growth-share"),
        ],
        rows=rows,
        names=[
            "category_id",
            "branch",
            *(f"jobs_{period}" for period in periods),
            "growth",
            "growth_percent",
        ],
        source=cited(site, [*jobs.values(), *growth.values()], lang),
        notes=[
            words(
                "jobs-note",
                first=first,
                last=last,
                before=number(int(jobs[None, first]["value"]), lang),
                after=number(int(jobs[None, last]["value"]), lang),
            )
        ],
    )


def _years_of(period: str) -> tuple[int, int]:
    found = [int(year) for year in re.findall(r"\d{4}", period)]
    return found[0], found[-1]


_NAME = 330
_MEASURED = ("observed", "estimate")
_AXIS = 34


def targets(site: Site, lang: str, words: Texts) -> Picture:
    """Draw when each target is due, and what was measured of it, on a line of years."""
    found = sorted(
        (row for row in site.rows("indicator_values") if row["kind"] == "target"),
        key=lambda row: (_years_of(row["period"])[::-1], row["id"]),
    )
    measured = {row["id"]: measured_of(site, row) for row in found}
    ticks = sorted(
        {
            year
            for row in found
            for one in (row, *measured[row["id"]])
            for year in _years_of(one["period"])
        }
    )
    texts = {row["id"]: value_text(site, row, lang, is_named=False) for row in found}
    right = max(text_width(text, SMALLEST, bold=True) for text in texts.values())
    step = (WIDTH - _NAME - right - 32) / max(len(ticks) - 1, 1)
    at = {year: _NAME + 16 + place * step for place, year in enumerate(ticks)}
    rows: list[list[str | float | None]] = []
    titles: list[str] = []
    labels: list[list[str]] = []
    for row in found:
        indicator = site.get("indicators", row["indicator_id"])
        name = site.name("indicators", indicator, lang)
        place = _place(site, row, lang)
        title = name if row["place_id"] == _HOME else f"{name} ({place})"
        titles.append(title)
        labels.append(wrap(title, _NAME - 24, SMALLEST))
        latest = measured[row["id"]][-1] if measured[row["id"]] else None
        rows.append(
            [
                row["id"],
                name,
                place,
                years(row["period"]),
                texts[row["id"]],
                row["as_printed"],
                None if latest is None else years(latest["period"]),
                None if latest is None else value_text(site, latest, lang, is_named=False),
            ]
        )
    talls = [max(20, len(lines) * 14 + 7) for lines in labels]
    height = _AXIS + sum(talls) + 4

    def draw(colours: Colours) -> dict[str, Any]:
        drawing = Drawing(WIDTH, height, colours)
        for year, x in at.items():
            drawing.line([(x, _AXIS - 10), (x, height)], colours.rule)
            drawing.text(x, 10, str(year), size=SMALLEST, bold=True, align="center")
        drawing.dot(6, 10, "diamond", colours.page, stroke=colours.series[1], size=90)
        drawing.text(16, 10, words("target-due"), size=SMALLEST, colour=colours.quiet)
        behind = 16 + text_width(words("target-due"), SMALLEST) + 22
        drawing.dot(behind, 10, "circle", colours.series[0])
        drawing.text(behind + 10, 10, words("measured"), size=SMALLEST, colour=colours.quiet)
        drawing.text(WIDTH, 10, words("target"), size=SMALLEST, align="right", colour=colours.quiet)
        y = float(_AXIS)
        for row, lines, tall in zip(found, labels, talls, strict=True):
            middle = y + tall / 2
            drawing.lines(0, middle - len(lines) * LINE * SMALLEST / 24, lines, size=SMALLEST)
            start, end = _years_of(row["period"])
            if start != end:
                drawing.line([(at[start], middle), (at[end], middle)], colours.series[1], 2)
            for one in measured[row["id"]]:
                drawing.dot(at[_years_of(one["period"])[1]], middle, "circle", colours.series[0])
            drawing.dot(at[end], middle, "diamond", colours.page, stroke=colours.series[1], size=90)
            drawing.text(WIDTH, middle, texts[row["id"]], size=SMALLEST, bold=True, align="right")
            y += tall
            drawing.line([(0, y), (WIDTH, y)], colours.rule, 0.5)
        return drawing.specification()

    known = sum(1 for row in found if measured[row["id"]])
    by_year = [
        words(
            "targets-year",
            count=sum(1 for row in found if _years_of(row["period"])[1] == year),
            year=year,
        )
        for year in ticks
        if any(_years_of(row["period"])[1] == year for row in found)
    ]
    note = words(
        "targets-measured" if known else "targets-unmeasured", count=len(found), known=known
    )
    told = words("targets-alt", count=len(found), years=joined(by_year, lang))
    examples = "; ".join(
        f"{title}: {texts[row['id']]} ({years(row['period'])})"
        for title, row in zip(titles, found, strict=True)
    )
    return Picture(
        name="indicator-targets",
        title=words("targets"),
        alternative=f"{told} {note} {examples}.",
        draw=draw,
        size=(WIDTH, height),
        header=[
            words(key)
            for key in (
                "value",
                "indicator",
                "place",
                "period",
                "target",
                "printed",
                "latest-period",
                "latest",
            )
        ],
        rows=rows,
        names=[
            "target_id",
            "indicator",
            "place",
            "target_period",
            "target",
            "target_printed",
            "latest_period",
            "latest",
        ],
        source=joined(
            [
                site.link("sources", source, lang)
                for source in sorted({row["source_id"] for row in found})
            ],
            lang,
        ),
        notes=[note],
    )


def measured_of(site: Site, target: Row) -> list[Row]:
    """Give what was observed or estimated of the indicator, place and category of a target."""
    same = site.where(
        "indicator_values",
        indicator_id=target["indicator_id"],
        place_id=target["place_id"],
        category_id=target["category_id"],
    )
    return sorted(
        (row for row in same if row["kind"] in _MEASURED),
        key=lambda row: (row["period"], row["id"]),
    )


def comparable(site: Site, indicator: Row) -> list[Row]:
    """Give the values of an indicator that can be laid beside each other, or none.

    They are of one kind, and no two are of the same place, category and period: where a document
    prints two figures for the same thing, the exact one is taken, else the first. The jobs of the
    health economy have a picture of their own.
    """
    if indicator["unit"] in _NO_LENGTHS or indicator["id"] == JOBS:
        return []
    found: dict[tuple[str, str | None, str], Row] = {}
    for row in site.where("indicator_values", indicator_id=indicator["id"]):
        key = (row["place_id"], row["category_id"], row["period"])
        if key not in found or (found[key]["precision"] != "exact" and row["precision"] == "exact"):
            found[key] = row
    rows = list(found.values())
    return rows if len(rows) > 1 and len({row["kind"] for row in rows}) == 1 else []


def of_one(site: Site, indicator: Row, lang: str, words: Texts) -> Picture | None:
    """Draw the values of one indicator, or nothing when there are no two to compare."""
    rows = comparable(site, indicator)
    if not rows:
        return None
    name = site.name("indicators", indicator, lang)
    rows.sort(
        key=lambda row: (
            row["category_id"] or "",
            row["period"],
            row["place_id"] != _HOME,
            row["place_id"],
        )
    )
    groups = []
    told = []
    is_one_place = len({row["place_id"] for row in rows}) == 1
    is_one_period = len({row["period"] for row in rows}) == 1
    has_categories = any(row["category_id"] for row in rows)
    for category in dict.fromkeys(row["category_id"] for row in rows):
        bars = []
        for row in rows:
            if row["category_id"] != category:
                continue
            label = _category(site, row, lang) or (words("in-all") if has_categories else "")
            parts = [
                label if is_one_place and is_one_period and has_categories else "",
                ""
                if is_one_place and (has_categories or not is_one_period)
                else _place(site, row, lang),
                "" if is_one_period else years(row["period"]),
            ]
            series = 0 if row["place_id"] == _HOME or is_one_place else 1
            text = value_text(site, row, lang, is_named=False)
            bars.append(Bar(", ".join(part for part in parts if part), row["value"], text, series))
            whole = (label, _place(site, row, lang), years(row["period"]))
            told.append(f"{', '.join(part for part in whole if part)}: {text}")
        heading = ""
        if has_categories and not (is_one_place and is_one_period):
            heading = _category(
                site, next(row for row in rows if row["category_id"] == category), lang
            )
            heading = heading or words("in-all")
        groups.append(Group(heading, bars))
    if not any(group.heading for group in groups):
        groups = [Group("", [bar for group in groups for bar in group.bars])]
    return bar_picture(
        name=f"indicator-{indicator['id']}",
        title=words("indicator-title", name=name),
        alternative=words("indicator-alt", name=name, values="; ".join(told)),
        groups=groups,
        header=[
            words(key) for key in ("value", "place", "category", "period", "amount-of", "printed")
        ],
        rows=[
            [
                row["id"],
                _place(site, row, lang),
                _category(site, row, lang) or None,
                years(row["period"]),
                row["value"],
                row["as_printed"],
            ]
            for row in rows
        ],
        names=["value_id", "place", "category", "period", "value", "as_printed"],
        source=cited(site, rows, lang),
    )
