"""All queries of the source list, returning domain types. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from ingest.sources.errors import SiteNotFoundError, StaleSiteError
from ingest.sources.types import Site, SiteDraft, SiteKind, SiteLevel, Tick
from ingest.tables import SourceSiteRow, SourceTickRow


class SourceRepository:
    """Reads and writes sites and ticks inside the caller's session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> list[Site]:
        """Return every site, active first, national before city, by name."""
        sites = [_site(row) for row in self._session.scalars(select(SourceSiteRow))]
        levels = list(SiteLevel)
        return sorted(sites, key=lambda s: (not s.content.is_active, levels.index(s.content.level), s.content.name))

    def get(self, site_id: str) -> Site:
        """Return one site. Raises SiteNotFoundError."""
        row = self._session.get(SourceSiteRow, site_id)
        if row is None:
            raise SiteNotFoundError
        return _site(row)

    def by_url(self, urls: Iterable[str]) -> dict[str, Site]:
        """Return the sites at these addresses, by address."""
        rows = self._session.scalars(select(SourceSiteRow).where(SourceSiteRow.url.in_(list(urls))))
        return {row.url: _site(row) for row in rows}

    def add(self, site: Site) -> None:
        self._session.add(SourceSiteRow(id=site.id, created_at=site.created_at, lock=site.lock, **_columns(site)))
        self._session.flush()

    def change(self, site: Site, *, lock: int) -> Site:
        """Store the content of a site; return it as stored. Raises StaleSiteError on another lock."""
        changed = self._session.execute(
            update(SourceSiteRow)
            .where(SourceSiteRow.id == site.id, SourceSiteRow.lock == lock)
            .values(lock=SourceSiteRow.lock + 1, **_columns(site))
        )
        if changed.rowcount != 1:  # type: ignore[attr-defined]
            raise StaleSiteError(site.content.name)
        self._session.expire_all()
        return self.get(site.id)

    def put_tick(self, tick: Tick) -> None:
        """Store a day's tick in place of an earlier one of that day, and what the site was last checked on.

        The lock stays: a tick changes nothing that a curator edits.
        """
        row = SourceTickRow(
            site_id=tick.site_id,
            day=tick.day,
            found_count=tick.found_count,
            note=tick.note,
            actor_id=tick.actor_id,
            ticked_at=tick.ticked_at,
        )
        self._session.merge(row)
        self._session.flush()
        ticks = select(func.max(SourceTickRow.day)).where(SourceTickRow.site_id == tick.site_id)
        found = ticks.where(SourceTickRow.found_count > 0)
        self._session.execute(
            update(SourceSiteRow)
            .where(SourceSiteRow.id == tick.site_id)
            .values(last_checked_on=ticks.scalar_subquery(), last_new_on=found.scalar_subquery())
        )
        self._session.expire_all()

    def ticks(self, first: date, last: date) -> list[Tick]:
        """Return the ticks of these days, both counted, oldest first."""
        rows = self._session.scalars(
            select(SourceTickRow).where(SourceTickRow.day.between(first, last)).order_by(SourceTickRow.day)
        )
        return [_tick(row) for row in rows]

    def last_ticks_before(self, day: date) -> dict[str, date]:
        """Return the last day before `day` on which each site was checked, by site id."""
        rows = self._session.execute(
            select(SourceTickRow.site_id, func.max(SourceTickRow.day))
            .where(SourceTickRow.day < day)
            .group_by(SourceTickRow.site_id)
        )
        return {row[0]: row[1] for row in rows}


def _columns(site: Site) -> dict[str, Any]:
    content = site.content
    return {
        "name": content.name,
        "url": content.url,
        "host": site.host,
        "level": content.level.value,
        "kind": content.kind.value,
        "owner_id": content.owner_id,
        "owner_department": content.owner_department,
        "check_every_days": content.check_every_days,
        "is_active": content.is_active,
        "rules_off": list(content.rules_off),
    }


def _site(row: SourceSiteRow) -> Site:
    return Site(
        id=row.id,
        content=SiteDraft(
            name=row.name,
            url=row.url,
            level=SiteLevel(row.level),
            kind=SiteKind(row.kind),
            owner_id=row.owner_id,
            owner_department=row.owner_department,
            check_every_days=row.check_every_days,
            is_active=row.is_active,
            rules_off=tuple(row.rules_off),
        ),
        host=row.host,
        created_at=row.created_at,
        last_checked_on=row.last_checked_on,
        last_new_on=row.last_new_on,
        lock=row.lock,
    )


def _tick(row: SourceTickRow) -> Tick:
    return Tick(
        site_id=row.site_id,
        day=row.day,
        found_count=row.found_count,
        note=row.note,
        actor_id=row.actor_id,
        ticked_at=row.ticked_at,
    )
