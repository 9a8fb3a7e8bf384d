"""Printed figures: what they stand for, and how exactly."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drenthe_data.checks.printed import agrees, half_units, parse_figure

D = Decimal


@pytest.mark.parametrize(
    ("text", "low", "high", "half_unit", "precision"),
    [
        ("1.050.000", "1050000", None, "0.5", None),
        ("550", "550", None, "0.5", None),
        ("2026", "2026", None, "0.5", None),
        ("-140.000", "-140000", None, "0.5", None),
        ("−3,5", "-3.5", None, "0.05", None),
        ("-", "0", None, "0", None),
        ("0", "0", None, "0.5", None),
        ("9,2%", "9.2", None, "0.05", None),
        ("0,85", "0.85", None, "0.005", None),
        ("7.5", "7.5", None, "0.05", None),
        ("1 050 000", "1050000", None, "0.5", None),
        ("1.050,5", "1050.5", None, "0.05", None),
        ("11 miljoen", "11000000", None, "500000", None),
        ("€ 1,5 mln.", "1500000", None, "50000", None),
        ("€ 2 miljard", "2000000000", None, "500000000", None),
        ("ruim 2.900", "2900", None, "0.5", "more-than"),
        ("ca. 100", "100", None, "0.5", "about"),
        ("circa 10%", "10", None, "0.5", "about"),
        ("zo’n 30", "30", None, "0.5", "about"),
        ("minimaal 10", "10", None, "0.5", "at-least"),
        ("ten minste 25 ha", "25", None, "0.5", "at-least"),
        ("maximaal 5", "5", None, "0.5", "at-most"),
        ("bijna 40%", "40", None, "0.5", "almost"),
        ("> 50", "50", None, "0.5", "more-than"),
        ("5-10", "5", "10", "0.5", None),
        ("20% - 25%", "20", "25", "0.5", None),
        ("5 tot 10", "5", "10", "0.5", None),
        ("5 à 10 miljoen", "5000000", "10000000", "500000", None),
        ("tussen 5 en 10", "5", "10", "0.5", None),
        ("vijf", "5", None, "0.5", None),
        ("vijfhonderd", "500", None, "0.5", None),
        ("tweehonderdvijftig", "250", None, "0.5", None),
        ("tweeëntwintig", "22", None, "0.5", None),
        ("vijfenzeventig", "75", None, "0.5", None),
        ("twaalfhonderd", "1200", None, "0.5", None),
        ("anderhalf miljoen", "1500000", None, "50000", None),
        ("vijf miljoen", "5000000", None, "500000", None),
        ("3e", "3", None, "0.5", None),
        ("derde", "3", None, "0.5", None),
        ("2.500 m2", "2500", None, "0.5", None),
    ],
)
def test_a_print_is_read(
    text: str, low: str, high: str | None, half_unit: str, precision: str | None
) -> None:
    figure = parse_figure(text)
    assert figure is not None
    assert figure.low == D(low)
    assert figure.high == (None if high is None else D(high))
    assert figure.half_unit == D(half_unit)
    assert figure.precision == precision


@pytest.mark.parametrize("text", ["", " ", "n.v.t.", "veel", "circa", "m2", "van 5 naar 10", "€"])
def test_what_is_no_figure_is_not_read(text: str) -> None:
    assert parse_figure(text) is None


def test_a_fraction_stands_for_itself_and_for_its_percentage() -> None:
    for text in ("een kwart", "1 op de 4", "1/4"):
        assert agrees(text, D("0.25"), None)
        assert agrees(text, D(25), None)
        assert not agrees(text, D("0.26"), None)


def test_a_range_agrees_only_with_both_ends() -> None:
    assert agrees("5-10", D(5), D(10))
    assert not agrees("5-10", D(5), None)
    assert not agrees("5", D(5), D(10))


def dutch(number: Decimal) -> str:
    """Write a number as a Dutch document does."""
    return f"{number:,}".translate(str.maketrans(",.", ".,"))


@given(st.integers(-(10**12), 10**12))
def test_whole_numbers_are_read_back(number: int) -> None:
    figure = parse_figure(dutch(D(number)))
    assert figure is not None
    assert figure.low == number
    assert figure.half_unit == D("0.5")


@given(st.integers(-(10**9), 10**9), st.integers(1, 4))
def test_decimals_are_read_back_with_their_precision(digits: int, places: int) -> None:
    number = D(digits).scaleb(-places)
    figure = parse_figure(dutch(number))
    assert figure is not None
    assert figure.low == number
    assert figure.half_unit == D(5).scaleb(-places - 1)


UNITS = (
    "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien "
    "zestien zeventien achttien negentien"
).split()
TENS = "twintig dertig veertig vijftig zestig zeventig tachtig negentig".split()


def in_words(number: int) -> str:
    """Write a number below a million in Dutch words."""
    if number < 20:
        return UNITS[number]
    if number < 100:
        tens, unit = divmod(number, 10)
        joint = "ën" if unit in (2, 3) else "en"
        return (f"{UNITS[unit]}{joint}" if unit else "") + TENS[tens - 2]
    big, size, name = (
        (*divmod(number, 1000), "duizend") if number >= 1000 else (*divmod(number, 100), "honderd")
    )
    head = "" if big == 1 else in_words(big)
    return f"{head}{name}{in_words(size) if size else ''}"


@given(st.integers(0, 999_999))
def test_number_words_are_read_back(number: int) -> None:
    figure = parse_figure(in_words(number))
    assert figure is not None
    assert figure.low == number


TOKENS = ["ruim ", "circa", "1.050", ",", ".", "%", "-", "–", " ", "miljoen", "vijf", "€", "1", "e"]


@given(st.one_of(st.text(), st.lists(st.sampled_from(TOKENS), max_size=30).map("".join)))
def test_any_text_is_read_or_not_but_never_fails(text: str) -> None:
    parse_figure(text)
    agrees(text, D(1), None)


@pytest.mark.parametrize("text", ["9" * 10_000, "1." * 5_000, "ruim " * 3_000, "honderd" * 2_000])
def test_hostile_text_is_refused_at_once(text: str) -> None:
    assert parse_figure(text) is None


@given(
    st.lists(
        st.one_of(
            st.none(),
            st.sampled_from(["-", "9,2%", "11 miljoen", "vijf", "x", "", "1.050", "12", "-3"]),
        ),
        max_size=20,
    )
)
def test_the_half_units_of_a_column_are_those_of_its_prints(texts: list[str | None]) -> None:
    expected = []
    for text in texts:
        figure = None if text is None else parse_figure(text)
        expected.append(None if figure is None else float(figure.half_unit))
    column = pl.Series("as_printed", texts, dtype=pl.String)
    assert half_units(column).to_list() == expected
