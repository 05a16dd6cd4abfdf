"""The transition table of DOMAIN §3.4, T1–T25, as data. What is not listed is refused and changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from core.actors import Actor, Role
from petitions.errors import TransitionRefusedError, WrongRoleError
from petitions.types import OPEN_STATES, State

_PETITIONER = frozenset({Role.ENTERPRISE, Role.GUEST})
_DISPATCHER = frozenset({Role.DISPATCHER})
_HANDLER = frozenset({Role.HANDLER})
_SUPERVISOR = frozenset({Role.SUPERVISOR})
_BY_SYSTEM: frozenset[Role] = frozenset()

_BEFORE_ANSWER = OPEN_STATES - {State.ANSWERED}


@dataclass(frozen=True, slots=True)
class Transition:
    """One permitted step. `target` None leaves the state as it is; no `roles` means only the product itself."""

    rule: str
    event: str
    sources: frozenset[State]
    target: State | None
    roles: frozenset[Role]

    def target_from(self, state: State) -> State:
        """Return the state after this step."""
        return state if self.target is None else self.target


def _row(
    rule: str, event: str, sources: State | frozenset[State], target: State | None, roles: frozenset[Role]
) -> Transition:
    return Transition(rule, event, sources if isinstance(sources, frozenset) else frozenset({sources}), target, roles)


TRANSITIONS: tuple[Transition, ...] = (
    _row("T1", "submitted", State.DRAFT, State.SUBMITTED, _PETITIONER | _DISPATCHER | {Role.AGENT}),
    _row("T2", "accepted", State.SUBMITTED, State.ACCEPTED, _DISPATCHER),
    _row("T3", "refused", State.SUBMITTED, State.REFUSED, _DISPATCHER),
    _row("T4", "merged", frozenset({State.SUBMITTED, State.ACCEPTED}), State.MERGED, _DISPATCHER),
    _row("T5", "dispatched", State.ACCEPTED, State.DISPATCHED, _DISPATCHER),
    _row("T6", "signed", State.DISPATCHED, State.PROCESSING, _HANDLER),
    _row("T7", "return_requested", State.DISPATCHED, None, _HANDLER),
    _row("T7", "returned", State.DISPATCHED, State.ACCEPTED, _DISPATCHER),
    _row("T7", "return_denied", State.DISPATCHED, None, _DISPATCHER),
    _row("T8", "transferred", State.PROCESSING, State.DISPATCHED, _DISPATCHER),
    _row("T9", "assist_added", State.PROCESSING, None, _DISPATCHER | _HANDLER),
    _row("T9", "assist_done", State.PROCESSING, None, _HANDLER),
    _row("T10", "consultation", State.PROCESSING, None, _DISPATCHER | _SUPERVISOR),
    _row("T11", "material_requested", State.PROCESSING, State.AWAITING, _HANDLER),
    _row("T12", "material_supplied", State.AWAITING, State.PROCESSING, _PETITIONER | _DISPATCHER),
    _row("T13", "extension_requested", State.PROCESSING, None, _HANDLER),
    _row("T13", "extension_granted", State.PROCESSING, None, _DISPATCHER | _SUPERVISOR),
    _row("T13", "extension_denied", State.PROCESSING, None, _DISPATCHER | _SUPERVISOR),
    _row("T14", "answered", State.PROCESSING, State.ANSWERED, _HANDLER),
    _row("T15", "reply_rejected", State.ANSWERED, State.PROCESSING, _DISPATCHER),
    _row("T16", "followed_up", State.ANSWERED, None, _DISPATCHER | {Role.AGENT}),
    _row("T16", "rated", State.ANSWERED, None, _PETITIONER),
    _row("T17", "closed", State.ANSWERED, State.CLOSED, _BY_SYSTEM),
    _row("T18", "reopened", State.ANSWERED, State.DISPATCHED, _BY_SYSTEM),
    _row("T19", "escalated", State.ANSWERED, None, _BY_SYSTEM),
    _row("T19", "closed_as_explained", State.ANSWERED, State.CLOSED, _SUPERVISOR),
    _row("T20", "withdrawn", _BEFORE_ANSWER, State.WITHDRAWN, _PETITIONER),
    _row("T21", "reopened", State.CLOSED, State.DISPATCHED, _PETITIONER | _SUPERVISOR),
    _row("T22", "supervised", OPEN_STATES, None, _SUPERVISOR),
    _row("T23", "reclassified", _BEFORE_ANSWER - {State.SUBMITTED}, None, _DISPATCHER),
    _row("T24", "answered_direct", State.ACCEPTED, State.ANSWERED, _DISPATCHER | {Role.AGENT}),
    _row("T25", "closed", State.AWAITING, State.CLOSED, _DISPATCHER),
)

COMMANDS: dict[str, str] = {
    "accepted": "accept",
    "refused": "refuse",
    "dispatched": "dispatch",
    "signed": "sign",
    "answered": "reply",
    "withdrawn": "withdraw",
    "rated": "rate",
}
"""Events a caller can bring about through `PetitionService`, and the name of its method."""

_BY_EVENT_AND_STATE = {(row.event, state): row for row in TRANSITIONS for state in row.sources}


def find_transition(event: str, state: State) -> Transition:
    """Return the row for `event` in `state`. Raises TransitionRefusedError when the table has none."""
    try:
        return _BY_EVENT_AND_STATE[event, state]
    except KeyError:
        raise TransitionRefusedError(event, state) from None


def require_role(event: str, actor: Actor) -> None:
    """Raise WrongRoleError unless some row lets `actor` bring `event` about, whatever the state."""
    if not any(_may(actor, row) for row in TRANSITIONS if row.event == event):
        raise WrongRoleError(event)


def require_transition(event: str, state: State, actor: Actor) -> Transition:
    """Return the row that lets `actor` do it; actors without roles are the product itself.

    A caller of the wrong role hears that (403) before hearing about the state (409).
    """
    require_role(event, actor)
    transition = find_transition(event, state)
    if not _may(actor, transition):
        raise WrongRoleError(event)
    return transition


def allowed_commands(state: State, actor: Actor) -> list[str]:
    """Return the service methods `actor`'s roles allow in `state`, in the order of the table."""
    rows = (row for row in TRANSITIONS if state in row.sources and row.event in COMMANDS)
    return [COMMANDS[row.event] for row in rows if _may(actor, row)]


def _may(actor: Actor, transition: Transition) -> bool:
    return bool(actor.roles & transition.roles) if transition.roles else not actor.roles
