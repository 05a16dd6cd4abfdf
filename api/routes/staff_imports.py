"""Imports in the background: uploading many files, following how far it is, the report."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, File, Path, Query, UploadFile
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic_core import to_jsonable_python

from api.curating import require_full
from api.dependencies import RuntimeDep, StaffCall, problems, require
from api.runtime import Runtime
from api.schemas.imports import ImportList, ImportOut, ImportRow, ImportStarted, OutcomeCode
from api.uploads import arriving
from api.views.imports import import_row, imported_file
from ingest.running.report_page import report_page
from ingest.running.summary import report_json
from ingest.types import Outcome

router = APIRouter(prefix="/api/staff/imports", tags=["staff imports"])

Editor = Annotated[StaffCall, Depends(require("kb.edit"))]
RunId = Annotated[str, Path(min_length=1, max_length=64)]
_REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-modals"


@router.post(
    "", response_model=ImportStarted, status_code=202, operation_id="startImport", responses=problems(401, 403, 413)
)
def start_import(runtime: RuntimeDep, call: Editor, files: Annotated[list[UploadFile], File()]) -> ImportStarted:
    """Read files and archives into drafts in the background; follow the run by its id."""
    require_full(call)
    return ImportStarted(run_id=runtime.imports.submit(arriving(files), call.actor))


@router.get("", response_model=ImportList, operation_id="listImports", responses=problems(401, 403))
def list_imports(
    runtime: RuntimeDep,
    call: Editor,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> ImportList:
    """All runs, those of the command line too, newest first."""
    require_full(call)
    total, runs = runtime.ingest.store.list_runs(offset=offset, limit=limit)
    return ImportList(total=total, rows=[import_row(run, runtime.imports) for run in runs])


@router.get("/{run_id}", response_model=ImportOut, operation_id="readImport", responses=problems(401, 403, 404))
def read_import(
    run_id: RunId,
    runtime: RuntimeDep,
    call: Editor,
    outcome: OutcomeCode | None = None,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> ImportOut:
    """How far a run is, and one page of its files, failed ones first."""
    require_full(call)
    run = runtime.ingest.store.progress(run_id)
    wanted = Outcome(outcome) if outcome else None
    total, files = runtime.ingest.store.files(run_id, offset=offset, limit=limit, outcome=wanted)
    return ImportOut(
        run=import_row(run, runtime.imports), file_total=total, files=[imported_file(file) for file in files]
    )


@router.get(
    "/{run_id}/report",
    response_class=Response,
    operation_id="readImportReport",
    responses={200: {"content": {"application/json": {}, "text/html": {}}}, **problems(401, 403, 404)},
)
def read_import_report(
    run_id: RunId, runtime: RuntimeDep, call: Editor, format: Literal["json", "html"] = "json"
) -> Response:
    """The whole report: for programs, or as a page to read and print."""
    require_full(call)
    report = runtime.ingest.store.report(run_id)
    if format == "html":
        return HTMLResponse(report_page(report), headers={"Content-Security-Policy": _REPORT_POLICY})
    return JSONResponse(to_jsonable_python(report_json(report)))


@router.post("/{run_id}/stop", response_model=ImportRow, operation_id="stopImport", responses=problems(401, 403, 404))
def stop_import(run_id: RunId, runtime: RuntimeDep, call: Editor) -> ImportRow:
    """End a run of this server at its next file; what was read stays, the rest can be taken up again."""
    require_full(call)
    row = _row(runtime, run_id)
    runtime.imports.stop(run_id)
    return row


@router.post(
    "/{run_id}/resume",
    response_model=ImportRow,
    status_code=202,
    operation_id="resumeImport",
    responses=problems(401, 403, 404, 409),
)
def resume_import(run_id: RunId, runtime: RuntimeDep, call: Editor) -> ImportRow:
    """Go on with a run that was stopped, or ended with the server."""
    require_full(call)
    row = _row(runtime, run_id)
    runtime.imports.resume(run_id, call.actor)
    return row


def _row(runtime: Runtime, run_id: str) -> ImportRow:
    return import_row(runtime.ingest.store.progress(run_id), runtime.imports)
