"""Laying a sentence along its clause: where the clause speaks of the same thing, and what differs there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from assistant.facts.reading import Reading, is_sign

_NEARLY_ALL = 0.8
_NEARLY_AS_GOOD = 0.85
_PLACES = 4
_SLACK = 8
_BUCKET = 8
_SHORT_RUN = 2
_STRAY_RUN = 3
_STRAY_DISTANCE = 8


@dataclass(frozen=True)
class Alignment:
    """A stretch of a sentence laid along a stretch of a clause; offsets are into the symbols of either.

    `blocks` are (place in clause, place in sentence, length) of what is alike, in order.
    """

    start: int
    end: int
    blocks: tuple[tuple[int, int, int], ...]

    @cached_property
    def matched(self) -> int:
        """Symbols of the sentence that have their like in the clause; single ones between others count half."""
        return sum(length for _, _, length in self.blocks)

    @property
    def coverage(self) -> float:
        """Share of the stretch that is matched, 0..1."""
        return self.matched / max(1, self.end - self.start)

    @property
    def is_whole(self) -> bool:
        """Say whether every symbol is matched, in one run."""
        return len(self.blocks) == 1 and self.matched == self.end - self.start

    def gaps(self) -> Iterator[tuple[slice, slice]]:
        """Yield what lies between matched blocks: (in the clause, in the sentence), at least one of them not empty."""
        for (a, b, length), (next_a, next_b, _) in zip(self.blocks, self.blocks[1:], strict=False):
            if next_a > a + length or next_b > b + length:
                yield slice(a + length, next_a), slice(b + length, next_b)


def alignments(sentence: Reading, start: int, end: int, clause: Reading) -> list[Alignment]:
    """Return the best ways to lay `sentence.symbols[start:end]` along `clause`, equally good ones all.

    Where none matches nearly all of it, those nearly as good as the best are returned too.

    Values play no part: a sentence that states another number than the clause lies where its words do.
    """
    unit = sentence.symbols[start:end]
    found = [_exact(at, start, end) for at in _occurrences(unit, clause.symbols)]
    if not found:
        found = [_within(window, unit, start, end, clause) for window in _windows(sentence, start, end, clause)]
    if not found:
        return []
    best = max(alignment.matched for alignment in found)
    if best >= _NEARLY_ALL * (end - start):
        return list(dict.fromkeys(alignment for alignment in found if alignment.matched == best))
    return list(dict.fromkeys(alignment for alignment in found if alignment.matched >= _NEARLY_AS_GOOD * best))


def _occurrences(unit: str, symbols: str) -> Iterator[int]:
    at = symbols.find(unit)
    while at >= 0:
        yield at
        at = symbols.find(unit, at + 1)


def _exact(at: int, start: int, end: int) -> Alignment:
    return Alignment(start, end, ((at, start, end - start),))


def _windows(sentence: Reading, start: int, end: int, clause: Reading) -> Iterator[tuple[int, int]]:
    """Yield the stretches of the clause that share most pairs of symbols with the sentence on one diagonal."""
    votes: Counter[int] = Counter()
    for place in range(start, end - 1):
        for at in clause.pairs.get(sentence.symbols[place : place + 2], ()):
            votes[(at - place + start) // _BUCKET] += 1
    joined = {bucket: votes[bucket] + votes.get(bucket + 1, 0) for bucket in list(votes)}
    slack = _SLACK + (end - start) // 2
    taken: list[int] = []
    for bucket in sorted(joined, key=lambda key: (-joined[key], key)):
        if len(taken) < _PLACES and all(abs(bucket - other) * _BUCKET > slack for other in taken):
            taken.append(bucket)
            begin = bucket * _BUCKET
            yield max(0, begin - slack), min(len(clause.symbols), begin + _BUCKET + (end - start) + slack)


def _within(window: tuple[int, int], unit: str, start: int, end: int, clause: Reading) -> Alignment:
    matcher = SequenceMatcher(None, clause.symbols[window[0] : window[1]], unit, autojunk=False)
    blocks = [(a + window[0], b + start, length) for a, b, length in matcher.get_matching_blocks() if length]
    return Alignment(start, end, tuple(_trimmed(blocks, clause)))


def _trimmed(blocks: list[tuple[int, int, int]], clause: Reading) -> list[tuple[int, int, int]]:
    """Drop single symbols at either end that lie far from the rest: the like of "的" stands anywhere."""
    while len(blocks) > 1 and _is_stray(blocks[0], blocks[1], clause):
        blocks = blocks[1:]
    while len(blocks) > 1 and _is_stray(blocks[-1], blocks[-2], clause):
        blocks = blocks[:-1]
    return blocks


def _is_stray(edge: tuple[int, int, int], inner: tuple[int, int, int], clause: Reading) -> bool:
    first, last = sorted((edge, inner))
    in_clause, in_sentence = last[0] - first[0] - first[2], last[1] - first[1] - first[2]
    if edge[2] < _SHORT_RUN and max(in_clause, in_sentence) > (3 if is_sign(clause.symbols[edge[0]]) else 1):
        return True
    return edge[2] <= _STRAY_RUN and abs(in_clause - in_sentence) > _STRAY_DISTANCE
