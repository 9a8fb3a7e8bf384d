"""Spreadsheets, opened with openpyxl, calamine, odfpy and LibreOffice."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import re
import shutil
import subprocess
import time as clock
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import polars as pl
import pytest
import python_calamine
from openpyxl.utils import get_column_letter

from drenthe_data import load
from drenthe_data.exceptions import DataError
from drenthe_data.exporting import export
from drenthe_data.exporting.spreadsheets.model import (
    check_size,
    column_name,
    escaped,
    sheet_names,
    units,
)
from drenthe_data.exporting.views import view_frames
from drenthe_data.loading import LoadedPackage, load_package
from tests.packages import ROOT, make_package

DATA = load(ROOT)
TABLES = [resource.name for resource in DATA.package.resources]
FORMATS = ["xlsx", "ods"]
SOFFICE = shutil.which("soffice")
_NS = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "config": "urn:oasis:names:tc:opendocument:xmlns:config:1.0",
}
HOSTILE = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://a.b","x")'),
    *("a\nb\n\nc", " two  blanks ", '"<script>&amp;', "😀 é 漢字", "\x01\x0b", "_x0041_"),
    *("x" * 32_767, "'quoted'", "1-2", "007", "2026-11-21", "1e5", "TRUE"),
]
TYPES = {
    **dict.fromkeys(("id", "big", "whole"), "integer"),
    **dict.fromkeys(("text", "code"), "string"),
    "number": "number",
    "yes": "boolean",
    "day": "date",
    "moment": "datetime",
    "clock": "time",
    "year": "year",
    "month": "yearmonth",
    "span": "duration",
    "point": "geopoint",
    "thing": "object",
    "row": "array",
    "items": "list",
    "rest": "any",
}
CELLS: dict[str, list[str]] = {
    "big": ["9007199254740993", "12345", "-5", ""],
    "whole": ["1", "2000000", ""],
    "code": ["a", "b", ""],
    "number": ["0.30000000000000004", "1e300", "-1234567.891", "INF", "NaN", ""],
    "yes": ["true", "false", ""],
    "day": ["2026-11-21", "1900-03-01", "1900-02-28", "0001-01-01", "1582-10-15", ""],
    "moment": ["2026-11-21T09:30:00Z", "2026-11-21T09:30:00.123Z", "2026-11-21T09:30:00.123456Z"],
    "clock": ["09:30:00", "23:59:59", ""],
    "year": ["2016", "1999", ""],
    "month": ["2016-02", ""],
    "span": ["P1Y2M", ""],
    "point": ["6.5,52.5", ""],
    "thing": ['{"a": 1}', ""],
    "row": ["[1, 2]", ""],
    "items": ["a,b", ""],
    "rest": ["=x", ""],
}


def make_hostile(folder: Path) -> LoadedPackage:
    """Make a package with odd texts, all types, odd names and a table without rows."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(TYPES)
    for number, value in enumerate(HOSTILE):
        rest = {name: cells[number % len(cells)] for name, cells in CELLS.items()}
        writer.writerow([{"id": str(number), "text": value, **rest}[name] for name in TYPES])
    described: dict[str, dict[str, Any]] = {
        "id": {"title": "Number", "title_nl": "=Nummer", "description": "A \x01 number."},
        "whole": {"unit": "EUR"},
        "number": {"unit": "hectare"},
        "code": {
            "categories": [{"value": "a", "label": "First", "label_nl": "=Eerste"}, {"value": "b"}]
        },
    }
    schema = {
        "fields": [{"name": n, "type": t, **described.get(n, {})} for n, t in TYPES.items()],
        "primaryKey": ["id"],
    }
    links = {
        "fields": [
            {"name": "to", "type": "integer"},
            {"name": "web", "type": "string", "format": "uri"},
        ],
        "foreignKeys": [{"fields": ["to"], "reference": {"resource": "odd", "fields": ["id"]}}],
    }
    rows = "to,web\n3,https://example.org/?a=1&b=2#c\n,javascript:alert(1)\n0,\n"
    tables = {"odd": text.getvalue(), "a [b]: 'c'": rows, "empty": "x,y\n"}
    empty = {"fields": [{"name": "x", "type": "string"}, {"name": "y", "type": "date"}]}
    make_package(
        folder,
        tables,
        {"odd": schema, "a [b]: 'c'": links, "empty": empty},
        title="<b> & 'co'",
        created="2026-11-21T00:00:00Z",
        licenses=[{"name": "CC0-1.0", "path": "javascript:alert(1)"}],
        sources=[{"title": "=1+1"}],
    )
    path = folder / "datapackage.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    raw["resources"][0]["title"] = "A title: much longer than thirty-one characters / [odd]"
    path.write_text(json.dumps(raw), encoding="utf-8")
    return load_package(folder)


def write(data: LoadedPackage, name: str, folder: Path) -> Path:
    """Export to a format; gives the file."""
    result = export(data, [name], folder)
    assert not result.failed, result.failed
    (file,) = result.files(name)
    return file


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("real")
    return {name: write(DATA, name, folder) for name in FORMATS}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[LoadedPackage, dict[str, Path]]:
    folder = tmp_path_factory.mktemp("hostile")
    data = make_hostile(folder / "package")
    return data, {name: write(data, name, folder / "out") for name in FORMATS}


@pytest.fixture(scope="module")
def opened(real: dict[str, Path]) -> Iterator[openpyxl.Workbook]:
    book = openpyxl.load_workbook(real["xlsx"])
    yield book
    book.close()


def names_of_sheets(data: LoadedPackage) -> dict[str, str]:
    """Give the sheet of each table, in the way that the first sheet lists them."""
    titles = [item.text("title", "nl") or item.name for item in data.package.resources]
    return dict(zip([r.name for r in data.package.resources], sheet_names(titles), strict=True))


def expected(value: Any, earliest: date) -> Any:
    """Give what a reader must find for a value: the value, or text where it cannot be held."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int) and abs(value) >= 10**15:
        return str(value)
    if isinstance(value, float) and math.isnan(value):
        return "NaN"
    if isinstance(value, float) and abs(value) == float("inf"):
        return "INF"
    if isinstance(value, datetime):
        bare = value.replace(tzinfo=None)
        return bare if bare.microsecond % 1000 == 0 else f"{bare.isoformat()}Z"
    if isinstance(value, date) and value < earliest:
        return value.isoformat()
    return value


def unescaped(text: str) -> str:
    """Undo the escapes of OOXML."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def same(found: object, wanted: object) -> bool:
    """Compare a cell with a value; readers give dates as moments, and numbers as floats."""
    if isinstance(wanted, bool) or isinstance(found, bool):
        return found is wanted
    if isinstance(wanted, date) and not isinstance(wanted, datetime):
        wanted = datetime.combine(wanted, time())
        found = datetime.combine(found, time()) if type(found) is date else found
    if wanted is None:
        return found in (None, "")
    return type(found) in (type(wanted), float, int) and found == wanted


def calamine_rows(file: Path, sheet: str) -> list[list[Any]]:
    book = python_calamine.load_workbook(str(file))
    return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


@pytest.mark.parametrize("name", TABLES)
def test_openpyxl_reads_each_table_back(opened: openpyxl.Workbook, name: str) -> None:
    resource = DATA.package.resource(name)
    frame = DATA.frames[name]
    sheet = opened[names_of_sheets(DATA)[name]]
    rows = list(sheet.iter_rows(values_only=True))
    assert list(rows[0]) == [item.label("nl") for item in resource.schema.fields]
    assert list(rows[1]) == frame.columns
    assert rows[2:] == frame.rows()
    for row, wanted in zip(rows[2:], frame.iter_rows(), strict=True):
        # A number without a fraction is read as a whole number.
        assert all(
            type(a) is type(b) or isinstance(b, float) for a, b in zip(row, wanted, strict=True)
        )
    last = f"{get_column_letter(frame.width)}{frame.height + 2}"
    assert sheet.auto_filter.ref == f"A2:{last}"
    is_keyed = frame.columns[0] in resource.schema.primary_key
    assert sheet.freeze_panes == ("B3" if is_keyed else "A3")
    assert sheet.print_title_rows == "$1:$2"
    for place, item in enumerate(resource.schema.fields, start=1):
        note = sheet.cell(1, place).comment
        assert note is not None
        assert note.text.startswith(item.raw["description_nl"])
        assert 9 <= sheet.column_dimensions[get_column_letter(place)].width <= 61


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("name", TABLES)
def test_calamine_reads_each_table_back(real: dict[str, Path], format_name: str, name: str) -> None:
    frame = DATA.frames[name]
    rows = calamine_rows(real[format_name], names_of_sheets(DATA)[name])
    assert rows[1] == frame.columns
    assert len(rows) == frame.height + 2
    for row, wanted in zip(rows[2:], frame.iter_rows(), strict=True):
        assert all(map(same, row, wanted)), (row, wanted)


@pytest.mark.parametrize("format_name", FORMATS)
def test_views_have_sheets_of_their_own(real: dict[str, Path], format_name: str) -> None:
    book = python_calamine.load_workbook(str(real[format_name]))
    frames = view_frames(DATA)
    found = {tuple(rows[1]): rows[2:] for rows in map(sheet_rows(book), book.sheet_names[1:])}
    assert book.sheet_names[0] == "Leeswijzer"
    assert book.sheet_names[-2:] == ["Codes", "Velden"]
    assert len(book.sheet_names) == len(TABLES) + len(frames) + 3
    for frame in frames.values():
        rows = found[tuple(frame.columns)]
        for row, wanted in zip(rows, frame.iter_rows(), strict=True):
            assert all(map(same, row, wanted)), (row, wanted)


def sheet_rows(book: Any) -> Any:
    return lambda name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def test_money_and_years_and_dates_have_their_own_forms(opened: openpyxl.Workbook) -> None:
    sheet = opened["Begrotingsbedragen"]
    names = [cell.value for cell in sheet[2]]
    first = {name: sheet.cell(3, place) for place, name in enumerate(names, start=1)}
    assert first["amount_eur"].number_format == "[$€-413] #,##0;[$€-413] -#,##0"
    assert first["fiscal_year"].number_format == "0"
    assert first["source_lines"].number_format == "@"
    assert opened["Leeswijzer"]["B6"].value == datetime(2026, 11, 21)
    assert opened["Leeswijzer"]["B6"].number_format == r"dd\-mm\-yyyy"


def test_each_link_leads_to_the_row_it_refers_to(opened: openpyxl.Workbook) -> None:
    count = 0
    for sheet in opened.worksheets[1:-2]:
        for row in sheet.iter_rows(min_row=3):
            for cell in row:
                if cell.hyperlink is None or cell.hyperlink.location is None:
                    continue
                if cell.hyperlink.target is not None:
                    continue  # a page of the web, with a fragment
                name, _, place = cell.hyperlink.location.rpartition("!")
                target = opened[name.strip("'").replace("''", "'")][place]
                assert target.value == cell.value, (sheet.title, cell.coordinate)
                count += 1
    keys = [
        (resource.name, key.fields[0])
        for resource in DATA.package.resources
        for key in resource.schema.foreign_keys
        if len(key.fields) == 1
    ]
    wanted = sum(
        len(DATA.frames[table][field].drop_nulls()) for table, field in dict.fromkeys(keys)
    )
    assert count == wanted > 5000


def test_links_in_ods_lead_to_the_row_they_refer_to(real: dict[str, Path]) -> None:
    with zipfile.ZipFile(real["ods"]) as archive:
        content = archive.read("content.xml").decode()
    links = re.findall(r'xlink:href="#\'((?:[^\']|\'\')+)\'\.([A-Z]+)(\d+)"[^>]*>([^<]*)<', content)
    book = python_calamine.load_workbook(str(real["ods"]))
    sheets = {name: sheet_rows(book)(name) for name in book.sheet_names}
    assert len(links) > 5000
    for sheet, letters, row, text in links:
        name = sheet.replace("''", "'")
        assert name in sheets
        if name not in ("Codes", "Velden") and int(row) > 2:
            letter = next(n for n in range(30) if column_name(n) == letters)
            assert sheets[name][int(row) - 1][letter] == text


def test_the_legends_have_all_codes_and_fields(opened: openpyxl.Workbook) -> None:
    codes = list(opened["Codes"].iter_rows(min_row=2, values_only=True))
    assert codes[0] == (
        *("table", "table_name", "field", "field_name", "code", "label", "label_en"),
    )
    wanted = [
        (resource.name, item.name, str(entry["value"]), entry["label_nl"], entry["label"])
        for resource in DATA.package.resources
        for item in resource.schema.fields
        for entry in item.raw.get("categories", [])
    ]
    assert [(row[1], *row[3:]) for row in codes[1:]] == wanted
    fields = list(opened["Velden"].iter_rows(min_row=3, values_only=True))
    assert [(row[1], row[3], row[5]) for row in fields] == [
        (resource.name, item.name, item.type)
        for resource in DATA.package.resources
        for item in resource.schema.fields
    ]
    amount = next(row for row in fields if row[3] == "amount_eur" and row[1] == "budget_amounts")
    assert amount[4:10] == ("geheel getal", "integer", "EUR", True, False, None)


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_first_sheet_says_what_it_is(real: dict[str, Path], format_name: str) -> None:
    rows = calamine_rows(real[format_name], "Leeswijzer")
    said = {str(row[0]): row[1] for row in reversed(rows)}
    assert rows[0][0] == "Drenthe: economisch beleid als open data"
    assert said["Versie"] == DATA.version
    assert said["Licentie"] == "Creative Commons Zero v1.0 Universal"
    total = sum(frame.height for frame in DATA.frames.values())
    assert f"{len(TABLES)} tabellen met samen {total:,}".replace(",", ".") in said["Inhoud"]
    assert said["Bronnen"] == "Het Drentse Innovatie- en Kennisecosysteem in beeld"
    listed = {row[1]: row[2] for row in rows if row[1] in TABLES}
    assert listed == {name: DATA.frames[name].height for name in TABLES}


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_hostile_package_is_read_back(
    hostile: tuple[LoadedPackage, dict[str, Path]], format_name: str
) -> None:
    data, files = hostile
    earliest = date(1900, 3, 1) if format_name == "xlsx" else date(1582, 10, 15)
    book = python_calamine.load_workbook(str(files[format_name]))
    assert book.sheet_names == [
        *("Leeswijzer", "A title much longer than…", "a b 'c", "empty", "Codes", "Velden")
    ]
    frame = data.frames["odd"]
    rows = sheet_rows(book)("A title much longer than…")
    assert rows[1] == frame.columns
    for row, wanted in zip(rows[2:], frame.iter_rows(), strict=True):
        for name, found, value in zip(frame.columns, row, wanted, strict=True):
            aim = expected(value, earliest)
            if format_name == "ods" and isinstance(aim, str):
                aim = escaped(aim)
            assert same(found, aim), (name, found, aim)
    assert sheet_rows(book)("empty")[1] == ["x", "y"]


def test_openpyxl_finds_no_formula_in_a_hostile_package(
    hostile: tuple[LoadedPackage, dict[str, Path]],
) -> None:
    data, files = hostile
    book = openpyxl.load_workbook(files["xlsx"])
    sheet = book["A title much longer than…"]
    assert formulas(book) == []
    texts = [
        sheet.cell(number + 3, list(TYPES).index("text") + 1) for number in range(len(HOSTILE))
    ]
    for cell, wanted in zip(texts, HOSTILE, strict=True):
        assert cell.data_type == "s"
        assert cell.value is not None
        assert wanted in (cell.value, unescaped(str(cell.value)))
        assert cell.number_format == "@"
        is_risky = wanted.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert bool(cell.quotePrefix) is is_risky
    first = sheet["A1"]
    assert (first.value, first.data_type) == ("=Nummer", "s")
    assert first.comment is not None
    assert first.comment.text.startswith("A \ufffd number.")
    assert first.comment.text.endswith("Engels: Number. A \ufffd number.")
    links = book["a b 'c"]
    assert links["A3"].hyperlink.location == "'A title much longer than…'!A6"
    assert links["A3"].value == 3
    assert links["B3"].hyperlink.target == "https://example.org/?a=1&b=2"
    assert links["B4"].hyperlink is None
    assert all(
        cell.hyperlink is None for cell in book["Leeswijzer"]["B"] if cell.value == "CC0-1.0"
    )
    assert data.frames["empty"].height == 0


def formulas(book: openpyxl.Workbook) -> list[str]:
    """Give the formulas of a workbook, without those that stand for true and false."""
    return [
        str(cell.value)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type in ("f", "e") and cell.value not in ("=TRUE()", "=FALSE()")
    ]


def test_a_formula_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from xlsxwriter.worksheet import Worksheet

    data = make_hostile(tmp_path / "package")
    monkeypatch.setattr(Worksheet, "write_string", Worksheet.write)
    book = openpyxl.load_workbook(write(data, "xlsx", tmp_path / "out"))
    assert "=1+1" in formulas(book)


def test_odfpy_reads_notes_filters_and_types(
    hostile: tuple[LoadedPackage, dict[str, Path]],
) -> None:
    from odf import opendocument, teletype
    from odf.office import Annotation
    from odf.table import DatabaseRange, Table, TableHeaderRows

    data, files = hostile
    document = opendocument.load(str(files["ods"]))
    sheets = document.spreadsheet.getElementsByType(Table)
    assert len(sheets) == 6
    assert len(document.spreadsheet.getElementsByType(TableHeaderRows)) == 5
    notes = [teletype.extractText(each) for each in sheets[1].getElementsByType(Annotation)]
    assert any(note.startswith("A \ufffd number.") for note in notes)
    ranges = document.spreadsheet.getElementsByType(DatabaseRange)
    areas = [each.getAttribute("targetrangeaddress") for each in ranges]
    last = f"{column_name(len(TYPES) - 1)}{data.frames['odd'].height + 2}"
    assert areas[0] == f"'A title much longer than…'.A2:'A title much longer than…'.{last}"
    assert all(each.getAttribute("displayfilterbuttons") == "true" for each in ranges)


def test_ods_has_currencies_dates_and_no_formulas(
    hostile: tuple[LoadedPackage, dict[str, Path]],
) -> None:
    _, files = hostile
    with zipfile.ZipFile(files["ods"]) as archive:
        assert archive.namelist()[0] == "mimetype"
        assert archive.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
        parts = {name: archive.read(name) for name in archive.namelist()}
        assert archive.testzip() is None
    assert parts["mimetype"] == b"application/vnd.oasis.opendocument.spreadsheet"
    for name, part in parts.items():
        if name.endswith(".xml"):
            ET.fromstring(part)
    content = parts["content.xml"].decode()
    assert "table:formula" not in content
    assert 'office:value-type="currency" office:currency="EUR" office:value="2000000"' in content
    assert 'office:date-value="1582-10-15"' in content
    assert 'office:time-value="PT09H30M00S"' in content
    settings = ET.fromstring(parts["settings.xml"])
    path = ".//config:config-item-map-entry[@config:name='empty']/config:config-item"
    items = {
        item.get(f"{{{_NS['config']}}}name"): item.text for item in settings.iterfind(path, _NS)
    }
    assert (items["VerticalSplitMode"], items["VerticalSplitPosition"]) == ("2", "2")
    assert (items["HorizontalSplitMode"], items["HorizontalSplitPosition"]) == ("0", "0")


@pytest.mark.parametrize("format_name", FORMATS)
def test_what_a_spreadsheet_cannot_hold_is_said_on_the_first_sheet(
    hostile: tuple[LoadedPackage, dict[str, Path]], real: dict[str, Path], format_name: str
) -> None:
    odd = "\n".join(str(row[0]) for row in calamine_rows(hostile[1][format_name], "Leeswijzer"))
    plain = "\n".join(str(row[0]) for row in calamine_rows(real[format_name], "Leeswijzer"))
    for words in ("meer dan vijftien cijfers", "staan er als tekst (jjjj-mm-dd)"):
        assert words in odd
        assert words not in plain
    assert ("_x0001_" in odd) is (format_name == "ods")
    assert "_x0001_" not in plain


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_same_package_gives_the_same_bytes_anywhere(
    hostile: tuple[LoadedPackage, dict[str, Path]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    format_name: str,
) -> None:
    data, files = hostile
    before = os.umask(0o077)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    clock.tzset()
    try:
        again = write(data, format_name, tmp_path)
    finally:
        os.umask(before)
        monkeypatch.undo()
        clock.tzset()
    assert again.read_bytes() == files[format_name].read_bytes()
    with zipfile.ZipFile(again) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_text_that_no_cell_can_hold_is_said_and_not_cut(tmp_path: Path, format_name: str) -> None:
    text = "x\n" + "😀" * 16_384 + "\n"
    schema = {"fields": [{"name": "x", "type": "string"}], "title": "Texts"}
    data = load_package(make_package(tmp_path / "p", {"a": text}, {"a": schema}))
    error = export(data, [format_name], tmp_path / "out").failed[format_name].__cause__
    assert isinstance(error, DataError)
    assert error.message("en") == (
        'Cell A3 of sheet "a" would have 32,768 characters; a spreadsheet holds 32,767. Nothing is '
        "cut off: shorten the text, or use another format, such as csv, parquet or sqlite."
    )
    assert error.message("nl") == (
        'Cel A3 van blad "a" zou 32.768 tekens krijgen; in een rekenblad passen er 32.767. Er '
        "wordt niets afgekapt: maak de tekst korter, of gebruik een ander formaat, zoals csv, "
        "parquet of sqlite."
    )
    assert not list((tmp_path / "out").glob("*.*s*"))


@pytest.mark.parametrize("format_name", FORMATS)
def test_more_rows_than_a_sheet_holds_are_said(tmp_path: Path, format_name: str) -> None:
    schema = {"fields": [{"name": "x", "type": "integer"}]}
    data = load_package(make_package(tmp_path / "p", {"a": "x\n1\n"}, {"a": schema}))
    data.frames["a"] = pl.DataFrame({"x": pl.Series([None], dtype=pl.Int64)}).select(
        pl.col("x").repeat_by(1_048_575).explode()
    )
    error = export(data, [format_name], tmp_path / "out").failed[format_name].__cause__
    assert isinstance(error, DataError)
    assert 'Sheet "a" would have 1,048,577 rows; a spreadsheet holds 1,048,576.' in str(error)
    assert 'Blad "a" zou 1.048.577 rijen krijgen; in een rekenblad' in error.message("nl")


def test_more_columns_than_a_sheet_holds_are_said() -> None:
    check_size("a", 1_048_576, 16_384)
    with pytest.raises(DataError) as caught:
        check_size("a", 3, 16_385)
    assert 'Sheet "a" would have 16,385 columns; a spreadsheet holds 16,384.' in str(caught.value)
    assert 'Blad "a" zou 16.385 kolommen krijgen; in een' in caught.value.message("nl")


def test_a_package_chooses_the_language_in_its_own_profile(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "x", "type": "string", "title": "Word", "title_nl": "Woord"}]}
    folder = make_package(tmp_path / "p", {"a": "x\n1\n"}, {"a": schema})
    (folder / "exports").mkdir()
    profile = (ROOT / "exports" / "xlsx.toml").read_text(encoding="utf-8")
    text = profile.replace('lang = "nl"', 'lang = "en"')
    (folder / "exports" / "xlsx.toml").write_text(text, encoding="utf-8")
    data = load_package(folder)
    book = openpyxl.load_workbook(write(data, "xlsx", tmp_path / "out"))
    assert book.sheetnames == ["Read me", "a", "Codes", "Fields"]
    assert book["a"]["A1"].value == "Word"


def test_names_of_sheets_are_short_unique_and_allowed() -> None:
    wanted = ["Codes", "codes", "history", "a/b:[c]*?\\d", "'x'", "", "\x01", "😀" * 20, "w" * 40]
    found = sheet_names(wanted, taken=["Codes"])
    assert found[:6] == ["Codes (2)", "codes (3)", "history (2)", "a b c d", "x", "-"]
    assert len({name.casefold() for name in found}) == len(found)
    assert all(0 < units(name) <= 31 for name in found)
    assert not any(re.search(r"[\[\]:*?/\\]|^'|'$", name) for name in found)


def test_a_package_without_texts_rows_or_schemas_is_whole(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x\n", encoding="utf-8")
    descriptor = {"resources": [{"name": "a", "path": "a.csv"}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    data = load_package(tmp_path)
    for name in FORMATS:
        file = write(data, name, tmp_path / "out")
        names = python_calamine.load_workbook(str(file)).sheet_names
        assert names == ["Leeswijzer", "a", "Codes", "Velden"]


needs_soffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"


def convert(files: list[Path], kind: str, folder: Path, profile: Path) -> None:
    """Let LibreOffice convert files; it computes all formulas when it opens them."""
    assert SOFFICE is not None
    arguments = [f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind]
    subprocess.run(
        [SOFFICE, *arguments, "--outdir", str(folder), *map(str, files)],
        check=True,
        capture_output=True,
        timeout=300,
    )


@needs_soffice
def test_libreoffice_opens_computes_and_writes_them_again(
    hostile: tuple[LoadedPackage, dict[str, Path]], tmp_path: Path
) -> None:
    data, files = hostile
    given = []
    for name in FORMATS:
        given.append(tmp_path / f"from_{name}.{name}")
        shutil.copy(files[name], given[-1])
    profile, out = tmp_path / "profile", tmp_path / "out"
    convert(given, "xlsx", out, profile)
    convert(given, _CSV, out, profile)
    convert(given, "pdf", out, profile)
    frame = data.frames["odd"]
    place = frame.columns.index("text")
    for name in FORMATS:
        earliest = date(1900, 3, 1)
        book = openpyxl.load_workbook(out / f"from_{name}.xlsx")
        assert formulas(book) == []
        sheet = book["A title much longer than…"]
        assert sheet.auto_filter.ref == f"A2:{get_column_letter(frame.width)}{frame.height + 2}"
        assert sheet["A1"].comment.text.startswith("A \ufffd number.")
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
        for row, wanted in zip(rows, frame.iter_rows(), strict=True):
            for field, found, value in zip(frame.columns, row, wanted, strict=True):
                if type(value) is date and value < earliest:
                    continue  # LibreOffice counts these days otherwise than Excel
                aim = expected(value, earliest)
                if isinstance(aim, bool):
                    assert found in (aim, f"={str(aim).upper()}()")
                elif isinstance(aim, str):
                    assert aim in (found, unescaped(unescaped(str(found)))), (field, found)
                elif isinstance(aim, float):
                    assert found == pytest.approx(aim, rel=1e-14)
                else:
                    assert same(found, aim), (field, found, aim)
        with (out / f"from_{name}-A title much longer than….csv").open(
            encoding="utf-8", newline=""
        ) as stream:
            texts = [row[place] for row in csv.reader(stream)][2:]
        assert [unescaped(unescaped(text)) for text in texts] == [unescaped(t) for t in HOSTILE]
        assert (out / f"from_{name}.pdf").read_bytes().startswith(b"%PDF")


@needs_soffice
def test_libreoffice_reads_every_table_of_the_real_workbook(
    real: dict[str, Path], tmp_path: Path
) -> None:
    convert([real["ods"]], "xlsx", tmp_path, tmp_path / "profile")
    file = tmp_path / real["xlsx"].name
    for name, sheet in names_of_sheets(DATA).items():
        frame = DATA.frames[name]
        rows = calamine_rows(file, sheet)
        assert rows[1] == frame.columns
        for row, wanted in zip(rows[2:], frame.iter_rows(), strict=True):
            assert all(map(same, row, wanted)), (row, wanted)
