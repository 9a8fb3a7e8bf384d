"""What ends a first look: a doubt about anything, which is for the whole check to settle."""

from __future__ import annotations


class Doubt(Exception):  # noqa: N818
    """Something may be wrong, or cannot be told from a first look."""


def surely(is_so: object) -> None:
    """Raise ``Doubt`` unless something is so."""
    if not is_so:
        raise Doubt
