"""Loading: frames and typed rows, and the models that are made from the schemas."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pydantic
import pytest

import drenthe_data
from drenthe_data.descriptor import read_package
from drenthe_data.exceptions import DataError, PackageError
from drenthe_data.modelgen import class_name, models_text
from drenthe_data.models import BudgetAmount, Sdg
from tests.packages import ROOT, make_package, replace_line


def test_the_models_are_those_of_the_schemas() -> None:
    committed = (ROOT / "src" / "drenthe_data" / "models.py").read_text(encoding="utf-8")
    assert committed == models_text(read_package(ROOT)), "run: make models"


def test_every_row_of_every_table_is_accepted_by_its_model() -> None:
    data = drenthe_data.load()
    for resource in data.package.resources:
        table = getattr(data, resource.name)
        assert len(table.rows) == table.frame.height
        assert type(table).__name__ == "Table"


def test_rows_are_typed_and_found_by_key() -> None:
    data = drenthe_data.load(ROOT)
    goal = data.sdgs.get(3)
    assert isinstance(goal, Sdg)
    assert goal.name == "Goede gezondheid en welzijn"
    amount = data.budget_amounts.get("implementation-2026-totaal", 2026, "budget")
    assert isinstance(amount, BudgetAmount)
    assert (amount.amount_eur, amount.as_printed) == (7398139, "7.398.139")
    assert data.sdgs.get(18) is None
    with pytest.raises(KeyError):
        data.budget_amounts.get("implementation-2026-totaal")


def test_frames_have_the_types_of_the_schema() -> None:
    frame = drenthe_data.load().budget_amounts.frame
    assert dict(frame.schema) == {
        "budget_line_id": pl.String,
        "fiscal_year": pl.Int32,
        "stage": pl.String,
        "amount_eur": pl.Int64,
        "as_printed": pl.String,
        "source_id": pl.String,
        "source_lines": pl.String,
    }


def test_rows_do_not_change_and_take_no_nonsense() -> None:
    goal = drenthe_data.load().sdgs.rows[0]
    with pytest.raises(pydantic.ValidationError):
        goal.name = "other"
    with pytest.raises(pydantic.ValidationError):
        Sdg(id=18, name="x", name_en="x", uri="http://x")
    with pytest.raises(pydantic.ValidationError):
        Sdg(id=1, name="x", name_en="x", uri="http://x", colour="red")  # type: ignore[call-arg]


def test_data_that_does_not_fit_is_not_loaded(package: Path) -> None:
    replace_line(package / "datapackage" / "sdgs.csv", 3, "two,b,c,http://d")
    with pytest.raises(DataError, match=r'sdgs\.csv:3 id: "two" is not a whole number'):
        drenthe_data.load(package)


def test_any_package_can_be_loaded(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "a", "type": "integer"}], "primaryKey": "a"}
    folder = make_package(tmp_path, {"t": "a\n1\n2\n"}, {"t": schema})
    data = drenthe_data.load_package(folder)
    assert list(data) == ["t"]
    assert data["t"].rows == [{"a": 1}, {"a": 2}]
    assert data["t"].get(2) == {"a": 2}
    with pytest.raises(PackageError, match="no table"):
        data["u"]


def test_the_public_names_are_there() -> None:
    for name in drenthe_data.__all__:
        assert getattr(drenthe_data, name) is not None
        assert name in dir(drenthe_data)
    with pytest.raises(AttributeError):
        drenthe_data.nothing  # noqa: B018


@pytest.mark.parametrize(
    ("table", "name"),
    [("activities", "Activity"), ("cluster_partners", "ClusterPartner"), ("sdgs", "Sdg")],
)
def test_models_are_named_after_one_row(table: str, name: str) -> None:
    assert class_name(table) == name
