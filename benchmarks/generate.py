"""Write a Data Package of any size, with faults of which is known where they are.

``python benchmarks/generate.py OUT --rows N [--faults none|values|structure|many]`` writes
``datapackage.json`` with the schemas in it, a CSV file per table, ``validators/`` with three rules,
and ``truth.json``: for each fault its kind, table, code, row (the header is row 1), line, field and
value. Without faults the package is valid: all keys exist and all amounts add up.

A fault never makes another record wrong: rows that others point at are left alone, amounts that are
part of a sum keep their key, and no field that a rule reads gets a value of the wrong type.
The same arguments give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

if not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.package import EXAMPLES, RULES, schemas
from benchmarks.structure import break_structure

FAULTS = ("none", "values", "structure", "many")
# Faults of each kind where the table is large enough.
PER_KIND = 50
MANY = 100_000
# Lines of a budget come in groups: a total, the lines that add up in it, and two by themselves.
GROUP = 8
PARTS = 5
# Rows that are made at a time; memory does not grow with the size of the package.
CHUNK = 2_000_000

NOTES = [
    "Cijfer uit de tweede meting, na correctie",
    'Genoemd als "voorlopig" in de bijlage',
    "Coördinatie door de provincie; zie ook Oost-Groningen",
    "Geëxtrapoleerd, afgerond op honderdtallen",
    'Volgens "Drenthe, cijfers en trends", blz. 12',
    "Financiële ramingen zijn indicatief",
    "Eerste regel van de toelichting\nen de tweede, met komma",
    "Categorie één en twee samengenomen",
]
BRANCHES = ["Coöperatie", "Stichting", "Vereniging", "Ingenieursbureau", "Ateliers", "Instituut"]
TOWNS = ["Assen", "Emmen", "Hoogeveen", "Meppel", "Coevorden", "Roden", "Zuidlaren", "Één"]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many rows each table has."""

    places: int
    partners: int
    programmes: int
    lines: int
    indicators: int
    rows: int
    per_line: int
    with_amounts: int
    groups: int

    @classmethod
    def of(cls, rows: int) -> Sizes:
        """Give the sizes of a package of ``rows`` amounts and as many indicator values."""
        million = 1_000_000
        share = min(rows, million)
        lines = max(share // 5, rows // 100, 400) // GROUP * GROUP
        with_amounts = lines * 9 // 10 // GROUP * GROUP
        per_line = -(-rows // with_amounts)
        return cls(
            places=max(400 * share // million, 40),
            partners=max(share // 10, 400),
            programmes=max(share // 100, 100),
            lines=lines,
            indicators=max(500 * share // million, 50),
            rows=rows,
            per_line=per_line,
            with_amounts=with_amounts,
            groups=rows // (per_line * GROUP),
        )


@dataclass(slots=True)
class Fault:
    """A change of one record that makes it wrong in one way.

    Attributes:
        kind: What is wrong, as the benchmark counts it.
        table: The table.
        code: The error type or the rule that must report it.
        index: The record, from 0.
        fields: The fields it is about.
        change: Gives the new texts of fields from those of the record and of ``other``.
        other: A record whose texts are used.
    """

    kind: str
    table: str
    code: str
    index: int
    fields: tuple[str, ...]
    change: Callable[[dict[str, Any], dict[str, Any]], dict[str, str]]
    other: int | None = None


@dataclass(slots=True)
class Writer:
    """Writes tables with their faults, and keeps the truth."""

    folder: Path
    faults: dict[str, list[Fault]]
    truth: list[dict[str, Any]] = field(default_factory=list)

    def write(self, table: str, chunks: Iterator[pl.DataFrame]) -> None:
        """Write a table chunk by chunk; another record must be in the same chunk."""
        faults = sorted(self.faults.get(table, []), key=lambda fault: fault.index)
        done = at = newlines = 0
        with (self.folder / f"{table}.csv").open("wb") as file:
            for chunk in chunks:
                upto = at
                while upto < len(faults) and faults[upto].index < done + chunk.height:
                    upto += 1
                here = faults[at:upto]
                at = upto
                notes = chunk["note"] if "note" in chunk.columns else None
                before = None
                if notes is not None:
                    breaks = notes.str.count_matches("\n", literal=True).fill_null(0).cum_sum()
                    before = breaks.shift(1, fill_value=0)
                faulty = self._apply(chunk, here, done, before, newlines) if here else chunk
                faulty.write_csv(file, include_header=done == 0, float_precision=1)
                done += chunk.height
                if notes is not None:
                    newlines += int(breaks[-1])

    def _apply(
        self,
        chunk: pl.DataFrame,
        faults: list[Fault],
        done: int,
        before: pl.Series | None,
        newlines: int,
    ) -> pl.DataFrame:
        rows = [fault.index - done for fault in faults]
        own = chunk[rows].to_dicts()
        others = iter(
            chunk[[fault.other - done for fault in faults if fault.other is not None]].to_dicts()
        )
        lines = [0] * len(rows) if before is None else before.gather(rows).to_list()
        edits: dict[str, tuple[list[int], list[str | None]]] = {}
        for fault, row, record, line in zip(faults, rows, own, lines, strict=True):
            other = {} if fault.other is None else next(others)
            texts = fault.change(record, other)
            for name, text in texts.items():
                places, values = edits.setdefault(name, ([], []))
                places.append(row)
                values.append(text or None)
            shown = [
                texts.get(name, "" if record[name] is None else str(record[name]))
                for name in fault.fields
            ]
            number = fault.index + 2
            self.truth.append(
                {
                    "kind": fault.kind,
                    "table": fault.table,
                    "code": fault.code,
                    "row": number,
                    "line": number + newlines + line,
                    "field": ", ".join(fault.fields),
                    "value": ";".join(shown),
                }
            )
        columns = []
        for name, (places, values) in edits.items():
            column = chunk[name]
            if column.dtype.is_float():
                column = column.round(1)
            columns.append(column.cast(pl.String).scatter(places, values))
        return chunk.with_columns(columns)


def _mix(index: pl.Expr, salt: int) -> pl.Expr:
    """Give a number for each index that looks random and is the same everywhere."""
    mixed = (index.cast(pl.UInt64) + pl.lit(salt * 0x9E3779B97F4A7C15 % 2**63, pl.UInt64)) * pl.lit(
        0xBF58476D1CE4E5B9, pl.UInt64
    )
    mixed = (mixed ^ (mixed // 2**31)) * pl.lit(0x94D049BB133111EB, pl.UInt64)
    return mixed ^ (mixed // 2**30)


def _below(index: pl.Expr, salt: int, limit: int) -> pl.Expr:
    return (_mix(index, salt) // 2**11 % limit).cast(pl.Int64)


def _pick(index: pl.Expr, salt: int, values: list[str]) -> pl.Expr:
    chosen = _below(index, salt, len(values)).cast(pl.UInt32)
    return chosen.replace_strict(dict(enumerate(values)), return_dtype=pl.String)


def _seldom(value: pl.Expr, index: pl.Expr, salt: int, one_in: int) -> pl.Expr:
    return pl.when(_below(index, salt, one_in) == 0).then(value)


def _name(letter: str, number: pl.Expr) -> pl.Expr:
    return pl.concat_str(pl.lit(letter), number)


def _day(index: pl.Expr, salt: int, year: int, days: int) -> pl.Expr:
    return pl.date(year, 1, 1) + pl.duration(days=_below(index, salt, days))


def _places(size: Sizes, salt: int) -> pl.DataFrame:
    i = pl.col("i")
    return _numbered(size.places).select(
        id=_name("g", i),
        name=pl.concat_str(_pick(i, salt, TOWNS), pl.lit(" "), i),
        kind=pl.when(i == 0)
        .then(pl.lit("province"))
        .otherwise(_pick(i, salt + 1, ["municipality", "town"])),
        parent_id=pl.when(i > 0).then(_name("g", i // 10)),
        latitude=52 + _below(i, salt + 2, 10) / 10,
        longitude=6 + _below(i, salt + 3, 10) / 10,
    )


def _partners(size: Sizes, salt: int) -> pl.DataFrame:
    i = pl.col("i")
    return _numbered(size.partners).select(
        id=_name("p", i),
        name=pl.concat_str(
            _pick(i, salt, BRANCHES),
            pl.lit(" "),
            pl.when(i % 20 == 0).then(pl.lit('"Het Hunebed", ')).otherwise(pl.lit("")),
            _pick(i, salt + 1, TOWNS),
            pl.lit(" "),
            i,
        ),
        short_name=_seldom(_name("CIA", i), i, salt + 2, 4),
        kind=_pick(
            i, salt + 3, ["government", "education-research", "business", "network", "other"]
        ),
        is_collective=_below(i, salt + 4, 20) == 0,
        place_id=_seldom(_name("g", _below(i, salt + 5, size.places)), i, salt + 6, 2),
        register_number=pl.when(_below(i, salt + 7, 5) > 0).then((i + 10_000_000).cast(pl.String)),
        uri=_seldom(_name("https://www.example.org/id/", i), i, salt + 8, 2),
        staff=_seldom(_below(i, salt + 9, 5_000), i, salt + 10, 2),
        turnover=_seldom(_below(i, salt + 11, 10**8) / 10, i, salt + 12, 3),
        note=_seldom(_pick(i, salt + 13, NOTES), i, salt + 14, 4),
    )


def _programmes(size: Sizes, salt: int) -> pl.DataFrame:
    i = pl.col("i")
    start = _day(i, salt, 2000, 7_000)
    return _numbered(size.programmes).select(
        id=_name("r", i),
        parent_id=pl.when(i >= 10).then(_name("r", i // 10)),
        name=pl.concat_str(pl.lit("Programma energie en innovatie "), i // 3),
        level=(i % 3).replace_strict({0: "provincial", 1: "northern", 2: "national"}),
        period_start=start,
        period_end=start + pl.duration(days=_below(i, salt + 2, 2_000)),
        owner_id=_seldom(_name("p", _below(i, salt + 3, size.partners // 2)), i, salt + 4, 2),
        share=_below(i, salt + 5, 11) / 10,
        reference=_seldom(_pick(i, salt + 6, ["12", "A-12", "2021-03-01"]), i, salt + 7, 3),
    )


def _lines(size: Sizes, salt: int) -> pl.DataFrame:
    i = pl.col("i")
    place = i % GROUP
    adds_up = (i < size.groups * GROUP) & place.is_between(1, PARTS)
    return _numbered(size.lines).select(
        id=_name("b", i),
        programme_id=_name("r", _below(i, salt, size.programmes // 2)),
        parent_id=pl.when(adds_up).then(_name("b", i - place)),
        label=pl.concat_str(_pick(i, salt + 1, NOTES[2:4] + TOWNS), pl.lit(" post "), place),
        kind=pl.when(place == 0).then(pl.lit("total")).otherwise(pl.lit("item")),
    )


def _years() -> pl.DataFrame:
    i = pl.col("i")
    return _numbered(118).select(
        fiscal_year=1970 + i // 2,
        stage=(i % 2).replace_strict({0: "actual", 1: "budget"}),
        is_closed=i < 100,
        decided_on=pl.date(1969 + i // 2, 11, 12),
    )


def _indicators(size: Sizes, salt: int) -> pl.DataFrame:
    i = pl.col("i")
    return _numbered(size.indicators).select(
        id=_name("n", i),
        name=pl.concat_str(pl.lit("Arbeidsplaatsen in de categorie "), i),
        unit=_pick(i, salt, ["count", "jobs", "eur", "percent"]),
        programme_id=_seldom(_name("r", _below(i, salt + 1, size.programmes // 2)), i, salt + 2, 2),
        target=_seldom(_pick(i, salt + 3, ["100", "ten minste 100", "2.5"]), i, salt + 4, 2),
    )


def _amounts(size: Sizes, salt: int) -> Iterator[pl.DataFrame]:
    """Give the amounts, line by line; whole groups in each chunk."""
    block = size.per_line * GROUP
    step = max(CHUNK // block, 1) * block
    stages = {0: "actual", 1: "budget"}
    for start in range(0, size.rows, step):
        i = pl.col("i")
        line, nth = i // size.per_line, i % size.per_line
        # The lines of a group have the same years; other groups begin in another one.
        year = (nth + line // GROUP * 7) % 118
        amount = 1 + _below(i, salt, 2_000_000)
        parts = pl.sum_horizontal(
            pl.col("amount_eur").shift(-part * size.per_line) for part in range(1, PARTS + 1)
        )
        is_total = (pl.col("place") == 0) & (pl.col("i") < size.groups * block)
        thousands = [
            (pl.col("amount_eur") // 1_000 % 1_000).cast(pl.String),
            (pl.col("amount_eur") % 1_000).cast(pl.String),
        ]
        padded = [text.str.zfill(3) for text in thousands]
        millions = (pl.col("amount_eur") // 1_000_000).cast(pl.String)
        yield (
            _numbered(min(step, size.rows - start), start)
            .lazy()
            .with_columns(
                place=line % GROUP,
                budget_line_id=_name("b", line),
                fiscal_year=1970 + year // 2,
                stage=(year % 2).replace_strict(stages, return_dtype=pl.String),
                amount_eur=amount,
                booked_on=_seldom(_day(i, salt + 1, 2000, 9_000), i, salt + 2, 3),
            )
            .with_columns(amount_eur=pl.when(is_total).then(parts).otherwise("amount_eur"))
            .select(
                "budget_line_id",
                "fiscal_year",
                "stage",
                "amount_eur",
                pl.when(pl.col("amount_eur") < 1_000)
                .then(thousands[1])
                .when(pl.col("amount_eur") < 1_000_000)
                .then(pl.concat_str(thousands[0], pl.lit("."), padded[1]))
                .otherwise(pl.concat_str(millions, pl.lit("."), padded[0], pl.lit("."), padded[1]))
                .alias("as_printed"),
                "booked_on",
            )
            .collect()
        )


def _values(size: Sizes, salt: int) -> Iterator[pl.DataFrame]:
    i = pl.col("i")
    value = _below(i, salt, 100_000) / 10
    high = value + _below(i, salt + 1, 1_000) / 10
    for start in range(0, size.rows, CHUNK):
        yield (
            _numbered(min(CHUNK, size.rows - start), start)
            .lazy()
            .select(
                id=_name("v", i),
                indicator_id=_name("n", _below(i, salt + 2, size.indicators)),
                place_id=_seldom(_name("g", _below(i, salt + 3, size.places)), i, salt + 4, 2),
                year=1990 + _below(i, salt + 5, 36),
                kind=_pick(i, salt + 6, ["observed", "target", "estimate", "forecast"]),
                value=value,
                value_high=_seldom(high, i, salt + 7, 4),
                is_final=_below(i, salt + 8, 3) > 0,
                note=_seldom(_pick(i, salt + 9, NOTES), i, salt + 10, 25),
            )
            .collect()
        )


def _numbered(count: int, start: int = 0) -> pl.DataFrame:
    return pl.int_range(start, start + count, eager=True).alias("i").to_frame()


# -- faults ----------------------------------------------------------------------------------------


def _to(name: str, *texts: str) -> Callable[[int], Callable[[Any, Any], dict[str, str]]]:
    """Give changes that put one of some texts in a field; ``#`` is replaced by a number."""
    return lambda number: (
        lambda _own, _other: {name: texts[number % len(texts)].replace("#", str(number))}
    )


def _copy(*names: str) -> Callable[[int], Callable[[Any, Any], dict[str, str]]]:
    return lambda _number: lambda _own, other: {name: str(other[name]) for name in names}


def _wrong_sum(own: dict[str, Any], _other: dict[str, Any]) -> dict[str, str]:
    amount = own["amount_eur"] + 1_000
    return {"amount_eur": str(amount), "as_printed": f"{amount:,}".replace(",", ".")}


def _wrong_range(own: dict[str, Any], _other: dict[str, Any]) -> dict[str, str]:
    return {"value_high": f"{own['value'] - 1:.1f}"}


def _wrong_period(own: dict[str, Any], _other: dict[str, Any]) -> dict[str, str]:
    return {"period_end": f"{own['period_start'].year - 1}-12-31"}


Change = Callable[[int], Callable[[Any, Any], dict[str, str]]]
# Table, kind, code, fields, change, and for copies the place of the other record: `first` half of
# the table, or the record `before`.
KINDS: tuple[tuple[str, str, str, tuple[str, ...], Change, str], ...] = (
    ("partners", "required", "constraint-error", ("name",), _to("name", ""), ""),
    ("partners", "unique", "unique-error", ("name",), _copy("name"), "first"),
    (
        "partners",
        "unique-nullable",
        "unique-error",
        ("register_number",),
        _copy("register_number"),
        "filled",
    ),
    (
        "partners",
        "pattern",
        "constraint-error",
        ("register_number",),
        _to("register_number", "12 34#", "12.34.#"),
        "",
    ),
    (
        "partners",
        "max-length",
        "constraint-error",
        ("short_name",),
        _to("short_name", "Innovatienetwerk #"),
        "",
    ),
    ("partners", "enum", "constraint-error", ("kind",), _to("kind", "bedrijf", "Business"), ""),
    (
        "partners",
        "type-boolean",
        "type-error",
        ("is_collective",),
        _to("is_collective", "ja", "yes", "2"),
        "",
    ),
    ("partners", "fk-single", "foreign-key", ("place_id",), _to("place_id", "gx#"), ""),
    (
        "partners",
        "bad-uri",
        "type-error",
        ("uri",),
        _to("uri", "geen uri", "www.example.org", "http://[::bad"),
        "",
    ),
    (
        "partners",
        "type-integer",
        "type-error",
        ("staff",),
        _to("staff", "1.000", "veel", "12,5", "0x1F"),
        "",
    ),
    ("partners", "minimum", "constraint-error", ("staff",), _to("staff", "-1#"), ""),
    (
        "partners",
        "type-number",
        "type-error",
        ("turnover",),
        _to("turnover", "1.050,5", "ruim 10", "5%"),
        "",
    ),
    ("programmes", "fk-self", "foreign-key", ("parent_id",), _to("parent_id", "rx#"), ""),
    ("programmes", "min-length", "constraint-error", ("name",), _to("name", "#"), ""),
    ("programmes", "unique-key", "unique-key", ("name", "level"), _copy("name", "level"), "first"),
    ("programmes", "maximum", "constraint-error", ("share",), _to("share", "1.5", "30"), ""),
    (
        "programmes",
        "rule-table",
        "programmes/period-order",
        ("period_end",),
        lambda _: _wrong_period,
        "",
    ),
    ("budget_lines", "required", "constraint-error", ("label",), _to("label", ""), ""),
    ("budget_lines", "enum", "constraint-error", ("kind",), _to("kind", "post", "Item"), ""),
    ("budget_lines", "pk-duplicate", "primary-key", ("id",), _copy("id"), "first"),
    ("budget_lines", "fk-single", "foreign-key", ("programme_id",), _to("programme_id", "rx#"), ""),
    ("budget_lines", "fk-self", "foreign-key", ("parent_id",), _to("parent_id", "bx#"), ""),
    (
        "budget_amounts",
        "pk-duplicate",
        "primary-key",
        ("budget_line_id", "fiscal_year", "stage"),
        _copy("budget_line_id", "fiscal_year", "stage"),
        "before",
    ),
    (
        "budget_amounts",
        "fk-single",
        "foreign-key",
        ("budget_line_id",),
        _to("budget_line_id", "bx#"),
        "",
    ),
    (
        "budget_amounts",
        "fk-composite",
        "foreign-key",
        ("fiscal_year", "stage"),
        _to("fiscal_year", "2050", "1950"),
        "",
    ),
    (
        "budget_amounts",
        "type-date",
        "type-error",
        ("booked_on",),
        _to("booked_on", "2021-02-30", "1-2-2021", "2021-2-3", "20210203"),
        "",
    ),
    (
        "budget_amounts",
        "minimum",
        "constraint-error",
        ("booked_on",),
        _to("booked_on", "1989-12-31", "1899-01-01"),
        "",
    ),
    ("budget_amounts", "rule-sum", "budgets/sum", ("amount_eur",), lambda _: _wrong_sum, ""),
    ("indicator_values", "pk-duplicate", "primary-key", ("id",), _copy("id"), "before"),
    ("indicator_values", "pk-empty", "primary-key", ("id",), _to("id", ""), ""),
    ("indicator_values", "pattern", "constraint-error", ("id",), _to("id", "w#", "v#a", "xv#"), ""),
    (
        "indicator_values",
        "fk-single",
        "foreign-key",
        ("indicator_id",),
        _to("indicator_id", "nx#"),
        "",
    ),
    (
        "indicator_values",
        "type-year",
        "type-error",
        ("year",),
        _to("year", "'21", "2021/22", "20215"),
        "",
    ),
    (
        "indicator_values",
        "enum",
        "constraint-error",
        ("kind",),
        _to("kind", "gemeten", "OBSERVED"),
        "",
    ),
    (
        "indicator_values",
        "type-boolean",
        "type-error",
        ("is_final",),
        _to("is_final", "nee", "y"),
        "",
    ),
    ("indicator_values", "required", "constraint-error", ("value",), _to("value", ""), ""),
    (
        "indicator_values",
        "rule-row",
        "indicators/value-range",
        ("value_high",),
        lambda _: _wrong_range,
        "",
    ),
)
_MANY = ("type-year", "enum", "fk-single", "type-boolean")


def _plan(size: Sizes, faults: str, seed: int) -> dict[str, list[Fault]]:
    """Choose the records that get a fault, each at most one."""
    chance = random.Random(seed)
    plan: dict[str, list[Fault]] = {}
    kinds = [
        kind
        for kind in KINDS
        if faults == "values" or (kind[0] == "indicator_values" and kind[1] in _MANY)
    ]
    for table in dict.fromkeys(kind[0] for kind in kinds):
        own = [kind for kind in kinds if kind[0] == table]
        rows = {
            "partners": size.partners,
            "programmes": size.programmes,
            "budget_lines": size.lines,
        }.get(table, size.rows)
        count = PER_KIND if faults == "values" else min(MANY, rows // 10) // len(own)
        if faults == "values":
            count = max(min(count, rows // 100), 2)
        if table == "budget_amounts":
            count = min(count, 2 * size.groups // len(own))
        totals = count if table == "budget_amounts" else 0
        indexes = iter(_indexes(table, size, count * len(own) - totals, chance))
        for _, kind, code, fields, change, source in own:
            sums = iter(chance.sample(range(size.groups), count)) if kind == "rule-sum" else None
            for number in range(count):
                if sums is None:
                    index = next(indexes)
                else:
                    index = next(sums) * GROUP * size.per_line + chance.randrange(size.per_line)
                other = None
                if source == "before":
                    other = index - 1
                elif source:
                    other = chance.randrange(rows // 2)
                plan.setdefault(table, []).append(
                    Fault(kind, table, code, index, fields, change(number), other)
                )
    return plan


def _indexes(table: str, size: Sizes, count: int, chance: random.Random) -> list[int]:
    """Choose records that no other record points at, and whose neighbour before has no fault."""
    if table == "partners":
        return chance.sample(range(size.partners // 2, size.partners), count)
    if table == "programmes":
        return chance.sample(range(size.programmes // 2, size.programmes), count)
    if table == "budget_lines":
        return chance.sample(range(size.with_amounts, size.lines), count)
    if table == "indicator_values":
        return [2 * index + 1 for index in chance.sample(range(size.rows // 2), count)]
    # Amounts: the two lines of a group that add up in nothing, one amount of each; not its first.
    lines = chance.sample(range(2 * size.groups), count)
    return [
        (line // 2 * GROUP + GROUP - 1 - line % 2) * size.per_line
        + chance.randrange(1, size.per_line)
        for line in lines
    ]


def generate(
    folder: Path,
    rows: int,
    *,
    faults: str = "none",
    seed: int = 1,
    is_printed: bool = False,
) -> Path:
    """Write a package of ``rows`` amounts and as many indicator values, and tell its faults.

    Args:
        folder: Where it is written; made if it is not there.
        rows: Rows of the two large tables, at least 2,000.
        faults: ``none``, ``values`` (wrong cells, keys and sums), ``structure`` (files that are not
            sound CSV) or ``many`` (100,000 faults of four kinds).
        seed: Another seed gives other values and other places of faults.
        is_printed: Whether amounts are compared with the text beside them.

    Returns:
        The folder.
    """
    if rows < 2_000:
        raise ValueError("a package of fewer than 2,000 rows has no room for faults")
    folder.mkdir(parents=True, exist_ok=True)
    size = Sizes.of(rows)
    plan = _plan(size, faults, seed) if faults in ("values", "many") else {}
    # Where the other record lacks a value, the next one that has it is taken.
    salt = 1_000 * seed
    partners = _partners(size, salt + 100)
    _fill_sources(plan, partners)
    writer = Writer(folder, plan)
    tables = {
        "places": _places(size, salt),
        "partners": partners,
        "programmes": _programmes(size, salt + 200),
        "budget_lines": _lines(size, salt + 300),
        "budget_years": _years(),
        "indicators": _indicators(size, salt + 400),
    }
    for name, frame in tables.items():
        writer.write(name, iter([frame]))
    writer.write("budget_amounts", _amounts(size, salt + 500))
    writer.write("indicator_values", _values(size, salt + 600))
    described = {
        name: (f"{name}.csv", schema) for name, schema in schemas(is_printed=is_printed).items()
    }
    truth = writer.truth
    if faults == "structure":
        truth = break_structure(folder, size, described, random.Random(seed))
    _describe(folder, described, truth)
    return folder


def _fill_sources(plan: dict[str, list[Fault]], partners: pl.DataFrame) -> None:
    filled = partners["register_number"].is_not_null().arg_true()
    for fault in plan.get("partners", []):
        if fault.kind == "unique-nullable" and fault.other is not None:
            fault.other = int(filled[fault.other * 3 // 4])


def _describe(
    folder: Path, tables: dict[str, tuple[str, dict[str, Any]]], truth: list[dict[str, Any]]
) -> None:
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "generated",
        "resources": [
            {
                "name": name,
                "type": "table",
                "path": path,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": schema,
            }
            for name, (path, schema) in tables.items()
        ],
    }
    text = json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    lines = ",\n".join(json.dumps(fault, ensure_ascii=False) for fault in truth)
    (folder / "truth.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    for name, content in (RULES | EXAMPLES).items():
        file = folder / "validators" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")


def main() -> None:
    """Write a package from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("out", type=Path)
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--faults", choices=FAULTS, default="none")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--printed", action="store_true", help="name the printed text of amounts")
    options = parser.parse_args()
    generate(
        options.out,
        options.rows,
        faults=options.faults,
        seed=options.seed,
        is_printed=options.printed,
    )


if __name__ == "__main__":
    main()
