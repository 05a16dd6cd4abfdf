"""Queries over stored answers for those who review them. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from assistant.errors import MessageNotFoundError
from assistant.repository import to_reply
from assistant.tables import MessageRow
from assistant.types import Feedback, Outcome, Reply, Rung


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFilter:
    """Which answers are looked for; None and empty mean any. `helpful` False: those rated as no help."""

    outcomes: frozenset[Outcome] = frozenset()
    rungs: frozenset[Rung] = frozenset()
    below_confidence: float | None = None
    helpful: bool | None = None
    text: str = ""
    offset: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True)
class AnswerSummary:
    """One row of the list. `confidence` is 0..1, 0 where nothing was judged; `question` is empty once erased."""

    message_id: str
    question: str
    outcome: Outcome
    rung: Rung
    reason: str
    confidence: float
    helpful: bool | None
    asked_at: datetime
    milliseconds: float


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """One exchange as it was stored, with what the enterprise said about it."""

    reply: Reply
    feedback: Feedback | None

    @property
    def is_erased(self) -> bool:
        """Say whether its words were erased on request; then there is nothing to replay."""
        return not self.reply.question.text


class AnswerLog:
    """Reads stored answers inside the caller's session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page(self, wanted: AnswerFilter) -> tuple[int, list[AnswerSummary]]:
        """Return how many answers match and one page of them, the newest first."""
        conditions = _conditions(wanted)
        count = self._session.scalar(select(func.count()).select_from(MessageRow).where(*conditions)) or 0
        columns = select(
            MessageRow.id, MessageRow.question, MessageRow.outcome, MessageRow.rung, MessageRow.reason,
            MessageRow.answer["confidence"].as_float(), MessageRow.helpful, MessageRow.asked_at, MessageRow.answered_at,
        )  # fmt: skip
        newest = columns.where(*conditions).order_by(MessageRow.asked_at.desc(), MessageRow.id)
        rows = self._session.execute(newest.offset(wanted.offset).limit(wanted.limit))
        return count, [
            AnswerSummary(
                key, question, Outcome(outcome), Rung(rung), reason, confidence or 0.0, helpful, asked,
                (answered - asked).total_seconds() * 1000,
            )
            for key, question, outcome, rung, reason, confidence, helpful, asked, answered in rows
        ]  # fmt: skip

    def stored(self, message_id: str) -> StoredAnswer:
        """Return one exchange. Raises MessageNotFoundError."""
        row = self._session.get(MessageRow, message_id)
        if row is None:
            raise MessageNotFoundError()
        said = row.feedback or {}
        feedback = None
        if row.helpful is not None:
            feedback = Feedback(row.helpful, tuple(said.get("reasons", ())), said.get("comment", ""))
        return StoredAnswer(to_reply(row), feedback)


def _conditions(wanted: AnswerFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.outcomes:
        found.append(MessageRow.outcome.in_(_codes(wanted.outcomes)))
    if wanted.rungs:
        found.append(MessageRow.rung.in_(_codes(wanted.rungs)))
    if wanted.helpful is not None:
        found.append(MessageRow.helpful.is_(wanted.helpful))
    if wanted.below_confidence is not None:
        found.append(MessageRow.answer["confidence"].as_float() < wanted.below_confidence)
    if wanted.text:
        found.append(MessageRow.question.contains(wanted.text, autoescape=True))
    return found


def _codes(values: Iterable[Outcome] | Iterable[Rung]) -> list[str]:
    return sorted(value.value for value in values)
