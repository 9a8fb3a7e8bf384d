"""The values of indicators: how they are written with their unit, and which is the latest."""

from __future__ import annotations

from sitegen.markup import esc, link
from sitegen.numbers import euros, number
from sitegen.parts import lower
from sitegen.site import Row, Site
from sitegen.wording import years

# How a unit is written behind a figure, where that is not its label in small letters.
_SIGNS = {"percent": "%", "mw": " MW", "m2": " m²", "fte": " fte"}
# These say nothing behind a figure that the name of the indicator has not said.
_BARE = ("count", "rank", "ratio")
# From here on a number of years is a year of the calendar, and not how long something takes.
_CALENDAR = 1000
_MEASURED = ("observed", "estimate")


def with_unit(value: float, unit: str, site: Site, lang: str, *, is_named: bool = True) -> str:
    """Write a value with its unit: ``9,2%``, ``10 MW``, ``500 hectare``.

    Args:
        value: The value.
        unit: Its unit.
        site: The site.
        lang: The language.
        is_named: Whether jobs are named; not where the unit stands beside all of them.
    """
    if unit == "eur":
        return euros(value, lang)
    if unit == "year" and value >= _CALENDAR:
        return f"{value:.0f}"
    sign = _SIGNS.get(unit)
    if sign is None:
        is_bare = unit in _BARE or (unit == "jobs" and not is_named)
        sign = "" if is_bare else " " + lower(site.label("indicators", "unit", unit, lang))
    return number(value, lang) + sign


def value_text(site: Site, row: Row, lang: str, *, is_named: bool = True) -> str:
    """Write a value of an indicator, with how precise it is: ``ongeveer 23%``."""
    unit = site.get("indicators", row["indicator_id"])["unit"]
    text = with_unit(row["value"], unit, site, lang, is_named=is_named)
    if row["value_high"] is not None:
        # A sign before a figure, or a year, is written with both.
        own = unit if unit == "eur" or (row["value"] >= _CALENDAR and unit == "year") else "count"
        low = with_unit(row["value"], own, site, lang)
        high = with_unit(row["value_high"], unit, site, lang, is_named=is_named)
        text = f"{low}\N{EN DASH}{high}"
    if row["precision"] == "exact":
        return text
    return f"{lower(site.label('indicator_values', 'precision', row['precision'], lang))} {text}"


def value_link(site: Site, value: Row, lang: str) -> str:
    """Give a figure as a link to its row, with its period and kind."""
    kind = lower(site.label("indicator_values", "kind", value["kind"], lang))
    shown = link(site.address("indicator_values", value), value_text(site, value, lang))
    return f"{shown} ({esc(years(value['period']))}, {esc(kind)})"


def latest(site: Site, indicator: str) -> Row | None:
    """Give the latest value: measured before meant, all of Drenthe before a part of it."""
    found = site.where("indicator_values", indicator_id=indicator)
    return max(
        found,
        key=lambda row: (
            row["kind"] in _MEASURED,
            row["period"][-4:] if "/" in row["period"] else row["period"],
            row["place_id"] == "drenthe",
            row["category_id"] is None,
            row["precision"] == "exact",
        ),
        default=None,
    )
