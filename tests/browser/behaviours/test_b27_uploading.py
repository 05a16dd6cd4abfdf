"""Behaviour 27: a notice as picture, PDF or Word file is read and asked about."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document
from PIL import Image
from playwright.sync_api import FilePayload, expect

from ingest.readers.ocr import is_installed
from tests.browser.chat_pages import Visit

pytestmark = pytest.mark.browser

_SAMPLE = Path(__file__).parents[3] / "ingest" / "sample" / "documents"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def attach(opened: Visit, *files: str | FilePayload) -> None:
    opened.page.locator("input[type=file]").set_input_files(*files)


def notice(*lines: str) -> FilePayload:
    document, file = Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(file)
    return {"name": "通知.docx", "mimeType": _WORD, "buffer": file.getvalue()}


def picture(name: str = "公示.png", colour: str = "white") -> FilePayload:
    file = io.BytesIO()
    Image.new("RGB", (320, 200), colour).save(file, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": file.getvalue()}


def test_b27_a_published_notice_is_recognised_and_asked_about(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    attach(desktop, str(_SAMPLE / "first-loan-interest-subsidy-2025.pdf"))
    attached = page.get_by_role("group", name="上传的文件")
    expect(attached).to_contain_text("这是知识库中的文件", timeout=60_000)
    expect(attached.get_by_role("link")).to_have_text("《云岭高新区中小企业首次贷款贴息实施办法》")
    desktop.ask("贴息比例是多少？")
    expect(page.locator(".bubble")).to_contain_text("《云岭高新区中小企业首次贷款贴息实施办法》")
    expect(page.locator(".document-line")).to_contain_text("首次贷款贴息实施办法")
    attached.get_by_role("button", name="删除").click()
    expect(attached).to_have_count(0)


def test_b27_words_of_an_unknown_notice_are_shown_apart_from_the_answer(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    attach(
        desktop,
        notice("关于举办机器人大赛的通知", "参赛企业应当于3月5日前报名，联系电话13800001234。", "特等奖奖金八万元。"),
    )
    expect(page.get_by_role("group", name="上传的文件")).to_contain_text("知识库中没有这份文件", timeout=60_000)
    desktop.ask("机器人大赛的特等奖奖金多少？")
    quotes = page.locator(".notice-quotes")
    expect(quotes).to_contain_text("不作为回答依据")
    expect(quotes).to_contain_text("特等奖奖金八万元")
    assert "13800001234" not in page.content()


def test_b27_type_and_size_are_checked_before_anything_is_sent(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/files") else None)
    attach(desktop, {"name": "工具.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"})
    expect(page.get_by_role("alert")).to_contain_text("请换成图片、PDF 或 Word 文件")
    attach(
        desktop, {"name": "大.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4" + b"0" * (21 * 1024 * 1024)}
    )
    expect(page.get_by_role("alert")).to_contain_text("超过 20 MB")
    assert sent == []


def test_b27_a_broken_picture_says_so_and_the_page_goes_on(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    broken: FilePayload = {"name": "坏图.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + b"0" * 300}
    attach(desktop, broken)
    expect(page.locator(".attached-failed, .attached-kept")).to_be_visible(timeout=60_000)
    desktop.errors.clear()  # the refusal of the broken file
    desktop.ask("首次贷款贴息能贴多少？")


def test_b27_a_picture_without_readable_words_is_previewed_and_can_be_removed(mobile: Visit) -> None:
    page = mobile.page
    mobile.open()
    attach(mobile, picture())
    attached = page.get_by_role("group", name="上传的文件")
    expect(attached.locator("img")).to_be_visible()
    expect(attached).to_contain_text("没有读出文字", timeout=120_000)
    expect(attached).to_contain_text("提交诉求")
    attached.get_by_role("button", name="删除").click()
    expect(attached).to_have_count(0)
    accepts = page.locator("input[type=file]").get_attribute("accept") or ""
    assert accepts.startswith("image/*"), "a phone offers its camera"


def test_b27_a_pasted_picture_is_taken_like_a_chosen_one(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    page.locator("#composer").evaluate(
        """el => {
          const data = new DataTransfer();
          data.items.add(new File(['%PDF-'], '粘贴.pdf', {type: 'application/pdf'}));
          el.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    expect(page.get_by_role("group", name="上传的文件")).to_contain_text("粘贴.pdf")
    expect(page.locator(".attached-failed, .attached-kept")).to_be_visible(timeout=60_000)
    desktop.errors.clear()


@pytest.mark.skipif(not is_installed(), reason="the `ocr` extra is not installed")
def test_b27_a_scan_is_read(desktop: Visit) -> None:
    page = desktop.page
    desktop.open()
    attach(desktop, str(_SAMPLE / "green-manufacturing-reward-2025.pdf"))
    expect(page.get_by_role("group", name="上传的文件")).to_contain_text("已读出", timeout=120_000)
