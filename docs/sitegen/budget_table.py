"""The budget of a programme as a table: lines in the order of the document, with their totals."""

from __future__ import annotations

from collections.abc import Iterator

from drenthe_data.exporting.views import codes_of
from sitegen.markup import esc, in_dutch, link, table
from sitegen.numbers import number
from sitegen.parts import cite, first_line, lower
from sitegen.site import Row, Site
from sitegen.texts import Texts


def lines_of(site: Site, programme: str) -> list[tuple[int, Row]]:
    """Give the budget lines of a programme and all that add up in them, a total after its parts.

    Args:
        site: The site.
        programme: The id of the programme.

    Returns:
        Lines with how deep they lie: 0 is what adds up in no line of this programme.
    """
    own = site.where("budget_lines", programme_id=programme)
    keys = {row["id"] for row in own}
    found: list[tuple[int, Row]] = []
    for row in sorted((row for row in own if row["parent_id"] not in keys), key=first_line):
        found += _with_parts(site, row, 0)
    return found


def _with_parts(site: Site, row: Row, depth: int) -> Iterator[tuple[int, Row]]:
    for part in sorted(site.where("budget_lines", parent_id=row["id"]), key=first_line):
        yield from _with_parts(site, part, depth + 1)
    yield depth, row


def budget_table(site: Site, programme: str, lang: str) -> str:
    """Give the budget of a programme in euros per year, with the printed differences."""
    lines = lines_of(site, programme)
    if not lines:
        return ""
    words = Texts("programmes", lang)
    of = site.get("programmes", programme)
    keys = {row["id"] for _, row in lines}
    stages = [
        code for code, _, _ in codes_of(site.resource("budget_amounts").schema.field("stage"))
    ]
    years = sorted(
        {
            (row["fiscal_year"], stages.index(row["stage"]))
            for row in site.rows("budget_amounts")
            if row["budget_line_id"] in keys
        }
    )
    spans = sorted(
        {
            (row["from_year"], row["to_year"])
            for row in site.rows("budget_changes")
            if row["budget_line_id"] in keys
        }
    )
    header = [words("budget-line")]
    for year, stage in years:
        said = lower(site.label("budget_amounts", "stage", stages[stage], lang))
        header.append(f"{year} ({said})")
    header += [words("change", start=start, end=end) for start, end in spans]
    cells = []
    for depth, row in lines:
        amounts = site.where("budget_amounts", budget_line_id=row["id"])
        changes = site.where("budget_changes", budget_line_id=row["id"])
        by_year = {(one["fiscal_year"], stages.index(one["stage"])): one for one in amounts}
        by_span = {(one["from_year"], one["to_year"]): one for one in changes}
        figures = [_amount(by_year.get(year), row, lang) for year in years]
        figures += [_amount(by_span.get(span), row, lang) for span in spans]
        sources = dict.fromkeys(cite(site, one, lang, of) for one in [row, *amounts, *changes])
        cells.append(
            [
                _label(site, row, depth, lang),
                *figures,
                "; ".join(sources),
            ]
        )
    return table(
        [*header, words("source")],
        cells,
        caption=words("budget-caption"),
        numbers=range(1, len(header)),
        kind="budget",
    )


def _label(site: Site, row: Row, depth: int, lang: str) -> str:
    shown = in_dutch(link(site.address("budget_lines", row), row["label"]), lang)
    return f'<span class="level-{depth}">{_strong(shown, row)}</span>'


def _amount(found: Row | None, line: Row, lang: str) -> str:
    """Give an amount; where the source has none the cell is empty."""
    return "" if found is None else _strong(esc(number(found["amount_eur"], lang)), line)


def _strong(html: str, line: Row) -> str:
    return html if line["kind"] == "item" else f"<strong>{html}</strong>"
