"""Prometheus counters of one server; each server has its own registry, so tests and restarts do not mix."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SECONDS = (0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.6, 1.2, 2.5, 5, 10)


class Metrics:
    """Everything `/metrics` shows. Names start with `youda_`."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "youda_http_requests", "HTTP requests.", ["method", "route", "status"], registry=self.registry
        )
        self.questions = Counter(
            "youda_questions", "Questions by outcome.", ["outcome", "rung"], registry=self.registry
        )
        self.answer_seconds = Histogram(
            "youda_answer_seconds", "Time to an answer.", buckets=_SECONDS, registry=self.registry
        )
        self.index_lag = Gauge("youda_index_lag_events", "Outbox events not yet in the index.", registry=self.registry)
        self.petitions = Gauge("youda_petitions", "Petitions by state.", ["state"], registry=self.registry)

    def render(self) -> bytes:
        """Return the exposition text."""
        return generate_latest(self.registry)
