"""The page of the budgets: every line of every document, with totals and printed changes."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.budgets import Budget, Column, budgets
from sitegen.markup import esc, figure, in_dutch, link, table
from sitegen.model import Page
from sitegen.numbers import euros, number
from sitegen.parts import heading
from sitegen.pictures import budgets as drawn
from sitegen.site import Row, Site
from sitegen.texts import Texts
from sitegen.wording import joined

_PICTURES = {
    drawn.CHALLENGES: ("budget-by-opgave", "budget-flow"),
    drawn.PRODUCTS: ("budget-by-product",),
}


def pages(site: Site, lang: str) -> Iterator[Page]:
    """Make the page."""
    words = Texts("budgets", lang)
    pictures = {picture.name: picture for picture in drawn.pictures(site, lang)}
    found = budgets(site)
    parts = [words("intro"), _totals(site, found, lang, words)]
    for budget in found:
        name = site.name("sources", site.get("sources", budget.source_id), lang)
        parts.append(heading(name, budget.source_id))
        parts.append(
            words(
                "about",
                source=site.link("sources", budget.source_id, lang),
                lines=len(budget.lines),
                years=_span(budget),
            )
        )
        parts += [figure(pictures[name], lang) for name in _PICTURES.get(budget.source_id, ())]
        parts += [
            heading(words("lines", source=name), f"{budget.source_id}-lines", 3),
            _lines(site, budget, lang, words),
        ]
        changes = _changes(site, budget, lang, words)
        if changes:
            parts += [
                heading(words("changes", source=name), f"{budget.source_id}-changes", 3),
                words("changes-intro"),
                changes,
            ]
    yield Page("budgets.md", words("title"), "\n\n".join(parts), words("description"))


def _span(budget: Budget) -> str:
    first, last = budget.columns[0][0], budget.columns[-1][0]
    return f"{first}\N{EN DASH}{last}" if first != last else str(first)


def _totals(site: Site, found: list[Budget], lang: str, words: Texts) -> str:
    """Say the highest total of each budget in its first and last year."""
    said = []
    for budget in found:
        (total,) = budget.below(None)
        first, last = budget.columns[0], budget.columns[-1]
        sums = joined(
            [
                words(
                    "in-year",
                    sum=euros(budget.euros(total["id"], column) or 0, lang),
                    year=column[0],
                )
                for column in dict.fromkeys((first, last))
            ],
            lang,
        )
        name = site.link("sources", budget.source_id, lang)
        anchor = link(f"~/budgets/#{total['id']}", str(total["label"]))
        said.append(f"<li>{name}: {in_dutch(anchor, lang)}, {sums}</li>")
    return f"<ul>{''.join(said)}</ul>"


def column_name(site: Site, column: Column, lang: str) -> str:
    """Give a year with its stage: ``2014, begroting``."""
    return f"{column[0]}, {site.label('budget_amounts', 'stage', column[1], lang).lower()}"


def _amount(row: Row | None, lang: str, words: Texts) -> str:
    if row is None:
        return ""
    shown = esc(number(row["amount_eur"], lang))
    if row["as_printed"] and not any(sign.isdigit() for sign in row["as_printed"]):
        shown += f" <small>({esc(words('printed', text=row['as_printed']))})</small>"
    return shown


def _name(site: Site, line: Row, lang: str) -> str:
    return in_dutch(link(site.address("budget_lines", line), str(line["label"])), lang)


def _programme(site: Site, line: Row, lang: str) -> str:
    """Link a sum with what it is of, below its label; items stand above their sum."""
    if line["kind"] == "item":
        return ""
    return (
        f"<br><small>{in_dutch(site.link('programmes', line['programme_id'], lang), lang)}</small>"
    )


def _lines(site: Site, budget: Budget, lang: str, words: Texts) -> str:
    rows = []
    for line in budget.lines:
        kinds = [
            site.label("budget_lines", field, line[field], lang) for field in ("kind", "direction")
        ]
        rows.append(
            [
                _name(site, line, lang) + _programme(site, line, lang),
                esc(", ".join(kind.lower() for kind in kinds)),
                *(
                    _amount(budget.amount(line["id"], column), lang, words)
                    for column in budget.columns
                ),
                site.citation(line, lang, is_named=False),
            ]
        )
    header = [
        words("line"),
        words("kind"),
        *(column_name(site, column, lang) for column in budget.columns),
        words("place"),
    ]
    return table(
        header,
        rows,
        caption=words(
            "lines-caption",
            source=site.name("sources", site.get("sources", budget.source_id), lang),
        ),
        numbers=range(2, 2 + len(budget.columns)),
        kind="wide",
        ids=[line["id"] for line in budget.lines],
        strong=[place for place, line in enumerate(budget.lines) if line["kind"] != "item"],
    )


def _changes(site: Site, budget: Budget, lang: str, words: Texts) -> str:
    """Give the printed differences with what the amounts give, or nothing when none are printed."""
    rows: list[list[str]] = []
    strong = []
    for line in budget.lines:
        for change in site.where("budget_changes", budget_line_id=line["id"]):
            amounts = {column[0]: budget.euros(line["id"], column) for column in budget.columns}
            before, after = amounts.get(change["from_year"]), amounts.get(change["to_year"])
            computed = "" if before is None or after is None else number(before - after, lang)
            if line["kind"] != "item":
                strong.append(len(rows))
            rows.append(
                [
                    _name(site, line, lang),
                    f"{change['from_year']}",
                    f"{change['to_year']}",
                    esc(number(change["amount_eur"], lang)),
                    esc(computed),
                    site.citation(change, lang, is_named=False),
                ]
            )
    if not rows:
        return ""
    header = [words(key) for key in ("line", "from", "to", "change", "computed", "place")]
    return table(
        header,
        rows,
        caption=words("changes-caption"),
        numbers=range(1, 5),
        kind="wide",
        strong=strong,
        is_searched=False,
    )
