"""The rules in ``validators/``: their examples on three engines, and real data that is broken."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing, nullcontext
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from drenthe_data import Report, check
from drenthe_data.checks.cells import check_cells
from drenthe_data.checks.examples import Example, read_examples, run_example, typed_tables
from drenthe_data.checks.rule_files import Rule, read_rules
from drenthe_data.checks.rules import prepare, relations
from drenthe_data.descriptor import read_package
from drenthe_data.exceptions import RuleError
from drenthe_data.reading import read_table
from drenthe_data.reporting import Options, write_report
from tests.both_ways import block_by_block
from tests.packages import (
    ROOT,
    change,
    fields,
    line_of,
    make_package,
    replace_line,
    write_rule,
)

VALIDATORS = ROOT / "validators"
RULES = read_rules(VALIDATORS)
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}: {example.text('title', 'en')}")
    for rule in RULES
    for example in read_examples(rule, VALIDATORS)
]
IDS = [rule.id for rule in RULES]
PACKAGE = read_package(ROOT)


def plain(value: Any) -> Any:
    """Make values of different engines comparable."""
    if value is None or isinstance(value, str):
        return value
    return round(float(value), 6)


def rows_of(names: list[str], rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Give rows in one order of columns and rows."""
    order = sorted(range(len(names)), key=names.__getitem__)
    shown = [tuple(plain(row[number]) for number in order) for row in rows]
    return sorted(shown, key=repr)


def on_polars(query: str, frames: dict[str, pl.DataFrame]) -> list[tuple[Any, ...]]:
    result = pl.SQLContext(frames, eager=True).execute(query)
    return rows_of(result.columns, result.rows())


def on_duckdb(query: str, frames: dict[str, pl.DataFrame]) -> list[tuple[Any, ...]]:
    with closing(duckdb.connect()) as connection:
        for name, frame in frames.items():
            connection.register(name, frame.to_arrow())
        found = connection.execute(query)
        names = [column[0] for column in found.description or []]
        return rows_of(names, found.fetchall())


def on_sqlite(query: str, frames: dict[str, pl.DataFrame]) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        for name, frame in frames.items():
            columns = ", ".join(f'"{column}"' for column in frame.columns)
            connection.execute(f"CREATE TABLE {name} ({columns})")
            marks = ", ".join("?" * frame.width)
            connection.executemany(f"INSERT INTO {name} VALUES ({marks})", frame.rows())
        found = connection.execute(query)
        return rows_of([column[0] for column in found.description], found.fetchall())


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_an_example_finds_what_it_says(rule: Rule, example: Example) -> None:
    result = run_example(rule, example, PACKAGE)
    found = [";".join(finding.key or ()) for finding in [*result.findings, *result.notes]]
    assert sorted(found) == sorted(example.finds)


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_a_rule_gives_the_same_rows_on_every_engine(rule: Rule, example: Example) -> None:
    tables = typed_tables(rule, example, PACKAGE)
    frames = relations(tables.values())
    for query in filter(None, (rule.query, rule.detail)):
        expected = on_polars(query, frames)
        assert on_duckdb(query, frames) == expected
        assert on_sqlite(query, frames) == expected


@cache
def real_frames() -> dict[str, pl.DataFrame]:
    """Give what the rules read of the package itself."""
    tables = (check_cells(read_table(one), 0)[0] for one in read_package(ROOT).resources)
    return relations(tables)


# Values that are seldom there, by the kind of column.
ODD: tuple[tuple[Any, list[Any]], ...] = (
    (pl.String, [None, "", "x", "É", "x ", "a_b", "A"]),
    (pl.Float64, [None, 0.0, -1.5, 0.5, 1e9]),
    (pl.Int64, [None, 0, -1, 1, 2012]),
    (pl.Int32, [None, 0, -1, 1, 2012]),
    (pl.Boolean, [None]),
)


def worn(frame: pl.DataFrame, chance: random.Random) -> pl.DataFrame:
    """Give some rows of a table, of which cells are swapped, emptied or odd."""
    frame = frame.sample(min(frame.height, 200), seed=chance.randrange(10**6))
    columns = []
    for column in frame.iter_columns():
        share = chance.choice([0, 0, 0, 0.02, 0.1, 0.5])
        values = column.to_list()
        odd = [*dict(ODD).get(type(column.dtype), [None]), *values[:7]]
        kept = [chance.choice(odd) if chance.random() < share else value for value in values]
        columns.append(pl.Series(column.name, kept, column.dtype))
    return pl.DataFrame(columns)


@pytest.mark.parametrize("seed", range(4))
def test_rules_give_the_same_rows_of_worn_tables_on_every_engine(seed: int) -> None:
    chance = random.Random(seed)
    frames = {name: worn(frame, chance) for name, frame in real_frames().items()}
    for rule in RULES:
        needed = {
            name: frame
            for name, frame in frames.items()
            if any(name == read or name.startswith(f"{read}_") for read in rule.reads)
        }
        for query in filter(None, (rule.query, rule.detail)):
            expected = on_polars(query, needed)
            assert nearly(on_duckdb(query, needed), expected), rule.id
            assert nearly(on_sqlite(query, needed), expected), rule.id


def nearly(rows: list[tuple[Any, ...]], expected: list[tuple[Any, ...]]) -> bool:
    """Compare rows; engines round a figure that lies in the middle up or down."""
    if len(rows) != len(expected):
        return False
    pairs = zip(sum(rows, ()), sum(expected, ()), strict=True)
    return all(
        one == other
        or (isinstance(one, float) and isinstance(other, float) and abs(one - other) < 0.011)
        for one, other in pairs
    )


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_a_rule_has_examples_that_break_keep_and_leave_it_empty(rule: Rule) -> None:
    examples = read_examples(rule, VALIDATORS)
    assert any(example.finds for example in examples)
    assert any(not example.finds for example in examples)
    is_empty = [all("\n" not in t.strip() for t in e.tables.values()) for e in examples]
    assert any(is_empty)


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_the_messages_of_a_rule_name_columns_of_its_rows(rule: Rule) -> None:
    from drenthe_data.messages import _PLACE

    broken = [example for example in read_examples(rule, VALIDATORS) if example.finds]
    for example in broken:
        result = run_example(rule, example, PACKAGE)
        for finding in [*result.findings, *result.notes]:
            for lang in ("en", "nl"):
                names = set(_PLACE.findall(rule.text("message", lang)))
                assert names <= {*finding.params, "value", "field", "file", "parts"}
                assert "{" not in finding.message(lang)


def only(report: Report, code: str) -> Any:
    """Give the one finding of a rule, and see that no other rule has one."""
    assert {finding.code for finding in report.findings} == {code}
    (finding,) = report.findings
    return finding


SUBTOTAL = "implementation-2026-1-subtotaal,2026"
ITEM = "implementation-2026-2-arbeidsmarkt-en-onderwijs"


def break_sum(package: Path) -> None:
    file = package / "datapackage" / "budget_amounts.csv"
    number = line_of(file, "implementation-2026-2-arbeidsmarkt-en-onderwijs,2026")
    change(file, number, "600000,600.000", "610000,610.000")


def test_a_subtotal_that_is_not_the_sum_of_its_lines_is_caught(package: Path) -> None:
    file = package / "datapackage" / "budget_amounts.csv"
    break_sum(package)
    finding = only(check(package), "budgets/parent-sum")
    assert finding.file == "datapackage/budget_amounts.csv"
    assert finding.line == line_of(file, "implementation-2026-2-subtotaal,2026")
    assert finding.field == "amount_eur"
    assert finding.value == "686835"
    assert finding.key == ("implementation-2026-2-subtotaal", "2026", "budget")
    assert finding.message("en") == (
        '"Subtotaal Samenwerken aan een toekomstbestendige arbeidsmarkt" in 2026 (budget) is '
        "printed as 686,835, but its 4 lines add up to 696,835: a difference of -10,000. Added "
        "up: Arbeidsmarkt & Onderwijs 610,000 + Arbeidsmarktonderzoek 10,000 + Bijdrage "
        "instellingen 51,884 + Werkgelegenheidsenquête 24,951. Correct the line that was copied "
        "wrongly; if the source itself does not add up, explain that in known_discrepancies.csv."
    )
    assert finding.message("nl") == (
        '"Subtotaal Samenwerken aan een toekomstbestendige arbeidsmarkt" in 2026 (budget) staat '
        "er als 686.835, maar de 4 regels tellen op tot 696.835: een verschil van -10.000. "
        "Opgeteld: Arbeidsmarkt & Onderwijs 610.000 + Arbeidsmarktonderzoek 10.000 + Bijdrage "
        "instellingen 51.884 + Werkgelegenheidsenquête 24.951. Verbeter de regel die verkeerd is "
        "overgenomen; als de bron zelf niet optelt, leg dat dan uit in known_discrepancies.csv."
    )


def test_a_subtotal_a_euro_off_is_a_note_and_no_finding(package: Path) -> None:
    file = package / "datapackage" / "budget_amounts.csv"
    number = line_of(file, "implementation-2026-2-arbeidsmarkt-en-onderwijs,2026")
    change(file, number, "600000,600.000", "600001,600.001")
    report = check(package)
    assert report.valid
    (note,) = [
        note
        for note in report.notes
        if note.code == "budgets/parent-sum-rounding"
        and (note.key or ("",))[0].startswith("implementation")
    ]
    assert note.line == line_of(file, "implementation-2026-2-subtotaal,2026")
    assert "the difference of -1 lies within rounding" in note.message("en")
    assert "het verschil van -1 valt binnen de afronding" in note.message("nl")


def test_a_missing_amount_is_caught_at_its_budget_line(package: Path) -> None:
    amounts = package / "datapackage" / "budget_amounts.csv"
    # A line of zero: the sum stays right, and still the year is missing.
    replace_line(amounts, line_of(amounts, "implementation-2026-5-greenwise-campus,2027"), None)
    finding = only(check(package), "budgets/line-years")
    lines = package / "datapackage" / "budget_lines.csv"
    assert (finding.file, finding.line) == (
        "datapackage/budget_lines.csv",
        line_of(lines, "implementation-2026-5-greenwise-campus,"),
    )
    assert "has no amount for 2027 (budget)" in finding.message("en")
    assert "heeft geen bedrag voor 2027 (budget)" in finding.message("nl")


def test_expenditure_below_zero_is_caught(package: Path) -> None:
    file = package / "datapackage" / "budget_amounts.csv"
    number = line_of(file, "implementation-2026-5-greenwise-campus,2027")
    change(file, number, ",0,-,", ",-5,-5,")
    report = check(package, rules=["budgets/amount-sign"])
    finding = only(report, "budgets/amount-sign")
    assert (finding.line, finding.value) == (number, "-5")


def test_an_item_with_lines_and_a_subtotal_without_are_caught(package: Path) -> None:
    file = package / "datapackage" / "budget_lines.csv"
    number = line_of(file, "implementation-2026-2-subtotaal,")
    old = change(file, number, ",subtotal,", ",item,")
    finding = only(check(package), "budgets/item-with-lines")
    assert (finding.line, finding.field, finding.value) == (number, "kind", "item")
    assert "4 line(s) add up in it" in finding.message("en")
    number = line_of(file, "implementation-2026-2-arbeidsmarktonderzoek,")
    replace_line(file, line_of(file, "implementation-2026-2-subtotaal,"), old)
    change(file, number, ",item,", ",subtotal,")
    found = {f.code: f.line for f in check(package).findings}
    assert found["budgets/sum-without-lines"] == number


def test_a_total_without_any_line_is_caught(package: Path) -> None:
    file = package / "datapackage" / "budget_amounts.csv"
    text = file.read_text(encoding="utf-8").split("\n")
    kept = [
        line
        for line in text
        if not (line.startswith("implementation-2026-2-") and ",2027,budget" in line)
        or "subtotaal" in line
    ]
    file.write_text("\n".join(kept), encoding="utf-8")
    found = {f.code: f for f in check(package).findings}
    finding = found["budgets/total-without-lines"]
    assert finding.line == line_of(file, "implementation-2026-2-subtotaal,2027")
    assert "budgets/parent-sum" not in found


def test_a_cell_that_is_no_number_leaves_the_sum_unevaluated(package: Path) -> None:
    file = package / "datapackage" / "budget_amounts.csv"
    number = line_of(file, "implementation-2026-2-arbeidsmarkt-en-onderwijs,2026")
    change(file, number, "600000,", "600.000 euro,")
    report = check(package)
    assert [(f.code, f.line) for f in report.findings] == [("type-error", number)]
    (result,) = [r for r in report.checks if r.code == "budgets/parent-sum"]
    assert result.outcome == "not-evaluated"
    assert result.reason_text("en") == (
        '1 row(s) of table "budget_amounts" have findings of their own'
    )


def test_a_period_of_another_form_stops_no_rule(package: Path) -> None:
    file = package / "datapackage" / "indicator_values.csv"
    table = pl.read_csv(file, infer_schema=False)
    table[0, "period"], table[1, "period"] = "zomer 2012", ""
    table.write_csv(file)
    report = check(package)
    assert {(f.line, f.field, f.code) for f in report.findings} == {
        (2, "period", "constraint-error"),
        (3, "period", "constraint-error"),
    }
    assert report.outcomes("not-evaluated") == 0


YEARS = "SELECT id, id AS printed FROM t WHERE CAST(year AS INTEGER) > 2000"


@pytest.mark.parametrize("lines", [None, 2])
def test_a_rule_that_rows_with_findings_stop_is_not_evaluated(
    tmp_path: Path, lines: int | None
) -> None:
    schema = {"fields": fields("id", year={"constraints": {"pattern": "[0-9]{4}"}})}
    folder = make_package(tmp_path, {"t": "id,year\na,2026\nb,ruim 2012\n"}, {"t": schema})
    write_rule(folder, YEARS)
    with nullcontext() if lines is None else block_by_block(lines):
        report = check(folder)
    assert [(f.line, f.code) for f in report.findings] == [(3, "constraint-error")]
    (result,) = [r for r in report.checks if r.code == "r"]
    assert result.outcome == "not-evaluated"
    for lang, text in (("en", "cannot be run on rows"), ("nl", "niet uit te voeren op rijen")):
        said = result.reason_text(lang) or ""
        assert "validators/r.sql" in said
        assert text in said
        assert "ruim 2012" not in said


@pytest.mark.parametrize("lines", [None, 2])
@pytest.mark.parametrize(
    ("year", "code"), [("ruim 2012", "foreign-key"), ("2012\x01", "text-character")]
)
def test_a_finding_of_any_check_leaves_a_rule_unevaluated(
    tmp_path: Path, year: str, code: str, lines: int | None
) -> None:
    schema: dict[str, Any] = {"fields": fields("id", "year")}
    if code == "foreign-key":
        reference = {"resource": "years", "fields": ["year"]}
        schema["foreignKeys"] = [{"fields": ["year"], "reference": reference}]
    tables = {"t": f"id,year\na,2026\nb,{year}\n", "years": "year\n2026\n"}
    schemas = {"t": schema, "years": {"fields": fields("year"), "primaryKey": "year"}}
    folder = make_package(tmp_path, tables, schemas, textHygiene=True)
    write_rule(folder, YEARS)
    with nullcontext() if lines is None else block_by_block(lines):
        report = check(folder)
    assert [(f.line, f.code) for f in report.findings] == [(3, code)]
    assert [r.outcome for r in report.checks if r.code == "r"] == ["not-evaluated"]


def test_a_warning_does_not_hide_a_rule_that_rows_stop(tmp_path: Path) -> None:
    """Warnings fail no check, and a rule that is not evaluated does not either."""
    tables = {"t": "id,year\na,2026\nb,ruim  2012\n"}
    schema = {"fields": fields("id", "year")}
    folder = make_package(tmp_path, tables, {"t": schema}, textHygiene=True)
    assert check(folder).count("warning") == 1
    write_rule(folder, YEARS)
    with pytest.raises(RuleError, match="cannot be run"):
        check(folder)


def test_a_large_table_of_codes_is_judged_as_a_small_one(tmp_path: Path) -> None:
    """The query cannot be run on codes, so that it is run on texts; these are what stops it."""
    schema: dict[str, Any] = {
        "fields": fields("id", "kind", year={"constraints": {"pattern": "[0-9]{4}"}}),
        "foreignKeys": [{"fields": ["kind"], "reference": {"resource": "k", "fields": ["id"]}}],
    }
    tables = {"t": "id,kind,year\na,one,2026\nb,one,ruim 2012\n", "k": "id\none\n"}
    schemas = {"t": schema, "k": {"fields": fields("id"), "primaryKey": "id"}}
    folder = make_package(tmp_path, tables, schemas)
    write_rule(folder, f"{YEARS} AND kind LIKE 'o%'")
    for way in (nullcontext(), block_by_block(2, ["t"])):
        with way:
            (result,) = [r for r in check(folder).checks if r.code == "r"]
        assert result.outcome == "not-evaluated"


def test_a_rule_that_sound_rows_stop_is_a_rule_to_mend(tmp_path: Path) -> None:
    schema = {"fields": fields("id", "year")}
    folder = make_package(tmp_path, {"t": "id,year\na,2026\nb,ruim 2012\n"}, {"t": schema})
    write_rule(folder, YEARS)
    with pytest.raises(RuleError, match="cannot be run"):
        check(folder)


def test_a_rule_that_is_wrong_is_said_to_be_whatever_the_rows_are(tmp_path: Path) -> None:
    schema = {"fields": fields("id", year="integer")}
    folder = make_package(tmp_path, {"t": "id,year\na,2026\nb,ruim 2012\n"}, {"t": schema})
    write_rule(folder, "SELECT id, id AS printed FROM t WHERE jaar > 2000")
    with pytest.raises(RuleError, match="jaar"):
        check(folder)


@pytest.mark.parametrize("gone", ["value", "as_printed"])
def test_a_rule_about_prints_needs_figure_and_print(package: Path, gone: str) -> None:
    file = package / "datapackage" / "indicator_values.csv"
    head, rest = file.read_text(encoding="utf-8").split("\n", 1)
    names = ["x" if name == gone else name for name in head.split(",")]
    file.write_text(f"{','.join(names)}\n{rest}", encoding="utf-8")
    (result,) = [r for r in check(package).checks if r.code == "indicators/precision-word"]
    assert result.outcome == "not-evaluated"
    assert f'"{gone}"' in (result.reason_text("en") or "")


def known(package: Path, *rows: str) -> None:
    file = package / "validators" / "known_discrepancies.csv"
    kept = file.read_text(encoding="utf-8")
    file.write_text(kept + "\n".join([*rows, ""]), encoding="utf-8")


ENTRY = (
    "budgets/parent-sum,implementation-2026-2-subtotaal;2026;budget,686835,696835,"
    "De bron telt hier zelf niet op.,implementation-2026,52"
)


def test_a_known_discrepancy_becomes_a_note_with_its_explanation(package: Path) -> None:
    break_sum(package)
    known(package, ENTRY)
    report = check(package)
    assert report.valid
    (note,) = [note for note in report.discrepancies if note.code == "budgets/parent-sum"]
    assert note.severity == "note"
    assert "De bron telt hier zelf niet op." in note.message("nl")
    assert "implementation-2026:52" in note.message("en")


def test_a_known_discrepancy_that_no_longer_occurs_is_a_finding(package: Path) -> None:
    known(package, ENTRY)
    lines = (package / "validators" / "known_discrepancies.csv").read_text("utf-8").count("\n")
    (finding,) = check(package).findings
    assert (finding.code, finding.line) == ("known-discrepancy-stale", lines)
    assert finding.file == "validators/known_discrepancies.csv"
    assert "does not occur (any more)" in finding.message("en")
    assert "komt niet (meer) voor" in finding.message("nl")


def test_a_known_discrepancy_with_another_figure_explains_nothing(package: Path) -> None:
    break_sum(package)
    known(package, ENTRY.replace("696835", "696836"))
    codes = {finding.code for finding in check(package).findings}
    assert codes == {"budgets/parent-sum", "known-discrepancy-stale"}


def test_a_known_discrepancy_of_an_unknown_rule_or_source_is_a_finding(package: Path) -> None:
    known(
        package,
        ENTRY.replace("parent-sum", "parents-sum").replace(
            ",implementation-2026,5", ",implementation-2062,5"
        ),
    )
    found = {finding.code: finding for finding in check(package).findings}
    assert 'Did you mean "budgets/parent-sum"?' in found["known-discrepancy-rule"].message("en")
    assert 'Did you mean "implementation-2026"?' in found["foreign-key"].message("en")


def test_a_known_discrepancy_may_be_about_texts(package: Path) -> None:
    (note,) = [
        note
        for note in check(package).discrepancies
        if note.code == "partners/near-duplicate" and note.key == ("stichting-health-hub-roden",)
    ]
    assert note.file == "datapackage/partners.csv"
    assert '"Stichting Health Hub Roden" beside "Health Hub Roden"' in note.message("en")
    assert '"Stichting Health Hub Roden" naast "Health Hub Roden"' in note.message("nl")


def test_a_period_that_is_not_explained_is_a_warning(package: Path) -> None:
    file = package / "validators" / "known_discrepancies.csv"
    replace_line(file, line_of(file, "programmes/period-inside-parent"), None)
    report = check(package)
    finding = only(report, "programmes/period-inside-parent")
    assert (finding.severity, finding.value, report.valid) == ("warning", "2024", True)
    assert finding.message("nl").startswith(
        '"Agenda Gezondheidseconomie Drenthe 2021-2024" loopt 2021-2024, maar "Economische Koers '
        'Drenthe 2020-2023", waar het een deel van is, 2020-2023.'
    )


def test_a_precision_that_its_print_denies_is_caught(package: Path) -> None:
    file = package / "datapackage" / "indicator_values.csv"
    number = line_of(file, "stagiairs-netwerk-zon-per-jaar-noord-nederland-2021,")
    change(file, number, ",more-than,", ",at-most,")
    finding = only(check(package), "indicators/precision-word")
    assert (finding.line, finding.field, finding.value) == (number, "precision", "at-most")
    assert 'is at-most, but "meer dan 5000" says more-than' in finding.message("en")
    assert 'is at-most, maar "meer dan 5000" zegt more-than' in finding.message("nl")


def test_a_rule_about_prints_is_not_evaluated_without_their_column(package: Path) -> None:
    file = package / "datapackage" / "indicator_values.csv"
    file.write_text(file.read_text("utf-8").replace("as_printed", "print", 1), encoding="utf-8")
    outcomes = {result.code: result for result in check(package).checks if "/" in result.code}
    assert outcomes["indicators/precision-word"].outcome == "not-evaluated"
    assert outcomes["indicators/derivation"].outcome == "not-evaluated"
    assert outcomes["indicators/negative-value"].outcome == "passed"


def test_each_printed_figure_has_its_own_columns(tmp_path: Path) -> None:
    number = {"type": "number"}
    schema = {
        "fields": fields(
            "a_printed",
            "b_printed",
            a={**number, "printedIn": "a_printed"},
            b={**number, "printedIn": "b_printed"},
        )
    }
    made = make_package(
        tmp_path / "p", {"t": "a_printed,b_printed,a,b\nca. 5,12,5,12\n"}, {"t": schema}
    )
    table, _ = check_cells(read_table(read_package(made).resource("t")), cap=5)
    (row,) = prepare(table).drop("a_printed", "b_printed", "a", "b").rows(named=True)
    assert row == {
        "half_unit": 0.5,
        "printed_precision": "about",
        "b_half_unit": 0.5,
        "b_printed_precision": None,
    }


def test_of_a_rule_with_many_notes_the_first_are_listed_and_all_are_counted(package: Path) -> None:
    rule = "budgets/parent-sum-rounding"
    file = package / "datapackage" / "budget_amounts.csv"
    for year in (2015, 2016, 2017):
        number = line_of(file, f"kei-2014-9-5-lasten-subsidie,{year}")
        change(file, number, "506949,506.949", "506950,506.950")
    report = check(package, limit=5)
    (result,) = [result for result in report.checks if result.code == rule]
    assert (result.outcome, result.count, len(result.notes)) == ("passed", 0, 5)
    assert result.noted == 4 + 3
    text = write_report(report, "text", Options())
    assert text.count(f"[{rule}]") == 3
    more = f"… and {result.noted - 3} more of {rule} in datapackage/budget_amounts.csv; "
    assert f"{more}--rule {rule} shows them." in text
    text = write_report(report, "text", Options(has_all_notes=True))
    assert text.count(f"[{rule}]") == 5
    assert f"… and {result.noted - 5} more of {rule}" in text
    assert f"{result.noted} other" in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT 1", "must begin with a head"),
        ("-- title: x\nSELECT 1", 'lacks "title_nl"'),
        ("-- titel: x\nSELECT 1", 'unknown key "titel". Did you mean "title"?'),
        ("{head}", "no SELECT under the head"),
        ("{head}DELETE FROM budget_lines", "no SELECT under the head"),
        ("{head}SELECT id FROM budget_lines; SELECT 1", "a second statement"),
        ("{head}SELECT id FROM read_csv('/etc/hostname')", '"read_csv", which reads files'),
        ("{head}SELECT id FROM Read_Parquet /* */ ('x')", '"Read_Parquet", which reads files'),
        ("{head}SELECT label FROM budget_lines", "must return the key columns id"),
        ("{head}SELECT id, nothing FROM budget_lines", "the query cannot be run"),
        ("{head}SELECT id FROM FROM", "the query cannot be run"),
        # Polars panics at so many digits.
        ("{head}SELECT id, CAST(1 AS DECIMAL(99, 2)) FROM budget_lines", "the query cannot be run"),
    ],
)
def test_a_rule_that_is_not_sound_is_said_to_be(package: Path, text: str, expected: str) -> None:
    head = "".join(
        f"-- {key}: {value}\n"
        for key, value in {
            "title": "x",
            "title_nl": "x",
            "description": "x",
            "description_nl": "x",
            "message": "x",
            "message_nl": "x",
            "severity": "error",
            "reads": "budget_lines",
            "table": "budget_lines",
            "key": "id",
        }.items()
    )
    rule = package / "validators" / "budgets" / "mine.sql"
    rule.write_text(text.replace("{head}", head), encoding="utf-8")
    with pytest.raises(RuleError) as error:
        check(package)
    assert "validators/budgets/mine.sql" in str(error.value)
    assert expected in str(error.value)
    assert error.value.message("nl") != str(error.value)


def test_a_rule_about_a_table_that_is_not_there_names_the_nearest(package: Path) -> None:
    rule = package / "validators" / "budgets" / "item-with-lines.sql"
    text = rule.read_text(encoding="utf-8")
    rule.write_text(
        text.replace("-- table: budget_lines", "-- table: budget_line"), encoding="utf-8"
    )
    with pytest.raises(RuleError, match='Did you mean "budget_lines"'):
        check(package)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT own.id AS id, own.item AS item FROM t_parts AS own",
        "SELECT own.id AS id FROM t AS own",
    ],
    ids=["relation", "field"],
)
def test_a_rule_about_a_field_of_lists_is_not_evaluated_without_that_column(
    query: str, tmp_path: Path
) -> None:
    """The query may name the relation of the lists only, or the head the field only."""
    schema = {
        "fields": [
            *fields("id"),
            {"name": "parts", "listOf": {"resource": "t", "field": "id", "separator": ";"}},
        ],
        "primaryKey": "id",
    }
    head = {"title": "x", "title_nl": "x", "description": "x", "description_nl": "x"}
    head |= {"message": "{id}", "message_nl": "{id}", "severity": "error"}
    head |= {"reads": "t", "table": "t", "key": "id", "field": "parts"}
    rule = tmp_path / "validators" / "r.sql"
    rule.parent.mkdir()
    lines = [f"-- {key}: {text}\n" for key, text in head.items()]
    rule.write_text("".join(lines) + query, encoding="utf-8")

    make_package(tmp_path, {"t": "id,parts\na,a;b\nb,a\n"}, {"t": schema})
    [result] = [result for result in check(tmp_path).checks if result.code == "r"]
    assert (result.outcome, result.count) == ("failed", 3 if "item" in query else 2)

    make_package(tmp_path, {"t": "id\na\nb\n"}, {"t": schema})
    [result] = [result for result in check(tmp_path).checks if result.code == "r"]
    assert result.outcome == "not-evaluated"
    assert result.reason_text("nl") == 'kolom "parts" ontbreekt in tabel "t"'
    assert result.reason_text("en") == 'column "parts" is missing in table "t"'
