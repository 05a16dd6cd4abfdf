"""Inviting to rate, and rating by the link of an invitation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actors import GUEST
from core.audit import UNKNOWN_ORIGIN, Origin
from core.ids import new_id
from petitions.actions.petitioner import PetitionerActions
from petitions.closing import closes_at
from petitions.invitations.errors import LinkExpiredError, LinkInvalidError, LinkUsedError
from petitions.invitations.tables import InvitationTable
from petitions.steps import Steps
from petitions.types import Petition, Reply, State
from petitions.views import ProgressView

PURPOSE = "rating"
PATH = "/rate/"


@dataclass(frozen=True, slots=True)
class RatingView:
    """What the page of a link shows: which answer is to be rated. `petition` is the one that was answered."""

    number: str
    reply: Reply
    department: str | None
    expires_at: datetime


class InvitationService:
    """Makes the links and opens them. Looking at one changes nothing, however often a mail scanner fetches it."""

    def __init__(self, steps: Steps, signing_key: str, base_url: str = "") -> None:
        self._steps, self._actions = steps, PetitionerActions(steps)
        self._signer = URLSafeSerializer(signing_key, salt=PURPOSE)
        self._base_url = base_url.rstrip("/")

    def invite(self, session: Session, petition_id: str, cycle: int, at: datetime) -> None:
        """Invite the petitioner to rate the answer of a cycle; another answer in it renews the invitation (T15).

        The link ends when rating does (T17).
        """
        expires_at = closes_at(at, self._steps.deadlines(session))
        found = self._find(session, petition_id, cycle)
        if found is not None:
            found.invited_at, found.expires_at = at, expires_at
            return
        session.add(
            InvitationTable(
                id=new_id("inv"), petition_id=petition_id, cycle=cycle, invited_at=at, expires_at=expires_at
            )
        )
        session.flush()

    def link(self, session: Session, petition_id: str) -> str | None:
        """Return the link of the newest invitation of a petition; None when it never was invited."""
        statement = select(InvitationTable.id).where(InvitationTable.petition_id == petition_id)
        newest = session.scalars(statement.order_by(InvitationTable.cycle.desc()).limit(1)).first()
        return None if newest is None else f"{self._base_url}{PATH}{self._signer.dumps(newest)}"

    def show(self, session: Session, token: str) -> RatingView:
        """Return the answer a link is about. Raises LinkInvalidError, LinkUsedError or LinkExpiredError."""
        invitation, petition, answered = self._open(session, token)
        replies = self._steps.repository.history(session, answered.id).replies
        teller = self._steps.presenter(session).teller
        reply = next((reply for reply in reversed(replies) if reply.cycle == answered.cycle), None)
        if reply is None:
            raise LinkExpiredError
        return RatingView(petition.number, reply, teller.department(reply.department_code), invitation.expires_at)

    def rate(
        self, session: Session, token: str, stars: int, comment: str = "", origin: Origin = UNKNOWN_ORIGIN
    ) -> ProgressView:
        """Rate by a link, which works once. Raises as `show` does, and InvalidInputError for stars outside 1..5."""
        invitation, petition, _ = self._open(session, token)
        rated = self._actions.rate_as_invited(session, petition, stars, comment, GUEST, origin)
        invitation.used_at = self._steps.clock.now()
        return rated

    def _open(self, session: Session, token: str) -> tuple[InvitationTable, Petition, Petition]:
        try:
            invitation_id = self._signer.loads(token)
        except BadSignature:
            raise LinkInvalidError from None
        invitation = session.get(InvitationTable, str(invitation_id))
        if invitation is None:
            raise LinkInvalidError
        petition = self._steps.repository.by_id(session, invitation.petition_id, for_update=True)
        answered = self._steps.repository.by_id(session, petition.master_id) if petition.master_id else petition
        if invitation.used_at is not None or self._steps.repository.has_rating(session, petition.id, invitation.cycle):
            raise LinkUsedError
        is_over = self._steps.clock.now() > invitation.expires_at or answered.cycle != invitation.cycle
        if is_over or answered.state is not State.ANSWERED:
            raise LinkExpiredError
        return invitation, petition, answered

    def _find(self, session: Session, petition_id: str, cycle: int) -> InvitationTable | None:
        statement = select(InvitationTable).where(
            InvitationTable.petition_id == petition_id, InvitationTable.cycle == cycle
        )
        return session.scalars(statement).first()
