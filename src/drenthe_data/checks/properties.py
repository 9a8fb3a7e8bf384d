"""What a descriptor asks of a check beyond Data Package: texts, privacy and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from drenthe_data.checks.cited_lines import plain
from drenthe_data.descriptor import Field, Package, Schema

TEXT_HYGIENE = "textHygiene"
PRIVACY = "privacy"
_NAMES = ("resource", "name", "key")
_SUBJECT = ("field", "where", "is")


def asks_hygiene(package: Package) -> bool:
    """Tell whether the descriptor asks for the checks of text hygiene."""
    return package.raw.get(TEXT_HYGIENE) is True


def is_free_text(item: Field) -> bool:
    """Tell whether the cells of a field are free text; codes are judged by their schema."""
    return item.type in ("string", "any") and "enum" not in item.constraints


def figure_fields(schema: Schema) -> set[str]:
    """Give the fields whose digits are no number of a person: printed figures and addresses."""
    printed = {item.printed_in for item in schema.fields if item.printed_in is not None}
    return printed | {item.name for item in schema.fields if item.format == "uri"}


class Privacy(NamedTuple):
    """What the descriptor asks: the texts that are no personal data although they look like it."""

    allow: tuple[str, ...] = ()


def read_privacy(package: Package) -> Privacy | None:
    """Read the property ``privacy``; ``None`` when the descriptor does not ask for the check."""
    raw: Any = package.raw.get(PRIVACY)
    if raw is True:
        return Privacy()
    if not isinstance(raw, dict):
        return None
    allow = raw.get("allow", [])
    texts = allow if isinstance(allow, list) else []
    return Privacy(tuple(text for text in texts if isinstance(text, str) and text))


class Evidence(NamedTuple):
    """Where the descriptor says that documents, citations and names stand."""

    resource: str
    id: str
    file: str
    sha256: str
    lines: str
    source_field: str
    lines_field: str
    names: Mapping[str, str]
    subject: tuple[str, str, str] | None = None
    heads: tuple[str, ...] = ()


def read_evidence(package: Package) -> Evidence | None:
    """Read the property ``evidence``; ``None`` when the descriptor has none that can be used."""
    raw = package.raw.get("evidence")
    if not isinstance(raw, dict):
        return None
    texts = _texts(raw, ("resource", "id", "file", "sha256", "lines"))
    texts += _texts(raw.get("citation"), ("source", "lines"))
    if len(texts) != 7:
        return None
    names = raw.get("names")
    if not isinstance(names, dict) or len(_texts(names, _NAMES)) != len(_NAMES):
        names = {}
    subject = _texts(names.get("subject"), _SUBJECT)
    heads = names.get("sharedHeads")
    resource, id_, file, checksum, lines, source_field, lines_field = texts
    return Evidence(
        resource=resource,
        id=id_,
        file=file,
        sha256=checksum,
        lines=lines,
        source_field=source_field,
        lines_field=lines_field,
        names=names,
        subject=(subject[0], subject[1], subject[2]) if len(subject) == len(_SUBJECT) else None,
        heads=tuple(plain(head) for head in heads if isinstance(head, str))
        if isinstance(heads, list)
        else (),
    )


def _texts(raw: object, keys: Iterable[str]) -> list[str]:
    """Give the values of keys that are texts, in the order of the keys; no name has a NUL."""
    values = [raw.get(key) for key in keys] if isinstance(raw, dict) else []
    return [value for value in values if isinstance(value, str) and "\0" not in value]
