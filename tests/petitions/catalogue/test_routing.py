"""The dispatch catalogue: the most particular line wins."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.clock import SHANGHAI
from petitions.catalogue.routing import best_route
from petitions.catalogue.types import Catalogue, Route
from petitions.types import DEFAULT_RULES
from tests.petitions.conftest import Office

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


def test_the_desk_suggests_whom_the_dispatch_catalogue_names(office: Office) -> None:
    taxonomy = office.service.taxonomy
    route = Route("04-1", "", "treasury", ("human-resources-1",), "")
    with office.database.reading() as session:
        before = [d.code for d in office.service.suggest_departments(session, "04-1")]
        office.service.use(Catalogue(taxonomy, DEFAULT_RULES, (route,)))
        after = [d.code for d in office.service.suggest_departments(session, "04-1")]
    assert before == ["human-resources", "CEN"]
    assert after == ["treasury", "human-resources-1", "human-resources", "CEN"]


def test_petitions_follow_other_rules_from_the_next_step_on(office: Office) -> None:
    number = office.file().number
    office.service.use(Catalogue(office.service.taxonomy, replace(DEFAULT_RULES, closes_hour=18)))
    assert office.accept(number).due_at.astimezone(SHANGHAI).hour == 18  # type: ignore[union-attr]
