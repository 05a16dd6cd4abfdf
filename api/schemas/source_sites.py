"""Shapes of the source list: sites, ticks, the monthly bulletin."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

LevelCode = Literal["national", "province", "city"]
SiteKindCode = Literal["policy_service", "department", "news"]
SiteStateCode = Literal["checked", "due", "overdue", "not_due", "inactive"]


class SourceSiteIn(BaseModel):
    """A site as a curator writes it."""

    name: str = Field(max_length=100)
    url: str = Field(max_length=500)
    level: LevelCode = "city"
    kind: SiteKindCode = "department"
    owner_id: str | None = Field(default=None, max_length=64)
    owner_department: str | None = Field(default=None, max_length=40)
    check_every_days: int = 1  # working days
    is_active: bool = True
    rules_off: list[str] = Field(default=[], max_length=18)


class SourceSiteChange(SourceSiteIn):
    """The new content of a site; `lock` is that of the one read."""

    lock: int


class SourceTickIn(BaseModel):
    """Today's check: how many new policies were found, 0 for none."""

    found_count: int = Field(default=0, ge=0, le=999)
    note: str = Field(default="", max_length=500)


class SourceTickOut(BaseModel):
    found_count: int
    note: str
    actor: str
    ticked_at: datetime


class SourceSiteOut(BaseModel):
    """A site and where it stands now. `due_on` is the day of its next check, or of the one missed."""

    id: str
    name: str
    url: str
    level: LevelCode
    kind: SiteKindCode
    owner_id: str | None
    owner: str | None
    owner_department: str | None
    department: str | None
    check_every_days: int
    is_active: bool
    rules_off: list[str]
    last_checked_on: date | None
    last_new_on: date | None
    state: SiteStateCode
    due_on: date
    today: SourceTickOut | None
    may_tick: bool
    lock: int


class SourceOwnerOut(BaseModel):
    """Somebody who may own a site."""

    id: str
    name: str


class SourceSiteList(BaseModel):
    """All sites, active ones first. A site due today becomes overdue at `closes_hour`, Asia/Shanghai."""

    today: date
    closes_hour: int
    sites: list[SourceSiteOut]
    owners: list[SourceOwnerOut]


class MissedOut(BaseModel):
    """One site in the bulletin: checks due, done, policies found, and the days without a check."""

    site_id: str
    name: str
    owner: str | None
    department: str | None
    expected: int
    ticked: int
    found: int
    missing: list[date]


class OwnerTotalOut(BaseModel):
    """All sites of one owner together; `owner` None: nobody owns them."""

    owner: str | None
    sites: int
    expected: int
    ticked: int
    missing: int


class StageOfLimitOut(BaseModel):
    """How policies collected in the month stand in one stage of the “135” time limits."""

    stage: Literal["registered", "completed", "published"]
    limit_days: int
    in_time: int
    late: int
    open: int
    mean_days: float | None


class SourceBulletinOut(BaseModel):
    """The monthly bulletin up to `through`; None before the first day of the month has closed.

    `limits_label` says that the “135” limits are a default and not anybody's rule.
    """

    month: date
    through: date | None
    working_days: int
    rows: list[MissedOut]
    owners: list[OwnerTotalOut]
    limits_label: str
    limits: list[StageOfLimitOut]


class RowProblemOut(BaseModel):
    row: int
    text: str


class SourceImportOut(BaseModel):
    """What an imported list changed, by names of sites, and the rows that were not taken."""

    created: list[str]
    changed: list[str]
    unchanged: list[str]
    problems: list[RowProblemOut]
