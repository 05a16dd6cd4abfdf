"""Reports: list, compute, release, read, open the list behind a number, export. Scopes decide what of it is shown."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query, Response
from sqlalchemy.orm import Session

from api.accounts.errors import MissingPermissionError
from api.dependencies import RuntimeDep, StaffCall, problems, require
from api.runtime import Runtime
from api.schemas.reports import (
    AudienceCode,
    EditionList,
    EditionOut,
    EditionSummary,
    FormatCode,
    KindCode,
    ReportIn,
    ReportListOut,
    ReportSection,
    SeriesOut,
    SeriesPoint,
)
from api.views.reports import edition_out, reader_of, section_out, summary_out
from core.departments import DepartmentRepository
from reports.export import EXPORTERS, Document
from reports.periods import ReportKind, parse_period
from reports.types import Edition, Reader
from reports.wording import title

router = APIRouter(prefix="/api/staff/reports", tags=["staff reports"])

Viewer = Annotated[StaffCall, Depends(require("report.view"))]
Exporter = Annotated[StaffCall, Depends(require("report.export"))]
EditionId = Annotated[str, Path(max_length=40)]


@router.get("", response_model=EditionList, operation_id="listReports", responses=problems(401, 403))
def list_reports(
    runtime: RuntimeDep,
    call: Viewer,
    kind: KindCode | None = None,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> EditionList:
    """Editions this caller may see, the latest period first."""
    with runtime.database.reading() as session:
        reader, wanted = reader_of(session, call), ReportKind(kind) if kind else None
        total, editions = runtime.reports.page(session, reader, wanted, offset=offset, limit=limit)
        return EditionList(total=total, editions=[_summary(runtime, session, edition) for edition in editions])


@router.get("/series", response_model=SeriesOut, operation_id="readReportSeries", responses=problems(401, 403))
def read_series(
    runtime: RuntimeDep, call: Viewer, kind: KindCode = "month", limit: Annotated[int, Query(ge=1, le=60)] = 12
) -> SeriesOut:
    """The key figures of the last periods that have an edition, the oldest first."""
    with runtime.database.reading() as session:
        editions = runtime.reports.series(session, reader_of(session, call), ReportKind(kind), limit=limit)
    points = [
        SeriesPoint(
            period=edition.period.label,
            edition_id=edition.id,
            figures={figure.key: figure.value for section in edition.sections for figure in section.figures},
        )
        for edition in editions
    ]
    return SeriesOut(kind=kind, points=points)


@router.post(
    "", response_model=EditionSummary, status_code=201, operation_id="makeReport", responses=problems(401, 403, 409)
)
def make_report(body: ReportIn, runtime: RuntimeDep, call: Exporter) -> EditionSummary:
    """Compute a report and keep it as a draft; after a release it becomes a revised edition, which needs a reason."""
    period = parse_period(ReportKind(body.kind), body.period)
    with runtime.database.reading() as session:
        department = _department(reader_of(session, call), call, body.department)
        compiled = runtime.reports.compile(session, period, department)
    with runtime.database.unit_of_work() as session:
        edition = runtime.reports.keep(session, compiled, call.actor, reason=body.reason, origin=call.origin)
        return _summary(runtime, session, edition)


@router.get(
    "/{edition_id}", response_model=EditionOut, operation_id="readReport", responses=problems(401, 403, 404, 409)
)
def read_report(
    edition_id: EditionId, runtime: RuntimeDep, call: Viewer, audience: AudienceCode = "internal"
) -> EditionOut:
    """One edition with sections, figures and tables; `public` is what may leave the house."""
    with runtime.database.reading() as session:
        edition = _edition(runtime, session, edition_id, call, audience)
        reader = reader_of(session, call)
        keys = frozenset[str]()
        if audience == "internal":
            keys = runtime.reports.list_keys(session, edition_id, reader)
        labels = DepartmentRepository().labels(session)
    return edition_out(edition, runtime.settings.zone.display_name, labels, keys, audience)


@router.get(
    "/{edition_id}/assessment",
    response_model=ReportSection,
    operation_id="readAssessment",
    responses=problems(401, 403, 404),
)
def read_assessment(edition_id: EditionId, runtime: RuntimeDep, call: Viewer) -> ReportSection:
    """What each department did and how it is assessed, raw figures next to the points.

    Of a released report about everything, a department reads its own rows.
    """
    with runtime.database.reading() as session:
        reader = reader_of(session, call)
        if not reader.sees_all and reader.departments and not runtime.reports.shows(session, edition_id, reader):
            return section_out(runtime.appeals.assessment(session, edition_id, reader), frozenset())
        edition = runtime.reports.whole(session, edition_id, reader)
        keys = runtime.reports.list_keys(session, edition_id, reader)
    return section_out(next(section for section in edition.sections if section.key == "departments"), keys)


@router.get(
    "/{edition_id}/lists/{key}",
    response_model=ReportListOut,
    operation_id="readReportList",
    responses=problems(401, 403, 404),
)
def read_members(
    edition_id: EditionId,
    key: Annotated[str, Path(max_length=120)],
    runtime: RuntimeDep,
    call: Viewer,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> ReportListOut:
    """The petitions, messages or entries behind a number, by its `list` key."""
    with runtime.database.reading() as session:
        of, items = runtime.reports.members(session, edition_id, key, reader_of(session, call))
    return ReportListOut(key=key, of=of, total=len(items), items=items[offset : offset + limit])


@router.post(
    "/{edition_id}/release",
    response_model=EditionSummary,
    operation_id="releaseReport",
    responses=problems(401, 403, 404, 409),
)
def release_report(edition_id: EditionId, runtime: RuntimeDep, call: Exporter) -> EditionSummary:
    """Freeze a draft; from then on only a revised edition can correct it."""
    with runtime.database.unit_of_work() as session:
        edition = runtime.reports.release(session, edition_id, reader_of(session, call), call.actor, call.origin)
        return _summary(runtime, session, edition)


@router.get(
    "/{edition_id}/export",
    operation_id="exportReport",
    response_class=Response,
    responses=problems(401, 403, 404, 409),
)
def export_report(
    edition_id: EditionId,
    runtime: RuntimeDep,
    call: Exporter,
    format: FormatCode = "docx",
    audience: AudienceCode = "internal",
) -> Response:
    """An edition as a file."""
    with runtime.database.reading() as session:
        edition = _edition(runtime, session, edition_id, call, audience)
        heading = _heading(runtime, session, edition)
    least = runtime.reports.rules.public_group_min if audience == "public" else None
    exporter = EXPORTERS[format]
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'{heading}.{format}')}"}
    return Response(exporter.write(Document(heading, edition, least)), media_type=exporter.media_type, headers=headers)


def _department(reader: Reader, call: StaffCall, asked: str | None) -> str | None:
    """Return what the report is about: what was asked for, or the caller's own department where that is the limit."""
    if reader.sees_all:
        return asked
    wanted = asked or call.actor.department_code
    if wanted is None or wanted not in reader.departments:
        raise MissingPermissionError("report.export")
    return wanted


def _edition(runtime: Runtime, session: Session, edition_id: str, call: StaffCall, audience: AudienceCode) -> Edition:
    reader = reader_of(session, call)
    if audience == "public":
        return runtime.reports.public(session, edition_id, reader)
    return runtime.reports.get(session, edition_id, reader)


def _heading(runtime: Runtime, session: Session, edition: Edition) -> str:
    code = edition.department_code
    department = DepartmentRepository().labels(session).get(code, code) if code is not None else None
    return title(edition, runtime.settings.zone.display_name, department)


def _summary(runtime: Runtime, session: Session, edition: Edition) -> EditionSummary:
    return summary_out(edition, runtime.settings.zone.display_name, DepartmentRepository().labels(session))
