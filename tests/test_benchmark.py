"""The packages of the benchmark are what they say they are, and the check finds all that is wrong.

The faults are counted against the truth that the generator writes: each with its table, code, row,
line, field and value, and nothing besides.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pytest
from benchmarks.generate import FAULTS, KINDS, generate
from benchmarks.run import FRICTIONLESS_CLI, PEERS, Peer, Runner, main, summary
from benchmarks.score import own_reports, read_truth, reports_of, score
from benchmarks.structure import KINDS as STRUCTURE_KINDS

from drenthe_data import Finding, check
from drenthe_data.checks import read_rules
from drenthe_data.checks.examples import read_examples, run_example
from drenthe_data.descriptor import read_package
from tests.packages import ROOT
from tests.test_docs import GENERATE

ROWS = 2_000


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("packages")
    return {faults: generate(folder / faults, ROWS, faults=faults) for faults in FAULTS}


Place = tuple[str | None, str, int | None, int | None, str | None]


def places_of(truth: list[dict[str, Any]]) -> list[Place]:
    """Give where the faults are, and what must report them."""
    found = [(one["table"], one["code"], one["row"], one["line"], one["field"]) for one in truth]
    return sorted(found, key=str)


def places_found(findings: list[Finding]) -> list[Place]:
    """Give the same of findings."""
    found = [(one.resource, one.code, one.row, one.line, one.field) for one in findings]
    return sorted(found, key=str)


def test_a_package_without_faults_is_valid_and_all_its_rules_are_run(
    packages: dict[str, Path],
) -> None:
    report = check(packages["none"])
    assert [finding.text() for finding in report.findings] == []
    assert report.outcomes("not-evaluated") == 0
    ran = {result.code for result in report.checks}
    assert {"budgets/sum", "indicators/value-range", "programmes/period-order"} <= ran
    assert report.rows == 2 * ROWS + 40 + 400 + 100 + 400 + 118 + 50


def test_frictionless_finds_a_package_without_faults_valid(packages: dict[str, Path]) -> None:
    from frictionless import Package

    report = Package(str(packages["none"] / "datapackage.json")).validate()
    assert report.flatten(["type", "message"]) == []
    assert report.stats["tasks"] == 8


def test_amounts_that_name_their_printed_text_agree_with_it(tmp_path: Path) -> None:
    report = check(generate(tmp_path, ROWS, is_printed=True))
    assert [finding.text() for finding in report.findings] == []
    assert any(result.code == "printed-value" for result in report.checks)


def test_each_example_of_the_rules_finds_what_it_says(packages: dict[str, Path]) -> None:
    package = read_package(packages["none"])
    folder = packages["none"] / "validators"
    found = {}
    for rule in read_rules(folder):
        for example in read_examples(rule, folder):
            result = run_example(rule, example, package)
            found[rule.id] = [";".join(item.key or ()) for item in result.findings]
    assert found == {
        "budgets/sum": ["t;2026;budget"],
        "indicators/value-range": ["v1"],
        "programmes/period-order": ["p1"],
    }


def test_the_same_arguments_give_the_same_bytes_and_another_seed_gives_others(
    packages: dict[str, Path], tmp_path: Path
) -> None:
    again = generate(tmp_path / "again", ROWS, faults="values")
    other = generate(tmp_path / "other", ROWS, faults="values", seed=2)
    for file in sorted(packages["values"].glob("*.*")):
        assert (again / file.name).read_bytes() == file.read_bytes(), file.name
    truth = read_truth(other)
    assert len(truth) == len(read_truth(again))
    assert places_of(truth) != places_of(read_truth(again))


@pytest.mark.parametrize("faults", ["values", "structure", "many"])
def test_a_record_has_at_most_one_fault(packages: dict[str, Path], faults: str) -> None:
    records = [(one["table"], one["row"]) for one in read_truth(packages[faults])]
    assert len(records) == len(set(records))


def test_every_kind_of_fault_is_there(packages: dict[str, Path]) -> None:
    values = {(one["table"], one["kind"]) for one in read_truth(packages["values"])}
    assert values == {(table, kind) for table, kind, *_ in KINDS}
    assert len(values) == 37
    structure = {(one["table"], one["kind"]) for one in read_truth(packages["structure"])}
    assert structure == {(table, kind) for table, kind, *_ in STRUCTURE_KINDS} | {
        ("unclosed", "unclosed-quote"),
        ("duplicate_header", "duplicate-label"),
        ("missing_header", "missing-label"),
        ("extra_header", "extra-label"),
    }
    assert len(read_truth(packages["many"])) == ROWS // 10


def test_the_truth_names_the_record_and_line_where_the_value_stands(
    packages: dict[str, Path],
) -> None:
    seen = 0
    truth = read_truth(packages["values"])
    for table in {one["table"] for one in truth}:
        with (packages["values"] / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            header = next(reader)
            begin = reader.line_num + 1
            records = []
            for record in reader:
                records.append((begin, dict(zip(header, record, strict=True))))
                begin = reader.line_num + 1
        for one in truth:
            if one["table"] == table:
                line, record = records[one["row"] - 2]
                assert line == one["line"]
                assert ";".join(record[name] for name in one["field"].split(", ")) == one["value"]
                seen += 1
    assert seen == len(truth)


@pytest.mark.parametrize("faults", ["values", "structure", "many"])
def test_every_fault_is_found_where_it_is_and_nothing_else(
    packages: dict[str, Path], faults: str
) -> None:
    truth = read_truth(packages[faults])
    findings = check(packages[faults], limit=10_000).findings
    assert places_found(findings) == places_of(truth)
    values = {(one.resource, one.row): one.value for one in findings}
    for one in truth:
        if faults != "structure":
            assert values[one["table"], one["row"]] == one["value"]


# -- counting --------------------------------------------------------------------------------------

TRUTH = [
    {"kind": "enum", "table": "a", "row": 2, "line": 2, "field": "kind"},
    {"kind": "key", "table": "a", "row": 5, "line": 9, "field": "id, year"},
    {"kind": "blank", "table": "b", "row": 3, "line": 3, "field": None},
]


def test_a_report_of_the_record_and_field_of_a_fault_is_a_fault_found() -> None:
    reports = [("a", 2, 2, "kind", "x"), ("a", 5, None, "year", "y"), ("b", None, 3, None, "z")]
    found = score(TRUTH, reports)
    assert (found.found, found.missed, found.false) == (3, {}, 0)


def test_a_report_of_another_field_is_not_a_fault_found() -> None:
    found = score(TRUTH, [("a", 2, 2, "name", "x"), ("a", 2, 2, "name", "y")])
    assert (found.found, found.missed, found.false) == (0, {"enum": 1, "key": 1, "blank": 1}, 0)


def test_a_report_of_a_sound_record_is_a_false_alarm_once() -> None:
    found = score(
        TRUTH, [("a", 3, 3, "kind", "x"), ("a", 3, 3, "name", "y"), ("b", 2, 2, None, "")]
    )
    assert (found.found, found.false) == (0, 2)


def test_runs_are_summed_up_by_their_median() -> None:
    runs = [{"wall": wall, "cpu": wall, "peak_mb": 10} for wall in (1.0, 4.0, 2.0)]
    assert summary(runs, 0.5) == {
        "n": 3,
        "wall": 2.0,
        "min": 1.0,
        "spread": 1.5,
        "cpu": 2.0,
        "peak_mb": 10,
        "x_floor": 4.0,
    }


def test_a_run_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    runner = Runner(rounds=1, budget=1, stop=1, out=tmp_path)
    one = runner.run(("-c", "import time; time.sleep(60)"), "sleep")
    assert one["status"] == -9
    assert one["wall"] < 30


def test_the_peak_memory_is_that_of_the_command(tmp_path: Path) -> None:
    runner = Runner(rounds=1, budget=1, stop=60, out=tmp_path)
    small = runner.run(("-c", "print('out')"), "small")
    large = runner.run(("-c", "bytearray(b'x') * 100_000_000"), "large")
    assert runner.output("small").read_text(encoding="utf-8") == "out\n"
    assert large["peak_mb"] - small["peak_mb"] > 90


# -- other tools -----------------------------------------------------------------------------------

# What each finds of the values at least; what it cannot check is not asked of it.
BLIND = {
    "DuckDB SQL": {"bad-uri"},
    "dataframely": {"bad-uri", "fk-single", "fk-self", "fk-composite"},
    "pointblank": {"bad-uri"},
    "pandera": {"bad-uri", "fk-composite"},
    "frictionless": {"bad-uri", "unique-key", "type-date"},
    "great_expectations": {"bad-uri", "fk-composite", "type-date"},
}
RULE_KINDS = {"rule-sum", "rule-row", "rule-table"}


@pytest.mark.parametrize(
    "peer",
    [peer for peer in PEERS if peer.distribution != "drenthe-data"],
    ids=lambda peer: peer.name,
)
def test_a_tool_finds_what_its_script_says_it_checks(packages: dict[str, Path], peer: Peer) -> None:
    try:
        version(peer.distribution)
    except PackageNotFoundError:
        pytest.skip(f"{peer.distribution} is not installed")
    folder = packages["none" if peer.is_reader else "values"]
    command = [sys.executable, *(part.replace("{path}", str(folder)) for part in peer.command)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    reports, failed = reports_of(done.stdout)
    assert failed == {}
    found = score(read_truth(folder), reports)
    blind = BLIND.get(peer.name, set()) | (
        RULE_KINDS if "rules of the package" in peer.lacks else set()
    )
    assert set(found.missed) <= blind
    if not peer.is_reader:
        assert found.found > len(read_truth(folder)) / 2


def test_our_own_report_is_counted_like_that_of_others(packages: dict[str, Path]) -> None:
    command = [sys.executable, "-m", "drenthe_data", "check", str(packages["structure"])]
    command += ["--format", "json", "--limit", "0"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    truth = read_truth(packages["structure"])
    found = score(truth, own_reports(done.stdout))
    assert (found.found, found.missed, found.false) == (len(truth), {}, 0)


def test_a_run_saves_what_it_measured(
    packages: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "results.json"
    arguments = ["--rows", str(ROWS), "--faults", "values", "--rounds", "1", "--no-small"]
    arguments += ["--peers", "drenthe-data", "drenthe-data JSON", "--out", str(out)]
    monkeypatch.setattr(sys, "argv", ["run.py", *arguments])
    main()
    assert "2,000 rows, faults: values" in capsys.readouterr().out
    results = json.loads(out.read_text(encoding="utf-8"))["sets"]
    assert list(results) == ["2000-values"]
    floor, own, detailed = results["2000-values"]["rows"]
    assert (floor["peer"], floor["x_floor"]) == ("polars read_csv", 1.0)
    assert own["peer"] == "drenthe-data"
    assert own["n"] == 1
    truth = read_truth(packages["values"])
    assert (detailed["found"], detailed["missed"], detailed["false"]) == (len(truth), 0, 0)
    machine = results["2000-values"]["machine"]
    assert machine["cores"] >= 1
    assert set(machine) == {"cores", "memory_gb", "system", "python", "versions"}


# -- the page --------------------------------------------------------------------------------------


def test_the_page_has_a_table_for_each_set_that_was_measured(tmp_path: Path) -> None:
    machine = {
        "cores": 2,
        "memory_gb": 24,
        "system": "Linux",
        "python": "3.11.7",
        "versions": {"polars": "2.1.0"},
    }
    one = {"n": 5, "wall": 1.25, "spread": 0.1, "cpu": 2.0, "peak_mb": 1024, "x_floor": 2.5}
    clean = {"peer": "pandera", "lacks": ["rules of the package"], **one}
    faulty = {**clean, "x_floor": 3.0, "found": 1619, "missed": 231, "false": 2}
    gone = {"peer": "pointblank", "lacks": [], "n": 0, "skipped": "not installed"}
    slow = {"peer": "dataframely", "lacks": [], "n": 0, "skipped": "stopped after 900 s"}
    sets: dict[str, dict[str, Any]] = {
        "cold": {"rows": [{"peer": "import polars", **one}]},
        "1000000-none": {"count": 1_000_000, "megabytes": 102, "fault_count": 0, "rows": [clean]},
        "1000000-values": {
            "count": 1_000_000,
            "megabytes": 103,
            "fault_count": 1850,
            "rows": [faulty, gone, slow],
        },
    }
    document = {
        "sets": {
            name: {"date": "2026-11-21", "machine": machine, **one} for name, one in sets.items()
        }
    }
    results = tmp_path / "results.json"
    results.write_text(json.dumps(document), encoding="utf-8")
    page = GENERATE.performance("en", results)
    headings = [line for line in page.splitlines() if line.startswith("## ")]
    assert headings == [
        "## 1,000,000 rows without faults (102 MB)",
        "## 1,000,000 rows, wrong values (103 MB, 1,850 faults)",
        "## Starting up",
    ]
    row = "| pandera | 5 | 1.25 | 10% | 2 | 1,024 | 3 | 1.2 | 1,619 | 231 | 2 | rules |"
    assert row in page
    assert "| pointblank | 0 | not installed |" in page
    assert "| dataframely | 0 | stopped: too slow |" in page
    assert "2 cores, 24 GB, Linux, Python 3.11.7; polars 2.1.0." in page
    dutch = GENERATE.performance("nl", results)
    assert "| pandera | 5 | 1,25 | 10% | 2 | 1.024 | 3 | 1,2 | 1.619 | 231 | 2 | regels |" in dutch
    assert "## 1.000.000 rijen, foute waarden (103 MB, 1.850 fouten)" in dutch
    assert "| dataframely | 0 | gestopt: te traag |" in dutch


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_word_of_the_results_is_on_the_page_in_both_languages(lang: str) -> None:
    for peer in (*PEERS, FRICTIONLESS_CLI):
        for lack in peer.lacks:
            assert GENERATE.text(lack, lang)
    for faults in (*FAULTS, "small", "cold"):
        assert GENERATE.text(f"set-{faults}", lang)


def test_the_page_says_so_when_nothing_was_measured(tmp_path: Path) -> None:
    page = GENERATE.performance("nl", tmp_path / "none.json")
    assert page.rstrip().endswith("Er zijn nog geen resultaten. `make bench` meet.")
