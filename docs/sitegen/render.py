"""Pictures as SVG in both colour schemes, and their figures as CSV."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import vl_convert

from sitegen.model import Picture

SCHEMES = ("light", "dark")
# Drawn by the browser; measured with a font of the same widths that vl-convert carries.
_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"


def draw(picture: Picture, lang: str, folder: Path) -> None:
    """Write a picture in both schemes, and its figures.

    The figures are written once: in the default language, as their columns have the same names.
    """
    for scheme in SCHEMES:
        specification = dict(picture.specification[scheme])
        convert = vl_convert.vega_to_svg if picture.is_vega else vl_convert.vegalite_to_svg
        svg = convert(specification)
        file = folder / f"{picture.name}.{lang}.{scheme}.svg"
        file.write_text(_whole(svg), encoding="utf-8")
    with (folder / f"{picture.name}.csv").open("w", encoding="utf-8", newline="") as table:
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(picture.names)
        writer.writerows(["" if cell is None else cell for cell in row] for row in picture.rows)


def _whole(svg: str) -> str:
    # The alternative text stands in the page; roles within the picture say the same again.
    return re.sub(r' (?:aria-[a-z]+|role)="[^"]*"', "", svg) + "\n"
