"""Printed figures: what they stand for, and how exactly."""

from __future__ import annotations

import decimal
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from drenthe_data import check
from drenthe_data.checks.printed import Figure, agrees, parse_figure, readings
from tests.packages import make_package

D = Decimal


def read(text: str) -> Figure:
    """Read a print that must be readable."""
    figure = parse_figure(text)
    assert figure is not None, text
    return figure


def values(text: str) -> tuple[str, str | None, str]:
    """Give the ends and the half unit of a print, written plainly."""
    figure = read(text)
    high = None if figure.high is None else plain(figure.high)
    return plain(figure.low), high, plain(figure.half_unit)


def plain(number: Decimal) -> str:
    """Write a number without exponent and without needless noughts."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@pytest.mark.parametrize(
    ("text", "low", "half_unit"),
    [
        ("0", "0", "0.5"),
        ("550", "550", "0.5"),
        ("2024", "2024", "0.5"),
        ("007", "7", "0.5"),
        ("1.050.000", "1050000", "0.5"),
        ("10.964", "10964", "0.5"),
        ("9,2", "9.2", "0.05"),
        ("9,2%", "9.2", "0.05"),
        ("0,85", "0.85", "0.005"),
        ("1.050,5", "1050.5", "0.05"),
        ("1.050.000,00", "1050000", "0.005"),
        ("7.5", "7.5", "0.05"),
        ("7.25", "7.25", "0.005"),
        ("7.1234", "7.1234", "0.00005"),
        ("0.125", "0.125", "0.0005"),  # no thousands begin with a nought
        ("1 050 000", "1050000", "0.5"),
        ("1\u202f050\u2009000", "1050000", "0.5"),
        ("1\u00a0050,5", "1050.5", "0.05"),
        ("5.", "5", "0.5"),
        ("1 050.", "1050", "0.5"),
    ],
)
def test_digits_are_read_the_dutch_way(text: str, low: str, half_unit: str) -> None:
    assert values(text) == (low, None, half_unit)


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("-1,4%", "-1.4"),
        ("–5", "-5"),
        ("−3,5", "-3.5"),
        ("- 140.000", "-140000"),
        ("+2,3%", "2.3"),
        ("-/- 1.000", "-1000"),
        ("-/- € 1.000", "-1000"),
        ("€ -5", "-5"),
        ("-€ 5", "-5"),
        ("minus vijf", "-5"),
        ("plus 5", "5"),
        ("-0", "0"),
    ],
)
def test_signs_are_read(text: str, low: str) -> None:
    assert plain(read(text).low) == low


@pytest.mark.parametrize("text", ["-", "–", "—", "−", " - ", "€ -", "€ –", "nihil"])
def test_a_lone_dash_is_exactly_nil(text: str) -> None:
    assert parse_figure(text) == Figure(D(0), None, D(0), None)


@pytest.mark.parametrize(
    ("text", "low", "half_unit"),
    [
        ("€ 500", "500", "0.5"),
        ("€500.000", "500000", "0.5"),
        ("EUR 500", "500", "0.5"),
        ("500 EUR", "500", "0.5"),
        ("500 euro", "500", "0.5"),
        ("500 euro's", "500", "0.5"),
        ("€ 5,-", "5", "0.5"),
        ("€ 5,--", "5", "0.5"),
        ("€ 5,–", "5", "0.5"),
        ("€ 1.250,= per jaar", "1250", "0.5"),
        ("1.250,- euro", "1250", "0.5"),
        ("€ 1,5 mln.", "1500000", "50000"),
        ("k€ 5", "5000", "500"),
        ("5 k€", "5000", "500"),
        ("M€ 1,2", "1200000", "50000"),
        ("€ 3 ton", "300000", "50000"),
        ("3 ton", "3", "0.5"),  # tonnes
    ],
)
def test_currency_is_read(text: str, low: str, half_unit: str) -> None:
    assert values(text) == (low, None, half_unit)


@pytest.mark.parametrize(
    ("text", "low", "half_unit"),
    [
        ("11 miljoen", "11000000", "500000"),
        ("11 miljoen euro", "11000000", "500000"),
        ("1,5 mln", "1500000", "50000"),
        ("1,5 mln.", "1500000", "50000"),
        ("1,5mln", "1500000", "50000"),
        ("2 miljard", "2000000000", "500000000"),
        ("3 mld", "3000000000", "500000000"),
        ("3 mld. euro", "3000000000", "500000000"),
        ("12 honderd", "1200", "50"),
        ("100 duizend", "100000", "500"),
        ("10k", "10000", "500"),
    ],
)
def test_a_scale_holds_for_the_figure_and_its_half_unit(
    text: str, low: str, half_unit: str
) -> None:
    assert values(text) == (low, None, half_unit)


@pytest.mark.parametrize(
    "text",
    [
        "5%",
        "5 %",
        "5 procent",
        "5%-punt",
        "5 procentpunt",
        "5 MW",
        "5MW",
        "5 ha",
        "5 hectare",
        "5 m2",
        "5m2",
        "5 m²",
        "5 fte",
        "5 banen",
        "5 TB/s",
        "5 km",
        "5 ton CO2",
        "5 5G-proeven",
        "5 (in heel Drenthe)",
        "5 bedrijven, waarvan een deel in Assen",
        "vijf mkb-bedrijven",
        "5-jarig",
    ],
)
def test_units_and_words_after_a_figure_are_passed_over(text: str) -> None:
    assert values(text) == ("5", None, "0.5")


@pytest.mark.parametrize(
    "text", ["gemiddeld 5", "jaarlijks 5", "in totaal 5", "de 5", "slechts 5", "plaats 5", "nr. 5"]
)
def test_a_few_words_before_a_figure_are_passed_over(text: str) -> None:
    assert values(text) == ("5", None, "0.5")


PRECISIONS = {
    "about": (
        "circa|ca.|ca|c.a.|ongeveer|ruwweg|zo'n|zo’n|rond|rond de|om en nabij|+/-|±|~|≈|pakweg|"
        "naar schatting|in de orde van|een slordige|plusminus|globaal|gemiddeld ongeveer|Circa"
    ),
    "at-least": (
        "minimaal|minimum|min.|minstens|ten minste|tenminste|op zijn minst|vanaf|≥|>=|zeker|"
        "niet minder dan|minimaal circa|Minimaal"
    ),
    "at-most": (
        "maximaal|max.|max|hoogstens|hooguit|ten hoogste|tot|tot maximaal|tot en met|t/m|≤|<=|<|"
        "minder dan|niet meer dan|tot circa|onder de"
    ),
    "more-than": (
        "ruim|meer dan|boven|boven de|>|over de|dik|iets meer dan|hoger dan|tot ruim|"
        "tot meer dan|een dikke"
    ),
    "almost": "bijna|krap|nagenoeg|net geen|nog geen|vrijwel|tegen de|een kleine|tot bijna",
}


@pytest.mark.parametrize(
    ("words", "precision"),
    [(word, name) for name, words in PRECISIONS.items() for word in words.split("|")],
)
def test_words_before_a_figure_give_its_precision(words: str, precision: str) -> None:
    for text in (f"{words} 2.900", f"{words} € 2.900", f"{words} tweeduizend negenhonderd banen"):
        figure = read(text)
        assert (figure.low, figure.half_unit) == (D(2900), D("0.5"))
        assert figure.precision == precision


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("200+MW", "at-least"),
        ("65+", "at-least"),
        ("5 of meer", "at-least"),
        ("10 ha minimaal", "at-least"),
        ("5 of minder", "at-most"),
        ("10 max.", "at-most"),
        ("10 (maximaal)", "at-most"),
        ("10 ongeveer", "about"),
        ("een tiental", "about"),
        ("een honderdtal bedrijven", "about"),
        ("een drietal", None),
        ("vijf", None),
    ],
)
def test_precision_may_follow_the_figure(text: str, precision: str | None) -> None:
    assert read(text).precision == precision


def test_precision_that_contradicts_itself_is_refused() -> None:
    assert parse_figure("minimaal maximaal 5") is None
    assert parse_figure("bijna ruim 5") is None


@pytest.mark.parametrize(
    ("text", "low", "high", "half_unit"),
    [
        ("5-10", "5", "10", "0.5"),
        ("5 – 10%", "5", "10", "0.5"),
        ("5—10", "5", "10", "0.5"),
        ("20% - 25%", "20", "25", "0.5"),
        ("20 procent - 25%", "20", "25", "0.5"),
        ("5 tot 10", "5", "10", "0.5"),
        ("5 tot en met 10", "5", "10", "0.5"),
        ("5 t/m 10", "5", "10", "0.5"),
        ("5 tot maximaal 10", "5", "10", "0.5"),
        ("5 à 10", "5", "10", "0.5"),
        ("5 a 10 miljoen", "5000000", "10000000", "500000"),
        ("5 à 10 miljoen", "5000000", "10000000", "500000"),
        ("1,5 à 2 mln.", "1500000", "2000000", "500000"),
        ("1 tot 1,5 miljoen euro", "1000000", "1500000", "500000"),
        ("€ 1 miljoen - € 2 miljoen", "1000000", "2000000", "500000"),
        ("€ 5 tot € 10 miljoen", "5000000", "10000000", "500000"),
        ("500.000 tot 1 miljoen", "500000", "1000000", "500000"),
        ("k€ 5 - 10", "5000", "10000", "500"),
        ("5 - 10 k€", "5000", "10000", "500"),
        ("€ 5,- tot € 10,-", "5", "10", "0.5"),
        ("9 - 9,5%", "9", "9.5", "0.5"),
        ("5 ha tot 10 ha", "5", "10", "0.5"),
        ("tussen 5 en 10", "5", "10", "0.5"),
        ("tussen de 5 en de 10 miljoen", "5000000", "10000000", "500000"),
        ("tussen vijf en twintig", "5", "20", "0.5"),
        ("van 5 tot 10%", "5", "10", "0.5"),
        ("2-50 fte", "2", "50", "0.5"),
        ("-5 tot 10", "-5", "10", "0.5"),
        ("-5 tot -2", "-5", "-2", "0.5"),
        ("-2% tot -5%", "-5", "-2", "0.5"),
        ("vijf tot tien", "5", "10", "0.5"),
        ("vier-vijf", "4", "5", "0.5"),
        ("een à twee", "1", "2", "0.5"),
        ("twee à drie miljoen", "2000000", "3000000", "500000"),
        ("twee- tot driehonderd", "200", "300", "0.5"),
        ("vijf tot zeshonderd", "500", "600", "0.5"),
        ("vijf à zesduizend", "5000", "6000", "0.5"),
        ("tien tot honderd", "10", "100", "0.5"),
    ],
)
def test_ranges_have_two_ends_and_share_scale_and_unit(
    text: str, low: str, high: str, half_unit: str
) -> None:
    assert values(text) == (low, high, half_unit)


@pytest.mark.parametrize(
    "text",
    [
        "van 5 naar 10",
        "5 of 6",
        "10-5",
        "5-5",
        "-5-10%",  # minus five to ten, or minus five to minus ten
        "5 km tot 10 uur",
        "28-05-2020",
        "760 tot",
        "5-",
        "5%-",
        "5 en",
        "5 -",
        "tussen 5",
        "van 5",
        "5 tot tien tot 20",
        "vijf- tot tien",
    ],
)
def test_what_only_looks_like_a_range_is_refused(text: str) -> None:
    assert parse_figure(text) is None


@pytest.mark.parametrize(
    ("text", "low", "half_unit"),
    [
        ("nul", "0", "0.5"),
        ("Drie", "3", "0.5"),
        ("twaalf", "12", "0.5"),
        ("twintig", "20", "0.5"),
        ("eenentwintig", "21", "0.5"),
        ("tweeëntwintig", "22", "0.5"),
        ("tweee\u0308ntwintig", "22", "0.5"),
        ("drieentwintig", "23", "0.5"),
        ("vijfenzeventig", "75", "0.5"),
        ("negentig", "90", "0.5"),
        ("honderd", "100", "0.5"),
        ("honderdeneen", "101", "0.5"),
        ("vijfhonderd", "500", "0.5"),
        ("tweehonderdvijftig", "250", "0.5"),
        ("twaalfhonderd", "1200", "0.5"),
        ("duizend", "1000", "0.5"),
        ("duizendentien", "1010", "0.5"),
        ("tweeduizend vijfhonderd", "2500", "0.5"),
        ("twee duizend", "2000", "500"),
        ("vijf miljoen", "5000000", "500000"),
        ("twee miljoen driehonderdduizend", "2300000", "0.5"),
        ("vijf-honderd", "500", "0.5"),
        ("twee- honderd", "200", "0.5"),
        ("vijf-\nhonderd", "500", "0.5"),
        ("vijf\u00adhonderd", "500", "0.5"),
        ("twee-en-twintig", "22", "0.5"),
        ("één", "1", "0.5"),
        ("een", "1", "0.5"),
        ("minimaal één", "1", "0.5"),
        ("een procent", "1", "0.5"),
        ("een miljard euro", "1000000000", "500000000"),
        ("anderhalf", "1.5", "0.05"),
        ("anderhalve", "1.5", "0.05"),
        ("anderhalf miljoen", "1500000", "50000"),
        ("twee en een half", "2.5", "0.05"),
        ("twee en een half miljoen", "2500000", "50000"),
        ("tweeënhalf", "2.5", "0.05"),
        ("twee-en-een-half miljoen", "2500000", "50000"),
        ("2½", "2.5", "0.05"),
        ("een half miljoen", "500000", "50000"),
        ("een kwart miljoen", "250000", "5000"),
        ("half procent", "0.5", "0.05"),
    ],
)
def test_number_words_are_read(text: str, low: str, half_unit: str) -> None:
    assert values(text) == (low, None, half_unit)


@pytest.mark.parametrize(
    "text",
    [
        "een bedrijf",
        "één van de bedrijven",
        "een-op-een",
        "eenvoudig",
        "getal",
        "prettig",
        "vrijftien",
        "tientallen",
        "enkele honderden",
        "5 miljoenen",
        "2 dozijn",
        "vijf van de tien",
        "duizendduizend",
        "honderdduizendhonderdduizend",
        "top-tien",
    ],
)
def test_words_that_are_no_number_or_not_one_are_refused(text: str) -> None:
    assert parse_figure(text) is None


@pytest.mark.parametrize(
    ("text", "above", "below"),
    [
        ("half", 1, 2),
        ("de helft", 1, 2),
        ("een halve", 1, 2),
        ("halvering", 1, 2),
        ("½", 1, 2),
        ("kwart", 1, 4),
        ("een kwart van het bedrijfsleven", 1, 4),
        ("driekwart", 3, 4),
        ("drie kwart", 3, 4),
        ("een vijfde", 1, 5),
        ("drie vijfde", 3, 5),
        ("een achtste", 1, 8),
        ("1 op de 4", 1, 4),
        ("1 op 4", 1, 4),
        ("een op de vijf", 1, 5),
        ("één op elke tien", 1, 10),
        ("zeven op de tien", 7, 10),
        ("1/4", 1, 4),
        ("1/5e deel", 1, 5),
    ],
)
def test_a_fraction_stands_for_itself_and_for_its_percentage(
    text: str, above: int, below: int
) -> None:
    figure = read(text)
    assert figure == Figure(D(above) / below, None, D(0), None, (D(above * 100) / below,))
    assert agrees(text, D(above) / below, None)
    assert agrees(text, D(above * 100) / below, None)
    assert not agrees(text, D(above) / below + D("0.01"), None)


@pytest.mark.parametrize("text", ["een derde", "eenderde", "1/3", "1 op de 3", "een op drie", "⅓"])
def test_a_third_also_stands_for_its_rounded_forms(text: str) -> None:
    figure = read(text)
    assert figure.low == D("0.3333333333333333333333333333")
    assert figure.half_unit == 0
    for value in ("33", "33.3", "33.33", "0.33", "0.333", "0.3333"):
        assert agrees(text, D(value), None)
    for value in ("34", "33.4", "0.34", "3", "0.3"):
        assert not agrees(text, D(value), None)


def test_two_thirds_are_rounded_up() -> None:
    for text in ("twee derde", "tweederde", "2/3", "twee derden"):
        assert agrees(text, D("66.67"), None)
        assert agrees(text, D("0.667"), None)
        assert not agrees(text, D("66.66"), None)


def test_no_fraction_is_seen_in_years_dates_and_opening_hours() -> None:
    for text in ("2011/2012", "24/7", "1/1", "30/06/2021", "0/5", "1/0"):
        assert parse_figure(text) is None


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("verdubbeling", 2),
        ("een verdubbeling", 2),
        ("dubbel zoveel", 2),
        ("het dubbele", 2),
        ("drievoud", 3),
        ("drievoudig", 3),
        ("vertienvoudiging", 10),
        ("driedubbel", 3),
        ("viermaal", 4),
        ("factor 3", 3),
        ("een factor vijf", 5),
        ("3x", 3),
        ("3× zo groot", 3),
        ("3 keer", 3),
        ("drie keer", 3),
    ],
)
def test_multiples_are_read(text: str, low: int) -> None:
    assert parse_figure(text) == Figure(D(low), None, D("0.5"), None)


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("1e", 1),
        ("1ste", 1),
        ("3e", 3),
        ("3de", 3),
        ("7de plek", 7),
        ("de 21ste", 21),
        ("eerste", 1),
        ("tweede", 2),
        ("de derde", 3),
        ("derde plaats", 3),
        ("een derde plaats", 3),
        ("achtste", 8),
        ("twaalfde", 12),
        ("twintigste", 20),
        ("vijfentwintigste", 25),
        ("honderdste", 100),
        ("honderdderde", 103),
    ],
)
def test_ranks_are_whole_numbers(text: str, low: int) -> None:
    assert parse_figure(text) == Figure(D(low), None, D("0.5"), None)


def test_a_bare_third_is_the_rank_and_maybe_the_part() -> None:
    assert read("derde").low == 3
    for value in ("3", "33.3", "0.3333"):
        assert agrees("derde", D(value), None)
    assert not agrees("de derde", D("33.3"), None)
    assert not agrees("een derde", D(3), None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "n.v.t.",
        "p.m.",
        "veel",
        "circa",
        "€",
        "%",
        "m2",
        "m²",
        "5G",
        "3D",
        "CO2",
        "--",
        "1.05.000",
        "1,050,000",
        "1.050.00",
        "1234.567",
        "1.050 000",
        "1 0500",
        ",5",
        "2O11",
        "14:00",
        "v3",
        "(5)",
        "min 5",  # minus or minimum
        "5 - 1 = 4",
        "- - 5",
        "€ € 5",
        "5,-10",
        "10-5G-10",
        "3 van de 4",
        "5 (was 4)",
        "5 en ٣",
    ],
)
def test_what_is_no_figure_or_more_than_one_is_refused(text: str) -> None:
    assert parse_figure(text) is None


# Prints as the five sources have them.
@pytest.mark.parametrize(
    ("text", "low", "high", "half_unit", "precision"),
    [
        ("537.153", "537153", None, "0.5", None),
        ("-1.442", "-1442", None, "0.5", None),
        ("-13,2%", "-13.2", None, "0.05", None),
        ("1,6%-punt lager", "1.6", None, "0.05", None),
        ("circa 1%-punt", "1", None, "0.5", "about"),
        ("1,27", "1.27", None, "0.005", None),
        ("10MW", "10", None, "0.5", None),
        ("200+MW", "200", None, "0.5", "at-least"),
        (">5", "5", None, "0.5", "more-than"),
        ("ruim 2.900 bedrijven", "2900", None, "0.5", "more-than"),
        ("ruim een miljard euro", "1000000000", None, "500000000", "more-than"),
        ("ca. € 11 miljoen", "11000000", None, "500000", "about"),
        ("ruim € 63 miljoen.", "63000000", None, "500000", "more-than"),
        ("€ 17 miljoen beschikbaar", "17000000", None, "500000", None),
        ("tot 1 miljoen euro", "1000000", None, "500000", "at-most"),
        ("de 1 miljoen", "1000000", None, "500000", None),
        ("ruim 8 miljoen gebouwen", "8000000", None, "500000", "more-than"),
        ("circa 565 mensjaren", "565", None, "0.5", "about"),
        ("circa 760 tot 1.370 voltijdbanen", "760", "1370", "0.5", "about"),
        ("rond de 20.000-50.000", "20000", "50000", "0.5", "about"),
        ("zo’n 15-20 procent", "15", "20", "0.5", "about"),
        ("vijftien tot twintig", "15", "20", "0.5", None),
        ("75-100 procent", "75", "100", "0.5", None),
        ("2-50 fte", "2", "50", "0.5", None),
        ("5-10 km", "5", "10", "0.5", None),
        ("rond de 500 ha.", "500", None, "0.5", "about"),
        ("bijna 50.000 m² winkelvloeroppervlak", "50000", None, "0.5", "almost"),
        ("bijna 1 op de 4 banen", "0.25", None, "0", "almost"),
        ("ongeveer een kwart van het", "0.25", None, "0", "about"),
        ("gemiddeld bijna 2% per jaar", "2", None, "0.5", "almost"),
        ("gemiddeld 7,4% per jaar", "7.4", None, "0.05", None),
        ("Jaarlijks ca. 100 ondernemers", "100", None, "0.5", "about"),
        ("Minimaal 10 Drentse", "10", None, "0.5", "at-least"),
        ("minimaal vijftig procent", "50", None, "0.5", "at-least"),
        ("ongeveer twintig procent", "20", None, "0.5", "about"),
        ("meer dan vijftig maatschap-", "50", None, "0.5", "more-than"),
        ("meer dan 5 terabytes per seconde", "5", None, "0.5", "more-than"),
        ("tenminste tien economische en", "10", None, "0.5", "at-least"),
        ("zo’n 40.000 bezoekers per maand", "40000", None, "0.5", "about"),
        ("vijfhonderd mkb-bedrijven", "500", None, "0.5", None),
        ("tweehonderd leerkrachten", "200", None, "0.5", None),
        ("driehonderd ondernemers", "300", None, "0.5", None),
        ("zeventien sustainable", "17", None, "0.5", None),
        ("3e imagometing", "3", None, "0.5", None),
        ("2de", "2", None, "0.5", None),
    ],
)
def test_prints_of_the_sources_are_read(
    text: str, low: str, high: str | None, half_unit: str, precision: str | None
) -> None:
    assert values(text) == (low, high, half_unit)
    assert read(text).precision == precision


def test_a_range_agrees_only_with_both_ends() -> None:
    assert agrees("5-10", D(5), D(10))
    assert not agrees("5-10", D(5), None)
    assert not agrees("5-10", D(5), D(11))
    assert not agrees("5", D(5), D(10))
    assert not agrees("een kwart", D(25), D(25))


def test_a_print_agrees_only_with_exactly_its_value() -> None:
    assert agrees("9,2%", D("9.20"), None)
    assert not agrees("9,2%", D("9.21"), None)
    assert not agrees("onleesbaar", D(1), None)
    for odd in ("NaN", "sNaN", "Infinity"):
        assert not agrees("5", D(odd), None)
        assert not agrees("5-10", D(5), D(odd))


def test_the_callers_decimal_context_does_not_matter() -> None:
    with decimal.localcontext() as context:
        context.prec = 2
        context.traps[decimal.Inexact] = True
        assert values("1.234.567,89 miljoen") == ("1234567890000", None, "5000")
        assert agrees("2/3", D("66.67"), None)
        assert values("tweeduizend vijfhonderd") == ("2500", None, "0.5")
        assert values("vierentwintig en een half") == ("24.5", None, "0.05")
        assert values("123 op de 1.000") == ("0.123", None, "0")


def dutch(number: Decimal) -> str:
    """Write a number as a Dutch document does."""
    return f"{number:,f}".translate(str.maketrans(",.", ".,"))


@given(st.integers(-(10**40), 10**40), st.integers(0, 6), st.sampled_from(["", "%", " banen"]))
def test_figures_are_read_back_with_their_precision(digits: int, places: int, unit: str) -> None:
    number = D((int(digits < 0), tuple(map(int, str(abs(digits)))), -places))
    figure = read(dutch(number) + unit)
    assert figure.low == number
    assert figure.high is None
    assert figure.half_unit == D((0, (5,), -places - 1))


@given(st.integers(0, 10**12), st.sampled_from([" ", "\u00a0", "\u2009", "\u202f"]))
def test_thousands_may_be_apart_by_spaces(number: int, space: str) -> None:
    assert values(f"{number:,}".replace(",", space)) == (str(number), None, "0.5")


@given(
    st.integers(0, 10**9),
    st.integers(1, 10**9),
    st.sampled_from(["-", " – ", " tot ", " à ", " t/m "]),
)
def test_ranges_are_read_back(low: int, more: int, between: str) -> None:
    text = f"{dutch(D(low))}{between}{dutch(D(low + more))}"
    assert values(text) == (str(low), str(low + more), "0.5")


UNITS = (
    "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien "
    "zestien zeventien achttien negentien"
).split()
TENS = "twintig dertig veertig vijftig zestig zeventig tachtig negentig".split()


def in_words(number: int, space: str = "", joint: str = "") -> str:
    """Write a number below a million in Dutch words."""
    if number < 20:
        return UNITS[number]
    if number < 100:
        tens, unit = divmod(number, 10)
        between = "ën" if unit in (2, 3) else "en"
        return (f"{UNITS[unit]}{between}" if unit else "") + TENS[tens - 2]
    size, name = (1000, "duizend") if number >= 1000 else (100, "honderd")
    head, rest = divmod(number, size)
    text = ("" if head == 1 else in_words(head, joint=joint)) + name
    if not rest:
        return text
    between = space if size == 1000 else ""
    between += joint if rest <= 12 and not between else ""
    return text + between + in_words(rest, joint=joint)


@given(
    st.integers(0, 999_999),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
@example(999_999, False, False, False)
@example(1_001, False, True, False)
@example(12_100, True, False, False)
def test_number_words_are_read_back(
    number: int, has_space: bool, has_joint: bool, has_accents: bool
) -> None:
    # After a space a lone "een" would be an article.
    space = " " if has_space and number % 1000 != 1 else ""
    text = in_words(number, space, "en" if has_joint else "")
    text = text if has_accents else text.replace("ë", "e")
    assert values(text) == (str(number), None, "0.5")
    if number != 1:
        assert values(f"ruim {text.upper()} banen") == (str(number), None, "0.5")


@given(st.integers(2, 9_999))
def test_hundreds_above_a_thousand_are_read_back(number: int) -> None:
    hundreds, rest = divmod(number, 100)
    if 11 <= hundreds <= 99 and hundreds % 10:
        text = f"{in_words(hundreds)}honderd{in_words(rest) if rest else ''}"
        assert values(text) == (str(number), None, "0.5")


TOKENS = (
    "ruim|circa|ca|minimaal|tot|een|en|tussen|van|half|derde|kwart|twee|vijf|tien|twintig|honderd|"
    "duizend|vijfhonderd|miljoen|mln|miljard|euro|op de|keer|x|e|ste|1|12|1.050|050|9,2|7.5|%|€|k€|"
    "-|–|−|+|/|,|.|,-| |  |\n|½|²|m2|5G|à|t/m|anderhalf|tal|voud|verdubbeling|ton|~|±|>|(|)|\u00ad"
).split("|")
TEXTS = st.one_of(
    st.text(),
    st.lists(st.sampled_from(TOKENS), max_size=30).map("".join),
    st.lists(st.sampled_from(TOKENS), max_size=15).map(" ".join),
)


@given(TEXTS)
@example("\ud800")
@example("5\ud800")
@example("\x00")
@example("½½½")
@example("²")
def test_any_text_is_read_or_not_but_never_fails(text: str) -> None:
    figure = parse_figure(text)
    if figure is None:
        assert not agrees(text, D(1), None)
        return
    assert agrees(text, figure.low, figure.high)
    assert figure.low.is_finite()
    assert figure.half_unit >= 0
    assert figure.high is None or figure.low < figure.high
    assert figure.precision in (None, "about", "at-least", "at-most", "more-than", "almost")
    assert any(char.isalnum() for char in text) or figure.low == 0


@pytest.mark.parametrize(
    "text",
    [
        "9" * 10_000,
        "1." * 5_000,
        "1.000" * 2_000,
        "1 000" * 2_000,
        "1," * 5_000,
        "ruim " * 3_000,
        "honderd" * 2_000,
        "duizend" * 28,
        "duizend " * 2_000,
        "een-" * 2_500,
        "twee-" * 39 + "twee",
        "twee en " * 24,
        "tot " * 49,
        "- " * 99 + "5",
        "een" * 66,
        "en" * 100,
        "1/" * 99 + "1",
        "€" * 200,
        "5" + " a" * 99,
        "voud" * 50,
        " " * 10_000,
    ],
)
def test_hostile_text_is_refused_at_once(text: str) -> None:
    assert parse_figure(text) is None
    assert readings(pl.Series([text])).rows() == [(None, None)]


def test_a_very_long_number_is_still_exact() -> None:
    digits = "9" * 180
    assert read(f"{digits} miljard").low == int(digits) * 10**9
    assert readings(pl.Series([digits])).rows() == [(0.5, None)]


PRINTS = st.one_of(
    st.sampled_from(
        "-|9,2%|11 miljoen|vijf|x||1.050|12|-3|−3,5|1/3|5-10|0.125|7.5|1.050,50 %|€ 5|€ 1.050,5|"
        "1234.567|012.345|1 050|5,-|-0|+7%|5%%|5 ,5|n.v.t.|€ -5|5€".split("|")
    ),
    st.from_regex(r"\A(€ ?)?[-–−+]?[0-9]{1,18}([.,][0-9]{1,8}){0,4} ?%?\n?\Z"),
    TEXTS,
)


@given(st.lists(st.one_of(st.none(), PRINTS), max_size=20))
def test_the_readings_of_a_column_are_those_of_its_prints(texts: list[str | None]) -> None:
    expected = []
    for text in texts:
        figure = None if text is None else parse_figure(text)
        half_unit = None if figure is None else float(figure.half_unit)
        expected.append((half_unit, None if figure is None else figure.precision))
    found = readings(pl.Series("as_printed", texts, dtype=pl.String))
    assert found.schema == {"half_unit": pl.Float64, "precision": pl.String}
    assert found.rows() == expected


def test_readings_of_columns_without_prints_are_null() -> None:
    assert readings(pl.Series("as_printed", [], dtype=pl.String)).rows() == []
    assert readings(pl.Series("as_printed", [None, None])).rows() == [(None, None)] * 2
    assert readings(pl.Series("as_printed", ["x", ""])).dtypes == [pl.Float64, pl.String]


def test_a_nought_before_points_is_no_thousand(tmp_path: Path) -> None:
    schema = {
        "fields": [
            {"name": "value", "type": "integer", "printedIn": "printed"},
            {"name": "printed", "type": "string"},
        ]
    }
    make_package(tmp_path, {"t": "value,printed\n0001,0.001\n1050,1.050\n"}, {"t": schema})
    found = check(tmp_path).findings
    assert [(item.code, item.line, item.value) for item in found] == [("printed-value", 2, "0001")]
