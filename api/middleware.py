"""What happens around every request: an id, a log line, a size limit, security and cache headers."""

from __future__ import annotations

import re
import secrets
import time

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import BodyTooLargeError, problem_response, respond_to
from api.metrics import Metrics
from core.logging import get_logger
from core.messages import message

_log = get_logger(__name__)
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_HASHED = re.compile(r"^/ui/.+-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$")
_MEGABYTE = 1024 * 1024


class RequestContextMiddleware:
    """Gives a request its id, logs its end, and answers whatever no handler foresaw with a problem document."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sent = Headers(scope=scope).get("x-request-id", "")
        trace_id = sent if _REQUEST_ID.fullmatch(sent) else secrets.token_hex(8)
        scope["youda.trace_id"] = trace_id
        status = 0
        began = time.perf_counter()

        async def send_with_id(reply: Message) -> None:
            nonlocal status
            if reply["type"] == "http.response.start":
                status = reply["status"]
                MutableHeaders(scope=reply)["X-Request-ID"] = trace_id
            await send(reply)

        with structlog.contextvars.bound_contextvars(trace_id=trace_id):
            try:
                await self._app(scope, receive, send_with_id)
            except Exception:
                _log.exception("request_crashed", route=_route_of(scope), trace_id=trace_id)
                if status:
                    raise
                answer = problem_response(scope, 500, "unexpected", message("api.status.500"))
                await answer(scope, receive, send_with_id)
            finally:
                self._finish(scope, status, time.perf_counter() - began)

    def _finish(self, scope: Scope, status: int, seconds: float) -> None:
        route = _route_of(scope)
        self._metrics.requests.labels(scope["method"], route, str(status)).inc()
        if route not in ("/healthz", "/readyz", "/metrics"):
            _log.info(
                "request", method=scope["method"], route=route, status=status, milliseconds=round(seconds * 1000, 1)
            )


class BodyLimitMiddleware:
    """Refuses bodies over the limit, by their announced length or while they arrive."""

    def __init__(self, app: ASGIApp, most_megabytes: int) -> None:
        self._app = app
        self._most_megabytes = most_megabytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "0")
        most = self._most_megabytes * _MEGABYTE
        if announced.isdecimal() and int(announced) > most:
            refusal = respond_to(scope, BodyTooLargeError(self._most_megabytes))
            await refusal(scope, receive, send)
            return
        taken = 0

        async def receive_counted() -> Message:
            nonlocal taken
            part = await receive()
            taken += len(part.get("body", b""))
            if taken > most:
                raise HTTPException(413)
            return part

        await self._app(scope, receive_counted, send)


class HeadersMiddleware:
    """Adds security and cache headers; what a route set itself is kept."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(reply: Message) -> None:
            if reply["type"] == "http.response.start":
                headers = MutableHeaders(scope=reply)
                for name, value in self._headers(scope["path"], headers, reply["status"]).items():
                    headers.setdefault(name, value)
            await send(reply)

        await self._app(scope, receive, send_with_headers)

    def _headers(self, path: str, present: MutableHeaders, status: int) -> dict[str, str]:
        is_page = present.get("content-type", "").startswith("text/html")
        return {
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
            "Content-Security-Policy": self._policy(path, is_page),
            "Cache-Control": _cache_rule(path, status),
            # The loader is a script of other sites' pages; everything else is read by our own pages only.
            "Cross-Origin-Resource-Policy": "cross-origin" if path.startswith("/ui/loader/") else "same-origin",
        }

    def _policy(self, path: str, is_page: bool) -> str:
        if not is_page:
            return "default-src 'none'; frame-ancestors 'none'"
        if path == "/console" or path.startswith(("/console/", "/ui/console/")):
            # antd writes its styles into the page at run time; the chat page brings its own style sheets.
            return page_policy("'none'", styles="'self' 'unsafe-inline'")
        return page_policy("'self'")


def page_policy(ancestors: str, *, styles: str = "'self'") -> str:
    """Return the content security policy of a page that `ancestors` may frame."""
    return (
        f"default-src 'self'; script-src 'self'; style-src {styles}; img-src 'self' data: blob:; "
        "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
        f"frame-ancestors {ancestors}"
    )


def _cache_rule(path: str, status: int) -> str:
    if path.startswith("/ui/"):
        return "public, max-age=31536000, immutable" if status == 200 and _HASHED.match(path) else "no-cache"
    return "no-store" if path.startswith(("/api/", "/v1/")) else "no-cache"


def _route_of(scope: Scope) -> str:
    """Return the route's template: paths hold ids that are capabilities, so they are neither logged nor counted."""
    route = scope.get("route")
    return str(getattr(route, "path", None) or "unmatched")
