"""For operators: alive, ready, counters."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST

from api.counting import refresh_gauges
from api.dependencies import AroundDep, RuntimeDep, problems

router = APIRouter(tags=["operations"])


@router.get("/healthz", response_class=PlainTextResponse, operation_id="isAlive")
def is_alive() -> str:
    """200 as long as the process answers."""
    return "ok"


@router.get("/readyz", response_class=JSONResponse, operation_id="isReady", responses={503: problems(503)[503]})
def is_ready(runtime: RuntimeDep) -> JSONResponse:
    """200 only once the base, sample included, is searchable.

    `chat_model` says how the chat model's circuit breaker stands, where one is set; without it answers quote clauses.
    """
    about_model = {"chat_model": runtime.chat_model.state.value} if runtime.chat_model else {}
    return JSONResponse({"ready": runtime.ready, **about_model}, 200 if runtime.ready else 503)


@router.get("/metrics", response_class=Response, operation_id="readMetrics")
def read_metrics(runtime: RuntimeDep, around: AroundDep) -> Response:
    """Counters in the Prometheus text format; queues are counted when asked."""
    refresh_gauges(runtime, around.metrics)
    return Response(around.metrics.render(), media_type=CONTENT_TYPE_LATEST)
