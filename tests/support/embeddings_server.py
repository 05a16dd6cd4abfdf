"""A local embeddings endpoint of the OpenAI protocol that can be told to fail."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.support.embedders import HashingEmbedder


class EmbeddingsServer:
    """Serves hashed vectors. `faults` are taken one a request, in order: a status, or the name of a misdeed."""

    def __init__(self, dimension: int = 48) -> None:
        self.embedder = HashingEmbedder(dimension)
        self.faults: list[int | str] = []
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.url = ""

    def reply(self, asked: dict[str, Any]) -> tuple[int, bytes, dict[str, str]]:
        """Return status, body and headers for a request."""
        fault = self.faults.pop(0) if self.faults else None
        if isinstance(fault, int):
            return fault, b'{"error": {"message": "no"}}', {"Retry-After": "1"} if fault == 429 else {}
        rows = [[float(value) for value in 3 * row] for row in self.embedder.embed(asked["input"])]
        found = [{"object": "embedding", "index": place, "embedding": row} for place, row in enumerate(rows)]
        if fault == "not json":
            return 200, b"<html>login</html>", {}
        if fault == "too few":
            found.pop()
        if fault == "shorter":
            found = [one | {"embedding": one["embedding"][:-1]} for one in found]
        if fault == "not numbers":
            found[0]["embedding"] = [None] * len(rows[0])
        if fault == "slow":
            time.sleep(1.0)
        found.reverse()  # the protocol goes by index, not by place
        return 200, json.dumps({"object": "list", "data": found}).encode(), {}


@contextmanager
def embeddings_server(dimension: int = 48) -> Iterator[EmbeddingsServer]:
    """Run a server on loopback; its `url` ends in /v1."""
    served = EmbeddingsServer(dimension)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            served.requests.append(asked | {"path": self.path})
            served.keys.append(self.headers.get("Authorization"))
            status, body, headers = served.reply(asked)
            try:
                self.send_response(status)
                for name, value in (headers | {"Content-Length": str(len(body))}).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                pass  # the caller had enough of waiting

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
