"""Offering a person along with an answer, to pages that can bring one (DOMAIN §7.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.takeover.types import Attendance
from assistant.types import Action, Answer, NextAction, Outcome, Turn
from assistant.wording import person_request
from core.messages import message
from core.text import to_simplified

_TROUBLED = frozenset({"hand_over", "complaint", "dissatisfied"})
"""Reasons for which a person is offered though none was asked for."""

AT_ONCE = "at_once"
"""Parameter of the action when a person was asked for in so many words: the page need not ask again."""


def offering_person(
    answer: Answer, question: str, turns: Sequence[Turn], attendance: Attendance, *, hours: str
) -> Answer:
    """Return the answer with a person among its next actions where one would help and is there.

    Who asked for a person in so many words is told when none is there. `turns`: the exchanges before.
    """
    is_asked_for = answer.reason == "hand_over" and person_request().search(to_simplified(question)) is not None
    is_stuck = bool(answer.outcome is Outcome.ABSTAINED and turns and turns[-1].outcome is Outcome.ABSTAINED)
    if not (is_stuck or answer.reason in _TROUBLED):
        return answer
    if attendance is Attendance.ATTENDED:
        action = NextAction(
            Action.ASK_FOR_PERSON, message("action.ask_for_person"), {AT_ONCE: "yes"} if is_asked_for else {}
        )
        text = message("answer.person_coming") if is_asked_for else answer.text
        return replace(answer, text=text, next_actions=(action, *answer.next_actions))
    if not is_asked_for:
        return answer
    if attendance is Attendance.CLOSED:
        return replace(answer, text=message("answer.person_closed", hours=hours))
    return replace(answer, text=message("answer.person_nobody"))
