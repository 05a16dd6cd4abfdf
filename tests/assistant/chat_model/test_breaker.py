"""The circuit breaker, by a clock that the test moves."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from assistant.chat_model.breaker import Breaker, BreakerState


@dataclass
class Hand:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def breaker(hand: Hand) -> Breaker:
    return Breaker(failures=3, pause_seconds=10, clock=hand)


def test_a_success_in_between_starts_the_count_anew() -> None:
    tested = breaker(Hand())
    for _ in range(5):
        tested.failed()
        tested.failed()
        tested.succeeded()
    assert tested.state is BreakerState.CLOSED


def test_it_opens_after_so_many_failures_and_tries_one_call_after_the_pause() -> None:
    hand = Hand()
    tested = breaker(hand)
    for _ in range(3):
        assert tested.admits()
        tested.failed()
    assert (tested.state, tested.admits()) == (BreakerState.OPEN, False)
    hand.now = 10
    assert tested.state is BreakerState.HALF_OPEN
    assert [tested.admits(), tested.admits()] == [True, False]
    tested.failed()
    assert (tested.state, tested.admits()) == (BreakerState.OPEN, False)
    hand.now = 20
    assert tested.admits()
    tested.succeeded()
    assert (tested.state, tested.admits()) == (BreakerState.CLOSED, True)


def test_a_try_given_up_leaves_room_for_the_next() -> None:
    hand = Hand()
    tested = breaker(hand)
    for _ in range(3):
        tested.failed()
    hand.now = 10
    assert tested.admits()
    tested.abandoned()
    assert tested.admits()


@given(st.lists(st.sampled_from(["fail", "succeed", "abandon", "wait"]), max_size=60))
def test_it_never_stays_shut_for_good(happenings: list[str]) -> None:
    hand = Hand()
    tested = breaker(hand)
    for happening in happenings:
        if happening == "wait":
            hand.now += 4
        elif tested.admits():
            {"fail": tested.failed, "succeed": tested.succeeded, "abandon": tested.abandoned}[happening]()
    hand.now += 10
    assert tested.admits()
