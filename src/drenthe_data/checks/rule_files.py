"""The files of ``validators/``: rules, one SQL ``SELECT`` each that returns the rows that break it.

A rule is a file with a head of comment lines ``-- key: text`` (a line that begins with ``--   ``
continues the text above it) and one query below it. The query is portable SQL: it runs here on
Polars and unchanged on DuckDB and SQLite. Beside a figure that says ``printedIn`` in its schema,
the engine offers ``half_unit``, half a unit of the last digit that is printed, and
``printed_precision``, what the print says of it (``about``, ``at-least`` and so on), or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from drenthe_data.descriptor import Package
from drenthe_data.exceptions import RuleError
from drenthe_data.findings import Severity
from drenthe_data.messages import nearest
from drenthe_data.queries import Codes, one_select, read_query_file

_REQUIRED = (
    "title",
    "title_nl",
    "description",
    "description_nl",
    "message",
    "message_nl",
    "severity",
    "reads",
    "table",
    "key",
)
_OPTIONAL = ("field", "detail")
_CODES = Codes("rule-no-query", "rule-several", "rule-file")


class Rule(NamedTuple):
    """One rule as its file gives it.

    Attributes:
        id: Topic and name, ``budgets/parent-sum``; stable, never used again for another rule.
        file: Path of the file, relative to the package.
        severity: What a row that breaks it weighs.
        reads: The tables the query reads.
        table: The table its rows point at.
        key: The key of that table, which the query returns with each row.
        field: The field it points at, if it is one.
        query: The ``SELECT``.
        detail: A second ``SELECT`` with the same key, and ``label`` and ``amount``: the parts of
            a sum. It is run only when the rule is broken, and shown in the message.
        head: All texts of the head, by key.
    """

    id: str
    file: str
    severity: Severity
    reads: tuple[str, ...]
    table: str
    key: tuple[str, ...]
    field: str | None
    query: str
    detail: str | None
    head: Mapping[str, str]

    def text(self, key: str, lang: str) -> str:
        """Give ``title``, ``description`` or ``message`` in a language."""
        return self.head[f"{key}_nl" if lang == "nl" else key]


def read_rules(folder: Path) -> list[Rule]:
    """Read all rules below a folder, by id.

    Raises:
        RuleError: When a file is not written as a rule must be.
    """
    if not folder.is_dir():
        return []
    return [
        parse_rule(path, f"{folder.name}/{path.relative_to(folder).as_posix()}", folder)
        for path in sorted(folder.rglob("*.sql"))
    ]


def parse_rule(path: Path, shown: str, folder: Path) -> Rule:
    """Read one rule. Raises ``RuleError`` with the file and what is wrong in it."""
    known = (*_REQUIRED, *_OPTIONAL)
    found, query = read_query_file(path, shown, known, RuleError)
    head = {key: texts[-1] for key, texts in found.items()}
    if not head:
        raise RuleError("rule-no-head", file=shown)
    for key in _REQUIRED:
        if not head.get(key):
            raise RuleError("rule-missing-key", file=shown, key=key, expected=list(_REQUIRED))
    severity = head["severity"]
    if severity not in ("error", "warning", "note"):
        raise RuleError("rule-severity", file=shown, value=severity)
    return Rule(
        id=path.relative_to(folder).with_suffix("").as_posix(),
        file=shown,
        severity="error" if severity == "error" else "warning" if severity == "warning" else "note",
        reads=_split(head["reads"]),
        table=head["table"],
        key=_split(head["key"]),
        field=head.get("field"),
        query=one_select(query, shown, _CODES, RuleError),
        detail=one_select(head["detail"], shown, _CODES, RuleError) if "detail" in head else None,
        head=head,
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def check_references(rule: Rule, tables: Iterable[str]) -> None:
    """Check that the tables a rule names are in the package; raises ``RuleError`` if not."""
    known = list(tables)
    for name in (*rule.reads, rule.table):
        if name not in known:
            raise RuleError(
                "rule-unknown-table", file=rule.file, table=name, nearest=nearest(name, known)
            )


def check_all_references(rules: Iterable[Rule], package: Package) -> None:
    """Check that the tables that rules name are in a package; raises ``RuleError`` if not."""
    # A resource whose description is wrong may be the one that a rule looks for.
    if all(found.code != "resource-error" for found in package.findings):
        known = [resource.name for resource in package.resources]
        for rule in rules:
            check_references(rule, [*known, *package.broken])


def words_of(rule: Rule) -> tuple[set[str], bool]:
    """Give the names in the queries of a rule, and whether they read all columns."""
    text = f"{rule.query} {rule.detail or ''}"
    words = set(re.findall(r"[^\W\d]\w*", text))
    # Names in quotes; also where a quote within a text, or an apostrophe, is in the way.
    for part in (text, re.sub(r"'(?:[^']|'')*'", " ", text)):
        words |= {found.replace('""', '"') for found in re.findall(r'"((?:[^"]|"")+)"', part)}
    return words, "*" in re.sub(r"COUNT\s*\(\s*\*\s*\)", "", text, flags=re.IGNORECASE)
