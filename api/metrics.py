"""Prometheus counters of one server; each server has its own registry, so tests and restarts do not mix."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from assistant.chat_model.breaker import BreakerState
from assistant.chat_model.model import ChatModel

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

    def watch(self, model: ChatModel) -> None:
        """Show what becomes of questions to the chat model, and of its sentences."""
        self.registry.register(_ChatModelCollector(model))

    def render(self) -> bytes:
        """Return the exposition text."""
        return generate_latest(self.registry)


class _ChatModelCollector(Collector):
    """Reads the counts that a chat model keeps itself."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model

    def collect(self) -> Iterator[Metric]:
        calls = CounterMetricFamily("youda_chat_model_calls", "Questions to the chat model.", labels=["ending"])
        for ending, count in self._model.calls().items():
            calls.add_metric([ending], count)
        sentences = CounterMetricFamily("youda_chat_model_sentences", "Sentences it wrote.", labels=["fate"])
        for fate, count in self._model.sentences().items():
            sentences.add_metric([fate], count)
        state = GaugeMetricFamily("youda_chat_model_breaker", "1 for the state it is in.", labels=["state"])
        for each in BreakerState:
            state.add_metric([each.value], float(each is self._model.state))
        yield from (calls, sentences, state)
