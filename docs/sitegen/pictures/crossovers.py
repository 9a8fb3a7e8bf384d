"""Cross-overs: how many clusters of each sector are linked with each other sector."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sitegen.colours import TEXT_CONTRAST, Colours, contrast, mix, text_on
from sitegen.drawing import LINE, SMALLEST, WIDTH, Drawing, wrap
from sitegen.model import Picture
from sitegen.site import Site
from sitegen.texts import Texts
from sitegen.wording import joined

_LEFT = 206
_TOP = 150
_CELL = 31
_MOST_TOLD = 5


def matrix(site: Site) -> dict[tuple[str, str], set[str]]:
    """Give the clusters of each pair of sectors: that of the cluster, and the linked one."""
    found: dict[tuple[str, str], set[str]] = {}
    for row in site.rows("cluster_links"):
        own = site.get("clusters", row["cluster_id"])["sector_id"]
        found.setdefault((own, row["linked_sector_id"]), set()).add(row["cluster_id"])
    return found


def _shade(share: float, colours: Colours) -> str:
    """Give the colour of a share from 0 to 1, stronger where a number could not be read."""
    strength = 0.15 + 0.85 * share
    fill = mix(colours.series[0], colours.page, strength)
    while contrast(text_on(fill, colours), fill) < TEXT_CONTRAST:
        strength += 0.01
        fill = mix(colours.series[0], colours.page, strength)
    return fill


def pictures(site: Site, lang: str) -> Iterator[Picture]:
    """Make the picture of the matrix."""
    words = Texts("pictures", lang)
    sectors = site.rows("sectors")
    names = {sector["id"]: site.name("sectors", sector, lang) for sector in sectors}
    counts = {pair: len(clusters) for pair, clusters in matrix(site).items()}
    most = max(counts.values())
    height = _TOP + _CELL * len(sectors) + 2

    def draw(colours: Colours) -> dict[str, Any]:
        drawing = Drawing(WIDTH, height, colours)
        drawing.text(
            _LEFT - 8, _TOP - 16, words("crossovers-rows"), align="right", colour=colours.quiet
        )
        drawing.text(_LEFT, 16, words("crossovers-columns"), colour=colours.quiet)
        for place, name in enumerate(names.values()):
            middle = _LEFT + (place + 0.5) * _CELL
            slanted = wrap(name, _TOP * 1.2)
            for order, line in enumerate(slanted):
                # Lines of a slanted text lie beside each other, around the middle of the column.
                shift = (order - (len(slanted) - 1) / 2) * LINE * 1.2
                drawing.text(middle + shift, _TOP - 8, line, size=SMALLEST, angle=-45)
            y = _TOP + place * _CELL
            lines = wrap(name, _LEFT - 12)
            drawing.lines(
                _LEFT - 8,
                y + (_CELL - LINE * len(lines) * SMALLEST / 12) / 2,
                lines,
                size=SMALLEST,
                align="right",
            )
        for down, own in enumerate(names):
            for right, other in enumerate(names):
                count = counts.get((own, other), 0)
                fill = _shade(count / most, colours) if count else colours.page
                stroke = colours.quiet if count else colours.rule
                x, y = _LEFT + right * _CELL, _TOP + down * _CELL
                drawing.box(x + 1, y + 1, _CELL - 2, _CELL - 2, fill, stroke=stroke)
                if own == other:
                    corners = [
                        (x + 1, y + 1),
                        (x + _CELL - 1, y + 1),
                        (x + _CELL - 1, y + _CELL - 1),
                    ]
                    corners += [(x + 1, y + _CELL - 1), (x + 1, y + 1)]
                    drawing.line(corners, colours.text, 2)
                if count:
                    drawing.text(
                        x + _CELL / 2,
                        y + _CELL / 2,
                        str(count),
                        bold=True,
                        align="center",
                        colour=text_on(fill, colours),
                    )
        return drawing.specification()

    ranked = sorted(
        ((pair, count) for pair, count in counts.items() if pair[0] != pair[1]),
        key=lambda item: (-item[1], item[0]),
    )
    told = [
        words("crossovers-pair", sector=names[own], other=names[other], count=count)
        for (own, other), count in ranked[:_MOST_TOLD]
    ]
    sources = sorted({row["source_id"] for row in site.rows("cluster_links")})
    yield Picture(
        name="sector-crossovers",
        title=words("crossovers"),
        alternative=words(
            "crossovers-alt", sectors=len(sectors), pairs=len(counts), most="; ".join(told)
        ),
        draw=draw,
        size=(WIDTH, height),
        header=[words("sector"), words("linked-sector"), words("clusters")],
        rows=[[names[own], names[other], count] for (own, other), count in sorted(counts.items())],
        names=["sector", "linked_sector", "clusters"],
        source=joined([site.link("sources", source, lang) for source in sources], lang),
        notes=[words("crossovers-note")],
    )
