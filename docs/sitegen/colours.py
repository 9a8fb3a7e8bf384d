"""The colours of the pictures in both schemes, told apart by people who are colour-blind too.

The hues are those of Okabe and Ito, darker on white and lighter on the dark page, so that every
mark has a contrast of 3:1 with the page and every text 4.5:1 (WCAG 2.1, 1.4.3 and 1.4.11).
"""

from __future__ import annotations

from dataclasses import dataclass

TEXT_CONTRAST = 4.5
MARK_CONTRAST = 3.0


@dataclass(frozen=True, slots=True)
class Colours:
    """What a picture is drawn with in one scheme.

    Attributes:
        name: ``light`` or ``dark``.
        page: The page behind it.
        text: Text, and lines that carry meaning.
        quiet: Text that is less important.
        rule: Lines that only guide the eye.
        panel: Areas that hold text.
        series: Marks, in the order in which they are taken.
    """

    name: str
    page: str
    text: str
    quiet: str
    rule: str
    panel: str
    series: tuple[str, ...]


LIGHT = Colours(
    name="light",
    page="#ffffff",
    text="#1a1d21",
    quiet="#515b66",
    rule="#c8d0d6",
    panel="#eef2f5",
    series=("#0072b2", "#c04f00", "#00795a", "#a8457f", "#8a6400", "#5a6470"),
)
DARK = Colours(
    name="dark",
    page="#1e2129",
    text="#e8ebef",
    quiet="#b0bac5",
    rule="#48505c",
    panel="#2c323e",
    series=("#56b4e9", "#f08a4b", "#2fc29a", "#e08cbb", "#e8c33c", "#a9b4c2"),
)
SCHEMES = {scheme.name: scheme for scheme in (LIGHT, DARK)}


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    """Give the relative luminance of ``#rrggbb``, from 0 to 1, as WCAG 2.1 defines it."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _parts(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, from 1 to 21, as WCAG 2.1 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """Give the colour that has this share of the first colour and the rest of the other."""
    mixed = (
        round(255 * (share * first + (1 - share) * second))
        for first, second in zip(_parts(one), _parts(other), strict=True)
    )
    return "#" + "".join(f"{part:02x}" for part in mixed)


def text_on(fill: str, colours: Colours) -> str:
    """Give the colour of the text that is read best on a fill: that of texts or of the page."""
    return max((colours.text, colours.page), key=lambda colour: contrast(colour, fill))
