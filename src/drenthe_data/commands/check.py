"""``drenthe-data check``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from drenthe_data.commands.options import (
    has_colour,
    lang_option,
    package_argument,
    terminal_width,
)
from drenthe_data.commands.usage import LEAST_MEMORY, OneOf, Place, Size, Whole
from drenthe_data.exceptions import UsageError
from drenthe_data.messages import nearest
from drenthe_data.reporting import FORMATS, Options, write_report


@click.command("check")
@package_argument
@click.option(
    "--table",
    "tables",
    multiple=True,
    metavar="TABLE",
    help="Report on this table only; may be repeated.",
)
@click.option(
    "--rule",
    "rules",
    multiple=True,
    metavar="RULE",
    help="Report on this rule or check only; may be repeated.",
)
@click.option(
    "--sources",
    type=Place(path_type=Path),
    metavar="DIR",
    help="Folder with the texts of the sources: look figures and names up in the cited lines.",
)
@click.option(
    "--format",
    "form",
    type=OneOf(list(FORMATS)),
    default="text",
    show_default=True,
    help="Form of the report.",
)
@click.option("--strict", is_flag=True, help="Warnings make the check fail too.")
@click.option(
    "--limit",
    type=Whole(min=0),
    default=20,
    show_default=True,
    help="Findings to show per check; 0 shows all. Counts are always exact.",
)
@click.option(
    "--memory",
    type=Size(at_least=LEAST_MEMORY),
    metavar="SIZE",
    help="Memory that the process may take, such as 800MB or 2GB; what does not fit goes to "
    "temporary files.",
)
@click.option("--quiet", is_flag=True, help="Print nothing; only the exit code tells.")
@click.option(
    "--output",
    "-o",
    type=Place(path_type=Path, dir_okay=False),
    help="Write the report to this file.",
)
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FORMAT=FILE",
    help="Write a report in another form to a file as well; may be repeated.",
)
@lang_option
def command(
    package: Path | None,
    tables: tuple[str, ...],
    rules: tuple[str, ...],
    sources: Path | None,
    form: str,
    strict: bool,
    limit: int,
    memory: int | None,
    quiet: bool,
    output: Path | None,
    reports: tuple[str, ...],
    lang: str,
) -> int:
    """Check a package against its schemas and rules.

    Every finding names file, line and field, what was found and what was expected. Exit code: 0
    valid, 1 findings, 2 could not run, also when no check that was asked for could be carried out.

    \b
    Examples:
      drenthe-data check
      drenthe-data check --table budget_amounts --lang nl
      drenthe-data check path/to/datapackage.json --format json -o report.json
      drenthe-data check --format github --report sarif=check.sarif --report html=check.html
    """  # noqa: D301
    from drenthe_data.checks import check
    from drenthe_data.cli import EXIT_COULD_NOT_RUN, EXIT_FINDINGS, EXIT_VALID
    from drenthe_data.commands.progress import Progress

    wanted = [_report(text) for text in reports]
    with Progress(lang, is_quiet=quiet) as progress:
        report = check(
            package,
            tables=tables or None,
            rules=rules or None,
            sources=sources,
            limit=limit or 10**9,
            progress=progress,
            memory=memory,
        )
    options = Options(lang=lang, is_strict=strict, has_all_notes=bool(rules))
    if output is not None:
        wanted.insert(0, (form, output))
    elif not quiet:
        shown = replace(options, has_colour=has_colour(), width=terminal_width())
        click.echo(write_report(report, form, shown), nl=False)
    if wanted:
        from drenthe_data.writing import write_text
    for name, file in wanted:
        write_text(file, write_report(report, name, options))
    if not report.is_evaluated:
        return EXIT_COULD_NOT_RUN
    return EXIT_VALID if report.passes(strict=strict) else EXIT_FINDINGS


def _report(text: str) -> tuple[str, Path]:
    """Read ``FORMAT=FILE``."""
    name, sign, file = text.partition("=")
    if name not in FORMATS or not sign or not file:
        raise UsageError(
            "usage.report", value=text, nearest=nearest(name, FORMATS), expected=list(FORMATS)
        )
    return name, Path(file)
