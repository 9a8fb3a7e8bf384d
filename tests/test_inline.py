"""Rows in the descriptor become the texts that a CSV file would hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drenthe_data.descriptor import Resource, read_package
from drenthe_data.findings import Finding
from drenthe_data.reading.inline import InlineRows, inline_rows

HEADER = ["id", "n"]
ROW = ["a", 1]
FIELDS: list[dict[str, Any]] = [{"name": "id"}, {"name": "n"}]


def resource_of(folder: Path, data: Any, **extra: Any) -> Resource:
    """Describe a table with these data."""
    item = {"name": "t", "data": data, "schema": {"fields": FIELDS}, **extra}
    text = json.dumps({"resources": [item]})
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    (resource,) = read_package(folder).resources
    return resource


def rows_of(folder: Path, data: Any, **extra: Any) -> InlineRows:
    """Read these data."""
    return inline_rows(resource_of(folder, data, **extra))


def the_finding(found: InlineRows) -> Finding:
    """Give the one finding about the data."""
    (finding,) = found.findings
    assert (finding.code, finding.file, finding.resource) == (
        "source-error",
        "datapackage.json",
        "t",
    )
    assert finding.message("nl") != finding.message("en")
    return finding


def test_a_list_of_lists_begins_with_the_header(tmp_path: Path) -> None:
    data = [["id", "n"], ["a", 1], [True, 2.5], [None, False], [[1, "é"], {"k": None}]]
    found = rows_of(tmp_path, data)
    assert found.labels == ("id", "n")
    assert found.rows == [
        ["a", "1"],
        ["true", "2.5"],
        ["", "false"],
        ['[1, "é"]', '{"k": null}'],
    ]
    assert found.numbers == [2, 3, 4, 5]
    assert found.findings == []


def test_a_list_of_objects_has_its_columns_in_the_order_of_the_schema(tmp_path: Path) -> None:
    found = rows_of(tmp_path, [{"n": 1, "id": "a"}, {"x": 3, "id": "b"}])
    assert found.labels == ("id", "n", "x")
    assert (found.rows, found.numbers) == ([["a", "1", ""], ["b", "", "3"]], [2, 3])


def test_rows_may_be_shorter_and_longer_than_the_header(tmp_path: Path) -> None:
    found = rows_of(tmp_path, [["id", "n"], ["a"], [], ["b", 1, 2]])
    assert (found.rows, found.findings) == ([["a"], [], ["b", "1", "2"]], [])


def test_data_can_be_a_text_of_csv(tmp_path: Path) -> None:
    dialect = {"delimiter": ";", "quoteChar": "'", "commentChar": "#", "nullSequence": "\\N"}
    text = "id;n\n# note\n'a;''b';\\N\nc;2\n"
    found = rows_of(tmp_path, text, format="csv", dialect=dialect)
    assert found.labels == ("id", "n")
    assert (found.rows, found.numbers) == ([["a;'b", ""], ["c", "2"]], [3, 4])
    tabs = rows_of(tmp_path, "id\tn\na\t1\n", format="tsv")
    assert (tabs.labels, tabs.rows) == (("id", "n"), [["a", "1"]])


def test_csv_that_cannot_be_read_is_said_with_its_row(tmp_path: Path) -> None:
    found = rows_of(tmp_path, 'id,n\na,1\n"b,2\n', format="csv")
    assert found.rows == [["a", "1"]]
    finding = the_finding(found)
    assert (finding.variant, finding.row) == ("inline-csv", 3)
    assert finding.message("en") == (
        "the CSV text cannot be read from row 3 on: unexpected end of data. Look for a double "
        "quote that is not closed or not doubled."
    )
    assert finding.message("nl").startswith("de CSV-tekst kan vanaf rij 3 niet worden gelezen: ")


@pytest.mark.parametrize(
    ("dialect", "data", "labels", "rows", "numbers"),
    [
        ({"header": False}, [["a", 1], ["b", 2]], (), [["a", "1"], ["b", "2"]], [1, 2]),
        (
            {"headerRows": [1, 2], "headerJoin": "-"},
            [["x", "n"], ["id", "n"], ["a", 1]],
            ("x-id", "n"),
            [["a", "1"]],
            [3],
        ),
        ({"headerRows": [2]}, [["note"], ["id", "n"], ["a", 1]], ("id", "n"), [["a", "1"]], [3]),
        (
            {"commentRows": [2]},
            [["id", "n"], ["x", "y"], ["a", 1]],
            ("id", "n"),
            [["a", "1"]],
            [3],
        ),
    ],
)
def test_the_header_is_where_the_dialect_says(
    tmp_path: Path,
    dialect: dict[str, Any],
    data: Any,
    labels: tuple[str, ...],
    rows: list[list[str]],
    numbers: list[int],
) -> None:
    found = rows_of(tmp_path, data, dialect=dialect)
    assert (found.labels, found.rows, found.numbers) == (labels, rows, numbers)
    assert found.findings == []


@pytest.mark.parametrize("header", [True, False])
def test_values_become_what_their_field_reads(tmp_path: Path, header: bool) -> None:
    fields = [
        {"name": "b", "type": "boolean", "trueValues": ["ja"], "falseValues": ["nee"]},
        {"name": "d", "type": "number", "decimalChar": ","},
        {"name": "m", "type": "integer", "missingValues": ["-"]},
        {"name": "l", "type": "list", "itemType": "integer", "delimiter": ";"},
        {"name": "p", "type": "geopoint"},
        {"name": "a", "type": "array"},
    ]
    rows: list[Any] = [
        [True, 1.5, None, [1, 2], [6.5, 53], [1, 2]],
        [False, 2, 3, [], "6.5,53", []],
    ]
    data = [["b", "d", "m", "l", "p", "a"], *rows] if header else rows
    schema = {"fields": fields}
    found = rows_of(tmp_path, data, schema=schema, dialect={"header": header})
    assert found.rows == [
        ["ja", "1,5", "-", "1;2", "6.5,53", "[1, 2]"],
        ["nee", "2", "3", "", "6.5,53", "[]"],
    ]


def test_numbers_that_are_none_are_written_as_table_schema_does(tmp_path: Path) -> None:
    data = [["id", "n"], [float("inf"), float("-inf")], [float("nan"), 1e300]]
    assert rows_of(tmp_path, data).rows == [["INF", "-INF"], ["NaN", "1e+300"]]


@pytest.mark.parametrize(
    ("data", "variant", "row", "english", "dutch"),
    [
        (
            [["id", "n"], 5, ["a", 1]],
            "inline-no-list",
            2,
            "row 2 is not a list: 5.",
            "rij 2 is geen lijst: 5.",
        ),
        (
            [["id", "n"], {"id": "b"}, ["a", 1]],
            "inline-no-list",
            2,
            'a list: {"id": "b"}',
            "geen lijst",
        ),
        (
            [{"id": "a", "n": 1}, ["b", 2]],
            "inline-no-object",
            3,
            "row 3 is not an object",
            "rij 3 is geen object",
        ),
        (
            [["id", "n"], ["\ud800", 1], ["a", 1]],
            "inline-character",
            2,
            "half a character",
            "half teken",
        ),
    ],
)
def test_a_row_that_cannot_be_used_is_said_and_left_out(
    tmp_path: Path, data: Any, variant: str, row: int, english: str, dutch: str
) -> None:
    found = rows_of(tmp_path, data)
    finding = the_finding(found)
    assert (finding.variant, finding.row) == (variant, row)
    assert english in finding.message("en")
    assert dutch in finding.message("nl")
    assert found.rows == [["a", "1"]]


@pytest.mark.parametrize(
    ("data", "variant", "english"),
    [
        ({"a": 1}, "inline-form", 'the data are not a list of rows: {"a": 1}.'),
        (5, "inline-form", "the data are not a list of rows: 5."),
        ([], "inline-empty", "names of the columns. Expected: id, n."),
        ([[]], "inline-empty", "the data do not begin with the names"),
        ([["", None], ["a", "b"]], "inline-empty", "the data do not begin with the names"),
        ([5], "inline-no-list", "row 1 is not a list: 5."),
        ([["\ud800"], ["a"]], "inline-character", "row 1 has a text with half a character"),
        ([{"\ud800": 1}], "inline-character", "row 1 has a text with half a character"),
    ],
)
def test_data_without_usable_header_give_no_rows(
    tmp_path: Path, data: Any, variant: str, english: str
) -> None:
    found = rows_of(tmp_path, data)
    finding = the_finding(found)
    assert finding.variant == variant
    assert english in finding.message("en")
    assert (found.labels, found.rows, found.numbers) == ((), [], [])


WORDS = st.text(max_size=4)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=4)
    | st.just("\ud800"),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.lists(VALUES, max_size=5)
    | st.text(max_size=30)
    | VALUES.filter(lambda x: x is not None),
    dialect=st.sampled_from([{}, {"header": False}, {"headerRows": [1, 3]}, {"quoteChar": ""}]),
)
def test_any_data_give_texts_and_findings(
    data: Any, dialect: dict[str, Any], tmp_path: Path
) -> None:
    found = rows_of(tmp_path, data, dialect=dialect, format="csv")
    assert len(found.rows) == len(found.numbers)
    assert found.numbers == sorted(set(found.numbers))
    for text in [*found.labels, *(cell for row in found.rows for cell in row)]:
        assert text.encode().decode() == text
    for finding in found.findings:
        assert finding.text("nl") != finding.text("en")


def test_a_whole_number_may_be_written_with_a_point_in_json(tmp_path: Path) -> None:
    data = [["id", "n"], ["a", 1.0], ["b", 1e16], ["c", 1.5]]
    found = rows_of(
        tmp_path, data, schema={"fields": [{"name": "id"}, {"name": "n", "type": "integer"}]}
    )
    assert [row[1] for row in found.rows] == ["1", "10000000000000000", "1.5"]
