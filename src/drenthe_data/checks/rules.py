"""Running the rules of ``validators/`` on tables; the queries run on Polars, or on a database.

What a rule is and reads: :mod:`drenthe_data.checks.rule_files`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from heapq import nsmallest
from threading import Thread
from typing import TYPE_CHECKING, Any

import polars as pl

from drenthe_data.checks.cells import TypedTable
from drenthe_data.checks.kept import Domain, KeptColumns
from drenthe_data.checks.memory import Memory
from drenthe_data.checks.positions import POSITION
from drenthe_data.checks.printed import readings
from drenthe_data.checks.rule_files import Rule, check_all_references, words_of
from drenthe_data.checks.rule_findings import At, key_text, rule_finding, rule_result
from drenthe_data.descriptor import Field, Package, Resource
from drenthe_data.exceptions import RuleError
from drenthe_data.findings import CheckResult, Finding
from drenthe_data.reading import LINE, ROW

if TYPE_CHECKING:
    from drenthe_data.checks.database import Database

# What the names of the columns end in that the engine offers beside a printed figure.
_ENDINGS = ("half_unit", "printed_precision")
# Polars raises several kinds when a query cannot be run; its panics are no Exception of Python.
_FAILURES = (Exception, pl.exceptions.PanicException)
# Rows of all tables together below which the plans of all rules are collected at once.
_AT_ONCE = 1_000_000


def prepare(table: TypedTable) -> pl.DataFrame:
    """Give a table as the rules see it: its values, and ``half_unit`` beside printed figures.

    Rows that repeat the primary key of an earlier row are left out (they are reported as such),
    so that no rule reports them a second time. The columns beside the first printed figure are
    called ``half_unit`` and ``printed_precision``, those of a further one ``<field>_half_unit`` and
    ``<field>_printed_precision``.
    """
    schema = table.text.resource.schema
    frame, text = table.frame, table.text.frame
    key = [name for name in schema.primary_key if name in frame.columns]
    if key and len(key) == len(schema.primary_key) and not table.is_keyed:
        is_empty = frame.select(pl.any_horizontal(pl.col(key).is_null())).to_series()
        if is_empty.any() or frame.unique(key).height < frame.height:
            # A key with an empty part is reported as such, and repeats no other. By position: of
            # a table of several files two rows may have one line.
            is_kept = is_empty | frame.select(key).to_struct("key").is_first_distinct()
            frame, text = frame.filter(is_kept), text.filter(is_kept)
    frame = frame.drop(LINE, ROW)
    for item in schema.fields:
        if item.printed_in in text.columns and item.name in frame.columns:
            found = readings(text[item.printed_in])
            prefix = f"{item.name}_" if "half_unit" in frame.columns else ""
            frame = frame.with_columns(
                found["half_unit"].alias(f"{prefix}half_unit"),
                found["precision"].alias(f"{prefix}printed_precision"),
            )
    return frame


def relations(tables: Iterable[TypedTable]) -> dict[str, pl.DataFrame]:
    """Give all that a query can read: the tables, and a relation for each field of lists.

    A field that lists keys (``listOf``) becomes ``<table>_<field>``: the key of the row,
    ``position`` from 1, and ``item``, so that a query need not take texts apart.
    """
    found: dict[str, pl.DataFrame] = {}
    for table in tables:
        found[table.name] = prepare(table)
        found |= _list_relations(table, found[table.name])
    return found


def _list_relations(table: TypedTable, frame: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Give the relations of the fields of a table that list keys."""
    found = {}
    schema = table.text.resource.schema
    for item in schema.fields:
        if item.list_of is None or item.name not in frame.columns:
            continue
        key = [name for name in schema.primary_key if name in frame.columns]
        texts = pl.col(item.name).cast(pl.String)  # of a large package they may be codes
        lists = frame.select(*key, texts.str.split(item.list_of[2]).alias("item"))
        numbered = lists.with_columns(
            pl.int_ranges(1, pl.col("item").list.len() + 1).alias("position")
        )
        found[f"{table.name}_{item.name}"] = numbered.explode("item", "position").drop_nulls("item")
    return found


def kept_columns(
    resource: Resource,
    rules: Iterable[Rule],
    coded: Mapping[tuple[str, str], Domain],
    memory: Memory,
) -> KeptColumns | None:
    """Tell which columns of a large table its rules read; ``None`` when none does."""
    names = resource.schema.names
    wanted: set[str] = set()
    is_read = False
    printed: list[tuple[str, str]] = []
    for rule in rules:
        if resource.name not in rule.reads and resource.name != rule.table:
            continue
        is_read = True
        words, has_star = words_of(rule)
        wanted |= {
            item.name
            for item in resource.schema.fields
            if has_star or _is_named(item, resource.name, words)
        }
        wanted |= set(rule.key) & set(names)
        if _reads_prints(words, has_star=has_star):
            printed = [
                (item.name, item.printed_in)
                for item in resource.schema.fields
                if item.printed_in in names
            ]
    if not is_read:
        return None
    wanted |= set(resource.schema.primary_key)
    # Lists are taken apart, so that they stay texts.
    lists = {item.name for item in resource.schema.fields if item.list_of is not None}
    own = {
        name: coded[resource.name, name]
        for name in names
        if name in wanted - lists and (resource.name, name) in coded
    }
    return KeptColumns(resource, wanted, own, memory, tuple(printed))


class _Context:
    """What queries read, made when the first query is run.

    With large tables, texts that recur are codes at first. A query that cannot be run on codes is
    run on texts.
    """

    def __init__(
        self,
        tables: Mapping[str, TypedTable],
        names: Iterable[str],
        coded: Mapping[tuple[str, str], Domain],
    ) -> None:
        self.tables = [tables[name] for name in sorted(names)]
        self.coded = coded
        self.is_large = any(table.rows is not None for table in self.tables)

    @cached_property
    def frames(self) -> dict[str, pl.DataFrame]:
        """The relations by name; of large tables with codes."""
        if not self.is_large:
            return relations(self.tables)
        # Only what large tables keep as codes are codes in small ones.
        kept = [table.rows.kept for table in self.tables if table.rows is not None]
        used = {id(domain) for own in kept if own is not None for domain in own.coded.values()}
        small = {table.name: prepare(table) for table in self.tables if table.rows is None}
        coded = [
            (name, column, domain)
            for (name, column), domain in self.coded.items()
            if id(domain) in used and name in small and column in small[name].columns
        ]
        for name, column, domain in coded:
            small[name] = small[name].with_columns(pl.col(column).cast(domain.dtype))
        found: dict[str, pl.DataFrame] = {}
        for table in self.tables:
            if table.rows is None:
                found[table.name] = small[table.name]
            elif table.rows.kept is not None:
                found[table.name], positions = table.rows.kept.relation()
                self.positions[table.name] = positions
            found |= _list_relations(table, found[table.name])
        return found

    @cached_property
    def positions(self) -> dict[str, pl.Series]:
        """Of each large table the position of each row of its relation."""
        return {}

    @cached_property
    def codes(self) -> pl.SQLContext[pl.LazyFrame]:
        """The relations for queries, as they are."""
        return pl.SQLContext({name: frame.lazy() for name, frame in self.frames.items()})

    @cached_property
    def texts(self) -> pl.SQLContext[pl.LazyFrame]:
        """The relations for queries, codes turned into texts."""
        return pl.SQLContext(
            {
                name: frame.lazy().with_columns(pl.col(pl.Categorical).cast(pl.String))
                for name, frame in self.frames.items()
            }
        )

    @cached_property
    def database(self) -> Database | None:
        """The relations in a file, when they take more memory than they may."""
        if not self.is_large:
            return None
        kept = [own for table in self.tables if table.rows is not None and (own := table.rows.kept)]
        if not kept or kept[0].fits_with(kept[1:]):
            return None
        from drenthe_data.checks.database import Database

        small = [table for table in self.tables if table.rows is None]
        found = relations(small)
        database = Database(kept[0].memory)
        for name, frame in found.items():
            database.create(name, frame)
        for own in kept:
            own.write(database)
            database.list_relations(own.resource)
        return database

    def _database(self, rule: Rule) -> Database | None:
        """Give the database; raises ``RuleError`` when it cannot be made.

        SQLite takes no more than 2000 columns, and no names that differ in capitals alone.
        """
        try:
            return self.database
        except Exception as error:
            import sqlite3

            if not isinstance(error, sqlite3.Error):
                raise
            raise RuleError("rule-failed", file=rule.file, reason=str(error)) from error

    def is_sound(self, rule: Rule) -> bool:
        """Tell whether the queries of a rule can be run on tables without rows.

        Not asked of a database, which takes nearly everything and holds what memory cannot.
        """
        try:
            if self._database(rule) is not None:
                return False
        except RuleError:
            return False
        # With texts for codes, as a query is run in the end that cannot be run on codes.
        texts = pl.col(pl.Categorical).cast(pl.String)
        frames = {name: frame.clear().with_columns(texts) for name, frame in self.frames.items()}
        try:
            for query in filter(None, (rule.query, rule.detail)):
                pl.SQLContext(frames, eager=True).execute(query)
        except _FAILURES:
            return False
        return True

    def run(self, rule: Rule, query: str) -> pl.DataFrame:
        """Run a query of a rule; raises ``RuleError`` when it cannot be run."""
        if (database := self._database(rule)) is not None:
            return database.run(rule.file, query)
        if self.is_large:
            with suppress(*_FAILURES):
                return self.codes.execute(query).collect(engine="streaming")
        try:
            context = self.texts if self.is_large else self.codes
            result: pl.DataFrame = context.execute(query).collect()
        except _FAILURES as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise RuleError("rule-failed", file=rule.file, reason=reason) from error
        return result


def start_rules(  # noqa: PLR0917
    rules: Iterable[Rule],
    package: Package,
    tables: Mapping[str, TypedTable],
    cap: int,
    listed: Collection[str] | None = None,
    coded: Mapping[tuple[str, str], Domain] | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Callable[[dict[str, RuleError]], list[CheckResult]]:
    """Begin to run the rules on the tables.

    Queries on small tables are run in a thread, so that other checks can be made meanwhile.
    A rule whose tables have cells or rows that could not be read is not evaluated where its query
    uses them, because a sum without one of its parts says nothing. Nor is one whose query is sound
    and cannot be run on the rows, as where it takes a number out of a text that has none: whether
    these rows have findings is for the caller to say.

    Args:
        rules: The rules.
        package: The package.
        tables: Its tables.
        cap: How many findings to keep of rules that are not listed.
        listed: Ids of the rules of which all findings are kept; without it, of all.
        coded: The domains of the columns of large tables that are kept as codes.
        progress: Told which rule is being run, its number and how many there are.

    Returns:
        A function that gives the outcomes, in the order of the rules. It puts the errors of the
        rules that rows stop into what it is given, by id.

    Raises:
        RuleError: When a rule is not sound: unknown tables or columns, or no query that runs.
    """
    rules = list(rules)
    check_all_references(rules, package)
    needed = {name for rule in rules for name in rule.reads if name in tables}
    context = _Context(tables, needed, coded or {})
    reasons = {rule.id: _why_not(rule, tables) for rule in rules}
    runnable = [rule for rule in rules if reasons[rule.id] is None]
    height = sum(tables[name].height for name in needed)
    # Small tables are looked at by all rules at once; of large ones the plans go one by one.
    rows: dict[str, pl.DataFrame] = {}
    thread: Thread | None = None
    if runnable and height < _AT_ONCE and not context.is_large:
        thread = Thread(target=lambda: rows.update(_run_all(runnable, context)), daemon=True)
        thread.start()

    def results(stopped: dict[str, RuleError]) -> list[CheckResult]:
        if thread is not None:
            thread.join()
        found = []
        for number, rule in enumerate(rules):
            if progress is not None:
                progress(rule.id, number, len(rules))
            result = rule_result(rule)
            found.append(result)
            if result.skip(reasons[rule.id]):
                continue
            all_ = listed is None or rule.id in listed
            try:
                _check_rule(rule, context, tables[rule.table], result, rows.get(rule.id), cap, all_)
            except RuleError as error:
                if error.code != "rule-failed" or not context.is_sound(rule):
                    raise
                stopped[rule.id] = error
                # What stands in the rows is not told: other findings do that.
                reason, *_ = str(error.params["reason"]).split(": [")
                result.skip(("skipped.rule", {"file": rule.file, "reason": reason}))
        return found

    return results


def _run_all(rules: Iterable[Rule], context: _Context) -> dict[str, pl.DataFrame]:
    """Run all queries in one go; gives nothing when one fails, so that it is run by itself."""
    rules = list(rules)
    try:
        plans = [context.codes.execute(rule.query) for rule in rules]
        frames = pl.collect_all(plans)
    except _FAILURES:
        return {}
    return {rule.id: frame for rule, frame in zip(rules, frames, strict=True)}


def _check_rule(  # noqa: PLR0917
    rule: Rule,
    context: _Context,
    table: TypedTable,
    result: CheckResult,
    rows: pl.DataFrame | None,
    cap: int,
    keeps_all: bool,
) -> None:
    """Run one rule, and put what it finds in its outcome."""
    if rows is None:
        rows = context.run(rule, rule.query)
    missing = [name for name in rule.key if name not in rows.columns]
    if missing:
        raise RuleError("rule-columns", file=rule.file, expected=list(rule.key), value=rows.columns)
    if rows.is_empty():
        return
    count = rows.height
    parts = _parts(rule, context) if rule.detail else {}
    if table.rows is None:
        places = _places(rule, rows, table)
    else:
        rows, places, table = _fetched(rule, rows, table, context, None if keeps_all else cap)
    found = [_finding(rule, row, parts, places, table) for row in rows.iter_rows(named=True)]
    # By row: of a table of several files each has lines of its own.
    found.sort(key=lambda item: (item.row or 0, item.key or ()))
    if rule.severity == "note":
        result.notes, result.noted = found[:cap], count
        return
    result.outcome, result.count = "failed", count
    result.findings = found if keeps_all else found[:cap]


def _reads_prints(words: Iterable[str], *, has_star: bool) -> bool:
    """Tell whether words name a column that is offered beside a printed figure."""
    return has_star or any(word.endswith(_ENDINGS) for word in words)


def _is_named(item: Field, table: str, words: Collection[str]) -> bool:
    """Tell whether words name a field of a table, or the relation of its lists."""
    return item.name in words or (item.list_of is not None and f"{table}_{item.name}" in words)


def _why_not(rule: Rule, tables: Mapping[str, TypedTable]) -> tuple[str, dict[str, Any]] | None:
    """Say why a rule cannot be evaluated, if so."""
    words, has_star = words_of(rule)
    reads_prints = _reads_prints(words, has_star=has_star)
    for name in dict.fromkeys((*rule.reads, rule.table)):
        table = tables.get(name)
        if table is None or not table.text.is_readable or table.text.is_cut:
            return ("skipped.table", {"table": name})
        lost = table.text.records - table.height
        if lost:
            return ("skipped.cells", {"count": lost, "table": name})
        for item in table.text.resource.schema.fields:
            uses = has_star or _is_named(item, name, words)
            if item.printed_in is not None and reads_prints:
                # What is offered beside a figure is made from both columns.
                for part in (item.printed_in, item.name):
                    if part in table.text.missing:
                        return ("skipped.column", {"field": part, "table": name})
            is_shown = name == rule.table and item.name in (*rule.key, rule.field)
            if (uses or is_shown) and item.name in table.text.missing:
                return ("skipped.column", {"field": item.name, "table": name})
            if uses and item.name in table.misfits:
                return ("skipped.cells", {"count": table.misfits[item.name], "table": name})
    return None


def _parts(rule: Rule, context: _Context) -> dict[tuple[Any, ...], list[tuple[str, Any]]]:
    """Run the second query of a rule: what each key is the sum of."""
    rows = context.run(rule, rule.detail or "")
    wanted = [*rule.key, "label", "amount"]
    if any(name not in rows.columns for name in wanted):
        raise RuleError("rule-columns", file=rule.file, expected=wanted, value=rows.columns)
    parts: dict[tuple[Any, ...], list[tuple[str, Any]]] = {}
    for row in rows.select(wanted).sort([*rule.key, "label"], nulls_last=True).iter_rows():
        parts.setdefault(row[:-2], []).append((str(row[-2]), row[-1]))
    return parts


def _fetched(
    rule: Rule, rows: pl.DataFrame, table: TypedTable, context: _Context, cap: int | None
) -> tuple[pl.DataFrame, dict[tuple[Any, ...], tuple[int, int, int]], TypedTable]:
    """Read the rows of a large table that a rule points at, the first ``cap`` of them.

    Returns:
        The rows of the query that are meant (also of keys that the table has not), where each key
        stands in the table that comes third, and that table.
    """
    key = list(rule.key)
    database = context.database
    columns = (
        context.frames[rule.table].columns if database is None else database.columns(rule.table)
    )
    if any(name not in columns for name in key):
        raise RuleError("rule-columns", file=rule.file, expected=columns, value=key)
    if database is not None:
        return _read_again(rows, database.positions(rule.table, key, rows), key, table, cap)
    frame = context.frames[rule.table]
    wanted = rows.select(_as_key(name, rows.schema[name], frame.schema[name]) for name in key)
    positions = context.positions[rule.table].alias(POSITION)
    keyed = (
        frame.lazy()
        .select(key)
        .with_columns(positions)
        .join(wanted.unique().lazy(), on=key, how="semi", nulls_equal=True)
        .collect(engine="streaming")
        .sort(POSITION)
        .unique(key, keep="first", maintain_order=True)
    )
    # As the query gives them, so that a key of another table is not taken for one of this.
    keyed = keyed.with_columns(_as_key(name, frame.schema[name], rows.schema[name]) for name in key)
    return _read_again(rows, keyed, key, table, cap)


def _as_key(name: str, own: pl.DataType, other: pl.DataType) -> pl.Expr:
    """Give a column of keys in the type of another; null where no key of that can be the same."""
    texts = (pl.String, pl.Enum, pl.Categorical)
    is_text = isinstance(own, texts) and isinstance(other, texts)
    is_number = own.is_numeric() and other.is_numeric()
    if own == other or is_text or is_number:
        return pl.col(name).cast(other, strict=False)
    return pl.lit(None, dtype=other).alias(name)


def _read_again(
    rows: pl.DataFrame, keyed: pl.DataFrame, key: list[str], table: TypedTable, cap: int | None
) -> tuple[pl.DataFrame, dict[tuple[Any, ...], tuple[int, int, int]], TypedTable]:
    """Read the rows of a large table at the positions of keys."""
    # Rows whose key the table has not have no line, and come first.
    elsewhere = rows.join(keyed, on=key, how="anti", nulls_equal=True, maintain_order="left")
    if cap is not None and elsewhere.height > cap:
        keys = enumerate(elsewhere.select(key).iter_rows())
        first = nsmallest(cap, keys, key=lambda item: tuple(map(key_text, item[1])))
        elsewhere = elsewhere[[number for number, _ in first]]
    keyed = keyed if cap is None else keyed.head(cap)
    chosen = keyed.drop(POSITION)
    rows = pl.concat([elsewhere, rows.join(chosen, on=key, how="semi", nulls_equal=True)])
    small = table.rows.fetch(keyed[POSITION].to_list()) if table.rows is not None else table
    lines = small.text.frame.select(LINE, ROW).rows()
    places = {
        values: (index, *place)
        for index, (values, place) in enumerate(zip(chosen.iter_rows(), lines, strict=False))
    }
    return rows, places, small


def _places(
    rule: Rule, rows: pl.DataFrame, table: TypedTable
) -> dict[tuple[Any, ...], tuple[int, int, int]]:
    """Give index, line and row of the rows of the table that a rule points at."""
    key = list(rule.key)
    if any(name not in table.frame.columns for name in key):
        raise RuleError(
            "rule-columns", file=rule.file, expected=table.frame.columns[:-2], value=key
        )
    wanted = set(rows.select(key).iter_rows())
    places: dict[tuple[Any, ...], tuple[int, int, int]] = {}
    columns = table.frame.select(*key, LINE, ROW).with_row_index("\0index")
    for index, *values, line, row in columns.iter_rows():
        if tuple(values) in wanted:
            places.setdefault(tuple(values), (index, line, row))
    return places


def _finding(
    rule: Rule,
    row: Mapping[str, Any],
    parts: Mapping[tuple[Any, ...], list[tuple[str, Any]]],
    places: Mapping[tuple[Any, ...], tuple[int, int, int]],
    table: TypedTable,
) -> Finding:
    text = table.text
    place = places.get(tuple(row[name] for name in rule.key))
    if place is None:
        return rule_finding(rule, row, parts, text.resource)
    index, line, number = place
    record = text.frame.row(index, named=True)
    cells = {name: cell for name, cell in record.items() if name not in (LINE, ROW)}
    return rule_finding(
        rule, row, parts, text.resource, At(text.path_of(index), line, number, cells)
    )
