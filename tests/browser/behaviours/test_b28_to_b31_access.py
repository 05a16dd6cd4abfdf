"""Behaviours 28 to 31: care mode, contrast and zoom, the keyboard alone, what a screen reader hears."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chat_pages import (
    DESKTOP,
    FOUND,
    MOBILE,
    NOT_FOUND,
    Visit,
    overflow,
    small_targets,
    violations,
    visit,
)

pytestmark = pytest.mark.browser

_SIZE = "el => parseFloat(getComputedStyle(el).fontSize)"


def states(opened: Visit, query: str = "") -> Iterator[str]:
    """Go through the states of the page; yield the name of each."""
    page = opened.page
    opened.open(f"/{query}")
    expect(page.locator(".hot-question").first).to_be_visible()
    yield "empty"
    page.locator("#composer").press_sequentially("贷款贴息")
    expect(page.get_by_role("option").first).to_be_visible()
    yield "type-ahead"
    page.keyboard.press("Escape")
    opened.ask(FOUND)
    yield "answer"
    page.get_by_role("button", name="没用").click()
    yield "reasons"
    page.locator(".card, .original.button").first.click()
    expect(page.locator(".clause-target").first).to_be_visible()
    yield "original"
    page.keyboard.press("Escape")
    opened.ask("补贴怎么申请")
    yield "choices"
    opened.ask(NOT_FOUND)
    yield "no basis"
    page.locator(".exchange").last.get_by_role("button", name="提交诉求").click()
    expect(page.locator("#field-title")).to_be_visible()
    page.click(".submit")
    yield "petition with errors"
    page.keyboard.press("Escape")
    opened.open(f"/?view=progress{query.replace('?', '&')}")
    expect(page.locator("#field-number")).to_be_visible()
    yield "look-up"


@pytest.mark.parametrize(
    ("size", "query", "least"),
    [(DESKTOP, "", 44), (MOBILE, "", 44), (DESKTOP, "?care=1", 60), (MOBILE, "?care=1", 60)],
    ids=["desktop", "mobile", "care", "care-mobile"],
)
def test_b28_b31_every_state_passes_axe_has_large_targets_and_does_not_scroll_sideways(
    browser: Browser, live_server: str, size: dict[str, int], query: str, least: int
) -> None:
    with visit(browser, live_server, size=size, touch=size is MOBILE) as opened:
        found = {
            name: (violations(opened.page), small_targets(opened.page, least), max(overflow(opened.page), 0))
            for name in states(opened, query)
        }
    assert {name: each for name, each in found.items() if each != ([], [], 0)} == {}


def test_b28_care_mode_is_large_simple_and_remembered(mobile: Visit) -> None:
    page = mobile.page
    mobile.open("/?care=1")
    mobile.open("/")
    mobile.ask(FOUND)
    assert page.locator(".statement-text p").first.evaluate(_SIZE) == 26
    assert page.locator(".bubble").first.evaluate(_SIZE) == 22
    expect(page.locator(".card")).to_have_count(0)
    for _ in range(2):
        page.get_by_role("button", name="字大").click()
    assert page.locator(".bubble").first.evaluate(_SIZE) == 30
    assert overflow(page) <= 0
    page.get_by_role("button", name="返回").click()
    expect(page.locator(".card").first).to_be_visible()


def test_b29_high_contrast_and_forced_colours_keep_borders(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    page.get_by_role("button", name="高对比").click()
    desktop.ask(FOUND)
    assert page.locator(".sheet").evaluate("el => getComputedStyle(el).borderTopWidth") == "2px"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert violations(page) == []
    page.emulate_media(forced_colors="active")
    for part in (".chip", ".card", ".badge"):
        assert page.locator(part).first.evaluate("el => parseFloat(getComputedStyle(el).borderTopWidth)") >= 1, part


def test_b29_nothing_moves_for_who_wants_no_motion(desktop: Visit) -> None:
    page = desktop.page
    page.emulate_media(reduced_motion="reduce")
    desktop.open()
    desktop.ask(FOUND)
    page.locator(".card").first.click()
    expect(page.locator(".panel")).to_be_visible()
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("query", ["", "?care=1"], ids=["standard", "care"])
def test_b29_nothing_is_lost_at_320_pixels(browser: Browser, live_server: str, query: str) -> None:
    with visit(browser, live_server, size={"width": 320, "height": 640}) as opened:
        assert [name for name in states(opened, query) if overflow(opened.page) > 0] == []


def test_b30_the_whole_way_by_keyboard_alone_at_200_percent(browser: Browser, live_server: str) -> None:
    with visit(browser, live_server, size={"width": 640, "height": 400}) as opened:
        page = opened.page
        opened.open()
        expect(page.locator("#composer")).to_be_focused()  # as wide a page begins there
        tab_to(page, ".skip", back=True)
        page.keyboard.press("Enter")
        expect(page.locator("#composer")).to_be_focused()
        page.keyboard.type(NOT_FOUND)
        page.keyboard.press("Enter")
        expect(page.locator(".exchange .tools")).to_have_count(1, timeout=20_000)
        tab_to(page, ".actions .button.primary", back=True)
        ring = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert ring == "3px"
        page.keyboard.press("Enter")
        expect(page.locator("#field-title")).to_be_visible()
        tab_to(page, "#field-contact_name")
        page.keyboard.type("小暑")
        tab_to(page, "#field-contact_phone")
        page.keyboard.type("13800001234")
        tab_to(page, ".consent input")
        page.keyboard.press("Space")
        tab_to(page, ".submit")
        page.keyboard.press("Enter")
        number = page.get_by_test_id("receipt-number").inner_text()
        tab_to(page, ".panel-foot .button.primary")
        page.keyboard.press("Enter")
        expect(page.locator("#field-number")).to_have_value(number)
        tab_to(page, "#field-tail")
        page.keyboard.type("1234")
        page.keyboard.press("Enter")
        expect(page.get_by_test_id("progress-number")).to_contain_text(number)


def test_b30_escape_closes_a_panel_and_focus_goes_back_to_where_it_came_from(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    for opener in ("隐私说明", "无障碍说明", "电话和窗口", "提诉求"):
        button = page.get_by_role("button", name=opener)
        button.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog").first).to_be_visible()
        page.keyboard.press("Escape")
        expect(button).to_be_focused()


def test_b31_only_the_beginning_and_the_end_of_an_answer_are_announced(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    page.evaluate(
        """() => {
          window.said = [];
          const box = [...document.querySelectorAll('p.hidden[role=status]')].pop();
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


def tab_to(page: Page, selector: str, *, back: bool = False) -> None:
    for _ in range(80):
        if page.evaluate("selector => document.activeElement?.matches(selector)", selector):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    pytest.fail(f"{selector} is not reached by Tab")
