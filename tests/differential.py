"""Comparing a check with that of frictionless: the cases, both verdicts, and what may differ.

``python -m tests.differential 5000`` compares so many packages and prints what was found. The
same cases, fewer of them, are in ``test_differential.py``; the differences that are meant are in
``differences.py``.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from drenthe_data import check

DIALECT = {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "skipInitialSpace": False}
V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
ROW_CODES = {"blank-row", "missing-cell", "extra-cell", "primary-key", "foreign-key"}
HEADER_CODES = {
    "blank-header",
    "blank-label",
    "duplicate-label",
    "missing-label",
    "extra-label",
    "incorrect-label",
}


@dataclass(frozen=True, order=True)
class Found:
    """One finding, as far as both tools have it: table, error type, row and field."""

    table: str
    code: str
    row: int | None = None
    field: int | None = None


@dataclass
class Case:
    """One package: schemas by table, the bytes of each file, and the delimiter of all."""

    schemas: Mapping[str, Mapping[str, Any]]
    files: Mapping[str, bytes]
    delimiter: str = ","
    encoding: str = "utf-8"
    descriptor: Mapping[str, Any] = field(default_factory=dict)

    def write(self, folder: Path) -> Path:
        """Write the package into a folder; gives its descriptor."""
        resources = []
        for name, schema in self.schemas.items():
            resources.append(
                {
                    "name": name,
                    "type": "table",
                    "path": f"{name}.csv",
                    "format": "csv",
                    "mediatype": "text/csv",
                    "encoding": self.encoding,
                    "dialect": {**DIALECT, "delimiter": self.delimiter},
                    "schema": schema,
                }
            )
            if name in self.files:
                (folder / f"{name}.csv").write_bytes(self.files[name])
        file = folder / "datapackage.json"
        raw = {"$schema": V2, "name": "small", "resources": resources, **self.descriptor}
        file.write_text(json.dumps(raw), encoding="utf-8")
        return file

    @cached_property
    def tables(self) -> Mapping[str, list[list[str]]]:
        """The rows of each table as the standard library reads them, the header first."""
        rows = {}
        for name, data in self.files.items():
            text = data.decode("utf-8-sig", "replace").replace("\0", "")
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter)
            rows[name] = list(reader)
        return rows

    def cell(self, found: Found) -> str | None:
        """Give the text of the cell a finding is about."""
        rows = self.tables.get(found.table, [])
        if found.row is None or found.field is None or found.row > len(rows):
            return None
        row = rows[found.row - 1]
        return row[found.field - 1] if found.field <= len(row) else None

    def described(self, found: Found) -> Mapping[str, Any]:
        """Give the description of the field a finding is about."""
        fields = self.schemas[found.table]["fields"]
        if found.field is None or found.field > len(fields):
            return {}
        described: Mapping[str, Any] = fields[found.field - 1]
        return described


@dataclass
class Compared:
    """What both tools found in a case; ``ours`` and ``theirs`` hold what only one found."""

    case: Case
    we: frozenset[Found]
    they: frozenset[Found]
    valid: tuple[bool, bool]

    @property
    def ours(self) -> frozenset[Found]:
        """What only we found."""
        return self.we - self.they

    @property
    def theirs(self) -> frozenset[Found]:
        """What only frictionless found."""
        return self.they - self.we

    def rows(self, side: frozenset[Found], *codes: str) -> set[tuple[str, int | None]]:
        """Give table and row of the findings with certain codes on one side."""
        return {(item.table, item.row) for item in side if item.code in codes}


def compare(case: Case) -> Compared:
    """Check a case with both tools."""
    with tempfile.TemporaryDirectory() as folder:
        file = case.write(Path(folder))
        report = check(file, limit=100_000)
        we = frozenset(
            _found(item.resource or "", item.code, item.row, item.field_number)
            for result in report.checks
            if result.outcome == "failed" and result.severity == "error"
            for item in result.findings
        )
        they, valid = frictionless_findings(file)
    return Compared(case, we, they, (report.valid, valid))


def frictionless_findings(file: Path) -> tuple[frozenset[Found], bool]:
    """Validate a package with frictionless; gives its findings and verdict."""
    import frictionless

    try:
        report = frictionless.validate(str(file), limit_errors=100_000)
    except Exception:
        return frozenset({Found("", "no-report")}), False
    found = [_found("", error.type, None, None) for error in report.errors]
    for task in report.tasks:
        for error in task.errors:
            raw = error.to_descriptor()
            row = raw.get("rowNumber")
            if error.type in HEADER_CODES:
                row = 1
            found.append(_found(task.name, error.type, row, raw.get("fieldNumber")))
    return frozenset(found), report.valid


def _found(table: str, code: str, row: int | None, number: int | None) -> Found:
    return Found(table, code, row, None if code in ROW_CODES else number)


def cells(text: str) -> tuple[str, ...]:
    """Split a text at its broken bars."""
    return tuple(text.split("¦"))


# What the cells of each type are drawn from: values, near misses, and things of other types.
POOLS: Mapping[str, tuple[str, ...]] = {
    "string": cells('x¦y¦xy¦Aa¦a b¦é¦-¦x,y¦q"q¦two\nlines¦longer text¦0'),
    "any": cells("x¦1¦1.0¦-¦é"),
    "integer": cells("1¦2¦3¦-5¦+1¦01¦100¦1.0¦ 1¦1_0¦x¦٣¦99999999999999999999¦1e3"),
    "number": cells(
        "1¦1.0¦2.5¦-3¦.5¦5.¦1e3¦NaN¦nan¦INF¦-inf¦Infinity¦+inf¦ 1¦1_0¦x¦1,5¦٣¦1e¦0.1¦0.10¦sNaN"
    ),
    "boolean": cells("true¦false¦True¦FALSE¦1¦0¦yes¦tRUE¦ true"),
    "date": cells(
        "2024-01-31¦2024-02-29¦2023-02-29¦1999-12-31¦2024-1-1¦2024-01-01 ¦0000-01-01¦"
        "0001-01-01¦x¦2024-01-01T00:00:00¦20240101"
    ),
    "datetime": cells(
        "2024-01-31T09:30:00¦2024-01-31T09:30:00Z¦2024-01-31T10:30:00+01:00¦x¦"
        "2024-01-31 09:30:00¦2024-01-31T09:30:00.5¦2024-01-31T24:00:00¦2024-01-31¦2024¦"
        "2024-01-31T09:30:00+0100¦2024-02-30T09:30:00"
    ),
    "time": cells(
        "09:30:00¦23:59:59¦00:00:00¦24:00:00¦9:30:00¦09:30¦09:30:00Z¦x¦09:30:00.5¦09:30:60"
    ),
    "year": cells("2024¦1999¦0001¦0000¦+202¦-202¦ 202¦202¦20240¦x"),
    "yearmonth": cells(
        "2024-01¦2024-12¦1999-06¦2024-13¦2024-1¦24-01¦2024-01-01¦x¦ 2024-01¦0000-01"
    ),
    "duration": cells("P1Y¦P12M¦P1D¦PT24H¦PT1.5S¦P1W¦P¦1Y¦-P1D¦P1.5Y¦x¦+P1D¦P1YT¦PT1,5S"),
    "geopoint": cells("6.5,53¦6.50, 53.0¦181,0¦0,91¦6.5¦a,b¦1 ,2¦ 1,2¦1e1,2¦1,2,3"),
    "object": cells('{"a": 1}¦{"a":1.0}¦{}¦[]¦x¦{"a": NaN}¦null'),
    "array": cells('[1, 2]¦[1,2]¦[]¦{}¦x¦[NaN]¦null¦["a"]'),
    "list": cells("1,2¦1¦a,b¦1,,2¦,¦1, 2¦x"),
    "email": cells("a@b.nl¦a@b¦x¦a..b@c.nl¦a@b.nl "),
    "uri": cells("https://a.nl¦a.nl¦mailto:a@b.nl¦http://[::bad¦http://a.nl/é¦http://a b"),
    "uuid": cells("123e4567-e89b-12d3-a456-426614174000¦123e4567e89b12d3a456426614174000¦x"),
    "binary": cells("YQ==¦YWJj¦YQ¦é¦Y Q=="),
    "dmy": cells("31-01-2024¦1-2-2024¦31-02-2024¦2024-01-31¦01-01-0999¦01-02-2024 "),
}
FORMATS: Mapping[str, Mapping[str, str]] = {
    **{name: {"type": "string", "format": name} for name in ("email", "uri", "uuid", "binary")},
    "dmy": {"type": "date", "format": "%d-%m-%Y"},
}
COMMON = ("string", "integer", "number", "date", "boolean", "year")
LIMITED = ("integer", "number", "date", "datetime", "time", "year", "yearmonth")
LIMITS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
SOUND: Mapping[str, tuple[Any, ...]] = {
    "string": ("x", "y", "xy"),
    "integer": (1, 2, "3"),
    "number": (1, 2.5, "0.1"),
    "boolean": (True, "false"),
    "date": ("2024-01-31", "1999-12-31"),
    "datetime": ("2024-01-31T09:30:00", "2024-01-30T10:00:00"),
    "time": ("09:30:00", "23:59:59"),
    "year": ("2024", "1999"),
    "yearmonth": ("2024-01", "1999-06"),
    "duration": ("P1Y", "PT24H"),
    "geopoint": ("6.5,53",),
    "object": ({"a": 1}, "{}"),
    "array": ([1, 2], "[]"),
}


@st.composite
def described(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """Draw a field: its type, format and constraints that apply to it."""
    kind = draw(st.one_of(st.sampled_from(COMMON), st.sampled_from(list(POOLS))))
    item: dict[str, Any] = {"name": name, **FORMATS.get(kind, {"type": kind})}
    if kind == "list" and draw(st.booleans()):
        item["itemType"] = draw(st.sampled_from(["integer", "string", "boolean", "date"]))
    asked: dict[str, Any] = {}
    if draw(st.integers(0, 4)) == 0:
        asked["required"] = True
    if kind not in ("object", "array", "list") and draw(st.integers(0, 5)) == 0:
        asked["unique"] = True
    if kind in LIMITED and draw(st.integers(0, 2)) == 0:
        limit = draw(st.sampled_from(LIMITS))
        asked[limit] = draw(st.sampled_from(SOUND[kind]))
    if kind in SOUND and draw(st.integers(0, 5)) == 0:
        asked["enum"] = list(SOUND[kind])
    if kind in ("string", "object", "array", "list") and draw(st.integers(0, 3)) == 0:
        length = draw(st.sampled_from(("minLength", "maxLength")))
        asked[length] = draw(st.integers(0, 3))
    if kind == "string" and draw(st.integers(0, 3)) == 0:
        asked["pattern"] = draw(
            st.sampled_from(["[a-z]+", "x|y", "^x.*$", r"\w", "(?!x).*", r"[a-z\s\S]*", "é"])
        )
    if asked:
        item["constraints"] = asked
    if draw(st.integers(0, 9)) == 0:
        item["missingValues"] = draw(st.sampled_from([["-"], ["", "x"], ["", "1"], []]))
    return item


def pool_of(item: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the cells that a field draws from."""
    form = item.get("format", "default")
    return POOLS["dmy" if form == "%d-%m-%Y" else form if form in POOLS else item["type"]]


@st.composite
def schemas(draw: st.DrawFn, tables: list[str]) -> dict[str, dict[str, Any]]:
    """Draw a schema for each table, with keys; the last table may point at the first."""
    made: dict[str, dict[str, Any]] = {}
    for table in tables:
        names = "abcd"[: draw(st.integers(1, 4))]
        schema: dict[str, Any] = {"fields": [draw(described(name)) for name in names]}
        scalar = [
            item["name"]
            for item in schema["fields"]
            if item["type"] not in ("object", "array", "list", "geojson")
        ]
        if draw(st.integers(0, 4)) == 0:
            schema["missingValues"] = draw(
                st.sampled_from([[""], ["", "-"], ["", "NA", "x"], ["-"]])
            )
        if draw(st.booleans()) and scalar:
            size = draw(st.integers(1, min(2, len(scalar))))
            schema["primaryKey"] = scalar[:size]
        if len(scalar) > 1 and draw(st.integers(0, 5)) == 0:
            schema["uniqueKeys"] = [scalar[-2:]]
        made[table] = schema
    last, first = made[tables[-1]], made[tables[0]]
    key = list(first.get("primaryKey", []))
    if draw(st.booleans()) and key:
        by_name = {item["name"]: item for item in first["fields"]}
        own = [f"f{number}" for number in range(len(key))]
        for name, target in zip(own, key, strict=True):
            kept = {k: v for k, v in by_name[target].items() if k in ("type", "format", "itemType")}
            last["fields"].append({**kept, "name": name})
        resource = "" if len(tables) == 1 else tables[0]
        last["foreignKeys"] = [{"fields": own, "reference": {"resource": resource, "fields": key}}]
    return made


@st.composite
def files(
    draw: st.DrawFn,
    schema: Mapping[str, Any],
    delimiter: str,
    pools: Mapping[str, tuple[str, ...]] | None = None,
    most: int = 6,
) -> bytes:
    """Draw a file for a schema: mostly sound, with some faults.

    Args:
        draw: Draws.
        schema: The schema.
        delimiter: The character between cells.
        pools: What the cells of some fields are drawn from, instead of those of their type.
        most: How many rows at most.
    """
    names = [item["name"] for item in schema["fields"]]
    rows: list[list[str]] = []
    for _ in range(draw(st.integers(0, most))):
        row = []
        for item in schema["fields"]:
            pool = (pools or {}).get(item["name"]) or pool_of(item)
            some = st.sampled_from(pool[:3]) if draw(st.integers(0, 3)) else st.sampled_from(pool)
            row.append("" if draw(st.integers(0, 9)) == 0 else draw(some))
        rows.append(row)
    header = list(names)
    fault = draw(st.integers(0, 39))
    if fault == 0:
        place = draw(st.integers(0, len(header) - 1))
        header[place] = draw(st.sampled_from(["", header[0], "z", header[place].upper()]))
    elif fault == 1:
        header = draw(st.permutations(header))
    elif fault == 2:
        header = [*header, "z"]
        rows = [[*row, "1"] for row in rows]
    elif fault == 3 and len(header) > 1:
        place = draw(st.integers(0, len(header) - 1))
        header.pop(place)
        rows = [row[:place] + row[place + 1 :] for row in rows]
    for row in rows:
        ragged = draw(st.integers(0, 39))
        if ragged == 0:
            row.append("x")
        elif ragged == 1:
            row.pop()
        elif ragged == 2:
            row[:] = [""] * len(row)
        elif ragged == 3:
            row[:] = []
    end = draw(st.sampled_from(["\n", "\n", "\n", "\r\n"]))
    is_quoted = draw(st.integers(0, 5)) == 0
    buffer = io.StringIO()
    writer = csv.writer(
        buffer,
        delimiter=delimiter,
        lineterminator=end,
        quoting=csv.QUOTE_ALL if is_quoted else csv.QUOTE_MINIMAL,
    )
    writer.writerows([header, *rows])
    text = buffer.getvalue()
    if draw(st.integers(0, 9)) == 0:
        text = text.removesuffix(end)
    if draw(st.integers(0, 19)) == 0:
        place = draw(st.integers(0, len(text)))
        text = text[:place] + draw(st.sampled_from(['"', '""', end, delimiter])) + text[place:]
    data = text.encode()
    return b"\xef\xbb\xbf" + data if draw(st.integers(0, 9)) == 0 else data


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a package."""
    tables = ["t"] if draw(st.integers(0, 2)) else ["p", "t"]
    made = draw(schemas(tables))
    delimiter = draw(st.sampled_from([",", ",", ",", ";", "\t", "|"]))
    drawn = {table: draw(files(made[table], delimiter)) for table in tables}
    return Case(made, drawn, delimiter)


@dataclass
class Tally:
    """What a run of comparisons gave."""

    cases: int = 0
    alike: int = 0
    found: int = 0
    explained: Counter[str] = field(default_factory=Counter)
    unexplained: list[tuple[Case, str, Found]] = field(default_factory=list)

    def add(self, compared: Compared) -> None:
        """Count one comparison."""
        from tests.differences import explain

        self.cases += 1
        self.found += len(compared.we | compared.they)
        self.alike += not compared.ours and not compared.theirs
        # A verdict is no more than that there is a finding.
        for side, valid, found in zip(
            ("ours", "theirs"), compared.valid, (compared.we, compared.they), strict=True
        ):
            if valid == bool(found):
                self.unexplained.append((compared.case, side, Found("", "verdict")))
        for side in ("ours", "theirs"):
            for item in sorted(getattr(compared, side), key=str):
                name = explain(compared, side, item)
                if name is None:
                    self.unexplained.append((compared.case, side, item))
                else:
                    self.explained[name] += 1

    def text(self) -> str:
        """Say what was counted."""
        lines = [
            f"{self.cases} packages, {self.found} findings; {self.alike} packages the same to both",
            *(f"{count:7} {name}" for name, count in self.explained.most_common()),
            f"{len(self.unexplained):7} not explained",
        ]
        return "\n".join(lines)


def run(number: int, start: int = 0, *, derandomize: bool = False) -> Tally:
    """Compare a number of drawn packages."""
    tally = Tally()

    @settings(
        max_examples=number,
        database=None,
        deadline=None,
        derandomize=derandomize,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases())
    def each(case: Case) -> None:
        tally.add(compare(case))

    (each if derandomize else seed(start)(each))()
    return tally


def main() -> int:
    """Compare as many packages as is asked; the second number is the seed."""
    given = [int(argument) for argument in sys.argv[1:3]]
    done = run(*(given or [1000]))
    sys.stdout.write(done.text() + "\n")
    for case, side, item in done.unexplained[:20]:
        sys.stdout.write(f"{side} {item}\n  {case.schemas}\n  {case.files}\n")
    return 1 if done.unexplained else 0


if __name__ == "__main__":
    # Not this module's own classes, which are others than those that differences.py knows.
    from tests import differential  # noqa: PLW0406

    sys.exit(differential.main())
