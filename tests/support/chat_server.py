"""A local server that speaks OpenAI's chat protocol, and misbehaves as it is told."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Request = dict[str, Any]
_CLAUSE = re.compile(r'<条款 编号="(\d+)"[^>]*>\n(.*?)\n</条款>', re.DOTALL)
_QUESTION = re.compile(r"<问题>\n(.*?)\n</问题>", re.DOTALL)


def clauses_of(request: Request) -> dict[int, str]:
    """Return the clauses of a prompt by number, as the model sees them."""
    return {int(number): text for number, text in _CLAUSE.findall(request["messages"][-1]["content"])}


def question_of(request: Request) -> str:
    match = _QUESTION.search(request["messages"][-1]["content"])
    assert match is not None
    return match[1]


class Handler(BaseHTTPRequestHandler):
    """One request: it is recorded, then the next behaviour of the script runs; the last one stays."""

    protocol_version = "HTTP/1.1"
    server: ChatServer

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.requests.append(request | {"path": self.path, "key": self.headers.get("authorization")})
        behaviour = self.server.next_behaviour()
        try:
            behaviour(self, request)
        except OSError:
            self.server.left.set()
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""

    def begin(self, status: int = 200, kind: str = "text/event-stream", **headers: str) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("connection", "close")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def write(self, text: str) -> None:
        self.wfile.write(text.encode())
        self.wfile.flush()

    def send_event(self, payload: object) -> None:
        self.write(f"data: {payload if isinstance(payload, str) else json.dumps(payload, ensure_ascii=False)}\n\n")

    def send_piece(self, text: str | None, finish: str | None = None) -> None:
        delta = {} if text is None else {"role": "assistant", "content": text}
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
        self.send_event(chunk)


Behaviour = Callable[[Handler, Request], None]
Words = str | Callable[[Request], str]


class ChatServer(ThreadingHTTPServer):
    """Runs behaviours in order, one for each request; `left` is set when a client goes away in the middle."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[Request] = []
        self.left = threading.Event()
        self._script: list[Behaviour] = [says("")]
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def will(self, *script: Behaviour) -> None:
        """Behave so from now on, forgetting what was asked before."""
        with self._lock:
            self._script = list(script)
            self.requests.clear()
            self.left.clear()

    def next_behaviour(self) -> Behaviour:
        with self._lock:
            return self._script.pop(0) if len(self._script) > 1 else self._script[0]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that left is no error here."""


@contextmanager
def chat_server() -> Iterator[ChatServer]:
    server = ChatServer()
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def says(words: Words, *, size: int = 5, pause: float = 0.0, finish: str | None = "stop") -> Behaviour:
    """Answer with `words`, in pieces of `size` characters when a stream is asked for. Without `finish`: cut off."""

    def behave(handler: Handler, request: Request) -> None:
        text = words if isinstance(words, str) else words(request)
        if not request.get("stream"):
            _send_whole(handler, text, finish)
            return
        handler.begin()
        for start in range(0, len(text), size):
            handler.send_piece(text[start : start + size])
            time.sleep(pause)
        if finish is not None:
            handler.send_piece(None, finish)
            handler.send_event("[DONE]")

    return behave


def _send_whole(handler: Handler, text: str, finish: str | None) -> None:
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": finish}
    whole = {"id": "c1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
    handler.begin(kind="application/json")
    handler.write(json.dumps(whole))


def waits(seconds: float, then: Behaviour) -> Behaviour:
    """Say nothing at all for a while."""

    def behave(handler: Handler, request: Request) -> None:
        time.sleep(seconds)
        then(handler, request)

    return behave


def keeps_pinging(seconds: float) -> Behaviour:
    """Keep the connection alive with comments and empty pieces, which say nothing."""

    def behave(handler: Handler, request: Request) -> None:
        handler.begin()
        ends_at = time.monotonic() + seconds
        while time.monotonic() < ends_at:
            handler.write(": ping\n\n")
            handler.send_piece("")
            time.sleep(0.05)

    return behave


def drips_bytes(seconds: float) -> Behaviour:
    """Send one byte now and then of an event that never ends."""

    def behave(handler: Handler, request: Request) -> None:
        handler.begin()
        ends_at = time.monotonic() + seconds
        while time.monotonic() < ends_at:
            handler.write("d")
            time.sleep(0.05)

    return behave


def stalls_after(words: Words, seconds: float) -> Behaviour:
    """Say `words`, then hang."""

    def behave(handler: Handler, request: Request) -> None:
        says(words, finish=None)(handler, request)
        time.sleep(seconds)

    return behave


def sends(body: str, *, status: int = 200, kind: str = "text/event-stream", **headers: str) -> Behaviour:
    """Send these very bytes."""

    def behave(handler: Handler, request: Request) -> None:
        handler.begin(status, kind, **headers)
        handler.write(body)

    return behave


def fails_with(status: int, **headers: str) -> Behaviour:
    """Refuse as OpenAI does."""
    body = json.dumps({"error": {"message": "no", "type": "error", "code": None}})
    return sends(body, status=status, kind="application/json", **headers)


def breaks_after(words: Words, garbage: str) -> Behaviour:
    """Say `words`, then something that is not the protocol."""

    def behave(handler: Handler, request: Request) -> None:
        says(words, finish=None)(handler, request)
        handler.write(garbage)

    return behave


def hangs_up(handler: Handler, request: Request) -> None:
    """Close the connection without a word."""
    handler.connection.shutdown(2)
