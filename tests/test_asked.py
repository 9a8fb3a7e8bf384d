"""What is asked for and cannot be had is said, and never looks like a pass."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drenthe_data import check
from drenthe_data.cli import run
from drenthe_data.findings import Finding
from tests.packages import fields, make_package

SCHEMA = {"fields": fields("id", "text"), "primaryKey": ["id"]}


def small(folder: Path, **extra: object) -> Path:
    return make_package(folder, {"t": "id,text\n1,vrij\n"}, {"t": SCHEMA}, **extra)


def warnings_of(folder: Path, **extra: object) -> list[Finding]:
    report = check(small(folder, **extra))
    assert report.valid
    assert report.count("warning") == len(report.findings)
    return report.findings


@pytest.mark.parametrize(
    ("extra", "field", "value", "said", "gezegd"),
    [
        (
            {"textHygiene": "yes"},
            "textHygiene",
            "yes",
            '"yes" cannot be used, so texts are not checked. Expected: true or false.',
            (
                '"yes" is niet te gebruiken; daarom worden teksten niet gecontroleerd. '
                "Verwacht: true "
                "of false."
            ),
        ),
        (
            {"privacy": "yes"},
            "privacy",
            "yes",
            (
                '"yes" cannot be used, so nothing is checked for personal data. Expected: '
                "true, false, "
                'or {"allow": ["a text that is allowed"]}.'
            ),
            (
                '"yes" is niet te gebruiken; daarom wordt niet op persoonsgegevens gecontroleerd. '
                'Verwacht: true, false of {"allow": ["een tekst die mag"]}.'
            ),
        ),
        (
            {"privacy": {"allow": "x"}},
            "privacy.allow",
            "x",
            (
                '"x" cannot be used, so nothing is allowed by it. Expected: a list of texts, '
                "such as "
                '["Dr. Nassau College"].'
            ),
            (
                '"x" is niet te gebruiken; daarmee wordt niets toegestaan. Verwacht: een lijst van '
                'teksten, zoals ["Dr. Nassau College"].'
            ),
        ),
        (
            {"privacy": {"allow": ["goed", 7]}},
            "privacy.allow.1",
            "7",
            (
                '"7" cannot be used, so nothing is allowed by it. Expected: a list of texts, '
                "such as "
                '["Dr. Nassau College"].'
            ),
            (
                '"7" is niet te gebruiken; daarmee wordt niets toegestaan. Verwacht: een lijst van '
                'teksten, zoals ["Dr. Nassau College"].'
            ),
        ),
        (
            {"privacy": {"alow": ["goed"]}},
            "privacy.alow",
            "alow",
            '"alow" is not known here. Expected: "allow" with a list of texts.',
            '"alow" is hier niet bekend. Verwacht: "allow" met een lijst van teksten.',
        ),
    ],
)
def test_a_property_that_cannot_be_used_is_a_warning_with_its_line(
    tmp_path: Path, extra: dict[str, object], field: str, value: str, said: str, gezegd: str
) -> None:
    (found,) = warnings_of(tmp_path / "p", **extra)
    assert (found.code, found.severity, found.file) == (
        "resource-error",
        "warning",
        "datapackage.json",
    )
    assert (found.field, found.value) == (field, value)
    lines = (tmp_path / "p" / "datapackage.json").read_text("utf-8").split("\n")
    assert found.line is not None
    assert json.dumps(value) in lines[found.line - 1] or value in lines[found.line - 1]
    assert (found.message("en"), found.message("nl")) == (said, gezegd)


@pytest.mark.parametrize(
    "extra",
    [
        {"textHygiene": True, "privacy": True},
        {"textHygiene": False, "privacy": False},
        {"textHygiene": None, "privacy": None},
        {"privacy": {}},
        {"privacy": {"allow": ["a"]}},
    ],
)
def test_a_property_that_can_be_used_gives_no_warning(
    tmp_path: Path, extra: dict[str, object]
) -> None:
    assert warnings_of(tmp_path / "p", **extra) == []


UNASKED = 'the package does not ask for it: datapackage.json has no usable "{}"'
ONGEVRAAGD = 'het pakket vraagt er niet om: in datapackage.json staat geen bruikbare "{}"'
NOTHING = "no table of the package has anything it looks at"
NIETS = "geen tabel van het pakket heeft iets waar deze controle naar kijkt"


@pytest.mark.parametrize(
    ("code", "said", "gezegd"),
    [
        ("text-space", UNASKED.format("textHygiene"), ONGEVRAAGD.format("textHygiene")),
        ("personal-data", UNASKED.format("privacy"), ONGEVRAAGD.format("privacy")),
        ("cited-figure", UNASKED.format("evidence"), ONGEVRAAGD.format("evidence")),
        ("citation", UNASKED.format("evidence"), ONGEVRAAGD.format("evidence")),
        ("hierarchy-cycle", NOTHING, NIETS),
        ("unique-key", NOTHING, NIETS),
        ("known-discrepancy-rule", NOTHING, NIETS),
    ],
)
def test_a_check_that_was_asked_for_and_does_not_run_is_not_evaluated(
    tmp_path: Path, code: str, said: str, gezegd: str
) -> None:
    report = check(small(tmp_path / "p"), rules=[code])
    (result,) = report.checks
    assert (result.code, result.outcome, result.resource) == (code, "not-evaluated", None)
    assert (result.reason_text("en"), result.reason_text("nl")) == (said, gezegd)
    assert not report.is_evaluated
    assert not report.passes()


@pytest.mark.parametrize("code", ["package-error", "resource-error", "primary-key"])
def test_a_check_that_runs_is_evaluated(tmp_path: Path, code: str) -> None:
    report = check(small(tmp_path / "p"), rules=[code])
    assert {result.outcome for result in report.checks} == {"passed"}
    assert report.passes()


def test_figures_cannot_be_looked_up_without_the_sources(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(package), "--rule", "cited-figure", "--lang", "nl"]) == 2
    out = capsys.readouterr().out
    assert "hiervoor zijn de teksten van de bronnen nodig: geef de map met --sources DIR" in out
    assert out.endswith(
        "Er is niets gecontroleerd: hierboven staat wat niet is uitgevoerd en waarom.\n"
    )


def test_a_rule_that_does_not_look_at_the_table_asked_for_is_not_evaluated(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["check", str(package), "--rule", "budgets/parent-sum", "--table", "sdgs"]
    assert run(arguments) == 2
    out = capsys.readouterr().out
    assert "  1 check(s): it does not look at sdgs" in out
    assert "is valid" not in out


def test_what_runs_beside_it_decides_whether_the_run_passes(package: Path) -> None:
    wanted = ["--rule", "cited-figure", "--rule", "primary-key", "--quiet"]
    assert run(["check", str(package), *wanted]) == 0
    report = check(package, rules=["cited-figure", "primary-key"])
    assert report.outcomes("not-evaluated") == 1


def test_a_rule_whose_table_is_not_there_ends_with_2(package: Path) -> None:
    (package / "datapackage" / "budget_amounts.csv").unlink()
    assert run(["check", str(package), "--rule", "budgets/parent-sum", "--quiet"]) == 2
    assert run(["check", str(package), "--quiet"]) == 1
