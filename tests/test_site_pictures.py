"""The pictures of the site say what the tables say, and can be read by everybody."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("altair", reason="pictures need altair: pip install -e '.[site]'")
pytest.importorskip("vl_convert", reason="pictures need vl-convert: pip install -e '.[site]'")

from sitegen.build import modules
from sitegen.colours import (
    DARK,
    LIGHT,
    MARK_CONTRAST,
    SCHEMES,
    TEXT_CONTRAST,
    Colours,
    contrast,
    text_on,
)
from sitegen.drawing import SMALLEST, text_width, wrap
from sitegen.model import LANGUAGES, Picture
from sitegen.pictures import map as tile_map
from sitegen.render import draw, svg_of
from sitegen.site import Site
from sitegen.texts import Texts

from drenthe_data.exporting.views import view_frames
from drenthe_data.messages import figure
from tests.sites import site

# Those that are not one of the many of a single indicator.
MAIN = (
    "budget-by-opgave",
    "budget-flow",
    "budget-by-product",
    "health-jobs",
    "indicator-targets",
    "sector-crossovers",
    "clusters-map",
    "cluster-network",
)


@cache
def pictures(lang: str) -> dict[str, Picture]:
    from sitegen import pictures as folder

    made = [picture for module in modules(folder) for picture in module.pictures(site(), lang)]
    found = {picture.name: picture for picture in made}
    assert len(found) == len(made)
    return found


@cache
def layers(name: str, lang: str, scheme: str) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """The marks of a picture, each with its rows."""
    whole = pictures(lang)[name].draw(SCHEMES[scheme])
    return [
        (
            layer["mark"],
            whole.get("datasets", {}).get(layer["data"].get("name")) or layer["data"]["values"],
        )
        for layer in whole["layer"]
    ]


def rows_of(picture: Picture) -> list[dict[str, Any]]:
    return [dict(zip(picture.names, row, strict=True)) for row in picture.rows]


def all_names() -> list[str]:
    return list(pictures("nl"))


def test_the_pictures_of_the_plan_are_there_in_both_languages() -> None:
    assert set(MAIN) <= set(all_names())
    assert all_names() == list(pictures("en"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_picture_has_an_alternative_a_table_and_a_source(lang: str) -> None:
    for picture in pictures(lang).values():
        assert len(picture.alternative) > 60, picture.name
        assert re.search(r"\d", picture.alternative), picture.name
        assert "{" not in picture.alternative + picture.title + "".join(picture.notes)
        assert picture.rows, picture.name
        assert len(picture.header) == len(picture.names)
        assert len(set(picture.names)) == len(picture.names)
        assert {len(row) for row in picture.rows} == {len(picture.header)}, picture.name
        assert "~/sources/" in picture.source, picture.name


def test_a_picture_has_the_same_figures_in_both_languages() -> None:
    for name in all_names():
        nl, en = pictures("nl")[name], pictures("en")[name]
        numbers = [
            [[cell for cell in row if isinstance(cell, int | float)] for row in picture.rows]
            for picture in (nl, en)
        ]
        assert sorted(numbers[0]) == sorted(numbers[1]), name
        assert nl.names == en.names


def test_the_budget_by_challenge_adds_up_to_the_printed_totals() -> None:
    sums: Counter[str] = Counter()
    for row in rows_of(pictures("nl")["budget-by-opgave"]):
        sums[row["fiscal_year"]] += row["amount_eur"]
    printed = {
        str(row["fiscal_year"]): row["amount_eur"]
        for row in site().where("budget_amounts", budget_line_id="implementation-2026-totaal")
    }
    assert dict(sums) == printed == {"2026": 7398139, "2027": 7418224}
    for lang in LANGUAGES:
        picture = pictures(lang)["budget-by-opgave"]
        assert all(figure(total, lang) in picture.alternative for total in printed.values())
        assert len(picture.notes) == 1


def test_the_flow_ends_in_all_that_is_spent_and_says_what_has_no_amount() -> None:
    picture = pictures("nl")["budget-flow"]
    assert sum(row["amount_eur"] for row in rows_of(picture)) == 7398139
    drawn = {row["budget_line_id"] for row in rows_of(picture)}
    items = {
        line["id"]
        for line in site().where("budget_lines", source_id="implementation-2026", kind="item")
    }
    assert items - drawn == {"implementation-2026-5-greenwise-campus"}
    assert "Greenwise Campus" in picture.notes[0]


def test_the_flow_is_drawn_as_thick_as_it_is() -> None:
    boxes = next(
        rows for mark, rows in layers("budget-flow", "nl", "light") if mark["type"] == "rect"
    )
    heights: dict[float, float] = {}
    for box in boxes:
        heights[box["x"]] = heights.get(box["x"], 0) + box["y2"] - box["y"]
    total, challenges, items = (heights[x] for x in sorted(heights))
    assert challenges == pytest.approx(total, abs=1)
    # The thinnest items are drawn a pixel high, so that they can be seen.
    assert total <= items <= total + 10


def test_the_budget_by_product_has_every_amount_of_products_and_totals() -> None:
    found = {
        (row["budget_line_id"], row["fiscal_year"]): row["amount_eur"]
        for row in rows_of(pictures("nl")["budget-by-product"])
    }
    lines = {line for line, _ in found}
    assert lines == {
        line["id"]
        for line in site().where("budget_lines", source_id="kei-2014")
        if line["id"].endswith("-product") or line["kind"] == "total"
    }
    for (line, year), amount in found.items():
        (row,) = site().where("budget_amounts", budget_line_id=line, fiscal_year=int(year))
        assert amount == row["amount_eur"]
    assert len(found) == len(lines) * 6
    # The euro that the document itself is off in 2012 is said, and nothing else.
    notes = pictures("nl")["budget-by-product"].notes[1:]
    assert [("12.608.390" in note, "12.608.389" in note) for note in notes] == [(True, True)]


def test_the_jobs_of_the_branches_add_up_to_the_total() -> None:
    rows = rows_of(pictures("en")["health-jobs"])
    total = rows.pop()
    assert total["category_id"] is None
    for name in ("jobs_2016", "jobs_2019", "growth"):
        assert sum(row[name] for row in rows) == total[name], name
    assert [row["jobs_2019"] for row in rows] == sorted(
        (row["jobs_2019"] for row in rows), reverse=True
    )
    assert total["jobs_2019"] - total["jobs_2016"] == total["growth"] == 1150
    assert "49,882" in pictures("en")["health-jobs"].alternative
    assert "49.882" in pictures("nl")["health-jobs"].alternative


def test_the_targets_are_those_of_the_view_with_what_was_measured() -> None:
    view = view_frames(site().data)["indicators_with_targets"].to_dicts()
    rows = {row["target_id"]: row for row in rows_of(pictures("nl")["indicator-targets"])}
    assert set(rows) == {row["target_id"] for row in view}
    for row in view:
        shown = rows[row["target_id"]]
        assert shown["target_printed"] == row["target_printed"]
        assert (shown["latest"] is None) == (row["latest"] is None)
    measured = sum(1 for row in view if row["latest"] is not None)
    note = pictures("nl")["indicator-targets"].notes[0]
    assert str(len(view)) in note
    assert ("Van geen van" in note) == (measured == 0)


def test_the_matrix_is_that_of_the_view() -> None:
    view = view_frames(site().data)["sector_crossovers"]
    rows = rows_of(pictures("nl")["sector-crossovers"])
    assert {(row["sector"], row["linked_sector"]): row["clusters"] for row in rows} == {
        (row["sector"], row["linked_sector"]): row["clusters"] for row in view.to_dicts()
    }
    cells = [
        row["text"]
        for mark, texts in layers("sector-crossovers", "nl", "light")
        if mark["type"] == "text"
        for row in texts
        if row["text"].isdigit()
    ]
    assert sorted(map(int, cells)) == sorted(view["clusters"].to_list())


def test_every_municipality_of_drenthe_has_one_tile_roughly_where_it_lies() -> None:
    places = {
        row["id"]: row for row in site().where("places", kind="municipality", parent_id="drenthe")
    }
    assert set(tile_map.TILES) == set(places)
    assert len(set(tile_map.TILES.values())) == len(places) == 12
    known = {name: row for name, row in places.items() if row["latitude"] is not None}
    for one, first in known.items():
        for other, second in known.items():
            # What is clearly more to the north or the east does not stand below or to the left.
            if first["latitude"] - second["latitude"] > 0.15:
                assert tile_map.TILES[one][1] <= tile_map.TILES[other][1], (one, other)
            if first["longitude"] - second["longitude"] > 0.3:
                assert tile_map.TILES[one][0] > tile_map.TILES[other][0], (one, other)


def test_every_cluster_is_on_the_map_once_or_counted_beside_it() -> None:
    found = tile_map.by_municipality(site())
    ids = [cluster["id"] for clusters in found.values() for cluster in clusters]
    assert sorted(ids) == sorted(row["id"] for row in site().rows("clusters"))
    picture = pictures("nl")["clusters-map"]
    placed = sum(row["clusters"] for row in rows_of(picture))
    assert placed + len(found[None]) == len(ids)
    assert f"{len(found[None])} van de {len(ids)}" in picture.notes[0]
    assert picture.notes[0] in picture.alternative


def test_a_place_is_looked_up_to_its_municipality_and_nothing_is_guessed() -> None:
    assert tile_map.municipality_of(site(), "schoonebeek") == "gemeente-emmen"
    assert tile_map.municipality_of(site(), "gemeente-assen") == "gemeente-assen"
    for name in ("drenthe", "zuidoost-drenthe", "hardenberg", "nederland", None):
        assert tile_map.municipality_of(site(), name) is None


def test_the_network_has_the_links_of_the_table() -> None:
    names = {row["id"]: row["name"] for row in site().rows("partners") if not row["is_collective"]}
    titles = {row["id"]: row["name"] for row in site().rows("clusters")}
    links = {
        (names[row["partner_id"]], titles[row["cluster_id"]])
        for row in site().rows("cluster_partners")
        if row["partner_id"] in names
    }
    rows = rows_of(pictures("nl")["cluster-network"])
    drawn = {(row["partner"], row["cluster"]) for row in rows}
    assert len(drawn) == len(rows)
    assert drawn <= links
    for partner in {partner for partner, _ in drawn}:
        for cluster in {cluster for _, cluster in drawn}:
            assert ((partner, cluster) in links) == ((partner, cluster) in drawn)
    curves = [
        row
        for mark, lines in layers("cluster-network", "nl", "light")
        if mark["type"] == "point" and mark.get("filled") is False
        for row in lines
    ]
    assert len(curves) == len(rows)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_colours_have_the_contrast_that_is_asked(scheme: str) -> None:
    colours = SCHEMES[scheme]
    for colour in (colours.text, colours.quiet):
        assert contrast(colour, colours.page) >= TEXT_CONTRAST
        assert contrast(colour, colours.panel) >= TEXT_CONTRAST
    for colour in colours.series:
        assert contrast(colour, colours.page) >= MARK_CONTRAST
        assert contrast(colour, colours.panel) >= MARK_CONTRAST


def test_contrast_is_computed_as_wcag_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert text_on("#000000", LIGHT) == LIGHT.page
    assert text_on("#ffffff", DARK) == DARK.page


def _seen(colours: Colours, row: dict[str, Any]) -> float:
    """How much a mark stands out from the page, by its fill or by its outline."""
    return max(
        (contrast(row[name], colours.page) for name in ("fill", "stroke") if name in row), default=0
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_text_and_mark_stands_out(scheme: str, lang: str) -> None:
    colours = SCHEMES[scheme]
    for name in all_names():
        found = layers(name, lang, scheme)
        boxes = [row for mark, rows in found if mark["type"] == "rect" for row in rows]
        for mark, rows in found:
            # The bands of the flow end in boxes of the same height in the full colour.
            is_band = mark["type"] == "point" and mark.get("strokeWidth") == 0
            for row in rows:
                if mark["type"] == "text":
                    under = [
                        box["fill"]
                        for box in boxes
                        if box["x"] <= row["x"] <= box["x2"] and box["y"] <= row["y"] <= box["y2"]
                    ]
                    behind = under[-1] if under else colours.page
                    assert contrast(row["fill"], behind) >= TEXT_CONTRAST, (name, row)
                elif not is_band and row.get("stroke") != colours.rule:
                    assert _seen(colours, row) >= MARK_CONTRAST, (name, row)


def _areas(name: str, lang: str) -> Iterator[tuple[str, int, tuple[float, float, float, float]]]:
    """The texts of a picture, how they are turned, and the room they take along their direction."""
    for mark, rows in layers(name, lang, "light"):
        if mark["type"] != "text":
            continue
        size, bold = mark["fontSize"], mark["fontWeight"] == "bold"
        for row in rows:
            wide = text_width(row["text"], size, bold=bold)
            turn = math.radians(-mark["angle"])
            x = row["x"] * math.cos(turn) - row["y"] * math.sin(turn)
            y = row["x"] * math.sin(turn) + row["y"] * math.cos(turn)
            start = x - {"left": 0, "center": wide / 2, "right": wide}[mark["align"]]
            half = size * 0.42
            yield row["text"], mark["angle"], (start, y - half, start + wide, y + half)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_label_lies_over_another_or_is_cut_off(lang: str) -> None:
    for name in all_names():
        areas = list(_areas(name, lang))
        width, height = pictures(lang)[name].size
        for place, (text, angle, (left, top, right, bottom)) in enumerate(areas):
            if angle == 0:
                assert left >= -1, (name, text)
                assert right <= width + 1, (name, text)
                assert top >= -1, (name, text)
                assert bottom <= height + 1, (name, text)
            for other, angled, area in areas[place + 1 :]:
                if angle == angled:
                    apart = (
                        right <= area[0] or area[2] <= left or bottom <= area[1] or area[3] <= top
                    )
                    assert apart, (name, text, other)


def test_texts_are_broken_where_they_are_too_long() -> None:
    text = "Benutten van de economische kansen rondom transities"
    lines = wrap(text, 150)
    assert " ".join(lines) == text
    assert len(lines) > 1
    assert all(text_width(line) <= 150 for line in lines)
    assert wrap("", 100) == []
    assert text_width("é") == text_width("e")
    assert text_width("iii") < text_width("MMM")


@cache
def svg(name: str, lang: str, scheme: str) -> str:
    return svg_of(pictures(lang)[name], SCHEMES[scheme])


def test_a_picture_stands_on_its_own_in_its_size_with_text_that_can_be_read() -> None:
    for name in (*MAIN, *all_names()[len(MAIN) :: 6]):
        picture = pictures("nl")[name]
        text = svg(name, "nl", "light")
        width, height = picture.size
        assert re.search(rf'<svg [^>]*width="{width}" height="{height}"', text), name
        addresses = set(re.findall(r"[a-z]+://[^\"' ]+", text))
        assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}, name
        assert not re.search(r'(?:href|src)="|<script|<image|<style|@import', text), name
        sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', text)]
        assert min(sizes) >= SMALLEST, name
        assert LIGHT.page in text


@pytest.mark.parametrize("name", MAIN)
def test_a_picture_has_the_same_bytes_twice(name: str) -> None:
    Site.index.cache_clear()
    again = {picture.name: picture for picture in _fresh()}
    first = svg(name, "nl", "light")
    assert svg_of(again[name], LIGHT) == first
    assert svg_of(again[name], DARK) != first


@cache
def _fresh() -> tuple[Picture, ...]:
    from sitegen import pictures as folder

    other = Site()
    return tuple(picture for module in modules(folder) for picture in module.pictures(other, "nl"))


def test_files_are_written_in_both_schemes_and_the_figures_once(tmp_path: Path) -> None:
    for lang in reversed(LANGUAGES):
        draw(pictures(lang)["clusters-map"], lang, tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "clusters-map.csv",
        "clusters-map.en.dark.svg",
        "clusters-map.en.light.svg",
        "clusters-map.nl.dark.svg",
        "clusters-map.nl.light.svg",
    ]
    written = list(
        csv.reader((tmp_path / "clusters-map.csv").read_text(encoding="utf-8").splitlines())
    )
    picture = pictures("nl")["clusters-map"]
    assert written == [list(picture.names), *([str(cell) for cell in row] for row in picture.rows)]


def test_an_empty_cell_stays_empty_in_the_file(tmp_path: Path) -> None:
    draw(pictures("nl")["indicator-targets"], "nl", tmp_path)
    text = (tmp_path / "indicator-targets.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    targets = [row for row in site().rows("indicator_values") if row["kind"] == "target"]
    assert len(rows) == len(targets)
    assert {row["latest"] for row in rows} == {""}


def test_every_text_of_the_pictures_is_used_in_both_languages() -> None:
    for key, texts in Texts("pictures", "nl")._texts.items():
        assert set(texts) == {"nl", "en"}, key
        fields = [sorted(re.findall(r"\{(\w+)\}", texts[lang])) for lang in LANGUAGES]
        assert set(fields[0]) == set(fields[1]), key
