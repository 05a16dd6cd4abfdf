"""Drafts of curated questions and service guides, and what keeps a draft from publication."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.drafts import faq_draft, service_item_draft
from knowledge.guard import missing_fields
from knowledge.types import Authority, EntryDraft, FaqDetails, Finding, Material, RelationKind, ServiceItemDetails
from tests.support.drafts import faq, policy

ITEM = ServiceItemDetails(
    item_code="330100-01",
    item_type="行政许可",
    implementing_body="市场监管局",
    legal_basis=("《食品经营许可管理办法》第十条",),
    eligibility=("在高新区注册",),
    required_materials=(
        Material(name="申请表", original_or_copy="原件", copies=2),
        Material(name="营业执照", exempt=True),
    ),
    statutory_limit=(20, "working_day"),
    committed_limit=(6, "working_day"),
    fee="不收费",
    windows=("松涛路20号",),
    onsite_visits=0,
    consult_phone="0571-88001234",
)


def text_of(draft: EntryDraft, clause_id: str) -> str:
    clause = next(c for c in draft.clauses if c.id == clause_id)
    return draft.body[clause.start : clause.end]


def test_every_phrasing_is_a_passage_over_the_whole_answer() -> None:
    draft = faq("几点上班？", "工作日九点。\n周末休息。", "何时上班", "何时上班", " ", "大厅营业时间")
    assert [p.context for p in draft.passages] == ["几点上班？", "何时上班", "大厅营业时间"]
    assert {draft.body[p.start : p.end] for p in draft.passages} == {"工作日九点。\n周末休息。"}
    assert draft.description.authority is Authority.GUIDE


@pytest.mark.parametrize(
    ("basis", "title", "number", "scope"),
    [
        ("云高管规〔2025〕3号第六条", None, "云高管规〔2025〕3号", "第六条"),
        ("《企业所得税法》第二十八条第二款", "企业所得税法", None, "第二十八条第二款"),
        ("《某某办法》（云高管规〔2025〕3号）", "某某办法", "云高管规〔2025〕3号", None),
        ("市场监管局口头答复", "市场监管局口头答复", None, None),
    ],
)
def test_a_basis_is_read_as_written(basis: str, title: str | None, number: str | None, scope: str | None) -> None:
    relation = faq("问", "答", basis=(basis,)).relations[0]
    assert relation.kind is RelationKind.FAQ_OF
    assert (relation.target_title, relation.target_document_number, relation.scope) == (title, number, scope)
    assert relation.quote == basis


def test_a_service_guide_has_one_clause_and_one_passage_per_section_in_the_order_guides_are_printed() -> None:
    draft = service_item_draft(ITEM, "食品经营许可变更")
    assert [c.id for c in draft.clauses] == [
        "implementing_body", "item_code", "item_type", "legal_basis", "eligibility", "required_materials", "time_limit",
        "fee", "windows", "onsite_visits", "contact",
    ]  # fmt: skip
    assert [(p.clause_id, p.start, p.end) for p in draft.passages] == [(c.id, c.start, c.end) for c in draft.clauses]
    assert "6" in text_of(draft, "time_limit")
    assert "20" in text_of(draft, "time_limit")
    assert "0571-88001234" in text_of(draft, "contact")
    assert [r.kind for r in draft.relations] == [RelationKind.BASED_ON]


def test_sections_without_anything_to_say_are_left_out() -> None:
    empty = replace(ITEM, fee="", windows=(), consult_phone=None, onsite_visits=None, required_materials=())
    ids = {c.id for c in service_item_draft(empty, "食品经营许可变更").clauses}
    assert not ids & {"fee", "windows", "contact", "onsite_visits", "required_materials", "online", "steps"}


@given(
    st.lists(st.text(alphabet="甲乙 \n。", max_size=12), max_size=4),
    st.text(alphabet="答复 \n。", min_size=1, max_size=30),
)
def test_offsets_of_a_curated_answer_always_lie_in_its_body(similar: list[str], answer: str) -> None:
    draft = faq_draft(FaqDetails(standard_question="问", answer=answer, similar_questions=tuple(similar)))
    for passage in draft.passages:
        assert (passage.start, passage.end) == (0, len(draft.body))
    assert all(line == line.strip() and line for line in draft.body.splitlines())


def test_a_complete_policy_and_a_complete_question_may_be_submitted() -> None:
    assert missing_fields(policy()) == {}
    assert missing_fields(faq("几点上班？", "九点。")) == {}


@pytest.mark.parametrize(
    ("summary", "complete"), [("短" * 19, False), ("好" * 20, True), ("好" * 300, True), ("长" * 301, False)]
)
def test_a_summary_has_twenty_to_three_hundred_characters(summary: str, complete: bool) -> None:
    assert ("summary" not in missing_fields(policy(summary=summary))) is complete


def test_a_document_without_number_passes_only_when_somebody_checked() -> None:
    assert "document_number" in missing_fields(policy(evidence=()))
    assert "document_number" not in missing_fields(policy(evidence=(), document_number="云高管规〔2025〕3号"))


def test_a_question_without_answer_or_basis_names_both() -> None:
    details = FaqDetails(standard_question="问", answer=" ", no_basis_reason=" ")
    assert {"answer", "basis", "body"} <= set(missing_fields(faq_draft(details)))


def test_findings_block_only_when_they_say_so() -> None:
    findings = (Finding("something"), Finding("clause_gap", blocks_publishing=True))
    assert set(missing_fields(policy(findings=findings))) == {"finding.1"}


def test_a_service_guide_names_every_field_that_keeps_it_from_review() -> None:
    complete = replace(ITEM, complaint_phone="0571-88005678")
    assert missing_fields(service_item_draft(complete, "食品经营许可变更")) == {}
    online = replace(complete, windows=(), online_url="https://zwfw.example.gov.cn")
    assert missing_fields(service_item_draft(online, "食品经营许可变更")) == {}
    bare = replace(complete, windows=(), legal_basis=(), required_materials=(), committed_limit=None, fee=" ")
    assert set(missing_fields(service_item_draft(bare, "食品经营许可变更"))) == {
        "windows", "legal_basis", "required_materials", "committed_limit", "fee",
    }  # fmt: skip
