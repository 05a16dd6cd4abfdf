"""Advice beside a petition: what it seems to be, and whether a reply answers it. People decide."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from api.dependencies import ReadyRuntimeDep, RuntimeDep, StaffCall, problems, require, require_any
from api.schemas.petitions import DepartmentOut, ReplyOut
from api.schemas.suggestions import (
    CategorySuggestionOut,
    DemandPointOut,
    LikePetitionOut,
    NatureGuessOut,
    PolicyGuessOut,
    ReplyCheckIn,
    ReplyCheckOut,
    ReplyDraftOut,
    ReplyFindingOut,
    SuggestionsOut,
    UrgencyGuessOut,
)
from api.views.chat import answer_out
from api.views.suggestions import reply_draft_out
from assistant.types import AskRequest
from petitions.commands import ReplyCommand
from petitions.suggesting.types import LikePetition, Suggestions
from petitions.types import Reply, Resolution

router = APIRouter(prefix="/api/staff/petitions", tags=["staff petitions"])

_ASKED_CHARS = 300


@router.get(
    "/{number}/suggestions",
    response_model=SuggestionsOut,
    operation_id="suggestForPetition",
    responses=problems(401, 403, 404),
)
def suggest(
    number: Annotated[str, Path(min_length=1, max_length=40)],
    runtime: RuntimeDep,
    call: Annotated[StaffCall, Depends(require_any("petition.classify", "petition.reply"))],
) -> SuggestionsOut:
    """Category, nature, urgency, department, suspected duplicates and like cases that were solved, with reasons.

    A handling department sees like cases of its own only, and no duplicates.
    """
    with runtime.database.reading() as session:
        names = runtime.petitions.steps.departments.labels(session)
        return _out(runtime.suggester.suggest(session, number, call.actor), names)


@router.get(
    "/{number}/reply-draft",
    response_model=ReplyDraftOut,
    operation_id="draftReply",
    responses=problems(401, 403, 404, 503),
)
def draft_reply(
    number: Annotated[str, Path(min_length=1, max_length=40)],
    runtime: ReadyRuntimeDep,
    call: Annotated[StaffCall, Depends(require_any("petition.reply", "petition.revisit"))],
) -> ReplyDraftOut:
    """What published knowledge says to the petition, with its clauses: a draft to work on. Nothing is stored."""
    with runtime.database.reading() as session:
        petition = runtime.petitions.detail(session, number, call.actor)
    reply = runtime.assistant.ask(AskRequest(text=petition.title))
    if not reply.answer.citations:
        reply = runtime.assistant.ask(AskRequest(text=petition.content[:_ASKED_CHARS]))
    return reply_draft_out(answer_out(reply))


@router.post(
    "/{number}/reply-check", response_model=ReplyCheckOut, operation_id="checkReply", responses=problems(401, 403, 404)
)
def check_reply(
    number: Annotated[str, Path(min_length=1, max_length=40)],
    body: ReplyCheckIn,
    runtime: RuntimeDep,
    call: Annotated[StaffCall, Depends(require("petition.reply"))],
) -> ReplyCheckOut:
    """What to mend in a reply before it leaves. With findings, replying needs `override_reason`."""
    command = ReplyCommand(
        body.text, Resolution.EXPLAINED, lock=0, basis=tuple(body.basis), no_basis_reason=body.no_basis_reason
    )
    with runtime.database.reading() as session:
        found = runtime.petitions.check_reply(session, number, command, call.actor)
    return ReplyCheckOut(
        points=[DemandPointOut(text=point.text, taken_up=list(point.taken_up)) for point in found.points],
        findings=[ReplyFindingOut(code=f.kind.value, where=f.where, text=f.text) for f in found.findings],
    )


def _out(found: Suggestions, names: dict[str, str]) -> SuggestionsOut:
    return SuggestionsOut(
        categories=[CategorySuggestionOut.model_validate(c, from_attributes=True) for c in found.categories],
        nature=NatureGuessOut.model_validate(found.nature, from_attributes=True),
        urgency=UrgencyGuessOut.model_validate(found.urgency, from_attributes=True),
        is_policy_query=PolicyGuessOut.model_validate(found.is_policy_query, from_attributes=True),
        departments=[DepartmentOut.model_validate(d, from_attributes=True) for d in found.departments],
        duplicates=[_like(like, names) for like in found.duplicates],
        solved=[_like(like, names) for like in found.solved],
    )


def _like(like: LikePetition, names: dict[str, str]) -> LikePetitionOut:
    return LikePetitionOut(
        number=like.number,
        title=like.title,
        submitted_at=like.submitted_at,
        likeness=round(like.likeness, 3),
        terms=list(like.terms),
        reply=None if like.reply is None else _reply(like.reply, names),
    )


def _reply(reply: Reply, names: dict[str, str]) -> ReplyOut:
    return ReplyOut(
        text=reply.text,
        resolution=reply.resolution.value,
        basis=list(reply.basis),
        answered_at=reply.answered_at,
        department=names.get(reply.department_code or ""),
    )
