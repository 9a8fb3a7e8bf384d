"""The report as workflow commands of GitHub Actions: an annotation on the line of each finding.

Source: "Workflow commands for GitHub Actions", docs.github.com. Properties escape ``%``, line
ends, ``:`` and ``,``; messages escape ``%`` and line ends. GitHub shows ten annotations of each
level in a step, so errors come first, and of those what cannot be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from drenthe_data.findings import Finding, Report
from drenthe_data.messages import render
from drenthe_data.reporting.places import plain, shown_path, title
from drenthe_data.reporting.stages import STAGES, stage_of

if TYPE_CHECKING:
    from drenthe_data.reporting import Options

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def write(report: Report, options: Options) -> str:
    """Write one workflow command per finding, and the verdict as a plain line."""
    found = sorted(report.findings, key=lambda one: STAGES.index(stage_of(one)))
    lines = [_command(report, one, options.lang) for one in found]
    values = {"errors": report.count("error"), "warnings": report.count("warning")}
    said = plain(f"{report.name}: {render('text.findings-value', values, options.lang)}")
    lines.append(" ".join(said.split()))
    return "\n".join(lines) + "\n"


def _command(report: Report, found: Finding, lang: str) -> str:
    properties = {"file": shown_path(report, found.file)}
    if found.line is not None:
        properties["line"] = str(found.line)
    properties["title"] = f"{title(report, found.code, lang)} [{found.code}]"
    shown = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    place = "" if found.field is None else f"{found.field}: "
    return f"::{_COMMANDS[found.severity]} {shown}::{_data(place + found.message(lang))}"


def _data(text: str) -> str:
    return plain(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
