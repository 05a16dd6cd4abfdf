"""The ticket desk: boards, filters in the address, keyboard, bulk dispatch, and every step from filing to the end."""

from __future__ import annotations

import re
from secrets import token_hex
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.staff_pages import OpenConsole, choose, picture, violations

pytestmark = pytest.mark.browser

CALL = """async ([url, body]) => {
  const me = await (await fetch("/api/staff/me")).json();
  const headers = { "Content-Type": "application/json", "X-CSRF-Token": me.csrf_token };
  const answer = await fetch(url, body === null ? {} : { method: "POST", headers, body: JSON.stringify(body) });
  return [answer.status, await answer.json()];
}"""


def call(page: Page, url: str, body: object = None) -> Any:
    """Call the server as whoever is logged in on `page`; anything but success fails the test."""
    status, answer = page.evaluate(CALL, [url, body])
    assert status < 300, answer
    return answer


def step(page: Page, number: str, name: str, body: dict[str, object]) -> Any:
    url = f"/api/staff/petitions/{number}"
    return call(page, f"{url}/{name}", body | {"lock": call(page, url)["lock"]})


def file(base: str, title: str, **changes: object) -> str:
    form = {
        "title": title,
        "content": "我公司研发奖补已公示三个月，至今没有收到拨款，请核实到账时间。",
        "contact_name": "小满",
        "contact_phone": "13800000000",
        "enterprise_name": "云岭星屿软件（示例）",
        "nature": "help",
        "consent": True,
    } | changes
    return str(httpx.post(f"{base}/api/petitions", json=form).raise_for_status().json()["number"])


def accepted(page: Page, base: str, title: str) -> str:
    number = file(base, title)
    step(page, number, "accept", {"category_code": "06-4", "nature": "help"})
    return number


def take(page: Page, name: str) -> None:
    """Choose a step, whether it has a button or stands among the others."""
    group = page.get_by_role("group", name="可以办理的步骤")
    expect(group).to_be_visible()
    button = group.get_by_role("button", name=name, exact=True)
    if button.count():
        button.click()
    else:
        group.get_by_label("更多步骤").click()
        page.locator(".ant-select-item-option").get_by_text(name, exact=True).click()


def test_boards_filters_keyboard_and_a_bulk_dispatch_that_is_taken_back(console: OpenConsole, live_server: str) -> None:
    mark = token_hex(3)
    desk = console("DSP", "/petitions?queue=overdue")
    expect(desk.get_by_role("region", name="红色")).to_contain_text("红色・超期第")
    expect(desk.get_by_role("region", name="黄色")).to_contain_text("黄色・超期第")
    desk.locator(".ticket-title").first.focus()
    first = desk.evaluate("document.activeElement.textContent")
    desk.keyboard.press("ArrowRight")
    assert desk.evaluate("document.activeElement.closest('.column').ariaLabel") == "橙色"
    desk.keyboard.press("ArrowLeft")
    assert desk.evaluate("document.activeElement.textContent") == first
    assert violations(desk) == []

    numbers = [accepted(desk, live_server, f"批量派发{mark}第{n}件") for n in (1, 2, 3)]
    desk.goto(f"{live_server}/console/petitions?view=list&q={mark}&state=accepted")
    expect(desk.locator(".row-title")).to_have_count(3)
    desk.reload()
    expect(desk.locator(".row-title")).to_have_count(3)
    for number in numbers[:2]:
        desk.get_by_role("row", name=re.compile(number)).get_by_role("checkbox").check()
    choose(desk, "主办部门", "财政局")
    desk.get_by_role("button", name="派发 2 件").click()
    expect(desk.get_by_text("2 件即将派发至云岭高新区财政局")).to_be_visible()
    assert violations(desk) == []
    desk.get_by_role("button", name="撤销", exact=True).click()
    expect(desk.get_by_text("2 件即将派发至云岭高新区财政局")).to_have_count(0)
    assert {call(desk, f"/api/staff/petitions/{number}")["state"] for number in numbers} == {"accepted"}

    for number in numbers:
        desk.get_by_role("row", name=re.compile(number)).get_by_role("checkbox").check()
    choose(desk, "主办部门", "财政局")
    step(desk, numbers[2], "reclassify", {"urgency": "urgent", "reason": "企业反映紧急"})  # its lock is stale now
    desk.get_by_role("button", name="派发 3 件").click()
    expect(desk.get_by_text("已派发 2 件至云岭高新区财政局")).to_be_visible(timeout=30_000)
    expect(desk.get_by_role("status").get_by_role("link", name=f"批量派发{mark}第3件")).to_be_visible()
    states = [call(desk, f"/api/staff/petitions/{number}")["state"] for number in numbers]
    assert states == ["dispatched", "dispatched", "accepted"]


@pytest.mark.timeout(900)
def test_a_petition_is_worked_with_suggestions_and_material(console: OpenConsole, live_server: str) -> None:
    number = file(
        live_server, "研发奖补<img src=x onerror=alert(1)>资金拨付延迟", content="<script>alert(1)</script>请核实拨付。"
    )
    desk = console("DSP", f"/petitions/{number}")
    expect(desk.get_by_role("heading", name="研发奖补<img src=x onerror=alert(1)>资金拨付延迟")).to_be_visible()
    expect(desk.get_by_text("<script>alert(1)</script>请核实拨付。")).to_be_visible()
    advice = desk.get_by_role("region", name="系统建议，请核对")
    advice.get_by_role("group", name="建议分类").get_by_role("button").first.click()
    assert violations(desk) == []
    desk.get_by_role("button", name="受理", exact=True).last.click()
    expect(desk.get_by_text("已受理，开始计时")).to_be_visible()

    handler = console("DEP", "/petitions")
    department = call(handler, "/api/staff/me")["department"]
    choose(desk, "主办部门", department)
    desk.get_by_role("button", name="派发", exact=True).last.click()
    expect(desk.get_by_text("已派发，等待签收")).to_be_visible()

    handler.goto(f"{live_server}/console/petitions/{number}")
    handler.get_by_role("button", name="签收", exact=True).last.click()
    expect(handler.get_by_role("group", name="写答复时参考")).to_be_visible()
    handler.get_by_role("button", name="套用知识库草稿").click()
    expect(
        handler.get_by_role("button", name="插入草稿和依据").or_(handler.get_by_text("没有可以引用的条款"))
    ).to_be_visible()
    assert violations(handler) == []
    take(handler, "要补充材料")
    handler.get_by_label("需要补充的材料").fill("付息凭证 1 份\n公示截图")
    handler.reload()
    take(handler, "要补充材料")
    expect(handler.get_by_label("需要补充的材料")).to_have_value("付息凭证 1 份\n公示截图")
    handler.get_by_role("button", name="要补充材料", exact=True).last.click()
    expect(handler.get_by_text("已要求补充材料，暂停计时")).to_be_visible()
    expect(handler.get_by_text("已停表，等补充材料")).to_be_visible()

    desk.reload()
    desk.get_by_label("收到的材料").fill("窗口收到付息凭证")
    desk.get_by_role("button", name="登记补充材料", exact=True).last.click()
    expect(desk.get_by_text("已登记，恢复计时")).to_be_visible()
    expect(desk.get_by_role("region", name="补充材料")).to_contain_text("窗口收到付息凭证")


@pytest.mark.timeout(900)
def test_an_order_is_made_answered_and_ended_and_a_revisit_closes_the_petition(
    console: OpenConsole, live_server: str
) -> None:
    desk, handler = console("DSP", "/petitions"), console("DEP", "/orders")
    number = accepted(desk, live_server, "督办和回访的诉求")
    me = call(handler, "/api/staff/me")
    step(desk, number, "dispatch", {"lead_department_code": me["department_code"]})
    step(handler, number, "sign", {})
    supervisor = console("SUP", f"/petitions/{number}")
    supervisor.get_by_role("button", name="发督办单").click()
    supervisor.get_by_label("督办要求").fill("请三日内答复企业")
    supervisor.get_by_label("回复期限").fill("2099-12-01T17:00")
    supervisor.get_by_role("button", name="发出督办单").click()
    expect(supervisor.get_by_role("article", name="平台督办单")).to_contain_text("请三日内答复企业")
    handler.reload()
    order = handler.locator(".card", has_text=number)
    order.get_by_label("督办回复").fill("已安排拨付")
    order.get_by_role("button", name="回复督办").click()
    expect(order.get_by_text("部门回复：已安排拨付")).to_be_visible()
    assert violations(handler) == []
    supervisor.reload()
    supervisor.get_by_label("办结意见").fill("同意")
    supervisor.get_by_role("button", name="办结督办单").click()
    expect(supervisor.get_by_text("办结意见：同意")).to_be_visible()

    handler.goto(f"{live_server}/console/petitions/{number}")
    handler.get_by_label("答复内容").fill("您好，研发奖补资金已于本月 20 日拨付到账。")
    handler.get_by_label("无依据说明").fill("拨付进度以国库集中支付为准")
    choose(handler, "办理结果", "已解决")
    handler.get_by_role("button", name="检查答复").click()
    expect(handler.get_by_role("list", name="检查结果")).to_be_visible()
    handler.get_by_role("button", name="答复企业", exact=True).click()
    expect(handler.get_by_text("已答复企业").or_(handler.get_by_label("仍要发出的理由（选填）"))).to_be_visible()
    if handler.get_by_label("仍要发出的理由（选填）").count():
        handler.get_by_label("仍要发出的理由（选填）").fill("已电话说明")
        handler.get_by_role("button", name="答复企业", exact=True).click()
        expect(handler.get_by_text("已答复企业")).to_be_visible()

    agent = console("OPR", f"/petitions/{number}")
    agent.get_by_role("radio", name="已接通").check()
    agent.get_by_role("radio", name="非常满意").check()
    agent.get_by_role("button", name="登记回访", exact=True).last.click()
    expect(agent.get_by_text("回访已登记")).to_be_visible()
    assert call(desk, f"/api/staff/petitions/{number}")["state"] == "closed"


def test_a_petition_of_another_department_says_what_to_do(console: OpenConsole, live_server: str) -> None:
    number = file(live_server, "不属于金融服务局的诉求")
    handler = console("DEP", f"/petitions/{number}")
    expect(handler.get_by_role("heading", name="这件工单不能查看")).to_be_visible()
    expect(handler.get_by_text("请联系分派员转办或请协办")).to_be_visible()
    expect(handler.get_by_text("不属于金融服务局的诉求")).to_have_count(0)
    assert violations(handler) == []


def test_staff_registers_a_petition_and_what_was_typed_survives_a_reload(console: OpenConsole) -> None:
    title = f"窗口登记的诉求{token_hex(3)}"
    agent = console("OPR", "/petitions/new")
    agent.get_by_label("标题").fill(title)
    agent.get_by_role("radio", name="窗口").check()
    agent.reload()
    expect(agent.get_by_label("标题")).to_have_value(title)
    agent.get_by_role("button", name="登记", exact=True).click()
    expect(agent.locator(".ant-form-item-explain-error").first).to_be_visible()
    assert violations(agent) == []
    agent.get_by_label("诉求内容").fill("厂区门口夜间照明不足，请协调。")
    agent.get_by_label("联系人").fill("小满")
    agent.get_by_label("手机").fill("13800000000")
    agent.get_by_role("checkbox", name=re.compile("已告知企业")).check()
    agent.get_by_role("button", name="登记", exact=True).click()
    expect(agent.get_by_role("heading", name=title)).to_be_visible()
    expect(agent.get_by_text("窗口", exact=True)).to_be_visible()


def test_a_session_that_ends_is_announced_and_what_was_typed_is_kept(console: OpenConsole, live_server: str) -> None:
    number = file(live_server, "会话将要结束时的诉求")
    page = console("DSP", "/petitions")
    page.clock.install()
    page.goto(f"{live_server}/console/petitions/{number}")
    take(page, "不予受理")
    page.get_by_label("告知企业的话").fill("请向规划建设局反映。")
    page.clock.fast_forward("11:57:00")
    warning = page.get_by_role("alert").filter(has_text="分钟后将退出登录")
    expect(warning).to_be_visible()
    with page.expect_response(lambda response: response.url.endswith("/api/staff/me")) as renewed:
        warning.get_by_role("button", name="继续工作").click()
    assert renewed.value.status == 200
    expect(page.get_by_label("告知企业的话")).to_have_value("请向规划建设局反映。")


def test_the_calendar_of_deadlines_opens_a_day_and_the_filter_is_kept_under_a_name(
    console: OpenConsole, live_server: str
) -> None:
    mark = token_hex(3)
    desk = console("DSP", "/petitions")
    number = accepted(desk, live_server, f"日历里的诉求{mark}")
    step(desk, number, "dispatch", {"lead_department_code": "financial-services"})
    due = str(call(desk, f"/api/staff/petitions/{number}")["due_at"])
    desk.goto(f"{live_server}/console/petitions?q={mark}&view=calendar&month={due[:7]}")
    day = desk.get_by_role("region", name="到期日历").get_by_role("link", name=re.compile("1 件到期"))
    expect(day).to_have_count(1)
    assert violations(desk) == []
    picture(desk, "console-due-calendar")
    day.click()
    expect(desk.locator(".row-title")).to_have_text([f"日历里的诉求{mark}"])
    expect(desk.get_by_text(re.compile("日到期$"))).to_be_visible()
    desk.get_by_role("button", name="存为常用筛选").click()
    desk.get_by_label("给这组筛选起个名字").fill("这天到期")
    desk.get_by_role("tooltip").get_by_role("button", name="保存").click()
    assert violations(desk) == []
    desk.goto(f"{live_server}/console/petitions")
    desk.get_by_role("button", name="常用筛选 1").click()
    desk.get_by_role("menuitem", name="这天到期", exact=True).click()
    expect(desk.locator(".row-title")).to_have_text([f"日历里的诉求{mark}"])
    desk.get_by_label("去掉到期日").click()
    expect(desk.get_by_text(re.compile("日到期$"))).to_have_count(0)
