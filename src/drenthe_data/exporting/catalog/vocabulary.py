"""The lists that DCAT-AP-NL and data.overheid.nl take their values from.

Codes of the EU authority tables (Publications Office), the licences in the three spellings that are
in use, and the themes of data.overheid.nl. The tables grow; a code that is not here is refused, so
that no catalogue names what a reader cannot look up.
"""

from __future__ import annotations

from urllib.parse import quote

EU = "http://publications.europa.eu/resource/authority/"
IANA = "https://www.iana.org/assignments/media-types/"
OWMS = "http://standaarden.overheid.nl/owms/terms/"
PROFILE = "https://docs.geostandaarden.nl/dcat/dcat-ap-nl30/"
HVD_LEGISLATION = "http://data.europa.eu/eli/reg_impl/2023/138/oj"

ACCESS_RIGHTS = frozenset({"PUBLIC", "RESTRICTED", "NON_PUBLIC"})
THEMES = frozenset(
    "AGRI ECON EDUC ENER ENVI GOVE HEAL INTR JUST REGI SOCI TECH TRAN".split()  # noqa: SIM905
)
FREQUENCIES = frozenset(
    (  # noqa: SIM905
        "ANNUAL ANNUAL_2 ANNUAL_3 BIENNIAL BIMONTHLY BIWEEKLY CONT DAILY DAILY_2 IRREG MONTHLY "
        "MONTHLY_2 MONTHLY_3 NEVER OTHER QUARTERLY TRIENNIAL UNKNOWN UPDATE_CONT WEEKLY WEEKLY_2 "
        "WEEKLY_3"
    ).split()
)
FILE_TYPES = frozenset(
    (  # noqa: SIM905
        "CSV GEOJSON GML GPKG GZIP HTML JSON JSON_LD KML KMZ ODS ODT PARQUET PDF PDFA1A PDFA1B RDF "
        "RDF_N_TRIPLES RDF_TURTLE RDF_XML REST SHP SQL TAR TAR_GZ TSV TXT WFS_SRVC WMS_SRVC XHTML "
        "XLS XLSX XML ZIP"
    ).split()
)
LANGUAGES = {"nl": "NLD", "en": "ENG", "fy": "FRY", "de": "DEU", "fr": "FRA"}
DATASET_STATUS = frozenset({"COMPLETED", "DEPRECATED", "DEVELOP", "DISCONT", "WITHDRAWN"})
DISTRIBUTION_STATUS = frozenset({"COMPLETED", "DEPRECATED", "DEVELOP", "WITHDRAWN"})
AVAILABILITY = frozenset({"AVAILABLE", "EXPERIMENTAL", "STABLE", "TEMPORARY"})
# Of the high-value datasets: the six main categories of Regulation (EU) 2023/138.
HVD_CATEGORIES = frozenset(
    f"http://data.europa.eu/bna/{code}"
    for code in (
        "c_ac64a52d",
        "c_dd313021",
        "c_164e0bf5",
        "c_e1da4e07",
        "c_a9135398",
        "c_b79e35eb",
    )
)
PUBLISHER_TYPE = "http://purl.org/adms/publishertype/"
PUBLISHER_TYPES = frozenset(
    (  # noqa: SIM905
        "Academia-ScientificOrganisation Company IndustryConsortium LocalAuthority "
        "NationalAuthority NonGovernmentalOrganisation NonProfitOrganisation "
        "PrivateIndividual(s) RegionalAuthority StandardisationBody SupraNationalAuthority"
    ).split()
)

_GEONOVUM = "https://definities.geostandaarden.nl/dcat-ap-nl/id/waardelijst/licenties/"
_CC = "http://creativecommons.org/"
_LICENCE_TYPE = "http://purl.org/adms/licencetype/"
SPELLINGS = ("donl", "canonical", "geonovum")
# By the name that Data Packages use (SPDX): each spelling, and the kind of licence.
LICENCES: dict[str, dict[str, str]] = {
    "CC0-1.0": {
        "donl": f"{_CC}publicdomain/zero/1.0/deed.nl",
        "canonical": f"{_CC}publicdomain/zero/1.0/",
        "geonovum": f"{_GEONOVUM}cc0",
        "type": f"{_LICENCE_TYPE}PublicDomain",
    },
    "PDM-1.0": {
        "donl": f"{_CC}publicdomain/mark/1.0/deed.nl",
        "canonical": f"{_CC}publicdomain/mark/1.0/",
        "geonovum": f"{_GEONOVUM}public_domain_mark",
        "type": f"{_LICENCE_TYPE}PublicDomain",
    },
    "CC-BY-4.0": {
        "donl": f"{_CC}licenses/by/4.0/deed.nl",
        "canonical": f"{_CC}licenses/by/4.0/",
        "geonovum": f"{_GEONOVUM}naamsvermelding40",
        "type": f"{_LICENCE_TYPE}Attribution",
    },
    "CC-BY-SA-4.0": {
        "donl": f"{_CC}licenses/by-sa/4.0/deed.nl",
        "canonical": f"{_CC}licenses/by-sa/4.0/",
        "geonovum": f"{_GEONOVUM}naamsvermelding_gelijkdelen40",
        "type": f"{_LICENCE_TYPE}Attribution",
    },
}
# All spellings of a licence, to the kind of licence: what a distribution may have.
LICENCE_URIS = {
    licence[spelling]: licence["type"] for licence in LICENCES.values() for spelling in SPELLINGS
}

# Themes of data.overheid.nl (OWMS TaxonomieBeleidsagenda), after OWMS.
DONL_THEMES = frozenset(
    (  # noqa: SIM905
        "Bestuur Cultuur_en_recreatie Economie Energie Financien Huisvesting_(thema) "
        "Landbouw_(thema) Migratie_en_integratie Natuur_en_milieu Onderwijs_en_wetenschap "
        "Openbare_orde_en_veiligheid Recht_(thema) Ruimte_en_infrastructuur Sociale_zekerheid "
        "Verkeer_(thema) Water_(verkeer-thema) Zorg_en_gezondheid"
    ).split()
)
DONL_STATUS = "http://data.overheid.nl/status/beschikbaar"

# What a file is, by its media type: for formats that write files of several kinds.
FILE_TYPE_OF = {
    "application/geo+json": "GEOJSON",
    "application/geopackage+sqlite3": "GPKG",
    "application/gzip": "GZIP",
    "application/json": "JSON",
    "application/ld+json": "JSON_LD",
    "application/n-triples": "RDF_N_TRIPLES",
    "application/pdf": "PDF",
    "application/rdf+xml": "RDF_XML",
    "application/sql": "SQL",
    "application/vnd.apache.parquet": "PARQUET",
    "application/vnd.oasis.opendocument.spreadsheet": "ODS",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/xml": "XML",
    "application/zip": "ZIP",
    "text/csv": "CSV",
    "text/html": "HTML",
    "text/plain": "TXT",
    "text/tab-separated-values": "TSV",
    "text/turtle": "RDF_TURTLE",
}
# Media types of our formats that are in no register, and what they are told as.
TOLD_AS = {
    "application/jsonl": "text/plain",
    "application/vnd.sdmx.data+csv;version=2.0.0": "text/csv",
    "application/vnd.sdmx.structure+xml;version=3.0.0": "application/xml",
}
# Top-level types that IANA has; types that begin with "x-" are in no register.
MEDIA_TYPE = (
    r"(application|audio|font|image|message|model|multipart|text|video)/(?!x-)"
    r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}"
)


def licence_name(value: str) -> str | None:
    """Give the name of a licence from its name or an address of it; ``None`` if unknown."""
    plain = value.strip().replace("https://", "http://").removesuffix("deed.nl").rstrip("/")
    for name, licence in LICENCES.items():
        addresses = {
            licence[spelling].replace("https://", "http://").removesuffix("deed.nl").rstrip("/")
            for spelling in SPELLINGS
        }
        if value.strip().upper() == name.upper() or plain in addresses:
            return name
    return None


def iana(media_type: str) -> str:
    """Give the address of a media type."""
    return IANA + quote(media_type, safe="/!$&+")


def eu(table: str, code: str) -> str:
    """Give the address of a code in an EU authority table."""
    return f"{EU}{table}/{code}"
