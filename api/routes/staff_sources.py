"""The source list: sites, daily ticks, the monthly bulletin, the list as a spreadsheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, File, Path, Query, Response, UploadFile
from sqlalchemy.orm import Session

from api.accounts.errors import MissingPermissionError
from api.accounts.permissions import Scope
from api.dependencies import RuntimeDep, StaffCall, problems, require, require_any
from api.runtime import Runtime
from api.schemas.source_sites import (
    SourceBulletinOut,
    SourceImportOut,
    SourceSiteChange,
    SourceSiteIn,
    SourceSiteList,
    SourceSiteOut,
    SourceTickIn,
)
from api.views.source_sites import Owners, bulletin_out, import_out, site_draft, site_out
from core.errors import NotFoundError
from core.messages import message
from ingest.sources.errors import NotOwnerError, UnusableSiteError
from ingest.sources.listing import LIMITS, read_list, write_list
from ingest.sources.types import ListedSite, SiteDraft

router = APIRouter(prefix="/api/staff/sources", tags=["staff sources"])

Reader = Annotated[StaffCall, Depends(require("kb.read_internal"))]
Editor = Annotated[StaffCall, Depends(require("kb.edit"))]
Ticker = Annotated[StaffCall, Depends(require_any("kb.edit", "kb.read_internal"))]
SiteId = Annotated[str, Path(max_length=64)]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("", response_model=SourceSiteList, operation_id="listSources", responses=problems(401, 403))
def list_sources(runtime: RuntimeDep, call: Reader) -> SourceSiteList:
    """Every site and where it stands now, and who may be made an owner."""
    with runtime.database.reading() as session:
        owners = Owners.of(runtime, session)
        matrix = runtime.accounts.permissions
        readers = [a.id for a in owners.accounts.values() if matrix.scopes(a.roles, "kb.read_internal")]
        return SourceSiteList(
            today=runtime.clock.today(),
            closes_hour=runtime.settings.zone.work_end_hour,
            sites=[
                site_out(standing, owners, call.actor, is_curator=_is_curator(runtime, call))
                for standing in runtime.sources.standings(session)
            ],
            owners=owners.choices(readers),
        )


@router.get(
    "/bulletin", response_model=SourceBulletinOut, operation_id="readSourceBulletin", responses=problems(401, 403)
)
def read_bulletin(
    runtime: RuntimeDep, _call: Reader, month: Annotated[str | None, Query(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$")] = None
) -> SourceBulletinOut:
    """The checks of a month (default: this one): due, done and missed, by site and by owner."""
    wanted = runtime.clock.today() if month is None else date.fromisoformat(f"{month}-01")
    with runtime.database.reading() as session:
        bulletin = runtime.sources.bulletin(session, wanted)
        figures = runtime.sources.discipline(session, wanted)
        return bulletin_out(bulletin, figures, Owners.of(runtime, session))


@router.get("/export", operation_id="exportSources", response_class=Response, responses=problems(401, 403))
def export_sources(runtime: RuntimeDep, _call: Reader, format: Literal["csv", "xlsx"] = "xlsx") -> Response:
    """The list as a spreadsheet that `import` reads back."""
    with runtime.database.reading() as session:
        owners = Owners.of(runtime, session)
        sites = [standing.site for standing in runtime.sources.standings(session)]
    content = write_list(
        sites, lambda site: (owners.person(site) or "", owners.department(site) or ""), as_workbook=format == "xlsx"
    )
    name = quote(f"{message('sources.list_title')}.{format}")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    media_type = _XLSX if format == "xlsx" else "text/csv; charset=utf-8"
    return Response(content, media_type=media_type, headers=headers)


@router.post(
    "", response_model=SourceSiteOut, status_code=201, operation_id="createSource", responses=problems(401, 403, 409)
)
def create_source(body: SourceSiteIn, runtime: RuntimeDep, call: Editor) -> SourceSiteOut:
    """A new site on the list."""
    _require_curator(runtime, call)
    with runtime.database.unit_of_work() as session:
        draft = _checked(runtime, session, body)
        site = runtime.sources.create(session, draft, call.actor, call.origin)
        return _out(runtime, session, site.id, call)


@router.put(
    "/{site_id}", response_model=SourceSiteOut, operation_id="changeSource", responses=problems(401, 403, 404, 409)
)
def change_source(site_id: SiteId, body: SourceSiteChange, runtime: RuntimeDep, call: Editor) -> SourceSiteOut:
    """The new content of a site."""
    _require_curator(runtime, call)
    with runtime.database.unit_of_work() as session:
        draft = _checked(runtime, session, body)
        runtime.sources.change(session, site_id, draft, call.actor, lock=body.lock, origin=call.origin)
        return _out(runtime, session, site_id, call)


@router.post(
    "/{site_id}/tick", response_model=SourceSiteOut, operation_id="tickSource", responses=problems(401, 403, 404, 409)
)
def tick_source(site_id: SiteId, body: SourceTickIn, runtime: RuntimeDep, call: Ticker) -> SourceSiteOut:
    """Today's check of a site, by its owner or a curator; a second one of the day corrects the first."""
    is_curator = _is_curator(runtime, call)
    with runtime.database.unit_of_work() as session:
        try:
            runtime.sources.tick(
                session, site_id, call.actor, found_count=body.found_count, note=body.note, is_curator=is_curator,
                origin=call.origin,
            )  # fmt: skip
        except (NotFoundError, NotOwnerError) as error:
            if is_curator:
                raise
            raise MissingPermissionError("kb.edit") from error  # who owns nothing learns nothing about the list
        return _out(runtime, session, site_id, call)


@router.post("/import", response_model=SourceImportOut, operation_id="importSources", responses=problems(401, 403, 413))
def import_sources(runtime: RuntimeDep, call: Editor, file: Annotated[UploadFile, File()]) -> SourceImportOut:
    """Sites of a CSV or XLSX: new addresses are added, known ones changed, the others left alone."""
    _require_curator(runtime, call)
    listed, bad = read_list(file.filename or message("api.unnamed_file"), file.file.read(LIMITS.max_bytes + 1))
    with runtime.database.unit_of_work() as session:
        owners = Owners.of(runtime, session)
        done = runtime.sources.import_list(
            session, listed, call.actor, owner_of=lambda site: _with_owner(site, owners), origin=call.origin
        )
    return import_out(replace(done, problems=(*bad, *done.problems)))


def _with_owner(site: ListedSite, owners: Owners) -> SiteDraft | None:
    """Return the draft with its owners by id and code; None when somebody is named whom nobody knows."""
    draft, person, department = site.draft, None, None
    if site.owner:
        person = owners.find_person(site.owner)
        department = None if person else owners.find_department(site.owner)
    if draft.owner_department:
        department = owners.find_department(draft.owner_department)
    if (site.owner and not (person or department)) or (draft.owner_department and not department):
        return None
    return replace(draft, owner_id=person, owner_department=department)


def _checked(runtime: Runtime, session: Session, form: SourceSiteIn) -> SiteDraft:
    owners, draft = Owners.of(runtime, session), site_draft(form)
    unknown = {}
    if draft.owner_id is not None and draft.owner_id not in owners.accounts:
        unknown["owner_id"] = message("sources.error.owner")
    if draft.owner_department is not None and draft.owner_department not in owners.departments:
        unknown["owner_department"] = message("sources.error.owner")
    if unknown:
        raise UnusableSiteError(unknown)
    return draft


def _out(runtime: Runtime, session: Session, site_id: str, call: StaffCall) -> SourceSiteOut:
    standing = runtime.sources.standing(session, site_id)
    is_curator = _is_curator(runtime, call)
    return site_out(standing, Owners.of(runtime, session), call.actor, is_curator=is_curator)


def _is_curator(runtime: Runtime, call: StaffCall) -> bool:
    return Scope.ALL in runtime.accounts.permissions.scopes(call.actor.roles, "kb.edit")


def _require_curator(runtime: Runtime, call: StaffCall) -> None:
    if not _is_curator(runtime, call):
        raise MissingPermissionError("kb.edit")
