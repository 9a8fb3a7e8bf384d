"""Writing a workbook as OpenDocument spreadsheet (OASIS ODF 1.3), with the standard library.

The parts of the file are made as text, row by row, so that a large sheet needs little memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from drenthe_data.exporting.spreadsheets.model import (
    TEXT,
    Book,
    Cell,
    Form,
    Link,
    Look,
    Row,
    Sheet,
    Value,
    column_name,
    escaped,
)
from drenthe_data.exporting.spreadsheets.texts import text as said

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_TIME = (1980, 1, 1, 0, 0, 0)
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        **{
            name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
            for name in ("office", "style", "text", "table", "meta", "config")
        },
        "number": "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
        "xlink": "http://www.w3.org/1999/xlink",
        "ooo": "http://openoffice.org/2004/office",
    }.items()
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ODD_BLANKS = re.compile(r"^ +| +$| {2,}")
_BLUE = "#0b57a4"
# Of each look: properties of the cell, and of its text.
_LOOKS: dict[Look, tuple[str, str]] = {
    "body": ("", ""),
    "wrapped": ('fo:wrap-option="wrap"', ""),
    "header": (
        'fo:background-color="#1f4e79" fo:wrap-option="wrap"',
        'fo:color="#ffffff" fo:font-weight="bold"',
    ),
    "name": (
        'fo:background-color="#dde7f1" fo:border-bottom="0.75pt solid #1f4e79"',
        'fo:font-size="8pt" fo:color="#404040"',
    ),
    "title": ("", 'fo:font-size="20pt" fo:font-weight="bold" fo:color="#1f4e79"'),
    "heading": ("", 'fo:font-size="14pt" fo:font-weight="bold" fo:color="#1f4e79"'),
    "label": ("", 'fo:font-weight="bold"'),
    "paragraph": ('fo:wrap-option="wrap"', ""),
}


def write_ods(book: Book, target: Path) -> None:
    """Write a workbook.

    Raises:
        DataError: When a sheet cannot hold a table or a cell whole.
    """
    content = _Content(book)
    parts: dict[str, Iterable[str]] = {
        "content.xml": content.pieces(),
        "styles.xml": [_styles(book)],
        "meta.xml": [_meta(book)],
        "settings.xml": [_settings(book)],
    }
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        # First and not compressed, so that the kind of file is seen from its first bytes.
        _add(archive, "mimetype", [MEDIA_TYPE], ZIP_STORED)
        for name, pieces in parts.items():
            _add(archive, name, pieces)
        _add(archive, "META-INF/manifest.xml", [_manifest(parts)])


def _add(
    archive: ZipFile, name: str, pieces: Iterable[str], compression: int = ZIP_DEFLATED
) -> None:
    member = ZipInfo(name, date_time=_TIME)
    member.compress_type = compression
    member.external_attr = 0o644 << 16
    if compression == ZIP_STORED:
        archive.writestr(member, "".join(pieces))
        return
    with archive.open(member, "w", force_zip64=False) as stream:
        for piece in pieces:
            stream.write(piece.encode("utf-8"))


class _Content:
    """The part of the file that holds the sheets."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.code: Callable[[str], str] = escaped if book.is_escaped else str
        self.styles: dict[tuple[Look, Form, bool], str] = {}
        self.forms: dict[Form, str] = {}

    def pieces(self) -> Iterator[str]:
        """Give the text in pieces. The styles come first, so the sheets are made before them."""
        from tempfile import SpooledTemporaryFile

        with SpooledTemporaryFile(1 << 24, "w+", encoding="utf-8", newline="") as body:
            for number, sheet in enumerate(self.book.sheets):
                for piece in self.sheet(sheet, number):
                    body.write(piece)
            yield f'{_HEAD}<office:document-content {_NAMESPACES} office:version="1.3">'
            yield "<office:automatic-styles>"
            yield from self.all_styles()
            yield "</office:automatic-styles><office:body><office:spreadsheet>"
            body.seek(0)
            yield from iter(partial(body.read, 1 << 20), "")
        yield from self.filters()
        yield "</office:spreadsheet></office:body></office:document-content>"

    def sheet(self, sheet: Sheet, number: int) -> Iterator[str]:
        """Give a sheet in pieces."""
        yield f'<table:table table:name={_attribute(sheet.name)} table:style-name="sheet{number}">'
        for place in range(len(sheet.widths)):
            form = sheet.forms[place] if sheet.forms else TEXT
            yield (
                f'<table:table-column table:style-name="column{number}-{place}" '
                f'table:default-cell-style-name="{self.style("body", form)}"/>'
            )
        if not sheet.widths:
            yield "<table:table-column/><table:table-row><table:table-cell/></table:table-row>"
        for line, row in enumerate(sheet.checked_rows()):
            if line == 0 and sheet.head and sheet.widths:
                yield "<table:table-header-rows>"
            if sheet.widths:
                style = _row_style(sheet.heights.get(line))
                cells = self.row(row)
                yield f'<table:table-row table:style-name="{style}">{cells}</table:table-row>'
            if line == sheet.head - 1 and sheet.widths:
                yield "</table:table-header-rows>"
        yield "</table:table>"

    def row(self, row: Row) -> str:
        """Give the cells of a row."""
        found = []
        empty = 0
        for cell in row:
            if cell is None:
                empty += 1
                continue
            if empty:
                found.append(_empty(empty))
                empty = 0
            found.append(self.cell(cell))
        if empty or not row:
            found.append(_empty(empty or 1))
        return "".join(found)

    def cell(self, cell: Cell) -> str:
        """Give one cell. A text is always a text, never a formula."""
        value = cell.value
        # Programs keep the number of a cell or its link, not both; the number matters more.
        link = cell.link if isinstance(value, str) else None
        style = self.style(cell.look, cell.form, is_link=link is not None)
        span = f' table:number-columns-spanned="{cell.span}"' if cell.span > 1 else ""
        if span:
            span += ' table:number-rows-spanned="1"'
        note = ""
        if cell.note:
            lines = sum(-(-len(line) // 45) or 1 for line in cell.note.split("\n"))
            height = min(1.0 + 0.42 * lines, 12.0)
            note = (
                f'<office:annotation office:display="false" svg:width="8cm" '
                f'svg:height="{height:.2f}cm">{_paragraphs(cell.note)}</office:annotation>'
            )
        if isinstance(value, str):
            value = self.code(value)
            body = _paragraphs(value, link)
        else:
            body = f"<text:p>{escape(shown(value, cell.form, self.book.lang))}</text:p>"
        covered = ""
        if cell.span > 1:
            covered = f'<table:covered-table-cell table:number-columns-repeated="{cell.span - 1}"/>'
        return (
            f'<table:table-cell table:style-name="{style}"{span} {_typed(value, cell.form)}>'
            f"{note}{body}</table:table-cell>{covered}"
        )

    def style(self, look: Look, form: Form, *, is_link: bool = False) -> str:
        """Give the name of the style of a cell."""
        self.forms.setdefault(_held(look, form), f"form{len(self.forms)}")
        return self.styles.setdefault((look, form, is_link), f"cell{len(self.styles)}")

    def all_styles(self) -> Iterator[str]:
        """Give the styles of sheets, columns, rows and cells."""
        for number, sheet in enumerate(self.book.sheets):
            yield (
                f'<style:style style:name="sheet{number}" style:family="table" '
                f'style:master-page-name="Page"><style:table-properties table:display="true" '
                f'table:tab-color="{sheet.colour.lower()}"/></style:style>'
            )
            for place, width in enumerate(sheet.widths):
                yield (
                    f'<style:style style:name="column{number}-{place}" '
                    f'style:family="table-column"><style:table-column-properties '
                    f'style:column-width="{width * 0.19 + 0.2:.2f}cm"/></style:style>'
                )
        for height in sorted({h for sheet in self.book.sheets for h in sheet.heights.values()}):
            yield (
                f'<style:style style:name="{_row_style(height)}" style:family="table-row">'
                f'<style:table-row-properties style:row-height="{height:.1f}pt" '
                f'style:use-optimal-row-height="false"/></style:style>'
            )
        yield (
            '<style:style style:name="row" style:family="table-row"><style:table-row-properties '
            'style:use-optimal-row-height="true"/></style:style>'
        )
        for form, name in self.forms.items():
            yield _data_style(form, name, self.book.lang)
        for (look, form, is_link), name in self.styles.items():
            cell, words = _LOOKS[look]
            data = self.forms[_held(look, form)]
            if is_link:
                words = f'{words} fo:color="{_BLUE}"'.strip() if "fo:color" not in words else words
            align = ""
            if look == "paragraph":
                align = '<style:paragraph-properties fo:text-align="start"/>'
            elif form.kind == "number":
                align = '<style:paragraph-properties fo:text-align="end" fo:margin-right="0.2cm"/>'
            yield (
                f'<style:style style:name="{name}" style:family="table-cell" '
                f'style:parent-style-name="Default" style:data-style-name="{data}">'
                f'<style:table-cell-properties style:vertical-align="top" {cell}/>{align}'
                f"<style:text-properties {words}/></style:style>"
            )

    def filters(self) -> Iterator[str]:
        """Give the ranges that have buttons to filter with."""
        ranges = []
        for number, sheet in enumerate(self.book.sheets):
            if sheet.is_filtered:
                name = _quoted(sheet.name)
                last = column_name(len(sheet.widths) - 1)
                area = f"{name}.A{sheet.head}:{name}.{last}{sheet.height}"
                ranges.append(
                    f'<table:database-range table:name="__Anonymous_Sheet_DB__{number}" '
                    f"table:target-range-address={_attribute(area)} "
                    f'table:display-filter-buttons="true"/>'
                )
        if ranges:
            yield f"<table:database-ranges>{''.join(ranges)}</table:database-ranges>"


def _held(look: Look, form: Form) -> Form:
    """Give how the values of a look are shown: titles are texts, above numbers too."""
    return TEXT if look in ("header", "name", "label", "title", "heading") else form


def _row_style(height: float | None) -> str:
    return "row" if height is None else f"row{height * 10:.0f}"


def _empty(count: int) -> str:
    repeated = f' table:number-columns-repeated="{count}"' if count > 1 else ""
    return f"<table:table-cell{repeated}/>"


def _attribute(text: str) -> str:
    return quoteattr(text, {"\n": "&#10;", "\t": "&#9;"})


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _typed(value: Value, form: Form) -> str:
    """Give the attributes that hold a value."""
    if isinstance(value, str) and "\t" in value:
        # Some programs pass over the element of a tab, and take the value from here.
        return f'office:value-type="string" office:string-value={_attribute(value)}'
    if isinstance(value, str) or value is None:
        return 'office:value-type="string"'
    if isinstance(value, bool):
        return f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    if isinstance(value, int | float):
        if form.currency:
            currency = f'office:currency="{form.currency}"'
            return f'office:value-type="currency" {currency} office:value="{value!r}"'
        return f'office:value-type="float" office:value="{value!r}"'
    if isinstance(value, time):
        text = f"{value:PT%HH%MM%S}" + (f".{value.microsecond:06d}" if value.microsecond else "")
        return f'office:value-type="time" office:time-value="{text}S"'
    return f'office:value-type="date" office:date-value="{value.isoformat()}"'


def shown(value: Value, form: Form, lang: str) -> str:
    """Give a value as it is shown, for programs that do not look at its type."""
    if isinstance(value, bool):
        words: tuple[str, str] = ("WAAR", "ONWAAR") if lang == "nl" else ("TRUE", "FALSE")
        return words[0] if value else words[1]
    if isinstance(value, int | float):
        text = repr(value) if form.decimals is None else f"{value:,.{form.decimals}f}"
        if not form.grouped:
            text = text.replace(",", "")
        if lang == "nl":
            text = text.translate(str.maketrans(",.", ".,"))
        return f"{form.sign} {text}" if form.sign else text + form.suffix
    fraction = ""
    if isinstance(value, datetime | time):
        fraction = f"{value:%H:%M:%S}"
        fraction += f".{value.microsecond // 1000:03d}" if form.has_fraction else ""
    day = f"{value.day:02d}-{value.month:02d}-{value.year:04d}" if isinstance(value, date) else ""
    return f"{day} {fraction}".strip() or str(value)


def _paragraphs(text: str, link: Link | None = None) -> str:
    """Give a text as paragraphs, with all its blanks."""
    found = []
    for line in text.split("\n"):
        body = _ODD_BLANKS.sub(_blanks, escape(line)).replace("\t", "<text:tab/>")
        if link is not None:
            target = link.url or f"#{_quoted(link.sheet)}.{column_name(link.column)}{link.row + 1}"
            body = f'<text:a xlink:href={_attribute(target)} xlink:type="simple">{body}</text:a>'
        found.append(f"<text:p>{body}</text:p>")
    return "".join(found)


def _blanks(found: re.Match[str]) -> str:
    return f'<text:s text:c="{len(found[0])}"/>'


def _locale(lang: str) -> str:
    language, country = ("nl", "NL") if lang == "nl" else ("en", "GB")
    return f'number:language="{language}" number:country="{country}"'


def _data_style(form: Form, name: str, lang: str) -> str:
    """Give the style that says how values are shown, with the separators of the language."""
    head = f'style:name="{name}" {_locale(lang)}'
    if form.kind == "text":
        return f"<number:text-style {head}><number:text-content/></number:text-style>"
    if form.kind == "boolean":
        return f"<number:boolean-style {head}><number:boolean/></number:boolean-style>"
    if form.kind != "number":
        day = (
            '<number:day number:style="long"/><number:text>-</number:text>'
            '<number:month number:style="long"/><number:text>-</number:text>'
            '<number:year number:style="long"/>'
        )
        decimals = 3 * form.has_fraction
        clock = (
            '<number:hours number:style="long"/><number:text>:</number:text>'
            '<number:minutes number:style="long"/><number:text>:</number:text>'
            f'<number:seconds number:style="long" number:decimal-places="{decimals}"/>'
        )
        if form.kind == "time":
            return f"<number:time-style {head}>{clock}</number:time-style>"
        body = day if form.kind == "date" else f"{day}<number:text> </number:text>{clock}"
        return f"<number:date-style {head}>{body}</number:date-style>"
    return _number_style(form, name, head, lang)


def _number_style(form: Form, name: str, head: str, lang: str) -> str:
    digits = '<number:number number:min-integer-digits="1"/>'
    if form.decimals is not None:
        digits = (
            f'<number:number number:decimal-places="{form.decimals}" '
            f'number:min-decimal-places="{form.decimals}" number:min-integer-digits="1" '
            f'number:grouping="{str(form.grouped).lower()}"/>'
        )
    if not form.currency:
        suffix = f"<number:text>{escape(form.suffix)}</number:text>" if form.suffix else ""
        return f"<number:number-style {head}>{digits}{suffix}</number:number-style>"
    sign = f"<number:currency-symbol {_locale(lang)}>{escape(form.sign)}</number:currency-symbol>"
    return (
        f'<number:currency-style style:name="{name}P" style:volatile="true" {_locale(lang)}>{sign}'
        f"<number:text> </number:text>{digits}</number:currency-style>"
        f"<number:currency-style {head}>{sign}<number:text> -</number:text>{digits}"
        f'<style:map style:condition="value()&gt;=0" style:apply-style-name="{name}P"/>'
        f"</number:currency-style>"
    )


def _styles(book: Book) -> str:
    """Give the part with the standard style of cells, and how pages are printed."""
    language, country = ("nl", "NL") if book.lang == "nl" else ("en", "GB")
    before, between, _ = said("printed", book.lang).split("{}")
    return (
        f'{_HEAD}<office:document-styles {_NAMESPACES} office:version="1.3">'
        '<office:font-face-decls><style:font-face style:name="Sans" '
        "svg:font-family=\"Calibri, Carlito, Arial, 'Liberation Sans'\" "
        'style:font-family-generic="swiss"/></office:font-face-decls>'
        "<office:styles>"
        '<style:default-style style:family="table-cell"><style:text-properties '
        f'style:font-name="Sans" fo:font-family="Calibri, Carlito, Arial" fo:font-size="10pt" '
        f'fo:language="{language}" fo:country="{country}"/></style:default-style>'
        '<style:style style:name="Default" style:family="table-cell"/>'
        "</office:styles>"
        "<office:automatic-styles>"
        '<style:page-layout style:name="Layout"><style:page-layout-properties '
        'fo:page-width="29.7cm" fo:page-height="21cm" style:print-orientation="landscape" '
        'fo:margin-top="1.5cm" fo:margin-bottom="1.2cm" fo:margin-left="1.5cm" '
        'fo:margin-right="1.5cm" style:scale-to-X="1" style:scale-to-Y="0"/>'
        "<style:header-style/><style:footer-style><style:header-footer-properties "
        'fo:min-height="0.6cm" fo:margin-top="0.3cm"/></style:footer-style></style:page-layout>'
        "</office:automatic-styles>"
        '<office:master-styles><style:master-page style:name="Page" '
        'style:page-layout-name="Layout"><style:header style:display="false"/><style:footer>'
        "<style:region-left><text:p><text:sheet-name>-</text:sheet-name></text:p>"
        "</style:region-left><style:region-right><text:p>"
        f"{_inline(before)}<text:page-number>1</text:page-number>{_inline(between)}"
        "<text:page-count>1</text:page-count></text:p></style:region-right></style:footer>"
        "</style:master-page></office:master-styles></office:document-styles>"
    )


def _inline(text: str) -> str:
    return _ODD_BLANKS.sub(_blanks, escape(text))


def _meta(book: Book) -> str:
    """Give the part with what is said of the workbook."""
    made = book.created.isoformat(timespec="seconds")
    fields = [
        "<meta:generator>drenthe-data</meta:generator>",
        f"<dc:title>{escape(book.title)}</dc:title>",
        f"<dc:description>{escape(book.subject)}</dc:description>",
        f"<meta:initial-creator>{escape(book.author)}</meta:initial-creator>",
        f"<dc:creator>{escape(book.author)}</dc:creator>",
        f"<meta:creation-date>{made}</meta:creation-date>",
        f"<dc:date>{made}</dc:date>",
        f"<dc:language>{'nl-NL' if book.lang == 'nl' else 'en-GB'}</dc:language>",
        *(f"<meta:keyword>{escape(word)}</meta:keyword>" for word in book.keywords),
        *(
            f"<meta:user-defined meta:name={_attribute(key)}>{escape(value)}</meta:user-defined>"
            for key, value in book.properties.items()
        ),
    ]
    return (
        f'{_HEAD}<office:document-meta {_NAMESPACES} office:version="1.3"><office:meta>'
        f"{''.join(fields)}</office:meta></office:document-meta>"
    )


def _settings(book: Book) -> str:
    """Give the part that says which rows and columns stay in sight."""
    tables = []
    for sheet in book.sheets:
        items = [_setting("ShowGrid", "boolean", "true" if sheet.head else "false")]
        for rows, first, way in (
            (sheet.first, "Horizontal", "Right"),
            (sheet.head if sheet.widths else 0, "Vertical", "Bottom"),
        ):
            items += [
                _setting(f"{first}SplitMode", "short", "2" if rows else "0"),
                _setting(f"{first}SplitPosition", "int", str(rows)),
                _setting(f"Position{way}", "int", str(rows)),
            ]
        # The part that is right of and below what stays in sight.
        active = "2" if not sheet.first else "3"
        items.append(_setting("ActiveSplitRange", "short", active if sheet.head else "2"))
        tables.append(
            f"<config:config-item-map-entry config:name={_attribute(sheet.name)}>"
            f"{''.join(items)}</config:config-item-map-entry>"
        )
    first_name = book.sheets[0].name
    return (
        f'{_HEAD}<office:document-settings {_NAMESPACES} office:version="1.3"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        f"{_setting('ViewId', 'string', 'view1')}"
        f'<config:config-item-map-named config:name="Tables">{"".join(tables)}'
        "</config:config-item-map-named>"
        f"{_setting('ActiveTable', 'string', first_name)}"
        "</config:config-item-map-entry></config:config-item-map-indexed>"
        "</config:config-item-set></office:settings></office:document-settings>"
    )


def _setting(name: str, kind: Literal["short", "int", "string", "boolean"], value: str) -> str:
    return (
        f'<config:config-item config:name="{name}" config:type="{kind}">{escape(value)}'
        "</config:config-item>"
    )


def _manifest(parts: Iterable[str]) -> str:
    entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"{}/>'
    entries = [entry.format("/", MEDIA_TYPE, ' manifest:version="1.3"')]
    entries += [entry.format(name, "text/xml", "") for name in parts]
    return (
        f"{_HEAD}<manifest:manifest "
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        f'manifest:version="1.3">{"".join(entries)}</manifest:manifest>'
    )
