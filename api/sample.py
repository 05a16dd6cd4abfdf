"""The sample base: the fictional zone that `--sample` loads on first start (DESIGN §11)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from api.accounts.types import AccountDraft
from api.runtime import Runtime
from api.spreadsheets import read_first_sheet
from api.widget.types import WidgetSiteDraft
from assistant.types import AskRequest
from core.actors import OPERATOR, Role
from core.clock import FixedClock
from core.departments import Department, DepartmentRepository
from core.files import FileStore
from core.messages import message
from enterprises.listing import ListOrigin, read_rows
from enterprises.types import FactSource
from knowledge.describing import describe
from knowledge.repository import EntryFilter
from knowledge.types import EntryDraft, EntryStatus
from petitions.repository import PetitionRepository
from reports.build import build_issue_watch, build_issues, hot_rule_from

_STAFF = {
    Role.CURATOR: "enterprise-services",
    Role.REVIEWER: "enterprise-services",
    Role.DISPATCHER: "enterprise-services",
    Role.AGENT: "enterprise-services",
    Role.HANDLER: "financial-services",
    Role.SUPERVISOR: "committee",
    Role.INTERPRETER: "financial-services",
    Role.ANALYST: "enterprise-services",
    Role.ADMINISTRATOR: "committee",
}
_DEMO_ORIGINS = ("http://localhost:8080",)  # where docs/widget.md serves a page of another site
_SHEETS = ("faqs.xlsx", "service_items.jsonl")


@dataclass(frozen=True, slots=True)
class SampleLogin:
    """A staff account of the sample base; its random password is shown once."""

    role: Role
    user_name: str
    password: str


def load_sample(runtime: Runtime, *, on_step: Callable[[str], None] | None = None) -> list[SampleLogin]:
    """Load the sample base in one unit of work, then its hot issues; return the logins. Does nothing a second time."""
    with runtime.database.unit_of_work() as session:
        if DepartmentRepository().list_all(session):
            return []
        for row in _rows("departments.jsonl"):
            DepartmentRepository().upsert(session, _department(row))
        demo = WidgetSiteDraft(name=message("site.demo_name"), theme_color="#0b4fa8", origins=_DEMO_ORIGINS)
        runtime.widget_sites.create(session, "demo", demo, OPERATOR)
        logins = [_make_account(runtime, session, role, department) for role, department in _STAFF.items()]
        _load_enterprises(runtime, session)
        for draft in _drafts(runtime.files):
            if on_step is not None:
                on_step(draft.title)
            runtime.knowledge.publish_import(session, draft, OPERATOR)
        _play_petitions(runtime, session)
    _play_issues(runtime)
    runtime.indexer.wake()
    runtime.drafting.wake()
    return logins


def ask_sample_questions(runtime: Runtime) -> None:
    """Ask what the sample base does not answer, on days before today, and gather it: so knowledge gaps have content.

    The base must be searchable by now.
    """
    now = runtime.clock.now()
    replies = [
        (runtime.assistant.ask(AskRequest(text=row["question"])), now - timedelta(days=row["ago"]))
        for row in _rows("unanswered.jsonl")
    ]
    with runtime.database.unit_of_work() as session:
        for reply, at in replies:
            asked = replace(reply.question, asked_at=at)
            runtime.assistant.record(session, replace(reply, question=asked, answered_at=at))
    with runtime.database.unit_of_work() as session:
        runtime.gaps.refresh(session)


def _make_account(runtime: Runtime, session: Session, role: Role, department: str) -> SampleLogin:
    user_name = role.value.lower()
    login = SampleLogin(role, user_name, runtime.accounts.random_password(user_name))
    draft = AccountDraft(
        user_name=login.user_name,
        display_name=message(f"auth.role.{role.value}"),
        roles=frozenset({role}),
        department_code=department,
        must_change_password=False,
    )
    runtime.accounts.create(session, draft, login.password, OPERATOR)
    return login


def _play_petitions(runtime: Runtime, session: Session) -> None:
    """Let three months of petitions happen, up to the last working day before today."""
    from petitions.sample.play import Cast, Player
    from petitions.sample.stories import load_stories, scenes

    clock, stories = FixedClock(runtime.clock.now()), load_stories()
    staff = {role: a.actor for a in runtime.accounts.list_accounts(session) for role in a.roles}
    cast = Cast(staff, DepartmentRepository().labels(session), partial(_entry_titled, runtime))
    calendar = PetitionRepository().calendar(session)
    player = Player(runtime.petitions_on(clock), clock, cast, stories)
    player.play(session, scenes(stories, calendar, runtime.clock.today()))


def _play_issues(runtime: Runtime) -> None:
    """Let the hot issues among those petitions be found and worked on, each as far as its story goes."""
    from reports.sample.play import IssuePlayer, load_issue_stories

    clock = FixedClock(runtime.clock.now())
    with runtime.database.reading() as session:
        staff = {role: a.actor for a in runtime.accounts.list_accounts(session) for role in a.roles}
        calendar = PetitionRepository().calendar(session)
    settings = runtime.settings.reports
    watch = build_issue_watch(runtime.database, clock, hot_rule_from(settings), most_voices=settings.hot_most_voices)
    player = IssuePlayer(runtime.database, clock, build_issues(clock), watch, staff)
    player.play(load_issue_stories(), calendar)


def _load_enterprises(runtime: Runtime, session: Session) -> None:
    path = Path(str(resources.files("enterprises"))) / "sample" / "enterprises.csv"
    rows = read_first_sheet(path.name, path.read_bytes())
    listed, unreadable = read_rows(rows, ListOrigin(FactSource.REGISTRY, runtime.clock.today(), verified=True))
    outcome = runtime.enterprises.import_profiles(session, listed, OPERATOR)
    if unreadable or outcome.problems:
        raise ValueError(f"the sample list of enterprises has unusable rows: {(*unreadable, *outcome.problems)}")


def _entry_titled(runtime: Runtime, session: Session, title: str) -> str:
    _, found = runtime.knowledge.list_entries(session, EntryFilter(text=title, status=EntryStatus.PUBLISHED))
    return next(version.entry_id for version in found if version.title == title)


def _drafts(files: FileStore) -> Iterator[EntryDraft]:
    for row in _rows("documents.jsonl"):
        for draft in _read(files, f"documents/{row['file']}"):
            yield describe(draft, _curated(row))
    codes = {row[key]: row["code"] for row in _rows("departments.jsonl") for key in ("name", "short_name")}
    for name in _SHEETS:
        for draft in _read(files, name):
            bodies = draft.description.issuing_bodies
            department = draft.description.department_code or (codes.get(bodies[0]) if bodies else None)
            yield describe(draft, {"department_code": department})


def _read(files: FileStore, name: str) -> list[EntryDraft]:
    # Only a first start reads files: the readers and their libraries cost every later start a second.
    from ingest.running.in_process import parse_in_process
    from ingest.types import ReadOptions

    path = _folder() / name
    files.put(path.read_bytes())
    # The scan is read from the text shipped beside it: at once, and the same with and without the `ocr` extra.
    return list(parse_in_process(path, ReadOptions(ocr=False)).drafts)


def _curated(row: dict[str, Any]) -> dict[str, Any]:
    """Return what a curator adds to the facts that the text itself states."""
    return {
        "summary": row["summary"],
        "interpreter": row["interpreter"] and row["interpreter"]["name"],
        "department_code": row["department_code"],
        "region_code": row["region_code"],
        "published_on": date.fromisoformat(row["published_on"]),
        "tags": [tag for values in row["tags"].values() for tag in values],
        "visibility": row["visibility"],
    }


def _department(row: dict[str, Any]) -> Department:
    return Department(
        code=row["code"],
        name=row["name"],
        short_name=row["short_name"],
        parent_code=row["parent"],
        phone=row["phone"],
        address=row["address"],
        hours=row["hours"],
        is_last_resort=row["owner_of_last_resort"],
    )


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in _folder().joinpath(name).read_text("utf-8").splitlines() if line.strip()]


def _folder() -> Path:
    return Path(str(resources.files("ingest"))) / "sample"
