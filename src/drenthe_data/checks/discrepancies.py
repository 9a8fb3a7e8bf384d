"""Known discrepancies: where a source itself does not add up, and why that is left as it is.

A line of ``validators/known_discrepancies.csv`` turns the one finding it names into a note with
its explanation. A line that names no finding of this run is a finding itself, so that the list
cannot outlive what it explains.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drenthe_data.descriptor import Dialect, Field, ForeignKey, Package, Resource, Schema
from drenthe_data.findings import CheckResult, Finding
from drenthe_data.messages import LANGUAGES, catalogue, nearest

if TYPE_CHECKING:
    from drenthe_data.checks.cells import TypedTable

NAME = "known_discrepancies"
PATH = "validators/known_discrepancies.csv"
_LINES = "[1-9][0-9]*(-[1-9][0-9]*)?(;[1-9][0-9]*(-[1-9][0-9]*)?)*"
_FIELDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("rule", {"required": True}),
    ("key", {"required": True}),
    ("printed", {"required": True}),
    ("computed", {"required": True}),
    ("explanation", {"required": True, "minLength": 10}),
    ("source_id", {"required": True}),
    ("source_lines", {"required": True, "pattern": _LINES}),
)


def discrepancies_resource(package: Package) -> Resource | None:
    """Give the list as a resource of its own, so that it is read and checked as any table.

    It is not in the descriptor because it is about the rules, not about Drenthe.
    """
    file = package.root / Path(PATH)
    if not file.exists():
        return None
    fields = tuple(
        Field(name, "string", "default", constraints, ("",), {}) for name, constraints in _FIELDS
    )
    sources = next((item for item in package.resources if item.name == "sources"), None)
    foreign: tuple[ForeignKey, ...] = ()
    if sources is not None and sources.schema.primary_key == ("id",):
        foreign = (ForeignKey(("source_id",), "sources", ("id",)),)
    schema = Schema(fields, ("rule", "key"), (), foreign, {})
    raw = {"path": PATH}
    return Resource(NAME, PATH, file, schema, "utf-8", Dialect(), raw, (PATH,), (file,))


def stale_result() -> CheckResult:
    """Give the outcome of the check on the list itself, passed as yet."""
    return CheckResult(code="known-discrepancy-stale", resource=NAME, fields=("key",))


def apply_discrepancies(
    table: TypedTable, results: Iterable[CheckResult], rules: Iterable[str], cap: int
) -> CheckResult:
    """Turn known findings into notes, and report the entries that name none.

    Args:
        table: The list of known discrepancies.
        results: Outcomes of the rules; findings that are known move to their notes.
        rules: The ids of all rules.
        cap: How many findings to keep.

    Returns:
        The outcome of the check on the list itself.
    """
    from drenthe_data.checks.cells import row_finding

    own = stale_result()
    known_rules = list(rules)
    by_rule = {result.code: result for result in results}
    entries = table.text.frame.iter_rows(named=True)
    for number, entry in enumerate(entries):
        if table.text.missing:
            own.outcome = "not-evaluated"
            own.reason = ("skipped.column", {"field": table.text.missing[0], "table": NAME})
            break
        rule = entry["rule"]
        result = by_rule.get(rule)
        if rule not in known_rules:
            own.add(
                partial(
                    row_finding,
                    table,
                    "known-discrepancy-rule",
                    number,
                    ["rule"],
                    nearest=nearest(rule, known_rules),
                ),
                cap,
            )
        elif result is None or result.outcome == "not-evaluated":
            continue
        elif not settle(result, entry):
            own.add(partial(row_finding, table, own.code, number, ["key"], rule=rule), cap)
    return own


def cut(results: Iterable[CheckResult], cap: int) -> None:
    """Keep only the first findings of each rule, once the known ones have been taken out."""
    for result in results:
        del result.findings[cap:]


def settle(result: CheckResult, entry: Mapping[str, str]) -> bool:
    """Move the finding that an entry names to the notes; give whether there is one."""
    for found in result.findings:
        if ";".join(found.key or ()) != entry["key"]:
            continue
        same = all(_same(entry[name], found.params.get(name)) for name in ("printed", "computed"))
        if not same:
            continue
        result.findings.remove(found)
        result.count -= 1
        if not result.count:
            result.outcome = "passed"
        result.notes.append(_note(found, entry))
        return True
    return False


def _note(found: Finding, entry: Mapping[str, str]) -> Finding:
    from dataclasses import replace

    source = f"{entry['source_id']}:{entry['source_lines']}"
    params = {
        **found.params,
        "row": ";".join(found.key or ()),
        "explanation": entry["explanation"],
        "source": source,
    }
    text = "known-discrepancy" if _is_figure(entry["printed"]) else "known-discrepancy.text"
    texts = {lang: catalogue(lang)[text] for lang in LANGUAGES}
    return replace(found, severity="note", params=params, texts=texts)


def _same(listed: str, found: object) -> bool:
    try:
        return abs(float(listed) - float(str(found))) < 1e-9
    except ValueError:
        return listed == str(found)


def _is_figure(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
