"""What staff hand in with a step of DOMAIN §3.4, and what petitioners do; field names are those of the commands."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from api.schemas.petitions import NatureCode, ResolutionCode, UrgencyCode

Department = Annotated[str, Field(max_length=40)]
Reason = Annotated[str, Field(max_length=1_000)]


class MergeIn(BaseModel):
    master_number: str = Field(max_length=40)
    reason: Reason = ""
    lock: int


class ClusterIn(BaseModel):
    """An existing cluster, or the title of a new one."""

    cluster_id: str | None = Field(default=None, max_length=40)
    title: str = Field(default="", max_length=200)
    lock: int


class ReasonIn(BaseModel):
    reason: Reason
    lock: int


class MoveRequestIn(BaseModel):
    reason: Reason
    suggested_department_code: Department | None = None
    lock: int


class RulingIn(BaseModel):
    """A denial needs its reason."""

    is_granted: bool
    reason: Reason = ""
    lock: int


class AssistIn(BaseModel):
    department_codes: list[Department] = Field(min_length=1, max_length=20)
    note: Reason = ""
    due_on: date | None = None
    lock: int


class AssistDoneIn(BaseModel):
    result: str = Field(max_length=20_000)
    lock: int


class ConsultIn(BaseModel):
    department_codes: list[Department] = Field(max_length=20)
    minutes: str = Field(max_length=20_000)
    lead_department_code: Department
    lock: int


class MaterialIn(BaseModel):
    items: list[Annotated[str, Field(max_length=200)]] = Field(min_length=1, max_length=50)
    reason: Reason = ""
    lock: int


class SupplyIn(BaseModel):
    text: str = Field(max_length=20_000)
    lock: int


class ExtensionIn(BaseModel):
    days: int
    reason: Reason
    lock: int


class DirectAnswerIn(BaseModel):
    """Each citation is an entry's id, or "id#clause"."""

    text: str = Field(max_length=20_000)
    citations: list[Annotated[str, Field(max_length=120)]] = Field(min_length=1, max_length=20)
    resolution: ResolutionCode = "explained"
    lock: int


class RevisitIn(BaseModel):
    is_reached: bool
    note: Reason = ""
    stars: int | None = None
    lock: int


class ReclassifyIn(BaseModel):
    """What is left out stays as it is."""

    reason: Reason
    category_code: str | None = Field(default=None, max_length=8)
    nature: NatureCode | None = None
    urgency: UrgencyCode | None = None
    is_policy_query: bool | None = None
    lock: int


class KnownPetitionerIn(BaseModel):
    """Number and phone tail, never in a URL."""

    number: str = Field(max_length=40)
    phone_tail: str = Field(max_length=11)


class RemindIn(KnownPetitionerIn):
    text: Reason = ""


class SupplyMaterialIn(KnownPetitionerIn):
    text: str = Field(max_length=20_000)


class ReopenIn(KnownPetitionerIn):
    new_facts: str = Field(max_length=20_000)
