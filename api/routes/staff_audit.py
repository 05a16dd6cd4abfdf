"""The audit log: is it still what was written?"""

from __future__ import annotations

from fastapi import APIRouter, Depends

from api.dependencies import RuntimeDep, problems, require
from api.schemas.supervising import AuditCheckOut
from core import audit

router = APIRouter(prefix="/api/staff/audit", tags=["staff audit"])


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
