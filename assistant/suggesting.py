"""Type-ahead: what somebody who is still typing may want to ask, from what is published."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from assistant.types import Suggestion
from core.text import fold_for_comparison
from knowledge.types import EntryKind
from knowledge.wordings import Wording, published_stamp, wordings

_LEAST_COVERED = 0.6
_LOOKED_AT = 200
_ORDER = (EntryKind.FAQ, EntryKind.SERVICE_ITEM)


@dataclass(frozen=True, slots=True)
class _Known:
    wording: Wording
    folded: str
    pairs: frozenset[str]


class Suggester:
    """Keeps the published phrasings in memory, read anew when anything was published; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stamp: object = None
        self._known: list[_Known] = []

    def suggest(self, session: Session, text: str, *, today: date) -> list[Suggestion]:
        """Return at most one suggestion an entry, best first: those that begin with `text`, hold it, hold most of it.

        Nothing for less than two characters, which fit nearly everything.
        """
        folded = fold_for_comparison(text)[:_LOOKED_AT]
        if len(folded) < 2:
            return []
        pairs = _pairs(folded)
        scored = ((_score(known, folded, pairs), known) for known in self._read(session, today))
        fitting = sorted((entry for entry in scored if entry[0]), key=_rank)
        first: dict[str, Suggestion] = {}
        for _, known in fitting:
            if known.folded != folded:
                entry_id, kind = known.wording.entry_id, known.wording.kind
                first.setdefault(entry_id, Suggestion(known.wording.text, entry_id, kind))
        return list(first.values())

    def _read(self, session: Session, today: date) -> list[_Known]:
        stamp = (published_stamp(session), today)
        with self._lock:
            if stamp != self._stamp:
                self._known = list(_known(session, today))
                self._stamp = stamp
            return self._known


def _known(session: Session, today: date) -> Iterator[_Known]:
    for wording in wordings(session, today):
        folded = fold_for_comparison(wording.text)
        yield _Known(wording, folded, _pairs(folded))


def _pairs(folded: str) -> frozenset[str]:
    return frozenset(folded[at : at + 2] for at in range(len(folded) - 1))


def _score(known: _Known, folded: str, pairs: frozenset[str]) -> float:
    if known.folded.startswith(folded):
        return 3.0
    if folded in known.folded:
        return 2.0
    covered = len(pairs & known.pairs) / len(pairs)
    return covered if covered >= _LEAST_COVERED else 0.0


def _rank(scored: tuple[float, _Known]) -> tuple[float, int, int, str]:
    score, known = scored
    kind = known.wording.kind
    return -score, _ORDER.index(kind) if kind in _ORDER else len(_ORDER), len(known.folded), known.wording.text
