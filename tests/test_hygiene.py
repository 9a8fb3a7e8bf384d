"""Text hygiene: what copying leaves behind is found, and what is right is left alone."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drenthe_data import check
from drenthe_data.checks.codes import HYGIENE
from drenthe_data.descriptor import read_package
from drenthe_data.findings import CheckResult, Finding
from drenthe_data.reading import read_table
from tests.packages import ROOT, fields, make_package

SLOW = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def package_of(folder: Path, *texts: str, **extra: Any) -> Path:
    """Make a package of one table with an id and a text."""
    rows = [["id", "text"], *([f"r{number}", text] for number, text in enumerate(texts))]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    schema = {"fields": fields("id", "text"), "primaryKey": ["id"]}
    return make_package(folder, {"t": out.getvalue()}, {"t": schema}, **extra)


def results_of(folder: Path, *texts: str) -> dict[str, CheckResult]:
    report = check(package_of(folder, *texts, textHygiene=True))
    return {result.code: result for result in report.checks if result.code in HYGIENE}


def findings_of(folder: Path, *texts: str) -> list[Finding]:
    return [found for result in results_of(folder, *texts).values() for found in result.findings]


@pytest.mark.parametrize(
    ("text", "code", "variant", "severity", "expected"),
    [
        ("een\ttab", "text-character", "control", "error", "een tab"),
        ("twee\nregels", "text-character", "control", "error", "twee regels"),
        ("een\x85regel", "text-character", "control", "error", "een regel"),
        ("een\u2028regel", "text-character", "control", "error", "een regel"),
        ("caf\ufffd", "text-character", "replacement", "error", ""),
        ("\uf0b7 punt", "text-character", "replacement", "error", ""),
        ("cafe\u0301", "text-character", "nfc", "error", "café"),
        ("\u212bngström", "text-character", "nfc", "error", "Ångström"),
        ("cafÃ©", "text-garbled", None, "warning", "café"),
        ("coÃ¶peratie en tÃ©", "text-garbled", None, "warning", "coöperatie en té"),
        ("zoâ€™n 60", "text-garbled", None, "warning", "zo’n 60"),
        ("100 â‚¬", "text-garbled", None, "warning", "100 €"),
        ("cafÃ© “é”", "text-garbled", None, "warning", ""),
        ("10\u00a0procent", "text-space", "blank", "warning", "10 procent"),
        ("10\u202f000", "text-space", "blank", "warning", "10 000"),
        ("nul\u200bbreed", "text-space", "invisible", "warning", "nulbreed"),
        ("\ufeffbegin", "text-space", "invisible", "warning", "begin"),
        (" voor", "text-space", "edge", "warning", "voor"),
        ("na ", "text-space", "edge", "warning", "na"),
        (" ", "text-space", "edge", "warning", ""),
        ("twee  spaties", "text-space", "double", "warning", "twee spaties"),
        ("onder\u00adnemers", "text-hyphen", "soft", "warning", "ondernemers"),
        ("onder- nemers", "text-hyphen", "broken", "warning", "ondernemers"),
        ("Noord- Nederland", "text-hyphen", "broken", "warning", "Noord-Nederland"),
        ("één- malig", "text-hyphen", "broken", "warning", "éénmalig"),
        ("land- en tuin- bouw", "text-hyphen", "broken", "warning", "land- en tuinbouw"),
        ("leer- energie", "text-hyphen", "broken", "warning", "leerenergie"),
        ("de ontwik- keling", "text-hyphen", "broken", "warning", "de ontwikkeling"),
        (
            "een ambte- naar van de provincie",
            "text-hyphen",
            "broken",
            "warning",
            "een ambtenaar van de provincie",
        ),
        ("Waar- bij de regio", "text-hyphen", "broken", "warning", "Waarbij de regio"),
        ("daar- tegenover staat", "text-hyphen", "broken", "warning", "daartegenover staat"),
        (
            "van klein- naar groot- schalig",
            "text-hyphen",
            "broken",
            "warning",
            "van klein- naar grootschalig",
        ),
        ("voor- versus na- delen", "text-hyphen", "broken", "warning", "voor- versus nadelen"),
        ("in- i.p.v. uit- voer", "text-hyphen", "broken", "warning", "in- i.p.v. uitvoer"),
    ],
)
def test_what_copying_leaves_behind_is_found(
    tmp_path: Path, text: str, code: str, variant: str | None, severity: str, expected: str
) -> None:
    (finding,) = findings_of(tmp_path / "p", "goed", text)
    assert (finding.code, finding.variant, finding.severity) == (code, variant, severity)
    assert (finding.file, finding.line, finding.row, finding.field) == ("t.csv", 3, 3, "text")
    assert (finding.key, finding.value, finding.params["expected"]) == (("r1",), text, expected)
    for lang in ("en", "nl"):
        assert "{" not in finding.message(lang)
        assert "\n" not in finding.message(lang)
        assert "()" not in finding.message(lang)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ondernemers in de zorg",
        "land- en tuinbouw",
        "kennis-, innovatie- en testcentrum",
        "Zuid- en Oost-Drenthe",
        "voor- én nadelen",
        "meet- of testsysteem",
        "van klein- naar grootschalig",
        "Van een klein- naar een grootschalige aanpak",
        "voor- versus nadelen",
        "in- vs. uitstroom",
        "in- via uit",
        "groot- i.p.v. kleinschalig",
        "groot- in plaats van kleinschalig",
        "basis- t/m vervolgonderwijs",
        "in- dan wel uitvoer",
        "in- ofwel uitvoer",
        "in- respectievelijk uitvoer",
        "in- c.q. uitvoer",
        "hoofd- bij nevenfunctie",
        "zorg- met welzijnsfuncties",
        "groot- tegenover kleinbedrijf",
        "import- én exportprijzen",
        "Noord- EN Zuid-Drenthe",
        "de één - de ander",
        "-",
        "- punt van een lijst",
        "zo’n 60 “bedrijven” – in Coöperatie ’t Café…",
        "€ 1.050.000",
        "São Paulo, ÅNGSTRÖM, ÂGE, Malmö",
        "± 5 m², ½ × ¾ → 3 °C",
    ],
)
def test_what_is_right_is_left_alone(tmp_path: Path, text: str) -> None:
    assert findings_of(tmp_path / "p", text) == []


def test_a_cell_has_one_finding_per_check_and_all_are_counted(tmp_path: Path) -> None:
    texts = [f" dubbel  {number} " for number in range(30)] + ["goed"]
    result = results_of(tmp_path / "p", *texts)["text-space"]
    assert (result.count, len(result.findings), result.outcome) == (30, 20, "failed")
    assert [found.line for found in result.findings] == list(range(2, 22))


def test_the_messages_say_what_would_be_right(tmp_path: Path) -> None:
    (finding,) = findings_of(tmp_path / "p", "onder- nemers")
    assert finding.message("en") == (
        '"onder- nemers" has a word that was broken. Perhaps "ondernemers"?'
    )
    assert finding.message("nl") == (
        'in "onder- nemers" is een woord afgebroken. Misschien "ondernemers"?'
    )
    (finding,) = findings_of(tmp_path / "q", "10\u00a0procent")
    assert "(U+00A0)" in finding.message("en")
    (finding,) = findings_of(tmp_path / "r", "cafe\u0301")
    assert "(U+0301)" in finding.message("nl")


def test_warnings_do_not_fail_a_check_and_errors_do(tmp_path: Path) -> None:
    report = check(package_of(tmp_path / "p", "twee  spaties", textHygiene=True))
    assert (report.valid, report.count("warning"), report.passes(strict=True)) == (True, 1, False)
    assert not check(package_of(tmp_path / "q", "een\ttab", textHygiene=True)).valid


@pytest.mark.parametrize("wanted", [None, False, "true", 1, {}])
def test_a_package_that_does_not_ask_is_left_alone(tmp_path: Path, wanted: object) -> None:
    report = check(package_of(tmp_path / "p", "een\ttab  ", textHygiene=wanted))
    assert report.valid
    assert all(result.code not in HYGIENE for result in report.checks)


def test_codes_and_figures_are_left_to_their_schema(tmp_path: Path) -> None:
    enum = {"type": "string", "constraints": {"enum": ["a  b"]}}
    schema = {"fields": fields("id", code=enum, figure="number"), "primaryKey": ["id"]}
    made = make_package(tmp_path / "p", {"t": "id,code,figure\n1,a  b,5\n"}, {"t": schema})
    raw = json.loads((made / "datapackage.json").read_text("utf-8"))
    (made / "datapackage.json").write_text(json.dumps({**raw, "textHygiene": True}), "utf-8")
    report = check(made)
    assert report.findings == []
    fields_seen = {result.fields for result in report.checks if result.code in HYGIENE}
    assert fields_seen == {("id",)}


def test_a_table_that_cannot_be_read_is_not_evaluated(tmp_path: Path) -> None:
    made = package_of(tmp_path / "p", "goed", textHygiene=True, privacy=True)
    (made / "t.csv").unlink()
    outcomes = {
        result.code: result.outcome for result in check(made).checks if result.code != "type-error"
    }
    for code in (*HYGIENE, "personal-data", "personal-data-suspected"):
        assert outcomes[code] == "not-evaluated"


def test_the_known_discrepancies_are_read_too(package: Path) -> None:
    file = package / "validators" / "known_discrepancies.csv"
    text = file.read_text("utf-8").replace("af op honderden", "af op honder- den")
    file.write_text(text, encoding="utf-8")
    (finding,) = check(package).findings
    assert (finding.code, finding.field) == ("text-hyphen", "explanation")
    assert finding.file == "validators/known_discrepancies.csv"


def test_the_package_asks_for_clean_texts_without_personal_data() -> None:
    raw = read_package(ROOT).raw
    assert raw["textHygiene"] is True
    assert raw["privacy"]


ODD = "\t\x85\ufffd\u00a0\u200b\u00ad\u0301\u0308Ã©â€™- -  aeoÅé’ \uf0b7\u212b\ufeff"
TEXTS = st.text(st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=["Cs"])))


def readable(folder: Path, texts: list[str]) -> tuple[Path, list[str]]:
    """Make a package; gives the texts as they are read, since a file cannot hold all of them."""
    kept = [text.replace("\0", "").replace("\r", "") for text in texts]
    made = package_of(folder, *kept, textHygiene=True)
    return made, read_table(read_package(made).resource("t")).frame["text"].to_list()


@SLOW
@given(st.lists(TEXTS, max_size=8))
def test_what_is_found_is_what_a_look_at_each_text_finds(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    made, read = readable(tmp_path_factory.mktemp("texts"), texts)
    found = {
        (finding.line, finding.variant)
        for finding in check(made).findings
        if finding.code == "text-character"
    }
    lines = read_table(read_package(made).resource("t")).frame["\0line"].to_list()
    expected = set()
    for line, text in zip(lines, read, strict=True):
        if any(unicodedata.category(item) in ("Cc", "Zl", "Zp") for item in text):
            expected.add((line, "control"))
        elif "\ufffd" in text or any("\ue000" <= item <= "\uf8ff" for item in text):
            expected.add((line, "replacement"))
        elif unicodedata.normalize("NFC", text) != text:
            expected.add((line, "nfc"))
    assert found == expected


@SLOW
@given(TEXTS)
def test_what_is_proposed_does_not_have_the_fault(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    made, _ = readable(tmp_path_factory.mktemp("texts"), [text])
    for finding in check(made).findings:
        proposed = finding.params.get("expected", "")
        if finding.code not in HYGIENE or not proposed:
            continue
        again = findings_of(tmp_path_factory.mktemp("again"), proposed)
        assert (finding.code, finding.variant) not in {(one.code, one.variant) for one in again}
