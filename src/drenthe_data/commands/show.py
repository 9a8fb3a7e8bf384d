"""``drenthe-data show``."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drenthe_data.commands.options import lang_option, package_option, table_text
from drenthe_data.commands.usage import OneOf, Whole
from drenthe_data.messages import nearest, render, show

if TYPE_CHECKING:
    import polars as pl

_WIDEST = 40


@click.command("show")
@click.argument("table")
@click.argument("key", nargs=-1)
@package_option
@click.option(
    "--format",
    "form",
    type=OneOf(["text", "csv", "json"]),
    default="text",
    show_default=True,
    help="Form of the rows.",
)
@click.option(
    "--limit",
    type=Whole(min=0),
    default=20,
    show_default=True,
    help="Rows to show; 0 shows all.",
)
@lang_option
def command(
    table: str, key: tuple[str, ...], package: Path | None, form: str, limit: int, lang: str
) -> int:
    """Show the rows of TABLE, or with KEY the one row that has it.

    \b
    Examples:
      drenthe-data show budget_lines
      drenthe-data show places gemeente-assen
    """  # noqa: D301
    from drenthe_data.descriptor import read_package
    from drenthe_data.exceptions import DataError
    from drenthe_data.locate import find_package
    from drenthe_data.reading import LINE, ROW, read_table

    resource = read_package(find_package(package)).resource(table)
    text = read_table(resource)
    if not text.is_readable:
        raise DataError("not-loadable", table=table, first=text.findings[0].text(lang))
    frame = text.frame.drop(LINE, ROW)
    if key:
        fields = resource.schema.primary_key
        wanted = ";".join(key).split(";")
        if len(wanted) != len(fields):
            click.echo(
                render("show.key", {"table": table, "expected": list(fields)}, lang), err=True
            )
            return 2
        if not set(fields) <= set(frame.columns):
            raise DataError("not-loadable", table=table, first=text.findings[0].text(lang))
        for name, value in zip(fields, wanted, strict=True):
            known = frame[name].to_list() if len(fields) == 1 else []
            frame = frame.filter(frame[name] == value)
            if frame.is_empty():
                values = {
                    "value": ";".join(wanted),
                    "table": table,
                    "nearest": nearest(value, known),
                }
                click.echo(render("show.none", values, lang), err=True)
                return 1
    _write(frame, form, 1 if key else limit, lang)
    for found in text.findings[:5]:
        click.echo(found.text(lang), err=True)
    return 0


def _write(frame: pl.DataFrame, form: str, limit: int, lang: str) -> None:
    shown = frame.head(limit) if limit else frame
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(shown.columns)
        writer.writerows(shown.iter_rows())
    elif form == "json":
        rows = [{k: v or None for k, v in row.items()} for row in shown.iter_rows(named=True)]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif limit == 1 and shown.height == 1:
        width = max(len(name) for name in shown.columns)
        for name, value in shown.row(0, named=True).items():
            click.echo(f"{name:<{width}}  {value}".rstrip())
    else:
        cells = [[_cut(cell, lang) for cell in row] for row in shown.iter_rows()]
        click.echo(table_text(shown.columns, cells))
        if shown.height < frame.height:
            click.echo(render("text.more-rows", {"count": frame.height - shown.height}, lang))


def _cut(cell: str, lang: str) -> str:
    cell = show(cell, lang)
    return cell if len(cell) <= _WIDEST else cell[: _WIDEST - 1] + "…"
