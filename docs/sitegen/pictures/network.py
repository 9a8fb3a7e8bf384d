"""The network: the best connected partners and the clusters that they share.

Partners stand on the left and clusters on the right. Their order is found by putting each one at
the average place of what it is linked with, again and again: a fixed number of times, and without
chance, so that the picture is the same on every build.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sitegen.colours import Colours
from sitegen.drawing import LINE, WIDTH, Drawing, text_width, wrap
from sitegen.model import Picture
from sitegen.site import Site
from sitegen.texts import Texts
from sitegen.wording import joined

# So many partners can be told apart.
_MOST_PARTNERS = 14
_ROUNDS = 12
_LEFT = 172
_RIGHT = 384
_TOP = 36
_TOLD = 5
_KINDS = ("government", "education-research", "network", "business", "civil-society", "other")


def clusters_of(site: Site) -> dict[str, set[str]]:
    """Give the clusters of each partner with a name of its own, groups without names left out."""
    found: dict[str, set[str]] = {}
    for row in site.rows("cluster_partners"):
        if not site.get("partners", row["partner_id"])["is_collective"]:
            found.setdefault(row["partner_id"], set()).add(row["cluster_id"])
    return found


def best_connected(site: Site) -> tuple[int, dict[str, set[str]]]:
    """Give the partners in at least so many clusters, and that number: at most fourteen of them."""
    found = clusters_of(site)
    least = 2
    while sum(1 for clusters in found.values() if len(clusters) >= least) > _MOST_PARTNERS:
        least += 1
    return least, {name: clusters for name, clusters in found.items() if len(clusters) >= least}


def ordered(links: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """Give partners and clusters in an order in which few of their links cross."""
    lefts = sorted({left for left, _ in links})
    rights = sorted({right for _, right in links})

    def sort(names: list[str], others: list[str], pairs: Sequence[tuple[str, str]]) -> list[str]:
        places = {name: place / max(len(others) - 1, 1) for place, name in enumerate(others)}
        average = {}
        for name in names:
            found = [places[other] for own, other in pairs if own == name]
            average[name] = sum(found) / len(found)
        return sorted(names, key=lambda name: (round(average[name], 9), name))

    turned = [(right, left) for left, right in links]
    for _ in range(_ROUNDS):
        rights = sort(rights, lefts, turned)
        lefts = sort(lefts, rights, links)
    return lefts, rights


def _tall(lines: Sequence[str]) -> int:
    return len(lines) * LINE + 6


def pictures(site: Site, lang: str) -> Iterator[Picture]:
    """Make the picture of the network."""
    words = Texts("pictures", lang)
    least, found = best_connected(site)
    shared = {
        cluster
        for clusters in found.values()
        for cluster in clusters
        if sum(1 for others in found.values() if cluster in others) > 1
    }
    links = sorted((partner, cluster) for partner in found for cluster in found[partner] & shared)
    partners, clusters = ordered(links)
    hidden = len(set().union(*found.values()) - shared)
    names = {name: site.name("partners", site.get("partners", name), lang) for name in partners}
    titles = {name: site.name("clusters", site.get("clusters", name), lang) for name in clusters}
    kinds = {name: str(site.get("partners", name)["kind"]) for name in partners}
    used = [kind for kind in _KINDS if kind in kinds.values()]
    lines = {name: wrap(titles[name], WIDTH - _RIGHT - 10) for name in clusters}
    height = _TOP + sum(_tall(label) for label in lines.values()) + 4
    gap = (height - _TOP) / len(partners)

    def draw(colours: Colours) -> dict[str, Any]:
        drawing = Drawing(WIDTH, height, colours)
        colour = dict(zip(_KINDS, colours.series, strict=True))
        x = 0.0
        for kind in used:
            drawing.dot(x + 6, 10, "circle", colour[kind])
            kind_name = site.label("partners", "kind", kind, lang)
            drawing.text(x + 16, 10, kind_name, colour=colours.quiet)
            x += text_width(kind_name) + 36
        left = {name: _TOP + (place + 0.5) * gap for place, name in enumerate(partners)}
        right = {}
        y = float(_TOP)
        for name in clusters:
            right[name] = y + _tall(lines[name]) / 2
            y += _tall(lines[name])
        for partner, cluster in links:
            start, end = (_LEFT + 6, left[partner]), (_RIGHT - 5, right[cluster])
            drawing.curve(start, end, colour[kinds[partner]], 1.2)
        for name, y in left.items():
            text = words("network-partner", name=names[name], count=len(found[name]))
            drawing.dot(_LEFT, y, "circle", colour[kinds[name]], size=110)
            label = wrap(text, _LEFT - 12, bold=True)
            drawing.lines(_LEFT - 10, y - len(label) * LINE / 2, label, bold=True, align="right")
        for name, y in right.items():
            drawing.dot(_RIGHT, y, "square", colours.text, size=40)
            drawing.lines(_RIGHT + 8, y - len(lines[name]) * LINE / 2, lines[name])
        return drawing.specification()

    most = sorted(found, key=lambda name: (-len(found[name]), name))[:_TOLD]
    sources = sorted({row["source_id"] for row in site.rows("cluster_partners")})
    yield Picture(
        name="cluster-network",
        title=words("network"),
        alternative=words(
            "network-alt",
            partners=len(partners),
            clusters=len(clusters),
            links=len(links),
            most=joined(
                [
                    words("network-partner", name=names[name], count=len(found[name]))
                    for name in most
                ],
                lang,
            ),
        ),
        draw=draw,
        size=(WIDTH, height),
        header=[words("partner"), words("cluster"), words("roles")],
        rows=[
            [
                names[partner],
                titles[cluster],
                ", ".join(
                    site.label("cluster_partners", "role", row["role"], lang)
                    for row in site.where(
                        "cluster_partners", partner_id=partner, cluster_id=cluster
                    )
                ),
            ]
            for partner, cluster in links
        ],
        names=["partner", "cluster", "roles"],
        source=joined([site.link("sources", source, lang) for source in sources], lang),
        notes=[words("network-note", least=least, hidden=hidden)],
    )
