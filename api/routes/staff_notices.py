"""The inbox of a member of staff, and the templates that notices are written from."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, File, Path, Query, Response, UploadFile

from api.dependencies import RuntimeDep, StaffCall, problems, require
from api.schemas.notices import (
    InboxOut,
    ReadIn,
    ReadOut,
    TemplateImportOut,
    TemplateIn,
    TemplateOut,
    TemplateProblem,
)
from api.spreadsheets import LIMITS, SheetFormat, table_response
from api.templating import read_templates, template_table
from api.views.notices import inbox_out, template_out
from core.messages import message

router = APIRouter(prefix="/api/staff", tags=["staff notices"])

Reader = Annotated[StaffCall, Depends(require("petition.view"))]
Configurer = Annotated[StaffCall, Depends(require("config.edit"))]


@router.get("/notices", response_model=InboxOut, operation_id="listNotices", responses=problems(401, 403))
def list_notices(
    runtime: RuntimeDep,
    call: Reader,
    only_unread: bool = False,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> InboxOut:
    """What the caller's role, level of supervision or department was told, newest first."""
    with runtime.database.reading() as session:
        inbox = runtime.notices.inbox(session, call.actor, only_unread=only_unread, offset=offset, limit=limit)
    return inbox_out(inbox)


@router.post("/notices/read", response_model=ReadOut, operation_id="markNoticesRead", responses=problems(401, 403))
def mark_read(body: ReadIn, runtime: RuntimeDep, call: Reader) -> ReadOut:
    """Mark notices as read by this caller; others' notices are left alone."""
    with runtime.database.unit_of_work() as session:
        marked = runtime.notices.mark_read(session, call.actor, body.ids)
        unread = runtime.notices.inbox(session, call.actor, limit=1).unread
    return ReadOut(marked=marked, unread=unread)


@router.get(
    "/notice-templates",
    response_model=list[TemplateOut],
    operation_id="listNoticeTemplates",
    dependencies=[Depends(require("config.edit"))],
    responses=problems(401, 403),
)
def list_templates(runtime: RuntimeDep) -> list[TemplateOut]:
    """The templates in force, in the order of the steps they tell of."""
    with runtime.database.reading() as session:
        return [template_out(template) for template in runtime.notices.templates.list_all(session)]


@router.get(
    "/notice-templates/export",
    operation_id="exportNoticeTemplates",
    response_class=Response,
    dependencies=[Depends(require("config.edit"))],
    responses=problems(401, 403),
)
def export_templates(runtime: RuntimeDep, format: SheetFormat = "csv") -> Response:
    """The templates in force as a table that `import` reads back."""
    with runtime.database.reading() as session:
        table = template_table(runtime.notices.templates.list_all(session))
    return table_response(table, title=message("notice.templates"), format=format)


@router.post(
    "/notice-templates/import",
    response_model=TemplateImportOut,
    operation_id="importNoticeTemplates",
    responses=problems(401, 403, 413),
)
def import_templates(runtime: RuntimeDep, call: Configurer, file: Annotated[UploadFile, File()]) -> TemplateImportOut:
    """Put the words of a CSV or XLSX in force: the rows that can be used; the others are listed with the reason."""
    content = file.file.read(LIMITS.max_bytes + 1)
    rows, now = read_templates(file.filename or message("api.unnamed_file"), content), runtime.clock.now()
    with runtime.database.unit_of_work() as session:
        report = runtime.notices.templates.write_all(session, rows, call.actor, now, call.origin)
    found = [TemplateProblem(line=line, code=code, reason=reason) for line, code, reason in report.problems]
    return TemplateImportOut(written=report.written, unchanged=report.unchanged, problems=found)


@router.put(
    "/notice-templates/{code}",
    response_model=TemplateOut,
    operation_id="writeNoticeTemplate",
    responses=problems(401, 403, 404),
)
def write_template(
    code: Annotated[str, Path(min_length=1, max_length=60)], body: TemplateIn, runtime: RuntimeDep, call: Configurer
) -> TemplateOut:
    """Put other words in force, as the next version; earlier notices keep theirs."""
    now = runtime.clock.now()
    with runtime.database.unit_of_work() as session:
        template = runtime.notices.templates.write(session, code, body.text, call.actor, now, call.origin)
    return template_out(template)
