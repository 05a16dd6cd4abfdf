"""Carries notices to the targets of the settings: at least once, with back-off, and never in anybody's way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import Clock
from core.database import Database
from core.errors import UpstreamError
from core.logging import get_logger
from petitions.notices.senders import Sender
from petitions.notices.tables import NoticeDeliveryTable, NoticeTable
from petitions.notices.targets import LINK, PHONE, Targets
from petitions.recipients import Recipient

_AT_ONCE = 200
_TARGETS_AT_ONCE = 8
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
_log = get_logger(__name__)
Phone = Callable[[Session, Recipient, str | None], str | None]
"""Gives the number of the contact of a petition (its id), or of the asker told, for targets that send to it."""
Link = Callable[[Session, str], str | None]
"""Gives the link to rate a petition's answer."""


@dataclass(frozen=True, slots=True)
class _Parcel:
    delivery_id: int
    target: str
    tries: int
    address: str | None
    text: str


class Deliverer:
    """Takes what is due and hands it to the sender: targets side by side, so that none waits for one that hangs."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        targets: Targets,
        sender: Sender,
        phone: Phone,
        link: Link,
        *,
        tries: int,
    ) -> None:
        self._database, self._clock, self._targets, self._sender = database, clock, targets, sender
        self._phone, self._link, self._tries = phone, link, tries

    def deliver(self) -> int:
        """Try everything that is due once; return how many were sent."""
        with self._database.reading() as session:
            parcels = self._due(session)
        by_target: dict[str, list[_Parcel]] = {}
        for parcel in parcels:
            by_target.setdefault(parcel.target, []).append(parcel)
        if not by_target:
            return 0
        with ThreadPoolExecutor(_TARGETS_AT_ONCE, thread_name_prefix="deliver") as pool:
            return sum(pool.map(self._to_one_target, by_target.values()))

    def _to_one_target(self, parcels: Sequence[_Parcel]) -> int:
        """Send one after the other; when one fails, the rest waits with it instead of hanging each for itself."""
        sent, error = 0, ""
        for parcel in parcels:
            if not error and parcel.address is not None:
                try:
                    self._sender.send(parcel.address, parcel.text)
                    sent += 1
                except UpstreamError as failure:
                    error = failure.message
                    _log.warning("notice_not_delivered", target=parcel.target, reason=error, tries=parcel.tries + 1)
            self._note(parcel, error if parcel.address is not None else "there is no such target or no phone number")
        return sent

    def _note(self, parcel: _Parcel, error: str) -> None:
        now = self._clock.now()
        with self._database.unit_of_work() as session:
            row = session.get_one(NoticeDeliveryTable, parcel.delivery_id)
            row.tries, row.error = parcel.tries + 1, error[:200]
            is_last = parcel.address is None or row.tries >= self._tries
            row.sent_at = None if error else now
            wait = min(_FIRST_WAIT * 2**parcel.tries, _LONGEST_WAIT)
            row.next_try_at = None if not error or is_last else now + wait

    def _due(self, session: Session) -> list[_Parcel]:
        statement = (
            select(NoticeDeliveryTable, NoticeTable)
            .join(NoticeTable, NoticeTable.id == NoticeDeliveryTable.notice_id)
            .where(NoticeDeliveryTable.next_try_at <= self._clock.now())
            .order_by(NoticeDeliveryTable.next_try_at, NoticeDeliveryTable.id)
            .limit(_AT_ONCE)
        )
        return [self._parcel(session, row, notice) for row, notice in session.execute(statement)]

    def _parcel(self, session: Session, row: NoticeDeliveryTable, notice: NoticeTable) -> _Parcel:
        address, text = self._targets.address(row.target), notice.text
        if LINK in text:
            link = self._link(session, notice.petition_id) if notice.petition_id else None
            text = text.replace(LINK, link or "")
        if address is not None and PHONE in address:
            phone = self._phone(session, Recipient.parse(notice.recipient), notice.petition_id)
            address = address.replace(PHONE, phone) if phone else None
        return _Parcel(row.id, row.target, row.tries, address, text)
