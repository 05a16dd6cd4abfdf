"""Turns what happened into notices: follows the outbox in order, idempotently, once per event and recipient."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from core import outbox
from core.clock import Clock
from core.database import Database
from core.departments import DepartmentRepository
from core.messages import message
from core.outbox import OutboxEvent
from petitions.alerts.keeper import TOPIC as ALERT_TOPIC
from petitions.alerts.repository import to_alert
from petitions.alerts.tables import AlertTable
from petitions.invitations.service import InvitationService
from petitions.notices.audience import recipients
from petitions.notices.repository import NoticeRepository
from petitions.notices.targets import LINK, NO_TARGETS, Targets
from petitions.notices.templates import PLACEHOLDERS, TemplateRepository, audiences, events
from petitions.notices.types import Audience, NewNotice
from petitions.recipients import Recipient, RecipientKind, asker, department, petitioner, supervisors
from petitions.supervision.service import ORDER_ANSWERED, ORDER_CLOSED
from petitions.supervision.tables import SupervisionOrderTable
from petitions.tables import PetitionEventTable, PetitionRequestTable, PetitionTable
from petitions.wording import due_text

CONSUMER = "notices"
_EVENTS_AT_ONCE = 100
_AUDIENCE_OF = {
    RecipientKind.ROLE: Audience.DISPATCHERS,
    RecipientKind.SUPERVISOR: Audience.SUPERVISORS,
    RecipientKind.DEPARTMENT: Audience.DEPARTMENT,
}
_ANSWERS = ("answered", "answered_direct")
_ORDER_TOPICS = (f"petition.{ORDER_ANSWERED}", f"petition.{ORDER_CLOSED}")
_QUESTION_ANSWERED = "question_answered"
PETITIONER_TOPIC, ASKER_TOPIC = f"petition.{_QUESTION_ANSWERED}", f"asker.{_QUESTION_ANSWERED}"
"""A question found an answer later on: payload `gap_id`, `text` (what answers it), `petition_id` or `request_id`."""

TOPICS = (ALERT_TOPIC, ASKER_TOPIC, *(f"petition.{event}" for event in events()))


@dataclass(frozen=True, slots=True)
class _Telling:
    """One event for one audience's recipients, with the values its words may mention."""

    source: str
    event: str
    audience: Audience
    recipients: list[Recipient]
    petition: PetitionTable | None
    happened_at: datetime
    values: dict[str, object]


class NoticeWriter:
    """The one consumer of the outbox that writes notices. Where it stands is stored with what it wrote."""

    def __init__(
        self, database: Database, clock: Clock, invitations: InvitationService, targets: Targets = NO_TARGETS
    ) -> None:
        self._database, self._clock, self._invitations, self._targets = database, clock, invitations, targets
        self._notices, self._templates, self._departments = (
            NoticeRepository(),
            TemplateRepository(),
            DepartmentRepository(),
        )

    def follow(self) -> int:
        """Write the notices of everything that happened since the last time; return how many."""
        written = 0
        while (some := self._follow_some()) is not None:
            written += some
        return written

    def _follow_some(self) -> int | None:
        with self._database.unit_of_work() as session:
            position = outbox.position(session, CONSUMER)
            happened = outbox.read_after(session, position, topics=TOPICS, limit=_EVENTS_AT_ONCE)
            if not happened:
                return None
            written = sum(
                self._write(session, telling) for event in happened for telling in self._tellings(session, event)
            )
            outbox.move_to(session, CONSUMER, happened[-1].sequence)
        return written

    def _write(self, session: Session, telling: _Telling) -> int:
        template = self._templates.get(session, telling.event, telling.audience)
        now, written = self._clock.now(), 0
        for recipient in telling.recipients:
            # A member of a merged petition reads its own number: the master's is somebody else's.
            petition = telling.petition
            if recipient.kind is RecipientKind.PETITIONER and petition and recipient.code != petition.id:
                petition = session.get_one(PetitionTable, recipient.code)
            values = telling.values | ({"number": petition.number} if petition else {})
            petition_id, text = petition.id if petition else None, template.text.format(**values)
            new = NewNotice(telling.source, template, recipient, petition_id, text, telling.happened_at)
            notice_id = self._notices.add(session, new, now)
            if notice_id is not None:
                written += 1
                self._notices.queue(session, notice_id, self._targets.of(recipient), now)
        return written

    def _tellings(self, session: Session, happened: OutboxEvent) -> Iterator[_Telling]:
        if happened.topic == ALERT_TOPIC:
            yield from self._of_alert(session, session.get_one(AlertTable, happened.payload["alert_id"]))
            return
        if happened.topic in _ORDER_TOPICS:
            yield self._of_order(session, happened)
            return
        if happened.topic in (PETITIONER_TOPIC, ASKER_TOPIC):
            yield self._of_question(session, happened)
            return
        event_id = happened.payload.get("event_id")
        if event_id is None:  # written before notices existed
            return
        event = session.get_one(PetitionEventTable, event_id)
        petition = session.get_one(PetitionTable, event.petition_id)
        values = self._values(session, petition, event.department_code, dict(event.params), event.reason)
        for audience in audiences(event.code):
            found = recipients(session, audience, event, petition)
            if event.code in _ANSWERS and audience is Audience.PETITIONER:
                for recipient in found:
                    self._invitations.invite(session, recipient.code, petition.cycle, event.at)
            yield _Telling(f"event:{event.id}", event.code, audience, found, petition, event.at, values)

    def _of_alert(self, session: Session, row: AlertTable) -> Iterator[_Telling]:
        alert, petition = to_alert(row), session.get_one(PetitionTable, row.petition_id)
        request = session.get(PetitionRequestTable, alert.subject)
        params = {"request": request.kind} if request is not None else {}
        values = self._values(session, petition, alert.department_code, params, None)
        for recipient in alert.recipients:
            audience = _AUDIENCE_OF[recipient.kind]
            yield _Telling(
                f"alert:{alert.id}", alert.kind.value, audience, [recipient], petition, alert.raised_at, values
            )

    def _of_order(self, session: Session, happened: OutboxEvent) -> _Telling:
        order = session.get_one(SupervisionOrderTable, happened.payload["order_id"])
        petition, event = session.get_one(PetitionTable, order.petition_id), happened.topic.partition(".")[2]
        is_answer = event == ORDER_ANSWERED
        audience = Audience.SUPERVISORS if is_answer else Audience.DEPARTMENT
        recipient = supervisors(order.level) if is_answer else department(order.department_code)
        params = {"text": order.answer if is_answer else order.closing_note}
        values = self._values(session, petition, order.department_code, params, None)
        return _Telling(
            f"outbox:{happened.sequence}", event, audience, [recipient], petition, self._clock.now(), values
        )

    def _of_question(self, session: Session, happened: OutboxEvent) -> _Telling:
        """Return the one telling of a gap: its id is the source, so nobody hears of it twice."""
        found, now = happened.payload, self._clock.now()
        petition_id = found.get("petition_id")
        petition = session.get_one(PetitionTable, petition_id) if petition_id else None
        audience = Audience.PETITIONER if petition else Audience.ASKER
        recipient = petitioner(petition.id) if petition else asker(found["request_id"])
        values = {name: message("notice.blank") for name in PLACEHOLDERS} | {"text": found["text"], "link": LINK}
        return _Telling(found["gap_id"], _QUESTION_ANSWERED, audience, [recipient], petition, now, values)

    def _values(
        self,
        session: Session,
        petition: PetitionTable,
        department_code: str | None,
        params: dict[str, Any],
        reason: str | None,
    ) -> dict[str, object]:
        """Return what a template may mention; what the event does not have reads as a dash."""
        code = department_code or petition.lead_department_code
        found = self._departments.get(session, code) if code else None
        due = datetime.fromisoformat(params["due_at"]) if params.get("due_at") else petition.due_at
        separator = message("petition.separator")
        blank = message("notice.blank")
        return {
            "department": found.label if found else code or message("notice.nobody"),
            "due": due_text(due) if due else blank,
            "days": params.get("days", blank),
            "reason": reason or blank,
            "refusal": message(f"petition.refusal.{params['refusal']}") if "refusal" in params else blank,
            "items": separator.join(params.get("items", ())) or blank,
            "cycle": params.get("cycle", petition.cycle),
            "text": params.get("text", blank),
            "request": message(f"petition.request.{params['request']}") if "request" in params else blank,
            "detail": _refusal_detail(params),
            "link": LINK,  # a credential: put in when the notice is shown or carried, never stored
        }


def _refusal_detail(params: dict[str, Any]) -> str:
    """Return what was incomplete or which petition came before, empty for any other refusal."""
    found = [name for name in ("incomplete", "duplicate_of") if params.get(name)]
    return "".join(message(f"notice.refusal.{name}", value=params[name]) for name in found)
