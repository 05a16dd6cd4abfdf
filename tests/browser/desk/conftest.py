"""The staff console as roles open it: each logged in through the form, against the server with the sample base."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.staff_pages import OpenConsole, Passwords, console_pages

PATIENCE = 40_000
"""Milliseconds: a busy machine answers late, and that is not what these tests are about."""


@pytest.fixture
def console(browser: Browser, live_server: str, staff_passwords: Passwords) -> Iterator[OpenConsole]:
    """The console with more patience than elsewhere, in what is expected too."""
    expect.set_options(timeout=PATIENCE)
    with console_pages(browser, live_server, staff_passwords, patience=PATIENCE) as opened:
        yield opened
    expect.set_options(timeout=5_000)
