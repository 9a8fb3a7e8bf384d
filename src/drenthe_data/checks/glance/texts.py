"""Texts in plain Python: seeing that nothing in them can be a fault or personal data.

All texts are searched as one. What is looked for is wider than what the whole check reports, and
letters that Python and Polars may read in different ways are for the whole check altogether.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from drenthe_data.checks import text_patterns as patterns
from drenthe_data.checks.codes import HYGIENE, PRIVACY
from drenthe_data.checks.glance.doubt import surely
from drenthe_data.checks.glance.tables import PlainTable
from drenthe_data.checks.properties import Privacy, figure_fields, is_free_text
from drenthe_data.findings import CheckResult, Report, texts_in

# Letters and signs of which it is sure that they are no fault: those of Western and Central Europe
# without the ones that garbled texts begin with, or that have two small or two capital forms.
_GOOD = "ÀÁÄ-ÖØ-öø-įĲ-ž‘’“”„–—€•…"
_ODD = re.compile(rf"[^ -~\n{_GOOD}]")
_GARBLED = "â€"

# Nine digits, with no more than blanks and signs between them.
_DIGITS = re.compile(r"[0-9][0-9 .()/-]{7,}[0-9]")
_AT = re.compile(r"[\[(] ?[aA][tT]")
_INITIAL = re.compile(r"\. ?[^\W\d_a-z]")
_BEFORE_NAMES = ("de heer ", "mevrouw ", "meneer ")
_CITIZEN = ("bsn", "burgerservice", "sofi")
_NUMBER = re.compile(r"(?<![0-9])[0-9]{9}(?![0-9])")
_FIGURE = re.compile(r"-?[0-9.,]*")


def text_fields(table: PlainTable) -> tuple[str, ...]:
    """Give the fields whose cells are free text."""
    return tuple(item.name for item in table.resource.schema.fields if is_free_text(item))


def outcomes(
    tables: Mapping[str, PlainTable], privacy: Privacy | None, *, has_hygiene: bool
) -> list[CheckResult]:
    """Give the outcomes of text hygiene and privacy, as far as these are asked for.

    Raises:
        Doubt: When a text may have a fault, or personal data.
    """
    if not has_hygiene and privacy is None:
        return []
    texts: set[str] = set()
    figures: set[str] = set()
    for table in tables.values():
        of_figures = figure_fields(table.resource.schema)
        for name in text_fields(table):
            (figures if name in of_figures else texts).update(table.cells[name])
    parts = (_joined(texts), _joined(figures))
    surely(not any(map(_ODD.search, parts)))
    if has_hygiene:
        for part in parts:
            _check_hygiene(part)
    if privacy is not None:
        for part in parts:
            _check_privacy(part, privacy, has_numbers=part is parts[0])
    results = []
    for codes in (HYGIENE if has_hygiene else {}, {} if privacy is None else PRIVACY):
        for table in tables.values():
            fields = text_fields(table)
            results += [
                CheckResult(code, table.name, fields, severity=severity)
                for code, severity in codes.items()
            ]
    return results


def check_report(report: Report, privacy: Privacy | None) -> None:
    """See that nothing in the notes of a report is to be masked; raises ``Doubt`` if not sure."""
    if privacy is None or not report.notes:
        return
    texts = {text for note in report.notes for text in texts_in(note)}
    part = _joined(text for text in texts if not _FIGURE.fullmatch(text))
    surely(not _ODD.search(part))
    _check_privacy(part, privacy, has_numbers=True)


def _joined(texts: Iterable[str]) -> str:
    return "\n" + "\n".join(texts) + "\n"


# Texts are searched with patterns that go back from each character. So the squares of their lengths
# count, which may not be more than this together.
_MOST_SEARCHED = 4_000_000
# Texts that are allowed, each of which is looked for by itself.
_MOST_ALLOWED = 50


def _check_search(texts: Iterable[str]) -> None:
    """See that some texts can be searched soon."""
    surely(sum(len(text) ** 2 for text in texts) <= _MOST_SEARCHED)


def _check_hygiene(text: str) -> None:
    surely(_GARBLED not in text)
    surely("  " not in text and "\n " not in text and " \n" not in text)
    lines = set(_lines_with(text, "- "))
    _check_search(lines)
    for line in lines:
        rest = line
        for pattern in patterns.SUSPENDED:
            rest = re.sub(pattern, "|", rest)
        surely(not re.search(patterns.ONE_WORD, line) and not re.search(patterns.BROKEN, rest))


def _check_privacy(text: str, privacy: Privacy, *, has_numbers: bool) -> None:
    surely(len(privacy.allow) <= _MOST_ALLOWED)
    surely(not any(allowed in text for allowed in privacy.allow))
    small = text.lower()
    surely(not any(word in small for word in _CITIZEN))
    surely(not any(word in small for word in _BEFORE_NAMES))
    suspects = {*_lines_at(text, _starts_of_digits(text)), *_lines_with(text, "@")}
    for pattern in (_AT, _INITIAL):
        suspects.update(_lines_at(text, (match.start() for match in pattern.finditer(text))))
    _check_search(suspects)
    for line in suspects:
        _check_suspect(line, has_numbers=has_numbers)
        if re.search(patterns.EMAIL, line):
            surely(not re.search(patterns.EMAIL, re.sub(patterns.GENERAL, " ", line)))
            # What follows an address may be a number once that is taken out.
            _check_suspect(re.sub(patterns.EMAIL, " ", line), has_numbers=has_numbers)


def _check_suspect(text: str, *, has_numbers: bool) -> None:
    surely(not any(re.search(pattern, text) for pattern in (patterns.IBAN, _NAME)))
    if has_numbers:
        surely(not _NUMBER.search(text) and not re.search(patterns.PHONE, text))


def _starts_of_digits(text: str) -> Iterator[int]:
    """Give where nine digits or more begin."""
    for match in _DIGITS.finditer(text):
        if sum(map(str.isdigit, match[0])) >= 9:
            yield match.start()


# Any letter but the small ones of ASCII counts as a capital.
_NAME = patterns.NAME.replace(r"[^\p{L}]", r"(?:\W|[\d_])").replace(r"\p{Lu}", r"[^\W\d_a-z]")
_NAME = _NAME.replace(r"[\p{L}'", r"[\w'")


def _lines_with(text: str, part: str) -> Iterator[str]:
    """Give the lines that have a part."""
    at = text.find(part)
    while at >= 0:
        end = text.index("\n", at)
        yield text[text.rfind("\n", 0, at) + 1 : end]
        at = text.find(part, end)


def _lines_at(text: str, places: Iterable[int]) -> Iterator[str]:
    """Give the lines in which places lie that come in order, each once."""
    end = 0
    for at in places:
        if at >= end:
            end = text.index("\n", at)
            yield text[text.rfind("\n", 0, at) + 1 : end]
