"""A `youda serve` process under measurement, and clients that ask it over HTTP."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from core.errors import UpstreamError

_START_SECONDS, _STOP_SECONDS = 180.0, 20.0


@dataclass(frozen=True, slots=True)
class Load:
    """What clients saw: how long each answer took, how long all of it took, how many requests failed."""

    milliseconds: tuple[float, ...]
    seconds: float
    errors: int

    @property
    def per_second(self) -> float:
        return len(self.milliseconds) / self.seconds if self.seconds else 0.0


class ServerProcess:
    """Starts the server as its own process, as an operator would; `ready_seconds` is from start to /readyz."""

    def __init__(self, data_dir: Path) -> None:
        environment = os.environ | {"YOUDA_CHAT_PER_MINUTE": "100000000", "YOUDA_LOG_LEVEL": "error"}
        self._address = data_dir / "server.json"
        started = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "cli.main", "serve", "--port", "0", "--data", str(data_dir)],
            cwd=Path(__file__).parent.parent, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        self._wait_until_ready(started + _START_SECONDS)
        self.ready_seconds = time.perf_counter() - started

    def __enter__(self) -> ServerProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End the process; kill it when it does not end by itself."""
        self._process.terminate()
        try:
            self._process.communicate(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()

    def memory_mb(self) -> float | None:
        """Return resident memory now; None where the system does not tell."""
        try:
            lines = Path(f"/proc/{self._process.pid}/status").read_text("utf-8").splitlines()
        except OSError:
            return None
        return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), None)

    def ask(self, question: str) -> dict[str, Any]:
        """Return one answer over a fresh connection. Raises UpstreamError when the server refuses."""
        connection = self._connect()
        try:
            return _post(connection, question)
        finally:
            connection.close()

    def load(self, questions: Sequence[str], *, clients: int) -> Load:
        """Let `clients` ask `questions` between them, each one after the other on its own connection."""
        started = time.perf_counter()
        with ThreadPoolExecutor(clients) as pool:
            found = list(pool.map(self._ask_in_turn, [questions[place::clients] for place in range(clients)]))
        seconds = time.perf_counter() - started
        times = tuple(value for times, _ in found for value in times)
        return Load(times, seconds, sum(errors for _, errors in found))

    def _ask_in_turn(self, questions: Sequence[str]) -> tuple[list[float], int]:
        connection, times, errors = self._connect(), [], 0
        for question in questions:
            started = time.perf_counter()
            try:
                _post(connection, question)
                times.append((time.perf_counter() - started) * 1000)
            except (UpstreamError, OSError, http.client.HTTPException):
                errors += 1
                connection.close()
                connection = self._connect()
        connection.close()
        return times, errors

    def _connect(self) -> http.client.HTTPConnection:
        address = urlsplit(json.loads(self._address.read_text("utf-8"))["url"])
        return http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)

    def _wait_until_ready(self, deadline: float) -> None:
        while time.perf_counter() < deadline:
            if self._process.poll() is not None:
                _, said = self._process.communicate()
                raise UpstreamError(f"The server did not start: {said.decode('utf-8', 'replace').strip()[-500:]}")
            if self._is_ready():
                return
            time.sleep(0.02)
        self.stop()
        raise UpstreamError(f"The server was not ready within {_START_SECONDS:.0f} seconds.")

    def _is_ready(self) -> bool:
        try:
            connection = self._connect()
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, ValueError, http.client.HTTPException):
            return False


def _post(connection: http.client.HTTPConnection, question: str) -> dict[str, Any]:
    body = json.dumps({"question": question}).encode()
    connection.request("POST", "/api/chat", body, {"Content-Type": "application/json", "Accept": "application/json"})
    response = connection.getresponse()
    content = response.read()
    if response.status != 200:
        raise UpstreamError(f"The server answered {response.status} to a question.")
    found: dict[str, Any] = json.loads(content)
    if found["outcome"] == "failed":
        raise UpstreamError(f"A question could not be answered ({found['reason']}).")
    return found
