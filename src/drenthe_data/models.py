"""Typed rows, a model per table, made from the schemas by ``make models``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from drenthe_data.loading import LoadedPackage, Table

__all__ = [
    "Activity",
    "ActivityPartner",
    "ActivityResult",
    "BudgetAmount",
    "BudgetChange",
    "BudgetLine",
    "Category",
    "Cluster",
    "ClusterLink",
    "ClusterPartner",
    "Derivation",
    "DrentheData",
    "Indicator",
    "IndicatorValue",
    "Mention",
    "Partner",
    "PartnerName",
    "Place",
    "Programme",
    "ProgrammeLink",
    "ProgrammePartner",
    "Result",
    "Row",
    "Sdg",
    "SdgLink",
    "Sector",
    "Source",
]


class Row(BaseModel):
    """What all rows have in common: they do not change, and have no other fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Row):
    """Sources: the documents the facts in the other tables are taken from."""

    id: Annotated[str, Field(description="Stable identifier of the source: lower-case letters, digits and hyphens; never reused.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    title: Annotated[str, Field(description="Title of the document as it names itself.", min_length=1, max_length=200)]
    kind: Annotated[Literal["inventory", "annual-programme", "agenda", "implementation-programme"], Field(description="What kind of document it is.")]
    publisher_id: Annotated[str, Field(description="The organisation that published the document.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    published_year: Annotated[int | None, Field(description="Year in which the document was published, where it says so.", ge=1900, le=2100)] = None
    period_start: Annotated[int | None, Field(description="First year the document is about.", ge=1900, le=2100)] = None
    period_end: Annotated[int | None, Field(description="Last year the document is about.", ge=1900, le=2100)] = None
    language: Annotated[str, Field(description="Language of the document, as an ISO 639-1 code.", pattern="^(?:[a-z]{2})$")]
    text_file: Annotated[str, Field(description="Name of the text file the line numbers count in.", min_length=1, max_length=100)]
    text_sha256: Annotated[str, Field(description="SHA-256 checksum of the text file, in hexadecimal.", pattern="^(?:[0-9a-f]{64})$")]
    text_lines: Annotated[int, Field(description="Number of lines of the text file; a last line without a newline counts.", ge=1)]


class Place(Row):
    """Places: the Netherlands, the North, Drenthe, its twelve municipalities and the towns that the documents name."""

    id: Annotated[str, Field(description="Stable identifier of the place: lower-case letters, digits and hyphens; never reused.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    name: Annotated[str, Field(description="Name of the place in Dutch.", min_length=1, max_length=100)]
    kind: Annotated[Literal["country", "part-of-country", "province", "region", "municipality", "town"], Field(description="What kind of place it is.")]
    parent_id: Annotated[str | None, Field(description="The next larger place this place lies in.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")] = None
    cbs_code: Annotated[str | None, Field(description="Region code of Statistics Netherlands: `GM` municipality, `PV` province, `LD` part of the country, `NL` country.", pattern="^(?:(GM[0-9]{4}|PV[0-9]{2}|LD[0-9]{2}|NL[0-9]{2}))$")] = None
    tooi_uri: Annotated[str | None, Field(description="Identifier of the authority in the government register TOOI.")] = None
    latitude: Annotated[float | None, Field(description="Latitude of the seat or centre in degrees (WGS 84), to two decimals.", ge=-90, le=90)] = None
    longitude: Annotated[float | None, Field(description="Longitude of the seat or centre in degrees (WGS 84), to two decimals.", ge=-180, le=180)] = None


class Sector(Row):
    """Sectors: the parts of the economy that clusters and indicators belong to."""

    id: Annotated[str, Field(description="Stable identifier of the sector: lower-case letters, digits and hyphens; never reused.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    name: Annotated[str, Field(description="Name of the sector in Dutch.", min_length=1, max_length=100)]
    name_en: Annotated[str, Field(description="Name of the sector in English.", min_length=1, max_length=100)]
    description: Annotated[str, Field(description="What belongs to the sector, in Dutch.", min_length=1, max_length=400)]


class Partner(Row):
    """Partners: the organisations that take part, each once under its full name."""

    id: Annotated[str, Field(description="Stable identifier of the partner: lower-case letters, digits and hyphens; never reused.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    name: Annotated[str, Field(description="Full name of the organisation.", min_length=1, max_length=150)]
    short_name: Annotated[str | None, Field(description="Abbreviation or short name in use.", min_length=1, max_length=50)] = None
    kind: Annotated[Literal["government", "education-research", "business", "network", "civil-society", "other"], Field(description="What kind of organisation it is.")]
    is_collective: Annotated[bool, Field(description="True when the name stands for a group, such as \"gemeenten\" or \"mkb\".")]
    place_id: Annotated[str | None, Field(description="Where the organisation is, where a source says so.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")] = None
    uri: Annotated[str | None, Field(description="Identifier of the organisation on the web, such as its TOOI URI.")] = None
    note: Annotated[str | None, Field(description="What one must know about the name, such as a predecessor.", min_length=1, max_length=400)] = None


class PartnerName(Row):
    """Partner names: every spelling of a partner that the sources use."""

    name: Annotated[str, Field(description="The spelling; unique, also without regard to upper and lower case.", min_length=1, max_length=150)]
    partner_id: Annotated[str, Field(description="The partner this spelling stands for.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]


class Cluster(Row):
    """Clusters: innovation and knowledge clusters in Drenthe."""

    id: Annotated[str, Field(description="Stable identifier of the cluster: lower-case letters, digits and hyphens; never reused.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    name: Annotated[str, Field(description="Name of the cluster.", min_length=1, max_length=150)]
    sector_id: Annotated[str, Field(description="The sector the source places the cluster in.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    kind: Annotated[Literal["expertise-centre", "testbed", "fieldlab", "hub", "campus", "programme", "project", "lectorate", "network", "institute", "training-centre", "heritage-site"], Field(description="What kind of cluster it is.")]
    place_id: Annotated[str | None, Field(description="Where the cluster is.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")] = None
    status: Annotated[Literal["active", "in-development", "completed"] | None, Field(description="State of the cluster when the source was written.")] = None
    start_year: Annotated[int | None, Field(description="Year in which the cluster started.", ge=1900, le=2100)] = None
    website: Annotated[str | None, Field(description="Website the source gives.")] = None
    summary: Annotated[str, Field(description="What the cluster does, written anew in Dutch.", min_length=1, max_length=200)]
    source_id: Annotated[str, Field(description="The document this row comes from.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    source_lines: Annotated[str, Field(description="Lines of the source text that say this, counted from 1: `41`, `41-45`, several joined by `;`.", max_length=200, pattern="^(?:[1-9][0-9]*(-[1-9][0-9]*)?(;[1-9][0-9]*(-[1-9][0-9]*)?)*)$")]


class ClusterPartner(Row):
    """Partners of clusters: which organisation takes part in which cluster, and as what."""

    cluster_id: Annotated[str, Field(description="The cluster.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    partner_id: Annotated[str, Field(description="The organisation that takes part.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    role: Annotated[Literal["initiator", "coordinator", "leader", "partner", "participant", "funder", "client", "other"], Field(description="What the organisation is in the cluster.")]
    source_id: Annotated[str, Field(description="The document this row comes from.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    source_lines: Annotated[str, Field(description="Lines of the source text that say this, counted from 1: `41`, `41-45`, several joined by `;`.", max_length=200, pattern="^(?:[1-9][0-9]*(-[1-9][0-9]*)?(;[1-9][0-9]*(-[1-9][0-9]*)?)*)$")]


class ClusterLink(Row):
    """Cross-overs of clusters: links of a cluster with another sector or cluster that a source states."""

    cluster_id: Annotated[str, Field(description="The cluster.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    linked_cluster_id: Annotated[str | None, Field(description="The cluster it is linked with, where the source names one.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")] = None
    linked_sector_id: Annotated[str, Field(description="The sector it is linked with.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    source_id: Annotated[str, Field(description="The document this row comes from.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    source_lines: Annotated[str, Field(description="Lines of the source text that say this, counted from 1: `41`, `41-45`, several joined by `;`.", max_length=200, pattern="^(?:[1-9][0-9]*(-[1-9][0-9]*)?(;[1-9][0-9]*(-[1-9][0-9]*)?)*)$")]


class Programme(Row):
    """Programmes: strategies, programmes, agendas, themes, funds and projects, with what belongs to what."""

    id: Annotated[str, Field(description="Stable identifier of the programme: lower-case letters, digits and hyphens; never reused.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    parent_id: Annotated[str | None, Field(description="The programme this one is part of.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")] = None
    name: Annotated[str, Field(description="Name of the programme.", min_length=1, max_length=200)]
    kind: Annotated[Literal["strategy", "programme", "annual-programme", "agenda", "theme", "challenge", "product", "fund", "scheme", "accord", "deal", "project", "law", "study", "platform"], Field(description="What kind of programme it is.")]
    level: Annotated[Literal["provincial", "northern", "national", "european", "cross-border", "global", "regional"], Field(description="The level of government or cooperation the programme belongs to.")]
    period_start: Annotated[int | None, Field(description="First year of the programme.", ge=1900, le=2100)] = None
    period_end: Annotated[int | None, Field(description="Last year of the programme.", ge=1900, le=2100)] = None
    owner_id: Annotated[str | None, Field(description="The organisation the programme belongs to, where a source says so.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")] = None
    summary: Annotated[str | None, Field(description="What the programme is about, written anew in Dutch.", min_length=1, max_length=200)] = None
    source_id: Annotated[str, Field(description="The document this row comes from.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    source_lines: Annotated[str, Field(description="Lines of the source text that say this, counted from 1: `41`, `41-45`, several joined by `;`.", max_length=200, pattern="^(?:[1-9][0-9]*(-[1-9][0-9]*)?(;[1-9][0-9]*(-[1-9][0-9]*)?)*)$")]


class ProgrammePartner(Row):
    """Partners of programmes: which organisation is a partner of which programme."""

    programme_id: Annotated[str, Field(description="The programme.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    partner_id: Annotated[str, Field(description="The organisation that takes part.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    role: Annotated[Literal["initiator", "coordinator", "leader", "partner", "participant", "funder", "client", "other"] | None, Field(description="What the organisation is in the programme, where a source says so.")] = None
    source_id: Annotated[str, Field(description="The document this row comes from.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    source_lines: Annotated[str, Field(description="Lines of the source text that say this, counted from 1: `41`, `41-45`, several joined by `;`.", max_length=200, pattern="^(?:[1-9][0-9]*(-[1-9][0-9]*)?(;[1-9][0-9]*(-[1-9][0-9]*)?)*)$")]


class ProgrammeLink(Row):
    """Links of programmes: which programme is related to, follows, frames or funds which other one."""

    programme_id: Annotated[str, Field(description="The programme.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    related_programme_id: Annotated[str, Field(description="The other programme.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    relation: Annotated[Literal["related", "successor", "framework", "funding"], Field(description="What the other programme is to this one: related, its framework or its funding. With `successor` this programme follows the other one.")]
    source_id: Annotated[str, Field(description="The document this row comes from.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    source_lines: Annotated[str, Field(description="Lines of the source text that say this, counted from 1: `41`, `41-45`, several joined by `;`.", max_length=200, pattern="^(?:[1-9][0-9]*(-[1-9][0-9]*)?(;[1-9][0-9]*(-[1-9][0-9]*)?)*)$")]


class Activity(Row):
    """Activities: what the programmes are going to do."""

    id: Annotated[str, Field(description="Stable identifier of the activity: lower-case letters, digits and hyphens; never reused.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    programme_id: Annotated[str, Field(description="The programme the activity belongs to.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    number: Annotated[str | None, Field(description="Number of the activity as the source prints it.", max_length=20)] = None
    heading: Annotated[str | None, Field(description="The sub-heading under which the source lists the activity.", min_length=1, max_length=200)] = None
    title: Annotated[str, Field(description="What is done, written anew in Dutch.", min_length=1, max_length=200)]
    period_start: Annotated[int | None, Field(description="First year of the activity.", ge=1900, le=2100)] = None
    period_end: Annotated[int | None, Field(description="Last year of the activity.", ge=1900, le=2100)] = None
    is_accent: Annotated[bool, Field(description="True when the source marks the activity as an accent or a priority.")]
    source_id: Annotated[str, Field(description="The document this row comes from.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    source_lines: Annotated[str, Field(description="Lines of the source text that say this, counted from 1: `41`, `41-45`, several joined by `;`.", max_length=200, pattern="^(?:[1-9][0-9]*(-[1-9][0-9]*)?(;[1-9][0-9]*(-[1-9][0-9]*)?)*)$")]


class ActivityPartner(Row):
    """Partners of activities: which organisation takes part in which activity. An organisation with several roles has a row for each."""

    activity_id: Annotated[str, Field(description="The activity.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    partner_id: Annotated[str, Field(description="The organisation that takes part.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    role: Annotated[Literal["initiating", "directing", "leading", "executing", "stimulating", "facilitating", "financing", "connecting", "participating", "lobbying", "client", "agenda-setting", "coordinating", "advising", "researching", "organising", "other"] | None, Field(description="What the organisation does, where a source says so; for the province the role printed in brackets.")] = None
    source_id: Annotated[str, Field(description="The document this row comes from.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    source_lines: Annotated[str, Field(description="Lines of the source text that say this, counted from 1: `41`, `41-45`, several joined by `;`.", max_length=200, pattern="^(?:[1-9][0-9]*(-[1-9][0-9]*)?(;[1-9][0-9]*(-[1-9][0-9]*)?)*)$")]


class Result(Row):
    """Goals and results: what the programmes want to reach, and what their activities are to deliver."""

    id: Annotated[str, Field(description="Stable identifier of the result: lower-case letters, digits and hyphens; never reused.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    programme_id: Annotated[str, Field(description="The programme it belongs to.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    activity_id: Annotated[str | None, Field(description="The activity it comes from, where the source says so.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")] = None
    kind: Annotated[Literal["goal", "result"], Field(description="Whether it is a goal or a result.")]
    title: Annotated[str, Field(description="The goal or result, written anew in Dutch.", min_length=1, max_length=200)]
    target_year: Annotated[int | None, Field(description="Year in which it is to be reached.", ge=1900, le=2100)] = None
    indicator_value_id: Annotated[str | None, Field(description="The target value, where the source gives a figure.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")] = None
    source_id: Annotated[str, Field(description="The document this row comes from.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    source_lines: Annotated[str, Field(description="Lines of the source text that say this, counted from 1: `41`, `41-45`, several joined by `;`.", max_length=200, pattern="^(?:[1-9][0-9]*(-[1-9][0-9]*)?(;[1-9][0-9]*(-[1-9][0-9]*)?)*)$")]


class ActivityResult(Row):
    """Results of activities: which activity contributes to which result, where a source lists activities under a result."""

    activity_id: Annotated[str, Field(description="The activity.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    result_id: Annotated[str, Field(description="The result it contributes to.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    source_id: Annotated[str, Field(description="The document this row comes from.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    source_lines: Annotated[str, Field(description="Lines of the source text that say this, counted from 1: `41`, `41-45`, several joined by `;`.", max_length=200, pattern="^(?:[1-9][0-9]*(-[1-9][0-9]*)?(;[1-9][0-9]*(-[1-9][0-9]*)?)*)$")]


class BudgetLine(Row):
    """Budget lines: the lines of the published budgets, with what adds up to what."""

    id: Annotated[str, Field(description="Stable identifier of the budget line: lower-case letters, digits and hyphens; never reused.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    programme_id: Annotated[str, Field(description="The programme the money is for.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    parent_id: Annotated[str | None, Field(description="The subtotal or total this line is part of.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")] = None
    label: Annotated[str, Field(description="Label of the line; a subtotal also names what it is the subtotal of.", min_length=1, max_length=200)]
    kind: Annotated[Literal["item", "subtotal", "total"], Field(description="Whether the line is a single item, a subtotal or a total.")]
    direction: Annotated[Literal["expenditure", "income", "balance"], Field(description="Expenditure is zero or more, income is zero or less, a balance is the two together.")]
    category: Annotated[Literal["purchase", "subsidy", "contributions-received"] | None, Field(description="Economic category the source gives.")] = None
    source_id: Annotated[str, Field(description="The document this row comes from.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    source_lines: Annotated[str, Field(description="Lines of the source text that say this, counted from 1: `41`, `41-45`, several joined by `;`.", max_length=200, pattern="^(?:[1-9][0-9]*(-[1-9][0-9]*)?(;[1-9][0-9]*(-[1-9][0-9]*)?)*)$")]


class BudgetAmount(Row):
    """Budget amounts: what each budget line amounts to in each year."""

    budget_line_id: Annotated[str, Field(description="The budget line.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    fiscal_year: Annotated[int, Field(description="The year the amount is for.", ge=1900, le=2100)]
    stage: Annotated[Literal["actual", "budget", "forecast"], Field(description="Whether the amount was spent, budgeted or foreseen.")]
    amount_eur: Annotated[int, Field(description="The amount in whole euros; a printed `-` is 0.")]
    as_printed: Annotated[str, Field(description="The figure exactly as the cited lines print it.", min_length=1, max_length=40)]
    source_id: Annotated[str, Field(description="The document this row comes from.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    source_lines: Annotated[str, Field(description="Lines of the source text that say this, counted from 1: `41`, `41-45`, several joined by `;`.", max_length=200, pattern="^(?:[1-9][0-9]*(-[1-9][0-9]*)?(;[1-9][0-9]*(-[1-9][0-9]*)?)*)$")]


class BudgetChange(Row):
    """Budget changes: the printed difference between two years of a budget line."""

    budget_line_id: Annotated[str, Field(description="The budget line.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    from_year: Annotated[int, Field(description="The first of the two years.", ge=1900, le=2100)]
    to_year: Annotated[int, Field(description="The second of the two years.", ge=1900, le=2100)]
    amount_eur: Annotated[int, Field(description="The printed difference in whole euros: first year less second year.")]
    as_printed: Annotated[str, Field(description="The figure exactly as the cited lines print it.", min_length=1, max_length=40)]
    source_id: Annotated[str, Field(description="The document this row comes from.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    source_lines: Annotated[str, Field(description="Lines of the source text that say this, counted from 1: `41`, `41-45`, several joined by `;`.", max_length=200, pattern="^(?:[1-9][0-9]*(-[1-9][0-9]*)?(;[1-9][0-9]*(-[1-9][0-9]*)?)*)$")]


class Category(Row):
    """Categories: breakdowns of indicators, such as the branches of the health economy."""

    id: Annotated[str, Field(description="Stable identifier of the category: lower-case letters, digits and hyphens; never reused.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    name: Annotated[str, Field(description="Name of the category in Dutch.", min_length=1, max_length=100)]
    name_en: Annotated[str, Field(description="Name of the category in English.", min_length=1, max_length=100)]


class Indicator(Row):
    """Indicators: what is measured or aimed at."""

    id: Annotated[str, Field(description="Stable identifier of the indicator: lower-case letters, digits and hyphens; never reused.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    name: Annotated[str, Field(description="Name of the indicator in Dutch.", min_length=1, max_length=200)]
    name_en: Annotated[str, Field(description="Name of the indicator in English.", min_length=1, max_length=200)]
    unit: Annotated[Literal["count", "jobs", "fte", "person-years", "eur", "percent", "percentage-point", "hectare", "m2", "mw", "rank", "ratio", "terabyte-per-second", "year", "month", "kilometre", "times-per-year"], Field(description="Unit of its values.")]
    description: Annotated[str, Field(description="What exactly is counted, in Dutch.", min_length=1, max_length=400)]
    programme_id: Annotated[str | None, Field(description="The programme it belongs to.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")] = None
    sector_id: Annotated[str | None, Field(description="The sector it is about.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")] = None


class IndicatorValue(Row):
    """Indicator values: the figures the documents give: observed, aimed at, estimated or foreseen."""

    id: Annotated[str, Field(description="Stable identifier of the value: lower-case letters, digits and hyphens; never reused.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    indicator_id: Annotated[str, Field(description="The indicator.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    place_id: Annotated[str, Field(description="The place the figure is about.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    category_id: Annotated[str | None, Field(description="The part of the breakdown the figure is about.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")] = None
    period: Annotated[str, Field(description="The time the figure is about: a year, a range of years `2011/2012` or a month `2012-12`.", pattern="^(?:[0-9]{4}(/[0-9]{4}|-(0[1-9]|1[0-2]))?)$")]
    kind: Annotated[Literal["observed", "target", "estimate", "forecast"], Field(description="Whether the figure was observed, is aimed at, estimated or foreseen.")]
    value: Annotated[float, Field(description="The figure; of a range, the lower end.")]
    value_high: Annotated[float | None, Field(description="The upper end of a range.")] = None
    precision: Annotated[Literal["exact", "about", "at-least", "at-most", "more-than", "almost"], Field(description="How exactly the source gives the figure.")]
    as_printed: Annotated[str, Field(description="The figure exactly as the cited lines print it.", min_length=1, max_length=40)]
    source_id: Annotated[str, Field(description="The document this row comes from.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    source_lines: Annotated[str, Field(description="Lines of the source text that say this, counted from 1: `41`, `41-45`, several joined by `;`.", max_length=200, pattern="^(?:[1-9][0-9]*(-[1-9][0-9]*)?(;[1-9][0-9]*(-[1-9][0-9]*)?)*)$")]


class Derivation(Row):
    """Derivations: published figures that other published figures determine."""

    value_id: Annotated[str, Field(description="The figure that can be recomputed.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    operation: Annotated[Literal["difference", "percent-change", "ratio", "sum", "share", "leverage", "complement", "multiplier"], Field(description="How it follows from the operands.")]
    operands: Annotated[str, Field(description="Identifiers of the indicator values it follows from, in order, joined by `;`.", pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*(;[a-z0-9]+(-[a-z0-9]+)*)*)$")]


class Sdg(Row):
    """Sustainable Development Goals: the 17 Sustainable Development Goals of the United Nations."""

    id: Annotated[int, Field(description="Number of the goal.", ge=1, le=17)]
    name: Annotated[str, Field(description="Name of the goal in Dutch.", min_length=1, max_length=100)]
    name_en: Annotated[str, Field(description="Name of the goal in English.", min_length=1, max_length=100)]
    uri: Annotated[str, Field(description="Identifier of the goal at the United Nations.")]


class SdgLink(Row):
    """Links with the SDGs: which programme, cluster, activity or indicator serves which goal."""

    subject_table: Annotated[Literal["programmes", "clusters", "activities", "indicators"], Field(description="The table of the subject.")]
    subject_id: Annotated[str, Field(description="Identifier of the subject in that table.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    sdg_id: Annotated[int, Field(description="The Sustainable Development Goal.", ge=1, le=17)]
    basis: Annotated[Literal["stated", "derived"], Field(description="Whether a source states the link or it was derived.")]
    rationale: Annotated[str | None, Field(description="Why the link holds; needed when it is derived.", min_length=1, max_length=400)] = None
    source_id: Annotated[str, Field(description="The document this row comes from.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    source_lines: Annotated[str, Field(description="Lines of the source text that say this, counted from 1: `41`, `41-45`, several joined by `;`.", max_length=200, pattern="^(?:[1-9][0-9]*(-[1-9][0-9]*)?(;[1-9][0-9]*(-[1-9][0-9]*)?)*)$")]


class Mention(Row):
    """Further mentions: where a source names a programme or cluster whose own row cites another source, or an organisation that no other table cites."""

    subject_table: Annotated[Literal["partners", "programmes", "clusters"], Field(description="The table of the subject.")]
    subject_id: Annotated[str, Field(description="Identifier of the subject in that table.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    source_id: Annotated[str, Field(description="The document this row comes from.", max_length=80, pattern="^(?:[a-z0-9]+(-[a-z0-9]+)*)$")]
    source_lines: Annotated[str, Field(description="Lines of the source text that say this, counted from 1: `41`, `41-45`, several joined by `;`.", max_length=200, pattern="^(?:[1-9][0-9]*(-[1-9][0-9]*)?(;[1-9][0-9]*(-[1-9][0-9]*)?)*)$")]


class DrentheData(LoadedPackage):
    """The tables of the package, each with its type of row."""

    @property
    def sources(self) -> Table[Source]:
        """Sources: the documents the facts in the other tables are taken from."""
        return self.table("sources", Source)

    @property
    def places(self) -> Table[Place]:
        """Places: the Netherlands, the North, Drenthe, its twelve municipalities and the towns that the documents name."""
        return self.table("places", Place)

    @property
    def sectors(self) -> Table[Sector]:
        """Sectors: the parts of the economy that clusters and indicators belong to."""
        return self.table("sectors", Sector)

    @property
    def partners(self) -> Table[Partner]:
        """Partners: the organisations that take part, each once under its full name."""
        return self.table("partners", Partner)

    @property
    def partner_names(self) -> Table[PartnerName]:
        """Partner names: every spelling of a partner that the sources use."""
        return self.table("partner_names", PartnerName)

    @property
    def clusters(self) -> Table[Cluster]:
        """Clusters: innovation and knowledge clusters in Drenthe."""
        return self.table("clusters", Cluster)

    @property
    def cluster_partners(self) -> Table[ClusterPartner]:
        """Partners of clusters: which organisation takes part in which cluster, and as what."""
        return self.table("cluster_partners", ClusterPartner)

    @property
    def cluster_links(self) -> Table[ClusterLink]:
        """Cross-overs of clusters: links of a cluster with another sector or cluster that a source states."""
        return self.table("cluster_links", ClusterLink)

    @property
    def programmes(self) -> Table[Programme]:
        """Programmes: strategies, programmes, agendas, themes, funds and projects, with what belongs to what."""
        return self.table("programmes", Programme)

    @property
    def programme_partners(self) -> Table[ProgrammePartner]:
        """Partners of programmes: which organisation is a partner of which programme."""
        return self.table("programme_partners", ProgrammePartner)

    @property
    def programme_links(self) -> Table[ProgrammeLink]:
        """Links of programmes: which programme is related to, follows, frames or funds which other one."""
        return self.table("programme_links", ProgrammeLink)

    @property
    def activities(self) -> Table[Activity]:
        """Activities: what the programmes are going to do."""
        return self.table("activities", Activity)

    @property
    def activity_partners(self) -> Table[ActivityPartner]:
        """Partners of activities: which organisation takes part in which activity. An organisation with several roles has a row for each."""
        return self.table("activity_partners", ActivityPartner)

    @property
    def results(self) -> Table[Result]:
        """Goals and results: what the programmes want to reach, and what their activities are to deliver."""
        return self.table("results", Result)

    @property
    def activity_results(self) -> Table[ActivityResult]:
        """Results of activities: which activity contributes to which result, where a source lists activities under a result."""
        return self.table("activity_results", ActivityResult)

    @property
    def budget_lines(self) -> Table[BudgetLine]:
        """Budget lines: the lines of the published budgets, with what adds up to what."""
        return self.table("budget_lines", BudgetLine)

    @property
    def budget_amounts(self) -> Table[BudgetAmount]:
        """Budget amounts: what each budget line amounts to in each year."""
        return self.table("budget_amounts", BudgetAmount)

    @property
    def budget_changes(self) -> Table[BudgetChange]:
        """Budget changes: the printed difference between two years of a budget line."""
        return self.table("budget_changes", BudgetChange)

    @property
    def categories(self) -> Table[Category]:
        """Categories: breakdowns of indicators, such as the branches of the health economy."""
        return self.table("categories", Category)

    @property
    def indicators(self) -> Table[Indicator]:
        """Indicators: what is measured or aimed at."""
        return self.table("indicators", Indicator)

    @property
    def indicator_values(self) -> Table[IndicatorValue]:
        """Indicator values: the figures the documents give: observed, aimed at, estimated or foreseen."""
        return self.table("indicator_values", IndicatorValue)

    @property
    def derivations(self) -> Table[Derivation]:
        """Derivations: published figures that other published figures determine."""
        return self.table("derivations", Derivation)

    @property
    def sdgs(self) -> Table[Sdg]:
        """Sustainable Development Goals: the 17 Sustainable Development Goals of the United Nations."""
        return self.table("sdgs", Sdg)

    @property
    def sdg_links(self) -> Table[SdgLink]:
        """Links with the SDGs: which programme, cluster, activity or indicator serves which goal."""
        return self.table("sdg_links", SdgLink)

    @property
    def mentions(self) -> Table[Mention]:
        """Further mentions: where a source names a programme or cluster whose own row cites another source, or an organisation that no other table cites."""
        return self.table("mentions", Mention)
