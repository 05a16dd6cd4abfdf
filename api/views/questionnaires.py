"""Questionnaires as clients see them."""

from __future__ import annotations

from dataclasses import asdict

from api.schemas.questionnaires import (
    QuestionnaireDepartmentOut,
    QuestionnaireOut,
    QuestionnaireResultsOut,
    TopicOut,
)
from api.views.questionnaire_page import PATH
from reports.questionnaires.types import Questionnaire, Results


def questionnaire_out(found: Questionnaire, address: str) -> QuestionnaireOut:
    """Return a questionnaire as it is asked, with the link to its page under the `address` of this server."""
    link = f"{address}{PATH}{found.id}"
    return QuestionnaireOut(id=found.id, created_at=found.created_at, link=link, **asdict(found.content))


def results_out(results: Results, labels: dict[str, str]) -> QuestionnaireResultsOut:
    """Return what came back, departments with their names."""
    return QuestionnaireResultsOut(
        total=results.total,
        topics=[TopicOut(**asdict(topic)) for topic in results.topics],
        departments=[
            QuestionnaireDepartmentOut(**asdict(d), department=labels.get(d.department_code, d.department_code))
            for d in results.departments
        ],
        texts=list(results.texts),
    )
