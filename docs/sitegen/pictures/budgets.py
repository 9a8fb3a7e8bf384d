"""Budgets: by challenge and year, as a flow, and by product over the years."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sitegen.bars import Bar, Group, bar_picture
from sitegen.budgets import Budget, Column
from sitegen.colours import Colours, mix
from sitegen.drawing import LINE, SMALLEST, WIDTH, Drawing, wrap
from sitegen.markup import esc
from sitegen.model import Picture
from sitegen.numbers import euros, number
from sitegen.site import Row, Site
from sitegen.texts import Texts
from sitegen.wording import cited, joined

CHALLENGES = "implementation-2026"
PRODUCTS = "kei-2014"


def pictures(site: Site, lang: str) -> Iterator[Picture]:
    """Make the pictures of the budgets."""
    words = Texts("pictures", lang)
    challenges = Budget(site, CHALLENGES)
    yield by_challenge(site, challenges, lang, words)
    yield flow(site, challenges, lang, words)
    yield by_product(site, Budget(site, PRODUCTS), lang, words)


def _name(site: Site, line: Row, lang: str) -> str:
    """Give the name of the programme that a subtotal is of."""
    return site.name("programmes", site.get("programmes", line["programme_id"]), lang)


def _differs(column: Column, computed: int, printed: int, lang: str, words: Texts) -> str:
    """Say that the parts of a year do not add up to what is printed."""
    shown = {"computed": euros(computed, lang), "printed": euros(printed, lang)}
    return words("sum-differs", year=column[0], **shown)


def by_challenge(site: Site, budget: Budget, lang: str, words: Texts) -> Picture:
    """Draw the subtotals of the challenges, side by side for the years."""
    (total,) = budget.below(None)
    parts = budget.below(total["id"])
    groups = []
    rows = []
    for place, part in enumerate(parts, 1):
        bars = []
        for order, column in enumerate(budget.columns):
            amount = budget.euros(part["id"], column)
            rows.append([part["id"], _name(site, part, lang), str(column[0]), amount])
            if amount is not None:
                bars.append(Bar(str(column[0]), amount, euros(amount, lang), order))
        groups.append(Group(f"{place}. {_name(site, part, lang)}", bars))
    sums = []
    notes = []
    for column in budget.columns:
        printed = budget.euros(total["id"], column) or 0
        computed = sum(budget.euros(part["id"], column) or 0 for part in parts)
        sums.append(words("sum-in-year", sum=euros(printed, lang), year=column[0]))
        if computed != printed:
            notes.append(_differs(column, computed, printed, lang, words))
    if not notes:
        notes.append(words("sums-agree", sums=joined(sums, lang)))
    told = "; ".join(
        f"{_name(site, part, lang)} "
        + joined(
            [
                words(
                    "sum-in-year",
                    sum=euros(budget.euros(part["id"], column) or 0, lang),
                    year=column[0],
                )
                for column in budget.columns
            ],
            lang,
        )
        for part in parts
    )
    names = joined([str(column[0]) for column in budget.columns], lang)
    return bar_picture(
        name="budget-by-opgave",
        title=words("by-opgave", years=names),
        alternative=words("by-opgave-alt", years=names, sums=joined(sums, lang), parts=told),
        groups=groups,
        header=[words("line"), words("opgave"), words("year"), words("amount")],
        rows=rows,
        names=["budget_line_id", "opgave", "fiscal_year", "amount_eur"],
        source=cited(site, [total, *parts], lang),
        notes=notes,
    )


_NODE = 14
_LEFT = 0
_MIDDLE = 130
_RIGHT = 290
_SLOT = 17
_BETWEEN = 14
_TALL = 330
# The first band leaves to the upper right: what stands above the first box keeps out of its way.
_ABOVE = 110


def flow(site: Site, budget: Budget, lang: str, words: Texts) -> Picture:
    """Draw how the total of the first year goes to challenges, and from there to items."""
    column = budget.columns[0]
    (total,) = budget.below(None)
    whole = budget.euros(total["id"], column) or 0
    parts = [
        (part, [line for line in budget.items(part["id"]) if budget.euros(line["id"], column)])
        for part in budget.below(total["id"])
    ]
    rows = [
        [line["id"], _name(site, part, lang), line["label"], budget.euros(line["id"], column)]
        for part, items in parts
        for line in items
    ]
    empty = [
        line["label"]
        for part, _ in parts
        for line in budget.items(part["id"])
        if not budget.euros(line["id"], column)
    ]
    scale = _TALL / whole
    heads = [
        wrap(f"{place}. {_name(site, part, lang)}", WIDTH - _MIDDLE - 100, bold=True)
        for place, (part, _) in enumerate(parts, 1)
    ]
    height = sum(
        len(head) * LINE
        + 4
        + sum(max(_SLOT, (budget.euros(line["id"], column) or 0) * scale + 3) for line in items)
        + _BETWEEN
        for head, (_, items) in zip(heads, parts, strict=True)
    )

    def draw(colours: Colours) -> dict[str, Any]:
        drawing = Drawing(WIDTH, round(height), colours)
        top = max((height - whole * scale) / 2, _ABOVE)
        start = top
        drawing.lines(_LEFT, top - _ABOVE, [words("in-all"), euros(whole, lang)], bold=True)
        drawing.box(_LEFT, top, _NODE, whole * scale, colours.text)
        y = 0.0
        for place, (head, (part, items)) in enumerate(zip(heads, parts, strict=True)):
            colour = colours.series[place % len(colours.series)]
            pale = mix(colour, colours.page, 0.45)
            amount = budget.euros(part["id"], column) or 0
            y = drawing.lines(_MIDDLE, y, head, bold=True) + 4
            drawing.text(
                WIDTH,
                y - 4 - LINE * len(head) + LINE / 2,
                euros(amount, lang),
                bold=True,
                align="right",
            )
            tall = sum(
                max(_SLOT, (budget.euros(line["id"], column) or 0) * scale + 3) for line in items
            )
            node = y + (tall - amount * scale) / 2
            drawing.band((_LEFT + _NODE, start), (_MIDDLE, node), amount * scale, pale)
            start += amount * scale
            drawing.box(_MIDDLE, node, _NODE, amount * scale, colour)
            for line in items:
                value = (budget.euros(line["id"], column) or 0) * scale
                slot = max(_SLOT, value + 3)
                end = y + (slot - value) / 2
                drawing.band((_MIDDLE + _NODE, node), (_RIGHT, end), value, pale)
                drawing.box(_RIGHT, end, _NODE / 2, max(value, 1), colour)
                node += value
                middle = y + slot / 2
                drawing.text(_RIGHT + _NODE, middle, str(line["label"]), size=SMALLEST)
                printed = euros(budget.euros(line["id"], column) or 0, lang)
                drawing.text(WIDTH, middle, printed, size=SMALLEST, align="right")
                y += slot
            y += _BETWEEN
        return drawing.specification()

    told = "; ".join(
        words(
            "flow-part",
            part=_name(site, part, lang),
            amount=euros(budget.euros(part["id"], column) or 0, lang),
            item=largest["label"],
            most=euros(budget.euros(largest["id"], column) or 0, lang),
        )
        for part, items in parts
        for largest in [max(items, key=lambda line: budget.euros(line["id"], column) or 0)]
    )
    return Picture(
        name="budget-flow",
        title=words("flow", year=column[0]),
        alternative=words(
            "flow-alt", year=column[0], total=euros(whole, lang), count=len(rows), parts=told
        ),
        draw=draw,
        size=(WIDTH, round(height)),
        header=[words("line"), words("opgave"), words("item"), words("amount")],
        rows=rows,
        names=["budget_line_id", "opgave", "item", "amount_eur"],
        source=cited(site, [total, *(line for _, items in parts for line in items)], lang),
        notes=[words("flow-empty", year=column[0], items=esc(joined(empty, lang)))]
        if empty
        else (),
    )


_SCALE = 104
_HEAD = 44
# A bar that is not higher has no room for an outline.
_THIN = 3


def by_product(site: Site, budget: Budget, lang: str, words: Texts) -> Picture:
    """Draw expenditure and income of each product over the years, all on one scale."""
    (balance,) = budget.below(None)
    lines: list[tuple[Row, str]] = []
    rows: list[list[str | int | float | None]] = []
    notes = []
    sums = {}
    for total in budget.below(balance["id"]):
        parts = budget.below(total["id"])
        direction = site.label("budget_lines", "direction", total["direction"], lang)
        lines.append((total, words("direction-in-all", direction=direction)))
        lines += [(part, _name(site, part, lang)) for part in parts]
        sums[total["direction"]] = total
        for column in budget.columns:
            printed = budget.euros(total["id"], column) or 0
            computed = sum(budget.euros(part["id"], column) or 0 for part in parts)
            if computed != printed:
                notes.append(_differs(column, computed, printed, lang, words))
    for line, name in [*lines, (balance, str(balance["label"]))]:
        for column in budget.columns:
            stage = site.label("budget_amounts", "stage", column[1], lang)
            direction = site.label("budget_lines", "direction", line["direction"], lang)
            rows.append(
                [
                    line["id"],
                    direction,
                    name,
                    str(column[0]),
                    stage,
                    budget.euros(line["id"], column),
                ]
            )
    values = [
        abs(budget.euros(line["id"], column) or 0) for line, _ in lines for column in budget.columns
    ]
    scale = _SCALE / max(values)
    wide = WIDTH / len(budget.columns)
    talls = [
        max(abs(budget.euros(line["id"], column) or 0) for column in budget.columns) * scale
        for line, _ in lines
    ]
    height = round(_HEAD + sum(tall + 2 * LINE + 18 for tall in talls))

    def draw(colours: Colours) -> dict[str, Any]:
        drawing = Drawing(WIDTH, height, colours)
        for place, (year, stage) in enumerate(budget.columns):
            label = site.label("budget_amounts", "stage", stage, lang)
            drawing.lines((place + 0.5) * wide, 0, [str(year)], bold=True, align="center")
            drawing.lines((place + 0.5) * wide, LINE, [label], align="center", colour=colours.quiet)
        y = float(_HEAD)
        for (line, name), tall in zip(lines, talls, strict=True):
            is_total = line in sums.values()
            drawing.line([(0, y - 7), (WIDTH, y - 7)], colours.text if is_total else colours.rule)
            drawing.lines(0, y, [name], bold=True)
            is_down = line["direction"] == "income"
            base = y + 2 * LINE + tall + 2 if not is_down else y + LINE + 4
            for place, column in enumerate(budget.columns):
                amount = budget.euros(line["id"], column)
                if amount is None:
                    continue
                long = abs(amount) * scale
                _bar(drawing, (place + 0.5) * wide, base, -long if amount > 0 else long, column)
                middle = (
                    base - long - LINE / 2
                    if amount >= 0 and not is_down
                    else base + long + LINE / 2
                )
                drawing.text((place + 0.5) * wide, middle, number(amount, lang), align="center")
            y += tall + 2 * LINE + 18
        return drawing.specification()

    by_stage = "; ".join(
        words(
            "product-year",
            year=column[0],
            stage=site.label("budget_amounts", "stage", column[1], lang).lower(),
            out=euros(budget.euros(sums["expenditure"]["id"], column) or 0, lang),
            into=euros(abs(budget.euros(sums["income"]["id"], column) or 0), lang),
        )
        for column in budget.columns
    )
    largest = max(
        budget.below(sums["expenditure"]["id"]),
        key=lambda line: sum(budget.euros(line["id"], column) or 0 for column in budget.columns),
    )
    first, last = budget.columns[0][0], budget.columns[-1][0]
    return Picture(
        name="budget-by-product",
        title=words("by-product", first=first, last=last),
        alternative=words(
            "by-product-alt",
            first=first,
            last=last,
            years=by_stage,
            largest=_name(site, largest, lang),
        ),
        draw=draw,
        size=(WIDTH, height),
        header=[words(key) for key in ("line", "direction", "product", "year", "stage", "amount")],
        rows=rows,
        names=["budget_line_id", "direction", "product", "fiscal_year", "stage", "amount_eur"],
        source=cited(site, [balance, *(line for line, _ in lines)], lang),
        notes=[words("by-product-note"), *notes],
    )


def _bar(drawing: Drawing, x: float, base: float, long: float, column: Column) -> None:
    """Draw a bar up or down from a base: full for what was, open for what was only expected."""
    colours = drawing.colours
    top = min(base, base + long)
    wide = 56
    fill, stroke = {
        "actual": (colours.series[0], ""),
        "budget": (colours.series[1], ""),
    }.get(column[1], (colours.panel, colours.series[2]))
    if abs(long) > _THIN:
        drawing.box(x - wide / 2, top, wide, abs(long), fill, stroke=stroke)
    elif long:
        drawing.box(x - wide / 2, top, wide, max(abs(long), 1), stroke or fill)
    drawing.line([(x - wide / 2, base), (x + wide / 2, base)], colours.text)
