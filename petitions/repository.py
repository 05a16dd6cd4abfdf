"""All queries of the petitions domain. The session belongs to the caller's unit of work; nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from core.calendar import CalendarOverride, WorkingDayCalendar
from core.ids import new_id
from petitions import mapping
from petitions.conditions import alert_condition, due_condition, pressing_condition
from petitions.records import RecordRepository
from petitions.tables import (
    CalendarOverrideTable,
    NumberSeriesTable,
    PetitionEventTable,
    PetitionTable,
    RatingTable,
    ReplyTable,
    TicketTable,
)
from petitions.types import (
    DeskQuery,
    History,
    Identity,
    Petition,
    PetitionEvent,
    Reply,
    Ticket,
    TicketRole,
)


@dataclass(frozen=True, slots=True)
class Filing:
    """What is stored once at filing and never read with the petition: contact data and duplicate detection."""

    contact_token: str | None
    phone_tail_tag: str | None
    submission_key: str | None
    submission_digest: str | None


@dataclass(frozen=True, slots=True)
class Visibility:
    """Whose petitions a list may show: everybody's, or those with a ticket of `departments`.

    Of these, only those whose region begins with `region`; a petition that names no region belongs to every one.
    """

    sees_all: bool
    departments: frozenset[str] = frozenset()
    region: str = ""

    def reaches(self, region_code: str | None) -> bool:
        """Say whether a petition of this region is within the caller's."""
        return region_code is None or region_code.startswith(self.region)


class PetitionRepository:
    """Reads and writes petitions; reading methods return None where there is nothing."""

    def __init__(self) -> None:
        self.records = RecordRepository()

    def lock_number_series(self, session: Session, day: date) -> None:
        """Take the row of `day`'s series until the transaction ends, so that filings queue one behind another."""
        insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        statement = insert(NumberSeriesTable).values(day=day, last=0)
        session.execute(
            statement.on_conflict_do_update(
                index_elements=[NumberSeriesTable.day], set_={"last": NumberSeriesTable.__table__.c.last}
            )
        )

    def by_id(self, session: Session, petition_id: str, *, for_update: bool = False) -> Petition:
        """Return the petition with this id, which another row names."""
        row = session.get_one(PetitionTable, petition_id, with_for_update=for_update or None)
        return mapping.petition(row)

    def with_open_clock(self, session: Session) -> list[Petition]:
        """Return every accepted petition that is not answered or ended yet, the most pressing first."""
        statement = select(PetitionTable).where(PetitionTable.is_pending, PetitionTable.started_at.is_not(None))
        return [mapping.petition(row) for row in session.scalars(statement.order_by(PetitionTable.act_by))]

    def next_number(self, session: Session, day: date) -> str:
        """Return the next "SQyyyymmddnnnn" of `day`; taken back if the transaction rolls back."""
        series = session.get_one(NumberSeriesTable, day, populate_existing=True)
        series.last += 1
        session.flush()
        return f"SQ{day:%Y%m%d}{series.last:04d}"

    def find_submission(self, session: Session, key: str) -> tuple[Petition, str | None] | None:
        """Return the petition a submission key filed, and the digest of what was filed."""
        row = session.scalars(select(PetitionTable).where(PetitionTable.submission_key == key)).first()
        return None if row is None else (mapping.petition(row), row.submission_digest)

    def insert(self, session: Session, petition: Petition, filing: Filing) -> Petition:
        """Store a new petition and return it as stored."""
        row = PetitionTable(
            id=petition.id,
            number=petition.number,
            contact=filing.contact_token,
            phone_tail_tag=filing.phone_tail_tag,
            submission_key=filing.submission_key,
            submission_digest=filing.submission_digest,
            lock=1,
        )
        mapping.write(petition, row)
        session.add(row)
        session.flush()
        return mapping.petition(row)

    def get(self, session: Session, number: str, *, for_update: bool = False) -> Petition | None:
        """Return the petition with this number; `for_update` keeps other writers waiting (PostgreSQL)."""
        statement = select(PetitionTable).where(PetitionTable.number == number)
        if for_update:
            statement = statement.with_for_update().execution_options(populate_existing=True)
        row = session.scalars(statement).first()
        return None if row is None else mapping.petition(row)

    def has_phone_tail(self, session: Session, petition_id: str, tag: str) -> bool:
        """Say whether the petition was filed with a phone whose tail has this tag."""
        statement = select(PetitionTable.id).where(PetitionTable.id == petition_id, PetitionTable.phone_tail_tag == tag)
        return session.scalar(statement) is not None

    def contact_token(self, session: Session, petition_id: str) -> str | None:
        """Return the encrypted contact data, None for an anonymous petition."""
        return session.scalar(select(PetitionTable.contact).where(PetitionTable.id == petition_id))

    def save(self, session: Session, petition: Petition) -> Petition | None:
        """Store a changed petition and return it with its next lock; None if somebody else changed it first."""
        row = session.get_one(PetitionTable, petition.id)
        if row.lock != petition.lock:
            return None
        mapping.write(petition, row)
        flag_modified(row, "state")  # a step that changes no field counts as well: the lock moves with every event
        try:
            session.flush()
        except StaleDataError:
            return None
        return mapping.petition(row)

    def add_event(self, session: Session, petition_id: str, event: PetitionEvent) -> int:
        """Append one row to the petition's history and return its id."""
        row = PetitionEventTable(petition_id=petition_id, **asdict(event))
        session.add(row)
        session.flush()
        return row.id

    def last_event(self, session: Session, petition_id: str, code: str | None = None) -> PetitionEvent | None:
        """Return the newest happening, or the newest with this code."""
        statement = select(PetitionEventTable).where(PetitionEventTable.petition_id == petition_id)
        if code is not None:
            statement = statement.where(PetitionEventTable.code == code)
        row = session.scalars(statement.order_by(PetitionEventTable.id.desc()).limit(1)).first()
        return None if row is None else mapping.event(row)

    def add_ticket(self, session: Session, petition_id: str, ticket: Ticket, dispatched_by: str) -> None:
        """Store the ticket of one dispatch to one department."""
        session.add(TicketTable(petition_id=petition_id, dispatched_by=dispatched_by, **asdict(ticket)))
        session.flush()

    def open_tickets(self, session: Session, petition_id: str, role: TicketRole) -> list[Ticket]:
        """Return the unfinished tickets of one role, oldest first."""
        statement = (
            select(TicketTable)
            .where(
                TicketTable.petition_id == petition_id,
                TicketTable.role == role.value,
                TicketTable.finished_at.is_(None),
            )
            .order_by(TicketTable.dispatched_at, TicketTable.id)
        )
        return [mapping.ticket(row) for row in session.scalars(statement)]

    def last_lead_ticket(self, session: Session, petition_id: str) -> Ticket | None:
        """Return the newest lead ticket, finished or not."""
        statement = select(TicketTable).where(
            TicketTable.petition_id == petition_id, TicketTable.role == TicketRole.LEAD.value
        )
        newest = statement.order_by(TicketTable.dispatched_at.desc(), TicketTable.id.desc()).limit(1)
        row = session.scalars(newest).first()
        return None if row is None else mapping.ticket(row)

    def save_ticket(self, session: Session, ticket: Ticket) -> None:
        """Store what may change of a ticket after its dispatch."""
        row = session.get_one(TicketTable, ticket.id)
        for name in ("signed_at", "finished_at", "due_at", "is_returnable", "result"):
            setattr(row, name, getattr(ticket, name))
        session.flush()

    def count_open_tickets(self, session: Session, department_code: str) -> int:
        """Return how many unfinished tickets a department holds; one that holds any should not be removed."""
        statement = select(func.count()).select_from(TicketTable)
        open_ones = (TicketTable.department_code == department_code, TicketTable.finished_at.is_(None))
        return session.scalar(statement.where(*open_ones)) or 0

    def sign_ticket(self, session: Session, ticket_id: str, signed_by: str, at: datetime) -> None:
        """Note who signed for a ticket, and when."""
        row = session.get_one(TicketTable, ticket_id)
        row.signed_at, row.signed_by = at, signed_by

    def finish_ticket(self, session: Session, ticket_id: str, at: datetime) -> None:
        """End one ticket."""
        session.get_one(TicketTable, ticket_id).finished_at = at

    def finish_tickets(
        self, session: Session, petition_id: str, at: datetime, *, role: TicketRole | None = None
    ) -> None:
        """End every unfinished ticket of a petition, or those of one role."""
        statement = select(TicketTable).where(TicketTable.petition_id == petition_id, TicketTable.finished_at.is_(None))
        if role is not None:
            statement = statement.where(TicketTable.role == role.value)
        for row in session.scalars(statement):
            row.finished_at = at

    def add_reply(
        self, session: Session, petition_id: str, ticket_id: str | None, author_id: str, reply: Reply
    ) -> None:
        """Store an answer beside the earlier ones; a direct answer belongs to no ticket."""
        values = asdict(reply) | {"basis": list(reply.basis), "citations": list(map(asdict, reply.citations))}
        row = ReplyTable(id=new_id("rep"), petition_id=petition_id, ticket_id=ticket_id, author_id=author_id, **values)
        session.add(row)
        session.flush()

    def reject_reply(self, session: Session, petition_id: str, reason: str, at: datetime) -> None:
        """Mark the newest answer as rejected; it is kept."""
        statement = select(ReplyTable).where(ReplyTable.petition_id == petition_id)
        row = session.scalars(statement.order_by(ReplyTable.answered_at.desc(), ReplyTable.id.desc()).limit(1)).one()
        row.rejected_at, row.rejected_reason = at, reason
        session.flush()

    def has_rating(self, session: Session, petition_id: str, cycle: int) -> bool:
        """Say whether the answer of a cycle was rated."""
        statement = select(RatingTable.id).where(RatingTable.petition_id == petition_id, RatingTable.cycle == cycle)
        return session.scalar(statement) is not None

    def add_rating(
        self, session: Session, petition_id: str, cycle: int, stars: int, comment: str, at: datetime
    ) -> None:
        """Store the rating of a cycle."""
        session.add(
            RatingTable(
                id=new_id("rat"),
                petition_id=petition_id,
                cycle=cycle,
                stars=stars,
                comment=comment,
                rated_at=at,
            )
        )
        session.flush()

    def history(self, session: Session, petition_id: str) -> History:
        """Return everything that happened to a petition, each kind oldest first."""
        events = select(PetitionEventTable).where(PetitionEventTable.petition_id == petition_id)
        tickets = select(TicketTable).where(TicketTable.petition_id == petition_id)
        replies = select(ReplyTable).where(ReplyTable.petition_id == petition_id)
        return History(
            tuple(mapping.event(row) for row in session.scalars(events.order_by(PetitionEventTable.id))),
            tuple(
                mapping.ticket(r)
                for r in session.scalars(tickets.order_by(TicketTable.cycle, TicketTable.role.desc(), TicketTable.id))
            ),
            tuple(mapping.reply(row) for row in session.scalars(replies.order_by(ReplyTable.answered_at))),
            requests=tuple(self.records.requests(session, petition_id)),
            material=tuple(self.records.material(session, petition_id)),
            consultations=tuple(self.records.consultations(session, petition_id)),
            revisits=tuple(self.records.revisits(session, petition_id)),
            members=tuple(self.records.member_numbers(session, petition_id)),
        )

    def has_ticket_of(self, session: Session, petition_id: str, departments: Iterable[str]) -> bool:
        """Say whether any of `departments` ever had a ticket of this petition."""
        statement = select(TicketTable.id).where(
            TicketTable.petition_id == petition_id, TicketTable.department_code.in_(departments)
        )
        return session.scalar(statement.limit(1)) is not None

    def list_desk(
        self,
        session: Session,
        query: DeskQuery,
        visibility: Visibility,
        departments: frozenset[str],
        now: datetime,
    ) -> tuple[int, list[Petition]]:
        """Return how many petitions match and one page: running ones first, those that must be acted on soonest.

        `departments` are the codes `query.department_code` stands for; empty when the query names none.
        """
        conditions = [*visible_to(visibility), *_matching(query, departments, now, visibility)]
        total = session.scalar(select(func.count()).select_from(PetitionTable).where(*conditions)) or 0
        order = (PetitionTable.is_pending.desc(), PetitionTable.act_by, PetitionTable.number.desc())
        # Ids first: sorting and skipping then read an index only, whole rows just for the page.
        ids = select(PetitionTable.id).where(*conditions).order_by(*order).offset(query.offset).limit(query.limit)
        page = select(PetitionTable).where(PetitionTable.id.in_(ids)).order_by(*order)
        return total, [mapping.petition(row) for row in session.scalars(page)]

    def due_times(
        self, session: Session, query: DeskQuery, visibility: Visibility, departments: frozenset[str], now: datetime
    ) -> list[datetime]:
        """Return when every petition that matches is due; `departments` as in `list_desk`."""
        conditions = [*visible_to(visibility), *_matching(query, departments, now, visibility)]
        rows = session.scalars(select(PetitionTable.due_at).where(*conditions, PetitionTable.due_at.is_not(None)))
        return [at for at in rows if at is not None]

    def overrides(self, session: Session) -> list[CalendarOverride]:
        """Return the imported override rows, by day."""
        rows = session.scalars(select(CalendarOverrideTable).order_by(CalendarOverrideTable.day))
        return [
            CalendarOverride(row.day, row.is_working_day, row.reason, row.source_document, row.is_national)
            for row in rows
        ]

    def calendar(self, session: Session) -> WorkingDayCalendar:
        """Return the calendar with the imported override rows."""
        return WorkingDayCalendar(self.overrides(session))

    def put_override(self, session: Session, override: CalendarOverride) -> None:
        """Store one calendar day, replacing what stood there."""
        session.merge(CalendarOverrideTable(**asdict(override)))
        session.flush()


def in_region(visibility: Visibility) -> list[ColumnElement[bool]]:
    """Return the condition on petitions that the caller's region sets; none where it sets none."""
    if not visibility.region:
        return []
    region = PetitionTable.region_code
    return [or_(region.is_(None), region.startswith(visibility.region, autoescape=True))]


def visible_to(visibility: Visibility) -> list[ColumnElement[bool]]:
    """Return what keeps a query within what may be seen."""
    if visibility.sees_all:
        return in_region(visibility)
    tickets = select(TicketTable.petition_id).where(TicketTable.department_code.in_(visibility.departments))
    return [PetitionTable.id.in_(tickets), *in_region(visibility)]


def _matching(
    query: DeskQuery, departments: frozenset[str], now: datetime, visibility: Visibility
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query.states:
        conditions.append(PetitionTable.state.in_(state.value for state in query.states))
    if query.department_code is not None:
        conditions.append(PetitionTable.lead_department_code.in_(departments))
    if query.category_code:
        below = PetitionTable.category_code.startswith(f"{query.category_code}-", autoescape=True)
        conditions.append(or_(PetitionTable.category_code == query.category_code, below))
    if query.nature is not None:
        conditions.append(PetitionTable.nature == query.nature.value)
    if query.urgency is not None:
        conditions.append(PetitionTable.urgency == query.urgency.value)
    if query.text:
        conditions.append(_text_condition(query.text, visibility))
    if query.alert is not None:
        conditions.append(alert_condition(query.alert, now))
    if query.due_between is not None:
        conditions.append(due_condition(*query.due_between))
    if query.numbers:
        conditions.append(PetitionTable.number.in_(query.numbers))
    if query.pressing is not None:
        conditions.append(pressing_condition(query.pressing, now))
    return conditions


def _text_condition(text: str, visibility: Visibility) -> ColumnElement[bool]:
    """Title, number or enterprise; a handling department cannot find a confidential petition by its enterprise."""
    by_enterprise = PetitionTable.enterprise_name.contains(text, autoescape=True)
    if not visibility.sees_all:
        by_enterprise = and_(by_enterprise, PetitionTable.identity == Identity.NAMED.value)
    return or_(
        PetitionTable.title.contains(text, autoescape=True),
        PetitionTable.number.startswith(text.upper(), autoescape=True),
        by_enterprise,
    )
