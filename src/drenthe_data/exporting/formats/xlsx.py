"""One Excel workbook: a sheet per table and view, with a sheet of codes and one of fields."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drenthe_data.exporting.job import Job
from drenthe_data.exporting.spreadsheets.build import book_of
from drenthe_data.exporting.spreadsheets.model import Book, Cell, Form, Link, Look, Sheet, plain
from drenthe_data.exporting.spreadsheets.texts import text
from drenthe_data.exporting.typed import file_name
from drenthe_data.writing import atomic

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# Excel has a 29 February 1900, so that it counts the days before it otherwise than others do.
_EARLIEST = date(1900, 3, 1)
_LOOKS: dict[Look, dict[str, Any]] = {
    "body": {},
    "wrapped": {"text_wrap": True},
    "header": {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E79", "text_wrap": True},
    "name": {"font_size": 9, "font_color": "#404040", "bg_color": "#DDE7F1", "bottom": 1},
    "title": {"bold": True, "font_size": 20, "font_color": "#1F4E79"},
    "heading": {"bold": True, "font_size": 14, "font_color": "#1F4E79"},
    "label": {"bold": True},
    "paragraph": {"text_wrap": True, "align": "left"},
}
_LINK_COLOUR = "#0B57A4"


class _Exact(float):
    """A number that XlsxWriter writes with all its digits, and not with sixteen."""

    __slots__ = ()

    def __format__(self, _: str) -> str:
        return repr(float(self))


def export(job: Job) -> list[Path]:
    """Write ``<name>.xlsx``.

    Raises:
        DataError: When a sheet cannot hold a table or a cell whole.
    """
    from xlsxwriter import Workbook

    book = book_of(job, _EARLIEST)
    target = job.folder / f"{file_name(job.data.name)}.xlsx"
    # In memory, because only then the times inside do not depend on where and when it is made.
    with atomic(target) as temporary, Workbook(str(temporary), {"in_memory": True}) as workbook:
        _Writer(workbook, book).write()
    return [target]


def number_format(form: Form) -> str:
    """Give the format code of Excel."""
    if form.kind == "number":
        return _number_code(form)
    seconds = "ss.000" if form.has_fraction else "ss"
    codes = {
        "text": "@",
        "boolean": "General",
        "date": r"dd\-mm\-yyyy",
        "datetime": rf"dd\-mm\-yyyy\ hh:mm:{seconds}",
        "time": f"hh:mm:{seconds}",
    }
    return codes[form.kind]


def _number_code(form: Form) -> str:
    suffix = f'"{form.suffix}"' if form.suffix else ""
    if form.decimals is None:
        return f"General{suffix}"
    digits = "#,##0" if form.grouped else "0"
    if form.decimals:
        digits += "." + "0" * form.decimals
    if not form.currency:
        return digits + suffix
    sign = f"[${form.sign}-413] "
    return f"{sign}{digits};{sign}-{digits}"


class _Writer:
    """Writes a workbook."""

    def __init__(self, workbook: Workbook, book: Book) -> None:
        self.workbook = workbook
        self.book = book
        self.formats: dict[tuple[Look, Form, bool, bool], Format] = {}

    def write(self) -> None:
        """Write all sheets, and what is said of the workbook."""
        book = self.book
        self.workbook.set_properties(
            {
                "title": book.title[:255],
                "subject": book.subject[:255],
                "author": book.author[:255],
                "keywords": ", ".join(book.keywords)[:255],
                "created": book.created,
            }
        )
        for key, value in book.properties.items():
            self.workbook.set_custom_property(key, value[:255])
        # All sheets are made first, so that links have somewhere to go.
        for sheet in book.sheets:
            self.workbook.add_worksheet(sheet.name)
        for sheet, page in zip(book.sheets, self.workbook.worksheets(), strict=True):
            self.sheet(sheet, page)

    def sheet(self, sheet: Sheet, page: Worksheet) -> None:
        """Write one sheet."""
        width = len(sheet.widths)
        page.set_tab_color(sheet.colour)
        for place, chars in enumerate(sheet.widths):
            form = sheet.forms[place] if sheet.forms else None
            page.set_column(place, place, chars, self.format("body", form) if form else None)
        for number, height in sheet.heights.items():
            page.set_row(number, height)
        for number, row in enumerate(sheet.checked_rows()):
            for place, cell in enumerate(row):
                if cell is not None:
                    self.cell(page, number, place, cell)
        if sheet.head:
            page.freeze_panes(sheet.head, sheet.first)
            page.repeat_rows(0, sheet.head - 1)
        else:
            page.hide_gridlines(2)
        if sheet.is_filtered:
            page.autofilter(sheet.head - 1, 0, max(sheet.height, sheet.head) - 1, width - 1)
        if width:
            # A text of digits is a text here: no green corners.
            page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_footer("&L&A&R" + text("printed", self.book.lang).format("&P", "&N"))

    def cell(self, page: Worksheet, row: int, place: int, cell: Cell) -> None:
        """Write one cell. A text is always written as text, never as a formula."""
        shown = self.format(cell.look, cell.form, is_link=bool(cell.link), is_risky=cell.is_risky)
        if cell.span > 1:
            page.merge_range(row, place, row, place + cell.span - 1, "", shown)
        if cell.link is not None:
            # The cell itself is written after it, with its own type.
            page.write_url(row, place, _address(cell.link), shown, str(cell.value))
        value = cell.value
        if isinstance(value, str):
            page.write_string(row, place, value, shown)
        elif isinstance(value, bool):
            page.write_boolean(row, place, value, shown)
        elif isinstance(value, int | float):
            page.write_number(row, place, _exact(value), shown)
        elif isinstance(value, date | datetime | time):
            page.write_datetime(row, place, value, shown)
        if cell.note:
            lines = sum(-(-len(line) // 45) or 1 for line in cell.note.split("\n"))
            size = {"width": 300, "height": min(30 + 17 * lines, 420)}
            page.write_comment(row, place, cell.note, {**size, "author": "", "font_size": 9})

    def format(
        self,
        look: Look,
        form: Form | None,
        *,
        is_link: bool = False,
        is_risky: bool = False,
    ) -> Format:
        """Give the format of a cell; each is made once."""
        form = form or Form("text")
        key = (look, form, is_link, is_risky)
        if key not in self.formats:
            shown = {"valign": "top", **_LOOKS[look], "num_format": number_format(form)}
            if look in ("header", "name", "label", "title", "heading"):
                shown["num_format"] = "@"
            if form.kind == "number" and look != "paragraph":
                shown |= {"align": "right", "indent": 1}
            if is_link:
                shown["font_color"] = _LINK_COLOUR
            if is_risky:
                # Excel keeps it a text, also when somebody edits the cell.
                shown["quote_prefix"] = True
            self.formats[key] = self.workbook.add_format(shown)
        return self.formats[key]


def _exact(value: float) -> float:
    """Give a number that is written with all its digits."""
    if isinstance(value, float) and float(f"{value:.16G}") != value:
        return _Exact(value)
    return value


def _address(link: Link) -> str:
    """Give where a link leads, as XlsxWriter takes it."""
    if link.url:
        return link.url
    from xlsxwriter.utility import xl_rowcol_to_cell

    name = plain(link.sheet).replace("'", "''")
    return f"internal:'{name}'!{xl_rowcol_to_cell(link.row, link.column)}"
