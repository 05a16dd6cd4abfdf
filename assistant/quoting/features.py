"""Features of units with regard to a question: what a reader would look at, as numbers with names.

None depends on the scale of a ranking's score. Words and character pairs are weighed twice: by how rare they are in
the base, and by how rare they are among the sentences at hand; what a whole document speaks about finds the document,
not the sentence. All units of a question are read together, one column at a time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from assistant.quoting.looks import SHAPE, Looks, looks_of
from assistant.quoting.marks import ASKING, question_types
from assistant.quoting.units import Unit
from core.text import to_simplified

Matrix = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

_HAN = re.compile(r"[\u3400-\u9fff]")

_WORD_REACH, _PAIR_REACH = 5.0, 6.0  # characters from the asking word after which a word counts 1/e
_FAR = 12.0  # units


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a document that may be quoted from, and how its passages stand in the ranking.

    `rank` is that of its best passage from 0, `document_rank` that of its document; `strength` is the score of that
    passage as a share of the best one. `passages` gives start, end and strength of each passage within the text.
    `offset` is where the text begins in the document's body.
    """

    text: str
    looks: Looks
    rank: int
    document_rank: int
    strength: float
    heading: str
    offset: int
    passages: tuple[tuple[int, int, float], ...]

    @property
    def units(self) -> tuple[Unit, ...]:
        return self.looks.units


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as units are compared with it. `focus` weighs words and pairs by how near the asking word they are."""

    text: str
    weights: dict[str, float]  # idf of each word that carries a subject
    pairs: tuple[str, ...]
    word_focus: Matrix
    pair_focus: Matrix
    left: str  # the two characters before the asking word
    right: str
    types: tuple[bool, ...]

    @staticmethod
    def of(question: str, weights: dict[str, float]) -> Asked:
        """Read a question; `weights` as `HybridSearch.question_weights` gives them."""
        text = to_simplified(question)
        asking = [*ASKING.finditer(text)]
        begin, end = asking[-1].span() if asking else (len(text), len(text))
        pairs = tuple(dict.fromkeys(a + b for a, b in pairwise(text) if _is_han(a) and _is_han(b)))
        pairs = tuple(pair for pair in pairs if not ASKING.search(pair))
        return Asked(
            text,
            weights,
            pairs,
            np.array([idf * _nearness(text, w, begin, end, _WORD_REACH) for w, idf in weights.items()], np.float32),
            np.array([_nearness(text, pair, begin, end, _PAIR_REACH) for pair in pairs], np.float32),
            text[max(0, begin - 2) : begin],
            text[end : end + 2],
            tuple(bool(kind.question.search(text)) for kind in question_types()),
        )

    def share_of_types(self, text: str) -> float:
        """Return which share of the types asked for `text` states, 1 when the question is of no type."""
        asked = [kind for kind, is_asked in zip(question_types(), self.types, strict=True) if is_asked]
        return sum(bool(kind.unit.search(text)) for kind in asked) / len(asked) if asked else 1.0


def _is_han(character: str) -> bool:
    return _HAN.match(character) is not None


def _nearness(text: str, word: str, begin: int, end: int, reach: float) -> float:
    """Return e^(−distance / reach) for the occurrence of `word` nearest to text[begin:end], 0 when there is none."""
    best, at = 0.0, text.find(word)
    while at >= 0:
        distance = begin - at - len(word) if at + len(word) <= begin else at - end
        best = max(best, float(np.exp(-max(0, distance) / reach)))
        at = text.find(word, at + 1)
    return best


@lru_cache(maxsize=1)
def feature_names() -> tuple[str, ...]:
    """Return the names of the columns of `features_of`, in order."""
    region = Region("1", looks_of("1"), 0, 0, 1.0, "", 0, ((0, 1, 1.0),))
    asked = Asked.of("1", {})
    return tuple(_columns(asked, [region]))


def features_of(asked: Asked, regions: Sequence[Region]) -> Matrix:
    """Return one row per unit, region by region; every region must have a unit."""
    return np.stack([*_columns(asked, regions).values()], axis=1).astype(np.float32)


def _columns(asked: Asked, regions: Sequence[Region]) -> dict[str, Matrix]:
    page = _Page(regions)
    return _words(asked, page) | _shape(page) | _meaning(asked, page) | _place(asked, page)


class _Page:
    """All units of all regions as one list, with the numbers that say what belongs together."""

    def __init__(self, regions: Sequence[Region]) -> None:
        self.regions = regions
        self.units = [unit for region in regions for unit in region.units]
        self.region = np.repeat(np.arange(len(regions)), [len(region.units) for region in regions])
        self.texts = [text for region in regions for text in region.looks.texts]
        self.sentence = self._numbered([u.sentence for u in self.units])
        self.line = self._numbered([u.line for u in self.units])

    def _numbered(self, within: Sequence[int]) -> npt.NDArray[np.int64]:
        """Number groups across regions from 0."""
        keys = self.region * 100_000 + np.array(within, dtype=np.int64)
        return np.asarray(np.unique(keys, return_inverse=True)[1], dtype=np.int64)

    def flags(self, name: str) -> Matrix:
        return np.array([getattr(unit, name) for unit in self.units], dtype=np.float32)

    def any_of(self, group: npt.NDArray[np.int64], flags: Flags) -> Flags:
        """Return for each group (rows come group by group) which columns hold for one of its units."""
        first = np.searchsorted(group, np.arange(int(group[-1]) + 1))
        return np.logical_or.reduceat(flags, first, axis=0)

    def beside(self, values: Matrix, step: int) -> Matrix:
        """Return the value of the unit `step` places on, 0 where that is another region."""
        moved = np.zeros_like(values)
        if step > 0:
            moved[:-step] = np.where(self.region[:-step] == self.region[step:], values[step:], 0)
        else:
            moved[-step:] = np.where(self.region[-step:] == self.region[:step], values[:step], 0)
        return moved


def _contains(texts: Sequence[str], needles: Sequence[str]) -> Flags:
    return np.array([[needle in text for needle in needles] for text in texts], dtype=bool).reshape(len(texts), -1)


def _share(flags: Flags, weights: Matrix) -> Matrix:
    total = float(weights.sum())
    return np.asarray((flags @ weights) / total if total > 0 else np.zeros(len(flags)), dtype=np.float32)


def _rarity(in_sentences: Flags) -> Matrix:
    """Return the logarithmic rarity of each column among the sentences at hand, 0 for what none of them has."""
    found = in_sentences.sum(axis=0)
    rarity = np.log((len(in_sentences) + 1) / (found + 0.5))
    return np.where(found > 0, np.maximum(rarity, 0), 0).astype(np.float32)


def _words(asked: Asked, page: _Page) -> dict[str, Matrix]:
    """How much of the question a unit, its sentence, its line and its neighbours say."""
    idf = np.array([*asked.weights.values()], dtype=np.float32)
    words, pairs = _contains(page.texts, [*asked.weights]), _contains(page.texts, asked.pairs)
    sentence_words, sentence_pairs = page.any_of(page.sentence, words), page.any_of(page.sentence, pairs)
    line_words = page.any_of(page.line, words)
    region_words, region_pairs = page.any_of(page.region, words), page.any_of(page.region, pairs)
    local_words, local_pairs = idf * _rarity(sentence_words), _rarity(sentence_pairs)
    near_pairs = local_pairs * asked.pair_focus
    measures = {
        "covered": (words, sentence_words, idf),
        "covered_local": (words, sentence_words, local_words),
        "covered_focus": (words, sentence_words, asked.word_focus),
        "pairs": (pairs, sentence_pairs, np.ones(pairs.shape[1], np.float32)),
        "pairs_local": (pairs, sentence_pairs, local_pairs),
        "pairs_focus": (pairs, sentence_pairs, near_pairs),
    }
    columns: dict[str, Matrix] = {}
    first = page.sentence
    for name, (own, whole, weights) in measures.items():
        unit, sentence = _share(own, weights), _share(whole, weights)
        before, after = np.append(0, sentence[:-1])[first], np.append(sentence[1:], 0)[first]
        best = float(sentence.max()) or 1.0
        columns |= {
            name: unit,
            f"{name}_before": page.beside(unit, -1),
            f"{name}_after": page.beside(unit, 1),
            f"{name}_sentence": sentence[first],
            f"{name}_sentence_before": before,
            f"{name}_sentence_after": after,
            f"{name}_of_best": sentence[first] / best,
            f"{name}_is_best": (sentence[first] == best).astype(np.float32),
        }
    own_pairs = np.array([max(1, len(text) - 1) for text in page.texts], dtype=np.float32)
    columns["repeats"] = pairs.sum(axis=1) / own_pairs
    columns["new_pairs"] = np.log1p(np.maximum(0, own_pairs - pairs.sum(axis=1)))
    columns["covered_line"] = _share(line_words, idf)[page.line]
    columns["region_covered"] = _share(region_words, idf)[page.region]
    columns["region_pairs"] = _share(region_pairs, np.ones(pairs.shape[1], np.float32))[page.region]
    strongest = _strongest(page, columns["covered"] + columns["covered_sentence"])
    columns["strongest_distance"] = np.minimum(_FAR, np.abs(strongest))
    columns["after_strongest"] = (strongest > 0).astype(np.float32)
    columns["just_after_strongest"] = (strongest == 1).astype(np.float32)
    return columns


def _strongest(page: _Page, strength: Matrix) -> Matrix:
    """Return how many units each unit stands behind the strongest of its region."""
    places = np.arange(len(strength))
    best = [places[page.region == r][strength[page.region == r].argmax()] for r in range(len(page.regions))]
    return np.asarray(places - np.array(best)[page.region], dtype=np.float32)


def _shape(page: _Page) -> dict[str, Matrix]:
    """What a unit looks like, whatever is asked."""
    shape = np.concatenate([region.looks.shape for region in page.regions])
    return {name: shape[:, n] for n, name in enumerate(SHAPE)}


def _meaning(asked: Asked, page: _Page) -> dict[str, Matrix]:
    """Whether a unit states the kind of thing asked for, and stands where the question puts it."""
    kinds = question_types()
    states = np.concatenate([region.looks.states for region in page.regions])
    asks = np.array(asked.types, dtype=np.float32)
    match = states @ asks / max(1.0, float(asks.sum()))
    left = _flag(page.texts, asked.left)
    right = _flag(page.texts, asked.right)
    columns = {
        "type_match": match,
        "type_match_near": np.maximum.reduce([match, page.beside(match, 1), page.beside(match, -1)]),
        "left": left,
        "left_before": page.beside(left, -1),
        "starts_left": np.array([bool(asked.left) and text.startswith(asked.left) for text in page.texts], np.float32),
        "right": right,
        "right_after": page.beside(right, 1),
    }
    columns |= {f"states:{kind.name}": states[:, n] for n, kind in enumerate(kinds)}
    columns |= {f"asks:{kind.name}": np.full(len(page.texts), asks[n]) for n, kind in enumerate(kinds)}
    return columns


def _flag(texts: Sequence[str], needle: str) -> Matrix:
    return np.array([bool(needle) and needle in text for text in texts], dtype=np.float32)


def _place(asked: Asked, page: _Page) -> dict[str, Matrix]:
    """Where a unit stands: in its region, its document and the ranking."""
    starts = page.flags("start")
    sizes = np.array([len(region.text) for region in page.regions], dtype=np.float32)[page.region]
    offsets = np.array([region.offset for region in page.regions], dtype=np.float32)[page.region]
    headings = _contains([to_simplified(region.heading) for region in page.regions], [*asked.weights])
    strengths = np.array([_strength(r, u) for r in page.regions for u in r.units], dtype=np.float32)
    columns = {
        "log_position": np.log1p(starts),
        "share_position": starts / np.maximum(1, sizes),
        "log_offset": np.log1p(offsets + starts),
        "passage_strength": np.maximum(0, strengths),
        "beyond": (strengths < 0).astype(np.float32),
        "log_region": np.log1p(sizes),
        "heading_covered": _share(headings, np.array([*asked.weights.values()], np.float32))[page.region],
        "log_question": np.full(len(starts), np.log1p(len(asked.text))),
        "types": np.full(len(starts), float(sum(asked.types))),
    }
    for name in ("rank", "document_rank", "strength"):
        columns[name] = np.array([getattr(r, name) for r in page.regions], dtype=np.float32)[page.region]
    return columns


def _strength(region: Region, unit: Unit) -> float:
    """Return the strength of the passage a unit stands in, −1 when it stands in none."""
    return next((strength for start, end, strength in region.passages if start <= unit.start < end), -1.0)
