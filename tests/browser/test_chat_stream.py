"""What the chat page does when the way to the server is slow, broken or closed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route, expect, sync_playwright

from tests.browser.chat_pages import FOUND, Visit, launch, visit

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Browser, live_server: str) -> Iterator[Visit]:
    with visit(browser, live_server) as opened:
        opened.open()
        yield opened
        opened.errors.clear()  # a refused request is what these tests are about


def send(opened: Visit, question: str) -> None:
    opened.page.fill("#composer", question)
    opened.page.press("#composer", "Enter")


def test_a_broken_connection_is_resumed_without_lost_or_doubled_words(opened: Visit) -> None:
    page = opened.page
    resumed_from: list[str | None] = []

    def break_once(route: Route) -> None:
        last = route.request.headers.get("last-event-id")
        resumed_from.append(last)
        if last:
            route.continue_()
            return
        whole = route.fetch().text().replace("\r\n", "\n")
        events = [event for event in whole.split("\n\n") if "event: token" in event]
        route.fulfill(content_type="text/event-stream", body="\n\n".join(events[:2]) + "\n\n")

    page.route("**/api/chat", break_once)
    send(opened, FOUND)
    expect(page.locator(".exchange .tools")).to_have_count(1, timeout=20_000)
    assert len(resumed_from) == 2
    assert (resumed_from[1] or "").endswith(".2")
    shown = page.locator(".answer-text").inner_text()
    page.reload()
    expect(page.locator(".exchange .tools")).to_have_count(1)
    assert page.locator(".answer-text").inner_text() == shown


def test_without_a_network_the_question_is_kept_and_not_sent(opened: Visit) -> None:
    page = opened.page
    page.context.set_offline(True)
    send(opened, FOUND)
    expect(page.get_by_role("alert")).to_contain_text("没有网络，问题已保留")
    expect(page.locator("#composer")).to_have_value(FOUND)
    page.context.set_offline(False)
    page.press("#composer", "Enter")
    expect(page.locator(".exchange .tools")).to_have_count(1, timeout=20_000)


def test_words_that_look_like_markup_stay_words(opened: Visit) -> None:
    page = opened.page
    attack = '<img src=x onerror="window.hit=1"> [x](javascript:alert(1)) 有补贴吗'
    opened.ask(attack)
    expect(page.locator(".bubble")).to_contain_text("<img src=x")
    assert page.locator(".exchange img").count() == 0
    assert page.evaluate("window.hit") is None
