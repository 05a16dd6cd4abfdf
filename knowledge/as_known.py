"""The base as it was known at an earlier moment: what was published by then and not yet taken down or taken over.

Rows of versions are never deleted and say when they were published; what came later is taken back here. Not taken
back: repeals of single clauses, and changes of region and visibility, of which no dates are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import SHANGHAI
from core.database import Database
from knowledge.passages import PassageRepository
from knowledge.search import HybridSearch, SearchQuery
from knowledge.tables import VersionRow
from knowledge.types import EntryStatus, Passage, SearchHit, Visibility

_TIMES_AS_MANY = 3


@dataclass(frozen=True, slots=True)
class _Past:
    """When a version was published, when it was taken down, and the day that its own text states as its last."""

    published_at: datetime | None
    withdrawn_at: datetime | None
    effective_to: date | None


def as_known(session: Session, passages: Sequence[Passage], at: datetime) -> list[Passage]:
    """Return those of `passages` that stood in the base at `at`, each with the status and last day it had then."""
    entry_ids = {p.entry_id for p in passages} | {p.superseded_by for p in passages if p.superseded_by}
    past = _past_of(session, entry_ids)
    return [
        _then(passage, past, at)
        for passage in passages
        if _was_public(past.get((passage.entry_id, passage.version)), at)
    ]


class SearchAsKnown(HybridSearch):
    """Searches as `search` does, with the words and models of now, in what the base held at `known_at`.

    What was taken down since is in no index; of it only the passages `remembered` can be found, by the scores and
    features that were kept with them.
    """

    def __init__(
        self,
        search: HybridSearch,
        database: Database,
        known_at: datetime,
        remembered: dict[str, tuple[float, dict[str, float]]] | None = None,
    ) -> None:
        self.__dict__.update(search.__dict__)  # the same index, models and settings
        self._known_at = known_at
        self._truth = database
        self._remembered = remembered or {}

    def search(self, query: SearchQuery) -> list[SearchHit]:
        """Return at most `limit` hits, best first, ties by passage id."""
        found = super().search(replace(query, past=True, only_in_force=False, limit=query.limit * _TIMES_AS_MANY))
        hits = self._as_known(query, [*found, *self._taken_down(found)])
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))[: query.limit]

    def named(self, query: SearchQuery) -> list[SearchHit]:
        """Return the passages of a clause that the question names, in reading order."""
        return self._as_known(query, super().named(replace(query, past=True, only_in_force=False)))

    def _as_known(self, query: SearchQuery, hits: Sequence[SearchHit]) -> list[SearchHit]:
        with self._truth.reading() as session:
            known = {p.id: p for p in as_known(session, [hit.passage for hit in hits], self._known_at)}
        then = [replace(hit, passage=known[hit.passage.id]) for hit in hits if hit.passage.id in known]
        return [hit for hit in then if _counts(hit.passage, query)]

    def _taken_down(self, found: Iterable[SearchHit]) -> list[SearchHit]:
        missing = self._remembered.keys() - {hit.passage.id for hit in found}
        with self._truth.reading() as session:
            passages = PassageRepository(session).by_id(sorted(missing))
        return [
            SearchHit(passage, *self._remembered[passage.id])
            for passage in passages.values()
            if passage.status is EntryStatus.WITHDRAWN
        ]


def _past_of(session: Session, entry_ids: Iterable[str]) -> dict[tuple[str, int], _Past]:
    """Return what is known about all versions of these entries."""
    row = VersionRow
    rows = session.execute(
        select(row.entry_id, row.version, row.status, row.published_at, row.updated_at, row.effective_to).where(
            row.entry_id.in_(sorted(entry_ids))
        )
    )
    return {
        (entry_id, version): _Past(published, updated if status == EntryStatus.WITHDRAWN else None, effective_to)
        for entry_id, version, status, published, updated, effective_to in rows
    }


def _was_public(past: _Past | None, at: datetime) -> bool:
    if past is None or past.published_at is None or past.published_at > at:
        return False
    return past.withdrawn_at is None or past.withdrawn_at > at


def _then(passage: Passage, past: dict[tuple[str, int], _Past], at: datetime) -> Passage:
    """Return a passage with what came after `at` taken back: its withdrawal, its successor, the end this brought."""
    own = past[passage.entry_id, passage.version]
    last_day = passage.in_force_until
    successor = passage.superseded_by
    if successor is not None and not _succeeded_by(passage, successor, past, at):
        last_day, successor = own.effective_to, None
    day = at.astimezone(SHANGHAI).date()
    is_over = last_day is not None and last_day < day
    ended = EntryStatus.SUPERSEDED if successor else EntryStatus.EXPIRED
    status = ended if is_over else EntryStatus.PUBLISHED
    return replace(passage, status=status, in_force_until=last_day, superseded_by=successor)


def _succeeded_by(passage: Passage, successor: str, past: dict[tuple[str, int], _Past], at: datetime) -> bool:
    """Say whether the successor was published by `at`: another entry, or a later version of the same one."""
    later = passage.version if successor == passage.entry_id else 0
    return any(
        state.published_at is not None and state.published_at <= at
        for (entry_id, version), state in past.items()
        if entry_id == successor and version > later
    )


def _counts(passage: Passage, query: SearchQuery) -> bool:
    """Say of a passage as it stood whether it may be shown; region was judged by the search itself."""
    return (
        passage.status in query.statuses
        and passage.visibility is Visibility.PUBLIC
        and (not query.only_in_force or passage.in_force_on(query.as_of))
    )
