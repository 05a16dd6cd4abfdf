"""Asking a stored question again: with what was known when it was asked, and with what is known today.

The words and models of now are used both times; the chat model is not, for it costs and does not repeat itself. So a
difference between what was said and the answer "then" comes from the product, one between "then" and "today" from the
knowledge base.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assistant.answer_log import AnswerLog, StoredAnswer
from assistant.errors import ErasedMessageError
from assistant.explaining import candidates_of
from assistant.service import Assistant
from assistant.types import Answer, AskRequest, Citation, Reply
from core.clock import SHANGHAI, Clock, FixedClock
from core.database import Database
from knowledge.as_known import SearchAsKnown
from knowledge.search import HybridSearch

AssistantMaker = Callable[[HybridSearch, Clock], Assistant]


@dataclass(frozen=True, slots=True)
class Difference:
    """How one answer differs from another. `lost` and `gained` are citations, told apart by clause and words."""

    outcome: bool
    rung: bool
    text: bool
    lost: tuple[Citation, ...]
    gained: tuple[Citation, ...]

    @property
    def is_none(self) -> bool:
        """Say whether both answers say the same with the same basis."""
        return not (self.outcome or self.rung or self.text or self.lost or self.gained)


@dataclass(frozen=True, slots=True)
class Replay:
    """What was said, what would have been said with the knowledge of then, and what would be said today."""

    stored: StoredAnswer
    then: Reply
    today: Reply

    @property
    def against_then(self) -> Difference:
        """What the answer of then has that the stored one has not, and the other way round."""
        return difference(self.stored.reply.answer, self.then.answer)

    @property
    def against_today(self) -> Difference:
        """The same for the answer of today."""
        return difference(self.stored.reply.answer, self.today.answer)


class Replayer:
    """Asks stored questions again. Nothing that it does is stored."""

    def __init__(self, make: AssistantMaker, search: HybridSearch, database: Database, clock: Clock) -> None:
        self._make = make
        self._search = search
        self._database = database
        self._clock = clock

    def replay(self, session: Session, message_id: str) -> Replay:
        """Ask again. Raises MessageNotFoundError, and ErasedMessageError when the words are gone."""
        stored = AnswerLog(session).stored(message_id)
        if stored.is_erased:
            raise ErasedMessageError()
        asked_at = stored.reply.question.asked_at
        remembered = {
            found.passage_id: (found.score, found.features)
            for trace in stored.reply.answer.trace
            for found in candidates_of(trace)
        }
        known = SearchAsKnown(self._search, self._database, asked_at, remembered)
        then = self._make(known, FixedClock(asked_at)).ask(_again(stored.reply))
        today = self._make(self._search, self._clock).ask(_again(stored.reply))
        return Replay(stored, then, today)


def difference(before: Answer, after: Answer) -> Difference:
    """Return how `after` differs from `before`."""
    old, new = _quoted(before), _quoted(after)
    return Difference(
        outcome=before.outcome is not after.outcome,
        rung=before.rung is not after.rung,
        text=before.text != after.text,
        lost=tuple(citation for key, citation in old.items() if key not in new),
        gained=tuple(citation for key, citation in new.items() if key not in old),
    )


def _again(reply: Reply) -> AskRequest:
    """Return the question as it was asked. The day it was about is only kept when it was not the day of asking."""
    question = reply.question
    asked_on = question.asked_at.astimezone(SHANGHAI).date()
    return AskRequest(
        text=question.text,
        conversation_id=reply.conversation_id,
        as_of=None if question.as_of == asked_on else question.as_of,
        region_code=question.region_code,
        replayed=reply.message_id,
    )


def _quoted(answer: Answer) -> dict[tuple[str, int, str, str], Citation]:
    return {(c.document_id, c.version, c.clause_id, c.quote): c for c in answer.citations}
