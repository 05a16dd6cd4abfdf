"""Question, no basis, petition, look-up, rating: by the keyboard alone at 200 %, and in a frame of another site."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from tests.browser.chat_pages import NOT_FOUND, overflow, visit
from tests.browser.host_site import NAME, HostSite
from tests.support.desk import Desk

pytestmark = pytest.mark.browser


def test_b30_the_whole_way_by_keyboard_alone_at_200_percent(browser: Browser, live_server: str, desk: Desk) -> None:
    with visit(browser, live_server, size={"width": 640, "height": 400}) as opened:
        opened.open()
        expect(opened.page.locator("#composer")).to_be_focused()  # as wide a page begins there
        walk(opened.page, opened.page.main_frame, desk)
        assert overflow(opened.page) <= 0


def test_b30_the_whole_way_in_a_frame_of_another_site_with_storage_blocked(
    browser: Browser, host: HostSite, desk: Desk
) -> None:
    with visit(browser, host.origin) as opened:
        page = opened.page
        opened.open()
        page.get_by_role("button", name=NAME).focus()
        page.keyboard.press("Enter")
        expect(page.frame_locator("iframe").locator("#composer")).to_be_focused()
        frame = page.frames[-1]
        assert frame.evaluate("(() => { try { return !localStorage } catch (error) { return true } })()")
        walk(page, frame, desk)


def walk(page: Page, frame: Frame, desk: Desk) -> None:
    """Go the whole way with keys only, beginning in the box for the question."""
    page.keyboard.type(NOT_FOUND)
    page.keyboard.press("Enter")
    expect(frame.locator(".exchange .tools")).to_have_count(1, timeout=20_000)
    tab_to(page, frame, ".actions .button.primary", back=True)
    assert frame.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
    page.keyboard.press("Enter")
    number = file(page, frame)
    tab_to(page, frame, ".panel-foot .button.primary")
    page.keyboard.press("Enter")
    expect(frame.locator("#field-number")).to_have_value(number)
    look_up(page, frame, number)
    desk.dispatch(number)
    desk.reply(number, "经核实，海外仓建设暂无补贴，相关政策出台后另行公告。")
    tab_to(page, frame, ".progress-side .button", text="查另一件")
    page.keyboard.press("Enter")
    tab_to(page, frame, "#field-number")
    page.keyboard.type(number)
    look_up(page, frame, number)
    expect(frame.locator(".reply-text")).to_contain_text("暂无补贴")
    rate(page, frame)
    assert desk.read(number)["state"] == "closed"


def file(page: Page, frame: Frame) -> str:
    expect(frame.locator("#field-title")).to_have_value(re.compile("海外仓"))
    for field, words in {"#field-contact_name": "小暑", "#field-contact_phone": "13800001234"}.items():
        tab_to(page, frame, field)
        page.keyboard.type(words)
    tab_to(page, frame, ".consent input")
    page.keyboard.press("Space")
    tab_to(page, frame, ".submit")
    page.keyboard.press("Enter")
    return frame.get_by_test_id("receipt-number").inner_text()


def look_up(page: Page, frame: Frame, number: str) -> None:
    tab_to(page, frame, "#field-tail")
    page.keyboard.type("1234")
    page.keyboard.press("Enter")
    expect(frame.get_by_test_id("progress-number")).to_contain_text(number)


def rate(page: Page, frame: Frame) -> None:
    tab_to(page, frame, ".rate input")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")  # from very content to content
    expect(frame.get_by_label("满意", exact=True)).to_be_checked()
    tab_to(page, frame, ".rate textarea")
    page.keyboard.type("答复清楚")
    tab_to(page, frame, ".rate .button.primary")
    page.keyboard.press("Enter")
    expect(frame.locator(".toast")).to_have_text("已收到您的评价")


def tab_to(page: Page, frame: Frame, selector: str, *, back: bool = False, text: str = "") -> None:
    """Press Tab until what `selector` names has the focus, within the frame."""
    for _ in range(80):
        found = "([selector, text]) => { const at = document.activeElement; return document.hasFocus()"
        found += " && at?.matches(selector) && at.textContent.includes(text) }"
        if frame.evaluate(found, [selector, text]):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    pytest.fail(f"{selector} is not reached by Tab")
