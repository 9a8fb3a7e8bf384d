"""The report as a code quality report of GitLab, which a merge request shows at the lines.

Source: "Code Quality", docs.gitlab.com: a list of issues with ``description``, ``check_name``,
``fingerprint``, ``severity`` and ``location`` (``path`` and ``lines.begin``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from drenthe_data.findings import Report
from drenthe_data.reporting.jsons import json_of_records
from drenthe_data.reporting.places import distinct_fingerprints, plain, shown_path

if TYPE_CHECKING:
    from drenthe_data.reporting import Options

_SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


def write(report: Report, options: Options) -> str:
    """Write the findings as a list of issues in the language of the options."""
    issues = [
        {
            "description": plain("" if found.field is None else f"{found.field}: ")
            + plain(found.message(options.lang)),
            "check_name": found.code,
            "fingerprint": own,
            "severity": _SEVERITIES[found.severity],
            "location": {
                "path": plain(shown_path(report, found.file)),
                "lines": {"begin": found.line or 1},
            },
        }
        for found, own in distinct_fingerprints(report.findings)
    ]
    return json_of_records(issues)
