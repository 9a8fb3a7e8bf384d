"""What data.overheid.nl takes: payloads of its Aanlever API, and of CKAN with DCAT-AP-DONL 1.1.

The field rules are those of the specification of the Aanlever API (0.9.0 to 0.12.0) and of the
schema and validators of the portal's CKAN extension. Texts are Dutch: both take one language.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator
from pydantic import ValidationError as Invalid
from pydantic.alias_generators import to_camel

from drenthe_data.exporting.catalog import vocabulary
from drenthe_data.exporting.catalog.models import Catalog, Dataset, Distribution
from drenthe_data.exporting.catalog.problems import (
    CatalogError,
    Location,
    Problem,
    problems_of,
)
from drenthe_data.exporting.catalog.settings import FILE, Settings
from drenthe_data.exporting.catalog.values import Model, mailto, one_of, wrong
from drenthe_data.exporting.catalog.vocabulary import eu

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]+")
_DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?")
_DURATION = re.compile(
    r"P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?"
)
_TAG = re.compile(r"[\w .-]{2,100}")
_NAME = r"^[a-z0-9_-]{2,100}$"
_SPATIAL = "http://standaarden.overheid.nl/owms/4.0/doc/waardelijsten/overheid."
_SPATIAL_SCHEMES = frozenset(
    _SPATIAL + kind for kind in ("gemeente", "koninkrijksdeel", "provincie", "waterschap")
)


def _uri(value: str) -> str:
    if not _URI.fullmatch(value):
        raise wrong("address", value=value)
    return value


def _web(value: str) -> str:
    if not re.match(r"https?://[^/]", _uri(value)):
        raise wrong("address", value=value)
    return value


def _mailto(value: str) -> str:
    if not value.startswith("mailto:") or "@" not in _uri(value):
        raise wrong("email", value=value)
    return value


def _date_time(value: str) -> str:
    """Take a day, or a moment with its zone."""
    if not _DATE_TIME.fullmatch(value):
        raise wrong("no-zone" if "T" in value else "date", value=value)
    return _real(value)


def _day(value: str) -> str:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise wrong("date", value=value)
    return _real(value)


def _local_time(value: str) -> str:
    """Take a moment as CKAN asks it: without a zone."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}", value):
        raise wrong("date", value=value)
    return _real(value)


def _real(value: str) -> str:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        raise wrong("date", value=value) from None
    return value


def _duration(value: str) -> str:
    if not _DURATION.fullmatch(value):
        raise wrong("pattern", value=value, expected="P1Y, P1D, PT15M")
    return value


def _in_table(table: str, codes: frozenset[str]) -> Callable[[str], str]:
    return one_of(frozenset(eu(table, code) for code in codes))


def _donl_licence() -> frozenset[str]:
    return frozenset(licence["donl"] for licence in vocabulary.LICENCES.values())


Text = Annotated[str, StringConstraints(min_length=1)]
One = Annotated[list[Text], Field(min_length=1, max_length=1)]
AtMostOne = Annotated[list[Text], Field(max_length=1)]
Uri = Annotated[str, AfterValidator(_uri)]
Web = Annotated[str, AfterValidator(_web)]
Uris = list[Uri]
DateTime = Annotated[str, AfterValidator(_date_time)]
Day = Annotated[str, AfterValidator(_day)]
LocalTime = Annotated[str, AfterValidator(_local_time)]
_LANGUAGES = frozenset(vocabulary.LANGUAGES.values())
LanguageUri = Annotated[str, AfterValidator(_in_table("language", _LANGUAGES))]
FileTypeUri = Annotated[str, AfterValidator(_in_table("file-type", vocabulary.FILE_TYPES))]
DonlLicence = Annotated[str, AfterValidator(one_of(_donl_licence()))]
DonlThemeUri = Annotated[
    str, AfterValidator(one_of(frozenset(vocabulary.OWMS + it for it in vocabulary.DONL_THEMES)))
]


class _Aanlever(Model):
    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=True)


class AanleverAgent(_Aanlever):
    """An organisation."""

    foaf_name: One


class AanleverContact(_Aanlever):
    """Where to ask."""

    vcard_fn: Text
    vcard_has_email: Annotated[str, AfterValidator(_mailto)] | None = None
    vcard_has_url: Uri | None = None

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if self.vcard_has_email is None and self.vcard_has_url is None:
            raise wrong("no-way-to-ask")
        return self


class AanleverDistribution(_Aanlever):
    """A file."""

    dcat_access_url: Uri | None = None
    dcat_download_url: Uri | None = None
    dct_title: AtMostOne = []
    dct_description: AtMostOne = []
    dct_format: Uri | None = None


class AanleverLocation(_Aanlever):
    """An area, by its address or by its form."""

    dct_location: Uri | None = None
    dcat_bbox: str | None = None
    dcat_centroid: str | None = None
    locn_geometry: str | None = None


class AanleverPeriod(_Aanlever):
    """A stretch of time."""

    dcat_start_date: Day | None = None
    dcat_end_date: Day | None = None
    time_has_beginning: DateTime | None = None
    time_has_end: DateTime | None = None


class AanleverAttribution(_Aanlever):
    """An organisation with its role."""

    prov_agent: Uri
    prov_had_role: Uri


class AanleverDataset(_Aanlever):
    """A data set (DcatDataset) of the Aanlever API."""

    dct_identifier: Uri
    dct_title: One
    dct_description: Annotated[
        list[Annotated[str, StringConstraints(max_length=2000)]],
        Field(min_length=1, max_length=1),
    ]
    dct_access_rights: Annotated[
        str, AfterValidator(_in_table("access-right", vocabulary.ACCESS_RIGHTS))
    ]
    dcat_theme: Annotated[
        list[
            Annotated[str, StringConstraints(pattern=f"^{re.escape(eu('data-theme', ''))}[A-Z_]+$")]
        ],
        Field(min_length=1),
    ]
    dct_publisher: AanleverAgent
    dct_creator: Annotated[list[AanleverAgent], Field(min_length=1)]
    dcat_contact_point: AanleverContact
    dcat_distribution: list[AanleverDistribution] = []
    adms_sample: list[AanleverDistribution] = []
    dct_issued: DateTime | None = None
    dct_modified: DateTime | None = None
    dct_accrual_periodicity: Uri | None = None
    adms_status: Uri | None = None
    dct_type: Uri | None = None
    adms_identifier: Uris = []
    dcatap_applicable_legislation: Uris = []
    dct_conforms_to: Uris = []
    dcat_has_version: Uris = []
    foaf_page: Uris = []
    dcatap_hvd_category: Uris = []
    dcat_in_series: Uris = []
    dct_is_referenced_by: Uris = []
    dcat_landing_page: Uris = []
    dct_language: Uris = []
    dct_provenance: Uris = []
    dcat_qualified_relation: Uris = []
    dct_relation: Uris = []
    dct_source: Uris = []
    prov_was_generated_by: Uris = []
    dcat_keyword: list[Text] = []
    adms_version_notes: list[Text] = []
    dct_spatial: list[AanleverLocation] = []
    dct_temporal: list[AanleverPeriod] = []
    prov_qualified_attribution: list[AanleverAttribution] = []
    dcat_spatial_resolution_in_meters: Annotated[float, Field(ge=0)] | None = None
    dcat_temporal_resolution: Annotated[str, AfterValidator(_duration)] | None = None
    dcat_version: str | None = None


class CkanTag(Model):
    """A word."""

    name: Annotated[str, StringConstraints(pattern=f"^{_TAG.pattern}$")]


class CkanResource(Model):
    """A file, as DCAT-AP-DONL 1.1 has it."""

    url: Text
    name: Text
    description: Text
    metadata_language: LanguageUri
    language: Annotated[list[LanguageUri], Field(min_length=1)]
    license_id: DonlLicence
    format: FileTypeUri
    download_url: list[Web] = []
    media_type: Web | None = None
    size: Annotated[int, Field(ge=1)] | None = None
    hash: Text | None = None
    hash_algorithm: Text | None = None
    release_date: LocalTime | None = None
    modification_date: LocalTime | None = None
    linked_schemas: list[Web] = []

    @model_validator(mode="after")
    def _has_both_of_a_checksum(self) -> Self:
        if (self.hash is None) != (self.hash_algorithm is None):
            raise wrong("checksum", value=self.hash or "")
        return self


class CkanPackage(Model):
    """A data set, as DCAT-AP-DONL 1.1 has it."""

    name: Annotated[str, StringConstraints(pattern=_NAME)]
    owner_org: Text
    title: Text
    notes: Text
    identifier: Web
    authority: Web
    publisher: Web
    contact_point_name: Text
    contact_point_email: Text | None = None
    contact_point_website: Web | None = None
    contact_point_phone: Text | None = None
    metadata_language: LanguageUri
    language: Annotated[list[LanguageUri], Field(min_length=1)]
    license_id: DonlLicence
    theme: Annotated[list[DonlThemeUri], Field(min_length=1)]
    modified: LocalTime
    issued: LocalTime | None = None
    dataset_status: Literal[
        "http://data.overheid.nl/status/beschikbaar",
        "http://data.overheid.nl/status/gepland",
        "http://data.overheid.nl/status/in_onderzoek",
        "http://data.overheid.nl/status/niet_beschikbaar",
    ]
    date_planned: LocalTime | None = None
    access_rights: (
        Annotated[str, AfterValidator(_in_table("access-right", vocabulary.ACCESS_RIGHTS))] | None
    ) = None
    frequency: (
        Annotated[str, AfterValidator(_in_table("frequency", vocabulary.FREQUENCIES))] | None
    ) = None
    temporal_start: LocalTime | None = None
    temporal_end: LocalTime | None = None
    spatial_scheme: list[Annotated[str, AfterValidator(one_of(_SPATIAL_SCHEMES))]] = []
    spatial_value: list[Web] = []
    conforms_to: list[Web] = []
    documentation: list[Web] = []
    related_resource: list[Web] = []
    url: Web | None = None
    version: Annotated[str, StringConstraints(max_length=100)] | None = None
    high_value: bool = False
    referentie_data: bool = False
    basis_register: bool = False
    national_coverage: bool = False
    tags: list[CkanTag] = []
    resources: Annotated[list[CkanResource], Field(min_length=1)]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        ways = (self.contact_point_email, self.contact_point_website, self.contact_point_phone)
        if not any(ways):
            raise wrong("no-way-to-ask")
        if len(self.spatial_scheme) != len(self.spatial_value):
            raise wrong("owms-scheme")
        start, end = self.temporal_start, self.temporal_end
        if start is not None and end is not None and start >= end:
            raise wrong("period", start=start, end=end)
        is_planned = self.dataset_status.endswith(("/gepland", "/in_onderzoek"))
        if is_planned and self.date_planned is None:
            raise wrong("missing")
        for values in (self.theme, self.language, [tag.name for tag in self.tags]):
            if len(set(values)) < len(values):
                raise wrong("twice", value=next(it for it in values if values.count(it) > 1))
        return self


def aanlever(catalog: Catalog) -> dict[str, dict[str, Any]]:
    """Give the payload of each data set for the Aanlever API, by the name of the data set.

    Raises:
        CatalogError: When a payload does not fit the field rules.
    """
    return _checked(catalog, _aanlever_of, AanleverDataset)


def ckan(catalog: Catalog, settings: Settings) -> dict[str, dict[str, Any]]:
    """Give the payload of each data set for CKAN, by the name of the data set.

    Files of a kind that the EU list of file types does not have are left out: DCAT-AP-DONL asks a
    file type of that list for every file.

    Raises:
        CatalogError: When a payload does not fit the field rules.
    """
    owner = settings.publish.owner_org
    return _checked(catalog, lambda dataset: _ckan_of(dataset, owner), CkanPackage)


def _checked(
    catalog: Catalog, make: Callable[[Dataset], dict[str, Any]], model: type[Model]
) -> dict[str, dict[str, Any]]:
    made: dict[str, dict[str, Any]] = {}
    problems: list[Problem] = []
    for dataset in catalog.datasets:
        try:
            payload = model.model_validate(make(dataset))
        except Invalid as error:
            problems += [it for it in problems_of(error, _setting) if it not in problems]
        else:
            made[dataset.name] = payload.model_dump(
                mode="json", by_alias=True, exclude_none=True, exclude_unset=True
            )
    if problems:
        raise CatalogError(problems)
    return made


# Where a field of a payload comes from, when the catalogue itself was right.
_SETTINGS = {
    "owner_org": "publish.owner_org",
    "authority": "publisher.owms",
    "publisher": "publisher.owms",
    "theme": "defaults.donl_themes",
    "spatial_scheme": "spatial.0.owms_scheme",
    "spatial_value": "spatial.0.owms",
    "contact_point_phone": "contact.phone",
    "tags": "package.keywords",
}


def _setting(loc: Location) -> str:
    field = str(loc[0]) if loc else ""
    return f"{FILE} {_SETTINGS.get(field, field)}".rstrip()


def _aanlever_of(it: Dataset) -> dict[str, Any]:
    email = it.contact.email
    period = it.temporal
    return _there(
        dctIdentifier=it.identifier,
        dctTitle=[it.title["nl"]],
        dctDescription=[it.description["nl"]],
        dctAccessRights=eu("access-right", it.access_rights),
        dcatTheme=[eu("data-theme", code) for code in it.themes],
        dctPublisher={"foafName": [it.publisher.name["nl"]]},
        dctCreator=[{"foafName": [agent.name["nl"]]} for agent in it.creator],
        dcatContactPoint=_there(
            vcardFn=it.contact.name["nl"],
            vcardHasEmail=None if email is None else mailto(email),
            vcardHasUrl=it.contact.url,
        ),
        dcatDistribution=[
            _there(
                dcatAccessUrl=item.access_url,
                dcatDownloadUrl=item.download_url,
                dctTitle=[item.title["nl"]],
                dctDescription=[item.description["nl"]],
                dctFormat=_format(item),
            )
            for item in it.distributions
        ],
        dctIssued=_utc(it.issued),
        dctModified=_utc(it.modified),
        dctAccrualPeriodicity=None if it.frequency is None else eu("frequency", it.frequency),
        admsStatus=None if it.status is None else eu("dataset-status", it.status),
        dcatapApplicableLegislation=it.applicable_legislation,
        dctConformsTo=[item.uri for item in it.conforms_to],
        foafPage=it.documentation,
        dcatapHvdCategory=it.hvd_categories,
        dcatLandingPage=it.landing_page,
        dctLanguage=[eu("language", code) for code in it.language],
        dctRelation=it.relation,
        dcatKeyword=it.keywords.get("nl", []),
        dctSpatial=[{"dctLocation": place.uri} for place in it.spatial],
        dctTemporal=[]
        if period is None
        else [
            _there(
                dcatStartDate=None if period.start is None else period.start.isoformat(),
                dcatEndDate=None if period.end is None else period.end.isoformat(),
            )
        ],
        dcatVersion=it.version,
    )


def _format(it: Distribution) -> str | None:
    """Give the kind of a file: of the EU list, else its media type."""
    if it.file_type is not None:
        return eu("file-type", it.file_type)
    return None if it.media_type is None else vocabulary.iana(it.media_type)


def _ckan_of(it: Dataset, owner: str | None) -> dict[str, Any]:
    languages = [eu("language", code) for code in it.language]
    areas = [place for place in it.spatial if place.owms is not None]
    licences = {
        spelled: licence["donl"]
        for licence in vocabulary.LICENCES.values()
        for spelled in licence.values()
    }
    words = list(dict.fromkeys(it.keywords.get("nl", [])))
    period = it.temporal
    return _there(
        name=it.name,
        owner_org=owner,
        title=it.title["nl"],
        notes=it.description["nl"],
        identifier=it.identifier,
        authority=it.creator[0].owms,
        publisher=it.publisher.owms,
        contact_point_name=it.contact.name["nl"],
        contact_point_email=it.contact.email,
        contact_point_website=it.contact.url,
        contact_point_phone=it.contact.phone,
        metadata_language=eu("language", "NLD"),
        language=languages,
        license_id=licences[it.distributions[0].licence],
        theme=[vocabulary.OWMS + theme for theme in it.donl_themes],
        modified=_local(it.modified),
        issued=_local(it.issued),
        dataset_status=vocabulary.DONL_STATUS,
        access_rights=eu("access-right", it.access_rights),
        frequency=None if it.frequency is None else eu("frequency", it.frequency),
        temporal_start=None if period is None else _local(period.start),
        temporal_end=None if period is None else _local(period.end, is_end=True),
        spatial_scheme=[place.owms_scheme for place in areas],
        spatial_value=[place.owms for place in areas],
        conforms_to=[item.uri for item in it.conforms_to],
        documentation=it.documentation,
        related_resource=it.relation,
        url=next(iter(it.landing_page), None),
        version=it.version,
        high_value=bool(it.hvd_categories),
        referentie_data=False,
        basis_register=False,
        national_coverage=False,
        tags=[{"name": word} for word in words if _TAG.fullmatch(word)],
        resources=[
            _there(
                url=item.access_url,
                name=item.title["nl"],
                description=item.description["nl"],
                metadata_language=eu("language", "NLD"),
                language=[eu("language", code) for code in item.language] or languages,
                license_id=licences[item.licence],
                format=eu("file-type", item.file_type),
                download_url=[] if item.download_url is None else [item.download_url],
                media_type=None if item.media_type is None else vocabulary.iana(item.media_type),
                # The portal takes sizes from 1 byte.
                size=item.byte_size or None,
                hash=item.sha256,
                hash_algorithm=None
                if item.sha256 is None
                else "http://spdx.org/rdf/terms#checksumAlgorithm_sha256",
                release_date=_local(item.issued),
                modification_date=_local(item.modified),
                linked_schemas=[standard.uri for standard in item.conforms_to],
            )
            for item in it.distributions
            if item.file_type is not None
        ],
    )


def _there(**fields: Any) -> dict[str, Any]:
    """Leave out what is not there, and lists without anything in them."""
    return {key: value for key, value in fields.items() if value is not None and value != []}


def _utc(moment: date | None) -> str | None:
    """Write a moment as the Aanlever API gives it back: in UTC."""
    if moment is None:
        return None
    if not isinstance(moment, datetime):
        return f"{moment.isoformat()}T00:00:00Z"
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _local(moment: date | None, *, is_end: bool = False) -> str | None:
    """Write a moment as CKAN asks it, in UTC; a day at its begin, or at its end."""
    if moment is None:
        return None
    if not isinstance(moment, datetime):
        return f"{moment.isoformat()}T{'23:59:59' if is_end else '00:00:00'}"
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat()
