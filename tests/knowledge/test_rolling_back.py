"""Undoing a publish in one step: what governed before governs again, and nobody's work is lost."""

from __future__ import annotations

import pytest

from core.errors import InvalidInputError
from knowledge.errors import StaleEntryError, WrongStatusError
from knowledge.types import EntryStatus, EntryVersion
from tests.support.base import AUTHOR, REVIEWER, Base
from tests.support.drafts import policy, replacing

TITLE = "云岭高新区夜校补助办法"
OLD, NEW, NEXT = "夜校补助每人五百元。", "夜校补助每人八百元。", "夜校补助每人九百元。"


def two_versions(base: Base) -> EntryVersion:
    first = base.publish_reviewed(policy(TITLE, OLD))
    return base.review(base.do("revise", first.entry_id, policy(TITLE, NEW), AUTHOR))


def roll_back(base: Base, version: EntryVersion, **values: object) -> EntryVersion:
    return base.do("roll_back", version.entry_id, version.version, actor=REVIEWER, reason="发错了", **values)


def live_body(base: Base, entry_id: str) -> str:
    with base.database.reading() as session:
        return base.service.get_live(session, entry_id).content.body


def test_the_text_before_governs_again_as_the_next_version(base: Base) -> None:
    second = two_versions(base)
    restored = roll_back(base, second)
    assert (restored.version, restored.status, restored.status_reason) == (3, EntryStatus.PUBLISHED, "发错了")
    assert live_body(base, second.entry_id) == f"第一条 {OLD}"
    assert base.get(second).status is EntryStatus.SUPERSEDED
    assert "五百元" in base.find("夜校补助每人多少")[0].passage.text


def test_rolling_back_twice_brings_back_what_was_rolled_back(base: Base) -> None:
    restored = roll_back(base, two_versions(base))
    assert roll_back(base, restored).content.body == f"第一条 {NEW}"


def test_a_first_version_is_withdrawn_and_what_it_replaced_is_in_force_again(base: Base) -> None:
    old = base.publish(policy("云岭高新区旧办法", OLD))
    new = base.publish(policy("云岭高新区新办法", NEW, relations=(replacing("云岭高新区旧办法"),)))
    assert base.get(old).superseded_by == new.entry_id
    assert roll_back(base, new).status is EntryStatus.WITHDRAWN
    assert base.get(old).status is EntryStatus.PUBLISHED


def test_a_draft_under_way_moves_behind_the_restored_version(base: Base) -> None:
    second = two_versions(base)
    base.do("revise", second.entry_id, policy(TITLE, NEXT), AUTHOR)
    roll_back(base, second)
    with base.database.reading() as session:
        versions = base.service.versions(session, second.entry_id)
        assert [(row.version, row.status) for row in versions][:2] == [
            (4, EntryStatus.DRAFT), (3, EntryStatus.PUBLISHED),
        ]  # fmt: skip
        assert base.service.get_version(session, second.entry_id, 4).content.body == f"第一条 {NEXT}"
    assert live_body(base, second.entry_id) == f"第一条 {OLD}"


def test_it_needs_a_reason_a_published_version_and_a_fresh_copy(base: Base) -> None:
    second = two_versions(base)
    with pytest.raises(InvalidInputError):
        base.do("roll_back", second.entry_id, 2, actor=REVIEWER, reason=" ")
    with pytest.raises(WrongStatusError):
        base.do("roll_back", second.entry_id, 1, actor=REVIEWER, reason="发错了")
    with pytest.raises(StaleEntryError):
        roll_back(base, second, lock=second.lock - 1)
