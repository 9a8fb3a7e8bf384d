"""The report for a person: findings by place, what was not evaluated, and a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from drenthe_data.findings import Finding, Report
from drenthe_data.messages import figure, render

if TYPE_CHECKING:
    from drenthe_data.reporting import Options

# Notes of one rule that are listed before the rest is only counted.
_MOST_NOTES = 3
_COLOURS = {"error": "31", "warning": "33", "note": "36", "good": "32", "strong": "1", "dim": "2"}


def write(report: Report, options: Options) -> str:
    """Write the report as text in the language of the options."""
    parts = [
        list(_findings(report, options)),
        list(_notes(report, options)),
        list(_not_evaluated(report, options)),
        list(_summary(report, options)),
        [_verdict(report, options)],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _paint(text: str, colour: str, options: Options) -> str:
    return f"\033[{_COLOURS[colour]}m{text}\033[0m" if options.has_colour else text


def _line(found: Finding, options: Options) -> str:
    place = _paint(found.place(), "strong", options)
    severity = _paint(render(f"text.{found.severity}", {}, options.lang), found.severity, options)
    code = _paint(f"[{found.code}]", "dim", options)
    return f"{place}: {severity}: {found.message(options.lang)} {code}"


def _findings(report: Report, options: Options) -> Iterator[str]:
    for found in report.findings:
        yield _line(found, options)
    for result in report.checks:
        if result.hidden > 0:
            file = result.findings[0].file if result.findings else result.resource or report.path
            values = {"count": result.hidden, "code": result.code, "file": file}
            yield render("text.more", values, options.lang)


def _notes(report: Report, options: Options) -> Iterator[str]:
    if report.notes:
        yield render("text.known", {}, options.lang)
    shown: Counter[str] = Counter()
    for note in report.notes:
        is_known = "explanation" in note.params
        if is_known or options.has_all_notes or shown[note.code] < _MOST_NOTES:
            shown[note.code] += not is_known
            yield f"  {_line(note, options)}"
    for result in report.checks:
        hidden = result.noted - shown[result.code]
        if hidden > 0:
            file = result.notes[0].file if result.notes else result.resource
            values = {"count": hidden, "code": result.code, "file": file}
            key = "text.more" if options.has_all_notes else "text.more-notes"
            yield f"  {render(key, values, options.lang)}"


def _not_evaluated(report: Report, options: Options) -> Iterator[str]:
    reasons = Counter(
        result.reason_text(options.lang) or ""
        for result in report.checks
        if result.outcome == "not-evaluated"
    )
    if reasons:
        yield render("text.not-evaluated", {}, options.lang)
    for reason, count in reasons.items():
        values = {"count": count, "reason": reason}
        yield f"  {render('text.not-evaluated-line', values, options.lang)}"


def summary(report: Report, lang: str) -> dict[str, str]:
    """Give the figures of a run, as texts by their names in a language."""
    known = len(report.discrepancies)
    version = f" {report.version}" if report.version else ""
    values = {
        "package": f"{report.name}{version} ({_near(report.path)})",
        "tables": render(
            "text.tables-value",
            {
                "count": len(report.tables),
                "empty": sum(table.rows == 0 for table in report.tables) or None,
                "unread": sum(table.rows is None for table in report.tables) or None,
            },
            lang,
        ),
        "rows": figure(report.rows, lang),
        "checks": render(
            "text.checks-value",
            {
                "count": len(report.checks),
                "passed": figure(report.outcomes("passed"), lang),
                "failed": figure(report.outcomes("failed"), lang),
                "skipped": figure(report.outcomes("not-evaluated"), lang),
            },
            lang,
        ),
        "findings": render(
            "text.findings-value",
            {
                "errors": figure(report.count("error"), lang),
                "warnings": figure(report.count("warning"), lang),
            },
            lang,
        ),
        "notes": render(
            "text.notes-value",
            {"known": known, "other": sum(result.noted for result in report.checks)},
            lang,
        ),
        "time": render("text.seconds", {"seconds": figure(round(report.seconds, 2), lang)}, lang),
    }
    return {render(f"text.{key}", {}, lang): value for key, value in values.items()}


def verdict(report: Report, options: Options, invalid: str = "text.invalid") -> str:
    """Say in a sentence whether the package is valid; ``invalid`` is the text for when not."""
    if report.passes(strict=options.is_strict):
        key = "text.valid-warnings" if report.count("warning") else "text.valid"
    else:
        key = "text.invalid-strict" if report.valid else invalid
    return render(key, {}, options.lang)


def _summary(report: Report, options: Options) -> Iterator[str]:
    lines = summary(report, options.lang)
    width = max(len(name) for name in lines)
    for name, value in lines.items():
        yield f"{name:<{width}}  {value}"


def _verdict(report: Report, options: Options) -> str:
    colour = "good" if report.passes(strict=options.is_strict) else "error"
    return _paint(verdict(report, options), colour, options)


def _near(path: str) -> str:
    """Give a path as seen from the working folder, when it lies below it."""
    try:
        return Path(path).relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return path
