"""The page of the known discrepancies, and of what fits only within rounding."""

from __future__ import annotations

from collections.abc import Iterator

from drenthe_data.findings import Finding
from drenthe_data.messages import figure
from sitegen.checked import (
    NAMES_ALIKE,
    anchor_of,
    cited_in,
    discrepancies,
    in_words,
    other_link,
    report_of,
    roundings,
    row_link,
    row_of,
    rule_link,
    rule_title,
    shown,
    value_of,
)
from sitegen.markup import esc, facts, items, link, table
from sitegen.model import Page
from sitegen.parts import body, cite, dutch, paragraph, section
from sitegen.site import Site
from sitegen.texts import Texts
from sitegen.wording import years


def pages(site: Site, lang: str) -> Iterator[Page]:
    """Make the page of the known discrepancies."""
    words = Texts("discrepancies", lang)
    known = discrepancies(site)
    near = roundings(site)
    report = report_of(site)
    intro = words(
        "intro",
        known=sum(1 for found in known if found.code != NAMES_ALIKE),
        alike=sum(1 for found in known if found.code == NAMES_ALIKE),
        near=len(near),
        checks=figure(len(report.checks), lang),
        passed=figure(report.outcomes("passed"), lang),
    )
    titles = [_title(site, found, lang) for found in known]
    doubles = {title for title in titles if titles.count(title) > 1}
    blocks = [paragraph(esc(intro)), paragraph(esc(words("frame")))]
    contents = []
    for number, (found, title) in enumerate(zip(known, titles, strict=True), start=1):
        said = f"{number}. {title}" if title in doubles else title
        contents.append(link(f"#{anchor_of(number)}", said))
        blocks.append(section(said, anchor_of(number), _one(site, found, lang, words)))
    blocks.insert(2, items(contents))
    blocks.append(section(words("near"), "rounding", _near(site, near, lang, words)))
    blocks.append(paragraph(esc(words("list"))))
    yield Page("discrepancies.md", words("title"), body(blocks), words("description"))


def _title(site: Site, found: Finding, lang: str) -> str:
    row = row_of(site, found)
    if row is None or found.resource is None:
        return rule_title(site, found.code, lang)
    value = value_of(site, found)
    if value is not None:
        indicator = site.get("indicators", value["indicator_id"])
        return f"{site.name('indicators', indicator, lang)}, {years(value['period'])}"
    return site.name(found.resource, row, lang)


def _one(site: Site, found: Finding, lang: str, words: Texts) -> str:
    row = row_of(site, found)
    said = f"{in_words(site, found, lang)} {dutch(found.params['explanation'], lang)}"
    return paragraph(said) + facts(
        [
            (words("where"), cited_in(site, found, lang)),
            (words("row"), row_link(site, found, lang)),
            (words("other-row"), other_link(site, found, lang)),
            (words("row-source"), cite(site, row, lang) if row else ""),
            (words("rule"), rule_link(site, found.code, lang)),
        ]
    )


def _near(site: Site, found: list[Finding], lang: str, words: Texts) -> str:
    cells = []
    for one in found:
        row = row_of(site, one)
        cells.append(
            [
                row_link(site, one, lang),
                *(
                    esc(shown(site, one, name, lang))
                    for name in ("printed", "computed", "difference")
                ),
                rule_link(site, one.code, lang),
                cite(site, row, lang) if row else "",
            ]
        )
    keys = ("row", "printed", "worked-out", "difference", "rule", "source")
    caption = words("near-caption")
    if not cells:
        return ""
    return paragraph(esc(words("near-intro"))) + table(
        [words(key) for key in keys], cells, caption=caption, numbers=[1, 2, 3]
    )
