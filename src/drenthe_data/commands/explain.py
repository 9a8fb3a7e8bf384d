"""``drenthe-data explain``."""

from __future__ import annotations

from pathlib import Path

import click

from drenthe_data.commands.options import lang_option, package_option
from drenthe_data.messages import catalogue, nearest, render


@click.command("explain")
@click.argument("rule")
@package_option
@lang_option
def command(rule: str, package: Path | None, lang: str) -> None:
    """Explain RULE: what it asks, its query, and examples that keep and break it."""
    from drenthe_data.checks import BUILT_IN, VALIDATORS, read_rules
    from drenthe_data.exceptions import UsageError
    from drenthe_data.locate import find_package

    folder = find_package(package).parent / VALIDATORS
    found = next((item for item in read_rules(folder) if item.id == rule), None)
    if found is not None:
        _explain_rule(found.file, folder, lang)
    elif rule in BUILT_IN:
        _explain_built_in(rule, lang)
    else:
        known = [*BUILT_IN, *(item.id for item in read_rules(folder))]
        raise UsageError("unknown-rule", rule=rule, nearest=nearest(rule, known))


def _explain_rule(file: str, folder: Path, lang: str) -> None:
    from drenthe_data.checks.examples import read_examples, run_example
    from drenthe_data.checks.rule_files import parse_rule
    from drenthe_data.descriptor import read_package

    rule = parse_rule(folder.parent / file, file, folder)
    click.echo(f"{rule.id}: {rule.text('title', lang)}\n")
    click.echo(f"{rule.text('description', lang)}\n")
    points = f"{rule.table} ({', '.join(rule.key)})"
    facts = {"severity": rule.severity, "reads": ", ".join(rule.reads), "points": points}
    for key, value in facts.items():
        click.echo(f"{render(f'text.{key}', {}, lang)}: {value}")
    click.echo(f"{render('text.message', {}, lang)}: {rule.text('message', lang)}")
    click.echo(f"\n{render('text.query', {}, lang)} ({rule.file}):\n")
    click.echo("\n".join(f"    {line}" for line in rule.query.splitlines()))
    package = read_package(folder.parent)
    for example in read_examples(rule, folder):
        click.echo(f"\n{render('head.example', {}, lang)}: {example.text('title', lang)}")
        for name, text in example.tables.items():
            click.echo(f"\n  {name}")
            click.echo("\n".join(f"    {line}" for line in text.strip().splitlines()))
        result = run_example(rule, example, package)
        click.echo("")
        for finding in [*result.findings, *result.notes]:
            text = render("text.example-finds", {"text": ""}, lang)
            click.echo(f"  {text}{';'.join(finding.key or ())}: {finding.message(lang)}")
        if not result.findings and not result.notes:
            click.echo(f"  {render('text.example-nothing', {}, lang)}")


def _explain_built_in(code: str, lang: str) -> None:
    from drenthe_data.checks import BUILT_IN

    texts = catalogue(lang)
    click.echo(f"{code}: {texts[f'check.{code}.title']}\n")
    click.echo(f"{texts[f'check.{code}.description']}\n")
    built_in = render("text.built-in", {}, lang)
    click.echo(f"{render('text.severity', {}, lang)}: {BUILT_IN[code]} ({built_in})")
    messages = [text for key, text in texts.items() if key == code or key.startswith(f"{code}.")]
    if messages:
        click.echo(f"{render('text.message', {}, lang)}:")
    for message in messages:
        click.echo(f"  {message.replace('[[', '').replace(']]', '')}")
