"""Staff: logging in and out, who am I, changing the password, the list of departments."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from api.accounts.errors import LoginFailedError
from api.accounts.service import role_names
from api.accounts.types import StaffIdentity
from api.dependencies import (
    IdentityDep,
    OriginDep,
    RuntimeDep,
    get_identity,
    get_surroundings,
    limit,
    problems,
    refuse_foreign_origin,
    session_cookie_name,
)
from api.runtime import Runtime
from api.schemas.accounts import LoginIn, MeOut, PasswordIn
from api.schemas.petitions import DepartmentOut
from core.departments import DepartmentRepository
from petitions.recipients import supervision_level

router = APIRouter(prefix="/api/staff", tags=["staff"])


@router.post(
    "/login",
    response_model=MeOut,
    operation_id="logIn",
    dependencies=[Depends(limit("login"))],
    responses=problems(401, 403, 429),
)
def log_in(body: LoginIn, request: Request, response: Response, runtime: RuntimeDep, origin: OriginDep) -> MeOut:
    """Open a session. The cookie holds it; `csrf_token` of the answer goes into X-CSRF-Token of every write."""
    refuse_foreign_origin(request)
    with runtime.database.reading() as session:  # the slow comparison must not hold the write lock
        check = runtime.accounts.check_password(session, body.user_name, body.password)
    with runtime.database.unit_of_work() as session:
        opened = runtime.accounts.open_session(session, check, origin)
        identity = None if opened is None else runtime.accounts.resolve(session, opened.token)
        me = None if identity is None else _me(runtime, session, identity)
    if opened is None or me is None:
        raise LoginFailedError
    response.set_cookie(
        session_cookie_name(request),
        opened.token,
        httponly=True,
        samesite="lax",
        secure=get_surroundings(request).proxies.is_secure(request),
        path="/",
    )
    return me


@router.post("/logout", status_code=204, operation_id="logOut", responses=problems(401, 403))
def log_out(
    request: Request, response: Response, identity: IdentityDep, runtime: RuntimeDep, origin: OriginDep
) -> None:
    """End this session."""
    with runtime.database.unit_of_work() as session:
        runtime.accounts.log_out(session, identity, origin)
    _forget_cookie(request, response)


@router.post("/logout-everywhere", status_code=204, operation_id="logOutEverywhere", responses=problems(401, 403))
def log_out_everywhere(
    request: Request, response: Response, identity: IdentityDep, runtime: RuntimeDep, origin: OriginDep
) -> None:
    """End every session of this account, on other machines too."""
    with runtime.database.unit_of_work() as session:
        runtime.accounts.end_sessions(session, identity.account.id, identity.actor, origin)
    _forget_cookie(request, response)


@router.get("/me", response_model=MeOut, operation_id="whoAmI", responses=problems(401))
def who_am_i(identity: IdentityDep, runtime: RuntimeDep) -> MeOut:
    """Who is logged in, with roles, permissions and the CSRF token."""
    with runtime.database.reading() as session:
        return _me(runtime, session, identity)


@router.post("/password", status_code=204, operation_id="changePassword", responses=problems(401, 403))
def change_password(
    body: PasswordIn,
    request: Request,
    response: Response,
    identity: IdentityDep,
    runtime: RuntimeDep,
    origin: OriginDep,
) -> None:
    """Set a new password; every session of the account ends, this one too."""
    with runtime.database.unit_of_work() as session:
        runtime.accounts.change_password(session, identity, body.old_password, body.new_password, origin)
    _forget_cookie(request, response)


@router.get(
    "/departments",
    response_model=list[DepartmentOut],
    operation_id="listDepartments",
    dependencies=[Depends(get_identity)],
    responses=problems(401),
)
def list_departments(runtime: RuntimeDep) -> list[DepartmentOut]:
    """All departments, by code."""
    with runtime.database.reading() as session:
        return [
            DepartmentOut(code=d.code, name=d.name, phone=d.phone, address=d.address, hours=d.hours)
            for d in DepartmentRepository().list_all(session)
        ]


def _forget_cookie(request: Request, response: Response) -> None:
    """A `__Host-` cookie is taken away only by one with the same flags."""
    secure = get_surroundings(request).proxies.is_secure(request)
    response.delete_cookie(session_cookie_name(request), path="/", secure=secure, httponly=True, samesite="lax")


def _me(runtime: Runtime, session: Session, identity: StaffIdentity) -> MeOut:
    account = identity.account
    department = DepartmentRepository().get(session, account.department_code) if account.department_code else None
    return MeOut(
        user_name=account.user_name,
        display_name=account.display_name,
        roles=sorted(role.value for role in account.roles),
        role_names=role_names(account.roles),
        department_code=account.department_code,
        department=department.name if department else None,
        supervision_level=supervision_level(account.actor),
        permissions=runtime.accounts.permissions.of(account.roles),
        csrf_token=identity.csrf_token,
        must_change_password=account.must_change_password,
        session_ends_at=identity.ends_at,
    )
