"""What people and networks do to the page that nobody asked them to."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chat_pages import FOUND, Visit, slow_down, visit

pytestmark = pytest.mark.browser


def test_fifty_kilobytes_pasted_get_a_sentence_and_the_page_stays_usable(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    page.fill("#composer", "长" * 50_000)
    page.press("#composer", "Enter")
    expect(page.locator(".exchange .tools")).to_have_count(1, timeout=20_000)
    expect(page.locator(".answer-text")).to_contain_text("超过 2000 字")
    desktop.ask(FOUND)


def test_words_that_look_like_markup_stay_words(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask('<img src=x onerror="window.hit=1"> [x](javascript:alert(1)) 有补贴吗')
    expect(page.locator(".bubble")).to_contain_text("<img src=x")
    assert page.locator(".exchange img").count() == 0
    page.locator(".exchange").last.get_by_role("button", name="提交诉求").click()
    expect(page.locator("#field-title")).to_have_value(
        '<img src=x onerror="window.hit=1"> [x](javascript:alert(1))'[:50]
    )
    assert page.evaluate("window.hit") is None


def test_scripts_in_a_document_are_shown_as_text(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask(FOUND)
    evil = '<script>window.hit=1</script><img src=x onerror="window.hit=1">'

    def poison(route) -> None:  # type: ignore[no-untyped-def]
        document = route.fetch().json()
        route.fulfill(json=document | {"body": document["body"] + evil, "title": evil})

    page.route("**/api/documents/**", poison)
    page.locator(".card").first.click()
    expect(page.locator(".panel h2")).to_have_text(evil)
    assert page.locator(".panel img").count() == 0
    assert page.evaluate("window.hit") is None


def test_a_double_click_on_send_asks_once(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    page.fill("#composer", FOUND)
    page.get_by_role("button", name="发送").dblclick()
    expect(page.locator(".exchange .tools")).to_have_count(1, timeout=20_000)
    expect(page.locator(".exchange")).to_have_count(1)


def test_two_tabs_share_one_conversation_without_losing_a_turn(desktop: Visit) -> None:
    desktop.open()
    desktop.ask(FOUND)
    other = Visit(desktop.page.context.new_page(), desktop.base, desktop.errors)
    other.open()
    expect(other.page.locator(".exchange .tools")).to_have_count(1)
    other.ask("需要哪些材料？")
    expect(desktop.page.locator(".exchange .tools")).to_have_count(2)
    desktop.ask("申请期限是多久？")
    desktop.page.reload()
    expect(desktop.page.locator(".exchange .tools")).to_have_count(3)


def test_a_conversation_that_is_gone_and_a_forged_visitor_begin_anew(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask(FOUND)
    conversation = page.evaluate("localStorage.getItem('youda.conversation')")
    httpx.delete(f"{desktop.base}/api/conversations/{conversation}").raise_for_status()
    page.context.add_cookies([{"name": "youda_visitor", "value": "expired", "url": desktop.base}])
    page.reload()
    expect(page.locator(".entries")).to_be_visible()
    desktop.ask(FOUND)
    desktop.errors.clear()  # the 404 of the conversation


def test_a_server_that_is_gone_in_mid_answer_fails_readably_and_retry_works(desktop: Visit) -> None:
    page = desktop.page
    slow_down(page, pause_ms=300)
    page.add_init_script("window.setTimeout = ((real) => (run, ms) => real(run, Math.min(ms, 300)))(window.setTimeout)")
    desktop.open()
    page.fill("#composer", FOUND)
    page.press("#composer", "Enter")
    expect(page.locator(".answer-text")).not_to_be_empty()
    page.route("**/api/chat", lambda route: route.abort("connectionrefused"))
    page.evaluate("window.breakOff()")
    expect(page.locator(".failure")).to_contain_text("您的问题已保留", timeout=20_000)
    page.unroute("**/api/chat")
    page.get_by_role("button", name="重试").click()
    expect(page.locator(".exchange .tools")).to_have_count(1, timeout=30_000)
    desktop.errors.clear()


def test_a_clock_that_is_wrong_by_a_day_changes_no_date(browser: Browser, live_server: str) -> None:
    shown = []
    for days in (0, -1, 1):
        with visit(browser, live_server) as opened:
            now = httpx.get(f"{live_server}/api/site").json()["today"]
            opened.page.clock.set_system_time(f"{now}T08:00:00Z") if not days else opened.page.clock.install(
                time=_moved(now, days)
            )
            opened.open()
            opened.ask(FOUND)
            shown.append(opened.page.locator(".checked").inner_text())
    assert len(set(shown)) == 1


def _moved(day: str, days: int) -> str:
    from datetime import date

    return f"{date.fromisoformat(day) + timedelta(days=days)}T08:00:00Z"


def test_blocked_storage_costs_nothing_but_memory(desktop: Visit) -> None:
    page = desktop.page
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    desktop.open()
    desktop.ask(FOUND)
    page.get_by_role("button", name="历史对话").click()
    expect(page.locator(".history button")).to_have_count(1)


def test_the_page_asks_nobody_else_for_anything(desktop: Visit) -> None:
    page = desktop.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    desktop.open()
    desktop.ask(FOUND)
    page.locator(".card").first.click()
    expect(page.locator(".clause-target")).to_be_visible()
    assert [url for url in asked if not url.startswith((desktop.base, "data:", "blob:"))] == []
