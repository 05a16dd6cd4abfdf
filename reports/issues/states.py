"""The steps of an issue as data; what is not listed is refused and changes nothing. Pure rules, no I/O."""

from __future__ import annotations

from dataclasses import dataclass

from core.actors import Actor, Role
from reports.issues.errors import IssueStateError, NotSignedError, WrongIssueRoleError
from reports.issues.types import OPEN_STATES, IssueState, Tracking

_ANALYST = frozenset({Role.ANALYST})
_DRAFTER = frozenset({Role.ANALYST, Role.AGENT})
_SUPERVISOR = frozenset({Role.SUPERVISOR})
_OWNER = frozenset({Role.SUPERVISOR, Role.HANDLER})
_REPORTED = frozenset({IssueState.REPORTED, IssueState.TRACKED})
_UNSIGNED = frozenset({IssueState.DETECTED, IssueState.CONFIRMED, IssueState.DRAFTED})


@dataclass(frozen=True, slots=True)
class IssueStep:
    """One permitted step. `target` None leaves the state as it is."""

    name: str
    sources: frozenset[IssueState]
    target: IssueState | None
    roles: frozenset[Role]
    needs_signature: bool = False


STEPS = (
    IssueStep("confirm", frozenset({IssueState.DETECTED}), IssueState.CONFIRMED, _ANALYST),
    IssueStep("dismiss", frozenset({IssueState.DETECTED, IssueState.CONFIRMED}), IssueState.DISMISSED, _ANALYST),
    IssueStep("draft", frozenset({IssueState.CONFIRMED, IssueState.DRAFTED}), IssueState.DRAFTED, _DRAFTER),
    IssueStep("send_back", frozenset({IssueState.DRAFTED}), IssueState.CONFIRMED, _SUPERVISOR),
    IssueStep("sign", frozenset({IssueState.DRAFTED}), IssueState.REPORTED, _SUPERVISOR),
    IssueStep("acknowledge", _REPORTED, None, _OWNER, needs_signature=True),
    IssueStep("instruct", _REPORTED, None, _SUPERVISOR, needs_signature=True),
    IssueStep("assign", _REPORTED, IssueState.TRACKED, _SUPERVISOR, needs_signature=True),
    IssueStep("note_progress", frozenset({IssueState.TRACKED}), None, _OWNER, needs_signature=True),
    IssueStep("record_result", frozenset({IssueState.TRACKED}), None, _OWNER, needs_signature=True),
    IssueStep("close", frozenset({IssueState.TRACKED}), IssueState.CLOSED, _SUPERVISOR, needs_signature=True),
)
_BY_NAME = {step.name: step for step in STEPS}


def require_step(name: str, state: IssueState, actor: Actor) -> IssueStep:
    """Return the step. Raises WrongIssueRoleError, then NotSignedError or IssueStateError."""
    step = _BY_NAME[name]
    if not actor.roles & step.roles:
        raise WrongIssueRoleError(name)
    if step.needs_signature and state in _UNSIGNED:
        raise NotSignedError
    if state not in step.sources:
        raise IssueStateError(name, state)
    return step


def offered_steps(state: IssueState, actor: Actor, tracking: Tracking | None) -> list[str]:
    """Return the steps `actor` may take now; an end is offered only where result and feedback are there."""
    return [
        step.name
        for step in STEPS
        if actor.roles & step.roles
        and state in step.sources
        and (step.name != "close" or missing_for_end(tracking) == [])
    ]


def missing_for_end(tracking: Tracking | None) -> list[str]:
    """Return what an issue still lacks to be closed: it needs a result and the words for the public."""
    if tracking is None:
        return ["result", "feedback"]
    return [name for name in ("result", "feedback") if not getattr(tracking, name)]


def is_open(state: IssueState) -> bool:
    """Say whether somebody still has something to do."""
    return state in OPEN_STATES
