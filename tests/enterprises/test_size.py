"""The size of an enterprise is derived from its figures by 国统字〔2017〕213号 (DOMAIN §6.1)."""

from __future__ import annotations

import json
from datetime import date
from importlib import resources

import pytest

from enterprises.industries import industry_codes, industry_name, is_industry
from enterprises.size import derive_size, sector_of
from enterprises.types import Fact, Facts, FactSource, Size

DAY = date(2026, 1, 1)
BOUNDS = json.loads((resources.files("enterprises") / "data" / "size_bounds.json").read_text("utf-8"))["sectors"]


def fact(value: object) -> Fact:  # type: ignore[type-arg]
    return Fact(value, FactSource.REGISTRY, DAY, True)  # type: ignore[type-var]


def facts(industry: str | None, **figures: float | None) -> Facts:
    known = {name: fact(value) for name, value in figures.items() if value is not None}
    return Facts(name=fact("示例"), industry=None if industry is None else fact(industry), **known)


@pytest.mark.parametrize(
    ("industry", "employees", "revenue", "expected"),
    [
        ("C35", 300, 2000, Size.MEDIUM),
        ("C35", 300, 1999, Size.SMALL),
        ("C35", 1000, 39_999, Size.MEDIUM),
        ("C35", 19, 50_000, Size.MICRO),
        ("I65", 103, 15_735, Size.MEDIUM),
        ("C35", 50, None, Size.TO_VERIFY),
    ],
)
def test_the_examples_of_the_domain_hold(
    industry: str, employees: float, revenue: float | None, expected: Size
) -> None:
    assert derive_size(facts(industry, employees=employees, revenue=revenue)).size is expected


@pytest.mark.parametrize("sector", BOUNDS, ids=lambda sector: sector["code"])
def test_every_bound_belongs_to_the_class_above_it(sector: dict[str, object]) -> None:
    prefix = sector["prefixes"][0]  # type: ignore[index]
    industry = next((code for code in industry_codes() if len(code) == 3 and code.startswith(prefix)), prefix)
    bounds: dict[str, list[float]] = sector["bounds"]  # type: ignore[assignment]
    classes = (Size.LARGE, Size.MEDIUM, Size.SMALL, Size.MICRO)
    for place in range(3):
        at_bound = {name: levels[place] for name, levels in bounds.items()}
        assert derive_size(facts(industry, **at_bound)).size is classes[place]
        for name, levels in bounds.items():
            below = derive_size(facts(industry, **at_bound | {name: levels[place] - 0.01})).size
            assert below is classes[place + 1], (name, place)


@pytest.mark.parametrize(
    ("industry", "reason"),
    [
        (None, "industry_missing"),
        ("K70", "industry_too_coarse"),
        ("G59", "industry_too_coarse"),
        ("J66", "industry_not_covered"),
        ("P83", "industry_not_covered"),
        ("Q84", "industry_not_covered"),
        ("G53", "industry_not_covered"),
    ],
)
def test_without_bounds_the_size_is_to_be_verified_and_says_why(industry: str | None, reason: str) -> None:
    verdict = derive_size(facts(industry, employees=500, revenue=90_000, total_assets=90_000))
    assert (verdict.size, verdict.reason) == (Size.TO_VERIFY, reason)


def test_a_missing_figure_is_named_and_zero_is_not_missing() -> None:
    assert derive_size(facts("E47", revenue=6000)).missing == ("total_assets",)
    assert derive_size(facts("E47", revenue=0, total_assets=0)).size is Size.MICRO


def test_figures_that_the_sector_does_not_list_do_not_matter() -> None:
    assert derive_size(facts("A01", revenue=500)).size is Size.MEDIUM
    assert derive_size(facts("M73", employees=300)).size is Size.LARGE


def test_more_digits_tell_handling_from_storing_and_building_from_managing() -> None:
    found = {code: sector_of(code) for code in ("G591", "G592", "K7010", "K702", "K703", "Q85")}
    assert {code: sector.code if sector else None for code, sector in found.items()} == {
        "G591": "transport",
        "G592": "warehousing",
        "K7010": "property_development",
        "K702": "property_management",
        "K703": "other",
        "Q85": "other",
    }


def test_an_industry_is_a_letter_with_a_division_of_its_own_section() -> None:
    assert is_industry("C35")
    assert is_industry("K7010")
    assert not any(map(is_industry, ("C44", "D13", "C3", "35", "c35", "U98", "C35000", "")))
    assert (industry_name("C"), industry_name("C3511")) == ("制造业", "专用设备制造业")
    assert len(industry_codes()) == 20 + 97
