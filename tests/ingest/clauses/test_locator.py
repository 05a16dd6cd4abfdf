from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clauses.locator import Locator, find_locators, parse_locator, render_locator, resolve_locator
from ingest.service import read_file

numbers = st.integers(min_value=1, max_value=1500)
optional = st.none() | st.integers(min_value=1, max_value=60)


@given(numbers, optional, optional, optional, optional)
def test_a_rendered_locator_parses_to_itself(
    article: int, inserted: int | None, paragraph: int | None, item: int | None, point: int | None
) -> None:
    locator = Locator(article, inserted, paragraph, item, point)
    assert parse_locator(render_locator(locator)) == locator


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("第三条第（二）项", Locator(3, item=2)),
        ("第三条第二款第（二）项", Locator(3, paragraph=2, item=2)),
        ("第十条之一", Locator(10, 1)),
        ("第12条第(3)项第1目", Locator(12, item=3, point=1)),
    ],
)
def test_locators_are_read_as_written(written: str, expected: Locator) -> None:
    assert parse_locator(written) == expected


def test_every_reference_in_a_sentence_is_found() -> None:
    assert [str(locator.article) for locator in find_locators("依照第三条、第五条第二款办理")] == ["3", "5"]


@pytest.mark.parametrize(
    ("written", "clause_id"),
    [
        ("第三条第（二）项", "t3.k1.x2"),
        ("第三条第（二）项第1目", "t3.k1.x2.m1"),
        ("第三条第二款", "t3.k2"),
        ("第三条之一", "t3-1"),
        ("第一条", "t1"),
    ],
)
def test_a_locator_finds_its_clause(written: str, clause_id: str, documents: Any) -> None:
    draft = read_file("办法.txt", documents.MEASURE.encode())[0]
    locator = parse_locator(written)
    assert locator is not None
    clause = resolve_locator(locator, draft.clauses)
    assert clause is not None
    assert clause.id == clause_id


def test_a_locator_of_a_missing_article_finds_nothing(documents: Any) -> None:
    draft = read_file("办法.txt", documents.MEASURE.encode())[0]
    assert resolve_locator(Locator(99), draft.clauses) is None
