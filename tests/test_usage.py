"""What is wrong with what was typed is said in the language asked for, with what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from drenthe_data.cli import COMMANDS, run
from drenthe_data.reporting import FORMATS

NAMES = ", ".join(COMMANDS)
ALL = ", ".join(FORMATS)


@pytest.mark.parametrize(
    ("arguments", "said", "gezegd"),
    [
        (
            ["chek"],
            f'there is no command "chek". Did you mean "check"? Commands: {NAMES}.',
            f'er is geen opdracht "chek". Bedoelde u "check"? De opdrachten: {NAMES}.',
        ),
        (
            ["check", "--limit", "abc"],
            '"abc" cannot be used for --limit. Expected: a whole number, 0 or more.',
            '"abc" is niet te gebruiken voor --limit. Verwacht: een geheel getal, 0 of meer.',
        ),
        (
            ["show", "sdgs", "--limit=-1"],
            '"-1" cannot be used for --limit. Expected: a whole number, 0 or more.',
            '"-1" is niet te gebruiken voor --limit. Verwacht: een geheel getal, 0 of meer.',
        ),
        (
            ["check", "--format", "sarrif"],
            f'"sarrif" cannot be used for --format. Did you mean "sarif"? Expected one of: {ALL}.',
            (
                f'"sarrif" is niet te gebruiken voor --format. Bedoelde u "sarif"? Verwacht een '
                f"van: {ALL}."
            ),
        ),
        (
            ["check", "--report", "htm=x"],
            (
                '"htm=x" cannot be used for --report. Did you mean "html=..."? Expected: '
                f"FORMAT=FILE, such as sarif=check.sarif, with one of {ALL} as FORMAT."
            ),
            (
                '"htm=x" is niet te gebruiken voor --report. Bedoelde u "html=..."? Verwacht: '
                f"FORMAT=FILE, zoals sarif=check.sarif, met als FORMAT een van {ALL}."
            ),
        ),
        (
            ["check", "--report", "html"],
            (
                '"html" cannot be used for --report. Did you mean "html=..."? Expected: '
                f"FORMAT=FILE, such as sarif=check.sarif, with one of {ALL} as FORMAT."
            ),
            (
                '"html" is niet te gebruiken voor --report. Bedoelde u "html=..."? Verwacht: '
                f"FORMAT=FILE, zoals sarif=check.sarif, met als FORMAT een van {ALL}."
            ),
        ),
        (
            ["export"],
            "FORMAT... | all is missing. Expected: drenthe-data export [OPTIONS] FORMAT... | all",
            "FORMAT... | all ontbreekt. Verwacht: drenthe-data export [OPTIONS] FORMAT... | all",
        ),
        (
            ["explain"],
            "RULE is missing. Expected: drenthe-data explain [OPTIONS] RULE",
            "RULE ontbreekt. Verwacht: drenthe-data explain [OPTIONS] RULE",
        ),
        (
            ["tables", "one", "two", "three"],
            '"two three" is more than was expected. Put a text with blanks between quotes.',
            (
                '"two three" is meer dan werd verwacht. Zet een tekst met spaties tussen '
                "aanhalingstekens."
            ),
        ),
        (
            ["check", "--strict=yes"],
            "--strict takes no value. Leave out what follows the = sign.",
            "--strict krijgt geen waarde. Laat weg wat achter het =-teken staat.",
        ),
        (
            ["check", "--table"],
            "--table needs a value. Expected: --table and then the value.",
            "bij --table hoort een waarde. Verwacht: --table en dan de waarde.",
        ),
        (
            ["check", "-o", "FOLDER"],
            '"FOLDER" cannot be used for --output. Expected: the path of a file, not of a folder.',
            (
                '"FOLDER" is niet te gebruiken voor --output. Verwacht: het pad van een '
                "bestand, niet van een map."
            ),
        ),
        (
            ["export", "sqlite", "-o", "FILE"],
            '"FILE" cannot be used for --output. Expected: the path of a folder, not of a file.',
            (
                '"FILE" is niet te gebruiken voor --output. Verwacht: het pad van een map, niet '
                "van een bestand."
            ),
        ),
    ],
)
def test_what_is_wrong_is_said_in_both_languages(
    arguments: list[str],
    said: str,
    gezegd: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "FOLDER").mkdir()
    (tmp_path / "FILE").write_text("", encoding="utf-8")
    helped = f"drenthe-data {arguments[0]}" if arguments[0] in COMMANDS else "drenthe-data"
    assert run(arguments) == 2
    assert capsys.readouterr() == ("", f"drenthe-data: {said}\nHelp: {helped} --help\n")
    monkeypatch.setenv("DRENTHE_DATA_LANG", "nl")
    assert run(arguments) == 2
    assert capsys.readouterr() == ("", f"drenthe-data: {gezegd}\nHulp: {helped} --help\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_answers_an_unknown_option_in_the_language_asked(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rest = {"show": ["sdgs"], "explain": ["x"], "export": ["all"]}.get(command, [])
    assert run([command, *rest, "--lang", "nl", "--langg", "x"]) == 2
    err = capsys.readouterr().err
    assert err.startswith(
        'drenthe-data: er is geen optie "--langg". Bedoelde u "--lang"? De opties: '
    )
    assert f"Hulp: drenthe-data {command} --help\n" in err
    assert run([command, *rest, "-Z", "--lang", "nl"]) == 2
    assert 'er is geen optie "-Z". De opties: --' in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_answers_a_wrong_language_and_a_file_that_is_not_there(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRENTHE_DATA_LANG", "nl")
    rest = {"show": ["sdgs"], "explain": ["x"], "export": ["all"]}.get(command, [])
    assert run([command, *rest, "--lang", "fy"]) == 2
    expected = '"fy" is niet te gebruiken voor --lang. Verwacht een van: nl, en.'
    assert expected in capsys.readouterr().err
    place = ["--package", "nergens.json"] if rest else ["nergens.json"]
    assert run([command, *rest, *place]) == 2
    assert "nergens.json bestaat niet. Controleer het pad" in capsys.readouterr().err


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    assert "Usage: drenthe-data" in capsys.readouterr().err
