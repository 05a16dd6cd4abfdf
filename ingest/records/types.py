"""What reading a table of questions and answers says about it, for the curator who corrects the guess."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

FaqField = Literal[
    "question", "similar", "answer", "department", "basis", "effective_to", "no_basis_reason", "region", "tags"
]
FAQ_FIELDS: tuple[str, ...] = get_args(FaqField)


@dataclass(frozen=True, slots=True, kw_only=True)
class FaqMapping:
    """Which field each column of a sheet of questions fills, as a curator said; None for a column left out."""

    header_row: int | None  # from 0 among the rows that are not empty; None: the sheet has none
    fields: tuple[str | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FaqColumn:
    """A column and what it seems to hold. `confidence` 0..1: 1 its header says so, below .8 its cells look like it."""

    header: str
    field: str | None
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FaqGuess:
    """A mapping made by looking. `is_faq` says whether it is good enough to import without asking anybody."""

    mapping: FaqMapping
    columns: tuple[FaqColumn, ...]
    is_faq: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FaqProblem:
    """A row that gives no entry, or that contradicts another. `code` has its sentence under `faq.problem.<code>`.

    Rows are counted from 1 among those that are not empty.
    """

    code: str
    row: int
    question: str = ""
    others: tuple[int, ...] = ()  # rows


@dataclass(frozen=True, slots=True, kw_only=True)
class FaqJoin:
    """Rows that became one entry, the one that gave the standard question first."""

    question: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FaqSheet:
    """What one sheet of questions gave: `row_count` rows with something in them became `entry_count` entries."""

    name: str
    guess: FaqGuess
    samples: tuple[tuple[str, ...], ...]  # the first rows below the header
    row_count: int
    entry_count: int
    joins: tuple[FaqJoin, ...] = field(default=())
    problems: tuple[FaqProblem, ...] = field(default=())
