"""The web pages: the built applications, served as they are; without them a plain sentence."""

from __future__ import annotations

import html
import mimetypes
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from starlette.exceptions import HTTPException

from api.dependencies import RuntimeDep, is_own_origin
from api.middleware import page_policy
from core.messages import message

router = APIRouter(include_in_schema=False)

STATIC = Path(__file__).resolve().parent.parent / "static"
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


@router.get("/", response_class=HTMLResponse, response_model=None)
def chat_page(request: Request, runtime: RuntimeDep, site: str = "", host: str | None = None) -> Response:
    """The chat page. Who may frame it is the deployment's list and the origins of the site that the address names.

    `host` is the origin of the page around it, as the loader sends it: one that is not listed is told why.
    """
    with runtime.database.reading() as session:
        registered = runtime.widget_sites.active(session, site)
    listed = [*runtime.settings.server.frame_ancestors, *(registered.content.origins if registered else ())]
    if host is not None and host not in listed and not is_own_origin(request, host):
        return _sentence(message("widget.refused", host=host, site_id=site), 403)
    page = _application("chat")
    page.headers["Content-Security-Policy"] = page_policy(" ".join(["'self'", *listed]))
    return page


@router.get("/doc/{entry_id}", response_class=HTMLResponse, response_model=None)
def document_page() -> Response:
    """The page of one document; the application reads which from the address."""
    return _application("chat")


@router.get("/console", response_class=HTMLResponse, response_model=None)
@router.get("/console/{page:path}", response_class=HTMLResponse, response_model=None)
def console_page() -> Response:
    """The staff console; its own router reads the rest of the address."""
    return _application("console")


@router.get("/ui/{path:path}", response_model=None)
def static_file(path: str) -> Response:
    """A built file. Paths that leave the folder, by dots or by links, do not exist."""
    root = STATIC.resolve()
    file = (root / path).resolve() if "\0" not in path else root
    if not file.is_relative_to(root) or not file.is_file() or any(p.startswith(".") for p in Path(path).parts):
        raise HTTPException(404)
    kind = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return FileResponse(file, media_type=kind)


def _application(name: str) -> Response:
    page = STATIC / name / "index.html"
    if page.is_file():
        return FileResponse(page, media_type="text/html")
    return _sentence(message("api.ui_missing"), 503)


def _sentence(text: str, status: int) -> Response:
    page = f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><p>{html.escape(text)}</p></html>'
    return HTMLResponse(page, status)
