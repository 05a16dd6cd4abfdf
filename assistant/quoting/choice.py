"""Choosing the stretch to quote: the one whose overlap with the answer is expected to be best."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.quoting.features import Region
from assistant.quoting.units import Unit

LONGEST_CHARS = 500
BREVITY = 0.6
"""How much of the expected length of the answer counts; less makes quotes shorter. Chosen on development questions."""
_CONDITION = re.compile(r"的[，,]$")
_LIMIT = re.compile(r"但|除|不含|不包括|(?:[\u4e00-\u9fff]{0,4})(?:最高|最多|最长|累计)?不(?:得)?超过")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Units `first` to `last` of a region; `value` is the expected F1 of its characters with the answer's, 0..1."""

    region: int
    first: int
    last: int
    value: float


def best_stretches(regions: Sequence[Region], probabilities: Sequence[npt.NDArray[np.float32]]) -> list[Stretch]:
    """Return the best stretch of each region, best first; ties in the order of `regions`.

    With p the probability of a unit and l its length, the expected overlap of a stretch is Σ p·l over its units, and
    the expected length of the answer Σ p·l over all units of all regions; their F1 is 2·overlap / (both lengths).
    """
    lengths = [np.array([u.end - u.start for u in region.units], dtype=np.float64) for region in regions]
    answer = sum(float(p @ n) for p, n in zip(probabilities, lengths, strict=True))
    found = []
    for place, (region, p, n) in enumerate(zip(regions, probabilities, lengths, strict=True)):
        first, last, value = _best(region.units, p * n, BREVITY * answer)
        found.append(Stretch(place, *_completed(region, first, last), value))
    return sorted(found, key=lambda stretch: (-stretch.value, stretch.region))


def _best(units: Sequence[Unit], overlap: npt.NDArray[np.float64], answer: float) -> tuple[int, int, float]:
    starts, ends = np.array([u.start for u in units]), np.array([u.end for u in units])
    running = np.concatenate([[0.0], np.cumsum(overlap)])
    chars = ends[None, :] - starts[:, None]
    within = (chars > 0) & (chars <= LONGEST_CHARS)
    within |= np.eye(len(units), dtype=bool)
    value = np.where(within, 2 * (running[None, 1:] - running[:-1, None]) / (np.maximum(chars, 1) + answer + 1e-9), -1)
    first, last = np.unravel_index(int(value.argmax()), value.shape)
    return int(first), int(last), float(value[first, last])


def _completed(region: Region, first: int, last: int) -> tuple[int, int]:
    """Widen a stretch by the condition before it and the limits behind it in its sentence.

    "逾期不退的，" belongs to what follows; "但…", "除…外" and "最高不超过…" to what they limit.
    """
    units = region.units
    while first > 0 and not units[first - 1].ends_sentence and _CONDITION.search(_text(region, first - 1)):
        first -= 1
    while last + 1 < len(units) and not units[last].ends_sentence and _LIMIT.match(_text(region, last + 1)):
        last += 1
    return first, last


def _text(region: Region, place: int) -> str:
    return region.text[region.units[place].start : region.units[place].end]
