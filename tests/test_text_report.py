"""The report for a person, of a package with thirty faults: in order, in colour, in width."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from drenthe_data import Report, check
from drenthe_data.checks import BUILT_IN
from drenthe_data.commands import options as terminal
from drenthe_data.findings import STRUCTURE, CheckResult
from drenthe_data.reporting import Options, write_report
from drenthe_data.reporting.stages import STAGES, stage_of
from tests.broken import CELLS, break_package
from tests.packages import copy_of_package

COLOUR = re.compile("\033\\[[0-9]+m")


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The report of the package with thirty faults."""
    return check(break_package(copy_of_package(tmp_path_factory.mktemp("broken") / "package")))


def write(report: Report, lang: str = "nl", **options: object) -> str:
    return write_report(report, "text", Options(lang=lang, **options))  # type: ignore[arg-type]


def test_each_fault_is_found(broken: Report) -> None:
    assert len(CELLS) + 10 > 30
    places = {(one.resource, one.field) for one in broken.findings}
    assert [(table, field) for table, _, field, _ in CELLS if (table, field) not in places] == [
        # The print that was broken is reported at the figure, the period at the reference to it.
        ("programmes", "period_end"),
        ("budget_amounts", "as_printed"),
    ]


def test_what_cannot_be_read_comes_first_and_warnings_last(broken: Report) -> None:
    text = write(broken)
    headings = [
        "Eerst 9 melding(en) over wat niet te lezen is; daar kan de rest van komen:",
        f"Dan {broken.count('error') - 18} melding(en) in cellen, sleutels en verwijzingen:",
        "Daarna 9 melding(en) over cijfers, teksten, bronnen en regels:",
        "Ten slotte 7 waarschuwing(en), die alleen met --strict meetellen:",
        "Niet uitgevoerd (dat is niet hetzelfde als in orde):",
        "Pakket       drenthe-data",
        "Het pakket is niet in orde. Los op wat hierboven staat en start de controle opnieuw.",
    ]
    found = [text.index(heading) for heading in headings]
    assert found == sorted(found)
    first = text.split("\n\n")[0]
    assert "[source-error]" in first
    assert "[missing-cell]" in first
    assert "[type-error]" not in first


def test_every_check_on_reading_is_of_the_first_stage() -> None:
    codes = {"package-error", "resource-error", "schema-error", "field-error", *STRUCTURE}
    stages = {code: stage_of(CheckResult(code, None, severity=BUILT_IN[code])) for code in BUILT_IN}
    assert {code for code, stage in stages.items() if stage == "reading"} == codes
    assert set(stages.values()) == set(STAGES)


def test_what_several_lines_have_is_said_once_with_their_numbers(broken: Report) -> None:
    lines = write(broken, "en").split("\n")
    (at,) = [
        number
        for number, line in enumerate(lines)
        if line.startswith("datapackage/partner_names.csv") and "nhl-stenden " in line
    ]
    assert lines[at].startswith("datapackage/partner_names.csv:459 partner_id: error: ")
    assert lines[at + 1] == "    the same on line 460, 461, 462, 463, 627, 628"
    also = [line for line in lines if line.startswith("    the same on line") and "more" in line]
    assert also
    assert all(re.search(r"( \d+,){7} \d+ and \d+ more$", line) for line in also)


def test_what_is_left_out_is_counted_in_its_stage(tmp_path: Path) -> None:
    report = check(break_package(copy_of_package(tmp_path / "package")), limit=1)
    text = write(report, "en")
    stage = next(part for part in text.split("\n\n") if part.startswith("Then "))
    hidden = re.findall(r"^… and (\d+) more of [a-z-]+ in \S+; --limit shows more\.$", stage, re.M)
    listed = len(re.findall(r": error: ", stage))
    assert sum(map(int, hidden)) + listed == report.count("error") - 18
    assert "the same on line" not in stage


def test_known_discrepancies_do_not_stand_between_what_is_wrong_and_what_to_do(
    broken: Report, package: Path
) -> None:
    assert "Bekende afwijkingen en opmerkingen:" not in write(broken)
    assert "Opmerkingen  4 bekende afwijkingen, 4 overige" in write(broken)
    assert "Bekende afwijkingen en opmerkingen:" in write(check(package))


def test_findings_of_one_stage_have_no_heading(package: Path) -> None:
    (package / "datapackage" / "sdgs.csv").unlink()
    assert write(check(package)).startswith("datapackage/sdgs.csv: fout: het bestand bestaat niet.")


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_lines_fit_the_terminal_and_lose_nothing(broken: Report, lang: str, width: int) -> None:
    plain, folded = write(broken, lang), write(broken, lang, width=width)
    assert " ".join(folded.split()) == " ".join(plain.split())
    findings = folded.split("Pakket " if lang == "nl" else "Package ")[0]
    too_long = [line for line in findings.split("\n") if len(line) > width]
    # Only what has no blank to break at: a place, a list in a pattern.
    assert all(" " not in line.strip()[: width - 4] for line in too_long)


def test_colours_change_nothing_but_colour(broken: Report) -> None:
    for width in (None, 80):
        coloured = write(broken, has_colour=True, width=width)
        assert COLOUR.sub("", coloured) == write(broken, width=width)
        assert coloured.count("\033[") == 2 * coloured.count("\033[0m") > 100
        assert "\033[31mfout\033[0m" in coloured


def test_a_terminal_is_asked_for_its_width_and_no_color_is_honoured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert (terminal.has_colour(), terminal.terminal_width()) == (False, None)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "72")
    assert (terminal.has_colour(), terminal.terminal_width()) == (False, 72)
    monkeypatch.delenv("NO_COLOR")
    assert terminal.has_colour()
