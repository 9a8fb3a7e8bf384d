"""What to mend first: findings by stage, because those of an early stage bring on later ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from drenthe_data.findings import STRUCTURE, CheckResult, Finding

Stage = Literal["reading", "cells", "facts", "warnings"]

# In this order: what cannot be read, cells and keys, figures and rules, and what is no error.
STAGES: tuple[Stage, ...] = ("reading", "cells", "facts", "warnings")

_READING = {"package-error", "resource-error", "schema-error", "field-error", *STRUCTURE}
_CELLS = {
    "type-error",
    "constraint-error",
    "unique-error",
    "primary-key",
    "unique-key",
    "foreign-key",
    "hierarchy-cycle",
}


def stage_of(item: Finding | CheckResult) -> Stage:
    """Give the stage in which a finding, or what a check found, is best mended."""
    if item.severity != "error":
        return "warnings"
    if item.code in _READING:
        return "reading"
    return "cells" if item.code in _CELLS else "facts"


def together(findings: Iterable[Finding], lang: str) -> list[list[Finding]]:
    """Put findings together that say the same of a field of a file, in the order of the first."""
    groups: dict[tuple[str | None, ...], list[Finding]] = {}
    for found in findings:
        same = (found.code, found.file, found.field, found.message(lang))
        groups.setdefault(same, []).append(found)
    return list(groups.values())
