"""What people do with knowledge: draft, submit, review, publish, correct, withdraw."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from core.actors import OPERATOR, Actor, Role
from core.audit import AuditRow
from core.errors import InvalidInputError
from knowledge.errors import (
    DuplicateEntryError,
    EntryNotFoundError,
    IncompleteEntryError,
    OwnWorkError,
    StaleEntryError,
    WrongStatusError,
)
from knowledge.repository import EntryFilter
from knowledge.types import Description, EntryDraft, EntryKind, EntryStatus, Finding, Source
from tests.support.base import AUTHOR, REVIEWER, Base
from tests.support.drafts import faq, policy

BOTH = Actor("both", "both", frozenset({Role.CURATOR, Role.REVIEWER}))


def test_a_draft_goes_through_review_to_publication(base: Base) -> None:
    created = base.do("create", policy(), AUTHOR)
    assert (created.status, created.version, created.author_id) == (EntryStatus.DRAFT, 1, "author")
    submitted = base.do("submit", created.entry_id, 1, actor=AUTHOR)
    assert submitted.status is EntryStatus.IN_REVIEW
    assert submitted.submitted_at == base.clock.now()
    published = base.do("approve", created.entry_id, 1, actor=REVIEWER)
    assert (published.status, published.reviewer_id) == (EntryStatus.PUBLISHED, "reviewer")
    assert base.live(created.entry_id) == 1


def test_an_author_may_not_approve_own_work(base: Base) -> None:
    created = base.do("create", policy(), BOTH)
    base.do("submit", created.entry_id, 1, actor=BOTH)
    with pytest.raises(OwnWorkError):
        base.do("approve", created.entry_id, 1, actor=BOTH)


def test_a_reviewer_who_edited_the_draft_may_not_approve_it(base: Base) -> None:
    created = base.do("create", policy(), AUTHOR)
    base.do("revise", created.entry_id, policy("云岭高新区企业研发费用补助办法（修订）"), BOTH)
    base.do("submit", created.entry_id, 1, actor=AUTHOR)
    with pytest.raises(OwnWorkError):
        base.do("approve", created.entry_id, 1, actor=BOTH)
    assert base.do("approve", created.entry_id, 1, actor=REVIEWER).status is EntryStatus.PUBLISHED


def test_the_publish_guard_names_every_missing_field_at_once(base: Base) -> None:
    empty = EntryDraft(
        kind=EntryKind.POLICY_DOCUMENT,
        title=" ",
        body="",
        clauses=(),
        passages=(),
        description=Description(),
        findings=(Finding("clause_gap", {"label": "第三条"}, blocks_publishing=True), Finding("no_number")),
    )
    created = base.do("create", empty, AUTHOR)
    with pytest.raises(IncompleteEntryError) as caught:
        base.do("submit", created.entry_id, 1, actor=AUTHOR)
    assert set(caught.value.details) == {
        "title", "body", "summary", "interpreter", "issuing_bodies", "document_number", "issued_on", "effective_from",
        "finding.0",
    }  # fmt: skip
    assert base.get(created).status is EntryStatus.DRAFT


def test_a_damaged_clause_and_a_gap_in_the_numbers_keep_a_text_from_review(base: Base) -> None:
    made = policy(findings=(Finding("numbering_gap", {"number": "3"}, blocks_publishing=True),))
    damaged = replace(made.clauses[1], damaged=True)
    created = base.do("create", replace(made, clauses=(made.clauses[0], damaged)), AUTHOR)
    with pytest.raises(IncompleteEntryError) as caught:
        base.do("submit", created.entry_id, 1, actor=AUTHOR)
    assert set(caught.value.details) == {"clause.t2", "finding.0"}
    assert "第二条" in caught.value.details["clause.t2"]


def test_a_question_needs_a_basis_or_the_reason_why_it_has_none(base: Base) -> None:
    created = base.do("create", faq("几点上班", "九点。", basis=("云高管规〔2025〕3号第六条",)), AUTHOR)
    assert base.do("submit", created.entry_id, 1, actor=AUTHOR).status is EntryStatus.IN_REVIEW


def test_a_rejected_version_returns_to_draft_with_the_reason(base: Base) -> None:
    created = base.do("create", policy(), AUTHOR)
    base.do("submit", created.entry_id, 1, actor=AUTHOR)
    with pytest.raises(InvalidInputError):
        base.do("reject", created.entry_id, 1, actor=REVIEWER, reason="  ")
    rejected = base.do("reject", created.entry_id, 1, actor=REVIEWER, reason="摘要不准确")
    assert (rejected.status, rejected.status_reason) == (EntryStatus.DRAFT, "摘要不准确")


@pytest.mark.parametrize("action", ["approve", "withdraw", "reject"])
def test_an_action_on_the_wrong_status_is_refused_and_says_which_status_it_needs(base: Base, action: str) -> None:
    created = base.do("create", policy(), AUTHOR)
    reason = {} if action == "approve" else {"reason": "理由"}
    with pytest.raises(WrongStatusError, match="draft"):
        base.do(action, created.entry_id, 1, actor=REVIEWER, **reason)


def test_a_version_in_review_cannot_be_edited(base: Base) -> None:
    created = base.do("create", policy(), AUTHOR)
    base.do("submit", created.entry_id, 1, actor=AUTHOR)
    with pytest.raises(WrongStatusError):
        base.do("revise", created.entry_id, policy("另一个标题"), AUTHOR)


def test_editing_a_published_entry_makes_the_next_version_and_leaves_this_one_live(base: Base) -> None:
    first = base.publish_reviewed(policy())
    second = base.do("revise", first.entry_id, policy("研发费用补助办法（2026年修订）"), AUTHOR)
    assert (second.version, second.status) == (2, EntryStatus.DRAFT)
    assert base.live(first.entry_id) == 1
    assert base.get(first) == first
    third = base.do("revise", first.entry_id, policy("研发费用补助办法（2026年第二次修订）"), AUTHOR)
    assert third.version == 2
    base.review(third)
    assert base.live(first.entry_id) == 2
    assert base.get(first).status is EntryStatus.SUPERSEDED
    assert base.get(first).superseded_by == first.entry_id


def test_a_stale_lock_is_refused_and_nothing_is_overwritten(base: Base) -> None:
    created = base.do("create", policy(), AUTHOR)
    base.do("revise", created.entry_id, policy("第一个人的标题"), AUTHOR, lock=created.lock)
    with pytest.raises(StaleEntryError):
        base.do("revise", created.entry_id, policy("第二个人的标题"), AUTHOR, lock=created.lock)
    assert base.get(created).content.title == "第一个人的标题"


@pytest.mark.parametrize("action", ["submit", "withdraw", "revise", "change_description"])
def test_every_write_checks_the_lock(base: Base, action: str) -> None:
    version = base.do("create", policy(), AUTHOR) if action == "submit" else base.publish_reviewed(policy())
    arguments: dict[str, tuple[tuple[object, ...], dict[str, object]]] = {
        "submit": ((1,), {"actor": AUTHOR}),
        "withdraw": ((1,), {"actor": REVIEWER, "reason": "有误"}),
        "revise": ((policy("新标题"), AUTHOR), {}),
        "change_description": ((1, {"summary": "新"}), {"actor": AUTHOR}),
    }
    positional, named = arguments[action]
    with pytest.raises(StaleEntryError):
        base.do(action, version.entry_id, *positional, lock=version.lock - 1, **named)
    assert base.get(version) == version


def test_correcting_an_old_version_does_not_overwrite_a_newer_draft(base: Base) -> None:
    first = base.publish_reviewed(policy())
    draft = base.do("revise", first.entry_id, policy("别人正在写的修订稿"), AUTHOR)
    with pytest.raises(StaleEntryError):
        base.do("change_description", first.entry_id, 1, {"tags": ["研发"]}, lock=draft.lock, actor=REVIEWER)
    assert base.get(draft).content.title == "别人正在写的修订稿"


def test_a_correction_of_described_fields_is_evidence_of_its_own(base: Base) -> None:
    draft = policy(effective_from_inferred=True, document_number="云高管规〔2025〕3号", evidence=())
    created = base.do("create", draft, AUTHOR)
    changes: dict[str, Any] = {"document_number": "none", "effective_from": date(2025, 3, 1), "tags": ["研发", "补助"]}
    changed = base.do("change_description", created.entry_id, 1, changes, lock=created.lock, actor=AUTHOR)
    described = changed.content.description
    assert described.document_number is None
    assert described.effective_from == date(2025, 3, 1)
    assert not described.effective_from_inferred
    assert described.tags == ("研发", "补助")
    assert base.do("submit", created.entry_id, 1, actor=AUTHOR).status is EntryStatus.IN_REVIEW


def test_an_unknown_field_is_refused_with_the_known_ones(base: Base) -> None:
    created = base.do("create", policy(), AUTHOR)
    with pytest.raises(InvalidInputError, match=r"Known: .*summary"):
        base.do("change_description", created.entry_id, 1, {"colour": "red"}, lock=created.lock, actor=AUTHOR)


@pytest.mark.parametrize(
    "again",
    [
        policy(),
        policy("云嶺高新區企業研發費用補助辦法", issued_on=date(2025, 1, 10)),
        policy("云岭高新区企业研发费用补助办法", "别的正文。", document_number="云高管规〔2025〕3号", issued_on=None),
    ],
    ids=["same text", "same title in Traditional script, same day", "same number and title"],
)
def test_a_document_that_is_already_there_is_refused_and_the_entry_named(base: Base, again: EntryDraft) -> None:
    first = base.do("create", policy(document_number="云高管规〔2025〕3号"), AUTHOR)
    with pytest.raises(DuplicateEntryError) as caught:
        base.do("create", again, AUTHOR)
    assert caught.value.entry_id == first.entry_id


def test_a_withdrawn_document_may_be_entered_again(base: Base) -> None:
    first = base.publish_reviewed(policy())
    base.do("withdraw", first.entry_id, 1, actor=REVIEWER, reason="误发")
    assert base.publish_reviewed(policy()).status is EntryStatus.PUBLISHED


def test_a_file_of_a_known_name_becomes_the_next_version_of_its_entry(base: Base) -> None:
    source = Source(file_name="rd.docx", sha256="1" * 64)
    first = base.publish(policy(source=source))
    second = base.publish(
        policy(first.content.title, "本办法已经修订。", source=Source(file_name="rd.docx", sha256="2" * 64))
    )
    assert (second.entry_id, second.version) == (first.entry_id, 2)
    assert base.live(first.entry_id) == 2


def test_unknown_entries_and_versions_are_not_found(base: Base) -> None:
    created = base.do("create", policy(), AUTHOR)
    for entry_id, version in (("pol_missing", 1), (created.entry_id, 9)):
        with pytest.raises(EntryNotFoundError):
            base.do("submit", entry_id, version, actor=AUTHOR)


def test_every_deed_is_in_the_audit_log_with_who_did_it(base: Base) -> None:
    published = base.publish_reviewed(policy())
    base.do("withdraw", published.entry_id, 1, actor=REVIEWER, reason="误发")
    with base.database.reading() as session:
        rows = [(row.action, row.actor_id) for row in session.scalars(select(AuditRow).order_by(AuditRow.sequence))]
    assert rows == [
        ("knowledge.create", "author"),
        ("knowledge.submit", "author"),
        ("knowledge.publish", "reviewer"),
        ("knowledge.withdraw", "reviewer"),
    ]


def test_an_error_leaves_nothing_behind(base: Base) -> None:
    with pytest.raises(RuntimeError, match="stop"):
        _publish_and_stop(base)
    with base.database.reading() as session:
        assert base.service.list_entries(session, EntryFilter()) == (0, [])
    assert base.find("研发费用补助") == []


def _publish_and_stop(base: Base) -> None:
    with base.database.unit_of_work() as session:
        base.service.publish_import(session, policy(), OPERATOR)
        raise RuntimeError("stop")
