"""What a check says: findings, the outcome of each check, and the report of a whole run."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import polars as pl

Severity = Literal["error", "warning", "note"]
Outcome = Literal["passed", "failed", "not-evaluated"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
# The codes of what can be wrong with a file and the structure of its rows.
STRUCTURE = (
    "source-error",
    "encoding-error",
    "delimiter-error",
    "blank-header",
    "blank-label",
    "duplicate-label",
    "missing-label",
    "extra-label",
    "incorrect-label",
    "blank-row",
    "missing-cell",
    "extra-cell",
    "quote-error",
    "nul-error",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong (or worth knowing) at one place.

    Attributes:
        code: What kind of finding: an error type of frictionless (``type-error``), one of ours
            (``hierarchy-cycle``), or the id of a rule (``budgets/parent-sum``).
        severity: ``error``, ``warning`` or ``note``; a note never fails a check.
        file: Path of the file, relative to the package, with ``/``.
        resource: Name of the resource, or ``None`` when it is about the package itself.
        line: Line in the file as an editor counts, from 1; ``None`` when no single line is meant.
        row: Number of the record in the file; the header is 1, as in frictionless.
        field: Name of the field, or fields joined by a comma.
        field_number: Position of the field, from 1.
        key: Values of the primary key of the row, as text.
        value: What was found, as it stands in the file.
        params: What the message needs besides: expected values, names of tables, sums.
        variant: Which wording of the code's message, such as ``minimum`` of ``constraint-error``.
        cells: The whole row as text, for readers of the JSON report.
        texts: Messages by language, where a rule brings its own.
    """

    code: str
    severity: Severity
    file: str
    resource: str | None = None
    line: int | None = None
    row: int | None = None
    field: str | None = None
    field_number: int | None = None
    key: tuple[str, ...] | None = None
    value: str | None = None
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    variant: str | None = None
    cells: tuple[str, ...] | None = None
    texts: Mapping[str, str] | None = None

    def message(self, lang: str = "en") -> str:
        """Say what was found, what was expected and what to do, without the place."""
        from drenthe_data.messages import render, render_template

        values = {
            "value": self.value,
            "field": self.field,
            "file": self.file,
            "resource": self.resource,
            **self.params,
        }
        if self.texts is not None:
            template = self.texts.get(lang, self.texts["en"])
            return render_template(template, values, lang, is_of_rule=True)
        name = self.code if self.variant is None else f"{self.code}.{self.variant}"
        return render(name, values, lang)

    def place(self) -> str:
        """Give the place as editors and terminals understand it: ``file:line field``."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return place if self.field is None else f"{place} {self.field}"

    def text(self, lang: str = "en") -> str:
        """Give place and message in one line."""
        return f"{self.place()}: {self.message(lang)}"


@dataclass(slots=True)
class CheckResult:
    """The outcome of one check on one table.

    Attributes:
        code: The check: an error type or the id of a rule.
        resource: The table, or ``None`` for the package as a whole.
        fields: The fields it is about.
        outcome: ``passed``, ``failed`` or ``not-evaluated``; the last is never a pass.
        severity: What a failure weighs.
        count: Exact number of findings, also those that are not kept.
        findings: The first findings, at most the cap of the run.
        reason: Why it was not evaluated: a code and its parameters.
        notes: What is worth knowing without being wrong, such as known discrepancies.
        noted: Exact number of rows that a rule of severity ``note`` gives, also those not kept.
        detail: Which constraint, where the code has several.
    """

    code: str
    resource: str | None
    fields: tuple[str, ...] = ()
    outcome: Outcome = "passed"
    severity: Severity = "error"
    count: int = 0
    findings: list[Finding] = dataclasses.field(default_factory=list)
    reason: tuple[str, Mapping[str, Any]] | None = None
    notes: list[Finding] = dataclasses.field(default_factory=list)
    noted: int = 0
    detail: str | None = None

    def add(self, make: Callable[[], Finding], cap: int) -> None:
        """Count a finding; it is made only while fewer than ``cap`` are kept."""
        self.outcome = "failed"
        self.count += 1
        if len(self.findings) < cap:
            self.findings.append(make())

    def skip(self, reason: tuple[str, Mapping[str, Any]] | None) -> bool:
        """Note why the check cannot be made, if there is a reason; tell whether there is."""
        if reason is not None:
            self.outcome, self.reason = "not-evaluated", reason
        return reason is not None

    @property
    def hidden(self) -> int:
        """Number of findings that are counted but not kept."""
        return self.count - len(self.findings)

    def reason_text(self, lang: str = "en") -> str | None:
        """Say why the check was not evaluated."""
        from drenthe_data.messages import render

        return None if self.reason is None else render(self.reason[0], self.reason[1], lang)


@dataclass(frozen=True, slots=True)
class TableSummary:
    """What is known of one table after a run; ``rows`` is ``None`` when it could not be read."""

    name: str
    file: str
    rows: int | None
    size_bytes: int | None
    labels: tuple[str, ...]


@dataclass(slots=True)
class Report:
    """The report of a run: tables, checks, findings, notes and the time it took.

    ``rules`` holds the texts (``title``, ``description``, and both with ``_nl``) of the rules that
    the package brought, by id.
    """

    name: str
    version: str | None
    path: str
    tables: list[TableSummary] = dataclasses.field(default_factory=list)
    checks: list[CheckResult] = dataclasses.field(default_factory=list)
    seconds: float = 0.0
    rules: Mapping[str, Mapping[str, str]] = dataclasses.field(default_factory=dict)

    @property
    def findings(self) -> list[Finding]:
        """All findings that were kept, errors and warnings, by file and line."""
        return sorted(
            (found for result in self.checks for found in result.findings), key=_place_key
        )

    @property
    def notes(self) -> list[Finding]:
        """Notes: known discrepancies, and sums that fit only within rounding."""
        return sorted((note for result in self.checks for note in result.notes), key=_place_key)

    @property
    def discrepancies(self) -> list[Finding]:
        """The known discrepancies that still occur."""
        return [note for note in self.notes if "explanation" in note.params]

    def count(self, severity: Severity) -> int:
        """Count all findings of a severity, also those that are not kept."""
        return sum(
            result.count
            for result in self.checks
            if result.severity == severity and result.outcome == "failed"
        )

    def outcomes(self, outcome: Outcome) -> int:
        """Count the checks with an outcome."""
        return sum(result.outcome == outcome for result in self.checks)

    def not_evaluated(self, lang: str = "en") -> Iterator[tuple[str, str, str]]:
        """Give place, code and reason of each check that was not evaluated."""
        for result in self.checks:
            reason = result.reason_text(lang)
            if result.outcome == "not-evaluated" and reason:
                yield ".".join([result.resource or self.name, *result.fields]), result.code, reason

    @property
    def rows(self) -> int:
        """Number of rows of all tables that could be read."""
        return sum(table.rows or 0 for table in self.tables)

    @property
    def valid(self) -> bool:
        """Whether there is no error."""
        return self.count("error") == 0

    @property
    def is_evaluated(self) -> bool:
        """Whether any check was carried out; a run of nothing neither passes nor fails."""
        return any(result.outcome != "not-evaluated" for result in self.checks)

    def passes(self, *, strict: bool = False) -> bool:
        """Tell whether the run passes; ``strict`` makes warnings fail it too."""
        return self.is_evaluated and self.valid and not (strict and self.count("warning"))

    @property
    def frame(self) -> pl.DataFrame:
        """The findings and notes as a Polars frame, one row each, for a notebook."""
        import polars as pl

        schema = {
            "code": pl.String,
            "severity": pl.String,
            "file": pl.String,
            "resource": pl.String,
            "line": pl.Int64,
            "row": pl.Int64,
            "field": pl.String,
            "key": pl.String,
            "value": pl.String,
            "message_nl": pl.String,
            "message_en": pl.String,
        }
        rows = [
            {
                "code": found.code,
                "severity": found.severity,
                "file": found.file,
                "resource": found.resource,
                "line": found.line,
                "row": found.row,
                "field": found.field,
                "key": None if found.key is None else ";".join(found.key),
                "value": found.value,
                "message_nl": found.message("nl"),
                "message_en": found.message("en"),
            }
            for found in [*self.findings, *self.notes]
        ]
        return pl.DataFrame(rows, schema=schema)


def _place_key(found: Finding) -> tuple[str, int, int, str]:
    return (found.file, found.line or 0, found.field_number or 0, found.code)


def texts_in(finding: Finding) -> Iterator[str]:
    """Give all texts of a table that a finding shows: value, cells, key, and what else it needs."""
    yield from filter(None, (finding.value, *(finding.cells or ()), *(finding.key or ())))
    yield from _leaves(finding.params)


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _leaves(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _leaves(item)
