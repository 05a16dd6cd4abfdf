"""Behaviour 26: handing in files with a petition and later, and withdrawing it."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.behaviours.test_b22_to_b25_petitions import fill_contact
from tests.browser.behaviours.test_b27_uploading import picture
from tests.browser.chat_pages import Visit

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
