"""A limit on memory changes how a package is checked, and nothing that is said of it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from drenthe_data import check
from drenthe_data.checks import large_plan, memory, positions
from drenthe_data.checks.memory import Memory, Spool
from drenthe_data.checks.positions import HashStore, PairStore
from drenthe_data.cli import run as run_command
from drenthe_data.commands.usage import LEAST_MEMORY
from drenthe_data.exceptions import RuleError
from tests.both_ways import block_by_block, compared, outcomes
from tests.packages import ROOT, fields, make_package, write_rule


@pytest.fixture
def no_base(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a run take less memory than Python itself does, so that small tables do not fit."""
    monkeypatch.setattr(memory, "BASE_BYTES", 0)
    monkeypatch.setattr(memory, "LEAST_BYTES", 0)


@pytest.mark.usefixtures("no_base")
@pytest.mark.parametrize("limit", [1_000, 1_000_000])
def test_the_real_package_is_judged_the_same_with_little_memory(limit: int) -> None:
    whole = outcomes(ROOT / "datapackage.json")
    with block_by_block(60_000):
        assert compared(whole, outcomes(ROOT / "datapackage.json", bytes_of_memory=limit)) == []


@pytest.mark.usefixtures("no_base")
def test_hashes_in_files_are_compared_as_those_in_memory() -> None:
    blocks = [pl.Series([5, None, 7], dtype=pl.UInt64), pl.Series([7, 5, 9, 7], dtype=pl.UInt64)]
    found = []
    for limit in (None, 1):
        with Memory(limit) as kept:
            store = HashStore(kept)
            for block in blocks:
                store.add(block)
            found.append(store.repeated().rows())
    assert found[0] == found[1] == [(3, 2), (4, 0), (6, 2)]


@pytest.mark.usefixtures("no_base")
def test_references_in_files_are_compared_as_those_in_memory() -> None:
    def pairs(*keys: int) -> pl.DataFrame:
        one = pl.Series("one", keys, dtype=pl.UInt64)
        position = pl.int_range(len(keys), eager=True).alias(positions.POSITION)
        return pl.DataFrame([position, one, one.alias("two")])

    for limit in (None, 1):
        with Memory(limit) as kept:
            child, parent, none = PairStore(kept), PairStore(kept), PairStore(kept)
            child.add(pairs(1, 2, 3, 4))
            parent.add(pairs(4, 2))
            assert child.missing_in(parent).to_list() == [0, 2]
            assert child.missing_in(none).to_list() == [0, 1, 2, 3]
            assert none.missing_in(parent).to_list() == []


@pytest.mark.usefixtures("no_base")
def test_temporary_files_are_removed() -> None:
    with Memory(1) as kept:
        spool = Spool(kept)
        spool.add(pl.DataFrame({"a": [1, 2]}))
        file = kept.file(".x")
        assert spool.is_spilled
        assert len(list(file.parent.iterdir())) == 1
        assert spool.whole()["a"].to_list() == [1, 2]
    assert not file.parent.exists()


def test_keys_that_share_a_hash_by_chance_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    same = pl.lit(1, dtype=pl.UInt64)
    monkeypatch.setattr(large_plan, "key_hash", lambda columns, *_: columns[0].hash() * 0 + same)
    schema = {"fields": fields("id"), "primaryKey": "id"}
    text = "id\na\nb\na\nc\nb\n"
    folder = make_package(tmp_path, {"t": text}, {"t": schema})
    with block_by_block(4):
        (found,) = [result for result in check(folder).checks if result.count]
    assert (found.code, found.count) == ("primary-key", 2)
    assert [(f.line, f.value, f.params["first_line"]) for f in found.findings] == [
        (4, "a", 2),
        (6, "b", 3),
    ]


@pytest.mark.parametrize("value", ["little", "1MB", "-5GB", "399MB", ""])
def test_a_size_that_cannot_be_used_is_said(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["check", "--memory", value, "--lang", "nl", str(ROOT)]) == 2
    said = capsys.readouterr().err
    assert f'"{value}" is geen grootte voor --memory' in said
    assert "minstens 400MB" in said


def test_a_size_is_read_with_its_unit(capsys: pytest.CaptureFixture[str]) -> None:
    for value in ("2GB", "0.5 gb", "800MiB", "500000000"):
        assert run_command(["check", "--memory", value, "--quiet", str(ROOT)]) == 0
    assert capsys.readouterr().out == ""
    assert LEAST_MEMORY == memory.LEAST_BYTES


@pytest.mark.usefixtures("no_base")
@pytest.mark.parametrize(
    ("query", "kind", "cells", "found"),
    [
        ("SELECT id, n AS printed FROM t WHERE n LIKE 'x%'", "string", "xa Xa", ["xa"]),
        ("SELECT id, UPPER(n) AS printed FROM t", "string", "é ß", ["É", "SS"]),
        ("SELECT id, LOWER(n) AS printed FROM t", "string", "É Ab", ["é", "ab"]),
        (
            "SELECT id, n AS printed FROM t",
            "datetime",
            "2026-01-01T10:00:00 2026-01-01T10:00:00.5Z",
            ["2026-01-01 10:00:00+00:00", "2026-01-01 10:00:00.500000+00:00"],
        ),
        ("SELECT id, n / 4 AS printed FROM t WHERE n / 4 > 0.3", "integer", "1 6", ["1,5"]),
        ("SELECT id, '1/2' || n AS printed /* a/b */ FROM t -- c/d", "string", "é", ["1/2é"]),
    ],
)
def test_a_rule_finds_the_same_on_a_database(
    query: str, kind: str, cells: str, found: list[str], tmp_path: Path
) -> None:
    write_rule(tmp_path, query)
    rows = "".join(f"{number},{cell}\n" for number, cell in enumerate(cells.split()))
    schema = {"fields": fields("id", n=kind)}
    folder = make_package(tmp_path, {"t": f"id,n\n{rows}"}, {"t": schema})
    for size in (None, 1):
        with block_by_block(10):
            results = check(folder, memory=size).checks
        [result] = [result for result in results if result.count]
        assert [found.message("nl") for found in result.findings] == found


@pytest.mark.usefixtures("no_base")
@pytest.mark.parametrize(
    ("names", "query", "key", "reason"),
    [
        (["id", "ID"], 'SELECT id, "ID" AS printed FROM t', "id", "duplicate column name: ID"),
        (["id", *map("c{}".format, range(2000))], "SELECT * FROM t", "id", "too many columns on t"),
        (["id"], "SELECT id AS key FROM t", "key", "key"),
    ],
)
def test_a_rule_that_no_database_can_run_is_said_to_be(
    names: list[str], query: str, key: str, reason: str, tmp_path: Path
) -> None:
    write_rule(tmp_path, query, key)
    rows = ",".join(names) + "\n" + ",".join("x" for _ in names) + "\n"
    folder = make_package(tmp_path, {"t": rows}, {"t": {"fields": fields(*names)}})
    with block_by_block(10), pytest.raises(RuleError) as caught:
        check(folder, memory=1)
    for lang in ("nl", "en"):
        said = caught.value.message(lang)
        assert said.startswith("validators/r.sql: ")
        assert reason in said
