"""Which states follow which: nothing leaves an end."""

from __future__ import annotations

from assistant.takeover.types import HandOverState

FOLLOWS: dict[HandOverState, frozenset[HandOverState]] = {
    HandOverState.WAITING: frozenset({HandOverState.HELD, HandOverState.CANCELLED, HandOverState.TIMED_OUT}),
    HandOverState.HELD: frozenset({HandOverState.RETURNED, HandOverState.FILED, HandOverState.CLOSED}),
}

OPEN = tuple(FOLLOWS)
"""The states in which something is still to be done."""


def may_follow(before: HandOverState, after: HandOverState) -> bool:
    """Say whether `after` may come directly after `before`."""
    return after in FOLLOWS.get(before, frozenset())
