"""Learning from use: what staff confirm or take back, and which trained model serves."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from api.curating import require_full
from api.dependencies import ReadyRuntimeDep, RuntimeDep, StaffCall, problems, require
from api.routes.staff_knowledge import Editor
from api.schemas.learning import ConfirmedPairList, ConfirmedPairOut, ConfirmIn, ModelList, PairOriginCode
from api.views.learning import model_list, pair_list, pair_out
from core import audit
from knowledge.learning.types import PairFilter, PairOrigin, PairTarget

router = APIRouter(prefix="/api/staff", tags=["staff learning"])

_may_operate = require("config.edit")
Operator = Annotated[StaffCall, Depends(_may_operate)]
PairId = Annotated[int, Path(ge=1, le=2**31 - 1)]
ModelNumber = Annotated[int, Path(ge=0, le=9_999_999)]


@router.get(
    "/confirmed-pairs",
    response_model=ConfirmedPairList,
    operation_id="listConfirmedPairs",
    responses=problems(401, 403),
)
def list_pairs(
    runtime: RuntimeDep,
    call: Editor,
    origin: PairOriginCode | None = None,
    entry_id: Annotated[str | None, Query(max_length=64)] = None,
    q: Annotated[str, Query(max_length=200)] = "",
    active_only: bool = False,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ConfirmedPairList:
    """Questions and what was confirmed to answer them, latest first."""
    require_full(call)
    wanted = PairFilter(
        origin=PairOrigin(origin) if origin else None,
        entry_id=entry_id,
        text=q.strip() or None,
        active_only=active_only,
        offset=offset,
        limit=limit,
    )
    with runtime.database.reading() as session:
        total, rows = runtime.learning.list_pairs(session, wanted)
        return pair_list(total, rows, runtime.learning.counts(session))


@router.post(
    "/confirmed-pairs",
    response_model=ConfirmedPairOut,
    status_code=201,
    operation_id="confirmPair",
    responses=problems(401, 403, 404),
)
def confirm(body: ConfirmIn, runtime: RuntimeDep, call: Editor) -> ConfirmedPairOut:
    """Say what answers a question; search knows it with the next question."""
    require_full(call)
    target = PairTarget(body.entry_id, body.clause_id)
    with runtime.database.unit_of_work() as session:
        pair = runtime.learning.confirm(session, body.question, target, call.actor, instead_of=body.instead_of)
        found = runtime.learning.listed(session, pair.id)
    runtime.live_model.follow_pairs()
    return pair_out(found)


@router.post(
    "/confirmed-pairs/{pair_id}/withdraw",
    response_model=ConfirmedPairOut,
    operation_id="withdrawPair",
    responses=problems(401, 403, 404),
)
def withdraw(pair_id: PairId, runtime: RuntimeDep, call: Editor) -> ConfirmedPairOut:
    """Take a pair out of use; ratings and imports cannot bring it back, staff can."""
    require_full(call)
    with runtime.database.unit_of_work() as session:
        runtime.learning.withdraw(session, pair_id, call.actor)
        found = runtime.learning.listed(session, pair_id)
    runtime.live_model.follow_pairs()
    return pair_out(found)


@router.get(
    "/models",
    response_model=ModelList,
    operation_id="listTrainedModels",
    responses=problems(401, 403),
    dependencies=[Depends(_may_operate)],
)
def list_models(runtime: RuntimeDep) -> ModelList:
    """The trained models and which of them serves."""
    return model_list(runtime.models, runtime.live_model)


@router.post(
    "/models/{model_number}/activate",
    response_model=ModelList,
    status_code=202,
    operation_id="activateModel",
    responses=problems(401, 403, 404, 503),
)
def activate(model_number: ModelNumber, runtime: ReadyRuntimeDep, call: Operator) -> ModelList:
    """Let another version serve, 0 for the shipped one; one with another embedder serves once its index is built."""
    before = runtime.models.current_number()
    runtime.models.use(model_number)
    with runtime.database.unit_of_work() as session:
        changes = {"number": [before, model_number]}
        audit.record(
            session, call.actor, "learning.use_model", "model", str(model_number), changes,
            at=runtime.clock.now(), ip=call.origin.ip, request_id=call.origin.request_id,
        )  # fmt: skip
    runtime.live_model.wake()
    return model_list(runtime.models, runtime.live_model)
