"""The CKAN API of data.overheid.nl, with the fields of DCAT-AP-DONL 1.1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from drenthe_data.exceptions import DataError
from drenthe_data.publishing import Payload, Sent
from drenthe_data.publishing.http import Answer, Client
from drenthe_data.publishing.refusals import RefusedError, refuse

_BASE = "/api/3/action"


class Ckan:
    """Sends data sets to CKAN.

    Args:
        client: The client for its address.
        key: The API key.
    """

    def __init__(self, client: Client, key: str) -> None:
        self._client = client
        client.headers["Authorization"] = key

    def send(self, name: str, payload: Payload) -> Sent:
        """Make a data set, or change it when the portal has it otherwise.

        Raises:
            DataError: When the portal cannot be reached, or does not take it.
        """
        stored = self._find(name, payload)
        if stored is None:
            answer = self._ask("POST", "package_create", payload)
            if answer.ok:
                return Sent(name, "created", str(_result(name, answer).get("id", "")))
            # A request that was cut off may have made it.
            stored = self._show(name, payload) if answer.status == 409 else None
            if stored is None or not _is_same(stored, payload):
                refuse(name, answer)
            return Sent(name, "created", str(stored["id"]))
        place = str(stored["id"])
        if _is_same(stored, payload):
            return Sent(name, "unchanged", place)
        answer = self._ask("POST", "package_update", _with_ids(stored, payload))
        if not answer.ok:
            refuse(name, answer)
        return Sent(name, "updated", place)

    def _find(self, name: str, payload: Payload) -> Mapping[str, Any] | None:
        """Look a data set up: by its name, else by its identifier."""
        stored = self._show(name, payload)
        if stored is not None:
            return stored
        identifier = payload["identifier"]
        query = urlencode(
            {"fq": f'identifier:"{identifier}"', "include_private": "true", "rows": 10}
        )
        answer = self._ask("GET", f"package_search?{query}")
        if not answer.ok:
            refuse(name, answer)
        for item in _result(name, answer).get("results") or []:
            if _value(item, "identifier") == identifier:
                return dict(item)
        return None

    def _show(self, name: str, payload: Payload) -> Mapping[str, Any] | None:
        """Look a data set up by its name; raises when the name is that of another one."""
        answer = self._ask("GET", f"package_show?id={quote(payload['name'])}")
        if answer.status == 404:
            return None
        if not answer.ok:
            refuse(name, answer)
        stored = _result(name, answer)
        if stored.get("state", "active") != "active":
            return None
        found = _value(stored, "identifier")
        if found != payload["identifier"]:
            raise RefusedError(name, 409, [("name", f"identifier: {found}")])
        return stored

    def _ask(self, method: str, action: str, body: Any = None) -> Answer:
        answer = self._client.send(method, f"{_BASE}/{action}", body)
        if answer.status == 401:
            raise DataError("publish-denied")
        return answer


def _result(name: str, answer: Answer) -> dict[str, Any]:
    body = answer.body if isinstance(answer.body, dict) else {}
    result = body.get("result")
    if not body.get("success") or not isinstance(result, dict):
        refuse(name, answer)
    if not result.keys() & {"id", "results"}:
        refuse(name, answer)
    return result


def _value(stored: Mapping[str, Any], key: str) -> Any:
    """Give a field, which CKAN may keep among the extras."""
    if key in stored:
        return stored[key]
    extras = stored.get("extras")
    for item in extras if isinstance(extras, list) else []:
        if item.get("key") == key:
            return item.get("value")
    return None


def _is_same(stored: Mapping[str, Any], payload: Mapping[str, Any]) -> bool:
    """Tell whether the portal has all that is sent, and no other words or files."""
    for key, value in payload.items():
        found = _value(stored, key)
        if key == "tags":
            names = [it.get("name") for it in found or [] if isinstance(it, dict)]
            if sorted(map(str, names)) != sorted(it["name"] for it in value):
                return False
        elif key == "resources":
            if len(found or []) != len(value) or not all(map(_is_same, found or [], value)):
                return False
        elif key == "owner_org":
            named = stored.get("organization") or {}
            if value not in (found, named.get("name"), named.get("id")):
                return False
        elif _text(found) != _text(value):
            return False
    return True


def _text(value: Any) -> Any:
    """CKAN keeps numbers and truth as text in extras."""
    if isinstance(value, bool | int | float):
        return str(value).lower()
    if isinstance(value, str) and value in ("True", "False"):
        return value.lower()
    return value


def _with_ids(stored: Mapping[str, Any], payload: Payload) -> Payload:
    """Keep the ids of the data set and of its files, so that links to them stay whole."""
    ids = {item.get("url"): item.get("id") for item in stored.get("resources") or []}
    resources = [
        {**item, "id": ids[item["url"]]} if ids.get(item["url"]) else item
        for item in payload["resources"]
    ]
    return {**payload, "id": stored["id"], "name": stored.get("name"), "resources": resources}
