"""Administration: staff accounts and the roles that they may hold."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from sqlalchemy.orm import Session

from api.accounts.service import role_names
from api.accounts.types import Account, AccountChange, AccountDraft
from api.dependencies import RuntimeDep, StaffCall, problems, require
from api.runtime import Runtime
from api.schemas.accounts import AccountChangeIn, AccountIn, AccountOut, OneTimePasswordOut, RoleOut, StaffRoleCode
from core.actors import Role
from core.departments import DepartmentRepository

router = APIRouter(prefix="/api/staff/accounts", tags=["staff accounts"])

Manager = Annotated[StaffCall, Depends(require("user.manage"))]
AccountId = Annotated[str, Path(min_length=1, max_length=64)]
_ERRORS = problems(401, 403, 404, 409)


@router.get("", response_model=list[AccountOut], operation_id="listAccounts", responses=problems(401, 403))
def list_accounts(runtime: RuntimeDep, _call: Manager) -> list[AccountOut]:
    """All accounts by user name, closed ones too."""
    with runtime.database.reading() as session:
        departments = DepartmentRepository().labels(session)
        return [_out(account, departments) for account in runtime.accounts.list_accounts(session)]


@router.get("/roles", response_model=list[RoleOut], operation_id="listRoles", responses=problems(401, 403))
def list_roles(runtime: RuntimeDep, _call: Manager) -> list[RoleOut]:
    """The roles of staff, with what each permits."""
    codes: tuple[StaffRoleCode, ...] = StaffRoleCode.__args__  # type: ignore[attr-defined]
    return [
        RoleOut(
            code=code,
            name=role_names(frozenset({Role(code)}))[0],
            permissions={name: scope.value for name, scope in runtime.accounts.permissions.cells(Role(code)).items()},
        )
        for code in codes
    ]


@router.post(
    "", status_code=201, response_model=OneTimePasswordOut, operation_id="addAccount", responses=problems(401, 403, 409)
)
def add_account(body: AccountIn, runtime: RuntimeDep, call: Manager) -> OneTimePasswordOut:
    """A new account, with a random password that must be changed at the first login."""
    draft = AccountDraft(
        user_name=body.user_name,
        display_name=body.display_name,
        roles=_roles(body),
        department_code=body.department_code,
        region_code=body.region_code,
    )
    password = runtime.accounts.random_password(body.user_name)
    with runtime.database.unit_of_work() as session:
        account = runtime.accounts.create(session, draft, password, call.actor, call.origin)
        return OneTimePasswordOut(account=_shown(session, account), password=password)


@router.put("/{account_id}", response_model=AccountOut, operation_id="changeAccount", responses=_ERRORS)
def change_account(account_id: AccountId, body: AccountChangeIn, runtime: RuntimeDep, call: Manager) -> AccountOut:
    """Name, roles and place of a person. Nobody changes his own roles."""
    change = AccountChange(
        display_name=body.display_name,
        roles=_roles(body),
        department_code=body.department_code,
        region_code=body.region_code,
    )
    with runtime.database.unit_of_work() as session:
        return _shown(session, runtime.accounts.change(session, account_id, change, call.actor, call.origin))


@router.post("/{account_id}/disable", response_model=AccountOut, operation_id="disableAccount", responses=_ERRORS)
def disable_account(account_id: AccountId, runtime: RuntimeDep, call: Manager) -> AccountOut:
    """Close an account and end its sessions; what it did stays under its name."""
    return _set_disabled(runtime, account_id, call, disabled=True)


@router.post("/{account_id}/enable", response_model=AccountOut, operation_id="enableAccount", responses=_ERRORS)
def enable_account(account_id: AccountId, runtime: RuntimeDep, call: Manager) -> AccountOut:
    """Open a closed account again."""
    return _set_disabled(runtime, account_id, call, disabled=False)


@router.post(
    "/{account_id}/reset-password",
    response_model=OneTimePasswordOut,
    operation_id="resetPassword",
    responses=problems(401, 403, 404),
)
def reset_password(account_id: AccountId, runtime: RuntimeDep, call: Manager) -> OneTimePasswordOut:
    """A new random password; the account is unlocked and logged out everywhere."""
    with runtime.database.unit_of_work() as session:
        account, password = runtime.accounts.reset_password(session, account_id, call.actor, call.origin)
        return OneTimePasswordOut(account=_shown(session, account), password=password)


@router.post(
    "/{account_id}/end-sessions", status_code=204, operation_id="endSessions", responses=problems(401, 403, 404)
)
def end_sessions(account_id: AccountId, runtime: RuntimeDep, call: Manager) -> None:
    """Log a person out everywhere."""
    with runtime.database.unit_of_work() as session:
        runtime.accounts.end_sessions(session, account_id, call.actor, call.origin)


def _set_disabled(runtime: Runtime, account_id: str, call: StaffCall, *, disabled: bool) -> AccountOut:
    with runtime.database.unit_of_work() as session:
        account = runtime.accounts.disable(session, account_id, call.actor, disabled=disabled, origin=call.origin)
        return _shown(session, account)


def _roles(body: AccountChangeIn) -> frozenset[Role]:
    return frozenset(Role(code) for code in body.roles)


def _shown(session: Session, account: Account) -> AccountOut:
    return _out(account, DepartmentRepository().labels(session))


def _out(account: Account, departments: dict[str, str]) -> AccountOut:
    return AccountOut(
        id=account.id,
        user_name=account.user_name,
        display_name=account.display_name,
        roles=sorted(role.value for role in account.roles),
        role_names=role_names(account.roles),
        department_code=account.department_code,
        department=departments.get(account.department_code or ""),
        region_code=account.region_code,
        disabled=account.disabled,
        must_change_password=account.must_change_password,
        locked_until=account.locked_until,
        created_at=account.created_at,
    )
