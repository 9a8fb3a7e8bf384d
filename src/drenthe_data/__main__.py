"""The command line's door: answers ``--version`` at once, and turns every failure into a text."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; ends the process with 0 valid, 1 findings, 2 could not run."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from drenthe_data._version import __version__

        sys.stdout.write(f"drenthe-data {__version__}\n")
        return
    from drenthe_data.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
