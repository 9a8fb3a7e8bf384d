"""Options and small helpers that several commands have in common."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from drenthe_data.commands.usage import OneOf, Place
from drenthe_data.messages import LANGUAGES, default_language

Command = TypeVar("Command", bound=Callable[..., Any] | click.Command)

package_argument = click.argument(
    "package", required=False, type=Place(path_type=Path), metavar="[PACKAGE]"
)
package_option = click.option(
    "--package",
    type=Place(path_type=Path),
    metavar="PATH",
    help="The datapackage.json to work on, or its folder.",
)
lang_option = click.option(
    "--lang",
    type=OneOf(LANGUAGES),
    default=None,
    callback=lambda _ctx, _param, value: value or default_language(),
    help="Language of the texts.  [default: that of the system, nl or en]",
)
base_url_option = click.option(
    "--base-url",
    metavar="URL",
    help="Where the files will be found on the web. "
    "[default: DRENTHE_DATA_BASE_URL, or base_url in exports/catalog.toml]",
)


def output_option(text: str) -> Callable[[Command], Command]:
    """Make the option for the folder of the exports; the text says what it is to the command."""
    return click.option(
        "--output",
        "-o",
        type=Place(path_type=Path, file_okay=False),
        default=Path("dist"),
        show_default=True,
        help=text,
    )


def has_colour() -> bool:
    """Tell whether to colour: on a terminal, unless NO_COLOR is set (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def terminal_width() -> int | None:
    """Give the width of the terminal, or nothing when the output goes elsewhere."""
    if not sys.stdout.isatty():
        return None
    import shutil

    return shutil.get_terminal_size().columns


def table_text(
    header: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()
) -> str:
    """Lay out rows in columns.

    Args:
        header: Names of the columns.
        rows: The cells, as text.
        right: Numbers of the columns to align to the right.
    """
    lines = [list(header), *(list(row) for row in rows)]
    widths = [max(len(line[number]) for line in lines) for number in range(len(header))]
    rule = ["-" * width for width in widths]
    shown = []
    for line in [lines[0], rule, *lines[1:]]:
        cells = [
            cell.rjust(widths[number]) if number in right else cell.ljust(widths[number])
            for number, cell in enumerate(line)
        ]
        shown.append("  ".join(cells).rstrip())
    return "\n".join(shown)
