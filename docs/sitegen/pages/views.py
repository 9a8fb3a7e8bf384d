"""The page with all overviews, and a page with all rows of each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import polars as pl

from drenthe_data.descriptor import Field
from drenthe_data.exporting.views import View, read_views, view_frames
from drenthe_data.messages import figure
from sitegen.markup import esc, in_dutch, link, table
from sitegen.model import Page
from sitegen.numbers import number
from sitegen.site import Row, Site
from sitegen.texts import Texts

_FIRST_ROWS = 10
# Columns of identifiers, and the table they are of.
_TABLES = {
    "activity_id": "activities",
    "budget_line_id": "budget_lines",
    "cluster_id": "clusters",
    "indicator_id": "indicators",
    "latest_id": "indicator_values",
    "linked_sector_id": "sectors",
    "partner_id": "partners",
    "programme_id": "programmes",
    "result_id": "results",
    "sdg_id": "sdgs",
    "sector_id": "sectors",
    "source_id": "sources",
    "target_id": "indicator_values",
    "value_id": "indicator_values",
}
# Columns of identifiers whose name stands in a column that is called otherwise.
_NAMED_BY = {"budget_line_id": "label"}
# Columns of sentences, which are in Dutch.
_DUTCH = ("activity", "adds_up_in", "indicator", "label", "rationale", "result")


@cache
def views_of(site: Site) -> tuple[tuple[View, pl.DataFrame], ...]:
    """Give the views of the package with their rows."""
    found = read_views(site.package)
    frames = view_frames(site.data, found)
    return tuple((view, frames[view.name]) for view in found)


def files_of(site: Site) -> dict[str, str]:
    """Give the files that hold the views."""
    return {name: f"{site.package.name}.{name}" for name in ("sqlite", "duckdb", "xlsx")}


def pages(site: Site, lang: str) -> Iterator[Page]:
    """Make the pages."""
    words = Texts("views", lang)
    files = files_of(site)
    parts = [words("intro", **files), ""]
    for view, frame in views_of(site):
        parts += _part(site, view, frame, lang, words)
        yield _whole(site, view, frame, lang, words)
    yield Page("views.md", words("title"), "\n".join(parts))


def _part(site: Site, view: View, frame: pl.DataFrame, lang: str, words: Texts) -> list[str]:
    title = view.text("title", lang)
    shown = min(_FIRST_ROWS, frame.height)
    first = words("first-rows", shown=shown, count=figure(frame.height, lang), name=view.name)
    caption = words("caption", title=title, shown=shown)
    return [
        f"## {title} {{ #{view.name} }}",
        "",
        view.text("description", lang),
        "",
        _rows(site, view, frame.head(_FIRST_ROWS), lang, caption),
        "",
        first,
        "",
        *_query(view, words),
    ]


def _whole(site: Site, view: View, frame: pl.DataFrame, lang: str, words: Texts) -> Page:
    title = view.text("title", lang)
    body = [
        view.text("description", lang),
        "",
        words("all-rows", count=figure(frame.height, lang), name=view.name),
        words("get", name=view.name, **files_of(site)),
        words("codes"),
        "",
        _rows(site, view, frame, lang, title),
        "",
        *_query(view, words),
    ]
    return Page(
        f"views/{view.name}.md",
        title,
        "\n".join(body),
        description=view.text("description", lang),
        is_searched=False,
        hide=("toc",),
    )


def _query(view: View, words: Texts) -> list[str]:
    query = [f"    {line}" for line in view.query.splitlines()]
    return [f'??? note "{words("query")}: `{view.name}`"', "", "    ```sql", *query, "    ```", ""]


def columns_of(view: View, lang: str) -> list[Field]:
    """Give the columns that are shown.

    An identifier beside its name is the address of that name, the words of a code are those of the
    code itself, and of a name in two languages that of the page is taken.
    """
    names = {item.name for item in view.fields}
    other = "en" if lang == "nl" else "nl"
    left_out = set()
    for item in view.fields:
        name = item.name
        plain = name.removesuffix("_id")
        if name in _TABLES and {plain, f"{plain}_en", _NAMED_BY.get(name)} & names:
            left_out.add(name)
        if name == "subject_id":
            left_out.add(name)
        plain, _, ending = name.rpartition("_")
        if plain in names and ending in ("nl", "en"):
            is_code = any(one.name == plain and one.raw.get("categories") for one in view.fields)
            left_out.add(name if is_code or ending == other else plain)
    return [item for item in view.fields if item.name not in left_out]


def _rows(site: Site, view: View, frame: pl.DataFrame, lang: str, caption: str) -> str:
    items = columns_of(view, lang)
    titles = {item.name: item.raw["title_nl" if lang == "nl" else "title"] for item in view.fields}
    header = [titles.get(_key_of(item.name), titles[item.name]) for item in items]
    numbers = [at for at, item in enumerate(items) if item.type in ("integer", "number")]
    rows = ([_cell(site, item, row, lang) for item in items] for row in frame.to_dicts())
    return table(header, rows, caption=caption, numbers=numbers)


def _key_of(name: str) -> str:
    """Give the column with the identifiers of what a column names."""
    for key, named in _NAMED_BY.items():
        if name == named:
            return key
    return f"{name.removesuffix('_nl').removesuffix('_en')}_id"


def _cell(site: Site, item: Field, row: Row, lang: str) -> str:
    value = row[item.name]
    if value is None:
        return ""
    if item.name in _TABLES:
        return site.link(_TABLES[item.name], value, lang)
    key = _key_of(item.name)
    if key in _TABLES and row.get(key) is not None:
        return _dutch(item, site.link(_TABLES[key], row[key], lang, str(value)), lang)
    if item.name == "subject":
        return site.link(row["subject_table"], row["subject_id"], lang)
    return _dutch(item, _plain(item, value, lang), lang)


def _plain(item: Field, value: object, lang: str) -> str:
    label = "label_nl" if lang == "nl" else "label"
    for code in item.raw.get("categories") or ():
        if code["value"] == value:
            return esc(code[label])
    if isinstance(value, bool):
        return esc(Texts("common", lang)("yes" if value else "no"))
    if isinstance(value, int | float) and item.type in ("integer", "number"):
        return esc(number(value, lang))
    if str(value).startswith("https://"):
        return link(str(value), str(value))
    return esc(value)


def _dutch(item: Field, shown: str, lang: str) -> str:
    return in_dutch(shown, lang) if item.name in _DUTCH else shown
