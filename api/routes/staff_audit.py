"""The audit log: who did what, and is it still what was written?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.accounts.permissions import Scope
from api.dependencies import RuntimeDep, StaffCall, problems, require
from api.schemas.supervising import AuditCheckOut
from api.schemas.system import AuditListOut, AuditRowOut
from core import audit

router = APIRouter(prefix="/api/staff/audit", tags=["staff audit"])


@router.get("", response_model=AuditListOut, operation_id="listAudit", responses=problems(401, 403))
def list_rows(
    runtime: RuntimeDep,
    call: Annotated[StaffCall, Depends(require("audit.read"))],
    action: Annotated[str, Query(max_length=80)] = "",
    q: Annotated[str, Query(max_length=100)] = "",
    offset: Annotated[int, Query(ge=0, le=100_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> AuditListOut:
    """Who did what, newest first; a supervisor sees the own deeds only. `action` is how an action's name begins."""
    own = "" if Scope.ALL in call.scopes else call.actor.id
    wanted = audit.AuditQuery(own, action.strip(), q.strip(), offset, limit)
    with runtime.database.reading() as session:
        total, rows = audit.page(session, wanted)
        return AuditListOut(total=total, rows=[AuditRowOut.model_validate(row, from_attributes=True) for row in rows])


@router.get(
    "/verify",
    response_model=AuditCheckOut,
    operation_id="verifyAudit",
    dependencies=[Depends(require("audit.read"))],
    responses=problems(401, 403),
)
def verify(runtime: RuntimeDep) -> AuditCheckOut:
    """Walk the whole chain and name the first row whose content or predecessor is not what its hash says."""
    with runtime.database.reading() as session:
        report = audit.verify(session)
    return AuditCheckOut(
        intact=report.is_intact,
        count=report.count,
        broken_at=report.broken_at,
        head=report.head,
        message=audit.describe(report),
    )
