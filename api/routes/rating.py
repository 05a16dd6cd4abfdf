"""The page behind a link to rate. GET shows and changes nothing, however often it is fetched; only POST rates."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path
from fastapi.responses import HTMLResponse, Response

from api.dependencies import OriginDep, RuntimeDep, limit
from api.errors import readable
from api.views.rating_page import form_page, message_page, page_style
from core.errors import AppError, InvalidInputError
from core.messages import message

router = APIRouter(prefix="/rate", include_in_schema=False)

Token = Annotated[str, Path(max_length=200)]
_PRIVATE = {"Cache-Control": "no-store"}


@router.get("/page.css")
def style() -> Response:
    """The style of the page."""
    return Response(page_style(), media_type="text/css")


@router.get("/{token}", response_class=HTMLResponse, dependencies=[Depends(limit("lookup"))])
def show(token: Token, runtime: RuntimeDep) -> HTMLResponse:
    """The answer and the form to rate it."""
    try:
        with runtime.database.reading() as session:
            return _html(form_page(runtime.invitations.show(session, token)))
    except AppError as error:
        return _refused(error)


@router.post("/{token}", response_class=HTMLResponse, dependencies=[Depends(limit("lookup"))])
def rate(
    token: Token,
    runtime: RuntimeDep,
    origin: OriginDep,
    stars: Annotated[str, Form(max_length=2)] = "",
    comment: Annotated[str, Form(max_length=1_000)] = "",
) -> HTMLResponse:
    """Rate, once; a form without a choice is shown again."""
    try:
        with runtime.database.unit_of_work() as session:
            if stars not in set("12345"):
                view = runtime.invitations.show(session, token)
                return _html(form_page(view, error=message("invitation.page.choose")), InvalidInputError.status)
            progress = runtime.invitations.rate(session, token, int(stars), comment, origin)
    except AppError as error:
        return _refused(error)
    is_over = progress.state in ("closed", "merged")
    return _html(message_page(message("invitation.page.thanks" if is_over else "invitation.page.reopened")))


def _refused(error: AppError) -> HTMLResponse:
    return _html(message_page(readable(error)), error.status)


def _html(page: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(page, status, headers=_PRIVATE)
