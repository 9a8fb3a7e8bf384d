"""What a contributor can do wrong: each gives one clear message, in both languages."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from drenthe_data import Finding, check
from drenthe_data.exceptions import PackageError
from tests.packages import change, line_of, make_package, replace_line

PARTNERS = "datapackage/partners.csv"
AMOUNTS = "datapackage/budget_amounts.csv"


def the_one(package: Path) -> Finding:
    """Check the package, and see that there is exactly one finding."""
    report = check(package)
    assert [finding.text() for finding in report.findings] == [report.findings[0].text()]
    assert not report.valid
    assert report.count("error") == 1
    return report.findings[0]


def test_a_package_without_mistakes_has_no_findings(package: Path) -> None:
    report = check(package)
    assert report.valid
    assert report.findings == []
    assert report.outcomes("failed") == 0
    assert report.outcomes("not-evaluated") == 0


def test_a_file_that_is_missing(package: Path) -> None:
    (package / "datapackage" / "sdgs.csv").unlink()
    finding = the_one(package)
    assert (finding.code, finding.place()) == ("source-error", "datapackage/sdgs.csv")
    assert finding.message("en") == (
        'the file does not exist. Put it there, or take the table "sdgs" out of the descriptor.'
    )
    assert finding.message("nl") == (
        'het bestand bestaat niet. Zet het neer, of haal de tabel "sdgs" uit de descriptor.'
    )


def test_a_column_that_is_missing(package: Path) -> None:
    file = package / AMOUNTS
    lines = file.read_text(encoding="utf-8").split("\n")
    place = lines[0].split(",").index("stage")
    cut = [",".join(c for n, c in enumerate(line.split(",")) if n != place) for line in lines]
    file.write_text("\n".join(cut), encoding="utf-8")
    finding = the_one(package)
    assert (finding.code, finding.place()) == ("missing-label", f"{AMOUNTS}:1 stage")
    assert finding.message("en").startswith('the column "stage" is missing. Expected columns: ')
    assert finding.message("nl").startswith('de kolom "stage" ontbreekt. Verwachte kolommen: ')
    report = check(package)
    reasons = {r.code: r.reason_text("en") for r in report.checks if r.outcome == "not-evaluated"}
    assert reasons["primary-key"] == 'column "stage" is missing in table "budget_amounts"'
    assert reasons["budgets/parent-sum"] == 'column "stage" is missing in table "budget_amounts"'


def test_a_column_with_a_misspelt_name_is_missing_and_unknown(package: Path) -> None:
    file = package / AMOUNTS
    change(file, 1, "as_printed", "as_printd")
    extra, missing = sorted(check(package).findings, key=lambda finding: finding.code)
    assert (missing.code, extra.code) == ("missing-label", "extra-label")
    assert 'The column "as_printd" looks like it: is that a misspelling?' in missing.message("en")
    assert 'Did you mean "as_printed"?' in extra.message("en")
    assert 'Bedoelde u "as_printed"?' in extra.message("nl")


def test_a_column_that_is_unknown(package: Path) -> None:
    file = package / "datapackage" / "sdgs.csv"
    lines = file.read_text(encoding="utf-8").split("\n")
    new = [lines[0] + ",colour", *(f"{line},red" for line in lines[1:-1]), ""]
    file.write_text("\n".join(new), encoding="utf-8")
    finding = the_one(package)
    assert (finding.code, finding.place()) == ("extra-label", "datapackage/sdgs.csv:1 colour")
    assert finding.message("en") == (
        'the column "colour" is not in the schema. Take it out, or add it to schemas/sdgs.json.'
    )


def test_columns_in_another_order_are_said_once_and_still_checked(package: Path) -> None:
    file = package / "datapackage" / "sdgs.csv"
    with file.open(encoding="utf-8", newline="") as old:
        swapped = [row[::-1] for row in csv.reader(old)]
    with file.open("w", encoding="utf-8", newline="") as new:
        csv.writer(new).writerows(swapped)
    finding = the_one(package)
    assert (finding.code, finding.line) == ("incorrect-label", 1)
    assert "Expected order: id, name, name_en, uri" in finding.message("en")


def test_a_wrong_type(package: Path) -> None:
    file = package / AMOUNTS
    number = line_of(file, "implementation-2026-1-overige-bijdragen,2026")
    change(file, number, ",537153,", ",537.153,")
    finding = the_one(package)
    assert (finding.code, finding.place()) == ("type-error", f"{AMOUNTS}:{number} amount_eur")
    assert finding.key == ("implementation-2026-1-overige-bijdragen", "2026", "budget")
    assert finding.message("en") == (
        '"537.153" is not a whole number. Expected digits only, such as 1050000: no points, '
        "commas or spaces."
    )
    assert finding.message("nl") == (
        '"537.153" is geen geheel getal. Verwacht: alleen cijfers, zoals 1050000, zonder punten, '
        "komma's of spaties."
    )


def test_a_figure_that_is_not_what_the_source_prints(package: Path) -> None:
    file = package / "datapackage" / "indicator_values.csv"
    number = line_of(file, "ibdo-trajecten")
    change(file, number, ",550,,", ",505,,")
    finding = the_one(package)
    assert (finding.code, finding.line, finding.field) == ("printed-value", number, "value")
    assert finding.message("en") == (
        '505 is not what the source prints: "550", that is 550. Correct one of the two.'
    )


def test_a_duplicate_key(package: Path) -> None:
    file = package / PARTNERS
    number = line_of(file, "nom,")
    row = file.read_text(encoding="utf-8").split("\n")[number - 1]
    other = row.replace("Noordelijke Investerings", "Andere Investerings")
    file.write_text(file.read_text(encoding="utf-8") + other + "\n", encoding="utf-8")
    finding = the_one(package)
    last = file.read_text(encoding="utf-8").count("\n")
    assert (finding.code, finding.place()) == ("primary-key", f"{PARTNERS}:{last} id")
    assert finding.message("en") == (
        f'the row "nom" stands already on line {number}. Take one of the two out, or give it '
        "another key."
    )


def test_a_name_that_must_be_unique(package: Path) -> None:
    file = package / PARTNERS
    number = line_of(file, "grobusiness,")
    change(file, number, "Grobusiness", "Ynbusiness")
    finding = the_one(package)
    assert finding.code == "unique-error"
    assert f"stands here already on line {number}" in finding.message("en")


def test_an_orphan_reference_names_the_nearest_key(package: Path) -> None:
    file = package / "datapackage" / "programme_partners.csv"
    number = line_of(file, "implementation-2026-opgave-3,recreatieschap-drenthe")
    change(file, number, ",recreatieschap-drenthe,", ",recreatieschap-drente,")
    finding = the_one(package)
    place = f"datapackage/programme_partners.csv:{number} partner_id"
    assert (finding.code, finding.place()) == ("foreign-key", place)
    assert finding.text("nl") == (
        f'{place}: "recreatieschap-drente" staat niet in partners.csv. Bedoelde u '
        '"recreatieschap-drenthe"? Gebruik een waarde die daar in id staat, of voeg de rij daar '
        "toe."
    )
    assert 'Did you mean "recreatieschap-drenthe"?' in finding.message("en")


def test_a_list_of_keys_with_one_that_does_not_exist(package: Path) -> None:
    file = package / "datapackage" / "derivations.csv"
    row = file.read_text(encoding="utf-8").split("\n")[1]
    first = row.split(",")[2].split(";")[0]
    change(file, 2, f",{first};", f",{first}x;")
    found = [f for f in check(package).findings if f.code == "foreign-key"]
    assert [(f.line, f.field, f.value) for f in found] == [(2, "operands", f"{first}x")]
    assert f'"{first}x" is not in indicator_values.csv. Did you mean "{first}"?' in (
        found[0].message("en")
    )


def test_a_code_that_is_not_in_the_list(package: Path) -> None:
    file = package / AMOUNTS
    number = line_of(file, "implementation-2026-1-overige-bijdragen,2026")
    change(file, number, ",budget,", ",Budget,")
    finding = next(f for f in check(package).findings if f.code == "constraint-error")
    assert finding.message("en") == (
        '"Budget" is not one of the codes allowed here. Did you mean "budget"? Expected one of: '
        "actual, budget, forecast."
    )


def test_an_identifier_with_capitals_and_spaces_is_repaired(package: Path) -> None:
    file = package / PARTNERS
    text = file.read_text(encoding="utf-8").replace("rom-nl,", "ROM Nl,", 1)
    file.write_text(text, encoding="utf-8")
    finding = next(f for f in check(package).findings if f.code == "constraint-error")
    assert finding.message("en") == (
        '"ROM Nl" does not have the form that is asked. Perhaps "rom-nl"? Stable identifier of the '
        "partner: lower-case letters, digits and hyphens; never reused. (Pattern: "
        "[a-z0-9]+(-[a-z0-9]+)*)"
    )


def test_an_empty_cell_that_must_be_filled(package: Path) -> None:
    file = package / PARTNERS
    number = line_of(file, "locatus,")
    change(file, number, "locatus,Locatus", "locatus,")
    finding = the_one(package)
    assert (finding.code, finding.variant, finding.line) == ("constraint-error", "required", number)
    assert finding.message("en") == 'this cell is empty. Expected: a value for "Name".'
    assert finding.message("nl") == 'deze cel is leeg. Verwacht: een waarde voor "Naam".'


def test_a_programme_that_hangs_under_itself(package: Path) -> None:
    file = package / "datapackage" / "programmes.csv"
    number = line_of(file, "economische-koers-drenthe,")
    change(
        file,
        number,
        "economische-koers-drenthe,,",
        "economische-koers-drenthe,implementation-2026-opgave-1,",
    )
    finding = the_one(package)
    assert (finding.code, finding.place()) == (
        "hierarchy-cycle",
        f"datapackage/programmes.csv:{number} parent_id",
    )
    assert (
        "economische-koers-drenthe → implementation-2026-opgave-1 → "
        "uitvoeringsprogramma-economische-koers-2026-2027 → economische-koers-drenthe"
    ) in finding.message("en")


def test_a_table_that_refers_to_itself_by_a_field_of_another_type_is_checked(
    tmp_path: Path,
) -> None:
    schema = {
        "fields": [{"name": "id", "type": "string"}, {"name": "up", "type": "integer"}],
        "primaryKey": "id",
        "foreignKeys": [{"fields": "up", "reference": {"resource": "", "fields": "id"}}],
    }
    folder = make_package(tmp_path, {"t": "id,up\n1,2\n2,1\nx,3\ny,\nz,one\n"}, {"t": schema})
    found = check(folder).findings
    expected = [("foreign-key", 4, "3"), ("type-error", 6, "one")]
    assert [(f.code, f.line, f.value) for f in found] == expected


@pytest.mark.parametrize("few", [10_000, 0])
def test_a_key_of_several_fields_is_looked_up_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """The ways for few and for many rows give the same; a half-empty key is not looked up."""
    monkeypatch.setattr("drenthe_data.checks.keys._FEW", few)
    parent = {"fields": [{"name": "a"}, {"name": "b", "type": "integer"}], "primaryKey": ["a", "b"]}
    child = {
        "fields": [{"name": "a"}, {"name": "b", "type": "integer"}, {"name": "c"}],
        "foreignKeys": [
            {"fields": ["a", "b"], "reference": {"resource": "p", "fields": ["a", "b"]}},
            {"fields": "c", "reference": {"resource": "p", "fields": "b"}},
        ],
    }
    tables = {"p": "a,b\nx,1\ny,02\n", "q": "a,b,c\nx,01,1\nx,2,02\ny,,2\n,2,\n"}
    found = check(make_package(tmp_path, tables, {"p": parent, "q": child})).findings
    assert [(f.line, f.field, f.value) for f in found] == [(3, "a, b", "x;2"), (4, "c", "2")]


@pytest.mark.parametrize(
    ("new", "code", "expected"),
    [
        ("", "blank-row", "this line is blank"),
        (
            "locatus,Locatus,,business,false",
            "missing-cell",
            "this row has 5 cells; 8 were expected",
        ),
        (
            "locatus,Locatus, Assen,,business,false,,,",
            "extra-cell",
            "this row has 9 cells; 8 were expected",
        ),
        ('locatus,"Locatus,,business,false,,,', "quote-error", "is opened here and not closed"),
        (
            'locatus,"Loc"atus,,business,false,,,',
            "quote-error",
            "text after a closing double quote",
        ),
        ('locatus,Loc"atus,,business,false,,,', "quote-error", "text that is not between quotes"),
        ("locatus,Loca\0tus,,business,false,,,", "nul-error", "holds a NUL character"),
        (",,,,,,,", "blank-row", "this line is blank"),
    ],
)
def test_a_row_whose_structure_is_broken_is_one_finding_and_no_knock_on(
    package: Path, new: str, code: str, expected: str
) -> None:
    """The row is referred to from other tables, which is not reported a second time."""
    file = package / PARTNERS
    number = line_of(file, "locatus,")
    replace_line(file, number, new)
    report = check(package)
    findings = [f for f in report.findings if f.code == code]
    assert [(f.file, f.line, f.row) for f in findings] == [(PARTNERS, number, number)]
    assert expected in findings[0].message("en")
    others = [f.text() for f in report.findings if f.code != code]
    # Of a blank line nobody can know which row it was, so references to that row are reported.
    assert others == [] or code == "blank-row"


def test_a_byte_that_is_not_utf8(package: Path) -> None:
    file = package / PARTNERS
    number = line_of(file, "locatus,")
    data = file.read_bytes().replace(b"locatus,Locatus", b"locatus,Locat\xe9s")
    file.write_bytes(data)
    finding = the_one(package)
    assert (finding.code, finding.line) == ("encoding-error", number)
    assert finding.message("en") == (
        "this line is not UTF-8: it holds the byte(s) 0xE9. Save the file as UTF-8."
    )


@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_byte_order_mark_or_windows_line_ends_are_no_mistake(
    package: Path, end: str, mark: str
) -> None:
    for file in (package / "datapackage").glob("*.csv"):
        text = mark + file.read_text(encoding="utf-8").replace("\n", end)
        file.write_bytes(text.encode())
    report = check(package)
    assert report.findings == []


def test_a_file_saved_with_semicolons(package: Path) -> None:
    file = package / "datapackage" / "sdgs.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    finding = the_one(package)
    assert finding.code == "delimiter-error"
    assert 'separated by ";" and not by ","' in finding.message("en")


@pytest.mark.parametrize(
    ("data", "code", "expected"),
    [
        (b"", "source-error", "the file is empty"),
        (b"\n\n", "blank-header", "the first line is blank"),
        (b"PK\x03\x04rest", "source-error", "this is not a CSV file"),
        (b"\xff\xfei\x00d\x00", "source-error", "this is not a CSV file"),
    ],
)
def test_a_file_that_holds_no_table(package: Path, data: bytes, code: str, expected: str) -> None:
    (package / "datapackage" / "sdgs.csv").write_bytes(data)
    finding = the_one(package)
    assert finding.code == code
    assert expected in finding.message("en")


def test_a_folder_in_the_place_of_a_file(package: Path) -> None:
    (package / "datapackage" / "sdgs.csv").unlink()
    (package / "datapackage" / "sdgs.csv").mkdir()
    finding = the_one(package)
    assert (finding.code, finding.variant) == ("source-error", "folder")


def test_an_unknown_table_or_rule_names_the_nearest(package: Path) -> None:
    with pytest.raises(PackageError, match='Did you mean "partners"'):
        check(package, tables=["partnrs"])
    with pytest.raises(PackageError, match='Did you mean "budgets/parent-sum"'):
        check(package, rules=["budgets/parent-sums"])


def test_counts_are_exact_when_only_some_findings_are_kept(package: Path) -> None:
    file = package / AMOUNTS
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(",budget,", ",bugdet,"), "utf-8")
    report = check(package, limit=3)
    (result,) = [r for r in report.checks if r.detail == "enum" and r.count]
    assert (result.count, len(result.findings)) == (text.count(",budget,"), 3)
    with pytest.raises(ValueError, match="limit is -1"):
        check(package, limit=-1)


Edit = Callable[[dict[str, object]], object]


def resource(raw: dict[str, object]) -> dict[str, object]:
    found = raw["resources"][0]  # type: ignore[index]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    ("edit", "code", "field", "expected"),
    [
        (lambda d: resource(d).pop("path"), "resource-error", "resources[0]", "has no path"),
        (lambda d: resource(d).pop("name"), "resource-error", "resources[0]", "has no name"),
        (
            lambda d: resource(d).update(name="places"),
            "resource-error",
            "resources[1].name",
            'the name "places" is used for two tables',
        ),
        (
            lambda d: resource(d).update(path="../secret.csv"),
            "resource-error",
            "resources[0].path",
            'the path "../secret.csv" leaves the folder',
        ),
        (
            lambda d: resource(d).update(path="/etc/passwd"),
            "resource-error",
            "resources[0].path",
            "leaves the folder of the package",
        ),
        (
            lambda d: resource(d).update(schema="schemas/nothing.json"),
            "schema-error",
            None,
            "the schema file does not exist",
        ),
        (lambda d: resource(d).pop("schema"), "schema-error", "resources[0].schema", "no schema"),
        (
            lambda d: resource(d).update(schema={"fields": [{"name": "id", "type": "strng"}]}),
            "field-error",
            "resources[0].schema.fields[0].type",
            'unknown type "strng". Did you mean "string"?',
        ),
        (
            lambda d: resource(d).update(
                schema={"fields": [{"name": "id"}], "primaryKey": ["idd"]}
            ),
            "schema-error",
            "resources[0].schema.primaryKey",
            'primaryKey names the field "idd"',
        ),
        (
            lambda d: resource(d).update(
                schema={
                    "fields": [{"name": "id"}],
                    "foreignKeys": [
                        {"fields": "id", "reference": {"resource": "nowhere", "fields": "id"}}
                    ],
                }
            ),
            "schema-error",
            "resources[0].schema.foreignKeys[0]",
            'points at the table "nowhere"',
        ),
        (
            lambda d: resource(d).update(
                schema={"fields": [{"name": "id", "constraints": {"pattern": "(("}}]}
            ),
            "field-error",
            "resources[0].schema.fields[0].constraints.pattern",
            "a constraint that cannot be used: pattern: ((",
        ),
        (lambda d: resource(d).update(encoding="klingon"), "resource-error", None, "klingon"),
    ],
)
def test_a_descriptor_that_is_broken(
    package: Path, edit: Edit, code: str, field: str | None, expected: str
) -> None:
    file = package / "datapackage.json"
    raw = json.loads(file.read_text(encoding="utf-8"))
    edit(raw)
    file.write_text(json.dumps(raw, indent=2), encoding="utf-8")
    report = check(package)
    found = [f for f in report.findings if f.code == code]
    assert len(found) == 1, [f.text() for f in report.findings]
    assert expected in found[0].message("en")
    if field is not None:
        assert found[0].field == field
        assert found[0].line is not None
    # References into a table that cannot be used are not evaluated, and not called orphans;
    # only a table that has lost its name is missed by those that refer to it.
    if "name" not in expected:
        assert {f.code for f in report.findings} == {code}


def test_the_line_of_a_mistake_in_a_schema_file_is_named(package: Path) -> None:
    file = package / "schemas" / "sdgs.json"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"type": "integer"', '"type": "intger"', 1), encoding="utf-8")
    number = text[: text.index('"type": "integer"')].count("\n") + 1
    found = [f for f in check(package).findings if f.code == "field-error"]
    assert [(f.file, f.line, f.field) for f in found] == [
        ("schemas/sdgs.json", number, "fields[0].type")
    ]


def test_a_schema_that_is_not_json_is_said_with_its_line(package: Path) -> None:
    file = package / "schemas" / "sdgs.json"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('",\n', '"\n', 1), encoding="utf-8")
    (finding,) = [f for f in check(package).findings if f.file == "schemas/sdgs.json"]
    assert finding.code == "schema-error"
    assert finding.line == 3
    assert "is not valid JSON: column 3" in finding.message("en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "is not valid JSON: line 1, column 1"),
        ('{\n  "name": "x"\n  "y": 1\n}', "is not valid JSON: line 3, column 3"),
        ("[]", "must hold one JSON object"),
        ("{}", "names no tables"),
        ('{"resources": []}', "names no tables"),
        ('{"resources": {}}', "names no tables"),
        ("[" * 100_000, "nested too deeply"),
        ('{"resources": ' + "9" * 5_000 + "}", "a number that is too long"),
    ],
)
def test_a_descriptor_that_cannot_be_used_at_all(tmp_path: Path, text: str, expected: str) -> None:
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    with pytest.raises(PackageError) as error:
        check(tmp_path)
    assert expected in str(error.value)
    assert error.value.message("nl") != str(error.value)


def test_a_descriptor_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="does not exist"):
        check(tmp_path / "datapackage.json")


def test_a_link_that_leads_out_of_the_package_is_not_followed(
    package: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("id,name,name_en,uri\n", encoding="utf-8")
    file = package / "datapackage" / "sdgs.csv"
    file.unlink()
    file.symlink_to(secret)
    found = [f for f in check(package).findings if f.code == "resource-error"]
    assert [f.variant for f in found] == ["unsafe-path"]


def test_a_blank_too_many_in_a_key_is_named_where_others_refer_to_it(package: Path) -> None:
    partners = package / "datapackage" / "partners.csv"
    number = line_of(partners, "nhl-stenden,")
    change(partners, number, "nhl-stenden,", "nhl-stenden ,")
    found = [one for one in check(package).findings if one.code == "foreign-key"]
    assert found
    for one in found:
        assert one.value == "nhl-stenden"
        assert one.message("en") == (
            '"nhl-stenden" is not in partners.csv. "nhl-stenden " is, with a blank too many: take '
            "that out there. Use a value that is there in id, or add the row there."
        )
        assert one.message("nl") == (
            '"nhl-stenden" staat niet in partners.csv. Wel "nhl-stenden ", met een spatie te veel: '
            "haal die daar weg. Gebruik een waarde die daar in id staat, of voeg de rij daar toe."
        )
