"""Requests that are repeated when that is of use, and never give away a key.

A request is repeated after a time-out, a broken connection and an answer that says "later" (429,
500, 502, 503, 504), with growing pauses, and as long as the server says. What changes something
may so be sent twice: whoever sends it must be able to tell that it was done already.
"""

from __future__ import annotations

import http.client
import json
import random
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from typing import IO, Any

from drenthe_data._version import __version__
from drenthe_data.exceptions import DataError

LATER = frozenset({429, 500, 502, 503, 504})
_LONGEST_PAUSE_SECONDS = 60.0
_FIRST_PAUSE_SECONDS = 0.5
_MOST_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the server.

    Attributes:
        status: The status code.
        body: What the JSON says; ``None`` when there is none.
        text: The body as text, when it is not JSON.
        headers: The headers, by their names in small letters.
    """

    status: int
    body: Any = None
    text: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether the server did what was asked."""
        return 200 <= self.status < 300


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: a key must not go to another server."""

    def redirect_request(  # noqa: PLR0917
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Message,
        newurl: str,
    ) -> urllib.request.Request | None:
        """Give nothing: the answer is taken as it is."""
        del req, fp, code, msg, headers, newurl
        return None


class Client:
    """Sends requests to one address.

    Args:
        url: The address, without a slash at the end.
        timeout: How long to wait for an answer, in seconds.
        attempts: How often to try.
    """

    def __init__(
        self,
        url: str,
        *,
        timeout: float = 30,
        attempts: int = 5,
    ) -> None:
        self.url = url
        self.headers: dict[str, str] = {}
        self._timeout = timeout
        self._attempts = max(1, attempts)
        self._opener = urllib.request.build_opener(_NoRedirect())

    def send(self, method: str, path: str, body: Any = None) -> Answer:
        """Send a request, more than once if need be.

        Args:
            method: GET, POST, PUT, HEAD.
            path: What comes after the address.
            body: What to send as JSON.

        Raises:
            DataError: When the server cannot be reached, or says "later" to the last.
        """
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        for attempt in range(1, self._attempts + 1):
            is_last = attempt == self._attempts
            try:
                answer = self._once(method, self.url + path, data)
            except (OSError, http.client.HTTPException) as error:
                reason = getattr(error, "reason", error)
                if is_last:
                    raise DataError(
                        "publish-unreachable",
                        url=self.url,
                        reason=str(reason) or type(reason).__name__,
                        attempts=attempt,
                    ) from None
                self._wait(attempt, None)
                continue
            if answer.status not in LATER:
                return answer
            if is_last:
                raise DataError(
                    "publish-later", url=self.url, status=answer.status, attempts=attempt
                )
            self._wait(attempt, answer.headers.get("retry-after"))
        raise AssertionError

    def _once(self, method: str, url: str, data: bytes | None) -> Answer:
        headers = {
            "Accept": "application/json, application/problem+json",
            "User-Agent": f"drenthe-data/{__version__}",
            **self.headers,
        }
        if data is not None:
            headers["Content-Type"] = "application/json"
        request = urllib.request.Request(url, data=data, headers=headers, method=method)  # noqa: S310 - checked by address_of
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                return _answer(response.status, response.headers, response.read(_MOST_BYTES))
        except urllib.error.HTTPError as error:
            with error:
                return _answer(error.code, error.headers, error.read(_MOST_BYTES))

    def _wait(self, attempt: int, told: str | None) -> None:
        """Wait as long as the server told, else longer each time, with some chance in it."""
        pause = _FIRST_PAUSE_SECONDS * 2 ** (attempt - 1) * (1 + random.random() / 4)  # noqa: S311 - no secret
        if told is not None and told.strip().isdigit():
            pause = max(pause, float(told))
        time.sleep(min(pause, _LONGEST_PAUSE_SECONDS))


def is_sendable(key: str) -> bool:
    """Tell whether a key can stand in a header; an error about one that cannot would show it."""
    return bool(key) and key.isascii() and key.isprintable() and " " not in key


def _answer(status: int, headers: Message, data: bytes) -> Answer:
    text = data.decode("utf-8", "replace")
    try:
        body = json.loads(text) if text.strip() else None
    except ValueError:
        return Answer(status, None, text, _lowered(headers))
    return Answer(status, body, "", _lowered(headers))


def _lowered(headers: Message) -> dict[str, str]:
    return {key.lower(): value for key, value in headers.items()}
