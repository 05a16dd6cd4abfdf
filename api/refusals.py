"""Members of staff who reached for what is not theirs: each refusal stands in the audit log (DOMAIN §1)."""

from __future__ import annotations

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from api.accounts.errors import CsrfError, PasswordChangeRequiredError
from core import audit
from core.actors import Actor
from core.audit import Origin
from core.errors import AppError, NotAllowedError, NotFoundError
from core.logging import get_logger

_STALE_PAGE = (CsrfError, PasswordChangeRequiredError)
"""Refusals that say nothing about whom somebody tried to reach."""

_LONGEST_ID = 80
_log = get_logger(__name__)


def remember_caller(request: Request, actor: Actor, origin: Origin) -> None:
    """Note who is asking, for the case that the answer is no."""
    request.state.caller = (actor, origin)


async def audit_refusal(request: Request, error: AppError) -> None:
    """Write down a refusal by role, by department, or of what this caller may not know of; never fails."""
    caller: tuple[Actor, Origin] | None = getattr(request.state, "caller", None)
    is_hidden = isinstance(error, NotFoundError) and error.is_hidden
    if caller is None or not (is_hidden or (isinstance(error, NotAllowedError) and not isinstance(error, _STALE_PAGE))):
        return
    try:
        await run_in_threadpool(_record, request, *caller, error.code)
    except Exception:
        _log.exception("refusal_not_audited", code=error.code)


def _record(request: Request, actor: Actor, origin: Origin, code: str) -> None:
    runtime = request.app.state.runtime
    route = request.scope["route"].path
    kind, asked_for = next(iter(request.path_params.items()), ("route", route))
    with runtime.database.unit_of_work() as session:
        audit.record(
            session,
            actor,
            "access.refused",
            object_type=kind,
            object_id=str(asked_for)[:_LONGEST_ID],
            changes={"method": request.method, "route": route, "code": code},
            at=runtime.clock.now(),
            ip=origin.ip,
            request_id=origin.request_id,
        )
