"""What a check of the package notes: known discrepancies, and sums that fit within rounding."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from drenthe_data.checks import check
from drenthe_data.findings import Finding, Report
from sitegen.markup import esc, link
from sitegen.numbers import number
from sitegen.parts import cite, dutch
from sitegen.says import says
from sitegen.site import Row, Site
from sitegen.texts import Texts
from sitegen.values import with_unit

# Two organisations with names that are alike: worth an explanation, and nothing that is wrong.
NAMES_ALIKE = "partners/near-duplicate"
# More than there will be; a check keeps this many findings and notes of each rule.
_ALL = 10_000


@cache
def _report(root: Path) -> Report:
    return check(root / "datapackage.json", limit=_ALL)


def report_of(site: Site) -> Report:
    """Check the package; once in a run."""
    return _report(site.root)


def discrepancies(site: Site) -> list[Finding]:
    """Give the known discrepancies that occur, by rule and key."""
    return sorted(report_of(site).discrepancies, key=lambda found: (found.code, found.key or ()))


def roundings(site: Site) -> list[Finding]:
    """Give the other notes: what fits within rounding, and not to the digit."""
    return [found for found in report_of(site).notes if "explanation" not in found.params]


def anchor_of(number: int) -> str:
    """Give the anchor of a known discrepancy by its place in the list, from 1."""
    return f"discrepancy-{number}"


def row_of(site: Site, found: Finding) -> Row | None:
    """Give the row that a finding is about."""
    if found.resource is None or found.key is None:
        return None
    names = site.resource(found.resource).schema.primary_key or site.key_of(found.resource)
    for row in site.rows(found.resource):
        if tuple("" if row[name] is None else str(row[name]) for name in names) == found.key:
            return row
    return None


def row_link(site: Site, found: Finding, lang: str) -> str:
    """Give a link to the row that a finding is about, with what it says."""
    row = row_of(site, found)
    if row is None or found.resource is None:
        return esc(";".join(found.key or ()))
    said = says(site, found.resource, row, lang)
    return f'<a href="{esc(site.address(found.resource, row))}">{said}</a>'


def other_link(site: Site, found: Finding, lang: str) -> str:
    """Give a link to the other row that a finding is about, when there is one."""
    key = found.params.get("other_id")
    if key is None or found.resource is None:
        return ""
    row = site.get(found.resource, key)
    said = says(site, found.resource, row, lang)
    return f'<a href="{esc(site.address(found.resource, row))}">{said}</a>'


def rule_title(site: Site, code: str, lang: str) -> str:
    """Give the title of a rule."""
    texts = report_of(site).rules.get(code, {})
    return str(texts.get("title_nl" if lang == "nl" else "title") or code)


def rule_link(site: Site, code: str, lang: str) -> str:
    """Give a link to a rule in the page of the rules."""
    return link(f"~/rules/#rule-{code.replace('/', '-')}", rule_title(site, code, lang))


def value_of(site: Site, found: Finding) -> Row | None:
    """Give the value of an indicator that a finding is about, when it is about one."""
    row = row_of(site, found)
    if found.resource == "derivations" and row is not None:
        return site.get("indicator_values", row["value_id"])
    return row if found.resource == "indicator_values" else None


def shown(site: Site, found: Finding, name: str, lang: str) -> str:
    """Write what was printed or computed: figures as the language does, with their unit."""
    value = found.params.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    of = value_of(site, found)
    if of is None:
        return number(value, lang)
    return with_unit(value, site.get("indicators", of["indicator_id"])["unit"], site, lang)


def in_words(site: Site, found: Finding, lang: str) -> str:
    """Say what is printed, and what was computed or stands beside it, as HTML."""
    words = Texts("discrepancies", lang)
    is_computed = "other_id" not in found.params and isinstance(
        found.params["printed"], int | float
    )
    return words(
        "computed" if is_computed else "beside",
        printed=f"<strong>{esc(shown(site, found, 'printed', lang))}</strong>",
        computed=f"<strong>{esc(shown(site, found, 'computed', lang))}</strong>",
    )


def cited_in(site: Site, found: Finding, lang: str) -> str:
    """Give the citation of an explanation, which is ``source:lines``."""
    source, _, lines = str(found.params["source"]).partition(":")
    return cite(site, {"source_id": source, "source_lines": lines}, lang)


def explained(site: Site, found: Finding, lang: str) -> str:
    """Give a known discrepancy in one line, with a link to where it is explained in full."""
    words = Texts("discrepancies", lang)
    number = discrepancies(site).index(found) + 1
    said = f"{in_words(site, found, lang)} {dutch(found.params['explanation'], lang)}"
    more = link(f"~/discrepancies/#{anchor_of(number)}", words("more"))
    return f"{said} {cited_in(site, found, lang)} {more}"


def about_partner(site: Site, key: str) -> list[Finding]:
    """Give the known discrepancies about a partner."""
    return [
        found
        for found in discrepancies(site)
        if found.resource == "partners"
        and key in {*(found.key or ()), str(found.params.get("other_id"))}
    ]
