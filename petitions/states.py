"""The transition table of DOMAIN §3.4, T1–T25, as data. What is not listed is refused and changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from core.actors import Actor, Role
from petitions.errors import TransitionRefusedError, WrongRoleError
from petitions.types import OPEN_STATES, RequestKind, State

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
    _row("T8", "transfer_requested", State.PROCESSING, None, _HANDLER),
    _row("T8", "transfer_denied", State.PROCESSING, None, _DISPATCHER),
    _row("T8", "transferred", State.PROCESSING, State.DISPATCHED, _DISPATCHER),
    _row("T9", "assist_added", State.PROCESSING, None, _DISPATCHER | _HANDLER),
    _row("T9", "assist_done", State.PROCESSING, None, _HANDLER),
    _row("T10", "consultation", State.PROCESSING, None, _DISPATCHER | _SUPERVISOR),
    _row("T11", "material_requested", State.PROCESSING, State.AWAITING, _HANDLER | _DISPATCHER),
    _row("T11", "more_material_asked", State.PROCESSING, None, _HANDLER),
    _row("T11", "more_material_denied", State.PROCESSING, None, _DISPATCHER),
    _row("T12", "material_supplied", State.AWAITING, State.PROCESSING, _PETITIONER | _DISPATCHER),
    _row("T13", "extension_requested", State.PROCESSING, None, _HANDLER),
    _row("T13", "extension_granted", State.PROCESSING, None, _DISPATCHER | _SUPERVISOR),
    _row("T13", "extension_denied", State.PROCESSING, None, _DISPATCHER | _SUPERVISOR),
    _row("T14", "answered", State.PROCESSING, State.ANSWERED, _HANDLER),
    _row("T15", "reply_rejected", State.ANSWERED, State.PROCESSING, _DISPATCHER),
    _row("T16", "followed_up", State.ANSWERED, None, _DISPATCHER | {Role.AGENT}),
    _row("T16", "rated", frozenset({State.ANSWERED, State.MERGED}), None, _PETITIONER | _DISPATCHER | {Role.AGENT}),
    _row("T17", "closed", State.ANSWERED, State.CLOSED, _BY_SYSTEM),
    _row("T18", "reopened", State.ANSWERED, State.DISPATCHED, _BY_SYSTEM),
    _row("T19", "escalated", State.ANSWERED, None, _BY_SYSTEM),
    _row("T19", "consultation", State.ANSWERED, None, _DISPATCHER | _SUPERVISOR),
    _row("T19", "closed_as_explained", State.ANSWERED, State.CLOSED, _SUPERVISOR),
    _row("T20", "withdrawn", _BEFORE_ANSWER, State.WITHDRAWN, _PETITIONER | _SUPERVISOR),
    _row("T20", "withdrawal_requested", _BEFORE_ANSWER, None, _PETITIONER),
    _row("T20", "withdrawal_vetoed", _BEFORE_ANSWER, None, _SUPERVISOR),
    _row("T21", "reopened", State.CLOSED, State.DISPATCHED, _PETITIONER | _SUPERVISOR),
    _row("T22", "supervised", OPEN_STATES, None, _SUPERVISOR),
    _row("T23", "reclassified", _BEFORE_ANSWER - {State.SUBMITTED}, None, _DISPATCHER),
    _row("T24", "answered_direct", State.ACCEPTED, State.ANSWERED, _DISPATCHER | {Role.AGENT}),
    _row("T25", "closed", State.AWAITING, State.CLOSED, _DISPATCHER),
    # Beside the table, changing no state: 共性问题 (§3.3), 催办, and new holiday arrangements (§4.1).
    _row("S1", "clustered", OPEN_STATES, None, _DISPATCHER),
    _row("S2", "reminded", _BEFORE_ANSWER, None, _PETITIONER),
    _row("S3", "recounted", _BEFORE_ANSWER - {State.SUBMITTED}, None, _BY_SYSTEM),
)

COMMANDS: dict[str, str] = {
    "accept": "accepted",
    "refuse": "refused",
    "merge": "merged",
    "dispatch": "dispatched",
    "answer_directly": "answered_direct",
    "sign": "signed",
    "request_return": "return_requested",
    "rule_on_return": "returned",
    "reply": "answered",
    "request_material": "material_requested",
    "rule_on_material": "more_material_denied",
    "request_extension": "extension_requested",
    "rule_on_extension": "extension_granted",
    "request_transfer": "transfer_requested",
    "deny_transfer": "transfer_denied",
    "transfer": "transferred",
    "add_assist": "assist_added",
    "finish_assist": "assist_done",
    "consult": "consultation",
    "supply": "material_supplied",
    "resume": "material_supplied",
    "close_unsupplied": "closed",
    "reject_reply": "reply_rejected",
    "follow_up": "followed_up",
    "rate": "rated",
    "close_as_explained": "closed_as_explained",
    "reopen": "reopened",
    "withdraw": "withdrawn",
    "rule_on_withdrawal": "withdrawal_vetoed",
    "reclassify": "reclassified",
    "link_cluster": "clustered",
    "remind": "reminded",
}
"""What callers can do through `PetitionService`, and the event that it brings about or may bring about."""

RULED_IN: dict[RequestKind, frozenset[State]] = {
    RequestKind.RETURN: frozenset({State.DISPATCHED}),
    RequestKind.TRANSFER: frozenset({State.PROCESSING}),
    RequestKind.MATERIAL: frozenset({State.PROCESSING}),
    RequestKind.EXTENSION: frozenset({State.PROCESSING, State.AWAITING}),
    RequestKind.WITHDRAWAL: _BEFORE_ANSWER,
}
"""The states in which a request may wait for its ruling; when the petition leaves them, it lapses."""

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
    """Return what `actor`'s roles allow in `state`, in the order of `COMMANDS`."""
    return [
        command
        for command, event in COMMANDS.items()
        if (row := _BY_EVENT_AND_STATE.get((event, state))) is not None and _may(actor, row)
    ]


def _may(actor: Actor, transition: Transition) -> bool:
    return bool(actor.roles & transition.roles) if transition.roles else not actor.roles
