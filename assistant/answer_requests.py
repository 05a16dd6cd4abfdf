"""Telling a visitor once there is an answer: a telephone number left on a question that found none.

The number stands only in an encrypted column. It goes with the conversation it belongs to, or when its owner takes it
back.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from assistant.errors import AlreadyAnsweredError, MessageNotFoundError
from assistant.tables import AnswerRequestRow, MessageRow
from assistant.types import Outcome
from core.clock import Clock
from core.ids import new_id
from core.vault import Vault

_UNANSWERED = frozenset({Outcome.ABSTAINED.value, Outcome.PARTIAL.value})
_MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class AnswerRequest:
    """A question somebody waits for an answer to, without the number they left; `told_at` is None until they know."""

    message_id: str
    conversation_id: str
    question: str
    asked_at: datetime
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class AnswerRequests:
    """Use cases of waiting for an answer. Nothing here commits."""

    vault: Vault
    clock: Clock

    def leave(self, session: Session, message_id: str, phone: str, visitor: str | None) -> AnswerRequest:
        """Keep where to tell; a second time replaces the number. `visitor` is opaque.

        Raises MessageNotFoundError, AlreadyAnsweredError.
        """
        message = session.get(MessageRow, message_id)
        if message is None:
            raise MessageNotFoundError
        if message.outcome not in _UNANSWERED:
            raise AlreadyAnsweredError
        contact, now = self.vault.encrypt({"phone": phone}), self.clock.now()
        row = session.scalar(select(AnswerRequestRow).where(AnswerRequestRow.message_id == message_id))
        if row is None:
            row = AnswerRequestRow(id=new_id("arq"), message_id=message_id, asked_at=now)
            session.add(row)
        row.contact, row.visitor = contact, visitor or row.visitor
        session.flush()
        return _request(row, message)

    def withdraw(self, session: Session, message_id: str) -> None:
        """Forget the number left on a question; does nothing where there is none."""
        session.execute(delete(AnswerRequestRow).where(AnswerRequestRow.message_id == message_id))

    def forget_visitor(self, session: Session, visitor: str) -> None:
        """Forget every number that a visitor left, also those on conversations that a petition keeps."""
        session.execute(delete(AnswerRequestRow).where(AnswerRequestRow.visitor == visitor))

    def of_visitor(self, session: Session, visitor: str) -> list[AnswerRequest]:
        """Return what a visitor waits for or was told, the last asked first."""
        rows = session.execute(
            select(AnswerRequestRow, MessageRow)
            .join(MessageRow, MessageRow.id == AnswerRequestRow.message_id)
            .where(AnswerRequestRow.visitor == visitor)
            .order_by(AnswerRequestRow.asked_at.desc(), AnswerRequestRow.id)
            .limit(_MOST_SHOWN)
        )
        return [_request(row, message) for row, message in rows]

    def waiting(self, session: Session, message_ids: Collection[str]) -> dict[str, str]:
        """Return the ids of the requests on these questions whose owner was not told yet, by message."""
        rows = session.execute(
            select(AnswerRequestRow.message_id, AnswerRequestRow.id).where(
                AnswerRequestRow.message_id.in_(message_ids), AnswerRequestRow.told_at.is_(None)
            )
        )
        return {row.message_id: row.id for row in rows}

    def told(self, session: Session, request_ids: Collection[str]) -> None:
        """Note that the owners of these requests are being told."""
        now = self.clock.now()
        session.execute(update(AnswerRequestRow).where(AnswerRequestRow.id.in_(request_ids)).values(told_at=now))

    def forget_told(self, session: Session, *, before: datetime) -> None:
        """Delete requests whose owner was told before then: the number has served its purpose."""
        session.execute(delete(AnswerRequestRow).where(AnswerRequestRow.told_at < before))

    def phone(self, session: Session, request_id: str) -> str | None:
        """Return the number to tell; None when it was taken back."""
        row = session.get(AnswerRequestRow, request_id)
        return None if row is None else str(self.vault.decrypt(row.contact)["phone"])


def _request(row: AnswerRequestRow, message: MessageRow) -> AnswerRequest:
    return AnswerRequest(message.id, message.conversation_id, message.question, row.asked_at, row.told_at)
