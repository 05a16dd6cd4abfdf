"""A real server with the sample base in a process of its own, a browser to look at it with, and visitors."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chat_pages import MOBILE, Visit, launch, visit
from tests.browser.host_site import COLOR, NAME, HostSite, host_site
from tests.browser.sample_server import SampleServer
from tests.browser.staff_pages import OpenConsole, Passwords, console_pages
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
def staff_passwords(_server: SampleServer) -> Passwords:
    """User name and password of one account per role, by role code."""
    return _server.logins()


@pytest.fixture(scope="session")
def desk(live_server: str, staff_passwords: Passwords) -> Desk:
    """The staff of that server."""
    return Desk(live_server, staff_passwords)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def desktop(browser: Browser, live_server: str) -> Iterator[Visit]:
    """A visitor of their own on a desktop computer."""
    with visit(browser, live_server) as opened:
        yield opened


@pytest.fixture
def mobile(browser: Browser, live_server: str) -> Iterator[Visit]:
    """A visitor of their own on a phone."""
    with visit(browser, live_server, size=MOBILE, touch=True) as opened:
        yield opened


@pytest.fixture
def console(browser: Browser, live_server: str, staff_passwords: Passwords) -> Iterator[OpenConsole]:
    """Opens the console as a role, logged in through the form; a page that throws an error fails the test."""
    with console_pages(browser, live_server, staff_passwords) as opened:
        yield opened


@pytest.fixture(scope="module")
def host(live_server: str, staff_passwords: Passwords) -> Iterator[HostSite]:
    """A site that an administrator registered; its integrator pasted the tag and the two directives."""
    name, password = staff_passwords["ADM"]
    with host_site() as site, httpx.Client(base_url=live_server) as admin:
        me = admin.post("/api/staff/login", json={"user_name": name, "password": password}).json()
        form = {"id": f"park-{site.server_port}", "name": NAME, "theme_color": COLOR, "origins": [site.origin]}
        made = admin.post("/api/staff/widget-sites", json=form, headers={"X-CSRF-Token": me["csrf_token"]}).json()
        site.id, site.snippet, site.policy = form["id"], made["snippet"], f"default-src 'self'; {made['csp']}"
        yield site
