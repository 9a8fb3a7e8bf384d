"""Privacy: what is about a person is found, and figures and organisations are left alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drenthe_data import check
from drenthe_data.checks.codes import PRIVACY
from drenthe_data.checks.privacy import pieces
from drenthe_data.findings import Finding
from tests.packages import fields, make_package
from tests.test_hygiene import SLOW, package_of


def findings_of(folder: Path, *texts: str, wanted: object = True) -> list[Finding]:
    report = check(package_of(folder, *texts, privacy=wanted))
    return [found for found in report.findings if found.code in PRIVACY]


SURE, SUSPECTED = "personal-data", "personal-data-suspected"


@pytest.mark.parametrize(
    ("text", "code", "variant", "found", "shown"),
    [
        ("Mail j.devries@voorbeeld.nl", SURE, "email", "j…@….nl", "Mail j…@….nl"),
        ("mailto:Jan@Voorbeeld.NL", SURE, "email", "J…@….NL", "mailto:J…@….NL"),
        ("jan [at] voorbeeld.nl", SURE, "email", "j…@….nl", "j…@….nl"),
        ("info@a.nl of p@drenthe.nl", SURE, "email", "p…@….nl", "info@a.nl of p…@….nl"),
        ("info.jansen@drenthe.nl", SURE, "email", "i…@….nl", "i…@….nl"),
        ("a.b@c.nl, d.e@f.eu", SURE, "email", "a…@….nl", "a…@….nl, d…@….eu"),
        ("NL91 ABNA 0417 1643 00", SURE, "account", "NL…00", "NL…00"),
        ("rekening NL91ABNA0417164300.", SURE, "account", "NL…00", "rekening NL…00."),
        ("DE89 3704 0044 0532 0130 00", SURE, "account", "DE…00", "DE…00"),
        ("BSN: 111222333", SURE, "citizen", "BSN: …33", "BSN: …33"),
        ("sofinummer 1234.56.782!", SURE, "citizen", "sofinummer …82", "sofinummer …82!"),
        ("bel 06-12345678", SUSPECTED, "phone", "…78", "bel …78"),
        ("06 12 34 56 78", SUSPECTED, "phone", "…78", "…78"),
        ("06-12345678 06-87654321", SUSPECTED, "phone", "…78", "…78 …21"),
        ("(0592) 36 55 55", SUSPECTED, "phone", "…55", "…55"),
        ("0592-365555", SUSPECTED, "phone", "…55", "…55"),
        ("050 - 123 45 67", SUSPECTED, "phone", "…67", "…67"),
        ("0592365555", SUSPECTED, "phone", "…55", "…55"),
        ("+31 (0)592 36 55 55", SUSPECTED, "phone", "…55", "…55"),
        ("+31612345678", SUSPECTED, "phone", "…78", "…78"),
        ("+49 591 1234567", SUSPECTED, "phone", "…67", "…67"),
        ("nummer 111222333.", SUSPECTED, "number", "…33", "nummer …33."),
        ("111222333", SUSPECTED, "number", "…33", "…33"),
        ("123456789 of 123456782", SUSPECTED, "number", "…82", "123456789 of …82"),
        ("door drs. J. de Vries", SUSPECTED, "name", "drs. …", "door drs. …"),
        ("Dhr. Jansen", SUSPECTED, "name", "Dhr. …", "Dhr. …"),
        ("dhr. Nijhuis", SUSPECTED, "name", "dhr. …", "dhr. …"),
        ("dr. ir. A.B. van der Meer", SUSPECTED, "name", "dr. ir. …", "dr. ir. …"),
        ("met de heer Bos", SUSPECTED, "name", "de heer …", "met de heer …"),
        ("mevrouw Jo Ter Horst, Assen", SUSPECTED, "name", "mevrouw …", "mevrouw …, Assen"),
    ],
)
def test_what_is_about_a_person_is_found_and_masked(
    tmp_path: Path, text: str, code: str, variant: str, found: str, shown: str
) -> None:
    (finding,) = findings_of(tmp_path / "p", "goed", text)
    assert (finding.code, finding.variant, finding.field) == (code, variant, "text")
    assert finding.severity == ("error" if code == SURE else "warning")
    assert (finding.file, finding.line, finding.key) == ("t.csv", 3, ("r1",))
    assert (finding.params["found"], finding.value) == (found, shown)
    assert finding.cells == ("r1", shown)
    for lang in ("en", "nl"):
        assert f'"{found}"' in finding.message(lang)
        assert "{" not in finding.message(lang)


@pytest.mark.parametrize(
    "text",
    [
        "info@drenthe.nl",
        "Contact@voorbeeld.nl en opendata@drenthe.nl",
        "https://www.voorbeeld.nl/kaart/@52.99,6.56",
        "1.050.000",
        "€ 123456782",
        "123456782 euro",
        "123.456.782",
        "111222334",
        "a111222333",
        "KvK 12345678",
        "000_2ffae1619a300c77.txt",
        "8c0e1b0c1112223338c0e1b0c",
        "2020-2021",
        "2012;2013;2014",
        "01-01-2024 12:30",
        "06-12-2024 12:30",
        "41-45;1620-1622;2081",
        "0800-1234",
        "ISBN 978-90-123-4567-8",
        "griffie@drenthe.nl, inkoop@drenthe.nl; loket@drenthe.nl",
        "secretariaat@a.nl bestuur@a.nl pers@a.nl webmaster@a.nl privacy@a.nl",
        "team-economie@drenthe.nl en klantenservice@a.nl",
        "10 MW. De centrale",
        "10 mw. Drenthe",
        "een park van 12mw. Emmen",
        "Ir. D.F. Woudagemaal",
        "het Ir. D.F. Wouda Gemaal",
        "Stichting Dr. Nassau",
        "Prof. dr. Leo Jansen Stichting",
        "dr. Nijhuis Huis",
        "ING Economisch Bureau",
        "Dr. Nassau College",
        "ir. Lelystraat in Emmen en prof. dr. Zernikelaan",
        "het beheer Emmen",
        "SDG 1.050",
        "+12.345.678",
    ],
)
def test_figures_organisations_and_general_addresses_are_left_alone(
    tmp_path: Path, text: str
) -> None:
    assert findings_of(tmp_path / "p", text) == []


def test_printed_figures_and_addresses_are_not_taken_for_numbers(tmp_path: Path) -> None:
    uri = {"type": "string", "format": "uri"}
    schema = {
        "fields": fields(
            "id", "printed", "text", figure={"type": "integer", "printedIn": "printed"}, page=uri
        ),
        "primaryKey": ["id"],
    }
    text = (
        "id,printed,text,figure,page\n"
        "1,111222333,vrij,111222333,https://voorbeeld.nl/0592365555\n"
        "2,5,111222333,5,mailto:jan@voorbeeld.nl\n"
    )
    made = make_package(tmp_path / "p", {"t": text}, {"t": schema}, privacy=True)
    found = [(one.line, one.field, one.variant) for one in check(made).findings]
    assert found == [(3, "text", "number"), (3, "page", "email")]


def test_what_is_no_personal_data_can_be_allowed(tmp_path: Path) -> None:
    texts = ["Ds. Bos in Assen", "Ds. Bos en dhr. Jansen"]
    assert len(findings_of(tmp_path / "p", *texts)) == 2
    wanted: dict[str, Any] = {"allow": ["Ds. Bos"]}
    (finding,) = findings_of(tmp_path / "q", *texts, wanted=wanted)
    assert (finding.line, finding.params["found"]) == (3, "dhr. …")
    assert finding.value == "Ds. Bos en dhr. …"


@pytest.mark.parametrize("wanted", [{}, {"allow": "Ds. Bos"}, {"allow": [1, "", None]}])
def test_an_allowance_that_is_none_changes_nothing(tmp_path: Path, wanted: object) -> None:
    assert len(findings_of(tmp_path / "p", "Ds. Bos", wanted=wanted)) == 1


@pytest.mark.parametrize("wanted", [None, False, "true", 1, []])
def test_a_package_that_does_not_ask_is_left_alone(tmp_path: Path, wanted: object) -> None:
    report = check(package_of(tmp_path / "p", "jan@voorbeeld.nl", privacy=wanted))
    assert report.valid
    assert all(result.code not in PRIVACY for result in report.checks)


def test_the_messages_say_what_to_do(tmp_path: Path) -> None:
    (finding,) = findings_of(tmp_path / "p", "jan@voorbeeld.nl")
    assert finding.message("en") == (
        '"j…@….nl" is an e-mail address, masked here. The tables hold no personal data: take it '
        "out. A general address such as info@ is allowed; if this is one, add it to privacy.allow "
        "in datapackage.json."
    )
    assert finding.message("nl") == (
        '"j…@….nl" is een e-mailadres, hier afgeschermd. In de tabellen staan geen '
        "persoonsgegevens: haal het weg. Een algemeen adres zoals info@ mag; is dit er ook een, "
        "zet het dan onder privacy.allow in datapackage.json."
    )


SECRETS = ("devries", "0417", "111222333", "1122233", "06-12345678", "234567", "Jansen", "Vries")


def full_of_secrets(folder: Path, **extra: Any) -> Path:
    """A package in which nearly every kind of finding shows a cell with personal data."""
    text = {
        "type": "string",
        "constraints": {"maxLength": 30, "unique": True, "pattern": "[a-z ]*"},
    }
    schema = {
        "fields": fields("note", id=text, figure="integer", other="string"),
        "primaryKey": ["id"],
        "foreignKeys": [{"fields": "other", "reference": {"resource": "", "fields": "id"}}],
    }
    rows = (
        "note,id,figure,other\n"
        "BSN 111222333  ,j.devries@voorbeeld.nl,dhr. Jansen,drs. J. de Vries\n"
        "06-12345678,j.devries@voorbeeld.nl,bel 06-12345678,111222333\n"
        "111222333,NL91 ABNA 0417 1643 00,j.devries@voorbeeld.nl,dhr. P. Jansen\n"
        "a,j.devries@voorbeeld.nl 06-12345678,dhr. Jansen\n"
        'b,"j.devries@voorbeeld.nl"x,dhr. Jansen,c\n'
        "c,j.devries@voorbeeld.nl,1,mevrouw Jo Jansen,06-12345678\n"
    )
    return make_package(folder, {"t": rows}, {"t": schema}, textHygiene=True, **extra)


def test_no_report_spreads_what_is_found_by_this_check_or_another(tmp_path: Path) -> None:
    from drenthe_data.reporting import FORMATS, Options, write_report

    report = check(full_of_secrets(tmp_path / "p", privacy=True))
    kinds = {(one.code, one.variant) for one in report.findings}
    assert {code for code, _ in kinds} >= {
        "type-error",
        "constraint-error",
        "unique-error",
        "primary-key",
        "foreign-key",
        "missing-cell",
        "extra-cell",
        "quote-error",
        "text-space",
        SURE,
        SUSPECTED,
    }
    said = [write_report(report, name, Options(lang)) for name in FORMATS for lang in ("nl", "en")]
    said += [str(report.frame.to_dicts()), *(str(one) for one in report.findings)]
    for text in said:
        assert [secret for secret in SECRETS if secret in text] == []
    assert "j…@….nl" in said[0]


def test_a_package_that_does_not_ask_for_privacy_gets_its_cells_as_they_are(
    tmp_path: Path,
) -> None:
    report = check(full_of_secrets(tmp_path / "p"))
    assert "j.devries@voorbeeld.nl" in {one.value for one in report.findings}


def test_figures_are_not_masked(tmp_path: Path) -> None:
    schema = {
        "fields": fields("id", figure={"type": "integer", "constraints": {"maximum": 5}}),
        "primaryKey": ["id"],
    }
    made = make_package(
        tmp_path / "p", {"t": "id,figure\n1,111222333\n"}, {"t": schema}, privacy=True
    )
    (finding,) = check(made).findings
    assert (finding.value, finding.cells) == ("111222333", ("1", "111222333"))


def passes(digits: str) -> bool:
    """The eleven test of a citizen service number, as the government describes it."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))
    return total % 11 == 0 and digits != "0" * 9


@SLOW
@given(st.lists(st.from_regex(r"\A[0-9]{9}\Z"), min_size=1, max_size=20))
def test_nine_digits_are_found_when_they_pass_the_eleven_test(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[str]
) -> None:
    found = findings_of(tmp_path_factory.mktemp("p"), *numbers)
    assert [one.line for one in found] == [
        line for line, number in enumerate(numbers, start=2) if passes(number)
    ]
    assert [one.value for one in found] == [f"…{n[-2:]}" for n in numbers if passes(n)]


@SLOW
@given(st.lists(st.text(st.sampled_from("@.a b0123456789+-()/,;jJdr€\u00e9"), max_size=40)))
def test_no_text_breaks_the_check(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    for finding in findings_of(tmp_path_factory.mktemp("p"), *texts):
        assert finding.params["found"] in (finding.value or "") or finding.value == "…"
        assert pieces([finding.value or ""], ()) == [{}]
