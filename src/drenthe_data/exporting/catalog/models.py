"""A catalogue as DCAT-AP-NL 3.0 asks it, and what its shapes do not ask but the profile does.

Every demand stands here: how often a property may occur, which lists its values are from, which
texts must be there in Dutch. A catalogue that fits these models has no violations of the official
shapes. Sources: DCAT-AP-NL 3.0.0 and 3.0.1 (Geonovum), DCAT-AP 3.0.1 (SEMIC), DCAT-AP HVD 3.0.0.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from drenthe_data.exporting.catalog.values import (
    AccessRight,
    Address,
    Availability,
    DatasetStatus,
    Description,
    DistributionStatus,
    DonlTheme,
    Email,
    EuTheme,
    FileType,
    Frequency,
    Https,
    HvdCategory,
    Keywords,
    Language,
    Licence,
    MediaType,
    Model,
    Moment,
    PublisherType,
    Sha256,
    Texts,
    wrong,
)
from drenthe_data.exporting.catalog.vocabulary import HVD_LEGISLATION

Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]


class Agent(Model):
    """An organisation (foaf:Agent); ``owms`` is its address in the lists of data.overheid.nl."""

    uri: Address
    name: Texts
    type: PublisherType | None = None
    owms: Address | None = None


class Contact(Model):
    """Where to ask (vcard:Kind): a unit of an organisation, never a person."""

    uri: Https
    name: Texts
    email: Email | None = None
    url: Https | None = None
    phone: str | None = None

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if self.email is None and self.url is None:
            raise wrong("no-way-to-ask")
        return self


class Place(Model):
    """An area (dct:Location). ``bbox`` is west, south, east, north; WGS 84, degrees."""

    uri: Address
    name: Texts | None = None
    bbox: tuple[Longitude, Latitude, Longitude, Latitude] | None = None
    centroid: tuple[Longitude, Latitude] | None = None
    owms: Address | None = None
    owms_scheme: Address | None = None

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if self.bbox is not None:
            west, south, east, north = self.bbox
            if west >= east or south >= north:
                raise wrong("bbox", value=", ".join(map(str, self.bbox)))
            if self.centroid is not None:
                lon, lat = self.centroid
                if not (west <= lon <= east and south <= lat <= north):
                    raise wrong("centroid", value=", ".join(map(str, self.centroid)))
        if (self.owms is None) != (self.owms_scheme is None):
            raise wrong("owms-scheme")
        return self


class Period(Model):
    """A stretch of time (dct:PeriodOfTime), both days included."""

    start: date | None = None
    end: date | None = None

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if self.start is None and self.end is None:
            raise wrong("period-empty")
        if self.start is not None and self.end is not None and self.start > self.end:
            raise wrong("period", start=self.start.isoformat(), end=self.end.isoformat())
        return self


class Standard(Model):
    """What data conforms to (dct:Standard): a schema or a specification."""

    uri: Address
    title: Texts


class Distribution(Model):
    """A file that can be fetched (dcat:Distribution)."""

    uri: Https
    title: Texts
    description: Description
    access_url: Https
    download_url: Https | None = None
    media_type: MediaType | None = None
    file_type: FileType | None = None
    byte_size: Annotated[int, Field(ge=0)] | None = None
    sha256: Sha256 | None = None
    licence: Licence
    language: list[Language] = []
    conforms_to: list[Standard] = []
    status: DistributionStatus | None = None
    availability: Availability | None = None
    issued: Moment | None = None
    modified: Moment | None = None
    applicable_legislation: list[Address] = []

    @model_validator(mode="after")
    def _says_what_is_fetched(self) -> Self:
        if self.download_url is not None and self.media_type is None:
            raise wrong("no-media-type", value=self.download_url)
        if self.sha256 is not None and self.download_url is None:
            raise wrong("no-download", value=self.access_url)
        return self


class Dataset(Model):
    """A data set (dcat:Dataset). ``name`` is its name in the settings."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
    uri: Https
    title: Texts
    description: Description
    identifier: Https
    publisher: Agent
    creator: Annotated[list[Agent], Field(min_length=1)]
    contact: Contact
    access_rights: AccessRight
    themes: Annotated[list[EuTheme], Field(min_length=1)]
    distributions: Annotated[list[Distribution], Field(min_length=1)]
    donl_themes: list[DonlTheme] = []
    keywords: Keywords = {}
    language: Annotated[list[Language], Field(min_length=1)]
    spatial: list[Place] = []
    temporal: Period | None = None
    frequency: Frequency | None = None
    issued: Moment | None = None
    modified: Moment
    version: str | None = None
    status: DatasetStatus | None = None
    conforms_to: list[Standard] = []
    documentation: list[Https] = []
    landing_page: list[Https] = []
    relation: list[Https] = []
    hvd_categories: list[HvdCategory] = []
    applicable_legislation: list[Address] = []

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for values in (self.themes, self.donl_themes, [item.uri for item in self.distributions]):
            again = _twice(values)
            if again is not None:
                raise wrong("twice", value=again)
        if self.hvd_categories and not (
            HVD_LEGISLATION in self.applicable_legislation
            and all(HVD_LEGISLATION in item.applicable_legislation for item in self.distributions)
        ):
            raise wrong("hvd-legislation", expected=HVD_LEGISLATION)
        return self


class Record(Model):
    """What the catalogue says of its own entry (dcat:CatalogRecord)."""

    uri: Https
    primary_topic: Https
    language: Annotated[list[Language], Field(min_length=1)]
    modified: Moment
    issued: Moment | None = None
    status: DistributionStatus | None = None
    conforms_to: Standard


class Catalog(Model):
    """A catalogue (dcat:Catalog)."""

    uri: Https
    title: Texts
    description: Description
    publisher: Agent
    creator: Agent
    contact: Contact
    datasets: Annotated[list[Dataset], Field(min_length=1)]
    records: list[Record]
    language: Annotated[list[Language], Field(min_length=1)]
    licence: Licence
    issued: Moment | None = None
    modified: Moment
    homepage: Https
    spatial: list[Place] = []
    theme_taxonomy: Literal["http://publications.europa.eu/resource/authority/data-theme"] = (
        "http://publications.europa.eu/resource/authority/data-theme"
    )

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        owned = [self.uri, *(item.uri for item in self.datasets), *(r.uri for r in self.records)]
        owned += [item.uri for dataset in self.datasets for item in dataset.distributions]
        for values in (owned, [item.identifier for item in self.datasets]):
            again = _twice(values)
            if again is not None:
                raise wrong("twice", value=again)
        topics = sorted(record.primary_topic for record in self.records)
        known = sorted(item.uri for item in self.datasets)
        if topics != known:
            odd = sorted(set(topics) ^ set(known)) or [_twice(topics) or ""]
            raise wrong("record", value=odd[0])
        return self


def _twice(values: list[str]) -> str | None:
    """Give the first value that occurs more than once."""
    seen: set[str] = set()
    for value in values:
        if value in seen:
            return value
        seen.add(value)
    return None
