"""What enterprises do, guests too: file, look up, withdraw and rate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from core.actors import GUEST, Actor
from core.audit import UNKNOWN_ORIGIN, Origin
from core.masking import mask
from core.messages import message
from petitions.actions.endings import after_rating
from petitions.deadlines import allowance_days
from petitions.errors import AlreadyRatedError, WithdrawalHeldError
from petitions.journal import Note
from petitions.states import find_transition, require_role
from petitions.steps import Steps
from petitions.taxonomy import Category
from petitions.types import Identity, Nature, Petition, PetitionDraft, State
from petitions.validation import check_draft, missing, raise_field_errors
from petitions.views import ExpectationView, ProgressView, ReceiptView
from petitions.wording import due_text


@dataclass(frozen=True, slots=True)
class PetitionerActions:
    """The steps of petitioners, who are known by number and phone tail."""

    steps: Steps

    def categories(self) -> list[Category]:
        """Return the first-level categories a petitioner may choose; `taxonomy.children` has those below."""
        return self.steps.taxonomy.top_level()

    def expectation(self, session: Session, nature: Nature, *, is_policy_query: bool) -> ExpectationView:
        """Return when an answer would come if such a petition were accepted now (text 23)."""
        expected_by, text = self._expected(session, nature, is_policy_query, self.steps.clock.now())
        return ExpectationView(expected_by, text, message("petition.form_head", due=due_text(expected_by)))

    def file(
        self, session: Session, draft: PetitionDraft, actor: Actor = GUEST, origin: Origin = UNKNOWN_ORIGIN
    ) -> Petition:
        """T1: store a checked petition under the next number of the day.

        The same submission key returns the petition it filed before and changes nothing.
        Raises InvalidInputError with one sentence per wrong field.
        """
        steps = self.steps
        require_role("submitted", actor)
        checked, now = check_draft(draft, steps.taxonomy), steps.clock.now()
        filed = steps.intake.find_filed(session, checked, now)
        if filed is not None:
            return filed
        accept_by = steps.deadlines(session).deadline(now, steps.rules.accept_limit_days).due_at
        petition = steps.intake.store(session, checked, now, accept_by.astimezone(UTC))
        note = Note(params={"channel": petition.channel.value})
        transition = find_transition("submitted", State.DRAFT)
        steps.journal.write(session, transition, petition, State.DRAFT, actor, now, note, origin)
        return petition

    def receipt(self, session: Session, petition: Petition) -> ReceiptView:
        """Return what the petitioner keeps: number and answer date if accepted on the day of filing (text 24)."""
        at = petition.submitted_at
        expected_by, text = self._expected(session, petition.nature, petition.is_policy_query, at)
        is_anonymous = petition.identity is Identity.ANONYMOUS
        key = "petition.receipt_anonymous" if is_anonymous else "petition.receipt"
        return ReceiptView(petition.number, at, expected_by, text, message(key, number=petition.number))

    def lookup(self, session: Session, number: str, phone_tail: str) -> ProgressView:
        """Return the progress of a petition. Raises PetitionNotFoundError, the same for every mismatch (text 31)."""
        return self.steps.progress(session, self.steps.intake.find(session, number, phone_tail))

    def credit_code_of(self, session: Session, number: str, phone_tail: str) -> str:
        """Return the credit code a petition was filed under, "" without one. Raises PetitionNotFoundError."""
        return self.steps.intake.find(session, number, phone_tail).credit_code

    def withdraw(
        self,
        session: Session,
        number: str,
        phone_tail: str,
        reason: str,
        actor: Actor = GUEST,
        origin: Origin = UNKNOWN_ORIGIN,
    ) -> ProgressView:
        """T20: the petitioner withdraws an open petition before it is answered.

        Raises WithdrawalHeldError for reports and safety matters, which a supervisor may have to keep open.
        """
        step = self.steps.begin_as_petitioner(session, number, phone_tail, "withdrawn", actor, origin)
        petition = step.petition
        raise_field_errors({"reason": missing(reason, "reason")})
        if petition.nature is Nature.REPORT or petition.category_code in self.steps.rules.held_categories:
            raise WithdrawalHeldError
        note = Note(mask(reason.strip()), petition.lead_department_code)
        self.steps.repository.finish_tickets(session, petition.id, step.at)
        return step.advance("withdrawn", note, clock=replace(petition.clock, stopped_at=step.at)).progress()

    def rate(
        self,
        session: Session,
        number: str,
        phone_tail: str,
        stars: int,
        comment: str = "",
        actor: Actor = GUEST,
        origin: Origin = UNKNOWN_ORIGIN,
    ) -> ProgressView:
        """T16–T19: three stars or more close the petition, one or two have it handled again, at most twice."""
        step = self.steps.begin_as_petitioner(session, number, phone_tail, "rated", actor, origin)
        petition = step.petition
        raise_field_errors({"stars": None if 1 <= stars <= 5 else message("petition.field.stars")})
        if petition.rating is not None:
            raise AlreadyRatedError
        remark = mask(comment.strip())
        self.steps.repository.add_rating(session, petition, stars, remark, step.at)
        note = Note(remark or None, petition.lead_department_code, {"stars": stars})
        return after_rating(step.advance("rated", note, rating=stars), stars).progress()

    def _expected(self, session: Session, nature: Nature, is_policy_query: bool, at: datetime) -> tuple[datetime, str]:
        days = allowance_days(nature, is_policy_query=is_policy_query)
        due_at = self.steps.deadlines(session).deadline(at, days).due_at.astimezone(UTC)
        return due_at, message("petition.expected", due=due_text(due_at))
