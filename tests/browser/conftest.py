"""A real server with the sample base, in a process of its own, and a browser to look at it with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.sample_server import SampleServer
from tests.support.desk import Desk

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a browser where there is none, saying how to get one."""
    if Path(CHROMIUM).exists():
        return
    skip = pytest.mark.skip(reason="Chromium is not installed; run `make setup-dev` as root on Debian, or install it.")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleServer]:
    server = SampleServer(tmp_path_factory.mktemp("browser"))
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def live_server(_server: SampleServer) -> str:
    """The address of a running server that holds the sample base."""
    return _server.url


@pytest.fixture(scope="session")
def staff_passwords(_server: SampleServer) -> dict[str, tuple[str, str]]:
    """User name and password of one account per role, by role code."""
    return _server.logins()


@pytest.fixture(scope="session")
def desk(live_server: str, staff_passwords: dict[str, tuple[str, str]]) -> Desk:
    """The staff of that server."""
    return Desk(live_server, staff_passwords)
