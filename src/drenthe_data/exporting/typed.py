"""What formats with types share: values beyond text and numbers, labels, and names of files.

The frames of a loaded package hold lists, points and JSON as text in one canonical form. Here they
become what they are: a list of items, a longitude and a latitude; codes get a type that lists them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import polars as pl

from drenthe_data.descriptor import Field, Package, Resource
from drenthe_data.exporting.job import Job
from drenthe_data.exporting.views import codes_of
from drenthe_data.reading.casting import is_supported

JSON_TYPES = ("object", "array", "geojson")
POINT = pl.Struct({"lon": pl.Float64, "lat": pl.Float64})
# What is said of a field beside its name, as it stands in the schema.
_SAID = ("title", "title_nl", "description", "description_nl", "unit", "type", "format")
_ITEMS: Mapping[str, pl.DataType] = {
    "integer": pl.Int64(),
    "number": pl.Float64(),
    "boolean": pl.Boolean(),
    "date": pl.Date(),
    "datetime": pl.Datetime("us", "UTC"),
    "time": pl.Time(),
}


def file_name(name: str) -> str:
    """Give a name that any file system takes for a table, whatever the table is called."""
    return quote(name, safe=" ").replace(".", "%2E").replace("~", "%7E")


def table_file(job: Job, resource: Resource, ending: str) -> Path:
    """Give the path of the file of a table, ``<format>/<table>.<ending>``."""
    return job.folder / job.profile.name / f"{file_name(resource.name)}.{ending}"


def is_json(item: Field) -> bool:
    """Tell whether the cells of a field are JSON."""
    return item.type in JSON_TYPES and is_supported(item)


def is_list(item: Field) -> bool:
    """Tell whether the cells of a field are lists."""
    return item.type == "list" and is_supported(item)


def is_point(item: Field) -> bool:
    """Tell whether the cells of a field are points."""
    return item.type == "geopoint" and is_supported(item)


def typed_frame(
    fields: Iterable[Field], frame: pl.DataFrame, *, coded: bool = True
) -> pl.DataFrame:
    """Give the values of a table with types for lists, points and codes.

    Args:
        fields: The fields of the table.
        frame: Its values, as loaded.
        coded: Whether texts with a list of codes become an ``Enum`` of these, in their order.
    """
    columns = []
    for item in fields:
        column = pl.col(item.name)
        if is_list(item):
            columns.append(_items(column, item))
        elif is_point(item):
            parts = column.str.split_exact(",", 1)
            part = [parts.struct.field(f"field_{n}").cast(pl.Float64) for n in (0, 1)]
            point = pl.struct(part[0].alias("lon"), part[1].alias("lat"))
            columns.append(pl.when(column.is_not_null()).then(point).alias(item.name))
        elif coded and (codes := enum_of(item, frame[item.name])):
            columns.append(column.cast(pl.Enum(codes)))
    return frame.with_columns(columns)


def enum_of(item: Field, values: pl.Series) -> list[str]:
    """Give the codes of a field of texts, in order; none where it has no list of codes.

    A value that is not in the list, which a check would report, comes after them.
    """
    if item.type != "string" or values.dtype != pl.String:
        return []
    codes = [code for code, _, _ in codes_of(item)]
    codes = codes or [str(code) for code in item.constraints.get("enum", ())]
    if not codes:
        return []
    present = values.drop_nulls().unique().sort().to_list()
    return list(dict.fromkeys([*codes, *present]))


def _items(column: pl.Expr, item: Field) -> pl.Expr:
    """Take the items of lists apart, each with its type."""
    parts = column.str.split(str(item.raw.get("delimiter", ",")))
    kind = str(item.raw.get("itemType", "string"))
    if kind not in _ITEMS:
        return parts
    element = pl.element()
    if kind == "boolean":
        element = element == "true"
    elif kind == "datetime":
        form = "%Y-%m-%d %H:%M:%S%.f%:z"
        element = element.str.to_datetime(form, time_unit="us", time_zone="UTC")
    elif kind == "time":
        element = element.str.to_time("%H:%M:%S%.f")
    elif kind == "date":
        element = element.str.to_date("%Y-%m-%d")
    return parts.list.eval(element.cast(_ITEMS[kind]))


def said_of(item: Field) -> dict[str, str]:
    """Give what the schema says of a field, for metadata: texts, unit, type, codes as JSON."""
    found = {key: str(item.raw[key]) for key in _SAID if item.raw.get(key)}
    found["type"] = item.type
    codes = codes_of(item)
    if codes:
        labels = [{"value": c, "label": label, "label_nl": dutch} for c, label, dutch in codes]
        found["categories"] = json.dumps(labels, ensure_ascii=False)
    return found


def said_of_table(package: Package, resource: Resource) -> dict[str, str]:
    """Give what is said of a table and its package, for the metadata of a file."""
    licences = package.raw.get("licenses")
    first = licences[0] if isinstance(licences, list) and licences else {}
    texts = {
        f"{key}{ending}": resource.text(key, lang)
        for key in ("title", "description")
        for ending, lang in (("", "en"), ("_nl", "nl"))
    }
    return {
        **texts,
        "package": package.name,
        "version": package.version or "",
        "created": str(package.raw.get("created", "")),
        "licence": str(first.get("name", "")) if isinstance(first, dict) else "",
        "tableschema": json.dumps(resource.schema.raw, ensure_ascii=False),
    }


def arrow_table(package: Package, resource: Resource, frame: pl.DataFrame) -> Any:
    """Give a table as an Arrow table: exact types, and what the schema says as metadata.

    Codes are dictionaries. A field that is required has no room for missing values.
    """
    import pyarrow as pa

    typed = typed_frame(resource.schema.fields, frame)
    columns, fields = [], []
    for item in resource.schema.fields:
        values = typed[item.name]
        exported = pl.DataFrame([values]).to_arrow()
        kind = _arrow_type(pa, values.dtype)
        columns.append(_column(pa, exported.column(0), kind))
        # Polars keeps the list of an Enum in the metadata of the field.
        own = {
            key.decode(): value.decode()
            for key, value in (exported.schema.field(0).metadata or {}).items()
        }
        is_full = item.is_required and not values.null_count()
        fields.append(pa.field(item.name, kind, not is_full, {**own, **said_of(item)}))
    schema = pa.schema(fields, said_of_table(package, resource))
    return pa.Table.from_arrays(columns, schema=schema)


def _arrow_type(pa: Any, dtype: pl.DataType) -> Any:
    """Give the Arrow type of a column, the plainest that every reader knows."""
    if isinstance(dtype, pl.Enum):
        return pa.dictionary(pa.int32(), pa.string())
    if isinstance(dtype, pl.List):
        return pa.list_(_arrow_type(pa, dtype.inner))  # type: ignore[arg-type]
    if isinstance(dtype, pl.Struct):
        parts = [(part.name, _arrow_type(pa, part.dtype)) for part in dtype.fields]  # type: ignore[arg-type]
        return pa.struct(parts)
    kinds = {
        pl.String: pa.string(),
        pl.Int64: pa.int64(),
        pl.Int32: pa.int32(),
        pl.Float64: pa.float64(),
        pl.Boolean: pa.bool_(),
        pl.Date: pa.date32(),
        pl.Datetime: pa.timestamp("us", "UTC"),
        pl.Time: pa.time64("us"),
    }
    return kinds[type(dtype)]


def _column(pa: Any, column: Any, kind: Any) -> Any:
    """Give a column as one array of a type."""
    array = column.combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.num_chunks else array.type.empty_array()
    if pa.types.is_dictionary(kind):
        words = array.dictionary.cast(pa.string())
        return pa.DictionaryArray.from_arrays(array.indices.cast(pa.int32()), words)
    return array.cast(kind)
