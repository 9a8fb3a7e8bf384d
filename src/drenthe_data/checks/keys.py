"""Keys: primary keys, unique keys, foreign keys, and hierarchies that must not go in circles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import polars as pl

from drenthe_data.checks.cells import TypedTable, row_finding
from drenthe_data.descriptor import ForeignKey, Resource
from drenthe_data.findings import CheckResult, Finding
from drenthe_data.messages import nearest
from drenthe_data.reading import LINE

# Beyond this many known keys, looking for the nearest one costs more than it helps.
_MOST_KEYS_COMPARED = 50_000
# Below this many rows a set is built before Polars has made a plan.
_FEW = 10_000


def check_keys(table: TypedTable, cap: int) -> list[CheckResult]:
    """Check the primary key and the unique keys of a table."""
    schema = table.text.resource.schema
    results = []
    if schema.primary_key:
        results.append(_check_key(table, "primary-key", schema.primary_key, cap))
    results += [_check_key(table, "unique-key", key, cap) for key in schema.unique_keys]
    return results


def _check_key(table: TypedTable, code: str, key: tuple[str, ...], cap: int) -> CheckResult:
    result = CheckResult(code=code, resource=table.name, fields=key)
    absent = _absent(table, key)
    if absent is not None:
        result.outcome, result.reason = "not-evaluated", absent
    if absent is not None or table.frame.is_empty():
        return result
    values = table.frame.lazy()
    if code == "primary-key":
        _check_empty_parts(table, key, result, cap)
        is_whole = pl.all_horizontal(pl.col(key).is_not_null())
    else:
        # As in SQL, empty parts do not make two rows equal; but a key with the same parts empty
        # twice is most likely the same row twice, so it counts as equal here.
        is_whole = pl.any_horizontal(pl.col(key).is_not_null())
    parts = pl.struct(key) if len(key) > 1 else pl.col(key[0])
    repeated = values.select((is_whole & ~parts.is_first_distinct()).alias("repeated")).collect()
    rows = repeated["repeated"].arg_true()
    if len(rows):
        result.outcome = "failed"
        result.count += len(rows)
        for row in rows.head(max(cap - len(result.findings), 0)).to_list():
            first = _first_row(table, key, row)
            found = row_finding(table, code, row, key, first_line=table.frame[first, LINE])
            result.findings.append(found)
    return result


def _check_empty_parts(
    table: TypedTable, key: tuple[str, ...], result: CheckResult, cap: int
) -> None:
    """Report empty parts of a primary key, unless the field is required: then that reports it."""
    schema = table.text.resource.schema
    for name in key:
        item = schema.field(name)
        if item.is_required:
            continue
        empty = table.frame[name].is_null()
        if name in table.is_misfit:
            empty &= ~table.is_misfit[name]
        rows = empty.arg_true()
        if len(rows):
            result.outcome = "failed"
            result.count += len(rows)
            for row in rows.head(max(cap - len(result.findings), 0)).to_list():
                result.findings.append(
                    row_finding(
                        table,
                        "primary-key",
                        row,
                        [name],
                        variant="empty",
                        label=item.label(),
                        label_nl=item.label("nl"),
                    )
                )


def _first_row(table: TypedTable, key: tuple[str, ...], row: int) -> int:
    same = pl.all_horizontal(
        pl.col(name).eq_missing(pl.lit(table.frame[row, name], dtype=table.frame.schema[name]))
        for name in key
    )
    return int(table.frame.select(same.arg_true().first()).item())


def _absent(table: TypedTable, fields: tuple[str, ...]) -> tuple[str, dict[str, Any]] | None:
    """Say why fields cannot be used, if so."""
    if not table.text.is_readable:
        return ("skipped.table", {"table": table.name})
    for name in fields:
        if name not in table.frame.columns:
            return ("skipped.column", {"field": name, "table": table.name})
    return None


def check_foreign_keys(
    table: TypedTable,
    tables: Mapping[str, TypedTable],
    resources: Mapping[str, Resource],
    cap: int,
) -> list[CheckResult]:
    """Check that the foreign keys of a table occur in the tables they point at.

    A foreign key with an empty part is not checked, as in SQL. Keys are compared as values of
    their type; where the types differ, as text.
    """
    return [
        _check_foreign_key(table, key, tables, resources, cap)
        for key in table.text.resource.schema.foreign_keys
    ]


def _check_foreign_key(
    table: TypedTable,
    key: ForeignKey,
    tables: Mapping[str, TypedTable],
    resources: Mapping[str, Resource],
    cap: int,
) -> CheckResult:
    result = CheckResult(code="foreign-key", resource=table.name, fields=key.fields)
    target = key.resource or table.name
    parent = tables.get(target)
    absent = _absent(table, key.fields)
    if absent is None and parent is None:
        absent = ("skipped.table", {"table": target})
    if absent is None and parent is not None:
        absent = _absent(parent, key.reference_fields)
    if absent is not None or parent is None:
        result.outcome, result.reason = "not-evaluated", absent
        return result
    orphans = _orphans(table, parent, key)
    if not len(orphans):
        return result
    file = resources[target].path
    known: list[str] = []
    if len(key.fields) == 1 and parent.frame.height <= _MOST_KEYS_COMPARED:
        known = parent.text.frame[key.reference_fields[0]].unique().to_list()
    suspects = _faulty_text(parent)
    for row in orphans.to_list():
        found = _orphan_finding(table, key, row, file, known)
        if found.value and suspects and found.value in suspects:
            continue  # it points at a row that has a finding of its own
        result.count += 1
        if len(result.findings) < cap:
            result.findings.append(found)
        elif not suspects:
            result.count = len(orphans)
            break
    if result.count:
        result.outcome = "failed"
    return result


def check_lists(
    table: TypedTable,
    tables: Mapping[str, TypedTable],
    resources: Mapping[str, Resource],
    cap: int,
) -> list[CheckResult]:
    """Check that each key in a cell that lists keys (``listOf``) occurs in the other table."""
    results = []
    for item in table.text.resource.schema.fields:
        if item.list_of is None:
            continue
        target, field, separator = item.list_of
        result = CheckResult(code="foreign-key", resource=table.name, fields=(item.name,))
        results.append(result)
        parent = tables.get(target)
        absent = _absent(table, (item.name,))
        if absent is None:
            absent = ("skipped.table", {"table": target}) if parent is None else None
        if absent is None and parent is not None:
            absent = _absent(parent, (field,))
        if absent is not None or parent is None:
            result.outcome, result.reason = "not-evaluated", absent
            continue
        known = parent.text.frame[field].to_list()
        values = set(known)
        key = ForeignKey((item.name,), target, (field,))
        file = resources[target].path
        for row, cell in enumerate(table.text.frame[item.name].to_list()):
            for part in cell.split(separator) if cell else ():
                if part not in values:
                    result.add(partial(_orphan_finding, table, key, row, file, known, part), cap)
    return results


def _orphan_finding(  # noqa: PLR0917
    table: TypedTable,
    key: ForeignKey,
    row: int,
    file: str,
    known: list[str],
    value: str | None = None,
) -> Finding:
    """Say that a key is not there; ``value`` is the one of a list, else the cells are meant."""
    if value is None:
        record = table.text.frame.row(row, named=True)
        value = ";".join(record[name] for name in key.fields)
    return row_finding(
        table,
        "foreign-key",
        row,
        key.fields,
        value=value,
        table=key.resource or table.name,
        reference=key.resource,
        reference_fields=list(key.reference_fields),
        table_file=file.rpartition("/")[2],
        table_fields=" + ".join(key.reference_fields),
        nearest=nearest(value, known) if known else "",
    )


def _orphans(table: TypedTable, parent: TypedTable, key: ForeignKey) -> pl.Series:
    """Give the indexes of rows whose key does not occur in the parent."""
    if table.frame.is_empty():
        return pl.Series(dtype=pl.Int64)
    child = table.frame.select(key.fields)
    known = parent.frame.select(key.reference_fields)
    if child.dtypes != known.dtypes:
        # As text, but only where the cell is a value at all: other cells are reported already.
        is_filled = child.select(pl.all().is_not_null())
        texts = table.text.frame.select(key.fields)
        child = texts.select(
            pl.when(is_filled[name]).then(pl.col(name)).alias(name) for name in texts.columns
        )
        known = parent.text.frame.select(key.reference_fields)
    if len(key.fields) == 1 and child.height + known.height < _FEW:
        values = set(known.to_series().to_list())
        cells = child.to_series().to_list()
        rows = [n for n, cell in enumerate(cells) if cell is not None and cell not in values]
        return pl.Series(rows, dtype=pl.Int64)
    names = [f"key_{number}" for number in range(len(key.fields))]
    child.columns, known.columns = names, names
    child = child.with_row_index("row").drop_nulls()
    orphans = child.join(known.drop_nulls().unique(), on=names, how="anti", maintain_order="left")
    return orphans["row"].sort()


def _faulty_text(parent: TypedTable) -> str:
    """Give the text of the parent's rows that could not be used."""
    faults = list(parent.text.faulty)
    for name, is_misfit in parent.is_misfit.items():
        if name in parent.text.resource.schema.primary_key:
            faults += parent.text.frame[name].filter(is_misfit).to_list()
    return "\n".join(faults)


def check_hierarchies(table: TypedTable, cap: int) -> list[CheckResult]:
    """Check that no row hangs under itself, for every foreign key of a table to itself."""
    results = []
    schema = table.text.resource.schema
    for key in schema.foreign_keys:
        is_own = key.resource in ("", table.name)
        if not is_own or len(key.fields) != 1 or key.fields == key.reference_fields:
            continue
        result = CheckResult(code="hierarchy-cycle", resource=table.name, fields=key.fields)
        absent = _absent(table, (*key.fields, *key.reference_fields))
        if absent is not None:
            result.outcome, result.reason = "not-evaluated", absent
        elif table.frame[key.fields[0]].dtype != table.frame[key.reference_fields[0]].dtype:
            pass  # values of two types never meet, so there is no way round
        elif not table.frame.is_empty():
            for row, path in _cycles(table, key.reference_fields[0], key.fields[0]):
                found = partial(
                    row_finding,
                    table,
                    "hierarchy-cycle",
                    row,
                    key.fields,
                    value=path[0],
                    path=path,
                )
                result.add(found, cap)
        results.append(result)
    return results


def _cycles(table: TypedTable, identifier: str, parent: str) -> list[tuple[int, list[str]]]:
    """Give each circle once: the index of its first row, and its members in order."""
    links = (
        table.frame.select(pl.col(identifier).alias("own"), pl.col(parent).alias("parent"))
        .with_row_index("row")
        .drop_nulls()
        .unique("own", keep="first", maintain_order=True)
    )
    # Rows whose parent does not hang under anything are taken away until none is left to take.
    while True:
        rest = links.join(links.select("own"), left_on="parent", right_on="own", how="semi")
        if rest.height == links.height:
            break
        links = rest
    parents = dict(zip(links["own"].to_list(), links["parent"].to_list(), strict=True))
    rows = dict(zip(links["own"].to_list(), links["row"].to_list(), strict=True))
    seen: set[object] = set()
    cycles = []
    for start in sorted(parents, key=rows.__getitem__):
        path: list[object] = []
        current = start
        while current not in seen:
            seen.add(current)
            path.append(current)
            current = parents[current]
        if current in path:
            members = path[path.index(current) :]
            row = min(rows[member] for member in members)
            first = next(i for i, member in enumerate(members) if rows[member] == row)
            ring = members[first:] + members[:first]
            cycles.append((row, [str(member) for member in [*ring, ring[0]]]))
    return cycles
