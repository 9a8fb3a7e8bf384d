"""Findings of rules: what is said of a row that a query gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from drenthe_data.checks.rule_files import Rule
from drenthe_data.descriptor import Resource
from drenthe_data.findings import CheckResult, Finding


class At(NamedTuple):
    """Where the row stands that a rule points at: its file, line, number and cells by field."""

    file: str
    line: int
    row: int
    cells: Mapping[str, str]


def rule_result(rule: Rule) -> CheckResult:
    """Give the outcome of a rule, passed as yet."""
    fields = (rule.field,) if rule.field else ()
    return CheckResult(rule.id, rule.table, fields, severity=rule.severity)


def rule_finding(
    rule: Rule,
    row: Mapping[str, Any],
    parts: Mapping[tuple[Any, ...], list[tuple[str, Any]]],
    resource: Resource,
    at: At | None = None,
) -> Finding:
    """Say that a row breaks a rule.

    Args:
        rule: The rule.
        row: The row that its query gives.
        parts: Of each key what it is the sum of: labels and amounts.
        resource: The table it points at.
        at: Where the row stands; without it the table has no row of that key.
    """
    found = parts.get(tuple(row[name] for name in rule.key), [])
    row = _with_truths(row, resource)
    params = {name: plain_value(value) for name, value in row.items()}
    params["parts"] = [(label, plain_value(amount)) for label, amount in found]
    names = resource.schema.names
    return Finding(
        code=rule.id,
        severity=rule.severity,
        file=resource.path if at is None else at.file,
        resource=rule.table,
        line=None if at is None else at.line,
        row=None if at is None else at.row,
        field=rule.field,
        field_number=names.index(rule.field) + 1 if rule.field in names else None,
        key=tuple(key_text(row[name]) for name in rule.key),
        value=at.cells.get(rule.field) if rule.field and at is not None else None,
        params=params,
        texts={lang: rule.text("message", lang) for lang in ("en", "nl")},
        cells=None if at is None else tuple(at.cells.values()) or None,
    )


def _with_truths(row: Mapping[str, Any], resource: Resource) -> Mapping[str, Any]:
    """Turn 0 and 1 in columns of yes or no, as a database gives them, into truths again."""
    names = {item.name for item in resource.schema.fields if item.type == "boolean"}
    return {
        name: bool(value) if name in names and value in (0, 1) else value
        for name, value in row.items()
    }


def plain_value(value: Any) -> Any:
    """Give a value of a result as a plain number or text."""
    from decimal import Decimal

    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float):
        value = round(value, 10)
        return int(value) if value.is_integer() else value
    return value


def key_text(value: Any) -> str:
    """Write a part of a key as a cell would have it."""
    return "" if value is None else str(plain_value(value))
