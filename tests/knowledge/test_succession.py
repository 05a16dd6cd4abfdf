"""How documents end each other: on the day the successor takes effect, and back again when it is withdrawn."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from core.errors import InvalidInputError
from knowledge.types import EntryStatus, RelationKind
from tests.support.base import AUTHOR, REVIEWER, Base
from tests.support.drafts import policy, replacing

OLD, NEW = "云岭高新区贷款贴息办法", "云岭高新区贷款贴息办法（2027年）"
NEXT_YEAR = date(2027, 1, 1)


def new_year(base: Base) -> None:
    """Move to noon of 2027-01-01 in Shanghai, and do the daily work."""
    base.clock.advance_to(datetime(2027, 1, 1, 4, tzinfo=UTC))
    base.do("settle_due")


@pytest.mark.parametrize("kind", [RelationKind.REPLACES, RelationKind.REPEALS])
def test_a_replacement_takes_over_on_its_effective_date_and_not_on_upload(base: Base, kind: RelationKind) -> None:
    old = base.publish(policy(OLD))
    new = base.publish(policy(NEW, "新办法。", effective_from=NEXT_YEAR, relations=(replacing(OLD, kind=kind),)))
    assert base.get(old).status is EntryStatus.PUBLISHED
    assert base.get(old).in_force_until == date(2026, 12, 31)
    assert base.titles("贷款贴息") == {OLD}
    assert base.titles("贷款贴息", as_of=NEXT_YEAR) == {NEW}
    new_year(base)
    assert base.get(old).status is EntryStatus.SUPERSEDED
    assert base.get(old).superseded_by == new.entry_id
    assert base.titles("贷款贴息") == {NEW}
    assert base.titles("贷款贴息", as_of=date(2026, 12, 31), past=True) == {OLD}


def test_a_document_uploaded_after_what_replaces_it_is_superseded_at_once(base: Base) -> None:
    new = base.publish(policy(NEW, "新办法。", relations=(replacing(OLD),), effective_from=date(2026, 6, 1)))
    old = base.publish(policy(OLD))
    assert base.get(old).status is EntryStatus.SUPERSEDED
    assert (old.superseded_by, old.in_force_until) == (new.entry_id, date(2026, 5, 31))
    assert base.titles("贷款贴息") == {NEW}


def test_withdrawing_the_successor_restores_what_it_replaced(base: Base) -> None:
    old = base.publish(policy(OLD))
    new = base.publish(policy(NEW, "新办法。", relations=(replacing(OLD),), effective_from=date(2026, 6, 1)))
    assert base.get(old).status is EntryStatus.SUPERSEDED
    base.do("withdraw", new.entry_id, 1, actor=REVIEWER, reason="误发")
    assert base.get(old).status is EntryStatus.PUBLISHED
    assert (base.get(old).in_force_until, base.get(old).superseded_by) == (None, None)
    assert base.titles("贷款贴息") == {OLD}


def test_repealing_a_single_clause_does_not_end_the_document(base: Base) -> None:
    old = base.publish(policy(OLD))
    relation = replacing(OLD, kind=RelationKind.REPEALS, scope="第二条")
    base.publish(policy(NEW, "新办法。", relations=(relation,), effective_from=date(2026, 6, 1)))
    assert base.get(old).status is EntryStatus.PUBLISHED


def test_a_document_expires_after_its_last_day_by_the_daily_job(base: Base) -> None:
    old = base.publish(policy(OLD, effective_to=date(2026, 12, 31)))
    assert base.titles("贷款贴息") == {OLD}
    assert base.titles("贷款贴息", as_of=NEXT_YEAR) == set()
    new_year(base)
    assert base.get(old).status is EntryStatus.EXPIRED
    assert base.live(old.entry_id) is None
    assert base.titles("贷款贴息") == set()
    assert base.titles("贷款贴息", as_of=date(2026, 12, 31), past=True) == {OLD}


def test_a_document_that_is_over_when_it_is_uploaded_never_goes_live(base: Base) -> None:
    old = base.publish(policy(OLD, effective_to=date(2024, 12, 31)))
    assert (old.status, base.live(old.entry_id)) == (EntryStatus.EXPIRED, None)


def test_a_corrected_version_takes_over_today_and_does_not_rewrite_yesterday(base: Base) -> None:
    first = base.publish(policy(OLD))
    base.review(base.do("revise", first.entry_id, policy(NEW, "更正后的正文。"), AUTHOR))
    assert base.get(first).in_force_until == date(2026, 11, 19)
    assert base.titles("贷款贴息") == {NEW}
    assert base.titles("贷款贴息", as_of=date(2026, 11, 19), past=True) == {OLD}


def test_a_next_version_with_a_later_start_becomes_the_live_one_on_that_day(base: Base) -> None:
    first = base.publish(policy(OLD))
    base.review(base.do("revise", first.entry_id, policy(NEW, "新正文。", effective_from=NEXT_YEAR), AUTHOR))
    assert base.live(first.entry_id) == 1
    assert base.titles("贷款贴息") == {OLD}
    new_year(base)
    assert base.live(first.entry_id) == 2
    assert base.titles("贷款贴息") == {NEW}


def test_withdrawing_a_correction_does_not_bring_the_faulty_text_back(base: Base) -> None:
    first = base.publish(policy(OLD))
    base.review(base.do("revise", first.entry_id, policy(NEW, "更正后的正文。"), AUTHOR))
    base.do("withdraw", first.entry_id, 2, actor=REVIEWER, reason="误发")
    assert base.live(first.entry_id) is None
    assert base.titles("贷款贴息") == set()
    # nor when something else makes the entry be looked at again
    other = base.publish(policy("无关文件", relations=(replacing(OLD, effective_on=NEXT_YEAR),)))
    base.do("withdraw", other.entry_id, 1, actor=REVIEWER, reason="误发")
    assert base.titles("贷款贴息") == set()


def test_what_a_document_ended_stays_ended_when_that_document_expires(base: Base) -> None:
    old = base.publish(policy(OLD))
    middle = policy(
        NEW, "新办法。", relations=(replacing(OLD),), effective_from=date(2026, 6, 1), effective_to=date(2026, 12, 31)
    )
    base.publish(middle)
    new_year(base)
    other = base.publish(policy("又一个办法", relations=(replacing(OLD, effective_on=date(2027, 6, 1)),)))
    base.do("withdraw", other.entry_id, 1, actor=REVIEWER, reason="误发")
    assert base.get(old).status is EntryStatus.SUPERSEDED
    assert base.titles("贷款贴息") == set()


def test_a_correction_that_no_longer_claims_to_replace_gives_the_old_document_back(base: Base) -> None:
    old = base.publish(policy(OLD))
    new = base.publish(policy(NEW, "新办法。", relations=(replacing(OLD),), effective_from=date(2026, 6, 1)))
    base.review(base.do("revise", new.entry_id, policy(NEW, "新办法，与旧办法并行。"), AUTHOR))
    assert base.get(old).status is EntryStatus.PUBLISHED
    assert base.titles("贷款贴息") == {OLD, NEW}


def test_a_curator_may_say_that_one_entry_replaces_another(base: Base) -> None:
    old, new = base.publish(policy(OLD)), base.publish(policy(NEW, "新办法。"))
    base.do("supersede", old.entry_id, 1, successor_id=new.entry_id, effective_on=NEXT_YEAR, actor=REVIEWER)
    assert base.get(old).in_force_until == date(2026, 12, 31)
    new_year(base)
    assert base.get(old).status is EntryStatus.SUPERSEDED
    assert base.titles("贷款贴息") == {NEW}


def test_a_successor_must_be_another_published_entry(base: Base) -> None:
    old, draft = base.publish(policy(OLD)), base.do("create", policy(NEW, "新办法。"), AUTHOR)
    for successor in (old.entry_id, draft.entry_id):
        with pytest.raises(InvalidInputError):
            base.do("supersede", old.entry_id, 1, successor_id=successor, effective_on=None, actor=REVIEWER)
