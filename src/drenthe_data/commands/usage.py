"""What is wrong with what was typed, in the language of the user.

Click words its errors in English. The types of options here raise errors of our own, which have a
text in each language; what click itself raises is put in our words by :func:`usage_error`.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar, NoReturn

import click

from drenthe_data.exceptions import UsageError
from drenthe_data.messages import nearest

# That of drenthe_data.checks.memory, which is not imported to show a help text.
LEAST_MEMORY = 400_000_000


class OneOf(click.Choice[str]):
    """One of some words."""

    def fail(  # noqa: D102
        self,
        message: str,  # noqa: ARG002
        param: click.Parameter | None = None,
        ctx: click.Context | None = None,  # noqa: ARG002
        value: Any = "",
    ) -> NoReturn:
        known = list(self.choices)
        raise UsageError(
            "usage.choice",
            value=value,
            option=_name(param),
            nearest=nearest(str(value), known),
            expected=known,
        )

    def convert(  # noqa: D102
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        if value not in self.choices:
            self.fail("", param, ctx, value)
        return str(value)


class Size(click.ParamType[int]):
    """An amount of memory: a number and a unit."""

    name = "size"
    _UNITS: ClassVar[dict[str, int]] = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9}

    def __init__(self, at_least: int) -> None:
        self.at_least = at_least

    def convert(  # noqa: D102
        self,
        value: Any,
        param: click.Parameter | None,
        ctx: click.Context | None,  # noqa: ARG002
    ) -> int:
        found = re.fullmatch(r"([0-9]+(?:[.,][0-9]+)?) ?([KMG]?)I?(B?)", str(value).strip().upper())
        size = 0.0
        if found:
            unit = found[2] + ("B" if found[2] else found[3])
            size = float(found[1].replace(",", ".")) * self._UNITS[unit]
        if size < self.at_least:
            raise UsageError(
                "usage.size",
                value=value,
                option=_name(param),
                expected=f"{self.at_least // 10**6}MB",
            )
        return int(size)


class Whole(click.IntRange):
    """A whole number from ``min`` upwards."""

    def convert(  # noqa: D102
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            raise UsageError(
                "usage.number", value=value, option=_name(param), expected=self.min or 0
            ) from None


class Place(click.Path):
    """The path of a file or a folder."""

    def convert(  # noqa: D102
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            code = "usage.folder" if self.dir_okay and not self.file_okay else "usage.file"
            raise UsageError(code, value=value, option=_name(param)) from None


def _name(param: click.Parameter | None) -> str:
    if param is None or param.name is None:
        return ""
    return max(param.opts, key=len) if isinstance(param, click.Option) else param.name.upper()


def usage_error(error: click.ClickException) -> UsageError:
    """Put an error of click in our words; one that is not known keeps those of click."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if isinstance(error, click.NoSuchOption):
        known = [] if context is None else _options(context)
        near = error.possibilities or [nearest(error.option_name, known)]
        return UsageError("usage.option", value=error.option_name, nearest=near[0], expected=known)
    if isinstance(error, click.MissingParameter) and error.param is not None and context:
        usage = context.get_usage().removeprefix("Usage: ")
        name = error.param.make_metavar(context)
        return UsageError("usage.missing", name=name, usage=" ".join(usage.split()))
    if isinstance(error, click.BadOptionUsage):
        takes_none = "take a value" in error.message
        code = "usage.no-value" if takes_none else "usage.needs-value"
        return UsageError(code, option=error.option_name)
    extra = re.fullmatch(r"Got unexpected extra arguments? \((.*)\)", error.message, re.DOTALL)
    if extra:
        return UsageError("usage.extra", value=extra[1])
    return UsageError("usage.other", reason=error.format_message())


def _options(context: click.Context) -> list[str]:
    options = [param for param in context.command.get_params(context) if param.opts]
    return [_name(param) for param in options if isinstance(param, click.Option)]
