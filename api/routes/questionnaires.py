"""Questionnaires as everybody sees them: read one, answer it. An answer says nothing about who gave it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from api.dependencies import RuntimeDep, greet_visitor, limit, own_address, problems, visitor_of
from api.schemas.questionnaires import QuestionnaireOut, ResponseIn
from api.views.questionnaires import questionnaire_out
from reports.questionnaires import types

router = APIRouter(prefix="/api/questionnaires", tags=["questionnaires"])

QuestionnaireId = Annotated[str, Path(max_length=40)]


@router.get(
    "/{questionnaire_id}", response_model=QuestionnaireOut, operation_id="readQuestionnaire", responses=problems(404)
)
def read_questionnaire(questionnaire_id: QuestionnaireId, request: Request, runtime: RuntimeDep) -> QuestionnaireOut:
    """One questionnaire."""
    with runtime.database.reading() as session:
        return questionnaire_out(runtime.questionnaires.get(session, questionnaire_id), own_address(request))


@router.post(
    "/{questionnaire_id}/responses",
    status_code=204,
    operation_id="answerQuestionnaire",
    dependencies=[Depends(limit("questionnaire"))],
    responses=problems(404, 409, 429),
)
def answer_questionnaire(
    questionnaire_id: QuestionnaireId, body: ResponseIn, request: Request, response: Response, runtime: RuntimeDep
) -> None:
    """An answer, without a name; a visitor who is known by the cookie answers once."""
    answer = types.Response(body.topic, body.score, body.department, body.text)
    with runtime.database.unit_of_work() as session:
        runtime.questionnaires.respond(session, questionnaire_id, answer, visitor=visitor_of(request))
    greet_visitor(request, response)
