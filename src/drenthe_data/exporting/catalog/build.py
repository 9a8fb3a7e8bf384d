"""Making the catalogue of a package: from its descriptor, its tables, the settings and the files.

One data set for the package, and one for each theme in the settings whose tables the package has.
A file of one table is a distribution of the theme that has the table; every other file is one of
the package.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from pydantic import ValidationError

from drenthe_data.descriptor import Resource
from drenthe_data.exporting.catalog import vocabulary
from drenthe_data.exporting.catalog.models import Catalog
from drenthe_data.exporting.catalog.problems import (
    CatalogError,
    Location,
    Problem,
    problems_of,
)
from drenthe_data.exporting.catalog.settings import (
    FILE,
    About,
    Publisher,
    Settings,
    Theme,
    read_settings,
)
from drenthe_data.exporting.job import Job
from drenthe_data.exporting.manifest import Entry
from drenthe_data.exporting.profile import FOLDER, Profile
from drenthe_data.loading import LoadedPackage
from drenthe_data.messages import nearest

# Periods that a text may say: a year, two years, a month.
_PERIOD = re.compile(r"(?P<first>\d{4})(?:[/-](?P<last>\d{4})|-(?P<month>0[1-9]|1[0-2]))?")
_TIMES = ("date", "datetime", "year", "yearmonth")
# Deeper folders hold parts of a whole: one document per row, the pages of a site.
_DEEPEST = 2


@dataclass(frozen=True, slots=True)
class Built:
    """A catalogue and what it was made with."""

    catalog: Catalog
    settings: Settings


@dataclass(frozen=True, slots=True)
class _File:
    """A file that is listed, with the profile of its format."""

    format: str
    profile: Profile
    entry: Entry


def build(job: Job) -> Built:
    """Make the catalogue of a package.

    Raises:
        CatalogError: When something in the descriptor or the settings is not as it should be; each
            problem names what to mend.
        DataError: When the settings cannot be read.
    """
    settings = read_settings(job.data.package, job.base_url)
    return Built(_Builder(job, settings).catalog(), settings)


class _Builder:
    """Puts the parts together; what is wrong is found by the models."""

    def __init__(self, job: Job, settings: Settings) -> None:
        self.job = job
        self.data: LoadedPackage = job.data
        self.raw = job.data.package.raw
        self.settings = settings
        self.base = job.base_url
        self.resources = {item.name: item for item in job.data.package.resources}
        self.problems: list[Problem] = []
        self.files = list(self._listed())
        self.schemas = list(self._schemas())
        self.slugs = Counter(_slug(file.entry.path) for file in self.files)
        # Of each data set: its name, what the settings say of it, and where they say it.
        self.sets: list[tuple[str, About, str]] = []

    def catalog(self) -> Catalog:
        """Make the catalogue and check it."""
        themes = {
            name: theme for name, theme in self.settings.themes.items() if self._tables_of(theme)
        }
        self._check_tables(themes)
        name = _slug(self.data.name) or "dataset"
        self.sets = [(name, self.settings.package, "package")]
        self.sets += [(f"{name}-{key}", theme, f"themes.{key}") for key, theme in themes.items()]
        taken = {table for theme in themes.values() for table in theme.tables}
        datasets = [self._package(name, themes, taken)]
        datasets += [
            self._theme(f"{name}-{key}", key, theme, name) for key, theme in themes.items()
        ]
        # A theme whose tables no listed format has written has nothing to give.
        empty = {item["uri"] for item in datasets[1:] if not item["distributions"]}
        datasets = [item for item in datasets if item["uri"] not in empty]
        datasets[0]["relation"] = [uri for uri in datasets[0]["relation"] if uri not in empty]
        self.sets = [item for item in self.sets if f"{self.base}/id/dataset/{item[0]}" not in empty]
        about = self.settings.catalog
        issued, modified = self._dates()
        raw = {
            "uri": f"{self.base}/id/catalog",
            "title": about.texts("title") or self._texts(self.raw, "title", self.data.name),
            "description": about.texts("description")
            or self._texts(self.raw, "description", self.data.name),
            "publisher": self._agent(self.settings.publisher),
            "creator": self._agent(self.settings.creator or self.settings.publisher),
            "contact": self._contact(),
            "datasets": datasets,
            "records": [self._record(item) for item in datasets],
            "language": about.language,
            "licence": vocabulary.LICENCES[about.licence][self.settings.licence_spelling],
            "issued": about.issued or issued,
            "modified": about.modified or modified,
            "homepage": about.homepage or f"{self.base}/",
            "spatial": self._spatial(),
        }
        found: list[Problem] = []
        try:
            catalog = Catalog.model_validate({k: v for k, v in raw.items() if v is not None})
        except ValidationError as error:
            found = problems_of(error, self._setting)
        if self.problems or found:
            raise CatalogError([*self.problems, *found])
        return catalog

    # What there is.

    def _listed(self) -> Iterator[_File]:
        leave_out = [*self.settings.distributions.leave_out]
        for name in sorted(self.job.made):
            profile = self.job.profiles[name]
            if not profile.is_listed:
                continue
            for entry in self.job.made[name]:
                deep = len(PurePosixPath(entry.path).parts) > _DEEPEST
                if (deep and entry.resource is None) or _fits(entry.path, leave_out):
                    continue
                yield _File(name, profile, entry)

    def _schemas(self) -> Iterator[_File]:
        for file in self.files:
            if _fits(file.entry.path, self.settings.distributions.schemas):
                yield file

    def _tables_of(self, theme: Theme) -> list[str]:
        return [name for name in theme.tables if name in self.resources]

    def _check_tables(self, themes: Mapping[str, Theme]) -> None:
        """See that the themes name tables that are there, each once."""
        seen: dict[str, str] = {}
        for key, theme in themes.items():
            for number, table in enumerate(theme.tables):
                place = f"{FILE} themes.{key}.tables.{number}"
                if table not in self.resources:
                    context = {"value": table, "nearest": nearest(table, self.resources)}
                    self.problems.append(Problem(place, "no-table", context))
                if table in seen:
                    self.problems.append(Problem(place, "twice", {"value": table}))
                seen[table] = key

    def _dates(self) -> tuple[object, object]:
        """Give when the package was published and changed, as the descriptor says."""
        created = self.raw.get("created")
        return created, self.raw.get("modified") or created

    def _texts(self, raw: Mapping[str, Any], key: str, otherwise: str) -> dict[str, str]:
        """Give a text of the descriptor by language; one without a Dutch form is taken as Dutch."""
        plain, dutch = (str(raw.get(name) or "").strip() for name in (key, f"{key}_nl"))
        if dutch and plain:
            return {"nl": dutch, "en": plain}
        return {"nl": dutch or plain or otherwise}

    def _licence(self, resource: Resource | None = None) -> str:
        """Give the address of a licence in the spelling of the settings.

        A table without a licence of its own has that of the package.
        """
        own = resource.raw.get("licenses") if resource is not None else None
        given = own or self.raw.get("licenses")
        first = given[0] if isinstance(given, list) and given else None
        about: dict[str, Any] = first if isinstance(first, dict) else {}
        names = [str(about[key]) for key in ("name", "path") if key in about]
        for name in names:
            known = vocabulary.licence_name(name)
            if known is not None:
                return vocabulary.LICENCES[known][self.settings.licence_spelling]
        code = "licence" if names else "no-licence"
        context = {"value": names[0] if names else "", "expected": list(vocabulary.LICENCES)}
        place = f"resources.{resource.name}.licenses" if own and resource else "licenses"
        problem = Problem(f"datapackage.json {place}", code, context)
        if problem not in self.problems:
            self.problems.append(problem)
        # So that everything else is looked at too.
        return vocabulary.LICENCES["CC0-1.0"][self.settings.licence_spelling]

    # The parts.

    def _agent(self, given: Publisher) -> dict[str, Any]:
        name = {"nl": given.name_nl, "en": given.name}
        return _there(
            uri=given.uri,
            name={lang: text for lang, text in name.items() if text},
            type=given.type,
            owms=given.owms,
        )

    def _contact(self) -> dict[str, Any]:
        given = self.settings.contact
        name = {"nl": given.name_nl, "en": given.name}
        return _there(
            uri=f"{self.base}/id/contact",
            name={lang: text for lang, text in name.items() if text},
            email=given.email,
            url=given.url,
            phone=given.phone,
        )

    def _spatial(self) -> list[dict[str, Any]]:
        return [
            _there(
                uri=item.uri,
                name={
                    lang: text
                    for lang, text in (("nl", item.name_nl), ("en", item.name))
                    if text and item.name_nl
                }
                or None,
                bbox=tuple(map(float, item.bbox)) if item.bbox else None,
                centroid=tuple(map(float, item.centroid)) if item.centroid else None,
                owms=item.owms,
                owms_scheme=item.owms_scheme,
            )
            for item in self.settings.spatial
        ]

    def _record(self, dataset: Mapping[str, Any]) -> dict[str, Any]:
        return _there(
            uri=dataset["uri"].replace("/id/dataset/", "/id/record/"),
            primary_topic=dataset["uri"],
            language=["NLD", *(["ENG"] if "en" in dataset["title"] else [])],
            modified=dataset.get("modified"),
            issued=dataset.get("issued"),
            status="COMPLETED",
            conforms_to={"uri": vocabulary.PROFILE, "title": {"nl": "DCAT-AP-NL 3.0"}},
        )

    def _dataset(self, name: str, about: About, fields: dict[str, Any]) -> dict[str, Any]:
        """Give what every data set has: its own settings, else those that all have in common."""
        general = self.settings.defaults
        issued, modified = self._dates()
        listed = self.raw.get("keywords")
        words = about.keywords or [
            word for word in (listed if isinstance(listed, list) else []) if isinstance(word, str)
        ]
        keywords = {"nl": list(dict.fromkeys(words)), "en": about.keywords_en}
        landing = about.landing_page or general.landing_page
        page = about.documentation or general.documentation
        uri = f"{self.base}/id/dataset/{name}"
        hvd = [vocabulary.HVD_LEGISLATION] if about.hvd_categories else []
        for item in fields["distributions"] if hvd else ():
            item["applicable_legislation"] = hvd
        return _there(
            name=name,
            uri=uri,
            identifier=uri,
            publisher=self._agent(self.settings.publisher),
            creator=[self._agent(self.settings.creator or self.settings.publisher)],
            contact=self._contact(),
            access_rights=about.access_rights or general.access_rights or "PUBLIC",
            themes=about.eu_themes or general.eu_themes,
            donl_themes=about.donl_themes or general.donl_themes,
            keywords={lang: words for lang, words in keywords.items() if words},
            language=about.language or general.language or [],
            spatial=self._spatial(),
            frequency=about.frequency or general.frequency,
            issued=issued,
            modified=modified,
            version=self.data.version,
            status=about.status or general.status,
            landing_page=[landing or f"{self.base}/"],
            documentation=[page or f"{self.base}/"],
            hvd_categories=about.hvd_categories,
            applicable_legislation=hvd,
            **fields,
        )

    def _package(
        self, name: str, themes: Mapping[str, Theme], taken: Iterable[str]
    ) -> dict[str, Any]:
        """Give the data set of the whole package."""
        about = self.settings.package
        where = [*about.temporal, *(item for theme in themes.values() for item in theme.temporal)]
        rest = [table for table in self.resources if table not in set(taken)]
        wholes = [
            self._distribution(name, file)
            for file in self.files
            if (file.entry.resource is None or file.entry.resource in rest)
            and file not in self.schemas
        ]
        profile = str(self.raw.get("$schema") or self.raw.get("profile") or "")
        is_address = profile.startswith(("http://", "https://"))
        return self._dataset(
            name,
            about,
            {
                "title": about.texts("title") or self._texts(self.raw, "title", self.data.name),
                "description": about.texts("description")
                or self._texts(self.raw, "description", self.data.name),
                "temporal": self._period(where or list(self._times())),
                "conforms_to": [
                    {
                        "uri": profile if is_address else "https://datapackage.org/standard/",
                        "title": {"nl": "Data Package", "en": "Data Package"},
                    }
                ],
                "relation": [f"{self.base}/id/dataset/{name}-{key}" for key in themes],
                "distributions": wholes,
            },
        )

    def _theme(self, name: str, key: str, theme: Theme, package: str) -> dict[str, Any]:
        """Give the data set of a theme."""
        tables = self._tables_of(theme)
        files = [
            file
            for file in self.files
            if file.entry.resource in tables and file not in self.schemas
        ]
        schemas = [self._standard(file) for file in self.schemas if file.entry.resource in tables]
        return self._dataset(
            name,
            theme,
            {
                "title": theme.texts("title") or {"nl": key},
                "description": theme.texts("description") or theme.texts("title") or {"nl": key},
                "temporal": self._period(theme.temporal or list(self._times(tables))),
                "conforms_to": schemas,
                "relation": [f"{self.base}/id/dataset/{package}"],
                "distributions": [self._distribution(name, file) for file in files],
            },
        )

    def _standard(self, file: _File) -> dict[str, Any]:
        resource = self.resources.get(file.entry.resource or "")
        of = self._resource_texts(resource, "title") if resource else {"nl": self.data.name}
        return {
            "uri": self._url(file.entry.path),
            "title": {
                lang: f"{'Schema van' if lang == 'nl' else 'Schema of'} {text}"
                for lang, text in of.items()
            },
        }

    def _resource_texts(self, resource: Resource, key: str) -> dict[str, str]:
        return self._texts(resource.raw, key, resource.name)

    def _distribution(self, dataset: str, file: _File) -> dict[str, Any]:
        """Give one file as a distribution."""
        entry, profile = file.entry, file.profile
        resource = self.resources.get(entry.resource or "")
        form = {
            lang: text
            for lang, text in (("nl", profile.text("title", "nl")), ("en", profile.text("title")))
            if text
        }
        several = sum(other.format == file.format for other in self.files) > 1
        if resource is None:
            what = self._texts(self.raw, "title", self.data.name)
            extra = f", {PurePosixPath(entry.path).name}" if several else ""
        else:
            what, extra = self._resource_texts(resource, "title"), ""
        title = {
            lang: f"{what.get(lang) or what['nl']} ({form.get(lang) or form['nl']}{extra})"
            for lang in ("nl", "en")
            if lang in what and lang in form
        }
        about = {
            lang: " ".join(
                part
                for part in (
                    self._resource_texts(resource, "description").get(lang) if resource else "",
                    profile.text("description", lang),
                )
                if part
            )
            or title[lang]
            for lang in title
        }
        told_as = {**vocabulary.TOLD_AS, **self.settings.distributions.media_types}
        media_type = told_as.get(entry.media_type, entry.media_type)
        schemas = [
            other
            for other in self.schemas
            if other.entry.resource == entry.resource
            and (entry.resource is not None or other.entry.path != entry.path)
        ]
        issued, modified = self._dates()
        url = self._url(entry.path)
        general = self.settings.defaults
        return _there(
            uri=f"{self.base}/id/distribution/{dataset}/{self._name_of(entry.path)}",
            title=title,
            description=about,
            access_url=url,
            download_url=url,
            media_type=media_type,
            file_type=_file_type(profile, entry, media_type),
            byte_size=entry.bytes,
            sha256=entry.sha256,
            licence=self._licence(resource),
            language=general.language or [],
            conforms_to=[self._standard(other) for other in schemas],
            status="COMPLETED",
            availability=self.settings.distributions.availability,
            issued=issued,
            modified=modified,
        )

    def _name_of(self, path: str) -> str:
        """Give the name of a file in addresses; files whose names look alike get a longer one."""
        slug = _slug(path)
        return slug if self.slugs[slug] == 1 else f"{slug}-{sha256(path.encode()).hexdigest()[:8]}"

    def _url(self, path: str) -> str:
        return f"{self.base}/{quote(path)}"

    # Time.

    def _times(self, tables: Iterable[str] | None = None) -> Iterator[str]:
        """Give the fields that hold dates and years, as ``table.field``."""
        for name in self.resources if tables is None else tables:
            for item in self.resources[name].schema.fields:
                if item.type in _TIMES:
                    yield f"{name}.{item.name}"

    def _period(self, where: Sequence[str]) -> dict[str, date] | None:
        """Give the first and last day in some fields of the tables."""
        days: list[date] = []
        for place in dict.fromkeys(where):
            table, _, name = place.partition(".")
            if table not in self.resources or name not in self.data.frames[table].columns:
                setting = f"{FILE} {self._where_temporal(place)}"
                known = [f"{t}.{c}" for t, frame in self.data.frames.items() for c in frame.columns]
                context = {"value": place, "nearest": nearest(place, known)}
                # A package need not have all tables; a field that it lacks is a mistake.
                if table in self.resources:
                    self.problems.append(Problem(setting, "no-field", context))
                continue
            values = self.data.frames[table][name].drop_nulls().unique().to_list()
            for value in values:
                days += _days(value)
        return {"start": min(days), "end": max(days)} if days else None

    def _where_temporal(self, place: str) -> str:
        settings = self.settings
        named = [f"themes.{key}" for key, it in settings.themes.items() if place in it.temporal]
        return f"{[*named, 'package'][0]}.temporal"

    # Which setting is which part of the catalogue.

    def _setting(self, loc: Location) -> str:
        """Give the file and setting that a place in the catalogue comes from."""
        if loc[:1] in (("datasets",), ("records",)) and len(loc) > 1:
            number = loc[1] if isinstance(loc[1], int) else 0
            _, about, section = self.sets[min(number, len(self.sets) - 1)]
            return self._setting_of_dataset(about, section, loc[2:], number)
        last = str(loc[0]) if loc else ""
        if last in ("publisher", "creator", "contact"):
            return f"{FILE} {self._named(loc)}"
        if last == "spatial":
            return f"{FILE} {'.'.join(map(str, loc))}"
        if last in ("uri", "homepage"):
            return f"{FILE} {'catalog.homepage' if self.settings.catalog.homepage else 'base_url'}"
        if last in ("issued", "modified"):
            return "datapackage.json created"
        if last in ("title", "description") and not self.settings.catalog.texts(last):
            return f"datapackage.json {self._key_of_text(self.raw, loc)}"
        return f"{FILE} catalog.{_text_key(loc)}" if last else FILE

    def _setting_of_dataset(self, about: About, section: str, loc: Location, number: int) -> str:
        key = str(loc[0]) if loc else ""
        if key == "distributions" and len(loc) > 1 and isinstance(loc[1], int):
            return self._setting_of_file(number, loc[1], loc[2:])
        if key in ("publisher", "creator", "contact"):
            return f"{FILE} {self._named(loc)}"
        if key == "spatial":
            return f"{FILE} {'.'.join(map(str, loc))}"
        if key in ("issued", "modified"):
            return "datapackage.json created"
        if key in ("uri", "identifier", "primary_topic"):
            return f"{FILE} base_url"
        if key == "version":
            return "datapackage.json version"
        if key == "name":
            return "datapackage.json name"
        if key in ("title", "description") and section == "package" and not about.texts(key):
            return f"datapackage.json {self._key_of_text(self.raw, loc)}"
        if key == "distributions":
            return f"{FILE} {section}.tables" if section != "package" else "datapackage.json"
        renamed = {"themes": "eu_themes", "donl_themes": "donl_themes"}.get(key, key)
        if key in ("title", "description"):
            return f"{FILE} {section}.{_text_key(loc)}"
        own = getattr(about, renamed, None)
        return f"{FILE} {section if own else 'defaults'}.{renamed}" if key else f"{FILE} {section}"

    def _setting_of_file(self, dataset: int, number: int, loc: Location) -> str:
        key = str(loc[0]) if loc else ""
        if key in ("uri", "access_url", "download_url"):
            return f"{FILE} base_url"
        if key == "licence":
            return "datapackage.json licenses"
        if key in ("issued", "modified"):
            return "datapackage.json created"
        if key == "language":
            return f"{FILE} defaults.language"
        if key == "availability":
            return f"{FILE} distributions.availability"
        files = self._files_of(dataset)
        name = files[number].format if number < len(files) else ""
        if key in ("title", "description"):
            resource = self.resources.get(files[number].entry.resource or "")
            raw = self.raw if resource is None else resource.raw
            place = "" if resource is None else f"resources.{resource.name}."
            return f"datapackage.json {place}{self._key_of_text(raw, loc)}"
        return f"{FOLDER}/{name}.toml {'media_type' if key in ('', 'media_type') else key}"

    def _named(self, loc: Location) -> str:
        """Give the setting of a part of the publisher, the creator or the contact."""
        parts = [str(part) for part in loc if not isinstance(part, int)]
        if parts[0] == "creator" and self.settings.creator is None:
            parts[0] = "publisher"
        if len(parts) > 1 and parts[1] == "name":
            return f"{parts[0]}.{'name' if parts[2:] == ['en'] else 'name_nl'}"
        return ".".join(parts)

    def _key_of_text(self, raw: Mapping[str, Any], loc: Location) -> str:
        """Give the property that a text was taken from: a Dutch one may be the only one."""
        key = _text_key(loc)
        return key if raw.get(key) else key.removesuffix("_nl")

    def _files_of(self, number: int) -> list[_File]:
        _, about, _ = self.sets[number]
        files = [file for file in self.files if file not in self.schemas]
        if isinstance(about, Theme):
            return [file for file in files if file.entry.resource in self._tables_of(about)]
        taken = {t for _, it, _ in self.sets if isinstance(it, Theme) for t in it.tables}
        return [file for file in files if file.entry.resource not in taken]


def _there(**fields: Any) -> dict[str, Any]:
    """Leave out what is not there."""
    return {key: value for key, value in fields.items() if value is not None}


def _slug(text: str) -> str:
    """Write a text with small letters, figures and single hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _fits(path: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in patterns)


def _text_key(loc: Location) -> str:
    """Give the name that a text has in files: ``title`` in English, ``title_nl`` in Dutch."""
    if loc and loc[0] in ("title", "description"):
        return str(loc[0]) if loc[1:2] == ("en",) else f"{loc[0]}_nl"
    return ".".join(map(str, loc))


def _file_type(profile: Profile, entry: Entry, media_type: str) -> str | None:
    """Give the code of the EU list: as the profile says, else by media type."""
    given = profile.raw.get("file_type")
    if isinstance(given, dict):
        ends = [end for end in given if entry.path.endswith(end)]
        if ends:
            return str(given[max(ends, key=len)])
    # One media type for all files: one file type too.
    if given and isinstance(given, str) and isinstance(profile.media_type, str):
        return given
    return vocabulary.FILE_TYPE_OF.get(media_type)


def _days(value: object) -> list[date]:
    """Give the first and the last day of what a cell says; none when it says no time."""
    if isinstance(value, datetime):
        return [value.date()]
    if isinstance(value, date):
        return [value]
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 9999:
        return [date(value, 1, 1), date(value, 12, 31)]
    match = _PERIOD.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return []
    first, last = int(match["first"]), int(match["last"] or match["first"])
    if not 1 <= first <= last:
        return []
    if match["month"]:
        month = int(match["month"])
        return [date(first, month, 1), date(first, month, monthrange(first, month)[1])]
    return [date(first, 1, 1), date(last, 12, 31)]
