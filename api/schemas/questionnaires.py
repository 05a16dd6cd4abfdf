"""Shapes of questionnaires, their answers and what came back."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, Field


class QuestionnaireIn(BaseModel):
    """A new questionnaire; everybody gives one to five points to one of its topics."""

    title: str = Field(max_length=200)
    topics: list[str] = Field(max_length=50)
    introduction: str = Field(default="", max_length=2_000)
    policy_ids: list[str] = Field(default=[], max_length=50)
    closes_on: date | None = None


class QuestionnaireOut(BaseModel):
    """A questionnaire as it is asked; `link` opens the page on which enterprises answer it."""

    id: str
    title: str
    introduction: str
    topics: list[str]
    policy_ids: list[str]
    closes_on: date | None
    created_at: datetime
    link: str


class ResponseIn(BaseModel):
    """One answer; `department` is the one it is about, if any."""

    topic: str = Field(max_length=100)
    score: int
    department: str | None = Field(default=None, max_length=40)
    text: str = Field(default="", max_length=5_000)


class TopicOut(BaseModel):
    topic: str
    count: int
    mean_score: float | None


class QuestionnaireDepartmentOut(BaseModel):
    """Complaints are answers with one or two points; `proposes_supervision`: enough of them to propose a 督办单."""

    department_code: str
    department: str
    count: int
    complaints: int
    proposes_supervision: bool


class QuestionnaireResultsOut(BaseModel):
    """What came back; `texts` are the newest free answers, masked."""

    total: int
    topics: list[TopicOut]
    departments: list[QuestionnaireDepartmentOut]
    texts: list[str]
