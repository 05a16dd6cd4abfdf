"""Another site that embeds the chat page: the demo page on an origin of its own, under a strict policy."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

NAME = "园区问答"
COLOR = "#8a1c1c"

PUBLIC = Path(__file__).parents[2] / "web" / "loader" / "public"
_OWN_TAG = '<script src="embed.js" data-site="demo" async></script>'


class HostSite(ThreadingHTTPServer):
    """Serves the demo page with the tag that its integrator was given. `localhost` is another site than 127.0.0.1."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.origin = f"http://localhost:{self.server_port}"
        self.id = ""
        self.snippet = ""
        self.policy = "default-src 'self'"

    def page(self) -> bytes:
        page = (PUBLIC / "demo.html").read_text("utf-8")
        assert _OWN_TAG in page
        return page.replace(_OWN_TAG, self.snippet).replace('href="data:,"', 'href="/icon"').encode()


class _Handler(BaseHTTPRequestHandler):
    server: HostSite

    def do_GET(self) -> None:
        is_style = self.path.endswith(".css")
        body = b"" if self.path == "/icon" else (PUBLIC / "demo.css").read_bytes() if is_style else self.server.page()
        self.send_response(200)
        self.send_header("content-type", "text/css" if is_style else "text/html; charset=utf-8")
        self.send_header("content-security-policy", self.server.policy)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@contextmanager
def host_site() -> Iterator[HostSite]:
    site = HostSite()
    thread = threading.Thread(target=site.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.shutdown()
        site.server_close()
        thread.join(5)
