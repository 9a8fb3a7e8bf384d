"""Croissant 1.1: the tables as record sets over the Parquet files, for machine learning.

Each field says its type, what it refers to and, of a code, which record set has the labels. Titles
and descriptions are in Dutch and English.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from drenthe_data.descriptor import Field, Resource
from drenthe_data.exporting.job import Job
from drenthe_data.exporting.typed import is_list, is_point
from drenthe_data.loading import LoadedPackage
from drenthe_data.writing import write_text

CONFORMS_TO = "http://mlcommons.org/croissant/1.1"
# As the specification gives it.
CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_TYPES = {
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "datetime": "sc:DateTime",
    "integer": "cr:Int64",
    "number": "sc:Float",
    "time": "sc:Time",
    "year": "cr:Int64",
}
_LABELS = ("value", "label", "label_nl")


def export(job: Job) -> list[Path]:
    """Write ``croissant.json``."""
    data, package = job.data, job.data.package
    settings = job.profile.settings
    raw = package.raw
    source = str(settings.get("source", "parquet"))
    files = {entry.resource: entry for entry in job.made[source] if entry.resource}
    is_relative = settings.get("content_url") == "relative"
    tables = [resource for resource in package.resources if resource.name in files]
    dataset: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS_TO,
        "@id": f"{job.base_url}/croissant.json",
        "name": _texts(raw, "title", data.name),
        "description": _texts(raw, "description", data.name),
        "url": str(raw.get("homepage") or job.base_url),
        "version": data.version,
        "license": [
            url for item in _items(raw, "licenses") if (url := item.get("path") or item.get("name"))
        ],
        "keywords": raw.get("keywords"),
        "inLanguage": settings.get("languages"),
        "datePublished": str(raw["created"])[:10] if raw.get("created") else None,
        "isLiveDataset": False,
        "creator": [
            {"@type": "sc:Organization", "name": _text(name)}
            for item in _items(raw, "contributors")
            if (name := str(item.get("title") or item.get("name") or ""))
        ],
        "citeAs": _citation(job, str(settings.get("cite_as", ""))),
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": _id(source, resource.name),
                "name": Path(files[resource.name].path).name,
                "description": resource.text("title"),
                "contentUrl": files[resource.name].path
                if is_relative
                else f"{job.base_url}/{quote(files[resource.name].path)}",
                "encodingFormat": settings.get("encoding_format")
                or files[resource.name].media_type,
                "contentSize": f"{files[resource.name].bytes} B",
                "sha256": files[resource.name].sha256,
            }
            for resource in tables
        ],
        "recordSet": [
            *(codes for resource in tables for codes in _code_lists(resource)),
            *(_record_set(job, resource, source) for resource in tables),
        ],
    }
    target = job.folder / "croissant.json"
    write_text(target, json.dumps(_filled(dataset), ensure_ascii=False, indent=2) + "\n")
    return [target]


def _citation(job: Job, form: str) -> str:
    """Fill in how the data are cited."""
    raw = job.data.package.raw
    params = {
        "title": raw.get("title") or job.data.name,
        "version": job.data.version or "",
        "year": str(raw.get("created", ""))[:4],
        "url": raw.get("homepage") or job.base_url,
    }
    for name, value in params.items():
        form = form.replace(f"{{{name}}}", str(value))
    return " ".join(form.replace("()", "").split())


def _record_set(job: Job, resource: Resource, source: str) -> dict[str, Any]:
    """Describe a table."""
    name, schema = resource.name, resource.schema
    description = _texts(resource.raw, "description", "")
    # Croissant knows no values of several parts in a column of a file, such as lists and points.
    left_out = [item.name for item in schema.fields if is_list(item) or is_point(item)]
    if left_out:
        words = {"nl": "Hier niet beschreven", "en": "Not described here"}
        description = {
            lang: f"{description.get(lang, '')} [{said}: {', '.join(left_out)}]".strip()
            for lang, said in words.items()
        }
    return {
        "@type": "cr:RecordSet",
        "@id": _id(name),
        "name": _texts(resource.raw, "title", name),
        "description": description,
        "key": [{"@id": _id(name, part)} for part in schema.primary_key],
        "field": [
            _field(job, resource, item, source)
            for item in schema.fields
            if item.name not in left_out
        ],
    }


def _field(job: Job, resource: Resource, item: Field, source: str) -> dict[str, Any]:
    """Describe a field: its type, the column, and what it refers to."""
    name = resource.name
    texts = _texts(item.raw, "description", "")
    unit = item.raw.get("unit")
    # The vocabulary has no word for units.
    notes = [f"[{unit}]"] if unit else []
    if _codes(item):
        # Where the labels are, also for readers of files without references.
        notes.append(f"[{_list_name(resource, item)}]")
    description = {lang: " ".join(filter(None, (texts.get(lang), *notes))) for lang in ("nl", "en")}
    properties = job.profile.settings.get("properties", {})
    found: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": _id(name, item.name),
        "name": _texts(item.raw, "title", item.name),
        "description": description,
        "dataType": _type(item),
        "equivalentProperty": properties.get(f"{name}.{item.name}"),
        "source": {
            "fileObject": {"@id": _id(source, name)},
            "extract": {"column": item.name},
        },
        "references": _reference(job.data, resource, item)
        if job.profile.settings.get("references")
        else None,
    }
    return found


def _type(item: Field) -> str:
    if item.type == "string" and item.format == "uri":
        return "sc:URL"
    return _TYPES.get(item.type, "sc:Text")


def _reference(data: LoadedPackage, resource: Resource, item: Field) -> dict[str, Any] | None:
    """Give the field that a field refers to, or of a code the list of its labels."""
    for key in resource.schema.foreign_keys:
        other = key.resource or resource.name
        # A record set that refers to itself is a circle for readers.
        if key.fields == (item.name,) and other != resource.name and other in data.frames:
            return {"field": {"@id": _id(other, key.reference_fields[0])}}
    if _codes(item):
        return {"field": {"@id": _id(_list_name(resource, item), "value")}}
    return None


def _codes(item: Field) -> list[dict[str, Any]]:
    """Give the codes of a field with their labels, when it has labels."""
    listed = item.raw.get("categories")
    if item.type not in ("string", "integer") or not isinstance(listed, list):
        return []
    codes = [entry for entry in listed if isinstance(entry, dict) and "value" in entry]
    return codes if len(codes) == len(listed) else []


def _list_name(resource: Resource, item: Field) -> str:
    return f"{resource.name}.{item.name}.codes"


def _code_lists(resource: Resource) -> list[dict[str, Any]]:
    """Give the codes of the fields of a table as record sets with their data inside."""
    found = []
    for item in resource.schema.fields:
        codes = _codes(item)
        if not codes:
            continue
        name = _list_name(resource, item)
        kind = _type(item)
        used = [label for label in _LABELS if any(label in code for code in codes)]
        found.append(
            {
                "@type": "cr:RecordSet",
                "@id": _id(name),
                "name": _texts(item.raw, "title", name),
                "description": _texts(item.raw, "description", ""),
                "dataType": "sc:Enumeration",
                "key": {"@id": _id(name, "value")},
                "field": [
                    {
                        "@type": "cr:Field",
                        "@id": _id(name, label),
                        "name": _text(label),
                        "dataType": kind if label == "value" else "sc:Text",
                    }
                    for label in used
                ],
                "data": [
                    {_id(name, label): code.get(label, "") for label in used} for code in codes
                ],
            }
        )
    return found


def _items(raw: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """Give the objects of a list in the descriptor."""
    listed = raw.get(key)
    return [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []


def _id(*parts: str) -> str:
    return "/".join(quote(part, safe="._-") for part in parts)


def _text(text: str) -> dict[str, str]:
    return {"nl": text, "en": text}


def _texts(raw: Mapping[str, Any], key: str, default: str) -> dict[str, str]:
    """Give a text in Dutch and English, as far as it is there."""
    english = str(raw.get(key) or default)
    dutch = str(raw.get(f"{key}_nl") or english)
    return {"nl": dutch, "en": english} if english or dutch else {}


def _filled(value: Any) -> Any:
    """Leave out what is empty."""
    if isinstance(value, dict):
        found = {key: _filled(part) for key, part in value.items() if key not in ("data",)}
        kept = {key: part for key, part in found.items() if part not in (None, "", [], {})}
        if "data" in value:
            kept["data"] = value["data"]
        return kept
    return [_filled(part) for part in value] if isinstance(value, list) else value
