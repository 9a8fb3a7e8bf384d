"""Publishing: sending the data sets of a package to data.overheid.nl.

``http`` sends requests safely, ``aanlever`` and ``ckan`` know what each of the two doors of the
portal asks. A data set is known by its identifier: it is looked up, and then made, changed or left
as it is, so that publishing can be broken off and done again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol
from urllib.parse import urlsplit

from drenthe_data.exceptions import DataError, UsageError
from drenthe_data.exporting.catalog.settings import FILE, Settings
from drenthe_data.publishing.http import Client, is_sendable

TARGETS = ("aanlever", "ckan")
TOKEN = "DRENTHE_DATA_TOKEN"  # noqa: S105 - the name of a variable
CLIENT_ID, API_KEY = "DRENTHE_DATA_CLIENT_ID", "DRENTHE_DATA_API_KEY"
Payload = dict[str, Any]
Action = Literal["created", "updated", "unchanged"]


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a data set.

    Attributes:
        name: Its name.
        action: What was done.
        place: Where the portal keeps it.
        status: Its publication status there, where the portal has one.
    """

    name: str
    action: Action
    place: str
    status: str = ""


class Portal(Protocol):
    """A door of the portal."""

    def send(self, name: str, payload: Payload) -> Sent:
        """Make a data set or change it, when it is not there as it should be."""


def read_payloads(folder: Path, target: str, names: Iterable[str] = ()) -> dict[str, Payload]:
    """Read what the export ``overheid`` wrote.

    Args:
        folder: The folder of the exports.
        target: ``aanlever`` or ``ckan``.
        names: Names of data sets; without any, all.

    Raises:
        DataError: When there are no payloads for the target.
        UsageError: When there is no data set of a name.
    """
    files = sorted((folder / "overheid" / target).glob("*.json"), key=lambda file: file.stem)
    found = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in files}
    if not found:
        expected = [f"{FILE} publisher.owms", f"{FILE} publish.owner_org"]
        raise DataError("publish-no-payloads", format=target, expected=expected)
    for name in names:
        if name not in found:
            from drenthe_data.messages import nearest

            raise UsageError(
                "unknown-dataset",
                value=name,
                nearest=nearest(name, found),
                expected=list(found),
            )
    return {name: payload for name, payload in found.items() if not names or name in names}


def address_of(target: str, settings: Settings, url: str | None) -> str:
    """Give where to send to: what was asked, else the setting.

    Raises:
        DataError: When there is none, or it is not safe to send a key there.
    """
    given = url or getattr(settings.publish, f"{target}_url")
    if not given:
        raise DataError("publish-no-url", expected=f"{FILE} publish.{target}_url")
    try:
        parts = urlsplit(given)
        is_near = parts.hostname in ("localhost", "127.0.0.1", "::1")
        is_safe = bool(parts.hostname) and not parts.username and not parts.query
    except ValueError:
        is_near = is_safe = False
        parts = urlsplit("")
    if not is_safe or not (parts.scheme == "https" or (parts.scheme == "http" and is_near)):
        raise DataError("publish-bad-url", value=given)
    return str(given).rstrip("/")


def open_portal(
    target: str,
    url: str,
    *,
    is_draft: bool = False,
    environment: Mapping[str, str] | None = None,
    client: Callable[[str], Client] = Client,
) -> Portal:
    """Open a door of the portal, with the keys of the environment.

    Args:
        target: ``aanlever`` or ``ckan``.
        url: Its address.
        is_draft: Leave a new data set as a draft, where the portal knows drafts.
        environment: Where the keys are; by default the environment of the program.
        client: Makes the client for an address.

    Raises:
        DataError: When there is no key.
    """
    from drenthe_data.publishing.aanlever import Aanlever
    from drenthe_data.publishing.ckan import Ckan

    keys = os.environ if environment is None else environment
    token, name, key = (keys.get(item, "").strip() for item in (TOKEN, CLIENT_ID, API_KEY))
    for item in (TOKEN, API_KEY) if target == "ckan" else (TOKEN,):
        if keys.get(item, "").strip() and not is_sendable(keys[item].strip()):
            raise DataError("publish-bad-key", expected=item)
    if target == "ckan":
        if not (key or token):
            raise DataError("publish-no-key", expected=API_KEY)
        return Ckan(client(url), key or token)
    if not token and not (name and key):
        raise DataError("publish-no-key", expected=f"{CLIENT_ID} + {API_KEY}, {TOKEN}")
    credentials = (name, key) if name and key else None
    return Aanlever(client(url), token, credentials, is_draft=is_draft)
