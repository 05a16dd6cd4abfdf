"""Confirmed pairs: kept once, by who has the most to say, and taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import audit, outbox
from core.actors import Actor, Role
from core.clock import FixedClock
from knowledge.errors import EntryNotFoundError
from knowledge.learning.errors import ClauseNotFoundError, EmptyQuestionError, PairNotFoundError
from knowledge.learning.repository import ConfirmedPairRepository
from knowledge.learning.service import PAIR_TOPIC, LearningService, Rating, question_key
from knowledge.learning.types import ConfirmedPair, PairFilter, PairOrigin, PairTarget
from tests.support.base import REVIEWER, Base
from tests.support.drafts import policy

CURATOR = Actor("cur_1", "curator", frozenset({Role.CURATOR}))
QUESTION = "公司请人做实验花的钱能报销吗"


@pytest.fixture
def target(base: Base) -> PairTarget:
    return PairTarget(base.publish(policy()).entry_id, "t2")


@pytest.fixture
def learning(clock: FixedClock) -> LearningService:
    return LearningService(clock)


def confirm(base: Base, learning: LearningService, question: str, target: PairTarget, **values: int) -> ConfirmedPair:
    with base.database.unit_of_work() as session:
        return learning.confirm(session, question, target, CURATOR, **values)


def rate(
    base: Base,
    learning: LearningService,
    *targets: PairTarget,
    message: str = "msg_1",
    visitor: str | None = "v1",
    helpful: bool = True,
    question: str = QUESTION,
) -> list[ConfirmedPair]:
    with base.database.unit_of_work() as session:
        return learning.rate(session, Rating(message, visitor, question, targets, helpful))


def stored(base: Base, **wanted: object) -> list[ConfirmedPair]:
    with base.database.reading() as session:
        return [row.pair for row in ConfirmedPairRepository(session).listed(PairFilter(**wanted))[1]]  # type: ignore[arg-type]


def learned(base: Base, learning: LearningService) -> list[tuple[str, str, float]]:
    with base.database.reading() as session:
        return [(p.entry_id, p.clause_id, p.weight) for p in learning.learned_pairs(session).values()]


def announced(base: Base) -> list[int]:
    with base.database.reading() as session:
        return [e.payload["pair_id"] for e in outbox.read_after(session, 0, topics=[PAIR_TOPIC], limit=100)]


def test_a_pair_is_kept_once_however_the_question_is_written(
    base: Base, learning: LearningService, target: PairTarget
) -> None:
    first = confirm(base, learning, QUESTION, target)
    again = confirm(base, learning, f" {QUESTION[:4]} {QUESTION[4:]} ", target)
    traditional = confirm(base, learning, "公司請人做實驗花的錢能報銷嗎", target)
    assert first.id == again.id == traditional.id
    assert len(stored(base)) == 1
    assert announced(base) == [first.id]


def test_the_same_question_may_have_several_answers(base: Base, learning: LearningService, target: PairTarget) -> None:
    confirm(base, learning, QUESTION, target)
    confirm(base, learning, QUESTION, PairTarget(target.entry_id))
    assert {pair.target.clause_id for pair in stored(base)} == {"t2", ""}


def test_personal_data_in_a_question_is_masked_before_it_is_stored(
    base: Base, learning: LearningService, target: PairTarget
) -> None:
    pair = confirm(base, learning, "我的电话13900001234，补助何时到账", target)
    assert "13900001234" not in pair.question
    assert pair.question_key == question_key(pair.question)


def test_what_does_not_exist_cannot_answer(base: Base, learning: LearningService, target: PairTarget) -> None:
    with pytest.raises(EntryNotFoundError):
        confirm(base, learning, QUESTION, PairTarget("pol_missing"))
    with pytest.raises(ClauseNotFoundError):
        confirm(base, learning, QUESTION, PairTarget(target.entry_id, "t99"))
    with pytest.raises(EmptyQuestionError):
        confirm(base, learning, " “” ", target)
    with pytest.raises(PairNotFoundError):
        confirm(base, learning, QUESTION, target, instead_of=77)
    assert stored(base) == []


def test_a_correction_withdraws_what_it_corrects(base: Base, learning: LearningService, target: PairTarget) -> None:
    wrong = confirm(base, learning, QUESTION, PairTarget(target.entry_id, "t1"))
    right = confirm(base, learning, QUESTION, target, instead_of=wrong.id)
    assert [pair.id for pair in stored(base, active_only=True)] == [right.id]
    with base.database.reading() as session:
        actors = audit.actors_of(session, "learning.withdraw", object_type="confirmed_pair", object_id=str(wrong.id))
    assert actors == {CURATOR.id}


def test_a_withdrawn_pair_counts_no_more_and_only_staff_bring_it_back(
    base: Base, learning: LearningService, target: PairTarget
) -> None:
    pair = confirm(base, learning, QUESTION, target)
    with base.database.unit_of_work() as session:
        learning.withdraw(session, pair.id, CURATOR)
    assert learned(base, learning) == []
    assert rate(base, learning, target) == []
    with base.database.unit_of_work() as session:
        learning.import_pair(session, QUESTION, target, "log.csv")
    assert learned(base, learning) == []
    assert confirm(base, learning, QUESTION, target).id == pair.id
    assert learned(base, learning) == [(target.entry_id, "t2", 1.0)]


def test_pairs_of_a_withdrawn_entry_do_not_count(base: Base, learning: LearningService) -> None:
    version = base.publish(policy())
    confirm(base, learning, QUESTION, PairTarget(version.entry_id, "t2"))
    base.do(
        "withdraw", version.entry_id, version.version, lock=base.get(version).lock, actor=REVIEWER, reason="内容有误"
    )
    assert learned(base, learning) == []
    with base.database.reading() as session:
        [row] = learning.list_pairs(session, PairFilter())[1]
    assert not row.counts
    assert row.title == version.content.title


def test_a_clause_that_a_new_version_no_longer_has_stands_for_its_entry(
    base: Base, learning: LearningService, clock: FixedClock
) -> None:
    version = base.publish(policy())
    confirm(base, learning, QUESTION, PairTarget(version.entry_id, "t2"))
    shorter = policy(version.content.title, "补助按实际支出的百分之二十给予，最高一百万元。")
    clock.advance_to(clock.now() + timedelta(days=1))
    base.review(base.do("revise", version.entry_id, shorter, CURATOR))
    assert learned(base, learning) == [(version.entry_id, "", 1.0)]


# -- ratings ---------------------------------------------------------------------------------------------------


def test_a_helpful_answer_confirms_what_it_cited_and_weighs_less_than_staff(
    base: Base, learning: LearningService, target: PairTarget
) -> None:
    [pair] = rate(base, learning, target)
    assert (pair.origin, pair.origin_id, pair.confirmed_by) == (PairOrigin.RATING, "msg_1", "v1")
    assert learned(base, learning) == [(target.entry_id, "t2", PairOrigin.RATING.weight)]
    assert PairOrigin.RATING.weight < PairOrigin.CURATOR.weight
    confirm(base, learning, QUESTION, target)
    assert learned(base, learning) == [(target.entry_id, "t2", 1.0)]


def test_a_visitor_counts_once_per_question(base: Base, learning: LearningService, target: PairTarget) -> None:
    other = PairTarget(target.entry_id, "t1")
    for number in range(5):
        rate(base, learning, target, message=f"msg_{number}")
    assert len(stored(base)) == 1
    rate(base, learning, other, message="msg_9")
    assert [pair.target for pair in stored(base)] == [other]


def test_not_helpful_takes_back_what_this_visitor_confirmed_and_nothing_else(
    base: Base, learning: LearningService, target: PairTarget
) -> None:
    other = PairTarget(target.entry_id, "t1")
    confirm(base, learning, QUESTION, other)
    rate(base, learning, target, other)
    rate(base, learning, target, helpful=False, visitor="v2", message="msg_2")
    assert len(learned(base, learning)) == 2
    rate(base, learning, target, helpful=False)
    assert learned(base, learning) == [(target.entry_id, "t1", 1.0)]


def test_an_anonymous_rating_is_taken_back_by_the_same_answer(
    base: Base, learning: LearningService, target: PairTarget
) -> None:
    rate(base, learning, target, visitor=None)
    assert len(stored(base)) == 1
    rate(base, learning, target, visitor=None, helpful=False)
    assert stored(base) == []


def test_an_answer_that_cites_what_is_gone_teaches_nothing(
    base: Base, learning: LearningService, target: PairTarget
) -> None:
    assert rate(base, learning, PairTarget("pol_gone", "t1"), PairTarget(target.entry_id, "t77")) == []
    assert stored(base) == []


def test_erasing_messages_cuts_their_pairs_off_from_them(
    base: Base, learning: LearningService, target: PairTarget
) -> None:
    rate(base, learning, target)
    with base.database.unit_of_work() as session:
        assert learning.forget_messages(session, ["msg_1", "msg_2"]) == 1
    [pair] = stored(base)
    assert (pair.origin_id, pair.confirmed_by) == (None, None)
    assert learned(base, learning)


def test_a_closed_petition_teaches_what_its_reply_cites(
    base: Base, learning: LearningService, target: PairTarget
) -> None:
    with base.database.unit_of_work() as session:
        kept = learning.learn_from_petition(session, "SQ202611200001", QUESTION, [target, PairTarget("pol_gone")])
    assert [(pair.origin, pair.origin_id) for pair in kept] == [(PairOrigin.PETITION, "SQ202611200001")]
    rate(base, learning, target)
    assert [pair.origin for pair in stored(base)] == [PairOrigin.PETITION]


@given(st.lists(st.tuples(st.sampled_from(["rate", "unrate", "import", "petition", "confirm", "withdraw"]))))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_a_pair_stands_once_and_staff_have_the_last_word(
    base: Base, learning: LearningService, target: PairTarget, deeds: list[tuple[str]]
) -> None:
    with base.database.unit_of_work() as session:
        repository = ConfirmedPairRepository(session)
        repository.delete([row.pair.id for row in repository.listed(PairFilter(limit=200))[1]])
    staff_say: bool | None = None
    for (deed,) in deeds:
        with base.database.unit_of_work() as session:
            stored_now = ConfirmedPairRepository(session).find(question_key(QUESTION), target)
            if deed in ("rate", "unrate"):
                learning.rate(session, Rating("msg_1", "v1", QUESTION, (target,), deed == "rate"))
            elif deed == "import":
                learning.import_pair(session, QUESTION, target, "log")
            elif deed == "petition":
                learning.learn_from_petition(session, "SQ1", QUESTION, [target])
            elif deed == "confirm":
                learning.confirm(session, QUESTION, target, CURATOR)
                staff_say = True
            elif stored_now is not None:
                learning.withdraw(session, stored_now.id, CURATOR)
                staff_say = False
    pairs = stored(base)
    assert len(pairs) <= 1
    if staff_say is not None:
        assert [pair.is_active for pair in pairs] == [staff_say]
