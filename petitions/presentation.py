"""Petitions as people read them: headline, stages, timeline and desk rows (LOOK §5, texts 23–31)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from core.actors import GUEST, Actor, Role
from core.clock import SHANGHAI
from core.masking import mask, mask_name, mask_phone
from core.messages import message
from petitions.deadlines import Deadline, DeadlineRules, alert_level
from petitions.dossier import Dossier
from petitions.offers import Offer
from petitions.telling import INTERNAL, Teller
from petitions.types import AlertLevel, Contact, History, Identity, Petition, Reply, State
from petitions.views import (
    DayView,
    Links,
    MaterialView,
    PetitionDetailView,
    PetitionRowView,
    ProgressView,
    ReplyView,
    StageView,
    TimelineStepView,
)
from petitions.wording import due_text, time_text, why_text

_DAYS_SHOWN = 7
STAGES = ("accept", "dispatch", "handle", "answer", "rate")
_STAGES_DONE = {
    State.ACCEPTED: 1,
    State.DISPATCHED: 2,
    State.PROCESSING: 2,
    State.AWAITING: 2,
    State.ANSWERED: 4,
    State.CLOSED: 5,
}
_PERSONAL = frozenset({"rated", "reminded", "material_requested", "material_supplied", "resumed_without_material"})
"""What concerns the petitioner of the master alone."""
_ENDED = frozenset({State.REFUSED, State.WITHDRAWN, State.MERGED})
_WITH_DEADLINE = frozenset({State.ACCEPTED, State.DISPATCHED, State.PROCESSING})


@dataclass(frozen=True, slots=True)
class Presenter:
    """Renders petitions at one moment, with the department names of that moment."""

    teller: Teller
    deadlines: DeadlineRules
    now: datetime

    def progress(self, petition: Petition, history: History) -> ProgressView:
        """Return what the petitioner sees: stage, time and department, no internal notes."""
        clock = petition.clock
        return ProgressView(
            number=petition.number,
            title=petition.title,
            content=petition.content,
            state=petition.state.value,
            headline=self.headline(petition),
            submitted_at=petition.submitted_at,
            accepted_at=clock.accepted_at,
            due_at=clock.due_at,
            due_text=due_text(clock.due_at) if clock.due_at else None,
            why_text=self.why(petition),
            provisional=clock.is_provisional,
            is_overdue=self.alert(petition) is not AlertLevel.NONE,
            department=self.teller.department(petition.lead_department_code),
            stages=self.stages(petition, history),
            timeline=self._timeline(history),
            replies=tuple(self._reply(reply) for reply in history.replies if reply.rejected_at is None),
            days=self._last_days(clock.due_at),
            material=self._awaited(history),
            allowed=tuple(Offer(petition, history, frozenset(), self.now, self.deadlines.rules).to(GUEST)),
        )

    def merged_progress(
        self, petition: Petition, history: History, master: Petition, master_history: History, *, is_rated: bool
    ) -> ProgressView:
        """Return what the petitioner of a merged petition sees: the own words, and how the master gets on."""
        own, ahead = self.progress(petition, history), self.progress(master, master_history)
        merged_at = history.events[-1].at if history.events else self.now
        since = tuple(step for step in ahead.timeline if step.at >= merged_at and step.code not in _PERSONAL)
        return replace(
            ahead,
            number=own.number,
            title=own.title,
            content=own.content,
            state=own.state,
            headline=message("petition.headline.merged_into", progress=ahead.headline),
            submitted_at=own.submitted_at,
            timeline=(*since, *own.timeline),
            material=None,
            master=master.number,
            allowed=("rate",) if master.answered_at is not None and not is_rated else (),
        )

    def _timeline(self, history: History) -> tuple[TimelineStepView, ...]:
        shown = (event for event in reversed(history.events) if event.code not in INTERNAL)
        return tuple(self.teller.timeline_step(event) for event in shown)

    def _awaited(self, history: History) -> MaterialView | None:
        """Return what the petitioner is to supply now."""
        last = history.material[-1] if history.material else None
        return None if last is None or last.resumed_at is not None else Dossier(self.teller).material(last)

    def _last_days(self, due_at: datetime | None) -> tuple[DayView, ...]:
        """Return the week that ends with the answer date, as the calendar counts it; empty before acceptance."""
        if due_at is None:
            return ()
        last = due_at.astimezone(SHANGHAI).date()
        days = [last - timedelta(days=back) for back in reversed(range(_DAYS_SHOWN))]
        return tuple(DayView(day, not self.deadlines.calendar.is_working_day(day)) for day in days)

    def row(self, petition: Petition, viewer: Actor, *, sees_all: bool) -> PetitionRowView:
        """Return one row of the desk list as `viewer` may see it."""
        clock = petition.clock
        return PetitionRowView(
            number=petition.number,
            title=self._readable(petition.title, viewer),
            state=petition.state.value,
            nature=petition.nature.value,
            urgency=petition.urgency.value,
            category_code=petition.category_code,
            category=self.teller.taxonomy.name(petition.category_code),
            enterprise_name=_unless_hidden(petition.enterprise_name, petition, sees_all=sees_all),
            lead_department_code=petition.lead_department_code,
            lead_department=self.teller.department(petition.lead_department_code),
            submitted_at=petition.submitted_at,
            accepted_at=clock.accepted_at,
            due_at=clock.due_at,
            alert=self.alert(petition).value,
            overdue_working_days=self._overdue_days(petition),
            remaining_working_days=self._remaining_days(petition),
            channel=petition.channel.value,
            cycle=petition.cycle,
            lock=petition.lock,
            paused_until=clock.paused_until,
        )

    def detail(
        self,
        petition: Petition,
        history: History,
        contact: Contact | None,
        viewer: Actor,
        links: Links,
        *,
        sees_all: bool,
        allowed: Sequence[str],
    ) -> PetitionDetailView:
        """Return everything staff see; the contact is masked, and hidden from departments when confidential."""
        row = self.row(petition, viewer, sees_all=sees_all)
        name, phone = _masked_contact(petition, contact, sees_all=sees_all)
        return PetitionDetailView(
            **asdict(row),
            content=self._readable(petition.content, viewer),
            demand=self._readable(petition.demand, viewer),
            identity=petition.identity.value,
            contact_name=name,
            contact_phone=phone,
            credit_code=_unless_hidden(petition.credit_code, petition, sees_all=sees_all),
            conversation_id=petition.conversation_id,
            why_text=self.why(petition),
            provisional=petition.clock.is_provisional,
            events=tuple(self.teller.event(event) for event in history.events),
            replies=tuple(self._reply(reply) for reply in history.replies),
            allowed=tuple(allowed),
            dossier=Dossier(self.teller).view(history),
            master=links.master,
            members=history.members,
            cluster_id=links.cluster_id,
            cluster=links.cluster,
        )

    def headline(self, petition: Petition) -> str:
        """Return the sentence the petitioner wants to read first: who, by when."""
        department = self.teller.department(petition.lead_department_code)
        key, values = petition.state.value, {"department": department}
        due_at = petition.clock.due_at
        if petition.state is State.REFUSED and petition.refusal_code:
            values |= {"channel": petition.refusal_channel, "refusal": _refusal(petition.refusal_code.value)}
        elif petition.state is State.ANSWERED and petition.rating is not None:
            key = "escalated"
        elif petition.state is State.ANSWERED and petition.lead_department_code is None:
            key = "answered_directly"
        elif petition.state is State.AWAITING and petition.clock.paused_until is not None:
            values["due"] = due_text(petition.clock.paused_until)
        elif petition.state in _WITH_DEADLINE and due_at is not None:
            if self.now > due_at:
                return message("petition.headline.overdue")
            days = self.deadlines.remaining_working_days(due_at, self.now)
            is_today = due_at.astimezone(SHANGHAI).date() == self.now.astimezone(SHANGHAI).date()
            key = f"{key}_today" if is_today else key
            values |= {"due": due_text(due_at), "time": time_text(due_at), "days": str(days)}
        return message(f"petition.headline.{key}", **values)

    def stages(self, petition: Petition, history: History) -> tuple[StageView, ...]:
        """Return the five stages with the time each was reached in the current cycle."""
        reached = {
            "accept": petition.clock.accepted_at,
            "dispatch": _last(history, {"dispatched", "reopened"}),
            "handle": _last(history, {"signed"}),
            "answer": petition.answered_at,
            "rate": petition.closed_at,
        }
        done = _STAGES_DONE.get(petition.state, 0)
        if petition.state in _ENDED:
            done = _reached_before_end(history)
        current = None if petition.state in _ENDED or done == len(STAGES) else STAGES[done]
        return tuple(
            StageView(
                code=code,
                label=message(f"petition.stage.{code}"),
                state="done" if place < done else "current" if code == current else "todo",
                at=reached[code] if place < done else None,
            )
            for place, code in enumerate(STAGES)
        )

    def why(self, petition: Petition) -> str | None:
        """Return how the due date was counted; None before acceptance."""
        clock = petition.clock
        if not (clock.started_at and clock.start_day and clock.due_at and clock.orange_after and clock.red_after):
            return None
        started = clock.started_at.astimezone(SHANGHAI)
        calendar = self.deadlines.calendar
        years = range(started.year, clock.due_at.astimezone(SHANGHAI).year + 1)
        deadline = Deadline(
            accepted_at=started,
            start_day=clock.start_day,
            allowance_days=clock.allowance_days or 0,
            due_at=clock.due_at,
            orange_after=clock.orange_after,
            red_after=clock.red_after,
            unannounced_years=tuple(y for y in years if not calendar.is_announced(y)) if clock.is_provisional else (),
            is_late_in_day=self.deadlines.is_late(started) and calendar.is_working_day(started.date()),
            paused_days=clock.paused_days,
            extension_days=clock.extension_days,
        )
        counted = deadline.allowance_days + clock.paused_days + clock.extension_days
        is_kept = clock.due_at.astimezone(SHANGHAI).date() > calendar.add(clock.start_day, counted)
        closes_hour = self.deadlines.rules.closes_hour
        return why_text(deadline, closes_hour=closes_hour, is_reopened=petition.cycle > 1, is_kept=is_kept)

    def alert(self, petition: Petition) -> AlertLevel:
        """Return the level reached in the current cycle: now while the clock runs, else when it stood still."""
        clock = petition.clock
        if not (clock.due_at and clock.orange_after and clock.red_after):
            return AlertLevel.NONE
        return alert_level(clock.due_at, clock.orange_after, clock.red_after, self._clock_at(petition))

    def _overdue_days(self, petition: Petition) -> int:
        due_at = petition.clock.due_at
        return 0 if due_at is None else self.deadlines.overdue_working_days(due_at, self._clock_at(petition))

    def _clock_at(self, petition: Petition) -> datetime:
        """Return the moment up to which the clock has run: it stands still while material is awaited."""
        return petition.clock.paused_at or petition.clock.stopped_at or self.now

    def _remaining_days(self, petition: Petition) -> int | None:
        due_at = petition.clock.due_at
        if due_at is None or petition.clock.stopped_at is not None or self.now > due_at:
            return None
        return self.deadlines.remaining_working_days(due_at, self.now)

    def _reply(self, reply: Reply) -> ReplyView:
        department = self.teller.department(reply.department_code)
        return ReplyView(
            reply.text,
            reply.resolution.value,
            reply.basis,
            reply.answered_at,
            department,
            reply.rejected_at,
            reply.rejected_reason,
        )

    def _readable(self, text: str, viewer: Actor) -> str:
        """Analysts work on masked text (DOMAIN §1); unless another role lets them read it."""
        others = viewer.roles - {Role.ANALYST}
        return mask(text) if viewer.has(Role.ANALYST) and not others else text


def _refusal(code: str) -> str:
    return message(f"petition.refusal.{code}")


def _unless_hidden(text: str, petition: Petition, *, sees_all: bool) -> str:
    """Hide who the petitioner is from handling departments unless the petition is filed under a name."""
    if sees_all or petition.identity is Identity.NAMED or not text:
        return text
    return message("petition.contact.hidden")


def _masked_contact(petition: Petition, contact: Contact | None, *, sees_all: bool) -> tuple[str, str]:
    if petition.identity is Identity.ANONYMOUS or contact is None:
        return message("petition.contact.anonymous"), ""
    if petition.identity is Identity.CONFIDENTIAL and not sees_all:
        return message("petition.contact.hidden"), message("petition.contact.hidden")
    return mask_name(contact.name), mask_phone(contact.phone)


def _last(history: History, codes: set[str]) -> datetime | None:
    return next((event.at for event in reversed(history.events) if event.code in codes), None)


def _reached_before_end(history: History) -> int:
    """Return how many stages were done before a refusal, withdrawal or merge."""
    return _STAGES_DONE.get(history.events[-1].from_state, 0) if history.events else 0
