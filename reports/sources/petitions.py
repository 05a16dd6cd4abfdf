"""Petitions, column by column: reports count rows, they never load objects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.text import fold_for_comparison
from enterprises.industries import DIVISION_CHARS
from enterprises.tables import EnterpriseRow
from petitions.alerts.tables import AlertTable
from petitions.tables import PetitionEventTable, PetitionTable, RatingTable, ReplyTable, TicketTable
from petitions.types import OPEN_STATES, TicketRole, TransferReason
from reports.facts import (
    AlertFacts,
    EventFacts,
    PetitionFacts,
    RatingFacts,
    TicketFacts,
    integers,
    mask,
    seconds,
    texts,
)
from reports.periods import Period
from reports.types import Scope

_LEVELS = ("yellow", "orange", "red")
_PAUSES = ("material_requested", "material_supplied")
_WRONG = TransferReason.WRONG_DEPARTMENT.value  # what is told of no reason counts as this
_COUNTED = (
    "answered_direct", "dispatched", "followed_up", "rated", "reopened", "returned", "return_denied", "transferred",
    "extension_granted", *_PAUSES,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Enterprise:
    place: int
    industry: str
    region: str
    size: str


def within(column: InstrumentedAttribute[Any], periods: Iterable[Period]) -> ColumnElement[bool]:
    return or_(*(and_(column >= period.start, column < period.end) for period in periods))


def read_petitions(session: Session, periods: Sequence[Period], scope: Scope) -> tuple[PetitionFacts, dict[str, int]]:
    """Return the petitions that something happened to in `periods` or that are open, and the place of each id."""
    row = PetitionTable
    happened = select(PetitionEventTable.petition_id).where(within(PetitionEventTable.at, periods))
    conditions = [
        or_(
            row.id.in_(happened),
            row.state.in_(state.value for state in OPEN_STATES),
            *(within(column, periods) for column in (row.due_at, row.orange_after, row.red_after)),
        )
    ]
    if scope.department_code is not None:
        conditions.append(row.lead_department_code.in_(scope.departments))
    columns = (
        row.id, row.number, row.state, row.channel, row.nature, row.identity, row.category_code,
        row.lead_department_code, row.credit_code, row.enterprise_name, row.submitted_at, row.accepted_at, row.due_at,
        row.orange_after, row.red_after, row.stopped_at, row.answered_at, row.closed_at,
    )  # fmt: skip
    found = session.execute(select(*columns).where(*conditions).order_by(row.number)).all()
    named = list(zip(*found, strict=True)) if found else [()] * len(columns)
    (ids, numbers, states, channels, natures, identities, categories, departments, codes, names, *instants) = named
    enterprises = _identified(session, codes, names)
    resolutions = _resolutions(session, min(period.start for period in periods))
    submitted, accepted, due, orange, red, stopped, answered, closed = map(seconds, instants)
    facts = PetitionFacts(
        number=texts(numbers),
        state=texts(states),
        channel=texts(channels),
        nature=texts(natures),
        identity=texts(identities),
        category=texts(categories),
        department=texts(departments),
        resolution=texts(resolutions.get(petition_id) for petition_id in ids),
        industry=texts(found.industry for found in enterprises),
        region=texts(found.region for found in enterprises),
        size=texts(found.size for found in enterprises),
        enterprise=integers(found.place for found in enterprises),
        submitted=submitted,
        accepted=accepted,
        due=due,
        orange=orange,
        red=red,
        stopped=stopped,
        answered=answered,
        closed=closed,
    )
    return facts, {petition_id: place for place, petition_id in enumerate(ids)}


def _identified(session: Session, codes: Sequence[str], names: Sequence[str]) -> list[_Enterprise]:
    """Return who filed each petition: by credit code, or else by name; -1 and no codes where neither is given."""
    row = EnterpriseRow
    profiles = select(row.credit_code, row.name_folded, row.industry, row.region, row.size).order_by(row.credit_code)
    known: dict[str, _Enterprise] = {}
    count = 0
    for code, folded_name, industry, region, size in session.execute(profiles):
        profile = _Enterprise(count, (industry or "")[:DIVISION_CHARS], region or "", size)
        known[code] = profile
        known.setdefault(folded_name, profile)
        count += 1
    folded: dict[str, str] = {}
    found = []
    for code, name in zip(codes, names, strict=True):
        key = code or folded.get(name) or folded.setdefault(name, fold_for_comparison(name))
        if key and key not in known:
            known[key] = _Enterprise(count, "", "", "")
            count += 1
        found.append(known[key] if key else _Enterprise(-1, "", "", ""))
    return found


def _resolutions(session: Session, since: datetime) -> dict[str, str]:
    """Return how the last reply of each petition left things."""
    replies = select(ReplyTable.petition_id, ReplyTable.resolution).where(ReplyTable.answered_at >= since)
    return dict(session.execute(replies.order_by(ReplyTable.answered_at)).all())


def read_events(session: Session, periods: Sequence[Period], place_of: dict[str, int]) -> EventFacts:
    row = PetitionEventTable
    wanted = and_(row.code.in_(_COUNTED), or_(within(row.at, periods), row.code.in_(_PAUSES)))
    columns = select(row.petition_id, row.code, row.at, row.department_code, row.params).where(wanted).order_by(row.id)
    found = [event for event in session.execute(columns) if event[0] in place_of]
    return EventFacts(
        petition=integers(place_of[event[0]] for event in found),
        code=texts(event[1] for event in found),
        at=seconds(event[2] for event in found),
        department=texts(event[3] for event in found),
        reached=mask(bool(event[4].get("is_reached")) for event in found),
        excused=mask(event[4].get("why", _WRONG) != _WRONG for event in found),
    )


def read_tickets(session: Session, periods: Sequence[Period], place_of: dict[str, int]) -> TicketFacts:
    row = TicketTable
    wanted = and_(row.role == TicketRole.LEAD.value, within(row.dispatched_at, periods))
    columns = select(row.petition_id, row.department_code, row.dispatched_at, row.sign_by, row.signed_at).where(wanted)
    found = [ticket for ticket in session.execute(columns.order_by(row.id)) if ticket[0] in place_of]
    return TicketFacts(
        petition=integers(place_of[ticket[0]] for ticket in found),
        department=texts(ticket[1] for ticket in found),
        dispatched=seconds(ticket[2] for ticket in found),
        sign_by=seconds(ticket[3] for ticket in found),
        signed=seconds(ticket[4] for ticket in found),
    )


def read_ratings(session: Session, periods: Sequence[Period], place_of: dict[str, int]) -> RatingFacts:
    row = RatingTable
    columns = select(row.petition_id, row.stars, row.rated_at).where(within(row.rated_at, periods)).order_by(row.id)
    found = [rating for rating in session.execute(columns) if rating[0] in place_of]
    return RatingFacts(
        petition=integers(place_of[rating[0]] for rating in found),
        stars=integers(rating[1] for rating in found),
        at=seconds(rating[2] for rating in found),
    )


def read_alerts(session: Session, petitions: PetitionFacts, place_of: dict[str, int]) -> AlertFacts:
    """Return the colours that were reached: those raised, and those of present clocks that wait to be raised."""
    columns = select(
        AlertTable.petition_id, AlertTable.kind, AlertTable.due_at, AlertTable.cycle == PetitionTable.cycle
    )
    raised = columns.join(PetitionTable, PetitionTable.id == AlertTable.petition_id).where(AlertTable.kind.in_(_LEVELS))
    found = [alert for alert in session.execute(raised.order_by(AlertTable.id)) if alert[0] in place_of]
    places, levels = [place_of[alert[0]] for alert in found], [str(alert[1]) for alert in found]
    instants = [alert[2].timestamp() for alert in found]
    for level, limit in zip(_LEVELS, (petitions.due, petitions.orange, petitions.red), strict=True):
        waits = ~(petitions.stopped <= limit) & ~np.isnan(limit)  # a running clock has no `stopped`
        waits[[place_of[alert[0]] for alert in found if alert[1] == level and alert[3]]] = False
        reached = np.flatnonzero(waits)
        places += reached.tolist()
        levels += [level] * len(reached)
        instants += limit[reached].tolist()
    return AlertFacts(integers(places), texts(levels), np.array(instants, dtype=np.float64))


def read_region_labels(session: Session) -> dict[str, str]:
    """Return the name that profiles give each region code."""
    row = EnterpriseRow
    named = select(row.region, row.region_name).where(row.region.is_not(None), row.region_name.is_not(None))
    found = session.execute(named.distinct().order_by(row.region, row.region_name))
    return {region: name for region, name in found if region and name}
