"""The stretch chosen is the one whose expected overlap with the answer is best."""

from __future__ import annotations

from itertools import combinations_with_replacement

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.quoting.choice import BREVITY, LONGEST_CHARS, best_stretches
from assistant.quoting.features import Region
from assistant.quoting.looks import looks_of


def region(text: str) -> Region:
    return Region(text, looks_of(text), 0, 0, 1.0, "", 0, ((0, len(text), 1.0),))


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


@pytest.mark.parametrize(
    "text",
    [
        "给予贴息；但房地产企业除外。",
        "给予贴息。但是，房地产企业除外。",
        "给予贴息，房地产企业除外。",
        "给予贴息，期限一年，房地产企业除外。",
        "给予贴息。失信企业不予贴息。",
        "给予贴息。\n前款规定不适用于房地产企业。",
    ],
)
def test_an_exception_is_quoted_with_the_rule(text: str) -> None:
    units = region(text).units
    best = best_stretches([region(text)], [chances(0.9, *[0.0] * (len(units) - 1))])[0]
    assert (best.first, best.last) == (0, len(units) - 1)


@pytest.mark.parametrize(
    "text", ["给予贴息。\n第九条 失信企业不予奖励。", "给予贴息。\n（二）失信企业不予奖励。", "给予贴息，期限一年。"]
)
def test_what_is_no_exception_to_it_is_left_out(text: str) -> None:
    units = region(text).units
    best = best_stretches([region(text)], [chances(0.9, *[0.0] * (len(units) - 1))])[0]
    assert best.last == 0


@pytest.mark.parametrize("condition", ["连续亏损三年时，", "逾期不退的，", "如有虚报，", "资金不足的情况下，"])
def test_a_consequence_keeps_any_condition(condition: str) -> None:
    best = best_stretches([region(f"{condition}停止贴息。")], [chances(0.0, 0.9)])[0]
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
