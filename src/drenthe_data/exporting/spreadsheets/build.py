"""The workbook of a package: what it is, its views, its tables, its codes and its fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from drenthe_data.descriptor import Field, Package, Resource
from drenthe_data.exporting.job import Job
from drenthe_data.exporting.spreadsheets.cells import (
    Column,
    Remarks,
    column_of,
    text_column,
    text_length,
)
from drenthe_data.exporting.spreadsheets.model import (
    MAX_LINKS,
    TEXT,
    Book,
    Cell,
    Form,
    Link,
    Look,
    Row,
    Sheet,
    Value,
    check_size,
    is_web,
    plain,
    sheet_names,
)
from drenthe_data.exporting.spreadsheets.texts import text
from drenthe_data.exporting.views import codes_of, read_views, view_frames
from drenthe_data.messages import figure

if TYPE_CHECKING:
    import polars as pl

# Titles and technical names stay in sight.
HEAD = 2
_COLOURS = {"readme": "#7F7F7F", "view": "#2E7D32", "table": "#1F4E79", "legend": "#B26A00"}
_LONGEST_NOTE = 1500
# Widths of the first sheet: its texts lie over the second up to and with the fifth column.
_WIDTHS = [30.0, 32.0, 9.0, 11.0, 62.0, 34.0, 62.0]
_TEXT_SPAN = 4
_LINE = 15.0
_HIGHEST = 405.0
# The address of a package that does not say where its exports will be.
_NOWHERE = "https://example.org"
_LONG_AGO = datetime(1980, 1, 1)


@dataclass(frozen=True, slots=True)
class _Part:
    """A table or view and the sheet it gets."""

    resource: Resource
    frame: pl.DataFrame
    sheet: str
    is_view: bool


def book_of(job: Job, earliest: date) -> Book:
    """Make the workbook of a package.

    Args:
        job: The package; ``lang`` in the settings of the profile is the language, ``nl`` or ``en``.
        earliest: The first date that the program can hold.
    """
    package = job.data.package
    lang = "en" if job.profile.settings.get("lang") == "en" else "nl"
    parts = _parts(job, lang)
    remarks = Remarks(earliest)
    codes, code_rows = _codes(package, lang)
    fields = _fields(package, lang)
    sheets = [_sheet(part, parts, code_rows, lang, remarks) for part in parts]
    legends = [
        _columns_sheet(text("codes", lang), "legend", codes),
        _columns_sheet(text("fields", lang), "legend", fields),
    ]
    first = _readme(job, parts, legends, lang, remarks)
    raw = package.raw
    return Book(
        sheets=[first, *sheets, *legends],
        title=plain(_said(raw, "title", lang) or package.name),
        subject=plain(_said(raw, "description", lang)),
        author=plain(", ".join(_titles(raw, "contributors"))),
        keywords=[plain(str(word)) for word in _list(raw, "keywords")],
        created=_created(raw) or _LONG_AGO,
        lang=lang,
        properties={
            key: plain(value)
            for key, value in {
                text("package", lang): package.name,
                text("version", lang): package.version or "",
                text("licence", lang): ", ".join(_titles(raw, "licenses")),
            }.items()
            if value
        },
        is_escaped=remarks.characters,
    )


def _parts(job: Job, lang: str) -> list[_Part]:
    """Give views and tables, each with the name of its sheet."""
    data = job.data
    views = read_views(data.package)
    frames = view_frames(data, views)
    found = [(view.resource(data.package), frames[view.name], True) for view in views]
    found += [(item, data.frames[item.name], False) for item in data.package.resources]
    taken = [text(key, lang) for key in ("readme", "codes", "fields")]
    names = sheet_names([_title(resource, lang) for resource, _, _ in found], taken)
    return [
        _Part(resource, frame, name, is_view)
        for (resource, frame, is_view), name in zip(found, names, strict=True)
    ]


def _sheet(
    part: _Part,
    parts: Iterable[_Part],
    code_rows: Mapping[tuple[str, str], int],
    lang: str,
    remarks: Remarks,
) -> Sheet:
    """Make the sheet of a table or view; raises ``DataError`` when it is too large for one."""
    check_size(part.sheet, part.frame.height + HEAD, part.frame.width)
    resource = part.resource
    refers = _references(resource, parts)
    columns = []
    for item in resource.schema.fields:
        to = refers.get(item.name)
        note = _note(item, resource, to[0] if to else None, lang)
        column = column_of(item, part.frame[item.name], note, lang, remarks)
        row = code_rows.get((resource.name, item.name))
        if row is not None:
            column.head_link = Link(text("codes", lang), row)
        if to is not None:
            column.links = _links(part.frame[item.name], *to)
        columns.append(column)
    count = 0
    for column in columns:
        count += sum(link is not None for link in column.links)
        if count > MAX_LINKS - len(columns):
            column.links = []
    is_keyed = bool(columns) and columns[0].name in resource.schema.primary_key
    kind = "view" if part.is_view else "table"
    return _columns_sheet(part.sheet, kind, columns, first=int(is_keyed))


def _columns_sheet(name: str, kind: str, columns: Sequence[Column], first: int = 0) -> Sheet:
    """Make a sheet of columns below a head of two rows."""
    height = max((len(column.values) for column in columns), default=0)

    def rows() -> Iterator[Row]:
        yield [
            Cell(plain(column.title), column.form, "header", note=column.note) for column in columns
        ]
        yield [Cell(column.name, column.form, "name", column.head_link) for column in columns]
        yield from zip(*(column.cells() for column in columns), strict=True)

    lines = max((_lines(column.title, column.width - 1) for column in columns), default=1)
    return Sheet(
        name=name,
        colour=_COLOURS[kind],
        widths=[column.width for column in columns],
        rows=rows(),
        height=height + HEAD,
        heights={0: _LINE * lines + 3, **_heights(columns)},
        forms=[column.form for column in columns],
        head=HEAD,
        first=first,
        is_filtered=bool(columns),
    )


def _heights(columns: Iterable[Column]) -> dict[int, float]:
    """Give the heights of rows with texts of several lines; not every program finds them itself."""
    lines: dict[int, int] = {}
    for column in columns:
        if column.is_wrapped:
            for row, value in enumerate(column.values, start=HEAD):
                if isinstance(value, str):
                    lines[row] = max(lines.get(row, 1), _lines(value, column.width - 3))
    return {row: min(_LINE * count, _HIGHEST) for row, count in lines.items() if count > 1}


def _references(resource: Resource, parts: Iterable[_Part]) -> dict[str, tuple[_Part, str]]:
    """Give for each field that refers to one other field: the table, and the field there."""
    by_name = {part.resource.name: part for part in parts if not part.is_view}
    found: dict[str, tuple[_Part, str]] = {}
    for key in resource.schema.foreign_keys:
        target = by_name.get(key.resource or resource.name)
        if target is not None and len(key.fields) == 1:
            found.setdefault(key.fields[0], (target, key.reference_fields[0]))
    return found


def _links(values: pl.Series, target: _Part, field: str) -> list[Link | None]:
    """Give the link of each value to the row that it refers to."""
    column = target.frame.columns.index(field)
    rows: dict[object, Link] = {}
    for number, value in enumerate(target.frame[field].to_list()):
        if value is not None:
            rows.setdefault(value, Link(target.sheet, number + HEAD, column))
    return [None if value is None else rows.get(value) for value in values.to_list()]


def _note(item: Field, resource: Resource, target: _Part | None, lang: str) -> str:
    """Say in a note what a column holds."""
    other = "en" if lang == "nl" else "nl"
    lines = [_said(item.raw, "description", lang)]
    if item.raw.get("unit"):
        lines.append(text("note-unit", lang).format(item.raw["unit"]))
    if item.type == "datetime":
        lines.append(text("note-utc", lang))
    if item.name in resource.schema.primary_key:
        lines.append(text("note-key", lang))
    if target is not None:
        lines.append(text("note-refers", lang).format(target.sheet))
    codes = codes_of(item)
    if codes:
        place = 2 if lang == "nl" else 1
        labels = "; ".join(f"{code[0]} = {code[place]}" for code in codes)
        lines.append(text("note-codes", lang).format(labels))
    else:
        said = [item.label(other), _said(item.raw, "description", other)]
        if said[0] not in (item.name, item.label(lang)):
            lines.append(text("note-other", lang).format(". ".join(part for part in said if part)))
    note = plain("\n".join(line for line in lines if line))
    # The sheet of fields and the sheet of codes have it whole.
    return note if len(note) <= _LONGEST_NOTE else note[: _LONGEST_NOTE - 1] + "…"


def _codes(package: Package, lang: str) -> tuple[list[Column], dict[tuple[str, str], int]]:
    """Give the columns of the sheet of codes, and in which row the codes of each field begin."""
    place = 2 if lang == "nl" else 1
    rows: list[tuple[str, ...]] = []
    first: dict[tuple[str, str], int] = {}
    for resource in package.resources:
        for item in resource.schema.fields:
            for code in codes_of(item):
                first.setdefault((resource.name, item.name), len(rows) + HEAD)
                named = (_title(resource, lang), resource.name, item.label(lang), item.name)
                rows.append((*named, code[0], code[place], code[3 - place]))
    heads = (
        ("table", "table"),
        ("table_name", "table-name"),
        ("field", "field"),
        ("field_name", "field-name"),
        ("code", "code"),
        ("label", "label"),
        ("label_other", "label-other"),
    )
    return _described(heads, rows, lang), first


def _fields(package: Package, lang: str) -> list[Column]:
    """Give the columns of the sheet of fields."""
    other = "en" if lang == "nl" else "nl"
    rows: list[tuple[Any, ...]] = []
    for resource in package.resources:
        refers = {
            name: f"{key.resource or resource.name}.{to}"
            for key in resource.schema.foreign_keys
            for name, to in zip(key.fields, key.reference_fields, strict=True)
        }
        rows += [
            (
                _title(resource, lang),
                resource.name,
                item.label(lang),
                item.name,
                text(item.type, lang),
                item.type,
                str(item.raw.get("unit") or ""),
                item.is_required,
                item.name in resource.schema.primary_key,
                refers.get(item.name, ""),
                bool(codes_of(item)),
                _said(item.raw, "description", lang),
                item.label(other),
                _said(item.raw, "description", other),
            )
            for item in resource.schema.fields
        ]
    heads = (
        ("table", "table"),
        ("table_name", "table-name"),
        ("field", "field"),
        ("field_name", "field-name"),
        ("kind", "kind"),
        ("type", "type"),
        ("unit", "unit"),
        ("required", "required"),
        ("key", "key"),
        ("refers_to", "refers"),
        ("has_codes", "has-codes"),
        ("description", "description"),
        ("title_other", "title-other"),
        ("description_other", "description-other"),
    )
    return _described(heads, rows, lang)


def _described(
    heads: Sequence[tuple[str, str]], rows: Sequence[Sequence[Any]], lang: str
) -> list[Column]:
    """Make columns of rows that describe the data."""
    ending = "en" if lang == "nl" else "nl"
    return [
        text_column(
            name.replace("_other", f"_{ending}"),
            text(title, lang),
            "",
            [plain(row[place]) if isinstance(row[place], str) else row[place] for row in rows],
        )
        for place, (name, title) in enumerate(heads)
    ]


class _Page:
    """The rows of the first sheet as they are added."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.heights: dict[int, float] = {}

    def add(self, *cells: Cell | None, height: float = _LINE) -> None:
        """Add a row."""
        self.heights[len(self.rows)] = height
        self.rows.append(cells)

    def line(self, label: str, value: Value, form: Form | None = None, url: str = "") -> None:
        """Add a label with a text behind it, when there is one."""
        if value in (None, ""):
            return
        link = Link(url=url) if is_web(url) else None
        if isinstance(value, str):
            value = plain(value)
        cell = Cell(value, form or TEXT, "paragraph", link, span=_TEXT_SPAN)
        lines = _lines(str(value), sum(_WIDTHS[1 : 1 + _TEXT_SPAN])) if form is None else 1
        self.add(Cell(label, look="label") if label else None, cell, height=_LINE * lines)

    def heading(self, words: str) -> None:
        """Add an empty row and a heading."""
        self.add()
        self.add(Cell(words, look="heading"), height=22)


def _readme(
    job: Job, parts: Sequence[_Part], legends: Sequence[Sheet], lang: str, remarks: Remarks
) -> Sheet:
    """Make the first sheet: what this is, and what is where."""
    package = job.data.package
    raw = package.raw
    other = "en" if lang == "nl" else "nl"
    page = _Page()
    page.add(
        Cell(plain(_said(raw, "title", lang) or package.name), look="title", span=1 + _TEXT_SPAN),
        height=30,
    )
    page.line(text("description", lang), _said(raw, "description", lang))
    foreign = [raw.get(f"{key}_nl" if other == "nl" else key) for key in ("title", "description")]
    if raw.get("title_nl") or raw.get("description_nl"):
        words = ". ".join(str(part).rstrip(".") for part in foreign if part)
        page.line(text("other", lang), f"{words}." if words else "")
    page.line(text("package", lang), package.name)
    page.line(text("version", lang), package.version)
    created = _created(raw)
    page.line(text("created", lang), created.date() if created else None, Form("date"))
    _list_lines(page, raw, "licenses", text("licence", lang))
    tables = [part for part in parts if not part.is_view]
    views = [part for part in parts if part.is_view]
    rows = figure(sum(part.frame.height for part in tables), lang)
    contents = {
        "nl": f"{len(tables)} tabellen met samen {rows} rijen, en {len(views)} overzichten",
        "en": f"{len(tables)} tables with {rows} rows in all, and {len(views)} overviews",
    }
    page.line(text("contents", lang), contents[lang])
    _list_lines(page, raw, "sources", text("sources", lang))
    _list_lines(page, raw, "contributors", text("makers", lang))
    homepage = str(raw.get("homepage") or "")
    page.line(text("homepage", lang), homepage, url=homepage)
    if job.base_url != _NOWHERE:
        page.line(text("place", lang), job.base_url, url=job.base_url)
    page.heading(text("reading", lang))
    said = ["read-head", "read-links", "read-codes", "read-empty", "read-safe"]
    said += ["remark-dates"] * remarks.dates + ["remark-numbers"] * remarks.numbers
    if remarks.characters and job.profile.name == "ods":
        said.append("remark-characters")
    for key in said:
        words = text(key, lang)
        cell = Cell(words, look="paragraph", span=1 + _TEXT_SPAN)
        page.add(cell, height=_LINE * _lines(words, sum(_WIDTHS[: 1 + _TEXT_SPAN])))
    for key, group in (("views", views), ("tables", tables)):
        if group:
            page.heading(text(key, lang))
            _list_parts(page, group, lang)
    page.heading(text("legends", lang))
    for sheet, key in zip(legends, ("codes", "fields"), strict=True):
        page.add(
            Cell(sheet.name, link=Link(sheet.name)),
            None,
            Cell(sheet.height - HEAD, Form("number", grouped=True)),
            Cell(len(sheet.widths), Form("number", grouped=True)),
            Cell(text(f"{key}-about", lang), look="wrapped"),
            height=_LINE * _lines(text(f"{key}-about", lang), _WIDTHS[4]),
        )
    return Sheet(
        name=text("readme", lang),
        colour=_COLOURS["readme"],
        widths=list(_WIDTHS),
        rows=page.rows,
        height=len(page.rows),
        heights=page.heights,
    )


def _list_parts(page: _Page, parts: Iterable[_Part], lang: str) -> None:
    """List tables or views, each with a link to its sheet."""
    other = "en" if lang == "nl" else "nl"
    heads = (
        *("sheet", "technical", "rows", "columns"),
        *("description", "title-other", "description-other"),
    )
    count = Form("number", grouped=True)
    forms = {"rows": count, "columns": count}
    head = [Cell(text(key, lang), forms.get(key, TEXT), "header") for key in heads]
    page.add(*head, height=_LINE + 3)
    for part in parts:
        resource = part.resource
        texts = [
            plain(words)
            for words in (
                resource.text("description", lang),
                resource.text("title", other) or resource.name,
                resource.text("description", other),
            )
        ]
        look: Look = "wrapped"
        cells: list[Cell | None] = [
            Cell(part.sheet, look=look, link=Link(part.sheet)),
            Cell(plain(resource.name), look=look),
            Cell(part.frame.height, count),
            Cell(part.frame.width, count),
            *(Cell(words, look=look) if words else None for words in texts),
        ]
        lines = max(_lines(words, width) for words, width in zip(texts, _WIDTHS[4:], strict=True))
        page.add(*cells, height=_LINE * lines)


def _list_lines(page: _Page, raw: Mapping[str, Any], key: str, label: str) -> None:
    """Add a line for each item of a list of the descriptor; the first has the label."""
    for item in _list(raw, key):
        if isinstance(item, dict):
            url = str(item.get("path") or "")
            words = str(item.get("title") or item.get("name") or url)
            page.line(label, words, url=url)
            label = "" if words else label


def _titles(raw: Mapping[str, Any], key: str) -> list[str]:
    found = [item for item in _list(raw, key) if isinstance(item, dict)]
    return [str(item.get("title") or item.get("name") or "") for item in found]


def _list(raw: Mapping[str, Any], key: str) -> list[Any]:
    found = raw.get(key)
    return found if isinstance(found, list) else []


def _title(resource: Resource, lang: str) -> str:
    return resource.text("title", lang) or resource.name


def _said(raw: Mapping[str, Any], key: str, lang: str) -> str:
    """Give a text in a language, else in English, else nothing."""
    dutch = raw.get(f"{key}_nl") if lang == "nl" else None
    return str(dutch or raw.get(key) or "")


def _created(raw: Mapping[str, Any]) -> datetime | None:
    """Give when the package says that it was made, without a zone."""
    try:
        return datetime.fromisoformat(str(raw["created"])).replace(tzinfo=None)
    except (KeyError, ValueError):
        return None


def _lines(words: str, width: float) -> int:
    """Estimate over how many lines a text runs; most letters are narrower than a digit."""
    return sum(max(1, -int(-text_length(line) // (width * 1.08))) for line in words.split("\n"))
