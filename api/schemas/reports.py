"""Shapes of reports: editions, their figures, tables and notes, and the lists behind the numbers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

KindCode = Literal["week", "month", "quarter", "year"]
UnitCode = Literal["count", "share", "days", "score", "text"]
AudienceCode = Literal["internal", "public"]
FormatCode = Literal["docx", "xlsx", "csv"]


class ReportIn(BaseModel):
    """The report to compute. `reason` is needed when its period has a released edition, which this one corrects."""

    kind: KindCode
    period: str = Field(max_length=10, examples=["2026-W47", "2026-11", "2026-Q4", "2026"])
    department: str | None = Field(default=None, max_length=40)
    reason: str = Field(default="", max_length=500)


class EditionSummary(BaseModel):
    """An edition without its content; `department` is empty for a report about everything."""

    id: str
    kind: KindCode
    period: str
    first_day: date
    last_day: date
    department_code: str | None
    department: str | None
    number: int
    state: Literal["draft", "released"]
    title: str
    imprint: str
    reason: str
    cutoff_at: datetime
    created_by: str
    released_at: datetime | None
    released_by: str | None


class EditionList(BaseModel):
    total: int
    editions: list[EditionSummary]


class FigureOut(BaseModel):
    """A key figure. Shares are 0..1; changes are shares of counts, percentage points of shares, else differences.

    `list` and `base_list` are keys for the lists of what was counted and of its denominator, null without one.
    """

    key: str
    label: str
    unit: UnitCode
    value: float | None
    text: str
    numerator: float | None
    denominator: float | None
    previous: float | None
    year_before: float | None
    change: float | None
    change_text: str
    year_change: float | None
    year_change_text: str
    list: str | None
    base_list: str | None


class ReportColumn(BaseModel):
    key: str
    label: str
    unit: UnitCode


class ReportCell(BaseModel):
    """One cell. `list` is the key of the list behind it."""

    value: float | str | None
    text: str
    list: str | None = None


class ReportRow(BaseModel):
    """One row; `parent` is the code of its row in the first-level table. A hidden row has too few enterprises."""

    code: str
    label: str
    parent: str
    enterprises: int | None
    is_hidden: bool
    cells: list[ReportCell]


class ReportTable(BaseModel):
    key: str
    label: str
    columns: list[ReportColumn]
    rows: list[ReportRow]
    total: list[ReportCell] | None


class ReportSection(BaseModel):
    key: str
    label: str
    figures: list[FigureOut]
    tables: list[ReportTable]
    notes: list[str]


class EditionOut(EditionSummary):
    """A whole edition, cut to what its reader may see."""

    audience: AudienceCode
    sections: list[ReportSection]


class ReportListOut(BaseModel):
    """What stands behind a number: petition numbers, or the ids of messages or knowledge entries."""

    key: str
    of: Literal["petitions", "messages", "entries"]
    total: int
    items: list[str]


class SeriesPoint(BaseModel):
    """The key figures of one period, by key; null where there is no value."""

    period: str
    edition_id: str
    figures: dict[str, float | None]


class SeriesOut(BaseModel):
    kind: KindCode
    points: list[SeriesPoint]
