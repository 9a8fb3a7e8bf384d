"""One table, stored in every way that can be read: the same values and the same findings."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import drenthe_data
from drenthe_data import check
from drenthe_data.descriptor import read_package
from drenthe_data.reading import blocks, others, read_table, source
from tests.both_ways import block_by_block

SCHEMA = {
    "fields": [
        {"name": "id", "type": "integer", "constraints": {"required": True}},
        {"name": "name", "type": "string"},
        {"name": "amount", "type": "number"},
        {"name": "day", "type": "date"},
    ],
    "primaryKey": ["id"],
}
LABELS = ["id", "name", "amount", "day"]
SOUND = [
    ["1", "café, né", "10.5", "2024-01-31"],
    ["2", 'said "so"', "-3", "2024-02-29"],
    ["3", "", "", ""],
    ["4", "a;b", "1e3", "1999-12-31"],
]
# A figure that is none, and a key for the second time with a day that does not exist.
FAULTY = [*SOUND[:3], ["4", "x", "many", "2024-02-29"], ["2", "y", "1", "2024-02-30"]]
# Code, number of the row below the header, field, value.
FOUND = [
    ("type-error", 4, "amount", "many"),
    ("type-error", 5, "day", "2024-02-30"),
    ("primary-key", 5, "id", "2"),
]
Rows = list[list[str]]
Written = tuple[dict[str, Any], list[tuple[str, int | None]]]


def csv_text(rows: Rows, delimiter: str = ",", end: str = "\n") -> str:
    """Write rows as CSV."""
    import csv

    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue()


def lines(count: int, first: int = 2, file: str = "t.csv") -> list[tuple[str, int | None]]:
    """Give the file and line of each row below the header."""
    return [(file, first + number) for number in range(count)]


def plain(folder: Path, rows: Rows) -> Written:
    (folder / "t.csv").write_text(csv_text([LABELS, *rows]), encoding="utf-8")
    return {"path": "t.csv"}, lines(len(rows))


def windows_line_ends(folder: Path, rows: Rows) -> Written:
    (folder / "t.csv").write_bytes(csv_text([LABELS, *rows], end="\r\n").encode())
    return {"path": "t.csv"}, lines(len(rows))


def encoded(encoding: str) -> Callable[[Path, Rows], Written]:
    def write(folder: Path, rows: Rows) -> Written:
        (folder / "t.csv").write_bytes(csv_text([LABELS, *rows]).encode(encoding))
        return {"path": "t.csv", "encoding": encoding}, lines(len(rows))

    return write


def gzipped(folder: Path, rows: Rows) -> Written:
    (folder / "t.csv.gz").write_bytes(gzip.compress(csv_text([LABELS, *rows]).encode()))
    return {"path": "t.csv.gz"}, lines(len(rows), file="t.csv.gz")


def zipped(folder: Path, rows: Rows) -> Written:
    with zipfile.ZipFile(folder / "t.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("t.csv", csv_text([LABELS, *rows]))
    return {"path": "t.zip", "format": "csv"}, lines(len(rows), file="t.zip")


def zipped_among_others(folder: Path, rows: Rows) -> Written:
    with zipfile.ZipFile(folder / "t.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "read me")
        archive.writestr("data/t.csv", csv_text([LABELS, *rows]))
    described = {"path": "t.zip", "format": "csv", "innerpath": "data/t.csv"}
    return described, lines(len(rows), file="t.zip")


def parts(folder: Path, rows: Rows) -> Written:
    (folder / "t-1.csv").write_text(csv_text([LABELS, *rows[:2]]), encoding="utf-8")
    (folder / "t-2.csv").write_text(csv_text([LABELS, *rows[2:]]), encoding="utf-8")
    places = lines(2, file="t-1.csv") + lines(len(rows) - 2, file="t-2.csv")
    return {"path": ["t-1.csv", "t-2.csv"]}, places


def parts_without_header(folder: Path, rows: Rows) -> Written:
    (folder / "t-1.csv").write_text(csv_text([LABELS, *rows[:2]]), encoding="utf-8")
    (folder / "t-2.csv").write_text(csv_text(rows[2:]), encoding="utf-8")
    places = lines(2, file="t-1.csv") + lines(len(rows) - 2, 1, file="t-2.csv")
    return {"path": ["t-1.csv", "t-2.csv"]}, places


def no_header(folder: Path, rows: Rows) -> Written:
    (folder / "t.csv").write_text(csv_text(rows), encoding="utf-8")
    return {"path": "t.csv", "dialect": {"header": False}}, lines(len(rows), 1)


def semicolons(folder: Path, rows: Rows) -> Written:
    (folder / "t.csv").write_text(csv_text([LABELS, *rows], ";"), encoding="utf-8")
    return {"path": "t.csv", "dialect": {"delimiter": ";"}}, lines(len(rows))


def unusual(folder: Path, rows: Rows) -> Written:
    """Another quote, an escape character, blanks after delimiters, comments, two header rows."""
    text = "# made by hand\nid; na;amount; day\n;me;;\n"
    for number, row in enumerate(rows):
        cells = [cell.replace("'", "\\'") for cell in row]
        text += "; ".join(f"'{cell}'" if ";" in cell else cell for cell in cells) + "\n"
        text += "# a remark\n" if number == 1 else ""
    (folder / "t.csv").write_text(text, encoding="utf-8")
    dialect = {
        "delimiter": ";",
        "quoteChar": "'",
        "escapeChar": "\\",
        "doubleQuote": False,
        "skipInitialSpace": True,
        "commentChar": "#",
        "headerRows": [2, 3],
        "headerJoin": "",
    }
    return {"path": "t.csv", "dialect": dialect}, lines(2, 4) + lines(len(rows) - 2, 7)


def lists(folder: Path, rows: Rows) -> Written:
    del folder
    return {"data": [LABELS, *rows]}, [("datapackage.json", None)] * len(rows)


def objects(folder: Path, rows: Rows) -> Written:
    del folder
    data = [dict(zip(LABELS, row, strict=True)) for row in rows]
    return {"data": data}, [("datapackage.json", None)] * len(rows)


def text(folder: Path, rows: Rows) -> Written:
    del folder
    described = {"data": csv_text([LABELS, *rows]), "format": "csv"}
    return described, [("datapackage.json", None)] * len(rows)


def parquet(folder: Path, rows: Rows) -> Written:
    frame = pl.DataFrame(rows, schema=dict.fromkeys(LABELS, pl.String), orient="row")
    frame.write_parquet(folder / "t.parquet")
    return {"path": "t.parquet"}, [("t.parquet", None)] * len(rows)


WAYS = [
    plain,
    windows_line_ends,
    *map(encoded, ("latin-1", "windows-1252", "utf-16", "utf-16-le", "utf-8-sig")),
    gzipped,
    zipped,
    zipped_among_others,
    parts,
    parts_without_header,
    no_header,
    semicolons,
    unusual,
    lists,
    objects,
    text,
    parquet,
]
NAMES = [
    "plain",
    "windows-line-ends",
    *("latin-1", "windows-1252", "utf-16", "utf-16-le", "utf-8-sig"),
    *(way.__name__ for way in WAYS[7:]),
]


def package(folder: Path, described: Mapping[str, Any], *more: Mapping[str, Any]) -> Path:
    """Write the descriptor of a package with the table ``t``; gives it."""
    resources = [{"name": "t", "schema": SCHEMA, **described}, *more]
    file = folder / "datapackage.json"
    file.write_text(json.dumps({"name": "small", "resources": resources}), encoding="utf-8")
    return file


@contextmanager
def read_in(size: int | None) -> Iterator[None]:
    """Read tables as a whole, or in blocks of so many bytes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "_SAMPLE", 30)
        with nullcontext() if size is None else block_by_block(size):
            yield


@pytest.mark.parametrize("write", WAYS, ids=NAMES)
def test_the_values_are_the_same(write: Callable[[Path, Rows], Written], tmp_path: Path) -> None:
    plain(tmp_path, SOUND)
    expected = drenthe_data.load_package(package(tmp_path, {"path": "t.csv"}))["t"].frame
    described, _ = write(tmp_path, SOUND)
    frame = drenthe_data.load_package(package(tmp_path, described))["t"].frame
    assert frame.equals(expected)
    assert frame.schema == expected.schema


@pytest.mark.parametrize("size", [None, 30, 100], ids=["whole", "30", "100"])
@pytest.mark.parametrize("write", WAYS, ids=NAMES)
def test_the_findings_are_the_same_each_in_its_file_and_line(
    write: Callable[[Path, Rows], Written], size: int | None, tmp_path: Path
) -> None:
    described, places = write(tmp_path, FAULTY)
    with read_in(size):
        report = check(package(tmp_path, described))
    found = [(f.code, f.file, f.line, f.field, f.value) for f in report.findings]
    expected = [(code, *places[row - 1], field, value) for code, row, field, value in FOUND]
    assert sorted(found, key=str) == sorted(expected, key=str)
    first = next(f for f in report.findings if f.value == "many")
    assert first.message("en").startswith('"many" is not a number')
    assert first.message("nl").startswith('"many" is geen getal')
    assert first.key == ("4",)


def test_typed_columns_of_parquet_are_read_as_what_they_are(tmp_path: Path) -> None:
    plain(tmp_path, SOUND)
    expected = drenthe_data.load_package(package(tmp_path, {"path": "t.csv"}))["t"].frame
    expected.write_parquet(tmp_path / "t.parquet")
    frame = drenthe_data.load_package(package(tmp_path, {"path": "t.parquet"}))["t"].frame
    assert frame.equals(expected)


# What cannot be read.

# Long enough that its first blocks are read before what is wrong is met.
MANY = [[str(number), f"name {number * 7919 % 1000}", "1", "2024-01-31"] for number in range(400)]


def damaged_gzip(folder: Path) -> dict[str, Any]:
    data = gzip.compress(csv_text([LABELS, *MANY]).encode())
    (folder / "t.csv.gz").write_bytes(data[: len(data) // 2])
    return {"path": "t.csv.gz"}


def no_gzip(folder: Path) -> dict[str, Any]:
    (folder / "t.csv.gz").write_text(csv_text([LABELS, *MANY]), encoding="utf-8")
    return {"path": "t.csv.gz"}


def zip_of(folder: Path) -> bytearray:
    with zipfile.ZipFile(folder / "t.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("t.csv", csv_text([LABELS, *MANY]))
    return bytearray((folder / "t.zip").read_bytes())


def damaged_zip(folder: Path) -> dict[str, Any]:
    data = zip_of(folder)
    data[400:420] = b"\0" * 20
    (folder / "t.zip").write_bytes(data)
    return {"path": "t.zip", "format": "csv"}


def half_zip(folder: Path) -> dict[str, Any]:
    data = zip_of(folder)
    (folder / "t.zip").write_bytes(data[: len(data) // 2])
    return {"path": "t.zip", "format": "csv"}


def zip_with_password(folder: Path) -> dict[str, Any]:
    """The bit that tells of a password is set in both heads of the file in the archive."""
    data = zip_of(folder)
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (folder / "t.zip").write_bytes(data)
    return {"path": "t.zip", "format": "csv"}


def zip_of_two(folder: Path) -> dict[str, Any]:
    with zipfile.ZipFile(folder / "t.zip", "w") as archive:
        archive.writestr("a.csv", "id\n")
        archive.writestr("b.csv", "id\n")
    return {"path": "t.zip", "format": "csv"}


def no_parquet(folder: Path) -> dict[str, Any]:
    (folder / "t.parquet").write_text(csv_text([LABELS, *MANY]), encoding="utf-8")
    return {"path": "t.parquet"}


def damaged_parquet(folder: Path) -> dict[str, Any]:
    parquet(folder, MANY)
    data = bytearray((folder / "t.parquet").read_bytes())
    data[100:300] = b"\xff" * 200
    (folder / "t.parquet").write_bytes(data)
    return {"path": "t.parquet"}


def vanished_part(folder: Path) -> dict[str, Any]:
    parts(folder, MANY)
    (folder / "t-2.csv").unlink()
    return {"path": ["t-1.csv", "t-2.csv"]}


def part_with_other_header(folder: Path) -> dict[str, Any]:
    described, _ = parts(folder, MANY[:4])
    other = csv_text([["id", "name", "sum", "day"], *MANY[2:4]])
    (folder / "t-2.csv").write_text(other, encoding="utf-8")
    return described


def part_with_broken_header(folder: Path) -> dict[str, Any]:
    described, _ = parts(folder, MANY[:4])
    (folder / "t-2.csv").write_text('id,"name"x,amount,day\n9,a,1,2024-01-31\n', encoding="utf-8")
    return described


def half_utf_16(folder: Path) -> dict[str, Any]:
    data = csv_text([LABELS, *MANY]).encode("utf-16-le")
    (folder / "t.csv").write_bytes(data[:3000] + b"\x00\xd8" + data[3000:])
    return {"path": "t.csv", "encoding": "utf-16-le"}


UNREADABLE = [
    (damaged_gzip, "t.csv.gz", "cannot be unpacked as gz", "niet worden uitgepakt als gz"),
    (no_gzip, "t.csv.gz", "cannot be unpacked as gz", "niet worden uitgepakt als gz"),
    (damaged_zip, "t.zip", "cannot be unpacked as zip", "niet worden uitgepakt als zip"),
    (half_zip, "t.zip", "cannot be unpacked as zip", "niet worden uitgepakt als zip"),
    (zip_with_password, "t.zip", "protected by a password", "beveiligd met een wachtwoord"),
    (zip_of_two, "t.zip", "It holds: a.csv, b.csv", "Er zit in: a.csv, b.csv"),
    (no_parquet, "t.parquet", "cannot be read as Parquet", "niet als Parquet worden gelezen"),
    (damaged_parquet, "t.parquet", "cannot be read as Parquet", "niet als Parquet worden"),
    (vanished_part, "t-2.csv", "the file does not exist", "het bestand bestaat niet"),
    (part_with_other_header, "t-2.csv", "id, name, sum, day", "id, name, sum, day"),
    (part_with_broken_header, "t-2.csv", "after a closing double quote", "na een sluitend"),
    (half_utf_16, "t.csv", "the file is not utf-16-le", "het bestand is geen utf-16-le"),
]


@pytest.mark.parametrize("size", [None, 500], ids=["whole", "500"])
@pytest.mark.parametrize(
    ("write", "file", "english", "dutch"), UNREADABLE, ids=[item[0].__name__ for item in UNREADABLE]
)
def test_what_cannot_be_read_is_one_clear_message(
    write: Callable[[Path], dict[str, Any]],
    file: str,
    english: str,
    dutch: str,
    size: int | None,
    tmp_path: Path,
) -> None:
    """Nothing is said of rows elsewhere that refer to rows that could not be read."""
    other = {
        "name": "u",
        "path": "u.csv",
        "schema": {
            "fields": [{"name": "t", "type": "integer"}],
            "foreignKeys": [{"fields": "t", "reference": {"resource": "t", "fields": "id"}}],
        },
    }
    (tmp_path / "u.csv").write_text("t\n3\n", encoding="utf-8")
    described = write(tmp_path)
    with read_in(size):
        report = check(package(tmp_path, described, other))
    [found] = report.findings
    assert found.file == file
    assert english in found.message("en")
    assert dutch in found.message("nl")
    assert "Traceback" not in found.message("en")
    assert not report.valid
    [key] = [result for result in report.checks if result.code == "foreign-key"]
    if write is part_with_other_header:  # its columns are taken in the order of the first part
        assert key.outcome == "passed"
        return
    assert key.outcome == "not-evaluated"
    assert key.reason_text("en") == 'table "t" could not be read'
    assert key.reason_text("nl") == 'tabel "t" kon niet worden gelezen'


TYPED: list[tuple[dict[str, Any], pl.Series, list[str]]] = [
    (
        {"type": "boolean", "trueValues": ["ja"], "falseValues": ["nee"]},
        pl.Series([True, False, None]),
        [],
    ),
    ({"type": "number", "decimalChar": ","}, pl.Series([1.5, 2.0, None, float("inf")]), []),
    ({"type": "integer"}, pl.Series([1.0, 2.5, 3.0, None, float("nan")]), ["2.5", "NaN"]),
    (
        {"type": "integer"},
        pl.Series(["1.00", "2.50"]).cast(pl.Decimal(10, 2)),
        ["2.50"],
    ),
    (
        {"type": "date"},
        pl.Series([datetime(2024, 1, 31), datetime(2024, 1, 31, 9), None]),
        ["2024-01-31T09:00:00"],
    ),
    (
        {"type": "date", "format": "%d-%m-%Y"},
        pl.Series([datetime(2024, 1, 31), datetime(2024, 1, 31, 9), None]),
        ["2024-01-31T09:00:00"],
    ),
    ({"type": "date", "format": "%d %B %Y"}, pl.Series([date(2024, 1, 31), None]), []),
    ({"type": "date", "format": "%d-%m-%y"}, pl.Series([date(1924, 1, 31)]), ["1924-01-31"]),
    (
        {"type": "date", "format": "%d-%m-%Y"},
        pl.Series([10_000_000], dtype=pl.Int32).cast(pl.Date),
        ["+29349-01-26"],
    ),
    (
        {"type": "datetime", "format": "%d-%m-%Y %H:%M"},
        pl.Series([datetime(2024, 1, 31, 9, 30), datetime(2024, 1, 31, 9, 30, 15)]),
        ["2024-01-31T09:30:15"],
    ),
    (
        {"type": "datetime", "format": "%d-%m-%Y %H:%M%z"},
        pl.Series([datetime(2024, 1, 31, 9, 30, tzinfo=UTC), None]),
        [],
    ),
    ({"type": "time", "format": "%H:%M"}, pl.Series([time(9, 30), None]), []),
    ({"type": "duration"}, pl.Series([timedelta(days=1), timedelta(seconds=-1.5), None]), []),
    ({"type": "list", "itemType": "integer"}, pl.Series([[1, 2], [3], None]), []),
    ({"type": "list", "itemType": "integer"}, pl.Series([[1, None]]), ["1,"]),
    ({"type": "list", "itemType": "date", "delimiter": ";"}, pl.Series([[date(2024, 1, 31)]]), []),
    ({"type": "list", "itemType": "boolean"}, pl.Series([[True, False]]), []),
    ({"type": "geopoint"}, pl.Series([{"lon": 6.5, "lat": 53.0}, None]), []),
    ({"type": "geopoint", "format": "array"}, pl.Series([{"lon": 6.5, "lat": 53.0}]), []),
    ({"type": "geopoint", "format": "object"}, pl.Series([{"lon": 6.5, "lat": 53.0}]), []),
    ({"type": "geopoint"}, pl.Series([[6.5, 53.0], [6.5]]), ["6.5"]),
    ({"type": "array"}, pl.Series([[1, 2], None]), []),
    ({"type": "list", "itemType": "integer"}, pl.Series([[1.0, 2.0], [1.5]]), ["1.5"]),
    ({"type": "list", "itemType": "integer"}, pl.Series([[Decimal("1.00")]]), []),
    ({"type": "list", "itemType": "number"}, pl.Series([[Decimal("1.50"), None]]), ["1.50,"]),
    ({"type": "geopoint"}, pl.Series([{"lon": Decimal("6.5"), "lat": Decimal(53)}]), []),
    (
        {"type": "geopoint", "format": "array"},
        pl.Series([{"lon": Decimal("6.5"), "lat": Decimal(53)}]),
        [],
    ),
    # What Polars, or Python, does not know as a date.
    ({"type": "date"}, pl.Series([2**31 - 1, 0], dtype=pl.Int32).cast(pl.Date), [str(2**31 - 1)]),
    (
        {"type": "datetime"},
        pl.Series([2**62, 0]).cast(pl.Datetime("ms")),
        [str(2**62)],
    ),
    (
        {"type": "date"},
        pl.Series([-(2**63) + 1, 0]).cast(pl.Datetime("us", "Europe/Amsterdam")),
        [str(-(2**63) + 1)],
    ),
    (
        {"type": "list", "itemType": "date"},
        pl.Series([[10_000_000], [0], None]).cast(pl.List(pl.Date)),
        ["10000000"],
    ),
    (
        {"type": "array"},
        pl.Series([[2**62]], dtype=pl.Array(pl.Int64, 1)).cast(pl.Array(pl.Duration("ms"), 1)),
        [],
    ),
    (
        {"type": "object"},
        pl.Series([{"a": 2**62}], dtype=pl.Struct({"a": pl.Int64})).cast(
            pl.Struct({"a": pl.Datetime("us")})
        ),
        [],
    ),
]


@pytest.mark.parametrize(("described", "column", "wrong"), TYPED)
def test_a_typed_value_of_parquet_fits_a_field_whatever_its_text_would_be(
    described: dict[str, Any], column: pl.Series, wrong: list[str], tmp_path: Path
) -> None:
    column.alias("a").to_frame().write_parquet(tmp_path / "t.parquet")
    schema = {"fields": [{"name": "a", **described}]}
    raw = {"name": "p", "resources": [{"name": "t", "path": "t.parquet", "schema": schema}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    found = drenthe_data.check(tmp_path).findings
    assert [(one.code, one.value) for one in found] == [("type-error", text) for text in wrong]


@pytest.mark.parametrize(
    ("header", "code", "variant", "value"),
    [
        (b"id,\xe9\n", "encoding-error", None, "0xE9"),
        (b'id,"n"x\n', "quote-error", "after", 'id,"n"x'),
    ],
)
@pytest.mark.parametrize("escape", [None, "\\"])
@pytest.mark.parametrize("part", [0, 1])
def test_a_header_that_cannot_be_read_is_said_alike_in_every_dialect(
    header: bytes,
    code: str,
    variant: str | None,
    value: str,
    escape: str | None,
    part: int,
    tmp_path: Path,
) -> None:
    for number in range(2):
        first = header if number == part else b"id,n\n"
        (tmp_path / f"{number}.csv").write_bytes(first + b"a,1\n")
    fields = [{"name": "id", "type": "string"}, {"name": "n", "type": "integer"}]
    item = {
        "name": "t",
        "path": ["0.csv", "1.csv"],
        "dialect": {"escapeChar": escape},
        "schema": {"fields": fields},
    }
    text = json.dumps({"name": "p", "resources": [item]})
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    report = check(tmp_path)
    found = [(one.code, one.variant, one.value, one.file, one.line) for one in report.findings]
    assert found == [(code, variant, value, f"{part}.csv", 1)]
    assert report.tables[0].rows == (1 if part else None)


@pytest.mark.parametrize("dialect", [{}, {"skipInitialSpace": True}])
@pytest.mark.parametrize(
    ("body", "variant", "line"),
    [
        ('id;n\na;1\nb;"2\nc;3\nd;4\n', "unclosed", 3),
        ('id;n\na;"1\n2"\nb;"2\nc;3\nd;4\n', "unclosed", 4),
        ('id;n\na;1\nb;"2" x\nc;3\nd;4\n', "after", 3),
        ('id;n\na;1\nb;"2" x\nc;3\nd;"4\n', "after", 3),
    ],
)
def test_a_wrong_quote_costs_its_own_line_in_any_dialect(
    dialect: dict[str, Any], body: str, variant: str, line: int, tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_text(body, encoding="utf-8")
    fields = [{"name": "id", "type": "string"}, {"name": "n", "type": "string"}]
    schema = {"fields": fields, "primaryKey": "id"}
    item = {"name": "t", "path": "t.csv", "schema": schema}
    item["dialect"] = {"delimiter": ";", **dialect}
    (tmp_path / "datapackage.json").write_text(
        json.dumps({"name": "p", "resources": [item]}), encoding="utf-8"
    )
    report = check(tmp_path)
    found, *more = [(one.code, one.variant, one.line) for one in report.findings]
    assert found == ("quote-error", variant, line)
    assert report.rows == 4
    assert more == [("quote-error", "unclosed", 5)] * (body.count('"') == 3 and variant == "after")


def test_very_many_wrong_quotes_are_counted_in_an_unusual_dialect(tmp_path: Path) -> None:
    """Each gives lines back, which may not make the reading of the next one longer or deeper."""
    (tmp_path / "t.csv").write_text("id;n\n" + 'b;"2" x\n' * 100_000, encoding="utf-8")
    fields = [{"name": "id", "type": "string"}, {"name": "n", "type": "string"}]
    dialect = {"delimiter": ";", "skipInitialSpace": True}
    item = {"name": "t", "path": "t.csv", "dialect": dialect, "schema": {"fields": fields}}
    (tmp_path / "datapackage.json").write_text(
        json.dumps({"name": "p", "resources": [item]}), encoding="utf-8"
    )
    (result,) = [result for result in check(tmp_path).checks if result.code == "quote-error"]
    assert result.count == 100_000


@pytest.mark.parametrize(
    ("line", "escape"),
    [('a";"x\n', {}), ('a";"x\n', {"escapeChar": "\\"}), ('a";"x\\\n', {"escapeChar": "\\"})],
)
def test_quotes_that_are_never_closed_have_no_line_read_time_and_again(
    line: str, escape: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each line closes the cell of the line before, and opens one that is never closed."""
    count = 1000
    taken = []

    class Counted(others._Lines):
        def __next__(self) -> str:
            taken.append(super().__next__())
            return taken[-1]

    monkeypatch.setattr(others, "_Lines", Counted)
    monkeypatch.setattr(others, "_MOST_ESCAPED", 1)
    (tmp_path / "t.csv").write_text("id;n\n" + line * count, encoding="utf-8")
    fields = [{"name": "id", "type": "string"}, {"name": "n", "type": "string"}]
    dialect = {"delimiter": ";", "skipInitialSpace": True, **escape}
    item = {"name": "t", "path": "t.csv", "dialect": dialect, "schema": {"fields": fields}}
    (tmp_path / "datapackage.json").write_text(
        json.dumps({"name": "p", "resources": [item]}), encoding="utf-8"
    )
    (result,) = [result for result in check(tmp_path).checks if result.code == "quote-error"]
    assert result.count == count
    assert len(taken) < 4 * count


def test_an_escaped_line_end_is_no_open_quote(tmp_path: Path) -> None:
    """The second cell of the last row goes on after it, also where open quotes went wrong."""
    body = 'id;n\na;"1\nb;2\\\n3\nc;"4\n'
    (tmp_path / "t.csv").write_text(body, encoding="utf-8")
    fields = [{"name": "id", "type": "string"}, {"name": "n", "type": "string"}]
    dialect = {"delimiter": ";", "escapeChar": "\\"}
    item = {"name": "t", "path": "t.csv", "dialect": dialect, "schema": {"fields": fields}}
    (tmp_path / "datapackage.json").write_text(
        json.dumps({"name": "p", "resources": [item]}), encoding="utf-8"
    )
    report = check(tmp_path)
    found = [(one.code, one.variant, one.line) for one in report.findings]
    assert found == [("quote-error", "unclosed", 2), ("quote-error", "unclosed", 5)]
    assert report.rows == 3


@pytest.mark.parametrize("how", ["unusual", "text"])
def test_a_long_cell_is_no_mistake_in_any_dialect(how: str, tmp_path: Path) -> None:
    body = "id\n" + "x" * 140_000 + "\n"
    (tmp_path / "t.csv").write_text(body, encoding="utf-8")
    where: dict[str, Any] = {"path": "t.csv", "dialect": {"escapeChar": "\\"}}
    where = {"data": body, "format": "csv"} if how == "text" else where
    item = {"name": "t", "schema": {"fields": [{"name": "id", "type": "string"}]}, **where}
    (tmp_path / "datapackage.json").write_text(
        json.dumps({"name": "p", "resources": [item]}), encoding="utf-8"
    )
    old = csv.field_size_limit(131_072)
    try:
        report = check(tmp_path)
    finally:
        csv.field_size_limit(old)
    assert not report.findings
    assert report.rows == 1


@pytest.mark.parametrize("escape", [None, "\\"])
@pytest.mark.parametrize(
    ("second", "rows", "found"),
    [
        ("id,n\nb,2\n", [("a", "1"), ("b", "2")], []),
        ("b,2\nc,3\n", [("a", "1"), ("b", "2"), ("c", "3")], []),
        ("n,id\nb,2\n", [("a", "1"), ("b", "2")], [("incorrect-label", "part", "1.csv", 1)]),
    ],
)
def test_the_header_of_a_further_file_is_looked_at_in_every_dialect(
    second: str,
    rows: list[tuple[str, ...]],
    found: list[tuple[Any, ...]],
    escape: str | None,
    tmp_path: Path,
) -> None:
    (tmp_path / "0.csv").write_text("id,n\na,1\n", encoding="utf-8")
    (tmp_path / "1.csv").write_text(second, encoding="utf-8")
    item = {
        "name": "t",
        "path": ["0.csv", "1.csv"],
        "dialect": {"escapeChar": escape},
        "schema": {"fields": [{"name": "id"}, {"name": "n"}]},
    }
    text = json.dumps({"name": "p", "resources": [item]})
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    table = read_table(read_package(tmp_path).resources[0])
    assert table.frame.select("id", "n").rows() == rows
    assert [(one.code, one.variant, one.file, one.line) for one in table.findings] == found


def test_a_damaged_zip_of_any_method_is_one_clear_message(tmp_path: Path) -> None:
    file = tmp_path / "t.csv.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("t.csv", "id\n" + "".join(f"{n * n}\n" for n in range(500)))
    data = bytearray(file.read_bytes())
    data[100:140] = bytes(40)
    file.write_bytes(data)
    schema = {"fields": [{"name": "id", "type": "integer"}]}
    raw = {"name": "p", "resources": [{"name": "t", "path": "t.csv.zip", "schema": schema}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    assert [(one.code, one.variant) for one in check(tmp_path).findings] == [
        ("source-error", "compressed")
    ]


def labels_of(folder: Path, described: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Give code, line, row and value of what is found in a table with the fields id and n."""
    fields = [{"name": "id", "type": "string"}, {"name": "n", "type": "integer"}]
    item = {"name": "t", "schema": {"fields": fields}, **described}
    (folder / "datapackage.json").write_text(
        json.dumps({"name": "p", "resources": [item]}), encoding="utf-8"
    )
    return [(one.code, one.line, one.row, one.value) for one in check(folder).findings]


@pytest.mark.parametrize(
    ("body", "dialect", "line", "row"),
    [
        ('"made\nby hand"\nid,m\na,1\n', {"headerRows": [2]}, 3, 2),
        ("id\nby\n,m\na,1\n", {"headerRows": [1, 3], "headerJoin": ""}, 3, 3),
        ("# made by hand\n# in March\nid,m\na,1\n", {"commentChar": "#"}, 3, 3),
        ("id,m\n# by hand\na,1\n", {"commentChar": "#", "headerRows": [1, 2]}, 1, 1),
    ],
)
def test_a_label_stands_in_the_line_of_its_header(
    body: str, dialect: dict[str, Any], line: int, row: int, tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_text(body, encoding="utf-8")
    found = labels_of(tmp_path, {"path": "t.csv", "dialect": dialect})
    expected = [("extra-label", line, row, "m"), ("missing-label", line, row, None)]
    assert found == expected


def test_a_label_that_cannot_be_written_stands_below_its_comments(tmp_path: Path) -> None:
    data = [["# made by hand"], ["id\ud800", "n"], ["a", 1]]
    found = labels_of(tmp_path, {"data": data, "dialect": {"commentChar": "#"}})
    assert found == [("source-error", None, 2, None)]


@pytest.mark.parametrize("dialect", [{}, {"commentChar": "#"}])
def test_a_row_with_a_wrong_quote_does_not_say_how_many_columns_there_are(
    dialect: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_text('"a"b,1\nc,2\nd,3\n', encoding="utf-8")
    dialect = {"header": False, **dialect}
    found = labels_of(tmp_path, {"path": "t.csv", "dialect": dialect, "schema": None})
    assert found == [("quote-error", 1, 1, '"a"b,1')]


def test_a_label_has_no_line_where_there_are_none(tmp_path: Path) -> None:
    data = [["made by hand"], ["id", "m"], ["a", 1]]
    found = labels_of(tmp_path, {"data": data, "dialect": {"headerRows": [2]}})
    assert found == [("extra-label", None, 2, "m"), ("missing-label", None, 2, None)]
    pl.DataFrame({"id": ["a"], "m": [1]}).write_parquet(tmp_path / "t.parquet")
    found = labels_of(tmp_path, {"path": "t.parquet"})
    assert found == [("extra-label", None, 1, "m"), ("missing-label", None, 1, None)]


@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize("has_schema", [True, False])
def test_comments_may_stand_above_the_header(
    header: bool, has_schema: bool, tmp_path: Path
) -> None:
    """As frictionless has it; the rows of the header are counted with the comments."""
    text = "# made by hand\n#\n" + "id,n\n" * header + "a,1\n#\nb,2\n"
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    described: dict[str, Any] = {"path": "t.csv", "dialect": {"commentChar": "#", "header": header}}
    if not has_schema:
        described["schema"] = None
    assert labels_of(tmp_path, described) == []
    assert check(tmp_path).rows == 2
    lists = [["# made by hand"], ["#", "x", "y"], *[["id", "n"]] * header, ["a", 1], ["b", 2]]
    assert labels_of(tmp_path, {"data": lists, "dialect": described["dialect"]}) == []
    assert check(tmp_path).rows == 2
    (tmp_path / "t.csv").write_text("# made by hand\n#\n", encoding="utf-8")
    found = labels_of(tmp_path, described)
    assert found == ([] if not header else [("source-error", None, None, None)])


@pytest.mark.parametrize("size", [4, 7, 4_000_000])
def test_all_line_ends_are_read_in_an_unusual_dialect(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(others, "pieces", partial(source.pieces, size=size))
    (tmp_path / "t.csv").write_bytes(b'id, n\r"a\r\rb", 1\r\nc, x\nd, y\re, z')
    found = labels_of(tmp_path, {"path": "t.csv", "dialect": {"skipInitialSpace": True}})
    lines = [(line, value) for _, line, _, value in found]
    assert lines == [(5, "x"), (6, "y"), (7, "z")]
    (tmp_path / "t.csv").write_bytes(b"\xef\xbb\xbf")
    found = labels_of(tmp_path, {"path": "t.csv", "dialect": {"skipInitialSpace": True}})
    assert [code for code, *_ in found] == ["source-error"]
