"""The page of the original on which a place of the body stands."""

from __future__ import annotations

import pytest

from knowledge.pages import page_of


@pytest.mark.parametrize(("offset", "page"), [(0, 1), (9, 1), (10, 3), (24, 3), (25, 4), (900, 4)])
def test_a_place_is_on_the_last_page_that_has_begun_and_never_on_an_empty_one(offset: int, page: int) -> None:
    assert page_of((0, 10, 10, 25), offset) == page


def test_a_text_without_pages_has_none() -> None:
    assert page_of((), 5) is None


def test_what_stands_before_the_first_known_page_is_on_page_one() -> None:
    assert page_of((3, 10), 0) == 1
