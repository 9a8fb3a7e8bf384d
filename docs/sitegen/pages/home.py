"""The start page: what there is, where to find it, and how good it is, in one screen and a bit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from drenthe_data.checks import BUILT_IN
from drenthe_data.messages import figure
from sitegen import downloads, jsonld
from sitegen.checked import NAMES_ALIKE
from sitegen.markup import esc, items, link
from sitegen.model import Page
from sitegen.numbers import euros
from sitegen.pages.tables import all_rules, known_discrepancies, licence, version
from sitegen.parts import heading
from sitegen.site import Row, Site
from sitegen.texts import Texts

# What is counted, and the page that lists it.
COUNTED = {
    "clusters": "~/clusters/",
    "partners": "~/partners/",
    "programmes": "~/programmes/",
    "activities": "~/tables/activities/",
    "budget_amounts": "~/budgets/",
    "indicator_values": "~/indicators/",
    "sources": "~/sources/",
}
# The formats that stand here, each with the file that most people want.
FORMATS = ("xlsx", "datapackage", "sqlite", "rdf", "dcat")
_SHOWN = 3


def pages(site: Site, lang: str) -> Iterator[Page]:
    """Make the start page."""
    words = Texts("home", lang)
    raw = site.package.raw
    about = str(raw["description_nl" if lang == "nl" else "description"])
    parts = [
        f"# {words('heading')}",
        f'<p class="lead">{esc(about)}</p>',
        _find(words),
        _counts(site, lang, words),
        heading(words("questions"), "questions"),
        _questions(site, lang, words),
        heading(words("newest"), "newest"),
        _newest(site, lang, words),
        words("package", **version(site)),
        heading(words("downloads"), "downloads"),
        _downloads(site, lang, words),
        heading(words("quality"), "quality"),
        _quality(site, lang, words),
        f"{words('licence')} {licence(site)}.",
    ]
    yield Page(
        "index.md",
        words("title"),
        "\n\n".join(part for part in parts if part),
        description=about.partition(". ")[0].rstrip(".") + ".",
        jsonld=jsonld.dataset(site, lang, files(site)),
        hide=("navigation", "toc"),
    )


def _find(words: Texts) -> str:
    """Give the field that asks the theme's search: it answers to ``?q=`` on any page."""
    return (
        '<form class="find" role="search" action="./"><label for="find">'
        f'{esc(words("find"))}</label><span><input id="find" name="q" type="search" required '
        f'autocomplete="off"><button type="submit" class="md-button md-button--primary">'
        f"{esc(words('find-button'))}</button></span></form>"
    )


def _counts(site: Site, lang: str, words: Texts) -> str:
    shown = items(
        (
            f'<a href="{address}"><strong>{figure(len(site.rows(table)), lang)}</strong> '
            f"{esc(words(table))}</a>"
            for table, address in COUNTED.items()
        ),
        "counts",
    )
    return f'<p id="lists">{esc(words("lists"))}</p>{shown}'


# Questions, each with what stands out.


def _questions(site: Site, lang: str, words: Texts) -> str:
    partners = _most(site, ("cluster_partners", "partner_id", "partners"), "count-clusters", lang)
    sectors = _most(site, ("clusters", "sector_id", "sectors"), "count-clusters", lang)
    plans = _most(site, ("activities", "programme_id", "programmes"), "count-activities", lang)
    values = _most(site, ("indicator_values", "indicator_id", "indicators"), "count-values", lang)
    goals = _most(site, ("sdg_links", "sdg_id", "sdgs"), "count-links", lang)
    cards = [
        _card(words, "who", partners, ("who-more", "partners/"), ("who-also", "network/")),
        _card(
            words, "clusters", sectors, ("clusters-more", "clusters/"), ("clusters-also", "map/")
        ),
        _card(words, "plans", plans, ("plans-more", "programmes/")),
        _card(words, "cost", _totals(site, lang), ("cost-more", "budgets/")),
        _card(words, "how", values, ("how-more", "indicators/")),
        _card(words, "goals", goals, ("goals-more", "sdgs/")),
    ]
    return f'<div class="cards">{"".join(cards)}</div>'


def _card(words: Texts, key: str, examples: list[str], *more: tuple[str, str]) -> str:
    question = words("clusters-question" if key == "clusters" else key)
    links = " · ".join(link(f"~/{address}", words(name)) for name, address in more)
    return (
        f'<section><h3 id="{key}">{esc(question)}</h3><p>{esc(words(f"{key}-text"))}</p>'
        f"{items(examples)}<p>{links}</p></section>"
    )


def _most(site: Site, named: tuple[str, str, str], unit: str, lang: str) -> list[str]:
    """Give the rows that a table refers to most, with how often.

    Args:
        site: The site.
        named: The table, its field, and the table that this refers to.
        unit: What is counted, each thing once: a text with ``{count}``.
        lang: The language.
    """
    table, field, other = named
    # What is counted; who takes part in a cluster in two roles counts once.
    about = [name for name in site.key_of(table) if name not in (field, "role")]
    pairs = {
        (row[field], *(row[name] for name in about))
        for row in site.rows(table)
        if row[field] is not None
    }
    counts = Counter(pair[0] for pair in pairs)
    first = sorted(counts, key=lambda key: (-counts[key], str(key)))[:_SHOWN]
    words = Texts("home", lang)
    return [
        f"{site.link(other, key, lang)} ({words(unit, count=figure(counts[key], lang))})"
        for key in first
    ]


def _totals(site: Site, lang: str) -> list[str]:
    """Give the totals of expenditure in the document that looks furthest ahead, by year."""
    lines = site.where("budget_lines", kind="total", direction="expenditure")
    found = [
        (line, amount)
        for line in lines
        for amount in site.where("budget_amounts", budget_line_id=line["id"])
        if amount["amount_eur"] is not None
    ]
    if not found:
        return []
    newest = max(found, key=lambda pair: pair[1]["fiscal_year"])[0]
    amounts = [amount for line, amount in found if line is newest]
    amounts.sort(key=lambda amount: amount["fiscal_year"])
    return [
        f"{link(site.address('budget_amounts', amount), str(amount['fiscal_year']))}: "
        f"{euros(amount['amount_eur'], lang)} ({site.citation(amount, lang)})"
        for amount in amounts[:_SHOWN]
    ]


# Documents, downloads, quality.


def _newest(site: Site, lang: str, words: Texts) -> str:
    counts = Counter(
        row["source_id"] for rows in site.tables.values() for row in rows if row.get("source_id")
    )

    def year(row: Row) -> int:
        return max(row[name] or 0 for name in ("period_start", "period_end", "published_year"))

    def period(row: Row) -> str:
        years = dict.fromkeys(
            str(row[name]) for name in ("period_start", "period_end") if row[name]
        )
        return "\N{EN DASH}".join(years) or str(row["published_year"] or "")

    shown = []
    for row in sorted(site.rows("sources"), key=lambda row: (-year(row), row["id"])):
        count = words("rows-of", count=figure(counts[row["id"]], lang))
        about = [period(row), site.label("sources", "kind", row["kind"], lang), count]
        title = site.link("sources", row["id"], lang)
        shown.append(f"{title}<br>{esc(' · '.join(part for part in about if part))}")
    return items(shown)


def files(site: Site) -> list[downloads.Found]:
    """Give one file of each format that stands here; of linked data the one in Turtle."""
    found = downloads.of_all(site)
    chosen = []
    for form in FORMATS:
        own = [one for one in found if one[0] == form]
        own.sort(key=lambda one: not one[1].path.endswith(".ttl"))
        chosen += own[:1]
    return chosen


def _downloads(site: Site, lang: str, words: Texts) -> str:
    names = Texts("downloads", lang)
    shown = []
    for form, entry in files(site):
        title = names("csv-zip") if form == "datapackage" else downloads.title_of(site, form, lang)
        about = f"{names(f'for-{form}')} · {downloads.size(entry.bytes, lang)}"
        shown.append(f"{downloads.link_to(entry, title)}<br>{esc(about)}")
    count = figure(len(site.tables), lang)
    return (
        f"{words('downloads-text', count=count)}\n\n{items(shown, 'files')}\n\n"
        f"[{words('downloads-more')}](~/tables/#all-downloads) · [{words('use')}](~/use/)"
    )


def _quality(site: Site, lang: str, words: Texts) -> str:
    cited = sum(bool(row.get("source_lines")) for rows in site.tables.values() for row in rows)
    sentences = [
        words("cited", count=figure(cited, lang)),
        words("checked", rules=len(all_rules(site)), checks=len(BUILT_IN)),
        words("known", count=figure(len(_contradictions(site)), lang)),
        words("complete"),
    ]
    return "\n".join(f"- {sentence}" for sentence in sentences)


def _contradictions(site: Site) -> list[dict[str, str]]:
    """Give the known discrepancies in which a document is at odds with itself or another."""
    return [row for row in known_discrepancies(site) if row["rule"] != NAMES_ALIKE]
