"""The words of the enterprises domain: a profile is a set of facts, each with where and when it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T", str, int, float)


class FactSource(StrEnum):
    """Who stated a fact: the enterprise itself, a register, or staff."""

    SELF = "self"
    REGISTRY = "registry"
    STAFF = "staff"


class Size(StrEnum):
    """大, 中, 小, 微; 待核实 when a figure is missing or the industry has no bounds."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"
    TO_VERIFY = "to_verify"


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """One value with its source, the day it describes, and whether somebody checked it (DOMAIN §6.1)."""

    value: T
    source: FactSource
    as_of: date
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an enterprise; None where nothing is. Money is in 万元."""

    name: Fact[str]
    industry: Fact[str] | None = None  # GB/T 4754: letter and two to four digits, "C35", "K7010"
    region: Fact[str] | None = None  # division code (GB/T 2260)
    region_name: Fact[str] | None = None
    employees: Fact[int] | None = None
    revenue: Fact[float] | None = None
    total_assets: Fact[float] | None = None


@dataclass(frozen=True, slots=True)
class SizeVerdict:
    """A derived size. For 待核实, `reason` says why and `missing` which facts would settle it."""

    size: Size
    reason: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EnterpriseProfile:
    """One enterprise; `size` is derived from the facts and never typed."""

    credit_code: str
    facts: Facts
    size: SizeVerdict
    lock: int
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Prefill:
    """What a petition form may start with: facts that the public register shows to everybody, nothing else."""

    credit_code: str
    name: str
    industry: str | None
    region: str | None


@dataclass(frozen=True, slots=True)
class ProfileQuery:
    """Which profiles a list shows; None and empty mean any. `industry` and `region` include what is below them."""

    text: str = ""
    industry: str | None = None
    region: str | None = None
    size: Size | None = None
    offset: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True)
class ListedProfile:
    """One row of an imported list."""

    row: int
    credit_code: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row of a list that cannot be used, and why."""

    row: int
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import did; rows with a problem changed nothing."""

    created: int
    changed: int
    unchanged: int
    problems: tuple[RowProblem, ...]
