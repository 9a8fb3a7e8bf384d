"""The first look: what it lets pass is what the whole check passes, and it is not slow to doubt.

That both reports are the same is seen wherever a test checks a package: see ``conftest``.
"""

from __future__ import annotations

import csv
import io
import json
import math
import random
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drenthe_data import check
from drenthe_data.checks import glance
from drenthe_data.checks.glance import look
from drenthe_data.checks.glance import tables as glance_tables
from drenthe_data.checks.glance.patterns import is_quick
from drenthe_data.checks.glance.printed import _is_same
from drenthe_data.checks.glance.queries import PROVEN, Sum
from drenthe_data.checks.outline import Asked
from drenthe_data.checks.printed import disagreement, reading, readings
from drenthe_data.checks.rule_files import read_rules
from drenthe_data.checks.sqlite import prepare
from drenthe_data.checks.whole import check_package
from drenthe_data.descriptor import read_package
from drenthe_data.findings import Report
from drenthe_data.modelgen import proven_text
from tests.packages import ROOT, copy_of_package, fields, make_package, replace_line, write_rule


def looked(
    folder: Path,
    *,
    tables: list[str] | None = None,
    rules: list[str] | None = None,
    limit: int = 20,
) -> Report | None:
    package = read_package(folder)
    asked = Asked(tables, rules, None, limit, None, None)
    return look(package, read_rules(folder / "validators"), asked)


def whole(folder: Path, *, limit: int = 20) -> Report:
    asked = Asked(None, None, None, limit, None, None)
    return check_package(read_package(folder), read_rules(folder / "validators"), asked)


@pytest.mark.parametrize("limit", [0, 1, 3, 20, 10**9])
def test_the_package_is_seen_to_be_sound_at_a_glance(limit: int) -> None:
    report = looked(ROOT, limit=limit)
    assert report is not None
    assert report == whole(ROOT, limit=limit)
    assert limit == 0 or len(report.discrepancies) > 5


@pytest.mark.parametrize(
    ("tables", "rules"),
    [
        (["partners"], None),
        (None, ["budgets/parent-sum-rounding"]),
        (None, ["cited-name", "citation"]),
        (["places", "sources"], ["type-error", "budgets/parent-sum"]),
        (None, ["known-discrepancy-stale", "known-discrepancy-rule"]),
    ],
)
def test_what_is_asked_for_is_given(tables: list[str] | None, rules: list[str] | None) -> None:
    package, catalogue = read_package(ROOT), read_rules(ROOT / "validators")
    asked = Asked(tables, rules, None, 20, None, None)
    assert look(package, catalogue, asked) == check_package(package, catalogue, asked)


def test_the_list_of_rules_is_up_to_date() -> None:
    rules = read_rules(ROOT / "validators")
    assert PROVEN.read_text(encoding="utf-8") == proven_text(read_package(ROOT), rules), (
        "run: make models"
    )


def test_the_rule_of_somebody_else_is_left_to_polars(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "a", "type": "integer"}], "primaryKey": "a"}
    folder = make_package(tmp_path, {"t": "a\n1\n"}, {"t": schema})
    assert looked(folder) is not None
    # Polars refuses to compare a number with a text; to SQLite they are never the same.
    write_rule(folder, "SELECT a FROM t WHERE a = 'x'", key="a")
    assert looked(folder) is None


def test_a_rule_that_was_changed_is_left_to_polars(package: Path) -> None:
    assert looked(package) is not None
    file = package / "validators" / "partners" / "unused.sql"
    file.write_text(file.read_text(encoding="utf-8") + "    AND 1 = 1\n", encoding="utf-8")
    assert looked(package) is None


@pytest.mark.parametrize("asked", [{"memory": 10**9}, {"sources": ROOT}])
def test_memory_and_sources_are_for_the_whole_check(asked: dict[str, Any]) -> None:
    usual = Asked(None, None, None, 20, None, None)
    package, rules = read_package(ROOT), read_rules(ROOT / "validators")
    assert look(package, rules, usual._replace(**asked)) is None


def test_a_package_that_is_not_small_is_for_the_whole_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_package(tmp_path, {"t": "a\n" + "x\n" * 50}, {"t": {"fields": fields("a")}})
    assert looked(folder) is not None
    monkeypatch.setattr(glance, "LARGE", 100)
    assert looked(folder) is None


def test_progress_is_told_as_by_the_whole_check(package: Path) -> None:
    told: list[tuple[str, int, int]] = []
    check(package, progress=lambda *stage: told.append(stage))
    names = [resource.name for resource in read_package(package).resources]
    assert [name for name, _, _ in told][: len(names)] == names
    assert all(0 <= done <= total for _, done, total in told)


# What a cell, a line or a file may be changed into.
ODD = (
    *(
        "",
        "x",
        "É",
        "ł",
        "ﬁ",
        "dr. Jansen",
        "a@b.nl",
        "info@drenthe.nl",
        "06-12345678",
        "123456782",
    ),
    *(
        "123456782",
        "2012",
        "1.0",
        "-1",
        "0",
        "+3",
        "1e3",
        " 7",
        "007",
        "true",
        "1",
        "zorg- en welzijn",
    ),
    *("wel- zijn", "land- en", "a  b", "x ", "–", "€ 5", '"q"', "a;b", "9999-1", "5-3", "mw. Éva"),
    *("bsn 1", "NaN", "INF", "12.345", "e\u0301", "Â©", "10 miljoen", "ca. 5", "2020-13", "S"),
    *("https://x.nl/é", "http://a", "ftp://x", "Dr. Nassau College", "ſ", "½", "two\nlines", "\0"),
)


def changed(rows: list[list[str]], chance: random.Random) -> None:
    """Change one row of a table."""
    number = chance.randrange(1, len(rows))
    row, other = rows[number], rows[chance.randrange(1, len(rows))]
    place = chance.randrange(len(row))
    way = chance.randrange(10)
    if way < 4:
        row[place] = chance.choice(ODD)
    elif way < 6:
        row[place], other[place] = other[place], row[place]
    elif way == 6:
        row[place] = chance.choice([row[place].upper(), row[place][:-1], row[place] + "s"])
    elif way == 7:
        rows.append(list(row))
    elif way == 8:
        rows[number], rows[-1] = rows[-1], row
    else:
        row[place] = str(chance.randrange(-5, 3000))


def written(rows: list[list[str]], chance: random.Random) -> str:
    """Write a table, now and then in another way, or a wrong one."""
    text = io.StringIO()
    end = chance.choice(["\n", "\n", "\n", "\r\n"])
    csv.writer(text, lineterminator=end).writerows(rows)
    data = text.getvalue()
    way = chance.randrange(20)
    if way == 0:
        return data.replace('"', "", 1)
    if way == 1:
        return "\ufeff" + data
    if way == 2:
        return data.rstrip("\n")
    if way == 3:
        return data.replace("\n", "\n\n", 1)
    return data[: chance.randrange(len(data))] if way == 4 else data


@pytest.mark.parametrize("seed", range(2))
def test_a_changed_package_is_let_pass_only_when_the_whole_check_lets_it_pass(
    seed: int, package: Path
) -> None:
    chance = random.Random(seed)
    files = [*sorted((package / "datapackage").glob("*.csv"))]
    files.append(package / "validators" / "known_discrepancies.csv")
    passed = 0
    for _ in range(15):
        file = chance.choice(files)
        before = file.read_bytes()
        with file.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        for _ in range(chance.choice([0, 1, 1, 2])):
            changed(rows, chance)
        file.write_text(written(rows, chance), encoding="utf-8", newline="")
        report = looked(package)
        if report is not None:
            passed += 1
            assert report == whole(package)
        file.write_bytes(before)
    assert passed


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("[a-z0-9]+(-[a-z0-9]+)*", True),
        ("[1-9][0-9]*(-[1-9][0-9]*)?(;[1-9][0-9]*(-[1-9][0-9]*)?)*", True),
        ("(GM[0-9]{4}|PV[0-9]{2})", True),
        ("^[A-Z]{2}-[0-9]{1,4}$", True),
        ("(a+b)+", True),
        ("(a+)+", False),
        ("((ab)+)+", False),
        ("(a|a)*", False),
        ("(a{1,2})+", False),
        ("([a-z]+,)*[a-z]+x", False),
        ("a{0,3}a", False),
        ("(a*)*", False),
        ("(a|)(b|)", True),
        (r"(\w+\s?)+", False),
        (r"(a)\1", False),
        ("(?i)a", False),
        ("a++", False),
        ("[+-9]", False),
        ("(a", False),
    ],
)
def test_only_patterns_that_lead_one_way_are_matched_at_a_glance(
    pattern: str, expected: bool
) -> None:
    assert is_quick(pattern) is expected


PARTS = st.recursive(
    st.sampled_from(["a", "b", "[ab]", "[a-c]", "-", "c"]),
    lambda inner: st.one_of(
        st.builds("{}{}".format, inner, st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "{0,3}"])),
        st.builds("({}{})".format, inner, inner),
        st.builds("({}|{})".format, inner, inner),
        st.builds("{}{}".format, inner, inner),
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(pattern=PARTS, text=st.text("abc", min_size=20, max_size=40))
def test_a_pattern_that_leads_one_way_is_never_slow(pattern: str, text: str) -> None:
    try:
        compiled = re.compile(pattern)
    except re.error:
        return
    if not is_quick(pattern):
        return
    before = time.process_time()
    for end in ("", "x", "!"):
        compiled.fullmatch(text * 20 + end)
    # Where there are two ways for each character, it takes longer than anybody can wait.
    assert time.process_time() - before < 5


def test_figures_and_their_prints_are_read_as_in_a_column() -> None:
    prints = ["1", "1.050.000", "9,2%", "€ 12", "3.5", "0,50", "ca. 100", "1 miljoen", "x", "", "-"]
    prints += ["ruim 2.900", "12,123456", "-7", "½", "2-50", "1.05", "12345678901234567890"]
    frame = readings(pl.Series(prints))
    assert [reading(text) for text in prints] == frame.rows()


@settings(max_examples=500, deadline=None)
@given(
    shown=st.from_regex(r"-?[0-9]{1,7}(\.[0-9]{3}){0,2}(,[0-9]{1,7})?%?", fullmatch=True),
    change=st.sampled_from(["", "0", "1", "."]),
)
def test_a_print_that_is_its_figure_at_a_glance_is_so_to_the_check(shown: str, change: str) -> None:
    text = shown.removesuffix("%").replace(".", "").replace(",", ".") + change
    if _is_same(shown, text):
        assert disagreement(text, shown, "") is None
        assert Decimal(text) is not None


@settings(max_examples=300, deadline=None)
@given(
    numbers=st.lists(
        st.one_of(
            st.floats(-1e9, 1e9),
            st.integers(-4000, 4000).map(lambda number: number / 8),
            st.integers(-4000, 4000).map(lambda number: number / 200),
        ),
        min_size=1,
    ),
    places=st.integers(0, 4),
)
def test_sqlite_rounds_as_polars_does(numbers: list[float], places: int) -> None:
    query = f"SELECT ROUND(x, {places}) AS x FROM t"
    frame = pl.DataFrame({"x": numbers}, schema={"x": pl.Float64})
    expected = pl.SQLContext({"t": frame}, eager=True).execute(query)["x"].to_list()
    with closing(sqlite3.connect(":memory:")) as connection:
        prepare(connection)
        connection.execute("CREATE TABLE t (x)")
        connection.executemany("INSERT INTO t VALUES (?)", [(number,) for number in numbers])
        assert [row[0] for row in connection.execute(query)] == expected


@pytest.mark.parametrize(
    ("call", "expected"), [("ROUND(1.5, 400)", 1.5), ("ROUND(1.5, -400)", 1.5), ("ROUND('x')", "x")]
)
def test_sqlite_rounds_what_cannot_be_rounded_to_itself(call: str, expected: object) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        prepare(connection)
        assert connection.execute(f"SELECT {call}").fetchone() == (expected,)


CELLS = st.sampled_from(
    ["", "1", "2", "a", "b", "a-b", "true", "2020", "1.5", "2020-01-01", "É", "x y", '"', "a,b"]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    kinds=st.lists(
        st.tuples(
            st.sampled_from(["string", "integer", "number", "boolean", "year", "date", "any"]),
            st.sampled_from(
                [
                    {},
                    {"required": True},
                    {"unique": True},
                    {"minimum": 1},
                    {"pattern": "[a-z]+(-[a-z]+)*"},
                    {"enum": ["a", "b"]},
                    {"minLength": 1, "maxLength": 3},
                ]
            ),
        ),
        min_size=2,
        max_size=3,
    ),
    data=st.data(),
)
def test_small_tables_are_judged_as_by_the_whole_check(
    tmp_path_factory: pytest.TempPathFactory,
    kinds: list[tuple[str, dict[str, Any]]],
    data: st.DataObject,
) -> None:
    names = ["a", "b", "c"][: len(kinds)]
    schema = {
        "fields": [
            {"name": name, "type": kind, "constraints": dict(asked)}
            for name, (kind, asked) in zip(names, kinds, strict=True)
        ],
        "missingValues": data.draw(st.sampled_from([[""], ["", "a"], []])),
        "primaryKey": data.draw(st.sampled_from([[], ["a"], ["a", "b"]])),
        "foreignKeys": data.draw(
            st.sampled_from([[], [{"fields": "b", "reference": {"resource": "", "fields": "a"}}]])
        ),
    }
    rows = data.draw(st.lists(st.tuples(*(CELLS for _ in names)), max_size=4))
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([names, *rows])
    folder = tmp_path_factory.mktemp("t")
    make_package(folder, {"t": text.getvalue()}, {"t": schema})
    report = looked(folder)
    if report is not None:
        assert report == whole(folder)


def test_a_fault_deep_in_the_package_is_still_reported_whole(package: Path) -> None:
    replace_line(package / "datapackage" / "places.csv", 3, "x,y")
    assert looked(package) is None
    assert not check(package).valid


def test_an_unreadable_file_is_for_the_whole_check(tmp_path: Path) -> None:
    folder = make_package(tmp_path, {"t": "a\n1\n"}, {"t": {"fields": fields("a")}})
    next(folder.rglob("t.csv")).unlink()
    assert looked(folder) is None
    assert not check(folder).valid


def test_a_mistake_of_the_look_leaves_all_to_the_whole_check(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(glance, "IS_STRICT", False)
    monkeypatch.setattr(glance, "_look", lambda *_: 1 // 0)
    assert looked(package) is None
    assert check(package).valid


def test_a_copy_of_the_package_is_looked_at_as_the_package_is(tmp_path: Path) -> None:
    copy = copy_of_package(tmp_path / "copy")
    assert looked(copy) is not None


def test_of_rows_with_one_name_the_first_tells_what_it_hangs_under(tmp_path: Path) -> None:
    to_itself = {"fields": "up", "reference": {"resource": "", "fields": "id"}}
    schema = {"fields": fields("id", "up"), "foreignKeys": [to_itself]}
    circle = make_package(tmp_path / "1", {"t": "id,up\na,a\na,b\nb,\n"}, {"t": schema})
    assert looked(circle) is None
    assert [found.code for found in check(circle).findings] == ["hierarchy-cycle"]
    sound = make_package(tmp_path / "2", {"t": "id,up\na,b\na,a\nb,\n"}, {"t": schema})
    assert looked(sound) == whole(sound)
    assert check(sound).valid


BLANKS = ["\x0b", "\x0c", "\x1c", "\x1f", "\x85", "\xa0", "\u2028", "\u3000"]


@pytest.mark.parametrize("blank", BLANKS)
def test_a_line_of_odd_blanks_is_for_the_whole_check(blank: str, tmp_path: Path) -> None:
    folder = make_package(tmp_path, {"t": f"a\n{blank}\nx\n"}, {"t": {"fields": fields("a")}})
    assert looked(folder) is None
    assert [found.code for found in check(folder).findings] == ["blank-row"]


@pytest.mark.parametrize("name", [" ", "\t", *BLANKS])
def test_a_field_named_by_a_blank_is_for_the_whole_check(name: str, tmp_path: Path) -> None:
    folder = make_package(tmp_path, {"t": f"{name}\nx\n"}, {"t": {"fields": fields(name)}})
    assert looked(folder) is None
    assert [found.code for found in check(folder).findings] == ["blank-header"]


def test_a_number_right_behind_a_general_address_is_seen(tmp_path: Path) -> None:
    table = "a\nMail info@x.nl0612345678\n"
    folder = make_package(tmp_path, {"t": table}, {"t": {"fields": fields("a")}}, privacy=True)
    assert looked(folder) is None
    assert [found.variant for found in check(folder).findings] == ["phone"]


@pytest.mark.parametrize("depth", [21, 250, 400])
def test_a_pattern_of_groups_within_groups_is_not_followed_down(depth: int, tmp_path: Path) -> None:
    pattern = "(" * depth + "x" + ")" * depth
    described = {"type": "string", "constraints": {"pattern": pattern}}
    folder = make_package(tmp_path, {"t": "a\nx\n"}, {"t": {"fields": fields(a=described)}})
    assert looked(folder) is None
    assert check(folder).valid


@pytest.mark.parametrize(
    ("cells", "extra"),
    [
        (["ab- " * 100_000 + "x"], {"textHygiene": True}),
        (["@" * 400_000], {"privacy": True}),
        ([".A" * 200_000], {"privacy": True}),
        (["123456789x" * 40_000], {"privacy": True}),
        (["a" * 4900 + f"!@{number}" for number in range(250)], {"privacy": True}),
        (["dr. " * 1200 + f"9.A{number}" for number in range(250)], {"privacy": True}),
        (
            [f"word {number}" for number in range(100_000)],
            {"privacy": {"allow": [f"x{number}y" for number in range(15_000)]}},
        ),
    ],
    ids=["hyphens", "signs", "capitals", "digits", "addresses", "titles", "allowed"],
)
def test_texts_that_take_long_to_search_are_for_the_whole_check(
    cells: list[str], extra: dict[str, Any], tmp_path: Path
) -> None:
    table = "a\n" + "".join(f"{cell}\n" for cell in cells)
    folder = make_package(tmp_path, {"t": table}, {"t": {"fields": fields("a")}}, **extra)
    before = time.process_time()
    assert looked(folder) is None
    # Searched all the same, each of these takes more than a minute.
    assert time.process_time() - before < 10


def test_many_texts_with_a_long_pattern_are_for_the_whole_check(tmp_path: Path) -> None:
    pattern = "a*" + "".join(f"{letter}?" for letter in "bcdefghijklmnopqrstuvwxyz0123456789")
    described = {"type": "string", "constraints": {"pattern": pattern}}
    schema = {"fields": fields(a=described)}
    assert is_quick(pattern)
    short = make_package(tmp_path / "1", {"t": "a\naab\n"}, {"t": schema})
    assert looked(short) is not None
    long = make_package(tmp_path / "2", {"t": "a\n" + "a" * 1_000_000 + "\n"}, {"t": schema})
    assert looked(long) is None


def test_many_prints_that_must_be_read_are_for_the_whole_check(tmp_path: Path) -> None:
    schema = {"fields": fields("p", n={"type": "integer", "printedIn": "p"})}
    rows = [f"ca. {number},{number}\n" for number in range(3_000)]
    few = make_package(tmp_path / "1", {"t": "p,n\n" + "".join(rows[:100])}, {"t": schema})
    many = make_package(tmp_path / "2", {"t": "p,n\n" + "".join(rows)}, {"t": schema})
    assert looked(few) == whole(few)
    assert looked(many) is None


def test_a_long_list_of_discrepancies_is_not_read_at_a_glance(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr(glance_tables, "read", lambda resource: read.append(resource.name))
    file = package / "validators" / "known_discrepancies.csv"
    file.write_bytes(file.read_bytes() + b"x" * glance.LARGE)
    assert looked(package) is None
    assert "known_discrepancies" not in read


def summed(parts: list[Any]) -> Any:
    doubtful: list[list[Any]] = []
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.create_aggregate("sum", 1, lambda: Sum(doubtful))
        connection.execute("CREATE TABLE t (x)")
        connection.executemany("INSERT INTO t VALUES (?)", [(part,) for part in parts])
        found = connection.execute("SELECT SUM(x) FROM t").fetchone()[0]
    return "doubtful" if doubtful else found


@pytest.fixture
def printed_by_sqlite() -> Iterator[None]:
    """Let SQLite print what functions of Python raise, as some programs set it to do."""
    sqlite3.enable_callback_tracebacks(True)
    yield
    sqlite3.enable_callback_tracebacks(False)


@pytest.mark.usefixtures("printed_by_sqlite")
def test_only_sums_that_are_the_same_in_any_order_are_made() -> None:
    assert summed([1, None, 2, 3]) == 6
    assert summed([0.5, 0.25, 1e9]) == 1_000_000_000.75
    assert summed([0.1, 0.2]) == 0.1 + 0.2
    assert summed([None]) is None
    rounded: list[list[Any]] = [[0.1, 0.2, 0.3], [0.05] * 59, [1e16, 1.0, -1e16], [2**53, 1, 1]]
    for parts in [*rounded, ["a"], [math.inf, 1.0], [b"\0", 1]]:
        assert summed(parts) == "doubtful"


@pytest.mark.usefixtures("printed_by_sqlite")
def test_sums_of_very_small_and_very_large_numbers_raise_nothing() -> None:
    assert summed([1e-300, 1.0]) == 1.0
    for parts in ([1e-300, 1.0, 2.0], [5e-324, 5e-324, 1e308], [2**62, 2**62], [-(2**63), -1]):
        assert summed([*parts]) == "doubtful"


def test_whole_numbers_that_are_rounded_as_others_are_for_the_whole_check(tmp_path: Path) -> None:
    schema = {"fields": fields(a="integer")}
    exact = make_package(tmp_path / "1", {"t": "a\n999999999999999\n"}, {"t": schema})
    long = make_package(tmp_path / "2", {"t": "a\n9007199254740993\n"}, {"t": schema})
    assert looked(exact) is not None
    assert looked(long) is None
    assert check(long).valid


def test_names_of_what_is_beside_the_fields_are_no_fields(tmp_path: Path) -> None:
    figure = {"name": "n", "type": "integer", "printedIn": "\0line"}
    schema = {"fields": [*fields("a", "b", "c"), figure]}
    names = {"resource": "t", "id": "\0line", "file": "a", "sha256": "b", "lines": "\0row"}
    evidence = {**names, "citation": {"source": "a", "lines": "c"}}
    tables = {"t": "a,b,c,n\n1,2,9,4\n"}
    cited = make_package(tmp_path / "1", tables, {"t": {"fields": fields("a", "b", "c", "n")}})
    file = cited / "datapackage.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "evidence": evidence}))
    assert looked(cited) == whole(cited)
    folder = make_package(tmp_path / "2", tables, {"t": schema})
    assert looked(folder) is None
    outcomes = {result.code: result.outcome for result in check(folder).checks}
    assert outcomes["printed-value"] == "not-evaluated"
