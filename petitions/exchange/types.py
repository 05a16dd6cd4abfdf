"""The words of importing petitions: a table, how its columns are read, and what became of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from petitions.types import PetitionDraft

FIELDS = (
    "external_number", "source", "title", "content", "demand", "enterprise_name", "credit_code", "contact_name",
    "contact_phone", "nature", "category", "identity", "received_at",
)  # fmt: skip
"""What a column may hold, in the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet as text, its empty rows gone; rows are counted from 1 among those that are left."""

    name: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """How one sheet is read: `header_row` from 0 (None: it has none), and a field or None for each column."""

    sheet: str
    header_row: int | None
    fields: tuple[str | None, ...]

    @property
    def is_usable(self) -> bool:
        """Say whether something tells what the petitions are about."""
        return "content" in self.fields


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what it seems to hold; confidence 1: its header says so, or a person does."""

    header: str
    field: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest reading of a table."""

    mapping: Mapping
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class ListedPetition:
    """A row read as a petition. `received_at` is when the other system took it; the clock starts with acceptance."""

    row: int
    draft: PetitionDraft
    source: str
    external_number: str | None
    received_at: datetime | None


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that was left out: the first field that is wrong, and one sentence on what to do."""

    row: int
    field: str
    text: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of a good row: filed anew, joined to a petition of another source, or known from before."""

    row: int
    number: str
    outcome: str  # filed, joined, known
    external_number: str | None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Every row of the sheet that was read, once: among the outcomes or among the problems."""

    sheet: str
    other_sheets: tuple[str, ...]
    outcomes: tuple[RowOutcome, ...]
    problems: tuple[RowProblem, ...]
    unclassified: int  # filed under 其他 99, to be classified before they can be accepted

    def count(self, outcome: str) -> int:
        """Return how many rows ended so."""
        return sum(row.outcome == outcome for row in self.outcomes)


@dataclass(frozen=True, slots=True)
class Preview:
    """How a file would be read, before anything is stored; `samples` are the first rows below the header."""

    guess: Guess
    sheets: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    row_count: int
    problems: tuple[RowProblem, ...]


@dataclass(frozen=True, slots=True)
class PetitionSource:
    """Where a petition came from; one may have come from several systems."""

    source: str
    external_number: str | None
    received_at: datetime | None
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class RatedPetition:
    """A rating to hand back to the system that the petition came from."""

    source: str
    external_number: str
    number: str
    stars: int
    comment: str
    rated_at: datetime
