"""Doing one thing to many entries, and taking a list along as a table."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from sqlalchemy.orm import Session

from api.accounts.errors import MissingPermissionError
from api.curating import may_edit, review_due, scoped_filter
from api.dependencies import RuntimeDep, StaffCall, problems
from api.errors import readable
from api.routes.staff_knowledge import Editor, Reader
from api.runtime import Runtime
from api.schemas.bulk import BulkIn, BulkOut, BulkRow, BulkRowOut
from api.schemas.knowledge import ListQuery
from api.spreadsheets import SheetFormat, table_response
from core.errors import AppError
from core.messages import message
from knowledge.types import EntrySummary, EntryVersion

router = APIRouter(prefix="/api/staff/knowledge", tags=["staff knowledge"])

_MOST = 10_000


@router.post("/bulk", response_model=BulkOut, operation_id="changeMany", responses=problems(401, 403))
def change_many(body: BulkIn, runtime: RuntimeDep, call: Editor) -> BulkOut:
    """Change each of many entries by itself: one that cannot be changed keeps no other back, and says why."""
    rows = [_changed(runtime, call, body, row) for row in body.rows]
    return BulkOut(done=sum(not row.problems for row in rows), rows=rows)


@router.get(
    "/export",
    response_class=Response,
    operation_id="exportEntries",
    responses={200: {"description": "The list as a table.", "content": {}}, **problems(401, 403)},
)
def export_entries(
    runtime: RuntimeDep, call: Reader, asked: Annotated[ListQuery, Query()], format: SheetFormat = "xlsx"
) -> Response:
    """The entries of a filtered list as a table: all of them, not one page."""
    wanted = scoped_filter(call, asked, review_due(runtime), offset=0, limit=_MOST)
    with runtime.database.reading() as session:
        _, rows = runtime.knowledge.list_entries(session, wanted)
    header = [message(f"knowledge_list.{name}") for name in _COLUMNS]
    return table_response(
        [header, *(_cells(row) for row in rows)], title=message("knowledge_list.file_name"), format=format
    )


_COLUMNS = (
    "entry_id", "version", "kind", "status", "title", "document_number", "issuing_bodies", "department",
    "effective_from", "effective_to", "findings", "updated_at",
)  # fmt: skip


def _cells(row: EntrySummary) -> list[object]:
    return [
        row.entry_id,
        row.version,
        message(f"knowledge_list.kind.{row.kind.value}"),
        message(f"knowledge_list.status.{row.status.value}"),
        row.title,
        row.document_number,
        message("knowledge_list.separator").join(row.issuing_bodies),
        row.department_code,
        row.effective_from,
        row.effective_to,
        row.finding_count,
        row.updated_at.date(),
    ]


def _changed(runtime: Runtime, call: StaffCall, body: BulkIn, row: BulkRow) -> BulkRowOut:
    title = ""
    try:
        with runtime.database.unit_of_work() as session:
            entry = runtime.knowledge.get_version(session, row.entry_id, row.version)
            if not may_edit(call, entry, {"tags": []}):
                raise MissingPermissionError("kb.edit")
            title = entry.content.title
            changed = _step(runtime, session, call, body, entry)
        return BulkRowOut(entry_id=changed.entry_id, version=changed.version, title=title, problems=[])
    except AppError as error:
        sentences = list(error.details.values()) or [readable(error)]
        return BulkRowOut(entry_id=row.entry_id, version=row.version, title=title, problems=sentences)


def _step(runtime: Runtime, session: Session, call: StaffCall, body: BulkIn, entry: EntryVersion) -> EntryVersion:
    if body.action == "submit":
        return runtime.knowledge.submit(session, entry.entry_id, entry.version, actor=call.actor, lock=entry.lock)
    if body.action == "set_review_date":
        runtime.review_dates.set(session, entry.entry_id, body.next_review_on, call.actor)
        return entry
    tags = entry.content.description.tags
    changes: dict[str, object] = {"department_code": body.department_code}
    if body.action == "add_tags":
        changes = {"tags": list(dict.fromkeys((*tags, *(tag.strip() for tag in body.tags if tag.strip()))))}
    elif body.action == "remove_tags":
        changes = {"tags": [tag for tag in tags if tag not in body.tags]}
    elif body.action == "set_effective_to":
        changes = {"effective_to": body.effective_to}
    return runtime.knowledge.change_description(
        session, entry.entry_id, entry.version, changes, lock=entry.lock, actor=call.actor
    )
