"""Petitions that staff registers for an enterprise: from the hotline, a visit, the window or a station."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends

from api.accounts.errors import MissingPermissionError
from api.accounts.permissions import Scope
from api.dependencies import RuntimeDep, StaffCall, problems, require
from api.locating import located
from api.schemas.petitions import ReceiptOut, RegisterIn
from api.views.petitions import petition_draft, receipt_out
from petitions.types import Channel

router = APIRouter(prefix="/api/staff/petitions", tags=["staff petitions"])


@router.post(
    "", response_model=ReceiptOut, status_code=201, operation_id="registerPetition", responses=problems(401, 403, 409)
)
def register(
    body: RegisterIn, runtime: RuntimeDep, call: Annotated[StaffCall, Depends(require("petition.create"))]
) -> ReceiptOut:
    """Register a petition for an enterprise: the same queue and the same numbers as those from the page."""
    if Scope.ALL not in call.scopes:
        raise MissingPermissionError("petition.create")
    draft = replace(petition_draft(body), channel=Channel(body.channel))
    with runtime.database.unit_of_work() as session:
        draft = located(session, runtime.enterprises, draft)
        petition = runtime.petitions.file(session, draft, call.actor, call.origin)
        return receipt_out(runtime.petitions.receipt(session, petition))
