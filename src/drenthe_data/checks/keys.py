"""Keys: primary keys, unique keys, foreign keys, and hierarchies that must not go in circles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import polars as pl
import polars.selectors as cs

from drenthe_data.checks.cells import TypedTable, row_finding
from drenthe_data.checks.positions import POSITION, Comparison, PairStore, pair_of
from drenthe_data.descriptor import Field, ForeignKey, Resource, Schema
from drenthe_data.findings import CheckResult, Finding
from drenthe_data.messages.names import Names
from drenthe_data.reading import LINE, TextTable
from drenthe_data.reading.casting import dtype_of

# Beyond this many known keys, looking for the nearest one costs more than it helps.
_MOST_KEYS_COMPARED = 500_000
# How often the leaves of a hierarchy are taken away at once; deep ones are walked after that.
_MOST_ROUNDS = 20
# Below this many rows a set is built before Polars has made a plan.
_FEW = 10_000
# Types of which values are equal in a set just where they are in a frame; NaN is not.
_HASHED = (pl.String, pl.Int64, pl.Int32, pl.Date)


def check_keys(table: TypedTable, cap: int) -> list[CheckResult]:
    """Check the primary key and the unique keys of a table, and note whether each row has a key."""
    schema = table.text.resource.schema
    results = []
    if schema.primary_key:
        primary = _check_key(table, "primary-key", schema.primary_key, cap)
        table.is_keyed = primary.outcome == "passed"
        results.append(primary)
    results += [_check_key(table, "unique-key", key, cap) for key in schema.unique_keys]
    return results


def _check_key(table: TypedTable, code: str, key: tuple[str, ...], cap: int) -> CheckResult:
    result = CheckResult(code=code, resource=table.name, fields=key)
    if result.skip(absent(table, key)) or table.frame.is_empty():
        return result
    if code == "primary-key":
        _check_empty_parts(table, key, result, cap)
    # As in SQL, and as Table Schema says of uniqueKeys: a key with an empty part equals no other.
    is_whole = pl.all_horizontal(pl.col(key).is_not_null())
    if table.frame.height < _FEW and _is_distinct(table.frame, key):
        return result
    parts = pl.struct(key) if len(key) > 1 else pl.col(key[0])
    repeated = (
        table.frame.lazy()
        .select((is_whole & ~parts.is_first_distinct()).alias("repeated"))
        .collect()
    )
    rows = repeated["repeated"].arg_true()
    if len(rows):
        result.outcome = "failed"
        result.count += len(rows)
        for row in rows.head(max(cap - len(result.findings), 0)).to_list():
            first = _first_row(table, key, row)
            found = row_finding(table, code, row, key, first_line=table.frame[first, LINE])
            result.findings.append(found)
    return result


def _is_distinct(frame: pl.DataFrame, key: tuple[str, ...]) -> bool:
    """Tell whether all keys are whole and surely different."""
    columns = [frame[name] for name in key]
    if not all(column.dtype in _HASHED and not column.null_count() for column in columns):
        return False
    return len(set(zip(*(column.to_list() for column in columns), strict=True))) == frame.height


def _check_empty_parts(
    table: TypedTable, key: tuple[str, ...], result: CheckResult, cap: int
) -> None:
    """Report empty parts of a primary key, unless the field is required: then that reports it."""
    schema = table.text.resource.schema
    empty: list[tuple[Field, pl.Series]] = []
    for name in key:
        item = schema.field(name)
        if item.is_required or not table.frame[name].null_count():
            continue
        mask = table.frame[name].is_null()
        if name in table.is_misfit:
            mask &= ~table.is_misfit[name]
        empty.append((item, mask))
    report_empty_parts(table, empty, result, cap)


def report_empty_parts(
    table: TypedTable, empty: Sequence[tuple[Field, pl.Series]], result: CheckResult, cap: int
) -> None:
    """Report empty parts of a primary key, in the order of the file.

    Args:
        table: The table, or a block of it.
        empty: The fields of the key, and whether the cell of each row is empty.
        result: Where the findings go.
        cap: How many of them are kept.
    """
    room = max(cap - len(result.findings), 0)
    kept: list[tuple[int, int]] = []
    for number, (_, mask) in enumerate(empty):
        rows = mask.arg_true()
        result.count += len(rows)
        kept += [(row, number) for row in rows.head(room).to_list()]
    if result.count:
        result.outcome = "failed"
    for row, number in sorted(kept)[:room]:
        item = empty[number][0]
        result.findings.append(
            row_finding(
                table,
                "primary-key",
                row,
                [item.name],
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


def absent(table: TypedTable, fields: tuple[str, ...]) -> tuple[str, dict[str, Any]] | None:
    """Say why fields cannot be used, if so."""
    if not table.text.is_readable:
        return ("skipped.table", {"table": table.name})
    for name in fields:
        if name not in table.text.frame.columns:
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
    their type, numbers of any type as numbers; where the types differ otherwise, as text.
    """
    return [
        _check_foreign_key(table, key, tables, resources, cap)
        for key in table.text.resource.schema.foreign_keys
    ]


def why_not(
    table: TypedTable, fields: tuple[str, ...], parent: TypedTable | None, key: ForeignKey
) -> tuple[str, dict[str, Any]] | None:
    """Say why a foreign key cannot be checked, if so."""
    reason = absent(table, fields)
    if reason is None and (parent is None or parent.text.is_cut):
        return ("skipped.table", {"table": key.resource or table.name})
    return reason if parent is None or reason is not None else absent(parent, key.reference_fields)


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
    if result.skip(why_not(table, key.fields, parent, key)) or parent is None:
        return result
    orphans = _orphans(table, parent, key)
    if not len(orphans):
        return result
    file = resources[target].path
    orphans = without_faulty(orphans, table.text.frame, key, parent)
    known = known_keys(parent, key) if len(orphans) else Names(())
    for row in orphans.head(cap).to_list():
        result.findings.append(orphan_finding(table, key, row, file, known))
    result.count = len(orphans)
    if result.count:
        result.outcome = "failed"
    return result


def known_keys(parent: TypedTable, key: ForeignKey) -> Names:
    """Give the keys among which the nearest to an unknown one is looked for."""
    if len(key.fields) > 1 or parent.height > _MOST_KEYS_COMPARED:
        return Names(())
    name = key.reference_fields[0]
    if name not in parent.known:
        cells = parent.text.frame[name] if parent.rows is None else parent.rows.cells(name)
        parent.known[name] = Names(cells.unique(maintain_order=True).to_list())
    return parent.known[name]


def without_faulty(
    orphans: pl.Series, texts: pl.DataFrame, key: ForeignKey, parent: TypedTable
) -> pl.Series:
    """Leave out the rows that point at a row of the parent that has a finding of its own.

    Args:
        orphans: Positions of rows.
        texts: The cells of the table.
        key: The foreign key.
        parent: The table it points at.
    """
    faulty = faulty_cells(parent)
    if faulty.is_empty():
        return orphans
    cells = texts[orphans.cast(pl.UInt32)].select(key.fields)
    points_there = cells.select(pl.all_horizontal(pl.all().is_in(faulty.implode())).alias("found"))[
        "found"
    ]
    return orphans.filter(~points_there)


def faulty_cells(parent: TypedTable) -> pl.Series:
    """Give the cells of the rows of a table that could not be used, and of its keys that misfit."""
    delimiter = parent.text.resource.delimiter
    cells = {
        cell.strip('"') for record in parent.text.faulty for cell in record.split(delimiter)
    } | set(parent.faulty_keys)
    for name, is_misfit in parent.is_misfit.items():
        if name in parent.text.resource.schema.primary_key:
            cells |= set(parent.text.frame[name].filter(is_misfit).to_list())
    # Records with bytes that fit no encoding have no cells that another row could name.
    fitting = [cell for cell in cells if cell.isprintable()]
    return pl.Series(fitting, dtype=pl.String)


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
        key = ForeignKey((item.name,), target, (field,))
        result = CheckResult(code="foreign-key", resource=table.name, fields=(item.name,))
        results.append(result)
        parent = tables.get(target)
        if result.skip(why_not(table, (item.name,), parent, key)) or parent is None:
            continue
        unknown = unknown_items(table, item.name, separator, parent, field)
        if unknown.is_empty():
            continue
        known = known_keys(parent, key)
        file = resources[target].path
        result.outcome, result.count = "failed", unknown.height
        for row, part in unknown.head(cap).iter_rows():
            result.findings.append(orphan_finding(table, key, row, file, known, part))
    return results


def unknown_items(
    table: TypedTable, name: str, separator: str, parent: TypedTable, field: str
) -> pl.DataFrame:
    """Give row and text of the items of lists that do not occur in a field of the parent."""
    if table.text.frame.height < _FEW and parent.rows is None:
        known = set(parent.text.frame[field].to_list())
        cells = enumerate(table.text.frame[name].to_list())
        rows = [
            (row, part)
            for row, cell in cells
            if cell
            for part in cell.split(separator)
            if part not in known
        ]
        return pl.DataFrame(rows, schema={"row": pl.Int64, "item": pl.String}, orient="row")
    items = items_of(table.text, name, separator)
    if parent.rows is None:
        values = parent.text.frame.select(pl.col(field).alias("item")).unique()
        return items.join(values, on="item", how="anti", maintain_order="left")
    pairs = items.select(pl.int_range(pl.len()).alias(POSITION), *pair_of([pl.col("item")]))
    missing = PairStore.of(pairs).missing_in(parent.rows.pairs[(field,), "texts"])
    return items[missing.cast(pl.UInt32)]


def items_of(text: TextTable, name: str, separator: str) -> pl.DataFrame:
    """Give row and text of each item of a field of lists."""
    return (
        text.frame.lazy()
        .select(pl.col(name).alias("item"))
        .with_row_index("row")
        .filter(pl.col("item") != "")
        .with_columns(pl.col("item").str.split(separator))
        .explode("item")
        .collect()
    )


def orphan_finding(  # noqa: PLR0917
    table: TypedTable,
    key: ForeignKey,
    row: int,
    file: str,
    known: Names,
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
        nearest=known.nearest(value),
    )


def _orphans(table: TypedTable, parent: TypedTable, key: ForeignKey) -> pl.Series:
    """Give the indexes of rows whose key does not occur in the parent."""
    if table.frame.is_empty():
        return pl.Series(dtype=pl.Int64)
    how = comparison(table.text.resource.schema, key, parent.text.resource.schema)
    if parent.rows is not None:
        return _orphans_of_large(table, key, parent.rows.pairs[key.reference_fields, how])
    if how == "values" and table.frame.height + parent.frame.height < _FEW:
        child_columns = [table.frame[name] for name in key.fields]
        if all(column.dtype in _HASHED for column in child_columns):
            known_columns = [parent.frame[name] for name in key.reference_fields]
            return _orphans_of_few(child_columns, known_columns)
    child = table.frame.select(key.fields)
    known = compared(parent.text.frame, parent.frame, key.reference_fields, how)
    is_filled = child.select(pl.all().is_not_null())
    child = compared(table.text.frame, child, key.fields, how)
    if how == "texts":
        # As text, but only where the cell is a value at all: other cells are reported already.
        child = child.select(
            pl.when(is_filled[name]).then(pl.col(name)).alias(name) for name in child.columns
        )
    names = [f"key_{number}" for number in range(len(key.fields))]
    child.columns, known.columns = names, names
    child = child.with_row_index("row").drop_nulls()
    orphans = child.join(known.drop_nulls().unique(), on=names, how="anti", maintain_order="left")
    return orphans["row"].sort()


def comparison(own: Schema, key: ForeignKey, other: Schema) -> Comparison:
    """Tell what of a key is compared, by the types that it has in both tables."""
    mine = [dtype_of(own.field(name)) for name in key.fields]
    theirs = [dtype_of(other.field(name)) for name in key.reference_fields]
    if mine == theirs:
        return "values"
    pairs = zip(mine, theirs, strict=True)
    is_alike = all(a == b or (a.is_numeric() and b.is_numeric()) for a, b in pairs)
    return "numbers" if is_alike else "texts"


def compared(
    texts: pl.DataFrame, values: pl.DataFrame, names: Sequence[str], how: Comparison
) -> pl.DataFrame:
    """Give what is compared of the fields of a key; all numbers get one type, so that 1 is 1.0."""
    if how == "texts":
        return texts.select(names)
    frame = values.select(names)
    return frame.cast({cs.numeric(): pl.Float64}) if how == "numbers" else frame


def _orphans_of_few(child: Sequence[pl.Series], known: Sequence[pl.Series]) -> pl.Series:
    """Give the indexes of whole keys that are not known."""
    if len(child) == 1:
        values = {*known[0].to_list(), None}
        cells = child[0].to_list()
        rows = [row for row, cell in enumerate(cells) if cell not in values]
    else:
        keys = set(zip(*(column.to_list() for column in known), strict=True))
        own = zip(*(column.to_list() for column in child), strict=True)
        rows = [row for row, key in enumerate(own) if key not in keys and None not in key]
    return pl.Series(rows, dtype=pl.Int64)


def _orphans_of_large(table: TypedTable, key: ForeignKey, pairs: PairStore) -> pl.Series:
    """Give the indexes of rows whose key does not occur in a large parent."""
    source = compared(table.text.frame, table.frame, key.fields, pairs.how)
    is_whole = table.frame.select(pl.all_horizontal(pl.col(key.fields).is_not_null())).to_series()
    own = source.select(
        pl.int_range(pl.len()).alias(POSITION), *pair_of([pl.col(name) for name in key.fields])
    )
    return PairStore.of(own.filter(is_whole)).missing_in(pairs)


def check_hierarchies(table: TypedTable, cap: int) -> list[CheckResult]:
    """Check that no row hangs under itself, for every foreign key of a table to itself."""
    results = []
    schema = table.text.resource.schema
    for key in table.text.resource.self_references:
        how = comparison(schema, key, schema)
        result = CheckResult(code="hierarchy-cycle", resource=table.name, fields=key.fields)
        is_skipped = result.skip(absent(table, (*key.fields, *key.reference_fields)))
        # Values of two types never meet, so that there is no way round.
        if not is_skipped and how != "texts" and not table.frame.is_empty():
            own, above = key.reference_fields[0], key.fields[0]
            links = compared(table.text.frame, table.frame, [own, above], how)
            links = links.rename({own: "own", above: "parent"})
            names = table.text.frame[own]
            for rows in cycles(links.with_row_index("row").drop_nulls()):
                path = [names[row] for row in [*rows, rows[0]]]
                found = partial(
                    row_finding,
                    table,
                    "hierarchy-cycle",
                    rows[0],
                    key.fields,
                    value=path[0],
                    path=path,
                )
                result.add(found, cap)
        results.append(result)
    return results


def _without_leaves(links: pl.DataFrame) -> pl.DataFrame:
    """Take rows away whose parent does not hang under anything, while that takes away much."""
    for _ in range(_MOST_ROUNDS):
        rest = links.join(links.select("own"), left_on="parent", right_on="own", how="semi")
        if rest.height == links.height:
            break
        links = rest
    return links


def cycles(links: pl.DataFrame) -> list[list[int]]:
    """Give each circle once: its rows in order, the one that stands first in the file first.

    Args:
        links: ``row``, ``own`` and ``parent``, without empty cells; own and parent are of one type.
    """
    if links.height >= _FEW:
        links = _without_leaves(links.unique("own", keep="first", maintain_order=True))
    parents: dict[object, object] = {}
    rows: dict[object, int] = {}
    for row, own, parent in links.select("row", "own", "parent").iter_rows():
        if own not in parents:
            parents[own], rows[own] = parent, row
    seen: set[object] = set()
    found = []
    for start in sorted(parents, key=rows.__getitem__):
        path: list[object] = []
        current = start
        while current in parents and current not in seen:
            seen.add(current)
            path.append(current)
            current = parents[current]
        if current in path:
            ring = [rows[member] for member in path[path.index(current) :]]
            first = ring.index(min(ring))
            found.append(ring[first:] + ring[:first])
    return found
