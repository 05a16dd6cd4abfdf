"""The source list as staff see it: sites with the names of their owners, the bulletin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.accounts.types import Account
from api.runtime import Runtime
from api.schemas.source_sites import (
    MissedOut,
    OwnerTotalOut,
    RowProblemOut,
    SourceBulletinOut,
    SourceImportOut,
    SourceOwnerOut,
    SourceSiteIn,
    SourceSiteOut,
    SourceTickOut,
    StageOfLimitOut,
)
from core.actors import Actor
from core.departments import DepartmentRepository
from core.messages import message
from ingest.sources.discipline import StageFigures
from ingest.sources.service import owns
from ingest.sources.types import Bulletin, BulletinRow, ListImport, Site, SiteDraft, SiteKind, SiteLevel, SiteStanding


@dataclass(frozen=True, slots=True)
class Owners:
    """Who may own sites: accounts by id, departments by code."""

    accounts: dict[str, Account]
    departments: dict[str, str]

    @classmethod
    def of(cls, runtime: Runtime, session: Session) -> Owners:
        """Return every account and department; a closed account still has a name."""
        accounts = {account.id: account for account in runtime.accounts.list_accounts(session)}
        return cls(accounts, {d.code: d.name for d in DepartmentRepository().list_all(session)})

    def person(self, site: Site) -> str | None:
        account = self.accounts.get(site.content.owner_id or "")
        return account.display_name if account else None

    def department(self, site: Site) -> str | None:
        code = site.content.owner_department
        return self.departments.get(code, code) if code else None

    def label(self, site: Site) -> str | None:
        """Return the owner as the bulletin names it: the person, or else the department."""
        return self.person(site) or self.department(site)

    def choices(self, readers: Iterable[str]) -> list[SourceOwnerOut]:
        """Return the open accounts among `readers`, by name."""
        wanted = frozenset(readers)
        found = [a for a in self.accounts.values() if not a.disabled and a.id in wanted]
        return [SourceOwnerOut(id=a.id, name=a.display_name) for a in sorted(found, key=lambda a: a.display_name)]

    def find_person(self, written: str) -> str | None:
        """Return the open account with this name or user name; None when there is none, or more than one."""
        found = [a.id for a in self.accounts.values() if not a.disabled and written in (a.display_name, a.user_name)]
        return found[0] if len(found) == 1 else None

    def find_department(self, written: str) -> str | None:
        """Return the code of the department with this code or name."""
        return next((code for code, name in self.departments.items() if written in (code, name)), None)


def site_draft(form: SourceSiteIn) -> SiteDraft:
    """Return what the form says; the domain checks it field by field."""
    return SiteDraft(
        name=form.name,
        url=form.url,
        level=SiteLevel(form.level),
        kind=SiteKind(form.kind),
        owner_id=form.owner_id or None,
        owner_department=form.owner_department or None,
        check_every_days=form.check_every_days,
        is_active=form.is_active,
        rules_off=tuple(rule.strip().upper() for rule in form.rules_off if rule.strip()),
    )


def site_out(standing: SiteStanding, owners: Owners, actor: Actor, *, is_curator: bool) -> SourceSiteOut:
    """Return a site with the names of its owners and whether this caller may tick it."""
    site, content, tick = standing.site, standing.site.content, standing.today
    today = None
    if tick is not None:
        account = owners.accounts.get(tick.actor_id)
        today = SourceTickOut(
            found_count=tick.found_count,
            note=tick.note,
            actor=account.display_name if account else tick.actor_id,
            ticked_at=tick.ticked_at,
        )
    return SourceSiteOut(
        id=site.id,
        name=content.name,
        url=content.url,
        level=content.level.value,
        kind=content.kind.value,
        owner_id=content.owner_id,
        owner=owners.person(site),
        owner_department=content.owner_department,
        department=owners.department(site),
        check_every_days=content.check_every_days,
        is_active=content.is_active,
        rules_off=list(content.rules_off),
        last_checked_on=site.last_checked_on,
        last_new_on=site.last_new_on,
        state=standing.state.value,
        due_on=standing.due_on,
        today=today,
        may_tick=content.is_active and (is_curator or owns(actor, content)),
        lock=site.lock,
    )


def bulletin_out(bulletin: Bulletin, figures: list[StageFigures], owners: Owners) -> SourceBulletinOut:
    """Return the bulletin with the totals of each owner, most missed checks first."""
    by_owner: dict[str | None, list[BulletinRow]] = defaultdict(list)
    for row in bulletin.rows:
        by_owner[owners.label(row.site)].append(row)
    totals = [
        OwnerTotalOut(
            owner=owner,
            sites=len(rows),
            expected=sum(row.expected for row in rows),
            ticked=sum(row.ticked for row in rows),
            missing=sum(len(row.missing) for row in rows),
        )
        for owner, rows in by_owner.items()
    ]
    return SourceBulletinOut(
        month=bulletin.month,
        through=bulletin.through,
        working_days=bulletin.working_days,
        rows=[_missed(row, owners) for row in bulletin.rows],
        owners=sorted(totals, key=lambda total: (-total.missing, total.owner or "")),
        limits_label=message("sources.limits_label"),
        limits=[
            StageOfLimitOut(
                stage=f.stage.value,
                limit_days=f.limit_days,
                in_time=f.in_time,
                late=f.late,
                open=f.open,
                mean_days=f.mean_days,
            )
            for f in figures
        ],
    )


def _missed(row: BulletinRow, owners: Owners) -> MissedOut:
    return MissedOut(
        site_id=row.site.id,
        name=row.site.content.name,
        owner=owners.person(row.site),
        department=owners.department(row.site),
        expected=row.expected,
        ticked=row.ticked,
        found=row.found,
        missing=list(row.missing),
    )


def import_out(done: ListImport) -> SourceImportOut:
    """Return what an import did, every row that was left out with its reason."""
    return SourceImportOut(
        created=list(done.created),
        changed=list(done.changed),
        unchanged=list(done.unchanged),
        problems=[
            RowProblemOut(row=problem.row, text=message(f"sources.row.{problem.code}", value=problem.value))
            for problem in sorted(done.problems, key=lambda problem: problem.row)
        ],
    )
