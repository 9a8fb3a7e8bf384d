"""The report as Markdown: the summary of a run in CI, short enough to read in a pull request."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from drenthe_data.findings import Finding, Report
from drenthe_data.messages import render
from drenthe_data.reporting.places import plain, shown_path
from drenthe_data.reporting.stages import STAGES, stage_of, together
from drenthe_data.reporting.text import summary, verdict

if TYPE_CHECKING:
    from drenthe_data.reporting import Options

# A summary in GitHub may hold 1 MiB; a reader looks at far fewer findings.
_MOST = 100


def write(report: Report, options: Options) -> str:
    """Write verdict, summary and the first findings in the language of the options."""
    lang = options.lang
    sign = "✅" if report.passes(strict=options.is_strict) else "❌"
    lines = [f"## {sign} {_cell(report.name)}", "", verdict(report, options, "report.invalid"), ""]
    lines += ["| | |", "| --- | --- |"]
    lines += [f"| {name} | {_cell(value)} |" for name, value in summary(report, lang).items()]
    hidden = sum(result.hidden for result in report.checks)
    lines += _table("", report.findings, hidden, report, lang)
    lines += _table(render("text.known", {}, lang), report.notes, 0, report, lang)
    return "\n".join(lines) + "\n"


def _table(heading: str, found: list[Finding], hidden: int, report: Report, lang: str) -> list[str]:
    if not found:
        return []
    place, message, check = (
        render(f"report.{key}", {}, lang) for key in ("place", "message", "check")
    )
    lines = ["", *([f"### {heading.rstrip(':')}", ""] if heading else [])]
    lines += [f"| {place} | {message} | {check} |", "| --- | --- | --- |"]
    ordered = sorted(found, key=lambda one: STAGES.index(stage_of(one)))
    groups = together(ordered, lang)
    for first, *others in groups[:_MOST]:
        where = replace(first, file=shown_path(report, first.file)).place()
        said = _cell(first.message(lang))
        if others:
            also = render("text.also", {"lines": [str(one.line) for one in others]}, lang)
            said += f" ({_cell(also)})"
        lines.append(f"| {_cell(where)} | {said} | `{first.code}` |")
    hidden += sum(len(group) for group in groups[_MOST:])
    if hidden:
        lines += ["", render("report.more", {"count": hidden}, lang)]
    return lines


def _cell(text: str) -> str:
    """Write a text so that Markdown and HTML take it literally, on one line of a table."""
    text = re.sub(r"\s+", " ", plain(text))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]()#+!|~@])", r"\\\1", text)
