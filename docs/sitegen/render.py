"""Pictures as SVG in both colour schemes, and their figures as CSV."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import vl_convert

from sitegen.colours import SCHEMES, Colours
from sitegen.model import DEFAULT_LANGUAGE, Picture


def draw(picture: Picture, lang: str, folder: Path) -> None:
    """Write a picture in both schemes, and its figures.

    The figures are written once: in the default language, as their columns have the same names.
    """
    for name, colours in SCHEMES.items():
        file = folder / f"{picture.name}.{lang}.{name}.svg"
        file.write_text(svg_of(picture, colours), encoding="utf-8")
    if lang != DEFAULT_LANGUAGE:
        return
    with (folder / f"{picture.name}.csv").open("w", encoding="utf-8", newline="") as table:
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(picture.names)
        writer.writerows(["" if cell is None else cell for cell in row] for row in picture.rows)


def svg_of(picture: Picture, colours: Colours) -> str:
    """Give a picture as SVG in the colours of a scheme."""
    return _whole(vl_convert.vegalite_to_svg(dict(picture.draw(colours))))


def _whole(svg: str) -> str:
    # The alternative text stands in the page; roles within the picture say the same again.
    return re.sub(r' (?:aria-[a-z]+|role)="[^"]*"', "", svg) + "\n"
