"""Questionnaires as everybody sees them: read one, answer it. An answer says nothing about who gave it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from api.dependencies import RuntimeDep, limit, problems
from api.schemas.questionnaires import QuestionnaireOut, ResponseIn
from api.views.questionnaires import questionnaire_out
from reports.questionnaires.types import Response

router = APIRouter(prefix="/api/questionnaires", tags=["questionnaires"])

QuestionnaireId = Annotated[str, Path(max_length=40)]


@router.get(
    "/{questionnaire_id}", response_model=QuestionnaireOut, operation_id="readQuestionnaire", responses=problems(404)
)
def read_questionnaire(questionnaire_id: QuestionnaireId, runtime: RuntimeDep) -> QuestionnaireOut:
    """One questionnaire."""
    with runtime.database.reading() as session:
        return questionnaire_out(runtime.questionnaires.get(session, questionnaire_id))


@router.post(
    "/{questionnaire_id}/responses",
    status_code=204,
    operation_id="answerQuestionnaire",
    dependencies=[Depends(limit("petition"))],
    responses=problems(404, 409, 429),
)
def answer_questionnaire(questionnaire_id: QuestionnaireId, body: ResponseIn, runtime: RuntimeDep) -> None:
    """An answer, without a name."""
    response = Response(body.topic, body.score, body.department, body.text)
    with runtime.database.unit_of_work() as session:
        runtime.questionnaires.respond(session, questionnaire_id, response)
