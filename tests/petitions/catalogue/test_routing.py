"""The dispatch catalogue: the most particular line wins."""

from __future__ import annotations

import pytest

from petitions.catalogue.routing import best_route
from petitions.catalogue.types import Route

ROUTES = (
    Route("04", "", "parent", (), ""),
    Route("04-1", "", "everywhere", (), ""),
    Route("04-1", "990102", "east", ("parent",), ""),
    Route("04", "99010201", "corner", (), ""),
)


@pytest.mark.parametrize(
    ("category", "region", "lead"),
    [
        ("04-1", None, "everywhere"),
        ("04-1", "990101", "everywhere"),
        ("04-1", "990102", "east"),
        ("04-1", "99010201", "east"),
        ("04-2", "99010201", "corner"),
        ("04-2", "990101", "parent"),
        ("04", None, "parent"),
    ],
)
def test_the_category_itself_comes_first_then_the_narrowest_region(
    category: str, region: str | None, lead: str
) -> None:
    found = best_route(ROUTES, category, region)
    assert found is not None
    assert found.lead == lead
    assert best_route(tuple(reversed(ROUTES)), category, region) == found


def test_a_category_without_a_line_has_no_route() -> None:
    assert best_route(ROUTES, "07-1") is None
    assert best_route((), "04-1") is None
