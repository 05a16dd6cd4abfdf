"""Shapes of enterprise profiles, their list and import, and of what a petition form starts with."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

FactSourceCode = Literal["self", "registry", "staff"]
SizeCode = Literal["large", "medium", "small", "micro", "to_verify"]


class _FactBase(BaseModel):
    source: FactSourceCode = "staff"
    as_of: date
    verified: bool = False


class TextFact(_FactBase):
    """A text with who stated it, for which day, and whether it was checked."""

    value: str = Field(max_length=200)


class CountFact(_FactBase):
    value: int


class MoneyFact(_FactBase):
    """An amount in 万元."""

    value: float


class FactsBody(BaseModel):
    """What is known of an enterprise; the size is derived and cannot be given."""

    name: TextFact
    industry: TextFact | None = None
    region: TextFact | None = None
    region_name: TextFact | None = None
    employees: CountFact | None = None
    revenue: MoneyFact | None = None
    total_assets: MoneyFact | None = None


class ProfileIn(FactsBody):
    """A new profile."""

    credit_code: str = Field(max_length=40)


class ProfileChange(FactsBody):
    """The facts of a profile in place of those stored; `lock` is that of the version seen."""

    lock: int


class SizeOut(BaseModel):
    """The derived size; `missing` names the facts that would settle one that is to be verified."""

    code: SizeCode
    label: str
    reason: str | None
    missing: list[str]


class ProfileOut(FactsBody):
    """One profile. `same_name` are the codes of other profiles under this name."""

    credit_code: str
    industry_name: str | None
    size: SizeOut
    same_name: list[str] = []
    lock: int
    updated_at: datetime


class ProfileList(BaseModel):
    total: int
    profiles: list[ProfileOut]


class ProfileRowProblem(BaseModel):
    """A row that changed nothing, as the spreadsheet numbers it, and why."""

    row: int
    value: str
    text: str


class ProfileImportOut(BaseModel):
    """What an import did."""

    created: int
    changed: int
    unchanged: int
    problems: list[ProfileRowProblem]


class PrefillIn(BaseModel):
    """The enterprise asked for, and the proof: an earlier petition of it, with the phone tail it was filed with."""

    credit_code: str = Field(max_length=40)
    number: str = Field(max_length=40)
    phone_tail: str = Field(max_length=11)


class PrefillOut(BaseModel):
    """What a petition form may start with: facts that the public register shows to everybody."""

    credit_code: str
    name: str
    industry: str | None
    region: str | None
