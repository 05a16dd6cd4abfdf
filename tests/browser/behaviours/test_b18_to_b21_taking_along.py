"""Behaviours 18 to 21: copying, printing, exporting, and saying whether it helped."""

from __future__ import annotations

import io
from pathlib import Path

import httpx
import pypdfium2
import pytest
from docx import Document
from playwright.sync_api import Browser, expect

from tests.browser.chat_pages import FOUND, Visit, visit

pytestmark = pytest.mark.browser


def test_b18_an_answer_is_copied_with_its_sources(browser: Browser, live_server: str) -> None:
    with visit(browser, live_server) as opened:
        page = opened.page
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        opened.open()
        opened.ask(FOUND)
        page.get_by_role("button", name="复制").click()
        expect(page.locator(".toast")).to_have_text("已复制回答和依据")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith(FOUND)
        assert "依据：" in copied
        assert "云高管规〔2025〕3号" in copied
        assert f"{live_server}/doc/" in copied
        assert "**" not in copied


def test_b19_one_answer_is_printed_with_citations_date_and_disclaimer(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask("单项冠军第一次评上给多少奖金啊")
    desktop.ask(FOUND)
    page.evaluate("window.print = () => { window.printed = document.querySelectorAll('.exchange.printed').length }")
    page.get_by_role("button", name="打印").last.click()
    assert page.evaluate("window.printed") == 1
    page.locator(".exchange").first.evaluate("el => el.classList.add('printed')")
    page.evaluate("document.documentElement.classList.add('printing')")
    pdf = pypdfium2.PdfDocument(page.pdf())
    words = "".join(sheet.get_textpage().get_text_bounded() for sheet in pdf).replace(" ", "")
    assert "单项冠军第一次评上给多少奖金啊" in words
    assert FOUND not in words, "only the answer that was asked for is printed"
    assert "核对至" in words
    assert "以主管部门解释和正式文件为准" in words
    assert "发送" not in words


def test_b19_an_answer_is_exported_as_a_word_file(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask(FOUND)
    quote = page.locator(".card-quote").first.inner_text().strip("“”")
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 Word").click()
    assert download.value.suggested_filename.endswith(".docx")
    content = Path(download.value.path()).read_bytes()
    words = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)
    assert quote[:20] in words
    assert "云高管规〔2025〕3号" in words
    assert "以主管部门解释和正式文件为准" in words


def test_b20_feedback_asks_why_is_editable_and_stored_once(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask(FOUND)
    with page.expect_response(lambda response: response.url.endswith("/feedback")) as answered:
        page.get_by_role("button", name="没用").click()
    assert answered.value.status == 204
    assert answered.value.request.method == "PUT"
    page.get_by_label("不完整").check()
    page.get_by_label("补充说明").fill("没有说期限")
    with page.expect_request(lambda request: request.url.endswith("/feedback")) as sent:
        page.get_by_role("button", name="提交评价").click()
    assert '"incomplete"' in (sent.value.post_data or "")
    assert "没有说期限" in (sent.value.post_data or "")
    expect(page.locator(".toast")).to_contain_text("已记录")
    with page.expect_response(lambda response: response.url.endswith("/feedback")) as changed:
        page.get_by_role("button", name="有用").click()
    assert changed.value.url == answered.value.url
    expect(page.get_by_role("button", name="没用")).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".reasons")).to_have_count(0)


def test_b21_a_conversation_is_rated_with_stars_that_can_be_changed_or_skipped(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    desktop.ask(FOUND)
    stars = page.get_by_role("group", name="对这次对话满意吗？")
    expect(stars).to_have_count(0)
    desktop.ask("需要哪些材料？")
    stars.get_by_role("button", name="2 星").click()
    expect(page.locator(".rate-chat")).to_contain_text("您评了 2 星")
    page.get_by_role("button", name="修改评价").click()
    stars.get_by_role("button", name="5 星").click()
    expect(page.locator(".rate-chat")).to_contain_text("您评了 5 星")
    conversation = page.evaluate("localStorage.getItem('youda.conversation')")
    assert httpx.get(f"{desktop.base}/api/conversations/{conversation}").json()["stars"] == 5
    page.reload()
    expect(page.locator(".rate-chat")).to_contain_text("您评了 5 星")
    page.get_by_role("button", name="修改评价").click()
    page.get_by_role("button", name="不评价").click()
    expect(page.locator(".rate-chat")).to_have_count(0)
