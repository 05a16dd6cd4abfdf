"""The answer grammar: paragraphs, list items, bold amounts, a mark after the words it supports; nothing else."""

from __future__ import annotations

import re

import pytest

from assistant.compose import render, render_row


def test_quoted_words_stand_in_quotation_marks_and_carry_the_mark() -> None:
    assert render("按百分之五十贴息。", [1]) == "“按**百分之五十**贴息。”[1]"


def test_curated_words_carry_the_mark_before_the_full_stop() -> None:
    assert render("工作日可以办理。", [1, 2], quoted=False) == "工作日可以办理[1][2]。"
    assert render("工作日可以办理", [1], quoted=False) == "工作日可以办理[1]"


def test_list_items_stay_together_and_paragraphs_stand_apart() -> None:
    shown = render("应当符合：\n（一）注册；\n（二）纳税。\n另行通知。", [1])
    assert shown == "“应当符合：”[1]\n\n- “（一）注册；”[1]\n- “（二）纳税。”[1]\n\n“另行通知。”[1]"


@pytest.mark.parametrize(
    ("text", "bold"),
    [
        ("最高20万元", ["20万元"]),
        ("按50%补助，满6个月", ["50%", "6个月"]),
        ("在60日内提出", ["60日"]),
        ("自2025年3月1日起施行", []),
        ("依据云高管规〔2025〕3号第六条", []),
        ("10个工作日内", ["10个工作日"]),
    ],
)
def test_amounts_and_limits_are_bold_and_dates_and_numbers_of_documents_are_not(text: str, bold: list[str]) -> None:
    assert re.findall(r"\*\*(.+?)\*\*", render(text, [1])) == bold


def test_blank_lines_of_a_document_make_no_empty_lines_of_an_answer() -> None:
    assert render("甲。\n\n  \n乙。", [1]) == "“甲。”[1]\n\n“乙。”[1]"


def test_a_table_row_is_one_line_with_each_cell_behind_the_name_of_its_column() -> None:
    shown = render_row("事项 | 比例 | 上限", "展位费 | 70% | 18万元", "[2]")
    assert shown.startswith("- ")
    assert shown.endswith("[2]")
    assert all(word in shown for word in ("事项", "展位费", "比例", "**70%**", "上限", "**18万元**"))


def test_a_row_that_does_not_fit_its_header_is_shown_without_names() -> None:
    shown = render_row("事项 | 比例", "展位费 | 70% | 18万元", "[1]")
    assert "事项" not in shown
    assert "展位费" in shown


def test_a_table_is_shown_row_by_row_behind_what_announces_it() -> None:
    shown = render("标准如下：\n档次 | 比例\n一档 | 8%\n二档 | 6%\n另有规定的除外。", [1])
    assert shown.split("\n\n") == [
        "“标准如下：”[1]",
        "- 档次：一档；比例：**8%**[1]\n- 档次：二档；比例：**6%**[1]",
        "“另有规定的除外。”[1]",
    ]
    assert render("甲 | 乙", [1]) == "“甲 | 乙”[1]"


def test_the_steps_of_a_guide_are_a_list_and_a_sentence_beside_them_is_not() -> None:
    assert render("网上提交申请\n受理\n公示", [1]) == "- “网上提交申请”[1]\n- “受理”[1]\n- “公示”[1]"
    assert render("收费：不收费", [1]) == "“收费：不收费”[1]"
    assert render("受理\n应当补正。", [1]) == "“受理”[1]\n\n“应当补正。”[1]"
