"""Constraints: each on every type it is for, and a reason where it is not."""

from __future__ import annotations

import re
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drenthe_data import check
from drenthe_data.checks.constraints import fits_pattern
from drenthe_data.findings import Finding, Report
from drenthe_data.table_schema import Schema
from tests.both_ways import block_by_block
from tests.packages import make_package


def checked(tmp_path: Path, raw: dict[str, Any], *cells: str) -> Report:
    """Check a table of two columns: a number of the row, and the cells of one field."""
    quoted = [cell.replace('"', '""') for cell in cells]
    text = "id,a\n" + "".join(f'{n},"{cell}"\n' for n, cell in enumerate(quoted, start=1))
    fields = [{"name": "id"}, {"name": "a", "title": "A", "title_nl": "Aa", **raw}]
    return check(make_package(tmp_path, {"t": text}, {"t": {"fields": fields}}))


def wrong(tmp_path: Path, raw: dict[str, Any], *cells: str) -> list[str]:
    """Give the cells that break the constraint; every outcome is judged."""
    report = checked(tmp_path, raw, *cells)
    assert report.outcomes("not-evaluated") == 0
    assert {found.code for found in report.findings} <= {"constraint-error", "unique-error"}
    assert all((found.field, found.field_number) == ("a", 2) for found in report.findings)
    assert [cells[(found.row or 0) - 2] for found in report.findings] == [
        found.value for found in report.findings
    ]
    return [str(found.value) for found in report.findings]


LIMITED: list[tuple[dict[str, Any], object, list[str]]] = [
    ({"type": "integer"}, 5, ["4", "5", "6"]),
    ({"type": "integer"}, "5", ["-6", "+5", "06"]),
    ({"type": "integer", "missingValues": ["", "5"]}, 5, ["4", "05", "6"]),
    ({"type": "number"}, 2.5, ["2.49", "2.50", "INF"]),
    ({"type": "number", "decimalChar": ","}, 2.5, ["2,49", "2,5", "2,51"]),
    ({"type": "date"}, "2024-01-31", ["2024-01-30", "2024-01-31", "2024-02-01"]),
    ({"type": "date", "format": "%d-%m-%Y"}, "31-01-2024", ["30-01-2024", "31-1-2024", "1-2-2024"]),
    ({"type": "time"}, "09:30:00", ["09:29:59", "09:30:00", "10:00:00"]),
    (
        {"type": "datetime"},
        "2024-01-31T09:30:00",
        ["2024-01-31T10:00:00+01:00", "2024-01-31T09:30:00Z", "2024-01-31T09:30:00.1"],
    ),
    ({"type": "year"}, 2024, ["2023", "2024", "2025"]),
    ({"type": "yearmonth"}, "2024-02", ["2024-01", "2024-02", "2024-12"]),
    ({"type": "duration"}, "P1Y", ["P364D", "P12M", "P367D"]),
]


@pytest.mark.parametrize(("raw", "limit", "cells"), LIMITED)
def test_a_limit_is_kept_by_values_of_its_type(
    raw: dict[str, Any], limit: object, cells: list[str], tmp_path: Path
) -> None:
    less, same, more = cells
    for name, broken in {
        "minimum": [less],
        "maximum": [more],
        "exclusiveMinimum": [less, same],
        "exclusiveMaximum": [same, more],
    }.items():
        field = {**raw, "constraints": {name: limit}}
        assert wrong(tmp_path / name, field, *cells) == broken


def test_nan_and_durations_that_cannot_be_compared_keep_no_limit(tmp_path: Path) -> None:
    field = {"type": "number", "constraints": {"minimum": 0}}
    assert wrong(tmp_path / "n", field, "NaN", "0") == ["NaN"]
    field = {"type": "duration", "constraints": {"maximum": "P1M"}}
    assert wrong(tmp_path / "d", field, "P30D", "P27D") == ["P30D"]


ENUMS: list[tuple[dict[str, Any], list[object], list[str], list[str]]] = [
    ({"type": "string"}, ["a", "b"], ["a"], ["A", "ab"]),
    ({"type": "any"}, ["1", 2], ["1", "2"], ["1.0"]),
    ({"type": "integer"}, [1, "2", 3.0], ["1", "02", "+3"], ["4"]),
    ({"type": "number"}, [1, 2.5], ["1.0", "2.50"], ["2"]),
    ({"type": "boolean", "trueValues": ["ja"]}, [True], ["ja"], ["false"]),
    ({"type": "date"}, ["2024-01-31"], ["2024-01-31"], ["2024-02-01"]),
    ({"type": "year"}, [2024], ["2024"], ["2025"]),
    ({"type": "duration"}, ["P1Y"], ["P12M"], ["P2Y"]),
    ({"type": "geopoint"}, ["6.5,53", [1, 2]], ["6.50, 53.0", "1,2"], ["2,1"]),
    ({"type": "object"}, [{"a": 1}], ['{ "a": 1.0 }'], ['{"a": 2}']),
    ({"type": "array"}, [[1, 2]], ["[1,2.0]"], ["[2,1]"]),
    ({"type": "list", "itemType": "integer"}, [[1, 2], "3"], ["1,02", "3"], ["2,1"]),
]


@pytest.mark.parametrize(("raw", "known", "good", "bad"), ENUMS)
def test_values_are_compared_with_a_list_as_values_of_their_type(
    raw: dict[str, Any], known: list[object], good: list[str], bad: list[str], tmp_path: Path
) -> None:
    assert wrong(tmp_path, {**raw, "constraints": {"enum": known}}, *good, *bad) == bad


def test_lengths_are_counted_in_letters_and_in_items(tmp_path: Path) -> None:
    limits = {"constraints": {"minLength": 2, "maxLength": 3}}
    cases: list[tuple[dict[str, Any], list[str], list[str]]] = [
        ({"type": "string"}, ["éé", "e\u0301x"], ["é", "abcd"]),
        ({"type": "array"}, ["[1,2]", "[1,2,3]"], ["[]", "[1,2,3,4]"]),
        ({"type": "object"}, ['{"a":1,"b":2}'], ["{}", '{"a":1}']),
        ({"type": "list"}, ["a,b"], ["ab", "a,b,c,d"]),
        ({"type": "list", "delimiter": ";"}, ["a,b;c"], ["a,b,c"]),
    ]
    for number, (raw, good, bad) in enumerate(cases):
        assert wrong(tmp_path / str(number), {**raw, **limits}, *good, *bad) == bad


def test_a_pattern_must_match_the_whole_text_of_any_type(tmp_path: Path) -> None:
    def broken(kind: str, pattern: str, *cells: str) -> list[str]:
        folder = tmp_path / f"{kind}-{abs(hash(pattern))}"
        return wrong(folder, {"type": kind, "constraints": {"pattern": pattern}}, *cells)

    assert broken("string", "x|y", "x", "y", "xy", "xz") == ["xy", "xz"]
    assert broken("string", "^a.*$", "a", "ab", "ba") == ["ba"]
    assert broken("string", "(?!x).*", "ax", "xa") == ["xa"]
    assert broken("string", r"(.)\1", "aa", "ab") == ["ab"]
    assert broken("string", r"[\[a]+", "[a", "b") == ["b"]
    assert broken("integer", "[0-9]{4}", "0042", "42") == ["42"]
    assert broken("date", "2024-.*", "2024-01-31", "2023-01-31") == ["2023-01-31"]


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        (r"\<a\>", ["<a>"], ["a"]),
        ("[a-z]++z", [], ["az"]),
        ("a*+", ["aa"], ["b"]),
        ("[]a[b]]", ["a]", "[]"], ["b"]),
        (r"[\][a]]", ["a]"], ["a"]),
        (r"\w+", ["café", "m²", "a_b"], ["cafe\u0301", "a b"]),
        (r"\w+\s\w+", ["a\u00a0b", "é b"], ["a\u200bb", "ab"]),
        (r"a\b.*", ["a", "a\u0301"], ["a²"]),
    ],
)
def test_a_pattern_is_read_as_python_reads_it(
    pattern: str, good: list[str], bad: list[str], tmp_path: Path
) -> None:
    """Frictionless matches with Python; the patterns of Polars mean other things here."""
    assert [bool(re.fullmatch(pattern, text)) for text in [*good, *bad]] == [
        *(True for _ in good),
        *(False for _ in bad),
    ]
    raw = {"type": "string", "constraints": {"pattern": pattern}}
    assert wrong(tmp_path, raw, *good, *bad) == bad


PIECES = [
    r"\w",
    r"\W",
    r"\s",
    r"\S",
    r"\b",
    r"\B",
    r"\d",
    ".",
    "a",
    "-",
    "[^a]",
    r"[\w-]",
    r"[^\s.]",
]
LETTERS = "aZ_-. 1\t\n\x1c\x85é½²٣€\u0301\u200b\u2003\u2028\U0001f600ƛ§"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["", "?", "*", "+"])), max_size=4),
    st.lists(st.text(LETTERS, min_size=1, max_size=5), min_size=1, max_size=8),
)
def test_classes_of_letters_are_those_of_python(
    pieces: list[tuple[str, str]], texts: list[str]
) -> None:
    pattern = "".join(piece if piece in (r"\b", r"\B") else piece + n for piece, n in pieces)
    frame = pl.DataFrame({"text": texts})
    found = frame.select(fits_pattern(pl.col("text"), pattern)).to_series().to_list()
    assert found == [re.fullmatch(pattern, text) is not None for text in texts]


def test_the_separators_of_ascii_are_in_its_ranges(tmp_path: Path) -> None:
    raw = {"type": "string", "constraints": {"pattern": r"[\t-~]+\s?"}}
    assert wrong(tmp_path, raw, "a\x1cb", "a\x1cé") == ["a\x1cé"]


def test_a_pattern_that_would_keep_python_for_ever_is_soon_done(tmp_path: Path) -> None:
    raw = {"type": "string", "constraints": {"pattern": r"(?:\w+\s?)+"}}
    long = "é" * 60 + "!"
    assert wrong(tmp_path, raw, "één twee", long) == [long]


@pytest.mark.parametrize("size", [None, 2])
def test_of_very_many_unknown_codes_the_first_are_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int | None
) -> None:
    monkeypatch.setattr("drenthe_data.messages.names._MOST_LOOKED_FOR", 2)
    raw = {"type": "string", "constraints": {"enum": ["astron", "emmen"]}}
    cells = ("astrn", "emen", "astrn", "emme", "Emmen")
    with nullcontext() if size is None else block_by_block(size):
        found = checked(tmp_path, raw, *cells).findings
    nearest = [item.params["nearest"] for item in found]
    assert nearest == ["astron", "emmen", "astron", "", "emmen"]


def test_a_cell_that_does_not_fit_its_type_breaks_no_constraint_besides(tmp_path: Path) -> None:
    field = {
        "type": "integer",
        "constraints": {"required": True, "pattern": "[0-9]", "enum": [1], "minimum": 1},
    }
    assert [found.code for found in checked(tmp_path, field, "x").findings] == ["type-error"]


def test_categories_restrict_text_and_whole_numbers(tmp_path: Path) -> None:
    field = {"type": "integer", "categories": [{"value": 0, "label": "no"}, {"value": 1}]}
    assert wrong(tmp_path / "i", field, "0", "01", "2") == ["2"]
    fruit = {"type": "string", "categories": ["apple", "pear"], "categoriesOrdered": True}
    report = checked(tmp_path / "s", fruit, "apple", "aple", "")
    found = said(report)
    assert found.message("en") == (
        '"aple" is not one of the categories of this field. Did you mean "apple"? '
        "Expected one of: apple, pear."
    )
    assert found.message("nl") == (
        '"aple" is geen van de categorieën van dit veld. Bedoelde u "apple"? '
        "Verwacht een van: apple, pear."
    )


SCHEMA = {
    "type": "object",
    "properties": {"n": {"$ref": "#/$defs/n"}},
    "$defs": {"n": {"minimum": 1}},
}


def test_a_json_schema_is_kept_by_objects_and_arrays(tmp_path: Path) -> None:
    field = {"type": "object", "constraints": {"jsonSchema": SCHEMA}}
    assert wrong(tmp_path / "o", field, '{"n": 1}', '{"n": 0}', "{}") == ['{"n": 0}']
    field = {"type": "array", "constraints": {"jsonSchema": {"items": {"type": "integer"}}}}
    assert wrong(tmp_path / "a", field, "[1]", '["x"]') == ['["x"]']


def said(report: Report) -> Finding:
    """Give the one finding of a report."""
    [found] = report.findings
    assert (found.code, found.file, found.field) == ("constraint-error", "t.csv", "a")
    assert found.line == found.row
    return found


SAID = [
    (
        {"type": "array", "constraints": {"minLength": 2}},
        "[1]",
        'this cell has 1 items; at least 2 are needed: "[1]".',
        'deze cel heeft 1 delen; het moeten er minstens 2 zijn: "[1]".',
    ),
    (
        {"type": "list", "constraints": {"maxLength": 1}},
        "a,b",
        'this cell has 2 items; at most 1 are allowed: "a,b".',
        'deze cel heeft 2 delen; het mogen er hoogstens 1 zijn: "a,b".',
    ),
    (
        {"type": "object", "constraints": {"jsonSchema": {"required": ["n"]}}},
        "{}",
        "\"{}\" does not fit the JSON Schema that is asked: {'required': ['n']}",
        "\"{}\" past niet bij het gevraagde JSON Schema: {'required': ['n']}",
    ),
    (
        {"type": "duration", "constraints": {"minimum": "P1Y"}},
        "P1M",
        "P1M is less than the least value, P1Y.",
        "P1M is kleiner dan de kleinste waarde, P1Y.",
    ),
    (
        {"type": "integer", "constraints": {"pattern": "[0-9]{4}"}},
        "42",
        '"42" does not have the form that is asked. (Pattern: [0-9]{4})',
        '"42" heeft niet de gevraagde vorm. (Patroon: [0-9]{4})',
    ),
]


@pytest.mark.parametrize(("raw", "cell", "english", "dutch"), SAID)
def test_what_breaks_a_constraint_is_said_in_both_languages(
    raw: dict[str, Any], cell: str, english: str, dutch: str, tmp_path: Path
) -> None:
    found = said(checked(tmp_path, raw, cell))
    assert found.value == cell
    assert found.message("en") == english
    assert found.message("nl") == dutch


REASONS = [
    (
        {"type": "integer", "constraints": {"minLength": 1}},
        "the constraint minLength does not apply to type integer",
        "de voorwaarde minLength geldt niet voor het type integer",
    ),
    (
        {"type": "string", "constraints": {"jsonSchema": {}}},
        "the constraint jsonSchema does not apply to type string",
        "de voorwaarde jsonSchema geldt niet voor het type string",
    ),
    (
        {"type": "date", "categories": ["2024-01-31"]},
        "the constraint categories does not apply to type date",
        "de voorwaarde categories geldt niet voor het type date",
    ),
    *(
        (
            {"type": "object", "constraints": {"jsonSchema": schema}},
            "the value of the constraint jsonSchema cannot be used for type object",
            "de waarde van de voorwaarde jsonSchema is niet te gebruiken voor het type object",
        )
        for schema in ({"type": 5}, {"$ref": "https://example.org"}, {"$ref": "#/$defs/n"})
    ),
]


@pytest.mark.parametrize(("raw", "english", "dutch"), REASONS)
def test_a_constraint_that_cannot_be_judged_is_not_evaluated_with_its_reason(
    raw: dict[str, Any], english: str, dutch: str, tmp_path: Path
) -> None:
    report = checked(tmp_path, raw, "")
    [result] = [result for result in report.checks if result.outcome == "not-evaluated"]
    assert (result.code, result.fields) == ("constraint-error", ("a",))
    assert result.reason_text("en") == english
    assert result.reason_text("nl") == dutch


def test_without_its_library_a_json_schema_is_not_evaluated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jsonschema", None)
    report = checked(tmp_path, {"type": "object", "constraints": {"jsonSchema": {}}}, "{}")
    [result] = [result for result in report.checks if result.outcome == "not-evaluated"]
    assert result.reason_text("en") == (
        "the constraint jsonSchema needs the package jsonschema "
        "(pip install 'drenthe-data[formats]')"
    )
    assert result.reason_text("nl") == (
        "de voorwaarde jsonSchema vraagt om het pakket jsonschema "
        "(pip install 'drenthe-data[formats]')"
    )


def test_a_value_that_must_be_unique_is_so_as_a_value(tmp_path: Path) -> None:
    field: dict[str, Any] = {"type": "number", "constraints": {"unique": True}}
    assert wrong(tmp_path / "n", field, "1", "1.0", "", "", "2") == ["1.0"]
    field["type"] = "object"
    assert wrong(tmp_path / "o", field, '{"a":1,"b":2}', '{"b":2,"a":1}') == ['{"b":2,"a":1}']


def test_a_row_of_which_much_is_wrong_is_taken_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To take a row out of thousands of columns for each wrong cell takes minutes."""
    names = [f"c{number}" for number in range(30)]
    text = "\n".join([",".join(names), ",".join(["x"] * 30), ",".join(["y"] * 30)]) + "\n"
    schema = {"fields": [{"name": name, "type": "integer"} for name in names]}
    package = make_package(tmp_path, {"t": text}, {"t": schema})
    taken = []
    row = pl.DataFrame.row

    def counted(frame: pl.DataFrame, *arguments: Any, **options: Any) -> Any:
        taken.append(arguments)
        return row(frame, *arguments, **options)

    monkeypatch.setattr(pl.DataFrame, "row", counted)
    found = check(package).findings
    assert [(one.line, one.field_number) for one in found] == [
        (line, number) for line in (2, 3) for number in range(1, 31)
    ]
    assert {(one.line, one.cells) for one in found} == {(2, ("x",) * 30), (3, ("y",) * 30)}
    assert len(taken) == 2


def test_the_fields_are_not_counted_again_for_each_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a finding for each of thousands of fields that takes minutes."""
    schema = {"fields": [{"name": name, "type": "integer"} for name in "abc"]}
    listed: list[Schema] = []

    def counted(own: Schema) -> list[str]:
        listed.append(own)
        return [item.name for item in own.fields]

    monkeypatch.setattr(Schema, "names", property(counted))
    counts = []
    for rows in (1, 20):
        package = make_package(
            tmp_path / str(rows), {"t": "a,b,c\n" + "x,y,z\n" * rows}, {"t": schema}
        )
        listed.clear()
        assert len(check(package).findings) == 3 * rows
        counts.append(len(listed))
    assert counts[0] == counts[1]
