"""The staff console in a real browser against a real server: curating, reviewing, and a petition from desk to reply."""

from __future__ import annotations

import re
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.staff_pages import OpenConsole, Passwords, choose, violations

pytestmark = pytest.mark.browser

POLICY = """云岭高新区管理委员会文件
云高管规〔2026〕{number}号

关于印发《云岭高新区{name}》的通知

各部门、各有关单位：
现将《云岭高新区{name}》印发给你们，请遵照执行。

云岭高新区管理委员会
2026年3月10日

云岭高新区{name}

第一条 为方便企业职工夜间通勤，制定本办法。
第二条 在云岭高新区注册、职工五十人以上并自行开行货运摆渡车的企业，可以申请货运摆渡车补助。
第三条 货运摆渡车补助按每车次八十元给予，单户企业每年最高不超过十二万元。
第四条 本办法由云岭高新区经济发展局负责解释。
第五条 本办法自2026年4月1日起施行，有效期3年。
"""
SUMMARY = "对自行开行货运摆渡车的企业，按每车次八十元给予补助，单户企业每年最高不超过十二万元。"


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy of its own for each test, so that none is taken for a duplicate."""

    name: str
    number: int

    @property
    def title(self) -> str:
        return f"云岭高新区{self.name}"

    def file(self) -> Any:
        text = POLICY.format(name=self.name, number=self.number)
        return {"name": f"{self.name}.txt", "mimeType": "text/plain", "buffer": text.encode()}


@pytest.fixture
def policy() -> Policy:
    digits = token_hex(4)
    name = digits.translate(str.maketrans("0123456789abcdef", "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"))
    return Policy(name=f"货运摆渡车补助办法{name}", number=1_000 + int(digits[:3], 16))


def upload(page: Page, policy: Policy) -> None:
    """Upload a policy and open the draft made from it."""
    page.get_by_role("button", name="导入文件").click()
    page.set_input_files("input[type=file]", [policy.file()])
    page.get_by_role("link", name=policy.title).click(timeout=60_000)
    expect(page.get_by_role("heading", name=policy.title)).to_be_visible()


def fill_fact(page: Page, label: str, value: str) -> None:
    page.get_by_role("button", name=re.compile(f"^(填写|改正){label}$")).click()
    page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("status").get_by_text(f"{label}已保存")).to_be_visible()


def submit(page: Page) -> None:
    fill_fact(page, "摘要", SUMMARY)
    fill_fact(page, "解读人", "小满")
    page.get_by_role("button", name="提交审核", exact=True).click()
    expect(page.get_by_text("已提交审核")).to_be_visible()


def path_of(page: Page) -> str:
    return page.url.split("/console", 1)[1]


def document_id(page: Page) -> str:
    return page.url.split("/knowledge/", 1)[1].split("/", 1)[0]


def file_petition(base: str, title: str) -> str:
    """File a petition as an enterprise and return its number."""
    petition = {
        "title": title,
        "content": "我公司研发奖补已公示三个月，至今没有收到拨款，请核实到账时间。",
        "contact_name": "小满",
        "contact_phone": "13800000000",
        "enterprise_name": "云岭星屿软件（示例）",
        "nature": "help",
        "consent": True,
    }
    answer = httpx.post(f"{base}/api/petitions", json=petition)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["number"])


def test_a_policy_goes_from_upload_over_correction_and_review_to_the_public(
    console: OpenConsole, live_server: str, policy: Policy
) -> None:
    curator = console("CUR", "/knowledge")
    upload(curator, policy)
    fill_fact(curator, "标签", "货运摆渡车、交通补助")
    submit(curator)
    entry_id = document_id(curator)
    assert httpx.get(f"{live_server}/api/documents/{entry_id}").status_code == 404

    reviewer = console("REV", path_of(curator))
    reviewer.get_by_role("button", name="通过并发布", exact=True).click()
    expect(reviewer.get_by_text("已发布，可以用于回答")).to_be_visible()

    published = httpx.get(f"{live_server}/api/documents/{entry_id}").json()
    assert (published["title"], published["status"], published["summary"]) == (policy.title, "published", SUMMARY)
    assert published["effective_to"] == "2029-03-31"


def test_a_curator_is_not_offered_approval_of_own_work_and_the_server_refuses_it(
    console: OpenConsole, live_server: str, policy: Policy
) -> None:
    page = console("CUR", "/knowledge")
    upload(page, policy)
    submit(page)
    expect(page.get_by_role("button", name="通过并发布")).to_have_count(0)
    refused = page.evaluate(
        """async (url) => {
          const me = await (await fetch("/api/staff/me")).json();
          const entry = await (await fetch(url)).json();
          const headers = { "Content-Type": "application/json", "X-CSRF-Token": me.csrf_token };
          const body = JSON.stringify({ lock: entry.lock, reason: "" });
          return (await fetch(`${url}/approve`, { method: "POST", headers, body })).status;
        }""",
        f"/api/staff/knowledge/{document_id(page)}/versions/1",
    )
    assert refused == 403


def test_a_rejected_draft_shows_its_author_the_reason(console: OpenConsole, policy: Policy) -> None:
    curator = console("CUR", "/knowledge")
    upload(curator, policy)
    submit(curator)
    reviewer = console("REV", path_of(curator))
    reviewer.get_by_role("button", name="退回修改").click()
    panel = reviewer.get_by_role("dialog")
    panel.get_by_role("button", name="退回修改").click()
    expect(panel.get_by_text("请写明理由")).to_be_visible()
    panel.get_by_label("理由").fill("第三条金额请与附件核对")
    panel.get_by_role("button", name="退回修改").click()
    expect(reviewer.get_by_text("已退回编写人")).to_be_visible()
    curator.reload()
    expect(curator.get_by_text("意见：第三条金额请与附件核对")).to_be_visible()


def test_evidence_leads_to_its_words_in_the_body(console: OpenConsole, policy: Policy) -> None:
    page = console("CUR", "/knowledge")
    upload(page, policy)
    expect(page.get_by_role("button", name="提交审核（还差", exact=False)).to_be_disabled()
    fact = page.locator(".fact", has_text="文号")
    fact.get_by_role("button", name=re.compile("^证据")).click()
    expect(page.locator(".evidence-shown")).to_contain_text(f"〔2026〕{policy.number}号")
    page.get_by_role("button", name=re.compile("^第三条")).click()
    expect(page.locator("[data-current]").first).to_contain_text("每车次八十元")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-current]").first).to_contain_text("负责解释")


def test_a_new_faq_becomes_a_draft(console: OpenConsole) -> None:
    page = console("CUR", "/knowledge/faqs/new")
    question = f"货运摆渡车补助一年最多多少（{token_hex(3)}）？"
    page.get_by_label("标准问").fill(question)
    page.get_by_label("答案").fill("单户企业每年最高不超过十二万元。")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_text("没有依据的，请写明理由")).to_be_visible()
    page.get_by_label("无依据的理由").fill("办法尚未发布")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_role("heading", name=question)).to_be_visible()
    page.get_by_label("相似问").fill("摆渡车补多少\n摆渡车补助上限")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_text("2 个相似问")).to_be_visible()


def test_a_petition_is_accepted_dispatched_signed_and_answered(
    console: OpenConsole, live_server: str, staff_passwords: Passwords
) -> None:
    number = file_petition(live_server, "研发奖补资金拨付延迟")
    handler = console("DEP", "/petitions")
    department = handler.evaluate("async () => (await (await fetch('/api/staff/me')).json()).department")

    desk = console("DSP", f"/petitions/{number}")
    choose(desk, "分类", "财政税务")
    desk.get_by_role("button", name="受理", exact=True).last.click()
    expect(desk.get_by_text("已受理，开始计时")).to_be_visible()
    choose(desk, "主办部门", department)
    desk.get_by_role("button", name="派发", exact=True).last.click()
    expect(desk.get_by_text("已派发，等待签收")).to_be_visible()

    handler.goto(f"{live_server}/console/petitions/{number}")
    handler.get_by_role("button", name="签收", exact=True).last.click()
    expect(handler.get_by_text("已签收", exact=True).first).to_be_visible()
    draft = handler.get_by_label("答复内容")
    draft.fill("您好，研发奖补资金已列入【拨付批次】。")
    expect(handler.get_by_role("button", name="答复企业（还有 1 处待填）")).to_be_disabled()
    handler.reload()
    expect(draft).to_have_value("您好，研发奖补资金已列入【拨付批次】。")
    draft.fill("您好，研发奖补资金已列入第四批次，将于本月底前拨付。")
    handler.get_by_label("无依据说明").fill("拨付进度以国库集中支付为准")
    choose(handler, "办理结果", "解释说明")
    handler.get_by_role("button", name="答复企业", exact=True).click()
    expect(handler.get_by_text("已答复企业")).to_be_visible()

    progress = httpx.post(f"{live_server}/api/petitions/lookup", json={"number": number, "phone_tail": "0000"}).json()
    assert progress["state"] == "answered"
    assert [reply["resolution"] for reply in progress["replies"]] == ["explained"]


def test_a_stale_form_keeps_its_text_and_says_who_was_first(console: OpenConsole, live_server: str) -> None:
    number = file_petition(live_server, "厂区门前道路施工，货车无法进出")
    first, second = (console("DSP", f"/petitions/{number}") for _ in range(2))
    second.get_by_role("button", name="不予受理").first.click()
    second.get_by_label("告知企业的话").fill("请向规划建设局施工热线反映。")
    choose(second, "理由", "不属于政府职责")
    choose(first, "分类", "规划建设")
    first.get_by_role("button", name="受理", exact=True).last.click()
    expect(first.get_by_text("已受理，开始计时")).to_be_visible()
    second.get_by_role("button", name="不予受理").last.click()
    expect(second.get_by_role("alert").filter(has_text="改过这件工单")).to_be_visible()
    expect(second.get_by_label("告知企业的话")).to_have_value("请向规划建设局施工热线反映。")


def test_contact_data_is_shown_only_after_a_reason(console: OpenConsole, live_server: str) -> None:
    number = file_petition(live_server, "咨询用电增容配套费")
    page = console("DSP", f"/petitions/{number}")
    expect(page.get_by_text("13800000000")).to_have_count(0)
    page.get_by_role("button", name="查看", exact=True).click()
    page.get_by_role("button", name="查看联系方式").click()
    expect(page.get_by_text("请写明理由")).to_be_visible()
    page.get_by_label("查看理由").fill("电话核实诉求")
    page.get_by_role("button", name="查看联系方式").click()
    expect(page.get_by_text("13800000000")).to_be_visible()


def test_every_route_passes_axe(console: OpenConsole, live_server: str, policy: Policy, browser: Browser) -> None:
    number = file_petition(live_server, "希望增加夜间班车班次")
    curator, desk = console("CUR", "/knowledge"), console("DSP", f"/petitions/{number}")
    found = {"/petitions/:number": violations(desk)}
    desk.goto(f"{live_server}/console/petitions")
    found["/petitions"] = violations(desk)
    found["/knowledge"] = violations(curator)
    upload(curator, policy)
    found["/knowledge/:id/:version"] = violations(curator)
    for path in ("/knowledge/faqs/new", "/password", "/imports", "/sources", "/sources/bulletin", "/relations"):
        curator.goto(f"{live_server}/console{path}")
        found[path] = violations(curator)
    stranger = browser.new_page()
    stranger.goto(f"{live_server}/console/login")
    stranger.get_by_label("账号").wait_for()
    found["/login"] = violations(stranger)
    stranger.close()
    assert {path: items for path, items in found.items() if items} == {}


def test_the_console_is_usable_by_keyboard_and_shows_where_the_focus_is(console: OpenConsole) -> None:
    page = console("CUR", "/knowledge")
    page.locator(".row-title").first.wait_for()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.get_by_role("button", name="导入文件").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/console/imports$"))
    page.go_back()
    page.locator(".row-title").first.wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    ring = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert ring == "3px"


def test_a_lost_session_leads_to_login_and_back(
    console: OpenConsole, live_server: str, staff_passwords: Passwords
) -> None:
    page = console("DSP", "/petitions?state=submitted")
    page.context.clear_cookies()
    page.reload()
    page.wait_for_url(re.compile(r"/console/login\?return="))
    page.get_by_label("账号").fill(staff_passwords["DSP"][0])
    page.get_by_label("密码").fill("wrong-password")
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="编号")).to_be_visible()
    page.get_by_label("密码").fill(staff_passwords["DSP"][1])
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(f"{live_server}/console/petitions?state=submitted")


def test_a_refused_login_leaves_the_button_its_name_where_motion_is_reduced(browser: Browser, live_server: str) -> None:
    """A sign of waiting that goes by a transition would stay for ever where there are none."""
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{live_server}/console/login")
        page.get_by_label("账号").fill("nobody")
        page.get_by_label("密码").fill("wrong-password")
        page.get_by_role("button", name="登录", exact=True).click()
        expect(page.get_by_role("alert").filter(has_text="编号")).to_be_visible()
        expect(page.get_by_role("button", name="登录", exact=True)).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(390, 844), (800, 900)])
def test_narrow_screens_lose_nothing_sideways(console: OpenConsole, live_server: str, width: int, height: int) -> None:
    number = file_petition(live_server, "咨询转贷资金池申请条件")
    page = console("DSP", f"/petitions/{number}", width=width, height=height)
    expect(page.get_by_role("heading", name="咨询转贷资金池申请条件")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.get_by_role("button", name="受理", exact=True).count() == (0 if width < 640 else 1)
