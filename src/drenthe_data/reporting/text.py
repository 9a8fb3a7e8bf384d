"""The report for a person: findings by stage and place, what was not evaluated, and a summary.

What keeps files from being read comes first, because it brings on other findings. A message that
several lines of a file have is given once, with their numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from drenthe_data.findings import Finding, Report
from drenthe_data.messages import figure, render
from drenthe_data.reporting.stages import STAGES, Stage, stage_of, together

if TYPE_CHECKING:
    from drenthe_data.reporting import Options

# Notes of one rule that are listed before the rest is only counted.
_MOST_NOTES = 3
# Lines with the same message that are named before the rest is only counted.
_MOST_LINES = 8
_NARROWEST = 40
_COLOURS = {"error": "31", "warning": "33", "note": "36", "good": "32", "strong": "1", "dim": "2"}


def write(report: Report, options: Options) -> str:
    """Write the report as text in the language of the options."""
    # What is known and explained does not stand between what is wrong and what to do.
    has_notes = options.has_all_notes or report.passes(strict=options.is_strict)
    parts = [
        *_findings(report, options),
        list(_notes(report, options)) if has_notes else [],
        list(_not_evaluated(report, options)),
        list(_summary(report, options)),
        [_verdict(report, options)],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _paint(text: str, colour: str, options: Options) -> str:
    return f"\033[{_COLOURS[colour]}m{text}\033[0m" if options.has_colour else text


def _line(found: Finding, options: Options, indent: str = "") -> str:
    """Write a finding; on a terminal in lines of its width, all but the first set in."""
    place, code = found.place(), f"[{found.code}]"
    severity = render(f"text.{found.severity}", {}, options.lang)
    start = f"{indent}{place}: {severity}:"
    text = _fold(f"{start} {found.message(options.lang)} {code}", options, indent)
    if not options.has_colour:
        return text
    if text.startswith(start):
        shown = f"{_paint(place, 'strong', options)}: {_paint(severity, found.severity, options)}:"
        text = f"{indent}{shown}{text.removeprefix(start)}"
    return text.removesuffix(code) + _paint(code, "dim", options) if text.endswith(code) else text


def _fold(text: str, options: Options, indent: str) -> str:
    if options.width is None:
        return text
    import textwrap

    # Only at blanks, and never two blanks into one: what is quoted must stay as it is.
    return textwrap.fill(
        text,
        max(options.width, _NARROWEST),
        subsequent_indent=f"{indent}    ",
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
        expand_tabs=False,
    )


def _findings(report: Report, options: Options) -> Iterator[list[str]]:
    """Give the findings of each stage, under a heading when there is more than one."""
    counts: Counter[Stage] = Counter()
    for result in report.checks:
        if result.outcome == "failed":
            counts[stage_of(result)] += result.count
    has_headings = sum(count > 0 for count in counts.values()) > 1
    findings = report.findings
    for stage in STAGES:
        lines = list(_together([one for one in findings if stage_of(one) == stage], options))
        for result in report.checks:
            if result.hidden > 0 and stage_of(result) == stage:
                file = result.findings[0].file if result.findings else result.resource
                values = {"count": result.hidden, "code": result.code, "file": file or report.path}
                lines.append(_fold(render("text.more", values, options.lang), options, ""))
        if lines and has_headings:
            heading = render(f"stage.{stage}", {"count": counts[stage]}, options.lang)
            lines.insert(0, _paint(_fold(heading, options, ""), "strong", options))
        yield lines


def _together(findings: Sequence[Finding], options: Options) -> Iterator[str]:
    """Give each message of a file and field once, with the lines that have it too."""
    for first, *others in together(findings, options.lang):
        yield _line(first, options)
        if others:
            lines = [str(found.line) for found in others[:_MOST_LINES]]
            values = {"lines": lines, "count": max(len(others) - _MOST_LINES, 0) or None}
            yield _fold(f"    {render('text.also', values, options.lang)}", options, "")


def _notes(report: Report, options: Options) -> Iterator[str]:
    if report.notes:
        yield render("text.known", {}, options.lang)
    shown: Counter[str] = Counter()
    for note in report.notes:
        is_known = "explanation" in note.params
        if is_known or options.has_all_notes or shown[note.code] < _MOST_NOTES:
            shown[note.code] += not is_known
            yield _line(note, options, "  ")
    for result in report.checks:
        hidden = result.noted - shown[result.code]
        if hidden > 0:
            file = result.notes[0].file if result.notes else result.resource
            values = {"count": hidden, "code": result.code, "file": file}
            key = "text.more" if options.has_all_notes else "text.more-notes"
            yield _fold(f"  {render(key, values, options.lang)}", options, "  ")


def _not_evaluated(report: Report, options: Options) -> Iterator[str]:
    reasons = Counter(
        result.reason_text(options.lang) or ""
        for result in report.checks
        if result.outcome == "not-evaluated"
    )
    if reasons:
        yield render("text.not-evaluated", {}, options.lang)
    for reason, count in reasons.most_common():
        values = {"count": count, "reason": reason}
        yield _fold(f"  {render('text.not-evaluated-line', values, options.lang)}", options, "  ")


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
    if not report.is_evaluated:
        key = "text.nothing"
    elif report.passes(strict=options.is_strict):
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
