"""The stretch chosen is the one whose expected overlap with the answer is best."""

from __future__ import annotations

from itertools import combinations_with_replacement

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.quoting.choice import BREVITY, LONGEST_CHARS, best_stretches
from assistant.quoting.features import Region
from assistant.quoting.units import units_of


def region(text: str) -> Region:
    return Region(text, tuple(units_of(text)), 0, 0, 1.0, "", 0, ((0, len(text), 1.0),))


def chances(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def test_a_sure_unit_is_quoted_alone() -> None:
    best = best_stretches([region("甲甲甲甲，乙乙乙乙，丙丙丙丙。")], [chances(0.0, 0.9, 0.0)])[0]
    assert (best.first, best.last) == (1, 1)


def test_neighbours_that_probably_belong_to_the_answer_are_quoted_with_it() -> None:
    best = best_stretches([region("甲甲甲甲，乙乙乙乙，丙丙丙丙。")], [chances(0.7, 0.9, 0.1)])[0]
    assert (best.first, best.last) == (0, 1)


def test_regions_come_best_first() -> None:
    regions = [region("甲甲甲甲。"), region("乙乙乙乙。")]
    found = best_stretches(regions, [chances(0.2), chances(0.6)])
    assert [each.region for each in found] == [1, 0]


def test_what_limits_a_benefit_is_quoted_with_it() -> None:
    text = "按30%补助，但不超过50万元。"
    best = best_stretches([region(text)], [chances(0.9, 0.0)])[0]
    assert (best.first, best.last) == (0, 1)


def test_a_consequence_keeps_its_condition() -> None:
    text = "逾期不退的，依法追缴。"
    best = best_stretches([region(text)], [chances(0.0, 0.9)])[0]
    assert (best.first, best.last) == (0, 1)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=7))
def test_no_other_stretch_has_a_better_expected_f1(values: list[float]) -> None:
    text = "".join("甲" * (n + 2) + "，" for n in range(len(values)))
    one = region(text)
    p = chances(*values)
    best = best_stretches([one], [p])[0]
    lengths = np.array([u.end - u.start for u in one.units])
    answer = BREVITY * float(p @ lengths)

    def value(first: int, last: int) -> float:
        chars = one.units[last].end - one.units[first].start
        return 2 * float(p[first : last + 1] @ lengths[first : last + 1]) / (chars + answer + 1e-9)

    every = combinations_with_replacement(range(len(values)), 2)
    assert best.value == pytest.approx(max(value(i, j) for i, j in every), abs=1e-4)
    assert one.units[best.last].end - one.units[best.first].start <= LONGEST_CHARS
