"""Reports for machines and browsers: each is read back by a reader that is not ours."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import html5lib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from junitparser import Failure, JUnitXml, Skipped
from markdown_it import MarkdownIt
from sarif.loader import load_sarif_file

from drenthe_data import Report, check
from drenthe_data.cli import run
from drenthe_data.findings import CheckResult, Finding, TableSummary
from drenthe_data.reporting import FORMATS, Options, write_report
from drenthe_data.reporting.jsons import json_of_records
from drenthe_data.reporting.stages import together
from tests.packages import fields, make_package

XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def broken(package: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    """The report of a copy of our package with an orphan, a wrong sum and a cell too many."""
    monkeypatch.chdir(package.parent)
    folder = package / "datapackage"
    file = folder / "programme_partners.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(",recreatieschap-drenthe,", ",<b>|a`,", 1), encoding="utf-8")
    file = folder / "partners.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("nhl-stenden,", "stenden-nhl,", 1), encoding="utf-8")
    file = folder / "budget_amounts.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("600000,600.000", "610000,610.000"), encoding="utf-8")
    file = folder / "sdgs.csv"
    file.write_text(file.read_text(encoding="utf-8") + "18,x,y,z,\x07\ud7ff%\n", encoding="utf-8")
    (folder / "places.csv").unlink()
    report = check(package)
    assert not report.valid
    return report


def write(report: Report, name: str, lang: str = "en", **options: Any) -> str:
    return write_report(report, name, Options(lang=lang, **options))


def test_sarif_is_read_by_another_reader(broken: Report, tmp_path: Path) -> None:
    file = tmp_path / "report.sarif"
    file.write_text(write(broken, "sarif"), encoding="utf-8")
    sarif = load_sarif_file(str(file))
    assert sarif.get_distinct_tool_names() == ["drenthe-data"]
    read = [
        (one["Severity"], one["Code"], one["Location"], one["Line"]) for one in sarif.get_records()
    ]
    prefix = Path(broken.path).parent.name
    for found in broken.findings:
        assert (
            found.severity,
            found.code,
            f"{prefix}/{found.file}",
            str(found.line or 1),
        ) in [(level, code, place, str(line or 1)) for level, code, place, line in read]


def test_sarif_has_what_code_hosts_ask_for(broken: Report) -> None:
    (one,) = json.loads(write(broken, "sarif", "nl"))["runs"]
    rules = [rule["id"] for rule in one["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules)
    assert one["invocations"][0]["exitCode"] == 1
    prints = [result["partialFingerprints"]["drentheData/v1"] for result in one["results"]]
    assert len(set(prints)) == len(prints) == len(broken.findings) + len(broken.notes)
    for result in one["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        physical = result["locations"][0]["physicalLocation"]
        assert not re.search(r"[^\x21-\x7e]", physical["artifactLocation"]["uri"])
        assert physical.get("region", {"startLine": 1})["startLine"] >= 1
    known = [result for result in one["results"] if "suppressions" in result]
    assert len(known) == len(broken.discrepancies) > 0
    assert all(result["suppressions"][0]["justification"] for result in known)
    told = one["invocations"][0]["toolExecutionNotifications"]
    assert len(told) == broken.outcomes("not-evaluated") > 0


def test_a_fingerprint_stays_when_lines_above_move(package: Path) -> None:
    file = package / "datapackage" / "budget_amounts.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("7398139,7.398.139", "7398139,7.398.130"), encoding="utf-8")
    lines = file.read_text(encoding="utf-8").split("\n")
    first = json.loads(write(check(package), "gitlab"))
    file.write_text("\n".join([lines[0], "", *lines[1:]]), encoding="utf-8")
    second = json.loads(write(check(package), "gitlab"))
    (old,) = [one for one in first if one["check_name"] == "printed-value"]
    (new,) = [one for one in second if one["check_name"] == "printed-value"]
    assert new["fingerprint"] == old["fingerprint"]
    assert new["location"]["lines"]["begin"] == old["location"]["lines"]["begin"] + 1


@pytest.mark.parametrize("is_strict", [False, True])
def test_junit_is_read_by_another_reader(broken: Report, is_strict: bool) -> None:
    xml = JUnitXml.fromstring(write(broken, "junit", is_strict=is_strict).encode())
    cases = [case for suite in xml for case in suite]
    assert len(cases) == xml.tests == len(broken.checks)
    weighs = {"error", "warning"} if is_strict else {"error"}
    failed = [result for result in broken.checks if result.count and result.severity in weighs]
    kinds = [[type(item) for item in case.result] for case in cases]
    assert sum(Failure in kind for kind in kinds) == xml.failures == len(failed)
    assert sum(Skipped in kind for kind in kinds) == xml.skipped
    assert xml.skipped == broken.outcomes("not-evaluated")
    (case,) = [case for case in cases if case.name == "budgets/parent-sum amount_eur"]
    assert "686,835" in case.result[0].text
    assert case.result[0].text.count("parent-sum") == 0


def test_github_annotations_name_file_line_and_title(broken: Report) -> None:
    *commands, last = write(broken, "github", "nl").splitlines()
    assert len(commands) == len(broken.findings)
    pattern = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")
    read = [pattern.fullmatch(command) for command in commands]
    assert all(read)
    prefix = Path(broken.path).parent.name
    orphan = next(one for one in commands if "<b>|a`" in one and "[foreign-key]" in one)
    assert f"file={prefix}/datapackage/programme_partners.csv,line=" in orphan
    assert "title=Verwijzingen wijzen naar rijen die bestaan [foreign-key]::partner_id" in orphan
    errors, warnings = broken.count("error"), broken.count("warning")
    assert last == f"drenthe-data: {errors} fout(en), {warnings} waarschuwing(en)"


def test_gitlab_gets_a_list_of_issues(broken: Report) -> None:
    issues = json.loads(write(broken, "gitlab"))
    assert len(issues) == len(broken.findings)
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in ("major", "minor", "info")
        assert issue["location"]["lines"]["begin"] >= 1
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_page_is_sound_and_needs_nothing_else(broken: Report, lang: str) -> None:
    text = write(broken, "html", lang)
    page = html5lib.HTMLParser(strict=True).parse(text)
    assert page.get("lang") == lang
    assert not re.search(r"<(script|link|img|iframe)|https?:|url\(", text)
    shown = " ".join(" ".join(page.itertext()).split())
    for found in [*broken.findings, *broken.notes]:
        assert " ".join(found.message(lang).split()) in shown or "\x07" in (found.value or "")
    assert "<b>|a`" in shown
    rows = len(page.findall(f".//{XHTML}tbody/{XHTML}tr"))
    groups = {(one.code, one.file, one.field, one.message(lang)) for one in broken.findings}
    notes = {(one.code, one.file, one.field, one.message(lang)) for one in broken.notes}
    assert rows == len(groups) + len(notes) + len(broken.tables)


def test_the_page_gives_each_reason_of_what_was_not_evaluated_once(broken: Report) -> None:
    page = html5lib.HTMLParser(strict=True).parse(write(broken, "html", "nl"))
    folded = page.findall(f".//{XHTML}details")
    reasons = {reason for _, _, reason in broken.not_evaluated("nl")}
    assert len(folded) == len(reasons) > 0
    items = [len(one.findall(f".//{XHTML}li")) for one in folded]
    assert sum(items) == broken.outcomes("not-evaluated")
    said = {"".join(one.find(f"{XHTML}summary").itertext()) for one in folded}
    assert all(re.match(r"[0-9.]+ controle\(s\): ", text) for text in said)
    assert {text.split(": ", 1)[1] for text in said} == reasons


def test_errors_in_the_json_report_have_titles_for_people(broken: Report) -> None:
    for lang, expected in (
        ("nl", "Een subtotaal of totaal is de som van zijn regels"),
        ("en", "A subtotal or total equals the sum of its lines"),
    ):
        document = json.loads(write(broken, "json", lang))
        errors = [error for task in document["tasks"] for error in task["errors"]]
        errors += [*document["errors"], *document["notes"]]
        for error in errors:
            assert error["title"] != error["code"]
            assert error["description"] != error["code"]
        sums = {error["title"] for error in errors if error["code"] == "budgets/parent-sum"}
        assert sums == {expected}


def test_checks_of_texts_that_were_not_evaluated_name_no_fields(broken: Report) -> None:
    checks = json.loads(write(broken, "json"))["checks"]
    texts = [one for one in checks if one["check"] == "text-space"]
    assert {one["table"]: one["fields"] for one in texts}["places"] == []
    assert all(one["fields"] for one in texts if one["outcome"] != "not-evaluated")


def test_the_summary_is_read_as_tables_without_surprises(broken: Report) -> None:
    text = write(broken, "markdown", "nl")
    page = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    assert page.count("<table>") == 3
    assert "&lt;b&gt;|a`" in page
    assert "<b>" not in page
    groups = len(together(broken.findings, "nl")) + len(together(broken.notes, "nl"))
    assert page.count("<tr>") == 3 + 7 + groups


def test_the_summary_and_the_annotations_begin_with_what_cannot_be_read(broken: Report) -> None:
    first = write(broken, "github").splitlines()[0]
    assert "datapackage/places.csv" in first
    assert "[source-error]" in first
    rows = [line for line in write(broken, "markdown").splitlines() if line.startswith("| ")]
    assert "`source-error`" in next(row for row in rows if row.endswith("` |"))
    shared = next(row for row in rows if "(the same on line" in row.replace("\\", ""))
    assert re.search(r"\(the same on line \d+(, \d+)*\) \|", shared.replace("\\", ""))


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_can_be_asked_for_in_both_languages(name: str, tmp_path: Path) -> None:
    folder = make_package(tmp_path, {"t": "a\n1\n"}, {"t": {"fields": fields("a")}})
    for lang in ("nl", "en"):
        file = tmp_path / f"report-{lang}"
        assert run(["check", str(folder), "--format", name, "--lang", lang, "-o", str(file)]) == 0
        assert file.read_text(encoding="utf-8").endswith("\n")


texts = st.text(st.characters(codec=None), max_size=20)


def crowded() -> Report:
    """Three findings of which one is kept, a warning, a note, and a file with marks in its name."""
    file = "a,b:c%.csv"
    error = Finding(
        "type-error", "error", file, "t", 7, 7, "n", value="x", variant="integer", cells=("x",)
    )
    texts = {"en": "100% sure?\nyes", "nl": "100% zeker?\nja"}
    warning = Finding("topic/rule", "warning", "first.csv", "t", 2, 2, texts=texts)
    note = Finding("topic/other", "note", file, "t", 3, 3, texts={"en": "so it is", "nl": "is zo"})
    results = [
        CheckResult("topic/rule", "t", (), "failed", "warning", 1, [warning]),
        CheckResult("type-error", "t", ("n",), "failed", "error", 3, [error]),
        CheckResult("topic/other", "t", notes=[note], noted=1),
        CheckResult("unique-error", "t", ("n",), "not-evaluated", reason=("skipped.key", {})),
    ]
    head = {"title": "A, b: c", "title_nl": "A", "description": "D", "description_nl": "D"}
    rules = {"topic/rule": head, "topic/other": head}
    tables = [TableSummary("t", file, 9, 90, ("n",))]
    return Report("p", None, "/p/datapackage.json", tables, results, 0.0, rules)


def test_annotations_put_errors_first_and_escape_what_commands_are_made_of() -> None:
    error = (
        "::error file=a%2Cb%3Ac%25.csv,line=7,title=Cells have the type of their field "
        '[type-error]::n: "x" is not a whole number. Expected digits only, such as 1050000: '
        "no points, commas or spaces."
    )
    assert write(crowded(), "github").splitlines() == [
        error,
        "::warning file=first.csv,line=2,title=A%2C b%3A c [topic/rule]::100%25 sure?%0Ayes",
        "p: 3 error(s), 1 warning(s)",
    ]


def test_reports_say_how_many_findings_they_leave_out() -> None:
    report = crowded()
    assert [result.hidden for result in report.checks] == [0, 2, 0, 0]
    assert "… and 2 more finding(s)." in write(report, "markdown")
    assert "… and 2 more finding(s)." in write(report, "html")
    xml = JUnitXml.fromstring(write(report, "junit").encode())
    cases = {case.name: case for suite in xml for case in suite}
    (failure,) = cases["type-error n"].result
    assert failure.text.endswith("… and 2 more of type-error in a,b:c%.csv; --limit shows more.")
    # A warning fails nothing, and a note is told.
    assert "100% sure?" in (cases["topic/rule"].system_out or "")
    assert "so it is" in (cases["topic/other"].system_out or "")
    assert [type(item) for item in cases["unique-error n"].result] == [Skipped]


@given(value=texts, field=texts, file=texts, key=st.none() | st.tuples(texts, texts))
@example(value="\ud800", field="\ud800", file="\ud800", key=("\ud800", ""))
@settings(max_examples=60, deadline=None)
def test_no_content_breaks_a_report(
    value: str, field: str, file: str, key: tuple[str, ...] | None
) -> None:
    """Control characters, lone surrogates, mark-up and line ends: every reader still reads."""
    found = Finding(
        "type-error",
        "error",
        file,
        "t",
        line=2,
        row=2,
        field=field,
        key=key,
        value=value,
        variant="integer",
        cells=(value,),
    )
    result = CheckResult("type-error", "t", (field,), "failed", "error", 1, [found])
    table = TableSummary("t", file, 1, 1, ("a",))
    report = Report(value, None, "/p/datapackage.json", [table], [result])
    for lang in ("nl", "en"):
        json.loads(write(report, "sarif", lang).encode())
        json.loads(write(report, "gitlab", lang).encode())
        xml = JUnitXml.fromstring(write(report, "junit", lang).encode())
        assert (xml.tests, xml.failures) == (1, 1)
        assert write(report, "github", lang).count("\n") == 2
        html5lib.HTMLParser(strict=True).parse(write(report, "html", lang).encode().decode())
        page = MarkdownIt("commonmark").enable("table").render(write(report, "markdown", lang))
        assert page.count("<tr>") == 10


def test_a_json_report_of_many_findings_compares_none_with_all_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    codes = ["schema-error"] * 50 + ["type-error"] * 50
    found = [
        Finding(
            code, "error", "t.csv", "t", line, variant="integer" if code[0] == "t" else "no-fields"
        )
        for line, code in enumerate(codes, start=1)
    ]
    result = CheckResult("type-error", "t", outcome="failed", count=100, findings=found)
    report = Report("p", None, "datapackage.json", [TableSummary("t", "t.csv", 1, 1, ())], [result])

    def refuse(own: Finding, other: object) -> bool:
        raise AssertionError((own, other))

    monkeypatch.setattr(Finding, "__eq__", refuse)
    document = json.loads(write_report(report, "json", Options()))
    assert [one["lineNumber"] for one in document["errors"]] == list(range(1, 51))
    (task,) = document["tasks"]
    assert [one["lineNumber"] for one in task["errors"]] == list(range(51, 101))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    ),
)


@given(JSON, st.sets(st.sampled_from("abc")))
def test_json_is_what_was_to_be_written(value: object, opened: set[str]) -> None:
    assert json.loads(json_of_records(value, opened)) == value


def test_each_record_of_a_list_is_a_line_of_json() -> None:
    record = {"x": [1, 2], "y": {"z": "\\n"}}
    value = {"tasks": [{"errors": [record, record]}], "errors": [], "stats": {"errors": 2}}
    lines = json_of_records(value, ["tasks"]).split("\n")
    shown = '        {"x": [1, 2], "y": {"z": "\\\\n"}}'
    assert lines[3:7] == ['      "errors": [', f"{shown},", shown, "      ]"]
    assert lines[-4:] == ['    "errors": 2', "  }", "}", ""]
