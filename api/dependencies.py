"""What routes ask for: the runtime, the caller, and the permission to go on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response

from api.accounts.errors import CsrfError, MissingPermissionError, PasswordChangeRequiredError
from api.accounts.permissions import Scope
from api.accounts.types import StaffIdentity
from api.callers import VISITOR_COOKIE, VISITOR_DAYS, ProxyTrust, VisitorIds
from api.errors import NotReadyError, trace_id_of
from api.limits import RateLimiter
from api.metrics import Metrics
from api.refusals import remember_caller
from api.runtime import Runtime
from api.threads import Threads
from api.underway import AnswersUnderWay
from core.actors import Actor
from core.audit import Origin
from core.departments import DepartmentRepository
from core.errors import NotLoggedInError
from core.messages import message

SESSION_COOKIE = "youda_session"
CSRF_HEADER = "x-csrf-token"
_READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What one server keeps beside its runtime."""

    proxies: ProxyTrust
    limiter: RateLimiter
    metrics: Metrics
    visitors: VisitorIds
    answering: ThreadPoolExecutor
    threads: Threads
    under_way: AnswersUnderWay = field(default_factory=AnswersUnderWay)


@dataclass(frozen=True, slots=True)
class StaffCall:
    """A staff member who may do what this route does, and how far (`scopes`).

    `departments` are the own one and those below it.
    """

    identity: StaffIdentity
    scopes: frozenset[Scope]
    departments: frozenset[str]
    origin: Origin

    @property
    def actor(self) -> Actor:
        return self.identity.actor


def get_runtime(request: Request) -> Runtime:
    """Return the services of this server."""
    runtime: Runtime = request.app.state.runtime
    return runtime


def get_ready_runtime(request: Request) -> Runtime:
    """Return the services once the base is searchable. Raises NotReadyError before."""
    runtime = get_runtime(request)
    if not runtime.ready:
        raise NotReadyError
    return runtime


def get_surroundings(request: Request) -> Surroundings:
    """Return limits, counters and trust of this server."""
    surroundings: Surroundings = request.app.state.surroundings
    return surroundings


def get_origin(request: Request) -> Origin:
    """Return address and id of this request, for the audit log."""
    return Origin(ip=get_surroundings(request).proxies.client_address(request), request_id=trace_id_of(request))


def session_cookie_name(request: Request) -> str:
    """Return the cookie's name: under TLS the `__Host-` one, which no other site or path can set."""
    return f"__Host-{SESSION_COOKIE}" if get_surroundings(request).proxies.is_secure(request) else SESSION_COOKIE


def get_identity(request: Request) -> StaffIdentity:
    """Return who is logged in. Raises NotLoggedInError; asks for the CSRF token on every write."""
    token = request.cookies.get(session_cookie_name(request))
    if not token:
        raise NotLoggedInError(message("auth.not_logged_in"))
    runtime = get_runtime(request)
    with runtime.database.reading() as session:
        identity = runtime.accounts.resolve(session, token)
    if identity is None:
        raise NotLoggedInError(message("auth.session_ended"))
    remember_caller(request, identity.actor, get_origin(request))
    if request.method not in _READING_METHODS:
        refuse_foreign_origin(request)
        if not runtime.accounts.csrf_matches(identity, request.headers.get(CSRF_HEADER)):
            raise CsrfError
    if identity.is_stale:
        with runtime.database.unit_of_work() as session:
            runtime.accounts.touch(session, identity)
    return identity


def refuse_foreign_origin(request: Request) -> None:
    """Raise CsrfError when a browser says that another site's page sent this write."""
    origin = request.headers.get("origin")
    if origin is not None and not is_own_origin(request, origin):
        raise CsrfError


def is_own_origin(request: Request, origin: str) -> bool:
    """Say whether a page of this server itself has this origin."""
    public = get_runtime(request).settings.server.public_url or ""
    return urlsplit(origin).netloc in (request.headers.get("host"), urlsplit(public).netloc)


def own_address(request: Request) -> str:
    """Return the address under which others reach this server, without a slash at its end."""
    scheme = "https" if get_surroundings(request).proxies.is_secure(request) else "http"
    public = get_runtime(request).settings.server.public_url
    return (public or f"{scheme}://{request.headers.get('host', '')}").rstrip("/")


def require(permission: str) -> Callable[[Request], StaffCall]:
    """Return a dependency that lets pass whoever holds `permission`, in whatever scope."""
    return require_any(permission)


def require_any(*permissions: str) -> Callable[[Request], StaffCall]:
    """Return a dependency that lets pass whoever holds one of `permissions`; the scopes are of all held."""

    def check(request: Request) -> StaffCall:
        identity = get_identity(request)
        if identity.account.must_change_password:
            raise PasswordChangeRequiredError
        matrix = get_runtime(request).accounts.permissions
        scopes = frozenset().union(*(matrix.scopes(identity.account.roles, code) for code in permissions))
        if not scopes:
            raise MissingPermissionError(permissions[0])
        return StaffCall(identity, scopes, _departments_of(request, identity.actor), get_origin(request))

    check.permissions = permissions  # type: ignore[attr-defined]  # read by the test of every route's permission
    return check


def _departments_of(request: Request, actor: Actor) -> frozenset[str]:
    if actor.department_code is None:
        return frozenset()
    with get_runtime(request).database.reading() as session:
        return DepartmentRepository().subtree_codes(session, actor.department_code)


async def limit_chat(request: Request) -> None:
    """Count a question of this visitor. Raises TooManyRequestsError.

    Callers on this machine itself (bench, evaluation) are not counted; a proxy on it names whom it speaks for.
    """
    around = get_surroundings(request)
    if around.proxies.is_local(request):
        return
    address = around.proxies.client_address(request)
    visitor = visitor_of(request)
    around.limiter.take("chat_address", address)
    around.limiter.take("chat", f"visitor:{visitor}" if visitor else address)


def visitor_of(request: Request) -> str | None:
    """Return the id that tells this visitor apart from others; None for one who never came before."""
    return get_surroundings(request).visitors.read(request.cookies.get(VISITOR_COOKIE))


def greet_visitor(request: Request, response: Response) -> None:
    """Give a new visitor an id, so that one of many behind an office's address is counted alone."""
    if visitor_of(request) is None:
        around = get_surroundings(request)
        response.set_cookie(
            VISITOR_COOKIE,
            around.visitors.issue(),
            max_age=VISITOR_DAYS * 86_400,
            httponly=True,
            samesite="lax",
            secure=around.proxies.is_secure(request),
            path="/",
        )


def limit(name: str) -> Callable[[Request], Awaitable[None]]:
    """Return a dependency that counts a try of this address under limit `name`."""

    async def take(request: Request) -> None:
        take_limit(request, name)

    return take


def take_limit(request: Request, name: str) -> None:
    """Count a try of this address under limit `name`. Raises TooManyRequestsError."""
    around = get_surroundings(request)
    around.limiter.take(name, around.proxies.client_address(request))


# What only looks something up is asked for in the event loop: a trip to a thread would cost more than the work.


async def _runtime(request: Request) -> Runtime:
    return get_runtime(request)


async def _ready_runtime(request: Request) -> Runtime:
    return get_ready_runtime(request)


async def _origin(request: Request) -> Origin:
    return get_origin(request)


async def _surroundings(request: Request) -> Surroundings:
    return get_surroundings(request)


RuntimeDep = Annotated[Runtime, Depends(_runtime)]
ReadyRuntimeDep = Annotated[Runtime, Depends(_ready_runtime)]
IdentityDep = Annotated[StaffIdentity, Depends(get_identity)]
OriginDep = Annotated[Origin, Depends(_origin)]
AroundDep = Annotated[Surroundings, Depends(_surroundings)]


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the declaration of the problem documents a route may answer with; 422 and 500 are added everywhere."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        status: {"description": message(f"api.title.{status}"), "content": content} for status in (*statuses, 422, 500)
    }
