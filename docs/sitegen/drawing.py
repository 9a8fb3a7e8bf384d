"""Drawings with a layout of our own, made of layers of Vega-Altair.

Every place is in pixels from the upper left corner, and every label is a text that was made in the
language of the page, so that nothing depends on how a browser writes numbers. The widths of texts
are known before they are drawn: labels are broken into lines and kept apart by what they measure.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from sitegen.colours import Colours

WIDTH = 680
SMALLEST = 11
SIZE = 12
LINE = 15
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
# Widths of the characters from blank to tilde, in thousandths of the size, as in Arial.
_WIDTHS = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 "
    "556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 "
    "556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 "
    "556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 "
    "500 500 500 334 260 334 584 "
)
_WIDTH_OF = {chr(32 + place): int(width) / 1000 for place, width in enumerate(_WIDTHS.split())}
_BOLDER = 1.08
_LEAST = 0.5
# A point of this size has a shape of which the measures are pixels: Vega takes sqrt(size) / 2.
_PIXELS = 4


def text_width(text: str, size: float = SIZE, *, bold: bool = False) -> float:
    """Give how wide a text is in pixels."""
    plain = unicodedata.normalize("NFD", text)
    signs = [sign for sign in plain if not unicodedata.combining(sign)]
    return sum(_WIDTH_OF.get(sign, 0.6) for sign in signs) * size * (_BOLDER if bold else 1)


def wrap(text: str, width: float, size: float = SIZE, *, bold: bool = False) -> list[str]:
    """Break a text into lines of at most a width; a word that is wider stays whole."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _place(value: float) -> float:
    return round(float(value), 2)


class Drawing:
    """What is drawn, one kind of mark after the other: what comes later lies above it."""

    def __init__(self, width: float, height: float, colours: Colours) -> None:
        self.width = width
        self.height = height
        self.colours = colours
        self._layers: dict[tuple[Any, ...], list[dict[str, Any]]] = {}

    def _add(self, *key: Any) -> list[dict[str, Any]]:
        return self._layers.setdefault(key, [])

    def box(
        self, x: float, y: float, width: float, height: float, fill: str, *, stroke: str = ""
    ) -> None:
        """Draw a rectangle; its outline, if any, lies within it."""
        inner = 0.5 if stroke else 0
        self._add("box", bool(stroke)).append(
            {
                "x": _place(x + inner),
                "x2": _place(x + max(width, _LEAST) - inner),
                "y": _place(y + inner),
                "y2": _place(y + max(height, _LEAST) - inner),
                "fill": fill,
                "stroke": stroke or fill,
            }
        )

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = SIZE,
        bold: bool = False,
        align: str = "left",
        colour: str = "",
        angle: float = 0,
    ) -> None:
        """Write one line of text; ``y`` is its middle."""
        self._add("text", size, bold, align, angle).append(
            {"x": _place(x), "y": _place(y), "text": text, "fill": colour or self.colours.text}
        )

    def lines(
        self, x: float, y: float, lines: Iterable[str], *, size: float = SIZE, **how: Any
    ) -> float:
        """Write lines of text below each other from ``y``, and give where the last one ends."""
        step = LINE * size / SIZE
        for text in lines:
            self.text(x, y + step / 2, text, size=size, **how)
            y += step
        return y

    def line(
        self,
        points: Sequence[tuple[float, float]],
        colour: str = "",
        width: float = 1,
        dash: tuple[int, ...] = (),
    ) -> None:
        """Draw a line through points."""
        path = "M" + "L".join(_point(points[0], point) for point in points)
        self._path(points[0], path, colour or self.colours.text, width, dash)

    def curve(
        self, start: tuple[float, float], end: tuple[float, float], colour: str, width: float = 1
    ) -> None:
        """Draw a line that leaves and arrives level."""
        self._path(start, f"M0,0{_bend((0, 0), _from(start, end))}", colour, width)

    def band(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        thickness: float,
        fill: str,
    ) -> None:
        """Draw a band between two places, which are its upper corners."""
        right, down = _from(start, end)
        thick = max(thickness, _LEAST)
        path = (
            f"M0,0{_bend((0, 0), (right, down))}L{right:g},{down + thick:g}"
            f"{_bend((right, down + thick), (0, thick))}Z"
        )
        self._add("band").append({**_at(start), "path": path, "fill": fill})

    def _path(
        self,
        start: tuple[float, float],
        path: str,
        colour: str,
        width: float,
        dash: tuple[int, ...] = (),
    ) -> None:
        self._add("line", width, dash).append({**_at(start), "path": path, "stroke": colour})

    def dot(
        self, x: float, y: float, shape: str, fill: str, *, stroke: str = "", size: float = 70
    ) -> None:
        """Draw a mark: ``circle``, ``square``, ``diamond``, ... of an area in square pixels."""
        self._add("dot", shape, size).append(
            {"x": _place(x), "y": _place(y), "fill": fill, "stroke": stroke or fill}
        )

    def specification(self) -> dict[str, Any]:
        """Give it as Vega-Lite."""
        import altair as alt

        x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, self.width], nice=False, zero=False))
        y = alt.Y(
            "y:Q", axis=None, scale=alt.Scale(domain=[self.height, 0], nice=False, zero=False)
        )
        fill = alt.Fill("fill:N", scale=None)
        stroke = alt.Stroke("stroke:N", scale=None)
        path = alt.Shape("path:N", scale=None)
        layers = []
        for key, rows in self._layers.items():
            chart = alt.Chart(alt.InlineData(values=rows))
            kind = key[0]
            if kind == "box":
                made = chart.mark_rect(strokeWidth=1 if key[1] else 0)
                layer = made.encode(x, y, alt.X2("x2:Q"), alt.Y2("y2:Q"), fill, stroke)
            elif kind == "text":
                _, size, bold, align, angle = key
                made = chart.mark_text(
                    font=FONT,
                    fontSize=size,
                    fontWeight="bold" if bold else "normal",
                    align=align,
                    baseline="middle",
                    angle=angle % 360,
                )
                layer = made.encode(x, y, alt.Text("text:N"), fill)
            elif kind == "line":
                made = chart.mark_point(
                    size=_PIXELS,
                    filled=False,
                    opacity=1,
                    strokeWidth=key[1],
                    strokeDash=list(key[2]),
                )
                layer = made.encode(x, y, path, stroke)
            elif kind == "band":
                made = chart.mark_point(size=_PIXELS, opacity=1, strokeWidth=0)
                layer = made.encode(x, y, path, fill)
            else:
                made = chart.mark_point(shape=key[1], size=key[2], strokeWidth=1.5, opacity=1)
                layer = made.encode(x, y, fill, stroke)
            layers.append(layer)
        whole = (
            alt.layer(*layers)
            .properties(width=self.width, height=self.height, padding=0, autosize="none")
            .configure(background=self.colours.page)
            .configure_view(stroke=None)
        )
        # Checked by the compiler of Vega-Lite, which has to read it anyway.
        found: dict[str, Any] = whole.to_dict(validate=False)
        return found


def _at(place: tuple[float, float]) -> dict[str, float]:
    return {"x": _place(place[0]), "y": _place(place[1])}


def _from(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    return _place(end[0] - start[0]), _place(end[1] - start[1])


def _point(start: tuple[float, float], point: tuple[float, float]) -> str:
    right, down = _from(start, point)
    return f"{right:g},{down:g}"


def _bend(start: tuple[float, float], end: tuple[float, float]) -> str:
    middle = (start[0] + end[0]) / 2
    return f"C{middle:g},{start[1]:g},{middle:g},{end[1]:g},{end[0]:g},{end[1]:g}"
