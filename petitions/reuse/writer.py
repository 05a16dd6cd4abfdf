"""Drafts knowledge from what was closed: follows the outbox in order, once per petition."""

from __future__ import annotations

from core import outbox
from core.database import Database
from core.errors import AppError
from core.logging import get_logger
from petitions.reuse.service import MARKED_TOPIC, ReplyReuse

CONSUMER = "reuse"
_TOPICS = ("petition.closed", MARKED_TOPIC)
_log = get_logger(__name__)


class ReuseWriter:
    """The one consumer of the outbox that drafts from petitions. Where it stands is stored with what it drafted."""

    def __init__(self, database: Database, reuse: ReplyReuse) -> None:
        self._database, self._reuse = database, reuse

    def follow(self) -> int:
        """Take in everything that was closed or marked since the last time; return how many entries were drafted."""
        drafted = 0
        while (event := self._next()) is not None:
            drafted += self._take_in(event)
        return drafted

    def _next(self) -> outbox.OutboxEvent | None:
        with self._database.reading() as session:
            row = session.get(outbox.OutboxPositionRow, CONSUMER)
            found = outbox.read_after(session, row.sequence if row else 0, topics=_TOPICS, limit=1)
        return found[0] if found else None

    def _take_in(self, event: outbox.OutboxEvent) -> int:
        """Draft from one petition, each in a transaction of its own: one that cannot be drafted holds up no other."""
        try:
            with self._database.unit_of_work() as session:
                if outbox.position(session, CONSUMER) >= event.sequence:  # another process was faster
                    return 0
                entry_id = self._reuse.take_in(session, event.payload["number"])
                outbox.move_to(session, CONSUMER, event.sequence)
        except AppError as error:
            _log.error("petition_not_drafted", sequence=event.sequence, code=error.code, detail=error.message)
            with self._database.unit_of_work() as session:
                outbox.move_to(session, CONSUMER, event.sequence)
            return 0
        if entry_id is not None:
            _log.info("petition_drafted", entry_id=entry_id)
        return int(entry_id is not None)
