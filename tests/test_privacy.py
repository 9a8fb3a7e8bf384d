"""Privacy: what is about a person is found, and figures and organisations are left alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drenthe_data import check
from drenthe_data.checks import privacy
from drenthe_data.findings import Finding
from tests.packages import fields, make_package
from tests.test_hygiene import SLOW, package_of


def findings_of(folder: Path, *texts: str, wanted: object = True) -> list[Finding]:
    report = check(package_of(folder, *texts, privacy=wanted))
    return [found for found in report.findings if found.code in privacy.CODES]


@pytest.mark.parametrize(
    ("text", "code", "variant", "found"),
    [
        ("Mail j.devries@voorbeeld.nl", "personal-data", "email", "j.devries@voorbeeld.nl"),
        ("mailto:Jan@Voorbeeld.NL", "personal-data", "email", "Jan@Voorbeeld.NL"),
        ("jan [at] voorbeeld.nl", "personal-data", "email", "jan [at] voorbeeld.nl"),
        ("info@drenthe.nl of p.jansen@drenthe.nl", "personal-data", "email", "p.jansen@drenthe.nl"),
        ("NL91 ABNA 0417 1643 00", "personal-data", "account", "NL91 ABNA 0417 1643 00"),
        ("rekening NL91ABNA0417164300.", "personal-data", "account", "NL91ABNA0417164300"),
        ("DE89 3704 0044 0532 0130 00", "personal-data", "account", "DE89 3704 0044 0532 0130 00"),
        ("BSN: 111222333", "personal-data", "citizen", "BSN: 111222333"),
        (
            "burgerservicenummer 1234.56.782",
            "personal-data",
            "citizen",
            "burgerservicenummer 1234.56.782",
        ),
        ("bel 06-12345678", "personal-data-suspected", "phone", "06-12345678"),
        ("06 12 34 56 78", "personal-data-suspected", "phone", "06 12 34 56 78"),
        ("(0592) 36 55 55", "personal-data-suspected", "phone", "(0592) 36 55 55"),
        ("0592-365555", "personal-data-suspected", "phone", "0592-365555"),
        ("050 - 123 45 67", "personal-data-suspected", "phone", "050 - 123 45 67"),
        ("0592365555", "personal-data-suspected", "phone", "0592365555"),
        ("+31 (0)592 36 55 55", "personal-data-suspected", "phone", "+31 (0)592 36 55 55"),
        ("+31612345678", "personal-data-suspected", "phone", "+31612345678"),
        ("+49 591 1234567", "personal-data-suspected", "phone", "+49 591 1234567"),
        ("nummer 111222333.", "personal-data-suspected", "number", "111222333"),
        ("123456789 of 123456782", "personal-data-suspected", "number", "123456782"),
        ("geschreven door drs. J. de Vries", "personal-data-suspected", "name", "drs. J. de Vries"),
        ("Dhr. Jansen", "personal-data-suspected", "name", "Dhr. Jansen"),
        ("prof. dr. ir. A.B. van der Meer", "personal-data-suspected", "name", None),
        ("overleg met de heer Bos", "personal-data-suspected", "name", "de heer Bos"),
        ("mevrouw Ter Horst", "personal-data-suspected", "name", "mevrouw Ter"),
    ],
)
def test_what_is_about_a_person_is_found(
    tmp_path: Path, text: str, code: str, variant: str, found: str | None
) -> None:
    (finding,) = findings_of(tmp_path / "p", "goed", text)
    assert (finding.code, finding.variant, finding.field) == (code, variant, "text")
    assert finding.severity == ("error" if code == "personal-data" else "warning")
    assert (finding.line, finding.key) == (3, ("r1",))
    assert finding.params["found"] == (found or text)
    for lang in ("en", "nl"):
        assert f'"{found or text}"' in finding.message(lang)
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
        "10 MW. De centrale",
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
    assert (finding.line, finding.params["found"]) == (3, "dhr. Jansen")
    assert finding.value == "Ds. Bos en dhr. Jansen"


@pytest.mark.parametrize("wanted", [{}, {"allow": "Ds. Bos"}, {"allow": [1, "", None]}])
def test_an_allowance_that_is_none_changes_nothing(tmp_path: Path, wanted: object) -> None:
    assert len(findings_of(tmp_path / "p", "Ds. Bos", wanted=wanted)) == 1


@pytest.mark.parametrize("wanted", [None, False, "true", 1, []])
def test_a_package_that_does_not_ask_is_left_alone(tmp_path: Path, wanted: object) -> None:
    report = check(package_of(tmp_path / "p", "jan@voorbeeld.nl", privacy=wanted))
    assert report.valid
    assert all(result.code not in privacy.CODES for result in report.checks)


def test_the_messages_say_what_to_do(tmp_path: Path) -> None:
    (finding,) = findings_of(tmp_path / "p", "jan@voorbeeld.nl")
    assert finding.message("en") == (
        '"jan@voorbeeld.nl" is an e-mail address. The tables hold no personal data: take it out. '
        "A general address such as info@ is allowed."
    )
    assert finding.message("nl") == (
        '"jan@voorbeeld.nl" is een e-mailadres. In de tabellen staan geen persoonsgegevens: haal '
        "het weg. Een algemeen adres zoals info@ mag."
    )


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
    assert [one.value for one in found] == [number for number in numbers if passes(number)]


@SLOW
@given(st.lists(st.text(st.sampled_from("@.a b0123456789+-()/,;jJdr€\u00e9"), max_size=40)))
def test_no_text_breaks_the_check(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    for finding in findings_of(tmp_path_factory.mktemp("p"), *texts):
        assert finding.params["found"] in (finding.value or "")
