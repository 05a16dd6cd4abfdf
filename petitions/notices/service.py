"""Reading notices: the inboxes of staff, and that of whoever shows number and phone tail."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy.orm import Session

from core.actors import Actor, Role
from petitions.access import own_departments
from petitions.invitations.service import InvitationService
from petitions.notices.repository import NoticeRepository
from petitions.notices.targets import LINK
from petitions.notices.templates import TemplateRepository
from petitions.notices.types import Inbox, Notice
from petitions.recipients import DISPATCHERS, Recipient, department, petitioner, supervision_level, supervisors
from petitions.steps import Steps

_PETITIONER = "petitioner"
"""Who read, where nobody logged in: whoever showed number and phone tail."""
_MOST_SHOWN = 200


class NoticeService:
    """What people do with their notices."""

    def __init__(self, steps: Steps, invitations: InvitationService) -> None:
        self.templates = TemplateRepository()
        self._steps, self._invitations, self._notices = steps, invitations, NoticeRepository()

    def inbox(
        self, session: Session, actor: Actor, *, only_unread: bool = False, offset: int = 0, limit: int = 50
    ) -> Inbox:
        """Return one page of a member of staff's inbox: that of the role, the level and the department tree."""
        mine = self._inboxes(session, actor)
        return self._notices.inbox(session, mine, actor.id, only_unread=only_unread, offset=offset, limit=limit)

    def mark_read(self, session: Session, actor: Actor, ids: Collection[int] | None = None) -> int:
        """Note that this member of staff read these notices, or all; return how many were unread."""
        return self._notices.mark_read(session, self._inboxes(session, actor), actor.id, self._steps.clock.now(), ids)

    def of_petitioner(self, session: Session, number: str, phone_tail: str) -> tuple[Notice, ...]:
        """Return what the petitioner was told, newest first, now read. Raises PetitionNotFoundError."""
        petition = self._steps.intake.find(session, number, phone_tail)
        mine = [petitioner(petition.id)]
        found = self._notices.inbox(session, mine, _PETITIONER, limit=_MOST_SHOWN).notices
        self._notices.mark_read(session, mine, _PETITIONER, self._steps.clock.now())
        link = self._invitations.link(session, petition.id) or ""
        return tuple(replace(notice, text=notice.text.replace(LINK, link)) for notice in found)

    def _inboxes(self, session: Session, actor: Actor) -> list[Recipient]:
        found = [DISPATCHERS] if actor.has(Role.DISPATCHER) else []
        level = supervision_level(actor)
        if level is not None:
            found.append(supervisors(level))
        return found + [department(code) for code in sorted(own_departments(session, actor, self._steps.departments))]
