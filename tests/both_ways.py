"""Checking a package in both ways: its tables as a whole, and block by block.

``python -m tests.both_ways 5000`` checks so many drawn packages in both ways and prints the first
that is judged in two ways; a second number is the seed. Fewer of them are in ``test_large.py``.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from drenthe_data import check
from drenthe_data.checks import glance, memory, run
from drenthe_data.descriptor import Resource
from drenthe_data.exceptions import DrentheDataError
from drenthe_data.findings import CheckResult, Finding
from drenthe_data.reading import blocks, others
from tests.differential import Case, cells, files, schemas

ALL = 10**6
# What checks of texts find, and what they leave alone.
TEXTS = cells(
    "x¦a b¦Jan¦06-12345678¦a@b.nl¦cafe\u0301¦een  twee¦ x¦x ¦cafÃ©¦Bel 0592 123456¦"
    "tab\there¦two\nlines¦'q'"
)
LISTS = cells("x;y¦x¦y;x¦x;z¦;¦x;¦1;2¦xy;1¦X;y")
FIGURES = cells("1¦12¦1000¦-3¦x¦5")
PRINTS = cells("1¦12¦1.000¦ca. 5¦€ 12¦5%¦x¦ruim 1.000¦-3¦0,5 mln")
KINDS = ("string", "integer", "number", "date", "boolean", "year")
HEAD = """-- title: {id}
-- title_nl: {id}
-- description: {id}
-- description_nl: {id}
-- message: {{printed}} is wrong.
-- message_nl: {{printed}} is fout.
-- severity: {severity}
-- reads: {reads}
-- table: {table}
-- key: {key}
"""


@dataclass
class Drawn(Case):
    """A package with rules, and how it is read in the second way."""

    rules: Mapping[str, str] = field(default_factory=dict)
    size: int = 40
    large: Collection[str] | None = None

    def write(self, folder: Path) -> Path:
        """Write the package with its rules."""
        for name, text in self.rules.items():
            (folder / "validators").mkdir(exist_ok=True)
            (folder / "validators" / f"{name}.sql").write_text(text, encoding="utf-8")
        return super().write(folder)


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    """Draw a package of one to three tables with all that can be asked of one."""
    tables = draw(st.sampled_from([["t"], ["p", "t"], ["p", "t", "u"], ["t", "p"]]))
    made = draw(schemas(tables))
    pools: dict[str, dict[str, tuple[str, ...]]] = {table: {} for table in tables}
    for table, schema in made.items():
        asked = draw(st.integers(0, 5))
        if asked in (0, 1):
            schema["fields"].append({"name": "w", "type": "string"})
            pools[table]["w"] = TEXTS
        if asked in (1, 2):
            kind = draw(st.sampled_from(["integer", "number"]))
            schema["fields"].append({"name": "n", "type": kind, "printedIn": "np"})
            schema["fields"].append({"name": "np", "type": "string"})
            pools[table] |= {"n": FIGURES, "np": PRINTS}
        if asked in (3, 4):
            target = draw(st.sampled_from(tables))
            field = draw(st.sampled_from([item["name"] for item in made[target]["fields"]]))
            described = {"resource": target, "field": field, "separator": ";"}
            schema["fields"].append({"name": "ls", "type": "string", "listOf": described})
            pools[table]["ls"] = LISTS
    for _ in range(draw(st.integers(0, 2))):
        _add_key(draw, made)
    delimiter = draw(st.sampled_from([",", ",", ";"]))
    texts = {table: draw(files(made[table], delimiter, pools[table], 10)) for table in tables}
    missing = draw(st.integers(0, 29)) == 0
    if missing:
        texts.pop(draw(st.sampled_from(tables)))
    rules = {f"r{number}": _rule(draw, number, made) for number in range(draw(st.integers(0, 3)))}
    extra: dict[str, Any] = {}
    if draw(st.integers(0, 2)) == 0:
        extra = {"textHygiene": True, "privacy": draw(st.sampled_from([True, {"allow": ["Jan"]}]))}
    large = draw(st.none() | st.sets(st.sampled_from(tables), min_size=1))
    size = draw(st.sampled_from([4, 10, 25, 40, 80, 10_000]))
    return Drawn(made, texts, delimiter, descriptor=extra, rules=rules, size=size, large=large)


def _add_key(draw: st.DrawFn, made: dict[str, dict[str, Any]]) -> None:
    """Add a foreign key between any tables, of one or two fields, mostly of one type."""
    own, target = (draw(st.sampled_from(list(made))) for _ in range(2))
    kinds = {
        table: {item["name"]: item["type"] for item in made[table]["fields"]}
        for table in (own, target)
    }
    is_alike = draw(st.integers(0, 3)) > 0
    pairs = [
        (mine, theirs)
        for mine, kind in kinds[own].items()
        for theirs, other in kinds[target].items()
        if (kind == other or not is_alike) and (own != target or mine != theirs)
    ]
    if not pairs:
        return
    chosen = draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=2))
    if len({a for a, _ in chosen}) < len(chosen) or len({b for _, b in chosen}) < len(chosen):
        chosen = chosen[:1]
    reference = {"resource": "" if own == target else target, "fields": [b for _, b in chosen]}
    keys = made[own].setdefault("foreignKeys", [])
    keys.append({"fields": [a for a, _ in chosen], "reference": reference})


LITERALS = ("x", "y", "xy", "Aa", "q''q", "new", "é", "", "1")


def _rule(draw: st.DrawFn, number: int, made: Mapping[str, Mapping[str, Any]]) -> str:
    """Draw a rule: one table or two, sums, comparisons of texts, and what is beside figures."""
    table = draw(st.sampled_from(list(made)))
    other = draw(st.sampled_from(list(made)))
    schema = made[table]
    names = [item["name"] for item in schema["fields"]]
    key = list(schema.get("primaryKey", names[:1]))
    texts = [i["name"] for i in schema["fields"] if i["type"] in ("string", "any")]
    figures = [i["name"] for i in schema["fields"] if i["type"] in ("integer", "number", "year")]
    others = [i["name"] for i in made[other]["fields"] if i["type"] in ("string", "any")]
    text = draw(st.sampled_from(texts)) if texts else None
    figure = draw(st.sampled_from(figures)) if figures else None
    theirs = draw(st.sampled_from(others)) if others else None
    value, more = (draw(st.sampled_from(LITERALS)) for _ in range(2))
    sign = draw(st.sampled_from(["=", "<>", "<", ">=", ">"]))
    own_key = ", ".join(f"own.{name} AS {name}" for name in key)
    group = ", ".join(f"own.{name}" for name in key)
    begin = f"SELECT {own_key}, {{}} AS printed FROM {table} AS own"
    any_name = names[-1]
    queries = [begin.format(f"own.{any_name}") + f" WHERE own.{any_name} IS NULL"]
    if text:
        one = begin.format(f"own.{text}")
        cased = f"CASE WHEN own.{text} = '{value}' THEN 'new' ELSE own.{text} END"
        queries += [
            f"{one} WHERE own.{text} {sign} '{value}'",
            f"{one} WHERE own.{text} IN ('{value}', '{more}')",
            f"{one} WHERE own.{text} LIKE '{value[:1]}%'",
            f"{one} WHERE COALESCE(own.{text}, '{value}') {sign} '{more}'",
            f"{one} WHERE own.{text} || '{value}' {sign} 'x{more}'",
            f"{one} WHERE LENGTH(own.{text}) > 1",
            f"{one} WHERE UPPER(own.{text}) = '{value.upper()}'",
            f"{one} WHERE '{more}' {sign} {cased}",
            begin.format(f"MAX(own.{text})") + f" GROUP BY {group} HAVING MAX(own.{text})"
            f" {sign} '{value}'",
            begin.format(f"COUNT(own.{text})") + f" GROUP BY {group}",
            f"{one} WHERE own.{text} {sign} own.{draw(st.sampled_from(texts))}",
        ]
    if text and theirs:
        join = f" JOIN {other} AS head ON head.{theirs} = own.{text}"
        queries += [
            begin.format(f"head.{theirs}") + join,
            begin.format(f"own.{text}") + f" LEFT{join} WHERE head.{theirs} IS NULL",
            begin.format(f"own.{text}")
            + f" WHERE own.{text} NOT IN (SELECT {theirs} FROM {other}"
            + f" WHERE {theirs} IS NOT NULL)",
            begin.format(f"head.{theirs}")
            + f" CROSS JOIN {other} AS head WHERE head.{theirs} {sign} own.{text}",
            f"WITH both AS (SELECT {text} AS one FROM {table} UNION ALL SELECT {theirs} AS one"
            f" FROM {other}), most AS (SELECT MAX(one) AS top FROM both) "
            + begin.format("most.top")
            + f" CROSS JOIN most WHERE own.{text} = most.top",
        ]
    if figure:
        queries += [
            begin.format(f"SUM(own.{figure})") + f" GROUP BY {group} HAVING SUM(own.{figure}) > 1",
            begin.format(f"own.{figure}") + f" WHERE own.{figure} * 2 - 1 {sign} 3",
            f"WITH total AS (SELECT SUM({figure}) AS amount FROM {table}) "
            + begin.format("total.amount")
            + f" CROSS JOIN total WHERE own.{figure} {sign} total.amount",
        ]
    if "np" in names:
        one = begin.format("own.half_unit")
        queries += [
            f"{one} WHERE own.n - own.half_unit > 1",
            f"{one} WHERE own.printed_precision = 'about'",
            f"{one} WHERE COALESCE(own.printed_precision, 'none') {sign} 'about'",
        ]
    if "ls" in names:
        taken = ", ".join(f"own.{name} AS {name}" for name in schema.get("primaryKey", []))
        if taken:
            queries += [f"SELECT {taken}, own.item AS printed FROM {table}_ls AS own"] * 2
            queries.append(
                f"SELECT {taken}, own.item AS printed FROM {table}_ls AS own"
                f" WHERE own.item {sign} '{value}'"
            )
    query = draw(st.sampled_from(queries))
    reads = ", ".join(dict.fromkeys((table, other)))
    severity = draw(st.sampled_from(["error", "error", "warning", "note"]))
    head = HEAD.format(
        id=f"r{number}", reads=reads, table=table, key=", ".join(key), severity=severity
    )
    if draw(st.integers(0, 3)) == 0 and text:
        head += f"-- field: {text}\n"
    return head + query + "\n"


@contextmanager
def block_by_block(size: int, large: Collection[str] | None = None) -> Iterator[None]:
    """Have tables (all, or those of some names) read in blocks of so many bytes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "LARGE", -1)
        patch.setattr(glance, "LARGE", -1)
        patch.setattr(blocks, "PIECE", size)
        patch.setattr(blocks, "_SHORT", 0)
        patch.setattr(others, "_ROWS", max(size // 10, 1))
        if large is not None:

            def large_tables(self: run.Run) -> list[Resource]:
                return [item for item in self.package.resources if item.name in large]

            patch.setattr(run.Run, "_large_tables", large_tables)
        yield


def shown(found: Finding) -> tuple[Any, ...]:
    """Give all that a finding says."""
    return (
        found.code,
        found.severity,
        found.file,
        found.resource,
        found.line,
        found.row,
        found.field,
        found.field_number,
        found.key,
        found.value,
        found.variant,
        found.cells,
        found.message("nl"),
        found.message("en"),
    )


Outcome = tuple[Any, Counter[Any], Counter[Any]]


def outcomes(
    file: Path, limit: int = ALL, bytes_of_memory: int | None = None
) -> dict[tuple[Any, ...], Outcome] | str:
    """Check a package; gives what each check says, or the message when it cannot be checked."""
    try:
        report = check(file, limit=limit, memory=bytes_of_memory)
    except DrentheDataError as error:
        return error.message("en")
    found: dict[tuple[Any, ...], Outcome] = {}
    for result in report.checks:
        name = (result.code, result.resource, result.fields, result.detail, result.severity)
        number = 0
        while (*name, number) in found:
            number += 1
        found[(*name, number)] = _outcome(result)
    for table in report.tables:
        found["table", table.name] = (table, Counter(), Counter())
    return found


def _outcome(result: CheckResult) -> Outcome:
    reason = (result.reason_text("nl"), result.reason_text("en"))
    said = (result.outcome, result.count, result.noted, reason)
    return said, Counter(map(shown, result.findings)), Counter(map(shown, result.notes))


def differences(case: Drawn) -> list[str]:
    """Check a package in both ways, with all findings and with few; gives what differs."""
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "_SAMPLE", 40)
        file = case.write(Path(folder))
        for limit in (ALL, 2):
            whole = outcomes(file, limit)
            with block_by_block(case.size, case.large):
                by_block = outcomes(file, limit)
                # Hardly any memory at all, so that all that is kept goes to files.
                patch.setattr(memory, "BASE_BYTES", 0)
                patch.setattr(memory, "LEAST_BYTES", 0)
                in_files = outcomes(file, limit, case.size)
            found += compared(whole, by_block, f"limit {limit}: ")
            # SQLite has no yes and no: in messages of rules they are 1 and 0 then.
            if not case.rules or "boolean" not in str(case.schemas):
                found += compared(whole, in_files, f"limit {limit}, in files: ")
    return found


def compared(
    whole: dict[tuple[Any, ...], Outcome] | str,
    by_block: dict[tuple[Any, ...], Outcome] | str,
    before: str = "",
) -> list[str]:
    """Say where two outcomes differ."""
    if isinstance(whole, str) or isinstance(by_block, str):
        said = [x if isinstance(x, str) else "no error" for x in (whole, by_block)]
        return [] if whole == by_block else [f"{before}{said[0]} | {said[1]}"]
    found = []
    for name in {**whole, **by_block}:
        one, two = whole.get(name), by_block.get(name)
        if one is None or two is None:
            found.append(f"{before}{name}: {one} | {two}")
            continue
        if one[0] != two[0]:
            found.append(f"{before}{name}: {one[0]} | {two[0]}")
        for mine, theirs in zip(one[1:], two[1:], strict=True):
            if mine != theirs:
                only = [*(mine - theirs).elements()], [*(theirs - mine).elements()]
                found.append(f"{before}{name}:\n    {only[0]}\n    {only[1]}")
    return found


def main() -> int:
    """Check as many packages as is asked in both ways."""
    asked = [int(argument) for argument in sys.argv[1:3]]
    number = asked[0] if asked else 1000
    start = asked[1] if len(asked) > 1 else 0
    kinds: Counter[str] = Counter()
    count = [0]
    first: dict[str, tuple[Drawn, list[str]]] = {}

    @settings(
        max_examples=number,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(drawn())
    def each(case: Drawn) -> None:
        count[0] += 1
        try:
            found = differences(case)
        except Exception as error:
            found = [f"raised: ('{type(error).__name__}', {error}"]
        if not found:
            return
        kind = found[0].split(":", 1)[1].split(",")[0]
        kinds[kind] += 1
        size = sum(map(len, case.files.values())) + len(str(case.schemas))
        old = first.get(kind)
        if old is None or size < sum(map(len, old[0].files.values())) + len(str(old[0].schemas)):
            first[kind] = case, found

    seed(start)(each)()
    sys.stdout.write(f"{count[0]} packages, {sum(kinds.values())} differ: {kinds}\n")
    for case, found in first.values():
        lines = [
            f"{case.schemas}",
            f"{case.files}",
            f"{case.rules}",
            f"{case.size} {case.large} {case.delimiter!r} {case.descriptor}",
            *found[:3],
        ]
        sys.stdout.write("\n  ".join(lines) + "\n\n")
    return 1 if kinds else 0


if __name__ == "__main__":
    from tests import both_ways  # noqa: PLW0406

    sys.exit(both_ways.main())
