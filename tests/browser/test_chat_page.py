"""The chat page in a real browser against a real server with the sample base."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chat_pages import DESKTOP, FOUND, MOBILE, NOT_FOUND, Visit, launch, overflow, small_targets, visit

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


def violations(page: Page) -> list[Any]:
    page.evaluate("document.getAnimations().forEach(animation => animation.finish())")
    found = Axe().run(page).response["violations"]
    return [(each["id"], [node["target"] for node in each["nodes"]]) for each in found]


def fill_contact(page: Page, phone: str) -> None:
    page.fill("#field-contact_name", "小暑")
    page.fill("#field-contact_phone", phone)
    page.check(".consent input")


def test_a_citation_opens_the_quoted_words_and_escape_gives_focus_back(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask(FOUND)
    expect(page.locator(".assurance")).to_contain_text("有依据")
    chip = page.locator(".answer-text a.chip").first
    assert "依据 1：《" in (chip.get_attribute("aria-label") or "")
    quote = page.locator(".card-quote").first.inner_text().strip("“”")
    chip.focus()
    page.keyboard.press("Enter")
    target = page.locator(".clause-target")
    expect(target).to_be_in_viewport()
    marked = "".join(page.locator(".clause-target mark").all_inner_texts())
    assert marked.replace(" ", "") == quote.replace("\n", "").replace(" ", "")
    expect(page.locator(".panel .facts")).to_contain_text("文号")
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_have_count(0)
    expect(chip).to_be_focused()


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


def test_without_a_basis_the_petition_is_filled_and_can_be_followed(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask(NOT_FOUND)
    expect(page.locator(".plain-heading")).to_have_text("知识库中暂无依据")
    expect(page.locator(".assurance")).to_have_count(0)
    page.locator(".actions .button.primary").click()
    expect(page.locator("#field-title")).to_have_value(re.compile("海外仓"))
    expect(page.locator(".field-tag").first).to_have_text("取自对话")
    fill_contact(page, "138 0000 0")
    page.click(".submit")
    field = page.locator("#field-contact_phone")
    expect(field).to_be_focused()
    expect(page.locator(f"#{field.get_attribute('aria-describedby')}")).to_have_text("还差 3 位，请核对")
    page.fill("#field-contact_phone", "13800001234")
    page.click(".submit")
    number = page.get_by_test_id("receipt-number").inner_text()
    assert number.startswith("SQ")
    page.locator(".panel-foot .button.primary").click()
    assert page.input_value("#field-number") == number
    page.fill("#field-tail", "1234")
    page.press("#field-tail", "Enter")
    expect(page.get_by_test_id("progress-number")).to_contain_text(number)


def test_a_wrong_pair_of_number_and_phone_says_nothing_about_which_is_wrong(browser: Browser, live_server: str) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{live_server}/?view=progress")
    page.fill("#field-number", "SQ202601010001")
    page.fill("#field-tail", "0000")
    page.press("#field-tail", "Enter")
    expect(page.get_by_role("alert")).to_have_text("没有查到。请核对工单编号和手机尾号后四位。")
    context.close()


def test_a_link_to_a_clause_opens_it_on_a_page_of_its_own(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask(FOUND)
    address = page.locator(".card").first.get_attribute("href")
    assert address is not None
    assert "#" in address
    desktop.open(address)
    expect(page.locator(".clause-target")).to_be_in_viewport()
    expect(page.locator("h1")).not_to_be_empty()
    page.get_by_role("button", name="返回问答").click()
    expect(page.locator("#composer")).to_be_visible()


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


def test_a_new_conversation_is_begun_from_the_menu_and_the_old_one_stays_in_the_list(mobile: Visit) -> None:
    page = mobile.page
    mobile.open()
    mobile.ask(FOUND)
    page.get_by_role("button", name="菜单").click()
    page.get_by_role("button", name="新对话").click()
    expect(page.get_by_role("button", name="继续当前对话")).to_be_focused()
    page.get_by_role("button", name="开始新对话").click()
    expect(page.locator(".exchange")).to_have_count(0)
    page.get_by_role("button", name="菜单").click()
    page.get_by_role("button", name="历史对话").click()
    page.locator(".history button").first.click()
    expect(page.locator(".exchange .tools")).to_have_count(1)


@VIEWPORTS
def test_targets_are_at_least_44_pixels(browser: Browser, live_server: str, size: dict[str, int]) -> None:
    with visit(browser, live_server, size=size, touch=size is MOBILE) as opened:
        opened.open()
        assert small_targets(opened.page, 44) == []
        opened.ask(FOUND)
        assert small_targets(opened.page, 44) == []


def test_enter_during_composition_does_not_send_and_shift_enter_breaks_the_line(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    page.focus("#composer")
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "dai", "selectionStart": 3, "selectionEnd": 3})
    press = "e => e.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))"
    page.locator("#composer").evaluate(press)
    session.send("Input.insertText", {"text": "贷款"})
    page.keyboard.press("Shift+Enter")
    expect(page.locator(".exchange")).to_have_count(0)
    assert page.input_value("#composer") == "贷款\n"


def test_only_the_beginning_and_the_end_of_an_answer_are_announced(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    page.evaluate(
        """() => {
          window.said = [];
          const box = document.querySelector('p.hidden[role=status]');
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
