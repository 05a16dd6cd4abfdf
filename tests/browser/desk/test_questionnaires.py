"""Questionnaires in the console: asked with topics, answered by enterprises, counted as a chart and as a table."""

from __future__ import annotations

import re
from secrets import token_hex

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.staff_pages import OpenConsole, violations

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]


def test_an_analyst_asks_enterprises_answer_and_the_numbers_are_told(console: OpenConsole, live_server: str) -> None:
    title = f"惠企政策问卷{token_hex(3)}"
    analyst = console("ANA", "/questionnaires", width=1440)
    analyst.get_by_role("button", name="新建问卷").click()
    panel = analyst.get_by_role("dialog")
    panel.get_by_role("button", name="开始征集").click()
    expect(panel.get_by_text("请填写主题")).to_be_visible()
    panel.get_by_label("问卷标题").fill(title)
    panel.get_by_label("主题").fill("贷款融资\n复工用工\n减免房租")
    panel.get_by_label("截止日期（选填）").fill("2001-01-01")
    panel.get_by_role("button", name="开始征集").click()
    expect(panel.get_by_text("截止日期不能早于今天。")).to_be_visible()
    assert violations(analyst) == []
    panel.get_by_label("截止日期（选填）").fill("2099-12-31")
    panel.get_by_role("button", name="开始征集").click()
    expect(analyst.get_by_role("heading", name=title)).to_be_visible()
    expect(analyst.get_by_text("征集至2099年12月31日")).to_be_visible()

    number = analyst.url.rpartition("/")[2]
    answers = [("贷款融资", 1, "financial-services", "放款太慢<b>")] * 5 + [("复工用工", 4, None, "")]
    for topic, score, department, text in answers:
        body = {"topic": topic, "score": score, "department": department, "text": text}
        url = f"{live_server}/api/questionnaires/{number}/responses"
        httpx.post(url, json=body, timeout=60).raise_for_status()
    analyst.reload()
    topics = analyst.get_by_role("region", name="按主题")
    expect(topics.get_by_role("img").first).to_be_visible()
    topics.get_by_text("数据表", exact=True).click()
    expect(topics.get_by_role("row", name=re.compile("贷款融资"))).to_have_text("贷款融资51.00")
    expect(topics.get_by_role("row", name=re.compile("减免房租"))).to_have_text("减免房租0—")
    departments = analyst.get_by_role("region", name="按部门")
    expect(departments.get_by_role("row", name=re.compile("金融服务局"))).to_contain_text("建议发督办单")
    expect(analyst.get_by_role("region", name="意见和建议")).to_contain_text("放款太慢<b>")
    assert violations(analyst) == []

    handler = console("DEP", "/questionnaires")
    handler.get_by_role("link", name=title).click()
    expect(
        handler.get_by_role("region", name="按部门").get_by_role("row", name=re.compile("金融服务局"))
    ).to_be_visible()
    expect(handler.get_by_role("region", name="意见和建议")).to_have_count(
        0
    )  # what was said freely may be about others
    handler.goto(f"{live_server}/console/questionnaires")
    expect(handler.get_by_role("link", name=title)).to_be_visible()
    assert violations(handler) == []
