"""The page of all tables with the downloads of the package, and the page of each table."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from drenthe_data.checks import VALIDATORS, read_rules
from drenthe_data.checks.discrepancies import PATH as DISCREPANCIES
from drenthe_data.checks.rule_files import Rule
from drenthe_data.descriptor import Field, Resource
from drenthe_data.exporting.catalog.settings import read_settings
from drenthe_data.messages import figure
from sitegen import downloads, jsonld, reference
from sitegen.checked import NAMES_ALIKE, discrepancies
from sitegen.checked import shown as shown_of
from sitegen.downloads import code
from sitegen.markup import esc, facts, items, link, table
from sitegen.model import Page
from sitegen.parts import heading, paragraph, section
from sitegen.rowtable import rows_table
from sitegen.says import says
from sitegen.site import Site
from sitegen.texts import Texts

# The longest that search engines show.
_LONGEST = 160
# The formats of one table that stand above its rows.
_MAIN = ("csv", "json", "parquet")


def pages(site: Site, lang: str) -> Iterator[Page]:
    """Make the page of all tables, and that of each."""
    words = Texts("tables", lang)
    yield _all(site, lang, words)
    for resource in site.package.resources:
        yield _one(site, resource, lang, words)


# All tables.


@dataclass(frozen=True, slots=True)
class _Group:
    """Tables of one subject."""

    key: str
    title: str
    about: str
    tables: list[str]


def _all(site: Site, lang: str, words: Texts) -> Page:
    rows = sum(len(found) for found in site.tables.values())
    count = figure(len(site.tables), lang)
    intro = words("intro", count=count, rows=figure(rows, lang))
    parts = [
        f"{intro} [{words('to-downloads')}](#all-downloads).",
        *(_group(site, group, lang, words) for group in _groups(site, lang, words)),
        heading(words("all-downloads"), "all-downloads"),
        f"{words('all-downloads-intro', **version(site))} {words('licence')} {licence(site)}.",
        downloads.table_of_all(site, lang),
    ]
    return Page(
        "tables/index.md",
        words("title"),
        "\n\n".join(parts),
        description=words("description", count=count),
        jsonld=jsonld.dataset(site, lang),
    )


def _groups(site: Site, lang: str, words: Texts) -> Iterator[_Group]:
    """Give the themes of the catalogue with their tables, then the tables without a theme."""
    settings = read_settings(site.package, site.base_url)
    rest = list(site.tables)
    for key, theme in settings.themes.items():
        names = [name for name in theme.tables if name in rest]
        rest = [name for name in rest if name not in names]
        texts = (theme.texts("title"), theme.texts("description"))
        title, about = (text.get(lang) or next(iter(text.values()), "") for text in texts)
        yield _Group(f"theme-{key}", title, about, names)
    if rest:
        yield _Group("theme-common", words("common"), words("common-intro"), rest)


def _group(site: Site, group: _Group, lang: str, words: Texts) -> str:
    rows = [
        [
            link(f"~/tables/{name}/", site.resource(name).text("title", lang)),
            figure(len(site.rows(name)), lang),
            code(site.resource(name).text("description", lang)),
            " ".join(
                downloads.link_to(entry, form.upper())
                for form, entry in downloads.in_order(site.downloads_of(name))
                if form in ("csv", "json") and not entry.path.endswith(downloads.SCHEMA)
            ),
        ]
        for name in group.tables
    ]
    header = [words(item) for item in ("table", "rows", "what", "downloads")]
    shown = table(header, rows, caption=group.title, numbers=[1])
    return section(group.title, group.key, paragraph(esc(group.about)), shown)


def version(site: Site) -> dict[str, str]:
    """Give the version of the package and its date."""
    raw = site.package.raw
    moment = str(raw.get("modified") or raw.get("created") or "")
    return {"version": str(raw.get("version") or ""), "date": moment[:10]}


def licence(site: Site) -> str:
    """Give the licence of the data with a link to its text."""
    found = site.package.raw.get("licenses") or []
    return ", ".join(link(item["path"], item.get("title") or item["name"]) for item in found)


# One table.


def _one(site: Site, resource: Resource, lang: str, words: Texts) -> Page:
    name = resource.name
    title, about = resource.text("title", lang), resource.text("description", lang)
    count = len(site.rows(name))
    rows = words("count-one" if count == 1 else "count", rows=figure(count, lang))
    rules, known = rules_of(site, name), known_of(site, name)
    headings = ["rows", "downloads", "fields", "rules", *(["discrepancies"] if known else [])]
    names = {"rows": "the-rows"}
    jumps = f"{link('~/tables/', words('to-tables'))} · " + " · ".join(
        f'<a href="#table-{key}">{esc(words(names.get(key, key)))}</a>' for key in headings
    )

    def headed(key: str) -> str:
        return heading(words(names.get(key, key)), f"table-{key}")

    parts = [
        code(about),
        facts(_facts(site, resource, rows, lang, words)),
        f'<nav aria-label="{esc(words("on-this-page"))}"><p>{jumps}</p></nav>',
        headed("rows"),
        words("the-rows-intro"),
        rows_table(site, name, lang),
        headed("downloads"),
        downloads.table_of(site, name, lang),
        f"[{words('downloads-all')}](~/tables/#all-downloads)",
        headed("fields"),
        _fields(site, resource, lang, words),
        _missing(resource, words),
        headed("rules"),
        _rules(rules, lang, words),
    ]
    if known:
        is_names = all(rule.id == NAMES_ALIKE for rule, _ in known)
        intro = words("names-alike-intro" if is_names else "discrepancies-intro")
        parts += [
            headed("discrepancies"),
            f"{intro} [{words('to-discrepancies')}](~/discrepancies/).",
            _known(site, name, known, lang, words),
        ]
    shown = f"{about} {rows}."
    return Page(
        f"tables/{name}.md",
        title,
        "\n\n".join(parts),
        description=shown if len(shown) <= _LONGEST else about,
        jsonld=jsonld.table(site, name, lang),
        links=_links(site, name),
        hide=("navigation", "toc"),
    )


def _facts(
    site: Site, resource: Resource, rows: str, lang: str, words: Texts
) -> Iterator[tuple[str, str]]:
    name = resource.name
    yield words("rows"), f'<a href="#table-rows">{esc(rows)}</a>'
    main = [
        downloads.link_to(entry, downloads.title_of(site, form, lang))
        for form, entry in downloads.in_order(site.downloads_of(name))
        if form in _MAIN and not entry.path.endswith(downloads.SCHEMA)
    ]
    main.append(link("~/tables/#all-downloads", words("whole")))
    yield words("downloads"), " · ".join(main)
    yield words("name-in-files"), f"<code>{esc(name)}</code>"
    keys = [resource.schema.primary_key, *resource.schema.unique_keys]
    shown = [" + ".join(f"<code>{esc(part)}</code>" for part in key) for key in keys if key]
    yield words("key"), "<br>".join(shown)
    others = [
        link(f"~/tables/{other.name}/", other.text("title", lang))
        for other in site.package.resources
        if other.name != name and any(k.resource == name for k in other.schema.foreign_keys)
    ]
    yield words("referred-by"), ", ".join(others)


def _links(site: Site, name: str) -> list[dict[str, str]]:
    """Give what the head of the page says: the schema, and the same data in other formats."""
    found = []
    for form, entry in site.downloads_of(name):
        address = downloads.address(entry)
        if form == "csv" and entry.path.endswith(downloads.SCHEMA):
            found.append({"rel": "describedby", "type": entry.media_type, "href": address})
        elif form in ("csv", "json"):
            title = downloads.title_of(site, form, "en")
            alternate = {"rel": "alternate", "type": entry.media_type, "title": title}
            found.append({**alternate, "href": address})
    return found


# Fields.


def _fields(site: Site, resource: Resource, lang: str, words: Texts) -> str:
    rows = [
        [
            f"<code>{esc(item.name)}</code>",
            _type(item, words),
            f"<strong>{esc(item.label(lang))}</strong><br>"
            f"{code(str(item.raw.get('description_nl' if lang == 'nl' else 'description', '')))}"
            f"{_codes(site, resource.name, item, lang, words)}",
            "<br>".join(_demands(site, resource, item, lang, words)),
        ]
        for item in resource.schema.fields
    ]
    header = [words(key) for key in ("field", "type", "meaning", "demands")]
    caption = words("fields-caption", name=resource.text("title", lang))
    return table(header, rows, caption=caption)


def _type(item: Field, words: Texts) -> str:
    shown = words(f"type-{item.type}")
    if item.format != "default":
        shown += f" ({words(f'format-{item.format}')})"
    unit = item.raw.get("unit")
    return esc(f"{shown}, {words('unit')} {unit}" if unit else shown)


def _codes(site: Site, name: str, item: Field, lang: str, words: Texts) -> str:
    codes = [entry["value"] for entry in item.raw.get("categories") or ()]
    if not codes:
        return ""
    shown = items(
        f"<code>{esc(value)}</code> {esc(site.label(name, item.name, value, lang))}"
        for value in codes
    )
    summary = words("codes", count=figure(len(codes), lang))
    return f"<details><summary>{esc(summary)}</summary>{shown}</details>"


def _demands(site: Site, resource: Resource, item: Field, lang: str, words: Texts) -> Iterator[str]:
    for name, value in item.constraints.items():
        if name in ("required", "unique"):
            if value:
                yield esc(reference.text(name, lang))
        elif name != "enum":
            shown = f"<code>{esc(value)}</code>" if name == "pattern" else esc(value)
            yield f"{esc(reference.text(name, lang))} {shown}"
    other = site.references(resource.name).get(item.name)
    if other:
        yield f"{esc(words('refers'))} {_table_link(site, other, lang)}"
    listed = item.raw.get("listOf")
    if isinstance(listed, dict):
        sign = f"<code>{esc(listed.get('separator', ';'))}</code>"
        yield f"{words('list-of', sign=sign)} {_table_link(site, str(listed['resource']), lang)}"
    if item.printed_in:
        yield f"{esc(words('printed-in'))} <code>{esc(item.printed_in)}</code>"


def _table_link(site: Site, name: str, lang: str) -> str:
    return link(f"~/tables/{name}/#table-fields", site.resource(name).text("title", lang))


def _missing(resource: Resource, words: Texts) -> str:
    found = {value for item in resource.schema.fields for value in item.missing_values}
    if found <= {""}:
        return words("missing")
    return words("missing-as", values=", ".join(f"`{value}`" for value in sorted(found)))


# Rules and discrepancies.


@cache
def all_rules(site: Site) -> list[Rule]:
    """Give the rules of the package."""
    return read_rules(site.root / VALIDATORS)


def rules_of(site: Site, name: str) -> list[Rule]:
    """Give the rules that read a table or point at its rows."""
    return [rule for rule in all_rules(site) if name in (*rule.reads, rule.table)]


@cache
def known_discrepancies(site: Site) -> list[dict[str, str]]:
    """Give the list of known discrepancies."""
    with (site.root / DISCREPANCIES).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def known_of(site: Site, name: str) -> list[tuple[Rule, Mapping[str, Any]]]:
    """Give the known discrepancies whose row is in a table, with their rules."""
    rules = {rule.id: rule for rule in all_rules(site) if rule.table == name}
    return [
        (rules[entry["rule"]], entry)
        for entry in known_discrepancies(site)
        if entry["rule"] in rules
    ]


def rule_address(rule: Rule) -> str:
    """Give the address of a rule in the catalogue of rules."""
    return f"~/rules/#{reference.anchor(rule)}"


def _rules(rules: list[Rule], lang: str, words: Texts) -> str:
    if not rules:
        return words("rules-none")
    shown = items(
        f"{link(rule_address(rule), rule.text('title', lang))} ({esc(words(rule.severity))})<br>"
        f"{code(rule.text('description', lang))}"
        for rule in rules
    )
    return f"{words('rules-intro')}\n\n{shown}"


def _said(site: Site, entry: Mapping[str, Any], name: str, lang: str) -> str:
    """Write what is printed or computed as the page of the discrepancies does."""
    key = tuple(entry["key"].split(";"))
    for found in discrepancies(site):
        if (found.code, found.key) == (entry["rule"], key):
            return shown_of(site, found, name, lang)
    return str(entry[name])


def _known(
    site: Site,
    name: str,
    known: list[tuple[Rule, Mapping[str, Any]]],
    lang: str,
    words: Texts,
) -> str:
    dutch = "" if lang == "nl" else ' lang="nl"'
    rows = []
    for rule, entry in known:
        parts = entry["key"].split(";")
        same = list(zip(rule.key, parts, strict=True))
        found = next(
            row for row in site.rows(name) if all(str(row[part]) == value for part, value in same)
        )
        key = site.row_key(name, found)
        rows.append(
            [
                f'<a href="#{esc(key)}">{says(site, name, found, lang)}</a>',
                link(rule_address(rule), rule.text("title", lang)),
                *(esc(_said(site, entry, part, lang)) for part in ("printed", "computed")),
                f"<span{dutch}>{esc(entry['explanation'])}</span>",
                site.citation(entry, lang),
            ]
        )
    header = [
        words(key) for key in ("row", "rules", "printed", "computed", "explanation", "source")
    ]
    return table(header, rows, caption=words("discrepancies"))
