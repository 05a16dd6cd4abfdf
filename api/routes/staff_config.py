"""What an administrator decides about petitions: taxonomy, departments, dispatch catalogue, calendar, working rules."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Path, Response, UploadFile

from api.configuring import config_out, import_into, kind_of, table_of
from api.dependencies import RuntimeDep, StaffCall, problems, require
from api.runtime import Runtime
from api.schemas.config import ConfigIn, ConfigOut, HoldingOut
from api.spreadsheets import LIMITS, SheetFormat, table_response
from core.departments import DepartmentRepository
from core.errors import NotFoundError
from core.messages import message
from petitions.catalogue.types import ConfigChange, ConfigKind

router = APIRouter(prefix="/api/staff/config", tags=["staff configuration"])

Administrator = Annotated[StaffCall, Depends(require("config.edit"))]
_ERRORS = problems(401, 403, 404, 409)


def _kind(
    kind: Annotated[str, Path(max_length=20, description="taxonomy, departments, dispatch, calendar or rules")],
) -> ConfigKind:
    return kind_of(kind)


Kind = Annotated[ConfigKind, Depends(_kind)]
"""Asked for after the caller, so that who may not decide does not learn what can be decided."""


@router.get("/{kind}", response_model=ConfigOut, operation_id="readConfig", responses=problems(401, 403, 404))
def read(_call: Administrator, kind: Kind, runtime: RuntimeDep) -> ConfigOut:
    """What is in force, and every decision before and for later."""
    return _current(runtime, kind)


@router.put("/{kind}", response_model=ConfigOut, operation_id="changeConfig", responses=_ERRORS)
def change(call: Administrator, kind: Kind, body: ConfigIn, runtime: RuntimeDep) -> ConfigOut:
    """Decide anew: all rows of this kind, from a day on. A future day leaves today's rows in force until then."""
    decided = ConfigChange(kind, body.rows, body.base_version, body.reason, body.effective_from)
    with runtime.database.unit_of_work() as session:
        runtime.catalogue.decide(session, decided, call.actor, call.origin)
    runtime.use_catalogue()
    return _current(runtime, kind)


@router.post(
    "/{kind}/import", response_model=ConfigOut, operation_id="importConfig", responses=problems(401, 403, 404, 409, 413)
)
def import_table(
    call: Administrator,
    kind: Kind,
    runtime: RuntimeDep,
    file: Annotated[UploadFile, File()],
    reason: Annotated[str, Form(max_length=500)],
    base_version: Annotated[int, Form(ge=0)],
    effective_from: Annotated[date | None, Form()] = None,
) -> ConfigOut:
    """Decide by a CSV or XLSX, as `export` writes it. Calendar days are always added to those there are."""
    name = file.filename or message("api.unnamed_file")
    content = file.file.read(LIMITS.max_bytes + 1)
    with runtime.database.unit_of_work() as session:
        import_into(
            runtime, session, kind, (name, content), reason, base_version, effective_from, call.actor, call.origin
        )
    runtime.use_catalogue()
    return _current(runtime, kind)


@router.get("/{kind}/export", operation_id="exportConfig", response_class=Response, responses=problems(401, 403, 404))
def export_table(_call: Administrator, kind: Kind, runtime: RuntimeDep, format: SheetFormat = "csv") -> Response:
    """What is in force as a table that `import` reads back."""
    with runtime.database.reading() as session:
        current = runtime.catalogue.current(session, kind)
    return table_response(table_of(kind, current), title=message(f"config.kind.{kind.value}"), format=format)


@router.get(
    "/{kind}/versions/{version}", operation_id="exportConfigVersion", response_class=Response,
    responses=problems(401, 403, 404),
)  # fmt: skip
def export_version(
    _call: Administrator, kind: Kind, version: int, runtime: RuntimeDep, format: SheetFormat = "csv"
) -> Response:
    """One decision as it was made."""
    with runtime.database.reading() as session:
        found = runtime.catalogue.version(session, kind, version)
    return table_response(
        table_of(kind, found), title=f"{message(f'config.kind.{kind.value}')}-{version}", format=format
    )


@router.get(
    "/departments/{code}/holdings", response_model=list[HoldingOut], operation_id="listHoldings",
    responses=problems(401, 403, 404),
)  # fmt: skip
def list_holdings(
    code: Annotated[str, Path(max_length=40)], runtime: RuntimeDep, _call: Administrator
) -> list[HoldingOut]:
    """What a department still holds and must hand over before it can be removed."""
    with runtime.database.reading() as session:
        if DepartmentRepository().get(session, code) is None:
            raise NotFoundError(message("config.problem.no_department", code=code))
        holdings = runtime.catalogue.holdings(session, code)
    return [
        HoldingOut(kind=h.kind, count=h.count, text=message(f"config.holding.{h.kind}", count=h.count))
        for h in holdings
    ]


def _current(runtime: Runtime, kind: ConfigKind) -> ConfigOut:
    with runtime.database.reading() as session:
        return config_out(runtime.catalogue.current(session, kind), runtime.catalogue.versions(session, kind))
