"""In which characters a page is told things: our own words follow the page, what others wrote stays as it is."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Annotated

from pydantic import PlainSerializer
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from core.text import to_traditional

TRADITIONAL = "zh-Hant"
"""What the page sends as Accept-Language; a browser's own list of languages (zh-TW, zh-HK;q=0.9) chooses nothing."""

_is_traditional: ContextVar[bool] = ContextVar("page_is_traditional", default=False)


def _as_the_page(text: str) -> str:
    return to_traditional(text) if _is_traditional.get() else text


OwnWords = Annotated[str, PlainSerializer(_as_the_page, return_type=str)]
"""Words of the server itself in a response, sent in the script of the page that asks."""


class ScriptMiddleware:
    """Notes in which script the page is shown that sends a request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_traditional = scope["type"] == "http" and Headers(scope=scope).get("accept-language") == TRADITIONAL
        token = _is_traditional.set(is_traditional)
        try:
            await self._app(scope, receive, send)
        finally:
            _is_traditional.reset(token)
