"""The staff console as roles open it: each logged in through the form, against the server with the sample base."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.test_console import FLAGS, Passwords, log_in

OpenConsole = Callable[..., Page]

PATIENCE = 40_000
"""Milliseconds: a busy machine answers late, and that is not what these tests are about."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def console(chromium: Browser, live_server: str, staff_passwords: Passwords) -> Iterator[OpenConsole]:
    """Opens the console as a role; a page that throws an error fails the test."""
    contexts, thrown = [], []
    expect.set_options(timeout=PATIENCE)

    def open_as(role: str, path: str) -> Page:
        context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: thrown.append(str(error)))
        log_in(page, live_server, staff_passwords[role], path)
        return page

    yield open_as
    expect.set_options(timeout=5_000)
    for context in contexts:
        context.close()
    assert thrown == []
