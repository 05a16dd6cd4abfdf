from __future__ import annotations

import pytest

from api.limits import Limit, RateLimiter
from core.errors import TooManyRequestsError


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def limiter(seconds: Seconds) -> RateLimiter:
    return RateLimiter({"lookup": Limit(3, 600, "api.rate.lookup")}, seconds)


def test_the_try_after_the_last_one_is_refused_and_says_how_long_to_wait() -> None:
    limits = limiter(Seconds())
    for _ in range(3):
        limits.take("lookup", "10.0.0.1")
    with pytest.raises(TooManyRequestsError) as caught:
        limits.take("lookup", "10.0.0.1")
    assert caught.value.retry_after_seconds == 200
    assert "4 分钟" in caught.value.message


def test_tries_come_back_evenly_over_the_period() -> None:
    seconds = Seconds()
    limits = limiter(seconds)
    for _ in range(3):
        limits.take("lookup", "10.0.0.1")
    seconds.now = 200
    limits.take("lookup", "10.0.0.1")
    with pytest.raises(TooManyRequestsError):
        limits.take("lookup", "10.0.0.1")


def test_callers_do_not_use_up_each_others_tries() -> None:
    limits = limiter(Seconds())
    for _ in range(3):
        limits.take("lookup", "10.0.0.1")
    limits.take("lookup", "10.0.0.2")


def test_memory_stays_bounded_when_addresses_keep_changing() -> None:
    seconds = Seconds()
    limits = limiter(seconds)
    for number in range(45_000):
        seconds.now += 0.001
        limits.take("lookup", str(number))
    assert len(limits._buckets) <= 20_000
