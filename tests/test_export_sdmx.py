"""The SDMX data sets and their structures, read by pysdmx and sdmx1."""

from __future__ import annotations

import csv
import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from drenthe_data import load
from drenthe_data.exporting import export, export_package
from drenthe_data.exporting.statistics import code_of
from drenthe_data.loading import load_package
from tests.packages import ROOT, copy_of_package, make_package

pytest.importorskip("pysdmx", reason="pysdmx is not installed")
from pysdmx.errors import Invalid
from pysdmx.io import get_datasets, read_sdmx

DATA = load(ROOT)
STRUCTURES = "{http://www.sdmx.org/resources/sdmxml/schemas/v3_0/structure}"
COMMON = "{http://www.sdmx.org/resources/sdmxml/schemas/v3_0/common}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Of each data set: its table, and of which field each of its columns is.
SETS = {
    "INDICATORS": (
        "indicator_values",
        {
            "INDICATOR": "indicator_id",
            "REF_AREA": "place_id",
            "CATEGORY": "category_id",
            "KIND": "kind",
            "SOURCE": "source_id",
            "TIME_PERIOD": "period",
            "OBS_VALUE": "value",
            "VALUE_HIGH": "value_high",
            "PRECISION": "precision",
            "AS_PRINTED": "as_printed",
            "SOURCE_LINES": "source_lines",
            "ROW_ID": "id",
        },
    ),
    "BUDGETS": (
        "budget_amounts",
        {
            "BUDGET_LINE": "budget_line_id",
            "STAGE": "stage",
            "TIME_PERIOD": "fiscal_year",
            "OBS_VALUE": "amount_eur",
            "AS_PRINTED": "as_printed",
            "SOURCE": "source_id",
            "SOURCE_LINES": "source_lines",
        },
    ),
}


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The messages, exported once."""
    folder = tmp_path_factory.mktemp("dist")
    result = export(DATA, ["sdmx"], folder)
    assert not result.failed
    return folder / "sdmx"


def back(text: str) -> str:
    """Give a period as the tables have it."""
    found = re.fullmatch(r"([0-9]{4})-01-01/P([0-9]+)Y", text)
    return f"{found[1]}/{int(found[1]) + int(found[2]) - 1}" if found else text


def plain(column: str, value: Any, kind: str) -> Any:
    """Give what a reader gave as the table has it."""
    if str(value) in ("", "None", "<NA>", "nan"):
        return None
    if column == "TIME_PERIOD":
        value = back(str(value))
    if column == "CATEGORY" and value == "_T":
        return None
    return {"integer": int, "year": int, "number": float}.get(kind, str)(value)


def codelists(file: Path) -> dict[str, dict[str, dict[str, str]]]:
    """Give the names of all codes by language, by code list."""
    root = ET.parse(file).getroot()
    return {
        one.attrib["id"]: {
            code.attrib["id"]: {
                name.attrib[LANG]: name.text or "" for name in code.findall(f"{COMMON}Name")
            }
            for code in one.findall(f"{STRUCTURES}Code")
        }
        for one in root.iter(f"{STRUCTURES}Codelist")
    }


def test_the_structure_keeps_to_the_official_schemas(exported: Path) -> None:
    message = read_sdmx(exported / "structure.xml", validate=True)
    found = {(type(one).__name__, one.id) for one in message.structures or ()}
    assert found >= {
        ("Dataflow", "INDICATORS"),
        ("Dataflow", "BUDGETS"),
        ("DataStructureDefinition", "DSD_INDICATORS"),
        ("DataStructureDefinition", "DSD_BUDGETS"),
        ("ConceptScheme", "CONCEPTS"),
        ("Codelist", "CL_INDICATOR"),
        ("Codelist", "CL_AREA"),
        ("Codelist", "CL_BUDGET_AMOUNTS_STAGE"),
    }
    assert message.header is not None
    assert message.header.prepared.isoformat().startswith("2026-11-21T00:00:00")


@pytest.mark.parametrize("name", SETS)
def test_pysdmx_reads_every_cell_back(exported: Path, name: str) -> None:
    table, columns = SETS[name]
    (dataset,) = get_datasets(exported / f"{name}.csv", exported / "structure.xml")
    frame, schema = DATA.frames[table], DATA.package.resource(table).schema
    assert dataset.short_urn == f"Dataflow=DRENTHE:{name}(0.1.0)"
    assert len(dataset.data) == frame.height > 200
    assert set(columns.values()) == set(frame.columns)
    for column, field in columns.items():
        kind = schema.field(field).type
        read = [plain(column, value, kind) for value in dataset.data[column]]
        assert read == frame[field].to_list(), column


@pytest.mark.parametrize("name", SETS)
def test_the_types_of_the_structure_are_those_of_the_table(exported: Path, name: str) -> None:
    (dataset,) = get_datasets(exported / f"{name}.csv", exported / "structure.xml")
    types = {one.id: str(one.dtype) for one in dataset.structure.components}
    expected = {"INDICATORS": "Double", "BUDGETS": "Long"}[name]
    assert types["OBS_VALUE"] == expected
    assert types["TIME_PERIOD"] == "ObservationalTimePeriod"
    coded = {one.id for one in dataset.structure.components if one.local_codes is not None}
    assert (
        coded
        == {
            "INDICATORS": {
                *(
                    "INDICATOR",
                    "REF_AREA",
                    "CATEGORY",
                    "KIND",
                    "SOURCE",
                    "UNIT_MEASURE",
                    "PRECISION",
                )
            },
            "BUDGETS": {
                *(
                    "BUDGET_LINE",
                    "STAGE",
                    "PROGRAMME",
                    "LINE_KIND",
                    "DIRECTION",
                    "EXPENSE_CATEGORY",
                ),
                "SOURCE",
            },
        }[name]
    )


@pytest.mark.parametrize("name", SETS)
def test_every_code_in_the_data_is_in_its_list(exported: Path, name: str) -> None:
    (dataset,) = get_datasets(exported / f"{name}.csv", exported / "structure.xml")
    lists = [one for one in dataset.structure.components if one.local_codes is not None]
    for component in lists:
        known = {code.id for code in component.local_codes}
        used = set(dataset.data[component.id]) - {"", None}
        assert used
        assert used <= known, component.id


@pytest.mark.parametrize("name", SETS)
def test_sdmx1_reads_the_same(exported: Path, name: str) -> None:
    sdmx = pytest.importorskip("sdmx")
    # The reader leaves files open that it opened itself.
    with (exported / "structure.xml").open("rb") as opened:
        message = sdmx.read_sdmx(opened, format="XML")
    structure = message.structure[f"DSD_{name}"]
    with (exported / f"{name}.csv").open("rb") as opened:
        (dataset,) = sdmx.read_sdmx(opened, format="CSV", structure=structure).data
    with (exported / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(dataset.obs) == len(rows)
    names = [one.id for one in structure.dimensions.components]
    for observation, row in zip(dataset.obs, rows, strict=True):
        assert {part: str(observation.dimension[part].value) for part in names} == {
            part: row[part] for part in names
        }
        assert float(observation.value) == float(row["OBS_VALUE"])
    assert message.codelist["CL_AREA"]["assen"].name.localizations == {"nl": "Assen"}


def test_keys_occur_once_and_equal_ones_are_counted(exported: Path) -> None:
    for name in SETS:
        with (exported / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        last = rows[0].index("TIME_PERIOD")
        keys = [tuple(row[3 : last + 1]) for row in rows[1:]]
        assert len(set(keys)) == len(keys)
    (dataset,) = get_datasets(exported / "INDICATORS.csv", exported / "structure.xml")
    data = dataset.data
    found = data[data["INDICATOR"] == "aandeel-gezondheidseconomie-in-banen"]
    found = found[(found["TIME_PERIOD"] == "2021") & (found["REF_AREA"] == "drenthe")]
    assert sorted(found["OCCURRENCE"].astype(str)) == ["1", "2", "3"]


def test_labels_of_codes_are_in_both_languages(exported: Path) -> None:
    found = codelists(exported / "structure.xml")
    assert found["CL_BUDGET_AMOUNTS_STAGE"]["actual"] == {"en": "Actual", "nl": "Rekening"}
    assert found["CL_CATEGORY"]["_T"] == {"en": "Total", "nl": "Totaal"}
    indicators = DATA.frames["indicators"]
    assert found["CL_INDICATOR"] == {
        row["id"]: {"en": row["name_en"], "nl": row["name"]} for row in indicators.to_dicts()
    }


def test_a_code_comes_after_the_one_it_lies_under(exported: Path) -> None:
    root = ET.parse(exported / "structure.xml").getroot()
    parents = 0
    for one in root.iter(f"{STRUCTURES}Codelist"):
        seen: set[str] = set()
        for code in one.findall(f"{STRUCTURES}Code"):
            above = code.findtext(f"{STRUCTURES}Parent")
            assert above is None or above in seen
            parents += above is not None
            seen.add(code.attrib["id"])
    assert parents > 100


def test_money_and_indicators_have_their_units(exported: Path) -> None:
    (budgets,) = get_datasets(exported / "BUDGETS.csv", exported / "structure.xml")
    assert set(budgets.data["UNIT_MEASURE"]) == {"EUR"}
    (values,) = get_datasets(exported / "INDICATORS.csv", exported / "structure.xml")
    units = dict(DATA.frames["indicators"].select("id", "unit").iter_rows())
    pairs = zip(values.data["INDICATOR"], values.data["UNIT_MEASURE"], strict=True)
    assert all(units[indicator] == unit for indicator, unit in pairs)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<str:Code id="drenthe">', '<str:Code id="dren the">'),
        ("<str:DataStructureComponents>", "<str:DataStructureComponent>"),
        ('<com:Name xml:lang="nl">Assen</com:Name>', ""),
        ("<mes:Test>false</mes:Test>", ""),
        ("ObservationalTimePeriod", "Somewhen"),
    ],
)
def test_a_broken_structure_is_refused(exported: Path, tmp_path: Path, old: str, new: str) -> None:
    text = (exported / "structure.xml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "structure.xml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises((Invalid, SyntaxError)):
        read_sdmx(tmp_path / "structure.xml", validate=True)


def test_data_of_another_structure_are_refused(exported: Path, tmp_path: Path) -> None:
    text = (exported / "BUDGETS.csv").read_text(encoding="utf-8")
    (tmp_path / "data.csv").write_text(text.replace(":BUDGETS(", ":OTHER("), encoding="utf-8")
    with pytest.raises(Invalid):
        get_datasets(tmp_path / "data.csv", exported / "structure.xml")


def test_a_package_without_these_tables_gives_an_empty_message(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "a", "type": "string"}]}
    folder = make_package(tmp_path / "p", {"a": "a\nx\n"}, {"a": schema})
    result = export_package(folder / "datapackage.json", ["sdmx"], tmp_path / "out")
    (file,) = result.files("sdmx")
    assert not read_sdmx(file, validate=True).structures


PROFILE = """
title = "SDMX"
title_nl = "SDMX"
media_type = "text/csv"
[settings]
agency = "TEST"
[settings.codelists.things]
nl = "name"
parent = "above"
[[settings.datasets]]
id = "FIGURES"
table = "figures"
time = "when"
measure = "much"
dimensions = [{ id = "THING", field = "thing" }, { id = "KIND", field = "kind" }]
attributes = [{ id = "NOTE", field = "note" }, { id = "YES", field = "yes" }]
"""


def figures(folder: Path, rows: str, profile: str = PROFILE) -> Path:
    """Write a package of things and figures with a profile of its own."""
    name = '"=1+1 ""<script>🦄 & é"'
    things = f"id,name,above\na b/é,{name},\n$,,a b/é\n-x,x,nowhere\n"
    schemas: dict[str, Any] = {
        "things": {
            "fields": [{"name": part, "type": "string"} for part in ("id", "name", "above")],
            "primaryKey": "id",
        },
        "figures": {
            "fields": [
                {"name": "thing", "type": "string"},
                {"name": "kind", "type": "string", "categories": ["one", "zwei & drei"]},
                {"name": "when", "type": "string"},
                {"name": "much", "type": "number"},
                {"name": "note", "type": "string"},
                {"name": "yes", "type": "boolean"},
            ],
            "foreignKeys": [
                {"fields": "thing", "reference": {"resource": "things", "fields": "id"}}
            ],
        },
    }
    tables = {"things": things, "figures": "thing,kind,when,much,note,yes\n" + rows}
    make_package(folder, tables, schemas, version="1.0-beta")
    (folder / "exports").mkdir()
    (folder / "exports" / "sdmx.toml").write_text(profile, encoding="utf-8")
    return folder / "datapackage.json"


def test_odd_codes_and_texts_come_through(tmp_path: Path) -> None:
    long = "x" * 40_000
    rows = (
        'a b/é,one,2020,0.1,"=1+1 ""<script>, 🦄\nnext\x01",true\n'
        f"$,zwei & drei,2020-02,-1e300,{long},false\n"
        "-x,one,2020-02-29,,,\n"
        "-x,one,2019/2020,12345678901234567,,\n"
    )
    path = figures(tmp_path / "p", rows)
    result = export_package(path, ["sdmx"], tmp_path / "out")
    assert not result.failed
    data, structure = result.files("sdmx")
    read_sdmx(structure, validate=True)
    with data.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    frame = load_package(path).frames["figures"]
    assert [row["NOTE"] or None for row in found] == frame["note"].to_list()
    assert [row["TIME_PERIOD"] for row in found] == [
        "2020",
        "2020-02",
        "2020-02-29",
        "2019-01-01/P2Y",
    ]
    assert [float(row["OBS_VALUE"]) if row["OBS_VALUE"] else None for row in found] == frame[
        "much"
    ].to_list()
    assert [row["YES"] for row in found] == ["true", "false", "", ""]
    assert found[0]["STRUCTURE_ID"] == "TEST:FIGURES(1.0.0)"
    lists = codelists(structure)
    assert lists["CL_THINGS"] == {
        "a$20b$2F$C3$A9": {"nl": '=1+1 "<script>🦄 & é'},
        "$24": {"en": "$"},
        "-x": {"nl": "x"},
    }
    assert set(lists["CL_FIGURES_KIND"]) == {"one", "zwei$20$26$20drei"}
    assert {row["THING"] for row in found} == set(lists["CL_THINGS"])


def test_different_values_have_different_codes() -> None:
    values = ["", "$", "$24", " ", "a b", "a$20b", "a-b", "a_b", "é", "e", 1, 1.5, True]
    assert len({code_of(value) for value in values}) == len(values)
    assert all(re.fullmatch(r"[A-Za-z0-9_@$-]+", code_of(value)) for value in values)
    assert all(a != b for a, b in pairwise(sorted(map(code_of, values))))


@pytest.mark.parametrize(
    ("rows", "old", "new", "english", "dutch"),
    [
        (
            "-x,one,yesterday,1,,\n",
            "",
            "",
            '"yesterday" in figures (when) is no period.',
            '"yesterday" in figures (when) is geen periode.',
        ),
        (
            "-x,one,2020,1,,\n-x,one,2020,2,,\n",
            "",
            "",
            "Rows of figures cannot be told apart: -x ; one ; 2020 occurs twice.",
            "Rijen van figures zijn niet uit elkaar te houden: -x ; one ; 2020 komt tweemaal voor.",
        ),
        (
            "-x,,2020,1,,\n",
            "",
            "",
            "kind is empty in a row of figures, and a dimension may not be.",
            "kind is leeg in een rij van figures, en dat mag een dimensie niet zijn.",
        ),
        (
            "-x,one,2020,1,,\n",
            'field = "note"',
            'field = "nota"',
            'names the field "nota", which the table figures does not have',
            'noemt het veld "nota", dat de tabel figures niet heeft',
        ),
        (
            "-x,one,2020,1,,\n",
            'field = "note"',
            'field = "note>name"',
            'names the field "note>", which the table figures does not have',
            'noemt het veld "note>", dat de tabel figures niet heeft',
        ),
    ],
)
def test_what_cannot_be_written_is_said(
    tmp_path: Path, rows: str, old: str, new: str, english: str, dutch: str
) -> None:
    path = figures(tmp_path / "p", rows, PROFILE.replace(old, new) if old else PROFILE)
    failed = export_package(path, ["sdmx"], tmp_path / "out").failed["sdmx"]
    assert english in failed.message("en")
    assert dutch in failed.message("nl")
    assert not (tmp_path / "out" / "sdmx").exists()


def test_rows_with_one_key_are_counted_when_that_is_asked(tmp_path: Path) -> None:
    profile = PROFILE.replace('measure = "much"', 'measure = "much"\nordinal = "NUMBER"')
    path = figures(tmp_path / "p", "-x,one,2020,1,,\n-x,one,2020,2,,\n", profile)
    data, structure = export_package(path, ["sdmx"], tmp_path / "out").files("sdmx")
    (dataset,) = get_datasets(data, structure)
    assert [str(one) for one in dataset.data["NUMBER"]] == ["1", "2"]


def test_a_table_without_rows_gives_a_header(tmp_path: Path) -> None:
    data, structure = export_package(figures(tmp_path / "p", ""), ["sdmx"], tmp_path / "out").files(
        "sdmx"
    )
    assert data.read_text(encoding="utf-8") == (
        "STRUCTURE,STRUCTURE_ID,ACTION,THING,KIND,TIME_PERIOD,OBS_VALUE,NOTE,YES\n"
    )
    assert read_sdmx(structure, validate=True).structures


def test_another_package_may_have_another_agency(tmp_path: Path) -> None:
    folder = copy_of_package(tmp_path / "p")
    profile = folder / "exports" / "sdmx.toml"
    text = profile.read_text(encoding="utf-8").replace('"DRENTHE"', '"NL.OTHER"')
    profile.write_text(text, encoding="utf-8")
    data = load_package(folder / "datapackage.json")
    *_, structure = export(data, ["sdmx"], tmp_path / "out").files("sdmx")
    agencies = {one.agency for one in read_sdmx(structure, validate=True).structures or ()}
    assert agencies == {"NL.OTHER"}


def test_the_same_package_gives_the_same_bytes(exported: Path, tmp_path: Path) -> None:
    for file in export(DATA, ["sdmx"], tmp_path).files("sdmx"):
        assert file.read_bytes() == (exported / file.name).read_bytes()
