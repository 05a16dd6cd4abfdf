"""The web pages: the built applications, served as they are; without them a plain sentence."""

from __future__ import annotations

import html
import mimetypes
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse, Response
from starlette.exceptions import HTTPException

from core.messages import message

router = APIRouter(include_in_schema=False)

STATIC = Path(__file__).resolve().parent.parent / "static"
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


@router.get("/", response_class=HTMLResponse, response_model=None)
def chat_page() -> Response:
    """The chat page."""
    return _application("chat")


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
    sentence = html.escape(message("api.ui_missing"))
    return HTMLResponse(f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><p>{sentence}</p></html>', 503)
