"""Economic policy of Drenthe as open data, and the toolkit that checks and publishes it.

    >>> import drenthe_data
    >>> data = drenthe_data.load()
    >>> data.places.frame.height > 12
    True

The public names are imported when they are first used, so that ``import drenthe_data`` and the
command line start at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from drenthe_data._version import __version__

if TYPE_CHECKING:
    from drenthe_data.checks import check
    from drenthe_data.findings import CheckResult, Finding, Report
    from drenthe_data.loading import load, load_package

_PUBLIC = {
    "check": "drenthe_data.checks",
    "CheckResult": "drenthe_data.findings",
    "Finding": "drenthe_data.findings",
    "Report": "drenthe_data.findings",
    "load": "drenthe_data.loading",
    "load_package": "drenthe_data.loading",
}

__all__ = ["CheckResult", "Finding", "Report", "__version__", "check", "load", "load_package"]


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for."""
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_PUBLIC])
