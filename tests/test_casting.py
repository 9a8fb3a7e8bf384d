"""Types: a text is a value just when Table Schema says so, however hostile the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from drenthe_data import check
from drenthe_data.descriptor import Field
from drenthe_data.reading import values
from drenthe_data.reading.casting import cast, is_supported, truths
from tests.packages import make_package

MISFIT = object()


def field(kind: str, form: str = "default", missing: tuple[str, ...] = ("",), **raw: Any) -> Field:
    return Field("a", kind, form, {}, missing, {"name": "a", "type": kind, **raw})


def read(item: Field, texts: list[str]) -> list[object]:
    """Cast texts: values, ``None`` for missing ones, ``MISFIT`` for those that do not fit."""
    assert is_supported(item)
    how = cast(item)
    misfit = pl.lit(value=False) if how.misfit is None else how.misfit
    frame = (
        pl.DataFrame({"a": texts}, schema={"a": pl.String})
        .lazy()
        .select(how.typed.alias("typed"), misfit.fill_null(value=False).alias("misfit"))
        .collect(engine="streaming")
    )
    assert frame.schema["typed"] == how.dtype
    if item.type != "string":
        assert not (frame["misfit"] & frame["typed"].is_not_null()).any()
    return [MISFIT if row[1] else row[0] for row in frame.iter_rows()]


ZONE = r"(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)"


def a_date(text: str) -> object:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return MISFIT
    try:
        return date.fromisoformat(text)
    except ValueError:
        return MISFIT


def a_moment(text: str) -> object:
    match = re.fullmatch(
        rf"(.{{10}})T([0-2][0-9]:[0-5][0-9]:[0-5][0-9])(\.[0-9]{{1,6}})?({ZONE})?", text
    )
    if match is None or a_date(match[1]) is MISFIT or match[2] >= "24":
        return MISFIT
    found = datetime.fromisoformat(text)
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def an_integer(text: str) -> object:
    if re.fullmatch(r"[+-]?[0-9]+", text) and -(2**63) <= int(text) < 2**63:
        return int(text)
    return MISFIT


def a_number(text: str) -> object:
    plain = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
    return float(text) if re.fullmatch(rf"{plain}|(?i:nan|-?inf)", text) else MISFIT


def a_time(text: str) -> object:
    fits = re.fullmatch(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]", text)
    return time.fromisoformat(text) if fits else MISFIT


def a_year(text: str) -> object:
    return int(text) if re.fullmatch(r"[0-9]{4}", text) and text != "0000" else MISFIT


def a_month(text: str) -> object:
    fits = re.fullmatch(r"[0-9]{4}-(?:0[1-9]|1[0-2])", text) and not text.startswith("0000")
    return text if fits else MISFIT


def a_boolean(text: str) -> object:
    words = {"true": True, "True": True, "TRUE": True, "1": True}
    return {**words, "false": False, "False": False, "FALSE": False, "0": False}.get(text, MISFIT)


PLAIN: Mapping[str, Callable[[str], object]] = {
    "integer": an_integer,
    "number": a_number,
    "boolean": a_boolean,
    "date": a_date,
    "datetime": a_moment,
    "time": a_time,
    "year": a_year,
    "yearmonth": a_month,
}
# Near misses: the usual forms with a letter changed, taken out, put in or doubled.
USUAL = ["2024-02-29", "2023-02-29", "0001-01-01", "0999-12-31", "2024-01-31T09:30:00Z"]
USUAL += ["2024-01-31T23:59:59.123+01:00", "09:30:00", "24:00:00", "2024", "0000", "2024-12"]
USUAL += ["1050000", "-12", "+3", "9223372036854775807", "-9223372036854775808", "12.50", "1e5"]
USUAL += [".5", "5.", "NaN", "-INF", "infinity", "+inf", "-nan", "true", "FALSE", "0", "1", "1e400"]
HOSTILE = "0123456789+-.eE_:TZ \t\n\r\u00a0\u2003\uff11\u0663'\"nNaAiIfFtTyY,/\0é"


@st.composite
def near_misses(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(USUAL))
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(text)))
        end = min(len(text), place + draw(st.integers(0, 2)))
        text = text[:place] + draw(st.text(HOSTILE, max_size=2)) + text[end:]
    return text


hostile = st.one_of(near_misses(), st.text(HOSTILE, max_size=12), st.text(max_size=8))


def same(one: object, other: object) -> bool:
    return one is other or one == other or str(one) == str(other) == "nan"


@pytest.mark.parametrize("kind", PLAIN)
@settings(max_examples=60, deadline=None)
@given(texts=st.lists(hostile, min_size=20, max_size=60))
@example(texts=[*USUAL, "2021- 2-03", "2021-02- 3", " 2021-2-03", "+2021-2-03", "\u00a02021-2-3"])
@example(
    texts=["-021-02-03", "2021-2-003", "202- 01-02", "2021-02-3 ", "2021/02/03", "+202", " 202"]
)
def test_a_cast_takes_what_a_plain_pattern_takes(kind: str, texts: list[str]) -> None:
    plain = PLAIN[kind]
    for text, found in zip(texts, read(field(kind, missing=()), texts), strict=True):
        assert same(found, plain(text)), (kind, text, found)


@pytest.mark.parametrize("kind", PLAIN)
@pytest.mark.parametrize("missing", [("",), ("", "-99", "x"), ("1", "2024", "2024-01-31")])
def test_missing_values_are_neither_values_nor_misfits(kind: str, missing: tuple[str, ...]) -> None:
    texts = ["", "-99", "x", "1", "2024", "2024-01-31", "0"]
    found = read(field(kind, missing=missing), texts)
    wanted = [None if text in missing else PLAIN[kind](text) for text in texts]
    assert found == wanted


def test_without_missing_values_an_empty_cell_is_a_text_and_no_number() -> None:
    assert read(field("string", missing=()), [""]) == [""]
    assert read(field("integer", missing=()), [""]) == [MISFIT]


FORMS = ["%d-%m-%Y", "%d/%m/%Y", "%Y%m%d", "%d %b %Y", "%d-%m-%y", "%m/%d/%Y", "%j %Y", "%Y-%m"]
written = st.one_of(
    st.dates(date(1000, 1, 1), date(9999, 12, 31)).flatmap(
        lambda day: st.sampled_from(FORMS).map(lambda form: f"{day.strftime(form)}")
    ),
    st.text("0123456789-/ +", max_size=12),
)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=40, deadline=None)
@given(texts=st.lists(written, min_size=10, max_size=40))
@example(texts=["1-2-2024", "01-02-2024", "31-02-2024", "01-02-0999", "29-02-1900", "01-02-24 "])
def test_a_pattern_reads_what_strptime_reads(form: str, texts: list[str]) -> None:
    for text, found in zip(texts, read(field("date", form), texts), strict=True):
        try:
            wanted: object = datetime.strptime(text, form).replace(tzinfo=UTC).date()
        except ValueError:
            wanted = None if text == "" else MISFIT
        assert found == wanted, (form, text)


def test_times_and_moments_have_patterns_too() -> None:
    assert read(field("time", "%H.%M"), ["09.30", "9.30", "24.00", "09:30"]) == [
        time(9, 30),
        time(9, 30),
        MISFIT,
        MISFIT,
    ]
    found = read(field("datetime", "%d-%m-%Y %H:%M:%S"), ["01-02-2024 10:11:12", "1-2-2024"])
    assert found == [datetime(2024, 2, 1, 10, 11, 12, tzinfo=UTC), MISFIT]
    assert read(field("datetime", "%Y-%m-%d %H:%M %z"), ["2024-02-01 10:00 +0100"]) == [
        datetime(2024, 2, 1, 9, tzinfo=UTC)
    ]
    assert read(field("date", "fmt:%d-%m-%Y"), ["01-02-2024"]) == [date(2024, 2, 1)]


def test_the_format_any_reads_what_can_be_read() -> None:
    assert read(field("date", "any"), ["3 Feb 2024", "2024-02-03", "soon"]) == [
        date(2024, 2, 3),
        date(2024, 2, 3),
        MISFIT,
    ]
    assert read(field("time", "any"), ["9:30pm", "soon"]) == [time(21, 30), MISFIT]
    assert read(field("datetime", "any"), ["2024-02-03 9:30 +01:00"]) == [
        datetime(2024, 2, 3, 8, 30, tzinfo=UTC)
    ]


VALUES: list[tuple[Field, list[str], list[str]]] = [
    (
        field("string", "email"),
        ["a@b.nl", "jan.de-boer+x@sub.example.org", "é@münchen.de"],
        ["a@b", "a b@c.nl", "a..b@c.nl", ".a@b.nl", "a@b..nl", "a@-b.nl", "a@b.nl ", "@b.nl"],
    ),
    (
        field("string", "uri"),
        ["https://a.nl", "http://[::1]:80/x?y#z", "mailto:a@b.nl", "urn:isbn:1", "file:///x", "a:"],
        ["a.nl", "//a.nl", "http://a b", "http://[::bad", "http://a.nl/é", "1a://b", "a:%zz"],
    ),
    (
        field("string", "uuid"),
        ["123e4567-e89b-12d3-a456-426614174000", "123E4567-E89B-12D3-A456-426614174000"],
        ["123e4567e89b12d3a456426614174000", "123e4567-e89b-12d3-a456-42661417400g"],
    ),
    (field("string", "binary"), ["YQ==", "YWI=", "YWJj"], ["YQ", "YQ=", "Y Q==", "é", "Y==="]),
    (
        field("duration"),
        ["P1Y", "P1Y2M3DT4H5M6.7S", "PT36H", "-P1D", "P0D"],
        ["P", "PT", "P1YT", "P1.5Y", "1Y", "P1S", "P1D2Y", "+P1D", "p1d", "P1W", "PT1.S"],
    ),
    (
        field("geopoint"),
        ["6.56,52.99", "6.56, 52.99", "-180,90", "0,-0"],
        ["6.56", "1,2,3", "180.1,0", "0,91", "a,b", "nan,1", "1,  2", " 1,2", "1_0,2"],
    ),
    (
        field("geopoint", "array"),
        ["[6.56, 52.99]"],
        ["[1]", "[1,2,3]", '["1","2"]', "{}", "[true,1]"],
    ),
    (
        field("geopoint", "object"),
        ['{"lon": 6.56, "lat": 52.99}'],
        ['{"lon": 1}', '{"lon": 1, "lat": 2, "z": 3}', '{"lon": "1", "lat": 2}', "[1,2]"],
    ),
    (
        field("geojson"),
        [
            '{"type":"Point","coordinates":[6.5,53]}',
            '{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}',
            '{"type":"MultiPolygon","coordinates":[]}',
            '{"type":"Feature","geometry":null,"properties":null,"id":1}',
            '{"type":"FeatureCollection","features":[]}',
            '{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}]}',
        ],
        [
            "[]",
            "null",
            "{",
            '{"type":"Point"}',
            '{"type":"Point","coordinates":["1","2"]}',
            '{"type":"Circle","coordinates":[1,2]}',
            '{"type":"LineString","coordinates":[[1,2]]}',
            '{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[9,9]]]}',
            '{"type":"Feature","geometry":null}',
            '{"type":"FeatureCollection","features":[1]}',
            '{"type":["Point"],"coordinates":[1,2]}',
        ],
    ),
    (
        field("geojson", "topojson"),
        [
            '{"type":"Topology","objects":{},"arcs":[]}',
            (
                '{"type":"Topology","transform":{"scale":[1,1],"translate":[0,0]},"arcs":[[[0,0],[1,1]]],'
                '"objects":{"a":{"type":"LineString","arcs":[0]},"b":{"type":null},'
                '"c":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}]}}}'
            ),
        ],
        [
            '{"type":"Point","coordinates":[1,2]}',
            '{"type":"Topology","objects":{}}',
            '{"type":"Topology","objects":{"a":{"type":"Polygon","arcs":[0]}},"arcs":[]}',
            '{"type":"Topology","objects":{},"arcs":[],"transform":{}}',
        ],
    ),
    (
        field("object"),
        ['{"a": 1}', "{}"],
        ["[]", "1", "null", "{a:1}", '{"a": NaN}', '{"a": 1e999}', "[" * 5000],
    ),
    (field("array"), ["[1, 2]", "[]"], ["{}", "1", "null", "[1,]", "[Infinity]"]),
    (field("list"), ["a,b", "a", ",", "a,,b"], []),
    (field("list", itemType="integer"), ["1,2", "+1", "007"], ["1,", "1, 2", "1;2", "1.0", ",1"]),
    (field("list", itemType="date", delimiter="; "), ["2024-01-31; 2024-02-29"], ["2024-1-1; x"]),
    (field("list", itemType="boolean", delimiter="|"), ["true|0"], ["true,0", "yes"]),
    (
        field("integer", groupChar=","),
        ["1,050,000", "1050000", "-1,0", "+12"],
        [",1", "1,", "1,,0", "1.0", "1 000", "--1"],
    ),
    (
        field("integer", bareNumber=False),
        ["95%", "EUR 95", "€95", "-5 x", "x-5", "95"],
        ["€-", "-€5", "1 000", "x", "1.5"],
    ),
    (
        field("number", decimalChar=",", groupChar="."),
        ["1.050,5", "0,5", ",5", "5,", "1050", "1,5e3", "NaN", "-inf", "1.0,10"],
        ["1,050.5", "1.0,1.0", "1.,5", ".5", "1,5,5", "€5", "1e", "infinity"],
    ),
    (
        field("number", decimalChar="·", groupChar="'", bareNumber=False),
        ["€ 1'050·50", "95%", "CHF -5·5", "NaN", "No. 5"],
        ["1''0", "-€5", "5 6"],
    ),
]


@pytest.mark.parametrize(
    ("item", "good", "bad"),
    VALUES,
    ids=[f"{x.type}-{x.format}-{n}" for n, (x, _, _) in enumerate(VALUES)],
)
def test_values_fit_and_what_is_nearly_one_does_not(
    item: Field, good: list[str], bad: list[str]
) -> None:
    found = read(item, [*good, *bad])
    fits = [text for text, value in zip([*good, *bad], found, strict=True) if value is not MISFIT]
    assert fits == good
    assert None not in found


def test_numbers_are_read_with_the_marks_of_the_schema() -> None:
    assert read(field("number", decimalChar=",", groupChar="."), ["1.050,5", "-,5"]) == [
        1050.5,
        -0.5,
    ]
    assert read(field("number", bareNumber=False), ["€ -5.5,-", "12%"]) == [-5.5, 12.0]
    assert read(field("integer", groupChar=" ", bareNumber=False), ["EUR 1 050 000"]) == [1050000]


def test_equal_values_of_the_rarer_types_have_equal_texts() -> None:
    def texts(item: Field, *given: str) -> set[object]:
        return set(read(item, list(given)))

    assert texts(field("duration"), "P1Y", "P12M", "P1Y0D") == {"P12MT0S"}
    assert texts(field("duration"), "P1D", "PT24H", "PT86400.0S") == {"P0MT86400S"}
    assert texts(field("geopoint"), "6.50,53", "6.5, 53.0") == {"6.5,53"}
    assert texts(field("object"), '{"a":1,"b":2}', '{ "b": 2.0, "a": 1 }') == {'{"a":1,"b":2}'}
    assert texts(field("array"), "[1]", "[ 1.0 ]") == {"[1]"}
    assert texts(field("list", itemType="integer"), "1,2", "+1,02") == {"1,2"}


def test_no_item_of_a_list_takes_the_text_of_the_list_along(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of a list of 200,000 items the items were put together by a key of 400,000 letters each."""
    longest = []
    group_by = pl.DataFrame.group_by

    def grouped(frame: pl.DataFrame, *by: Any, **options: Any) -> Any:
        longest.append(frame.select(pl.col(*by).cast(pl.String).str.len_chars().max()).item())
        return group_by(frame, *by, **options)

    monkeypatch.setattr(pl.DataFrame, "group_by", grouped)
    texts = [",".join(["1"] * 1000), "2,+2", ",".join(["+3"] * 1000), "4"]
    found = read(field("list", itemType="integer"), texts)
    assert found == [texts[0], "2,2", ",".join(["3"] * 1000), "4"]
    assert max(longest) == 1


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_a_point_keeps_its_digits(longitude: float, latitude: float) -> None:
    [text] = read(field("geopoint", "array"), [f"[{longitude!r}, {latitude!r}]"])
    assert isinstance(text, str)
    assert [float(part) for part in text.split(",")] == [longitude, latitude]


@pytest.mark.parametrize(
    ("one", "other", "sign"),
    [
        ("P1Y", "P12M", 0),
        ("P1M", "P30D", None),
        ("P1M", "P27D", 1),
        ("P1M", "P32D", -1),
        ("PT36H", "P1D", 1),
        ("-P1D", "P0D", -1),
        ("P5M", "P153D", None),
        ("P1Y", "P366D", None),
    ],
)
def test_durations_are_compared_as_xml_schema_does(one: str, other: str, sign: int | None) -> None:
    assert values.compare_durations(one, other) == sign


def test_yes_and_no_have_the_texts_of_the_schema() -> None:
    item = field("boolean", trueValues=["ja", 1], falseValues=["nee"])
    assert truths(item) == (["ja", "1"], ["nee"])
    assert read(item, ["ja", "1", "nee", "true", "Ja"]) == [True, True, False, MISFIT, MISFIT]
    assert read(field("boolean", trueValues=[]), ["true", "0"]) == [MISFIT, False]


@pytest.mark.parametrize(
    "item",
    [
        field("string", "wkt"),
        field("date", "DD-MM-YYYY"),
        field("geopoint", "x"),
        field("geojson", "x"),
        field("list", itemType="object"),
        field("list", delimiter=""),
        field("number", decimalChar=",", groupChar=","),
        field("number", decimalChar="5"),
        field("integer", groupChar=1),
        field("number", bareNumber="no"),
    ],
)
def test_what_cannot_be_read_is_not_evaluated_and_no_pass(item: Field, tmp_path: Path) -> None:
    assert not is_supported(item)
    raw = {**item.raw, "format": item.format, "constraints": {"pattern": "x"}}
    report = check(make_package(tmp_path, {"t": "a\nx\n"}, {"t": {"fields": [raw]}}))
    reasons = {r.code: r.reason_text("en") for r in report.checks if r.outcome == "not-evaluated"}
    assert set(reasons) == {"type-error", "constraint-error"}
    assert str(reasons["type-error"]).startswith(f"values of type {item.type}")


def test_without_its_parser_the_format_any_is_not_evaluated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(values, "find_spec", lambda _: None)
    assert not is_supported(field("date", "any"))
    assert is_supported(field("date"))


# Type and format, a text that does not fit, and what is said of it.
SAID: list[tuple[dict[str, Any], str, str, str]] = [
    (
        {"type": "integer"},
        "9" * 20,
        (
            f'"{"9" * 20}" is a whole number of more digits than can be counted with (at most 18). '
            "If it is a code, make it a string in the schema."
        ),
        (
            f'"{"9" * 20}" is een geheel getal met meer cijfers dan waarmee gerekend kan worden '
            "(hoogstens 18). Is het een code, maak er dan een string van in het schema."
        ),
    ),
    (
        {"type": "integer", "groupChar": "."},
        "1..0",
        '"1..0" is not a whole number as the schema asks. Expected, for example: 1.050.000.',
        (
            '"1..0" is geen geheel getal zoals het schema het vraagt. '
            "Verwacht, bijvoorbeeld: 1.050.000."
        ),
    ),
    (
        {"type": "number", "decimalChar": ","},
        "1.5",
        '"1.5" is not a number as the schema asks. Expected, for example: 1050,5.',
        '"1.5" is geen getal zoals het schema het vraagt. Verwacht, bijvoorbeeld: 1050,5.',
    ),
    (
        {"type": "date", "format": "any"},
        "soon",
        '"soon" cannot be read as a date. Expected, for example, 2026-11-21.',
        '"soon" is niet als datum te lezen. Verwacht, bijvoorbeeld, 2026-11-21.',
    ),
    (
        {"type": "date", "format": "%d-%m-%Y"},
        "2024-01-31",
        '"2024-01-31" is not a date of the form that is asked, %d-%m-%Y.',
        '"2024-01-31" is geen datum in de gevraagde vorm, %d-%m-%Y.',
    ),
    (
        {"type": "datetime", "format": "any"},
        "soon",
        '"soon" cannot be read as a date with time. Expected, for example, 2026-11-21T09:30:00.',
        '"soon" is niet als datum met tijd te lezen. Verwacht, bijvoorbeeld, 2026-11-21T09:30:00.',
    ),
    (
        {"type": "datetime", "format": "%d-%m-%Y %H:%M"},
        "31-01-2024",
        '"31-01-2024" is not a date with time of the form that is asked, %d-%m-%Y %H:%M.',
        '"31-01-2024" is geen datum met tijd in de gevraagde vorm, %d-%m-%Y %H:%M.',
    ),
    (
        {"type": "time", "format": "any"},
        "soon",
        '"soon" cannot be read as a time. Expected, for example, 09:30:00.',
        '"soon" is niet als tijd te lezen. Verwacht, bijvoorbeeld, 09:30:00.',
    ),
    (
        {"type": "time", "format": "%H:%M"},
        "9.30",
        '"9.30" is not a time of the form that is asked, %H:%M.',
        '"9.30" is geen tijd in de gevraagde vorm, %H:%M.',
    ),
    (
        {"type": "duration"},
        "1 year",
        (
            '"1 year" is not a duration. Expected, for example, P1Y6M for a year and a half or '
            "PT30M for half an hour."
        ),
        (
            '"1 year" is geen duur. Verwacht, bijvoorbeeld, P1Y6M voor anderhalf jaar of PT30M '
            "voor een half uur."
        ),
    ),
    (
        {"type": "geopoint", "format": "array"},
        "[53]",
        (
            '"[53]" is not a place on the map. Expected longitude (-180 to 180) and latitude '
            "(-90 to 90), such as [6.56, 52.99]."
        ),
        (
            '"[53]" is geen plek op de kaart. Verwacht lengtegraad (-180 tot 180) en breedtegraad '
            "(-90 tot 90), zoals [6.56, 52.99]."
        ),
    ),
    (
        {"type": "geojson", "format": "topojson"},
        "{}",
        'this text is not TopoJSON: "{}".',
        'deze tekst is geen TopoJSON: "{}".',
    ),
    (
        {"type": "object"},
        "[1]",
        '"[1]" is not a JSON object. Expected, for example, {"name": "Assen"}.',
        '"[1]" is geen JSON-object. Verwacht, bijvoorbeeld, {"name": "Assen"}.',
    ),
    (
        {"type": "array"},
        "{}",
        '"{}" is not a JSON array. Expected, for example, [1, 2, 3].',
        '"{}" is geen JSON-array. Verwacht, bijvoorbeeld, [1, 2, 3].',
    ),
    (
        {"type": "list", "itemType": "integer"},
        "1;x",
        '"1;x" is not a list of which each item is of type integer.',
        '"1;x" is geen lijst waarvan elk deel van het type integer is.',
    ),
    (
        {"type": "string", "format": "binary"},
        "YQ",
        '"YQ" does not have the form that is asked here, such as ZHJlbnRoZQ==.',
        '"YQ" heeft niet de vorm die hier hoort, zoals ZHJlbnRoZQ==.',
    ),
]


@pytest.mark.parametrize(("raw", "text", "english", "dutch"), SAID)
def test_what_does_not_fit_is_said_in_both_languages(
    raw: dict[str, Any], text: str, english: str, dutch: str, tmp_path: Path
) -> None:
    schema = {"fields": [{"name": "id"}, {"name": "a", **raw}]}
    quoted = '"' + text.replace('"', '""') + '"'
    report = check(make_package(tmp_path, {"t": f"id,a\n1,\n2,{quoted}\n"}, {"t": schema}))
    [found] = report.findings
    assert (found.code, found.file, found.line, found.row) == ("type-error", "t.csv", 3, 3)
    assert (found.field, found.field_number, found.value) == ("a", 2, text)
    assert found.message("en") == english
    assert found.message("nl") == dutch


def test_half_a_character_in_json_is_a_value() -> None:
    """JSON can write one by its number; no text can hold it, so that it stays a number."""
    for kind, text in (("object", '{"a":"\\ud800"}'), ("array", '["\\ud800"]')):
        assert read(field(kind), [text, f" {text}", "x"]) == [text, text, MISFIT]
