"""Behaviours 22 to 25: the way from a conversation to a petition, its receipt, and following it."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.chat_pages import FOUND, NOT_FOUND, Visit, small_targets, violations

pytestmark = pytest.mark.browser


def fill_contact(page: Page, phone: str = "13800001234") -> None:
    page.fill("#field-contact_name", "小暑")
    page.fill("#field-contact_phone", phone)
    page.check(".consent input")


def file(opened: Visit) -> str:
    """File a petition out of an answer without basis; return its number."""
    page = opened.page
    opened.open()
    opened.ask(NOT_FOUND)
    page.locator(".exchange").last.locator(".actions .button.primary").click()
    fill_contact(page)
    page.click(".submit")
    return page.get_by_test_id("receipt-number").inner_text()


def test_b22_a_petition_can_be_filed_at_any_time_and_is_offered_after_two_misses(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask(FOUND)
    page.get_by_role("navigation", name="常用功能").get_by_role("button", name="提诉求").click()
    expect(page.locator("#field-title")).to_be_visible()
    page.keyboard.press("Escape")
    desktop.ask(NOT_FOUND)
    desktop.ask("员工上夜班没有班车，园区给不给夜班交通补贴")
    expect(page.locator(".exchange").last).to_contain_text("两次都没有答准")
    page.locator(".exchange").last.locator(".actions .button.primary").click()
    expect(page.locator("#field-title")).to_have_value(re.compile("夜班"))
    expect(page.locator(".field-tag").first).to_have_text("取自对话")
    expect(page.locator(".attach")).to_contain_text("附上本次对话（3 条，已隐去手机号）")
    page.get_by_role("button", name="预览").click()
    expect(page.locator(".attach-list li")).to_have_count(3)
    page.locator(".attach input").uncheck()
    page.fill("#field-title", "改过的标题")
    expect(page.locator(".field-tag")).to_have_count(1)


def test_b22_handing_over_opens_the_form_filled_from_the_conversation(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask("转人工")
    page.locator(".exchange").last.locator(".actions .button.primary").click()
    expect(page.locator("#field-content")).not_to_have_value("")


def test_b22_the_form_says_when_an_answer_would_come_before_anything_is_typed(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    page.get_by_role("button", name="提诉求").click()
    lead = page.locator(".panel-head p")
    expect(lead).to_contain_text(re.compile(r"今天受理的话，\d+月\d+日（周.）17:00 前答复"))
    asked = lead.inner_text()
    page.select_option("#field-nature", "complaint")
    expect(lead).not_to_have_text(asked)


def test_b22_the_enterprise_is_taken_from_its_profile_by_whoever_filed_for_it_before(desktop: Visit) -> None:
    page = desktop.page
    code = "91990101MA000001XN"
    body = {"title": "园区北门道路积水", "content": "北门道路每逢下雨积水，请处理。", "contact_name": "小暑",
            "contact_phone": "13800001234", "consent": True, "credit_code": code}  # fmt: skip
    number = httpx.post(f"{desktop.base}/api/petitions", json=body).raise_for_status().json()["number"]
    desktop.open()
    page.get_by_role("button", name="提诉求").click()
    page.get_by_role("button", name="以前提交过诉求").click()
    page.fill("#field-known-number", number)
    page.fill("#field-known-tail", "9999")
    take = page.get_by_role("button", name="带出企业信息", exact=True)
    take.click()
    expect(page.locator("#known-error")).to_have_text("请先填写统一社会信用代码")
    page.fill("#field-credit_code", code)
    take.click()
    expect(page.locator("#known-error")).to_contain_text("没有查到")
    expect(page.locator("#field-enterprise_name")).to_have_value("")
    page.fill("#field-known-tail", "1234")
    assert (violations(page), small_targets(page, 44)) == ([], [])
    take.click()
    expect(page.locator("#field-enterprise_name")).to_have_value("云岭星屿软件有限公司（示例）")
    expect(page.locator(".field", has=page.locator("#field-enterprise_name"))).to_contain_text("来自企业档案")
    desktop.errors.clear()  # the wrong tail


def test_b23_errors_stand_at_their_fields_and_nothing_typed_is_lost(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    page.get_by_role("button", name="提诉求").click()
    page.fill("#field-title", "园区道路积水")
    page.fill("#field-content", "太短")
    page.fill("#field-credit_code", "91330100MA2ABCDE")
    page.fill("#field-contact_phone", "138 0000 0")
    page.locator(".submit").focus()
    page.keyboard.press("Enter")
    field = page.locator("#field-content")
    expect(field).to_be_focused()
    for name, words in {
        "content": "至少 10 个字",
        "credit_code": "应为 18 位，现在是 16 位",
        "contact_name": "请填写联系人",
        "contact_phone": "还差 3 位，请核对",
    }.items():
        control = page.locator(f"#field-{name}")
        expect(control).to_have_attribute("aria-invalid", "true")
        described = (control.get_attribute("aria-describedby") or "").split()
        assert any(words in page.locator(f"#{each}").inner_text() for each in described), name
    page.reload()
    page.get_by_role("button", name="提诉求").click()
    expect(page.locator("#field-title")).to_have_value("园区道路积水")
    expect(page.locator("#field-contact_phone")).to_have_value("138 0000 0")
    expect(page.locator(".consent input")).not_to_be_checked()


def test_b23_a_failed_submission_keeps_everything_and_a_double_click_files_one(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask(NOT_FOUND)
    page.locator(".exchange").last.locator(".actions .button.primary").click()
    fill_contact(page)
    page.context.set_offline(True)
    page.click(".submit")
    expect(page.locator(".panel .failure")).to_contain_text("填写的内容都已保留")
    expect(page.locator("#field-contact_name")).to_have_value("小暑")
    page.context.set_offline(False)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/api/petitions") else None)
    page.locator(".submit").dblclick()
    expect(page.get_by_test_id("receipt-number")).to_contain_text("SQ")
    assert len(sent) == 1
    desktop.errors.clear()


def test_b24_the_receipt_has_number_date_and_can_be_copied_and_printed(desktop: Visit) -> None:
    page = desktop.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    number = file(desktop)
    assert re.fullmatch(r"SQ\d{12}", number)
    expect(page.locator(".receipt")).to_contain_text(re.compile(r"\d+月\d+日（周.）17:00 前"))
    page.get_by_role("button", name="复制编号").click()
    assert page.evaluate("navigator.clipboard.readText()") == number
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="打印回执").click()
    assert page.evaluate("window.printed")
    page.keyboard.press("Escape")
    page.get_by_role("navigation", name="常用功能").get_by_role("button", name="提诉求").click()
    expect(page.locator("#field-contact_name")).to_have_value("小暑")


def test_b25_progress_is_looked_up_and_a_wrong_pair_reveals_nothing(desktop: Visit) -> None:
    page = desktop.page
    number = file(desktop)
    page.locator(".panel-foot .button.primary").click()
    assert page.input_value("#field-number") == number
    page.fill("#field-tail", "1234")
    page.press("#field-tail", "Enter")
    expect(page.get_by_test_id("progress-number")).to_contain_text(number)
    stages = page.get_by_role("list", name="办理阶段").locator(".stage-label")
    assert stages.all_inner_texts() == ["受理", "转办", "办理", "答复", "评价"]
    shown = []
    for pair in ((number, "9999"), ("SQ202601010001", "1234")):
        page.get_by_role("button", name="查另一件").click() if not shown else page.reload()
        page.fill("#field-number", pair[0])
        page.fill("#field-tail", pair[1])
        page.press("#field-tail", "Enter")
        shown.append(page.get_by_role("alert").inner_text())
    assert shown == ["没有查到。请核对工单编号和手机尾号后四位。"] * 2
    desktop.errors.clear()
