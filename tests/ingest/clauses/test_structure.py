from __future__ import annotations

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ingest.clauses.numbering import to_chinese_numeral
from ingest.errors import UnreadableFileError
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


def test_the_contents_of_an_official_text_are_not_doubled() -> None:
    draft = read("青川方案\n目录\n一、总体要求\n二、主要任务\n一、总体要求\n坚持。\n二、主要任务\n落实。\n")
    assert [clause.id for clause in draft.clauses if clause.kind is ClauseKind.LEVEL1] == ["l1-1", "l1-2"]
    assert draft.body[slice(*span(draft, "toc"))] == "目录\n一、总体要求\n二、主要任务"


def test_contents_with_page_numbers_are_contents() -> None:
    draft = read("青川方案\n目录\n一、总体要求………1\n（一）原则......2\n一、总体要求\n坚持。\n（一）原则\n公平。\n")
    assert [clause.id for clause in draft.clauses if clause.kind is ClauseKind.LEVEL1] == ["l1-1"]


def test_articles_quoted_by_a_decision_are_its_text_and_not_its_articles() -> None:
    draft = read(
        "关于修改《青川市条例》的决定\n一、将第三条修改为：\n“第三条 甲。\n第四条 乙。\n第五条 丙。”\n"
        "二、增加一条，作为第九条：\n“第九条 丁。”\n本决定自公布之日起施行。\n"
    )
    assert articles(draft) == []
    assert [clause.id for clause in draft.clauses if clause.kind is ClauseKind.LEVEL1] == ["l1-1", "l1-2"]


def test_a_decision_followed_by_the_amended_law_keeps_both() -> None:
    draft = read(
        "关于修改《青川市条例》的决定\n一、将第一条修改为：\n“第一条 甲。”\n本决定自公布之日起施行。\n"
        "青川市条例\n第一条 甲。\n第二条 乙。\n第三条 丙。\n"
    )
    assert articles(draft) == ["1", "2", "3"]
    assert gaps(draft) == []


def test_a_quotation_that_is_never_closed_does_not_swallow_the_articles_behind_it() -> None:
    text = "第一条 甲。\n“本条所称企业。\n" + "".join(f"第{to_chinese_numeral(n)}条 乙。\n" for n in range(2, 120))
    assert len(articles(read(text))) == 119


def test_part_of_a_law_is_no_gap_but_is_said() -> None:
    draft = read("青川条例修正案\n第十二条 甲。\n第十三条 乙。\n第十四条 丙。\n")
    assert articles(draft) == ["12", "13", "14"]
    assert gaps(draft) == []
    assert [f.params["number"] for f in draft.findings if f.code == "numbering_start"] == ["12"]


def test_a_repeated_article_number_keeps_ids_apart_and_is_reported() -> None:
    draft = read("第一条 甲。\n第二条 乙。\n第二条 丙。\n第三条 丁。\n")
    assert articles(draft) == ["1", "2", "3"]
    assert gaps(draft) == ["2"]
    assert "第二条 丙。" in draft.body


def test_repeated_official_numbers_get_ids_of_their_own() -> None:
    draft = read("青川方案\n一、甲\n说明。\n一、乙\n说明。\n三、丙\n说明。\n")
    assert [c.id for c in draft.clauses if c.kind is ClauseKind.LEVEL1] == ["l1-1", "l1-1~2", "l1-3"]
    assert [f.params["before"] for f in draft.findings if f.code == "level_gap"] == ["1"]


def test_arabic_and_inserted_article_numbers_run_on() -> None:
    draft = read("第1条 甲。\n第2条 乙。\n第2条之一 丙。\n第 3 条 丁。\n")
    assert articles(draft) == ["1", "2", "2-1", "3"]
    assert labels(draft)["t2-1"] == "第二条之一"


def test_look_alike_characters_in_a_mark_are_read() -> None:
    lines = [f"第{to_chinese_numeral(n)}条 内容。" for n in range(1, 33)]
    lines[4], lines[30] = "笫五条 内容。", "第三十－条 内容。"
    assert articles(read("\n".join(lines))) == [str(n) for n in range(1, 33)]


def test_an_article_behind_the_end_of_a_sentence_opens_a_line_of_its_own() -> None:
    draft = read("第一条 甲。\n第二条 乙。 第三条丙应当登记。\n第四条 按照第三条 丁。\n")
    assert articles(draft) == ["1", "2", "3", "4"]


def test_headings_of_a_judicial_interpretation_hold_their_articles() -> None:
    draft = read(
        "青川规定\n一、一般规定\n第一条 下列证据：\n（一）甲；\n（二）乙\n"
        "二、审判\n（一）受理\n第二条 丙。\n（二）审理\n第三条 丁。\n"
    )
    by_id = {clause.id: clause for clause in draft.clauses}
    assert by_id["t1"].parent_id == "l1-1"
    assert by_id["t2"].parent_id == "l1-2.l2-1"
    assert by_id["t3"].parent_id == "l1-2.l2-2"
    assert by_id["t3"].label == "第三条"


def test_plain_lines_inside_a_list_belong_to_the_item_they_follow() -> None:
    draft = read("第一条 条件：\n（一）甲；\n甲是指企业。\n（二）乙。\n前款规定丙。\n第二条 丁。\n")
    found = labels(draft)
    assert found["t1.k1.x1.p1"] == "第一条第一款第（一）项"
    assert found["t1.k1.x2"] == "第一条第一款第（二）项"
    assert found["t1.k2"] == "第一条第二款"


def test_an_annexed_table_is_cited_by_its_own_word() -> None:
    draft = read("# 标准\n\n正文说明。\n\n附表1\n\n| 类别 | 金额 |\n|---|---|\n| 甲类 | 10万元 |\n", "标准.md")
    assert labels(draft)["a1.tab1.r1"] == "附表1第1行"


def span(draft: EntryDraft, clause_id: str) -> tuple[int, int]:
    clause = next(clause for clause in draft.clauses if clause.id == clause_id)
    return clause.start, clause.end


MARKS = (
    """
第一条 甲。|第二条 乙：|第二条 重复。|第二条之一 丙。|第3条：丁|第九条 跳号。|第三条第二款规定的|第一章 总则
第二章|第一节 通则|第一编 总则|（一）甲；|（二）乙。|(1)丙|1.丁|1．戊|①己|一、总体要求
二、任务|一是甲；二是乙；三是丙。
目录|附件|附件1：表|附表|附则|短行|一句话。|说明如下：|“第一条 引用。|引用结束。”|青川市财政局
2024年2月30日|2024年1月10日|青川府〔2024〕5号|各区人民政府：
表.xlsx|抄送：市委|第〇条 零|第一百亿条|第|条|（零）|1、|第一条|……|\u200b|\u202e逆
第\t一\u3000条 乙|第三十－条
""".strip()
    .replace("\n", "|")
    .split("|")
)


@given(st.lists(st.sampled_from(MARKS) | st.text(max_size=30), min_size=1, max_size=25))
def test_any_mixture_of_marks_and_text_is_placed_once_and_labelled(lines: list[str]) -> None:
    try:
        draft = read("\n".join(lines))
    except UnreadableFileError:
        return
    seen = [0] * len(draft.body)
    for clause in draft.clauses:
        if clause.kind is not ClauseKind.INLINE_ITEM:
            for position in range(clause.start, clause.end):
                seen[position] += 1
    assert all(count == 1 for count, c in zip(seen, draft.body, strict=True) if not c.isspace())
    assert len({clause.id for clause in draft.clauses}) == len(draft.clauses)


@given(st.integers(3, 9), st.integers(1, 9), st.text(alphabet="甲乙丙丁，、", min_size=1, max_size=40))
def test_editing_one_article_leaves_the_ids_and_texts_of_the_others(count: int, edited: int, text: str) -> None:
    edited = min(edited, count)

    def statute(changed: str) -> str:
        articles = [f"第{to_chinese_numeral(n)}条 事项：\n（一）甲；\n（二）乙。" for n in range(1, count + 1)]
        articles[edited - 1] = f"第{to_chinese_numeral(edited)}条 {changed}"
        return "青川市测试办法\n" + "\n".join(articles)

    before, after = read(statute("原文。")), read(statute(f"{text}。\n另有一款规定。\n（一）新项。"))

    def others(draft: EntryDraft) -> dict[str, str]:
        own = f"t{edited}"
        return {
            clause.id: draft.body[clause.start : clause.end]
            for clause in draft.clauses
            if clause.id != own and not clause.id.startswith(f"{own}.")
        }

    assert others(before) == others(after)


def test_a_paragraph_added_under_one_heading_leaves_the_ids_under_the_others() -> None:
    text = "青川方案\n一、甲\n第一段。\n二、乙\n第二段。\n（一）丙\n第三段。\n"
    before, after = labels(read(text)), labels(read(text.replace("第一段。", "第一段。\n新增一段。")))
    assert set(before) - set(after) == set()
    assert {key: after[key] for key in before} == before
