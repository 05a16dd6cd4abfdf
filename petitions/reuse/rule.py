"""When a reply is reusable. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from petitions.reuse.types import NEVER, ReuseRule, Unfit
from petitions.types import History, Identity, Petition, Reply, Resolution, State

_TEACHING = frozenset({Resolution.RESOLVED, Resolution.EXPLAINED})
_ANSWERS = frozenset({"answered", "answered_direct"})


def why_not(petition: Petition, history: History, mark: bool | None, rule: ReuseRule) -> tuple[Unfit, ...]:
    """Return everything that keeps the reply from being drafted; empty when it is reusable.

    A mark decides for or against, but never over `NEVER`.
    """
    never = tuple(reason for reason in _faults(petition, history, rule) if reason in NEVER)
    if never or mark is True:
        return never
    return (Unfit.MARKED,) if mark is False else tuple(_faults(petition, history, rule))


def last_reply(petition: Petition, history: History) -> Reply | None:
    """Return the reply that closed the petition; one that was sent back does not count."""
    replies = (reply for reply in history.replies if reply.cycle == petition.cycle and reply.rejected_at is None)
    return max(replies, key=lambda reply: reply.answered_at, default=None)


def _faults(petition: Petition, history: History, rule: ReuseRule) -> Iterator[Unfit]:
    if petition.identity is Identity.CONFIDENTIAL:
        yield Unfit.CONFIDENTIAL
    if petition.state is not State.CLOSED:
        yield Unfit.NOT_CLOSED
    reply = last_reply(petition, history)
    if reply is None:
        yield Unfit.NO_REPLY
    elif reply.resolution not in _TEACHING:
        yield Unfit.RESOLUTION
    if petition.nature not in rule.natures:
        yield Unfit.NATURE
    if petition.rating is None and not rule.takes_unrated:
        yield Unfit.UNRATED
    if petition.rating is not None and petition.rating < rule.least_stars:
        yield Unfit.RATING
    answers = [event for event in history.events if event.code in _ANSWERS]
    if answers and "override" in answers[-1].params:
        yield Unfit.QUALITY
