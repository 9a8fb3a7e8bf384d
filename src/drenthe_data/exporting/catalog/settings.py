"""The settings of the catalogue: ``exports/catalog.toml`` of the package, and their defaults.

The settings of one package are never used for another: without a file of its own a package gets
defaults that are visibly placeholders, and those are refused when it is published.
"""

from __future__ import annotations

import re
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field, TypeAdapter, ValidationError

from drenthe_data.descriptor import Package
from drenthe_data.exporting.catalog.problems import CatalogError, problems_of
from drenthe_data.exporting.catalog.values import (
    AccessRight,
    Address,
    Availability,
    DatasetStatus,
    DonlTheme,
    Email,
    EuTheme,
    Frequency,
    Https,
    HvdCategory,
    Language,
    LicenceName,
    Model,
    Moment,
    PublisherType,
    Spelling,
)
from drenthe_data.exporting.profile import FOLDER, read_toml

CATALOG = "catalog.toml"
FILE = f"{FOLDER}/{CATALOG}"
# Names that are reserved for examples (RFC 2606, RFC 6761), so that nobody else has them.
_RESERVED = re.compile(r"(^|\.)(example\.(com|net|org)|example|invalid|test|localhost)$")
_BRACKETS = re.compile(r"\[.*\]", re.DOTALL)


class Labels(Model):
    """Titles and descriptions: without ending in English, with ``_nl`` in Dutch."""

    title: str = ""
    title_nl: str = ""
    description: str = ""
    description_nl: str = ""

    def texts(self, key: str) -> dict[str, str]:
        """Give a text by language, as far as it is there."""
        return {
            lang: getattr(self, name)
            for lang, name in (("nl", f"{key}_nl"), ("en", key))
            if getattr(self, name)
        }


class AboutCatalog(Labels):
    """The catalogue itself."""

    homepage: Https | None = None
    licence: LicenceName = "CC0-1.0"
    language: list[Language] = ["NLD", "ENG"]
    issued: Moment | None = None
    modified: Moment | None = None


class Publisher(Model):
    """An organisation."""

    uri: Address
    name: str = ""
    name_nl: str
    type: PublisherType | None = None
    owms: Address | None = None


class ContactPoint(Model):
    """Where to ask."""

    name: str = ""
    name_nl: str
    email: Email | None = None
    url: Https | None = None
    phone: str | None = None


class Spatial(Model):
    """An area."""

    uri: Address
    name: str = ""
    name_nl: str = ""
    bbox: Annotated[list[float], Field(min_length=4, max_length=4)] | None = None
    centroid: Annotated[list[float], Field(min_length=2, max_length=2)] | None = None
    owms: Address | None = None
    owms_scheme: Address | None = None


class About(Labels):
    """A data set, or what all have in common."""

    keywords: list[str] = []
    keywords_en: list[str] = []
    eu_themes: list[EuTheme] = []
    donl_themes: list[DonlTheme] = []
    temporal: list[str] = []
    frequency: Frequency | None = None
    access_rights: AccessRight | None = None
    language: list[Language] | None = None
    status: DatasetStatus | None = None
    landing_page: Https | None = None
    documentation: Https | None = None
    hvd_categories: list[HvdCategory] = []


class Theme(About):
    """A data set of some of the tables."""

    tables: Annotated[list[str], Field(min_length=1)]


class Distributions(Model):
    """What all files have in common."""

    availability: Availability | None = None
    # Patterns of files that describe the data: what files conform to, and no data themselves.
    schemas: list[str] = ["*.schema.json", "*-metadata.json", "*/datapackage.json"]
    leave_out: list[str] = []
    # Media types that no register has, and what they are told as; known ones need not be here.
    media_types: dict[str, str] = {}


class Publish(Model):
    """Where to send what is published."""

    aanlever_url: str | None = None
    ckan_url: str | None = None
    owner_org: str | None = None


class Settings(Model):
    """All settings."""

    base_url: Https | None = None
    licence_spelling: Spelling = "donl"
    catalog: AboutCatalog = AboutCatalog()
    publisher: Publisher
    creator: Publisher | None = None
    contact: ContactPoint
    spatial: list[Spatial] = []
    defaults: About = About()
    package: About = About()
    themes: dict[Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")], Theme] = {}
    distributions: Distributions = Distributions()
    publish: Publish = Publish()


def read_settings(package: Package, base_url: str) -> Settings:
    """Read the settings of a package.

    Args:
        package: The package.
        base_url: Where the exports will be; ``{base_url}`` in a setting stands for it.

    Raises:
        DataError: When the file cannot be read.
        CatalogError: When a setting is not what it should be.
    """
    try:
        TypeAdapter(Https).validate_python(base_url)
    except ValidationError as error:
        raise CatalogError(problems_of(error, lambda _: f"{FILE} base_url")) from None
    path = package.root / FOLDER / CATALOG
    raw = read_toml(path) if path.is_file() else _placeholders(package)
    try:
        return Settings.model_validate(_filled(raw, base_url))
    except ValidationError as error:
        found = problems_of(error, lambda loc: f"{FILE} {'.'.join(map(str, loc))}")
        raise CatalogError(found) from None


def _filled(raw: Any, base_url: str) -> Any:
    """Put the base URL where a setting asks for it."""
    if isinstance(raw, str):
        return raw.replace("{base_url}", base_url)
    if isinstance(raw, dict):
        return {key: _filled(value, base_url) for key, value in raw.items()}
    return [_filled(value, base_url) for value in raw] if isinstance(raw, list) else raw


def _placeholders(package: Package) -> dict[str, Any]:
    """Give settings for a package without any: what its descriptor says, and placeholders."""
    contributors = package.raw.get("contributors")
    names = [
        str(item["title"])
        for item in (contributors if isinstance(contributors, list) else [])
        if isinstance(item, dict)
        and item.get("title")
        and ("publisher" in (item.get("roles") or []) or item.get("role") == "publisher")
    ]
    return {
        "publisher": {
            "uri": "https://example.org/publisher",
            "name_nl": names[0] if names else "[naam van de organisatie]",
        },
        "contact": {"name_nl": "[naam van de afdeling]", "email": "opendata@example.org"},
        "defaults": {"eu_themes": ["GOVE"], "access_rights": "PUBLIC", "language": ["NLD"]},
    }


def is_placeholder(value: str) -> bool:
    """Tell whether a value is there only to be filled in: ``[...]``, or a name for examples."""
    if _BRACKETS.fullmatch(value.strip()):
        return True
    host = value.rpartition("@")[2] if "@" in value and "/" not in value else None
    if host is None and value.startswith(("http://", "https://")):
        host = urlsplit(value).hostname or ""
    return bool(host and _RESERVED.search(host.lower()))


def placeholders(
    settings: Settings, base_url: str, target: str = "", url: str | None = None
) -> list[str]:
    """Give the settings that must be filled in before anything is published.

    Args:
        settings: The settings.
        base_url: Where the exports will be.
        target: What is published to, ``aanlever`` or ``ckan``: what only the other needs may wait.
        url: An address to publish to that was given instead of the setting.
    """
    waits = {
        "aanlever": {"publish.ckan_url", "publish.owner_org"},
        "ckan": {"publish.aanlever_url"},
    }
    skipped = waits.get(target, set()) | ({f"publish.{target}_url"} if url else set())
    found = [f"{FILE} base_url"] if is_placeholder(base_url) else []

    def look(value: object, place: str) -> None:
        if isinstance(value, Model):
            for name in type(value).model_fields:
                look(getattr(value, name), f"{place}.{name}" if place else name)
        elif isinstance(value, dict):
            for key, item in value.items():
                look(item, f"{place}.{key}")
        elif isinstance(value, list | tuple):
            for number, item in enumerate(value):
                look(item, f"{place}.{number}")
        elif isinstance(value, str) and is_placeholder(value) and place not in skipped:
            # What is made of the base URL is right as soon as that is.
            is_made = is_placeholder(base_url) and value.startswith(base_url)
            found.extend([] if is_made else [f"{FILE} {place}"])

    look(settings.model_copy(update={"base_url": None}), "")
    return found
