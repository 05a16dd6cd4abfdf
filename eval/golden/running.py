"""Asking golden questions twice: of the base as it stands, and as if a version of an entry were published.

The second time, the version is published for real by the code that publishes, in a transaction that is rolled back:
what it replaces, ends and renumbers is worked out as it would be. Search looks into a copy of the index that has
followed that transaction. Visitors meet neither: the index in use is not written to, and the transaction, which on
SQLite makes other writers wait, is opened anew every few questions.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial

from assistant.service import Assistant
from assistant.types import AskRequest
from core.clock import Clock
from core.database import GIVE_WAY_SECONDS, Database, Trial
from eval.golden.clauses import ClauseFollower
from eval.golden.types import GoldenAnswer, GoldenQuestion, GoldenResult, judged
from knowledge.index.indexer import Indexer
from knowledge.index.store import IndexGeneration
from knowledge.repository import VersionKey
from knowledge.search import HybridSearch
from knowledge.service import KnowledgeService

AssistantMaker = Callable[[HybridSearch, Database], Assistant]
OnResult = Callable[[GoldenResult], None]
_LONGEST_TRIAL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Asked:
    """One question on one day."""

    question: GoldenQuestion
    day: date


class GoldenRunner:
    """Asks golden questions. Nothing that it does is stored."""

    def __init__(
        self,
        make: AssistantMaker,
        database: Database,
        search: HybridSearch,
        indexer: Indexer,
        knowledge: KnowledgeService,
        clock: Clock,
    ) -> None:
        self._make = make
        self._database = database
        self._search = search
        self._indexer = indexer
        self._knowledge = knowledge
        self._clock = clock

    def check(self, questions: Sequence[GoldenQuestion]) -> Iterator[tuple[GoldenQuestion, GoldenAnswer]]:
        """Yield each question with its answer of now."""
        assistant, follower = self._make(self._search, self._database), ClauseFollower(self._database)
        for question in questions:
            yield question, _answer(assistant, Asked(question, question.as_of or self._clock.today()), follower)

    def compare(
        self, key: VersionKey, questions: Sequence[GoldenQuestion], on_result: OnResult | None = None
    ) -> list[GoldenResult]:
        """Return every question's answers without and with `key` published, in order; each is told as it is there.

        A version that takes effect later is tried on that day too. Raises WrongStatusError when it was published.
        """
        if not questions:
            return []
        asked = [Asked(question, day) for question in questions for day in self._days(key, question)]
        trial, results = Trial(self._database), list[GoldenResult]()
        before, follower = self._make(self._search, self._database), ClauseFollower(self._database)
        with self._copy_of_index(trial, key) as copy:
            after = self._make(self._search.over(trial, copy), trial)
            while len(results) < len(asked):
                rest = asked[len(results) :]
                for one, answer in zip(rest, self._on_trial(trial, key, after, rest), strict=False):
                    result = GoldenResult(one.question, one.day, _answer(before, one, follower), answer)
                    results.append(result)
                    if on_result is not None:
                        on_result(result)
                time.sleep(GIVE_WAY_SECONDS)
        return results

    @contextmanager
    def _copy_of_index(self, trial: Trial, key: VersionKey) -> Iterator[_Copy]:
        """Lend a copy of the index as it would be with `key` published; the trial itself is over by then."""
        with ExitStack() as lent:
            with trial.trying() as session:
                self._knowledge.publish_on_trial(session, key.entry_id, key.version)
                copy = _Copy(lent.enter_context(self._indexer.beside(trial)))
            yield copy

    def _on_trial(
        self, trial: Trial, key: VersionKey, assistant: Assistant, asked: Sequence[Asked]
    ) -> list[GoldenAnswer]:
        """Return the answers to the first of `asked`, as many as one trial has time for."""
        found: list[GoldenAnswer] = []
        with trial.trying() as session:
            self._knowledge.publish_on_trial(session, key.entry_id, key.version)
            began, follower = time.monotonic(), ClauseFollower(trial)
            for one in asked:
                found.append(_answer(assistant, one, follower))
                if time.monotonic() - began > _LONGEST_TRIAL_SECONDS:
                    break
        return found

    def _days(self, key: VersionKey, question: GoldenQuestion) -> tuple[date, ...]:
        today = self._clock.today()
        if question.as_of is not None:
            return (question.as_of,)
        with self._database.reading() as session:
            version = self._knowledge.get_version(session, key.entry_id, key.version)
        begins = version.content.description.effective_from
        return (today, begins) if begins is not None and begins > today else (today,)


class _Copy:
    """Lends the one generation that it was made with."""

    def __init__(self, generation: IndexGeneration) -> None:
        self._generation = generation

    @contextmanager
    def reading(self) -> Iterator[IndexGeneration]:
        yield self._generation


def _answer(assistant: Assistant, asked: Asked, follower: ClauseFollower) -> GoldenAnswer:
    question = asked.question
    request = AskRequest(text=question.question, as_of=asked.day, region_code=question.region_code)
    return judged(assistant.ask(request).answer, question, partial(follower.ids_in, question))
