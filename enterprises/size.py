"""The size of an enterprise, derived from its figures by 国统字〔2017〕213号 (DOMAIN §6.1); pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from enterprises.types import Fact, Facts, Size, SizeVerdict

_CLASSES = (Size.LARGE, Size.MEDIUM, Size.SMALL)
_SHORTEST_PREFIX = 1


@dataclass(frozen=True, slots=True)
class Sector:
    """One line of the table: for each figure the lower bounds of large, medium and small."""

    code: str
    bounds: dict[str, tuple[float, float, float]]


@lru_cache(maxsize=1)
def _sectors() -> dict[str, Sector]:
    text = (resources.files("enterprises") / "data" / "size_bounds.json").read_text(encoding="utf-8")
    return {
        prefix: Sector(row["code"], {name: tuple(bounds) for name, bounds in row["bounds"].items()})
        for row in json.loads(text)["sectors"]
        for prefix in row["prefixes"]
    }


def derive_size(facts: Facts) -> SizeVerdict:
    """Return the class whose lower bounds all listed figures reach; micro below any bound of small.

    待核实 without an industry, with one that the table does not cover (finance, education, health, railways), with one
    that must be given more exactly (K70, G59), or with a listed figure missing.
    """
    if facts.industry is None:
        return SizeVerdict(Size.TO_VERIFY, "industry_missing", ("industry",))
    sector = sector_of(facts.industry.value)
    if sector is None:
        is_coarse = any(prefix.startswith(facts.industry.value) for prefix in _sectors())
        reason = "industry_too_coarse" if is_coarse else "industry_not_covered"
        return SizeVerdict(Size.TO_VERIFY, reason, ("industry",) if is_coarse else ())
    figures: dict[str, Fact[int] | Fact[float] | None] = {
        "employees": facts.employees,
        "revenue": facts.revenue,
        "total_assets": facts.total_assets,
    }
    missing = tuple(name for name in sector.bounds if figures[name] is None)
    if missing:
        return SizeVerdict(Size.TO_VERIFY, "figure_missing", missing)
    reached = [
        _class_of(fact.value, sector.bounds[name]) for name, fact in figures.items() if fact and name in sector.bounds
    ]
    return SizeVerdict((*_CLASSES, Size.MICRO)[max(reached)])


def sector_of(industry: str) -> Sector | None:
    """Return the line of the table for an industry code, the longest prefix first; None when it has none."""
    for length in range(len(industry), _SHORTEST_PREFIX - 1, -1):
        if (sector := _sectors().get(industry[:length])) is not None:
            return sector
    return None


def _class_of(value: float, bounds: tuple[float, float, float]) -> int:
    """Return 0 for large … 3 for micro; the bound itself belongs to the higher class (及以上)."""
    return next((place for place, bound in enumerate(bounds) if value >= bound), len(bounds))
