"""Behaviours 39 and 40: what is not answered here, and long conversations."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Route, expect

from tests.browser.chat_pages import FOUND, Visit

pytestmark = pytest.mark.browser

_TURNS = 200


@pytest.mark.parametrize(
    ("question", "words", "action"),
    [
        ("帮我写一段贪吃蛇的代码", "不在本服务范围内", "换个问法"),
        ("特斯拉股票能买吗", "不在本服务范围内", "拨打 12345"),
        ("隔壁市的高新区对首贷有没有补贴，给多少", "高新区", "拨打 12345"),
    ],
)
def test_b39_what_is_out_of_scope_gets_fixed_words_and_the_right_way(
    desktop: Visit, question: str, words: str, action: str
) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask(question)
    expect(page.locator(".answer-text")).to_contain_text(words)
    expect(page.locator("a.chip")).to_have_count(0)
    expect(page.locator(".assurance")).to_have_count(0)
    expect(page.locator(".actions")).to_contain_text(action)


def test_b40_two_hundred_turns_stay_quick_to_type_under(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask(FOUND)

    def many(route: Route) -> None:
        conversation = route.fetch().json()
        (one,) = conversation["messages"]
        copies = [json.loads(json.dumps(one)) for _ in range(_TURNS)]
        for number, copy in enumerate(copies):
            copy["answer"]["message_id"] = f"{copy['answer']['message_id']}{number}"
        route.fulfill(json=conversation | {"messages": copies})

    page.route("**/api/conversations/**", many)
    page.reload()
    expect(page.locator(".exchange")).to_have_count(_TURNS)
    page.evaluate(
        """() => {
          window.slowest = 0;
          const box = document.getElementById('composer');
          box.addEventListener('keydown', () => { window.pressed = performance.now(); });
          box.addEventListener('input', () => requestAnimationFrame(() => {
            window.slowest = Math.max(window.slowest, performance.now() - window.pressed);
          }));
        }"""
    )
    page.locator("#composer").press_sequentially("abcdefghij", delay=60)
    slowest = page.evaluate("window.slowest")
    assert slowest < 100


def test_b40_the_page_does_not_pull_a_reader_down_and_offers_the_way_to_the_end(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    for question in (FOUND, "单项冠军第一次评上给多少奖金啊", "食品经营许可变更地址要几天？"):
        desktop.ask(question)
    scroller = page.get_by_role("log")
    scroller.hover()
    page.mouse.wheel(0, -3000)
    page.wait_for_timeout(200)
    before = scroller.evaluate("el => el.scrollTop")
    latest = page.get_by_role("button", name="回到最新")
    expect(latest).to_be_visible()
    below = scroller.evaluate("el => el.getBoundingClientRect().bottom")
    assert latest.evaluate("el => el.getBoundingClientRect().top") >= below  # it covers no tool of an answer
    page.wait_for_timeout(300)
    assert scroller.evaluate("el => el.scrollTop") == before
    latest.click()
    expect(latest).to_have_count(0)
    assert scroller.evaluate("el => el.scrollHeight - el.scrollTop - el.clientHeight") < 400


def test_b40_the_form_for_what_was_wrong_opens_in_view_on_a_phone(mobile: Visit) -> None:
    mobile.open()
    mobile.ask(FOUND)
    mobile.page.get_by_role("button", name="没用").click()
    expect(mobile.page.get_by_role("button", name="提交评价")).to_be_in_viewport(ratio=1)
