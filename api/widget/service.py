"""What an administrator does with sites that embed the chat page. Every write is audited; nothing commits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.widget.errors import (
    StaleWidgetSiteError,
    UnusableWidgetSiteError,
    WidgetSiteNotFoundError,
    WidgetSiteTakenError,
)
from api.widget.rules import LEAST_CONTRAST, contrast_with_white, is_color, is_site_id, origin_of
from api.widget.tables import WidgetSiteRow
from api.widget.types import WidgetSite, WidgetSiteDraft
from core import audit
from core.actors import Actor
from core.audit import UNKNOWN_ORIGIN, Origin
from core.clock import Clock
from core.messages import message

_MOST_ORIGINS = 20
_LONGEST_NAME = 12  # Han characters that fit the head of the window


class WidgetSites:
    """Use cases of registered sites."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def list_sites(self, session: Session) -> list[WidgetSite]:
        """Return every site by its id."""
        return [_to_site(row) for row in session.scalars(select(WidgetSiteRow).order_by(WidgetSiteRow.id))]

    def active(self, session: Session, site_id: str | None) -> WidgetSite | None:
        """Return the site that an address names, or None when it names none or a closed one."""
        row = session.get(WidgetSiteRow, site_id) if site_id else None
        return _to_site(row) if row is not None and row.is_active else None

    def create(
        self, session: Session, site_id: str, draft: WidgetSiteDraft, actor: Actor, origin: Origin = UNKNOWN_ORIGIN
    ) -> WidgetSite:
        """Register a site. Raises UnusableWidgetSiteError naming every wrong field, WidgetSiteTakenError."""
        if not is_site_id(site_id):
            raise UnusableWidgetSiteError({"id": message("widget.error.id")})
        draft = usable(draft)
        if session.get(WidgetSiteRow, site_id) is not None:
            raise WidgetSiteTakenError(site_id)
        row = WidgetSiteRow(id=site_id, lock=0)
        self._write(session, row, draft, actor, "widget_site.create", origin)
        return _to_site(row)

    def change(
        self,
        session: Session,
        site_id: str,
        lock: int,
        draft: WidgetSiteDraft,
        actor: Actor,
        origin: Origin = UNKNOWN_ORIGIN,
    ) -> WidgetSite:
        """Replace what is known. Raises WidgetSiteNotFoundError, StaleWidgetSiteError when `lock` is an older one."""
        row = session.get(WidgetSiteRow, site_id)
        if row is None:
            raise WidgetSiteNotFoundError(site_id)
        if row.lock != lock:
            raise StaleWidgetSiteError(site_id)
        draft = usable(draft)
        self._write(session, row, draft, actor, "widget_site.change", origin)
        return _to_site(row)

    def _write(
        self, session: Session, row: WidgetSiteRow, draft: WidgetSiteDraft, actor: Actor, action: str, origin: Origin
    ) -> None:
        row.name, row.theme_color, row.origins = draft.name, draft.theme_color, list(draft.origins)
        row.is_active, row.lock, row.changed_at = draft.is_active, row.lock + 1, self._clock.now()
        session.add(row)
        session.flush()
        audit.record(
            session,
            actor,
            action,
            object_type="widget_site",
            object_id=row.id,
            changes=asdict(draft),
            at=row.changed_at,
            ip=origin.ip,
            request_id=origin.request_id,
        )


def usable(draft: WidgetSiteDraft) -> WidgetSiteDraft:
    """Return `draft` as it is kept. Raises UnusableWidgetSiteError with a sentence for each wrong field."""
    name, color, wrong = draft.name.strip(), draft.theme_color.strip().lower(), {}
    if not 1 <= len(name) <= _LONGEST_NAME or not name.isprintable():
        wrong["name"] = message("widget.error.name", most=_LONGEST_NAME)
    if not is_color(color):
        wrong["theme_color"] = message("widget.error.color")
    elif contrast_with_white(color) < LEAST_CONTRAST:
        wrong["theme_color"] = message("widget.error.contrast", ratio=f"{contrast_with_white(color):.1f}")
    origins, problem = _origins(draft.origins)
    if problem:
        wrong["origins"] = problem
    if wrong:
        raise UnusableWidgetSiteError(wrong)
    return replace(draft, name=name, theme_color=color, origins=origins)


def _origins(written: Iterable[str]) -> tuple[tuple[str, ...], str | None]:
    """Return the origins without doubles, and what is wrong with the first that is none."""
    found: dict[str, None] = {}
    for text in written:
        origin = origin_of(text)
        if origin is None:
            return (), message("widget.error.origin", origin=text[:100])
        found[origin] = None
    too_many = message("widget.error.origins", most=_MOST_ORIGINS) if len(found) > _MOST_ORIGINS else None
    return tuple(found), too_many


def _to_site(row: WidgetSiteRow) -> WidgetSite:
    content = WidgetSiteDraft(
        name=row.name, theme_color=row.theme_color, origins=tuple(row.origins), is_active=row.is_active
    )
    return WidgetSite(row.id, content, row.lock)
