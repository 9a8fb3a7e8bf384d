"""Pieces of HTML that pages are made of. Everything that is not called ``html`` is escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from sitegen.colours import SCHEMES
from sitegen.model import Picture
from sitegen.numbers import number
from sitegen.texts import Texts


def esc(value: object) -> str:
    """Escape a text for HTML, to stand within an element; nothing is an empty text.

    Markdown between elements still reads its own signs: ``model.plain`` is for there.
    """
    if value is None:
        return ""
    # What would be filled in as an address of the site, if it were ours.
    return html.escape(str(value)).replace("\n", " ").replace("](", "&#93;(")


def link(address: str, text: str) -> str:
    """Give a link; the text is escaped."""
    return f'<a href="{esc(address)}">{esc(text)}</a>'


def in_dutch(html_text: str, lang: str) -> str:
    """Mark a text of the tables, in HTML, as Dutch on a page in another language."""
    return html_text if lang == "nl" or not html_text else f'<span lang="nl">{html_text}</span>'


def table(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    caption: str,
    numbers: Iterable[int] = (),
    kind: str = "",
    ids: Sequence[str] = (),
    strong: Iterable[int] = (),
    is_searched: bool = True,
) -> str:
    """Give a table of HTML cells, in a box that scrolls sideways with the keyboard too.

    Args:
        header: The titles of the columns, escaped here.
        rows: Cells as HTML; the first of a row is its heading.
        caption: What it is, read out by screen readers and shown above it.
        numbers: The places of columns that hold numbers, to be set to the right.
        kind: A further class.
        ids: The anchors of the rows, in their order; an empty one is left out.
        strong: The places of rows that add up others.
        is_searched: Whether the search finds its rows; not where they have pages of their own.
    """
    right = set(numbers)
    side = [' class="num"' if place in right else "" for place in range(len(header))]
    head = "".join(
        f'<th scope="col"{side[place]}>{esc(title)}</th>' for place, title in enumerate(header)
    )
    lines = []
    sums = set(strong)
    for nth, row in enumerate(rows):
        cells = [f'<th scope="row"{side[0]}>{row[0]}</th>'] if row else []
        cells += [f"<td{side[place]}>{cell}</td>" for place, cell in enumerate(row) if place]
        anchor = f' id="{esc(ids[nth])}"' if nth < len(ids) and ids[nth] else ""
        weight = ' class="sum"' if nth in sums else ""
        lines.append(f"<tr{anchor}{weight}>" + "".join(cells) + "</tr>")
    name = f"data {kind}".strip()
    hidden = "" if is_searched else " data-search-exclude"
    return (
        f'<div class="scroll" role="region" aria-label="{esc(caption)}" tabindex="0"{hidden}>'
        f'<table class="{name}"><caption>{esc(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>\n" + "\n".join(lines) + "\n</tbody></table></div>"
    )


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Give a list of names and what they are (HTML); those without anything are left out."""
    found = [f"<div><dt>{esc(name)}</dt><dd>{value}</dd></div>" for name, value in pairs if value]
    return '<dl class="facts">' + "".join(found) + "</dl>" if found else ""


def items(parts: Iterable[str], kind: str = "") -> str:
    """Give a list of HTML items, or nothing when there are none."""
    found = "".join(f"<li>{part}</li>" for part in parts)
    name = f' class="{kind}"' if kind else ""
    return f"<ul{name}>{found}</ul>" if found else ""


def figure(picture: Picture, lang: str, *, is_open: bool = False, is_titled: bool = True) -> str:
    """Give a picture in both schemes, with its alternative, its source, its table and its data.

    Args:
        picture: The picture.
        lang: ``nl`` or ``en``.
        is_open: Whether its table stands open.
        is_titled: Whether its title stands above it; not below a heading that says the same.
    """
    words = Texts("common", lang)
    width, height = picture.size
    shown = "".join(
        f'<img class="only-{scheme}" src="^/pictures/{picture.name}.{lang}.{scheme}.svg" '
        f'alt="{esc(picture.alternative)}" width="{width}" height="{height}" loading="lazy">'
        for scheme in SCHEMES
    )
    title = f'<p class="picture-title">{esc(picture.title)}</p>' if is_titled else ""
    source = f"<p>{esc(words('source'))}: {picture.source}</p>" if picture.source else ""
    notes = "".join(f"<p>{note}</p>" for note in picture.notes)
    return (
        f'<figure class="picture" id="{picture.name}">{title}<div class="picture-box" role="group" '
        f'tabindex="0" aria-label="{esc(picture.title)}">{shown}</div>'
        f"<figcaption>{notes}{source}</figcaption></figure>\n\n"
        f'<details class="picture-data"{" open" if is_open else ""}>'
        f"<summary>{esc(words('figures-as-table'))}</summary>{picture_table(picture, lang)}"
        f'<p><a href="^/pictures/{picture.name}.csv" download>'
        f"{esc(words('figures-as-csv'))}</a></p></details>\n"
    )


def picture_table(picture: Picture, lang: str) -> str:
    """Give the figures of a picture as a table."""
    numbers = [
        place
        for place in range(len(picture.header))
        if all(isinstance(row[place], int | float | None) for row in picture.rows)
        and any(row[place] is not None for row in picture.rows)
    ]
    rows = [
        [esc(number(cell, lang) if isinstance(cell, int | float) else cell) for cell in row]
        for row in picture.rows
    ]
    return table(picture.header, rows, caption=picture.title, numbers=numbers, is_searched=False)


_BOXED = re.compile(r'<div class="scroll[ "][^>]*>\s*\Z')
_HEADING_OR_TABLE = re.compile(r"<h[1-6]\b[^>]*>(.*?)</h[1-6]>|<table>.*?</table>", re.DOTALL)


def boxed_tables(page: str) -> str:
    """Put tables without a class (those of Markdown) in the box that ours have.

    The box scrolls sideways with the keyboard too; it is called as the heading above it.

    Args:
        page: The content of a page, as HTML.
    """
    heading = ""
    counts: dict[str, int] = {}

    def boxed(found: re.Match[str]) -> str:
        nonlocal heading
        if found[1] is not None:
            plain = re.sub(r'<a class="headerlink".*?</a>|<[^>]+>', "", found[1])
            heading = esc(html.unescape(plain).strip())
            return found[0]
        inner = found[0].replace("<table>", '<table class="data">', 1)
        if _BOXED.search(page, max(found.start() - 200, 0), found.start()):
            return inner
        counts[heading] = counts.get(heading, 0) + 1
        name = heading if counts[heading] == 1 else f"{heading} ({counts[heading]})"
        return f'<div class="scroll" role="region" aria-label="{name}" tabindex="0">{inner}</div>'

    return _HEADING_OR_TABLE.sub(boxed, page)
