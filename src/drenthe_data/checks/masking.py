"""Masking: a report tells where personal data stands, and does not spread it.

Reports end in public logs and artefacts. So whatever the privacy check would find is masked in the
findings of *all* checks of a package that asks for privacy: in the value, the cells and the key of
the row, and all that goes into a message. Enough is left to know it again at its place:
``j…@….nl``, ``…78``, ``drs. …``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from drenthe_data.checks import privacy
from drenthe_data.checks.cells import TypedTable
from drenthe_data.checks.hygiene import text_fields
from drenthe_data.checks.properties import Privacy, figure_fields
from drenthe_data.findings import Finding, Report, texts_in

# A text with more than this is not taken apart but masked as a whole.
_MOST_PIECES = 50
# Findings that show a line of the file as it is; its cells are looked at one by one.
_LINES = {"missing-cell", "extra-cell", "quote-error", "nul-error", "encoding-error"}
_SEPARATORS = re.compile(r"([,;|\t\"])")


def mask_texts(texts: Iterable[str], allow: tuple[str, ...]) -> dict[str, str]:
    """Give for each text that has personal data the text with it masked.

    A text of digits alone is left as it is: whether it is a figure depends on its field.
    """
    todo = {text: text for text in texts if not re.fullmatch(r"-?[0-9.,]*", text)}
    masked: dict[str, str] = {}
    for _ in range(_MOST_PIECES):
        found = privacy.pieces(list(todo.values()), allow)
        todo = {
            text: _replace(now, pieces)
            for (text, now), pieces in zip(todo.items(), found, strict=True)
            if pieces
        }
        if not todo:
            return masked
        masked |= todo
    return masked | dict.fromkeys(todo, "…")


def _replace(text: str, pieces: Mapping[str, str]) -> str:
    for kind, piece in pieces.items():
        if piece not in text:
            # It spans an allowed text that was taken out: the whole is masked to be sure.
            return "…"
        text = text.replace(piece, privacy.mask(kind, piece))
    return text


def mask_report(report: Report, asked: Privacy | None, tables: Mapping[str, TypedTable]) -> None:
    """Mask the personal data in all findings and notes of a report, if the package asks for it."""
    if asked is None:
        return
    found = [*report.findings, *report.notes]
    texts = {text for finding in found for text in texts_in(finding)}
    masked = mask_texts(texts, asked.allow)
    lines = {finding.value for finding in found if finding.code in _LINES and finding.value}
    for line in lines:
        parts = _SEPARATORS.split(masked.get(line, line))
        own = mask_texts((f" {part} " for part in parts), asked.allow)
        masked[line] = "".join(own.get(f" {part} ", f" {part} ")[1:-1] for part in parts)
    numbers = {text for finding in found for text in _numbers(finding, tables)}
    for text, pieces in zip(numbers, privacy.pieces(list(numbers), asked.allow), strict=True):
        if pieces:
            masked[text] = _replace(text, pieces)
    if not masked:
        return
    # A longer text may hold a number that is masked where it stands alone.
    alone = {text: shown for text, shown in masked.items() if text in numbers}

    def shown(text: str) -> str:
        text = masked.get(text, text)
        for number, instead in alone.items():
            text = text.replace(number, instead)
        return text

    for result in report.checks:
        result.findings = [_masked(finding, shown) for finding in result.findings]
        result.notes = [_masked(finding, shown) for finding in result.notes]


def _numbers(finding: Finding, tables: Mapping[str, TypedTable]) -> Iterable[str]:
    """Give the cells of digits alone that stand in a field of text, of the row of a finding."""
    table = tables.get(finding.resource or "")
    if table is None or finding.cells is None:
        return
    fields = set(text_fields(table)) - figure_fields(table.text.resource.schema)
    for name, cell in zip(table.text.frame.columns, finding.cells, strict=False):
        if name in fields and re.fullmatch(r"[0-9]{9,11}", cell):
            yield cell


def _masked(finding: Finding, shown: Callable[[str], str]) -> Finding:
    return replace(
        finding,
        value=None if finding.value is None else shown(finding.value),
        cells=None if finding.cells is None else tuple(map(shown, finding.cells)),
        key=None if finding.key is None else tuple(map(shown, finding.key)),
        params=_through(finding.params, shown),
    )


def _through(value: Any, shown: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, Mapping):
        return {name: _through(item, shown) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_through(item, shown) for item in value)
    return value
