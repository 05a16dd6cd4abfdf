"""What enterprises do, guests too: file, look up, remind, withdraw, rate and reopen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from core.actors import GUEST, Actor
from core.audit import UNKNOWN_ORIGIN, Origin
from core.masking import mask
from core.messages import message
from petitions.actions.checks import reason_of, require_fields, words_of
from petitions.actions.endings import SATISFIED_STARS, after_rating, reopen
from petitions.deadlines import allowance_days
from petitions.errors import AlreadyRatedError, RemindedLatelyError, StepRefusedError, TransitionRefusedError
from petitions.journal import Note
from petitions.offers import closed_lately, was_reopened_by_petitioner
from petitions.requests import Asking, ask
from petitions.sla import stopped
from petitions.states import find_transition, require_role, require_transition
from petitions.steps import Step, Steps
from petitions.taxonomy import Category
from petitions.types import Identity, Nature, Petition, PetitionDraft, RequestKind, State
from petitions.validation import CONTENT_MAX_CHARS, REMARK_MAX_CHARS, check_draft, too_long
from petitions.views import ExpectationView, ProgressView, ReceiptView
from petitions.wording import due_text

MOST_STARS = 5
_RATEABLE = frozenset({State.ANSWERED, State.CLOSED})


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
        """T20: withdraw before the answer; for reports and safety matters a supervisor is asked and may veto it."""
        step = self.steps.begin_as_petitioner(session, number, phone_tail, "withdrawn", actor, origin)
        petition, words = step.petition, mask(reason_of(reason))
        if petition.nature is Nature.REPORT or petition.category_code in self.steps.rules.held_categories:
            lead = petition.lead_department_code
            return ask(step, Asking(RequestKind.WITHDRAWAL, "withdrawal_requested", words, lead)).progress()
        return withdraw(step, words).progress()

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
        """T16–T19: three stars or more close the petition, one or two have it handled again, at most twice.

        Whoever's petition was merged into another rates that one's answer; one or two stars reopen it as well.
        """
        return self._rate(
            self.steps.begin_as_petitioner(session, number, phone_tail, "rated", actor, origin), stars, comment
        )

    def rate_as_invited(
        self, session: Session, petition: Petition, stars: int, comment: str, actor: Actor, origin: Origin
    ) -> ProgressView:
        """T16–T19 for whoever opened the link of an invitation."""
        require_transition("rated", petition.state, actor)
        return self._rate(self.steps.step_on(session, petition, actor, origin), stars, comment)

    def _rate(self, step: Step, stars: int, comment: str) -> ProgressView:
        session, petition, repository = step.session, step.petition, self.steps.repository
        require_fields(stars=stars_error(stars))
        answered = repository.by_id(session, petition.master_id, for_update=True) if petition.master_id else petition
        if answered.state not in _RATEABLE:
            raise TransitionRefusedError("rated", answered.state)
        if repository.has_rating(session, petition.id, answered.cycle):
            raise AlreadyRatedError
        remark = mask(comment.strip())
        repository.add_rating(session, petition.id, answered.cycle, stars, remark, step.at)
        note = Note(remark or None, answered.lead_department_code, {"stars": stars})
        rated = step.advance("rated", note, rating=stars)
        if answered.id == petition.id:
            return after_rating(rated, stars).progress()
        if stars < SATISFIED_STARS and answered.state is State.ANSWERED:
            after_rating(self.steps.step_on(session, answered, step.actor, step.origin), stars)
        return rated.progress()

    def remind(
        self,
        session: Session,
        number: str,
        phone_tail: str,
        text: str = "",
        actor: Actor = GUEST,
        origin: Origin = UNKNOWN_ORIGIN,
    ) -> ProgressView:
        """Remind whoever has the petition (催办); once in `remind_gap_hours`, else RemindedLatelyError."""
        step = self.steps.begin_as_petitioner(session, number, phone_tail, "reminded", actor, origin)
        require_fields(text=too_long(text, REMARK_MAX_CHARS))
        last = self.steps.repository.last_event(session, step.petition.id, "reminded")
        if last is not None:
            left = last.at + timedelta(hours=self.steps.rules.remind_gap_hours) - step.at
            if left > timedelta():
                raise RemindedLatelyError(retry_after_seconds=math.ceil(left.total_seconds()))
        note = Note(mask(text.strip()) or None, step.petition.lead_department_code)
        return step.advance("reminded", note).progress()

    def reopen_as_petitioner(
        self,
        session: Session,
        number: str,
        phone_tail: str,
        new_facts: str,
        actor: Actor = GUEST,
        origin: Origin = UNKNOWN_ORIGIN,
    ) -> ProgressView:
        """T21: because of new facts, once and within 30 days of closing."""
        step = self.steps.begin_as_petitioner(session, number, phone_tail, "reopened", actor, origin)
        facts = words_of(new_facts, "new_facts", CONTENT_MAX_CHARS)
        rules, history = self.steps.rules, self.steps.repository.history(session, step.petition.id)
        if was_reopened_by_petitioner(history):
            raise StepRefusedError("reopened_before")
        if not closed_lately(step.petition, step.at, rules):
            raise StepRefusedError("closed_long_ago", days=rules.reopen_within_days)
        return reopen(step, mask(facts), by=actor).progress()

    def _expected(self, session: Session, nature: Nature, is_policy_query: bool, at: datetime) -> tuple[datetime, str]:
        days = allowance_days(nature, is_policy_query=is_policy_query)
        due_at = self.steps.deadlines(session).deadline(at, days).due_at.astimezone(UTC)
        return due_at, message("petition.expected", due=due_text(due_at))


def withdraw(step: Step, reason: str) -> Step:
    """End a petition because its petitioner wants no more of it."""
    petition, repository = step.petition, step.steps.repository
    repository.finish_tickets(step.session, petition.id, step.at)
    repository.records.end_material(step.session, petition.id, "", step.at)
    note = Note(reason, petition.lead_department_code)
    return step.advance("withdrawn", note, clock=stopped(petition.clock, step.at))


def stars_error(stars: int | None) -> str | None:
    """Return the sentence about a number of stars that is none; no stars at all are no error."""
    return None if stars is None or 1 <= stars <= MOST_STARS else message("petition.field.stars")
