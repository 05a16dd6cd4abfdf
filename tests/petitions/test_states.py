"""The transition table refuses everything it does not list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.actors import GUEST, SYSTEM, Actor, Role
from petitions.commands import STAFF_COMMANDS
from petitions.errors import TransitionRefusedError, WrongRoleError
from petitions.states import COMMANDS, TRANSITIONS, allowed_commands, find_transition, require_transition
from petitions.types import OPEN_STATES, State

EVENTS = sorted({row.event for row in TRANSITIONS})


def actor(*roles: Role) -> Actor:
    return Actor("u", "某人", frozenset(roles))


def test_the_table_has_every_rule_from_t1_to_t25() -> None:
    beside = {row.rule: row.target for row in TRANSITIONS if row.rule.startswith("S")}
    assert {row.rule for row in TRANSITIONS} - set(beside) == {f"T{n}" for n in range(1, 26)}
    assert set(beside.values()) == {None}


def test_an_event_leads_to_one_place_from_each_state() -> None:
    pairs = [(row.event, state) for row in TRANSITIONS for state in row.sources]
    assert len(pairs) == len(set(pairs))


@given(event=st.sampled_from([*EVENTS, "approved"]), state=st.sampled_from(State))
def test_what_is_not_listed_is_refused(event: str, state: State) -> None:
    listed = [row for row in TRANSITIONS if row.event == event and state in row.sources]
    if listed:
        assert find_transition(event, state) is listed[0]
    elif event in EVENTS:
        with pytest.raises(TransitionRefusedError):
            find_transition(event, state)


def test_nothing_leaves_closed_except_reopening() -> None:
    assert {row.event for row in TRANSITIONS if State.CLOSED in row.sources} == {"reopened"}


def test_refused_withdrawn_and_merged_are_final() -> None:
    ended = {State.REFUSED, State.WITHDRAWN, State.MERGED}
    assert not any(row.sources & ended and row.target is not None for row in TRANSITIONS)
    assert {row.event for row in TRANSITIONS if row.sources & ended} == {"rated"}


def test_a_petition_can_be_withdrawn_from_every_open_state_before_its_answer() -> None:
    sources = next(row.sources for row in TRANSITIONS if row.event == "withdrawn")
    assert sources == OPEN_STATES - {State.ANSWERED}


def test_a_wrong_role_hears_that_before_the_state() -> None:
    with pytest.raises(WrongRoleError):
        require_transition("accepted", State.CLOSED, actor(Role.HANDLER))
    with pytest.raises(TransitionRefusedError):
        require_transition("accepted", State.CLOSED, actor(Role.DISPATCHER))


def test_only_the_product_itself_closes_after_a_rating() -> None:
    with pytest.raises(WrongRoleError):
        require_transition("closed", State.ANSWERED, actor(Role.DISPATCHER))
    assert require_transition("closed", State.ANSWERED, SYSTEM).rule == "T17"
    assert require_transition("closed", State.AWAITING, actor(Role.DISPATCHER)).rule == "T25"


def test_callers_are_offered_what_their_role_may_do_now() -> None:
    assert allowed_commands(State.SUBMITTED, actor(Role.DISPATCHER)) == ["accept", "refuse", "merge", "link_cluster"]
    assert allowed_commands(State.DISPATCHED, actor(Role.HANDLER)) == ["sign", "request_return"]
    assert allowed_commands(State.ANSWERED, GUEST) == ["rate"]
    assert allowed_commands(State.CLOSED, actor(*Role)) == ["reopen"]
    assert allowed_commands(State.REFUSED, actor(*Role)) == []


def test_every_step_that_staff_may_take_has_a_command_and_an_event() -> None:
    assert set(STAFF_COMMANDS) | {"rate", "withdraw", "remind"} == set(COMMANDS)
    assert set(COMMANDS.values()) <= set(EVENTS)
