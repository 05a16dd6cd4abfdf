"""Appeals against the assessment of departments: file one, see them, rule on one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Path

from api.dependencies import RuntimeDep, StaffCall, problems, require
from api.schemas.appeals import AppealIn, AppealListOut, AppealOut, AppealRulingIn, AssessedOut
from api.views.reports import reader_of
from core.departments import DepartmentRepository
from reports.appeals.types import Appeal
from reports.wording import title

router = APIRouter(prefix="/api/staff", tags=["staff reports"])

EditionId = Annotated[str, Path(max_length=40)]
Viewer = Annotated[StaffCall, Depends(require("report.view"))]
Exporter = Annotated[StaffCall, Depends(require("report.export"))]
_ERRORS = problems(401, 403, 404, 409)


@router.get(
    "/assessments", response_model=list[AssessedOut], operation_id="listAssessments", responses=problems(401, 403)
)
def list_assessments(runtime: RuntimeDep, call: Viewer) -> list[AssessedOut]:
    """Released reports that assess departments: all, or those that assess the own; those released last first."""
    with runtime.database.reading() as session:
        found = runtime.appeals.assessed(session, reader_of(session, call))
    zone = runtime.settings.zone.display_name
    return [
        AssessedOut(
            edition_id=each.edition.id,
            title=title(each.edition, zone, None),
            number=each.edition.number,
            released_at=each.edition.released_at,
            until=each.window.until,
            is_open=each.window.is_open,
            appeals=each.appeals,
            pending=each.pending,
        )
        for each in found
    ]


@router.get(
    "/reports/{edition_id}/appeals", response_model=AppealListOut, operation_id="listAppeals",
    responses=problems(401, 403, 404),
)  # fmt: skip
def list_appeals(edition_id: EditionId, runtime: RuntimeDep, call: Viewer) -> AppealListOut:
    """The appeals that this caller may see: all, or those of the own departments."""
    with runtime.database.reading() as session:
        reader, names = reader_of(session, call), DepartmentRepository().labels(session)
        window = runtime.appeals.window(session, edition_id)
        found = runtime.appeals.of_edition(session, edition_id, reader)
    return AppealListOut(until=window.until, is_open=window.is_open, appeals=[_out(appeal, names) for appeal in found])


@router.post(
    "/reports/{edition_id}/appeals", response_model=AppealOut, status_code=201, operation_id="fileAppeal",
    responses=_ERRORS,
)  # fmt: skip
def file_appeal(edition_id: EditionId, body: AppealIn, runtime: RuntimeDep, call: Viewer) -> AppealOut:
    """A department says why its assessment is wrong, within five working days of the release."""
    with runtime.database.unit_of_work() as session:
        made = runtime.appeals.appeal(
            session, edition_id, body.department_code, body.text, reader_of(session, call), call.actor, call.origin
        )
        return _out(made, DepartmentRepository().labels(session))


@router.post("/appeals/{appeal_id}/rule", response_model=AppealOut, operation_id="ruleOnAppeal", responses=_ERRORS)
def rule_on_appeal(
    appeal_id: Annotated[str, Path(max_length=40)], body: AppealRulingIn, runtime: RuntimeDep, call: Exporter
) -> AppealOut:
    """Rule once, with a reason; what is upheld is corrected by a revised edition of the report."""
    with runtime.database.unit_of_work() as session:
        ruled = runtime.appeals.rule(
            session, appeal_id, body.reason, reader_of(session, call), call.actor,
            is_upheld=body.is_upheld, origin=call.origin,
        )  # fmt: skip
        return _out(ruled, DepartmentRepository().labels(session))


def _out(appeal: Appeal, names: Mapping[str, str]) -> AppealOut:
    department = names.get(appeal.department_code, appeal.department_code)
    return AppealOut.model_validate(asdict(appeal) | {"department": department})
