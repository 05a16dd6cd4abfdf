"""Shapes of importing questions: a look at the file, the mapping a curator sends back, and what became of it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

FaqFieldCode = Literal[
    "question", "similar", "answer", "department", "basis", "effective_to", "no_basis_reason", "region", "tags"
]


class FaqColumnOut(BaseModel):
    """A column and what it seems to hold; `confidence` 1: its header says so or a curator does."""

    header: str
    field: FaqFieldCode | None
    confidence: float


class FaqProblemOut(BaseModel):
    """A row that gives no entry, or contradicts others. Rows count from 1 among those that are not empty."""

    code: Literal["no_answer", "no_question", "conflict", "similar"]
    row: int
    question: str
    text: str


class FaqJoinOut(BaseModel):
    """Rows that become one entry; the first gives the standard question."""

    question: str
    rows: list[int]


class FaqSheetOut(BaseModel):
    """How one sheet is read: `row_count` rows become `entry_count` entries.

    `header_row` counts from 0 among the rows that are not empty; null when the sheet has none. Joins and problems
    are cut to the first 200; the counts are of all.
    """

    name: str
    is_faq: bool
    header_row: int | None
    columns: list[FaqColumnOut]
    samples: list[list[str]]
    row_count: int
    entry_count: int
    join_count: int
    joins: list[FaqJoinOut]
    problem_count: int
    problems: list[FaqProblemOut]


class FaqPreviewOut(BaseModel):
    file_name: str
    sheets: list[FaqSheetOut]


class FaqSheetMappingIn(BaseModel):
    """What the columns of a sheet hold, left to right; null for a column left out."""

    name: str = Field(max_length=200)
    header_row: int | None = Field(default=None, ge=0, le=100)
    fields: list[FaqFieldCode | None] = Field(max_length=500)


class FaqMappingIn(BaseModel):
    """The sheets to import. In an import, a sheet that is not named here is left out."""

    sheets: list[FaqSheetMappingIn] = Field(max_length=200)


class ImportedFaqOut(BaseModel):
    """One question after the import: `in_review` was left alone because its entry is being reviewed."""

    entry_id: str
    version: int
    question: str
    outcome: Literal["created", "revised", "unchanged", "in_review"]
    finding_count: int
    needs_decision: bool  # it contradicts, or nearly repeats, another question


class FaqImportOut(BaseModel):
    """What an import gave. `faqs` are the first 500, those to be looked at in front; the counts are of all."""

    file_name: str
    sheets: list[FaqSheetOut]
    created: int
    revised: int
    unchanged: int
    in_review: int
    faqs: list[ImportedFaqOut]
