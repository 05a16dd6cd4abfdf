"""What reviewers and curators say about a version while it is worked on, and what was done to it so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core import audit
from core.actors import Actor
from core.clock import Clock
from core.database import Base, UtcDateTime
from core.errors import InvalidInputError
from core.masking import mask
from core.messages import message
from knowledge.repository import KnowledgeRepository, VersionKey

_LONGEST = 2_000


class CommentRow(Base):
    __tablename__ = "entry_comments"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    entry_id: Mapped[str] = mapped_column(String(64), index=True)
    version: Mapped[int]
    clause_id: Mapped[str] = mapped_column(String(200))
    author_id: Mapped[str] = mapped_column(String(100))
    author_name: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True, slots=True)
class Comment:
    """One remark; an empty `clause_id` means the version as a whole."""

    id: int
    version: int
    clause_id: str
    author_name: str
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that was done to a version: who, when, and why if a reason was given."""

    version: int
    action: str
    actor_name: str
    reason: str | None
    at: datetime


class CommentService:
    """Use cases around a version that change nothing of it. None commits."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def add(self, session: Session, key: VersionKey, text: str, actor: Actor, *, clause_id: str = "") -> Comment:
        """Keep a remark; personal data in it is masked. Raises EntryNotFoundError, InvalidInputError when empty."""
        KnowledgeRepository(session).get(key.entry_id, key.version)
        words = mask(text.strip())
        if not 1 <= len(words) <= _LONGEST:
            sentence = message("comment.length", most=_LONGEST)
            raise InvalidInputError(sentence, details={"text": sentence})
        row = CommentRow(
            entry_id=key.entry_id, version=key.version, clause_id=clause_id, author_id=actor.id,
            author_name=actor.name, text=words, written_at=self._clock.now(),
        )  # fmt: skip
        session.add(row)
        session.flush()
        audit.record(
            session, actor, "knowledge.comment", "knowledge_entry", f"{key.entry_id}.{key.version}",
            {"comment": [None, row.id]}, at=self._clock.now(),
        )  # fmt: skip
        return _to_comment(row)

    def of_entry(self, session: Session, entry_id: str) -> list[Comment]:
        """Return all remarks about an entry, the latest first."""
        rows = session.scalars(select(CommentRow).where(CommentRow.entry_id == entry_id).order_by(CommentRow.id.desc()))
        return [_to_comment(row) for row in rows]

    def history(self, session: Session, entry_id: str, versions: int) -> list[Deed]:
        """Return everything that was done to versions 1 to `versions` of an entry, the latest first."""
        ids = {f"{entry_id}.{number}": number for number in range(1, versions + 1)}
        return [
            Deed(ids[row.object_id], row.action, row.actor_name, row.reason, row.at)
            for row in audit.rows_of(session, "knowledge_entry", list(ids))
        ]


def _to_comment(row: CommentRow) -> Comment:
    return Comment(row.id, row.version, row.clause_id, row.author_name, row.text, row.written_at)
