"""The command line, as its users type it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from drenthe_data import __version__
from drenthe_data.cli import COMMANDS, run
from tests.packages import ROOT, fields, line_of, make_package, replace_line


def test_a_valid_package_ends_with_0_and_a_summary(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(package)]) == 0
    out = capsys.readouterr().out
    for word in ("Tables", "Rows", "Checks", "Findings", "Notes", "Time", "The package is valid."):
        assert word in out
    assert "23" in out


def test_findings_end_with_1_and_dutch_is_spoken_when_asked(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = package / "datapackage" / "partners.csv"
    number = line_of(file, "locatus,")
    replace_line(file, number, "locatus,,,business,false,,,")
    assert run(["check", str(package), "--lang", "nl"]) == 1
    out = capsys.readouterr().out
    assert f"datapackage/partners.csv:{number} name: fout: deze cel is leeg." in out
    assert "Het pakket is niet in orde." in out


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["check", "nowhere"], "nowhere does not exist"),
        (["check", "--table", "partnrs"], 'Did you mean "partners"?'),
        (["chek"], 'Did you mean "check"?'),
        (["check", "--limit", "many"], '"many" cannot be used for --limit'),
        (["show", "sdg"], 'Did you mean "sdgs"?'),
        (["explain", "parent-sum"], 'Did you mean "budgets/parent-sum"?'),
        (["export", "sqllite"], 'Did you mean "sqlite"?'),
        (["export"], "FORMAT... | all is missing"),
    ],
)
def test_what_cannot_be_run_ends_with_2_and_says_why(
    arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert expected in captured.err
    assert "Traceback" not in captured.err + captured.out


def test_a_broken_descriptor_ends_with_2_in_the_language_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "datapackage.json"
    file.write_text('{"resources": [}', encoding="utf-8")
    assert run(["check", str(file), "--lang=nl"]) == 2
    assert "is geen geldige JSON: regel 1, kolom 16" in capsys.readouterr().err


def test_the_json_report_is_json_and_tells_all(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (package / "datapackage" / "sdgs.csv").unlink()
    assert run(["check", str(package), "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["valid"] is False
    assert report["stats"]["errors"] == 1
    (error,) = [error for task in report["tasks"] for error in task["errors"]]
    assert (error["type"], error["file"]) == ("source-error", "datapackage/sdgs.csv")
    assert set(error["messages"]) == {"nl", "en"}


def test_a_report_can_go_to_a_file(package: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    assert run(["check", str(package), "--format", "json", "-o", str(target)]) == 0
    assert json.loads(target.read_text(encoding="utf-8"))["valid"] is True


def test_one_table_or_rule_can_be_asked_for(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (package / "datapackage" / "sdgs.csv").unlink()
    assert run(["check", str(package), "--table", "places"]) == 0
    assert run(["check", str(package), "--table", "sdgs"]) == 1
    assert run(["check", str(package), "--rule", "budgets/parent-sum"]) == 0
    assert run(["check", str(package), "--rule", "source-error"]) == 1
    capsys.readouterr()


def test_quiet_prints_nothing(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(package), "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_tables_and_show(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["tables", str(package), "--lang", "nl"]) == 0
    assert "Begrotingsbedragen" in capsys.readouterr().out
    assert run(["show", "sdgs", "3", "--package", str(package)]) == 0
    assert "Goede gezondheid en welzijn" in capsys.readouterr().out
    assert run(["show", "sdgs", "18", "--package", str(package)]) == 1
    assert 'no row "18" in sdgs' in capsys.readouterr().err
    assert run(["show", "sdgs", "--package", str(package), "--format", "csv", "--limit", "0"]) == 0
    csv = (package / "datapackage" / "sdgs.csv").read_text(encoding="utf-8")
    assert capsys.readouterr().out == csv
    assert run(["show", "places", "--package", str(package), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["id"]
    key = ["implementation-2026-totaal", "2026", "budget"]
    assert run(["show", "budget_amounts", *key, "--package", str(package)]) == 0
    assert "7.398.139" in capsys.readouterr().out


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_rule_and_check_is_listed_and_explained(
    lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from drenthe_data.checks import BUILT_IN, read_rules

    rules = [rule.id for rule in read_rules(ROOT / "validators")]
    assert run(["rules", str(ROOT), "--lang", lang]) == 0
    listed = capsys.readouterr().out
    for code in [*rules, *BUILT_IN]:
        assert code in listed
        assert run(["explain", code, "--package", str(ROOT), "--lang", lang]) == 0
        text = capsys.readouterr().out
        assert text.startswith(f"{code}: ")
        assert ("SELECT" in text) == (code in rules)


def test_the_examples_of_a_rule_are_shown_with_what_they_find(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["explain", "budgets/parent-sum", "--package", str(ROOT)]) == 0
    out = capsys.readouterr().out
    assert "t;2026;budget: " in out
    assert "is printed as 1,010, but its 2 lines add up to 1,000: a difference of 10" in out
    assert "finds nothing" in out


def test_fmt_puts_a_table_in_its_canonical_form_and_says_when_it_is_not(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = package / "datapackage" / "sdgs.csv"
    good = file.read_bytes()
    assert run(["fmt", "--check", str(package)]) == 0
    lines = good.decode().rstrip("\n").split("\n")
    file.write_text("\ufeff" + "\r\n".join([lines[0], *lines[:0:-1]]), encoding="utf-8", newline="")
    assert run(["fmt", "--check", str(package)]) == 1
    assert "datapackage/sdgs.csv is not in the canonical form" in capsys.readouterr().err
    assert run(["fmt", str(package)]) == 0
    assert file.read_bytes() == good


def test_fmt_leaves_a_table_that_it_cannot_read_whole(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = package / "datapackage" / "sdgs.csv"
    file.write_text(file.read_text(encoding="utf-8") + "18,too few\n", encoding="utf-8")
    before = file.read_bytes()
    assert run(["fmt", str(package)]) == 1
    assert "datapackage/sdgs.csv was left as it is" in capsys.readouterr().err
    assert file.read_bytes() == before


def test_a_command_works_from_a_folder_inside_the_package(
    package: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(package / "validators" / "budgets")
    (package / "datapackage" / "sdgs.csv").unlink()
    assert run(["check"]) == 1
    capsys.readouterr()


def test_outside_any_package_the_installed_one_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["check"]) == 0
    assert "drenthe-data" in capsys.readouterr().out


def test_a_mistake_of_the_program_gives_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("drenthe_data.checks.check", fail)
    assert run(["check", "--lang", "nl"]) == 2
    err = capsys.readouterr().err
    assert "een fout in dit programma (ZeroDivisionError: oops)" in err
    assert "Traceback" not in err


def modules_after(*arguments: str) -> set[str]:
    """Run the program in a new process and give the modules it has imported."""
    code = (
        "import sys, runpy\n"
        f"sys.argv = ['drenthe-data', *{list(arguments)!r}]\n"
        "try:\n    runpy.run_module('drenthe_data', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "print('MODULES', *sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=os.environ
    )
    return set(done.stderr.split("MODULES", 1)[1].split())


def test_what_is_to_be_done_at_the_end_is_done_and_the_exit_code_is_that_of_the_check(
    tmp_path: Path,
) -> None:
    folder = make_package(tmp_path, {"t": "a\n\n"}, {"t": {"fields": fields("a")}})
    code = (
        "import atexit, sys\n"
        "from drenthe_data import cli\n"
        "from drenthe_data.__main__ import main\n"
        "run = cli.run\n"
        "def later(arguments):\n"
        "    atexit.register(print, 'last words')\n"
        "    return run(arguments)\n"
        "cli.run = later\n"
        f"sys.argv = ['drenthe-data', 'check', {str(folder)!r}]\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=os.environ
    )
    assert done.returncode == 1
    assert "blank-row" in done.stdout
    assert done.stdout.endswith("last words\n")
    assert done.stderr == ""


def test_a_check_of_a_sound_package_imports_neither_polars_nor_pydantic() -> None:
    modules = modules_after("check", str(ROOT))
    assert "drenthe_data.checks.glance.queries" in modules
    assert not {"polars", "pydantic", "numpy", "yaml"} & modules


def test_a_first_look_at_a_package_without_rules_imports_no_database(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "a", "type": "integer"}]}
    package = make_package(tmp_path, {"t": "a\n1\n"}, {"t": schema})
    modules = modules_after("check", str(package), "--quiet")
    assert "drenthe_data.checks.glance.tables" in modules
    assert not {"polars", "sqlite3", "drenthe_data.checks.printed"} & modules


def test_a_check_of_a_package_with_a_fault_imports_only_what_it_needs(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "a", "type": "integer"}]}
    package = make_package(tmp_path, {"t": "a\nx\n"}, {"t": schema})
    own = {"checks.large", "reading.ahead", "reading.others", "reading.inline", "models", "loading"}
    own |= {f"reporting.{name}" for name in ("text", "html", "sarif", "json_report")}
    own |= {"checks.glance.queries"}
    foreign = {"pydantic", "yaml", "jsonschema", "dateutil", "sqlite3", "urllib.request", "numpy"}
    imported = modules_after("check", str(package), "--quiet")
    assert {"polars", "drenthe_data.checks.rules"} <= imported
    assert not imported & {*foreign, *(f"drenthe_data.{name}" for name in own)}


def test_version_and_help_import_neither_polars_nor_pydantic() -> None:
    heavy = {"polars", "pydantic", "click"}
    assert not heavy & modules_after("--version")
    for arguments in (["--help"], ["check", "--help"], ["explain", "--help"]):
        assert not {"polars", "pydantic"} & modules_after(*arguments)


@pytest.mark.parametrize(
    "arguments",
    [["rules"], ["explain", "primary-key"], ["explain", "no-such"], ["check", "no-such"]],
    ids=" ".join,
)
def test_what_reads_no_table_imports_no_polars(arguments: list[str]) -> None:
    """What is wrong with a descriptor or a rule is said at once."""
    assert "polars" not in modules_after(*arguments)


def test_a_check_with_polars_does_not_import_pydantic(package: Path) -> None:
    replace_line(package / "datapackage" / "places.csv", 2, "x")
    modules = modules_after("check", str(package), "--quiet")
    assert "polars" in modules
    assert not {"pydantic", "numpy", "pandas", "pyarrow"} & modules


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"drenthe-data {__version__}\n"
    done = subprocess.run(
        [sys.executable, "-m", "drenthe_data", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"drenthe-data {__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_help_that_says_what_it_does(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command, "--help"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"Usage: drenthe-data {command}")
    assert "--lang" in out


def test_a_reader_that_stops_reading_is_no_failure() -> None:
    command = f"{sys.executable} -m drenthe_data show places --limit 0 | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""


def test_show_of_a_key_whose_column_is_missing_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    schema = {"fields": fields("a", "b"), "primaryKey": "a"}
    folder = make_package(tmp_path, {"t": "b\n1\n"}, {"t": schema})
    assert run(["show", "t", "x", "--package", str(folder), "--lang", "en"]) == 1
    assert capsys.readouterr().err == (
        'drenthe-data: The table t cannot be loaded: t.csv:1 a: the column "a" is missing. '
        "Expected columns: a, b.\n"
    )
