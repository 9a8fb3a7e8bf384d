"""A server of the built site at the path it was built for, as a host of static files would."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, site: Path, root: str) -> None:
        self.site = site
        self.root = root
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a browser drops connections when it leaves a page."""


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def __init__(self, request: Any, address: Any, server: _Server) -> None:
        super().__init__(request, address, server, directory=str(server.site))

    def translate_path(self, path: str) -> str:
        """Take the path of the site off; nothing is outside it."""
        plain = urlsplit(path).path
        if not plain.startswith(self.server.root):
            return str(self.server.site / "nothing-is-here")
        return super().translate_path("/" + plain[len(self.server.root) :])

    def end_headers(self) -> None:
        """Let the browser keep what all pages share."""
        if "/assets/" in self.path:
            self.send_header("Cache-Control", "max-age=3600")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the page "not found" of the site."""
        if code != HTTPStatus.NOT_FOUND:
            super().send_error(code, message, explain)
            return
        body = (self.server.site / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Write no log."""


@contextmanager
def serving(site: Path, address: str) -> Iterator[str]:
    """Serve a site at the path of its address; gives the address of the start page here."""
    root = urlsplit(address).path
    server = _Server(site, root)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{root}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
