from __future__ import annotations

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ingest.clauses.numbering import to_chinese_numeral
from ingest.service import read_file
from knowledge.types import ClauseKind, EntryDraft


def read(text: str, name: str = "文件.txt") -> EntryDraft:
    return read_file(name, text.encode())[0]


def labels(draft: EntryDraft) -> dict[str, str]:
    return {clause.id: clause.label for clause in draft.clauses}


def articles(draft: EntryDraft) -> list[str]:
    return [clause.number for clause in draft.clauses if clause.kind is ClauseKind.ARTICLE]


def gaps(draft: EntryDraft) -> list[str]:
    return [finding.params["number"] for finding in draft.findings if finding.code == "numbering_gap"]


def test_a_statute_becomes_articles_paragraphs_items_and_points(documents: Any) -> None:
    draft = read(documents.MEASURE)
    assert [clause.id for clause in draft.clauses] == [
        "n.head", "n.p1", "n.sign", "head", "c1", "t1", "t1.k1", "t2", "t2.k1", "c2", "t3", "t3.k1", "t3.k1.x1",
        "t3.k1.x2", "t3.k1.x2.m1", "t3.k1.x2.m2", "t3.k2", "t3-1", "t3-1.k1", "t3-1.k2", "t4", "t4.k1", "t4.k2",
    ]  # fmt: skip


def test_labels_leave_out_the_paragraph_where_an_article_has_one(documents: Any) -> None:
    found = labels(read(documents.MEASURE))
    assert found["t1.k1"] == "第一条"
    assert found["t3.k1.x2.m1"] == "第三条第一款第（二）项第1目"
    assert found["t3.k2"] == "第三条第二款"
    assert found["t3-1"] == "第三条之一"


def test_an_official_text_becomes_levels_with_quoted_headings(documents: Any) -> None:
    found = labels(read(documents.OFFICIAL))
    assert found["l1-1.p1"] == "“一、总体要求”第1段"
    assert found["l1-2.l2-1"] == "“二、支持政策（一）”"
    assert found["l1-2.l2-1.l3-2"] == "“二、支持政策（一）”第2点"


def test_inline_items_lie_inside_their_parent_and_share_its_label(documents: Any) -> None:
    draft = read(documents.OFFICIAL)
    inline = [clause for clause in draft.clauses if clause.kind is ClauseKind.INLINE_ITEM]
    assert [clause.number for clause in inline] == ["1", "2", "3"]
    assert {clause.label for clause in inline} == {"“二、支持政策（二）”第1段"}
    assert draft.body[inline[1].start : inline[1].end].startswith("二是建立风险补偿机制")


def test_an_article_out_of_order_is_body_text_and_a_warning() -> None:
    draft = read("第一条 甲。\n第二条 乙，依照\n第九条 丙。\n第三条 丁。\n")
    assert articles(draft) == ["1", "2", "3"]
    assert gaps(draft) == ["9"]
    assert any(finding.blocks_publishing for finding in draft.findings if finding.code == "numbering_gap")


def test_a_missing_article_does_not_swallow_the_ones_behind_it() -> None:
    draft = read("第一条 甲。\n第二条 乙。\n第四条 丙。\n第五条 丁。\n第六条 戊。\n")
    assert articles(draft) == ["1", "2", "4", "5", "6"]
    assert gaps(draft) == ["3"]


def test_a_restart_opens_another_part_of_the_page() -> None:
    draft = read("青川办法\n第一条 甲。\n第二条 乙。\n青川细则\n第一条 丙。\n第二条 丁。\n")
    found = labels(draft)
    assert found["d2.t1"] == "第二部分第一条"
    assert found["t2"] == "第二条"


def test_a_table_of_contents_makes_no_chapters() -> None:
    draft = read("青川条例\n目录\n第一章 总则\n第二章 附则\n第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。\n")
    assert [clause.id for clause in draft.clauses if clause.kind is ClauseKind.CHAPTER] == ["c1", "c2"]
    assert "toc" in labels(draft)


def test_a_paragraph_after_a_list_opens_the_next_paragraph() -> None:
    draft = read("第一条 甲：\n（一）乙；\n（二）丙。\n前款规定丁。\n第二条 戊。\n")
    assert labels(draft)["t1.k2"] == "第一条第二款"


def test_an_annex_starts_a_new_root_with_its_own_articles() -> None:
    draft = read("青川办法\n第一条 甲。\n第二条 乙。\n附件1\n评审规则\n第一条 丙。\n第二条 丁。\n")
    found = labels(draft)
    assert found["a1.t1"] == "附件1第一条"
    assert "d2.t1" not in found


def test_a_list_of_annexes_above_the_signature_is_no_annex(documents: Any) -> None:
    text = "关于申报的通知\n各企业：\n现将事项通知如下。\n附件：1.申请表\n2.承诺书\n青川市财政局\n2024年1月1日\n"
    draft = read(text)
    assert not any(clause.kind is ClauseKind.APPENDIX for clause in draft.clauses)


def test_table_rows_are_clauses_numbered_under_the_header() -> None:
    draft = read("# 标准\n\n| 类别 | 金额 |\n|---|---|\n| 甲类 | 10万元 |\n| 乙类 | 5万元 |\n", "标准.md")
    rows = [clause for clause in draft.clauses if clause.kind is ClauseKind.ROW]
    assert [clause.label for clause in rows] == ["附表第1行", "附表第2行"]
    assert draft.body[rows[1].start : rows[1].end] == "乙类 | 5万元"


def test_markdown_headings_carry_their_paragraphs() -> None:
    draft = read("# 办事指引\n\n## 申请条件\n\n在本市注册。\n\n按时纳税。\n", "指引.md")
    assert labels(draft)["h1.p2"] == "“申请条件”第2段"


def test_original_offsets_point_at_the_same_words_in_the_file(documents: Any) -> None:
    draft = read(documents.MEASURE)
    clause = next(clause for clause in draft.clauses if clause.id == "t3-1.k1")
    assert clause.original_start is not None
    assert clause.original_end is not None
    assert documents.MEASURE[clause.original_start : clause.original_end] == "补贴标准为每人1,200元。"


@st.composite
def statutes(draw: st.DrawFn) -> str:
    lines = ["青川市测试办法"]
    for number in range(1, draw(st.integers(2, 8)) + 1):
        lines.append(
            f"第{to_chinese_numeral(number)}条 {draw(st.sampled_from(['甲事项。', '符合下列条件：', '乙。']))}"
        )
        lines += draw(
            st.lists(
                st.sampled_from(["（一）条件；", "（二）条件。", "1.细目。", "另一款规定。", "短行", "一、并列"]),
                max_size=5,
            )
        )
    return "\n".join(lines)


@given(statutes())
def test_every_character_stands_in_exactly_one_clause(text: str) -> None:
    draft = read(text)
    seen = [0] * len(draft.body)
    for clause in draft.clauses:
        if clause.kind is not ClauseKind.INLINE_ITEM:
            for position in range(clause.start, clause.end):
                seen[position] += 1
    assert all(count == 1 for count, c in zip(seen, draft.body, strict=True) if not c.isspace())
    assert len({clause.id for clause in draft.clauses}) == len(draft.clauses)


@given(statutes())
def test_parents_come_before_their_children_and_hold_them(text: str) -> None:
    draft = read(text)
    by_id = {}
    for clause in draft.clauses:
        if clause.parent_id is not None:
            parent = by_id[clause.parent_id]
            assert parent.start <= clause.start <= clause.subtree_end <= parent.subtree_end
        by_id[clause.id] = clause


def test_article_numbers_of_the_result_run_on() -> None:
    text = "\n".join(f"第{to_chinese_numeral(n)}条 内容。" for n in range(1, 130))
    assert articles(read(text)) == [str(n) for n in range(1, 130)]
    assert not re.search("第一百三十条", read(text).body)
