"""Collecting in a real browser: importing files and a table of questions, and ticking the source list."""

from __future__ import annotations

import io
import re
from secrets import token_hex
from typing import Any

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from tests.browser.staff_pages import OpenConsole, violations

pytestmark = pytest.mark.browser

SLOW = 120_000
"""Milliseconds for what starts a parser process: on a busy machine that alone takes many seconds."""


def workbook(topic: str) -> Any:
    """A sheet of questions whose answer column no header names, and a sheet that is something else."""
    book, file = Workbook(), io.BytesIO()
    answer = f"{topic}由企业向金融服务局提交申请，附贷款合同和付息凭证，5个工作日内答复。"
    for row in (
        ("云岭高新区企业常见问题", "", ""),
        ("序号", "咨询问题", "内容说明"),
        (1, f"{topic}怎么申请？", answer),
        (2, f"如何申请{topic}", f"<p>您好，{answer}</p>"),
        (3, f"{topic}最高多少", "最高30万元。"),
        (4, f"{topic}最高多少？", "最高20万元。"),
        (5, f"{topic}能退吗？", ""),
    ):
        book.active.append(row)
    book.active.title = "常见问题"
    other = book.create_sheet("说明")
    other.append(("项目", "备注"))
    other.append(("口径", "以文件为准"))
    book.save(file)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": f"{topic}.xlsx", "mimeType": kind, "buffer": file.getvalue()}


def test_files_are_read_with_their_outcome_and_a_table_of_questions_waits_for_its_columns(
    console: OpenConsole,
) -> None:
    topic = f"首贷贴息{token_hex(3)}"
    page = console("CUR", "/imports")
    measure = f"云岭高新区{topic}办法\n第一条 为方便企业，制定本办法。\n第二条 企业可以申请{topic}。\n"
    files = [
        {"name": f"{topic}办法.txt", "mimeType": "text/plain", "buffer": measure.encode()},
        {"name": "损坏.pdf", "mimeType": "application/pdf", "buffer": f"%PDF-1.4 {topic}".encode()},
        workbook(topic),
    ]
    page.set_input_files("input[type=file]", files)

    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("6 行，整理为")).to_have_count(0)
    expect(dialog.get_by_text("5 行，整理为 3 条问答。")).to_be_visible(timeout=SLOW)
    expect(dialog.get_by_text("按内容推测，请核对")).to_be_visible()
    expect(dialog.get_by_text("同一问题有不同的答案：第 6 行")).to_be_visible()
    expect(dialog.get_by_text("有问题，没有答案")).to_be_visible()
    assert violations(page) == []
    dialog.get_by_label("“内容说明”的含义").click()
    page.locator(".ant-select-item-option", has_text="不导入").last.click()
    expect(dialog.get_by_text("请指定“问题”和“答案”两列。")).to_be_visible()
    expect(dialog.get_by_role("button", name="导入为草稿")).to_be_disabled()
    dialog.get_by_label("“内容说明”的含义").click()
    page.locator(".ant-select-dropdown:visible .ant-select-item-option", has_text="答案").click()
    expect(dialog.get_by_text("您指定的")).to_have_count(0)
    dialog.get_by_role("button", name="导入为草稿").click(timeout=SLOW)
    expect(dialog.get_by_text("5 行已整理为 3 条问答")).to_be_visible(timeout=SLOW)
    expect(dialog.get_by_text("需要判断")).to_have_count(2)
    dialog.get_by_role("link", name=f"{topic}怎么申请？").click()
    expect(page.get_by_role("heading", name=f"{topic}怎么申请？")).to_be_visible()
    expect(page.get_by_text("1 个相似问")).to_be_visible()

    page.goto(page.url.split("/knowledge", 1)[0] + "/imports")
    this_import = page.get_by_role("region", name="导入情况")
    expect(this_import.get_by_text("已完成", exact=True)).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("row", name=re.compile("损坏.pdf"))).to_contain_text("未读入")
    expect(page.get_by_role("link", name="打开完整报告")).to_be_visible()
    page.get_by_role("link", name=re.compile(f"{topic}办法")).click()
    expect(page.get_by_role("heading", name=re.compile(f"{topic}办法"))).to_be_visible()


def test_sites_are_added_by_a_list_and_ticked(console: OpenConsole) -> None:
    mark = token_hex(3)
    rows = ["网站名称,网址,级别,类型", f"云岭甲站{mark},https://a{mark}.example,市,新闻网站", f"乙{mark},,市,新闻网站"]
    page = console("CUR", f"/sources?q={mark}")
    page.get_by_role("button", name="导入清单").click()
    listed = {"name": "清单.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode("gb18030")}
    page.get_by_role("dialog").locator("input[type=file]").set_input_files([listed])
    expect(page.get_by_text("新增 1 个，更新 0 个，没有变化 0 个。")).to_be_visible()
    expect(page.get_by_text(f"没有网址：乙{mark}")).to_be_visible()
    page.keyboard.press("Escape")

    row = page.get_by_role("row", name=re.compile(f"云岭甲站{mark}"))
    expect(row).to_contain_text("未到检查日")
    row.get_by_label("新增份数").fill("3")
    row.get_by_role("button", name="有新增").click()
    expect(row).to_contain_text("今日已查")
    expect(row).to_contain_text("新增 3 份")
    row.get_by_role("button", name=re.compile("^更正")).click()
    row.get_by_role("button", name="无新增").click()
    expect(row).to_contain_text("无新增・")
    assert violations(page) == []

    agent = console("OPR", f"/sources?q={mark}")
    expect(agent.get_by_role("row", name=re.compile(f"云岭甲站{mark}"))).to_contain_text("今日已查")
    expect(agent.get_by_role("button", name="添加网站")).to_have_count(0)
    expect(agent.get_by_role("button", name=re.compile("^更正"))).to_have_count(0)
    agent.get_by_role("button", name="一月一通报").click()
    expect(agent.get_by_text("“135”时限为默认值")).to_be_visible()
