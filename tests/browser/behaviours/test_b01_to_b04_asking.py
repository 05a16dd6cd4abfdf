"""Behaviours 1 to 4: sending, streaming, stopping, trying again."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import Route, expect

from tests.browser.chat_pages import FOUND, Visit, slow_down

pytestmark = pytest.mark.browser


def send(opened: Visit, question: str = FOUND) -> None:
    opened.page.fill("#composer", question)
    opened.page.press("#composer", "Enter")


def test_b01_enter_sends_but_not_while_an_input_method_composes(desktop: Visit) -> None:
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
    page.keyboard.press("Enter")
    expect(page.locator(".bubble")).to_have_text("您的问题贷款")


def test_b02_the_answer_appears_piece_by_piece_within_a_second_of_its_first_byte(desktop: Visit) -> None:
    page = desktop.page
    slow_down(page, pause_ms=120)
    desktop.open()
    page.evaluate(
        """() => new MutationObserver(() => {
          const text = document.querySelector('.answer-text')?.textContent ?? '';
          const last = window.seen[window.seen.length - 1];
          if (text && text !== last?.text) window.seen.push({text, at: performance.now()});
          if (document.querySelector('.skeleton')) window.waited = true;
        }).observe(document.body, {subtree: true, childList: true, characterData: true})"""
    )
    page.evaluate("window.seen = []")
    send(desktop)
    expect(page.locator(".exchange .tools")).to_have_count(1, timeout=20_000)
    seen = page.evaluate("window.seen")
    assert page.evaluate("window.waited")
    assert len(seen) >= 3, "the text grew in one step"
    assert seen[0]["at"] - page.evaluate("window.firstWords") < 1_000
    assert all(late["text"].startswith(early["text"][:4]) for early, late in pairwise(seen))


def test_b03_stopping_keeps_what_was_shown_says_so_and_frees_the_box(desktop: Visit) -> None:
    page = desktop.page
    slow_down(page, pause_ms=400)
    desktop.open()
    send(desktop)
    expect(page.locator(".answer-text")).not_to_be_empty()
    page.get_by_role("button", name="停止", exact=True).click()
    kept = page.locator(".answer-text").inner_text()
    assert kept.strip()
    expect(page.locator(".assurance")).to_contain_text("已停止生成")
    expect(page.get_by_role("button", name="发送")).to_be_enabled()
    page.wait_for_timeout(900)
    assert page.locator(".answer-text").inner_text() == kept
    page.get_by_role("button", name="重试").click()
    expect(page.locator(".exchange .tools")).to_have_count(1, timeout=30_000)
    expect(page.locator(".exchange")).to_have_count(1)


def test_b04_a_failure_is_readable_and_retry_sends_the_same_question_once(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    problem = '{"title":"x","status":500,"detail":"x","code":"internal","trace_id":"ab12cd34"}'
    sent: list[str] = []

    def fail_first(route: Route) -> None:
        sent.append(route.request.post_data or "")
        if len(sent) == 1:
            route.fulfill(status=500, content_type="application/problem+json", body=problem)
        else:
            route.continue_()

    page.route("**/api/chat", fail_first)
    send(desktop)
    expect(page.get_by_role("alert")).to_contain_text("您的问题已保留")
    expect(page.get_by_role("alert")).to_contain_text("ab12cd34")
    page.get_by_role("button", name="重试").dblclick()
    expect(page.locator(".exchange .tools")).to_have_count(1, timeout=20_000)
    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert page.locator(".exchange").count() == 1
    desktop.errors.clear()
