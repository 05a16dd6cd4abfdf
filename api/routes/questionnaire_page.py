"""The page on which an enterprise answers a questionnaire. GET shows and changes nothing; only POST answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Path, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from api.dependencies import AroundDep, RuntimeDep, greet_visitor, take_limit, visitor_of
from api.errors import readable
from api.runtime import Runtime
from api.views.looks import Looks, read_looks
from api.views.questionnaire_page import PATH, Asked, Filled, Frame, form_page, message_page, page_file
from core.departments import DepartmentRepository
from core.errors import AppError, InvalidInputError, TooManyRequestsError
from core.messages import message
from reports.questionnaires import types
from reports.questionnaires.errors import UnusableQuestionnaireError

router = APIRouter(prefix=PATH.rstrip("/"), include_in_schema=False)

QuestionnaireId = Annotated[str, Path(max_length=40)]
_PRIVATE = {"Cache-Control": "no-store"}


class AnswersForm(BaseModel):
    """The form of the page as it is sent; `look` is set by the buttons that change how the page looks."""

    topic: str = Field("", max_length=100)
    score: str = Field("", max_length=2)
    department_code: str = Field("", max_length=40)
    text: str = Field("", max_length=10_000)
    token: str = Field("", max_length=200)
    care: str = Field("", max_length=20)
    careStep: str = Field("", max_length=20)  # noqa: N815 — the name under which the chat page keeps it
    contrast: str = Field("", max_length=20)
    script: str = Field("", max_length=20)
    look: str = Field("", max_length=20)


@router.get("/page.css")
def style() -> Response:
    """The style of the page."""
    return Response(page_file("questionnaire.css"), media_type="text/css")


@router.get("/page.js")
def script() -> Response:
    """What carries the looks of the chat page over to this one and back."""
    return Response(page_file("questionnaire.js"), media_type="text/javascript")


@router.get("/{questionnaire_id}", response_class=HTMLResponse)
def show(questionnaire_id: QuestionnaireId, request: Request, runtime: RuntimeDep, around: AroundDep) -> HTMLResponse:
    """The questions; or that they are over, unknown, or answered by this visitor."""
    frame = _frame(runtime, read_looks(request.query_params))
    try:
        with runtime.database.reading() as session:
            asked = _asked(session, runtime, questionnaire_id, visitor_of(request), around.visitors.issue())
    except AppError as error:
        return _html(message_page(frame, readable(error)), error.status)
    page = _html(form_page(frame, asked, Filled()))
    greet_visitor(request, page)
    return page


@router.post("/{questionnaire_id}", response_class=HTMLResponse)
def answer(
    questionnaire_id: QuestionnaireId,
    form: Annotated[AnswersForm, Form()],
    request: Request,
    runtime: RuntimeDep,
    around: AroundDep,
) -> HTMLResponse:
    """Answer, once; what cannot be taken is shown again with the reason, and so is a form that only looks different.

    A browser without cookies is told apart by the token in its form.
    """
    frame = _frame(runtime, read_looks(form.model_dump()))
    filled = Filled(form.topic, form.score, form.department_code, form.text.replace("\r\n", "\n"))
    visitor = visitor_of(request) or around.visitors.read(form.token)
    try:
        refusal = None if form.look else _refusal(runtime, questionnaire_id, filled, visitor, request)
        if not form.look and refusal is None:
            return _html(message_page(frame, message("questionnaire.page.thanks")))
        with runtime.database.reading() as session:
            token = form.token if visitor else around.visitors.issue()
            asked = _asked(session, runtime, questionnaire_id, visitor, token)
    except AppError as error:
        return _html(message_page(frame, readable(error)), error.status)
    if refusal is None:
        return _html(form_page(frame, asked, filled))
    filled = replace(filled, errors=refusal.details, problem=readable(refusal))
    return _html(form_page(frame, asked, filled), refusal.status)


def _refusal(
    runtime: Runtime, questionnaire_id: str, filled: Filled, visitor: str | None, request: Request
) -> AppError | None:
    """Take an answer; return why it has to be sent again, if so. Raises what sending it again would not help."""
    if visitor is None:
        return InvalidInputError(message("questionnaire.page.again"))
    score = int(filled.score) if filled.score in set("12345") else 0
    given = types.Response(filled.topic, score, filled.department_code, filled.text)
    try:
        take_limit(request, "questionnaire")
        with runtime.database.unit_of_work() as session:
            runtime.questionnaires.respond(session, questionnaire_id, given, visitor=visitor)
    except (UnusableQuestionnaireError, TooManyRequestsError) as error:
        return error
    return None


def _asked(session: Session, runtime: Runtime, questionnaire_id: str, visitor: str | None, token: str) -> Asked:
    found = runtime.questionnaires.ask(session, questionnaire_id, visitor)
    policies = runtime.questionnaires.policy_titles(session, found)
    return Asked(found, policies, DepartmentRepository().labels(session), token)


def _frame(runtime: Runtime, looks: Looks) -> Frame:
    zone = runtime.settings.zone
    return Frame(looks, zone.display_name, zone.hotline)


def _html(page: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(page, status, headers=_PRIVATE)
