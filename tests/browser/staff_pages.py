"""How browser tests open the console, and what several of them do on it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.chat_pages import DESKTOP

Passwords = dict[str, tuple[str, str]]
OpenConsole = Callable[..., Page]


@contextmanager
def console_pages(
    browser: Browser, base: str, passwords: Passwords, *, size: dict[str, int] = DESKTOP, patience: int = 20_000
) -> Iterator[OpenConsole]:
    """Lend a function that opens the console as a role, logged in; fail when a page threw an error.

    `patience`: milliseconds that an action waits for what it acts on.
    """
    contexts = []
    thrown: list[str] = []

    def open_as(role: str, path: str = "", **other_size: int) -> Page:
        context = browser.new_context(viewport=size | other_size, locale="zh-CN")  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(patience)
        page.on("pageerror", lambda error: thrown.append(str(error)))
        log_in(page, base, passwords[role], path)
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert thrown == []


def log_in(page: Page, base: str, account: tuple[str, str], path: str) -> None:
    page.goto(f"{base}/console{path}")
    page.get_by_label("账号").fill(account[0])
    page.get_by_label("密码").fill(account[1])
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_role("button", name="退出登录").wait_for()


def violations(page: Page) -> list[str]:
    """Return what axe objects to, once loading and motion have ended."""
    page.wait_for_load_state("networkidle")
    expect(page.locator(".skeleton")).to_have_count(0)
    page.wait_for_timeout(400)
    found = Axe().run(page).response["violations"]
    return [f"{item['id']}: {item['nodes'][0]['html'][:200]}" for item in found]


def picture(page: Page, name: str) -> None:
    """Keep a picture of the page where the environment names a folder for it."""
    if folder := os.environ.get("YOUDA_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"))


def choose(page: Page, label: str, option: str) -> None:
    field = page.get_by_label(label, exact=True)
    field.click()
    if field.is_editable():  # a long list draws only the choices in view: typing finds the others
        field.fill(option)
    page.locator(".ant-select-item-option", has_text=option).first.click()
