"""How the tables of a package refer to each other, drawn as SVG that stands in the page itself.

Tables stand in layers: each below the tables it refers to. Names are links, and the colours are
those of the page, so that one drawing serves both colour schemes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from drenthe_data.descriptor import Package
from sitegen.markup import esc

_HEIGHT, _GAP_X, _GAP_Y, _MARGIN = 28, 14, 54, 6
_CHARACTER, _PADDING = 7.3, 10
_ROUNDS = 24


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """One field that refers to another table, or to its own."""

    table: str
    field: str
    target: str


def references(package: Package) -> list[Reference]:
    """Give all references of one field, in the order of the package."""
    return [
        Reference(resource.name, key.fields[0], key.resource or resource.name)
        for resource in package.resources
        for key in resource.schema.foreign_keys
        if len(key.fields) == 1
    ]


def layers_of(names: Iterable[str], links: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Give each name the layer below all that it refers to.

    Args:
        names: The names.
        links: From and to; a link that closes a circle is left out of account.
    """
    targets: dict[str, list[str]] = {name: [] for name in names}
    for start, end in links:
        if start != end:
            targets[start].append(end)
    found: dict[str, int] = {}

    def layer(name: str, above: tuple[str, ...]) -> int:
        if name not in found:
            below = [layer(one, (*above, name)) for one in targets[name] if one not in above]
            found[name] = max(below, default=-1) + 1
        return found[name]

    for name in targets:
        layer(name, ())
    return found


def _order(rows: list[list[str]], near: dict[str, list[str]]) -> None:
    """Put the names of each layer in the order in which lines cross least, by their neighbours."""
    place: dict[str, float] = {}

    def keep(row: list[str]) -> None:
        place.update({name: at / max(len(row) - 1, 1) for at, name in enumerate(row)})

    def middle(name: str) -> float:
        ends = [place[one] for one in near[name]]
        return sum(ends) / len(ends) if ends else place[name]

    for row in rows:
        keep(row)
    for number in range(_ROUNDS):
        for row in rows if number % 2 else reversed(rows):
            row.sort(key=middle)
            keep(row)


def drawing(
    package: Package, *, label: str, address: Callable[[str], str], hidden: str = "sources"
) -> str:
    """Draw the tables and their references.

    Args:
        package: The package.
        label: What the drawing is called, for who does not see it.
        address: Gives the address of a table.
        hidden: A table that nearly all refer to: lines to it are left out.
    """
    names = [resource.name for resource in package.resources]
    links = sorted(
        {
            (one.table, one.target)
            for one in references(package)
            if one.target not in (hidden, one.table)
        }
    )
    own = {one.table for one in references(package) if one.table == one.target}
    layer = layers_of(names, links)
    linked = {name for link in links for name in link}
    # Long lines go through places of their own in the layers between.
    near: dict[str, list[str]] = {name: [] for name in names}
    paths = []
    for start, end in links:
        stops = [f"{start}>{end}>{at}" for at in range(layer[start] - 1, layer[end], -1)]
        layer |= {stop: int(stop.rpartition(">")[2]) for stop in stops}
        path = [start, *stops, end]
        paths.append(path)
        for one, other in pairwise(path):
            near.setdefault(one, []).append(other)
            near.setdefault(other, []).append(one)
    rows: list[list[str]] = [[] for _ in range(max(layer.values()) + 1)]
    for name, at in layer.items():
        if name in linked or ">" in name:
            rows[at].append(name)
    _order(rows, near)
    # Tables without lines stand in a row of their own.
    rows.append([name for name in names if name not in linked])
    rows = [row for row in rows if row]

    def width(name: str) -> float:
        signs = len(name) + (2 if name in own else 0)
        return 2.0 if ">" in name else signs * _CHARACTER + 2 * _PADDING

    wide = max(sum(width(name) + _GAP_X for name in row) for row in rows) + 2 * _MARGIN
    middle: dict[str, tuple[float, float]] = {}
    for at, row in enumerate(rows):
        free = (wide - sum(width(name) for name in row)) / (len(row) + 1)
        x = free
        for name in row:
            middle[name] = (x + width(name) / 2, _MARGIN + at * (_HEIGHT + _GAP_Y) + _HEIGHT / 2)
            x += width(name) + free
    high = 2 * _MARGIN + len(rows) * (_HEIGHT + _GAP_Y) - _GAP_Y
    lines = "".join(f'<path d="{_curve([middle[name] for name in path])}"/>' for path in paths)
    boxes = "".join(
        _box(name, middle[name], width(name), address(name), is_own=name in own)
        for row in rows
        for name in row
        if ">" not in name
    )
    return (
        f'<svg class="relations" viewBox="0 0 {wide:.0f} {high}" width="{wide:.0f}" '
        f'height="{high}" role="group" aria-label="{esc(label)}">'
        f'<g class="lines" aria-hidden="true">{lines}</g>{boxes}</svg>'
    )


def _curve(places: list[tuple[float, float]]) -> str:
    """Give a line from the top of the first box down to the bottom of the last."""
    half = _HEIGHT / 2
    (x, y), *rest = places
    parts = [f"M{x:.1f} {y - half:.1f}"]
    y -= half
    for number, (to_x, middle) in enumerate(rest):
        is_last = number == len(rest) - 1
        to_y = middle + half
        bend = (y - to_y) / 2
        parts.append(f"C{x:.1f} {y - bend:.1f} {to_x:.1f} {to_y + bend:.1f} {to_x:.1f} {to_y:.1f}")
        x, y = to_x, to_y
        if not is_last:
            y = middle - half
            parts.append(f"V{y:.1f}")
    return "".join(parts)


def _box(name: str, place: tuple[float, float], width: float, address: str, *, is_own: bool) -> str:
    x, y = place
    sign = " \N{ANTICLOCKWISE OPEN CIRCLE ARROW}" if is_own else ""
    return (
        f'<a href="{esc(address)}"><rect x="{x - width / 2:.1f}" y="{y - _HEIGHT / 2:.1f}" '
        f'width="{width:.1f}" height="{_HEIGHT}" rx="3"/>'
        f'<text x="{x:.1f}" y="{y + 4:.1f}">{esc(name)}'
        f'<tspan aria-hidden="true">{sign}</tspan></text></a>'
    )
