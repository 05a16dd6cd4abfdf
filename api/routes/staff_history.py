"""What is said about an entry while it is worked on, and everything that was done to it."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter
from sqlalchemy.orm import Session

from api.curating import may_read
from api.dependencies import RuntimeDep, StaffCall, problems
from api.reading import no_such_document
from api.routes.documents import EntryId, VersionNumber
from api.routes.staff_knowledge import Reader
from api.runtime import Runtime
from api.schemas.history import CommentIn, CommentList, CommentOut, DeedOut, HistoryOut
from core.messages import has_message, message
from knowledge.repository import VersionKey

router = APIRouter(prefix="/api/staff/knowledge", tags=["staff knowledge"])


@router.get(
    "/{entry_id}/comments", response_model=CommentList, operation_id="listComments", responses=problems(401, 403, 404)
)
def list_comments(entry_id: EntryId, runtime: RuntimeDep, call: Reader) -> CommentList:
    """Remarks about all versions of an entry, the latest first."""
    with runtime.database.reading() as session:
        _newest(runtime, session, call, entry_id)
        found = runtime.comments.of_entry(session, entry_id)
    return CommentList(rows=[CommentOut(**asdict(comment)) for comment in found])


@router.post(
    "/{entry_id}/versions/{version}/comments",
    response_model=CommentOut,
    status_code=201,
    operation_id="addComment",
    responses=problems(401, 403, 404),
)
def add_comment(
    entry_id: EntryId, version: VersionNumber, body: CommentIn, runtime: RuntimeDep, call: Reader
) -> CommentOut:
    """Say something about a version, or about one of its clauses."""
    with runtime.database.unit_of_work() as session:
        if not may_read(call, runtime.knowledge.get_version(session, entry_id, version)):
            raise no_such_document(is_hidden=True)
        key = VersionKey(entry_id, version)
        comment = runtime.comments.add(session, key, body.text, call.actor, clause_id=body.clause_id)
    return CommentOut(**asdict(comment))


@router.get(
    "/{entry_id}/history", response_model=HistoryOut, operation_id="readHistory", responses=problems(401, 403, 404)
)
def read_history(entry_id: EntryId, runtime: RuntimeDep, call: Reader) -> HistoryOut:
    """Everything that was done to an entry: who, when, and why where a reason was given."""
    with runtime.database.reading() as session:
        newest = _newest(runtime, session, call, entry_id)
        deeds = runtime.comments.history(session, entry_id, newest)
    return HistoryOut(rows=[DeedOut(**asdict(deed), label=_label(deed.action)) for deed in deeds])


def _label(action: str) -> str:
    key = f"deed.{action}"
    return message(key) if has_message(key) else action


def _newest(runtime: Runtime, session: Session, call: StaffCall, entry_id: str) -> int:
    """Return the number of the newest version. Raises NotFoundError for what this caller may not know of."""
    newest = runtime.knowledge.versions(session, entry_id)[0].version
    if not may_read(call, runtime.knowledge.get_version(session, entry_id, newest)):
        raise no_such_document(is_hidden=True)
    return newest
