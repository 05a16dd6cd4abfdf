"""Behaviour 26: handing in files and words, urging, withdrawing, having it handled again, rating."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.behaviours.test_b22_to_b25_petitions import fill_contact
from tests.browser.behaviours.test_b27_uploading import picture
from tests.browser.chat_pages import Visit, small_targets, violations
from tests.support.desk import Desk

pytestmark = pytest.mark.browser

_LIAR: FilePayload = {"name": "假.png", "mimeType": "image/png", "buffer": b"MZ" * 50}


def test_b26_files_go_with_the_petition_more_follow_and_it_is_withdrawn_with_a_reason(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    page.get_by_role("button", name="提诉求").click()
    page.fill("#field-title", "园区北门道路积水")
    page.fill("#field-content", "北门道路每逢下雨积水，货车无法通行，请尽快处理。")
    fill_contact(page)
    page.get_by_role("group", name="附件").locator("input").set_input_files([picture(), _LIAR])
    page.click(".submit")
    expect(page.locator(".panel .failure")).to_contain_text("假.png")
    page.get_by_role("button", name="删除 假.png").click()
    page.click(".submit")
    number = page.get_by_test_id("receipt-number").inner_text()
    page.locator(".panel-foot .button.primary").click()
    page.fill("#field-tail", "1234")
    page.press("#field-tail", "Enter")
    page.locator(".progress-side input[type=file]").set_input_files([picture("补充.png", "grey")])
    expect(page.locator(".toast")).to_have_text("已补充 1 个文件")
    pair = {"number": number, "phone_tail": "1234"}
    stored = httpx.post(f"{desktop.base}/api/petitions/attachments/list", json=pair).json()
    assert sorted(file["name"] for file in stored) == ["公示.png", "补充.png"]
    page.get_by_role("button", name="撤销诉求").click()
    page.get_by_role("dialog").get_by_role("button", name="撤销诉求").click()
    expect(page.get_by_text("请填写撤销原因")).to_be_visible()
    page.fill("#field-withdraw", "已经自行解决")
    page.get_by_role("dialog").get_by_role("button", name="撤销诉求").click()
    expect(page.locator(".toast")).to_have_text("诉求已撤销")
    assert httpx.post(f"{desktop.base}/api/petitions/lookup", json=pair).json()["state"] == "withdrawn"
    desktop.errors.clear()  # the refusal of the file that lies


def filed(base: str, title: str = "厂区电力增容费用由谁承担") -> str:
    """File a petition as a guest; return its number."""
    body = {"title": title, "content": f"{title}，请主管部门明确。", "contact_name": "小暑",
            "contact_phone": "13800001234", "consent": True}  # fmt: skip
    number: str = httpx.post(f"{base}/api/petitions", json=body).raise_for_status().json()["number"]
    return number


def look_up(opened: Visit, number: str) -> Page:
    page = opened.page
    opened.open("/?view=progress")
    page.fill("#field-number", number)
    page.fill("#field-tail", "1234")
    page.press("#field-tail", "Enter")
    expect(page.get_by_test_id("progress-number")).to_contain_text(number)
    return page


def as_staff_see(desk: Desk, number: str, code: str) -> str:
    """The reason noted with the last event `code` of a petition."""
    return next(event["reason"] for event in reversed(desk.read(number)["events"]) if event["code"] == code)


def test_b26_what_the_department_asked_for_is_supplied_in_words_and_files(desktop: Visit, desk: Desk) -> None:
    number = filed(desktop.base)
    desk.dispatch(number)
    desk.ask_material(number, "付息凭证 1 份", "营业执照复印件")
    page = look_up(desktop, number)
    expect(page.locator(".supply")).to_contain_text("付息凭证 1 份")
    expect(page.locator(".progress h1")).to_contain_text("补齐前暂停计时")
    page.get_by_role("button", name="提交材料").click()
    expect(page.locator("#field-supply")).to_be_focused()
    expect(page.locator("#field-supply-error")).to_have_text("请填写补充说明，或添加文件")
    page.locator(".supply input[type=file]").set_input_files([picture("凭证.png")])
    assert (violations(page), small_targets(page, 44)) == ([], [])
    page.get_by_role("button", name="提交材料").click()
    expect(page.locator(".toast")).to_contain_text("已提交材料")
    expect(page.locator(".supply")).to_have_count(0)
    assert desk.read(number)["state"] == "processing"
    assert desk.read(number)["dossier"]["material"][0]["supplied"] == "已上传：凭证.png"
    desktop.errors.clear()


def test_b26_the_department_is_urged_once_a_day(desktop: Visit, desk: Desk) -> None:
    number = filed(desktop.base)
    page = look_up(desktop, number)
    urge = page.get_by_role("button", name="催办", exact=False).first
    for words, told in {"货车进不来，请尽快": "已催办", "再催一次": "24 小时后再催办"}.items():
        urge.click()
        expect(page.locator("#field-remind")).to_be_focused()
        page.keyboard.type(words)
        assert (violations(page), small_targets(page, 44)) == ([], [])
        page.get_by_role("button", name="提交催办").click()
        expect(page.locator(".toast, .field-error", has_text=told)).to_be_visible()
    assert as_staff_see(desk, number, "reminded") == "货车进不来，请尽快"
    desktop.errors.clear()  # the second is refused


def test_b26_a_reply_is_rated_handled_again_when_it_does_not_satisfy_and_reopened_for_new_facts(
    desktop: Visit, desk: Desk
) -> None:
    number = filed(desktop.base)
    desk.dispatch(number)
    desk.reply(number, "经核实，电力增容费用由用电企业承担，具体标准以供电公司答复为准。")
    page = look_up(desktop, number)
    expect(page.locator(".reply-text")).to_contain_text("由用电企业承担")
    assert (violations(page), small_targets(page, 44)) == ([], [])
    page.get_by_label("不满意", exact=True).check()
    page.get_by_label("想说的话").fill("没有说清标准")
    page.get_by_role("button", name="提交评价").click()
    expect(page.locator(".toast")).to_have_text("已收到您的评价，将重新办理")
    expect(page.locator(".rate")).to_have_count(0)
    desk.sign(number)
    desk.reply(number, "补充答复：增容费用标准见供电公司公示，企业可以到服务窗口领取。")
    page = look_up(desktop, number)
    expect(page.locator(".reply")).to_have_count(2)
    page.get_by_label("很满意", exact=True).check()
    page.get_by_role("button", name="提交评价").click()
    expect(page.locator(".toast")).to_have_text("已收到您的评价")
    page.get_by_role("button", name="有新情况，申请重新办理").click()
    page.get_by_role("button", name="申请重新办理", exact=True).click()
    expect(page.locator("#field-reopen-error")).to_have_text("请写明新的情况")
    page.fill("#field-reopen", "供电公司今天出具了新的报价")
    assert (violations(page), small_targets(page, 44)) == ([], [])
    page.get_by_role("button", name="申请重新办理", exact=True).click()
    expect(page.locator(".toast")).to_have_text("已申请，将重新办理")
    assert desk.read(number)["state"] == "dispatched"


def test_b26_a_report_is_withdrawn_only_once_a_supervisor_agrees(desktop: Visit) -> None:
    body = {"title": "举报园区中介乱收费", "content": "中介以代办名义向企业乱收费，请查处。", "contact_name": "小暑",
            "contact_phone": "13800001234", "consent": True, "nature": "report"}  # fmt: skip
    number = httpx.post(f"{desktop.base}/api/petitions", json=body).raise_for_status().json()["number"]
    page = look_up(desktop, number)
    page.get_by_role("button", name="撤销诉求").click()
    page.fill("#field-withdraw", "已与中介协商")
    page.get_by_role("dialog").get_by_role("button", name="撤销诉求").click()
    expect(page.locator(".toast")).to_contain_text("核准前继续办理")


def _told_on_opening(page: Page, inbox: Locator) -> int:
    """Open the inbox, which marks what it shows as read; return how many notices it shows."""
    with page.expect_response("**/api/petitions/notices") as response:
        inbox.click()
    return len(response.value.json())


def test_b26_the_inbox_shows_what_was_told_and_its_link_opens_the_page_to_rate(desktop: Visit, desk: Desk) -> None:
    number = filed(desktop.base)
    desk.dispatch(number)
    desk.reply(number, "经核实，电力增容费用由用电企业承担，具体标准以供电公司答复为准。")
    page = look_up(desktop, number)
    told = page.get_by_role("list", name="收到的通知").get_by_role("listitem")
    inbox = page.get_by_role("button", name="收到的通知")
    while _told_on_opening(page, inbox) < 4:  # a notice is written in the background, a moment after its step
        inbox.click()
        page.wait_for_timeout(300)
    expect(told).to_have_count(4)
    expect(told.first).to_contain_text("已答复诉求")
    expect(told.first).to_contain_text("新")
    expect(told.last).to_contain_text("已收到您的诉求")
    assert (violations(page), small_targets(page, 44)) == ([], [])
    with page.context.expect_page() as opening:
        told.first.get_by_role("link", name="打开评价页").click()
    rating = opening.value
    expect(rating.locator("blockquote")).to_contain_text("由用电企业承担")
    for _ in range(3):  # a mail scanner fetches the link; only the form rates
        assert httpx.get(rating.url).status_code == 200
    assert desk.read(number)["state"] == "answered"
    assert (violations(rating), small_targets(rating, 44)) == ([], [])
    rating.get_by_label("满意", exact=True).check()
    rating.get_by_role("button").click()
    expect(rating.get_by_role("status")).to_be_visible()
    assert desk.read(number)["state"] == "closed"
    rating.goto(rating.url)
    expect(rating.get_by_role("status")).to_contain_text("已")
    inbox.click()
    inbox.click()
    expect(told.last.locator(".notice-new")).to_have_count(0)
    desktop.errors.clear()
