"""Rules in plain Python: their queries run on SQLite, on tables in which no cell is wrong.

Queries are portable, but engines differ at the edges: what is no year is 0 to one and a failure to
the other. So only rules of the list ``same_on_both.txt`` are run here: those of which tests show
that on sound and on worn tables the rows are the same as on Polars. ``make models`` writes it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from contextlib import closing
from math import isfinite
from pathlib import Path
from typing import Any
from zlib import crc32

from drenthe_data.checks.glance.doubt import Doubt, surely
from drenthe_data.checks.glance.tables import FIRST_ROW, PlainTable
from drenthe_data.checks.printed import reading
from drenthe_data.checks.rule_files import Rule, words_of
from drenthe_data.checks.rule_findings import At, rule_finding, rule_result
from drenthe_data.checks.sqlite import divides_as_polars, items_of, prepare, quoted
from drenthe_data.descriptor import Resource
from drenthe_data.findings import CheckResult

PROVEN = Path(__file__).with_name("same_on_both.txt")
# Whole numbers below this are exact as numbers with decimals.
_EXACT = 2**53
_Parts = dict[tuple[Any, ...], list[tuple[str, Any]]]


def mark_of(rule: Rule, resources: Mapping[str, Resource]) -> str:
    """Give a mark of a rule: of its queries, and of what the schemas say of the tables it reads.

    Args:
        rule: The rule.
        resources: All resources, by name; also those it does not read.
    """
    read = {
        name: [
            (item.name, item.type, item.format, item.missing_values, item.printed_in, item.list_of)
            for item in resources[name].schema.fields
        ]
        for name in sorted({*rule.reads, rule.table})
    }
    text = json.dumps([rule.query, rule.detail, rule.key, rule.reads, rule.table, read])
    data = text.encode()
    return f"{rule.id} {len(data)} {crc32(data):08x}"


def check(
    rules: Iterable[Rule], tables: Mapping[str, PlainTable], listed: Collection[str], limit: int
) -> list[CheckResult]:
    """Run rules, and give their outcomes.

    Args:
        rules: The rules.
        tables: All tables, by name.
        listed: Ids of the rules of which findings may be known and explained.
        limit: How many notes of a rule to keep.

    Raises:
        Doubt: When a rule is not on the list, or finds what cannot be known yet.
    """
    rules = list(rules)
    resources = {name: table.resource for name, table in tables.items()}
    surely(all(name in tables for rule in rules for name in (*rule.reads, rule.table)))
    proven = set(PROVEN.read_text(encoding="utf-8").splitlines())
    surely(all(mark_of(rule, resources) in proven for rule in rules))
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        prepare(connection)
        doubtful: list[list[Any]] = []
        connection.create_aggregate("sum", 1, lambda: Sum(doubtful))
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA journal_mode = OFF")
        words, has_star = _words(rules)
        try:
            for name in {name for rule in rules for name in rule.reads}:
                _create(connection, tables[name], None if has_star else words)
            results = [_check_rule(rule, connection, tables, listed, limit) for rule in rules]
        except sqlite3.Error:
            raise Doubt from None
    surely(not doubtful)
    return results


class Sum:
    """A sum that is the same whatever order its parts come in, or none.

    Where a sum is rounded on the way, its last digit depends on the order, and that can decide.
    Nothing is raised here: SQLite may be set to print what functions of Python raise.
    """

    def __init__(self, doubtful: list[list[Any]]) -> None:
        """Begin a sum.

        Args:
            doubtful: Takes the parts of a sum that may depend on their order.
        """
        self.parts: list[Any] = []
        self.doubtful = doubtful

    def step(self, part: Any) -> None:
        """Take a part."""
        if part is not None:
            self.parts.append(part)

    def finalize(self) -> Any:
        """Give the sum: a number, or None."""
        if not self.parts:
            return None
        if not _is_exact(self.parts):
            self.doubtful.append(self.parts)
            return None
        return sum(self.parts)


def _is_exact(parts: list[Any]) -> bool:
    """Whether a sum is the same in any order.

    It is where all parts are whole numbers of the smallest unit (a power of two) that one of them
    has, and no sum of some of them is rounded. Of two parts there is one order, but the sum of
    whole numbers may be more than SQLite can hold.
    """
    if not all(isinstance(part, int | float) and isfinite(part) for part in parts):
        return False
    if len(parts) <= 2:
        return isinstance(sum(parts), float) or abs(sum(parts)) < _EXACT
    parts_of_one = max(part.as_integer_ratio()[1] for part in parts)
    return bool(sum(map(abs, parts)) < _EXACT / parts_of_one)


def _words(rules: Iterable[Rule]) -> tuple[set[str], bool]:
    """Give the names in all queries, and whether one reads all columns."""
    found = [words_of(rule) for rule in rules]
    return {word for words, _ in found for word in words}, any(star for _, star in found)


def _create(
    connection: sqlite3.Connection, table: PlainTable, words: Collection[str] | None
) -> None:
    """Make the relations of a table: its values, what is beside its figures, and its lists.

    Args:
        connection: The database.
        table: The table.
        words: The names in the queries; columns of other names are left out.
    """
    columns = dict(table.values)
    schema = table.resource.schema
    for item in schema.fields:
        if item.printed_in in table.cells:
            known = {text: reading(text) for text in set(table.cells[str(item.printed_in)])}
            found = [known[text] for text in table.cells[str(item.printed_in)]]
            prefix = f"{item.name}_" if "half_unit" in columns else ""
            columns[f"{prefix}half_unit"] = [half for half, _ in found]
            columns[f"{prefix}printed_precision"] = [word for _, word in found]
    key = list(schema.primary_key)
    used = {
        name: column
        for name, column in columns.items()
        if words is None or name in words or name in key
    }
    _fill(connection, table.name, list(used), zip(*used.values(), strict=True), key)
    for item in schema.fields:
        if item.list_of is None:
            continue
        rows = zip(*(table.values[name] for name in (*key, item.name)), strict=True)
        items = [part for row in rows for part in items_of(row, item.list_of[2])]
        name = f"{table.name}_{item.name}"
        _fill(connection, name, [*key, "item", "position"], items, [*key, "position"])


def _fill(
    connection: sqlite3.Connection,
    name: str,
    columns: list[str],
    rows: Iterable[tuple[Any, ...]],
    key: list[str],
) -> None:
    """Make a relation, and an index by which most queries look rows up."""
    shown = ", ".join(map(quoted, columns))
    marks = ", ".join("?" * len(columns))
    connection.execute(f"CREATE TABLE {quoted(name)} ({shown})")
    connection.execute("BEGIN")
    connection.executemany(f"INSERT INTO {quoted(name)} VALUES ({marks})", rows)
    connection.execute("COMMIT")
    if key:
        shown = ", ".join(map(quoted, key))
        connection.execute(f"CREATE INDEX {quoted(f'{name} by key')} ON {quoted(name)} ({shown})")


def _check_rule(
    rule: Rule,
    connection: sqlite3.Connection,
    tables: Mapping[str, PlainTable],
    listed: Collection[str],
    limit: int,
) -> CheckResult:
    result = rule_result(rule)
    found = connection.execute(divides_as_polars(rule.query))
    names = [column[0] for column in found.description]
    rows = [dict(zip(names, row, strict=True)) for row in found]
    surely(set(rule.key) <= set(names) and len(set(names)) == len(names))
    if not rows:
        return result
    surely(rule.severity == "note" or rule.id in listed)
    parts = _parts(rule, connection) if rule.detail else {}
    table = tables[rule.table]
    places = _places(rule, rows, table)
    findings = []
    for row in rows:
        key = tuple(row[name] for name in rule.key)
        surely(key in places)
        cells = {name: column[places[key]] for name, column in table.cells.items()}
        number = places[key] + FIRST_ROW
        at = At(table.resource.path, number, number, cells)
        findings.append(rule_finding(rule, row, parts, table.resource, at))
    # Of two findings about one row it cannot be told which comes first.
    surely(len({finding.row for finding in findings}) == len(findings))
    findings.sort(key=lambda finding: finding.row or 0)
    if rule.severity == "note":
        result.notes, result.noted = findings[:limit], len(findings)
    else:
        result.outcome, result.count, result.findings = "failed", len(findings), findings
    return result


def _parts(rule: Rule, connection: sqlite3.Connection) -> _Parts:
    """Give what each key is the sum of: labels and amounts."""
    found = connection.execute(divides_as_polars(rule.detail or ""))
    names = [column[0] for column in found.description]
    wanted = [*rule.key, "label", "amount"]
    surely(set(wanted) <= set(names))
    order = [names.index(name) for name in wanted]
    rows = [tuple(row[number] for number in order) for row in found]
    surely(all(None not in row[:-1] for row in rows))
    labels = {row[:-1] for row in rows}
    surely(len(labels) == len(rows))
    parts: _Parts = {}
    for *key, label, amount in sorted(rows, key=lambda row: row[:-1]):
        parts.setdefault(tuple(key), []).append((str(label), amount))
    return parts


def _places(
    rule: Rule, rows: Iterable[Mapping[str, Any]], table: PlainTable
) -> dict[tuple[Any, ...], int]:
    """Give the positions of the rows that a rule points at, by their key."""
    surely(all(name in table.values for name in rule.key))
    wanted = {tuple(row[name] for name in rule.key) for row in rows}
    places: dict[tuple[Any, ...], int] = {}
    for position, key in enumerate(zip(*(table.values[name] for name in rule.key), strict=True)):
        if key in wanted:
            places.setdefault(key, position)
    return places
