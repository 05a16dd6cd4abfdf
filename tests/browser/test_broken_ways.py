"""Behaviours 5 to 8: nothing a reader wrote or was shown is lost, whatever happens to the way to the server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.chat_pages import FOUND, NOT_FOUND, Visit, visit
from tests.browser.sample_server import SampleServer
from tests.support.chat_answers import QUESTION, joined, sentence
from tests.support.chat_server import ChatServer, chat_server, says, stalls_after

pytestmark = pytest.mark.browser
expect.set_options(timeout=15_000)  # the machine may be busy; nothing here is about speed

DONE = ".exchange .tools"


@pytest.fixture
def opened(browser: Browser, live_server: str) -> Iterator[Visit]:
    with visit(browser, live_server) as opened:
        opened.open()
        yield opened
        opened.errors.clear()  # a refused request is what these tests are about


@pytest.fixture(scope="module")
def model() -> Iterator[ChatServer]:
    with chat_server() as model:
        yield model


@pytest.fixture(scope="module")
def mortal(tmp_path_factory: pytest.TempPathFactory, model: ChatServer) -> Iterator[SampleServer]:
    """A server of these tests alone, to be killed; its chat model says what a test tells it to."""
    server = SampleServer(
        tmp_path_factory.mktemp("mortal"),
        YOUDA_CHAT_MODEL_URL=model.url,
        YOUDA_CHAT_MODEL_NAME="m",
        YOUDA_CHAT_MODEL_FIRST_TOKEN_SECONDS="60",
        YOUDA_CHAT_MODEL_BETWEEN_TOKENS_SECONDS="60",
        YOUDA_CHAT_MODEL_TOTAL_SECONDS="120",
        YOUDA_EVIDENCE_THRESHOLD="0",
    )
    server.start()
    yield server
    server.kill()


@pytest.fixture
def at_mortal(browser: Browser, mortal: SampleServer) -> Iterator[Visit]:
    with visit(browser, mortal.url) as opened:
        opened.open()
        yield opened
        opened.errors.clear()


def send(page: Page, question: str) -> None:
    page.fill("#composer", question)
    page.press("#composer", "Enter")


def shown(page: Page) -> str:
    return page.locator(".answer-text").last.inner_text()


def stored_questions(page: Page, base: str) -> list[str]:
    """The questions of the page's conversation as the server has them."""
    conversation = page.evaluate("localStorage.getItem('youda.conversation')")
    messages = httpx.get(f"{base}/api/conversations/{conversation}").json()["messages"]
    return [message["question"] for message in messages]


@pytest.mark.parametrize("kept", [1, 12, 14, -1], ids=["a step", "first words", "more words", "all but the end"])
def test_05_a_broken_connection_is_resumed_without_lost_or_doubled_words(opened: Visit, kept: int) -> None:
    page = opened.page
    opened.ask(FOUND)
    whole = shown(page)
    asked_with: list[str | None] = []

    def break_once(route: Route) -> None:
        asked_with.append(route.request.headers.get("last-event-id"))
        if len(asked_with) > 1:
            route.continue_()
            return
        events = route.fetch().text().split("\n\n")
        route.fulfill(content_type="text/event-stream", body="\n\n".join(events[:-1][:kept]) + "\n\n")

    page.route("**/api/chat", break_once)
    opened.ask(FOUND)
    assert len(asked_with) == 2
    assert asked_with[1]
    assert shown(page) == whole
    assert stored_questions(page, opened.base) == [FOUND, FOUND]


def test_05_an_answer_the_server_lost_in_a_restart_is_made_anew(
    at_mortal: Visit, mortal: SampleServer, model: ChatServer
) -> None:
    page = at_mortal.page
    model.will(stalls_after(joined(sentence(1), sentence(2)), 300), says(joined(sentence(1), sentence(2))))
    send(page, QUESTION)
    expect(page.locator(".answer-body")).to_contain_text("150万元", timeout=20_000)
    mortal.kill()
    expect(page.get_by_role("alert")).to_contain_text("正在重新连接")
    mortal.start()
    expect(page.locator(DONE)).to_have_count(1, timeout=60_000)
    assert shown(page).count("150万元") == 1
    assert stored_questions(page, mortal.url) == [QUESTION]
    page.reload()
    expect(page.locator(DONE)).to_have_count(1)


def test_05_an_answer_stored_before_a_restart_is_finished_after_it(at_mortal: Visit, mortal: SampleServer) -> None:
    page = at_mortal.page

    def cut_and_kill(route: Route) -> None:
        events = route.fetch().text().split("\n\n")
        words = [event for event in events if "event: token" in event]
        mortal.kill()
        route.fulfill(content_type="text/event-stream", body="\n\n".join(words[:2]) + "\n\n")
        page.unroute("**/api/chat")

    page.route("**/api/chat", cut_and_kill)
    send(page, NOT_FOUND)
    expect(page.get_by_role("alert")).to_contain_text("正在重新连接")
    mortal.start()
    expect(page.locator(DONE)).to_have_count(1, timeout=60_000)
    assert shown(page).count("知识库中暂无依据") <= 1
    assert stored_questions(page, mortal.url) == [NOT_FOUND]


def test_06_without_a_network_the_question_is_kept_and_offered_when_it_is_back(opened: Visit) -> None:
    page = opened.page
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/api/chat") else None)
    page.context.set_offline(True)
    send(page, FOUND)
    expect(page.get_by_role("alert")).to_contain_text("没有网络，问题已保留")
    expect(page.locator("#composer")).to_have_value(FOUND)
    assert sent == []
    page.context.set_offline(False)
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_role("button", name="发送").click()
    expect(page.locator(DONE)).to_have_count(1, timeout=20_000)
    assert len(sent) == 1


def test_06_a_network_that_comes_back_in_mid_answer_is_used_at_once(opened: Visit) -> None:
    page = opened.page
    page.route("**/api/chat", lambda route: route.abort("internetdisconnected"))
    send(page, FOUND)
    expect(page.get_by_role("alert")).to_contain_text("正在重新连接")
    page.wait_for_timeout(8_000)  # by now it waits for 8 s between two tries
    page.unroute("**/api/chat")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator(DONE)).to_have_count(1, timeout=7_000)  # its next try by itself would be 8 s away


def test_07_a_draft_survives_a_reload_and_a_link_with_a_question_is_only_filled_in(opened: Visit) -> None:
    page = opened.page
    page.fill("#composer", "还没写完的问题")
    page.reload()
    expect(page.locator("#composer")).to_have_value("还没写完的问题")
    opened.open("/?site=demo&q=首次贷款贴息")
    expect(page.locator("#composer")).to_have_value("首次贷款贴息")
    expect(page.locator(".exchange")).to_have_count(0)
    page.fill("#composer", "首次贷款贴息怎么申请")
    page.reload()
    expect(page.locator("#composer")).to_have_value("首次贷款贴息怎么申请")
    assert page.url.endswith("/?site=demo")


def test_08_a_conversation_is_there_again_after_a_reload(opened: Visit) -> None:
    page = opened.page
    opened.ask(FOUND)
    opened.ask(NOT_FOUND)
    answers = page.locator(".exchange").all_inner_texts()
    page.reload()
    expect(page.locator(DONE)).to_have_count(2)
    assert page.locator(".exchange").all_inner_texts() == answers


_HOLD_BACK = """kept => {
  const fetched = window.fetch;
  window.fetch = async (path, init) => {
    if (!String(path).endsWith('/api/chat')) return fetched(path, init);
    const events = kept ? (await (await fetched(path, init)).text()).split(/(?<=\\n\\n)/) : [];
    document.body.dataset.held = 'yes';
    return new Response(new ReadableStream({
      start: (line) => events.slice(0, kept).forEach((event) => line.enqueue(new TextEncoder().encode(event))),
    }));
  };
}"""
"""Lets the page hear the first events of an answer, none where `kept` is 0, and then nothing for ever."""


@pytest.mark.parametrize("kept", [0, 1, 12], ids=["before a word", "after a step", "in mid-answer"])
@pytest.mark.parametrize("earlier", [0, 1], ids=["first", "second"])
def test_08_a_question_under_way_at_a_reload_is_answered_once(opened: Visit, kept: int, earlier: int) -> None:
    page = opened.page
    for _ in range(earlier):
        opened.ask(FOUND)
    page.evaluate(_HOLD_BACK, kept)
    send(page, NOT_FOUND)
    expect(page.locator("body[data-held]")).to_be_visible()
    if kept:
        expect(page.locator(".exchange").last.locator(".assurance")).not_to_have_text("正在查找依据")
    page.fill("#composer", "还没写完的问题")
    page.reload()
    expect(page.locator(DONE)).to_have_count(earlier + 1)
    assert stored_questions(page, opened.base) == [FOUND] * earlier + [NOT_FOUND]
    expect(page.locator("#composer")).to_have_value("还没写完的问题")
    page.reload()
    expect(page.locator(DONE)).to_have_count(earlier + 1)


def test_08_what_one_tab_waits_for_is_not_asked_by_another(opened: Visit) -> None:
    page = opened.page
    opened.ask(FOUND)
    page.evaluate(_HOLD_BACK, 0)
    send(page, NOT_FOUND)
    expect(page.locator("body[data-held]")).to_be_visible()
    second = page.context.new_page()
    second.goto(opened.base)
    expect(second.locator(DONE)).to_have_count(1)
    expect(second.locator("#composer")).to_have_value("")
    page.reload()
    expect(page.locator(DONE)).to_have_count(2)
    assert stored_questions(page, opened.base) == [FOUND, NOT_FOUND]


def test_08_an_expired_conversation_is_begun_anew_without_a_word(opened: Visit) -> None:
    page = opened.page
    page.evaluate("localStorage.setItem('youda.conversation', 'cnv_' + 'x'.repeat(32))")
    page.context.add_cookies([{"name": "youda_visitor", "value": "expired.visitor.id", "url": opened.base}])
    page.reload()
    expect(page.locator(".exchange")).to_have_count(0)
    opened.ask(FOUND)
    assert stored_questions(page, opened.base) == [FOUND]
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    assert cookies["youda_visitor"] != "expired.visitor.id"


@pytest.mark.parametrize("days", [-1, 1])
def test_08_a_clock_that_is_wrong_by_a_day_changes_nothing(opened: Visit, days: int) -> None:
    page = opened.page
    opened.ask(FOUND)
    bar = page.locator(".assurance").inner_text()
    page.clock.install(time=datetime.now() + timedelta(days=days))
    page.reload()
    expect(page.locator(DONE)).to_have_count(1)
    opened.ask(FOUND)
    assert page.locator(".assurance").all_inner_texts() == [bar, bar]


def test_08_two_tabs_on_one_conversation_show_the_same(opened: Visit) -> None:
    first = opened.page
    opened.ask(FOUND)
    second = first.context.new_page()
    second.goto(opened.base)
    expect(second.locator(DONE)).to_have_count(1)
    send(first, NOT_FOUND)
    send(second, QUESTION)
    for page in (first, second):
        expect(page.locator(DONE)).to_have_count(3, timeout=20_000)
    asked = stored_questions(first, opened.base)
    assert sorted(asked) == sorted([FOUND, NOT_FOUND, QUESTION])
    first.reload()
    expect(first.locator(DONE)).to_have_count(3)


def test_visitors_with_storage_blocked_can_ask_all_the_same(browser: Browser, live_server: str) -> None:
    with visit(browser, live_server) as opened:
        opened.page.add_init_script(
            "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"
        )
        opened.open()
        opened.ask(FOUND)
        opened.ask(NOT_FOUND)
        expect(opened.page.locator(DONE)).to_have_count(2)
