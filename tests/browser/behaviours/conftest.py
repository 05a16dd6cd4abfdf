"""One browser for all behaviours; each test has a visitor of its own on the shared server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chat_pages import MOBILE, Visit, launch, visit


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def desktop(browser: Browser, live_server: str) -> Iterator[Visit]:
    with visit(browser, live_server) as opened:
        yield opened


@pytest.fixture
def mobile(browser: Browser, live_server: str) -> Iterator[Visit]:
    with visit(browser, live_server, size=MOBILE, touch=True) as opened:
        yield opened
