"""A real server with the sample base, in a process of its own, and a browser to look at it with."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
_DRIVER = Path(__file__).parents[1] / "support" / "serve_sample.py"
_READY_SECONDS = 120


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a browser where there is none, saying how to get one."""
    if Path(CHROMIUM).exists():
        return
    skip = pytest.mark.skip(reason="Chromium is not installed; run `make setup-dev` as root on Debian, or install it.")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("browser")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    logins = folder / "logins.json"
    log = (folder / "server.log").open("w")
    environment = os.environ | {"YOUDA_DATA_DIR": str(folder / "data"), "YOUDA_LOG_LEVEL": "warning",
                                "YOUDA_LOGIN_PER_MINUTE": "600", "YOUDA_LOOKUP_TRIES": "600"}  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, str(_DRIVER), str(port), str(logins)], env=environment, stdout=log, stderr=log,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(url, process, folder / "server.log")
        yield url, logins
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the server ended before it was ready:\n{log.read_text()[-3000:]}")
        try:
            if httpx.get(f"{url}/readyz", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    pytest.fail(f"the server was not ready after {_READY_SECONDS} s:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def live_server(_server: tuple[str, Path]) -> str:
    """The address of a running server that holds the sample base."""
    return _server[0]


@pytest.fixture(scope="session")
def staff_passwords(_server: tuple[str, Path]) -> dict[str, tuple[str, str]]:
    """User name and password of one account per role, by role code."""
    return {role: (name, word) for role, name, word in json.loads(_server[1].read_text("utf-8"))}
