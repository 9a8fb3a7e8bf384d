"""The command line: one module per command in ``commands``, imported when it is asked for."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from drenthe_data._version import __version__
from drenthe_data.exceptions import DataError, DrentheDataError, UsageError
from drenthe_data.messages import LANGUAGES, default_language, nearest, render

# Name, module and the line that the overview shows: the modules need not be imported for it.
COMMANDS = {
    "check": "Check a package against its schemas and rules.",
    "export": "Write the package in other formats.",
    "publish": "Send the data sets to data.overheid.nl.",
    "fmt": "Write the tables in their canonical form.",
    "tables": "List the tables of the package.",
    "show": "Show the rows of a table.",
    "rules": "List the rules and built-in checks.",
    "explain": "Explain a rule or a built-in check.",
}

# What the system says when there is no room, or a device fails.
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)

EXIT_VALID, EXIT_FINDINGS, EXIT_COULD_NOT_RUN = 0, 1, 2


class Commands(click.Group):
    """A group that imports a command when it runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002, D102
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002, D102
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"drenthe_data.commands.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002, D102
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(  # noqa: D102
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise UsageError(
                "usage.command",
                value=args[0],
                nearest=nearest(args[0], COMMANDS),
                expected=list(COMMANDS),
            )
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="drenthe-data %(version)s")
def cli() -> None:
    """Check, show and export an open data package: tables, schemas and rules.

    Without PACKAGE a command works on the datapackage.json of the working folder or of a folder
    above it, and else on the package of Drenthe that is installed with the program.

    Exit code: 0 valid, 1 findings, 2 could not run.
    """


def run(arguments: Sequence[str]) -> int:
    """Run the command line with arguments and give the exit code. No failure gives a traceback."""
    lang = _language(arguments)
    try:
        result = cli.main(list(arguments), prog_name="drenthe-data", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return EXIT_COULD_NOT_RUN
    except click.ClickException as error:
        from drenthe_data.commands.usage import usage_error

        return _tell(usage_error(error), arguments, lang)
    except UsageError as error:
        return _tell(error, arguments, lang)
    except (click.Abort, KeyboardInterrupt):
        return 130
    except DrentheDataError as error:
        click.echo(f"drenthe-data: {error.message(lang)}", err=True)
        is_finding = isinstance(error, DataError) and error.code in (
            "not-exportable",
            "not-loadable",
            "publish-links",
            "publish-placeholders",
            "publish-refused",
        )
        return EXIT_FINDINGS if is_finding else EXIT_COULD_NOT_RUN
    except BrokenPipeError:
        # The reader of our output (head, less) has gone: that is no failure of ours.
        _forget_output()
        return EXIT_VALID
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _FULL and error.filename is None:
            _forget_output()
            reason = error.strerror or str(error)
            text = render("output-incomplete", {"reason": reason}, lang)
            click.echo(f"drenthe-data: {text}", err=True)
            return EXIT_COULD_NOT_RUN
        if os.environ.get("DRENTHE_DATA_DEBUG"):
            raise
        values = {
            "kind": type(error).__name__,
            "reason": str(error).splitlines()[0] if str(error) else "",
        }
        click.echo(f"drenthe-data: {render('internal-error', values, lang)}", err=True)
        return EXIT_COULD_NOT_RUN
    return result if isinstance(result, int) else EXIT_VALID


def _forget_output() -> None:
    """Let what is left to be written go nowhere, so that Python does not fail on it at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell(error: UsageError, arguments: Sequence[str], lang: str) -> int:
    """Say what is wrong with the arguments, and where help is."""
    click.echo(f"drenthe-data: {error.message(lang)}", err=True)
    if error.code.startswith("usage."):
        used = next((argument for argument in arguments if argument in COMMANDS), None)
        command = "drenthe-data" if used is None else f"drenthe-data {used}"
        click.echo(render("usage.help", {"command": command}, lang), err=True)
    return EXIT_COULD_NOT_RUN


def _language(arguments: Sequence[str]) -> str:
    """Find the language before the arguments are read, for messages about the arguments."""
    for number, argument in enumerate(arguments):
        value = argument.partition("=")[2]
        if argument == "--lang" and number + 1 < len(arguments):
            value = arguments[number + 1]
        if argument.startswith("--lang") and value in LANGUAGES:
            return value
    return default_language()
