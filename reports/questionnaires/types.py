"""The words of questionnaires."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class QuestionnaireDraft:
    """What is asked: how satisfied (1–5), about which of `topics`, of which department, and anything else in words."""

    title: str
    topics: tuple[str, ...]
    introduction: str = ""
    policy_ids: tuple[str, ...] = ()
    closes_on: date | None = None


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A questionnaire that is asked until the end of `closes_on`."""

    id: str
    content: QuestionnaireDraft
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True)
class Response:
    """One enterprise's answer; `score` is 1 (very dissatisfied) to 5."""

    topic: str
    score: int
    department_code: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class TopicCount:
    """How many answered about a topic, and their mean score."""

    topic: str
    count: int
    mean_score: float | None


@dataclass(frozen=True, slots=True)
class DepartmentCount:
    """How many named a department; complaints are those with one or two points. Enough of them propose a 督办单."""

    department_code: str
    count: int
    complaints: int
    proposes_supervision: bool


@dataclass(frozen=True, slots=True)
class Results:
    """What came back; `texts` are the newest free answers, masked."""

    total: int
    topics: tuple[TopicCount, ...]
    departments: tuple[DepartmentCount, ...]
    texts: tuple[str, ...]
