"""Reviewing answers in a real browser: the list with its filters, how one came about, and asking it again."""

from __future__ import annotations

import re
from secrets import token_hex

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.staff_pages import OpenConsole, violations

pytestmark = pytest.mark.browser


def test_an_answer_is_found_by_its_rating_explained_and_asked_again(console: OpenConsole, live_server: str) -> None:
    mark = token_hex(4)
    asked = httpx.post(f"{live_server}/api/chat", json={"question": f"企业研发费用补助最高多少？{mark}"}, timeout=60)
    feedback = f"{live_server}/api/chat/messages/{asked.json()['message_id']}/feedback"
    httpx.put(feedback, json={"helpful": False, "reasons": ["incomplete"]}).raise_for_status()
    page = console("OPR", f"/answers?helpful=false&q={mark}")
    expect(page.locator("tbody tr.ant-table-row")).to_have_count(1)
    assert violations(page) == []
    page.get_by_role("link", name=re.compile(mark)).click()
    expect(page.locator(".steps > li")).not_to_have_count(0)
    expect(page.get_by_text(re.compile("作答阈值"))).to_be_visible()
    page.locator(".step-more summary", has_text=re.compile("候选")).first.click()
    page.get_by_role("button", name="重放").click()
    expect(page.get_by_text("与当时的回答一致")).to_have_count(2)
    assert violations(page) == []


def test_who_may_not_read_transcripts_has_no_such_desk(console: OpenConsole) -> None:
    page = console("CUR", "/knowledge")
    expect(page.get_by_role("link", name="知识台")).to_be_visible()
    expect(page.get_by_role("link", name="回答复核")).to_have_count(0)
