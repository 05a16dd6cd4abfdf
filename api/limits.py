"""Rate limits in memory: one token bucket for each limit and caller."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from core.errors import TooManyRequestsError
from core.messages import message
from core.settings import ServerSettings

_MOST_BUCKETS = 20_000
SITE_FACTOR = 20
"""How many visitors' worth of questions one address may ask: offices share an address."""


@dataclass(frozen=True, slots=True)
class Limit:
    """`tries` at once, then refilled evenly over `seconds`. `message_key` says so to the caller."""

    tries: int
    seconds: float
    message_key: str


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class RateLimiter:
    """Counts what callers do. State is of this process; a restart forgets it."""

    def __init__(
        self, limits: dict[str, Limit], monotonic: Callable[[], float] = time.monotonic, *, hotline: str = ""
    ) -> None:
        self._limits = limits
        self._hotline = hotline
        self._monotonic = monotonic
        self._buckets: dict[tuple[str, str], _Bucket] = {}
        self._lock = threading.Lock()

    def take(self, name: str, caller: str) -> None:
        """Count one try of `caller` under limit `name`. Raises TooManyRequestsError when none is left."""
        limit = self._limits[name]
        now = self._monotonic()
        with self._lock:
            bucket = self._refilled(name, caller, limit, now)
            if bucket.tokens >= 1:
                bucket.tokens -= 1
                return
            missing = 1 - bucket.tokens
        wait = max(1, math.ceil(missing * limit.seconds / limit.tries))
        text = message(limit.message_key, seconds=wait, minutes=math.ceil(wait / 60), hotline=self._hotline)
        raise TooManyRequestsError(text, retry_after_seconds=wait)

    def _refilled(self, name: str, caller: str, limit: Limit, now: float) -> _Bucket:
        if len(self._buckets) >= _MOST_BUCKETS:
            self._forget_full(now)
        bucket = self._buckets.setdefault((name, caller), _Bucket(limit.tries, now))
        bucket.tokens = min(limit.tries, bucket.tokens + (now - bucket.at) * limit.tries / limit.seconds)
        bucket.at = now
        return bucket

    def _forget_full(self, now: float) -> None:
        """Drop buckets that would be full again; if all are in use, drop the oldest half."""
        ages = {key: now - bucket.at for key, bucket in self._buckets.items()}
        kept = {key for key, age in ages.items() if age < self._limits[key[0]].seconds}
        if len(kept) >= _MOST_BUCKETS:
            kept = set(sorted(kept, key=lambda key: ages[key])[: _MOST_BUCKETS // 2])
        self._buckets = {key: self._buckets[key] for key in kept}


def build_limiter(settings: ServerSettings, hotline: str) -> RateLimiter:
    """Return the limits of this server: questions, look-ups and filings of visitors, logins of staff.

    `hotline` is the way on that a visitor is told.
    """
    chat, lookup = settings.chat_per_minute, settings.lookup_tries
    return RateLimiter(
        {
            "chat": Limit(chat, 60, "api.rate.chat"),
            "chat_address": Limit(chat * SITE_FACTOR, 60, "api.rate.chat"),
            "file": Limit(max(chat // 4, 1), 60, "api.rate.chat"),
            "suggest": Limit(chat * SITE_FACTOR, 60, "api.rate.chat"),
            "person": Limit(max(chat // 10, 1), 60, "api.rate.takeover"),
            "talk": Limit(chat * SITE_FACTOR, 60, "api.rate.takeover"),
            "lookup": Limit(lookup, 600, "api.rate.lookup"),
            "petition": Limit(lookup * 2, 600, "api.rate.petition"),
            "questionnaire": Limit(lookup * SITE_FACTOR, 600, "api.rate.petition"),
            "intake": Limit(settings.intake_per_minute, 60, "api.rate.intake"),
            "bad_key": Limit(settings.login_per_minute, 60, "api.rate.bad_key"),
            "login": Limit(settings.login_per_minute, 60, "api.rate.login"),
        },
        hotline=hotline,
    )
