"""Waiting for an answer: leave a number on a question that found none, see what became of it, take it back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request

from api.dependencies import RuntimeDep, limit, problems, visitor_of
from api.rating import pseudonym
from api.schemas.gaps import AnswerRequestIn, AnswerRequestOut
from assistant.answer_requests import AnswerRequest
from core.messages import message
from petitions.validation import normalise_phone, phone_error, raise_field_errors

router = APIRouter(prefix="/api/chat", tags=["chat"])

CapabilityId = Annotated[str, Path(min_length=1, max_length=64)]


@router.put(
    "/messages/{message_id}/answer-request",
    response_model=AnswerRequestOut,
    operation_id="awaitAnswer",
    dependencies=[Depends(limit("petition"))],
    responses=problems(404, 409, 429),
)
def await_answer(
    message_id: CapabilityId, body: AnswerRequestIn, request: Request, runtime: RuntimeDep
) -> AnswerRequestOut:
    """Tell me when there is an answer: the number is kept encrypted until then, and goes with the conversation."""
    phone = normalise_phone(body.phone)
    consent = None if body.consent else message("petition.field.consent")
    raise_field_errors({"phone": phone_error(phone), "consent": consent})
    with runtime.database.unit_of_work() as session:
        return _out(runtime.answer_requests.leave(session, message_id, phone, _visitor(request)))


@router.delete(
    "/messages/{message_id}/answer-request", status_code=204, operation_id="stopAwaiting", responses=problems()
)
def stop_awaiting(message_id: CapabilityId, runtime: RuntimeDep) -> None:
    """Take the number back; nothing happens where there is none."""
    with runtime.database.unit_of_work() as session:
        runtime.answer_requests.withdraw(session, message_id)


@router.get("/answer-requests", response_model=list[AnswerRequestOut], operation_id="listAwaited", responses=problems())
def list_awaited(request: Request, runtime: RuntimeDep) -> list[AnswerRequestOut]:
    """What this visitor waits for or was told, the last asked first; the number itself is never shown."""
    visitor = _visitor(request)
    if visitor is None:
        return []
    with runtime.database.reading() as session:
        return [_out(found) for found in runtime.answer_requests.of_visitor(session, visitor)]


@router.delete("/answer-requests", status_code=204, operation_id="forgetAwaited", responses=problems())
def forget_awaited(request: Request, runtime: RuntimeDep) -> None:
    """Delete every number this visitor left, also on conversations that stay with a petition."""
    visitor = _visitor(request)
    if visitor is not None:
        with runtime.database.unit_of_work() as session:
            runtime.answer_requests.forget_visitor(session, visitor)


def _visitor(request: Request) -> str | None:
    visitor = visitor_of(request)
    return pseudonym(visitor) if visitor else None


def _out(found: AnswerRequest) -> AnswerRequestOut:
    return AnswerRequestOut(
        message_id=found.message_id,
        conversation_id=found.conversation_id,
        question=found.question,
        asked_at=found.asked_at,
        told_at=found.told_at,
        text=message("gap.request.told" if found.told_at else "gap.request.waiting"),
    )
