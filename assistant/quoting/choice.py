"""Choosing the stretch to quote: the one whose overlap with the answer is expected to be best."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.exceptions import is_exception
from assistant.quoting.features import Region
from assistant.quoting.units import Unit
from assistant.spans import opens_division

LONGEST_CHARS = 500
BREVITY = 0.6
"""How much of the expected length of the answer counts; less makes quotes shorter. Chosen on development questions."""
_CONDITION = re.compile(
    r"(?:的|情况下|情形下)[，,]$|^(?:如(?!何|下|今|期|实|图|此|上)|若(?!干)|凡)|^[^在]+[^同此届]时[，,]$"
)
"""Not "在…时，": that mostly says when, and the question says it too."""
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
    """Widen a stretch by the condition before it and by what limits it or takes it back.

    "逾期不退的，" belongs to what follows; "最高不超过…" to what stands before it in its sentence; an exception ("但…",
    "…除外", "…不予奖励") to the rule before it, also where it is the sentence that follows.
    """
    units = region.units
    while first > 0 and not units[first - 1].ends_sentence and _CONDITION.search(_text(region, first - 1)):
        first -= 1
    last = _limited(region, last)
    end = _end_of_sentence(units, last)
    while end + 1 < len(units) and _takes_back(region, end + 1):
        end = last = _end_of_sentence(units, end + 1)
    return first, last


def _limited(region: Region, last: int) -> int:
    """Return the last unit of a sentence that limits what stands before it, or `last`."""
    for place in range(last + 1, _end_of_sentence(region.units, last) + 1):
        text = _text(region, place)
        if (place == last + 1 and _LIMIT.match(text)) or is_exception(text):
            last = place
    return last


def _takes_back(region: Region, place: int) -> bool:
    """Say whether the sentence that unit `place` begins takes back what stands before it in the same article."""
    begins, ends = region.units[place], region.units[_end_of_sentence(region.units, place)]
    is_apart = begins.is_item or begins.is_heading or ends.is_lead_in
    text = region.text[begins.start : ends.end]
    return not is_apart and not opens_division(text) and is_exception(text)


def _end_of_sentence(units: Sequence[Unit], place: int) -> int:
    while place + 1 < len(units) and not units[place].ends_sentence:
        place += 1
    return place


def _text(region: Region, place: int) -> str:
    return region.text[region.units[place].start : region.units[place].end]
