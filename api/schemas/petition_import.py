"""Shapes of importing petitions: a look at the file, the mapping that comes back corrected, and what became of it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

ImportFieldCode = Literal[
    "external_number", "source", "title", "content", "demand", "enterprise_name", "credit_code", "contact_name",
    "contact_phone", "nature", "category", "identity", "received_at",
]  # fmt: skip


class ImportMappingIn(BaseModel):
    """How one sheet is read; `header_row` counts from 0 among the rows that are not empty, null: it has none."""

    sheet: str = Field(default="", max_length=200)
    header_row: int | None = Field(default=None, ge=0, le=100)
    fields: list[ImportFieldCode | None] = Field(max_length=200)


class ImportColumnOut(BaseModel):
    """A column and what it seems to hold; `confidence` 1: its header says so or a person does."""

    header: str
    field: ImportFieldCode | None
    confidence: float


class ImportProblemOut(BaseModel):
    """A row that is left out. Rows count from 1 among those that are not empty."""

    row: int
    field: str
    text: str
    value: str


class PetitionPreviewOut(BaseModel):
    """How the file would be read. Problems are cut to the first 500; the count is of all."""

    file_name: str
    sheet: str
    sheets: list[str]
    header_row: int | None
    columns: list[ImportColumnOut]
    samples: list[list[str]]
    row_count: int
    problem_count: int
    problems: list[ImportProblemOut]


class ImportedRowOut(BaseModel):
    """A row that was taken: filed anew, joined to the petition of another source, or known from before."""

    row: int
    number: str
    outcome: Literal["filed", "joined", "known"]
    external_number: str | None


class PetitionImportOut(BaseModel):
    """What became of every row: `filed + joined + known + problem_count` is their number."""

    file_name: str
    sheet: str
    other_sheets: list[str]
    filed: int
    joined: int
    known: int
    unclassified: int
    problem_count: int
    problems: list[ImportProblemOut]
    rows: list[ImportedRowOut]
