"""The key figures of DOMAIN §5, each by its formula, over one window. Pure: arrays in, numbers and lists out.

A petition counts by the row it has now: after a reopening that is its new clock, and its time runs from the first
acceptance. What happened (events, ratings, tickets) counts each time. Refused and withdrawn petitions are left out;
merged ones count for volume only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np

from core.calendar import WorkingDayCalendar
from core.clock import SHANGHAI
from reports.facts import Among, Facts, Floats, Mask, Texts, Window
from reports.types import Unit

DAY = 86_400.0
_LEFT_OUT = ("refused", "withdrawn")
_SATISFIED, _BASICALLY_SATISFIED = 4, 3
_FACTUAL = ("answered", "partial")

UNITS: Mapping[str, Unit] = {
    "accepted": Unit.COUNT,
    "submitted": Unit.COUNT,
    "refused": Unit.COUNT,
    "withdrawn": Unit.COUNT,
    "merged": Unit.COUNT,
    "answered": Unit.COUNT,
    "conversations": Unit.COUNT,
    "questions": Unit.COUNT,
    "average_days": Unit.DAYS,
    "median_days": Unit.DAYS,
    "average_working_days": Unit.DAYS,
    "yellow": Unit.COUNT,
    "orange": Unit.COUNT,
    "red": Unit.COUNT,
    "added": Unit.COUNT,
    "ended": Unit.COUNT,
    "published": Unit.COUNT,
    "policies_added": Unit.COUNT,
    "citations": Unit.COUNT,
}
"""Units of the figures that are not shares."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One figure. `members` are the rows behind it, `base` those of its denominator."""

    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    members: Mask | None = None
    base: Mask | None = None


def number(members: Mask) -> Counted:
    """Return how many rows there are."""
    return Counted(float(np.count_nonzero(members)), members=members)


def share(part: Mask, whole: Mask) -> Counted:
    """Return the share of `whole` that is in `part` too; no value when there is no whole."""
    inside = part & whole
    n, of = int(np.count_nonzero(inside)), int(np.count_nonzero(whole))
    return Counted(n / of if of else None, float(n), float(of), inside, whole)


def ratio(n: int, of: int, members: Mask, base: Mask, *, inverted: bool = False) -> Counted:
    """Return how many times something happened for each `of`; `inverted`: 1 minus that."""
    value = None if of == 0 else 1 - n / of if inverted else n / of
    return Counted(value, float(n), float(of), members, base)


@dataclass(frozen=True, slots=True)
class Sets:
    """The sets of petitions that figures are made of, for one window."""

    live: Mask  # neither refused nor withdrawn
    handled: Mask  # and not merged into another
    volume: Mask  # accepted in the window, merged ones too
    accepted: Mask  # accepted in the window and handled
    answered: Mask  # answered in the window and handled
    due: Mask  # due in the window, handled, the clock not paused at its end
    on_time: Mask  # answered by the due time, whenever that is

    @classmethod
    def of(cls, facts: Facts, window: Window, among: Among) -> Sets:
        p = facts.petitions
        live = among.petitions & ~np.isin(p.state, _LEFT_OUT)
        merged = p.state == "merged"
        handled = live & ~merged
        taken = np.where(merged & np.isnan(p.accepted), p.submitted, p.accepted)
        return cls(
            live=live,
            handled=handled,
            volume=live & window.holds(taken),
            accepted=handled & window.holds(p.accepted),
            answered=handled & window.holds(p.answered),
            due=handled & window.holds(p.due) & ~_paused(facts, window),
            on_time=p.answered <= p.due,
        )


def petition_figures(facts: Facts, window: Window, working_days: WorkingDays, among: Among) -> dict[str, Counted]:
    """Return the figures about petitions, in the order reports show them."""
    p, e, t, r = facts.petitions, facts.events, facts.tickets, facts.ratings
    sets, filed = Sets.of(facts, window, among), among.petitions & window.holds(facts.petitions.submitted)
    happened = among.events & window.holds(e.at)

    def events(code: str, among: Mask = happened) -> tuple[int, Mask]:
        rows = among & (e.code == code)
        return int(np.count_nonzero(rows)), p.mask_of(e.petition[rows])

    direct = p.mask_of(e.petition[e.code == "answered_direct"])
    tickets = among.tickets & window.holds(t.dispatched)
    signed = tickets & (t.signed <= t.sign_by)
    rated = among.ratings & window.holds(r.at)
    revisited = p.mask_of(e.petition[np.isin(e.code, ("followed_up", "rated"))])
    dispatched, dispatched_members = events("dispatched")
    attempted, attempted_members = events("followed_up")
    reached, reached_members = events("followed_up", happened & e.reached)
    returned, returned_members = events("returned")
    transferred, transferred_members = events("transferred", happened & ~e.excused)

    def per_dispatch(code: str) -> Counted:
        times, members = events(code)
        return ratio(times, dispatched, members, dispatched_members)

    def rating(least: int) -> Counted:
        rows = rated & (r.stars >= least)
        n, of = int(np.count_nonzero(rows)), int(np.count_nonzero(rated))
        return ratio(n, of, p.mask_of(r.petition[rows]), p.mask_of(r.petition[rated]))

    return {
        "accepted": number(sets.volume),
        "submitted": number(filed),
        "refused": number((p.state == "refused") & filed),
        "withdrawn": number((p.state == "withdrawn") & filed),
        "merged": number((p.state == "merged") & sets.volume),
        "answered": number(sets.answered),
        "direct_answer_rate": share(direct, sets.accepted),
        "on_time_rate": share(sets.on_time, sets.due),
        "closed_rate": share(~np.isnan(p.closed), sets.accepted),
        **_durations(facts, sets, working_days),
        "response_rate": ratio(
            int(np.count_nonzero(signed)), int(np.count_nonzero(tickets)), p.mask_of(t.petition[signed]),
            p.mask_of(t.petition[tickets]),
        ),
        "solved_rate": share(p.resolution == "resolved", sets.answered),
        "partly_solved_rate": share(p.resolution == "partly_resolved", sets.answered),
        "satisfied_rate": rating(_SATISFIED),
        "basically_satisfied_rate": rating(_BASICALLY_SATISFIED),
        "revisit_rate": share(revisited, sets.answered & (p.identity != "anonymous")),
        "connect_rate": ratio(reached, attempted, reached_members, attempted_members),
        "reopened_rate": per_dispatch("reopened"),
        "returned_rate": per_dispatch("returned"),
        "transferred_rate": per_dispatch("transferred"),
        "extended_rate": per_dispatch("extension_granted"),
        "dispatch_accuracy": ratio(
            returned + transferred, dispatched, returned_members | transferred_members, dispatched_members,
            inverted=True,
        ),
        **{level: number(_reached(facts, window, among, level)) for level in ("yellow", "orange", "red")},
    }  # fmt: skip


def question_figures(facts: Facts, window: Window) -> dict[str, Counted]:
    """Return the figures about conversations; their lists hold messages, a conversation by its last one."""
    m = facts.messages
    asked = window.holds(m.asked)
    factual = asked & np.isin(m.outcome, _FACTUAL)
    last = _last_of_each(m.conversation, asked)
    unhappy = m.petitioned | np.isin(
        m.conversation, m.conversation[asked & (m.disliked | (m.outcome == "handed_over"))]
    )
    return {
        "conversations": number(last),
        "questions": number(asked),
        "machine_solved_rate": share(np.isin(m.outcome, _FACTUAL) & m.cited & ~unhappy, last),
        "citation_rate": share(m.cited, factual),
        "uncited_rate": share(~m.cited, factual),
        "gap_rate": share(m.outcome == "abstained", asked),
    }


def entry_figures(facts: Facts, window: Window, review_days: int) -> dict[str, Counted]:
    """Return the figures about the knowledge base; what is published counts at the end of the window."""
    x = facts.entries
    added = window.holds(x.added)
    published = (x.added < window.end) & ~(x.ended < window.end)
    return {
        "published": number(published),
        "added": number(added),
        "ended": number(window.holds(x.ended)),
        "freshness_rate": share(x.reviewed + review_days * DAY >= window.end, published),
        "policies_added": number(added & np.isin(x.kind, ("policy_document", "notice"))),
    }


class WorkingDays:
    """Counts working days between instants, for whole columns at once."""

    def __init__(self, calendar: WorkingDayCalendar, instants: Floats) -> None:
        known = instants[~np.isnan(instants)]
        self._first = _day(known.min()) - timedelta(days=1) if len(known) else date(2000, 1, 1)
        span = (_day(known.max()) - self._first).days + 1 if len(known) else 1
        works = [calendar.is_working_day(self._first + timedelta(days=n)) for n in range(span)]
        self._worked = np.cumsum(works)
        self._origin = datetime.combine(self._first, datetime.min.time(), SHANGHAI).timestamp()

    def between(self, after: Floats, through: Floats) -> Floats:
        """Return how many working days lie in (day of `after`, day of `through`]; Asia/Shanghai has no summer time."""
        places = [((at - self._origin) // DAY).astype(np.int64) for at in (after, through)]
        worked: Floats = np.maximum(self._worked[places[1]] - self._worked[places[0]], 0).astype(np.float64)
        return worked


def _reached(facts: Facts, window: Window, among: Among, level: str) -> Mask:
    alerts = facts.alerts
    rows = among.alerts & window.holds(alerts.at) & (alerts.level == level)
    return facts.petitions.mask_of(alerts.petition[rows])


def _durations(facts: Facts, sets: Sets, working_days: WorkingDays) -> dict[str, Counted]:
    p, members = facts.petitions, sets.answered & ~np.isnan(facts.petitions.accepted)
    if not members.any():
        return {key: Counted(None, members=members) for key in ("average_days", "median_days", "average_working_days")}
    days = (p.answered[members] - p.accepted[members]) / DAY
    worked = working_days.between(p.accepted[members], p.answered[members])
    count, total = len(days), float(days.sum())
    return {
        "average_days": Counted(round(total / count, 1), round(total, 4), count, members),
        "median_days": Counted(round(float(np.median(days)), 1), members=members),
        "average_working_days": Counted(round(float(worked.mean()), 1), float(worked.sum()), count, members),
    }


def _paused(facts: Facts, window: Window) -> Mask:
    """Return the petitions whose clock stood still at the end of the window, or that ended while it did (T25)."""
    p, e = facts.petitions, facts.events
    asked_at, given_at = np.full(p.count, -np.inf), np.full(p.count, -np.inf)
    for code, latest in (("material_requested", asked_at), ("material_supplied", given_at)):
        rows = (e.code == code) & (e.at < window.end)
        np.maximum.at(latest, e.petition[rows], e.at[rows])
    return (asked_at > given_at) & ~(p.answered < window.end)


def _last_of_each(groups: Texts, among: Mask) -> Mask:
    """Return the last row of each group, of the rows `among`."""
    rows = np.flatnonzero(among)
    _, from_end = np.unique(groups[rows][::-1], return_index=True)
    found = np.zeros(len(groups), dtype=bool)
    found[rows[::-1][from_end]] = True
    return found


def _day(at: float) -> date:
    return datetime.fromtimestamp(at, UTC).astimezone(SHANGHAI).date()
