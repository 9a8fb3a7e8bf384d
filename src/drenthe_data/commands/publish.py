"""``drenthe-data publish``."""

from __future__ import annotations

from pathlib import Path

import click

from drenthe_data.commands.options import (
    base_url_option,
    lang_option,
    output_option,
    package_argument,
)
from drenthe_data.commands.usage import OneOf
from drenthe_data.messages import render


@click.command("publish")
@package_argument
@click.option(
    "--dataset",
    "datasets",
    multiple=True,
    metavar="NAME",
    help="Only this data set; may be given more than once.",
)
@click.option(
    "--dry-run", is_flag=True, help="Print what would be sent, and what is still to be filled in."
)
@click.option(
    "--to",
    "target",
    type=OneOf(("aanlever", "ckan")),
    default="aanlever",
    show_default=True,
    help="The Aanlever API of data.overheid.nl, or its CKAN.",
)
@click.option(
    "--url",
    metavar="URL",
    help="Address of the portal.  [default: publish in exports/catalog.toml]",
)
@click.option("--draft", is_flag=True, help="Leave new data sets as drafts (Aanlever API).")
@click.option("--check-links", is_flag=True, help="First see whether every file is on the web.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1, max=3600),
    default=30.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for an answer.",
)
@click.option(
    "--attempts",
    type=click.IntRange(min=1, max=20),
    default=5,
    show_default=True,
    metavar="NUMBER",
    help="How often to try when the portal does not answer, or says that it cannot now.",
)
@output_option("Folder of the exports; what is missing there is made.")
@base_url_option
@lang_option
@click.pass_context
def command(
    ctx: click.Context,
    package: Path | None,
    datasets: tuple[str, ...],
    dry_run: bool,
    target: str,
    url: str | None,
    draft: bool,
    check_links: bool,
    timeout: float,
    attempts: int,
    output: Path,
    base_url: str | None,
    lang: str,
) -> None:
    """Send the data sets of the package to data.overheid.nl.

    Each data set is looked up by its identifier, and then made, changed or left as it is, so that
    publishing can be broken off and done again. The files themselves are not sent: they must be
    on the web.

    The keys come from the environment: DRENTHE_DATA_CLIENT_ID and DRENTHE_DATA_API_KEY, or
    DRENTHE_DATA_TOKEN, for the Aanlever API; DRENTHE_DATA_API_KEY for CKAN.

    \b
    Example:
      drenthe-data publish --dry-run
      drenthe-data publish --to ckan --dataset drenthe-data-clusters
    """  # noqa: D301
    from functools import partial

    from drenthe_data.commands.progress import Progress
    from drenthe_data.exceptions import DataError
    from drenthe_data.exporting import base_url_of, export_package
    from drenthe_data.exporting.catalog.settings import placeholders, read_settings
    from drenthe_data.exporting.catalog.values import is_of_person
    from drenthe_data.locate import find_package
    from drenthe_data.publishing import address_of, open_portal, read_payloads
    from drenthe_data.publishing.http import Client
    from drenthe_data.publishing.links import check

    with Progress(lang) as progress:
        path = find_package(package)
        made = export_package(path, ["overheid"], output, base_url=base_url, progress=progress)
    for error in made.failed.values():
        click.echo(error.message(lang), err=True)
    if made.failed:
        raise DataError("exports-failed", failed=list(made.failed))
    loaded = made.data
    base = base_url_of(loaded, base_url)
    settings = read_settings(loaded.package, base)
    payloads = read_payloads(output, target, datasets)
    left = placeholders(settings, base, target, url)
    if settings.contact.email is not None and is_of_person(settings.contact.email):
        click.echo(render("publish-person", {"value": settings.contact.email}, lang), err=True)
    if dry_run:
        import json

        click.echo(json.dumps(payloads, ensure_ascii=False, indent=2))
        if left:
            click.echo(render("publish-placeholders", {"settings": left}, lang), err=True)
        ctx.exit(1 if left else 0)
    if left:
        raise DataError("publish-placeholders", settings=left)
    address = address_of(target, settings, url)
    client = partial(Client, timeout=timeout, attempts=attempts)
    portal = open_portal(target, address, is_draft=draft, client=client)
    if check_links:
        check(payloads, client)
    for name, payload in payloads.items():
        sent = portal.send(name, payload)
        values = {"dataset": name, "place": sent.place}
        click.echo(render(f"text.publish.{sent.action}", values, lang))
        if sent.status == "WITHDRAWN":
            click.echo(render("publish-withdrawn", {"dataset": name}, lang), err=True)
