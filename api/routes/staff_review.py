"""Review: submitting, approving, rejecting, withdrawing, superseding. Who may do which is data."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from api.accounts.errors import MissingPermissionError
from api.curating import may_edit
from api.dependencies import RuntimeDep, StaffCall, problems, require
from api.golden import publish_reviewed, rolled_back
from api.routes.documents import EntryId, VersionNumber
from api.routes.staff_knowledge import Editor, detail_of
from api.schemas.knowledge import EntryDetail, ReviewIn, SupersedeIn
from core.errors import InvalidInputError
from core.messages import message
from knowledge.repository import VersionKey

router = APIRouter(prefix="/api/staff/knowledge/{entry_id}/versions/{version}", tags=["staff knowledge"])

Approver = Annotated[StaffCall, Depends(require("kb.approve"))]
Withdrawer = Annotated[StaffCall, Depends(require("kb.withdraw"))]
_ERRORS = problems(401, 403, 404, 409)


@router.post("/submit", response_model=EntryDetail, operation_id="submitEntry", responses=_ERRORS)
def submit(entry_id: EntryId, version: VersionNumber, body: ReviewIn, runtime: RuntimeDep, call: Editor) -> EntryDetail:
    """Hand a draft to review; what is missing comes back field by field."""
    with runtime.database.unit_of_work() as session:
        if not may_edit(call, runtime.knowledge.get_version(session, entry_id, version), {}):
            raise MissingPermissionError("kb.edit")
        entry = runtime.knowledge.submit(
            session, entry_id, version, actor=call.actor, lock=body.lock, reason=body.reason
        )
        return detail_of(runtime, session, entry, call)


@router.post("/approve", response_model=EntryDetail, operation_id="approveEntry", responses=_ERRORS)
def approve(
    entry_id: EntryId, version: VersionNumber, body: ReviewIn, runtime: RuntimeDep, call: Approver
) -> EntryDetail:
    """Publish a reviewed version; nobody approves own work, and nothing that breaks a golden question passes."""
    publish_reviewed(runtime, VersionKey(entry_id, version), call.actor, lock=body.lock, reason=body.reason)
    with runtime.database.reading() as session:
        return detail_of(runtime, session, runtime.knowledge.get_version(session, entry_id, version), call)


@router.post("/reject", response_model=EntryDetail, operation_id="rejectEntry", responses=_ERRORS)
def reject(
    entry_id: EntryId, version: VersionNumber, body: ReviewIn, runtime: RuntimeDep, call: Approver
) -> EntryDetail:
    """Send a version back to its author, with a reason."""
    with runtime.database.unit_of_work() as session:
        entry = runtime.knowledge.reject(
            session, entry_id, version, actor=call.actor, lock=body.lock, reason=_given(body)
        )
        return detail_of(runtime, session, entry, call)


@router.post("/withdraw", response_model=EntryDetail, operation_id="withdrawEntry", responses=_ERRORS)
def withdraw(
    entry_id: EntryId, version: VersionNumber, body: ReviewIn, runtime: RuntimeDep, call: Withdrawer
) -> EntryDetail:
    """Take a published version down at once, with a reason."""
    with runtime.database.unit_of_work() as session:
        entry = runtime.knowledge.withdraw(
            session, entry_id, version, actor=call.actor, lock=body.lock, reason=_given(body)
        )
        return detail_of(runtime, session, entry, call)


@router.post("/roll-back", response_model=EntryDetail, operation_id="rollBackEntry", responses=_ERRORS)
def roll_back(
    entry_id: EntryId, version: VersionNumber, body: ReviewIn, runtime: RuntimeDep, call: Withdrawer
) -> EntryDetail:
    """Undo the publishing of a version, with a reason: what was published before it governs again at once."""
    key, reason = VersionKey(entry_id, version), _given(body)
    entry = rolled_back(runtime, key, call.actor, lock=body.lock, reason=reason)
    with runtime.database.reading() as session:
        return detail_of(runtime, session, entry, call)


@router.post("/supersede", response_model=EntryDetail, operation_id="supersedeEntry", responses=_ERRORS)
def supersede(
    entry_id: EntryId, version: VersionNumber, body: SupersedeIn, runtime: RuntimeDep, call: Withdrawer
) -> EntryDetail:
    """Record which published entry takes over."""
    with runtime.database.unit_of_work() as session:
        entry = runtime.knowledge.supersede(
            session,
            entry_id,
            version,
            successor_id=body.successor_id,
            effective_on=body.effective_on,
            actor=call.actor,
            lock=body.lock,
        )
        return detail_of(runtime, session, entry, call)


def _given(body: ReviewIn) -> str:
    """Return the reason. Raises InvalidInputError, naming the field, when there is none."""
    reason = body.reason.strip()
    if not reason:
        text = message("api.reason_needed")
        raise InvalidInputError(text, details={"reason": text})
    return reason
