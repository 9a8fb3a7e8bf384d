"""Reading CSV: the fast way and the careful way give what the standard library gives."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drenthe_data.descriptor import read_package
from drenthe_data.reading import read_table
from drenthe_data.reading.records import split_records
from tests.packages import make_package

cells = st.text(alphabet='a1é ,;"\n\r\t\u2028', max_size=6)
tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), max_size=6)
)
hostile = st.text(alphabet='ab,"\n\r', max_size=40)


def written(rows: list[list[str]], end: str = "\n") -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    return buffer.getvalue()


@given(tables, st.sampled_from(["\n", "\r\n", "\r"]))
def test_records_written_by_the_standard_library_are_read_back(
    rows: list[list[str]], end: str
) -> None:
    found = list(split_records(written(rows, end), ","))
    assert [list(record.cells or ()) for record in found] == rows
    assert all(record.fault is None for record in found)


@given(tables)
def test_each_record_names_the_line_it_begins_on(rows: list[list[str]]) -> None:
    text = written(rows)
    lines = io.StringIO(text, newline="").read()
    for record in split_records(text, ","):
        before = lines[: lines.index(record.text)] if record.text else None
        assert record.line >= 1
        # Places may overlap, which str.count does not see.
        places = sum(lines.startswith(record.text, at) for at in range(len(lines)))
        if before is not None and places == 1:
            ends = before.count("\n") + before.count("\r") - before.count("\r\n")
            assert record.line == ends + 1


@given(hostile)
def test_any_text_is_split_and_every_line_is_in_some_record(text: str) -> None:
    records = list(split_records(text, ","))
    numbers = [record.line for record in records]
    assert numbers == sorted(set(numbers))
    joined = "".join(record.text for record in records)
    assert joined.replace("\n", "").replace("\r", "") == text.replace("\n", "").replace("\r", "")


@given(st.text(alphabet='ab1é,"\n\u2028', max_size=60), st.integers(1, 4))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_quick_way_reads_what_the_careful_way_reads(
    tmp_path_factory: pytest.TempPathFactory, body: str, width: int
) -> None:
    names = [f"f{number}" for number in range(width)]
    folder = tmp_path_factory.mktemp("quick")
    schema = {"fields": [{"name": name} for name in names]}
    header = ",".join(names)
    resource = read_package(
        make_package(folder, {"t": f"{header}\n{body}"}, {"t": schema})
    ).resource("t")
    usual = read_table(resource)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("drenthe_data.reading.blocks._quick", lambda *_: None)
        careful = read_table(resource)
    assert usual.frame.equals(careful.frame)
    assert usual.records == careful.records
    assert usual.findings == careful.findings


def test_a_cell_that_is_longer_than_the_standard_library_takes_is_read(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "a"}, {"name": "b"}]}
    text = f"a,b\n1,{'x' * 200_000}\n"
    resource = read_package(make_package(tmp_path, {"t": text}, {"t": schema})).resource("t")
    assert read_table(resource).frame["b"].str.len_chars().to_list() == [200_000]
