"""Shapes of notices and their templates."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from api.scripts import OwnWords


class NoticeOut(BaseModel):
    """A notice in an inbox. `recipient` is whose inbox it is: "role:DSP", "supervisor:2", "department:HR"."""

    id: int
    template_code: str
    template_version: int
    recipient: str
    petition_number: str
    text: OwnWords
    happened_at: datetime
    sent_at: datetime
    read_at: datetime | None


class InboxOut(BaseModel):
    total: int
    unread: int
    rows: list[NoticeOut]


class ReadIn(BaseModel):
    """Which notices were read; without `ids` all of the inbox."""

    ids: list[int] | None = Field(default=None, max_length=1_000)


class ReadOut(BaseModel):
    marked: int
    unread: int


class TemplateOut(BaseModel):
    """The words in force for one event and audience; `code` is "event.audience"."""

    code: str
    version: int
    text: str
    placeholders: list[str]


class TemplateIn(BaseModel):
    text: str = Field(min_length=1, max_length=500)


class TemplateProblem(BaseModel):
    """A row that could not be used; `line` counts from 1 below the header."""

    line: int
    code: str
    reason: str


class TemplateImportOut(BaseModel):
    written: list[str]
    unchanged: int
    problems: list[TemplateProblem]
