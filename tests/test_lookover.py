"""Looking a small table over must say the same as judging it by masks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from drenthe_data.checks import cells
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
