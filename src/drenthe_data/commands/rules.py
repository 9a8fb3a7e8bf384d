"""``drenthe-data rules``."""

from __future__ import annotations

from pathlib import Path

import click

from drenthe_data.commands.options import lang_option, package_argument, table_text
from drenthe_data.messages import render


@click.command("rules")
@package_argument
@lang_option
def command(package: Path | None, lang: str) -> None:
    """List the rules of the package and the checks that are built in."""
    from drenthe_data.checks import BUILT_IN, VALIDATORS, read_rules
    from drenthe_data.locate import find_package

    rules = read_rules(find_package(package).parent / VALIDATORS)
    rows = [[rule.id, rule.severity, rule.table, rule.text("title", lang)] for rule in rules]
    built_in = render("text.built-in", {}, lang)
    for code, severity in BUILT_IN.items():
        rows.append([code, severity, built_in, render(f"check.{code}.title", {}, lang)])
    header = [
        render(key, {}, lang) for key in ("head.rule", "text.severity", "head.table", "head.title")
    ]
    click.echo(table_text(header, rows))
