"""What is offered before the first question: what is asked in this season, and by many in their own words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from api.runtime import Runtime
from assistant.hot import hot_questions
from assistant.types import Feedback, Reply

MINE = "柔性引进专家一年要在高新区干满几天才给补助"
OTHERS = "首次贷款贴息到底能贴多少钱呢"  # its measure is in force for more than a year


def shown(sample: Runtime, day: date) -> list[str]:
    with sample.database.reading() as session:
        return [hot.question for hot in hot_questions(session, day)]


def test_a_question_is_shown_in_its_askers_words_once_several_conversations_had_it(
    sample: Runtime, ask: Callable[..., Reply]
) -> None:
    today = sample.clock.today()
    replies = [ask(MINE) for _ in range(2)]
    ask(MINE, conversation_id=replies[1].conversation_id)
    assert MINE not in shown(sample, today)
    replies.append(ask(MINE))
    assert MINE in shown(sample, today)
    with sample.database.unit_of_work() as session:
        sample.assistant.rate(session, replies[0].message_id, Feedback(False))
    assert MINE not in shown(sample, today)


def test_what_is_asked_in_a_season_comes_back_a_year_later(sample: Runtime, ask: Callable[..., Reply]) -> None:
    today = sample.clock.today()
    for _ in range(3):
        ask(OTHERS)
    assert OTHERS in shown(sample, today + timedelta(days=365))
    assert OTHERS not in shown(sample, today + timedelta(days=180))


def test_no_question_is_offered_twice_and_departments_take_turns(sample: Runtime) -> None:
    with sample.database.reading() as session:
        hot = hot_questions(session, sample.clock.today())
    assert len({each.question for each in hot}) == len(hot)
    departments = [each.department_code for each in hot]
    assert len(set(departments[:4])) == 4
