"""Hot issues in the console: found among petitions, confirmed, reported, signed, received, tracked and closed."""

from __future__ import annotations

import re
from datetime import datetime
from secrets import token_hex

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from core.clock import SHANGHAI
from tests.browser.staff_pages import OpenConsole, choose, picture, violations

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

SAID = ("夜里装卸噪音大", "货车堵住厂门", "粉尘飘进车间", "噪音影响研发", "路面被货车压坏", "凌晨鸣笛不断")


def speak(base: str, place: str) -> None:
    """Six enterprises say the same thing about a place."""
    for number, said in enumerate(SAID):
        form = {
            "title": f"{place}仓库扰民：{said}",
            "content": f"{place}仓库{said}，请{place}整改。",
            "contact_name": "小满",
            "contact_phone": "13800000000",
            "enterprise_name": f"{place}旁第{number}公司（示例）",
            "nature": "complaint",
            "consent": True,
        }
        httpx.post(f"{base}/api/petitions", json=form, timeout=60).raise_for_status()


def take(page: Page, step: str) -> None:
    """Send the form of a step that is open."""
    page.locator(".pane-form").get_by_role("button", name=step, exact=True).click()


def begin(page: Page, step: str) -> None:
    page.get_by_role("group", name="可以办理的步骤").get_by_role("button", name=step, exact=True).click()


def field(page: Page, label: str) -> Locator:
    return page.locator(".pane-form").get_by_label(label, exact=True)


def write_report(page: Page, title: str) -> None:
    field(page, "标题").fill(title)
    field(page, "影响范围").fill("松塔片区六家企业")
    field(page, "建议").fill("错峰装卸，限期整改")


def test_an_issue_goes_from_the_first_voices_to_its_end(console: OpenConsole, live_server: str) -> None:
    place = f"松塔{token_hex(2)}物流"
    speak(live_server, place)
    analyst = console("ANA", "/issues", width=1440)
    analyst.get_by_role("button", name="立即查找").click()
    expect(analyst.get_by_role("status").filter(has_text="条诉求和提问")).to_be_visible()
    row = analyst.get_by_role("row", name=re.compile(place))
    expect(row).to_contain_text("待确认")
    assert violations(analyst) == []
    row.get_by_role("link", name="诉求 6，查看清单").click()
    voices = analyst.get_by_role("region", name="诉求和提问原件")
    expect(voices.get_by_role("link", name=re.compile(place))).to_have_count(6)
    expect(analyst.get_by_role("region", name="为什么是热点")).to_contain_text("6 条不同的诉求或提问")
    assert violations(analyst) == []
    path = analyst.url.removeprefix(f"{live_server}/console").partition("?")[0]

    handler = console("DEP", path)
    expect(handler.get_by_role("heading", name="没有显示这个热点问题")).to_be_visible()

    take(analyst, "确认热点")
    expect(analyst.get_by_text("已确认为热点，可以起草信息直报")).to_be_visible()
    write_report(analyst, "")
    take(analyst, "起草信息直报")
    expect(analyst.get_by_text("请填写标题")).to_be_visible()
    title = f"{place}扰民直报"
    write_report(analyst, title)
    choose(analyst, "报送对象", "金融服务局")
    analyst.keyboard.press("Escape")

    agent = console("OPR", path, width=1440)
    write_report(agent, "坐席先写的直报")
    take(agent, "起草信息直报")
    expect(agent.get_by_text("信息直报已保存，等待签发")).to_be_visible()
    take(analyst, "起草信息直报")
    expect(analyst.get_by_role("alert").filter(has_text="刚办了“起草信息直报”。您填写的内容已保留")).to_be_visible()
    expect(field(analyst, "标题")).to_have_value(title)
    take(analyst, "起草信息直报")
    expect(analyst.get_by_role("region", name="信息直报", exact=True)).to_contain_text(title)

    supervisor = console("SUP", path, width=1440)
    expect(supervisor.get_by_text("签发后立即报送：营商办、金融服务局，不能撤回。")).to_be_visible()
    begin(supervisor, "退回修改")
    expect(field(supervisor, "要修改什么")).to_be_visible()
    begin(supervisor, "签发")
    take(supervisor, "签发")
    expect(supervisor.get_by_text("已签发，信息直报已送达报送对象")).to_be_visible()

    handler.goto(f"{live_server}/console{path}")
    take(handler, "签收直报")
    expect(handler.get_by_text("已签收").first).to_be_visible()
    expect(handler.get_by_role("region", name="诉求和提问原件").get_by_role("link")).to_have_count(0)

    supervisor.reload()
    choose(supervisor, "责任部门", "金融服务局")
    field(supervisor, "完成期限").fill("2099-12-01")
    take(supervisor, "交办督查")
    expect(supervisor.get_by_role("region", name="督查跟踪")).to_contain_text("还缺办理结果、对外反馈")
    begin(supervisor, "登记领导批示")
    field(supervisor, "批示人").fill("管委会主任")
    field(supervisor, "批示日期").fill("2001-01-01")
    field(supervisor, "批示内容").fill("限期整改，每周报进展")
    take(supervisor, "登记领导批示")
    expect(supervisor.get_by_text("批示日期不能早于签发日期，也不能晚于今天")).to_be_visible()
    field(supervisor, "批示日期").fill(datetime.now(SHANGHAI).date().isoformat())
    take(supervisor, "登记领导批示")
    expect(supervisor.get_by_role("region", name="领导批示")).to_contain_text("管委会主任")
    assert violations(supervisor) == []
    picture(supervisor, "issue-instruction")
    steps = supervisor.get_by_role("group", name="可以办理的步骤")
    expect(steps.get_by_role("button", name="办结", exact=True)).to_have_count(0)

    handler.reload()
    expect(handler.get_by_role("region", name="领导批示")).to_contain_text("限期整改，每周报进展")
    field(handler, "进展").fill("已约谈物流公司")
    take(handler, "填报进展")
    expect(handler.get_by_text("进展已填报")).to_be_visible()
    begin(handler, "填报结果")
    field(handler, "办理结果").fill("夜间二十二点后不再装卸")
    field(handler, "对外反馈").fill("已与物流公司商定错峰装卸")
    take(handler, "填报结果")
    expect(handler.get_by_role("region", name="督查跟踪")).to_contain_text("夜间二十二点后不再装卸")
    assert violations(handler) == []

    supervisor.reload()
    begin(supervisor, "办结")
    take(supervisor, "办结")
    expect(supervisor.get_by_text("已经办结，没有要办的步骤。")).to_be_visible()
    supervisor.goto(f"{live_server}/console/issues?state=closed")
    expect(supervisor.get_by_role("row", name=re.compile(place))).to_contain_text("金融服务局")


@pytest.mark.parametrize(("role", "path", "stage"), [
    ("ANA", "/overview/analysis", "待确认"),
    ("SUP", "/overview/supervision", "待签发"),
])  # fmt: skip
def test_the_home_view_shows_which_issues_wait(console: OpenConsole, role: str, path: str, stage: str) -> None:
    page = console(role, path)
    card = page.get_by_role("region", name="热点问题")
    waiting = card.get_by_role("listitem").filter(has_text=stage).first
    waiting.get_by_role("link").click()
    expect(page.get_by_role("region", name="为什么是热点")).to_be_visible()
    expect(page.get_by_role("navigation", name="主菜单").get_by_role("link", name="热点问题")).to_have_attribute(
        "aria-current", "page"
    )
