"""The built site, a server of it, and a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.browser.links import address_of
from tests.browser.server import serving
from tests.packages import ROOT

# A page that is not there by then is not slow but broken.
_PATIENCE_MS = 20_000
# Of a window on a desk.
WIDTH = 1300
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def missing(reason: str) -> None:
    """Skip, or fail in CI: there everything has to be at hand."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason} (in CI this may not be missing)")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the built site."""
    folder = ROOT / "site"
    if not (folder / "robots.txt").is_file():
        missing("the site is not built: make docs")
    return folder


@pytest.fixture(scope="session")
def home(site: Path) -> Iterator[str]:
    """The address of the start page."""
    with serving(site, address_of(site)) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, as the distribution has it."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright is not installed: make site-test")
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        missing("chromium is not installed: bash tests/install-chromium.sh")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield found
        found.close()


@dataclass
class Tab:
    """A page in the browser, and what went wrong in it.

    Attributes:
        page: The page, as Playwright has it.
        home: The address of the start page.
        wrong: Errors on the console, failed requests and requests to other hosts.
        bodies: How many bytes each address answered with.
    """

    page: Any
    home: str
    wrong: list[str] = field(default_factory=list)
    bodies: dict[str, int] = field(default_factory=dict)

    def go(self, path: str) -> Any:
        """Open an address below the start page, and wait until the page is loaded."""
        return self.page.goto(self.home + path, wait_until="load")

    def heard(self, message: Any) -> None:
        """Note an error or warning on the console."""
        if message.type in {"error", "warning"}:
            self.wrong.append(f"{self.page.url}: {message.type}: {message.text}")

    def asked(self, request: Any) -> None:
        """Note a request to another host."""
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.wrong.append(f"{self.page.url} asks for {request.url}")

    def failed(self, request: Any) -> None:
        """Note a request that failed; those that end because the page is left did not."""
        if request.failure != "net::ERR_ABORTED":
            self.wrong.append(f"{self.page.url}: {request.url} fails: {request.failure}")

    def answered(self, response: Any) -> None:
        """Note an answer that says that something is not there."""
        if response.status >= 400:
            self.wrong.append(f"{self.page.url}: {response.url} answers {response.status}")


class Tabs:
    """Opens pages, each with its own settings, and closes them."""

    def __init__(self, browser: Any, home: str) -> None:
        self._browser = browser
        self._home = home
        self._contexts: list[Any] = []

    def open(
        self,
        path: str | None = None,
        *,
        width: int = WIDTH,
        scheme: str = "light",
        scripts: bool = True,
    ) -> Tab:
        """Open a page in a browser of its own kind.

        Args:
            path: Where, below the start page; by default nowhere yet.
            width: Of the window.
            scheme: ``light`` or ``dark``, as the reader's system asks for.
            scripts: Whether scripts run.
        """
        context = self._browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        context.set_default_timeout(_PATIENCE_MS)
        self._contexts.append(context)
        tab = Tab(context.new_page(), self._home)
        context.on("console", tab.heard)
        context.on("weberror", lambda found: tab.wrong.append(f"{tab.page.url}: {found.error}"))
        context.on("request", tab.asked)
        context.on("requestfailed", tab.failed)
        context.on("response", tab.answered)
        if path is not None:
            tab.go(path)
        return tab

    def close(self) -> None:
        """Close all of them."""
        for context in self._contexts:
            context.close()


@pytest.fixture
def tabs(browser: Any, home: str) -> Iterator[Tabs]:
    """Opens pages of the site; closed after the test."""
    found = Tabs(browser, home)
    yield found
    found.close()
