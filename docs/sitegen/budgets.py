"""A budget as its document prints it: a tree of lines with amounts per year and stage."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.parts import first_line
from sitegen.site import Row, Site

Column = tuple[int, str]


class Budget:
    """The lines and amounts of one document.

    Attributes:
        source_id: The document.
        lines: Its lines, those that are added up before what they add up to.
        columns: The years with their stages, in order.
    """

    def __init__(self, site: Site, source_id: str) -> None:
        self.site = site
        self.source_id = source_id
        found = site.where("budget_lines", source_id=source_id)
        ids = {line["id"] for line in found}
        self._amounts = {
            (row["budget_line_id"], (row["fiscal_year"], row["stage"])): row
            for row in site.rows("budget_amounts")
            if row["budget_line_id"] in ids
        }
        self.columns: list[Column] = sorted({column for _, column in self._amounts})
        self._below: dict[str | None, list[Row]] = {}
        for line in sorted(found, key=lambda line: (first_line(line), line["id"])):
            self._below.setdefault(line["parent_id"], []).append(line)
        self.lines = [line for root in self.below(None) for line in self._tree(root)]

    def below(self, line_id: str | None) -> list[Row]:
        """Give the lines that are added up in a line, in the order of the document."""
        return self._below.get(line_id, [])

    def items(self, line_id: str) -> list[Row]:
        """Give the single items below a line, however deep."""
        return [
            line
            for line in self._tree(self.site.get("budget_lines", line_id))
            if line["kind"] == "item"
        ]

    def amount(self, line_id: str, column: Column) -> Row | None:
        """Give the amount of a line in a year, or nothing when the document has none."""
        return self._amounts.get((line_id, column))

    def euros(self, line_id: str, column: Column) -> int | None:
        """Give the amount of a line in euros."""
        row = self.amount(line_id, column)
        return None if row is None else int(row["amount_eur"])

    def amounts(self, line_id: str) -> list[Row]:
        """Give all amounts of a line, by year."""
        return [row for (line, _), row in self._amounts.items() if line == line_id]

    def depth(self, line: Row) -> int:
        """Give how many lines a line is below the highest."""
        depth = 0
        while line["parent_id"]:
            line = self.site.get("budget_lines", line["parent_id"])
            depth += 1
        return depth

    def _tree(self, line: Row) -> Iterator[Row]:
        for other in self.below(line["id"]):
            yield from self._tree(other)
        yield line


def budgets(site: Site) -> list[Budget]:
    """Give the budgets of the package, the newest document first."""
    found = {line["source_id"] for line in site.rows("budget_lines")}
    return sorted(
        (Budget(site, source) for source in found), key=lambda budget: budget.columns, reverse=True
    )
