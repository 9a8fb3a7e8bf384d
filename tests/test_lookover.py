"""Small tables are looked at in cheaper ways, which must say the same as the usual ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from drenthe_data import check
from drenthe_data.checks import cells, evidence, keys
from drenthe_data.descriptor import read_package
from drenthe_data.reading import read_table
from tests.packages import ROOT, make_package

FIELDS: list[dict[str, Any]] = [
    {"type": "string", "constraints": {"required": True, "unique": True}},
    {"type": "string", "missingValues": ["", "-"], "constraints": {"required": True}},
    {"type": "string", "constraints": {"minLength": 2, "maxLength": 3}},
    {"type": "string", "constraints": {"enum": ["a", "ab", "12", "2024"]}},
    {"type": "string", "categories": ["a", "ab", "é"]},
    {"type": "string", "constraints": {"pattern": "[a-z]+|[0-9]{2}"}},
    {"type": "string", "format": "uri"},
    {"type": "any", "constraints": {"enum": ["a", 12], "minLength": 1}},
    {"type": "integer", "missingValues": ["", "-"], "constraints": {"minimum": 12, "unique": True}},
    {"type": "integer", "constraints": {"required": True, "maximum": 12.5, "pattern": "[0-9]+"}},
    {"type": "number", "constraints": {"exclusiveMinimum": 1.5, "exclusiveMaximum": 2024}},
    {"type": "year", "constraints": {"minimum": 2024}},
    {"type": "boolean", "constraints": {"enum": [True]}},
    {"type": "date", "constraints": {"minimum": "2024-01-31"}},
    {"type": "duration"},
]
CELLS = ["", "-", "a", "ab", "abcd", "é", "12", "+12", "1.5", "NaN", "2024", "true", "2024-01-31"]


@pytest.mark.parametrize("raw", FIELDS)
def test_a_table_is_judged_alike_by_looking_it_over_and_by_masks(
    raw: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = [{"name": "id"}, {"name": "x", **raw}]
    columns = [[cell] for cell in CELLS] + [["a", "a"], ["12", "12"], ["12", "2024"], ["", "ab"]]
    tables = {
        f"t{number}": "id,x\n" + "".join(f"{row},{cell}\n" for row, cell in enumerate(column))
        for number, column in enumerate(columns)
    }
    schemas = {name: {"fields": fields} for name in tables}
    package = read_package(make_package(tmp_path, tables, schemas))
    for resource in package.resources:
        text = read_table(resource)
        monkeypatch.setattr(cells, "FEW", 5_000)
        looked, outcomes = cells.check_cells(text, 20)
        monkeypatch.setattr(cells, "FEW", 0)
        judged, expected = cells.check_cells(text, 20)
        assert outcomes == expected
        assert looked.frame.equals(judged.frame)
        assert looked.frame.schema == judged.frame.schema


def test_the_tables_of_the_package_need_no_masks(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_masks(_: object) -> None:
        raise AssertionError("masks were made")

    monkeypatch.setattr(cells.CellPlan, "masks", property(no_masks))
    package = read_package(ROOT / "datapackage.json")
    for resource in package.resources:
        table, _ = cells.check_cells(read_table(resource), 20)
        assert not table.misfits


FAULTY = {
    "parents": "a,b,c\n1,x,1.0\n2,x,2.5\n2,x,NaN\n,y,NaN\nz,,\n",
    "children": (
        "a,b,c,above,under,n,n_high,text\n"
        "1,x,1,1,,1000,,1.000\n"
        "1,y,2.50,2,1,1000,,1.001\n"
        "3,x,NaN,3,2,1000,2000,1.000\n"
        ",y,9,4,4,5,10,5 tot 10\n"
        "z,x,,5,6,5,,vijf\n"
        "2,,1,6,5,x,,x\n"
        "1,x,1,,,1000,,1.001\n"
        "1,x,1,1,6,-2,,\n"
    ),
}


def schemas() -> dict[str, dict[str, Any]]:
    """Give schemas with keys of every kind, and a printed figure that may be a range."""
    own = [{"name": "a", "type": "integer"}, {"name": "b"}, {"name": "c", "type": "number"}]
    more = [{"name": name} for name in ("above", "under")]
    figures = [{"name": "n", "printedIn": "text"}, {"name": "n_high"}, {"name": "text"}]

    def key(*fields: str, of: str = "parents", to: tuple[str, ...] = ()) -> dict[str, Any]:
        reference = {"resource": of, "fields": list(to or fields)}
        return {"fields": list(fields), "reference": reference}

    return {
        "parents": {"fields": own, "primaryKey": ["a", "b"], "uniqueKeys": [["c"], ["b"]]},
        "children": {
            "fields": [*own, *more, *figures],
            "primaryKey": ["above"],
            "uniqueKeys": [["a", "b"], ["under"]],
            "foreignKeys": [
                key("a"),
                key("a", "b"),
                key("c"),
                key("above", to=("a",)),
                key("under", of="", to=("above",)),
            ],
        },
    }


def test_few_rows_are_checked_as_many_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = make_package(tmp_path, FAULTY, schemas())
    few = check(package)
    for module, name in ((cells, "FEW"), (evidence, "FEW"), (keys, "_FEW")):
        monkeypatch.setattr(module, name, 0)
    many = check(package)
    assert few.checks == many.checks
    assert {"primary-key", "unique-key", "foreign-key", "hierarchy-cycle", "printed-value"} <= {
        found.code for found in few.findings
    }
