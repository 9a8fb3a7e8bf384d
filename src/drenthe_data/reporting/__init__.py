"""Reports: one module per format, each a function from a report to text.

``FORMATS`` is the register: a name, and the function that writes the text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from drenthe_data.findings import Report


@dataclass(frozen=True, slots=True)
class Options:
    """How a report is to be written.

    Attributes:
        lang: The language of the texts.
        is_strict: Whether warnings count as failures.
        has_colour: Whether a terminal shows it.
        width: Characters on a line of the terminal; without one, lines are not broken.
        has_all_notes: Whether to list every note that was kept; else of each rule only the first.
    """

    lang: str = "en"
    is_strict: bool = False
    has_colour: bool = False
    width: int | None = None
    has_all_notes: bool = False


FORMATS: Mapping[str, str] = {
    "text": "drenthe_data.reporting.text",
    "json": "drenthe_data.reporting.json_report",
    "sarif": "drenthe_data.reporting.sarif",
    "junit": "drenthe_data.reporting.junit",
    "github": "drenthe_data.reporting.github",
    "gitlab": "drenthe_data.reporting.gitlab",
    "markdown": "drenthe_data.reporting.markdown",
    "html": "drenthe_data.reporting.html",
}


def write_report(report: Report, name: str, options: Options) -> str:
    """Write a report in a format of ``FORMATS``; gives the text, with a newline at the end."""
    write: Callable[[Report, Options], str] = import_module(FORMATS[name]).write
    return write(report, options)
