"""The Aanlever API of data.overheid.nl: specification 0.9.0 to 0.12.0, which is still an alpha.

Since 0.10.0 published data sets can be looked up by identifier; drafts are found among the records
of the organisation. Since 0.11.0 a change names the version that it changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from drenthe_data.exceptions import DataError
from drenthe_data.publishing import Action, Payload, Sent
from drenthe_data.publishing.http import Answer, Client, is_sendable
from drenthe_data.publishing.refusals import refuse

_BASE = "/api/v1"
_PAGE = 100
_EXISTS = "DCAT_DATASET_ALREADY_EXISTS"


@dataclass(frozen=True, slots=True)
class _Stored:
    """A data set as the portal has it."""

    id: str
    dataset: Mapping[str, Any]
    version: int | None = None
    status: str = ""


@dataclass(slots=True)
class _Record:
    """A record of the organisation: the data set it is of, and its title."""

    id: str
    titles: list[str] = field(default_factory=list)


class Aanlever:
    """Sends data sets to the Aanlever API.

    Args:
        client: The client for its address.
        token: A token that was given from elsewhere; empty when there is none.
        credentials: Client id and key, for which the API gives a token.
        is_draft: Leave a new data set as a draft.
    """

    def __init__(
        self,
        client: Client,
        token: str = "",
        credentials: tuple[str, str] | None = None,
        *,
        is_draft: bool = False,
    ) -> None:
        self._client = client
        self._credentials = credentials
        self._is_draft = is_draft
        self._records: list[_Record] | None = None
        if token:
            client.headers["Authorization"] = f"Bearer {token}"

    def send(self, name: str, payload: Payload) -> Sent:
        """Make a data set, or change it when the portal has it otherwise.

        Raises:
            DataError: When the portal cannot be reached, or does not take it.
        """
        identifier = str(payload["dctIdentifier"])
        stored = self._published(name, identifier)
        if stored is None:
            stored = self._among_records(name, identifier, str(payload["dctTitle"][0]))
        if stored is None:
            query = "" if self._is_draft else "?publicationStatus=PUBLISHED"
            answer = self._ask("POST", f"{_BASE}/datasets{query}", payload)
            if answer.ok:
                status = "DRAFT" if self._is_draft else "PUBLISHED"
                place = _body(name, answer).get("id")
                if not place:
                    refuse(name, answer)
                return Sent(name, "created", str(place), status)
            if answer.status != 409 or _code(answer) not in (_EXISTS, ""):
                refuse(name, answer)
            # It is there: found by its title no more, or made by a request that was cut off.
            self._records = None
            stored = self._published(name, identifier) or self._among_records(name, identifier)
            if stored is None:
                refuse(name, answer)
        return self._change(name, stored, payload)

    def _change(self, name: str, stored: _Stored, payload: Payload) -> Sent:
        action: Action = "unchanged"
        if not _is_same(stored.dataset, payload):
            action = "updated"
            version = "" if stored.version is None else f"?version={stored.version}"
            answer = self._ask("PUT", f"{_BASE}/datasets/{quote(stored.id)}{version}", payload)
            if answer.status == 409:
                # A request that was cut off may have done it; if not, somebody else changed it.
                again = self._get(name, stored.id)
                if again is None or not _is_same(again.dataset, payload):
                    refuse(name, answer)
            elif not answer.ok:
                refuse(name, answer)
        status = stored.status
        if status == "DRAFT" and not self._is_draft:
            path = f"{_BASE}/datasets/{quote(stored.id)}/publication-status"
            answer = self._ask("PUT", path, {"publicationStatus": "PUBLISHED"})
            if not answer.ok:
                refuse(name, answer)
            action, status = "updated", "PUBLISHED"
        return Sent(name, action, stored.id, status)

    # Looking up.

    def _published(self, name: str, identifier: str) -> _Stored | None:
        """Look a published data set up; an API that is too old to search says that it cannot."""
        answer = self._ask("POST", f"{_BASE}/datasets/search", {"dctIdentifiers": [identifier]})
        if answer.status in (404, 405, 501):
            return None
        if not answer.ok:
            refuse(name, answer)
        for item in _content(_body(name, answer)):
            stored = _stored(item)
            if stored is not None and stored.dataset.get("dctIdentifier") == identifier:
                return stored
        return None

    def _among_records(
        self, name: str, identifier: str, title: str | None = None
    ) -> _Stored | None:
        """Look a data set up among the records of the organisation, by title if there is one."""
        if self._records is None:
            self._records = list(self._read_records(name))
        for record in self._records:
            if title is not None and title not in record.titles:
                continue
            stored = self._get(name, record.id)
            if stored is not None and stored.dataset.get("dctIdentifier") == identifier:
                return stored
        return None

    def _read_records(self, name: str) -> Iterator[_Record]:
        number, pages = 0, 1
        while number < pages:
            path = f"{_BASE}/me/catalog-records?page={number}&size={_PAGE}"
            answer = self._ask("GET", path)
            if not answer.ok:
                refuse(name, answer)
            body = _body(name, answer)
            for item in _content(body):
                meta = _dict(item.get("meta"))
                if meta.get("primaryTopicType", "DATASET") == "DATASET" and (
                    place := meta.get("primaryTopicId")
                ):
                    titles = _dict(item.get("dcatCatalogRecord")).get("dctTitle")
                    texts = titles if isinstance(titles, list) else [titles]
                    yield _Record(str(place), [str(text) for text in texts])
            total = _dict(body.get("page")).get("totalPages")
            pages = total if isinstance(total, int) else 0
            number += 1

    def _get(self, name: str, place: str) -> _Stored | None:
        answer = self._ask("GET", f"{_BASE}/datasets/{quote(place)}")
        if answer.status == 404:
            return None
        if not answer.ok:
            refuse(name, answer)
        return _stored(_body(name, answer))

    # Asking.

    def _ask(self, method: str, path: str, body: Any = None) -> Answer:
        """Send a request with a token, and with a new one when that was not taken."""
        is_new = False
        if "Authorization" not in self._client.headers:
            self._log_in()
            is_new = True
        answer = self._client.send(method, path, body)
        if answer.status == 401 and self._credentials is not None and not is_new:
            self._log_in()
            answer = self._client.send(method, path, body)
        if answer.status == 401:
            raise DataError("publish-denied")
        return answer

    def _log_in(self) -> None:
        """Get a token for the credentials."""
        if self._credentials is None:
            raise DataError("publish-denied")
        self._client.headers.pop("Authorization", None)
        name, key = self._credentials
        answer = self._client.send("POST", f"{_BASE}/auth/token", {"clientId": name, "apiKey": key})
        token = answer.body.get("accessToken") if isinstance(answer.body, dict) else None
        if not answer.ok and answer.status not in (400, 401, 403):
            refuse("", answer)
        if not isinstance(token, str) or not is_sendable(token):
            raise DataError("publish-denied")
        self._client.headers["Authorization"] = f"Bearer {token}"


def _body(name: str, answer: Answer) -> dict[str, Any]:
    if not isinstance(answer.body, dict):
        refuse(name, answer)
    return answer.body


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _content(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give what is on a page."""
    content = body.get("content")
    return [item for item in content if isinstance(item, dict)] if isinstance(content, list) else []


def _code(answer: Answer) -> str:
    return str(answer.body.get("code") or "") if isinstance(answer.body, dict) else ""


def _stored(item: Mapping[str, Any]) -> _Stored | None:
    """Read a data set with what the portal says of it."""
    place, dataset = item.get("id"), item.get("dcatDataset")
    if not place or not isinstance(dataset, dict):
        return None
    meta = _dict(item.get("meta"))
    version = meta.get("version")
    return _Stored(
        str(place),
        dataset,
        version if isinstance(version, int) else None,
        str(meta.get("publicationStatus") or ""),
    )


def _is_same(stored: Mapping[str, Any], payload: Mapping[str, Any]) -> bool:
    """Tell whether the portal has a data set as it is to be."""
    return bool(_plain(stored) == _plain(payload))


def _plain(value: Any) -> Any:
    """Leave out what says nothing: empty values, and ids that the portal gives."""
    if isinstance(value, Mapping):
        kept = {key: _plain(item) for key, item in value.items() if key != "id"}
        return {key: item for key, item in kept.items() if item not in (None, [], {}, "")}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
