"""Trying it: ask as an enterprise of any region and day, see every step, compare two settings. Nothing is stored."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from api.accounts.permissions import Scope
from api.dependencies import ReadyRuntimeDep, StaffCall, problems, require_any
from api.reading import no_such_document
from api.runtime import Runtime
from api.schemas.explaining import TriedAnswer, TriedSettingsIn, TryIn, TryOut
from api.views.explaining import difference_out, tried_answer
from assistant.replaying import difference
from assistant.trying import RankedClause, TriedSettings
from assistant.types import AskRequest, Reply

router = APIRouter(prefix="/api/staff", tags=["staff answers"])

Trying = Annotated[StaffCall, Depends(require_any("kb.edit", "kb.approve", "chat.read_transcripts"))]


@router.post("/try", response_model=TryOut, operation_id="tryQuestion", responses=problems(401, 403, 503))
def try_question(body: TryIn, runtime: ReadyRuntimeDep, call: Trying) -> TryOut:
    """Answer a question with every step, candidate and feature, and again with other settings to compare."""
    if not call.scopes & {Scope.ALL, Scope.MASKED}:
        raise no_such_document(is_hidden=True)
    request = AskRequest(text=body.question, as_of=body.as_of, region_code=body.region or None)
    first, one = _tried(runtime, body, request, body.settings)
    if body.against is None:
        return TryOut(tried=one, against=None, difference=None)
    second, other = _tried(runtime, body, request, body.against)
    return TryOut(tried=one, against=other, difference=difference_out(difference(first.answer, second.answer)))


def _tried(runtime: Runtime, body: TryIn, request: AskRequest, wanted: TriedSettingsIn) -> tuple[Reply, TriedAnswer]:
    settings = TriedSettings(**wanted.model_dump())
    reply = runtime.trier.ask(request, settings)
    ranked: RankedClause | None = None
    if body.entry_id:
        ranked = runtime.trier.rank(request, body.entry_id, body.clause_id, settings)
    with runtime.database.reading() as session:
        return reply, tried_answer(session, reply, ranked)
