"""All rows of a table as HTML: each with its own address, readable without JavaScript.

The markup is lean, as tables have up to a thousand rows and a page must stay below a megabyte. What
``assets/site.js`` needs stands beside it: the name of a column in ``data-name``, the value of a
cell that is shown in another way in ``data-value``, the file with all values in ``data-csv``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from drenthe_data.descriptor import Field
from sitegen.markup import esc, link
from sitegen.site import Row, Site
from sitegen.texts import Texts

# The fields that make up a citation: shown as one column.
CITATION = ("source_id", "source_lines")
# Characters from which a text is read as a sentence.
_SENTENCE = 80
# Fields whose texts are Dutch, whatever the language of the page.
_DUTCH = frozenset(
    [
        "name",
        "short_name",
        "title",
        "label",
        "summary",
        "description",
        "note",
        "rationale",
        "heading",
        "as_printed",
    ]
)


def rows_table(site: Site, name: str, lang: str) -> str:
    """Give all rows of a table, in the order of its file."""
    words = Texts("tables", lang)
    resource = site.resource(name)
    caption = words("rows-caption", title=resource.text("title", lang))
    csv = next((e.path for _, e in site.downloads_of(name) if e.path.endswith(".csv")), "")
    attributes = f' data-csv="^/{esc(csv)}" data-file="{esc(name)}"' if csv else ""
    head = "".join(_heads(site, name, lang, words))
    body = "\n".join(_rows(site, name, lang))
    return (
        f'<div class="scroll tall" role="region" aria-label="{esc(caption)}" tabindex="0" '
        f'data-search-exclude><table class="data filter rows"{attributes}>'
        f"<caption>{esc(caption)}</caption><thead><tr>{head}</tr></thead><tbody>\n{body}\n"
        "</tbody></table></div>"
    )


def shown_fields(site: Site, name: str) -> list[Field]:
    """Give the fields that have a column of their own."""
    fields = site.resource(name).schema.fields
    has_citation = set(CITATION) <= {item.name for item in fields}
    return [item for item in fields if not (has_citation and item.name in CITATION)]


def _heads(site: Site, name: str, lang: str, words: Texts) -> Iterator[str]:
    yield f'<th scope="col" class="num">{esc(words("row"))}</th>'
    for item in shown_fields(site, name):
        kind = (
            "num" if _is_figure(site, name, item) else "long" if _is_long(site, name, item) else ""
        )
        side = f' class="{kind}"' if kind else ""
        yield f'<th scope="col" data-name="{esc(item.name)}"{side}>{esc(item.label(lang))}</th>'
    if _has_citation(site, name):
        yield f'<th scope="col" class="mid" data-name="{CITATION[0]}">{esc(words("source"))}</th>'


def _rows(site: Site, name: str, lang: str) -> Iterator[str]:
    fields = shown_fields(site, name)
    has_citation = _has_citation(site, name)
    for number, row in enumerate(site.rows(name), start=1):
        key = esc(site.row_key(name, row))
        cells = [f'<td><a href="#{key}">{number}</a></td>']
        for place, item in enumerate(fields):
            value = row[item.name]
            html = cell(site, name, item, row, lang)
            tag = "td" if place else "th"
            given = plain(value)
            # Links show the name of what they lead to; the value is its key.
            is_named = html not in ("", esc(given)) and not given.startswith("http")
            attributes = ' scope="row"' if tag == "th" else ""
            attributes += f' data-value="{esc(given)}"' if is_named else ""
            is_other = lang != "nl" and value is not None and is_dutch(site, name, item.name)
            attributes += ' lang="nl"' if is_other else ""
            cells.append(f"<{tag}{attributes}>{html}</{tag}>")
        if has_citation:
            source = f' data-value="{esc(row[CITATION[0]])}"' if row[CITATION[0]] else ""
            cells.append(f"<td{source}>{site.citation(row, lang)}</td>")
        yield f'<tr id="{key}">{"".join(cells)}</tr>'


def cell(site: Site, name: str, item: Field, row: Row, lang: str) -> str:
    """Give a cell: with links to what it refers to, and of a row with a page to that page."""
    value = row[item.name]
    if value is None:
        return ""
    if site.key_of(name) == (item.name,) and not site.address(name, row).startswith(
        f"~/tables/{name}/"
    ):
        return link(site.address(name, row), plain(value))
    if item.name == "subject_id" and row.get("subject_table"):
        return site.link(str(row["subject_table"]), value, lang)
    listed = item.raw.get("listOf")
    if isinstance(listed, dict) and listed.get("resource"):
        parts = str(value).split(str(listed.get("separator", ";")))
        return ", ".join(site.link(str(listed["resource"]), part, lang, part) for part in parts)
    return site.show(name, item, value, lang).replace(f'href="~/tables/{name}/#', 'href="#')


def plain(value: Any) -> str:
    """Write a value as its CSV file has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


@cache
def is_dutch(site: Site, name: str, field: str) -> bool:
    """Tell whether a field holds or names Dutch texts, also on an English page."""
    item = site.resource(name).schema.field(field)
    if item.raw.get("categories") or item.type != "string":
        return False
    other = site.references(name).get(item.name)
    if other is None:
        return item.name in _DUTCH
    names = site.resource(other).schema.names
    return "name_en" not in names and any(part in names for part in ("title", "label"))


def _is_figure(site: Site, name: str, item: Field) -> bool:
    return item.type in ("integer", "number") and item.name not in site.references(name)


def _is_long(site: Site, name: str, item: Field) -> bool:
    """Tell whether a column holds sentences, which need room."""
    return any(len(plain(row[item.name])) > _SENTENCE for row in site.rows(name))


@cache
def _has_citation(site: Site, name: str) -> bool:
    return set(CITATION) <= set(site.resource(name).schema.names)
