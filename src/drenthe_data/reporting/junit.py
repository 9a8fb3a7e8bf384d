"""The report as JUnit XML, which CI services count and show: a suite per table, a case per check.

Source: the format has no official schema; this is the form that Jenkins, GitLab and GitHub readers
share (``testsuites``, ``testsuite``, ``testcase``, ``failure``, ``skipped``, ``system-out``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from drenthe_data.findings import CheckResult, Report
from drenthe_data.messages import render
from drenthe_data.reporting.places import plain, title

if TYPE_CHECKING:
    from drenthe_data.reporting import Options


def write(report: Report, options: Options) -> str:
    """Write the report as JUnit XML in the language of the options."""
    groups: dict[str, list[CheckResult]] = {table.name: [] for table in report.tables}
    for result in report.checks:
        groups.setdefault(result.resource or report.name, []).append(result)
    root = ET.Element("testsuites", name=plain(report.name))
    for name, results in groups.items():
        suite = ET.SubElement(root, "testsuite", name=plain(name))
        for result in results:
            _case(suite, report, name, result, options)
        _counts(suite)
    for key in ("tests", "failures", "errors", "skipped"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in root)))
    root.set("time", f"{report.seconds:.3f}")
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _case(
    suite: ET.Element, report: Report, name: str, result: CheckResult, options: Options
) -> None:
    lang = options.lang
    parts = [result.code, ", ".join(result.fields), result.detail or ""]
    case = ET.SubElement(
        suite,
        "testcase",
        classname=plain(f"{report.name}.{name}"),
        name=plain(" ".join(part for part in parts if part)),
    )
    case.set("time", "0")
    shown = [plain(found.text(lang)) for found in result.findings]
    if result.hidden:
        values = {
            "count": result.hidden,
            "code": result.code,
            "file": result.findings[0].file if result.findings else name,
        }
        shown.append(plain(render("text.more", values, lang)))
    if result.outcome == "not-evaluated":
        ET.SubElement(case, "skipped", message=plain(result.reason_text(lang) or ""))
    elif result.count and (result.severity == "error" or options.is_strict):
        kind = title(report, result.code, lang)
        first = shown[0] if shown else kind
        failure = ET.SubElement(case, "failure", message=first, type=result.severity)
        failure.text = "\n".join(shown)
    notes = [plain(note.text(lang)) for note in result.notes]
    kept = [] if case.find("failure") is not None else shown
    if kept or notes:
        ET.SubElement(case, "system-out").text = "\n".join([*kept, *notes])


def _counts(suite: ET.Element) -> None:
    cases = list(suite)
    suite.set("tests", str(len(cases)))
    suite.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    suite.set("errors", "0")
    suite.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))
    suite.set("time", "0")
