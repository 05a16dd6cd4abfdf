from __future__ import annotations

import pytest

from knowledge.divisions import holds_in


@pytest.mark.parametrize(
    ("region", "asked", "holds"),
    [
        (None, "320505", True),
        ("320505", "320505", True),
        ("320500", "320505", True),
        ("320000", "320505", True),
        ("320505", "320500", False),
        ("320510", "320512", False),
        ("330000", "320505", False),
        ("110000", "110108", True),
    ],
)
def test_a_measure_holds_in_its_division_and_below(region: str | None, asked: str, holds: bool) -> None:
    assert holds_in(region, asked) is holds
