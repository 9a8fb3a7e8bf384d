"""Descriptors of any package: what they may say, what is refused, and that nothing breaks them."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drenthe_data import check, load_package
from drenthe_data.cli import run
from drenthe_data.constraints import suits
from drenthe_data.descriptor import Dialect, Package, Resource, read_package
from drenthe_data.exceptions import PackageError
from drenthe_data.findings import Finding
from drenthe_data.locate import find_package
from drenthe_data.messages import catalogue
from tests.packages import make_package
from tests.test_hostile import mutated, survives

TABLE = "id,n\na,1\nb,2\n"
SCHEMA: dict[str, Any] = {"fields": [{"name": "id"}, {"name": "n", "type": "integer"}]}


def package_of(folder: Path, *resources: dict[str, Any], **files: str) -> Package:
    """Write a descriptor with these resources and read it; ``t.csv`` is there."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "t.csv").write_text(TABLE, encoding="utf-8")
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    text = json.dumps({"name": "p", "resources": list(resources)}, indent=2)
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    return read_package(folder)


def table(**extra: Any) -> dict[str, Any]:
    """Describe the table ``t``."""
    return {"name": "t", "path": "t.csv", "schema": SCHEMA, **extra}


def described(folder: Path, **extra: Any) -> Resource:
    """Read the table ``t`` with what is said of it, whether it can be read or not."""
    package = package_of(folder, table(**extra))
    assert [item.text() for item in package.findings] == []
    return package.resources[0]


def the_finding(package: Package) -> Finding:
    """Give the one error of a package, with its line checked against the descriptor."""
    (finding,) = package.findings
    assert finding.severity == "error"
    assert package.unsupported == []
    return finding


def the_warning(package: Package) -> Finding:
    """Give the one warning of a package."""
    assert [item.text() for item in package.findings] == []
    (finding,) = package.unsupported
    assert finding.severity == "warning"
    return finding


def line_with(package: Package, text: str) -> int:
    """Give the first line of the descriptor that holds a text."""
    lines = package.path.read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, start=1) if text in line)


# --- dialects


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, Dialect()),
        ({"delimiter": ";"}, Dialect(delimiter=";")),
        ({"csv": {"delimiter": "|", "quoteChar": "'"}}, Dialect(delimiter="|", quote="'")),
        ({"quoteChar": ""}, Dialect(quote=None)),
        ({"quoteChar": None}, Dialect(quote=None)),
        ({"escapeChar": "\\", "doubleQuote": False}, Dialect(escape="\\", double_quote=False)),
        ({"escapeChar": '"', "doubleQuote": False}, Dialect()),
        ({"escapeChar": None, "nullSequence": None, "commentChar": None}, Dialect()),
        (
            {"nullSequence": "\\N", "skipInitialSpace": True},
            Dialect(null_sequence="\\N", skip_initial_space=True),
        ),
        ({"header": False}, Dialect(has_header=False, header_rows=())),
        ({"headerRows": []}, Dialect(has_header=False, header_rows=())),
        (
            {"headerRows": [2, 1, 2], "headerJoin": "-"},
            Dialect(header_rows=(1, 2), header_join="-"),
        ),
        ({"headerCase": False}, Dialect(header_case=False)),
        ({"caseSensitiveHeader": False, "csvddfVersion": 1.2}, Dialect(header_case=False)),
        ({"commentRows": [3, 1], "commentChar": "##"}, Dialect(comment_rows=(1, 3), comment="##")),
        ({"$schema": "https://x", "title": "x", "lineTerminator": "\r\n"}, Dialect()),
    ],
)
def test_a_dialect_is_read(tmp_path: Path, said: dict[str, Any], expected: Dialect) -> None:
    assert described(tmp_path, dialect=said).dialect == expected


@pytest.mark.parametrize(
    ("key", "value", "english", "dutch"),
    [
        (
            "delimiter",
            "ab",
            'the delimiter "ab" is not one character',
            'scheidingsteken "ab" is niet',
        ),
        ("delimiter", 5, "the delimiter 5 is not one character", "scheidingsteken 5 is niet"),
        (
            "quoteChar",
            "''",
            "quoteChar \"''\" is not one character",
            "quoteChar \"''\" is niet één",
        ),
        ("escapeChar", "\n", 'escapeChar "\\n" is not one character', "is niet één teken"),
        ("doubleQuote", "yes", 'doubleQuote "yes" is neither true nor false', "geen true of false"),
        ("header", 1, "header 1 is neither true nor false", "header 1 is geen true of false"),
        ("headerRows", [0], "headerRows [0] is not a list of numbers", "lijst van rijnummers"),
        ("headerRows", 1, "headerRows 1 is not a list of numbers", "lijst van rijnummers"),
        ("commentRows", [True], "commentRows [true] is not a list", "lijst van rijnummers"),
        ("headerJoin", None, "headerJoin null is not a text", "headerJoin null is geen tekst"),
        ("nullSequence", ["x"], 'nullSequence ["x"] is not a text', "is geen tekst"),
        ("lineTerminator", 1, "lineTerminator 1 is not a text", "lineTerminator 1 is geen tekst"),
        (
            "csv",
            [],
            "the dialect is not an object with properties: []",
            "geen object met eigenschappen",
        ),
    ],
)
def test_a_value_of_a_dialect_that_is_wrong_has_a_message(
    tmp_path: Path, key: str, value: Any, english: str, dutch: str
) -> None:
    package = package_of(tmp_path, table(dialect={key: value}))
    found = the_finding(package)
    assert (found.code, found.file, found.resource) == ("resource-error", "datapackage.json", "t")
    assert (found.line, found.field) == (
        line_with(package, f'"{key}":'),
        f"resources[0].dialect.{key}",
    )
    assert english in found.message("en")
    assert dutch in found.message("nl")
    assert package.broken == {"t"}


def test_delimiter_quote_and_escape_must_differ(tmp_path: Path) -> None:
    found = the_finding(package_of(tmp_path, table(dialect={"delimiter": "'", "quoteChar": "'"})))
    assert (found.variant, found.field) == ("dialect-same", "resources[0].dialect")
    assert found.message("en") == (
        'delimiter, quoteChar and escapeChar must differ; "\'" is used for two of them.'
    )
    assert "voor twee daarvan gebruikt" in found.message("nl")


@pytest.mark.parametrize(
    "key", ["delimeter", "sheetName", "property", "itemKeys", "table", "excel"]
)
def test_a_property_of_a_dialect_that_is_not_used_is_a_warning(tmp_path: Path, key: str) -> None:
    package = package_of(tmp_path, table(dialect={key: ";"}))
    found = the_warning(package)
    assert (found.field, found.line) == (f"resources[0].dialect.{key}", line_with(package, key))
    assert f'the dialect has a property "{key}" that is not used for CSV.' in found.message("en")
    assert f'een eigenschap "{key}" die voor CSV niet wordt gebruikt.' in found.message("nl")
    assert ('Did you mean "delimiter"?' in found.message("en")) == (key == "delimeter")
    assert [resource.name for resource in package.resources] == ["t"]


def test_lines_that_end_otherwise_are_a_warning_and_the_table_is_not_checked(
    tmp_path: Path,
) -> None:
    package = package_of(tmp_path, table(dialect={"lineTerminator": ";"}))
    found = the_warning(package)
    assert found.message("en") == (
        'lines that end with ";" cannot be read, so the table is not checked. Expected: "\\n", '
        '"\\r\\n" or "\\r".'
    )
    assert 'regels die op ";" eindigen' in found.message("nl")
    assert package.broken == {"t"}


def test_a_dialect_can_have_a_file_of_its_own(tmp_path: Path) -> None:
    package = package_of(
        tmp_path / "a", table(dialect="d.json"), d_json='{"delimiter": ";"}', d_yaml="delimiter: ab"
    )
    assert package.resources[0].dialect == Dialect(delimiter=";")
    assert package.resources[0].delimiter == ";"
    found = the_finding(
        package_of(tmp_path / "b", table(dialect="d.yaml"), d_yaml="\ndelimiter: ab")
    )
    assert (found.file, found.line, found.field) == ("d.yaml", 2, "delimiter")
    found = the_finding(package_of(tmp_path / "c", table(dialect="d.json"), d_json="{\n]"))
    assert (found.code, found.file, found.line) == ("resource-error", "d.json", 2)
    assert "the dialect file is not valid JSON" in found.message("en")
    assert "het dialectbestand is geen geldige JSON" in found.message("nl")
    found = the_finding(package_of(tmp_path / "d", table(dialect="../d.json")))
    assert (found.variant, found.field) == ("unsafe-path", "resources[0].dialect")


def test_an_exported_package_holds_the_dialect_that_had_a_file_of_its_own(tmp_path: Path) -> None:
    package_of(tmp_path, table(dialect="d.yaml", schema="s.yaml"), d_yaml="delimiter: ;")
    (tmp_path / "s.yaml").write_text("fields: [{name: id}]", encoding="utf-8")
    (tmp_path / "t.csv").write_text("id\na\n", encoding="utf-8")
    assert run(["export", "datapackage", "-o", str(tmp_path), "--package", str(tmp_path)]) == 0
    with ZipFile(tmp_path / "p.zip") as archive:
        (item,) = json.loads(archive.read("datapackage.json"))["resources"]
    assert item["dialect"] == {"delimiter": ";"}
    assert item["schema"] == {"fields": [{"name": "id"}]}


# --- where and how the rows are stored


@pytest.mark.parametrize(
    ("said", "paths", "compression", "kind"),
    [
        ({}, ("t.csv",), None, "csv"),
        ({"path": ["t.csv", "u.csv"]}, ("t.csv", "u.csv"), None, "csv"),
        ({"path": "t.csv.gz"}, ("t.csv.gz",), "gz", "csv"),
        ({"path": "t.zip", "innerpath": "t.csv"}, ("t.zip",), "zip", "csv"),
        ({"path": "t.csv.gz", "compression": "no"}, ("t.csv.gz",), None, "csv"),
        ({"compression": "gzip"}, ("t.csv",), "gz", "csv"),
        ({"path": "t.parquet"}, ("t.parquet",), None, "parquet"),
        ({"path": "t.bin", "mediatype": "text/csv; charset=utf-8"}, ("t.bin",), None, "csv"),
        ({"path": "t.txt"}, ("t.txt",), None, "csv"),
        ({"path": "t"}, ("t",), None, "csv"),
        ({"path": None, "url": "t.csv"}, ("t.csv",), None, "csv"),
    ],
)
def test_files_compression_and_format_are_described(
    tmp_path: Path, said: dict[str, Any], paths: tuple[str, ...], compression: str | None, kind: str
) -> None:
    found = described(tmp_path, **said)
    assert (found.paths, found.compression, found.format) == (paths, compression, kind)
    assert (found.path, found.file) == (paths[0], tmp_path.resolve() / paths[0])
    assert found.files == tuple(tmp_path.resolve() / path for path in paths)
    assert found.innerpath == said.get("innerpath")


def test_cells_of_a_tsv_file_are_parted_by_tabs_unless_the_dialect_says_otherwise(
    tmp_path: Path,
) -> None:
    assert described(tmp_path, path="t.tsv").dialect == Dialect(delimiter="\t")
    assert described(tmp_path, format="tsv").dialect == Dialect(delimiter="\t")
    assert described(tmp_path, path="t.tsv", dialect={"delimiter": ","}).dialect == Dialect()


def test_rows_in_the_descriptor_are_described(tmp_path: Path) -> None:
    package = package_of(tmp_path, {"name": "t", "data": [["id"], ["a"]], "schema": SCHEMA})
    assert [item.variant for item in [*package.findings, *package.unsupported]] == []
    resource = read_package(tmp_path).resources[0]
    assert (resource.format, resource.data, resource.paths) == ("inline", [["id"], ["a"]], ())
    assert (resource.path, resource.file) == ("datapackage.json", package.path)


@pytest.mark.parametrize(
    ("said", "variant", "field", "english"),
    [
        ({"path": "https://x.nl/t.csv"}, "remote", "path", '"https://x.nl/t.csv" is an address'),
        ({"path": ["t.csv", "s3://b/t.csv"]}, "remote", "path[1]", '"s3://b/t.csv" is an address'),
        ({"path": "postgresql://x/db"}, "remote", "path", "Nothing is fetched"),
        ({"schema": "https://x.nl/s.json"}, "remote", "schema", "Nothing is fetched"),
        ({"dialect": "http://x.nl/d.json"}, "remote", "dialect", "Nothing is fetched"),
        ({"path": "t.xlsx"}, "format", "path", 'the format "xlsx" are not read'),
        ({"format": "geojson"}, "format", "format", 'the format "geojson" are not read'),
        ({"path": "t.csv.bz2"}, "compression", "path", 'compressed as "bz2" are not read'),
        ({"compression": "7z"}, "compression", "compression", 'compressed as "7z" are not read'),
    ],
)
def test_what_cannot_be_read_is_a_warning_at_its_place(
    tmp_path: Path, said: dict[str, Any], variant: str, field: str, english: str
) -> None:
    package = package_of(tmp_path, table(**said))
    found = the_warning(package)
    assert (found.variant, found.field) == (variant, f"resources[0].{field}")
    assert found.line is not None
    assert english in found.message("en")
    assert found.message("nl") != found.message("en")
    assert package.broken == {"t"}
    report = check(tmp_path)
    assert report.valid
    assert "t" in [item.resource for item in report.checks if item.outcome == "not-evaluated"]


@pytest.mark.parametrize(
    ("said", "variant", "field"),
    [
        ({"path": []}, "no-path", ""),
        ({"path": ""}, "no-path", ""),
        ({"path": 5}, "path-form", ".path"),
        ({"path": {"a": "t.csv"}}, "path-form", ".path"),
        ({"path": ["t.csv", None]}, "path-form", ".path[1]"),
        ({"schema": ""}, "path-form", ".schema"),
        ({"dialect": ""}, "path-form", ".dialect"),
        ({"path": ["t.csv", "../t.csv"]}, "unsafe-path", ".path[1]"),
        ({"path": "file:///etc/passwd"}, "unsafe-path", ".path"),
        ({"path": "C:\\t.csv"}, "unsafe-path", ".path"),
        ({"path": "c:/t.csv"}, "unsafe-path", ".path"),
        ({"path": "\0"}, "unsafe-path", ".path"),
        ({"format": 5}, "not-text", ".format"),
        ({"mediatype": []}, "not-text", ".mediatype"),
        ({"compression": 1}, "not-text", ".compression"),
        ({"innerpath": {}}, "not-text", ".innerpath"),
        ({"dialect": []}, "dialect-form", ".dialect"),
        ({"dialect": 1}, "dialect-form", ".dialect"),
        ({"path": None, "data": "a,b"}, "inline-text", ".data"),
    ],
)
def test_what_cannot_be_right_is_an_error_at_its_place(
    tmp_path: Path, said: dict[str, Any], variant: str, field: str
) -> None:
    found = the_finding(package_of(tmp_path, table(**said)))
    assert (found.code, found.variant) == ("resource-error", variant)
    assert found.field == f"resources[0]{field}"
    assert found.line is not None
    assert found.message("nl") != found.message("en")


@pytest.mark.parametrize("name", ["utf-8", "UTF8", "windows-1252", "iso-8859-1", "utf-16", "cp850"])
def test_encodings_go_by_their_names(tmp_path: Path, name: str) -> None:
    assert described(tmp_path, encoding=name).encoding == name


@pytest.mark.parametrize("said", [None, ""])
def test_without_an_encoding_it_is_utf_8(tmp_path: Path, said: str | None) -> None:
    assert described(tmp_path, encoding=said).encoding == "utf-8"


@pytest.mark.parametrize(
    "name",
    "rot13 base64 hex zip bz2 uu quopri utf-7 idna punycode unicode_escape raw-unicode-escape "
    "undefined iso-2022-jp hz".split(),
)
def test_an_encoding_that_is_none_of_tables_is_refused(tmp_path: Path, name: str) -> None:
    found = the_finding(package_of(tmp_path, table(encoding=name)))
    assert found.field == "resources[0].encoding"
    assert found.message("en") == (
        f'the encoding "{name}" cannot be used for a table. Expected, for example, "utf-8" or '
        '"windows-1252".'
    )
    assert found.message("nl").startswith(f'de tekencodering "{name}" is niet bruikbaar')


@pytest.mark.parametrize("name", ["klingon", 5, [], {}, True, "a\0b", "x" * 5000, "aliases"])
def test_an_encoding_that_does_not_exist_is_refused(tmp_path: Path, name: object) -> None:
    found = the_finding(package_of(tmp_path, table(encoding=name)))
    assert (found.variant, found.field) == ("encoding", "resources[0].encoding")


# --- tables without a schema, and files


def test_a_csv_file_without_a_schema_is_checked_for_its_structure(tmp_path: Path) -> None:
    package = package_of(tmp_path, {"name": "t", "path": "t.csv"})
    assert package.resources[0].schema.fields == ()
    assert check(tmp_path).valid
    (tmp_path / "t.csv").write_text("id,n,n,\na,1,2,3\nb,2\n", encoding="utf-8")
    found = [(item.code, item.line) for item in check(tmp_path).findings]
    assert found == [("duplicate-label", 1), ("blank-label", 1), ("missing-cell", 3)]


def test_the_fields_of_a_table_without_a_schema_are_its_columns(tmp_path: Path) -> None:
    from drenthe_data.reading import read_table

    resource = package_of(tmp_path, {"name": "t", "path": "t.csv"}).resources[0]
    read = read_table(resource)
    assert read.resource.schema.names == ["id", "n"]
    assert [item.type for item in read.resource.schema.fields] == ["any", "any"]


def test_a_table_without_a_schema_is_loaded_and_exported_with_its_columns(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package_of(tmp_path, {"name": "t", "path": "t.csv"})
    loaded = load_package(tmp_path)
    assert loaded.frames["t"].rows() == [("a", "1"), ("b", "2")]
    assert loaded.package.resource("t").schema.names == ["id", "n"]
    assert run(["export", "all", "-o", str(tmp_path / "o"), "--package", str(tmp_path)]) == 0
    assert capsys.readouterr().err == ""
    with ZipFile(tmp_path / "o" / "p.zip") as archive:
        raw = json.loads(archive.read("datapackage.json"))
    expected = [{"name": "id", "type": "any"}, {"name": "n", "type": "any"}]
    assert raw["resources"][0]["schema"]["fields"] == expected


@pytest.mark.parametrize(
    "said",
    [
        {"schema": {"fields": [{"name": "n"}], "fieldsMatch": "subset"}},
        {"schema": {**SCHEMA, "fields": [{"name": "n"}], "fieldsMatch": "partial"}},
        {"encoding": "windows-1252"},
    ],
)
def test_fmt_never_takes_columns_out_of_a_file_or_changes_its_encoding(
    tmp_path: Path, said: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    package_of(tmp_path, table(**said))
    unsorted = 'id,n\nb,2\na,"1"\n'
    (tmp_path / "t.csv").write_text(unsorted, encoding="utf-8")
    assert run(["fmt", str(tmp_path)]) == 0
    assert (tmp_path / "t.csv").read_text(encoding="utf-8") == unsorted
    assert capsys.readouterr().err == (
        "t.csv was left as it is. The canonical form is for single CSV files in UTF-8 with the "
        "usual dialect, and with just the columns of the schema.\n"
    )
    assert run(["fmt", str(tmp_path), "--lang", "nl"]) == 0
    assert capsys.readouterr().err.startswith("t.csv is gelaten zoals het is. De standaardvorm")


def test_fmt_of_a_table_without_a_schema_keeps_all_its_columns(tmp_path: Path) -> None:
    package_of(tmp_path, {"name": "t", "path": "t.csv"})
    (tmp_path / "t.csv").write_text('id,n\nb,2\na,"1"\n', encoding="utf-8")
    assert run(["fmt", str(tmp_path)]) == 0
    assert (tmp_path / "t.csv").read_text(encoding="utf-8") == "id,n\nb,2\na,1\n"


@pytest.mark.parametrize(
    "said",
    [
        {"path": "x.pdf"},
        {"path": "x.pdf", "type": "file"},
        {"path": "t.csv", "type": "text"},
        {"path": "x.txt"},
        {"path": "x", "format": "pdf"},
        {"path": "x.json"},
        {"data": {"a": 1}},
    ],
)
def test_a_file_that_is_no_table_is_no_error(tmp_path: Path, said: dict[str, Any]) -> None:
    files = {"x_pdf": "", "x_txt": "", "x_json": "{}", "x": ""}
    package = package_of(tmp_path, {"name": "f", **said}, table(), **files)
    assert package.findings + package.unsupported == []
    assert package.files == ["f"]
    assert [item.name for item in package.resources] == ["t"]
    assert check(tmp_path).valid


def test_a_file_that_is_no_table_must_be_there(tmp_path: Path) -> None:
    package = package_of(tmp_path, {"name": "f", "path": "x.pdf"})
    found = the_finding(package)
    assert (found.field, found.line) == ("resources[0].path", line_with(package, "x.pdf"))
    assert found.message("en") == (
        'the file "x.pdf" does not exist. Put it there, or take it out of the descriptor.'
    )
    assert found.message("nl").startswith('het bestand "x.pdf" bestaat niet.')


def test_a_spreadsheet_without_a_schema_is_said_not_to_be_read(tmp_path: Path) -> None:
    found = the_warning(package_of(tmp_path, {"name": "f", "path": "x.xlsx"}))
    assert 'the format "xlsx" are not read' in found.message("en")


def test_a_resource_of_the_profile_for_tables_must_have_a_schema(tmp_path: Path) -> None:
    item = {"name": "t", "path": "t.csv", "profile": "tabular-data-resource"}
    found = the_finding(package_of(tmp_path, item))
    assert (found.code, found.variant) == ("schema-error", "missing")
    # In version 2 a schema is only recommended.
    assert package_of(tmp_path, {"name": "t", "path": "t.csv", "type": "table"}).findings == []


def test_profiles_are_no_reason_to_say_anything(tmp_path: Path) -> None:
    package = package_of(tmp_path, table(profile="tabular-data-resource", **{"$schema": "x"}))
    assert package.findings + package.unsupported == []


# --- keys and fields


def with_schema(folder: Path, **extra: Any) -> Package:
    """Read a package whose table has a schema with these properties."""
    return package_of(folder, table(schema={**SCHEMA, **extra}))


@pytest.mark.parametrize(
    ("extra", "primary", "unique"),
    [
        ({"primaryKey": "id"}, ("id",), ()),
        ({"primaryKey": ["id", "n"]}, ("id", "n"), ()),
        ({"primaryKey": [], "uniqueKeys": [], "foreignKeys": []}, (), ()),
        ({"primaryKey": None, "uniqueKeys": None, "foreignKeys": None}, (), ()),
        ({"uniqueKeys": "id"}, (), (("id",),)),
        ({"uniqueKeys": ["id", ["id", "n"]]}, (), (("id",), ("id", "n"))),
    ],
)
def test_keys_may_be_texts_or_lists(
    tmp_path: Path, extra: dict[str, Any], primary: tuple[str, ...], unique: tuple[Any, ...]
) -> None:
    package = with_schema(tmp_path, **extra)
    assert package.findings == []
    schema = package.resources[0].schema
    assert (schema.primary_key, schema.unique_keys) == (primary, unique)


@pytest.mark.parametrize(
    ("extra", "variant", "field", "english"),
    [
        ({"primaryKey": 5}, "key-form", "primaryKey", "primaryKey 5 does not have the form"),
        ({"primaryKey": {}}, "key-form", "primaryKey", "primaryKey {} does not have the form"),
        ({"primaryKey": ["id", 1]}, "key-form", "primaryKey", "does not have the form"),
        ({"primaryKey": ["id", "id"]}, "key-twice", "primaryKey", '"id" more than once'),
        ({"primaryKey": "di"}, "key-field", "primaryKey", 'the field "di", which the schema does'),
        ({"uniqueKeys": 5}, "key-form", "uniqueKeys", "uniqueKeys 5 does not have the form"),
        ({"uniqueKeys": [[]]}, "key-form", "uniqueKeys[0]", "uniqueKeys [] does not have"),
        ({"uniqueKeys": [["n"], ["n", "n"]]}, "key-twice", "uniqueKeys[1]", "more than once"),
        ({"foreignKeys": {}}, "key-form", "foreignKeys", "foreignKeys {} does not have the form"),
        ({"foreignKeys": [5]}, "foreign-form", "foreignKeys[0]", "this is not a foreign key: 5"),
        (
            {"foreignKeys": [{"fields": [], "reference": {"fields": []}}]},
            "foreign-form",
            "foreignKeys[0]",
            "this is not a foreign key",
        ),
        (
            {"foreignKeys": [{"fields": "id", "reference": {"resource": 5, "fields": "id"}}]},
            "foreign-form",
            "foreignKeys[0]",
            "this is not a foreign key",
        ),
        (
            {"foreignKeys": [{"fields": ["id", "n"], "reference": {"fields": "id"}}]},
            "foreign-length",
            "foreignKeys[0]",
            "has the fields id, n and refers to id. Expected as many on both sides.",
        ),
        (
            {"foreignKeys": [{"fields": ["n", "n"], "reference": {"fields": ["id", "n"]}}]},
            "key-twice",
            "foreignKeys[0]",
            "more than once",
        ),
        (
            {"foreignKeys": [{"fields": ["id", "n"], "reference": {"fields": ["n", "n"]}}]},
            "key-twice",
            "foreignKeys[0]",
            'foreignKeys names the field "n" more than once',
        ),
        (
            {"foreignKeys": [{"fields": "n", "reference": {"fields": "idd"}}]},
            "reference-field",
            "foreignKeys[0]",
            'Did you mean "id"?',
        ),
        (
            {"foreignKeys": [{"fields": "n", "reference": {"resource": "tt", "fields": "id"}}]},
            "reference-table",
            "foreignKeys[0]",
            'points at the table "tt", which the package does not have. Did you mean "t"?',
        ),
        ({"fieldsMatch": "subsett"}, "fields-match", "fieldsMatch", 'Did you mean "subset"?'),
        ({"fieldsMatch": []}, "fields-match", "fieldsMatch", "fieldsMatch [] is not known"),
        ({"missingValues": "x"}, "missing-values", "missingValues", "must be a list of texts"),
        ({"missingValues": [{"label": "x"}]}, "missing-values", "missingValues", "list of texts"),
    ],
)
def test_a_key_that_is_wrong_is_said_once_at_its_place(
    tmp_path: Path, extra: dict[str, Any], variant: str, field: str, english: str
) -> None:
    package = with_schema(tmp_path, **extra)
    found = the_finding(package)
    assert (found.code, found.variant) == ("schema-error", variant)
    assert found.field == f"resources[0].schema.{field}"
    assert found.line is not None
    assert english in found.message("en")
    assert found.message("nl") != found.message("en")
    assert package.broken == {"t"}


@pytest.mark.parametrize("reference", [{}, {"resource": ""}, {"resource": "t"}, {"resource": None}])
def test_a_foreign_key_may_point_at_its_own_table_in_the_ways_of_both_versions(
    tmp_path: Path, reference: dict[str, Any]
) -> None:
    key = {"fields": "n", "reference": {"fields": "id", **reference}}
    package = with_schema(tmp_path, foreignKeys=[key])
    assert package.findings == []
    assert package.resources[0].schema.foreign_keys[0].reference_fields == ("id",)


def test_a_foreign_key_to_another_package_is_a_warning(tmp_path: Path) -> None:
    key = {"fields": "n", "reference": {"package": "https://x.nl", "resource": "t", "fields": "id"}}
    package = with_schema(tmp_path, foreignKeys=[key])
    found = the_warning(package)
    assert found.field == "resources[0].schema.foreignKeys[0].reference"
    assert found.message("en") == (
        "the foreign key points at another package, https://x.nl, which is not read; the key is "
        "not checked."
    )
    assert "de sleutel wordt niet gecontroleerd" in found.message("nl")
    assert package.resources[0].schema.foreign_keys == ()


def test_a_foreign_key_to_a_file_or_a_table_without_a_schema(tmp_path: Path) -> None:
    def pointing_at(name: str, **item: Any) -> Package:
        key = {"fields": "n", "reference": {"resource": name, "fields": "id"}}
        schema = {**SCHEMA, "foreignKeys": [key]}
        return package_of(tmp_path, table(schema=schema), {"name": name, **item}, x_pdf="")

    found = the_finding(pointing_at("f", path="x.pdf"))
    assert found.message("en") == (
        'the foreign key points at "f", which is a file and not a table.'
    )
    package = pointing_at("u", path="t.csv")
    assert "which has no schema; the key is not checked" in the_warning(package).message("en")
    assert package.resources[0].schema.foreign_keys == ()
    assert check(tmp_path).valid


def test_missing_values_may_have_labels(tmp_path: Path) -> None:
    package = with_schema(tmp_path, missingValues=[{"value": "", "label": "x"}, {"value": "-"}])
    assert package.resources[0].schema.fields[0].missing_values == ("", "-")


@pytest.mark.parametrize("said", ["subset", ["subset"]])
def test_fields_match_may_be_a_text_or_a_list(tmp_path: Path, said: object) -> None:
    assert with_schema(tmp_path, fieldsMatch=said).resources[0].schema.fields_match == "subset"
    assert with_schema(tmp_path).resources[0].schema.fields_match == "exact"


def test_a_key_of_a_field_that_is_wrong_itself_is_no_second_mistake(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "id", "type": "strng"}], "primaryKey": "id"}
    assert the_finding(package_of(tmp_path, table(schema=schema))).code == "field-error"


@pytest.mark.parametrize(
    ("field", "place", "value"),
    [
        ({"type": "integer", "constraints": {"minimum": "abc"}}, "minimum", "abc"),
        ({"type": "integer", "constraints": {"maximum": 1.5}}, "maximum", "1.5"),
        ({"type": "integer", "constraints": {"enum": [1, "x"]}}, "enum[1]", "x"),
        ({"type": "number", "constraints": {"exclusiveMinimum": True}}, "exclusiveMinimum", "true"),
        ({"type": "date", "constraints": {"minimum": "2026-13-01"}}, "minimum", "2026-13-01"),
        ({"type": "date", "constraints": {"maximum": 2026}}, "maximum", "2026"),
        ({"type": "datetime", "constraints": {"minimum": "2026-01-01"}}, "minimum", "2026-01-01"),
        ({"type": "time", "constraints": {"minimum": "25:00:00"}}, "minimum", "25:00:00"),
        ({"type": "year", "constraints": {"minimum": "26"}}, "minimum", "26"),
        ({"type": "yearmonth", "constraints": {"maximum": "2026-13"}}, "maximum", "2026-13"),
        ({"type": "boolean", "constraints": {"enum": ["ja"]}}, "enum[0]", "ja"),
        ({"type": "string", "constraints": {"enum": ["a", None]}}, "enum[1]", "null"),
    ],
)
def test_a_limit_that_does_not_suit_the_type_is_reported_in_the_schema(
    tmp_path: Path, field: dict[str, Any], place: str, value: str
) -> None:
    schema = {"fields": [{"name": "id"}, {"name": "n", **field}]}
    package = package_of(tmp_path, table(schema=schema))
    found = the_finding(package)
    assert (found.code, found.variant) == ("field-error", "constraint-value")
    assert found.field == f"resources[0].schema.fields[1].constraints.{place}"
    assert found.line is not None
    assert found.line > line_with(package, '"constraints"')
    name = place.partition("[")[0]
    start = f'field "n": {name} {value} is not a value of type {field["type"]}. Expected, for'
    assert found.message("en").startswith(start)
    assert f"is geen waarde van het type {field['type']}" in found.message("nl")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ({"type": "integer"}, 5),
        ({"type": "integer"}, "5"),
        ({"type": "integer"}, 5.0),
        ({"type": "integer", "bareNumber": False}, "5 euro"),
        ({"type": "number"}, "1e3"),
        ({"type": "number", "decimalChar": ","}, "1,5"),
        ({"type": "date"}, "2026-11-21"),
        ({"type": "date", "format": "%d/%m/%Y"}, "21/11/2026"),
        ({"type": "datetime"}, "2026-11-21T09:30:00Z"),
        ({"type": "time"}, "09:30:00"),
        ({"type": "year"}, 2026),
        ({"type": "yearmonth"}, "2026-11"),
        ({"type": "boolean", "trueValues": ["ja"]}, "ja"),
        ({"type": "boolean"}, True),
        ({"type": "string"}, 5),
        ({"type": "array"}, "[]"),
        ({}, [1]),
    ],
)
def test_a_limit_may_be_a_value_or_its_text(field: dict[str, Any], value: object) -> None:
    assert suits(field, value)


# --- YAML

YAML = """\
name: p
created: 2026-11-21
resources:
  - name: t
    path: t.csv
    dialect: {delimiter: ","}
    schema:
      fields: &fields
        - name: id
        - name: n
          type: integer
      primaryKey: id
  - name: u
    path: t.csv
    schema: {fields: *fields}
"""


def in_yaml(folder: Path, text: str, name: str = "datapackage.yaml") -> Path:
    """Write a package with a descriptor in YAML."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "t.csv").write_text(TABLE, encoding="utf-8")
    (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["datapackage.yaml", "datapackage.yml"])
def test_a_descriptor_can_be_yaml(tmp_path: Path, name: str) -> None:
    report = check(in_yaml(tmp_path, YAML, name))
    assert report.valid
    assert [item.rows for item in report.tables] == [2, 2]
    assert read_package(tmp_path).raw["created"] == "2026-11-21"
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert find_package(start=below) == tmp_path / name
    # When both are there, JSON counts.
    (tmp_path / "datapackage.json").write_text("{", encoding="utf-8")
    assert find_package(tmp_path) == tmp_path / "datapackage.json"


@pytest.mark.parametrize(
    ("old", "new", "line", "field"),
    [
        ("type: integer", "type: intger", 11, "resources[0].schema.fields[1].type"),
        ("primaryKey: id", "primaryKey: [id, x]", 12, "resources[0].schema.primaryKey"),
        ('{delimiter: ","}', "{delimiter: ab}", 6, "resources[0].dialect.delimiter"),
        ("path: t.csv\n    dialect", "path: /t.csv\n    dialect", 5, "resources[0].path"),
    ],
)
def test_a_mistake_in_yaml_has_its_line(
    tmp_path: Path, old: str, new: str, line: int, field: str
) -> None:
    findings = read_package(in_yaml(tmp_path, YAML.replace(old, new))).findings
    assert (findings[0].file, findings[0].line) == ("datapackage.yaml", line)
    assert findings[0].field == field


def test_a_schema_can_be_yaml(tmp_path: Path) -> None:
    schema = "fields:\n  - name: id\n  - name: n\n    type: intger\n"
    found = the_finding(package_of(tmp_path, table(schema="s.yaml"), s_yaml=schema))
    assert (found.code, found.file, found.line, found.field) == (
        "field-error",
        "s.yaml",
        4,
        "fields[1].type",
    )
    found = the_finding(package_of(tmp_path, table(schema="s.yml"), s_yml="a: [\nb"))
    assert (found.code, found.variant, found.file) == ("schema-error", "file-not-yaml", "s.yml")
    assert found.message("en").startswith("the schema file is not usable YAML: column ")
    assert found.message("nl").startswith("het schemabestand is geen bruikbare YAML: kolom ")


def test_yaml_holds_what_json_holds(tmp_path: Path) -> None:
    text = "a: no\nb: 2026-11-21\nc: 1.5\nd: ~\ne: 12:30\nf: 012\ng: '1'\nh: true\n1: x\n"
    text += "m: &m {k: 1}\nn:\n  <<: *m\n  l: 2\nresources: [{name: x}]\n"
    raw = read_package(in_yaml(tmp_path, text)).raw
    assert {key: raw[key] for key in "abcdefgh"} == {
        "a": "no",
        "b": "2026-11-21",
        "c": 1.5,
        "d": None,
        "e": "12:30",
        "f": 12,
        "g": "1",
        "h": True,
    }
    assert raw["1"] == "x"
    assert raw["n"] == {"k": 1, "l": 2}


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefghijkl", "bcdefghijklm", strict=True)
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BOMB, "file-not-yaml-deep"),
        ("a: &a [*a]\n", "file-not-yaml-deep"),
        ("a: &a\n  b: *a\n", "file-not-yaml-deep"),
        ("[" * 20_000, "file-not-yaml-deep"),
        ("a: " + "[" * 250 + "]" * 250, "file-not-yaml-deep"),
        ("- " * 3_000, "file-not-yaml-deep"),
        ("a: " + "9" * 5_000, "file-not-yaml-deep"),
        ("a: !!python/object/apply:os.system [ls]\n", "file-not-yaml"),
        ("a: !!binary aGk=\n", "file-not-yaml"),
        ("a: [1\nb: 2\n", "file-not-yaml"),
        ("a: 1\n---\nb: 2\n", "file-not-yaml"),
        ("a: \x01\n", "file-not-yaml"),
        ("a: *b\n", "file-not-yaml"),
        ("? [a]\n: 1\n", "file-not-yaml"),
        ("<<: 1\n", "file-not-yaml"),
        ("", "file-not-yaml-object"),
        ("- a\n", "file-not-yaml-object"),
        ("text", "file-not-yaml-object"),
        ("a: 1\n", "no-resources"),
    ],
)
def test_yaml_that_cannot_be_used_has_a_message(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(PackageError) as error:
        read_package(in_yaml(tmp_path, text))
    assert error.value.code == code
    assert error.value.message("nl") != error.value.message("en")


def test_without_pyyaml_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "yaml", None)
    with pytest.raises(PackageError) as error:
        read_package(in_yaml(tmp_path, YAML))
    assert str(error.value) == (
        "datapackage.yaml is YAML, and reading that needs PyYAML. Install it with: pip install "
        '"drenthe-data[yaml]".'
    )
    assert "daarvoor is PyYAML nodig" in error.value.message("nl")
    found = the_finding(package_of(tmp_path / "j", table(schema="s.yaml"), s_yaml="fields: []"))
    assert found.message("en").startswith("the schema file is YAML, and reading that needs PyYAML")


def test_reading_json_does_not_import_yaml(tmp_path: Path) -> None:
    package_of(tmp_path, table())
    code = (
        "import sys, pathlib; from drenthe_data.descriptor import read_package; "
        f"read_package(pathlib.Path({str(tmp_path)!r})); print('yaml' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_every_way_in_which_a_file_can_fail_has_words_for_schemas_and_dialects() -> None:
    texts = catalogue("en")
    codes = [key for key in texts if key.startswith(("file-", "yaml-missing"))]
    assert len(codes) > 8
    for code in codes:
        assert f"schema-error.{code}" in texts
        assert f"resource-error.dialect-{code}" in texts


# --- anything anywhere

ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["t.csv", "utf-8", "gz", "subset", "id", "\ud800", "\0", "../x", "csv"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
PLACES = ["dialect", "path", "compression", "encoding", "format", "mediatype", "innerpath"]
PLACES += ["schema", "data", "type", "profile", "url", "name"]
DIALECT = ["delimiter", "quoteChar", "escapeChar", "doubleQuote", "lineTerminator", "nullSequence"]
DIALECT += ["skipInitialSpace", "header", "headerRows", "headerJoin", "headerCase", "commentRows"]
DIALECT += ["commentChar", "caseSensitiveHeader", "csv"]
KEYS = ["fieldsMatch", "primaryKey", "uniqueKeys", "foreignKeys", "missingValues", "fields"]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.sampled_from([*PLACES, *DIALECT, *KEYS]), value=ANY)
def test_any_value_anywhere_gives_a_report(place: str, value: Any, tmp_path: Path) -> None:
    item = table()
    if place in PLACES:
        item[place] = value
        if place in ("data", "url"):
            del item["path"]
    elif place in DIALECT:
        item["dialect"] = {place: value}
    else:
        item["schema"] = {**SCHEMA, place: value}
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    text = json.dumps({"resources": [item]})
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    survives(tmp_path)


@pytest.mark.parametrize("seed", range(60))
def test_a_rich_descriptor_with_any_value_anywhere_is_reported(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    raw: dict[str, Any] = {
        "resources": [
            table(
                dialect={"csv": {"delimiter": ","}, "headerRows": [1], "commentChar": "#"},
                compression=None,
                encoding="utf-8",
                format="csv",
            ),
            {
                "name": "u",
                "data": [["id", "n"], ["a", 1]],
                "schema": {**SCHEMA, "fieldsMatch": "partial"},
            },
            {"name": "v", "path": ["t.csv", "t.csv"], "schema": SCHEMA},
            {"name": "w", "path": "t.csv"},
        ]
    }
    for _ in range(chance.randint(1, 4)):
        raw = mutated(raw, chance)
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    survives(tmp_path)


@pytest.mark.parametrize("name", ["*", "^.*$", "^n$"])
def test_a_pattern_of_names_is_no_name_of_a_field(tmp_path: Path, name: str) -> None:
    found = the_finding(with_schema(tmp_path, fields=[{"name": "id"}, {"name": name}]))
    assert found.code == "field-error"
    assert found.field == "resources[0].schema.fields[1].name"
    assert found.line is not None
    assert found.message("en") == (
        f'the name "{name}" cannot be used for a field. Take another: not *, nor one that begins '
        "with ^ and ends with $."
    )
    assert found.message("nl") == (
        f'de naam "{name}" kan niet voor een veld worden gebruikt. Neem een andere: niet *, en '
        "niet een die met ^ begint en met $ eindigt."
    )
    assert not check(tmp_path).valid


def test_many_mistakes_take_one_reading_of_the_descriptor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = [{"name": f"f{number}", "type": "text"} for number in range(300)]
    folder = make_package(tmp_path, {"t": "a\n"}, {"t": {"fields": items}})
    decode = json.JSONDecoder.raw_decode
    read = 0

    def counted(decoder: json.JSONDecoder, text: str, idx: int = 0) -> tuple[Any, int]:
        nonlocal read
        value, end = decode(decoder, text, idx)
        read += end - idx
        return value, end

    monkeypatch.setattr(json.JSONDecoder, "raw_decode", counted)
    found = read_package(folder).findings
    lines = (folder / "datapackage.json").read_text(encoding="utf-8").split("\n")
    assert [lines[one.line - 1].strip() for one in found if one.line] == ['"type": "text"'] * 300
    # The text itself, and once more for each depth of the pointers.
    assert read < 8 * len("\n".join(lines))


HALF = "\ud800"


@pytest.mark.parametrize(
    "said",
    [
        {"name": f"t{HALF}"},
        {"dialect": {f"x{HALF}": 1}},
        {"dialect": {"nullSequence": HALF}},
        {"schema": {"fields": [{"name": f"id{HALF}"}]}},
        {"schema": {"fields": [{"name": "id", "title": HALF}]}},
        {"schema": {"fields": [{"name": "id", "type": "list", "delimiter": HALF}]}},
        {"schema": {"fields": [{"name": "id", "constraints": {"enum": ["x", HALF]}}]}},
        {"schema": {"fields": [{"name": "id", "constraints": {"pattern": HALF}}]}},
        {"schema": {"fields": [{"name": "id"}], "missingValues": [HALF]}},
        {"schema": {"fields": [{"name": "id"}], "primaryKey": HALF}},
    ],
)
def test_half_a_character_in_a_descriptor_is_said_with_its_line(
    said: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package_of(tmp_path, table())
    raw = {"name": "p", "title": "😀", "resources": [table(**said)]}
    text = json.dumps(raw, indent=1)
    assert "\\ud83d\\ude00" in text
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    line = 1 + text[: text.index("\\ud800")].count("\n")
    assert run(["check", str(tmp_path), "--lang", "en"]) == 2
    out = capsys.readouterr()
    assert out.err == (
        f"drenthe-data: datapackage.json holds half a character (a lone surrogate) on line {line}. "
        "Write the text anew.\n"
    )
    with pytest.raises(PackageError) as caught:
        read_package(tmp_path)
    assert caught.value.message("nl") == (
        f"datapackage.json bevat op regel {line} een half teken (een los surrogaat). "
        "Schrijf de tekst opnieuw."
    )


def test_half_a_character_in_a_schema_file_is_an_error_of_the_schema(tmp_path: Path) -> None:
    half = '{\n"fields": [{"name": "id",\n"title": "\\ud800"}]}'
    package = package_of(tmp_path, table(schema="s.json"), **{"s.json": half})
    found = the_finding(package)
    assert (found.code, found.variant, found.file) == (
        "schema-error",
        "file-half-character",
        "s.json",
    )
    assert found.line == 3
    assert "half a character" in found.message("en")
    assert "een half teken" in found.message("nl")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{name: p, textHygiene: 3, resources: [{name: t, path: t.csv, schema: s.json}]}", 1),
        ("name: p\nresources:\n- {name: t, path: t.csv, schema: s.json}\ntextHygiene: 3\n", 4),
    ],
)
def test_a_property_of_ours_that_cannot_be_used_has_its_line_in_yaml(
    text: str, line: int, tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "s.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
    report = check(in_yaml(tmp_path, text))
    assert [(one.variant, one.line) for one in report.findings] == [("text-hygiene", line)]


@pytest.mark.parametrize("name", ["\0line", "\0row", "id\0"])
def test_a_name_with_a_nul_is_refused_in_schema_and_header(name: str, tmp_path: Path) -> None:
    found = the_finding(package_of(tmp_path / "a", table(schema={"fields": [{"name": name}]})))
    assert (found.code, found.field) == ("field-error", "resources[0].schema.fields[0].name")
    shown = name.replace("\0", "\\x00")
    assert found.message("en") == (
        f'the name "{shown}" of a field holds a NUL character. Take it out.'
    )
    assert found.message("nl") == (
        f'de naam "{shown}" van een veld bevat een NUL-teken. Haal het weg.'
    )
    package_of(tmp_path / "b", {"name": "t", "path": "t.csv"})
    (tmp_path / "b" / "t.csv").write_text(f"{name}\n1\n", encoding="utf-8")
    report = check(tmp_path / "b")
    assert [(one.code, one.line, one.row) for one in report.findings] == [("nul-error", 1, 1)]
    assert report.tables[0].rows is None
