"""Which terms of a question stand where in its candidates: counts by field, and the scores that follow from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.index.tokens import FIELDS, TokenTable
from knowledge.ranking.terms import PAIR, Floats, Keys, QuestionTerms, Weighted

K1, B = 1.2, 0.75
LEAD = 60  # codes at the front of a text that say what it is about
WINDOW = 60  # codes within which terms stand close together
_TEXT = FIELDS.index("text")

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class StreamMatch:
    """How often each of T terms stands in each field of n candidates, and what BM25F makes of it.

    `counts` has shape (n, 3, T); `saturated` is (n, T): tf' (k1 + 1) / (k1 + tf'), tf' the counts of the fields over
    their relative lengths, added. Source: Robertson & Zaragoza, "The Probabilistic Relevance Framework", 2009, §3.6.
    """

    counts: Floats
    saturated: Floats

    def columns(self, chosen: npt.NDArray[np.intp]) -> StreamMatch:
        """Return the same of `chosen` columns, in that order; one may be chosen twice."""
        return StreamMatch(self.counts[:, :, chosen], self.saturated[:, chosen])

    def score(self, weights: Floats) -> Floats:
        """Return Σ weight × saturated count by candidate."""
        return self.saturated @ weights

    def covered(self, weights: Floats, *, fields: slice = slice(None)) -> Floats:
        """Return the share of `weights`, 0..1 by candidate, whose terms stand in the fields; 0 when all are 0."""
        total = float(weights.sum())
        if total <= 0:
            return np.zeros(len(self.counts))
        return np.asarray((self.counts[:, fields].sum(axis=1) > 0) @ weights / total)


@dataclass(frozen=True, slots=True)
class Matches:
    """Everything ranking asks of the tokens of n candidates, for one question.

    Columns of `words`, `characters` and `pairs` follow the terms of the question, and of words and pairs those of
    its translation behind them. `lead`, `window` and `run` have shape (n,): the share of the question's pairs, by
    rarity, in the first `LEAD` codes of the text and in its best `WINDOW`; and the most neighbouring pairs that all
    stand in the question.
    """

    words: StreamMatch
    characters: StreamMatch
    pairs: StreamMatch
    lead: Floats
    window: Floats
    run: Floats


def match(terms: QuestionTerms, translated: Weighted, table: TokenTable, mean_lengths: Floats) -> Matches:
    """Match the terms of a question and the keys of its translation with the tokens of candidates."""
    word_owner = np.repeat(np.arange(table.word_counts.size), table.word_counts.ravel())
    code_owner = np.repeat(np.arange(table.code_counts.size), table.code_counts.ravel())
    word_norms = _norms(table.word_counts, mean_lengths[0])
    code_norms = _norms(table.code_counts, mean_lengths[1])
    more = translated.keys
    words, word_columns = _distinct(terms.words.keys, more[more < PAIR])
    pairs, pair_columns = _distinct(terms.pairs.keys, more[more >= PAIR] - PAIR)
    places, found = _pair_places(table, pairs)
    pair_owner = code_owner[places]
    return Matches(
        words=_stream(_columns(table.words, words), word_owner, len(words), word_norms).columns(word_columns),
        characters=_stream(_code_columns(table, terms.characters.keys), code_owner, len(terms.characters), code_norms),
        pairs=_stream(found, pair_owner, len(pairs), code_norms).columns(pair_columns),
        **_places(terms, table, places, np.searchsorted(terms.pairs.keys, pairs)[found], pairs[found], pair_owner),
    )


def split(translated: Weighted) -> tuple[Floats, Floats]:
    """Return the weights of the words of a translation, and of its pairs, in the order of their columns."""
    of_words = translated.keys < PAIR
    return translated.weights[of_words], translated.weights[~of_words]


def _norms(counts: npt.NDArray[np.int32], means: Floats) -> Floats:
    return 1 - B + B * counts / np.maximum(means, 1.0)


def _distinct(asked: Keys, translated: Keys) -> tuple[Keys, npt.NDArray[np.intp]]:
    """Return the distinct keys, ascending, and where those of the question and then of the translation stand."""
    return np.unique(np.concatenate([asked, translated]), return_inverse=True)


def _columns(values: npt.NDArray[np.integer], keys: Keys) -> npt.NDArray[np.intp]:
    """Return the place of each value among ascending `keys`, −1 for one that is no key."""
    if not len(keys):
        return np.full(len(values), -1)
    place = np.searchsorted(keys, values)
    place[place == len(keys)] = 0
    return np.where(keys[place] == values, place, -1)


def _code_columns(table: TokenTable, keys: Keys) -> npt.NDArray[np.intp]:
    column = np.full(1 << 16, -1, dtype=np.intp)
    column[keys] = np.arange(len(keys))
    return column[table.codes]


def _pair_places(table: TokenTable, keys: Keys) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return where in `codes` a pair of `keys` begins, and its place there. No pair crosses from field to field."""
    if len(table.codes) < 2 or not len(keys):
        return np.empty(0, np.intp), np.empty(0, np.intp)
    first, second = np.zeros(1 << 16, np.bool_), np.zeros(1 << 16, np.bool_)
    first[keys >> 16], second[keys & 0xFFFF] = True, True
    begins = first[table.codes[:-1]] & second[table.codes[1:]]
    ends = np.cumsum(table.code_counts.ravel())[:-1]
    begins[ends[(ends > 0) & (ends < len(table.codes))] - 1] = False
    places = np.flatnonzero(begins)
    numbers = table.codes[places].astype(np.int64) << 16 | table.codes[places + 1]
    columns = _columns(numbers, keys)
    return places[columns >= 0], columns[columns >= 0]


def _stream(columns: npt.NDArray[np.intp], owner: npt.NDArray[np.intp], terms: int, norms: Floats) -> StreamMatch:
    hit = np.flatnonzero(columns >= 0)
    columns, owner = columns[hit], owner[hit]
    size = norms.size * terms
    counted = np.bincount(owner * terms + columns, minlength=size)[:size].astype(np.float64)
    counts = counted.reshape(len(norms), len(FIELDS), terms)
    frequency = np.einsum("nft,nf->nt", counts, 1 / norms)
    return StreamMatch(counts, frequency * (K1 + 1) / (K1 + frequency))


def _places(
    terms: QuestionTerms, table: TokenTable, places: npt.NDArray[np.intp], columns: npt.NDArray[np.intp],
    keys: Keys, owner: npt.NDArray[np.intp],
) -> dict[str, Floats]:  # fmt: skip
    """Return what the places of the question's pairs say: `lead`, `window` and `run` of `Matches`.

    At each of `places` stands a pair of the question or of its translation: its key, and the column it has if it is
    one of the question.
    """
    n, total = len(table), float(terms.pairs.weights.sum())
    asked = np.isin(keys, terms.pairs.keys)
    places, columns, candidate, field = places[asked], columns[asked], owner[asked] // 3, owner[asked] % 3
    if not len(places):
        return {"lead": np.zeros(n), "window": np.zeros(n), "run": np.zeros(n)}
    idf = terms.pairs.weights
    in_text = field == _TEXT
    starts = (np.cumsum(table.code_counts.ravel()) - table.code_counts.ravel()).reshape(n, 3)[:, _TEXT]
    early = in_text & (places < starts[candidate] + LEAD)
    lead = np.bincount(*_once(candidate[early], columns[early], idf), minlength=n)[:n] / total
    window = np.zeros(n)
    where, who, weight = places[in_text], candidate[in_text], idf[columns[in_text]]
    if len(where):
        summed = np.concatenate([[0.0], np.cumsum(weight)])
        # A window reaches to `WINDOW` codes behind a match, but never into the next candidate.
        end = np.minimum(np.searchsorted(where, where + WINDOW), np.searchsorted(who, who, side="right"))
        np.maximum.at(window, who, summed[end] - summed[:-1])
    return {"lead": lead, "window": np.minimum(window / total, 1.5), "run": _longest_runs(places, candidate, n)}


def _once(
    candidates: npt.NDArray[np.intp], columns: npt.NDArray[np.intp], weights: Floats
) -> tuple[npt.NDArray[np.intp], Floats]:
    """Return candidates and weights of their distinct columns."""
    both = np.unique(candidates * len(weights) + columns)
    return both // len(weights), weights[both % len(weights)]


def _longest_runs(places: npt.NDArray[np.intp], candidate: npt.NDArray[np.intp], n: int) -> Floats:
    """Return the length of the longest chain of pairs that follow each other, by candidate."""
    begins = np.concatenate([[True], (np.diff(places) != 1) | (np.diff(candidate) != 0)])
    lengths = np.diff(np.append(np.flatnonzero(begins), len(places)))
    runs = np.zeros(n)
    np.maximum.at(runs, candidate[begins], lengths.astype(np.float64))
    return runs
