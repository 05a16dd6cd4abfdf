from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.messages import message
from ingest.readers.detect import Format, decode, detect
from ingest.readers.grid import Cell, fill_grid
from ingest.service import read_file
from knowledge.types import ClauseKind, EntryKind, FaqDetails, ServiceItemDetails

PROSE = "青川市人民政府关于支持企业发展的办法，自公布之日起施行。各有关单位应当认真执行。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_read_in_any_chinese_encoding(encoding: str) -> None:
    text, _ = decode("a.txt", PROSE.encode(encoding))
    assert text.lstrip("\ufeff") == PROSE


def test_big5_is_told_from_gb18030() -> None:
    traditional = "政府為協助企業發展，訂定本辦法，並自公布日施行。各機關應確實執行有關規定。"
    assert decode("a.txt", traditional.encode("big5"))[0] == traditional


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_text_gives_the_same_draft_in_every_encoding(encoding: str, documents: Any) -> None:
    draft = read_file("办法.txt", documents.MEASURE.encode(encoding))[0]
    assert draft.title == "青川市企业稳岗补贴办法"
    assert sum(clause.kind is ClauseKind.ARTICLE for clause in draft.clauses) == 5


def test_content_decides_what_a_file_is(documents: Any) -> None:
    assert detect("a.txt", documents.word(["文"])) is Format.WORD
    assert detect("a.docx", PROSE.encode()) is Format.TEXT
    assert detect("a.doc", b"<html><body><p>x</p></body></html>") is Format.HTML
    assert detect("a.bin", documents.workbook([["甲", "乙"]])) is Format.SHEET
    assert detect("a.jpg", documents.pdf(["文"])) is Format.PDF
    assert detect("a.dat", documents.archive({"a.txt": b"x"})) is Format.ARCHIVE


def test_automatic_numbers_of_word_are_written_out(documents: Any) -> None:
    draft = read_file("检查.docx", documents.numbered_word())[0]
    assert draft.body.split("\n")[1:] == [
        "第一条 为规范检查，制定本办法。",
        "第二条 检查包括：",
        "（一）日常检查；",
        "（二）专项检查。",
        "第三条 本办法自2024年1月1日起施行。",
    ]
    assert [c.label for c in draft.clauses if c.kind is ClauseKind.ITEM] == ["第二条第（一）项", "第二条第（二）项"]


def test_a_word_document_keeps_the_order_of_text_and_tables(documents: Any) -> None:
    lines = documents.MEASURE.strip().split("\n")
    draft = read_file("办法.docx", documents.word(lines, [["类别", "金额"], ["甲类", "10万元"]]))[0]
    assert draft.title == "青川市企业稳岗补贴办法"
    assert draft.body.endswith("类别 | 金额\n甲类 | 10万元")


def test_a_pdf_gives_paragraphs_without_running_lines(documents: Any) -> None:
    lines = [
        "青川市检查办法",
        "第一条　为了规范全市各级行政机关的涉企行政检查活动，优化营商环境，",
        "根据有关法律，制定本办法。",
    ]
    for number in "二三四五六七八九十":
        lines += [f"第{number}条　检查机关应当公布检查事项、依据和标准，并按照年度计划组织实施，", "不得随意检查。"]
    lines += ["第十一条　检查结果公开。"] + [
        f"第{n}条　其他事项。" for n in ("十二", "十三", "十四", "十五", "十六", "十七", "十八")
    ]
    draft = read_file("检查.pdf", documents.pdf(lines, ruled=[["类别", "次数"], ["甲类", "2"]]))[0]
    assert "青川市政策汇编" not in draft.body
    assert "—" not in draft.body
    assert "优化营商环境，根据有关法律" in draft.body
    assert [c.number for c in draft.clauses if c.kind is ClauseKind.ARTICLE] == [str(n) for n in range(1, 19)]
    assert [draft.body[c.start : c.end] for c in draft.clauses if c.kind is ClauseKind.ROW] == ["甲类 | 2"]


def test_a_web_page_gives_its_main_text_and_its_facts() -> None:
    page = (
        '<html><head><meta charset="gb2312"><title>办法_青川市人民政府网</title>'
        '<meta name="ArticleTitle" content="青川市补贴办法">'
        '<meta name="PubDate" content="2024-05-06 10:00"></head><body>'
        '<div class="nav">首页 新闻 政务 服务 互动 专题</div>'
        '<ul><li>文号：青川府〔2024〕9号</li></ul><div id="zoom"><p>第一条　为规范<b>补贴</b>发放，制定本办法。</p>'
        "<p>第二条　补贴标准如下：<br/>（一）甲类10元；<br/>（二）乙类5元。</p>"
        "<table><tr><th>类别</th><th>金额</th></tr>"
        '<tr><td rowspan="2">甲</td><td>1</td></tr><tr><td>2</td></tr></table>'
        "<p>第三条　本办法自2024年6月1日起施行，由财政部门负责解释，其他事项按照有关规定办理，请遵照执行。</p></div>"
        "<div>相关推荐 别的新闻</div></body></html>"
    )
    draft = read_file("页面.html", page.encode("gb18030"))[0]
    assert draft.title == "青川市补贴办法"
    assert draft.description.document_number == "青川府〔2024〕9号"
    assert draft.description.published_on == date(2024, 5, 6)
    assert "相关推荐" not in draft.body
    assert "首页" not in draft.body
    assert "（一）甲类10元；\n（二）乙类5元。" in draft.body
    assert "甲 | 1\n甲 | 2" in draft.body


def test_values_merged_downwards_repeat_and_across_stand_once() -> None:
    rows = [[Cell("甲", 2, 1), Cell("乙", 1, 2)], [Cell("丙"), Cell("丁")]]
    assert fill_grid(rows) == [["甲", "乙", ""], ["甲", "丙", "丁"]]


def test_a_sheet_of_questions_becomes_curated_entries(documents: Any) -> None:
    rows = [
        ["常见问题", None, None],
        ["标准问", "相似问", "答案", "部门", "依据", "有效期至"],
        [
            "贴息怎么申请？",
            "在哪申请贴息\n贴息要什么材料",
            "网上申请。",
            "财政局",
            "青川府〔2024〕9号第三条",
            "2027-12-31",
        ],
        ["空答案？", "", "", "", "", ""],
    ]
    drafts = read_file("faq.xlsx", documents.workbook(rows))
    assert [d.kind for d in drafts] == [EntryKind.FAQ]
    details = drafts[0].details
    assert isinstance(details, FaqDetails)
    assert details.similar_questions == ("在哪申请贴息", "贴息要什么材料")
    assert drafts[0].description.effective_to == date(2027, 12, 31)
    assert [p.context for p in drafts[0].passages] == ["贴息怎么申请？", "在哪申请贴息", "贴息要什么材料"]
    assert {drafts[0].body[p.start : p.end] for p in drafts[0].passages} == {"网上申请。"}
    relation = drafts[0].relations[0]
    assert (relation.target_document_number, relation.scope) == ("青川府〔2024〕9号", "第三条")


def test_any_other_sheet_is_a_document_of_tables(documents: Any) -> None:
    drafts = read_file(
        "标准.xlsx", documents.workbook([["青川市补贴标准表"], ["类别", "金额"], ["甲类", 10.0], ["乙类", 5]])
    )
    assert drafts[0].title == "青川市补贴标准表"
    assert [drafts[0].body[c.start : c.end] for c in drafts[0].clauses if c.kind is ClauseKind.ROW] == [
        "甲类 | 10",
        "乙类 | 5",
    ]


def test_csv_questions_are_read_in_gb18030() -> None:
    drafts = read_file("faq.csv", "问题,回答\n补贴多少？,每人1000元。\n".encode("gb18030"))
    assert [d.title for d in drafts] == ["补贴多少？"]
    assert [f.code for f in drafts[0].findings] == ["faq_without_basis"]


def test_service_items_get_a_section_per_fact() -> None:
    record = (
        '{"item_name": "食品许可变更", "item_code": "XK-1", "item_type": "行政许可", "implementing_body": "市场监管局",'
        '"eligibility": ["持有许可证"], "required_materials": [{"name": "申请书", "copies": 1}, "身份证"],'
        '"statutory_limit": {"days": 20, "kind": "working_days"}, "committed_limit": "6(工作日)", "fee": "不收费",'
        '"legal_basis": [{"title": "目录", "document_number": "青川府〔2024〕1号"}], "onsite_visits": 0}'
    )
    draft = read_file("items.jsonl", record.encode())[0]
    assert isinstance(draft.details, ServiceItemDetails)
    assert draft.details.committed_limit == (6, "working_day")
    headings = {c.heading: draft.body[c.start : c.end] for c in draft.clauses}
    assert headings[message("service_item.section.fee")].endswith("不收费")
    assert "20个工作日" in headings[message("service_item.section.time_limit")]
    assert {p.context for p in draft.passages} == {"食品许可变更"}
