"""Behaviours 28 to 31: care mode, contrast and zoom, the keyboard alone, what a screen reader hears."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.behaviours.test_b22_to_b25_petitions import fill_contact
from tests.browser.behaviours.test_b27_uploading import picture
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
from tests.support.desk import Desk

pytestmark = pytest.mark.browser

_SIZE = "el => parseFloat(getComputedStyle(el).fontSize)"


def states(opened: Visit, desk: Desk, query: str = "") -> Iterator[str]:
    """Go through the states of the page; yield the name of each."""
    page = opened.page
    opened.open(f"/{query}")
    expect(page.locator(".hot-question").first).to_be_visible()
    yield "empty"
    for name in ("隐私说明", "电话和窗口") if not query else ():
        page.get_by_role("button", name=name).first.click()
        expect(page.locator(".panel")).to_be_visible()
        yield name
        page.keyboard.press("Escape")
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
    page.get_by_role("button", name="以前提交过诉求").click()
    fill_contact(page)
    yield "petition of a known enterprise"
    page.click(".submit")
    number = page.get_by_test_id("receipt-number").inner_text()
    yield "receipt"
    page.locator(".panel-foot .button.primary").click()
    expect(page.locator("#field-number")).to_be_visible()
    yield "look-up"
    follow(page, number)
    page.get_by_role("button", name="催办").click()
    yield "urging"
    page.get_by_role("button", name="撤销诉求").click()
    yield "withdrawing"
    page.keyboard.press("Escape")
    desk.dispatch(number)
    desk.ask_material(number, "付息凭证 1 份")
    follow(page, number, again=True)
    page.locator(".supply input[type=file]").set_input_files([picture()])
    yield "material asked for"
    page.get_by_role("button", name="提交材料").click()
    expect(page.locator(".supply")).to_have_count(0)
    desk.reply(number, "经核实，本事项由金融服务局办理，请到服务窗口咨询。")
    follow(page, number, again=True)
    page.get_by_role("button", name="收到的通知").click()
    expect(page.locator(".notices li").first).to_be_visible()
    yield "answered"
    page.get_by_label("很满意", exact=True).check()
    page.get_by_role("button", name="提交评价").click()
    page.get_by_role("button", name="有新情况").click()
    yield "closed"


def follow(page: Page, number: str, *, again: bool = False) -> None:
    if again:
        page.get_by_role("button", name="查另一件").click()
    page.fill("#field-number", number)
    page.fill("#field-tail", "1234")
    page.press("#field-tail", "Enter")
    expect(page.get_by_test_id("progress-number")).to_contain_text(number)


@pytest.mark.parametrize(
    ("size", "query", "least"),
    [(DESKTOP, "", 44), (MOBILE, "", 44), (DESKTOP, "?care=1", 60), (MOBILE, "?care=1", 60)],
    ids=["desktop", "mobile", "care", "care-mobile"],
)
def test_b28_b31_every_state_passes_axe_has_large_targets_and_does_not_scroll_sideways(
    browser: Browser, live_server: str, desk: Desk, size: dict[str, int], query: str, least: int
) -> None:
    with visit(browser, live_server, size=size, touch=size is MOBILE) as opened:
        found = {
            name: (violations(opened.page), small_targets(opened.page, least), max(overflow(opened.page), 0))
            for name in states(opened, desk, query)
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
def test_b29_nothing_is_lost_at_320_pixels(browser: Browser, live_server: str, desk: Desk, query: str) -> None:
    with visit(browser, live_server, size={"width": 320, "height": 640}) as opened:
        assert [name for name in states(opened, desk, query) if overflow(opened.page) > 0] == []


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
