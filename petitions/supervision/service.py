"""What supervisors do about what is late, and what departments answer them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from core import audit, outbox
from core.actors import Actor, Role
from core.audit import UNKNOWN_ORIGIN, Origin
from core.errors import NotFoundError
from core.ids import new_id
from core.masking import mask
from core.messages import message
from petitions.access import own_departments, visibility_of
from petitions.errors import OtherDepartmentError, WrongRoleError
from petitions.journal import Note
from petitions.recipients import LAST_LEVEL, supervision_level
from petitions.steps import Steps
from petitions.supervision.errors import (
    FlagDecidedError,
    NobodyHandlesError,
    OrderNotFoundError,
    OrderStateError,
    OtherLevelError,
)
from petitions.supervision.repository import SupervisionRepository, to_flag, to_order
from petitions.supervision.tables import SupervisionOrderTable
from petitions.supervision.types import (
    AccountabilityFlag,
    IssueOrder,
    OrderPage,
    OrderState,
    SupervisionOrder,
    Verdict,
)
from petitions.validation import raise_field_errors

ORDER_ANSWERED, ORDER_CLOSED = "order_answered", "order_closed"


@dataclass(frozen=True, slots=True)
class SupervisionService:
    """Orders (督办单) and flags of accountability. A supervisor works at the own level only."""

    steps: Steps
    repository: SupervisionRepository = field(default_factory=SupervisionRepository)

    def issue(
        self, session: Session, number: str, command: IssueOrder, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> SupervisionOrder:
        """T22: order the handling department of an open petition to act and answer by a time."""
        step = self.steps.begin(session, number, "supervised", actor, command.lock, origin)
        department, text = step.petition.lead_department_code, mask(command.text.strip())
        raise_field_errors(
            {
                "text": None if text else message("supervision.field.text"),
                "due_at": None if command.due_at > step.at else message("supervision.field.due"),
            }
        )
        if department is None:
            raise NobodyHandlesError
        level = _level(actor)
        row = SupervisionOrderTable(
            id=new_id("sup"),
            petition_id=step.petition.id,
            cycle=step.petition.cycle,
            level=level,
            reason=command.reason.value,
            text=text,
            department_code=department,
            due_at=command.due_at,
            issued_at=step.at,
            issued_by=actor.id,
            state=OrderState.OPEN.value,
            answer="",
            closing_note="",
        )
        self.repository.add(session, row)
        params = {"level": level, "order_id": row.id, "text": text, "due_at": command.due_at.isoformat()}
        step.advance("supervised", Note(None, department, params))
        return to_order(row, step.petition.number, step.petition.title, step.at)

    def answer(
        self, session: Session, order_id: str, text: str, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> SupervisionOrder:
        """The department says what it did; it may do so again until the order is closed."""
        row = self._visible(session, order_id, actor)
        if not actor.has(Role.HANDLER):
            raise WrongRoleError("supervised")
        if row.department_code not in own_departments(session, actor, self.steps.departments):
            raise OtherDepartmentError
        _require_state(row, OrderState.OPEN, OrderState.ANSWERED)
        words = mask(text.strip())
        raise_field_errors({"text": None if words else message("supervision.field.answer")})
        row.answer, row.answered_at, row.answered_by = words, self.steps.clock.now(), actor.id
        return self._moved(session, row, OrderState.ANSWERED, ORDER_ANSWERED, actor, words, origin)

    def close(
        self, session: Session, order_id: str, note: str, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> SupervisionOrder:
        """The level that made the order ends it, answered or not."""
        row = self._visible(session, order_id, actor)
        _require_level(actor, row.level)
        _require_state(row, OrderState.OPEN, OrderState.ANSWERED)
        words = mask(note.strip())
        raise_field_errors({"note": None if words else message("supervision.field.closing_note")})
        row.closing_note, row.closed_at, row.closed_by = words, self.steps.clock.now(), actor.id
        return self._moved(session, row, OrderState.CLOSED, ORDER_CLOSED, actor, words, origin)

    def orders(
        self,
        session: Session,
        actor: Actor,
        *,
        state: OrderState | None = None,
        level: int | None = None,
        number: str | None = None,
        offset: int = 0,
        limit: int = 50,
    ) -> OrderPage:
        """Return the orders this caller may see: all, or those to the own department tree."""
        visibility = visibility_of(session, actor, self.steps.departments)
        petition = self.steps.visible(session, number, actor) if number is not None else None
        return self.repository.page(
            session,
            self.steps.clock.now(),
            visibility=visibility,
            level=level,
            state=state,
            petition_id=petition.id if petition else None,
            offset=offset,
            limit=limit,
        )

    def flags(
        self, session: Session, actor: Actor, *, only_open: bool = True, offset: int = 0, limit: int = 50
    ) -> list[AccountabilityFlag]:
        """Return what turned red in the caller's region and asks whether somebody is accountable (问责)."""
        visibility = visibility_of(session, actor, self.steps.departments)
        return self.repository.flags(session, visibility, only_open=only_open, offset=offset, limit=limit)

    def decide(
        self,
        session: Session,
        flag_id: str,
        verdict: Verdict,
        reason: str,
        actor: Actor,
        origin: Origin = UNKNOWN_ORIGIN,
    ) -> AccountabilityFlag:
        """The third level decides, once and with a reason; the product itself never does."""
        row = self.repository.get_flag(session, flag_id)
        if row is None:
            raise NotFoundError(message("supervision.error.flag_not_found"))
        visibility = visibility_of(session, actor, self.steps.departments)
        if not visibility.reaches(self.repository.petition_of(session, row.petition_id).region_code):
            raise NotFoundError(message("supervision.error.flag_not_found"), is_hidden=True)
        _require_level(actor, LAST_LEVEL)
        if row.verdict is not None:
            raise FlagDecidedError
        words = mask(reason.strip())
        raise_field_errors({"reason": None if words else message("petition.field.reason")})
        row.verdict, row.reason, row.decided_by, row.decided_at = (
            verdict.value, words, actor.id, self.steps.clock.now(),
        )  # fmt: skip
        session.flush()
        petition = self.repository.petition_of(session, row.petition_id)
        self._audit(
            session, "accountability_decided", petition.number, actor, {"verdict": [None, verdict.value]}, words, origin
        )
        return to_flag(row, petition.number, petition.title)

    def _visible(self, session: Session, order_id: str, actor: Actor) -> SupervisionOrderTable:
        row = self.repository.get(session, order_id)
        visibility = visibility_of(session, actor, self.steps.departments)
        if row is None:
            raise OrderNotFoundError
        region = self.repository.petition_of(session, row.petition_id).region_code
        is_own = visibility.sees_all or row.department_code in visibility.departments
        if not (is_own and visibility.reaches(region)):
            raise OrderNotFoundError(is_hidden=True)
        return row

    def _moved(
        self,
        session: Session,
        row: SupervisionOrderTable,
        state: OrderState,
        event: str,
        actor: Actor,
        words: str,
        origin: Origin,
    ) -> SupervisionOrder:
        before, row.state = row.state, state.value
        session.flush()
        petition = self.repository.petition_of(session, row.petition_id)
        self._audit(
            session, event, petition.number, actor, {"order": row.id, "state": [before, row.state]}, words, origin
        )
        outbox.put(session, f"petition.{event}", {"order_id": row.id}, at=self.steps.clock.now())
        return to_order(row, petition.number, petition.title, self.steps.clock.now())

    def _audit(
        self,
        session: Session,
        action: str,
        number: str,
        actor: Actor,
        changes: Mapping[str, object],
        reason: str,
        origin: Origin,
    ) -> None:
        audit.record(
            session,
            actor,
            f"petition.{action}",
            "petition",
            number,
            changes,
            reason,
            at=self.steps.clock.now(),
            ip=origin.ip,
            request_id=origin.request_id,
        )


def _level(actor: Actor) -> int:
    level = supervision_level(actor)
    if level is None:
        raise WrongRoleError("supervised")
    return level


def _require_level(actor: Actor, level: int) -> None:
    if _level(actor) != level:
        raise OtherLevelError(level)


def _require_state(row: SupervisionOrderTable, *states: OrderState) -> None:
    if OrderState(row.state) not in states:
        raise OrderStateError(row.state)
