from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.markdown import read_markdown
from ingest.types import BlockKind
from knowledge.types import Attachment


def texts(source: str) -> list[str]:
    return [block.text for block in read_markdown("a.md", source.encode()).blocks]


def test_front_matter_becomes_facts() -> None:
    result = read_markdown(
        "a.md", '---\r\ntitle: "青川市办法"\r\n来源: 市财政局\r\n发布日期: 2024-05-06\r\n---\r\n正文。'.encode()
    )
    assert (result.facts.title, result.facts.source_name) == ("青川市办法", "市财政局")
    assert result.facts.published_on == date(2024, 5, 6)
    assert [block.text for block in result.blocks] == ["正文。"]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("正文**加粗**、*强调*、`代码`和[链接](http://a.cn/b)", "正文加粗、强调、代码和链接"),
        ("**第一条** 为了[[甲](a)乙](b)", "第一条 为了甲乙"),
        ("5*3*2=30，2 * 3", "5*3*2=30，2 * 3"),
        ("姓名：______ 电话：__________", "姓名：______ 电话：__________"),
        ("snake_case_name", "snake_case_name"),
        (r"1\. 不是列表，\*星号\*", "1. 不是列表，*星号*"),
        ("<p>甲<br/>乙</p> A&amp;B，3 < 5", "甲乙 A&B，3 < 5"),
        ("> > 引用", "引用"),
        ("- [x] 已办", "已办"),
        ("![图一](a.png)", "图一"),
    ],
)
def test_inline_marks_are_taken_off_and_text_is_kept(source: str, text: str) -> None:
    assert texts(source) == [text]


def test_tables_with_and_without_outer_bars_and_in_html_are_tables() -> None:
    source = (
        "甲 | 乙\n--- | :-:\n1 | -\n- | 2\n\n| 丙 | 丁\\|戊 |\n|---|---|\n| **3** | |\n\n"
        "<table><tr><th>己</th><th>庚</th></tr><tr><td rowspan=2>4</td><td>5</td></tr><tr><td>6</td></tr></table>\n"
    )
    blocks = read_markdown("a.md", source.encode()).blocks
    assert [block.kind for block in blocks] == [BlockKind.TABLE] * 3
    assert blocks[0].rows == (("甲", "乙"), ("1", "-"), ("-", "2"))
    assert blocks[1].rows == (("丙", "丁|戊"), ("3", ""))
    assert blocks[2].rows == (("己", "庚"), ("4", "5"), ("4", "6"))


def test_headings_lists_code_and_comments() -> None:
    source = "大标题\n====\n\n## 第一章 总则 ##\n- 甲\n  * 乙\n1. 丙\n\n```\nx = **y**\n```\n---\n<!-- 不见\n-->丁"
    blocks = read_markdown("a.md", source.encode()).blocks
    assert [(b.kind.value, b.level, b.text) for b in blocks] == [
        ("heading", 1, "大标题"),
        ("heading", 2, "第一章 总则"),
        ("list_item", 0, "甲"),
        ("list_item", 0, "乙"),
        ("paragraph", 0, "1. 丙"),
        ("paragraph", 0, "x = **y**"),
        ("paragraph", 0, "丁"),
    ]


def test_linked_files_are_attachments_and_pictures_are_losses() -> None:
    result = read_markdown("a.md", "见[附件1](files/a.docx)和[网页](b.html)，![图](c.png)".encode())
    assert result.attachments == (Attachment("附件1", "files/a.docx"),)
    assert [(loss.code, loss.count) for loss in result.losses] == [("picture_not_read", 1)]


@given(st.text("甲乙#*_-|`>[]() \r\n\\<a!&;=", max_size=120))
def test_offsets_point_at_the_text_in_the_file(source: str) -> None:
    for block in read_markdown("a.md", source.encode()).blocks:
        if block.original_start is not None:
            assert source[block.original_start :].startswith(block.text)


@pytest.mark.parametrize(
    "piece", ["[", "![a", "[a](", "**", "*a ", "`", "|", "> ", "<table>", "<!--", "<!-- -->", "_", "<a "]
)
def test_marks_without_end_take_no_time(piece: str) -> None:
    started = time.perf_counter()
    read_markdown("a.md", ("甲" + piece * 20_000).encode())
    assert time.perf_counter() - started < 5
