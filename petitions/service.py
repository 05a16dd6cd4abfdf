"""What people do with petitions: one method per thing a user can do, each one transaction's work.

The session is the caller's unit of work. A staff step checks, in this order, whether the caller may see the petition
(404), whether the role may take the step (403), whether somebody else changed it first (409) and whether its state
allows the step (409); then the petition, its event, the audit record and the outbox row are written together.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from core.actors import GUEST, SYSTEM, Actor
from core.audit import UNKNOWN_ORIGIN, Origin
from core.clock import Clock
from core.departments import Department, DepartmentRepository
from core.masking import mask
from core.messages import message
from core.vault import Vault
from petitions.access import require_reveal, visibility_of
from petitions.commands import AcceptCommand, DispatchCommand, RefuseCommand, ReplyCommand, SignCommand
from petitions.deadlines import allowance_days
from petitions.errors import AlreadyRatedError, AssistsOpenError, WithdrawalHeldError
from petitions.intake import Intake
from petitions.journal import Journal, Note
from petitions.repository import PetitionRepository
from petitions.states import find_transition, require_role, require_transition
from petitions.steps import Steps, running_clock
from petitions.taxonomy import Category, Taxonomy
from petitions.types import (
    DEFAULT_RULES,
    Contact,
    DeskQuery,
    Identity,
    Nature,
    Petition,
    PetitionDraft,
    Reply,
    State,
    TicketRole,
    WorkRules,
)
from petitions.validation import check_draft, raise_field_errors
from petitions.views import ExpectationView, PetitionDetailView, PetitionPage, ProgressView, ReceiptView
from petitions.wording import due_text

SATISFIED_STARS = 3
"""From three stars a rating closes the petition; below it is handled again (T17, T18)."""


class PetitionService:
    """Filing, look-up and handling of petitions."""

    def __init__(
        self,
        vault: Vault,
        clock: Clock,
        taxonomy: Taxonomy,
        departments: DepartmentRepository,
        rules: WorkRules = DEFAULT_RULES,
    ) -> None:
        self.taxonomy = taxonomy
        self._clock, self._departments, self._rules = clock, departments, rules
        self._repository = repository = PetitionRepository()
        self._intake = Intake(repository, vault)
        journal = Journal(repository)
        self._steps = Steps(repository, departments, self._intake, journal, taxonomy, clock, rules)

    def categories(self) -> list[Category]:
        """Return the first-level categories a petitioner may choose; `taxonomy.children` has those below."""
        return self.taxonomy.top_level()

    def expectation(self, session: Session, nature: Nature, *, is_policy_query: bool) -> ExpectationView:
        """Return when an answer would come if such a petition were accepted now (text 23)."""
        expected_by, text = self._expected(session, nature, is_policy_query, self._clock.now())
        return ExpectationView(expected_by, text, message("petition.form_head", due=due_text(expected_by)))

    def file(
        self, session: Session, draft: PetitionDraft, actor: Actor = GUEST, origin: Origin = UNKNOWN_ORIGIN
    ) -> Petition:
        """T1: store a checked petition under the next number of the day.

        The same submission key returns the petition it filed before and changes nothing.
        Raises InvalidInputError with one sentence per wrong field.
        """
        require_role("submitted", actor)
        checked, now = check_draft(draft, self.taxonomy), self._clock.now()
        filed = self._intake.find_filed(session, checked, now)
        if filed is not None:
            return filed
        accept_by = self._steps.deadlines(session).deadline(now, self._rules.accept_limit_days).due_at
        petition = self._intake.store(session, checked, now, accept_by.astimezone(UTC))
        note = Note(params={"channel": petition.channel.value})
        transition = find_transition("submitted", State.DRAFT)
        self._steps.journal.write(session, transition, petition, State.DRAFT, actor, now, note, origin)
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
        return self._steps.progress(session, self._intake.find(session, number, phone_tail))

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
        petition, now = self._intake.find(session, number, phone_tail, for_update=True), self._clock.now()
        require_transition("withdrawn", petition.state, actor)
        raise_field_errors({"reason": _missing(reason, "reason")})
        if petition.nature is Nature.REPORT or petition.category_code in self._rules.held_categories:
            raise WithdrawalHeldError
        note = Note(mask(reason.strip()), petition.lead_department_code)
        stopped = replace(petition.clock, stopped_at=now)
        after = self._steps.advance(session, petition, "withdrawn", actor, now, note, origin, clock=stopped)
        self._repository.finish_tickets(session, petition.id, now)
        return self._steps.progress(session, after)

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
        petition, now = self._intake.find(session, number, phone_tail, for_update=True), self._clock.now()
        require_transition("rated", petition.state, actor)
        raise_field_errors({"stars": None if 1 <= stars <= 5 else message("petition.field.stars")})
        if petition.rating is not None:
            raise AlreadyRatedError
        remark = mask(comment.strip())
        note = Note(remark or None, petition.lead_department_code, {"stars": stars})
        self._repository.add_rating(session, petition, stars, remark, now)
        rated = self._steps.advance(session, petition, "rated", actor, now, note, origin, rating=stars)
        return self._steps.progress(session, self._after_rating(session, rated, stars, now, origin))

    def desk_list(self, session: Session, query: DeskQuery, actor: Actor) -> PetitionPage:
        """Return one page of the petitions the caller may see, the most pressing first."""
        visibility = visibility_of(session, actor, self._departments)
        below: frozenset[str] = frozenset()
        if query.department_code is not None:
            below = self._departments.subtree_codes(session, query.department_code)
        total, found = self._repository.list_desk(session, query, visibility, below, self._clock.now())
        presenter = self._steps.presenter(session)
        return PetitionPage(total, tuple(presenter.row(p, actor, sees_all=visibility.sees_all) for p in found))

    def detail(self, session: Session, number: str, actor: Actor) -> PetitionDetailView:
        """Return everything staff may see of one petition."""
        return self._steps.detail(session, self._steps.visible(session, number, actor), actor)

    def reveal(
        self, session: Session, number: str, reason: str, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> Contact:
        """Return the contact data in clear and write that into the audit log; a reason is required."""
        petition = self._steps.visible(session, number, actor)
        require_reveal(actor, petition)
        raise_field_errors({"reason": _missing(reason, "reason")})
        self._steps.journal.revealed(session, petition, actor, reason.strip(), self._clock.now(), origin)
        return self._intake.contact(session, petition) or Contact()

    def suggest_departments(self, session: Session, category_code: str | None) -> list[Department]:
        """Return who should handle a category, the likeliest first, the owner of last resort (兜底) at the end."""
        category = self.taxonomy.find(category_code) if category_code else None
        codes = category.department_codes if category else ()
        found = [department for code in codes if (department := self._departments.get(session, code))]
        last = self._departments.last_resort(session)
        return [*found, last] if last and last not in found else found

    def accept(
        self,
        session: Session,
        number: str,
        command: AcceptCommand,
        actor: Actor,
        origin: Origin = UNKNOWN_ORIGIN,
    ) -> PetitionDetailView:
        """T2: classify the petition and start its clock."""
        petition, now = self._steps.claim(session, number, "accepted", actor, command.lock), self._clock.now()
        is_known = self.taxonomy.is_choosable(command.category_code)
        raise_field_errors({"category_code": None if is_known else message("petition.field.category")})
        days = allowance_days(
            command.nature,
            is_policy_query=command.is_policy_query,
            urgency=command.urgency,
            urgency_shortens=self._rules.urgency_shortens,
        )
        deadline = self._steps.deadlines(session).deadline(now, days)
        params = {
            "category_code": command.category_code,
            "nature": command.nature.value,
            "days": days,
            "due_at": deadline.due_at.isoformat(),
        }
        is_exposed = command.nature is Nature.REPORT and petition.identity is Identity.NAMED
        after = self._steps.advance(
            session,
            petition,
            "accepted",
            actor,
            now,
            Note(params=params),
            origin,
            category_code=command.category_code,
            nature=command.nature,
            urgency=command.urgency,
            is_policy_query=command.is_policy_query,
            identity=Identity.CONFIDENTIAL if is_exposed else petition.identity,
            clock=running_clock(deadline, accepted_at=now),
        )
        return self._steps.detail(session, after, actor)

    def refuse(
        self,
        session: Session,
        number: str,
        command: RefuseCommand,
        actor: Actor,
        origin: Origin = UNKNOWN_ORIGIN,
    ) -> PetitionDetailView:
        """T3: do not accept, with a reason code and the channel that is the right one."""
        petition, now = self._steps.claim(session, number, "refused", actor, command.lock), self._clock.now()
        raise_field_errors({"channel_text": _missing(command.channel_text, "channel_text")})
        channel = command.channel_text.strip()
        after = self._steps.advance(
            session,
            petition,
            "refused",
            actor,
            now,
            Note(channel, params={"refusal": command.reason_code.value}),
            origin,
            refusal_code=command.reason_code,
            refusal_channel=channel,
            clock=replace(petition.clock, stopped_at=now),
        )
        return self._steps.detail(session, after, actor)

    def dispatch(
        self,
        session: Session,
        number: str,
        command: DispatchCommand,
        actor: Actor,
        origin: Origin = UNKNOWN_ORIGIN,
    ) -> PetitionDetailView:
        """T5: give the petition to a handling department; it must sign within the limit."""
        petition, now = self._steps.claim(session, number, "dispatched", actor, command.lock), self._clock.now()
        lead, remark = command.lead_department_code, command.note.strip()
        is_known = self._departments.get(session, lead) is not None
        raise_field_errors({"lead_department_code": None if is_known else message("petition.field.department")})
        self._steps.open_lead_ticket(session, petition, lead, actor, now, remark)
        note = Note(remark or None, lead)
        after = self._steps.advance(
            session, petition, "dispatched", actor, now, note, origin, lead_department_code=lead
        )
        return self._steps.detail(session, after, actor)

    def sign(
        self, session: Session, number: str, command: SignCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T6: the handling department takes the petition over."""
        petition, now = self._steps.claim(session, number, "signed", actor, command.lock), self._clock.now()
        ticket = self._steps.own_lead_ticket(session, petition, actor)
        self._repository.sign_ticket(session, ticket.id, actor.id, now)
        note = Note(department_code=ticket.department_code)
        after = self._steps.advance(session, petition, "signed", actor, now, note, origin)
        return self._steps.detail(session, after, actor)

    def reply(
        self, session: Session, number: str, command: ReplyCommand, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> PetitionDetailView:
        """T14: answer and stop the clock; an anonymous petition, which nobody can rate, is closed at once (T17)."""
        petition, now = self._steps.claim(session, number, "answered", actor, command.lock), self._clock.now()
        ticket = self._steps.own_lead_ticket(session, petition, actor)
        reply = _checked_reply(command, now, ticket.department_code, petition.cycle)
        self._require_assists_done(session, petition)
        self._repository.add_reply(session, petition.id, ticket.id, actor.id, reply)
        self._repository.finish_tickets(session, petition.id, now)
        note = Note(department_code=ticket.department_code, params={"resolution": reply.resolution.value})
        stopped = replace(petition.clock, stopped_at=now)
        after = self._steps.advance(
            session, petition, "answered", actor, now, note, origin, answered_at=now, rating=None, clock=stopped
        )
        if petition.identity is Identity.ANONYMOUS:
            after = self._close(session, after, now, origin)
        return self._steps.detail(session, after, actor)

    def _after_rating(
        self, session: Session, petition: Petition, stars: int, now: datetime, origin: Origin
    ) -> Petition:
        if stars >= SATISFIED_STARS:
            return self._close(session, petition, now, origin)
        if petition.cycle <= self._rules.max_reopens:
            return self._reopen(session, petition, now, origin)
        note = Note(department_code=petition.lead_department_code, params={"cycle": petition.cycle})
        return self._steps.advance(session, petition, "escalated", SYSTEM, now, note, origin)

    def _close(self, session: Session, petition: Petition, now: datetime, origin: Origin) -> Petition:
        note = Note(department_code=petition.lead_department_code)
        return self._steps.advance(session, petition, "closed", SYSTEM, now, note, origin, closed_at=now)

    def _reopen(self, session: Session, petition: Petition, now: datetime, origin: Origin) -> Petition:
        """T18: a fresh clock with the same allowance for the same department; the earlier reply is kept."""
        clock, lead = petition.clock, petition.lead_department_code
        if clock.accepted_at is None or clock.allowance_days is None or lead is None:
            raise ValueError(f"petition {petition.number} was answered without clock or department")
        deadline = self._steps.deadlines(session).deadline(now, clock.allowance_days)
        cycle = petition.cycle + 1
        note = Note(department_code=lead, params={"cycle": cycle, "due_at": deadline.due_at.isoformat()})
        after = self._steps.advance(
            session,
            petition,
            "reopened",
            SYSTEM,
            now,
            note,
            origin,
            cycle=cycle,
            rating=None,
            answered_at=None,
            clock=running_clock(deadline, accepted_at=clock.accepted_at),
        )
        self._steps.open_lead_ticket(session, after, lead, SYSTEM, now, "")
        return after

    def _require_assists_done(self, session: Session, petition: Petition) -> None:
        open_tickets = self._repository.open_tickets(session, petition.id, TicketRole.ASSIST)
        if open_tickets:
            names = self._departments.labels(session)
            separator = message("petition.separator")
            raise AssistsOpenError(
                separator.join(names.get(t.department_code, t.department_code) for t in open_tickets)
            )

    def _expected(self, session: Session, nature: Nature, is_policy_query: bool, at: datetime) -> tuple[datetime, str]:
        days = allowance_days(nature, is_policy_query=is_policy_query)
        due_at = self._steps.deadlines(session).deadline(at, days).due_at.astimezone(UTC)
        return due_at, message("petition.expected", due=due_text(due_at))


def _missing(text: str, field: str) -> str | None:
    return None if text.strip() else message(f"petition.field.{field}")


def _checked_reply(command: ReplyCommand, now: datetime, department_code: str, cycle: int) -> Reply:
    """Return the reply to store. Raises InvalidInputError without text, or with neither basis nor reason."""
    basis = tuple(item.strip() for item in command.basis if item.strip())
    has_basis = bool(basis or command.no_basis_reason.strip())
    raise_field_errors(
        {
            "text": _missing(command.text, "reply_text"),
            "basis": None if has_basis else message("petition.field.basis"),
        }
    )
    return Reply(
        text=command.text.strip(),
        resolution=command.resolution,
        basis=basis,
        no_basis_reason=command.no_basis_reason.strip(),
        answered_at=now,
        department_code=department_code,
        cycle=cycle,
    )
