"""Small tables in plain Python: read, and judged cell by cell and key by key.

Everything here either gives what the whole check gives for a table in which nothing is wrong, or
raises ``Doubt``. So the tests are narrower than those of the whole check: a number with twenty
digits or an address with an odd letter may well be right, and is left to it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import compress
from typing import Any

from drenthe_data.checks.glance.doubt import Doubt, surely
from drenthe_data.checks.glance.patterns import is_quick
from drenthe_data.constraints import FALSE_VALUES, KEEPS, TRUE_VALUES
from drenthe_data.descriptor import Dialect, Field, ForeignKey, Resource
from drenthe_data.findings import STRUCTURE, CheckResult

# Rows are 1 for the header, as lines are, and no record takes more than one line.
FIRST_ROW = 2
_DELIMITERS = (",", ";", "\t", "|")
_UTF_8 = ("utf-8", "utf8", "utf-8-sig")
_BOM = "\ufeff"
# What other kinds of files begin with.
_NO_TEXT = ("PK\x03\x04", "%PDF", "\x1f\x8b")

# Of each type the form of texts that are surely values of it, and how they become so.
_FORMS: Mapping[str, tuple[re.Pattern[str], Callable[[str], Any]]] = {
    "integer": (re.compile(r"[+-]?[0-9]{1,15}"), int),
    "number": (re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?"), float),
    "year": (re.compile(r"[1-9][0-9]{3}"), int),
    "boolean": (re.compile("|".join((*TRUE_VALUES, *FALSE_VALUES))), TRUE_VALUES.__contains__),
    "date": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), date.fromisoformat),
}
_REST = r"[A-Za-z0-9._~!$&'()*+,;=:@/-]*"
_URI = re.compile(
    rf"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?:/{_REST})?(?:\?{_REST})?(?:#{_REST})?"
)
# Characters of a pattern times those of the texts that are matched with it.
_MOST_MATCHED = 20_000_000
# What changes how the cells of a field are read.
_MARKS = ("decimalChar", "groupChar", "bareNumber", "trueValues", "falseValues")
_NUMERIC = ("integer", "number", "year")


class PlainTable:
    """A table whose structure is sound.

    Attributes:
        resource: Its resource.
        size_bytes: Size of its file.
        cells: The texts of each column, by field.
        values: The values of each column, by field; ``None`` for an empty cell. Once it is judged.
        height: Number of rows.
    """

    def __init__(self, resource: Resource, size_bytes: int, rows: Sequence[Sequence[str]]) -> None:
        self.resource = resource
        self.size_bytes = size_bytes
        self.height = len(rows)
        self.cells: dict[str, Sequence[str]] = dict(
            zip(resource.schema.names, zip(*rows, strict=True), strict=True)
        )
        self.values: dict[str, Sequence[Any]] = {}

    @property
    def name(self) -> str:
        """Name of the resource."""
        return self.resource.name


def read(resource: Resource) -> PlainTable:
    """Read a table that is one file of plain text, each line a sound record.

    Raises:
        Doubt: When it is not, or when its header is anything but the fields of its schema.
    """
    delimiter = resource.dialect.delimiter
    surely(resource.format == "csv" and resource.compression is None)
    surely(len(resource.files) <= 1 and resource.encoding.lower() in _UTF_8)
    surely(delimiter in _DELIMITERS and resource.dialect == Dialect(delimiter=delimiter))
    try:
        data = resource.file.read_bytes()
        text = data.decode("utf-8")
    except (OSError, UnicodeDecodeError):
        raise Doubt from None
    text = text.removeprefix(_BOM)
    if "\r" in text:
        surely(text.count("\r") == text.count("\r\n") == text.count("\n"))
        text = text.replace("\r\n", "\n")
    surely(text.endswith("\n") and "\0" not in text and not text.startswith((*_NO_TEXT, _BOM)))
    header, *lines = text.removesuffix("\n").split("\n")
    names = resource.schema.names
    surely(lines and names and header.split(delimiter) == names and '"' not in header)
    surely(header.strip())
    # A line of delimiters and blanks alone is no row.
    empty = f'{delimiter}" \t'
    surely(all(line.strip(empty) for line in lines))
    rows = [line.split(delimiter) for line in lines]
    if '"' in text:
        quoted = [number for number, line in enumerate(lines) if '"' in line]
        for number, cells in zip(
            quoted, _quoted([lines[number] for number in quoted], delimiter), strict=True
        ):
            rows[number] = cells
    surely(set(map(len, rows)) == {len(names)})
    # Of one column a cell of any blanks is a blank line.
    surely(len(names) > 1 or all(row[0].strip() for row in rows))
    return PlainTable(resource, len(data), rows)


def _quoted(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    """Take lines apart in which quotes stand around whole cells, and nowhere else."""
    cell = rf'(?:"(?:[^"]|"")*"|[^"{re.escape(delimiter)}]*)'
    record = re.compile(rf"{cell}(?:{re.escape(delimiter)}{cell})*")
    surely(all(map(record.fullmatch, lines)))
    try:
        return list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        raise Doubt from None


def structure(table: PlainTable) -> list[CheckResult]:
    """Give the outcomes of the checks on the structure of a table that was read."""
    return [CheckResult(code=code, resource=table.name) for code in STRUCTURE]


def judge(table: PlainTable) -> list[CheckResult]:
    """Make the values of a table, and give the outcomes of types and constraints.

    Raises:
        Doubt: When a cell may be wrong.
    """
    results = []
    for item in table.resource.schema.fields:
        cells = table.cells[item.name]
        texts = set(cells)
        missing = texts.intersection(item.missing_values)
        texts -= missing
        known = _values(item, texts)
        if known is not None:
            results.append(_result(table, "type-error", item, None))
            table.values[item.name] = list(map(known.get, cells))
        elif missing:
            table.values[item.name] = [None if cell in missing else cell for cell in cells]
        else:
            table.values[item.name] = cells
        for name, asked in item.asked.items():
            if name in ("required", "unique") and asked is not True:
                continue
            if name == "required":
                surely(not missing)
            elif name == "unique":
                values = [value for value in table.values[item.name] if value is not None]
                surely(len(set(values)) == len(values))
            else:
                _constrain(item, name, asked, texts, known)
            code = "unique-error" if name == "unique" else "constraint-error"
            results.append(_result(table, code, item, name))
    return results


def _result(table: PlainTable, code: str, item: Field, detail: str | None) -> CheckResult:
    return CheckResult(code=code, resource=table.name, fields=(item.name,), detail=detail)


def _values(item: Field, texts: Iterable[str]) -> dict[str, Any] | None:
    """Give the values of the different texts of a field; nothing where each is its own value."""
    surely(not any(key in item.raw for key in _MARKS))
    if item.type == "string" and item.format == "uri":
        surely(all(map(_URI.fullmatch, texts)))
        return {text: text for text in texts}
    surely(item.format == "default" and (item.type == "string" or item.type in _FORMS))
    if item.type == "string":
        return None
    form, value = _FORMS[item.type]
    surely(all(map(form.fullmatch, texts)))
    try:
        return {text: value(text) for text in texts}
    except ValueError:
        raise Doubt from None


def _constrain(
    item: Field, name: str, asked: Any, texts: Iterable[str], known: Mapping[str, Any] | None
) -> None:
    """Hold the different texts and values of a field to a constraint."""
    if name == "pattern":
        surely(len(asked) * sum(map(len, texts)) <= _MOST_MATCHED and is_quick(asked))
        surely(all(map(re.compile(asked).fullmatch, texts)))
    elif name in KEEPS:
        surely(item.type in _NUMERIC and known is not None and type(asked) in (int, float))
        surely(-(2**53) < asked < 2**53)
        # Of whole numbers a limit with a fraction is for the whole check to refuse.
        surely(item.type == "number" or type(asked) is int)
        surely(item.type != "year" or 1000 <= asked <= 9999)
        keeps = KEEPS[name]
        surely(all(keeps(value, asked) for value in (known or {}).values()))
    else:
        surely(item.type == "string")
        if name == "minLength":
            surely(all(len(text) >= asked for text in texts))
        elif name == "maxLength":
            surely(all(len(text) <= asked for text in texts))
        else:
            surely(name in ("enum", "categories"))
            surely(all(isinstance(value, str) for value in asked))
            surely(set(texts).issubset(asked))


def _rows(table: PlainTable, key: Iterable[str]) -> list[tuple[Any, ...]]:
    """Give the key of each row."""
    return list(zip(*(table.values[name] for name in key), strict=True))


def keys(table: PlainTable) -> list[CheckResult]:
    """Give the outcomes of primary and unique keys.

    Raises:
        Doubt: When one is empty or stands there twice.
    """
    schema = table.resource.schema
    results = []
    if schema.primary_key:
        rows = _rows(table, schema.primary_key)
        surely(len(set(rows)) == len(rows) and not any(None in row for row in rows))
        results.append(CheckResult("primary-key", table.name, schema.primary_key))
    for key in schema.unique_keys:
        whole = [row for row in _rows(table, key) if None not in row]
        surely(len(set(whole)) == len(whole))
        results.append(CheckResult("unique-key", table.name, key))
    return results


def references(table: PlainTable, tables: Mapping[str, PlainTable]) -> list[CheckResult]:
    """Give the outcomes of foreign keys, of lists of keys, and of hierarchies.

    Raises:
        Doubt: When a key is not there, or a row may hang under itself.
    """
    results = []
    schema = table.resource.schema
    for key in schema.foreign_keys:
        target = key.resource or table.name
        surely(target in tables)
        _check_reference(table, key, tables[target])
        results.append(CheckResult("foreign-key", table.name, key.fields))
    for item in schema.fields:
        if item.list_of is None:
            continue
        target, field, separator = item.list_of
        surely(target in tables and field in tables[target].cells)
        known = set(tables[target].cells[field])
        for cell in set(table.cells[item.name]):
            surely(not cell or known.issuperset(cell.split(separator)))
        results.append(CheckResult("foreign-key", table.name, (item.name,)))
    for key in table.resource.self_references:
        _check_hierarchy(table, key.reference_fields[0], key.fields[0])
        results.append(CheckResult("hierarchy-cycle", table.name, key.fields))
    return results


def _check_reference(table: PlainTable, key: ForeignKey, parent: PlainTable) -> None:
    """See that the whole keys of a table occur in its parent; values are compared, not texts."""
    for own, other in zip(key.fields, key.reference_fields, strict=True):
        surely(_kind(table, own) == _kind(parent, other))
    unknown = set(_rows(table, key.fields)).difference(_rows(parent, key.reference_fields))
    surely(all(None in row for row in unknown))


def _kind(table: PlainTable, name: str) -> str:
    kind = table.resource.schema.field(name).type
    return "number" if kind in _NUMERIC else kind


def _check_hierarchy(table: PlainTable, own: str, above: str) -> None:
    """See that every row leads to one that hangs under nothing."""
    # Of rows with one name the first counts, which comes last into the dictionary.
    names, parents = table.values[own][::-1], table.values[above][::-1]
    is_below = [parent is not None for parent in parents]
    above_of = dict(zip(compress(names, is_below), compress(parents, is_below), strict=True))
    sound: set[Any] = set()
    for start in list(above_of):
        path: set[Any] = set()
        at = start
        while at in above_of and at not in sound:
            surely(at not in path)
            path.add(at)
            at = above_of[at]
        sound |= path
