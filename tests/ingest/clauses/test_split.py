from __future__ import annotations

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ingest.clauses.split import MAX_CHARS
from ingest.clauses.tree import is_furniture
from ingest.service import read_file
from knowledge.types import ClauseKind, EntryDraft

sentences = st.lists(
    st.text(alphabet="甲乙丙丁，、", min_size=1, max_size=80).map(lambda s: s + "。"), min_size=1, max_size=20
)


def read(text: str, name: str = "文件.txt") -> EntryDraft:
    return read_file(name, text.encode())[0]


def test_a_short_article_is_one_passage_with_its_items(documents: Any) -> None:
    draft = read(documents.MEASURE)
    passages = {p.clause_id: draft.body[p.start : p.end] for p in draft.passages}
    assert passages["t3"].startswith("第三条 企业符合")
    assert passages["t3"].endswith("主动离职。")


def test_a_passage_carries_the_headings_above_it(documents: Any) -> None:
    draft = read(documents.MEASURE)
    assert next(p.context for p in draft.passages if p.clause_id == "t3") == "补贴"


def test_a_long_article_is_cut_at_its_items_and_keeps_its_lead_in() -> None:
    items = "\n".join(f"（{n}）{'条件' * 60}；" for n in "一二三四")
    draft = read(f"青川办法\n第一条 申请补贴应当符合下列条件：\n{items}\n第二条 乙。\n")
    first, second = [p for p in draft.passages if p.clause_id.startswith("t1")]
    assert draft.body[first.start : first.end].startswith("第一条 申请补贴应当符合下列条件：\n（一）")
    assert draft.body[second.start : second.end].startswith("（三）")
    assert "申请补贴应当符合下列条件" in second.context


def test_a_table_row_carries_its_header() -> None:
    draft = read("# 标准\n\n| 类别 | 金额 |\n|---|---|\n| 甲类 | 10万元 |\n", "标准.md")
    passage = next(p for p in draft.passages if p.clause_id.endswith("r1"))
    assert draft.body[passage.start : passage.end] == "甲类 | 10万元"
    assert "类别 | 金额" in passage.context


def test_inline_items_of_a_long_paragraph_are_found_one_by_one(documents: Any) -> None:
    draft = read(documents.OFFICIAL)
    assert any(draft.body[p.start : p.end].startswith("二是建立风险补偿机制") for p in draft.passages)


@given(st.lists(sentences, min_size=1, max_size=6))
def test_splitting_loses_no_character_of_the_text(paragraphs: list[list[str]]) -> None:
    draft = read("\n".join("".join(paragraph) for paragraph in paragraphs))
    covered = bytearray(len(draft.body))
    for passage in draft.passages:
        assert not any(covered[passage.start : passage.end])
        covered[passage.start : passage.end] = b"\1" * (passage.end - passage.start)
    for clause in draft.clauses:
        if not is_furniture(clause.id):
            missing = [i for i in range(clause.start, clause.end) if not covered[i] and not draft.body[i].isspace()]
            assert not missing


@given(st.lists(sentences, min_size=1, max_size=6))
def test_a_passage_is_longer_than_the_limit_only_when_one_sentence_is(paragraphs: list[list[str]]) -> None:
    draft = read("\n".join("".join(paragraph) for paragraph in paragraphs))
    assert all(p.end - p.start <= MAX_CHARS for p in draft.passages)


PIECES = [
    "第一条 甲。",
    "第二条 条件：",
    "（一）乙；",
    "（二）丙。",
    "一、总体要求",
    "（一）任务",
    "1.细目。",
    "说明。",
    "附件1",
    "短行",
]
LONG = [
    "条件，" * 60 + "。",
    "甲方案。" * 120,
    "一是" + "扩大贷款，" * 20 + "；二是" + "降低成本，" * 20 + "；三是简化手续。",
]


@given(st.lists(st.sampled_from([*PIECES, *LONG]), min_size=1, max_size=14))
def test_passages_hold_every_clause_that_can_be_cited_once(lines: list[str]) -> None:
    draft = read("青川方案\n制定本方案。\n" + "\n".join(lines))
    covered = bytearray(len(draft.body))
    for passage in draft.passages:
        assert not any(covered[passage.start : passage.end])
        covered[passage.start : passage.end] = b"\1" * (passage.end - passage.start)
    parents = {clause.parent_id for clause in draft.clauses}
    for clause in draft.clauses:
        # A bare heading over other clauses is the context of their passages, not a passage.
        if not is_furniture(clause.id) and clause.id not in parents and clause.kind is not ClauseKind.APPENDIX:
            missing = [i for i in range(clause.start, clause.end) if not covered[i] and not draft.body[i].isspace()]
            assert not missing


@given(st.lists(st.sampled_from([*PIECES, *LONG]), min_size=1, max_size=14))
def test_only_one_sentence_with_its_lead_in_makes_a_passage_too_long(lines: list[str]) -> None:
    draft = read("青川方案\n制定本方案。\n" + "\n".join(lines))
    for passage in draft.passages:
        text = draft.body[passage.start : passage.end]
        if len(text) > MAX_CHARS:
            assert max(map(len, re.split(r"(?<=[。；！？\n])", text))) > MAX_CHARS or len(text) <= MAX_CHARS + 80
