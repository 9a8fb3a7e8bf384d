"""What the page "Contributing" shows is what happens, and CONTRIBUTING.md says the same."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from drenthe_data.checks import check, read_rules
from drenthe_data.checks.examples import read_examples, run_example
from drenthe_data.cli import COMMANDS, run
from drenthe_data.descriptor import read_package
from drenthe_data.exporting.job import Job
from drenthe_data.exporting.profile import read_profile
from drenthe_data.loading import load_package
from tests.packages import ROOT, copy_of_package

LANGUAGES = ("nl", "en")
PAGES = {lang: ROOT / "docs" / lang / "contributing.md" for lang in LANGUAGES}
FILE = re.compile(r'^```\w+ title="([\w./-]+\.\w+)"\n(.*?)^```$', re.DOTALL | re.MULTILINE)


def text_of(lang: str) -> str:
    return PAGES[lang].read_text(encoding="utf-8")


def files_of(lang: str) -> dict[str, str]:
    """The files that the page shows, by their paths."""
    return dict(FILE.findall(text_of(lang)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_finding_that_is_shown_is_what_the_check_says(
    lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copy_of_package(tmp_path / "p")
    table = folder / "datapackage" / "budget_amounts.csv"
    row = "implementation-2026-totaal,2026,budget,{},7.398.139"
    text = table.read_text(encoding="utf-8")
    assert row.format("7398139") in text
    table.write_text(
        text.replace(row.format("7398139"), row.format("7398193")), encoding="utf-8", newline="\n"
    )
    monkeypatch.chdir(folder)
    assert run(["check", "--lang", lang]) == 1
    (shown,) = re.findall(r'```text title="drenthe-data check.*"\n +(.*)\n', text_of(lang))
    assert shown in capsys.readouterr().out.split("\n")


def test_both_languages_show_the_same_files() -> None:
    assert files_of("nl") == files_of("en")
    assert [Path(path).suffix for path in files_of("nl")] == [".sql", ".toml", ".py", ".toml"]


def test_the_rule_that_is_shown_runs_with_its_examples(tmp_path: Path) -> None:
    folder = copy_of_package(tmp_path / "p")
    for path, body in files_of("en").items():
        if path.startswith("validators/"):
            (folder / path).write_text(body, encoding="utf-8")
    rules = {rule.id: rule for rule in read_rules(folder / "validators")}
    rule = rules["clusters/website-https"]
    examples = read_examples(rule, folder / "validators")
    assert len(examples) == 2
    for example in examples:
        result = run_example(rule, example, read_package(folder))
        found = [";".join(one.key or ()) for one in [*result.findings, *result.notes]]
        assert sorted(found) == sorted(example.finds)
    report = check(folder, rules=[rule.id])
    assert report.valid


def test_the_format_that_is_shown_writes_every_table(tmp_path: Path) -> None:
    folder = copy_of_package(tmp_path / "p")
    shown = files_of("en")
    (folder / "exports" / "tsv.toml").write_text(shown["exports/tsv.toml"], encoding="utf-8")
    data = load_package(folder)
    job = Job(data, tmp_path / "out", read_profile(data.package, "tsv"), "https://data.klein.nl")
    (job.folder / "tsv").mkdir(parents=True)
    names: dict[str, object] = {}
    code = shown["src/drenthe_data/exporting/formats/tsv.py"]
    exec(compile(code, "tsv.py", "exec"), names)  # noqa: S102
    export = names["export"]
    assert callable(export)
    written = export(job)
    assert len(written) == len(data.package.resources)
    with (job.folder / "tsv" / "sdgs.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert len(rows) == 17
    assert rows[0]["id"] == "1"


def test_what_a_table_asks_is_the_same_in_contributing_md() -> None:
    def asked(text: str) -> str:
        part = text.partition("What a table asks:")[2].partition("used again")[0]
        return " ".join(part.split())

    whole = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert "citation" in asked(whole)
    assert asked(text_of("en")) == asked(whole)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_commands_targets_and_files_that_are_named_are_there(lang: str) -> None:
    text = text_of(lang)
    assert set(re.findall(r"drenthe-data (\w+)", text)) <= set(COMMANDS)
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.M))
    named = re.findall(r"`make ([a-z ]+)`", text)
    assert {name for one in named for name in one.split()} <= targets
    outside = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    paths = re.findall(r"`((?:datapackage|validators|exports|docs|src)/[\w./]*)`", outside)
    assert len(paths) > 4
    assert [path for path in paths if not (ROOT / path).exists()] == []
