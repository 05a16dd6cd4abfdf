"""Behaviours 15 to 17: questions of others, type-ahead, and choices where a question is ambiguous."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.chat_pages import FOUND, Visit

pytestmark = pytest.mark.browser


def test_b15_hot_questions_by_department_and_suggestions_ask_with_one_tap(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    expect(page.locator(".hot-question")).to_have_count(6)
    tab = page.locator(".hot-tab").nth(1)
    department = tab.inner_text()
    tab.click()
    expect(tab).to_have_attribute("aria-pressed", "true")
    assert set(page.locator(".hot-department").all_inner_texts()) == {department}
    question = page.locator(".hot-text").first.inner_text()
    page.locator(".hot-question").first.click()
    expect(page.locator(".bubble")).to_contain_text(question)
    expect(page.locator(".exchange .tools")).to_have_count(1, timeout=20_000)
    desktop.ask(FOUND)
    suggestion = page.locator(".suggestion").first
    text = suggestion.inner_text()
    suggestion.click()
    expect(page.locator(".bubble").last).to_contain_text(text)
    expect(page.locator(".exchange .tools")).to_have_count(3, timeout=20_000)


def test_b16_what_is_typed_brings_questions_that_keys_choose(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    box = page.locator("#composer")
    box.press_sequentially("贷款贴息")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(page.locator("[role=status]", has_text="按上下键选择")).to_be_attached()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_value("贷款贴息")
    box.press_sequentially("能")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    text = options.first.inner_text()
    page.keyboard.press("Enter")
    expect(page.locator(".bubble")).to_contain_text(text)


def test_b16_enter_sends_what_is_written_when_nothing_is_chosen(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    page.locator("#composer").press_sequentially("首次贷款贴息")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".bubble")).to_have_text("您的问题首次贷款贴息")
    expect(page.get_by_role("option")).to_have_count(0)


def test_b16_nothing_is_offered_while_an_input_method_composes(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    page.focus("#composer")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/api/suggestions" in request.url else None)
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "daikuan", "selectionStart": 7, "selectionEnd": 7})
    page.wait_for_timeout(500)
    assert asked == []
    session.send("Input.insertText", {"text": "贷款贴息"})
    expect(page.get_by_role("option").first).to_be_visible()


def test_b16_a_chosen_title_is_written_and_not_sent(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    page.locator("#composer").press_sequentially("食品经营许可")
    page.get_by_role("option", name="食品经营许可变更").click()
    expect(page.locator("#composer")).to_be_focused()
    assert page.input_value("#composer").startswith("《食品经营许可变更")
    expect(page.locator(".exchange")).to_have_count(0)


def test_b17_an_ambiguous_question_is_answered_with_choices(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask("补贴怎么申请")
    choices = page.get_by_role("group", name="请选择").get_by_role("button")
    assert choices.count() >= 2
    choices.first.click()
    expect(page.locator(".exchange .tools")).to_have_count(2, timeout=20_000)
    expect(page.locator(".exchange").last.locator(".assurance")).to_contain_text("有依据")
