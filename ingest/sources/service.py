"""What people do with the source list: keep it, tick it, see what was missed. One method per deed.

Every method works inside the caller's session and writes the audit log; none commits. Who may do what is judged by
the entry point, but for one rule that belongs to the work itself: a tick is the owner's, or a curator's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date
from urllib.parse import urlsplit, urlunsplit

from sqlalchemy.orm import Session

from core import audit
from core.actors import Actor
from core.audit import UNKNOWN_ORIGIN, Origin
from core.calendar import WorkingDayCalendar
from core.clock import Clock
from core.ids import new_id
from core.messages import message
from ingest.sources.discipline import StageFigures, measure
from ingest.sources.errors import (
    DuplicateSiteError,
    InactiveSiteError,
    NotOwnerError,
    StaleSiteError,
    UnusableSiteError,
)
from ingest.sources.repository import SourceRepository
from ingest.sources.schedule import Closing, checks_of, month_of, next_due, state_of, working_days
from ingest.sources.types import (
    Bulletin,
    BulletinRow,
    ListedSite,
    ListImport,
    RowProblem,
    Site,
    SiteDraft,
    SiteStanding,
    Tick,
)

CalendarOf = Callable[[Session], WorkingDayCalendar]
_RULE = re.compile(r"C(?:[1-9]|1[0-8])")
_MOST_DAYS = 366


class SourceService:
    """Use cases of the source list. `calendar_of` gives the working days as the deployment keeps them."""

    def __init__(self, clock: Clock, calendar_of: CalendarOf, *, closes_hour: int = 17) -> None:
        self._clock, self._calendar_of, self._closes_hour = clock, calendar_of, closes_hour

    # -- reading -----------------------------------------------------------------------------------------------

    def standings(self, session: Session) -> list[SiteStanding]:
        """Return every site and where it stands now, active ones first."""
        repository, today = SourceRepository(session), self._clock.today()
        calendar, at = self._calendar_of(session), self._closing()
        ticks = {tick.site_id: tick for tick in repository.ticks(today, today)}
        return [self._standing(site, calendar, at, ticks.get(site.id)) for site in repository.all()]

    def standing(self, session: Session, site_id: str) -> SiteStanding:
        """Return one site and where it stands now. Raises SiteNotFoundError."""
        repository, today = SourceRepository(session), self._clock.today()
        ticks = [tick for tick in repository.ticks(today, today) if tick.site_id == site_id]
        return self._standing(
            repository.get(site_id), self._calendar_of(session), self._closing(), ticks[0] if ticks else None
        )

    def bulletin(self, session: Session, month: date) -> Bulletin:
        """Return which checks of the month were done and which were missed, for sites that are active now."""
        repository, calendar = SourceRepository(session), self._calendar_of(session)
        first, last = month_of(month)
        through = min(last, self._closing().last_closed)
        if through < first:
            return Bulletin(month=first, through=None, working_days=0, rows=())
        before = repository.last_ticks_before(first)
        by_site: dict[str, list[Tick]] = {}
        for tick in repository.ticks(first, through):
            by_site.setdefault(tick.site_id, []).append(tick)
        rows = []
        for site in repository.all():
            if site.content.is_active:
                ticks = by_site.get(site.id, [])
                days = {tick.day for tick in ticks} | ({before[site.id]} if site.id in before else set())
                done, missing = checks_of(site, days, (first, through), calendar)
                found = sum(tick.found_count for tick in ticks)
                rows.append(
                    BulletinRow(site=site, expected=done + len(missing), ticked=done, found=found, missing=missing)
                )
        rows.sort(key=lambda row: -len(row.missing))
        return Bulletin(
            month=first, through=through, working_days=working_days(first, through, calendar), rows=tuple(rows)
        )

    def discipline(self, session: Session, month: date) -> list[StageFigures]:
        """Return how the policies collected in a month stand against the “135” time limits."""
        return measure(session, month_of(month), self._clock.today(), self._calendar_of(session))

    # -- keeping -----------------------------------------------------------------------------------------------

    def create(self, session: Session, draft: SiteDraft, actor: Actor, origin: Origin = UNKNOWN_ORIGIN) -> Site:
        """Add a site. Raises UnusableSiteError naming every wrong field, DuplicateSiteError for an address listed."""
        repository, draft = SourceRepository(session), usable(draft)
        existing = repository.by_url([draft.url]).get(draft.url)
        if existing is not None:
            raise DuplicateSiteError(existing.content.name)
        site = Site(id=new_id("site"), content=draft, host=host_of(draft.url), created_at=self._clock.now())
        repository.add(site)
        self._audit(session, actor, "source.create", site, origin, None)
        return site

    def change(
        self,
        session: Session,
        site_id: str,
        draft: SiteDraft,
        actor: Actor,
        *,
        lock: int,
        origin: Origin = UNKNOWN_ORIGIN,
    ) -> Site:
        """Replace the content of a site. Raises StaleSiteError when somebody changed it meanwhile."""
        repository, draft = SourceRepository(session), usable(draft)
        current = repository.get(site_id)
        if current.lock != lock:
            raise StaleSiteError(current.content.name)
        other = repository.by_url([draft.url]).get(draft.url)
        if other is not None and other.id != site_id:
            raise DuplicateSiteError(other.content.name)
        changed = repository.change(replace(current, content=draft, host=host_of(draft.url)), lock=lock)
        self._audit(session, actor, "source.change", changed, origin, current.content)
        return changed

    def tick(
        self,
        session: Session,
        site_id: str,
        actor: Actor,
        *,
        found_count: int,
        note: str = "",
        is_curator: bool,
        origin: Origin = UNKNOWN_ORIGIN,
    ) -> Tick:
        """Note that a site was looked through today; a second tick of the day corrects the first.

        Raises NotOwnerError for anybody but its owner and curators, InactiveSiteError for a site no longer checked.
        """
        repository = SourceRepository(session)
        site = repository.get(site_id)
        if not is_curator and not owns(actor, site.content):
            raise NotOwnerError
        if not site.content.is_active:
            raise InactiveSiteError(site.content.name)
        today, now = self._clock.today(), self._clock.now()
        before = next((t for t in repository.ticks(today, today) if t.site_id == site_id), None)
        tick = Tick(
            site_id=site_id, day=today, found_count=found_count, note=note.strip(), actor_id=actor.id, ticked_at=now
        )
        repository.put_tick(tick)
        earlier = before.found_count if before else None
        changes: dict[str, list[object]] = {"found_count": [earlier, found_count], "day": [None, today]}
        self._record(session, actor, "source.tick", site_id, changes, origin)
        return tick

    def import_list(
        self,
        session: Session,
        listed: Sequence[ListedSite],
        actor: Actor,
        *,
        owner_of: Callable[[ListedSite], SiteDraft | None],
        origin: Origin = UNKNOWN_ORIGIN,
    ) -> ListImport:
        """Add the sites of a list and change those whose address is known; a bad row keeps no other out.

        `owner_of` gives the draft with its owner resolved, None when nobody has that name. Sites that the list does
        not name are left alone.
        """
        repository = SourceRepository(session)
        known = repository.by_url(_address(site.draft.url) for site in listed)
        outcome: dict[str, list[str]] = {"created": [], "changed": [], "unchanged": []}
        problems, seen = [], set()
        for site in listed:
            problem = None
            try:
                owned = owner_of(site)
                draft = usable(owned or site.draft)
                problem = "owner" if owned is None else "twice" if draft.url in seen else None
            except UnusableSiteError as error:
                problem = next(iter(error.details))
            if problem is not None:
                value = {"owner": site.owner or site.draft.owner_department or ""}.get(problem, site.draft.url)
                problems.append(RowProblem(row=site.row, code=problem, value=value))
                continue
            seen.add(draft.url)
            outcome[self._put(session, draft, known.get(draft.url), actor, origin)].append(draft.name)
        names = {key: tuple(value) for key, value in outcome.items()}
        return ListImport(**names, problems=tuple(problems))

    # -- rules -------------------------------------------------------------------------------------------------

    def _put(self, session: Session, draft: SiteDraft, existing: Site | None, actor: Actor, origin: Origin) -> str:
        if existing is None:
            self.create(session, draft, actor, origin)
            return "created"
        if existing.content == draft:
            return "unchanged"
        self.change(session, existing.id, draft, actor, lock=existing.lock, origin=origin)
        return "changed"

    def _closing(self) -> Closing:
        return Closing.at(self._clock.now(), self._closes_hour)

    @staticmethod
    def _standing(site: Site, calendar: WorkingDayCalendar, at: Closing, today: Tick | None) -> SiteStanding:
        return SiteStanding(site=site, state=state_of(site, calendar, at), due_on=next_due(site, calendar), today=today)

    def _audit(
        self, session: Session, actor: Actor, action: str, site: Site, origin: Origin, before: SiteDraft | None
    ) -> None:
        old = {} if before is None else asdict(before)
        changes = {k: [old.get(k), v] for k, v in asdict(site.content).items() if old.get(k) != v}
        self._record(session, actor, action, site.id, changes, origin)

    def _record(
        self,
        session: Session,
        actor: Actor,
        action: str,
        site_id: str,
        changes: dict[str, list[object]],
        origin: Origin,
    ) -> None:
        audit.record(
            session, actor, action, object_type="source_site", object_id=site_id, changes=changes,
            at=self._clock.now(), ip=origin.ip, request_id=origin.request_id,
        )  # fmt: skip


def owns(actor: Actor, content: SiteDraft) -> bool:
    """Say whether a site is this person's to check: by name, or as one of its department where no person is named."""
    if content.owner_id is not None:
        return actor.id == content.owner_id
    return content.owner_department is not None and content.owner_department == actor.department_code


def usable(draft: SiteDraft) -> SiteDraft:
    """Return the draft tidied, its address in one written form. Raises UnusableSiteError naming every wrong field."""
    url, details = _address(draft.url), {}
    if not draft.name.strip():
        details["name"] = message("sources.error.name")
    if not host_of(url):
        details["url"] = message("sources.error.url")
    if not 1 <= draft.check_every_days <= _MOST_DAYS:
        details["check_every_days"] = message("sources.error.check_every_days", most=_MOST_DAYS)
    if wrong := [rule for rule in draft.rules_off if not _RULE.fullmatch(rule)]:
        details["rules_off"] = message("sources.error.rules_off", rules=" ".join(wrong))
    if details:
        raise UnusableSiteError(details)
    return replace(draft, name=draft.name.strip(), url=url, rules_off=_in_order(draft.rules_off))


def host_of(url: str) -> str:
    """Return the host of a web address, "" when it is none."""
    try:
        parts = urlsplit(url)
        return parts.hostname or "" if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _address(url: str) -> str:
    """Write an address in one form: scheme present, host in lower case, no fragment, no bare slash at the end."""
    url = url.strip()
    if "://" not in url:
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    path = parts.path if parts.path != "/" else ""
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), path, parts.query, ""))


def _in_order(rules: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(rules), key=lambda rule: int(rule[1:])))
