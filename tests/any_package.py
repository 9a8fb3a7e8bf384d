"""A package with every type and every oddity that a valid one may have, for the exports."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from tests.packages import make_package

# Texts that formats have trouble with; no NUL, which no table can hold.
HOSTILE = (
    'say "hello", please',
    "two\nlines\nand a third",
    "a\ttab and a carriage\r\nreturn",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '"<script>alert(1)</script>',
    "]]> & <b>bold</b> &amp;",
    "{{ braces }} {curly} %7B $x",
    "it's; DROP TABLE a; --",
    "# no comment",
    "café \U0001f600 \U0001f469\u200d\U0001f52c \u202eabc",
    "back\\slash \\n \\N",
    "control \x01\x08\x1b\x7f characters",
    " blanks around ",
    "NULL",
    "null",
    "nan",
    "007",
    "1e5",
    "2024-01-01",
    "true",
    "x" * 40_000,
)

_ALL: tuple[tuple[str, dict[str, Any], tuple[str, ...]], ...] = (
    ("id", {"type": "integer", "constraints": {"required": True}}, ("1", "2", "3")),
    ("text", {"type": "string"}, ("a", "", "ß")),
    ("link", {"type": "string", "format": "uri"}, ("https://example.org/a?b=c#d", "", "urn:x:y")),
    ("mail", {"type": "string", "format": "email"}, ("info@example.org", "", "a@b.nl")),
    (
        "uuid",
        {"type": "string", "format": "uuid"},
        ("123e4567-e89b-12d3-a456-426614174000", "", "123E4567-E89B-12D3-A456-426614174000"),
    ),
    ("bytes", {"type": "string", "format": "binary"}, ("ZHJlbnRoZQ==", "", "AAEC")),
    (
        "code",
        {
            "type": "string",
            "categories": [
                {"value": "b", "label": "Second", "label_nl": "Tweede"},
                {"value": "a'\"", "label": "First"},
            ],
        },
        ("a'\"", "b", ""),
    ),
    ("bare", {"type": "string", "categories": ["x", "y"]}, ("y", "", "x")),
    ("listed", {"type": "string", "constraints": {"enum": ["p|q", "r.*"]}}, ("r.*", "p|q", "")),
    (
        "level",
        {"type": "integer", "categories": [{"value": 1, "label": "Low"}, {"value": 2}]},
        ("1", "2", ""),
    ),
    ("big", {"type": "integer"}, (str(2**63 - 1), str(-(2**63)), "")),
    ("number", {"type": "number", "unit": "m"}, ("0.1", "-1e300", "")),
    ("special", {"type": "number"}, ("NaN", "INF", "-INF")),
    ("truth", {"type": "boolean"}, ("true", "false", "")),
    ("ja", {"type": "boolean", "trueValues": ["ja"], "falseValues": ["nee"]}, ("ja", "nee", "")),
    ("day", {"type": "date"}, ("2026-11-21", "0001-01-01", "")),
    ("dutch_day", {"type": "date", "format": "%d-%m-%Y"}, ("21-11-2026", "01-02-1999", "")),
    (
        "moment",
        {"type": "datetime"},
        ("2026-11-21T09:30:00Z", "2026-11-21T09:30:00.123456+02:00", ""),
    ),
    ("clock", {"type": "time"}, ("09:30:00", "23:59:59", "")),
    ("year", {"type": "year", "constraints": {"minimum": 1900}}, ("2026", "1999", "")),
    ("month", {"type": "yearmonth"}, ("2026-11", "1999-01", "")),
    ("span", {"type": "duration"}, ("P1Y2M3DT4H5M6.5S", "-P1D", "")),
    ("point", {"type": "geopoint"}, ("6.56,52.99", "-180,-90", "")),
    ("shape", {"type": "geojson"}, ('{"type":"Point","coordinates":[6.5,53]}', "", "")),
    ("object", {"type": "object"}, ('{"a": [1, null, "x\\n"]}', "{}", "")),
    ("array", {"type": "array"}, ('[1, 2.5, "=1"]', "[]", "")),
    ("words", {"type": "list"}, ("a,b", "c", "")),
    ("numbers", {"type": "list", "delimiter": ";", "itemType": "integer"}, ("1;2", "3", "")),
    ("days", {"type": "list", "itemType": "date"}, ("2026-11-21,2026-11-22", "", "")),
    (
        "moments",
        {"type": "list", "itemType": "datetime"},
        ("2026-11-21T09:30:00Z,2026-11-21T09:30:00.5Z", "", ""),
    ),
    ("clocks", {"type": "list", "itemType": "time"}, ("09:30:00,10:00:00", "", "")),
    ("truths", {"type": "list", "itemType": "boolean"}, ("true,false", "", "")),
    ("any", {"type": "any"}, ("1", "", "x")),
    ("without_type", {}, ("1", "", "x")),
)


def _csv(rows: list[list[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def any_package(folder: Path) -> Path:
    """Make the package; gives its folder."""
    every: dict[str, Any] = {
        "fields": [{"name": name, **raw} for name, raw, _ in _ALL],
        "primaryKey": "id",
    }
    hostile: dict[str, Any] = {
        "fields": [
            {"name": "nr", "type": "integer", "title": 'Nr "1"', "title_nl": "Nr\n2"},
            {"name": 'say "x", it\'s', "type": "string", "description": "a | b\nc"},
            {"name": "Select", "type": "string"},
            {"name": "select", "type": "string"},
            {"name": "_hidden é {x}", "type": "string", "constraints": {"maxLength": 50_000}},
        ],
        "title": "Hostile \U0001f600",
        "missingValues": ["", "-99"],
    }
    nodes: dict[str, Any] = {
        "fields": [
            {"name": "id", "type": "string"},
            {"name": "parent", "type": "string"},
            {"name": "other", "type": "integer"},
        ],
        "primaryKey": ["id"],
        "uniqueKeys": [["id", "other"]],
        "foreignKeys": [
            {"fields": "parent", "reference": {"resource": "", "fields": "id"}},
            {"fields": "other", "reference": {"resource": "every", "fields": "id"}},
        ],
    }
    left: dict[str, Any] = {
        "fields": [{"name": "id", "type": "integer"}, {"name": "right", "type": "integer"}],
        "primaryKey": "id",
        "foreignKeys": [{"fields": "right", "reference": {"resource": "right", "fields": "id"}}],
    }
    right: dict[str, Any] = {
        "fields": [{"name": "id", "type": "integer"}, {"name": "left", "type": "integer"}],
        "primaryKey": "id",
        "foreignKeys": [{"fields": "left", "reference": {"resource": "left", "fields": "id"}}],
    }
    empty: dict[str, Any] = {"fields": [{"name": name, **raw} for name, raw, _ in _ALL]}
    one: dict[str, Any] = {"fields": [{"name": "only", "type": "string"}], "missingValues": ["-"]}
    texts = [*HOSTILE, ""]
    rows = [[str(n), text, text, "", text] for n, text in enumerate(texts, start=1)]
    tables = {
        "every": _csv(
            [[name for name, _, _ in _ALL], *([c[n] for _, _, c in _ALL] for n in range(3))]
        ),
        "hostile": _csv([[str(item["name"]) for item in hostile["fields"]], *rows]),
        "nodes": _csv([["id", "parent", "other"], ["a", "c", "1"], ["b", "", ""], ["c", "b", "2"]]),
        "left": "id,right\n1,1\n2,\n",
        "right": "id,left\n1,2\n",
        "empty": _csv([[name for name, _, _ in _ALL]]),
        "one": "only\na\n-\nb\n",
    }
    schemas: dict[str, dict[str, Any]] = {
        "every": every,
        "hostile": hostile,
        "nodes": nodes,
        "left": left,
        "right": right,
        "empty": empty,
        "one": one,
    }
    return make_package(folder, tables, schemas)
