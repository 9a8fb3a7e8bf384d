"""What search engines are told of the data: schema.org in JSON-LD, in the language of the page.

The package is one ``Dataset`` with the address that it has in the DCAT catalogue; each table is a
``Dataset`` that is part of it. Settings that are still placeholders are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from drenthe_data.descriptor import Field, Resource
from drenthe_data.exporting.catalog.settings import (
    Settings,
    Theme,
    is_placeholder,
    read_settings,
)
from sitegen import downloads
from sitegen.model import DEFAULT_LANGUAGE
from sitegen.site import Row, Site

CONTEXT = "https://schema.org/"
# Formats that say something about the data, and are no data themselves.
_ABOUT = ("dcat", "overheid", "gx", "croissant")
_YEAR = re.compile(r"\d{4}")


def page_address(site: Site, path: str, lang: str) -> str:
    """Give the whole address of a page: its place below the start page of the language."""
    language = "" if lang == DEFAULT_LANGUAGE else f"{lang}/"
    return f"{site.base_url}/{language}{path.removeprefix('~/')}"


def dataset_address(site: Site) -> str:
    """Give what the package is called in linked data: the same as in the DCAT catalogue."""
    name = re.sub(r"[^a-z0-9]+", "-", site.data.name.lower()).strip("-") or "dataset"
    return f"{site.base_url}/id/dataset/{name}"


def table_address(site: Site, name: str) -> str:
    """Give what a table is called: its page in the default language."""
    return page_address(site, f"tables/{name}/", DEFAULT_LANGUAGE)


def dataset(
    site: Site, lang: str, files: Iterable[downloads.Found] | None = None
) -> dict[str, Any]:
    """Describe the whole package.

    Args:
        site: The site.
        lang: The language of the page.
        files: The files that it names, where the page must be light; by default all.
    """
    raw, settings = site.package.raw, _settings(site)
    about, general = settings.package, settings.defaults
    keywords = about.keywords_en if lang == "en" else about.keywords
    places = [*about.temporal, *(at for theme in settings.themes.values() for at in theme.temporal)]
    resources = site.package.resources
    return _described(
        {
            "@context": CONTEXT,
            "@type": "Dataset",
            "@id": dataset_address(site),
            "name": _text(raw, "title", lang),
            "description": _text(raw, "description", lang),
            "url": page_address(site, "", lang),
            **_common(site, settings),
            "inLanguage": _languages(about.language or general.language or []),
            "keywords": keywords or raw.get("keywords"),
            "temporalCoverage": _period(site, places),
            "isBasedOn": [_document(site, row) for row in site.rows("sources")],
            "includedInDataCatalog": {
                "@type": "DataCatalog",
                "@id": f"{site.base_url}/id/catalog",
                "name": settings.catalog.texts("title").get(lang) or _text(raw, "title", lang),
                "url": page_address(site, "tables/", lang),
            },
            "distribution": _distributions(
                site, downloads.of_all(site) if files is None else files, lang
            ),
            "variableMeasured": [
                _variable(item, lang)
                for resource in resources
                for item in resource.schema.fields
                if item.printed_in
            ],
            "hasPart": [{"@id": table_address(site, resource.name)} for resource in resources],
        }
    )


def table(site: Site, name: str, lang: str) -> dict[str, Any]:
    """Describe one table."""
    resource, settings = site.resource(name), _settings(site)
    theme = next(
        (item for item in settings.themes.values() if name in item.tables), Theme(tables=[name])
    )
    places = [at for item in settings.themes.values() for at in item.temporal]
    documents = dict.fromkeys(
        row["source_id"] for row in site.rows(name) if row.get("source_id") is not None
    )
    return _described(
        {
            "@context": CONTEXT,
            "@type": "Dataset",
            "@id": table_address(site, name),
            "name": _name(site, resource, lang),
            "alternateName": name,
            "description": _about(site, resource, lang),
            "url": page_address(site, f"tables/{name}/", lang),
            **_common(site, settings),
            "inLanguage": _languages(theme.language or settings.defaults.language or []),
            "keywords": theme.keywords_en if lang == "en" else theme.keywords,
            "temporalCoverage": _period(site, [at for at in places if at.startswith(f"{name}.")]),
            "isPartOf": {
                "@type": "Dataset",
                "@id": dataset_address(site),
                "name": _text(site.package.raw, "title", lang),
                "description": _text(site.package.raw, "description", lang),
                "license": _licence(site),
            },
            "isBasedOn": [_document(site, site.get("sources", key)) for key in documents],
            "distribution": _distributions(site, downloads.in_order(site.downloads_of(name)), lang),
            "variableMeasured": [_variable(item, lang) for item in resource.schema.fields],
        }
    )


# Parts.


def _common(site: Site, settings: Settings) -> dict[str, Any]:
    raw = site.package.raw
    created = str(raw.get("created") or "")[:10]
    return {
        "license": _licence(site),
        "isAccessibleForFree": True,
        "version": raw.get("version"),
        "datePublished": created,
        "dateModified": str(raw.get("modified") or "")[:10] or created,
        "creator": [
            {"@type": "Organization", "name": item["title"]}
            for item in raw.get("contributors") or ()
            if "creator" in (item.get("roles") or [item.get("role")])
        ],
        "publisher": _publisher(settings),
        "spatialCoverage": [
            {
                "@type": "Place",
                "name": item.name_nl or item.name,
                "sameAs": item.uri,
                "geo": _box(item.bbox),
            }
            for item in settings.spatial
            if item.name_nl or item.name
        ],
    }


def _publisher(settings: Settings) -> dict[str, Any] | None:
    given = settings.publisher
    if is_placeholder(given.uri) or is_placeholder(given.name_nl):
        return None
    contact = settings.contact
    point = {
        key: value
        for key, value in (("email", contact.email), ("url", contact.url))
        if value and not is_placeholder(value)
    }
    return {
        "@type": "GovernmentOrganization" if given.type else "Organization",
        "@id": given.uri,
        "name": given.name_nl,
        "alternateName": given.name,
        "contactPoint": {"@type": "ContactPoint", **point} if point else None,
    }


def _box(box: list[float] | None) -> dict[str, Any] | None:
    if box is None:
        return None
    west, south, east, north = box
    return {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"}


def _document(site: Site, row: Row) -> dict[str, Any]:
    """Describe a document that the data were taken from."""
    publisher = site.get("partners", row["publisher_id"]) if row["publisher_id"] else None
    return {
        "@type": "CreativeWork",
        "@id": page_address(site, site.address("sources", row), DEFAULT_LANGUAGE),
        "name": row["title"],
        "inLanguage": row["language"],
        "datePublished": str(row["published_year"]) if row["published_year"] else None,
        "publisher": {"@type": "Organization", "name": publisher["name"]} if publisher else None,
    }


def _distributions(
    site: Site, found: Iterable[downloads.Found], lang: str
) -> Iterator[dict[str, Any]]:
    """Describe the files that hold the data."""
    patterns = _settings(site).distributions.schemas
    for form, entry in found:
        is_schema = any(entry.path.endswith(pattern.lstrip("*")) for pattern in patterns)
        if form in _ABOUT or is_schema:
            continue
        yield {
            "@type": "DataDownload",
            "name": downloads.profile_of(site, form).text("title", lang),
            "contentUrl": f"{site.base_url}/{quote(entry.path)}",
            "encodingFormat": entry.media_type,
            "contentSize": f"{entry.bytes} B",
            "sha256": entry.sha256,
        }


def _variable(item: Field, lang: str) -> dict[str, Any]:
    return {
        "@type": "PropertyValue",
        "name": item.label(lang),
        "alternateName": item.name,
        "description": item.raw.get("description_nl" if lang == "nl" else "description"),
        "unitText": item.raw.get("unit"),
    }


def _period(site: Site, places: Iterable[str]) -> str | None:
    """Give the first and last year that some fields name, as ISO 8601 writes a period."""
    years = [
        int(year)
        for place in places
        for table_name, _, field in [place.partition(".")]
        if table_name in site.tables
        for row in site.rows(table_name)
        if row.get(field) is not None
        for year in _YEAR.findall(str(row[field]))
    ]
    return f"{min(years)}/{max(years)}" if years else None


def _name(site: Site, resource: Resource, lang: str) -> str:
    return f"{resource.text('title', lang)} ({_text(site.package.raw, 'title', lang)})"


def _about(site: Site, resource: Resource, lang: str) -> str:
    """Describe a table and the package it is of: search engines ask for 50 characters or more."""
    whole = _text(site.package.raw, "description", lang)
    return f"{resource.text('description', lang)} {whole}"


def _licence(site: Site) -> list[str]:
    found: list[Mapping[str, Any]] = site.package.raw.get("licenses") or []
    return [str(item.get("path") or item["name"]) for item in found]


def _languages(codes: Iterable[str]) -> list[str]:
    """Give languages as browsers write them; the catalogue has those of the EU list."""
    return [{"NLD": "nl", "ENG": "en"}.get(code, code.lower()) for code in codes]


def _text(raw: Mapping[str, Any], key: str, lang: str) -> str:
    return str((raw.get(f"{key}_nl") if lang == "nl" else None) or raw.get(key) or "")


def _settings(site: Site) -> Settings:
    return read_settings(site.package, site.base_url)


def _described(value: dict[str, Any]) -> dict[str, Any]:
    return dict(_filled(value))


def _filled(value: Any) -> Any:
    """Leave out what is empty, and write a list of one as that one."""
    if isinstance(value, dict):
        found = {key: _filled(part) for key, part in value.items()}
        return {key: part for key, part in found.items() if part not in (None, "", [], {})}
    if isinstance(value, list | tuple | Iterator):
        parts = [_filled(part) for part in value]
        return parts[0] if len(parts) == 1 else parts
    return value
