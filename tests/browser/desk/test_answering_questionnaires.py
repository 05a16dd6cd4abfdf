"""The page of a questionnaire: answered by keyboard alone, counted in the console, readable by everybody."""

from __future__ import annotations

from secrets import token_hex

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chat_pages import DESKTOP, MOBILE, Visit, overflow, small_targets, violations, visit
from tests.browser.staff_pages import OpenConsole, Passwords, picture
from tests.browser.staff_pages import violations as console_violations
from tests.support.staff import StaffMember

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]


@pytest.fixture
def path(live_server: str, staff_passwords: Passwords) -> str:
    """The path of the page of a questionnaire that is asked from now on."""
    title = f"惠企政策问卷{token_hex(3)}"
    with StaffMember(live_server, staff_passwords["ANA"]) as analyst:
        made = analyst.post(
            "/api/staff/questionnaires", title=title, topics=["贷款融资", "复工用工"], introduction="请如实填写。"
        )
    return f"/questionnaire/{made['id']}"


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the element that `wanted` matches has the focus."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"Tab never came to {wanted}")


def test_an_enterprise_answers_by_keyboard_and_the_console_counts_it(
    desktop: Visit, path: str, console: OpenConsole
) -> None:
    number = path.rpartition("/")[2]
    analyst = console("ANA", f"/questionnaires/{number}")
    invitation = analyst.get_by_role("region", name="答卷链接")
    link = invitation.get_by_role("link")
    expect(link).to_have_attribute("href", f"{desktop.base}{path}")
    analyst.context.grant_permissions(["clipboard-read", "clipboard-write"])
    invitation.get_by_role("button", name="复制链接").click()
    expect(analyst.get_by_text("链接已复制")).to_be_visible()
    assert analyst.evaluate("navigator.clipboard.readText()") == f"{desktop.base}{path}"
    expect(invitation.locator("svg path").first).to_be_attached()
    assert console_violations(analyst) == []
    picture(analyst, "questionnaire-link")

    page = desktop.page
    desktop.open(path)
    tab_to(page, "input[name=topic]")
    page.keyboard.press("Enter")  # the form is sent, and no button that changes the looks is pressed
    expect(page.get_by_role("alert")).to_have_text("有 2 项需要更正。")
    expect(page.locator("html")).not_to_have_class("care care-0")
    expect(page.get_by_role("radiogroup", name="您要评价的是哪一方面？")).to_have_accessible_description(
        "请从所列主题中选择一项。"
    )
    assert page.evaluate("document.activeElement.name") == "topic"
    assert violations(page) == []
    picture(page, "questionnaire-wrong")
    assert "status of 422" in desktop.errors.pop()  # as the browser notes of every refusal
    page.keyboard.press("ArrowDown")
    tab_to(page, "input[name=score]")
    page.keyboard.press("Space")
    tab_to(page, "select")
    page.keyboard.press("End")
    tab_to(page, "textarea")
    page.keyboard.type("办得很快 <b>")
    tab_to(page, "button.primary")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="已收到您的答卷，谢谢您的意见。")).to_be_visible()
    assert violations(page) == []
    picture(page, "questionnaire-thanks")

    analyst.reload()
    expect(analyst.locator(".figure", has_text="答卷数")).to_contain_text("1")
    expect(analyst.get_by_role("region", name="意见和建议")).to_contain_text("办得很快 <b>")
    topics = analyst.get_by_role("region", name="按主题")
    topics.get_by_text("数据表", exact=True).click()
    expect(topics.get_by_role("row", name="复工用工")).to_have_text("复工用工15.00")


@pytest.mark.parametrize("size", [DESKTOP, MOBILE], ids=["desktop", "mobile"])
def test_the_page_is_readable_in_every_look_and_keeps_what_was_chosen(
    browser: Browser, live_server: str, path: str, size: dict[str, int]
) -> None:
    with visit(browser, live_server, size=size, touch=size is MOBILE) as opened:
        page = opened.page
        opened.open(path)
        page.get_by_label("意见或建议").fill("不会丢")
        found = {"plain": (violations(page), small_targets(page, 44), max(overflow(page), 0))}
        picture(page, f"questionnaire-{size['width']}")
        page.get_by_role("button", name="高对比").click()
        expect(page.get_by_role("button", name="高对比")).to_have_attribute("aria-pressed", "true")
        found["contrast"] = (violations(page), small_targets(page, 44), max(overflow(page), 0))
        page.get_by_role("button", name="繁體").click()
        expect(page.get_by_role("button", name="提交答卷")).to_be_visible()
        expect(page.get_by_text("您的評價是")).to_be_visible()
        found["traditional"] = (violations(page), small_targets(page, 44), max(overflow(page), 0))
        page.get_by_role("button", name="關懷版").click()
        page.get_by_role("button", name="字大").click()
        page.get_by_role("button", name="字大").click()
        expect(page.get_by_label("意見或建議")).to_have_value("不会丢")
        assert page.locator("textarea").evaluate("el => getComputedStyle(el).fontSize") == "30px"
        found["care"] = (violations(page), small_targets(page, 60), max(overflow(page), 0))
        picture(page, f"questionnaire-care-{size['width']}")
        assert {name: each for name, each in found.items() if each != ([], [], 0)} == {}
        page.goto(f"{live_server}/")  # the chat page and this one look alike to the same reader
        expect(page.locator("html.care.contrast:lang(zh-Hant)")).to_be_attached()
        page.goto(f"{live_server}{path}")
        expect(page.locator("html.care.care-2.contrast:lang(zh-Hant)")).to_be_attached()
