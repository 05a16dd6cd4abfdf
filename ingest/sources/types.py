"""The nouns of the source list (DOMAIN §2.8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class SiteLevel(StrEnum):
    NATIONAL = "national"
    PROVINCE = "province"
    CITY = "city"


class SiteKind(StrEnum):
    POLICY_SERVICE = "policy_service"  # 政策服务网站
    DEPARTMENT = "department"  # 涉企部门网站
    NEWS = "news"  # 新闻网站


class SiteState(StrEnum):
    """Where a site stands against its check frequency, at one moment."""

    CHECKED = "checked"  # ticked today
    DUE = "due"  # to be ticked today
    OVERDUE = "overdue"  # a due day passed its closing hour without a tick
    NOT_DUE = "not_due"  # the next check falls on a later day
    INACTIVE = "inactive"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteDraft:
    """What a curator writes about a site. It is owned by a member of staff, a department, both or nobody."""

    name: str
    url: str
    level: SiteLevel
    kind: SiteKind
    owner_id: str | None = None
    owner_department: str | None = None
    check_every_days: int = 1  # working days
    is_active: bool = True
    rules_off: tuple[str, ...] = ()  # cleaning rules that harm this site's pages, by their number ("C6")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site on the list. `host` is what pages read from it are recognised by."""

    id: str
    content: SiteDraft
    host: str
    created_at: datetime
    last_checked_on: date | None = None
    last_new_on: date | None = None
    lock: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """The check of one site on one day: how many new policies were found, 0 for none."""

    site_id: str
    day: date
    found_count: int
    note: str
    actor_id: str
    ticked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteStanding:
    """A site and where it stands now. `due_on` is the working day of its next or missed check."""

    site: Site
    state: SiteState
    due_on: date
    today: Tick | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinRow:
    """The checks of one site in one month: how many fell due, how many were done, and the days without one."""

    site: Site
    expected: int
    ticked: int
    found: int
    missing: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """The monthly bulletin (一月一通报), up to and including `through`; most missed checks first."""

    month: date  # its first day
    through: date | None  # None: no working day of the month has closed yet
    working_days: int
    rows: tuple[BulletinRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSite:
    """One row of a list to import. `owner` is written as people write it: a name, an account, a department."""

    row: int  # from 1, as the spreadsheet counts
    draft: SiteDraft
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """Why a row of a list was not taken; `code` has its sentence under `sources.row.<code>`."""

    row: int
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListImport:
    """What became of an imported list, by names of sites."""

    created: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    problems: tuple[RowProblem, ...]
