"""All queries about notices. The session belongs to the caller's unit of work; nothing here commits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from petitions.notices.tables import NoticeDeliveryTable, NoticeReadingTable, NoticeTable
from petitions.notices.types import Inbox, NewNotice, Notice
from petitions.recipients import Recipient
from petitions.tables import PetitionTable


class NoticeRepository:
    """Reads and writes notices and who read them."""

    def add(self, session: Session, notice: NewNotice, sent_at: datetime) -> int | None:
        """Put a notice into an inbox; return its id, None when this recipient was told of it before."""
        is_postgres = session.get_bind().dialect.name == "postgresql"
        insert = postgresql.insert if is_postgres else sqlite.insert
        statement = (
            insert(NoticeTable)
            .values(
                source=notice.source,
                template_code=notice.template.code,
                template_version=notice.template.version,
                recipient=str(notice.recipient),
                petition_id=notice.petition_id,
                text=notice.text,
                happened_at=notice.happened_at,
                sent_at=sent_at,
            )
            .on_conflict_do_nothing()
            .returning(NoticeTable.id)
        )
        return session.scalar(statement)

    def queue(self, session: Session, notice_id: int, targets: Sequence[str], at: datetime) -> None:
        """Have a notice carried to these targets too."""
        session.add_all(
            NoticeDeliveryTable(notice_id=notice_id, target=target, tries=0, next_try_at=at, error="")
            for target in targets
        )

    def inbox(
        self,
        session: Session,
        recipients: Sequence[Recipient],
        reader_id: str,
        *,
        only_unread: bool = False,
        offset: int = 0,
        limit: int = 50,
    ) -> Inbox:
        """Return one page of what these recipients were told, newest first, with what this reader has read."""
        mine = NoticeTable.recipient.in_([str(recipient) for recipient in recipients])
        is_read = _read_by(reader_id)
        counted = select(func.count()).select_from(NoticeTable)
        everything = session.scalar(counted.where(mine)) or 0
        unread = everything - (session.scalar(counted.join(NoticeReadingTable, is_read).where(mine)) or 0)
        statement = (
            select(NoticeTable, PetitionTable.number, NoticeReadingTable.read_at)
            .join(PetitionTable, PetitionTable.id == NoticeTable.petition_id)
            .outerjoin(NoticeReadingTable, is_read)
            .where(mine)
            .order_by(NoticeTable.id.desc())
            .offset(offset)
            .limit(limit)
        )
        if only_unread:
            statement = statement.where(NoticeReadingTable.read_at.is_(None))
        notices = tuple(_notice(row, number, read_at) for row, number, read_at in session.execute(statement))
        return Inbox(unread if only_unread else everything, unread, notices)

    def mark_read(
        self,
        session: Session,
        recipients: Sequence[Recipient],
        reader_id: str,
        at: datetime,
        ids: Collection[int] | None = None,
    ) -> int:
        """Note that this reader read these notices, or all of the inbox; others' ids are ignored. Return how many."""
        mine = NoticeTable.recipient.in_([str(recipient) for recipient in recipients])
        statement = select(NoticeTable.id).outerjoin(NoticeReadingTable, _read_by(reader_id))
        statement = statement.where(mine, NoticeReadingTable.read_at.is_(None))
        if ids is not None:
            statement = statement.where(NoticeTable.id.in_(ids))
        unread = session.scalars(statement).all()
        session.add_all(NoticeReadingTable(notice_id=id_, reader_id=reader_id, read_at=at) for id_ in unread)
        session.flush()
        return len(unread)


def _read_by(reader_id: str) -> ColumnElement[bool]:
    return and_(NoticeReadingTable.notice_id == NoticeTable.id, NoticeReadingTable.reader_id == reader_id)


def _notice(row: NoticeTable, number: str, read_at: datetime | None) -> Notice:
    return Notice(
        id=row.id,
        template_code=row.template_code,
        template_version=row.template_version,
        recipient=Recipient.parse(row.recipient),
        petition_id=row.petition_id or "",
        petition_number=number,
        text=row.text,
        happened_at=row.happened_at,
        sent_at=row.sent_at,
        read_at=read_at,
    )
