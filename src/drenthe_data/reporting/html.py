"""The report as one HTML page that needs nothing else: no scripts, fonts or files of others."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from drenthe_data.findings import CheckResult, Finding, Report
from drenthe_data.messages import figure, render
from drenthe_data.reporting.places import description, plain, title
from drenthe_data.reporting.stages import STAGES, stage_of, together
from drenthe_data.reporting.text import summary, verdict

if TYPE_CHECKING:
    from drenthe_data.reporting import Options

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1f; --paper: #fff; --soft: #f3f3f6; --line: #cfcfd6;
  --error: #a8071a; --warning: #8a4b00; --note: #0b5394; --good: #1b6e34; --dim: #5c5c66 }
@media (prefers-color-scheme: dark) { :root { --ink: #e9e9ee; --paper: #17171b; --soft: #222228;
  --line: #44444d; --error: #ff9d94; --warning: #f0b866; --note: #8fc1f5; --good: #86d69a;
  --dim: #a5a5b0 } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem; color: var(--ink);
  background: var(--paper); font: 1rem/1.5 system-ui, sans-serif }
h1 { margin: 0 0 .25rem; font-size: 1.6rem }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.2rem }
h3 { margin: 1.5rem 0 .25rem; font-size: 1rem }
.verdict { font-weight: 600 }
.passed { color: var(--good) } .failed, .error { color: var(--error) }
.warning { color: var(--warning) } .note { color: var(--note) }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.5rem; margin: 1rem 0 }
dt { color: var(--dim) } dd { margin: 0 }
.frame { overflow-x: auto; border: 1px solid var(--line); border-radius: .4rem }
table { border-collapse: collapse; width: 100% }
th, td { padding: .4rem .7rem; text-align: left; vertical-align: top }
th { background: var(--soft); white-space: nowrap }
tr + tr td { border-top: 1px solid var(--line) }
td.number { text-align: right; font-variant-numeric: tabular-nums }
code { font: .9em ui-monospace, monospace; overflow-wrap: break-word }
p.about { margin: 0 0 .5rem; color: var(--dim) }
p.also { margin: .15rem 0 0; color: var(--dim) }
.findings td:first-child { width: 34% } .findings td { white-space: pre-wrap }
summary { cursor: pointer; padding: .15rem 0 }
details ul { margin: .25rem 0 .75rem }
@media (max-width: 44rem) { body { padding: 1rem } dl { grid-template-columns: 1fr; gap: 0 }
  dd { margin-bottom: .4rem } .findings thead { position: absolute; clip-path: inset(50%) }
  .findings tr, .findings td { display: block; width: auto !important }
  .findings td { padding: .1rem .7rem; border: 0 !important; overflow-wrap: anywhere }
  .findings tr { padding: .5rem 0 } .findings tr + tr { border-top: 1px solid var(--line) } }
@media print { body { max-width: none; padding: 0 } .frame { overflow: visible } }
"""


def write(report: Report, options: Options) -> str:
    """Write the report as a page in the language of the options."""
    lang = options.lang
    passes = report.passes(strict=options.is_strict)
    colour = "passed" if passes else "failed"
    said = _text(verdict(report, options, "report.invalid"))
    parts = [
        f"<h1>{_text(report.name)}</h1>",
        f'<p class="verdict {colour}">{said}</p>',
        _summary(report, lang),
        *_groups(report, lang),
        _notes(report, lang),
        _not_evaluated(report, lang),
        _tables(report, lang),
    ]
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(report.name)}: {said}</title>\n"
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(part for part in parts if part)
        + "\n</main>\n</body>\n</html>\n"
    )


def _summary(report: Report, lang: str) -> str:
    lines = [
        f"<dt>{_text(name)}</dt><dd>{_text(value)}</dd>"
        for name, value in summary(report, lang).items()
    ]
    return "<dl>\n" + "\n".join(lines) + "\n</dl>"


def _groups(report: Report, lang: str) -> list[str]:
    """Give the findings by stage, and in a stage one group per check, the most frequent first."""
    parts = []
    for stage in STAGES:
        grouped: dict[str, list[CheckResult]] = {}
        for result in report.checks:
            if result.count and result.outcome == "failed" and stage_of(result) == stage:
                grouped.setdefault(result.code, []).append(result)
        counts = {code: sum(one.count for one in results) for code, results in grouped.items()}
        if not grouped:
            continue
        heading = render(f"stage.{stage}", {"count": sum(counts.values())}, lang).rstrip(":")
        parts.append(f"<h2>{_text(heading)}</h2>")
        for code in sorted(grouped, key=lambda code: (-counts[code], code)):
            parts.append(_group(report, code, grouped[code], lang))
    return parts


def _group(report: Report, code: str, results: list[CheckResult], lang: str) -> str:
    count = figure(sum(result.count for result in results), lang)
    found = [one for result in results for one in result.findings]
    found.sort(key=lambda one: (one.file, one.line or 0, one.field_number or 0))
    lines = [
        (
            f'<h3 class="{results[0].severity}">{_text(title(report, code, lang))} '
            f"<code>{_text(code)}</code>: {count}</h3>"
        ),
        f'<p class="about">{_text(description(report, code, lang))}</p>',
        _rows(found, lang),
    ]
    hidden = sum(result.hidden for result in results)
    if hidden:
        more = render("report.more", {"count": hidden}, lang)
        lines.append(f'<p class="about">{_text(more)}</p>')
    return "\n".join(line for line in lines if line)


def _rows(found: list[Finding], lang: str) -> str:
    """Give a table of findings; what several lines of a file have is said once."""
    if not found:
        return ""
    place, message = (render(f"report.{key}", {}, lang) for key in ("place", "message"))
    lines = []
    for first, *others in together(found, lang):
        said = _text(first.message(lang))
        if others:
            also = render("text.also", {"lines": [str(one.line) for one in others]}, lang)
            said += f'<p class="also">{_text(also)}</p>'
        lines.append(f"<tr><td><code>{_place(first)}</code></td><td>{said}</td></tr>")
    return (
        '<div class="frame" tabindex="0"><table class="findings">\n'
        f'<thead><tr><th scope="col">{_text(place)}</th><th scope="col">{_text(message)}</th>'
        "</tr></thead>\n<tbody>\n" + "\n".join(lines) + "\n</tbody>\n</table></div>"
    )


def _notes(report: Report, lang: str) -> str:
    notes = report.notes
    if not notes:
        return ""
    heading = render("text.known", {}, lang).rstrip(":")
    return f'<h2 class="note">{_text(heading)}</h2>\n{_rows(notes, lang)}'


def _not_evaluated(report: Report, lang: str) -> str:
    """Give each reason once, with the checks it holds for folded behind it."""
    reasons: dict[str, list[str]] = {}
    for place, code, reason in report.not_evaluated(lang):
        reasons.setdefault(reason, []).append(f"<code>{_text(place)} {_text(code)}</code>")
    if not reasons:
        return ""
    parts = []
    for reason, checks in reasons.items():
        values = {"count": len(checks), "reason": reason}
        said = _text(render("text.not-evaluated-line", values, lang))
        items = "\n".join(f"<li>{check}</li>" for check in checks)
        parts.append(f"<details><summary>{said}</summary>\n<ul>\n{items}\n</ul></details>")
    heading = render("text.not-evaluated", {}, lang).rstrip(":")
    return f'<h2 class="warning">{_text(heading)}</h2>\n' + "\n".join(parts)


def _tables(report: Report, lang: str) -> str:
    names = [render(f"text.{key}", {}, lang) for key in ("tables", "rows", "checks", "findings")]
    lines = []
    for table in report.tables:
        results = [result for result in report.checks if result.resource == table.name]
        found = sum(result.count for result in results)
        rows = "" if table.rows is None else figure(table.rows, lang)
        numbers = [rows, figure(len(results), lang), figure(found, lang)]
        cells = "".join(f'<td class="number">{_text(number)}</td>' for number in numbers)
        lines.append(f"<tr><td><code>{_text(table.file)}</code></td>{cells}</tr>")
    head = "".join(f'<th scope="col">{_text(name)}</th>' for name in names)
    return (
        f"<h2>{_text(names[0])}</h2>\n"
        f'<div class="frame" tabindex="0"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n'
        + "\n".join(lines)
        + "\n</tbody>\n</table></div>"
    )


def _place(found: Finding) -> str:
    """Write a place so that it breaks after a folder and before the field, not within a name."""
    return _text(found.place()).replace("/", "/<wbr>")


def _text(text: str) -> str:
    return escape(plain(text))
