"""Asking golden questions twice: of the base as it stands, and as if some versions of entries were published.

The second time, they are published for real by the code that publishes, in a transaction that is rolled back: what
they replace, end and renumber is worked out as it would be. Search looks into a copy of the index that has followed
that transaction. Visitors meet neither: the index in use is not written to, and the transaction, which on SQLite makes
other writers wait, is opened anew every few questions.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy.orm import Session

from assistant.service import Assistant
from assistant.types import AskRequest
from core.actors import SYSTEM
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
        self, keys: Sequence[VersionKey], questions: Sequence[GoldenQuestion], on_result: OnResult | None = None
    ) -> list[GoldenResult]:
        """Return every question's answers without and with all of `keys` published, in order; each is told at once.

        Versions that take effect later are tried on those days too. Raises WrongStatusError when one was published.
        """
        if not questions or not keys:
            return []
        days = self._days(keys)
        asked = [Asked(one, day) for one in questions for day in ([one.as_of] if one.as_of else days)]
        trial, results = Trial(self._database), list[GoldenResult]()
        before, follower = self._make(self._search, self._database), ClauseFollower(self._database)
        with self._copy_of_index(trial, keys) as copy:
            after = self._make(self._search.over(trial, copy), trial)
            while len(results) < len(asked):
                rest = asked[len(results) :]
                for one, answer in zip(rest, self._on_trial(trial, keys, after, rest), strict=False):
                    result = GoldenResult(one.question, one.day, _answer(before, one, follower), answer)
                    results.append(result)
                    if on_result is not None:
                        on_result(result)
                time.sleep(GIVE_WAY_SECONDS)
        return results

    @contextmanager
    def _copy_of_index(self, trial: Trial, keys: Sequence[VersionKey]) -> Iterator[_Copy]:
        """Lend a copy of the index as it would be with `keys` published; the trial itself is over by then."""
        with ExitStack() as lent:
            with trial.trying() as session:
                self._publish(session, keys)
                copy = _Copy(lent.enter_context(self._indexer.beside(trial)))
            yield copy

    def _on_trial(
        self, trial: Trial, keys: Sequence[VersionKey], assistant: Assistant, asked: Sequence[Asked]
    ) -> list[GoldenAnswer]:
        """Return the answers to the first of `asked`, as many as one trial has time for."""
        found: list[GoldenAnswer] = []
        began = time.monotonic()
        with trial.trying() as session:
            self._publish(session, keys)
            ready, follower = time.monotonic(), ClauseFollower(trial)
            # Publishing a large batch takes longer than many questions: half of the time at least is for asking.
            longest = max(_LONGEST_TRIAL_SECONDS, ready - began)
            for one in asked:
                found.append(_answer(assistant, one, follower))
                if time.monotonic() - ready > longest:
                    break
        return found

    def _publish(self, session: Session, keys: Sequence[VersionKey]) -> None:
        for key in keys:
            self._knowledge.publish_unreviewed(session, key, SYSTEM, reason="trial")

    def _days(self, keys: Sequence[VersionKey]) -> list[date]:
        """Return today and the later days on which one of `keys` takes effect, in order."""
        today = self._clock.today()
        with self._database.reading() as session:
            versions = [self._knowledge.get_version(session, key.entry_id, key.version) for key in keys]
        begins = {version.content.description.effective_from for version in versions}
        return [today, *sorted(day for day in begins if day is not None and day > today)]


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
