"""``drenthe-data export``."""

from __future__ import annotations

from pathlib import Path

import click

from drenthe_data.commands.options import (
    base_url_option,
    lang_option,
    output_option,
    package_option,
)
from drenthe_data.messages import figure, render


@click.command("export")
@click.argument("formats", nargs=-1, required=True, metavar="FORMAT... | all")
@output_option("Folder for the files.")
@base_url_option
@click.option("--quiet", is_flag=True, help="Print nothing.")
@package_option
@lang_option
def command(
    formats: tuple[str, ...],
    output: Path,
    base_url: str | None,
    quiet: bool,
    package: Path | None,
    lang: str,
) -> None:
    """Write the package in other formats, or in all of them.

    The package is checked first: one with errors is not exported. Each format is written whole or
    not at all, manifest.json tells what there is, and the same package gives the same bytes.

    \b
    Example:
      drenthe-data export datapackage sqlite -o dist
      drenthe-data export all -o dist
    """  # noqa: D301
    from drenthe_data.commands.progress import Progress
    from drenthe_data.exceptions import DataError
    from drenthe_data.exporting import export_package
    from drenthe_data.locate import find_package

    with Progress(lang, is_quiet=quiet) as progress:
        made = export_package(
            find_package(package), formats, output, base_url=base_url, progress=progress
        )
    for name in made.made if not quiet else ():
        files = made.files(name)
        size = sum(file.stat().st_size for file in files)
        values = {"format": name, "file": str(files[0]), "files": len(files), "size": size}
        shown = {key: figure(v, lang) if isinstance(v, int) else v for key, v in values.items()}
        click.echo(render("text.written" if len(files) == 1 else "text.written-all", shown, lang))
    for error in made.failed.values():
        click.echo(error.message(lang), err=True)
    if made.failed:
        raise DataError("exports-failed", failed=list(made.failed))
