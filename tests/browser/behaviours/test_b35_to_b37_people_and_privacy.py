"""Behaviours 35 to 37: people instead of the page, personal data, and saying that nobody writes the answers."""

from __future__ import annotations

import json
import re

import httpx
import pytest
from playwright.sync_api import Route, expect

from tests.browser.chat_pages import FOUND, NOT_FOUND, Visit

pytestmark = pytest.mark.browser


def at_night(opened: Visit) -> None:
    """Have the server say that nobody is at work."""

    def say_so(route: Route) -> None:
        route.fulfill(json=route.fetch().json() | {"is_open_now": False})

    opened.page.route("**/api/site*", say_so)


def test_b35_telephones_windows_and_hours_are_one_press_away(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    page.get_by_role("button", name="电话和窗口").click()
    panel = page.get_by_role("dialog")
    expect(panel.get_by_role("link", name="拨打 12345")).to_have_attribute("href", "tel:12345")
    expect(panel).to_contain_text("工作日 9:00—17:00")
    expect(panel).to_contain_text("110、119、120")
    windows = httpx.get(f"{desktop.base}/api/site").json()["windows"]
    assert windows
    for window in windows:
        expect(panel).to_contain_text(window["name"])


def test_b35_outside_working_hours_the_form_says_when_it_is_taken_up(desktop: Visit) -> None:
    page = desktop.page
    at_night(desktop)
    desktop.open()
    page.get_by_role("button", name="提诉求").click()
    expect(page.locator(".closed-notice")).to_contain_text("现在是非工作时间")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="电话和窗口").click()
    expect(page.get_by_role("dialog")).to_contain_text("现在是非工作时间")


def test_b35_an_emergency_begins_with_the_numbers_to_call(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask("车间着火了有人受伤怎么办!!")
    expect(page.locator(".answer-text p").first).to_have_text(re.compile("^请先立即拨打 110、119、120 或 122"))
    for number in ("110", "119", "120", "122"):
        expect(page.get_by_role("link", name=f"拨打 {number}")).to_have_attribute("href", f"tel:{number}")


def test_b36_personal_data_is_masked_explained_and_asked_for_only_where_needed(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask("我的手机13900001234，身份证110101199003074514，跨境电商海外仓建设有补贴吗")
    page.reload()
    expect(page.locator(".bubble")).to_be_visible()
    text = page.content()
    assert "13900001234" not in text
    assert "110101199003074514" not in text
    page.locator(".exchange").last.locator(".actions .button.primary").click()
    expect(page.locator("#field-consent-hint")).to_contain_text("只给承办部门和回访使用")
    page.locator("input[value=anonymous]").check()
    expect(page.locator("#field-contact_phone")).to_have_count(0)
    expect(page.locator(".panel")).to_contain_text("匿名不留联系方式")


def test_b36_my_data_is_cleared_on_the_device_and_on_the_server(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask(FOUND)
    page.get_by_role("button", name="新对话").click()
    page.get_by_role("button", name="开始新对话").click()
    desktop.ask(NOT_FOUND)
    page.get_by_role("navigation", name="常用功能").get_by_role("button", name="提诉求").click()
    page.fill("#field-enterprise_name", "云岭星屿软件（示例）")
    page.keyboard.press("Escape")
    ids = [past["id"] for past in json.loads(page.evaluate("localStorage.getItem('youda.history')"))]
    assert len(ids) == 2
    page.get_by_role("button", name="历史对话").click()
    page.get_by_role("button", name="隐私说明和清除我的数据").click()
    page.get_by_role("button", name="清除我的数据", exact=True).click()
    expect(page.get_by_role("button", name="先不清除")).to_be_focused()
    page.get_by_role("dialog", name="清除我的数据？").get_by_role("button", name="清除我的数据").click()
    expect(page.locator(".toast")).to_have_text("已清除")
    assert [httpx.get(f"{desktop.base}/api/conversations/{each}").status_code for each in ids] == [404, 404]
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('youda.'))") == []
    page.get_by_role("button", name="提诉求").click()
    expect(page.locator("#field-enterprise_name")).to_have_value("")


def test_b37_that_answers_are_automatic_is_always_said_and_the_disclaimer_once(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    note = page.locator(".composer-note")
    expect(note).to_contain_text("回答由系统依据所列文件自动整理，以政策原文为准")
    desktop.ask(FOUND)
    desktop.ask("单项冠军第一次评上给多少奖金啊")
    expect(note).to_be_visible()
    expect(page.get_by_text("仅供参考，以主管部门解释和正式文件为准")).to_have_count(1)
    for made in page.locator(".made").all_inner_texts():
        assert re.search(r"\d+月\d+日 \d+:\d+ 生成", made)
    expect(page.locator(".made")).to_have_count(2)
