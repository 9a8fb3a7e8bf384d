"""What a server refused, told as the errors of this program."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NoReturn

from drenthe_data.exceptions import DataError
from drenthe_data.messages import render
from drenthe_data.publishing.http import Answer

_MOST = 30


class RefusedError(DataError):
    """A data set that the server does not take, with its reasons per field."""

    def __init__(self, name: str, status: int, reasons: Sequence[tuple[str, str]]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("publish-refused", dataset=name, status=status)

    def __str__(self) -> str:
        return self.message("en")

    def message(self, lang: str) -> str:
        """Give the text in a language; the reasons are as the server gave them."""
        shown = [
            f"- {render('publish-reason', {'field': field, 'reason': reason}, lang)}"
            for field, reason in self.reasons[:_MOST]
        ]
        return "\n".join([super().message(lang), *shown])


def reasons_of(answer: Answer) -> list[tuple[str, str]]:
    """Give the reasons per field, as either door of the portal words them."""
    body = answer.body if isinstance(answer.body, dict) else {}
    found: list[tuple[str, str]] = []
    errors = body.get("errors")
    for item in errors if isinstance(errors, list) else []:
        if isinstance(item, dict):
            parts = [str(item[key]) for key in ("code", "message") if item.get(key)]
            found.append((str(item.get("path") or ""), ": ".join(parts)))
    nested = body.get("error")
    if isinstance(nested, dict):
        for field, value in nested.items():
            if field != "__type":
                found += [(path, text) for path, text in _flat(field, value)]
    if not found:
        keys = ("code", "title", "detail")
        text = ": ".join(dict.fromkeys(str(body[key]) for key in keys if body.get(key)))
        if text or answer.text:
            found.append(("", text or answer.text.strip()))
    return found


def _flat(field: str, value: object) -> Iterable[tuple[str, str]]:
    """Give the texts in what CKAN says of a field: a text, a list, or one of these per part."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _flat(f"{field}.{key}", item)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            place = field if isinstance(item, str) else f"{field}.{number}"
            yield from _flat(place, item)
    elif value not in (None, ""):
        yield field, str(value)


def refuse(name: str, answer: Answer) -> NoReturn:
    """Raise the error for an answer that is none of those that were looked for."""
    if answer.status == 401:
        raise DataError("publish-denied")
    if answer.status == 403:
        reason = "; ".join(text for _, text in reasons_of(answer))
        raise DataError("publish-forbidden", dataset=name, reason=reason)
    if answer.status in (400, 409, 422, 428):
        raise RefusedError(name, answer.status, reasons_of(answer))
    reason = "; ".join(text for _, text in reasons_of(answer))
    raise DataError("publish-odd", dataset=name, status=answer.status, reason=reason)
