"""Citations: lines inside the document, and texts that say what is cited."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from drenthe_data import Report, check
from drenthe_data.cli import run
from drenthe_data.exceptions import PackageError
from tests.packages import ROOT, fields, make_package
from tests.test_package import SEEDS

TEXT = "Een titel\nDe provincie be-\nsteedt ruim 2.900 euro\naan Tech-\nHub Assen en KvK.\n"
EVIDENCE: dict[str, Any] = {
    "resource": "sources",
    "id": "id",
    "file": "file",
    "sha256": "sha",
    "lines": "lines",
    "citation": {"source": "source", "lines": "cited"},
    "names": {"resource": "names", "name": "name", "key": "partner"},
}


def package(folder: Path, rows: str, text: str = TEXT, **changes: Any) -> Path:
    """Make a package with one source, two partners with names, and rows that cite."""
    sha = hashlib.sha256(TEXT.encode()).hexdigest()
    value = {"name": "value", "type": "integer", "printedIn": "printed"}
    schemas: dict[str, dict[str, Any]] = {
        "sources": {"fields": fields("id", "file", "sha", lines="integer"), "primaryKey": "id"},
        "names": {"fields": fields("name", "partner"), "primaryKey": "name"},
        "facts": {"fields": [*fields("partner"), value, *fields("printed", "source", "cited")]},
    }
    tables = {
        "sources": f"id,file,sha,lines\ns,s.txt,{sha},5\n",
        "names": "name,partner\nKvK,kvk\nKamer van Koophandel,kvk\nTechHub Assen,techhub\n",
        "facts": f"partner,value,printed,source,cited\n{rows}",
    }
    made = make_package(folder / "p", tables, schemas, evidence={**EVIDENCE, **changes})
    (folder / "texts").mkdir(exist_ok=True)
    (folder / "texts" / "s.txt").write_text(text, encoding="utf-8")
    return made


def codes(report: Report) -> list[tuple[str, int | None, str | None]]:
    return [(found.code, found.line, found.field) for found in report.findings]


def test_figures_and_names_that_stand_in_their_lines_pass(tmp_path: Path) -> None:
    rows = "kvk,2900,ruim 2.900,s,3-5\ntechhub,,,s,4-5\n,2900,2.900,s,3\n"
    report = check(package(tmp_path, rows), sources=tmp_path / "texts")
    assert codes(report) == []
    passed = {r.code for r in report.checks if r.outcome == "passed"}
    assert {"source-text", "citation", "cited-figure", "cited-name"} <= passed


def test_a_word_that_is_broken_over_lines_is_joined(tmp_path: Path) -> None:
    assert codes(check(package(tmp_path, "techhub,,,s,4-5\n"), sources=tmp_path / "texts")) == []


def test_a_figure_that_is_not_there_is_shown_with_what_is(tmp_path: Path) -> None:
    report = check(package(tmp_path, ",3900,ruim 3.900,s,2-3\n"), sources=tmp_path / "texts")
    assert codes(report) == [("cited-figure", 2, "printed")]
    (found,) = report.findings
    assert found.message("en") == (
        '"ruim 3.900" does not stand in lines 2-3 of s. There it says: "de provincie be- steedt '
        'ruim 2.900 euro". Correct the figure or the lines.'
    )
    assert found.message("nl").startswith('"ruim 3.900" staat niet in regels 2-3 van s.')


def test_a_name_that_is_not_there_is_said_with_its_spellings(tmp_path: Path) -> None:
    report = check(package(tmp_path, "kvk,,,s,1\n"), sources=tmp_path / "texts")
    assert codes(report) == [("cited-name", 2, "partner")]
    message = report.findings[0].message("en")
    assert '"kvk" is not named in lines 1 of s.' in message
    assert "It was looked for as: kvk, kamer van koophandel." in message


def test_what_a_row_is_about_is_looked_up_too(tmp_path: Path) -> None:
    """Rows about another kind of thing, or with the name decomposed in the text, are fine."""
    text = "Een titel\nHet Ru\u0308gen-Institut\n"
    sha = hashlib.sha256(text.encode()).hexdigest()
    names = {**EVIDENCE["names"], "subject": {"field": "what", "where": "kind", "is": "partners"}}
    tables = {
        "sources": f"id,file,sha,lines\ns,s.txt,{sha},2\n",
        "names": "name,partner\nKvK,kvk\nR\u00fcgen-Institut,rugen\n",
        "mentions": "kind,what,source,cited\npartners,rugen,s,2\npartners,kvk,s,2\nplans,kvk,s,2\n",
    }
    schemas: dict[str, dict[str, Any]] = {
        "sources": {"fields": fields("id", "file", "sha", lines="integer"), "primaryKey": "id"},
        "names": {"fields": fields("name", "partner"), "primaryKey": "name"},
        "mentions": {"fields": fields("kind", "what", "source", "cited")},
    }
    made = make_package(tmp_path / "p", tables, schemas, evidence={**EVIDENCE, "names": names})
    (tmp_path / "s.txt").write_text(text, encoding="utf-8")
    report = check(made, sources=tmp_path)
    assert codes(report) == [("cited-name", 3, "what")]


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ("met de provincies Drenthe, Gronin-\ngen en Frysl\u00e2n", True),
        ("Provincie Drenthe (regie) en Groningen", True),
        ("de gemeenten Assen en Groningen", False),
        ("Groningen en de provincies Drenthe en Frysl\u00e2n", False),
        ("provincies: Drenthe; gemeenten: Groningen", False),
        ("provincies Drenthe en Groningense partners", False),
    ],
)
def test_a_name_may_share_its_first_word_with_others(
    tmp_path: Path, line: str, is_found: bool
) -> None:
    text = f"{line}\n"
    sha = hashlib.sha256(text.encode()).hexdigest()
    tables = {
        "sources": f"id,file,sha,lines\ns,s.txt,{sha},{text.count(chr(10))}\n",
        "names": "name,partner\nProvincie Groningen,groningen\n",
        "facts": f"partner,source,cited\ngroningen,s,1-{text.count(chr(10))}\n",
    }
    schemas: dict[str, dict[str, Any]] = {
        "sources": {"fields": fields("id", "file", "sha", lines="integer"), "primaryKey": "id"},
        "names": {"fields": fields("name", "partner"), "primaryKey": "name"},
        "facts": {"fields": fields("partner", "source", "cited")},
    }
    names = {**EVIDENCE["names"], "sharedHeads": ["provincie"]}
    made = make_package(tmp_path / "p", tables, schemas, evidence={**EVIDENCE, "names": names})
    (tmp_path / "s.txt").write_text(text, encoding="utf-8")
    found = codes(check(made, sources=tmp_path))
    assert found == ([] if is_found else [("cited-name", 2, "partner")])


@pytest.mark.parametrize("lines", ["6", "1;4-9", "3-2", "0-6"])
def test_lines_that_do_not_exist_are_found_without_the_texts(tmp_path: Path, lines: str) -> None:
    report = check(package(tmp_path, f",,,s,{lines}\n"))
    assert codes(report) == [("citation", 2, "cited")]
    assert "which has lines 1 to 5" in report.findings[0].message("en")


def test_another_text_than_the_one_that_was_read_is_refused(tmp_path: Path) -> None:
    folder = package(tmp_path, "kvk,,,s,5\n", text=TEXT + "meer\n")
    report = check(folder, sources=tmp_path / "texts")
    assert codes(report) == [("source-text", 2, "sha")]
    (result,) = [r for r in report.checks if r.code == "cited-name"]
    assert result.outcome == "not-evaluated"
    assert "cite a text that is not at hand" in (result.reason_text("en") or "")


def test_a_text_that_is_missing_is_said_and_no_path_leads_out(tmp_path: Path) -> None:
    folder = package(tmp_path, "")
    (tmp_path / "texts" / "s.txt").unlink()
    sources = folder / "sources.csv"
    sources.write_text(sources.read_text("utf-8").replace("s.txt", "../p/names.csv"), "utf-8")
    report = check(folder, sources=tmp_path / "texts")
    assert [f.variant for f in report.findings] == ["missing"]


def test_a_folder_that_is_none_ends_the_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = package(tmp_path, "")
    with pytest.raises(PackageError, match="is not a folder"):
        check(folder, sources=tmp_path / "nothing")
    assert run(["check", str(folder), "--sources", str(tmp_path / "nothing")]) == 2
    assert "is not a folder" in capsys.readouterr().err


@pytest.mark.parametrize("evidence", [None, {}, [], {"resource": 1}, {"resource": "sources"}])
def test_a_package_without_evidence_is_checked_for_the_rest(
    tmp_path: Path, evidence: object
) -> None:
    folder = package(tmp_path, ",,,s,99\n")
    file = folder / "datapackage.json"
    raw = json.loads(file.read_text(encoding="utf-8"))
    raw["evidence"] = evidence
    file.write_text(json.dumps(raw), encoding="utf-8")
    assert check(folder).valid


def test_every_figure_and_name_of_the_real_package_stands_in_its_lines() -> None:
    if not SEEDS.is_dir():
        pytest.skip("the texts of the sources are not here (set DRENTHE_DATA_SOURCES)")
    report = check(ROOT, sources=SEEDS)
    assert [found.text() for found in report.findings] == []
    assert report.outcomes("not-evaluated") == 0
