"""The chat page in a real browser against a real server with the sample base."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.chat_pages import (
    DESKTOP,
    FOUND,
    MOBILE,
    NOT_FOUND,
    Visit,
    launch,
    overflow,
    small_targets,
    violations,
    visit,
)

pytestmark = pytest.mark.browser

VIEWPORTS = pytest.mark.parametrize("size", [DESKTOP, MOBILE], ids=["desktop", "mobile"])


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


def test_on_a_phone_the_clause_covers_the_page_and_the_back_button_closes_it(mobile: Visit) -> None:
    page = mobile.page
    mobile.open()
    mobile.ask(FOUND)
    page.locator(".card").first.click()
    panel = page.locator(".panel")
    expect(panel).to_be_visible()
    assert panel.evaluate("el => el.offsetWidth") == MOBILE["width"]
    assert page.locator("#main").get_attribute("inert") is not None
    page.go_back()
    expect(panel).to_have_count(0)
    expect(page.locator(".exchange")).to_have_count(1)


@VIEWPORTS
def test_axe_finds_nothing_in_any_state(browser: Browser, live_server: str, size: dict[str, int]) -> None:
    with visit(browser, live_server, size=size, touch=size is MOBILE) as opened:
        page = opened.page
        opened.open()
        expect(page.locator(".entries")).to_be_visible()
        assert violations(page) == []
        opened.ask(FOUND)
        assert violations(page) == []
        page.locator(".card").first.click()
        expect(page.locator(".clause-target")).to_be_visible()
        assert violations(page) == []
        page.keyboard.press("Escape")
        opened.ask(NOT_FOUND)
        page.locator(".actions .button.primary").last.click()
        expect(page.locator("#field-title")).to_be_visible()
        page.click(".submit")
        assert violations(page) == []
        page.keyboard.press("Escape")
        opened.open("/?view=progress")
        expect(page.locator("#field-number")).to_be_visible()
        assert violations(page) == []


@pytest.mark.parametrize("mode", ["care", "contrast"])
def test_axe_finds_nothing_in_care_mode_and_high_contrast(browser: Browser, live_server: str, mode: str) -> None:
    with visit(browser, live_server) as opened:
        page = opened.page
        opened.open("/?care=1" if mode == "care" else "/")
        if mode == "contrast":
            page.get_by_role("button", name="高对比").click()
        expect(page.locator(".entries")).to_be_visible()
        assert violations(page) == []
        opened.ask(FOUND)
        assert violations(page) == []


@pytest.mark.parametrize("care", [False, True], ids=["standard", "care"])
def test_nothing_scrolls_sideways_at_320_pixels(browser: Browser, live_server: str, care: bool) -> None:
    with visit(browser, live_server, size={"width": 320, "height": 640}) as opened:
        page = opened.page
        opened.open("/?care=1" if care else "/")
        assert overflow(page) <= 0
        opened.ask(FOUND)
        assert overflow(page) <= 0
        page.locator(".original" if care else ".card").first.click()
        expect(page.locator(".clause-target")).to_be_visible()
        assert overflow(page) <= 0
        page.keyboard.press("Escape")
        opened.ask(NOT_FOUND)
        page.get_by_role("button", name="提交诉求").last.click()
        expect(page.locator("#field-title")).to_be_visible()
        assert overflow(page) <= 0


def test_draft_and_conversation_survive_a_reload(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask(FOUND)
    page.fill("#composer", "还没写完的问题")
    page.reload()
    expect(page.locator(".exchange .tools")).to_have_count(1)
    expect(page.locator("#composer")).to_have_value("还没写完的问题")


def test_care_mode_shows_large_words_and_large_targets_and_persists(mobile: Visit) -> None:
    page = mobile.page
    mobile.open("/?care=1")
    mobile.open("/")
    mobile.ask(FOUND)
    size = "el => parseFloat(getComputedStyle(el).fontSize)"
    assert page.locator(".statement-text p").first.evaluate(size) == 26
    assert page.locator(".bubble").first.evaluate(size) == 22
    assert small_targets(page, 60) == []
    page.get_by_role("button", name="字大").click()
    page.get_by_role("button", name="字大").click()
    assert page.locator(".bubble").first.evaluate(size) == 30
    assert overflow(page) <= 0


@VIEWPORTS
def test_targets_are_at_least_44_pixels(browser: Browser, live_server: str, size: dict[str, int]) -> None:
    with visit(browser, live_server, size=size, touch=size is MOBILE) as opened:
        opened.open()
        assert small_targets(opened.page, 44) == []
        opened.ask(FOUND)
        assert small_targets(opened.page, 44) == []


def test_only_the_beginning_and_the_end_of_an_answer_are_announced(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    page.evaluate(
        """() => {
          window.said = [];
          const box = document.querySelector('p.hidden[role=status][aria-live]');
          new MutationObserver(() => window.said.push(box.textContent)).observe(
            box, {childList: true, characterData: true, subtree: true});
        }"""
    )
    desktop.ask(FOUND)
    assert page.locator("[role=log]").get_attribute("aria-live") == "off"
    said: list[str] = page.evaluate("window.said")
    assert len(said) == 2
    assert said[0] == "正在回答"
    assert said[1].startswith("回答完毕，引用 ")


HOST_PAGE = """<!doctype html><html lang="zh-CN"><title>企业服务网</title><body><h1>企业服务网</h1>
<script src="/ui/loader/embed.js" data-site="demo"></script></body></html>"""


def test_the_widget_opens_answers_and_closes_on_a_host_page(desktop: Visit) -> None:
    page = desktop.page
    policy = {"Content-Security-Policy": "default-src 'self'"}
    page.route("**/host.html", lambda route: route.fulfill(content_type="text/html", headers=policy, body=HOST_PAGE))
    page.goto(f"{desktop.base}/host.html")
    assert page.locator("iframe").count() == 0
    button = page.get_by_role("button", name="政策问答")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.press("Enter")
    widget = page.frame_locator("iframe")
    widget.locator("#composer").fill(FOUND)
    widget.locator("#composer").press("Enter")
    expect(widget.locator(".exchange .tools")).to_have_count(1, timeout=20_000)
    widget.get_by_role("button", name="收起").click()
    expect(page.locator("iframe")).to_be_hidden()
    expect(button).to_be_focused()
    page.evaluate("window.YOUDA.open()")
    page.reload()
    page.evaluate("window.YOUDA.open()")
    expect(widget.locator(".exchange .tools")).to_have_count(1)
