"""The words of the catalogue: kinds of configuration, their versions, and the rows that they consist of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from petitions.taxonomy import Taxonomy
from petitions.types import WorkRules

Row = Mapping[str, str]
"""One row by column code; every value is text, as a spreadsheet holds it."""


class ConfigKind(StrEnum):
    """What can be decided, each a list of rows."""

    TAXONOMY = "taxonomy"
    DEPARTMENTS = "departments"
    DISPATCH = "dispatch"
    CALENDAR = "calendar"
    RULES = "rules"


COLUMNS: dict[ConfigKind, tuple[str, ...]] = {
    ConfigKind.TAXONOMY: ("code", "name", "parent_code", "departments", "import_only"),
    ConfigKind.DEPARTMENTS: (
        "code", "name", "short_name", "parent_code", "phone", "address", "hours", "is_last_resort",
    ),
    ConfigKind.DISPATCH: ("category_code", "region_code", "lead", "assists", "last_resort"),
    ConfigKind.CALENDAR: ("date", "is_workday", "reason", "source", "is_national"),
    ConfigKind.RULES: ("name", "value"),
}  # fmt: skip
"""Columns of each kind, the ones that make a row what it is first (see KEY_COLUMNS)."""

KEY_COLUMNS: dict[ConfigKind, int] = {ConfigKind.DISPATCH: 2}
"""How many of the first columns identify a row; one where nothing is said."""


@dataclass(frozen=True, slots=True)
class ConfigVersion:
    """One decision, in force from a day on. Version 0 is what was shipped or loaded before anything was decided."""

    kind: ConfigKind
    version: int
    effective_from: date | None
    rows: tuple[Row, ...]
    author: str = ""
    reason: str = ""
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConfigChange:
    """New rows of one kind. `base_version` is the newest version the caller saw (optimistic lock)."""

    kind: ConfigKind
    rows: Sequence[Row]
    base_version: int
    reason: str
    effective_from: date | None = None  # None: from today


@dataclass(frozen=True, slots=True)
class Route:
    """A line of the dispatch catalogue (派单目录): who leads and assists for a category; region "" is any."""

    category_code: str
    region_code: str
    lead: str
    assists: tuple[str, ...]
    last_resort: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What governs petitions on one day."""

    taxonomy: Taxonomy
    rules: WorkRules
    routes: tuple[Route, ...] = ()


@dataclass(frozen=True, slots=True)
class Holding:
    """What a department still holds: `kind` names the sentence `config.holding.<kind>`."""

    kind: str
    count: int


Holder = Callable[[Session, str], Sequence[Holding]]
"""Says what a department holds in one part of the product."""
