"""What the chat page needs before the first question."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.dependencies import RuntimeDep
from api.schemas.chat import HotQuestionOut, SiteOut, WindowOut
from core.departments import DepartmentRepository
from core.messages import message

router = APIRouter(prefix="/api", tags=["site"])

_HOT_QUESTIONS = 36
"""Enough for the page to show some of each department."""


@router.get("/site", response_model=SiteOut, operation_id="readSite")
def read_site(
    runtime: RuntimeDep,
    site: Annotated[str | None, Query(max_length=64)] = None,
) -> SiteOut:
    """Name, greeting, hours and frequent questions. One deployment serves one zone; `site`, when it is registered,
    gives it name and colour."""
    zone = runtime.settings.zone
    with runtime.database.reading() as session:
        hot = runtime.assistant.hot_questions(session, limit=_HOT_QUESTIONS)
        departments = DepartmentRepository().list_all(session)
        is_open = runtime.working_time.is_open(session, runtime.clock.now())
        registered = runtime.widget_sites.active(session, site)
    labels = {department.code: department.label for department in departments}
    return SiteOut(
        name=registered.content.name if registered else message("api.site.name"),
        theme_color=registered.content.theme_color if registered else None,
        zone_name=zone.display_name,
        greeting=message("api.site.greeting"),
        composer_note=message("api.site.composer_note"),
        hotline=zone.hotline,
        working_hours=runtime.working_time.hours,
        is_open_now=is_open,
        today=runtime.clock.today(),
        hot_questions=[
            HotQuestionOut(
                question=asked.question,
                department=labels.get(asked.department_code or ""),
                url=f"/doc/{asked.entry_id}",
            )
            for asked in hot
        ],
        windows=[
            WindowOut(name=each.name, phone=each.phone, address=each.address, hours=each.hours)
            for each in departments
            if each.phone or each.address
        ],
        upload_max_mb=runtime.settings.server.upload_max_mb,
    )
