"""Chat takeover with both sides: an enterprise on the chat page, an agent on the console.

The server is one of its own, whose clock stands in working hours, whenever the test runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_hex

import pytest
from playwright.sync_api import Browser, Page, expect

from api.accounts.types import AccountDraft
from api.app import create_app
from api.runtime import Runtime
from core.actors import OPERATOR, SYSTEM, Role
from core.logging import configure_logging
from core.settings import load_settings
from tests.api.conftest import NEIGHBOURS, PASSWORD, QUESTION, TITLE, policy_draft
from tests.browser.chat_pages import MOBILE, Visit, small_targets, visit
from tests.browser.chat_pages import violations as visitor_violations
from tests.browser.staff_pages import OpenConsole, console_pages, picture, violations
from tests.support.clocks import ShiftedClock
from tests.support.serving import serving

pytestmark = pytest.mark.browser

MONDAY_MORNING = datetime(2026, 11, 16, 2, 20, tzinfo=UTC)
PATIENCE = 30_000
SCRIPT = "<img src=x onerror=\"document.title='broken'\">"

COUNT_SIGNALS = """
  window.told = [];
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (when) { window.told.push('tone'); return start.call(this, when); };
  window.Notification = class extends Notification {
    constructor(title, options) { super(title, options); window.told.push(title); }
  };
"""
"""Notes what the page sounds and shows, and lets it."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A server in working hours, and its clock."""

    url: str
    clock: ShiftedClock


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A server with a few policies and two agents."""
    configure_logging(level="error")
    clock = ShiftedClock(MONDAY_MORNING)
    runtime = Runtime(load_settings(data_dir=tmp_path_factory.mktemp("takeover")), clock)
    with runtime:
        with runtime.database.unit_of_work() as session:
            for number, (title, articles) in enumerate(NEIGHBOURS.items(), start=10):
                draft = policy_draft(title=title, articles=articles, number=f"云高管规〔2024〕{number}号")
                runtime.knowledge.publish_import(session, draft, OPERATOR)
            runtime.knowledge.publish_import(session, policy_draft(), OPERATOR)
            for name in ("agent-one", "agent-two"):
                account = AccountDraft(
                    user_name=name,
                    display_name=f"坐席{name}",
                    roles=frozenset({Role.AGENT}),
                    must_change_password=False,
                )
                runtime.accounts.create(session, account, PASSWORD, SYSTEM)
        runtime.indexer.follow_once()
        with serving(create_app(runtime)) as url:
            yield Desk(url, clock)


@pytest.fixture(autouse=True)
def morning(desk: Desk) -> None:
    """Begin on the next Monday: were the clock set back, agents heard of before would count as there again."""
    desk.clock.set(next_monday_morning(desk.clock.now()))
    expect.set_options(timeout=PATIENCE)


def next_monday_morning(now: datetime) -> datetime:
    return MONDAY_MORNING + timedelta(weeks=(now - MONDAY_MORNING) // timedelta(weeks=1) + 1)


@pytest.fixture
def console(browser: Browser, desk: Desk) -> Iterator[OpenConsole]:
    """Opens the console as an agent."""
    logins = {"OPR": ("agent-one", PASSWORD), "OPR2": ("agent-two", PASSWORD)}
    with console_pages(browser, desk.url, logins, patience=PATIENCE) as opened:
        yield opened
    expect.set_options(timeout=5_000)


@pytest.fixture
def visitor(browser: Browser, desk: Desk) -> Iterator[Visit]:
    with visit(browser, desk.url) as opened:
        yield opened


def go_on_duty(page: Page, is_on_duty: bool = True) -> None:
    switch = page.get_by_role("switch", name="接待状态")
    if (switch.get_attribute("aria-checked") == "true") != is_on_duty:
        switch.click()
    expect(switch).to_have_attribute("aria-checked", "true" if is_on_duty else "false")


def test_an_agent_takes_over_answers_with_a_clause_and_gives_it_back(
    desk: Desk, visitor: Visit, console: OpenConsole
) -> None:
    mark = token_hex(4)
    agent, page = console("OPR", "/live"), visitor.page
    go_on_duty(agent)
    assert violations(agent) == []
    visitor.open()
    visitor.ask(QUESTION)
    visitor.ask(f"{mark} 公司想了解{QUESTION}")
    visitor.ask("转人工")
    standing = page.locator(".standing")
    expect(standing).to_contain_text("正在为您转接人工客服")
    assert (visitor_violations(page), small_targets(page, 44)) == ([], [])
    expect(agent.get_by_role("link", name="在线接待")).to_contain_text("1")
    row = agent.locator(".live-row", has_text=mark)
    expect(row).to_contain_text("已等")
    row.get_by_role("button", name="接入").click()
    talk = agent.get_by_role("region", name="对话", exact=True)
    expect(talk).to_contain_text("接待中")
    expect(talk.locator(".live-assistant").first).to_contain_text(TITLE)  # what the assistant cited
    expect(standing).to_contain_text("正在为您服务")

    page.fill("#composer", f"三月申请的一直没到账 {SCRIPT}")
    page.press("#composer", "Enter")
    expect(page.locator(".talk .bubble")).to_contain_text(SCRIPT)
    expect(talk).to_contain_text(SCRIPT)
    assert "broken" not in (page.title(), agent.title())

    agent.get_by_label("替企业查询", exact=True).fill(QUESTION)
    agent.get_by_role("button", name="查询", exact=True).click()
    agent.get_by_role("button", name="插入这一条").first.click()
    reply = agent.get_by_label("回复企业")
    expect(reply).to_have_value(re.compile("根据《" + TITLE))
    assert violations(agent) == []
    reply.press_sequentially(f" {mark}")
    agent.get_by_role("button", name="发送").click()
    heard = page.locator(".from-agent")
    expect(heard).to_contain_text(mark)
    expect(heard.locator("h3")).to_have_text("人工客服 01 号")
    expect(page.locator("[role=status]", has_text=mark)).to_be_attached()
    heard.locator(".card").click()
    expect(page.locator(".clause-target").first).to_be_visible()
    page.keyboard.press("Escape")
    page.reload()
    expect(page.locator(".from-agent")).to_contain_text(mark)
    expect(page.locator(".talk .bubble")).to_contain_text(SCRIPT)

    agent.get_by_role("button", name="交还智能助手").click()
    expect(page.locator(".standing")).to_contain_text("已交还智能助手")
    visitor.ask(QUESTION)
    expect(page.locator(".exchange").last.locator(".assurance")).to_contain_text("有依据")
    order = page.locator(".exchange, .talk").evaluate_all("all => all.map(each => each.className)")
    assert order == ["exchange", "exchange", "exchange", "talk", "exchange"]
    go_on_duty(agent, False)


def test_the_agent_drafts_a_petition_that_the_enterprise_finds_in_its_form(
    desk: Desk, visitor: Visit, console: OpenConsole
) -> None:
    mark = token_hex(4)
    agent, page = console("OPR", "/live"), visitor.page
    go_on_duty(agent)
    visitor.open()
    visitor.ask(f"找人工，事项 {mark}")
    agent.locator(".live-row", has_text=mark).get_by_role("button", name="接入").click()
    expect(page.locator(".standing")).to_contain_text("正在为您服务")
    page.fill("#composer", f"园区北门积水 {mark}")
    page.press("#composer", "Enter")
    expect(agent.get_by_role("region", name="对话", exact=True)).to_contain_text("园区北门积水")
    agent.get_by_role("button", name="转为诉求工单").click()
    drawer = agent.get_by_role("dialog", name="转为诉求工单")
    expect(drawer.get_by_label("内容")).to_have_value(re.compile("园区北门积水"))
    drawer.get_by_label("标题").fill(f"北门积水 {mark}")
    drawer.get_by_role("button", name="发给企业核对").click()
    page.get_by_role("button", name="核对并提交诉求").click()
    expect(page.locator("#field-title")).to_have_value(f"北门积水 {mark}")
    expect(page.locator("#field-content")).to_have_value(re.compile("园区北门积水"))
    page.fill("#field-contact_name", "小满")
    page.fill("#field-contact_phone", "13800001234")
    page.check(".consent input")
    page.locator(".submit").click()
    expect(page.get_by_test_id("receipt-number")).to_contain_text("SQ")
    number = page.get_by_test_id("receipt-number").inner_text()
    evidence = console("OPR", f"/petitions/{number}").get_by_role("region", name="对话证据")
    expect(evidence).to_contain_text(f"园区北门积水 {mark}")
    go_on_duty(agent, False)


def test_the_second_agent_is_told_who_was_faster(desk: Desk, visitor: Visit, console: OpenConsole) -> None:
    mark = token_hex(4)
    first, second = console("OPR", "/live"), console("OPR2", "/live")
    go_on_duty(first)
    visitor.open()
    visitor.ask(f"转人工，事项 {mark}")
    expect(second.locator(".live-row", has_text=mark)).to_be_visible()
    second.route("**/api/staff/live", lambda route: route.abort())  # the list of the second stands still
    first.locator(".live-row", has_text=mark).get_by_role("button", name="接入").click()
    expect(visitor.page.locator(".standing")).to_contain_text("正在为您服务")
    second.locator(".live-row", has_text=mark).get_by_role("button", name="接入").click()
    expect(second.locator(".problem", has_text="已经接入这个会话")).to_be_visible()
    visitor.page.get_by_role("button", name="结束人工服务").click()
    expect(visitor.page.locator(".standing")).to_contain_text("人工服务已结束")
    expect(first.get_by_role("region", name="对话", exact=True)).to_contain_text("企业已结束")
    go_on_duty(first, False)


def test_waiting_can_be_given_up_and_ends_with_the_form_when_nobody_comes(
    desk: Desk, visitor: Visit, console: OpenConsole
) -> None:
    agent, page = console("OPR", "/live"), visitor.page
    go_on_duty(agent)
    visitor.open()
    visitor.ask("转人工")
    page.get_by_role("button", name="取消等待").click()
    expect(page.locator(".standing")).to_contain_text("已取消转人工")
    page.locator(".exchange").last.get_by_role("button", name="转人工客服").click()
    expect(page.locator(".standing")).to_contain_text("正在为您转接人工客服")
    desk.clock.set(desk.clock.now() + timedelta(minutes=4))
    expect(page.locator(".standing")).to_contain_text("暂时没有客服能接入")
    page.get_by_role("button", name="提交诉求", exact=True).click()
    expect(page.locator("#field-content")).not_to_have_value("")
    go_on_duty(agent, False)


def test_outside_working_hours_and_with_nobody_on_duty_the_form_is_offered_at_once(
    desk: Desk, browser: Browser
) -> None:
    with visit(browser, desk.url, size=MOBILE, touch=True) as visitor:
        page = visitor.page
        visitor.open()
        visitor.ask("转人工")
        last = page.locator(".exchange").last
        expect(last).to_contain_text("现在没有人工客服在线")
        desk.clock.set(desk.clock.now() + timedelta(hours=9))
        visitor.ask("转人工")
        expect(last).to_contain_text("现在是非工作时间（人工服务：工作日 9:00—17:00）")
        last.locator(".actions .button.primary").click()
        expect(page.locator("#field-content")).not_to_have_value("")


def test_an_agent_on_another_page_notices_who_waits_and_off_duty_nothing_is_asked(
    visitor: Visit, console: OpenConsole
) -> None:
    agent = console("OPR", "/live")
    agent.context.add_init_script(COUNT_SIGNALS)
    agent.context.grant_permissions(["notifications"])
    agent.reload()
    for signal in ("有企业等待时响提示音", "有企业等待时弹桌面通知"):
        switch = agent.get_by_role("switch", name=signal)
        expect(switch).to_have_attribute("aria-checked", "false")
        switch.click()
        expect(switch).to_have_attribute("aria-checked", "true")
    go_on_duty(agent)
    agent.get_by_role("link", name="知识缺口").click()
    expect(agent).to_have_title("知识缺口 - 有答 工作台")
    agent.evaluate("window.told = []")
    other = agent.context.new_page()  # a second page of the same browser tells nothing again
    other.goto(agent.url)
    expect(other.get_by_role("link", name="在线接待", exact=True)).to_be_visible()

    visitor.open()
    visitor.ask("转人工")
    for page in (agent, other):
        expect(page).to_have_title("(1) 转人工等待 · 知识缺口 - 有答 工作台")
        expect(page.get_by_role("link", name="在线接待，1 家企业等待")).to_be_visible()
    expect(agent.locator("[role=status]", has_text="1 家企业等待转人工")).to_be_attached()
    agent.wait_for_timeout(5_000)  # one more round of asking
    told = agent.evaluate("window.told") + other.evaluate("window.told")
    assert sorted(told) == ["1 家企业等待转人工", "tone", "tone"]
    assert violations(agent) == []
    picture(agent, "waiting-badge")
    agent.set_viewport_size({"width": 900, "height": 800})
    expect(agent.locator(".nav-waiting")).to_be_visible()
    assert violations(agent) == []
    picture(agent, "waiting-badge-narrow")
    other.close()

    visitor.page.get_by_role("button", name="取消等待").click()
    expect(agent).to_have_title("知识缺口 - 有答 工作台")
    expect(agent.locator(".nav-waiting")).to_have_count(0)
    agent.set_viewport_size({"width": 1280, "height": 800})
    agent.get_by_role("link", name="在线接待").click()
    go_on_duty(agent, False)
    agent.get_by_role("link", name="知识缺口").click()
    expect(agent).to_have_title("知识缺口 - 有答 工作台")
    asked: list[str] = []
    agent.on("request", lambda request: asked.append(request.url))
    agent.wait_for_timeout(9_000)  # two rounds, had it been on duty
    assert [url for url in asked if "/api/staff/live" in url] == []
    agent.goto(agent.url.replace("/gaps", "/live"))
    expect(agent.get_by_role("switch", name="有企业等待时响提示音")).to_have_attribute("aria-checked", "true")
