"""Curating: lists, uploads, corrections, FAQs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, File, Query, UploadFile
from sqlalchemy.orm import Session

from api.accounts.errors import MissingPermissionError
from api.curating import allowed_steps, changes_of, may_edit, may_read, require_full, review_due, scoped_filter
from api.dependencies import RuntimeDep, StaffCall, problems, require
from api.faqs import draft_of_form
from api.reading import document_of, no_such_document
from api.routes.documents import EntryId, VersionNumber
from api.runtime import Runtime
from api.schemas.knowledge import DescriptionPatch, EntryDetail, EntryList, FaqIn, ListQuery, UploadOut
from api.uploads import read_uploads
from api.views.knowledge import entry_detail, entry_row
from knowledge.types import EntryKind, EntryVersion

router = APIRouter(prefix="/api/staff/knowledge", tags=["staff knowledge"])

Reader = Annotated[StaffCall, Depends(require("kb.read_internal"))]
Editor = Annotated[StaffCall, Depends(require("kb.edit"))]


@router.get("", response_model=EntryList, operation_id="listEntries", responses=problems(401, 403))
def list_entries(
    runtime: RuntimeDep,
    call: Reader,
    asked: Annotated[ListQuery, Query()],
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> EntryList:
    """Entries in this caller's scope, newest change first."""
    wanted = scoped_filter(call, asked, review_due(runtime), offset=offset, limit=limit)
    with runtime.database.reading() as session:
        total, rows = runtime.knowledge.list_entries(session, wanted)
    return EntryList(total=total, rows=[entry_row(row, _review_days(runtime)) for row in rows])


@router.post("/upload", response_model=UploadOut, operation_id="uploadFiles", responses=problems(401, 403, 413))
def upload_files(runtime: RuntimeDep, call: Editor, files: Annotated[list[UploadFile], File()]) -> UploadOut:
    """Read files into drafts; each is parsed in a separate process and reported one by one."""
    require_full(call)
    return read_uploads(runtime, files, call.actor)


@router.get(
    "/{entry_id}/versions/{version}",
    response_model=EntryDetail,
    operation_id="readEntry",
    responses=problems(401, 403, 404),
)
def read_entry(entry_id: EntryId, version: VersionNumber, runtime: RuntimeDep, call: Reader) -> EntryDetail:
    """One version with its findings, evidence and history."""
    with runtime.database.reading() as session:
        entry = runtime.knowledge.get_version(session, entry_id, version)
        if not may_read(call, entry):
            raise no_such_document(is_hidden=True)
        return detail_of(runtime, session, entry, call)


@router.patch(
    "/{entry_id}/versions/{version}",
    response_model=EntryDetail,
    operation_id="correctEntry",
    responses=problems(401, 403, 404, 409),
)
def correct_entry(
    entry_id: EntryId, version: VersionNumber, body: DescriptionPatch, runtime: RuntimeDep, call: Editor
) -> EntryDetail:
    """Correct described fields; a published version stays live and gets a successor in draft."""
    with runtime.database.unit_of_work() as session:
        entry = runtime.knowledge.get_version(session, entry_id, version)
        changes = changes_of(body)
        if not may_edit(call, entry, changes):
            raise MissingPermissionError("kb.edit")
        changed = runtime.knowledge.change_description(
            session, entry_id, version, changes, lock=body.lock, actor=call.actor
        )
        return detail_of(runtime, session, changed, call)


@router.post(
    "/faqs", response_model=EntryDetail, status_code=201, operation_id="createFaq", responses=problems(401, 403, 409)
)
def create_faq(body: FaqIn, runtime: RuntimeDep, call: Editor) -> EntryDetail:
    """A new FAQ, as a draft."""
    require_full(call)
    with runtime.database.unit_of_work() as session:
        return detail_of(runtime, session, runtime.knowledge.create(session, draft_of_form(body), call.actor), call)


@router.put(
    "/{entry_id}/faq", response_model=EntryDetail, operation_id="changeFaq", responses=problems(401, 403, 404, 409)
)
def change_faq(entry_id: EntryId, body: FaqIn, runtime: RuntimeDep, call: Editor) -> EntryDetail:
    """New content of an FAQ; a published one stays live until the new version is published."""
    require_full(call)
    with runtime.database.unit_of_work() as session:
        newest = runtime.knowledge.versions(session, entry_id)[0]
        current = runtime.knowledge.get_version(session, entry_id, newest.version).content
        if current.kind is not EntryKind.FAQ:
            raise no_such_document()
        draft = draft_of_form(body, current)
        changed = runtime.knowledge.revise(session, entry_id, draft, call.actor, lock=body.lock)
        return detail_of(runtime, session, changed, call)


def detail_of(runtime: Runtime, session: Session, entry: EntryVersion, call: StaffCall) -> EntryDetail:
    """Return the version as curators see it, with what this caller may do next."""
    permitted = frozenset(runtime.accounts.permissions.of(call.actor.roles))
    return entry_detail(
        entry,
        document_of(runtime, session, entry),
        runtime.knowledge.versions(session, entry.entry_id),
        allowed_steps(entry, call.actor, permitted),
        review_days=_review_days(runtime),
    )


def _review_days(runtime: Runtime) -> int:
    return runtime.settings.reports.knowledge_review_days
