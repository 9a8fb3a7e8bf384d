"""One run over the tables of a package: small ones as a whole, large ones block by block."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from drenthe_data.checks.cells import TypedTable, check_cells
from drenthe_data.checks.citations import check_citations
from drenthe_data.checks.evidence import check_printed
from drenthe_data.checks.hygiene import check_hygiene
from drenthe_data.checks.kept import Domain, domains
from drenthe_data.checks.keys import (
    check_foreign_keys,
    check_hierarchies,
    check_keys,
    check_lists,
    comparison,
)
from drenthe_data.checks.memory import Memory
from drenthe_data.checks.outline import Progress
from drenthe_data.checks.positions import Comparison
from drenthe_data.checks.privacy import check_privacy
from drenthe_data.checks.properties import asks_hygiene, read_evidence, read_privacy
from drenthe_data.checks.rule_files import Rule, check_all_references
from drenthe_data.checks.rules import kept_columns, start_rules
from drenthe_data.descriptor import Package, Resource
from drenthe_data.exceptions import RuleError
from drenthe_data.findings import STRUCTURE, CheckResult, Finding, TableSummary
from drenthe_data.reading import BlockReader, TextTable, read_table
from drenthe_data.reading.source import parts_of, size_of

if TYPE_CHECKING:
    from drenthe_data.checks.large import LargeCheck
    from drenthe_data.checks.large_plan import BlockCheck

# A table of more bytes than this is not held as a whole, nor are all tables that are held together
# larger than that.
LARGE = 12_000_000
_HELD = 100_000_000
# Files that are smaller together (in bytes) are not worth a thread that reads them.
_AHEAD = 1_000_000
# How much smaller a compressed file may be than its text.
_SHRUNK = 10


class Run:
    """Reads and checks all tables of a package.

    Attributes:
        tables: The tables that were read, by name, in the order of the package.
        resources: The resources, by name.
        coded: The domains of the columns that large tables keep as codes.
    """

    def __init__(  # noqa: PLR0917
        self,
        package: Package,
        catalogue: list[Rule],
        folder: Path | None,
        limit: int,
        progress: Progress | None = None,
        memory: Memory | None = None,
    ) -> None:
        self.memory = memory or Memory()
        self.package = package
        self.catalogue = catalogue
        self.folder = folder
        self.limit = limit
        self.progress = progress
        self.tables: dict[str, TypedTable] = {}
        self.resources = {resource.name: resource for resource in package.resources}
        self.coded: dict[tuple[str, str], Domain] = {}
        # Rules of which all findings are kept, because some of them may be known and explained.
        self.listed: set[str] = set()
        self._rules: dict[str, CheckResult] = {}
        # The errors of the rules that rows stop, and the tables in which an error was found.
        self._stopped: dict[str, RuleError] = {}
        self._faulty: set[str | None] = set()
        self._cells: dict[str, list[CheckResult]] = {}
        self._keys: dict[str, list[CheckResult]] = {}
        self._large: dict[str, LargeCheck] = {}

    def read(self) -> None:
        """Read all tables and check them cell by cell."""
        large = self._large_tables()
        small = [resource for resource in self.package.resources if resource not in large]
        sizes = {resource.name: _size(resource) for resource in self.package.resources}
        self._todo, self._done = sum(sizes.values()), 0
        readers = [BlockReader(resource, self.limit) for resource in _parents_first(large)]
        items = self._items(small, readers)
        if self._todo > _AHEAD:
            from drenthe_data.reading.ahead import ahead

            items = ahead(items)
        with closing(items):
            for resource, text in zip(small, items, strict=False):
                self._tell(resource.name, sizes[resource.name])
                if text is not None:
                    table, self._cells[resource.name] = check_cells(text, self.limit)
                    self.tables[resource.name] = table
                    self._keys[resource.name] = check_keys(table, self.limit)
            if large:
                self.coded = domains(self.resources, self.tables)
                check_all_references(self.catalogue, self.package)
            for reader in readers:
                self._check_large(reader, items)
                self._run_ready()
        for check in self._large.values():
            check.resolve(self.tables)
        self.tables = {name: self.tables[name] for name in self.resources}
        self._start_rest()

    def _items(
        self, small: Iterable[Resource], readers: Iterable[BlockReader]
    ) -> Generator[TextTable | None]:
        """Read small tables as a whole, then the blocks of each large one and ``None`` after it."""
        for resource in small:
            yield read_table(resource, self.limit)
        for reader in readers:
            yield from reader.blocks()
            yield None

    def _large_tables(self) -> list[Resource]:
        """Give the tables that are not to be held as a whole: the largest, if there are many."""
        evidence = read_evidence(self.package)
        whole = () if evidence is None else (evidence.resource, evidence.names.get("resource"))
        held = 0
        large: set[str] = set()
        for resource in sorted(self.package.resources, key=_text_size):
            size = _text_size(resource)
            held += size
            if resource.name not in whole and (size > LARGE or held > _HELD):
                large.add(resource.name)
        return [resource for resource in self.package.resources if resource.name in large]

    def _tell(self, name: str, size: int) -> None:
        """Tell that so many bytes of a table are being read."""
        if self.progress is not None:
            self.progress(name, min(self._done, self._todo), self._todo)
        self._done += size

    def _check_large(self, reader: BlockReader, blocks: Iterator[TextTable | None]) -> None:
        """Check a table block by block.

        Args:
            reader: The reader of the table.
            blocks: Its blocks, and then ``None``.
        """
        from drenthe_data.checks.large import LargeCheck
        from drenthe_data.checks.large_plan import Around

        resource = reader.resource
        around = Around(
            tables=dict(self.tables),
            resources=self.resources,
            kept=kept_columns(resource, self.catalogue, self.coded, self.memory),
            coded=self.coded,
            referred=self._referred(resource),
            checks=self._block_checks(resource),
            cap=self.limit,
            memory=self.memory,
        )
        check = LargeCheck(reader, around)
        self._large[resource.name] = check
        self.tables[resource.name] = check.table
        for block in iter(partial(next, blocks), None):
            self._tell(resource.name, 0 if block.mark is None else block.mark.size)
            check.add(block)
        check.close()

    def _run_ready(self) -> None:
        """Run the rules whose tables have all been read, and give up what no other rule needs."""
        ready: list[Rule] = []
        rest: list[Rule] = []
        for rule in self.catalogue:
            names = {*rule.reads, rule.table}
            is_of_large = any(name in self._large for name in names)
            if rule.id in self._rules:
                continue
            (ready if is_of_large and names <= set(self.tables) else rest).append(rule)
        results = start_rules(
            ready, self.package, self.tables, self.limit, self.listed, self.coded, self.progress
        )(self._stopped)
        self._rules |= {result.code: result for result in results}
        needed = {name for rule in rest for name in (*rule.reads, rule.table)}
        for name, check in self._large.items():
            if name not in needed and check.rows.kept is not None:
                check.rows.kept.clear()

    def _start_rest(self) -> None:
        """Begin with the rules that have not been run yet."""
        rest = [rule for rule in self.catalogue if rule.id not in self._rules]
        self._rest = start_rules(
            rest, self.package, self.tables, self.limit, self.listed, self.coded, self.progress
        )

    def rule_results(self) -> list[CheckResult]:
        """Give the outcomes of all rules; to be asked after those of all other checks.

        Raises:
            RuleError: When rows without findings stop a rule.
        """
        self._rules |= {result.code: result for result in self._rest(self._stopped)}
        for rule in self.catalogue:
            if rule.id in self._stopped and self._faulty.isdisjoint({*rule.reads, rule.table}):
                raise self._stopped[rule.id]
        return [self._rules[rule.id] for rule in self.catalogue]

    def _referred(self, resource: Resource) -> list[tuple[tuple[str, ...], Comparison]]:
        """Give the keys of a table that others, or it itself, refer to, and what is compared."""
        found: dict[tuple[tuple[str, ...], Comparison], None] = {}
        for other in self.package.resources:
            for key in other.schema.foreign_keys:
                if (key.resource or other.name) != resource.name:
                    continue
                how = comparison(other.schema, key, resource.schema)
                found[key.reference_fields, how] = None
            for item in other.schema.fields:
                if item.list_of is not None and item.list_of[0] == resource.name:
                    found[(item.list_of[1],), "texts"] = None
        return list(found)

    def _block_checks(self, resource: Resource) -> dict[str, BlockCheck]:
        """Give the checks that look at one row at a time and are asked of a table."""
        fields = resource.schema.fields
        checks: dict[str, BlockCheck] = {}
        if any(item.printed_in is not None for item in fields):
            checks["printed"] = lambda block: check_printed(block, self.limit)
        if asks_hygiene(self.package):
            checks["hygiene"] = lambda block: check_hygiene([block], self.limit)
        privacy = read_privacy(self.package)
        if privacy is not None:
            checks["privacy"] = lambda block: check_privacy([block], privacy, self.limit)
        evidence = read_evidence(self.package)
        if evidence is not None:
            wanted = (evidence.resource, evidence.names.get("resource", ""))
            known = {name: self.tables[name] for name in wanted if name in self.tables}
            checks["citations"] = partial(self._citations, known)
        return checks

    def _citations(
        self, known: Mapping[str, TypedTable], block: TypedTable
    ) -> Iterator[CheckResult]:
        tables = {**known, block.name: block}
        for result in check_citations(self.package, tables, self.folder, self.limit):
            if result.resource == block.name:
                yield result

    def results(self) -> list[CheckResult]:
        """Give the outcomes of all checks but the rules, by family and table."""
        found: list[CheckResult] = []
        limit = self.limit
        for name, table in self.tables.items():
            found += structure_results(table.text, limit)
            is_large = name in self._large
            found += self._large[name].results("cells") if is_large else self._cells[name]
        for name, table in self.tables.items():
            if name in self._large:
                for family in ("keys", "references", "lists", "hierarchies", "printed"):
                    found += self._large[name].results(family)
                continue
            found += self._keys[name]
            found += check_foreign_keys(table, self.tables, self.resources, limit)
            found += check_lists(table, self.tables, self.resources, limit)
            found += check_hierarchies(table, limit)
            found += check_printed(table, limit)
        small = [table for table in self.tables.values() if table.rows is None]
        found += text_results(self.package, small, limit)
        held = {table.name: table for table in small}
        found += check_citations(self.package, held, self.folder, limit)
        for check in self._large.values():
            for family in ("hygiene", "privacy", "citations"):
                found += check.results(family)
        self._faulty = {item.resource for item in found if item.count and item.severity == "error"}
        return found

    def summaries(self) -> list[TableSummary]:
        """Say what is known of each table."""
        return [
            TableSummary(
                name,
                table.text.resource.path,
                table.text.records if table.text.is_readable else None,
                table.text.size_bytes,
                table.text.labels,
            )
            for name, table in self.tables.items()
        ]


def _text_size(resource: Resource) -> int:
    """Give the bytes of the text of a table, or about as many when it is compressed."""
    is_packed = resource.compression is not None or resource.format == "parquet"
    return _size(resource) * (_SHRUNK if is_packed else 1)


def _size(resource: Resource) -> int:
    """Give the bytes of the files of a table."""
    if resource.format == "inline":
        return 0
    return sum(size_of(part) or 0 for part in parts_of(resource))


def _parents_first(large: list[Resource]) -> list[Resource]:
    """Order tables so that those that others refer to come first, as far as that can be."""
    by_name = {resource.name: resource for resource in large}
    ordered: dict[str, Resource] = {}
    waiting = list(reversed(large))
    open_: set[str] = set()
    while waiting:
        resource = waiting[-1]
        parents = [
            by_name[key.resource]
            for key in resource.schema.foreign_keys
            if key.resource in by_name and key.resource not in ordered and key.resource not in open_
        ]
        open_.add(resource.name)
        if parents:
            waiting += parents
            continue
        waiting.pop()
        ordered.setdefault(resource.name, resource)
    return list(ordered.values())


def text_results(package: Package, tables: Iterable[TypedTable], limit: int) -> list[CheckResult]:
    """Run the checks on texts that the descriptor asks for."""
    tables = list(tables)
    results = check_hygiene(tables, limit) if asks_hygiene(package) else []
    privacy = read_privacy(package)
    return results if privacy is None else [*results, *check_privacy(tables, privacy, limit)]


def structure_results(text: TextTable, limit: int) -> list[CheckResult]:
    """Give the outcome of each structural check on a table."""
    by_code: dict[str, list[Finding]] = {}
    for found in text.findings:
        by_code.setdefault(found.code, []).append(found)
    results = []
    for code in STRUCTURE:
        result = CheckResult(code=code, resource=text.resource.name)
        found_here = by_code.get(code, [])
        if text.counts.get(code):
            result.outcome = "failed"
            result.count = text.counts[code]
            result.findings = found_here[:limit]
        elif not text.is_readable and code != "source-error":
            result.outcome = "not-evaluated"
            result.reason = ("skipped.table", {"table": text.resource.name})
        results.append(result)
    return results
