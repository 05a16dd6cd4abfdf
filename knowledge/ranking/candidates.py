"""Gathering what may answer: by words, meaning, translated words, whole documents, and what was asked before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.index.protocols import Term, Vectors
from knowledge.index.segment import STREAMS, Streams
from knowledge.index.store import IndexGeneration, Placement
from knowledge.ranking.fitting import question_vector
from knowledge.ranking.memory import Votes
from knowledge.ranking.signals import Learned
from knowledge.ranking.terms import PAIR, QuestionTerms, Weighted, question_terms

_TRANSLATED_TERMS = 32  # pairs of characters that stand in for the rest of a translation
_REMEMBERED = 20  # pairs whose passages join the candidates
_WHOLE = 20  # documents whose best passages join the candidates


@dataclass(frozen=True, slots=True)
class PreparedQuestion:
    """A question as the indexes and the ranking take it."""

    tokens: tuple[Term, ...]
    terms: QuestionTerms
    meaning: Vectors
    translated: Weighted
    votes: Votes


@dataclass(frozen=True, slots=True)
class Candidates:
    """Bytes of every candidate by passage id, and BM25 by document key of the versions that came first."""

    packed: dict[str, bytes]
    documents: dict[str, float]


def prepare(text: str, generation: IndexGeneration, learned: Learned, asking_words: frozenset[str]) -> PreparedQuestion:
    """Cut, weigh, embed and translate a question, and ask the memory about it."""
    streams = generation.segmenter.streams(text)
    terms = question_terms(streams, generation.lexical[Placement.LIVE], asking_words)
    meaning = generation.embedder.embed_questions([text])
    vector = question_vector(terms)
    return PreparedQuestion(
        tokens=tuple(_tokens(streams)),
        terms=terms,
        meaning=meaning,
        translated=learned.translation.expand(vector),
        votes=learned.vote(vector, meaning),
    )


def gather(
    question: PreparedQuestion, generation: IndexGeneration, placements: Sequence[Placement], *, each: int
) -> Candidates:
    """Return the best `each` by words, by meaning and by translation, and what memory and documents add to them."""
    found = Candidates({}, {})
    for placement in placements:
        lexical = generation.lexical[placement]
        whole = generation.documents[placement].find(question.tokens, limit=each)
        groups = [*question.votes.groups(_REMEMBERED), *(_entry(hit.id) for hit in whole[:_WHOLE])]
        by_words = lexical.find(question.tokens, limit=each)
        by_translation = lexical.find(_translated(question.translated), limit=each)
        within = lexical.find(question.tokens, limit=each, groups=groups) if groups else []
        found.packed.update((hit.id, hit.packed) for hit in (*by_words, *by_translation, *within))
        near = generation.vectors[placement].search(question.meaning, limit=each)
        found.packed.update(lexical.packed([hit.id for hit in near if hit.id not in found.packed]))
        found.documents.update((hit.id, hit.score) for hit in whole)
    return found


def _tokens(streams: Streams) -> list[Term]:
    return [Term(name, token) for name in STREAMS for token in dict.fromkeys(getattr(streams, name).split())]


def _translated(translated: Weighted) -> list[Term]:
    """Return the weightiest pairs of a translation as terms of a search; words stand there as numbers only."""
    pairs = np.flatnonzero(translated.keys >= PAIR)
    best = pairs[np.argsort(-translated.weights[pairs], kind="stable")[:_TRANSLATED_TERMS]]
    if not len(best):
        return []
    peak = float(translated.weights[best[0]])
    codes = (translated.keys[best] - PAIR).tolist()
    weights = (translated.weights[best] / peak).tolist()
    return [
        Term("pairs", chr(code >> 16) + chr(code & 0xFFFF), weight) for code, weight in zip(codes, weights, strict=True)
    ]


def _entry(document_key: str) -> str:
    return document_key.rpartition(".")[0]
