"""CSV on the Web: CSV files, and their metadata for programs that read and check them (W3C)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import polars as pl

from drenthe_data.descriptor import Field, Package, Resource
from drenthe_data.exporting.job import Job
from drenthe_data.exporting.sql import plain_pattern
from drenthe_data.exporting.typed import file_name, is_json, is_list, table_file
from drenthe_data.exporting.values import iso_text
from drenthe_data.exporting.views import code_frame, codes_of
from drenthe_data.writing import write_text

METADATA = "csv-metadata.json"
_CODES = "_codes"
_TYPES = {
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "datetime": "dateTime",
    "year": "gYear",
    "yearmonth": "gYearMonth",
    "duration": "duration",
}
_LIMITS = {
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusiveMinimum": "minExclusive",
    "exclusiveMaximum": "maxExclusive",
}
# What stands for a missing value where the empty text is a value.
_NULLS = ("NULL", "N/A", "-", "\\N")
_QUOTED = re.compile(r'[",\r\n]|^#|^\s|\s$')


def export(job: Job) -> list[Path]:
    """Write ``csvw/<table>.csv`` and ``csvw/csv-metadata.json``.

    The metadata has the type, limits, codes, titles, description and unit of each column, the keys
    and references, and addresses of rows, columns and codes (patterns in ``exports/csvw.toml``).
    ``_codes.csv`` holds the labels of all codes.

    Values are written in the forms of CSV on the Web. That has no difference between a list without
    items and a missing list.
    """
    package = job.data.package
    addresses = _Addresses(job)
    written, tables = [], []
    for resource in package.resources:
        frame = job.data.frames[resource.name]
        nulls = {item.name: _null(frame[item.name]) for item in resource.schema.fields}
        target = table_file(job, resource, "csv")
        write_text(target, _csv(resource, frame, nulls))
        tables.append(_table(package, resource, frame, nulls, addresses))
        written.append(target)
    codes = code_frame(package)
    if codes.height:
        name = _CODES
        while any(file_name(resource.name) == name for resource in package.resources):
            name += "_"
        target = job.folder / job.profile.name / f"{name}.csv"
        lines = [codes.columns, *([str(cell) for cell in row] for row in codes.iter_rows())]
        write_text(target, "".join(map(_line, lines)))
        tables.append(_code_table(target.name, addresses))
        written.append(target)
    metadata = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "@type": "TableGroup",
        **_texts(package.raw),
        **_about(package),
        "tables": tables,
    }
    target = job.folder / job.profile.name / METADATA
    write_text(target, json.dumps(metadata, ensure_ascii=False, indent=1) + "\n")
    return [*written, target]


class _Addresses:
    """The addresses of rows, columns and codes, by the patterns of the profile."""

    def __init__(self, job: Job) -> None:
        self._base = job.base_url
        self._patterns = job.profile.settings.get("patterns", {})

    def row(self, table: str, key: str) -> str:
        """Give the address of a row; ``key`` is a variable of a template."""
        return self._filled("row", table=_quoted(table), key=key)

    def property(self, table: str, field: str) -> str:
        """Give the address of a column."""
        return self._filled("property", table=_quoted(table), field=_quoted(field))

    def code(self, table: str, field: str, code: str) -> str:
        """Give the address of a code; ``code`` is a variable of a template."""
        return self._filled("code", list=f"{table}.{field}", code=code)

    def _filled(self, name: str, **parts: str) -> str:
        text = str(self._patterns.get(name, ""))
        for part, value in {"base_url": self._base, **parts}.items():
            text = text.replace(f"{{{part}}}", value)
        return text


def _quoted(name: str) -> str:
    return quote(name, safe="")


def _null(values: pl.Series) -> str:
    """Give the text that stands for a missing value in a column, and for no other."""
    if values.dtype != pl.String or not (values == "").any():
        return ""
    texts = set(values.drop_nulls().unique().to_list())
    null = next((text for text in _NULLS if text not in texts), "NULL")
    while null in texts:
        null += "_"
    return null


def _csv(resource: Resource, frame: pl.DataFrame, nulls: dict[str, str]) -> str:
    columns = [
        [nulls[item.name] if text is None else text for text in _cells(item, frame[item.name])]
        for item in resource.schema.fields
    ]
    rows = zip(*columns, strict=True)
    return "".join(map(_line, [resource.schema.names, *rows]))


def _line(cells: Iterable[str]) -> str:
    """Write a line. A first cell that begins with ``#`` is quoted, because that marks a comment."""
    written = [
        '"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell for cell in cells
    ]
    line = ",".join(written)
    return (line or '""') + "\n"


def _cells(item: Field, values: pl.Series) -> list[str | None]:
    """Write the cells of a column as the datatypes of CSV on the Web have them."""
    change: Callable[[Any], str] = str
    if values.dtype == pl.Boolean:
        change = _truth
    elif values.dtype == pl.Float64:
        change = _number
    elif values.dtype in (pl.Date, pl.Time) or isinstance(values.dtype, pl.Datetime):
        change = iso_text
    elif item.type == "year":
        change = _year
    elif is_list(item) and item.raw.get("itemType") == "datetime":
        change = _moments
    return [None if value is None else change(value) for value in values.to_list()]


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _moments(value: str) -> str:
    """Write the moments of a list as XML Schema does."""
    return value.replace(" ", "T")


def _year(value: int) -> str:
    return f"{value:04}"


def _number(value: float) -> str:
    """Write a number: whole ones without a point, and those that XML Schema adds by their names."""
    text = str(value).removesuffix(".0")
    return {"nan": "NaN", "inf": "INF", "-inf": "-INF"}.get(text, text)


def _texts(raw: Any) -> dict[str, Any]:
    """Give title and description in both languages."""
    found = {}
    for key in ("title", "description"):
        texts = [("en", raw.get(key)), ("nl", raw.get(f"{key}_nl"))]
        listed = [{"@value": str(text), "@language": lang} for lang, text in texts if text]
        if listed:
            found[f"dc:{key}"] = listed
    return found


def _about(package: Package) -> dict[str, Any]:
    """Give licence, version, dates, keywords and sources of the package."""
    raw = package.raw
    found: dict[str, Any] = {"dc:identifier": package.name}
    if package.version:
        found["schema:version"] = package.version
    if isinstance(raw.get("created"), str):
        found["dc:created"] = raw["created"]
    licences = [
        {"@id": item["path"]}
        for item in _objects(raw.get("licenses"))
        if re.match(r"https?://\S+$", str(item.get("path")))
    ]
    if licences:
        found["dc:license"] = licences
    keywords = raw.get("keywords")
    if isinstance(keywords, list):
        found["dcat:keyword"] = [str(word) for word in keywords]
    for key, name in (("sources", "dc:source"), ("contributors", "dc:contributor")):
        titles = [str(item["title"]) for item in _objects(raw.get(key)) if item.get("title")]
        if titles:
            found[name] = titles
    return found


def _objects(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _name(name: str) -> str:
    """Give the name of a column as CSV on the Web allows: for a variable of a URI template."""
    found = quote(name, safe="").replace("~", "%7E").replace("-", "%2D").replace(".", "%2E")
    return found.replace("_", "%5F", 1) if found.startswith("_") else found


def _table(
    package: Package,
    resource: Resource,
    frame: pl.DataFrame,
    nulls: dict[str, str],
    addresses: _Addresses,
) -> dict[str, Any]:
    """Describe the file of a table."""
    schema = resource.schema
    targets = {
        key.fields[0]: (key.resource or resource.name, key.reference_fields[0])
        for key in schema.foreign_keys
        if len(key.fields) == 1
    }
    columns = []
    for item in schema.fields:
        column = _column(resource, item, frame[item.name], nulls[item.name])
        column["propertyUrl"] = addresses.property(resource.name, item.name)
        target = targets.get(item.name)
        variable = f"{{{_name(item.name)}}}"
        if target and package.resource(target[0]).schema.primary_key == (target[1],):
            column["valueUrl"] = addresses.row(target[0], variable)
        elif codes_of(item):
            column["valueUrl"] = addresses.code(resource.name, item.name, variable)
        columns.append(column)
    described: dict[str, Any] = {"columns": columns}
    if schema.primary_key:
        described["primaryKey"] = [_name(name) for name in schema.primary_key]
        key = "/".join(f"{{{_name(name)}}}" for name in schema.primary_key)
        described["aboutUrl"] = addresses.row(resource.name, key)
    keys = [
        {
            "columnReference": [_name(name) for name in key.fields],
            "reference": {
                "resource": _url(key.resource or resource.name),
                "columnReference": [_name(name) for name in key.reference_fields],
            },
        }
        for key in schema.foreign_keys
    ]
    if keys:
        described["foreignKeys"] = keys
    return {"url": _url(resource.name), **_texts(resource.raw), "tableSchema": described}


def _url(table: str) -> str:
    return quote(f"{file_name(table)}.csv")


def _column(resource: Resource, item: Field, values: pl.Series, null: str) -> dict[str, Any]:
    """Describe a column."""
    name = _name(item.name)
    titles: dict[str, Any] = {
        lang: str(item.raw[key])
        for lang, key in (("en", "title"), ("nl", "title_nl"))
        if item.raw.get(key)
    }
    if name != item.name:
        # The header is what the file has, which no name can be.
        titles["und"] = item.name
    found: dict[str, Any] = {"name": name}
    if titles:
        found["titles"] = titles
    found |= {key: text for key, text in _texts(item.raw).items() if key == "dc:description"}
    if item.raw.get("unit"):
        found["schema:unitText"] = str(item.raw["unit"])
    found["datatype"] = _datatype(item, values)
    if is_list(item):
        found["separator"] = str(item.raw.get("delimiter", ","))
    is_needed = item.is_required or item.name in resource.schema.primary_key
    if is_needed and not values.null_count():
        found["required"] = True
    if null:
        found["null"] = null
    return found


def _datatype(item: Field, values: pl.Series) -> str | dict[str, Any]:
    """Give the datatype of a column, with its limits."""
    if is_list(item):
        kind = str(item.raw.get("itemType", "string"))
        return "string" if kind == "time" else _TYPES.get(kind, "string")
    if is_json(item):
        return "json"
    if values.dtype == pl.Time:
        has_part = bool((values.dt.nanosecond() != 0).any())
        return {"base": "time", "format": "HH:mm:ss.SSSSSS" if has_part else "HH:mm:ss"}
    if item.type == "string":
        return _string(item, values)
    base = _TYPES.get(item.type, "string") if values.dtype != pl.String else "string"
    base = _TYPES.get(item.type, base) if item.type in ("yearmonth", "duration") else base
    found: dict[str, Any] = {"base": base}
    if base in ("integer", "number"):
        found |= {
            name: item.constraints[key] for key, name in _LIMITS.items() if key in item.constraints
        }
    return found if len(found) > 1 else base


def _string(item: Field, values: pl.Series) -> str | dict[str, Any]:
    if item.format == "uri":
        return "anyURI"
    if item.format == "binary":
        return "base64Binary"
    found: dict[str, Any] = {"base": "string"}
    listed = [code for code, _, _ in codes_of(item)]
    listed = listed or [str(value) for value in item.constraints.get("enum", ())]
    if listed and set(values.drop_nulls().to_list()) <= set(listed):
        found["format"] = f"^(?:{'|'.join(map(re.escape, listed))})$"
        return found
    for key in ("minLength", "maxLength"):
        if key in item.constraints:
            found[key] = item.constraints[key]
    pattern = plain_pattern(item.constraints.get("pattern"))
    if pattern is not None:
        found["format"] = f"^(?:{pattern})$"
    return found if len(found) > 1 else "string"


def _code_table(file: str, addresses: _Addresses) -> dict[str, Any]:
    """Describe the file of codes: concepts with their labels."""
    labels = {"label": "en", "label_nl": "nl"}
    columns: list[dict[str, Any]] = [
        {"name": "table_name", "titles": {"en": "Table", "nl": "Tabel"}},
        {"name": "field_name", "titles": {"en": "Field", "nl": "Veld"}},
        {"name": "position", "titles": {"en": "Position", "nl": "Plaats"}, "datatype": "integer"},
        {
            "name": "code",
            "titles": {"en": "Code", "nl": "Code"},
            "propertyUrl": "http://www.w3.org/2004/02/skos/core#notation",
        },
        *(
            {
                "name": name,
                "titles": {"en": f"Label ({lang})", "nl": f"Naam ({lang})"},
                "lang": lang,
                "propertyUrl": "http://www.w3.org/2004/02/skos/core#prefLabel",
            }
            for name, lang in labels.items()
        ),
    ]
    for column in columns:
        column.setdefault("datatype", "string")
        column["required"] = True
    about = addresses.code("{table_name}", "{field_name}", "{code}")
    return {
        "url": quote(file),
        **_texts({"title": "Codes and their labels", "title_nl": "Codes en hun namen"}),
        "tableSchema": {
            "columns": columns,
            "primaryKey": ["table_name", "field_name", "code"],
            "aboutUrl": about,
        },
    }
