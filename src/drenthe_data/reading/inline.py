"""Rows that stand in the descriptor itself, as the texts that a CSV file would hold."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterable, Iterator
from datetime import date, time
from decimal import Decimal
from io import StringIO
from typing import Any, NamedTuple

from drenthe_data.descriptor import Dialect, Field, Resource
from drenthe_data.documents import is_whole, shown_value
from drenthe_data.findings import Finding

_LONGEST = 2**31 - 1


class InlineRows(NamedTuple):
    """What the data in a descriptor hold.

    Attributes:
        labels: The names of the columns; none without a header.
        rows: The rows that can be used; one may be shorter or longer than the header.
        findings: What is wrong with the data, in order.
        numbers: The number of each row as a reader counts: that of a header is 1.
        header_row: The number of the header.
    """

    labels: tuple[str, ...]
    rows: list[list[str]]
    findings: list[Finding]
    numbers: list[int]
    header_row: int = 1


def inline_rows(resource: Resource) -> InlineRows:
    """Read the rows of a resource whose data stand in the descriptor.

    The data are a list of lists, a list of objects, or CSV as a text. Numbers and booleans become
    the texts that their field reads, null an empty cell, lists and objects JSON.
    """
    data = resource.data
    result = InlineRows((), [], [], [])
    if isinstance(data, str):
        return _with_header(resource, _csv(resource, data, result), result)
    if not isinstance(data, list):
        _say(resource, result, "inline-form", value=shown_value(data))
        return result
    if not data:
        _say(resource, result, "inline-empty", expected=resource.schema.names)
        return result
    if isinstance(data[0], dict):
        return _objects(resource, data, result)
    return _with_header(resource, _lists(resource, data, result), result)


def _say(
    resource: Resource, result: InlineRows, variant: str, row: int | None = None, **params: Any
) -> None:
    """Add a finding about the data."""
    value = params.pop("value", None)
    result.findings.append(
        Finding(
            "source-error",
            "error",
            resource.path,
            resource.name,
            row=row,
            value=value,
            variant=variant,
            params={"row": row, **params},
        )
    )


def _lists(resource: Resource, data: list[Any], result: InlineRows) -> Iterator[list[Any] | None]:
    """Give the rows of a list of lists; ``None`` for one that is no list."""
    for number, item in enumerate(data, start=1):
        if not isinstance(item, list):
            _say(resource, result, "inline-no-list", number, value=shown_value(item))
        yield item if isinstance(item, list) else None


def csv_reader(lines: Iterable[str], dialect: Dialect) -> Iterator[list[str]]:
    """Read lines as a dialect says; the reader raises ``csv.Error`` where a quote is wrong."""
    # The length of a cell is no mistake; the limit of the module is one for all its readers.
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST))
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        doublequote=dialect.double_quote,
        escapechar=dialect.escape,
        skipinitialspace=dialect.skip_initial_space,
        strict=True,
    )


def _csv(resource: Resource, text: str, result: InlineRows) -> Iterator[list[Any] | None]:
    """Give the rows of a text of CSV, up to the first that cannot be read."""
    dialect = resource.dialect
    reader = csv_reader(StringIO(text, newline=""), dialect)
    count = 0
    try:
        for cells in reader:
            count += 1
            yield ["" if cell == dialect.null_sequence else cell for cell in cells]
    except csv.Error as error:
        _say(resource, result, "inline-csv", count + 1, reason=str(error))


def _with_header(
    resource: Resource, items: Iterator[list[Any] | None], result: InlineRows
) -> InlineRows:
    """Take the header off the rows, and leave out comments."""
    dialect = resource.dialect
    last = dialect.header_rows[-1] if dialect.has_header else 0
    parts: list[list[str]] = []
    fields: list[Field | None] = []
    for number, item in enumerate(items, start=1):
        if item is not None and _is_comment(dialect, number, item):
            continue
        # Comments where the header is looked for are above it.
        if number in dialect.header_rows or (last and number > last and not parts):
            parts.append([text_of_value(cell) for cell in item or ()])
            result = result._replace(header_row=number)
        elif item is not None and number > last:
            if len(fields) < len(item):
                fields = _fields(resource, _labels(dialect, parts), len(item))
            _add(resource, result, number, item, fields)
    labels = _labels(dialect, parts)
    is_named = any(labels) or not dialect.has_header
    if is_named and is_whole("".join(labels)):
        return result._replace(labels=labels)
    if not is_named and not result.findings:
        _say(resource, result, "inline-empty", expected=resource.schema.names)
    elif is_named:
        _say(resource, result, "inline-character", result.header_row)
    return InlineRows((), [], result.findings, [])


def _is_comment(dialect: Dialect, number: int, cells: list[Any]) -> bool:
    if number in dialect.comment_rows:
        return True
    first = cells[0] if cells else None
    return (
        bool(dialect.comment) and isinstance(first, str) and first.startswith(dialect.comment or "")
    )


def _labels(dialect: Dialect, parts: list[list[str]]) -> tuple[str, ...]:
    """Join the rows of a header; a part that repeats the one above it is written once."""
    width = max((len(part) for part in parts), default=0)
    columns = [[part[place] for part in parts if place < len(part)] for place in range(width)]
    return tuple(dialect.header_join.join(dict.fromkeys(column)) for column in columns)


def _objects(resource: Resource, data: list[Any], result: InlineRows) -> InlineRows:
    """Read a list of objects; having no order, their columns stand in that of the schema."""
    found = dict.fromkeys(key for item in data if isinstance(item, dict) for key in item)
    names = resource.schema.names
    labels = tuple([name for name in names if name in found] + [k for k in found if k not in names])
    if not is_whole("".join(labels)):
        _say(resource, result, "inline-character", 1)
        return result
    fields = _fields(resource, labels, len(labels))
    for number, item in enumerate(data, start=2):
        if not isinstance(item, dict):
            _say(resource, result, "inline-no-object", number, value=shown_value(item))
            continue
        _add(resource, result, number, [item.get(label) for label in labels], fields)
    return result._replace(labels=labels)


def _fields(resource: Resource, labels: tuple[str, ...], width: int) -> list[Field | None]:
    """Give the field of each column, by name or, without a header, by place."""
    fields = resource.schema.fields
    if not resource.dialect.has_header and not labels:
        return [*fields, *[None] * width]
    fold = str if resource.dialect.header_case else str.casefold
    by_name = {fold(item.name): item for item in fields}
    return [*(by_name.get(fold(label)) for label in labels), *[None] * width]


def _add(
    resource: Resource,
    result: InlineRows,
    number: int,
    cells: list[Any],
    fields: list[Field | None],
) -> None:
    """Add a row, unless one of its texts cannot be written."""
    row = [text_of_value(cell, field) for cell, field in zip(cells, fields, strict=False)]
    if is_whole("".join(row)):
        result.rows.append(row)
        result.numbers.append(number)
    else:
        _say(resource, result, "inline-character", number)


def text_of_value(value: object, field: Field | None = None) -> str:
    """Write a value as the text of a cell, as its field reads it."""
    if isinstance(value, str):
        return value
    if value is None:
        missing = ("",) if field is None else field.missing_values
        return "" if not missing or "" in missing else missing[0]
    raw = {} if field is None else field.raw
    if isinstance(value, bool):
        listed = raw.get("trueValues" if value else "falseValues")
        if field is not None and field.type == "boolean" and isinstance(listed, list) and listed:
            return str(listed[0])
        return "true" if value else "false"
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "INF" if value > 0 else "-INF"
    if isinstance(value, float) and field is not None and field.type == "integer":
        value = int(value) if value.is_integer() else value
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list) and field is not None and _mark_of_items(field):
        is_whole = field.type == "list" and raw.get("itemType") == "integer"
        items = [_whole(item) if is_whole else item for item in value]
        return _mark_of_items(field).join(map(text_of_value, items))
    text = f"{value:f}" if isinstance(value, Decimal) else _json(value)
    mark = raw.get("decimalChar")
    if isinstance(value, float | Decimal) and isinstance(mark, str) and mark:
        return text.replace(".", mark)
    return text


def _json(value: object) -> str:
    def other(part: object) -> object:
        return float(part) if isinstance(part, Decimal) else str(part)

    return json.dumps(value, ensure_ascii=False, default=other)


def _whole(value: object) -> object:
    """Give a number as a whole one, when it is that."""
    is_whole = isinstance(value, float | Decimal) and value % 1 == 0
    return int(value) if is_whole and isinstance(value, float | Decimal) else value


def _mark_of_items(field: Field) -> str:
    """Give what stands between the items of a list in a cell; nothing where it is JSON there."""
    if field.type == "list":
        mark = field.raw.get("delimiter", ",")
        return mark if isinstance(mark, str) else ""
    return "," if field.type == "geopoint" and field.format == "default" else ""
