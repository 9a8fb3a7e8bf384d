"""What is wrong with a catalogue, told by the setting that mends it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from drenthe_data.exceptions import DataError
from drenthe_data.messages import catalogue, render

Location = tuple[int | str, ...]
_MOST = 20
# What pydantic calls the mistakes that it finds itself.
_KINDS = {
    "missing": "missing",
    "extra_forbidden": "unknown",
    "string_too_short": "empty-text",
    "too_short": "too-few",
    "too_long": "too-many",
    "string_pattern_mismatch": "pattern",
    "string_too_long": "too-long",
    "greater_than_equal": "range",
    "less_than_equal": "range",
    "finite_number": "range",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        setting: File and setting to mend.
        code: What is wrong: a key of the messages, after ``catalog.``.
        context: What the message needs.
    """

    setting: str
    code: str
    context: Mapping[str, Any]

    def message(self, lang: str) -> str:
        """Give the text in a language."""
        text = render(f"catalog.{self.code}", self.context, lang)
        return f"{self.setting}: {text}"


class CatalogError(DataError):
    """A catalogue, or its settings, that is not as DCAT-AP-NL or data.overheid.nl asks.

    Args:
        problems: All that is wrong.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("catalog-wrong", count=len(self.problems))

    def __str__(self) -> str:
        return self.message("en")

    def message(self, lang: str) -> str:
        """Give the text in a language: every problem on a line."""
        lines = [f"- {problem.message(lang)}" for problem in self.problems[:_MOST]]
        if len(self.problems) > _MOST:
            lines.append(f"- … ({len(self.problems) - _MOST})")
        return "\n".join([super().message(lang), *lines])


def problems_of(error: ValidationError, place: Callable[[Location], str]) -> list[Problem]:
    """Give the problems that a model found.

    Args:
        error: What the model raised.
        place: Gives the setting of a place in the model.
    """
    found: dict[tuple[str, str, str], Problem] = {}
    for item in error.errors(include_url=False):
        kind = item["type"]
        code = kind if f"catalog.{kind}" in catalogue("en") else _KINDS.get(kind, "type")
        context = dict(item.get("ctx", {}))
        value = item.get("input")
        if isinstance(value, str | int | float):
            context.setdefault("value", value)
        if kind == "extra_forbidden":
            context["value"] = item["loc"][-1]
        expected = context.get("pattern") or context.get("ge") or context.get("le")
        if expected is not None:
            context.setdefault("expected", expected)
        problem = Problem(place(item["loc"]), code, context)
        found.setdefault((problem.setting, code, str(context.get("value"))), problem)
    return list(found.values())
