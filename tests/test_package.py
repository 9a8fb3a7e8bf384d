"""The package itself: valid for others, described in two languages, and as its source prints it."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package as FrictionlessPackage
from frictionless import Report as FrictionlessReport
from frictionless import Schema as FrictionlessSchema
from jsonschema import Draft7Validator

import drenthe_data
from drenthe_data.reporting import Options, write_report
from tests.packages import ROOT, line_of, replace_line

# The texts of the sources are not part of the package; where they are not, these tests skip.
SEEDS = Path(os.environ.get("DRENTHE_DATA_SOURCES", ROOT.parent / "shared" / "seeds"))
RAW = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
NAMES = [resource["name"] for resource in RAW["resources"]]
SCHEMAS = {
    name: json.loads((ROOT / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    for name in NAMES
}
FIELDS = [(name, field) for name in NAMES for field in SCHEMAS[name]["fields"]]
FIELD_IDS = [f"{name}.{field['name']}" for name, field in FIELDS]


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "datapackage" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def source_text(source_id: str) -> list[str]:
    (source,) = [row for row in rows("sources") if row["id"] == source_id]
    file = SEEDS / source["text_file"]
    if not file.exists():
        pytest.skip(f"the text of {source_id} is not here (set DRENTHE_DATA_SOURCES)")
    return file.read_bytes().decode("utf-8").split("\n")


def cited(row: dict[str, str], lines: list[str]) -> str:
    parts = []
    for part in row["source_lines"].split(";"):
        first, _, last = part.partition("-")
        parts += lines[int(first) - 1 : int(last or first)]
    joined = "\n".join(part.strip() for part in parts)
    # A word that was broken over lines is joined, with and without its hyphen.
    shown = [joined, re.sub(r"-\n+", "", joined), re.sub(r"-\n+", "-", joined)]
    shown.append(re.sub(r"-\s+", "", joined))
    return " ".join(re.sub(r"\s+", " ", text) for text in shown)


def test_the_package_has_the_tables_of_its_design() -> None:
    files = sorted(path.stem for path in (ROOT / "datapackage").iterdir())
    assert sorted(NAMES) == files == sorted(p.stem for p in (ROOT / "schemas").iterdir())
    assert len(NAMES) == 25


def test_the_package_is_valid_for_us_and_in_its_canonical_form() -> None:
    report = drenthe_data.check(ROOT)
    assert [finding.text() for finding in report.findings] == []
    assert report.outcomes("not-evaluated") == 0
    from drenthe_data.cli import run

    assert run(["fmt", "--check", str(ROOT)]) == 0


def test_the_stock_frictionless_finds_the_package_valid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    report = FrictionlessPackage("datapackage.json").validate()
    assert report.valid, report.flatten(["type", "note"])
    assert len(report.tasks) == len(NAMES)


@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_descriptor_and_schemas_keep_the_official_profiles(version: str) -> None:
    """The JSON Schemas of the standard, versions 1 and 2, as dplib carries them."""
    carrier = find_spec("dplib")  # found, not imported: only its profiles are needed
    assert carrier is not None
    assert carrier.origin is not None
    profiles = Path(carrier.origin).parent / "profiles" / version
    for name, documents in {"datapackage": [RAW], "tableschema": list(SCHEMAS.values())}.items():
        profile = json.loads((profiles / f"{name}.json").read_text(encoding="utf-8"))
        for document in documents:
            errors = [error.message for error in Draft7Validator(profile).iter_errors(document)]
            assert errors == []


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_sound_for_frictionless(name: str) -> None:
    schema = FrictionlessSchema.from_descriptor(str(ROOT / "schemas" / f"{name}.json"))
    assert schema.field_names == [field["name"] for field in SCHEMAS[name]["fields"]]


def test_our_json_report_is_read_by_frictionless(package: Path) -> None:
    file = package / "datapackage" / "partners.csv"
    number = line_of(file, "locatus,")
    replace_line(file, number, "locatus,,,business,perhaps,nowhere,,")
    (package / "datapackage" / "sdgs.csv").write_text("id,name,name_en\n", encoding="utf-8")
    sectors = package / "datapackage" / "sectors.csv"
    sectors.write_text(sectors.read_text(encoding="utf-8") + "\nx,y\n1,2,3,4,5\n", "utf-8")
    lines = package / "datapackage" / "budget_lines.csv"
    text = lines.read_text(encoding="utf-8").replace(",total,expenditure", ",item,income")
    lines.write_text(text, encoding="utf-8")
    written = write_report(drenthe_data.check(package), "json", Options())
    report = FrictionlessReport.from_descriptor(json.loads(written))
    assert not report.valid
    found = {(e[0], e[1]) for e in report.flatten(["type", "rowNumber"])}
    assert ("type-error", number) in found
    assert ("foreign-key", number) in found
    assert {"missing-label", "blank-row", "missing-cell", "extra-cell", "row-constraint"} <= {
        kind for kind, _ in found
    }


@pytest.mark.parametrize(("name", "field"), FIELDS, ids=FIELD_IDS)
def test_a_field_is_described_in_both_languages(name: str, field: dict[str, Any]) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", field["name"])
    for key in ("title", "description"):
        assert field[key] and field[f"{key}_nl"], (name, field["name"], key)
    assert field["description"].endswith(".")
    enum = field.get("constraints", {}).get("enum")
    categories = field.get("categories")
    assert (enum is None) == (categories is None)
    if categories:
        assert [category["value"] for category in categories] == enum
        assert all(category["label"] and category["label_nl"] for category in categories)


@pytest.mark.parametrize("name", NAMES)
def test_a_table_is_described_and_has_a_key(name: str) -> None:
    (resource,) = [r for r in RAW["resources"] if r["name"] == name]
    for holder in (resource, SCHEMAS[name]):
        for key in ("title", "title_nl", "description", "description_nl"):
            assert holder[key]
    assert SCHEMAS[name].get("primaryKey") or SCHEMAS[name].get("uniqueKeys")


@pytest.mark.parametrize("name", NAMES)
def test_every_field_that_refers_to_a_table_is_a_foreign_key(name: str) -> None:
    declared = {key["fields"][0] for key in SCHEMAS[name].get("foreignKeys", [])}
    looks = {
        field["name"]
        for field in SCHEMAS[name]["fields"]
        if field["name"].endswith("_id") and field["name"] != "subject_id"
    }
    assert looks - {"value_id"} == declared - {"value_id"}


def test_facts_say_where_they_come_from() -> None:
    without = {"sources", "places", "sectors", "partners", "partner_names", "categories"}
    without |= {"indicators", "derivations", "sdgs"}
    for name in set(NAMES) - without:
        names = [field["name"] for field in SCHEMAS[name]["fields"]]
        assert names[-2:] == ["source_id", "source_lines"]


@pytest.mark.parametrize("source", [row["id"] for row in rows("sources")])
def test_the_text_of_a_source_is_the_one_that_is_cited(source: str) -> None:
    lines = source_text(source)
    (row,) = [row for row in rows("sources") if row["id"] == source]
    data = (SEEDS / row["text_file"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == row["text_sha256"]
    assert len(lines) - (lines[-1] == "") == int(row["text_lines"])


@pytest.mark.parametrize("name", NAMES)
def test_citations_lie_inside_their_document_and_prints_stand_in_them(name: str) -> None:
    columns = [field["name"] for field in SCHEMAS[name]["fields"]]
    if "source_lines" not in columns:
        return
    texts: dict[str, list[str]] = {}
    for row in rows(name):
        lines = texts.setdefault(row["source_id"], source_text(row["source_id"]))
        numbers = [int(number) for number in re.findall(r"[0-9]+", row["source_lines"])]
        assert max(numbers) <= len(lines), row
        text = cited(row, lines)
        assert text.strip(), row
        if "as_printed" in row:
            assert row["as_printed"] in text, row


@pytest.mark.parametrize("name", ["programme_partners", "activity_partners", "cluster_partners"])
def test_partners_stand_in_the_cited_lines_under_one_of_their_names(name: str) -> None:
    spellings: dict[str, list[str]] = {}
    for row in rows("partner_names"):
        spellings.setdefault(row["partner_id"], []).append(row["name"].casefold())
    texts: dict[str, list[str]] = {}
    for row in rows(name):
        lines = texts.setdefault(row["source_id"], source_text(row["source_id"]))
        text = cited(row, lines).casefold()
        named = spellings[row["partner_id"]]
        # "provincies Drenthe en Groningen" names both provinces.
        listed = [name.split(" ") for name in named if name.startswith("provincie ")]
        assert any(spelling in text for spelling in named) or any(
            all(re.search(rf"\b{word}", text) for word in words) for words in listed
        ), row


def test_annex_4_is_what_the_source_prints_cell_by_cell() -> None:
    """Read the budget of 2014 anew: six years and the difference, per line of the table."""
    lines = source_text("kei-2014")
    amounts = {(row["budget_line_id"], row["fiscal_year"]): row for row in rows("budget_amounts")}
    changes = {row["budget_line_id"]: row for row in rows("budget_changes")}
    own = {
        int(row["source_lines"].split("-")[-1].split(";")[-1]): row
        for row in rows("budget_lines")
        if row["source_id"] == "kei-2014"
    }
    figures = r"(?:^|\s)(-?[\d.]+)" + r"\s(-?[\d.]+)" * 6 + r"$"
    found = {
        number: match.groups()
        for number, line in enumerate(lines, 1)
        if number > 3010 and (match := re.search(figures, line.strip()))
    }
    assert set(found) == set(own)
    assert len(found) == 28
    for number, cells in found.items():
        line = own[number]["id"]
        printed = [amounts[line, year]["as_printed"] for year in ("2012", "2013", "2014")]
        printed += [changes[line]["as_printed"]]
        printed += [amounts[line, year]["as_printed"] for year in ("2015", "2016", "2017")]
        assert tuple(printed) == cells, own[number]
        for row in (changes[line], *(amounts[line, str(year)] for year in range(2012, 2018))):
            assert int(row["amount_eur"]) == int(row["as_printed"].replace(".", "")), row


def test_table_1_is_what_the_source_prints_cell_by_cell() -> None:
    """Read the table of the source anew, and compare every cell and every sum."""
    lines = source_text("implementation-2026")
    amounts = {(row["budget_line_id"], row["fiscal_year"]): row for row in rows("budget_amounts")}
    by_line = {
        row["source_lines"]: row
        for row in rows("budget_lines")
        if row["source_id"] == "implementation-2026"
    }
    years = [year for year in lines[40].split("\t") if year]
    assert years == ["2026", "2027"]
    sums: dict[tuple[int, str], int] = {}
    challenge, seen = 0, 0
    for number in range(42, 75):
        label, *cells = lines[number - 1].split("\t")
        if re.match(r"[1-5]\. ", label):
            challenge = int(label[0])
            continue
        line = by_line[str(number)]
        for year, cell in zip(years, cells, strict=True):
            row = amounts[line["id"], year]
            value = 0 if cell == "-" else int(cell.replace(".", ""))
            assert (row["as_printed"], int(row["amount_eur"])) == (cell, value)
            assert row["stage"] == "budget"
            seen += 1
            if label == "Subtotaal":
                assert sums[challenge, year] == value
                sums[0, year] = sums.get((0, year), 0) + value
            elif label.startswith("Totaal"):
                assert sums[0, year] == value
            else:
                sums[challenge, year] = sums.get((challenge, year), 0) + value
    assert seen == 56
    assert len(by_line) == 28


def test_titles_and_summaries_are_not_copied_from_the_source() -> None:
    """No run of nine words of a source stands in a title or summary of ours."""
    sources = {
        row["id"]: " ".join(re.findall(r"\w+", " ".join(source_text(row["id"])).casefold()))
        for row in rows("sources")
    }
    for name in ("activities", "results", "programmes", "clusters"):
        for row in rows(name):
            own = row.get("title") or row.get("summary") or ""
            words = re.findall(r"\w+", own.casefold())
            for start in range(len(words) - 8):
                assert " ".join(words[start : start + 9]) not in sources[row["source_id"]], row


def test_nobody_is_in_the_tables_as_a_person() -> None:
    for name in NAMES:
        text = (ROOT / "datapackage" / f"{name}.csv").read_text(encoding="utf-8")
        assert not re.search(r"[\w.]+@[\w.]+\.\w+", text)
        assert not re.search(r"(?<![\w-])0[1-9][0-9]?[- ][0-9]{6,8}", text)
