"""Whether the files that data sets name can be fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from drenthe_data.exceptions import DataError
from drenthe_data.publishing.http import Client


def addresses(payloads: Iterable[Mapping[str, Any]]) -> list[str]:
    """Give the addresses of all files in payloads of either kind, each once."""
    found: dict[str, None] = {}
    for payload in payloads:
        for item in (*payload.get("dcatDistribution", ()), *payload.get("resources", ())):
            address = item.get("dcatAccessUrl") or item.get("url")
            if address:
                found[address] = None
    return list(found)


def check(payloads: Mapping[str, Mapping[str, Any]], client: Callable[[str], Client]) -> None:
    """See whether every file is on the web. No key is sent along.

    Raises:
        DataError: When there are files that are not there.
    """
    broken = []
    for address in addresses(payloads.values()):
        try:
            answer = client(address).send("HEAD", "")
            if answer.status in (405, 501):
                answer = client(address).send("GET", "")
        except DataError as error:
            broken.append(f"{address} ({error.params.get('status') or error.params['reason']})")
            continue
        if not answer.ok:
            broken.append(f"{address} ({answer.status})")
    if broken:
        raise DataError("publish-links", count=len(broken), links=broken)
