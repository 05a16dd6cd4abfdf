"""Knowledge gaps in a real browser: gathered, looked at, drafted from, and answered after publishing."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.staff_pages import OpenConsole, Passwords, violations
from tests.support.staff import StaffMember

pytestmark = pytest.mark.browser

ASKED = ("园区篮球场晚上几点关门", "园区篮球场晚上什么时候关门")
ANSWER = "园区篮球场每日22时关门，节假日延长至23时。"


def test_a_gap_is_drafted_from_and_shows_after_publishing_what_is_answered(
    console: OpenConsole, live_server: str, staff_passwords: Passwords
) -> None:
    visitor = httpx.Client(base_url=live_server, timeout=60)
    for question in ASKED:
        reply = visitor.post("/api/chat", json={"question": question}).json()
        assert reply["outcome"] == "abstained"
    awaited = f"/api/chat/messages/{reply['message_id']}/answer-request"
    visitor.put(awaited, json={"phone": "13900005678", "consent": True}).raise_for_status()
    page = console("CUR", "/gaps")
    page.get_by_role("button", name="现在归集").click()
    row = page.locator("tbody tr.ant-table-row", has_text="篮球场")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("2 次")
    assert violations(page) == []
    row.get_by_role("link").click()
    expect(page.locator("tbody tr.ant-table-row")).to_have_count(2)
    expect(page.locator("tbody .tag", has_text="还不能")).to_have_count(2)
    assert violations(page) == []
    address = page.url
    page.get_by_role("button", name="生成草稿").click()
    expect(page).to_have_url(re.compile("/knowledge/faq_"))

    entry_id = page.url.split("/")[-2]
    curator, reviewer = (StaffMember(live_server, staff_passwords[role]) for role in ("CUR", "REV"))
    drafted = curator.get(f"/api/staff/knowledge/{entry_id}/versions/1")
    faq = {key: drafted["faq"][key] for key in ("standard_question", "similar_questions")}
    body = {**faq, "answer": ANSWER, "no_basis_reason": "园区便民安排", "lock": drafted["lock"]}
    curator.put(f"/api/staff/knowledge/{entry_id}/faq", **body)
    curator.review(entry_id, "submit")
    reviewer.review(entry_id, "approve")

    page.goto(address)
    expect(page.locator(".page-head .tag", has_text="已解决")).to_be_visible(timeout=30_000)
    expect(page.locator("tbody .tag", has_text="已能答复")).to_have_count(2)
    expect(page.get_by_role("link", name="打开条目")).to_have_attribute("href", re.compile(entry_id))

    # Who left a number finds the answer on the start page when coming back.
    context = page.context.browser.new_context(locale="zh-CN")  # type: ignore[union-attr]
    context.add_cookies([{"name": n, "value": v, "url": live_server} for n, v in visitor.cookies.items()])
    context.add_init_script("localStorage.setItem('youda.awaiting', '1')")
    back = context.new_page()
    back.goto(live_server)
    told = back.get_by_role("region", name="您问过的问题有答复了")
    expect(told).to_be_visible(timeout=20_000)
    assert violations(back) == []
    told.get_by_role("button", name=ASKED[1]).click()
    expect(back.locator(".exchange").last).to_contain_text("每日22时关门", timeout=20_000)
    context.close()


def test_a_gap_is_dismissed_with_a_reason_and_taken_back(console: OpenConsole, live_server: str) -> None:
    httpx.post(f"{live_server}/api/chat", json={"question": "园区景观水池里的锦鲤谁来喂"}, timeout=60)
    page = console("CUR", "/gaps?q=锦鲤")
    page.get_by_role("button", name="现在归集").click()
    page.get_by_role("link", name=re.compile("锦鲤")).click()
    page.get_by_role("button", name="不需处理").click()
    page.get_by_label("理由").fill("不是政策问题")
    page.get_by_role("dialog").get_by_role("button", name="不需处理").click()
    expect(page.locator(".page-head .tag", has_text="不需处理")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("region", name="情况")).to_contain_text("不是政策问题")
    page.get_by_role("button", name="恢复").click()
    expect(page.locator(".page-head .tag", has_text="待解决")).to_be_visible(timeout=20_000)


def test_who_reads_transcripts_sees_gaps_but_decides_nothing(console: OpenConsole) -> None:
    page = console("ANA", "/gaps?state=all")
    expect(page.get_by_role("heading", name="知识缺口")).to_be_visible()
    expect(page.get_by_role("button", name="现在归集")).to_have_count(0)
    page = console("DEP", "/petitions")
    expect(page.get_by_role("link", name="知识缺口")).to_have_count(0)
