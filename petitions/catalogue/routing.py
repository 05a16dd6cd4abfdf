"""Who leads for a category in a region, by the dispatch catalogue (派单目录)."""

from __future__ import annotations

from collections.abc import Sequence

from petitions.catalogue.types import Route


def best_route(routes: Sequence[Route], category_code: str, region_code: str | None = None) -> Route | None:
    """Return the most particular line: of the category itself before its parent's, then of the narrowest region.

    A line without a region holds everywhere; one with a region holds there and in the divisions below it.
    """
    parent = category_code.split("-")[0]
    fitting = [
        route
        for route in routes
        if route.category_code in (category_code, parent) and (region_code or "").startswith(route.region_code)
    ]
    return max(fitting, key=lambda r: (r.category_code == category_code, len(r.region_code)), default=None)
