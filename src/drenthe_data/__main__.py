"""The command line's door: answers ``--version`` at once, and turns every failure into a text."""

from __future__ import annotations

import atexit
import os
import sys

_CODES: list[int] = []


def main() -> None:
    """Run the command line; ends the process with 0 valid, 1 findings, 2 could not run."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from drenthe_data._version import __version__

        sys.stdout.write(f"drenthe-data {__version__}\n")
        return
    atexit.register(_leave)
    from drenthe_data.cli import run

    _CODES.append(run(sys.argv[1:]))
    sys.exit(_CODES[-1])


def _leave() -> None:
    """End at once. To take down all that was made, piece by piece, takes as long as many a check.

    Whatever else is to be done at the end was registered later than this, and so is done before.
    """
    if not _CODES:
        return
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return  # the reader has gone, or the disk is full: that is told by Python as ever
    os._exit(_CODES[-1])


if __name__ == "__main__":
    main()
