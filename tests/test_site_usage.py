"""The code on the page "How to use the data" runs, and gives what is shown below it."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packages import ROOT
from tests.recipes import (
    PAGES,
    Recipe,
    export_for_recipes,
    missing,
    read_recipes,
    recipes,
    run_recipe,
    served,
)

RUN = [recipe for recipe in recipes("en") if recipe.output is not None]
POWER_QUERY = [recipe for recipe in recipes("en") if recipe.kind == "powerquery"]
# Types of Power Query, and the types of fields that they may hold.
HOLDS = {"type text": {"string"}, "Int64.Type": {"integer", "year"}}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, str]]:
    """The exports, where they are served, and the address in the linked data."""
    folder = tmp_path_factory.mktemp("site")
    identifiers = export_for_recipes(folder)
    with served(folder) as address:
        yield folder, address, identifiers


@pytest.mark.parametrize("recipe", RUN, ids=lambda recipe: recipe.title)
def test_a_recipe_gives_what_is_shown(
    recipe: Recipe, site: tuple[Path, str, str], tmp_path: Path
) -> None:
    program = missing(recipe)
    if program:
        assert not os.environ.get("CI"), f"{program} is missing: tests/install-recipes.sh"
        pytest.skip(f"{program} is not installed")
    assert run_recipe(recipe, *site, tmp_path) == recipe.output, (
        "stale: python -m tests.recipes writes what comes out now"
    )


def test_both_languages_have_the_same_code_and_outputs() -> None:
    nl, en = recipes("nl"), recipes("en")
    assert [(one.kind, one.title, one.plain) for one in nl] == [
        (one.kind, one.title, one.plain) for one in en
    ]
    assert [one.output for one in nl] == [one.output for one in en]
    # Comments are translated: a page that was copied is caught.
    assert [one.code for one in nl] != [one.code for one in en]


def test_there_are_recipes_for_every_kind_of_user() -> None:
    kinds = {one.kind for one in recipes("nl")}
    assert kinds == {"sh", "python", "r", "sql", "javascript", "powerquery"}
    shown = "".join(one.code for one in RUN)
    for name in ("drenthe_data", "polars", "pandas", "frictionless", "rdflib", "pyoxigraph"):
        assert f"import {name}" in shown or f"from {name} import" in shown
    assert all(recipe.output and recipe.output.strip() for recipe in RUN)


def test_a_recipe_is_found_with_its_output() -> None:
    first, second = read_recipes(
        '# A\n\n```sh title="T"\necho 1\n```\n\n```text\n1\n```\n\n```python\nx\n```\n\nand\n\n'
        "```text\nno output\n```\n"
    )
    assert (first.kind, first.title, first.code, first.output) == ("sh", "T", "echo 1\n", "1\n")
    assert (second.kind, second.output) == ("python", None)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_address_on_the_page_is_a_file(lang: str, site: tuple[Path, str, str]) -> None:
    text = PAGES[lang].read_text(encoding="utf-8")
    written = set(re.findall(r"\{base_url\}/([\w./-]+\.\w+)", text))
    written |= set(re.findall(r"\(\^/([\w./-]+)\)", text))
    written |= {f"{kind}/{name}" for kind, name in re.findall(r"base\}?/(\w+)/([\w/.]+)", text)}
    assert len(written) > 15
    assert [name for name in sorted(written) if not (site[0] / name).is_file()] == []


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_fields_and_columns_that_are_named_exist(
    lang: str, site: tuple[Path, str, str]
) -> None:
    text = PAGES[lang].read_text(encoding="utf-8").split("## QGIS")[1].split("\n## ")[0]
    for file, names in (
        ("clusters", ["name", f"kind_label{'_nl' if lang == 'nl' else ''}", "place_name"]),
        ("municipalities", ["clusters_count"]),
    ):
        found = json.loads((site[0] / "geojson" / f"{file}.geojson").read_text(encoding="utf-8"))
        for name in names:
            assert f"`{name}`" in text
            assert name in found["features"][0]["properties"]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_workbooks_have_what_the_page_says(lang: str, site: tuple[Path, str, str]) -> None:
    import openpyxl
    import python_calamine

    text = PAGES[lang].read_text(encoding="utf-8").split("## Excel")[1].split("\n## ")[0]
    book = openpyxl.load_workbook(site[0] / "drenthe-data.xlsx", read_only=True)
    sheet = "Begroting per opgave en jaar"
    assert f"`{sheet}`" in text
    titles, names, *rows = book[sheet].iter_rows(values_only=True)
    assert "Begrotingsjaar" in titles
    year = names.index("fiscal_year")
    assert any(row[year] == 2026 for row in rows)
    assert book.sheetnames[0] == "Leeswijzer"
    assert "Coöperatie" in (site[0] / "csv" / "partners.csv").read_text(encoding="utf-8")
    ods = python_calamine.load_workbook(str(site[0] / "drenthe-data.ods"))
    assert ods.sheet_names == book.sheetnames


@pytest.mark.parametrize("recipe", POWER_QUERY, ids=lambda recipe: recipe.title)
def test_power_query_reads_the_file_as_it_is(recipe: Recipe, site: tuple[Path, str, str]) -> None:
    """Nothing but Excel runs it: what it says of the file is compared with the file."""
    (name,) = re.findall(r'Web\.Contents\("\{base_url\}/csv/(\w+)\.csv"\)', recipe.code)
    file = site[0] / "csv" / f"{name}.csv"
    assert 'Delimiter = ","' in recipe.code
    assert "Encoding = 65001" in recipe.code
    header, *rows = csv.reader(file.read_text(encoding="utf-8").splitlines())
    typed = dict(re.findall(r'\{"(\w+)", ([\w. ]+)\}', recipe.code))
    assert list(typed) == header
    assert rows
    assert {len(row) for row in rows} == {len(header)}
    schema = json.loads((ROOT / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    for field in schema["fields"]:
        assert field["type"] in HOLDS[typed[field["name"]]]
    steps = re.findall(r"^ {4}(\w+) =", recipe.code, re.MULTILINE)
    assert recipe.code.rstrip().endswith(f"in\n    {steps[-1]}")
    for opened, closed in ("()", "[]", "{}"):
        code = recipe.code.replace("{base_url}", "")
        assert code.count(opened) == code.count(closed)
