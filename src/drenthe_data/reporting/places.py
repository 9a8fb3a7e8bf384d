"""What machine-readable reports share: paths as a repository sees them, and names of checks."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from drenthe_data.findings import Finding, Report
from drenthe_data.messages import catalogue


def shown_path(report: Report, file: str) -> str:
    """Give the path of a file of the package as seen from the working folder.

    CI services know files from the root of a repository. Where the package does not lie below the
    working folder the path within the package is given.
    """
    root = Path(report.path).absolute().parent
    try:
        return (root / file).relative_to(Path.cwd()).as_posix()
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
    return "".join(char if _is_printable(char) else f"\\x{ord(char):02x}" for char in text)


def _is_printable(char: str) -> bool:
    number = ord(char)
    if number < 0x20:
        return char in "\t\n\r"
    return not (0x7F <= number < 0xA0 or 0xD800 <= number < 0xE000 or number in (0xFFFE, 0xFFFF))
