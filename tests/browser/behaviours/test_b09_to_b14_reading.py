"""Behaviours 9 to 14: conversations kept, citations, originals, deep links, what has expired."""

from __future__ import annotations

import json
import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.chat_pages import FOUND, MOBILE, NOT_FOUND, Visit

pytestmark = pytest.mark.browser

_QUESTIONS = Path(__file__).parents[3] / "ingest" / "sample" / "questions.jsonl"
_IN_TABLE = "去欧洲参加展会，人员往返交通费每人补多少"


def old_document(base: str) -> str:
    """The address of a document of the sample base that another one replaced."""
    answer = httpx.post(f"{base}/api/chat", json={"question": FOUND}, timeout=60).json()
    body = httpx.get(f"{base}/api/documents/{answer['citations'][0]['document_id']}").json()["body"]
    assert "同时废止" in body or "废止" in body
    hits = httpx.get(f"{base}/api/suggestions", params={"q": "贷款贴息管理办法"}).json()
    assert all("2022" not in hit["text"] for hit in hits), "what no longer holds is not suggested"
    answer = httpx.post(f"{base}/api/chat", json={"question": "2022年的贷款贴息比例是多少？"}, timeout=60).json()
    found = [each for each in answer["citations"] if each["status"] != "published"]
    assert found, answer["text"]
    return str(found[0]["url"])


def test_b09_a_new_conversation_is_confirmed_and_the_old_one_stays_in_the_list(mobile: Visit) -> None:
    page = mobile.page
    mobile.open()
    mobile.ask(FOUND)
    page.get_by_role("button", name="菜单").click()
    page.get_by_role("button", name="新对话").click()
    expect(page.get_by_role("button", name="继续当前对话")).to_be_focused()
    page.get_by_role("button", name="开始新对话").click()
    expect(page.locator(".exchange")).to_have_count(0)
    page.get_by_role("button", name="菜单").click()
    page.get_by_role("button", name="历史对话").click()
    page.locator(".history button").first.click()
    expect(page.locator(".exchange .tools")).to_have_count(1)


def test_b10_a_citation_chip_is_named_and_previews_its_quotation(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask(FOUND)
    chip = page.locator(".answer-text a.chip").first
    assert re.match(r"依据 1：《.+》第.+条", chip.get_attribute("aria-label") or "")
    preview = chip.locator(".preview")
    expect(preview).to_be_hidden()
    chip.focus()
    expect(preview).to_be_visible()
    quote = page.locator(".card-quote").first.inner_text()
    assert quote.strip("“”")[:12] in preview.inner_text()
    chip.blur()
    chip.hover()
    expect(preview).to_be_visible()


def test_b11_a_click_opens_the_original_at_the_words_that_were_quoted(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask(FOUND)
    chip = page.locator(".answer-text a.chip").first
    quote = page.locator(".card-quote").first.inner_text().strip("“”")
    chip.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".clause-target")).to_be_in_viewport()
    marked = "".join(page.locator(".clause-target mark").all_inner_texts())
    assert marked.replace(" ", "") == quote.replace("\n", "").replace(" ", "")
    expect(page.locator(".panel .badge")).to_contain_text("现行有效")
    for fact in ("文号", "发文机关", "施行", "版本"):
        expect(page.locator(".panel .facts")).to_contain_text(fact)
    expect(page.locator(".panel .sources a").first).to_have_text("下载原件")
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_have_count(0)
    expect(chip).to_be_focused()


def test_b11_on_a_phone_the_clause_covers_the_page_and_the_back_button_closes_it(mobile: Visit) -> None:
    page = mobile.page
    mobile.open()
    mobile.ask(FOUND)
    page.locator(".card").first.click()
    panel = page.locator(".panel")
    expect(panel).to_be_visible()
    assert panel.evaluate("el => el.offsetWidth") == MOBILE["width"]
    assert page.locator("#main").get_attribute("inert") is not None
    page.go_back()
    expect(panel).to_have_count(0)
    expect(page.locator(".exchange")).to_have_count(1)


def test_b11_a_table_is_shown_as_a_table_with_the_quoted_cells_marked(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask(_IN_TABLE)
    page.locator(".card").first.click()
    table = page.locator(".original-table table").first
    expect(table.locator("th").first).to_have_text("展会所在地区")
    expect(table.locator("tr", has_text="欧洲").locator("td").last).to_have_text("7000")
    assert "|" not in table.inner_text()


def test_b12_a_link_to_a_clause_opens_it_and_the_back_button_leaves_it(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask(FOUND)
    address = page.locator(".card").first.get_attribute("href")
    assert address is not None
    label = page.locator(".card b").first.inner_text()
    desktop.open(address)
    expect(page.locator(".clause-target")).to_be_in_viewport()
    desktop.open(f"{address.split('?')[0]}#{label}")
    expect(page.locator(".clause-target")).to_contain_text(label)
    expect(page.locator("h1")).not_to_be_empty()
    page.get_by_role("button", name="返回问答").click()
    expect(page.locator("#composer")).to_be_visible()
    page.go_back()
    expect(page.locator(".clause-target")).to_contain_text(label)


def test_b13_every_statement_is_cited_or_the_answer_says_that_there_is_no_basis(desktop: Visit) -> None:
    page = desktop.page
    rows = [json.loads(line) for line in _QUESTIONS.read_text("utf-8").splitlines()]
    desktop.open()
    based = 0
    for row in [row for row in rows if row["id"] in ("q01", "q11", "q16", "q22", "q23", "q31", "q40")]:
        desktop.ask(row["question"])
        exchange = page.locator(".exchange").last
        if exchange.locator(".plain-heading").count():
            expect(exchange).to_contain_text("知识库中暂无依据")
            expect(exchange.get_by_role("button", name="提交诉求")).to_be_visible()
            continue
        based += 1
        bare = exchange.locator(".answer-text").evaluate(
            "el => [...el.querySelectorAll('p, li')].filter(e => !e.querySelector('a.chip')).map(e => e.textContent)"
        )
        assert bare == [], row["question"]
    assert based >= 4


def test_b14_an_old_document_warns_and_leads_to_the_one_in_force(desktop: Visit) -> None:
    page = desktop.page
    desktop.open(old_document(desktop.base))
    expect(page.locator(".badge").first).to_contain_text(re.compile("替代|失效"))
    warning = page.locator(".document-warning")
    expect(warning).to_be_visible()
    warning.get_by_role("link").click()
    expect(page.locator(".badge").first).to_contain_text("现行有效")


def test_b14_an_answer_from_an_old_document_marks_its_citations(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask("2022年的贷款贴息比例是多少？")
    expect(page.locator(".answer-text a.chip.old").first).to_have_text(re.compile("^!1"))
    expect(page.locator(".assurance")).to_contain_text("不是现行文件")


def test_b13_without_a_basis_nothing_looks_like_one(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask(NOT_FOUND)
    expect(page.locator(".plain-heading")).to_have_text("知识库中暂无依据")
    expect(page.locator(".assurance")).to_have_count(0)
    expect(page.locator(".answer-text a.chip")).to_have_count(0)
