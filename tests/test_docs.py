"""What the documents show is what happens, and every table, field, rule and command is in them."""

from __future__ import annotations

import importlib
import re
import shlex
import sys
from pathlib import Path

import pytest

from drenthe_data.checks import BUILT_IN, read_rules
from drenthe_data.cli import COMMANDS, run
from drenthe_data.descriptor import read_package
from drenthe_data.reporting import FORMATS
from tests.packages import ROOT

DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    # The code of these two is run by test_site_usage.py and test_site_publishing.py.
    *(
        file
        for file in sorted((ROOT / "docs").glob("??/**/*.md"))
        if file.name not in ("use.md", "publishing.md")
    ),
]
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)


# The generator of the site lives in docs; its pages of reference need nothing of the site.
sys.path.append(str(ROOT / "docs"))
GENERATE = importlib.import_module("sitegen.reference")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_table_field_and_code_is_in_the_dictionary(lang: str) -> None:
    page = GENERATE.dictionary(lang)
    for resource in read_package(ROOT).resources:
        assert f"## {resource.text('title', lang)} {{#{resource.name}}}" in page
        section = page.split(f"{{#{resource.name}}}\n")[1].split("\n## ")[0]
        for item in resource.schema.fields:
            assert f"| `{item.name}` | {item.type} | **{item.label(lang)}.**" in section
            for code in item.constraints.get("enum", []):
                assert f"| `{code}` |" in section


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_rule_and_check_is_in_the_catalogue(lang: str) -> None:
    page = GENERATE.rule_catalogue(lang)
    for rule in read_rules(ROOT / "validators"):
        assert f"`{rule.id}`" in page
        assert f"### {rule.text('title', lang)} {{ #{GENERATE.anchor(rule)} }}" in page
    for code in BUILT_IN:
        assert f'id="check-{code}"></span>`{code}` |' in page


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_command_is_in_the_reference_and_every_document_in_completeness(lang: str) -> None:
    page = GENERATE.commands(lang)
    for name in COMMANDS:
        assert f"## {name}\n" in page
        assert f"Usage: drenthe-data {name}" in page
    # Examples stand on lines of their own.
    assert "\\b" not in page
    assert "\n    drenthe-data export all -o dist\n" in page
    page = GENERATE.completeness(lang)
    assert page.count("implementation-2026") > 2
    assert re.search(r"\| `budget_amounts` \|( \d+ \|){5}", page)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_page_on_reports_shows_the_report_of_a_broken_package(lang: str) -> None:
    page = GENERATE.reports(lang)
    (shown,) = re.findall(r"```text\n(.*?)\n```", page, re.DOTALL)
    stages = [line for line in shown.split("\n") if re.match(r"\w.*\d+ .*\(\w+\).*:$", line)]
    assert len(stages) == 4
    assert "jansen" not in shown.lower()
    assert "{" not in shown.replace('{"', "")
    for name in FORMATS:
        assert f"`{name}`" in page
    (picture,) = re.findall(r"\]\(\^/(.*?report\.png)\)", page)
    file = ROOT / "docs" / "overrides" / picture
    assert file.read_bytes().startswith(b"\x89PNG")
    assert file.stat().st_size < 150_000


def console_blocks() -> list[tuple[str, str, list[str]]]:
    blocks = []
    for document in DOCUMENTS:
        for block in CONSOLE.findall(document.read_text(encoding="utf-8")):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, *shown = part.rstrip("\n").split("\n")
                if command.startswith("drenthe-data"):
                    blocks.append((document.name, command, shown))
    return blocks


@pytest.mark.parametrize(("document", "command", "shown"), console_blocks())
def test_a_shown_session_is_what_happens(
    document: str,
    command: str,
    shown: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A line of ``...`` stands for any lines; files go to a folder of the test."""
    del document
    monkeypatch.chdir(ROOT)
    arguments = shlex.split(command.replace(" dist", f" {tmp_path}"))[1:]
    assert run(arguments) == 0
    out = [line.rstrip() for line in capsys.readouterr().out.rstrip("\n").split("\n")]
    if not shown:
        return
    assert shown_fits(shown, out), "\n".join(out)


def shown_fits(shown: list[str], out: list[str]) -> bool:
    """Whether the output is what is shown: ``...`` is any lines, a figure is any figure."""
    reached = {0}
    for line in shown:
        if line == "...":
            reached = set(range(min(reached), len(out) + 1))
            continue
        # Figures change whenever data is added; the words around them do not.
        pattern = re.compile(re.sub(r"(?:\d|\\,|\\\.(?=\d))+", r"[0-9.,]+", re.escape(line)))
        reached = {at + 1 for at in reached if at < len(out) and pattern.fullmatch(out[at])}
        if not reached:
            return False
    return len(out) in reached


def test_what_is_shown_is_compared_line_by_line() -> None:
    assert shown_fits(["a 1", "...", "b"], ["a 20", "x", "y", "b"])
    assert shown_fits(["...", "b"], ["b"])
    assert not shown_fits(["a", "..."], ["b", "a"])
    assert not shown_fits(["a", "...", "b"], ["a", "b", "c"])
    assert not shown_fits(["a"] + ["..."] * 40 + ["b"], ["a"] + ["c"] * 400)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_shown_python_runs(document: Path) -> None:
    for block in PYTHON.findall(document.read_text(encoding="utf-8")):
        exec(compile(block, str(document), "exec"), {})  # noqa: S102


def test_the_readme_names_every_target_of_make() -> None:
    targets = re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    unnamed = {"help", "screenshots", "wheel", "clean"}
    assert {name for name in targets if f"make {name}" not in readme} == unnamed


def test_the_changelog_keeps_its_form() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert all(re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+ - [0-9-]{10}", h) for h in headings[1:])
    kinds = re.findall(r"^### (.*)$", text, re.MULTILINE)
    assert set(kinds) <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
