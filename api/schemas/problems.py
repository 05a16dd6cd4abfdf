"""The one error shape: an RFC 9457 problem document with a stable `code`."""

from __future__ import annotations

from pydantic import BaseModel

from api.scripts import OwnWords


class Problem(BaseModel):
    """Served as application/problem+json. `details` maps a field name to its sentence; `trace_id` finds the log."""

    type: str = "about:blank"
    title: OwnWords
    status: int
    detail: OwnWords
    code: str
    trace_id: str
    details: dict[str, OwnWords] = {}
