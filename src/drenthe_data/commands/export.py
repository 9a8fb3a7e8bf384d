"""``drenthe-data export``."""

from __future__ import annotations

from pathlib import Path

import click

from drenthe_data.commands.options import lang_option, package_option
from drenthe_data.commands.usage import Place
from drenthe_data.messages import figure, render


@click.command("export")
@click.argument("formats", nargs=-1, required=True, metavar="FORMAT... | all")
@click.option(
    "--output",
    "-o",
    type=Place(path_type=Path, file_okay=False),
    default=Path("dist"),
    show_default=True,
    help="Folder for the files.",
)
@click.option("--quiet", is_flag=True, help="Print nothing.")
@package_option
@lang_option
def command(
    formats: tuple[str, ...], output: Path, quiet: bool, package: Path | None, lang: str
) -> None:
    r"""Write the package in other formats: datapackage, parquet, sqlite, or all of them.

    The package is checked first: one with errors is not exported. Each file is written whole or
    not at all; the same package gives the same bytes.

    \b
    Example:
      drenthe-data export datapackage sqlite -o dist
    """
    from drenthe_data.exporting import export_package
    from drenthe_data.locate import find_package

    for files in export_package(find_package(package), list(formats), output).values():
        for file in files:
            values = {"file": str(file), "size": figure(file.stat().st_size, lang)}
            if not quiet:
                click.echo(render("text.written", values, lang))
