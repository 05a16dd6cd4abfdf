"""The words of reports: figures, tables and sections of an edition, and who may read which part."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from reports.periods import Period


class Unit(StrEnum):
    """What a number counts. A percentage is stored as a share, 0..1; days have one decimal."""

    COUNT = "count"
    SHARE = "share"
    DAYS = "days"
    SCORE = "score"
    TEXT = "text"


class EditionState(StrEnum):
    """A draft is made anew at will; what is released never changes again."""

    DRAFT = "draft"
    RELEASED = "released"


Cell = float | str | None
"""A number, a text, or None for "—": the denominator is 0, or nothing records it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One key figure with those of the period before (环比) and of the same period a year before (同比)."""

    key: str
    unit: Unit
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    previous: float | None = None
    year_before: float | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    key: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `enterprises` is how many different ones stand behind it, None where that has no meaning."""

    code: str
    label: str
    cells: tuple[Cell, ...]
    enterprises: int | None = None
    parent: str = ""
    is_hidden: bool = False  # too few enterprises for a public edition


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns. Each number's list has the key `<table>.<row>.<column>`."""

    key: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: tuple[Cell, ...] | None = None
    is_internal: bool = False  # left out of public editions


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence of the catalogue (`report.note.<code>`) with the values of its placeholders."""

    code: str
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a report."""

    key: str
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is about: everything, or the petitions that some departments lead."""

    department_code: str | None = None
    departments: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Compiled:
    """A report as it was computed, not stored yet; `members` are its lists, packed."""

    period: Period
    department_code: str | None
    cutoff_at: datetime
    sections: tuple[Section, ...]
    members: bytes


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a report. `number` 1 is the first, later ones correct it for `reason`."""

    id: str
    period: Period
    department_code: str | None
    number: int
    state: EditionState
    reason: str
    cutoff_at: datetime
    created_at: datetime
    created_by: str
    released_at: datetime | None
    released_by: str | None
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose reports are shown: `sees_all`, those about `departments`, or only what is about knowledge."""

    sees_all: bool
    departments: frozenset[str] = frozenset()
    knowledge_only: bool = False


@dataclass(frozen=True, slots=True)
class Weights:
    """Points of the department assessment (DOMAIN §5), each an assumption until a deployer confirms it."""

    on_time: float = 30
    satisfied: float = 30
    solved: float = 20
    conduct: float = 10
    knowledge: float = 10
    yellow: float = 1
    orange: float = 2
    red: float = 5


@dataclass(frozen=True, slots=True)
class ReportRules:
    """Configurable limits of DOMAIN §5 and §9."""

    public_group_min: int = 3
    ranking_min_petitions: int = 10
    review_days: int = 180
    complaints_propose: int = 5
    weights: Weights = Weights()


DEFAULT_RULES = ReportRules()
"""Groups of three, ranks from ten petitions, reviews within 180 days, 督办单 proposed from five complaints."""
