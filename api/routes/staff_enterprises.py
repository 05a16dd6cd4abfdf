"""Enterprise profiles as the desk keeps them: list, one, new, change, import. Who registers petitions may read."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Path, Query, UploadFile

from api.accounts.errors import MissingPermissionError
from api.accounts.permissions import Scope
from api.dependencies import RuntimeDep, StaffCall, problems, require
from api.schemas.enterprises import (
    FactSourceCode,
    ProfileChange,
    ProfileImportOut,
    ProfileIn,
    ProfileList,
    ProfileOut,
    SizeCode,
)
from api.spreadsheets import LIMITS, read_first_sheet
from api.views.enterprises import facts_of, import_out, profile_out
from core.messages import message
from enterprises.listing import ListOrigin, read_rows
from enterprises.types import FactSource, ProfileQuery, Size

router = APIRouter(prefix="/api/staff/enterprises", tags=["staff enterprises"])

_DESK = frozenset({Scope.ALL, Scope.ON_BEHALF})


Reader = Annotated[StaffCall, Depends(require("petition.create"))]
Editor = Annotated[StaffCall, Depends(require("profile.edit"))]
Code = Annotated[str, Path(max_length=40)]


@router.get("", response_model=ProfileList, operation_id="listEnterprises", responses=problems(401, 403))
def list_profiles(
    runtime: RuntimeDep,
    call: Reader,
    q: Annotated[str, Query(max_length=100)] = "",
    industry: Annotated[str | None, Query(max_length=5)] = None,
    region: Annotated[str | None, Query(max_length=12)] = None,
    size: SizeCode | None = None,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ProfileList:
    """Profiles by name. `industry` and `region` include what is below them."""
    _require_desk(call, "petition.create")
    query = ProfileQuery(q, industry, region, Size(size) if size else None, offset, limit)
    with runtime.database.reading() as session:
        total, found = runtime.enterprises.page(session, query)
    return ProfileList(total=total, profiles=[profile_out(profile) for profile in found])


@router.get(
    "/{credit_code}", response_model=ProfileOut, operation_id="readEnterprise", responses=problems(401, 403, 404)
)
def read_profile(credit_code: Code, runtime: RuntimeDep, call: Reader) -> ProfileOut:
    """One profile, each fact with its source and day, and the size that follows from them."""
    _require_desk(call, "petition.create")
    with runtime.database.reading() as session:
        profile = runtime.enterprises.get(session, credit_code)
        return profile_out(profile, runtime.enterprises.same_name(session, profile))


@router.post(
    "", response_model=ProfileOut, status_code=201, operation_id="createEnterprise", responses=problems(401, 403, 409)
)
def create_profile(body: ProfileIn, runtime: RuntimeDep, call: Editor) -> ProfileOut:
    """A new profile, on behalf of the enterprise."""
    _require_desk(call, "profile.edit")
    with runtime.database.unit_of_work() as session:
        profile = runtime.enterprises.create(session, body.credit_code, facts_of(body), call.actor, call.origin)
        return profile_out(profile, runtime.enterprises.same_name(session, profile))


@router.put(
    "/{credit_code}", response_model=ProfileOut, operation_id="changeEnterprise", responses=problems(401, 403, 404, 409)
)
def change_profile(credit_code: Code, body: ProfileChange, runtime: RuntimeDep, call: Editor) -> ProfileOut:
    """The facts of a profile in place of those stored."""
    _require_desk(call, "profile.edit")
    with runtime.database.unit_of_work() as session:
        profile = runtime.enterprises.change(
            session, credit_code, facts_of(body), call.actor, lock=body.lock, origin=call.origin
        )
        return profile_out(profile, runtime.enterprises.same_name(session, profile))


@router.post(
    "/import", response_model=ProfileImportOut, operation_id="importEnterprises", responses=problems(401, 403, 413)
)
def import_profiles(
    runtime: RuntimeDep,
    call: Editor,
    file: Annotated[UploadFile, File()],
    source: Annotated[FactSourceCode, Form()] = "staff",
    verified: Annotated[bool, Form()] = False,
) -> ProfileImportOut:
    """Profiles of a CSV or XLSX: good rows in, bad rows listed; facts as well checked or as recent are replaced."""
    _require_desk(call, "profile.edit")
    rows = read_first_sheet(file.filename or message("api.unnamed_file"), file.file.read(LIMITS.max_bytes + 1))
    listed, unreadable = read_rows(rows, ListOrigin(FactSource(source), runtime.clock.today(), verified))
    with runtime.database.unit_of_work() as session:
        outcome = runtime.enterprises.import_profiles(session, listed, call.actor, call.origin)
    return import_out(outcome, unreadable)


def _require_desk(call: StaffCall, permission: str) -> None:
    """Refuse who holds the permission for an own enterprise alone, as no account is bound to one yet."""
    if not call.scopes & _DESK:
        raise MissingPermissionError(permission)
