"""The features that ranking orders by: what they are called, what they mean, and how they are worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.index.tokens import TokenTable
from knowledge.ranking.matching import Matches, split
from knowledge.ranking.terms import PAIR, Floats, QuestionTerms, Weighted

Matrix = npt.NDArray[np.float32]

COLD = (
    "bm25",  # BM25F over words, characters and pairs; fields title, heading path, text
    "bm25_share",  # of the best candidate's
    "bm25_gap",  # what lacks to the best, in its shares
    "bm25_rank",  # 1 / rank
    "words_share",  # BM25F of one stream, as a share of its best
    "characters_share",
    "pairs_share",
    "bm25_per_weight",  # BM25F over the idf of the question: what part of all that could be found was found
    "cosine",  # of question and passage, −1..1
    "cosine_gap",  # to the best
    "cosine_rank",
    "document_share",  # BM25 of the whole version as a share of its best; 0 when it is not among the first
    "document_gap",
    "document_rank",
    "document_best",  # share of the best passage of the same version, by bm25
    "document_sum",  # BM25 of all candidates of the version, as a share of the best version's
    "document_cosine",  # of the nearest passage of the version
    "document_coverage",  # idf of words with a subject, found anywhere in candidates of the version
    "document_pair_coverage",
    "document_passages",  # candidates of the same version
    "place_in_document",  # 1 / rank by bm25 among them
    "long_share",  # candidates, of all, from versions with several: how far this is a base of long documents
    "document_lack",  # what document_share lacks to 1, times long_share
    "fused_share",  # mean of passage, document and cosine shares
    "fused_gap",
    "fused_rank",
    "coverage",  # share of the question's idf over words with a subject: anywhere
    "text_coverage",  # … in the text itself
    "title_coverage",
    "head_coverage",  # … in title or heading path
    "rarest_missing",  # idf of the rarest word that is missing, as a share of the rarest of all
    "rarest_found",
    "pair_coverage",  # share of the idf of character pairs
    "pair_text_coverage",
    "pair_head_coverage",
    "character_coverage",
    "lead_coverage",  # pairs in the first 60 characters of the text
    "window_coverage",  # pairs in the best 60 characters in a row
    "longest_run",  # most neighbouring pairs of the question in a row, as a share of its length
    "question_length",
    "question_weight",  # idf of all its words
    "text_length",  # ln(1 + tokens)
    "head_length",
    "best_bm25",  # bm25_per_weight of the best candidate: how well anything fits
    "best_cosine",
)
LEARNED = (
    "translation",  # BM25 of the translated question, as a share of the best
    "translation_gap",
    "translation_rank",
    "translated_per_weight",  # the same over its own weight
    "translation_new",  # of those of its terms that the question lacks
    "lay_share",  # shares of words, meaning and translation together
    "lay_gap",
    "lay_rank",
    "prior",  # how often answers come from the instrument, against its size
)
HISTORY = (
    "memory",  # votes of remembered questions like this one, by words
    "memory_share",
    "memory_meaning",  # … by meaning
    "memory_meaning_share",
    "entry_prior",  # how often answers came from the entry
    "history_share",  # lay_share, memory and prior together
    "history_gap",
    "history_rank",
)
FEATURES = (*COLD, *LEARNED, *HISTORY)
"""Columns of the feature matrix. What a base has nothing of (no title, no history) is NaN, never 0."""

_SHARE, _DOCUMENT, _COSINE = 0.3, 0.7, 0.4
_LAY_COSINE, _LAY_TRANSLATION = 0.7, 0.8
_HISTORY_MEMORY, _HISTORY_PRIOR = 0.08, 0.025  # lay_share is half as wide as what it is the share of
_SMALLEST = 1e-9


@dataclass(frozen=True, slots=True)
class Found:
    """What the indexes say of n candidates, row by row; `documents` numbers their versions from 0."""

    cosine: Floats
    document: Floats  # BM25 of the whole version, 0 when it is not among the first
    documents: npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Hints:
    """What was learned, row by row; None where there is nothing to learn from."""

    prior: Floats | None = None
    entry_prior: Floats | None = None
    memory: Floats | None = None
    meaning: Floats | None = None


def feature_matrix(
    terms: QuestionTerms, translated: Weighted, table: TokenTable, matches: Matches, found: Found, hints: Hints
) -> Matrix:
    """Return one row per candidate and one column per name in `FEATURES`."""
    columns: dict[str, Floats] = {}
    columns |= _lexical(terms, matches)
    columns |= _dense_and_document(columns, found)
    columns |= _coverage(terms, matches)
    columns |= _of_versions(terms, matches, columns, found)
    columns |= _sizes(terms, table, matches)
    columns |= _translated(translated, terms, matches, columns)
    columns |= _hinted(hints, columns)
    nothing = np.full(len(table), np.nan)
    has_head = table.word_counts[:, :2].sum(axis=1) > 0
    for name in ("title_coverage", "head_coverage", "pair_head_coverage", "head_length"):
        columns[name] = np.where(has_head, columns[name], np.nan)
    return np.column_stack([columns.get(name, nothing) for name in FEATURES]).astype(np.float32)


def _lexical(terms: QuestionTerms, matches: Matches) -> dict[str, Floats]:
    words = matches.words.saturated[:, : len(terms.words)] @ terms.words.weights
    characters = matches.characters.score(terms.characters.weights)
    pairs = matches.pairs.saturated[:, : len(terms.pairs)] @ terms.pairs.weights
    bm25 = words + characters + pairs
    weight = sum(float(w.weights.sum()) for w in (terms.words, terms.characters, terms.pairs))
    share = _share(bm25)
    per_weight = bm25 / max(weight, _SMALLEST)
    return {
        "bm25": bm25,
        "bm25_share": share,
        "bm25_gap": _gap(share),
        "bm25_rank": _rank(bm25),
        "words_share": _share(words),
        "characters_share": _share(characters),
        "pairs_share": _share(pairs),
        "bm25_per_weight": per_weight,
        "best_bm25": np.full(len(bm25), per_weight.max(initial=0.0)),
    }


def _dense_and_document(columns: dict[str, Floats], found: Found) -> dict[str, Floats]:
    share, document = columns["bm25_share"], _share(found.document)
    fused = _SHARE * share + _DOCUMENT * document + _COSINE * found.cosine
    versions = int(found.documents.max(initial=-1)) + 1
    best = np.zeros(versions)
    np.maximum.at(best, found.documents, share)
    return {
        "cosine": found.cosine,
        "cosine_gap": found.cosine.max(initial=-1.0) - found.cosine,
        "cosine_rank": _rank(found.cosine),
        "best_cosine": np.full(len(share), found.cosine.max(initial=0.0)),
        "document_share": document,
        "document_gap": _gap(document),
        "document_rank": _rank(document),
        "document_best": best[found.documents],
        "fused_share": _share(np.maximum(fused, 0.0)),
        "fused_gap": fused.max(initial=0.0) - fused,
        "fused_rank": _rank(fused),
    }


def _of_versions(terms: QuestionTerms, matches: Matches, columns: dict[str, Floats], found: Found) -> dict[str, Floats]:
    """Return what the candidates of a version have together; a passage alone in its version has it alone."""
    of, versions = found.documents, int(found.documents.max(initial=-1)) + 1
    summed = np.bincount(of, weights=columns["bm25"], minlength=versions).astype(np.float64)
    nearest = np.full(versions, -1.0)
    np.maximum.at(nearest, of, found.cosine)
    order = np.lexsort((-columns["bm25"], of))
    first = np.searchsorted(of[order], np.arange(versions))
    place = np.empty(len(of))
    place[order] = np.arange(len(of)) - first[of[order]] + 1
    words = _together(matches.words.counts[:, :, : len(terms.words)], of, versions)
    pairs = _together(matches.pairs.counts[:, :, : len(terms.pairs)], of, versions)
    several = float(np.mean(np.bincount(of, minlength=versions)[of] > 1)) if len(of) else 0.0
    return {
        "long_share": np.full(len(of), several),
        "document_lack": (1 - columns["document_share"]) * several,
        "document_sum": _share(summed)[of],
        "document_cosine": nearest[of],
        "document_coverage": (words @ _subject(terms) / max(float(_subject(terms).sum()), _SMALLEST))[of],
        "document_pair_coverage": (pairs @ terms.pairs.weights / max(float(terms.pairs.weights.sum()), _SMALLEST))[of],
        "document_passages": np.bincount(of, minlength=versions)[of].astype(float),
        "place_in_document": 1 / place,
    }


def _together(counts: Floats, of: npt.NDArray[np.intp], versions: int) -> npt.NDArray[np.bool_]:
    """Return which terms stand in any passage of each version, shape (versions, terms)."""
    there = np.zeros((versions, counts.shape[2]), dtype=np.bool_)
    np.logical_or.at(there, of, counts.any(axis=1))
    return there


def _subject(terms: QuestionTerms) -> Floats:
    """Return the rarity of each word, 0 for those that only ask; of all words where none has a subject."""
    weights = np.where(terms.asking, 0.0, terms.words.weights)
    return weights if weights.any() else terms.words.weights


def _coverage(terms: QuestionTerms, matches: Matches) -> dict[str, Floats]:
    weights = _subject(terms)
    counts = matches.words.counts[:, :, : len(weights)]
    everywhere = counts.sum(axis=1) > 0
    rarest = max(float(weights.max(initial=0.0)), _SMALLEST)
    pairs = matches.pairs.counts[:, :, : len(terms.pairs)]
    return {
        "coverage": _covered(counts, weights, slice(None)),
        "text_coverage": _covered(counts, weights, slice(2, 3)),
        "title_coverage": _covered(counts, weights, slice(0, 1)),
        "head_coverage": _covered(counts, weights, slice(0, 2)),
        "rarest_missing": np.where(everywhere, 0.0, weights).max(axis=1, initial=0.0) / rarest,
        "rarest_found": np.where(everywhere, weights, 0.0).max(axis=1, initial=0.0) / rarest,
        "pair_coverage": _covered(pairs, terms.pairs.weights, slice(None)),
        "pair_text_coverage": _covered(pairs, terms.pairs.weights, slice(2, 3)),
        "pair_head_coverage": _covered(pairs, terms.pairs.weights, slice(0, 2)),
        "character_coverage": _covered(matches.characters.counts, terms.characters.weights, slice(None)),
    }


def _covered(counts: Floats, weights: Floats, fields: slice) -> Floats:
    return np.asarray((counts[:, fields].sum(axis=1) > 0) @ weights / max(float(weights.sum()), _SMALLEST))


def _sizes(terms: QuestionTerms, table: TokenTable, matches: Matches) -> dict[str, Floats]:
    n = len(table)
    return {
        "lead_coverage": matches.lead,
        "window_coverage": matches.window,
        "longest_run": matches.run / max(terms.length - 1, 1),
        "question_length": np.full(n, float(terms.length)),
        "question_weight": np.full(n, float(terms.words.weights.sum())),
        "text_length": np.log1p(table.code_counts[:, 2]),
        "head_length": np.log1p(table.code_counts[:, :2].sum(axis=1)),
    }


def _translated(
    translated: Weighted, terms: QuestionTerms, matches: Matches, columns: dict[str, Floats]
) -> dict[str, Floats]:
    """Return the scores of the translation's own columns, which follow those of the question."""
    if not len(translated):
        return {}
    of_words, of_pairs = split(translated)
    words, pairs = matches.words.saturated[:, len(terms.words) :], matches.pairs.saturated[:, len(terms.pairs) :]
    score = words @ of_words + pairs @ of_pairs
    own = np.concatenate([terms.words.keys, terms.pairs.keys + PAIR])
    new_words, new_pairs = split(Weighted(translated.keys, translated.weights * ~np.isin(translated.keys, own)))
    share = _share(score)
    together = columns["bm25_share"] + _LAY_COSINE * columns["cosine"] + _LAY_TRANSLATION * share
    return {
        "translation": share,
        "translation_gap": _gap(share),
        "translation_rank": _rank(score),
        "translated_per_weight": score / max(float(translated.weights.sum()), _SMALLEST),
        "translation_new": _share(words @ new_words + pairs @ new_pairs),
        **_fused("lay", together),
    }


def _hinted(hints: Hints, columns: dict[str, Floats]) -> dict[str, Floats]:
    found = {}
    if hints.prior is not None:
        found["prior"] = hints.prior
    if hints.entry_prior is not None:
        found["entry_prior"] = hints.entry_prior
    if hints.meaning is not None:
        found |= {"memory_meaning": hints.meaning, "memory_meaning_share": _share(hints.meaning)}
    if hints.memory is not None:
        found |= {"memory": hints.memory, "memory_share": _share(hints.memory)}
        together = columns.get("lay_share", columns["bm25_share"]) + _HISTORY_MEMORY * found["memory_share"]
        found |= _fused("history", together + _HISTORY_PRIOR * found.get("prior", np.zeros(len(together))))
    return found


def _fused(name: str, values: Floats) -> dict[str, Floats]:
    return {
        f"{name}_share": _share(np.maximum(values, 0.0)),
        f"{name}_gap": values.max(initial=-np.inf) - values,
        f"{name}_rank": _rank(values - values.min(initial=0.0)),
    }


def _share(values: Floats) -> Floats:
    best = float(values.max(initial=0.0))
    return values / best if best > 0 else np.zeros(len(values))


def _gap(shares: Floats) -> Floats:
    gaps: Floats = shares.max(initial=0.0) - shares
    return gaps


def _rank(values: Floats) -> Floats:
    """Return 1 / rank, equal values sharing the best rank; 0 for what has no value at all."""
    ascending = np.sort(-values)
    return np.where(values > 0, 1.0 / (np.searchsorted(ascending, -values) + 1), 0.0)


def as_dicts(matrix: Matrix, names: Sequence[str] = FEATURES) -> list[dict[str, float]]:
    """Return the features of each row by name; what is NaN is left out."""
    rows = matrix.tolist()
    return [{name: value for name, value in zip(names, row, strict=True) if value == value} for row in rows]
