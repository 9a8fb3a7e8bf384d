"""Matching headers with fields: every way of fieldsMatch, with and without regard to case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drenthe_data import check
from drenthe_data.descriptor import FIELDS_MATCH, Dialect, Field, Resource, Schema
from drenthe_data.reading.labels import LabelMatch, check_labels, match_without_header
from tests.packages import make_package


def resource_of(
    *names: str,
    match: str = "exact",
    dialect: Dialect | None = None,
    primary_key: tuple[str, ...] = (),
    required: tuple[str, ...] = (),
) -> Resource:
    """Describe a table with fields of these names."""
    fields = tuple(
        Field(name, "string", "default", {"required": name in required}, ("",), {})
        for name in names
    )
    schema = Schema(fields, primary_key, (), (), {}, match)
    return Resource(
        "t",
        "t.csv",
        Path("t.csv"),
        schema,
        "utf-8",
        dialect or Dialect(),
        {},
        ("t.csv",),
        (Path("t.csv"),),
        schema_file="s.json",
    )


def matched(labels: str, names: str = "a b c", **extra: Any) -> LabelMatch:
    """Match labels with fields, both written with blanks between them."""
    return check_labels(labels.split(" "), resource_of(*names.split(), **extra))


def codes(match: LabelMatch) -> list[tuple[str, str | None, str | None]]:
    """Give code, wording and field of each finding."""
    return [(item.code, item.variant, item.field) for item in match.findings]


MISSING, EXTRA, ORDER = "missing-label", "extra-label", "incorrect-label"


@pytest.mark.parametrize(
    ("match", "labels", "expected"),
    [
        ("exact", "a b c", []),
        ("exact", "b a c", [(ORDER, None, "a")]),
        ("exact", "a b", [(MISSING, None, "c")]),
        ("exact", "a b c d", [(EXTRA, None, "d")]),
        ("equal", "a b c", []),
        ("equal", "c b a", []),
        ("equal", "a b", [(MISSING, None, "c")]),
        ("equal", "a b c d", [(EXTRA, None, "d")]),
        ("subset", "d c a b e", []),
        ("subset", "d c a", [(MISSING, "subset", "b")]),
        ("superset", "c a", []),
        ("superset", "c d", [(EXTRA, "superset", "d")]),
        ("superset", "d", [(EXTRA, "superset", "d")]),
        ("partial", "d c", []),
        ("partial", "d e", [(MISSING, "partial", None)]),
    ],
)
def test_columns_match_as_strictly_as_the_schema_says(
    match: str, labels: str, expected: list[tuple[str, str | None, str | None]]
) -> None:
    found = matched(labels, match=match)
    assert codes(found) == expected
    assert found.is_usable


@pytest.mark.parametrize("match", ["superset", "partial"])
def test_a_field_that_is_required_may_not_be_left_out(match: str) -> None:
    found = matched("a", match=match, required=("b",), primary_key=("c",))
    assert codes(found) == [(MISSING, "required", "b"), (MISSING, "required", "c")]
    assert found.missing == ["b", "c"]
    assert found.findings[0].message("en") == (
        'the column "b" is missing. Other columns may be left out, but not this one: its values '
        "are required."
    )
    assert found.findings[0].message("nl") == (
        'de kolom "b" ontbreekt. Andere kolommen mogen ontbreken, maar deze niet: de waarden ervan '
        "zijn verplicht."
    )


def test_each_way_has_its_own_words() -> None:
    (subset,) = matched("aa b c", match="subset").findings
    assert subset.message("en") == (
        'the column "a" is missing. The column "aa" looks like it: is that a misspelling? Other '
        "columns may be added, but each of these must be there (fieldsMatch: subset): a, b, c."
    )
    assert "maar deze moeten er alle zijn (fieldsMatch: subset): a, b, c." in subset.message("nl")
    (superset,) = matched("a d", match="superset").findings
    assert superset.message("en") == (
        'the column "d" is not in the schema. Columns may be left out, but not added (fieldsMatch: '
        "superset). Take it out, or add it to s.json."
    )
    assert "Kolommen mogen ontbreken, maar niet erbij komen" in superset.message("nl")
    (partial,) = matched("d e", match="partial").findings
    assert partial.message("en") == (
        "no column is one of the schema. Found: d, e. Expected at least one of: a, b, c."
    )
    assert partial.message("nl") == (
        "geen enkele kolom komt uit het schema. Gevonden: d, e. Verwacht minstens een van: a, b, c."
    )
    assert (partial.file, partial.line, partial.row, partial.resource) == ("t.csv", 1, 1, "t")


def test_each_column_gets_its_field_once() -> None:
    found = matched("b x a b", match="subset", names="a b")
    assert found.columns == ("b", None, "a", None)
    assert codes(found) == [("duplicate-label", None, "b")]
    assert found.findings[0].field_number == 4
    blank = check_labels(["a", "", "b"], resource_of("a", "b"))
    assert blank.columns == ("a", None, "b")
    assert [item.message("en") for item in blank.findings] == ["column 2 has no name."]
    assert [item.message("nl") for item in blank.findings] == ["kolom 2 heeft geen naam."]


def test_capitals_count_unless_the_dialect_says_otherwise() -> None:
    assert codes(matched("A b", names="a b")) == [(EXTRA, None, "A"), (MISSING, None, "a")]
    found = matched("A b", names="a B", dialect=Dialect(header_case=False))
    assert (found.columns, found.findings) == (("a", "B"), ())
    twice = matched("a A", names="a", dialect=Dialect(header_case=False))
    assert codes(twice) == [("duplicate-label", None, "a")]


def test_a_header_with_another_delimiter_is_not_matched() -> None:
    found = check_labels(["a;b"], resource_of("a", "b"))
    assert not found.is_usable
    assert codes(found) == [("delimiter-error", None, None)]
    assert found.findings[0].message("en") == (
        'the columns seem to be separated by ";" and not by ",". Save the file as CSV with "," as '
        "separator."
    )


def test_place_and_file_of_a_header_are_those_that_are_given() -> None:
    (found,) = check_labels(["a"], resource_of("a", "b"), file="u.csv", line=5, row=3).findings
    assert (found.place(), found.row) == ("u.csv:5 b", 3)


def test_a_table_without_a_schema_gets_a_field_per_column() -> None:
    found = check_labels(["x", "", "y", "x"], resource_of())
    assert found.columns == ("x", None, "y", None)
    assert [(item.name, item.type) for item in found.schema.fields] == [("x", "any"), ("y", "any")]
    assert [item.code for item in found.findings] == ["blank-label", "duplicate-label"]


def test_without_a_header_columns_are_fields_in_order() -> None:
    assert match_without_header(resource_of("a", "b"), 3).columns == ("a", "b")
    found = match_without_header(resource_of(), 2)
    assert found.columns == ("field1", "field2")
    assert found.schema.names == ["field1", "field2"]


@given(
    labels=st.lists(st.sampled_from(["a", "b", "c", "d", "A", ""]), min_size=1, max_size=6),
    match=st.sampled_from(FIELDS_MATCH),
    header_case=st.booleans(),
)
def test_a_match_gives_each_field_at_most_one_column(
    labels: list[str], match: str, header_case: bool
) -> None:
    resource = resource_of("a", "b", "c", match=match, dialect=Dialect(header_case=header_case))
    found = check_labels(labels, resource)
    if not found.is_usable:
        return
    assert len(found.columns) == len(labels)
    fields = [name for name in found.columns if name is not None]
    assert len(set(fields)) == len(fields)
    assert sorted([*fields, *found.missing]) == ["a", "b", "c"]
    sound = len(set(labels)) == len(labels) and "" not in labels
    more, fewer = len(fields) < len(labels), bool(found.missing)
    allowed = {
        "exact": not more and not fewer and fields == ["a", "b", "c"],
        "equal": not more and not fewer,
        "subset": not fewer,
        "superset": not more,
        "partial": bool(fields),
    }
    if sound and header_case:
        assert (not found.findings) == allowed[match]


@pytest.mark.parametrize(
    ("match", "text", "is_valid"),
    [
        ("equal", "n,id\n1,a\n", True),
        ("exact", "n,id\n1,a\n", False),
        ("subset", "n,x,id\n1,?,a\n", True),
        ("superset", "n\n1\n", True),
        ("superset", "n\nx\n", False),
        ("partial", "n,x\n1,y\n", True),
        ("partial", "y,x\n1,y\n", False),
    ],
)
def test_a_table_is_checked_with_the_columns_it_has(
    tmp_path: Path, match: str, text: str, is_valid: bool
) -> None:
    schema = {"fields": [{"name": "id"}, {"name": "n", "type": "integer"}], "fieldsMatch": match}
    assert check(make_package(tmp_path, {"t": text}, {"t": schema})).valid == is_valid


@pytest.mark.parametrize("labels", ["id,n", "n,id", "id", "id,n,x", "x,id", "x,y", "n,x,id"])
@pytest.mark.parametrize("match", ["equal", "subset", "superset", "partial"])
def test_the_verdict_is_that_of_frictionless(
    tmp_path: Path, match: str, labels: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    frictionless = pytest.importorskip("frictionless")
    row = ",".join("1" for _ in labels.split(","))
    schema = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [{"name": "id", "type": "any"}, {"name": "n", "type": "integer"}],
        "fieldsMatch": match,
    }
    profile = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json"}
    folder = make_package(tmp_path / "p", {"t": f"{labels}\n{row}\n"}, {"t": schema}, **profile)
    monkeypatch.chdir(folder)
    assert check(folder).valid == frictionless.validate("datapackage.json").valid


def test_of_a_header_of_another_table_only_the_first_labels_get_a_proposal() -> None:
    names = [f"column_{number}" for number in range(200)]
    labels = [f"colomn_{number}" for number in range(200)]
    found = check_labels(labels, resource_of(*names)).findings
    nearest = [item.params["nearest"] for item in found if item.code == EXTRA]
    assert nearest[:50] == names[:50]
    assert nearest[50:] == [""] * 150
    assert len([item for item in found if item.code == MISSING]) == 200
