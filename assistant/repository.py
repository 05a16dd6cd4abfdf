"""All queries over conversations, returning domain types. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias

from pydantic import TypeAdapter
from sqlalchemy import (
    ColumnElement,
    Delete,
    Integer,
    Update,
    and_,
    cast,
    delete,
    func,
    insert,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.orm import Session

from assistant.errors import ConversationNotFoundError, MessageNotFoundError
from assistant.tables import CitedEntryRow, ConversationRow, MessageRow
from assistant.types import Action, Answer, Choice, Conversation, Feedback, Outcome, Question, Reply, Turn
from core.clock import SHANGHAI

_answer = TypeAdapter(Answer)
_UNANSWERED = (Outcome.ABSTAINED.value, Outcome.PARTIAL.value, Outcome.FAILED.value)

Period: TypeAlias = tuple[datetime, datetime]
"""From when until when, both included."""


class ConversationRepository:
    """Reads and writes conversations inside the caller's session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def exists(self, conversation_id: str) -> bool:
        return self._session.get(ConversationRow, conversation_id) is not None

    def add(self, reply: Reply) -> None:
        """Store one exchange; the conversation is opened with its first."""
        if not self.exists(reply.conversation_id):
            self._session.execute(
                insert(ConversationRow).values(id=reply.conversation_id, started_at=reply.question.asked_at)
            )
        answer = reply.answer
        self._session.execute(
            insert(MessageRow).values(
                id=reply.message_id,
                conversation_id=reply.conversation_id,
                question=reply.question.text,
                rewritten=reply.rewritten,
                as_of=reply.question.as_of,
                region_code=reply.question.region_code,
                outcome=answer.outcome.value,
                rung=answer.rung.value,
                reason=answer.reason,
                answer=_answer.dump_python(answer, mode="json"),
                disclaimer=reply.with_disclaimer,
                asked_at=reply.question.asked_at,
                answered_at=reply.answered_at,
            )
        )
        cited = {citation.document_id for citation in answer.citations}
        if cited:
            rows = [{"message_id": reply.message_id, "entry_id": entry_id} for entry_id in sorted(cited)]
            self._session.execute(insert(CitedEntryRow), rows)

    def turns(self, conversation_id: str, *, limit: int, before: str | None = None) -> list[Turn]:
        """Return the last `limit` exchanges, oldest first; empty for an unknown conversation.

        With `before`, a message of the conversation, those before it.
        """
        last = self._session.get(MessageRow, before) if before else None
        earlier = _before(last) if last is not None else true()
        rows = self._session.scalars(
            select(MessageRow)
            .where(MessageRow.conversation_id == conversation_id, earlier)
            .order_by(MessageRow.asked_at.desc(), MessageRow.id.desc())
            .limit(limit)
        ).all()
        return [_to_turn(row) for row in reversed(rows)]

    def conversation(self, conversation_id: str) -> Conversation:
        """Return a conversation with all its exchanges. Raises ConversationNotFoundError."""
        row = self._session.get(ConversationRow, conversation_id)
        if row is None:
            raise ConversationNotFoundError()
        messages = self._session.scalars(
            select(MessageRow)
            .where(MessageRow.conversation_id == conversation_id)
            .order_by(MessageRow.asked_at, MessageRow.id)
        )
        return Conversation(row.id, row.started_at, tuple(to_reply(message) for message in messages), row.stars)

    def reply(self, message_id: str) -> Reply:
        """Return one exchange. Raises MessageNotFoundError."""
        return to_reply(self._message(message_id))

    def rate(self, message_id: str, feedback: Feedback) -> None:
        """Store feedback on an answer, replacing an earlier one. Raises MessageNotFoundError."""
        self._message(message_id)
        self._session.execute(
            update(MessageRow)
            .where(MessageRow.id == message_id)
            .values(
                helpful=feedback.helpful,
                feedback={"reasons": list(feedback.reasons), "comment": feedback.comment},
            )
        )

    def rate_conversation(self, conversation_id: str, stars: int, comment: str, *, at: datetime) -> None:
        """Store a rating of the whole, replacing an earlier one. Raises ConversationNotFoundError."""
        self._change(
            update(ConversationRow)
            .where(ConversationRow.id == conversation_id)
            .values(stars=stars, comment=comment, rated_at=at)
        )

    def remove(self, conversation_id: str) -> None:
        """Delete a conversation and its messages. Raises ConversationNotFoundError."""
        self._change(delete(ConversationRow).where(ConversationRow.id == conversation_id))

    def times_cited(self, entry_ids: Sequence[str], periods: Sequence[Period] = ()) -> dict[str, int]:
        """Return how often each of `entry_ids` was cited, within `periods` if given; never: missing."""
        rows = self._session.execute(
            select(CitedEntryRow.entry_id, func.count())
            .join(MessageRow, MessageRow.id == CitedEntryRow.message_id)
            .where(CitedEntryRow.entry_id.in_(entry_ids), _within(periods))
            .group_by(CitedEntryRow.entry_id)
        )
        return {row[0]: row[1] for row in rows}

    def asked_by_many(self, periods: Sequence[Period], *, fewest: int, limit: int) -> list[tuple[str, str]]:
        """Return questions that were answered in at least `fewest` conversations, each with an entry that answered it.

        Most often asked first; questions that anybody called badly answered are left out.
        """
        times = func.count(MessageRow.conversation_id.distinct())
        rows = self._session.execute(
            select(MessageRow.rewritten, func.min(CitedEntryRow.entry_id))
            .join(CitedEntryRow, CitedEntryRow.message_id == MessageRow.id)
            .where(MessageRow.outcome == Outcome.ANSWERED.value, _within(periods))
            .group_by(MessageRow.rewritten)
            .having(times >= fewest, func.coalesce(func.min(cast(MessageRow.helpful, Integer)), 1) == 1)
            .order_by(times.desc(), MessageRow.rewritten)
            .limit(limit)
        )
        return [(row[0], row[1]) for row in rows]

    def _change(self, statement: Update | Delete) -> None:
        changed = self._session.execute(statement)
        if changed.rowcount == 0:  # type: ignore[attr-defined]  # a CursorResult, as of every write
            raise ConversationNotFoundError()

    def _message(self, message_id: str) -> MessageRow:
        row = self._session.get(MessageRow, message_id)
        if row is None:
            raise MessageNotFoundError()
        return row


def _within(periods: Sequence[Period]) -> ColumnElement[bool]:
    return or_(*(MessageRow.asked_at.between(*period) for period in periods)) if periods else true()


def _before(last: MessageRow) -> ColumnElement[bool]:
    """Return the condition that a message comes before `last` in the order of a conversation."""
    at_once = and_(MessageRow.asked_at == last.asked_at, MessageRow.id < last.id)
    return or_(MessageRow.asked_at < last.asked_at, at_once)


def _to_turn(row: MessageRow) -> Turn:
    cited = tuple(dict.fromkeys(citation["document_id"] for citation in row.answer["citations"]))
    offered = (each["params"] for each in row.answer["next_actions"] if each["action"] == Action.CHOOSE)
    choices = tuple(Choice(p["slot"], p["value"], p["question"], p.get("entry_id")) for p in offered if "slot" in p)
    other_day = row.as_of if row.as_of != row.asked_at.astimezone(SHANGHAI).date() else None
    title = next((each["title"] for each in row.answer["citations"] if each["document_number"]), None)
    return Turn(row.question, row.rewritten, Outcome(row.outcome), cited, row.reason, choices, other_day, title)


def to_reply(row: MessageRow) -> Reply:
    """Return the exchange that a row holds."""
    question = Question(
        text=row.question,
        as_of=row.as_of,
        asked_at=row.asked_at,
        region_code=row.region_code,
        conversation_id=row.conversation_id,
    )
    return Reply(
        conversation_id=row.conversation_id,
        message_id=row.id,
        question=question,
        rewritten=row.rewritten,
        answer=_answer.validate_python(row.answer),
        with_disclaimer=row.disclaimer,
        answered_at=row.answered_at,
    )


def unanswered_questions(session: Session, conversation_id: str) -> list[str]:
    """Return the questions of a conversation without a good answer, the first first, each as it stands alone.

    Where every one was answered, the last is what its asker was not content with.
    """
    rows = session.execute(
        select(MessageRow.rewritten, MessageRow.question, MessageRow.outcome, MessageRow.helpful)
        .where(MessageRow.conversation_id == conversation_id)
        .order_by(MessageRow.asked_at, MessageRow.id)
    ).all()
    unanswered = [row for row in rows if row.outcome in _UNANSWERED or row.helpful is False]
    return list(dict.fromkeys(row.rewritten or row.question for row in unanswered or rows[-1:]))
