"""``drenthe-data fmt``."""

from __future__ import annotations

from pathlib import Path

import click

from drenthe_data.commands.options import lang_option, package_argument
from drenthe_data.messages import render


@click.command("fmt")
@package_argument
@click.option(
    "--check",
    "only_check",
    is_flag=True,
    help="Change nothing; exit with 1 when a table is not in the canonical form.",
)
@lang_option
def command(package: Path | None, only_check: bool, lang: str) -> int:
    """Write the tables in their canonical form.

    UTF-8 without BOM, commas, LF, quotes only where needed, rows sorted by primary key. A file
    with rows that cannot be read is left as it is.
    """
    from drenthe_data.checks.discrepancies import discrepancies_resource
    from drenthe_data.descriptor import read_package
    from drenthe_data.formatting import canonical_text
    from drenthe_data.locate import find_package
    from drenthe_data.writing import write_text

    found = read_package(find_package(package))
    extra = discrepancies_resource(found)
    code, same = 0, 0
    for resource in [*found.resources, *([extra] if extra else [])]:
        text, wrong = canonical_text(resource)
        if text is None and wrong is None:
            click.echo(render("fmt-no-form", {"file": resource.path}, lang), err=True)
        elif text is None:
            first = wrong.text(lang) if wrong else ""
            click.echo(
                render("fmt-not-possible", {"file": resource.path, "first": first}, lang), err=True
            )
            code = 1
        elif text.encode() == resource.file.read_bytes():
            same += 1
        elif only_check:
            click.echo(render("text.fmt-would", {"file": resource.path}, lang), err=True)
            code = 1
        else:
            write_text(resource.file, text)
            click.echo(render("text.fmt-done", {"file": resource.path}, lang))
    click.echo(render("text.fmt-same", {"count": same}, lang))
    return code
