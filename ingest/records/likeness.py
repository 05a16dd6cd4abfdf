"""Near-identical texts among thousands, without comparing each with each: character shingles, MinHash, banding.

Source: Broder, "On the resemblance and containment of documents", 1997; banding after Indyk & Motwani, STOC 1998.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Shingles = npt.NDArray[np.uint64]

_BANDS, _ROWS = 12, 6
"""Two texts that share 0.8 of their shingles meet in a band with probability 0.97, two that share 0.4 with 0.05."""

_BUCKET_MOST = 40
"""A bucket with more members holds what all texts of a file share ("…怎么申请"): it tells nothing apart."""

_RANDOM = np.random.default_rng(20_260_101)
_MULTIPLIERS = _RANDOM.integers(1, 2**63, size=_BANDS * _ROWS, dtype=np.uint64) | np.uint64(1)
_MIXERS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts by their positions, and the share of shingles they have in common, 0..1."""

    one: int
    other: int
    likeness: float


def shingles(text: str, sizes: Sequence[int] = (1, 2)) -> Shingles:
    """Return the distinct runs of `sizes` characters of a text, as sorted hashes; an empty text has none."""
    points = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    parts = []
    for size in sizes:
        count = len(points) - size + 1
        if count > 0:
            hashed = np.full(count, size, dtype=np.uint64)
            for offset in range(size):
                hashed = (hashed ^ points[offset : offset + count]) * _MIXERS[offset]
                hashed ^= hashed >> np.uint64(29)
            parts.append(hashed)
    return np.unique(np.concatenate(parts)) if parts else np.empty(0, dtype=np.uint64)


def likeness(one: Shingles, other: Shingles) -> float:
    """Return the Jaccard likeness of two texts: shared shingles over all, 0..1; 0 when both are empty."""
    shared = len(np.intersect1d(one, other, assume_unique=True))
    union = len(one) + len(other) - shared
    return shared / union if union else 0.0


def near_pairs(texts: Sequence[Shingles], *, at_least: float) -> list[Pair]:
    """Return the pairs of `texts` that are at least so alike, by position; nearly all of them, see `_BANDS`."""
    return list(_confirmed(texts, _candidates(texts, len(texts)), at_least))


def near_between(texts: Sequence[Shingles], known: Sequence[Shingles], *, at_least: float) -> list[Pair]:
    """Return the pairs of a text and a known one (`other` counts in `known`) that are at least so alike."""
    both = [*texts, *known]
    split = len(texts)
    crossing = {(a, b) for a, b in _candidates(both, split) if a < split <= b}
    return [Pair(p.one, p.other - split, p.likeness) for p in _confirmed(both, crossing, at_least)]


def _candidates(texts: Sequence[Shingles], split: int) -> set[tuple[int, int]]:
    """Return pairs that share a band, the first of them before `split`."""
    buckets: dict[bytes, list[int]] = {}
    for position, text in enumerate(texts):
        if len(text):
            signature = (text[None, :] * _MULTIPLIERS[:, None] >> np.uint64(32)).min(axis=1).astype(np.uint32)
            for band in range(_BANDS):
                key = bytes([band]) + signature[band * _ROWS : (band + 1) * _ROWS].tobytes()
                buckets.setdefault(key, []).append(position)
    found: set[tuple[int, int]] = set()
    for members in buckets.values():
        if 1 < len(members) <= _BUCKET_MOST:
            found.update((a, b) for n, a in enumerate(members) if a < split for b in members[n + 1 :])
    return found


def _confirmed(texts: Sequence[Shingles], pairs: set[tuple[int, int]], at_least: float) -> Iterator[Pair]:
    for one, other in sorted(pairs):
        score = likeness(texts[one], texts[other])
        if score >= at_least:
            yield Pair(one, other, score)
