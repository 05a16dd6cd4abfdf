"""Staff: sites that embed the chat page."""

from __future__ import annotations

import html
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request

from api.dependencies import RuntimeDep, StaffCall, own_address, problems, require
from api.schemas.widget import WidgetSiteChange, WidgetSiteIn, WidgetSiteOut
from api.widget.types import WidgetSite, WidgetSiteDraft

router = APIRouter(prefix="/api/staff/widget-sites", tags=["staff widget sites"])

Administrator = Annotated[StaffCall, Depends(require("config.edit"))]


@router.get("", response_model=list[WidgetSiteOut], operation_id="listWidgetSites", responses=problems(401, 403))
def list_widget_sites(request: Request, runtime: RuntimeDep, _call: Administrator) -> list[WidgetSiteOut]:
    """Every site by its id, closed ones too."""
    with runtime.database.reading() as session:
        return [_out(site, own_address(request)) for site in runtime.widget_sites.list_sites(session)]


@router.post(
    "",
    status_code=201,
    response_model=WidgetSiteOut,
    operation_id="addWidgetSite",
    responses=problems(401, 403, 409),
)
def add_widget_site(body: WidgetSiteIn, request: Request, runtime: RuntimeDep, call: Administrator) -> WidgetSiteOut:
    """Register a site."""
    with runtime.database.unit_of_work() as session:
        site = runtime.widget_sites.create(session, body.id, _draft(body), call.actor, call.origin)
    return _out(site, own_address(request))


@router.put(
    "/{widget_site_id}",
    response_model=WidgetSiteOut,
    operation_id="changeWidgetSite",
    responses=problems(401, 403, 404, 409),
)
def change_widget_site(
    widget_site_id: Annotated[str, Path(max_length=100)],
    body: WidgetSiteChange,
    request: Request,
    runtime: RuntimeDep,
    call: Administrator,
) -> WidgetSiteOut:
    """Replace what is known about a site; it holds for the next page that is loaded. Closing it ends its embedding."""
    with runtime.database.unit_of_work() as session:
        site = runtime.widget_sites.change(session, widget_site_id, body.lock, _draft(body), call.actor, call.origin)
    return _out(site, own_address(request))


def _draft(body: WidgetSiteIn | WidgetSiteChange) -> WidgetSiteDraft:
    return WidgetSiteDraft(
        name=body.name, theme_color=body.theme_color, origins=tuple(body.origins), is_active=body.is_active
    )


def _out(site: WidgetSite, address: str) -> WidgetSiteOut:
    content = site.content
    label = html.escape(content.name)
    return WidgetSiteOut(
        id=site.id,
        name=content.name,
        theme_color=content.theme_color,
        origins=list(content.origins),
        is_active=content.is_active,
        lock=site.lock,
        snippet=(
            f'<script src="{address}/ui/loader/embed.js" data-site="{site.id}" data-label="{label}" '
            f'data-color="{content.theme_color}" async></script>'
        ),
        csp=f"script-src {address}; frame-src {address}",
        link=f"{address}/?site={site.id}",
    )
