"""What may become of a conversation that asked for a person."""

from __future__ import annotations

from itertools import product

from assistant.takeover.states import OPEN, may_follow
from assistant.takeover.types import HandOverState


def test_nothing_leaves_an_end_and_every_state_is_reached() -> None:
    ends = set(HandOverState) - set(OPEN)
    moves = {(before, after) for before, after in product(HandOverState, repeat=2) if may_follow(before, after)}
    assert {before for before, _ in moves} == {HandOverState.WAITING, HandOverState.HELD}
    assert {after for _, after in moves} == ends | {HandOverState.HELD}


def test_only_what_waits_can_be_taken() -> None:
    taken_from = [state for state in HandOverState if may_follow(state, HandOverState.HELD)]
    assert taken_from == [HandOverState.WAITING]
