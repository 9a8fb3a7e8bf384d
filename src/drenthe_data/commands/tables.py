"""``drenthe-data tables``."""

from __future__ import annotations

from pathlib import Path

import click

from drenthe_data.commands.options import lang_option, package_argument, table_text
from drenthe_data.messages import figure, render


@click.command("tables")
@package_argument
@lang_option
def command(package: Path | None, lang: str) -> None:
    """List the tables of the package: rows, fields and what each is about."""
    from drenthe_data.descriptor import read_package
    from drenthe_data.locate import find_package
    from drenthe_data.reading import read_table

    found = read_package(find_package(package))
    rows = []
    for resource in found.resources:
        table = read_table(resource)
        count = figure(table.records, lang) if table.is_readable else "?"
        rows.append(
            [resource.name, count, str(len(resource.schema.fields)), resource.text("title", lang)]
        )
    header = [
        render(key, {}, lang) for key in ("head.table", "text.rows", "text.fields", "head.title")
    ]
    click.echo(table_text(header, rows, right=(1, 2)))
    for item in found.findings:
        click.echo(item.text(lang), err=True)
