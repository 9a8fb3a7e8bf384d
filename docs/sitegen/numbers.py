"""Numbers and amounts of money as the pages write them, the same everywhere."""

from __future__ import annotations

from drenthe_data.messages import figure


def number(value: float, lang: str) -> str:
    """Write a number as the language does, with a real minus sign."""
    return figure(value, lang).replace("-", "\N{MINUS SIGN}")


def euros(value: float, lang: str) -> str:
    """Write an amount of money in whole euros: ``€ 1.050.000`` or ``€1,050,000``."""
    minus = "\N{MINUS SIGN}" if value < 0 else ""
    space = "\N{NO-BREAK SPACE}" if lang == "nl" else ""
    return f"{minus}\N{EURO SIGN}{space}{figure(abs(round(value)), lang)}"
