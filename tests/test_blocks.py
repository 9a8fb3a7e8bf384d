"""All ways of reading a block give the same rows and the same findings."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from drenthe_data.descriptor import Dialect, Field, Resource, Schema
from drenthe_data.reading import LINE, ROW, BlockReader, blocks, whole

PIECES = ["a", "1", "é", ",", '"', '""', "\n", "\r\n", ",\n", '",', ',"', '"\n', " ", "b,c\n"]
PLAIN = ["a", "é", ",", "a,b\n", '"a,b",c\n', '"x\ny",z\n', '"q""q",r\n', "\n", '"', "\0"]


def resource(file: Path, width: int, delimiter: str = ",") -> Resource:
    fields = tuple(Field(name, "any", "default", {}, ("",), {}) for name in "abcd"[:width])
    schema = Schema(fields, (), (), (), {})
    return Resource(
        "t", "t.csv", file, schema, "utf-8", Dialect(delimiter=delimiter), {}, ("t.csv",), (file,)
    )


def read(file: Path, width: int, size: int, short: int) -> tuple[Any, ...]:
    """Read a table in blocks of a size; give rows, findings and the number of records."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "_SHORT", short)
        patch.setattr(blocks, "_SAMPLE", 20)
        reader = BlockReader(resource(file, width), size=size)
        table = whole(reader.head, list(reader.blocks()))
    found = [(f.code, f.variant, f.line, f.row, f.value) for f in table.findings]
    rows = table.frame.sort(ROW).rows()
    return rows, sorted(found, key=str), table.records, table.counts, sorted(table.faulty)


@settings(
    max_examples=400,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    pieces=st.lists(st.sampled_from(PIECES), max_size=25)
    | st.lists(st.sampled_from(PLAIN), max_size=25),
    width=st.integers(1, 3),
    size=st.integers(1, 40),
    is_odd=st.integers(0, 30),
)
@example(pieces=['"q""q",r\n', "a,b\n"], width=2, size=4, is_odd=30)
@example(pieces=["a", '"', "b,c\n", '"x\ny",z\n'], width=2, size=5, is_odd=30)
@example(pieces=['"', "\n", '"', ",a\n"], width=2, size=1, is_odd=30)
def test_blocks_of_any_size_are_read_as_the_whole(
    pieces: list[str], width: int, size: int, is_odd: int, tmp_path: Path
) -> None:
    body = "".join(pieces).encode()
    if is_odd < len(body):
        body = body[:is_odd] + b"\xff" + body[is_odd:]
    file = tmp_path / "t.csv"
    file.write_bytes(",".join("abcd"[:width]).encode() + b"\n" + body)
    with pytest.MonkeyPatch.context() as patch:
        # One record after another is the way all others are measured against.
        patch.setattr(blocks, "_quick", lambda *_: None)
        expected = read(file, width, 10**6, 10**6)
    assert read(file, width, 10**6, 10**6) == expected
    assert read(file, width, 10**6, 0) == expected
    assert read(file, width, size, 0) == expected
    assert read(file, width, size, 10**6) == expected


@settings(
    max_examples=250,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    pieces=st.lists(st.sampled_from(["a,b\n", '"a,b",c\n', "é,1\r\n", *PIECES]), max_size=20),
    width=st.integers(1, 3),
    size=st.integers(5, 60),
    chance=st.randoms(use_true_random=False),
)
def test_rows_that_are_read_again_are_the_rows_that_were_read(
    pieces: list[str], width: int, size: int, chance: Any, tmp_path: Path
) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes((",".join("abcd"[:width]) + "\n" + "".join(pieces)).encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "_SHORT", chance.choice([0, 10**6]))
        patch.setattr(blocks, "_SAMPLE", 20)
        reader = BlockReader(resource(file, width), size=size)
        first = [block for block in reader.blocks() if block.frame.height]
        wanted = {
            block.mark: sorted(chance.sample(range(block.frame.height), k=chance.randint(1, 2)))
            for block in first
            if block.mark is not None and block.frame.height > 1
        }
        again = list(reader.again(wanted))
    expected = [block.frame[wanted[block.mark]] for block in first if block.mark in wanted]
    assert [block.frame.rows() for block in again] == [frame.rows() for frame in expected]


def test_a_row_of_a_plain_block_is_read_without_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(b"a,b\r\n" + b"".join(b'%d,"x,""y"\r\n' % row for row in range(50)))
    reader = BlockReader(resource(file, 2))
    (block,) = reader.blocks()
    assert block.mark is not None
    assert block.mark.is_plain
    monkeypatch.setattr(blocks, "_read", None)
    (again,) = reader.again({block.mark: [3, 40]})
    assert again.frame.rows() == [("3", 'x,"y', 5, 5), ("40", 'x,"y', 42, 42)]


def test_lines_and_rows_go_on_over_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "_SAMPLE", 4)
    file = tmp_path / "t.csv"
    file.write_text('a,b\n1,"x\ny"\n2,z\n\n3,"q""q"\n4\n5,e\n', encoding="utf-8")
    reader = BlockReader(resource(file, 2), size=8)
    tables = list(reader.blocks())
    assert len(tables) > 2
    rows = [row for table in tables for row in table.frame.select("a", LINE, ROW).rows()]
    assert rows == [("1", 2, 2), ("2", 4, 3), ("3", 6, 5), ("5", 8, 7)]
    found = [(f.code, f.line, f.row) for table in tables for f in table.findings]
    assert found == [("blank-row", 5, 4), ("missing-cell", 7, 6)]


@pytest.mark.parametrize(("size", "short"), [(10**6, 10**6), (10**6, 0), (4, 0)])
@pytest.mark.parametrize("delimiter", ["\t", " ", ","])
def test_cells_of_blanks_are_no_blank_row_whatever_stands_between_them(
    delimiter: str, size: int, short: int, tmp_path: Path
) -> None:
    file = tmp_path / "t.csv"
    body = 'a{0}b\n"{1}"{0}"{1}"\n{2}{0}{2}\n{0}\n1\n'.format(
        delimiter, "\u00a0", "\u2003" if delimiter == " " else " "
    )
    file.write_text(body, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "_SHORT", short)
        reader = BlockReader(resource(file, 2, delimiter), size=size)
        table = whole(reader.head, list(reader.blocks()))
    assert table.frame[ROW].to_list() == [2, 3]
    found = [(f.code, f.line, f.cells) for f in table.findings]
    assert found == [("blank-row", 4, ("", "")), ("missing-cell", 5, ("1",))]


def test_many_lines_that_are_no_text_are_each_found_in_one_pass(tmp_path: Path) -> None:
    class Counted(bytes):
        """Counts how many bytes are gone through to find the next line."""

        seen = 0

        def find(self, *args: Any) -> int:
            Counted.seen += len(self) - (args[1] if len(args) > 1 else 0)
            return super().find(*args)

    data = Counted(b'\xe9,"x\ny"\n' * 300)
    text, odd = blocks._without_odd_lines(data)
    assert Counted.seen <= len(data)
    assert text == b'"\ny"\n' * 300
    assert odd == {2 * number: '\udce9,"x' for number in range(300)}
    file = tmp_path / "t.csv"
    file.write_bytes(b"a,b\n" + b'\xe9,z\n1,"x\ny"\n' * 300)
    rows, found, records, _, _ = read(file, 2, 10**6, 0)
    assert rows == [("1", "x\ny", 3 * n + 3, 2 * n + 3) for n in range(300)]
    assert len(found) == 300
    assert records == 600


@pytest.mark.parametrize("delimiter", ["é", "\u2028", "§"])
def test_a_delimiter_may_be_any_character(delimiter: str, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    text = 'a,b\n1,"x\ny"\n2\n3,z\n'.replace(",", delimiter)
    file.write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "_SHORT", 0)
        reader = BlockReader(resource(file, 2, delimiter), size=6)
        table = whole(reader.head, list(reader.blocks()))
    assert table.frame.rows() == [("1", "x\ny", 2, 2), ("3", "z", 5, 4)]
    assert [(f.code, f.line) for f in table.findings] == [("missing-cell", 4)]


@pytest.mark.parametrize("short", [0, 10**6])
def test_every_blank_of_unicode_is_one_in_a_table_of_one_column(short: int, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    marks = [mark for mark in map(chr, range(0x3001)) if mark.isspace() and mark not in "\r\n"]
    file.write_text("a\nx\n" + "".join(f'{mark}\n"{mark}"\n' for mark in marks), encoding="utf-8")
    rows, found, records, _, _ = read(file, 1, 10**6, short)
    assert rows == [("x", 2, 2)]
    assert [line for _, _, line, _, _ in sorted(found, key=lambda f: f[2])] == [
        *range(3, 3 + 2 * len(marks))
    ]
    assert records == 1


@pytest.mark.parametrize("last", ['"x\ny"', '"x\ny",' + "z" * 40, 'x,"a\n""b"'])
@pytest.mark.parametrize("sample", range(1, 40))
def test_a_header_over_several_lines_may_be_longer_than_the_sample(
    last: str, sample: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "t.csv"
    labels = ("a", *next(csv.reader(io.StringIO(last))))
    body = ",".join("1" for _ in labels)
    file.write_text(f"a,{last}\n{body}\n", encoding="utf-8")
    monkeypatch.setattr(blocks, "_SAMPLE", sample)
    reader = BlockReader(resource(file, 1))
    table = whole(reader.head, list(reader.blocks()))
    assert table.labels == labels
    assert table.frame.select("a", ROW).rows() == [("1", 2)]
