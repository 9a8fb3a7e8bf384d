"""Printed figures in plain Python: each is what its print says."""

from __future__ import annotations

import re

from drenthe_data.checks.glance.doubt import surely
from drenthe_data.checks.glance.tables import PlainTable
from drenthe_data.checks.printed import IS_PLAIN, disagreement
from drenthe_data.findings import CheckResult

_POINTED = re.compile(IS_PLAIN)
# Prints that are read one by one, which takes long.
_MOST_ODD = 2_000
_SIMPLE = re.compile(r"(?:0|[1-9][0-9]{0,11})(?:,[0-9]{1,6})?%?")


def printed(table: PlainTable) -> list[CheckResult]:
    """Give the outcomes of the checks of figures beside their prints.

    Raises:
        Doubt: When a figure may not be what its print says.
    """
    results = []
    odd = 0
    for item in table.resource.schema.fields:
        name = item.printed_in
        if name is None:
            continue
        surely(name in table.cells)
        high = table.cells.get(f"{item.name}_high", ("",) * table.height)
        # A cell that counts as empty has no figure, whatever stands in it.
        cells = zip(
            table.cells[item.name], table.values[item.name], table.cells[name], high, strict=True
        )
        pairs = {(text, shown, top) for text, value, shown, top in cells if value is not None}
        for text, shown, top in pairs:
            if shown and (top or not _is_same(shown, text)):
                odd += 1
                surely(odd <= _MOST_ODD and disagreement(text, shown, top) is None)
        results.append(CheckResult("printed-value", table.name, (item.name, name)))
    return results


def _is_same(shown: str, text: str) -> bool:
    """Tell whether a print is nothing but the figure with a comma, with points, or with a sign."""
    if _SIMPLE.fullmatch(shown):
        return shown.removesuffix("%").replace(",", ".") == text
    return shown.replace(".", "") == text and _POINTED.fullmatch(shown) is not None
