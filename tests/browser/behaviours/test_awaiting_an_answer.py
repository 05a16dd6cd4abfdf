"""Beside a question without an answer: leave a number to be told, see what is wrong with it, take it back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.chat_pages import NOT_FOUND, Visit
from tests.browser.staff_pages import violations

pytestmark = pytest.mark.browser


def test_a_visitor_leaves_a_number_and_takes_it_back(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask(NOT_FOUND)
    page.get_by_role("button", name="有答复时告诉我").click()
    number = page.get_by_label("手机", exact=True)
    expect(number).to_be_focused()
    number.fill("139")
    page.get_by_role("button", name="留下手机号").click()
    expect(page.locator(".await-answer .field-error")).to_have_count(2)
    expect(number).to_be_focused()
    assert violations(page) == []
    desktop.errors.clear()  # the browser notes the refusal of the server
    number.fill("13900005678")
    page.locator(".await-answer input[type=checkbox]").check()
    page.get_by_role("button", name="留下手机号").click()
    expect(page.get_by_text("有答复时会通知您。")).to_be_visible()
    awaited = page.request.get(f"{desktop.base}/api/chat/answer-requests").json()
    assert [row["told_at"] for row in awaited] == [None]
    page.get_by_role("button", name="撤回手机号").click()
    expect(page.get_by_role("button", name="有答复时告诉我")).to_be_visible()
    assert page.request.get(f"{desktop.base}/api/chat/answer-requests").json() == []
