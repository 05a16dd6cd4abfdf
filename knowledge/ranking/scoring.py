"""From a question to its candidates with their features: the part of a search that ranking owns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.index.protocols import LexicalIndex
from knowledge.index.store import IndexGeneration, Placement, document_key
from knowledge.index.tokens import TokenTable, unpack
from knowledge.ranking.candidates import Candidates, PreparedQuestion, gather, prepare
from knowledge.ranking.features import FEATURES, Found, Hints, Matrix, feature_matrix
from knowledge.ranking.matching import match
from knowledge.ranking.memory import Votes
from knowledge.ranking.prior import CitationPrior
from knowledge.ranking.signals import Learned
from knowledge.ranking.terms import Floats

Keep = Callable[[Sequence[str]], Collection[str]]
"""Told passage ids, returns those that may be shown."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Passage ids, a row of `FEATURES` for each, and how far each answered the same question before, 0..1."""

    ids: tuple[str, ...]
    matrix: Matrix
    repeated: Floats


_NOTHING = Scored((), np.empty((0, len(FEATURES)), np.float32), np.empty(0))


def score_candidates(
    text: str, generation: IndexGeneration, learned: Learned, placements: Sequence[Placement], keep: Keep, *,
    each: int, asking_words: frozenset[str],
) -> Scored:  # fmt: skip
    """Gather candidates, keep those that may be shown, work out their features; in order of id."""
    filled = [place for place in placements if generation.lexical[place].count()]  # most bases begin without an archive
    if not filled:
        return _NOTHING
    question = prepare(text, generation, learned, asking_words)
    candidates = gather(question, generation, filled, each=each)
    ids = tuple(sorted(set(keep(list(candidates.packed))) & candidates.packed.keys()))
    if not ids:
        return _NOTHING
    table = unpack([candidates.packed[key] for key in ids])
    live = generation.lexical[Placement.LIVE]
    matches = match(question.terms, question.translated, table, live.mean_lengths())
    hints = _hints(ids, table, question.votes, learned, live)
    found = _found(ids, table, question, candidates)
    matrix = feature_matrix(question.terms, question.translated, table, matches, found, hints)
    return Scored(ids, matrix, _repeated(ids, table, question.votes))


def _repeated(ids: Sequence[str], table: TokenTable, votes: Votes) -> Floats:
    found = np.zeros(len(ids))
    for row, entry in _voted(ids, votes):
        found[row] = votes.repeated(entry, table.clause_ids[row])
    return found


def _voted(ids: Sequence[str], votes: Votes) -> Iterator[tuple[int, str]]:
    """Yield the rows whose entry some remembered question votes for, with that entry; the others have no votes."""
    for row, key in enumerate(ids):
        entry = key.split(".", 1)[0]
        if entry in votes.by_entry:
            yield row, entry


def _found(ids: Sequence[str], table: TokenTable, question: PreparedQuestion, candidates: Candidates) -> Found:
    keys = [document_key(key) for key in ids]
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    return Found(
        cosine=(table.vectors @ question.meaning.ravel()).astype(np.float64),
        document=np.array([candidates.documents.get(key, 0.0) for key in keys]),
        documents=np.array([numbers[key] for key in keys]),
    )


def _hints(ids: Sequence[str], table: TokenTable, votes: Votes, learned: Learned, lexical: LexicalIndex) -> Hints:
    prior = _instrument_prior(table, learned.prior, lexical)
    if not learned.memory.pairs:
        return Hints(prior=prior)
    by_words, by_meaning = np.zeros(len(ids)), np.zeros(len(ids))
    for row, entry in _voted(ids, votes):
        by_words[row], by_meaning[row] = votes.of(entry, table.clause_ids[row])
    entry_prior = np.array([learned.prior.of_entry(key.split(".", 1)[0]) for key in ids])
    return Hints(prior=prior, entry_prior=entry_prior, memory=by_words, meaning=by_meaning)


def _instrument_prior(table: TokenTable, prior: CitationPrior, lexical: LexicalIndex) -> Floats | None:
    """Return None where no candidate's instrument was ever cited: then the prior has nothing to tell apart."""
    numbers = np.unique(table.instruments).tolist()
    if not any(prior.instruments[number] for number in numbers):
        return None
    sizes = lexical.sizes([str(number) for number in numbers])
    known = {number: prior.of_instrument(number, sizes[str(number)]) for number in numbers}
    return np.array([known[number] for number in table.instruments.tolist()])
