"""What machine-readable reports share: paths as a repository sees them, and names of checks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from drenthe_data.findings import Finding, Report
from drenthe_data.messages import catalogue

# Control characters but tab and line ends, halves of characters, and what is no character.
_UNPRINTABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def shown_path(report: Report, file: str) -> str:
    """Give the path of a file of the package as seen from the working folder.

    CI services know files from the root of a repository. Where the package does not lie below the
    working folder the path within the package is given.
    """
    return _seen_from(str(Path.cwd()), str(report.path), file)


@lru_cache(maxsize=1024)
def _seen_from(working: str, package: str, file: str) -> str:
    try:
        return (Path(working, package).parent / file).relative_to(working).as_posix()
    except ValueError:
        return file


def title(report: Report, code: str, lang: str) -> str:
    """Give the title of a check or rule."""
    return _text(report, code, "title", lang)


def description(report: Report, code: str, lang: str) -> str:
    """Say what a check or rule asks."""
    return _text(report, code, "description", lang)


def _text(report: Report, code: str, key: str, lang: str) -> str:
    own = report.rules.get(code)
    if own is not None:
        return own[f"{key}_nl" if lang == "nl" else key]
    return catalogue(lang).get(f"check.{code}.{key}", code)


def fingerprint(found: Finding) -> str:
    """Give what tells a finding from others and stays when lines above it move.

    The key of its row, or else its text, stands for the line.
    """
    place = found.key or found.cells or (str(found.line),)
    parts = [found.code, found.variant or "", found.file, found.field or "", *place]
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def distinct_fingerprints(findings: list[Finding]) -> Iterator[tuple[Finding, str]]:
    """Give each finding with a fingerprint of its own; equal ones are counted on."""
    seen: dict[str, int] = {}
    for found in findings:
        own = fingerprint(found)
        seen[own] = seen.get(own, 0) + 1
        yield found, own if seen[own] == 1 else f"{own}-{seen[own]}"


def plain(text: str) -> str:
    """Take out what XML and terminals cannot hold: control characters and lone surrogates."""
    return _UNPRINTABLE.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
