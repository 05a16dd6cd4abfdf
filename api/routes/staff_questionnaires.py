"""Questionnaires as analysts keep them: all of them, a new one, what came back."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request

from api.accounts.errors import MissingPermissionError
from api.dependencies import RuntimeDep, StaffCall, own_address, problems, require
from api.schemas.questionnaires import QuestionnaireIn, QuestionnaireOut, QuestionnaireResultsOut
from api.views.questionnaires import questionnaire_out, results_out
from api.views.reports import reader_of
from core.departments import DepartmentRepository
from reports.questionnaires.types import QuestionnaireDraft
from reports.types import Reader

router = APIRouter(prefix="/api/staff/questionnaires", tags=["staff reports"])

Viewer = Annotated[StaffCall, Depends(require("report.view"))]
Keeper = Annotated[StaffCall, Depends(require("report.export"))]


@router.get("", response_model=list[QuestionnaireOut], operation_id="listQuestionnaires", responses=problems(401, 403))
def list_questionnaires(request: Request, runtime: RuntimeDep, _call: Viewer) -> list[QuestionnaireOut]:
    """All questionnaires, the newest first."""
    with runtime.database.reading() as session:
        return [questionnaire_out(found, own_address(request)) for found in runtime.questionnaires.list_all(session)]


@router.post(
    "",
    response_model=QuestionnaireOut,
    status_code=201,
    operation_id="createQuestionnaire",
    responses=problems(401, 403),
)
def create_questionnaire(
    body: QuestionnaireIn, request: Request, runtime: RuntimeDep, call: Keeper
) -> QuestionnaireOut:
    """A questionnaire that is open from now on, by whoever reports on everything or on a department."""
    draft = QuestionnaireDraft(
        body.title, tuple(body.topics), body.introduction, tuple(body.policy_ids), body.closes_on
    )
    with runtime.database.unit_of_work() as session:
        _require_petitions(reader_of(session, call), "report.export")
        made = runtime.questionnaires.create(session, draft, call.actor, call.origin)
    return questionnaire_out(made, own_address(request))


@router.get(
    "/{questionnaire_id}/results",
    response_model=QuestionnaireResultsOut,
    operation_id="readQuestionnaireResults",
    responses=problems(401, 403, 404),
)
def read_results(
    questionnaire_id: Annotated[str, Path(max_length=40)], runtime: RuntimeDep, call: Viewer
) -> QuestionnaireResultsOut:
    """Counts by topic and department; departments that enough people complain of propose a 督办单.

    A department sees what was said of itself, and no free answers, which may be about others.
    """
    with runtime.database.reading() as session:
        results, reader = runtime.questionnaires.results(session, questionnaire_id), reader_of(session, call)
        labels = DepartmentRepository().labels(session)
    _require_petitions(reader, "report.view")
    if not reader.sees_all:
        own = tuple(d for d in results.departments if d.department_code in reader.departments)
        results = replace(results, departments=own, texts=())
    return results_out(results, labels)


def _require_petitions(reader: Reader, permission: str) -> None:
    """Refuse who reads reports about knowledge alone."""
    if not (reader.sees_all or reader.departments):
        raise MissingPermissionError(permission)
