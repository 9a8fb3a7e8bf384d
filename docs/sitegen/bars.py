"""Bars that lie, in groups with a heading, each with its label and its value written beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sitegen.colours import Colours
from sitegen.drawing import LINE, WIDTH, Drawing, text_width, wrap
from sitegen.model import Picture

_BAR = 16
_STEP = 20
_GAP = 12
_MOST = 210


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label before it, how long it is, what is written behind it, and its colour."""

    label: str
    value: float
    text: str
    series: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Bars under a heading, with what is written to the right of it."""

    heading: str
    bars: Sequence[Bar]
    aside: str = ""


def bar_picture(
    *,
    name: str,
    title: str,
    alternative: str,
    groups: Sequence[Group],
    header: Sequence[str],
    rows: Sequence[Sequence[str | int | float | None]],
    names: Sequence[str],
    source: str,
    notes: Sequence[str] = (),
) -> Picture:
    """Make a picture of groups of bars; all bars have the same scale and begin at nothing."""
    bars = [bar for group in groups for bar in group.bars]
    left = min(max(text_width(bar.label) for bar in bars), _MOST) + 8
    low, high = min(0, *(bar.value for bar in bars)), max(0, *(bar.value for bar in bars))
    before = max((text_width(bar.text) + 6 for bar in bars if bar.value < 0), default=0)
    behind = max((text_width(bar.text) + 6 for bar in bars if bar.value >= 0), default=0)
    scale = (WIDTH - left - before - behind) / ((high - low) or 1)
    zero = left + before - low * scale
    labels = {bar.label: wrap(bar.label, left - 8) for bar in bars}
    tall = {label: max(_STEP, len(lines) * LINE + 4) for label, lines in labels.items()}
    heads = [
        wrap(group.heading, WIDTH - text_width(group.aside, bold=True) - 16, bold=True)
        for group in groups
    ]
    height = sum(
        len(head) * LINE + (4 if head else 0) + sum(tall[bar.label] for bar in group.bars) + _GAP
        for head, group in zip(heads, groups, strict=True)
    )

    def draw(colours: Colours) -> dict[str, Any]:
        drawing = Drawing(WIDTH, height, colours)
        y = 0.0
        for head, group in zip(heads, groups, strict=True):
            if group.aside:
                drawing.text(WIDTH, y + LINE / 2, group.aside, bold=True, align="right")
            if head:
                y = drawing.lines(0, y, head, bold=True) + 4
            for bar in group.bars:
                step = tall[bar.label]
                middle = y + step / 2
                lines = labels[bar.label]
                drawing.lines(
                    left - 8,
                    middle - len(lines) * LINE / 2,
                    lines,
                    align="right",
                    colour=colours.quiet,
                )
                fill = colours.series[bar.series % len(colours.series)]
                end = zero + bar.value * scale
                drawing.box(min(zero, end), middle - _BAR / 2, abs(end - zero), _BAR, fill)
                if bar.value < 0:
                    drawing.text(end - 6, middle, bar.text, align="right")
                else:
                    drawing.text(end + 6, middle, bar.text)
                y += step
            y += _GAP
        drawing.line([(zero, 0), (zero, y - _GAP)], colours.rule) if low < 0 else None
        return drawing.specification()

    return Picture(
        name=name,
        title=title,
        alternative=alternative,
        draw=draw,
        size=(WIDTH, height),
        header=header,
        rows=rows,
        names=names,
        source=source,
        notes=notes,
    )
