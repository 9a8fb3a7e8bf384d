"""Figures, periods and sources as sentences and labels have them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sitegen.numbers import number
from sitegen.site import Row, Site
from sitegen.texts import Texts

_MOST_CITES = 6


def signed(value: float, lang: str) -> str:
    """Write a number with its sign, also when it grows."""
    return f"+{number(value, lang)}" if value > 0 else number(value, lang)


def years(period: str) -> str:
    """Write a period: ``2021/2024`` with a dash between the years."""
    return period.replace("/", "\N{EN DASH}")


def joined(parts: Sequence[str], lang: str) -> str:
    """Join the parts of a list as a sentence has them."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {Texts('common', lang)('and')} {parts[-1]}"


def cited(site: Site, rows: Iterable[Row], lang: str) -> str:
    """Give the documents of rows as links, with the lines, or the first and last of many."""
    lines: dict[str, set[tuple[int, str]]] = {}
    for row in rows:
        if row["source_id"]:
            found = lines.setdefault(row["source_id"], set())
            found.update(
                (int(part.split("-")[0]), part)
                for part in (row["source_lines"] or "").split(";")
                if part
            )
    words = Texts("common", lang)
    parts = []
    for source, cites in sorted(lines.items()):
        texts = [text.replace("-", "\N{EN DASH}") for _, text in sorted(cites)]
        key = "line" if len(texts) == 1 and texts[0].isdigit() else "lines"
        if len(texts) > _MOST_CITES:
            key = "lines-between"
            last = max(int(part) for _, text in cites for part in text.split("-"))
            texts = [words("from-to", first=min(cites)[0], last=last)]
        parts.append(f"{site.link('sources', source, lang)}, {words(key, lines=', '.join(texts))}")
    return "; ".join(parts)
