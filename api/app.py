"""Puts the HTTP face together: routers, error handlers, and what surrounds every request."""

from __future__ import annotations

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from api.callers import ProxyTrust, VisitorIds
from api.dependencies import Surroundings
from api.description import describe
from api.errors import add_error_handlers
from api.limits import build_limiter
from api.metrics import Metrics
from api.middleware import BodyLimitMiddleware, HeadersMiddleware, RequestContextMiddleware
from api.routes import all_routers
from api.runtime import Runtime
from api.scripts import ScriptMiddleware
from api.threads import Threads

_BODY_OVERHEAD_MEGABYTES = 5
"""Room for several files and multipart borders above the largest single upload."""

_ANSWERS_AT_ONCE = 32
"""Streamed answers made at the same time; with a chat model most of them wait for it."""


def create_app(runtime: Runtime) -> FastAPI:
    """Return the application over `runtime`; one that is not started yet starts and stops with it."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        starts_here = not runtime.ready
        if starts_here:
            runtime.start()
        yield
        surroundings.answering.shutdown()
        if starts_here:
            runtime.stop()

    server = runtime.settings.server
    surroundings = Surroundings(
        proxies=ProxyTrust(server.trusted_proxies),
        limiter=build_limiter(server, runtime.settings.zone.hotline),
        metrics=Metrics(),
        visitors=VisitorIds(runtime.vault.signing_key("visitor")),
        answering=ThreadPoolExecutor(_ANSWERS_AT_ONCE, thread_name_prefix="answer"),
        threads=Threads(),
    )
    if runtime.chat_model is not None:
        surroundings.metrics.watch(runtime.chat_model)
    app = bare_app(lifespan)
    app.state.runtime = runtime
    app.state.surroundings = surroundings
    # Added last runs first: the id and the log line surround everything else.
    app.add_middleware(BodyLimitMiddleware, most_megabytes=server.upload_max_mb + _BODY_OVERHEAD_MEGABYTES)
    app.add_middleware(HeadersMiddleware)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)
    app.add_middleware(RequestContextMiddleware, metrics=surroundings.metrics)
    app.add_middleware(ScriptMiddleware)
    return app


def bare_app(lifespan: Any = None) -> FastAPI:
    """Return routes and their description without any service behind them; enough to write the OpenAPI file."""
    app = FastAPI(
        title="Youda",
        version="1",
        lifespan=lifespan,
        docs_url=None,  # the stock pages load scripts from another host
        redoc_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    for router in all_routers():
        app.include_router(router)
    add_error_handlers(app)
    describe(app)
    return app
