"""Write what mkdocs builds the site from: ``python docs/make.py`` (``make docs`` calls it)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Write it into ``build/site``; of what is named, only those modules.

    Raises:
        SystemExit: When the package is not fit for it; says why.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=[], help="modules of pages and pictures")
    options = parser.parse_args()
    sys.path[:0] = [str(ROOT / "docs"), str(ROOT)]
    from sitegen import build
    from sitegen.site import NoRowError

    from drenthe_data.exceptions import DrentheDataError

    try:
        counts = build.make(ROOT / "build" / "site", only=options.only)
    except (DrentheDataError, NoRowError) as error:
        raise SystemExit(str(error)) from None
    print(", ".join(f"{count} {name}" for name, count in counts.items()))  # noqa: T201


if __name__ == "__main__":
    main()
