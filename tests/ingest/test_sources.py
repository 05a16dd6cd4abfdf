"""The source list: when checks fall due, what the bulletin misses, and the list as a spreadsheet."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actors import Actor, Role
from core.audit import AuditRow
from core.calendar import WorkingDayCalendar
from core.clock import SHANGHAI, FixedClock
from core.database import Database
from ingest.sources.errors import (
    DuplicateSiteError,
    InactiveSiteError,
    NotOwnerError,
    StaleSiteError,
    UnusableListError,
    UnusableSiteError,
)
from ingest.sources.listing import read_list, write_list
from ingest.sources.service import SourceService
from ingest.sources.types import ListedSite, Site, SiteDraft, SiteKind, SiteLevel, SiteState

CURATOR = Actor(id="acc_curator", name="小满", roles=frozenset({Role.CURATOR}))
OWNER = Actor(id="acc_owner", name="谷雨", roles=frozenset({Role.HANDLER}), department_code="SCI")
COLLEAGUE = Actor(id="acc_other", name="白露", roles=frozenset({Role.HANDLER}), department_code="SCI")
CALENDAR = WorkingDayCalendar()
HEADER = ["网站名称", "网址", "级别", "类型", "责任人", "责任部门", "检查频次（工作日）", "启用", "停用清洗规则"]


def at(text: str) -> datetime:
    """Return a moment in Shanghai, written as day and hour."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(at("2026-11-19 09:00"))  # a Thursday


@pytest.fixture
def sources(clock: FixedClock) -> SourceService:
    return SourceService(clock, lambda _: CALENDAR, closes_hour=17)


@pytest.fixture
def session(database: Database):
    with database.unit_of_work() as session:
        yield session


def site_draft(**changes: object) -> SiteDraft:
    draft = SiteDraft(
        name="云岭惠企政策网",
        url="https://policy.yunling.example/index.html",
        level=SiteLevel.CITY,
        kind=SiteKind.POLICY_SERVICE,
        owner_id=OWNER.id,
    )
    return replace(draft, **changes)  # type: ignore[arg-type]


def state(sources: SourceService, session: Session, site: Site) -> SiteState:
    return sources.standing(session, site.id).state


def test_a_daily_site_is_due_in_the_morning_and_overdue_from_five_in_the_afternoon(
    sources: SourceService, session: Session, clock: FixedClock
) -> None:
    site = sources.create(session, site_draft(), CURATOR)
    assert state(sources, session, site) is SiteState.NOT_DUE  # the day it was listed
    for moment, expected in (
        ("2026-11-20 09:00", SiteState.DUE),
        ("2026-11-20 16:59", SiteState.DUE),
        ("2026-11-20 17:00", SiteState.OVERDUE),
        ("2026-11-21 10:00", SiteState.OVERDUE),  # a Saturday
        ("2026-11-23 08:00", SiteState.OVERDUE),
    ):
        clock.instant = at(moment)
        assert state(sources, session, site) is expected, moment


def test_a_tick_clears_the_site_until_the_next_working_day(
    sources: SourceService, session: Session, clock: FixedClock
) -> None:
    site = sources.create(session, site_draft(), CURATOR)
    clock.instant = at("2026-11-20 18:30")  # late, but ticked
    sources.tick(session, site.id, OWNER, found_count=2, is_curator=False)
    assert state(sources, session, site) is SiteState.CHECKED
    clock.instant = at("2026-11-22 12:00")  # Sunday
    assert state(sources, session, site) is SiteState.NOT_DUE
    clock.instant = at("2026-11-23 09:00")
    assert state(sources, session, site) is SiteState.DUE


def test_a_look_on_a_rest_day_does_not_spare_the_next_working_day(
    sources: SourceService, session: Session, clock: FixedClock
) -> None:
    site = sources.create(session, site_draft(), CURATOR)
    clock.instant = at("2026-11-21 10:00")
    sources.tick(session, site.id, OWNER, found_count=0, is_curator=False)
    clock.instant = at("2026-11-23 17:00")
    assert state(sources, session, site) is SiteState.OVERDUE


def test_a_second_tick_of_the_day_corrects_the_first_and_keeps_what_was_found_before(
    sources: SourceService, session: Session, clock: FixedClock
) -> None:
    site = sources.create(session, site_draft(), CURATOR)
    sources.tick(session, site.id, OWNER, found_count=3, note="三份", is_curator=False)
    sources.tick(session, site.id, CURATOR, found_count=0, note="看错了", is_curator=True)
    standing = sources.standing(session, site.id)
    assert standing.today is not None
    assert (standing.today.found_count, standing.today.note, standing.today.actor_id) == (0, "看错了", CURATOR.id)
    assert (standing.site.last_checked_on, standing.site.last_new_on) == (date(2026, 11, 19), None)
    clock.instant = at("2026-11-20 09:00")
    sources.tick(session, site.id, OWNER, found_count=1, is_curator=False)
    assert sources.standing(session, site.id).site.last_new_on == date(2026, 11, 20)


def test_only_the_owner_or_a_curator_ticks(sources: SourceService, session: Session) -> None:
    mine = sources.create(session, site_draft(), CURATOR)
    ours = sources.create(session, site_draft(url="https://b.example", owner_id=None, owner_department="SCI"), CURATOR)
    with pytest.raises(NotOwnerError):
        sources.tick(session, mine.id, COLLEAGUE, found_count=0, is_curator=False)
    sources.tick(session, ours.id, COLLEAGUE, found_count=0, is_curator=False)
    sources.tick(session, mine.id, CURATOR, found_count=0, is_curator=True)


def test_an_inactive_site_is_neither_due_nor_ticked(sources: SourceService, session: Session) -> None:
    site = sources.create(session, site_draft(is_active=False), CURATOR)
    assert state(sources, session, site) is SiteState.INACTIVE
    with pytest.raises(InactiveSiteError):
        sources.tick(session, site.id, CURATOR, found_count=0, is_curator=True)


def test_a_weekly_site_falls_due_five_working_days_after_its_last_check_holidays_left_out(
    sources: SourceService, session: Session, clock: FixedClock
) -> None:
    clock.instant = at("2026-09-30 10:00")  # the day before the National Day holiday, 1 to 7 October
    site = sources.create(session, site_draft(check_every_days=5), CURATOR)
    sources.tick(session, site.id, OWNER, found_count=0, is_curator=False)
    due = sources.standing(session, site.id).due_on
    assert due == CALENDAR.add(date(2026, 9, 30), 5)
    assert CALENDAR.is_working_day(due)
    assert (due - date(2026, 9, 30)).days > 7


def test_the_bulletin_names_the_working_days_without_a_tick_and_no_others(
    sources: SourceService, session: Session, clock: FixedClock
) -> None:
    clock.instant = at("2026-10-30 09:00")
    kept = sources.create(session, site_draft(name="按时", url="https://kept.example"), CURATOR)
    missed = sources.create(session, site_draft(name="漏查", url="https://missed.example"), CURATOR)
    for day in range(2, 19):  # to Wednesday 18 November; 7, 8, 14 and 15 are rest days
        clock.instant = at(f"2026-11-{day:02} 10:00")
        if CALENDAR.is_working_day(clock.today()):
            sources.tick(session, kept.id, OWNER, found_count=1, is_curator=False)
            if day not in (4, 12):
                sources.tick(session, missed.id, OWNER, found_count=0, is_curator=False)
    clock.instant = at("2026-11-18 16:59")  # today is not over: it is not missing yet
    before = sources.bulletin(session, date(2026, 11, 1))
    assert before.through == date(2026, 11, 17)
    clock.instant = at("2026-11-18 17:00")
    bulletin = sources.bulletin(session, date(2026, 11, 18))
    assert (bulletin.month, bulletin.through) == (date(2026, 11, 1), date(2026, 11, 18))
    assert bulletin.working_days == 13
    first, second = bulletin.rows
    assert first.site.content.name == "漏查"
    assert (first.expected, first.ticked, first.found) == (13, 11, 0)
    assert first.missing == (date(2026, 11, 4), date(2026, 11, 12))
    assert (second.expected, second.ticked, second.found, second.missing) == (13, 13, 13, ())


def test_a_site_listed_during_the_month_is_expected_from_the_next_working_day(
    sources: SourceService, session: Session, clock: FixedClock
) -> None:
    sources.create(session, site_draft(), CURATOR)  # Thursday 19 November
    clock.instant = at("2026-11-24 18:00")
    row = sources.bulletin(session, date(2026, 11, 1)).rows[0]
    assert row.missing == (date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24))


def test_a_month_that_has_not_begun_has_an_empty_bulletin(sources: SourceService, session: Session) -> None:
    sources.create(session, site_draft(), CURATOR)
    bulletin = sources.bulletin(session, date(2026, 12, 1))
    assert (bulletin.through, bulletin.rows) == (None, ())


def test_a_change_on_another_lock_is_refused_and_changes_nothing(sources: SourceService, session: Session) -> None:
    site = sources.create(session, site_draft(), CURATOR)
    changed = sources.change(session, site.id, site_draft(name="新名称"), CURATOR, lock=0)
    assert (changed.content.name, changed.lock) == ("新名称", 1)
    with pytest.raises(StaleSiteError):
        sources.change(session, site.id, site_draft(name="旧页面"), CURATOR, lock=0)
    assert sources.standing(session, site.id).site.content.name == "新名称"


def test_ticking_does_not_make_an_open_form_stale(sources: SourceService, session: Session) -> None:
    site = sources.create(session, site_draft(), CURATOR)
    sources.tick(session, site.id, OWNER, found_count=0, is_curator=False)
    assert sources.change(session, site.id, site_draft(name="新名称"), CURATOR, lock=site.lock).lock == 1


def test_one_address_is_listed_once_however_it_is_written(sources: SourceService, session: Session) -> None:
    sources.create(session, site_draft(url="https://A.example/"), CURATOR)
    with pytest.raises(DuplicateSiteError):
        sources.create(session, site_draft(url=" https://a.example#top"), CURATOR)


def test_every_wrong_field_is_named_at_once(sources: SourceService, session: Session) -> None:
    wrong = site_draft(name=" ", url="ftp://a.example", check_every_days=0, rules_off=("C6", "C99"))
    with pytest.raises(UnusableSiteError) as refused:
        sources.create(session, wrong, CURATOR)
    assert set(refused.value.details) == {"name", "url", "check_every_days", "rules_off"}
    assert "C99" in refused.value.details["rules_off"]


def test_every_write_is_audited_with_what_changed(sources: SourceService, session: Session) -> None:
    site = sources.create(session, site_draft(), CURATOR)
    sources.change(session, site.id, site_draft(rules_off=("C6",)), CURATOR, lock=0)
    sources.tick(session, site.id, OWNER, found_count=2, is_curator=False)
    rows = session.scalars(select(AuditRow).where(AuditRow.object_id == site.id).order_by(AuditRow.sequence)).all()
    assert [row.action for row in rows] == ["source.create", "source.change", "source.tick"]
    assert rows[1].changes == {"rules_off": [[], ["C6"]]}
    assert rows[2].changes["found_count"] == [None, 2]


# -- the list as a spreadsheet -------------------------------------------------------------------------------------


def s4_list() -> list[list[str]]:
    """A list of the shape of DOMAIN §2.8: 3 national, 1 provincial, 2 prefecture, 55 department, 2 news sites."""
    groups = (("国家", "政策服务网站", 3), ("省级", "政策服务网站", 1), ("市", "政策服务网站", 2),
              ("市级", "涉企部门网站", 55), ("市", "新闻网站", 2))  # fmt: skip
    rows = []
    for level, kind, count in groups:
        for number in range(1, count + 1):
            name = f"云岭{level}{kind}{number}"
            rows.append([name, f"https://s{len(rows) + 1}.yunling.example", level, kind, "谷雨", "", "每日", "是", ""])
    return rows


def as_csv(rows: list[list[str]], encoding: str = "utf-8-sig") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows: list[list[str]]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def owned(listed: ListedSite) -> SiteDraft | None:
    known = {"": None, "谷雨": OWNER.id}
    return replace(listed.draft, owner_id=known[listed.owner]) if listed.owner in known else None


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_the_list_of_sixty_three_sites_is_imported(sources: SourceService, session: Session, write) -> None:
    listed, problems = read_list("清单.xlsx", write([["政策搜索网站清单"], HEADER, *s4_list()]))
    assert problems == []
    done = sources.import_list(session, listed, CURATOR, owner_of=owned)
    assert (len(done.created), done.changed, done.problems) == (63, (), ())
    sites = [standing.site for standing in sources.standings(session)]
    kinds = [(site.content.level, site.content.kind) for site in sites]
    assert kinds.count((SiteLevel.NATIONAL, SiteKind.POLICY_SERVICE)) == 3
    assert kinds.count((SiteLevel.PROVINCE, SiteKind.POLICY_SERVICE)) == 1
    assert kinds.count((SiteLevel.CITY, SiteKind.POLICY_SERVICE)) == 2
    assert kinds.count((SiteLevel.CITY, SiteKind.DEPARTMENT)) == 55
    assert kinds.count((SiteLevel.CITY, SiteKind.NEWS)) == 2
    assert {site.content.owner_id for site in sites} == {OWNER.id}


def test_an_exported_list_imports_as_unchanged(sources: SourceService, session: Session) -> None:
    sources.create(session, site_draft(rules_off=("C6", "C12"), check_every_days=5, is_active=False), CURATOR)
    sites = [standing.site for standing in sources.standings(session)]
    for as_workbook in (True, False):
        listed, problems = read_list("清单", write_list(sites, lambda _: ("谷雨", ""), as_workbook=as_workbook))
        done = sources.import_list(session, listed, CURATOR, owner_of=owned)
        assert (problems, len(done.unchanged), done.changed, done.created) == ([], 1, (), ())


def test_bad_rows_are_named_and_keep_no_other_out(sources: SourceService, session: Session) -> None:
    good = ["云岭新闻", "https://news.example", "市", "新闻网站", "", "", "1", "是", ""]
    rows = [
        HEADER,
        good,
        ["没有网址", "", "市", "新闻网站", "", "", "", "", ""],
        ["级别不明", "https://b.example", "银河系", "新闻网站", "", "", "", "", ""],
        ["无此人", "https://c.example", "市", "新闻网站", "立冬", "", "", "", ""],
        ["坏网址", "ftp://d.example", "市", "新闻网站", "", "", "", "", ""],
        ["重复", "https://NEWS.example/", "市", "新闻网站", "", "", "", "", ""],
    ]
    listed, bad = read_list("清单.csv", as_csv(rows, "gb18030"))
    done = sources.import_list(session, listed, CURATOR, owner_of=owned)
    assert done.created == ("云岭新闻",)
    assert [(p.row, p.code) for p in (*bad, *done.problems)] == [
        (3, "no_url"),
        (4, "level"),
        (5, "owner"),
        (6, "url"),
        (7, "twice"),
    ]


def test_a_file_that_is_no_list_is_refused(sources: SourceService) -> None:
    with pytest.raises(UnusableListError):
        read_list("别的.csv", as_csv([["标题", "正文"], ["一", "二"]]))
    with pytest.raises(UnusableListError):
        read_list("网页.html", b"<html><body><p>x</p></body></html>")


def test_a_name_that_looks_like_a_formula_is_no_formula_in_the_export(sources: SourceService, session: Session) -> None:
    sources.create(session, site_draft(name="=HYPERLINK(1)"), CURATOR)
    sites = [standing.site for standing in sources.standings(session)]
    book = load_workbook(io.BytesIO(write_list(sites, lambda _: ("", ""), as_workbook=True)))
    assert book.active["A2"].data_type == "s"
    assert str(book.active["A2"].value).startswith("'=")
