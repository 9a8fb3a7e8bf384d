"""Hostile input: whatever the files hold, the check ends with a report or one clear message."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drenthe_data import check
from drenthe_data.cli import run
from drenthe_data.exceptions import DrentheDataError
from drenthe_data.reporting import Options, write_report
from tests.packages import copy_of_package, make_package

JUNK = [b"\0", b'"', b'""', b"\n", b"\r", b"\r\n", b",", b";", b"\xff", b"\xc3", b"\xef\xbb\xbf"]
JUNK += ["é".encode(), "\u202e".encode(), b"9" * 400, b"-", b"=1+1", b"{value}", b"[[", b"'"]


def corrupted(data: bytes, chance: random.Random) -> bytes:
    """Change, insert, cut or double some bytes."""
    for _ in range(chance.randint(1, 6)):
        place = chance.randint(0, len(data))
        end = min(len(data), place + chance.choice([0, 1, 1, 2, 10, 200]))
        piece = chance.choice([*JUNK, data[place:end] * 2, b""])
        data = data[:place] + piece + data[end:]
    return data


def survives(package: Path) -> None:
    """Check a package: all reports can be written, or one error says why it cannot be checked."""
    try:
        report = check(package)
    except DrentheDataError as error:
        assert error.message("nl")
        assert error.message("en")
        return
    for lang in ("nl", "en"):
        text = write_report(report, "text", Options(lang=lang))
        assert text.endswith(".\n")
        json.loads(write_report(report, "json", Options(lang=lang)))
    for result in report.checks:
        assert result.count >= len(result.findings)
        assert (result.outcome == "not-evaluated") == (result.reason is not None)
        assert (result.outcome == "failed") == (result.count > 0)


@pytest.mark.parametrize("seed", range(40))
def test_a_corrupted_table_is_reported_and_never_a_failure(seed: int, package: Path) -> None:
    chance = random.Random(seed)
    for _ in range(3):
        file = chance.choice(sorted((package / "datapackage").glob("*.csv")))
        file.write_bytes(corrupted(file.read_bytes(), chance))
    survives(package)


@pytest.mark.parametrize("seed", range(40))
def test_a_corrupted_descriptor_or_schema_is_reported_and_never_a_failure(
    seed: int, package: Path
) -> None:
    chance = random.Random(seed)
    files = [package / "datapackage.json", *sorted((package / "schemas").glob("*.json"))]
    file = chance.choice([files[0], chance.choice(files)])
    file.write_bytes(corrupted(file.read_bytes(), chance))
    survives(package)


def mutated(value: Any, chance: random.Random) -> Any:
    """Replace one value somewhere in a JSON document by another of any type."""
    if isinstance(value, dict) and value and chance.random() < 0.9:
        key = chance.choice(list(value))
        if chance.random() < 0.1:
            return {k: v for k, v in value.items() if k != key}
        return {**value, key: mutated(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.9:
        place = chance.randrange(len(value))
        return [*value[:place], mutated(value[place], chance), *value[place + 1 :]]
    return chance.choice(
        [None, 0, -1, 1.5, True, "", "x", "id", [], {}, [[]], [None], {"a": 1}, ["id"]]
    )


@pytest.mark.parametrize("seed", range(150))
def test_a_descriptor_with_any_value_anywhere_is_reported(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    schema = {
        "fields": [
            {"name": "id", "type": "string", "constraints": {"required": True, "pattern": "[a-z]"}},
            {
                "name": "n",
                "type": "integer",
                "constraints": {"minimum": 1, "maximum": 9, "enum": [1, 2]},
                "categories": [{"value": 1, "label": "one"}],
            },
            {"name": "up", "type": "string", "missingValues": ["-"], "format": "default"},
        ],
        "primaryKey": ["id"],
        "uniqueKeys": [["n", "up"]],
        "foreignKeys": [{"fields": ["up"], "reference": {"resource": "", "fields": ["id"]}}],
        "missingValues": ["", "-"],
    }
    folder = make_package(tmp_path, {"t": "id,n,up\na,1,\nb,2,a\n"}, {"t": schema}, title="x")
    file = folder / "datapackage.json"
    raw = json.loads(file.read_text(encoding="utf-8"))
    raw["resources"][0] |= {"encoding": "utf-8", "dialect": {"delimiter": ","}, "format": "csv"}
    for _ in range(chance.randint(1, 3)):
        raw = mutated(raw, chance)
    file.write_text(json.dumps(raw), encoding="utf-8")
    survives(folder)


@pytest.mark.parametrize("seed", range(20))
def test_a_corrupted_rule_or_list_of_discrepancies_is_reported(seed: int, package: Path) -> None:
    chance = random.Random(seed)
    files = sorted((package / "validators").rglob("*.sql"))
    file = chance.choice([*files, package / "validators" / "known_discrepancies.csv"])
    file.write_bytes(corrupted(file.read_bytes(), chance))
    survives(package)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.binary(max_size=80))
def test_any_bytes_as_a_table(data: bytes, tmp_path: Path) -> None:
    schema = {"fields": [{"name": "a"}, {"name": "b", "type": "number"}], "primaryKey": "a"}
    survives(make_package(tmp_path, {"t": b"a,b\n" + data}, {"t": schema}))
    survives(make_package(tmp_path, {"t": data}, {"t": schema}))


def test_every_command_survives_a_package_that_is_broken_everywhere(
    package: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    chance = random.Random(7)
    for file in (package / "datapackage").glob("*.csv"):
        file.write_bytes(corrupted(file.read_bytes(), chance))
    commands = [["check", str(package)], ["tables", str(package)], ["rules", str(package)]]
    commands += [["show", "partners", "--package", str(package)]]
    commands += [["explain", "budgets/parent-sum", "--package", str(package)]]
    commands += [["export", "all", "-o", str(tmp_path / "o"), "--package", str(package)]]
    commands += [["fmt", str(package)]]
    for command in commands:
        assert run(command) in (0, 1, 2), command
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        assert "mistake of this program" not in captured.err, captured.err


def test_a_file_that_cannot_be_opened_is_said(package: Path) -> None:
    file = package / "datapackage" / "sdgs.csv"
    shutil.move(file, file.with_suffix(".old"))
    file.symlink_to(file)
    found = check(package).findings
    assert {f.file for f in found} <= {"datapackage/sdgs.csv", "datapackage.json"}
    assert len(found) == 1


def test_fmt_never_loses_a_cell(tmp_path: Path) -> None:
    """Formatting twice gives the same, and the same cells as before."""
    from drenthe_data.descriptor import read_package
    from drenthe_data.formatting import canonical_text
    from drenthe_data.reading import read_table

    copy_of_package(tmp_path / "p")
    for resource in read_package(tmp_path / "p").resources:
        before = sorted(read_table(resource).frame.drop("\0line", "\0row").rows())
        text, wrong = canonical_text(resource)
        assert wrong is None
        assert text is not None
        resource.file.write_text(text, encoding="utf-8", newline="")
        assert sorted(read_table(resource).frame.drop("\0line", "\0row").rows()) == before
        assert canonical_text(resource)[0] == text


@pytest.mark.parametrize(
    ("described", "cell", "found"),
    [
        ({"type": "object"}, '{"a": "\\ud800"}', None),
        ({"type": "array"}, '["\\udc00"]', None),
        (
            {"type": "geojson"},
            '{"type": "Point", "coordinates": [1, 2], "x": "\\ud800"}',
            None,
        ),
        ({"type": "datetime", "format": "any"}, "2024-01-01 10:00 +9999", "type-error"),
        (
            {"type": "object", "constraints": {"jsonSchema": {"minProperties": 1}}},
            "{}",
            "jsonSchema",
        ),
        (
            {
                "type": "array",
                "constraints": {"jsonSchema": {"items": {"multipleOf": 0.1}}},
            },
            f"[1{'0' * 400}]",
            "jsonSchema",
        ),
    ],
)
def test_a_cell_that_libraries_fail_on_is_judged_all_the_same(
    described: dict[str, Any], cell: str, found: str | None, tmp_path: Path
) -> None:
    text = 'a\n"{}"\n'.format(cell.replace('"', '""'))
    schema = {"fields": [{"name": "a", **described}]}
    report = check(make_package(tmp_path, {"t": text}, {"t": schema}))
    codes = {name for one in report.findings for name in (one.code, one.variant)}
    assert found in codes if found else not codes
    survives(tmp_path)


def test_a_reference_of_a_json_schema_below_another_address_is_not_judged(tmp_path: Path) -> None:
    asked = {"$defs": {"x": {}}, "properties": {"a": {"$id": "http://x/y", "$ref": "#/$defs/x"}}}
    schema = {"fields": [{"name": "a", "type": "object", "constraints": {"jsonSchema": asked}}]}
    report = check(make_package(tmp_path, {"t": 'a\n"{""a"": 1}"\n'}, {"t": schema}))
    assert not report.findings
    assert [code for _, code, _ in report.not_evaluated()] == ["constraint-error"]


@pytest.mark.parametrize("pattern", ["a{99999999999999}", "(" * 5000 + ")" * 5000])
def test_a_pattern_that_no_program_can_read_is_a_mistake_of_the_schema(
    pattern: str, tmp_path: Path
) -> None:
    schema = {"fields": [{"name": "a", "constraints": {"pattern": pattern}}]}
    report = check(make_package(tmp_path, {"t": "a\nx\n"}, {"t": schema}))
    assert [(one.code, one.variant) for one in report.findings] == [("field-error", "constraint")]
    survives(tmp_path)


def test_a_pattern_with_classes_within_classes_gives_no_warning_of_python(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "a", "constraints": {"pattern": "[[a]"}}]}
    assert check(make_package(tmp_path, {"t": "a\n[\na\n"}, {"t": schema})).valid
