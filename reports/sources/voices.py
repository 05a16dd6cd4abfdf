"""What people said lately, in petitions and questions, as messages for the detector of hot issues."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.tables import MessageRow
from assistant.types import Outcome
from core.masking import mask
from petitions.tables import PetitionTable
from petitions.types import OPEN_STATES, State, Urgency
from reports.hot.types import HotMessage
from reports.issues.types import VoiceKind

_ABOUT_NOTHING = (Outcome.OUT_OF_SCOPE.value, Outcome.FAILED.value)
_NOT_HEARD = (State.DRAFT.value, State.REFUSED.value, State.WITHDRAWN.value)
_TITLE_CHARS = 60


def read_voices(session: Session, since: datetime, until: datetime, *, limit: int) -> list[HotMessage]:
    """Return the newest petitions and questions of a stretch of time, at most `limit` of each, without personal data.

    Petitions are told apart by enterprise, questions by conversation. An id is "petition:NUMBER" or "question:ID".
    """
    return _petitions(session, since, until, limit) + _questions(session, since, until, limit)


def newest_voice(session: Session) -> tuple[datetime | None, datetime | None]:
    """Return when the last petition and the last question came; the same again means that nothing is new."""
    return (
        session.scalar(select(func.max(PetitionTable.submitted_at))),
        session.scalar(select(func.max(MessageRow.asked_at))),
    )


def split_id(voice_id: str) -> tuple[VoiceKind, str]:
    """Return what the id of a voice names."""
    kind, _, name = voice_id.partition(":")
    return VoiceKind(kind), name


def _petitions(session: Session, since: datetime, until: datetime, limit: int) -> list[HotMessage]:
    row = PetitionTable
    columns = select(
        row.id, row.number, row.title, row.content, row.submitted_at, row.credit_code, row.enterprise_name,
        row.urgency, row.state,
    )  # fmt: skip
    wanted = columns.where(row.submitted_at >= since, row.submitted_at <= until, row.state.not_in(_NOT_HEARD))
    open_states = {state.value for state in OPEN_STATES}
    return [
        HotMessage(
            id=f"{VoiceKind.PETITION.value}:{number}",
            title=mask(title),
            text=mask(content),
            at=at,
            sender=code or name or petition_id,
            is_extra_urgent=urgency == Urgency.EXTRA_URGENT.value and state in open_states,
        )
        for petition_id, number, title, content, at, code, name, urgency, state in session.execute(
            wanted.order_by(row.submitted_at.desc(), row.number.desc()).limit(limit)
        )
    ]


def _questions(session: Session, since: datetime, until: datetime, limit: int) -> list[HotMessage]:
    row = MessageRow
    columns = select(row.id, row.conversation_id, row.question, row.rewritten, row.asked_at)
    wanted = columns.where(row.asked_at >= since, row.asked_at <= until, row.outcome.not_in(_ABOUT_NOTHING))
    return [
        HotMessage(
            id=f"{VoiceKind.QUESTION.value}:{message_id}",
            title=mask(rewritten or question)[:_TITLE_CHARS],
            text=mask(rewritten or question),
            at=at,
            sender=conversation,
        )
        for message_id, conversation, question, rewritten, at in session.execute(
            wanted.order_by(row.asked_at.desc(), row.id.desc()).limit(limit)
        )
    ]
