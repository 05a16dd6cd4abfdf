"""Appeals in the console: a department reads its frozen assessment, appeals, and reads the ruling."""

from __future__ import annotations

from datetime import datetime

import pytest
from playwright.sync_api import expect

from core.clock import SHANGHAI
from tests.browser.staff_pages import OpenConsole, Passwords, violations
from tests.support.staff import StaffMember

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]


@pytest.fixture
def released(live_server: str, staff_passwords: Passwords) -> str:
    """The title of a released report on a week that is over, in which a sample petition of the department came."""
    with StaffMember(live_server, staff_passwords["ANA"]) as analyst:
        found = analyst.get("/api/staff/petitions", q="首次贷款贴息资金何时到账")["rows"][0]
        week = datetime.fromisoformat(found["submitted_at"]).astimezone(SHANGHAI).isocalendar()
        period = f"{week.year}-W{week.week:02d}"
        made = analyst.post("/api/staff/reports", kind="week", period=period, reason="核对")
        return str(analyst.post(f"/api/staff/reports/{made['id']}/release")["title"])


def test_a_department_appeals_and_reads_the_ruling(console: OpenConsole, live_server: str, released: str) -> None:
    handler = console("DEP", "/appeals", width=1440)
    row = handler.get_by_role("row", name=released)
    expect(row).to_contain_text("前可以申诉")
    assert violations(handler) == []
    row.get_by_role("link", name=released).click()
    table = handler.get_by_role("region", name="部门考核")
    expect(table.get_by_role("rowheader", name="金融服务局").first).to_be_visible()
    expect(table.get_by_role("rowheader", name="规划建设局")).to_have_count(0)
    form = handler.get_by_role("region", name="提出申诉")
    form.get_by_role("button", name="提交申诉").click()
    expect(form.get_by_text("请写明申诉理由")).to_be_visible()
    form.get_by_label("申诉理由").fill("两件答复按时，系统计为超期<i>")
    form.get_by_role("button", name="提交申诉").click()
    appeal = handler.get_by_role("article", name="金融服务局的申诉")
    expect(appeal).to_contain_text("两件答复按时，系统计为超期<i>")
    expect(appeal.get_by_text("待裁定")).to_be_visible()
    expect(form).to_have_count(0)  # the next one waits for the ruling
    expect(appeal.get_by_role("button", name="作出裁定")).to_have_count(0)
    assert violations(handler) == []
    path = handler.url.removeprefix(f"{live_server}/console")

    analyst = console("ANA", path, width=1440)
    appeal_seen = analyst.get_by_role("article", name="金融服务局的申诉")
    appeal_seen.get_by_role("button", name="作出裁定").click()
    expect(appeal_seen.get_by_text("请写明裁定理由")).to_be_visible()
    assert violations(analyst) == []
    appeal_seen.get_by_role("radio", name="不成立", exact=True).check()
    appeal_seen.get_by_label("裁定理由").fill("两件均在到期次日答复")
    appeal_seen.get_by_role("button", name="作出裁定").click()
    expect(appeal_seen).to_contain_text("裁定：两件均在到期次日答复")
    expect(appeal_seen.get_by_role("button", name="作出裁定")).to_have_count(0)

    handler.reload()
    expect(appeal).to_contain_text("裁定：两件均在到期次日答复")
    expect(handler.get_by_role("region", name="提出申诉")).to_be_visible()
