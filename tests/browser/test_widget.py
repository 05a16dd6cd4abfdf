"""The chat page inside another site's page: two origins, a strict policy, blocked storage (behaviours 7, 8, 38)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, Route, expect

from tests.browser.chat_pages import FOUND, MOBILE, NOT_FOUND, Visit, small_targets, violations, visit
from tests.browser.host_site import NAME, HostSite

pytestmark = pytest.mark.browser
expect.set_options(timeout=15_000)  # the machine may be busy; nothing here is about speed

DONE = ".exchange .tools"


@pytest.fixture
def at_host(browser: Browser, host: HostSite) -> Iterator[Visit]:
    with visit(browser, host.origin) as opened:
        visit_host(opened)
        yield opened


def visit_host(opened: Visit) -> None:
    opened.open()
    expect(button_of(opened.page)).to_be_visible()


def button_of(page: Page) -> Any:
    return page.get_by_role("button", name=re.compile("问答"))


def frame_of(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def ask(page: Page, question: str, *, answers: int = 1) -> None:
    frame_of(page).locator("#composer").fill(question)
    frame_of(page).locator("#composer").press("Enter")
    expect(frame_of(page).locator(DONE)).to_have_count(answers, timeout=20_000)


def wait_until(page: Page, condition: str) -> None:
    """Wait for a condition; Playwright's own way needs eval, which the host's policy forbids."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never came true: {condition}")


def wait_for_scroll(page: Page, place: int) -> None:
    wait_until(page, f"scrollY === {place}")


def test_38_a_real_button_opens_and_closes_the_widget_by_keyboard(at_host: Visit) -> None:
    page = at_host.page
    button = page.get_by_role("button", name=NAME)
    expect(button).to_have_attribute("aria-expanded", "false")
    assert page.locator("iframe").count() == 0
    button.focus()
    page.keyboard.press("Enter")
    expect(frame_of(page).locator("#composer")).to_be_focused()
    page.keyboard.type("首次贷款贴息")
    page.keyboard.press("Escape")
    expect(page.locator("iframe")).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("iframe")).to_be_visible()
    frame_of(page).get_by_role("button", name="收起").click()
    expect(button).to_be_focused()


def test_38_axe_finds_nothing_on_the_host_page_closed_and_open(at_host: Visit) -> None:
    page = at_host.page
    assert violations(page) == []
    button_of(page).click()
    expect(frame_of(page).locator(".entries")).to_be_visible()
    assert violations(page) == []


def test_38_name_and_colour_are_those_of_the_site_and_the_hosts_style_stays_out(at_host: Visit) -> None:
    page = at_host.page
    color = "e => getComputedStyle(e).backgroundColor"
    assert button_of(page).evaluate(color) == "rgb(138, 28, 28)"
    assert button_of(page).evaluate("e => getComputedStyle(e).transform") == "none"
    button_of(page).click()
    frame = frame_of(page)
    expect(frame.locator(".brand-name")).to_have_text(NAME)
    expect(frame.locator(".button.primary").first).to_have_css("background-color", "rgb(138, 28, 28)")
    assert page.locator("iframe").evaluate("e => getComputedStyle(e).borderTopStyle") == "solid"


def test_38_an_answer_that_comes_while_the_widget_is_closed_is_counted_on_its_button(at_host: Visit) -> None:
    page = at_host.page
    held: list[Route] = []
    page.route("**/api/chat", lambda route: held.append(route))
    button_of(page).click()
    frame = frame_of(page)
    frame.locator("#composer").fill(FOUND)
    frame.locator("#composer").press("Enter")
    expect(frame.locator(".skeleton")).to_be_visible()
    frame.get_by_role("button", name="收起").click()
    held[0].continue_()
    button = page.get_by_role("button", name=f"{NAME}，有 1 条新回答")
    expect(button).to_be_visible(timeout=20_000)
    expect(button.locator("i")).to_have_text("1")
    button.click()
    expect(frame.locator(DONE)).to_have_count(1)
    frame.get_by_role("button", name="收起").click()
    expect(page.get_by_role("button", name=NAME, exact=True)).to_be_visible()


def test_38_on_a_phone_it_fills_the_screen_and_ends_where_the_soft_keyboard_begins(
    browser: Browser, host: HostSite
) -> None:
    with visit(browser, host.origin, size=MOBILE, touch=True) as opened:
        page = opened.page
        page.add_init_script(
            """if (window === top) {
              const view = Object.assign(new EventTarget(), {height: 844, offsetTop: 0, scale: 1});
              Object.defineProperty(window, 'visualViewport', {value: view});
            }"""
        )
        visit_host(opened)
        button_of(page).tap()
        frame = page.locator("iframe")
        expect(frame_of(page).locator("#composer")).to_be_visible()
        assert frame.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
        ask(page, FOUND)
        page.evaluate("Object.assign(visualViewport, {height: 420, offsetTop: 60})")
        page.evaluate("visualViewport.dispatchEvent(new Event('resize'))")
        assert frame.bounding_box() == {"x": 0, "y": 60, "width": 390, "height": 420}
        composer = frame_of(page).locator("#composer")
        expect(composer).to_be_in_viewport(ratio=1)
        box = composer.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 480
        page.evaluate("Object.assign(visualViewport, {height: 844, offsetTop: 0})")
        page.evaluate("visualViewport.dispatchEvent(new Event('resize'))")
        assert frame.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}


def test_38_targets_in_the_widget_are_at_least_44_pixels(browser: Browser, host: HostSite) -> None:
    with visit(browser, host.origin, size=MOBILE, touch=True) as opened:
        visit_host(opened)
        box = button_of(opened.page).bounding_box()
        assert box["height"] >= 44
        button_of(opened.page).tap()
        ask(opened.page, FOUND)
        assert small_targets(opened.page.frames[-1], 44) == []  # type: ignore[arg-type]  # frames evaluate alike


@pytest.mark.parametrize("size", [{"width": 1280, "height": 500}, MOBILE], ids=["desktop", "phone"])
def test_38_the_host_page_scrolls_as_before(browser: Browser, host: HostSite, size: dict[str, int]) -> None:
    with visit(browser, host.origin, size=size) as opened:
        page = opened.page
        visit_host(opened)
        page.mouse.move(100, 200)
        page.mouse.wheel(0, 120)
        wait_for_scroll(page, 120)
        button_of(page).click()
        expect(frame_of(page).locator("#composer")).to_be_focused()
        if size is not MOBILE:
            page.mouse.wheel(0, 60)
            wait_for_scroll(page, 180)
            page.mouse.wheel(0, -60)
            wait_for_scroll(page, 120)
        page.keyboard.press("Escape")
        expect(page.locator("iframe")).to_be_hidden()
        assert page.evaluate("scrollY") == 120
        page.mouse.wheel(0, -120)
        wait_for_scroll(page, 0)


def test_38_the_host_page_may_open_close_and_ask(at_host: Visit) -> None:
    page = at_host.page
    page.evaluate(f"YOUDA.ask('{FOUND}')")
    expect(frame_of(page).locator(DONE)).to_have_count(1, timeout=20_000)
    page.evaluate("YOUDA.close()")
    expect(page.locator("iframe")).to_be_hidden()
    page.evaluate("YOUDA.open()")
    expect(page.locator("iframe")).to_be_visible()
    page.reload()
    page.evaluate(f"YOUDA.ask('{NOT_FOUND}')")
    expect(frame_of(page).locator(DONE)).to_have_count(2, timeout=20_000)
    assert frame_of(page).locator(".bubble").all_inner_texts()[1].endswith(NOT_FOUND)


def test_38_what_the_host_asks_while_an_answer_is_on_its_way_waits_in_the_composer(at_host: Visit) -> None:
    page = at_host.page
    held: list[Route] = []
    page.route("**/api/chat", lambda route: held.append(route))
    page.evaluate(f"YOUDA.ask('{FOUND}')")
    expect(frame_of(page).locator(".skeleton")).to_be_visible()
    page.evaluate(f"YOUDA.ask('{NOT_FOUND}')")
    expect(frame_of(page).locator("#composer")).to_have_value(NOT_FOUND)
    held[0].continue_()
    expect(frame_of(page).locator(DONE)).to_have_count(1, timeout=20_000)
    assert len(held) == 1


def test_38_words_of_other_windows_are_no_messages(at_host: Visit) -> None:
    page = at_host.page
    button_of(page).click()
    ask(page, FOUND)
    kept = page.evaluate("localStorage.getItem('youda.session')")
    page.evaluate(
        """() => {
          for (const type of ['close', 'ready']) window.postMessage({youda: 1, type}, '*');
          window.postMessage({youda: 1, type: 'session', session: 'evil'}, '*');
          return new Promise(resolve => setTimeout(resolve, 200));
        }"""
    )
    expect(page.locator("iframe")).to_be_visible()
    assert page.evaluate("localStorage.getItem('youda.session')") == kept


def test_38_a_site_that_is_not_registered_gets_the_full_page_instead(
    browser: Browser, host: HostSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(host, "snippet", host.snippet.replace(f'data-site="{host.id}"', 'data-site="stranger"'))
    with visit(browser, host.origin) as opened:
        page = opened.page
        visit_host(opened)
        page.evaluate(f"YOUDA.ask('{FOUND}')")
        button = page.get_by_role("button", name=f"{NAME}（在新页面打开）")
        expect(button).to_be_visible(timeout=10_000)
        assert page.locator("iframe").count() == 0
        with page.expect_popup() as opening:
            button.click()
        expect(opening.value.locator("#composer")).to_have_value(FOUND)
        assert opening.value.evaluate("window.opener") is None
        opened.errors.clear()  # the refusal is logged


def test_07_a_draft_survives_closing_the_widget(at_host: Visit) -> None:
    page = at_host.page
    button_of(page).click()
    frame_of(page).locator("#composer").fill("还没写完的问题")
    frame_of(page).get_by_role("button", name="收起").click()
    button_of(page).click()
    expect(frame_of(page).locator("#composer")).to_have_value("还没写完的问题")


def test_08_a_conversation_resumes_in_a_cross_site_frame_with_storage_blocked(at_host: Visit) -> None:
    page = at_host.page
    button_of(page).click()
    ask(page, FOUND)
    ask(page, NOT_FOUND, answers=2)
    assert _storage_is_blocked(page)
    kept = page.evaluate("({...localStorage})")
    assert list(kept) == ["youda.session"]
    assert re.fullmatch(r"cnv_[\w-]{32}", kept["youda.session"])
    page.reload()
    button_of(page).click()
    expect(frame_of(page).locator(DONE)).to_have_count(2)
    ask(page, FOUND, answers=3)
    assert page.evaluate("localStorage.getItem('youda.session')") == kept["youda.session"]


def test_08_an_id_that_opens_nothing_any_more_is_forgotten_by_the_host(at_host: Visit) -> None:
    page = at_host.page
    page.evaluate("localStorage.setItem('youda.session', 'cnv_' + 'x'.repeat(32))")
    button_of(page).click()
    expect(frame_of(page).locator("#composer")).to_be_focused()
    wait_until(page, "localStorage.getItem('youda.session') === null")
    at_host.errors.clear()  # the browser logs the 404
    ask(page, FOUND)
    assert page.evaluate("localStorage.getItem('youda.session')").startswith("cnv_")


def test_08_the_full_page_goes_on_with_the_widgets_conversation(at_host: Visit, host: HostSite) -> None:
    page = at_host.page
    button_of(page).click()
    ask(page, FOUND)
    with page.expect_popup() as opening:
        frame_of(page).get_by_role("link", name=re.compile("新页面")).click()
    expect(opening.value.locator(DONE)).to_have_count(1)
    assert opening.value.url.endswith(f"/?site={host.id}")


def test_the_demo_page_is_a_host_page_under_a_strict_policy(browser: Browser, live_server: str) -> None:
    with visit(browser, live_server) as opened:
        page = opened.page
        reply = page.goto(f"{live_server}/ui/loader/demo.html")
        assert reply is not None
        assert "unsafe" not in reply.headers["content-security-policy"]
        assert violations(page) == []
        button_of(page).click()
        ask(page, FOUND)


def _storage_is_blocked(page: Page) -> bool:
    frame = page.frames[-1]
    blocked: bool = frame.evaluate("(() => { try { return !localStorage } catch (error) { return true } })()")
    return blocked
