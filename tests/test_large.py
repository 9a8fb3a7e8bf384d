"""Tables read as a whole and block by block give the same report."""

from __future__ import annotations

import random
from collections.abc import Collection
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from drenthe_data import check
from drenthe_data.checks import run
from drenthe_data.checks.large import LargeCheck
from drenthe_data.descriptor import read_package
from drenthe_data.exceptions import RuleError
from drenthe_data.findings import CheckResult
from drenthe_data.reading import blocks, table
from tests.both_ways import Drawn, block_by_block, compared, differences, drawn, outcomes
from tests.packages import ROOT, copy_of_package, fields, make_package
from tests.test_hostile import corrupted

SIZES = (40, 10_000)
HEAD = ("title", "title_nl", "description", "description_nl", "message", "message_nl")


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,  # the same packages each time; the module tries others
    phases=[Phase.explicit, Phase.generate],  # to shrink one would take minutes
    suppress_health_check=list(HealthCheck),
)
@given(drawn())
def test_a_drawn_package_is_judged_the_same_in_both_ways(case: Drawn) -> None:
    """``python -m tests.both_ways 5000`` tries more of them."""
    assert differences(case) == []


@pytest.mark.parametrize("limit", [10**6, 3])
def test_the_real_package_is_judged_the_same_in_both_ways(limit: int) -> None:
    whole = outcomes(ROOT / "datapackage.json", limit)
    with block_by_block(60_000):
        assert compared(whole, outcomes(ROOT / "datapackage.json", limit)) == []


@pytest.mark.parametrize("seed", range(6))
def test_corrupted_tables_are_judged_the_same_in_both_ways(seed: int, tmp_path: Path) -> None:
    package = copy_of_package(tmp_path / "p")
    chance = random.Random(seed)
    for _ in range(4):
        file = chance.choice(sorted((package / "datapackage").glob("*.csv")))
        file.write_bytes(corrupted(file.read_bytes(), chance))
    whole = outcomes(package / "datapackage.json")
    with block_by_block(60_000):
        assert compared(whole, outcomes(package / "datapackage.json")) == []


def both(
    folder: Path, limit: int = 20, large: Collection[str] | None = None
) -> list[list[CheckResult]]:
    """Give the outcomes that have findings: of tables as a whole, then block by block.

    ``large`` names the tables that are read in blocks; without it they all are.
    """
    found = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "_SAMPLE", 4)
        found.append(check(folder, limit=limit).checks)
        for size in SIZES:
            with block_by_block(size, large):
                found.append(check(folder, limit=limit).checks)
    return [[result for result in results if result.count] for results in found]


def test_a_list_of_keys_of_another_table_or_of_its_own_is_checked(tmp_path: Path) -> None:
    items = {"name": "parts", "listOf": {"resource": "t", "field": "id", "separator": ";"}}
    other = {"name": "others", "listOf": {"resource": "p", "field": "id", "separator": ";"}}
    schemas = {
        "t": {"fields": [*fields("id"), items, other], "primaryKey": "id"},
        "p": {"fields": fields("id"), "primaryKey": "id"},
    }
    rows = "id,parts,others\nalpha,beta;gamma,north\nbeta,,south;nroth\ngamma,alpha;beat;x,\n"
    folder = make_package(tmp_path, {"t": rows, "p": "id\nnorth\nsouth\n"}, schemas)
    for results in both(folder):
        own, others = results
        assert (own.code, own.resource, own.fields, own.count) == (
            "foreign-key",
            "t",
            ("parts",),
            2,
        )
        assert [(f.file, f.line, f.field, f.value, f.key) for f in own.findings] == [
            ("t.csv", 4, "parts", "beat", ("gamma",)),
            ("t.csv", 4, "parts", "x", ("gamma",)),
        ]
        said = own.findings[0].message
        assert said("nl").startswith('"beat" staat niet in t.csv. Bedoelde u "beta"? ')
        assert said("en").startswith('"beat" is not in t.csv. Did you mean "beta"? ')
        assert (others.fields, others.count) == (("others",), 1)
        assert [(f.line, f.value) for f in others.findings] == [(3, "nroth")]
        nearest = others.findings[0].message("nl")
        assert nearest.startswith('"nroth" staat niet in p.csv. Bedoelde u "north"? ')
    for results in both(folder, limit=1):
        assert [(r.count, [f.value for f in r.findings]) for r in results] == [
            (2, ["beat"]),
            (1, ["nroth"]),
        ]


def test_a_list_of_keys_of_a_table_that_is_not_there_is_not_evaluated(tmp_path: Path) -> None:
    other = {"name": "others", "listOf": {"resource": "p", "field": "id", "separator": ";"}}
    schemas = {"t": {"fields": [*fields("id"), other]}, "p": {"fields": fields("id")}}
    make_package(tmp_path, {"t": "id,others\na,b\n"}, schemas)
    with block_by_block(10):
        checks = check(tmp_path).checks
    [result] = [result for result in checks if result.fields == ("others",) and result.reason]
    assert (result.code, result.outcome) == ("foreign-key", "not-evaluated")
    assert result.reason_text("nl") == 'tabel "p" kon niet worden gelezen'
    assert result.reason_text("en") == 'table "p" could not be read'


def test_the_nearest_key_of_a_large_table_is_named(tmp_path: Path) -> None:
    key = {"fields": "p", "reference": {"resource": "p", "fields": "id"}}
    schemas: dict[str, dict[str, Any]] = {
        "t": {"fields": fields("p"), "foreignKeys": [key]},
        "p": {"fields": fields("id"), "primaryKey": "id"},
    }
    folder = make_package(tmp_path, {"t": "p\nnorth\nsuoth\n", "p": "id\nnorth\nsouth\n"}, schemas)
    for results in both(folder):
        [found] = [found for result in results for found in result.findings]
        assert (found.code, found.file, found.line, found.value) == (
            "foreign-key",
            "t.csv",
            3,
            "suoth",
        )
        assert found.message("nl").startswith('"suoth" staat niet in p.csv. Bedoelde u "south"? ')
        assert found.message("en").startswith('"suoth" is not in p.csv. Did you mean "south"? ')


def test_of_more_keys_than_can_be_compared_none_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("drenthe_data.checks.keys._MOST_KEYS_COMPARED", 1)
    key = {"fields": "p", "reference": {"resource": "p", "fields": "id"}}
    schemas: dict[str, dict[str, Any]] = {
        "t": {"fields": fields("p"), "foreignKeys": [key]},
        "p": {"fields": fields("id")},
    }
    folder = make_package(tmp_path, {"t": "p\nsuoth\n", "p": "id\nnorth\nsouth\n"}, schemas)
    for results in both(folder):
        [found] = [found for result in results for found in result.findings]
        assert "Did you mean" not in found.message("en")


def test_a_unique_key_with_an_empty_part_equals_no_other(tmp_path: Path) -> None:
    """Table Schema: as a unique constraint of SQL, which leaves out what is null."""
    schema = {"fields": fields("id", "a", b="integer"), "uniqueKeys": [["a", "b"], ["b"]]}
    rows = "id,a,b\n1,x,1\n2,x,\n3,x,\n4,,1\n5,,\n6,,\n7,x,1\n8,,2\n"
    folder = make_package(tmp_path, {"t": rows}, {"t": schema})
    for results in both(folder):
        assert [(r.code, r.fields, r.count) for r in results] == [
            ("unique-key", ("a", "b"), 1),
            ("unique-key", ("b",), 2),
        ]
        [found] = results[0].findings
        assert (found.file, found.line, found.field, found.value) == ("t.csv", 8, "a, b", "x;1")
        assert found.params["first_line"] == 2
        assert [found.line for found in results[1].findings] == [5, 8]


def test_the_first_findings_of_a_check_are_kept_in_the_order_of_the_file(tmp_path: Path) -> None:
    schema = {
        "fields": [
            *fields("a", "b", "np"),
            {"name": "n", "type": "integer", "printedIn": "np"},
        ],
        "primaryKey": ["a", "b"],
    }
    rows = "a,b,np,n\nx,,1,2\n,y,1,3\n,z,1,4\nz,,1,2\n,,,\n\n,,,\n"
    folder = make_package(tmp_path, {"t": rows}, {"t": schema})
    for results in both(folder, limit=3):
        assert [(r.code, r.count, [f.line for f in r.findings]) for r in results] == [
            ("blank-row", 3, [6, 7, 8]),
            ("primary-key", 4, [2, 3, 4]),
            ("printed-value", 4, [2, 3, 4]),
        ]


def test_the_rows_of_a_circle_are_named_as_they_stand_in_the_file(tmp_path: Path) -> None:
    key = {"fields": "up", "reference": {"fields": "id"}}
    schema = {"fields": fields(id="number", up="number"), "foreignKeys": [key]}
    folder = make_package(tmp_path, {"t": "id,up\n1.0,2\n2.00,1\n"}, {"t": schema})
    for results in both(folder):
        [found] = [found for result in results for found in result.findings]
        assert (found.code, found.line, found.value) == ("hierarchy-cycle", 2, "1.0")
        assert found.message("nl").startswith('de rij "1.0" hangt onder zichzelf: 1.0 → 2.00 → 1.0')


def test_a_blank_row_is_found_where_the_file_has_a_column_too_many(tmp_path: Path) -> None:
    schema = {"fields": fields("a", "b")}
    folder = make_package(tmp_path, {"t": "a,b,c\n1,2,3\n,,\n"}, {"t": schema})
    for results in both(folder):
        assert [(r.code, r.count) for r in results] == [("extra-label", 1), ("blank-row", 1)]
        assert results[1].findings[0].line == 3


def test_a_table_without_rows_has_the_same_checks_in_both_ways(tmp_path: Path) -> None:
    schema = {
        "fields": [*fields("np"), {"name": "n", "type": "integer", "printedIn": "np"}],
        "primaryKey": "n",
    }
    rule = tmp_path / "validators" / "r.sql"
    rule.parent.mkdir()
    head = "".join(f"-- {key}: {key}\n" for key in HEAD) + "-- severity: error\n-- reads: t\n"
    query = "SELECT n FROM t WHERE half_unit > 1\n"
    rule.write_text(f"{head}-- table: t\n-- key: n\n{query}", encoding="utf-8")
    for text in ("np,n\n", ""):
        make_package(tmp_path, {"t": text}, {"t": schema}, textHygiene=True, privacy=True)
        whole = outcomes(tmp_path / "datapackage.json")
        assert ("printed-value", "t", ("n", "np"), None, "error", 0) in whole
        with block_by_block(10):
            assert compared(whole, outcomes(tmp_path / "datapackage.json")) == []


def test_rows_with_an_empty_key_are_all_read_by_the_rules(tmp_path: Path) -> None:
    schema = {"fields": fields("id", n="integer"), "primaryKey": "id"}
    rule = tmp_path / "validators" / "r.sql"
    rule.parent.mkdir()
    head = "".join(f"-- {key}: {key}\n" for key in HEAD) + "-- severity: error\n-- reads: t\n"
    query = "SELECT id, SUM(n) AS total FROM t GROUP BY id HAVING SUM(n) > 3"
    rule.write_text(f"{head}-- table: t\n-- key: id\n{query}", encoding="utf-8")
    make_package(tmp_path, {"t": "id,n\na,1\n,2\n,2\na,9\n"}, {"t": schema})
    for results in both(tmp_path):
        found = {result.code: [f.line for f in result.findings] for result in results}
        assert found == {"primary-key": [3, 4, 5], "r": [3]}


def test_a_rule_may_count_the_rows_of_a_table_and_name_none_of_its_columns(tmp_path: Path) -> None:
    schemas: dict[str, dict[str, Any]] = {
        "t": {"fields": fields("id"), "primaryKey": "id"},
        "u": {"fields": fields("a")},
    }
    rule = tmp_path / "validators" / "r.sql"
    rule.parent.mkdir()
    head = "".join(f"-- {key}: {key}\n" for key in HEAD) + "-- severity: error\n-- reads: t, u\n"
    query = (
        "WITH n AS (SELECT COUNT(*) AS rows FROM u) SELECT id FROM t CROSS JOIN n WHERE rows > 2"
    )
    rule.write_text(f"{head}-- table: t\n-- key: id\n{query}", encoding="utf-8")
    make_package(tmp_path, {"t": "id\nx\n", "u": "a\n1\n2\n3\n"}, schemas)
    for results in both(tmp_path):
        assert [(r.code, [f.line for f in r.findings]) for r in results] == [("r", [2])]


@pytest.mark.parametrize(
    ("own", "other", "cells", "found"),
    [
        ("integer", "number", "1 2 3", [4]),
        ("number", "integer", "1.0 1e0 2.5", [4]),
        ("year", "integer", "2024 0001 1999", [4]),
        ("string", "integer", "1 01 1.0", [3, 4]),
        ("integer", "string", "1 1 4", [4]),
    ],
)
def test_a_key_of_another_type_is_compared_as_a_number_or_else_as_text(
    own: str, other: str, cells: str, found: list[int], tmp_path: Path
) -> None:
    """Keys are compared as values: 1 is 1.0, as in SQL and in frictionless."""
    key = {"fields": "p", "reference": {"resource": "p", "fields": "id"}}
    schemas: dict[str, dict[str, Any]] = {
        "t": {"fields": fields(p=own), "foreignKeys": [key]},
        "p": {"fields": fields(id=other)},
    }
    known = "id\n1.0\n2.00\n" if other == "number" else "id\n1\n2\n2024\n"
    rows = "\n".join(["p", *cells.split(), ""])
    folder = make_package(tmp_path, {"t": rows, "p": known}, schemas)
    for results in both(folder):
        assert [(f.code, f.line) for r in results for f in r.findings] == [
            ("foreign-key", line) for line in found
        ]


def test_rows_go_in_circles_by_numbers_of_two_types(tmp_path: Path) -> None:
    key = {"fields": "up", "reference": {"fields": "id"}}
    schema = {"fields": fields(id="integer", up="number"), "foreignKeys": [key]}
    folder = make_package(tmp_path, {"t": "id,up\n1,2.0\n2,1.0\n3,1\n"}, {"t": schema})
    for results in both(folder):
        [found] = [found for result in results for found in result.findings]
        assert (found.code, found.line, found.params["path"]) == (
            "hierarchy-cycle",
            2,
            ["1", "2", "1"],
        )


@pytest.mark.parametrize(
    ("kind", "known", "cells", "pattern", "odd"),
    [
        ("string", "x y", ["x", "", "z", "Q", "y"], "[a-z]+", 5),
        ("yearmonth", "2020-01", ["2020-01", "", "2021-01", "1999-01", "x"], "20.*", 5),
    ],
)
def test_a_reference_that_is_not_known_is_held_to_the_constraints_of_its_field(
    kind: str, known: str, cells: list[str], pattern: str, odd: int, tmp_path: Path
) -> None:
    """They need not be asked of keys that are known; an empty cell is no key, and is not asked."""
    own = {"name": "p", "type": kind, "constraints": {"pattern": pattern}}
    keys = [
        {"fields": "p", "reference": {"resource": table, "fields": "id"}} for table in ("p", "q")
    ]
    schemas: dict[str, dict[str, Any]] = {
        "p": {"fields": fields("id")},
        "q": {"fields": fields("id")},
        "t": {"fields": [*fields("id"), own], "foreignKeys": keys},
    }
    rows = "".join(f"{number},{cell}\n" for number, cell in enumerate(cells))
    names = "\n".join(["id", *known.split(), ""])
    folder = make_package(tmp_path, {"p": names, "q": names, "t": f"id,p\n{rows}"}, schemas)
    for results in both(folder, large=["t"]):
        [result] = [result for result in results if result.code == "constraint-error"]
        assert result.count == 1
        [found] = result.findings
        assert (found.file, found.line, found.field, found.value, found.variant) == (
            "t.csv",
            odd,
            "p",
            cells[odd - 2],
            "pattern",
        )


def test_keys_of_nan_are_the_same_key(tmp_path: Path) -> None:
    schema = {
        "fields": fields(id="number", n={"type": "number", "constraints": {"unique": True}}),
        "primaryKey": "id",
    }
    folder = make_package(tmp_path, {"t": "id,n\nNaN,1\nnan,0\n0,-0.0\n"}, {"t": schema})
    for results in both(folder):
        assert [(r.code, r.count) for r in results] == [("unique-error", 1), ("primary-key", 1)]
        unique, primary = (result.findings[0] for result in results)
        assert (primary.line, primary.value, primary.params["first_line"]) == (3, "nan", 2)
        assert (unique.line, unique.value, unique.params["first_line"]) == (4, "-0.0", 3)


@pytest.mark.parametrize("large", [None, ["p"], ["t"]])
def test_an_empty_item_of_a_list_is_known_where_a_cell_is_empty(
    large: list[str] | None, tmp_path: Path
) -> None:
    listed = {"name": "ls", "listOf": {"resource": "p", "field": "id", "separator": ";"}}
    schemas: dict[str, dict[str, Any]] = {
        "p": {"fields": fields("id", "b")},
        "t": {"fields": [listed]},
    }
    folder = make_package(tmp_path, {"p": "id,b\n,1\nx,1\n", "t": "ls\nx;\nx;y\n"}, schemas)
    for results in both(folder, large=large):
        [result] = results
        assert (result.code, result.count) == ("foreign-key", 1)
        assert [(f.line, f.value) for f in result.findings] == [(3, "y")]


def rule(folder: Path, query: str, reads: str = "t") -> None:
    """Write a rule on a table ``t`` with the key ``id``."""
    file = folder / "validators" / "r.sql"
    file.parent.mkdir(exist_ok=True)
    head = "".join(f"-- {key}: {{printed}}\n" for key in HEAD)
    more = f"-- severity: error\n-- reads: {reads}\n-- table: t\n-- key: id\n"
    file.write_text(f"{head}{more}{query}\n", encoding="utf-8")


@pytest.mark.parametrize("kind", ["string", "codes", "integer"])
def test_a_rule_may_find_keys_that_its_table_has_not(kind: str, tmp_path: Path) -> None:
    constraints = {"constraints": {"enum": ["1", "2", "3", "4"]}} if kind == "codes" else {}
    item = {"type": "string" if kind == "codes" else kind, **constraints}
    schemas: dict[str, dict[str, Any]] = {
        "p": {"fields": fields(id=item)},
        "t": {"fields": fields(id=item)},
    }
    join = "FROM p AS own LEFT JOIN t ON t.id = own.id"
    rule(tmp_path, f"SELECT own.id, own.id AS printed {join} WHERE own.id <> '2'", "p, t")
    if kind == "integer":
        rule(tmp_path, f"SELECT own.id, own.id AS printed {join} WHERE own.id <> 2", "p, t")
    folder = make_package(tmp_path, {"p": "id\n4\n3\n2\n1\n", "t": "id\n2\n1\n"}, schemas)
    for large in (None, ["t"]):
        for results in both(folder, large=large):
            [result] = results
            assert result.count == 3
            assert [(f.file, f.line, f.key, f.message("nl")) for f in result.findings] == [
                ("t.csv", None, ("3",), "3"),
                ("t.csv", None, ("4",), "4"),
                ("t.csv", 3, ("1",), "1"),
            ]
        for results in both(folder, limit=1, large=large):
            assert [(r.count, [f.key for f in r.findings]) for r in results] == [(3, [("3",)])]


def test_a_rule_may_find_a_key_of_another_type(tmp_path: Path) -> None:
    item = {"type": "string", "constraints": {"enum": ["a", "b"]}}
    schema = {"fields": fields(id=item, n="integer")}
    rule(tmp_path, "SELECT n AS id, n AS printed FROM t")
    folder = make_package(tmp_path, {"t": "id,n\na,1\nb,2\n"}, {"t": schema})
    for results in both(folder):
        [result] = results
        assert [(f.line, f.key) for f in result.findings] == [(None, ("1",)), (None, ("2",))]


@pytest.mark.parametrize("name", ["bedrag eur", "één", "2024", 'a"b', "order-id"])
def test_a_rule_may_name_a_field_in_quotes(name: str, tmp_path: Path) -> None:
    schema = {"fields": [*fields("id"), {"name": name, "type": "integer"}]}
    quoted = name.replace('"', '""')
    rule(tmp_path, f"""SELECT id, "{quoted}" AS printed FROM t WHERE id <> '"'""")
    folder = make_package(tmp_path, {"t": f'id,"{quoted}"\na,7\n'}, {"t": schema})
    for results in both(folder):
        [result] = results
        assert [(f.line, f.key, f.message("nl")) for f in result.findings] == [(2, ("a",), "7")]


def test_a_rule_is_not_evaluated_where_a_field_in_quotes_could_not_be_read(tmp_path: Path) -> None:
    schema = {"fields": [*fields("id"), {"name": "bedrag eur", "type": "integer"}]}
    rule(tmp_path, 'SELECT id, "bedrag eur" AS printed FROM t')
    make_package(tmp_path, {"t": "id,bedrag eur\na,7\nb,x\n"}, {"t": schema})
    [result] = [result for result in check(tmp_path).checks if result.code == "r"]
    assert result.outcome == "not-evaluated"
    assert result.reason_text("nl") == '1 rij(en) van tabel "t" hebben zelf meldingen'
    assert result.reason_text("en") == '1 row(s) of table "t" have findings of their own'


def test_a_key_that_stands_in_two_files_of_a_table_is_read_once_by_rules(tmp_path: Path) -> None:
    figure = {"name": "n", "type": "number", "printedIn": "np"}
    schema = {"fields": [*fields("id", "np"), figure], "primaryKey": "id"}
    rule(tmp_path, "SELECT id, half_unit AS printed FROM t WHERE half_unit < 0.1")
    parts = {"t": "id,np,n\na,1,1\nb,20,20\n", "u": 'id,np,n\na,1,1\nc,3,3\nd,"9,2",9.2\n'}
    resource = {"name": "t", "path": ["t.csv", "u.csv"], "schema": schema}
    make_package(tmp_path, parts, {}, resources=[resource])
    for results in both(tmp_path):
        found = {r.code: [(f.file, f.line, f.key) for f in r.findings] for r in results}
        assert found == {
            "primary-key": [("u.csv", 2, ("a",))],
            "r": [("u.csv", 4, ("d",))],
        }


def test_a_rule_at_which_polars_panics_is_said_not_to_run(tmp_path: Path) -> None:
    rule(tmp_path, "SELECT id, CAST(1 AS DECIMAL(99, 2)) AS printed FROM t")
    make_package(tmp_path, {"t": "id\na\n"}, {"t": {"fields": fields("id")}})
    with block_by_block(40), pytest.raises(RuleError) as caught:
        check(tmp_path)
    assert "validators/r.sql: the query cannot be run" in caught.value.message("en")
    assert "validators/r.sql: de zoekopdracht kan niet" in caught.value.message("nl")


@pytest.mark.parametrize("left", [0, 30, None])
def test_a_file_that_changes_while_it_is_checked_breaks_nothing(
    left: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was counted stays; of a row that has gone by then, nothing is shown."""
    keys = [
        {"fields": "up", "reference": {"fields": "id"}},
        {"fields": "p", "reference": {"resource": "p", "fields": "id"}},
    ]
    schemas: dict[str, dict[str, Any]] = {
        "p": {"fields": fields("id", "b")},
        "t": {"fields": fields("id", "up", "p"), "primaryKey": "id", "foreignKeys": keys},
    }
    rows = "".join(f"{number},{number % 9},z{number}\n" for number in range(9)) * 2
    make_package(tmp_path, {"p": "id,b\nx,1\ny\n", "t": f"id,up,p\n{rows}"}, schemas)
    file = tmp_path / "t.csv"

    def close(self: LargeCheck) -> None:
        if self.name == "t":
            data = file.read_bytes()
            file.unlink()
            if left is not None:
                file.write_bytes(data[:left])
        own_close(self)

    own_close = LargeCheck.close
    monkeypatch.setattr(LargeCheck, "close", close)
    with block_by_block(20):
        counts = {result.code: result.count for result in check(tmp_path).checks if result.count}
    assert counts == {
        "missing-cell": 1,
        "primary-key": 9,
        "foreign-key": 18,
        "hierarchy-cycle": 9,
    }


def test_findings_of_a_table_of_several_files_go_file_by_file(tmp_path: Path) -> None:
    rule(tmp_path, "SELECT id, id AS printed FROM t")
    parts = {"t": "id\na  a\nb  b\n", "u": "id\nc  c\nd  d\n"}
    resource = {"name": "t", "path": ["t.csv", "u.csv"], "schema": {"fields": fields("id")}}
    make_package(tmp_path, parts, {}, resources=[resource], textHygiene=True)
    places = [("t.csv", 2), ("t.csv", 3), ("u.csv", 2), ("u.csv", 3)]
    for limit in (4, 2):
        for results in both(tmp_path, limit=limit):
            assert {r.code: [(f.file, f.line) for f in r.findings] for r in results} == {
                "text-space": places[:limit],
                "r": places[:limit],
            }


def test_of_many_tables_the_largest_are_not_held_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = {
        name: "id,above\n" + "".join(f"{name}{n},{name}{n // 2}\n" for n in range(rows))
        for name, rows in (("a", 10), ("b", 300), ("c", 20), ("d", 200))
    }
    key = {"fields": "above", "reference": {"resource": "", "fields": "id"}}
    schema = {"fields": fields("id", "above"), "primaryKey": "id", "foreignKeys": [key]}
    folder = make_package(tmp_path, tables, dict.fromkeys(tables, schema))
    whole = outcomes(folder)
    monkeypatch.setattr(run, "_HELD", 1_500)
    package = read_package(folder)
    ran = run.Run(package, [], None, 20)
    ran.read()
    assert [name for name, table in ran.tables.items() if table.rows is not None] == ["b", "d"]
    assert compared(whole, outcomes(folder)) == []


@pytest.mark.parametrize("size", [None, 40])
def test_references_are_not_judged_when_too_many_rows_of_the_parent_are_broken(
    size: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "MOST_FAULTY", 3)
    key = {"fields": "p", "reference": {"resource": "parents", "fields": "id"}}
    schemas: dict[str, dict[str, Any]] = {
        "parents": {"fields": fields("id", "name"), "primaryKey": "id"},
        "children": {"fields": fields("p"), "foreignKeys": [key]},
    }
    for broken, outcome in ((3, "passed"), (4, "not-evaluated")):
        rows = "".join(f"x{n},a,b\n" if n < broken else f"x{n},a\n" for n in range(10))
        parents = f"id,name\n{rows}"
        folder = make_package(
            tmp_path / str(broken), {"parents": parents, "children": "p\nx1\nx9\n"}, schemas
        )
        with block_by_block(size) if size else nullcontext():
            report = check(folder)
        [result] = [result for result in report.checks if result.code == "foreign-key"]
        assert result.outcome == outcome
        [counted] = [
            result for result in report.checks if result.code == "extra-cell" and result.count
        ]
        assert counted.count == broken
