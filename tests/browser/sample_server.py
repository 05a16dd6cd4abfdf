"""A real server with the sample base in a process of its own, which can be killed and started again."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

_ROOT = Path(__file__).parents[2]
_DRIVER = _ROOT / "tests" / "support" / "serve_sample.py"
_READY_SECONDS = 300  # loading the sample takes minutes where others keep the machine busy


class SampleServer:
    """One data folder behind one port."""

    def __init__(self, folder: Path, **settings: str) -> None:
        """`settings` are environment variables of the server."""
        self._folder = folder
        self._settings = settings
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process and wait until it answers; the first start loads the sample."""
        folder = self._folder
        environment = os.environ | {"YOUDA_DATA_DIR": str(folder / "data"), "YOUDA_LOG_LEVEL": "warning",
                                    "YOUDA_LOGIN_PER_MINUTE": "600", "YOUDA_LOOKUP_TRIES": "600"}  # fmt: skip
        environment |= self._settings
        with (folder / "server.log").open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, str(_DRIVER), str(self.port), str(folder / "logins.json")],
                env=environment, stdout=log, stderr=log, cwd=_ROOT,
            )  # fmt: skip
        deadline = time.monotonic() + _READY_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                pytest.fail(f"the server ended before it was ready:\n{self._log()}")
            try:
                if httpx.get(f"{self.url}/readyz", timeout=2).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.2)
        pytest.fail(f"the server was not ready after {_READY_SECONDS} s:\n{self._log()}")

    def stop(self) -> None:
        """End it as an operator does."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=20)

    def kill(self) -> None:
        """End it as a power cut does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(timeout=20)

    def logins(self) -> dict[str, tuple[str, str]]:
        """User name and password of one account per role, by role code; known after the first start only."""
        rows = json.loads((self._folder / "logins.json").read_text("utf-8"))
        return {role: (name, word) for role, name, word in rows}

    def _log(self) -> str:
        return (self._folder / "server.log").read_text("utf-8")[-3000:]
