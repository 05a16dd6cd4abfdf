"""A hot issue from the first voices to its end: who may do what, what is refused, and what stays behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from assistant.tables import ConversationRow, MessageRow
from core import audit
from core.actors import Actor, Role
from core.errors import AppError
from reports.build import build_issue_watch, build_issues
from reports.hot.detecting import HotRule, Season
from reports.issues.errors import (
    IssueChangedError,
    IssueNotFoundError,
    IssueStateError,
    NotARecipientError,
    NotSignedError,
    UnfinishedIssueError,
    UnusableIssueFieldsError,
    WrongIssueRoleError,
)
from reports.issues.service import IssueService
from reports.issues.states import STEPS
from reports.issues.types import ISSUE_COMMANDS, Issue, IssueState
from reports.issues.watch import IssueWatch
from tests.reports.conftest import ANALYST, Desk

SUPERVISOR = Actor("u-sup", "霜降", frozenset({Role.SUPERVISOR}), supervision_level=2)
AGENT = Actor("u-opr", "小雪", frozenset({Role.AGENT}))
HANDLER = Actor("u-dep", "立夏", frozenset({Role.HANDLER}), "HR")
OTHER_HANDLER = Actor("u-fin", "白露", frozenset({Role.HANDLER}), "FIN")
CURATOR = Actor("u-cur", "清明", frozenset({Role.CURATOR}))
NOISE = (
    "搅拌站夜里开工，噪音太大睡不着",
    "搅拌站粉尘飘进厂房，窗户不敢开",
    "请查一查搅拌站有没有手续",
    "搅拌站离厂房只有五十米，噪音粉尘都有",
    "搅拌站凌晨还在装料，员工无法休息",
    "搅拌站的车把路压坏了，噪音也大",
)
OTHERS = ("首次贷款贴息怎么申请", "公交站台没有顶棚", "营业执照变更要多久", "人才公寓何时交付", "展会补贴标准")
REPORT = {
    "title": "搅拌站扰民",
    "facts": "六家企业反映夜间噪音",
    "scope": "湖滨片区",
    "suggestion": "限时整治",
    "recipients": ("supervisor:2", "department:HR"),
}
INSTRUCTION = {"leader": "管委会主任", "given_on": date(2026, 11, 20), "text": "限期整改，周报进展"}
FIELDS: dict[str, dict[str, Any]] = {
    "instruct": INSTRUCTION,
    "draft": REPORT,
    "assign": {"department_code": "HR", "due_on": date(2026, 12, 10)},
    "record_result": {"result": "已停止夜间作业", "feedback": "已公告整治结果"},
}
ROLES = {"confirm": ANALYST, "dismiss": ANALYST, "draft": AGENT, "send_back": SUPERVISOR, "sign": SUPERVISOR,
         "acknowledge": HANDLER, "instruct": SUPERVISOR, "assign": SUPERVISOR, "note_progress": HANDLER,
         "record_result": HANDLER, "close": SUPERVISOR}  # fmt: skip


@dataclass
class Room:
    """The desk's petitions, the watch over them, and one step a unit of work."""

    desk: Desk
    watch: IssueWatch
    service: IssueService

    def speak(self, words: tuple[str, ...] = NOISE, **changes: Any) -> list[str]:
        now = self.desk.clock.now()
        return [
            self.desk.petition(
                None,
                title=f"湖滨片区搅拌站扰民{said[:3]}",
                content=f"湖滨片区，{said}。",
                enterprise_name=f"第{place}家企业（示例）",
                submitted_at=now - timedelta(hours=place),
                **changes,
            )
            for place, said in enumerate(words)
        ]

    def ask(self, question: str, number: int) -> None:
        now = self.desk.clock.now()
        with self.desk.database.unit_of_work() as session:
            session.add(ConversationRow(id=f"con-{number}", started_at=now))
            session.flush()
            session.add(
                MessageRow(
                    id=f"msg-{number}", conversation_id=f"con-{number}", question=question, rewritten=question,
                    as_of=date(2026, 11, 20), outcome="abstained", rung="none", reason="no_evidence", answer={},
                    disclaimer=False, asked_at=now, answered_at=now,
                )
            )  # fmt: skip

    def do(self, name: str, issue_id: str, actor: Actor | None = None, **fields: Any) -> Issue:
        actor = actor or ROLES[name]
        values = {"lock": self.issue(issue_id).lock} | FIELDS.get(name, {"note": "说明"}) | fields
        with self.desk.database.unit_of_work() as session:
            moved: Issue = getattr(self.service, name)(session, issue_id, ISSUE_COMMANDS[name](**values), actor)
            return moved

    def issue(self, issue_id: str, actor: Actor = SUPERVISOR) -> Issue:
        with self.desk.database.reading() as session:
            return self.service.get(session, issue_id, actor)[0]

    def at(self, state: IssueState) -> str:
        """Detect an issue and take it to a state; return its id."""
        self.speak()
        (issue_id,) = self.watch.run().found
        for name in {"detected": (), "confirmed": ("confirm",), "dismissed": ("dismiss",),
                     "drafted": ("confirm", "draft"), "reported": ("confirm", "draft", "sign"),
                     "tracked": ("confirm", "draft", "sign", "assign"),
                     "closed": ("confirm", "draft", "sign", "assign", "record_result", "close")}[state]:  # fmt: skip
            self.do(name, issue_id)
        return issue_id


@pytest.fixture
def room(desk: Desk) -> Room:
    for place, words in enumerate(OTHERS):
        desk.petition(None, title=words, content=f"{words}？谢谢。", enterprise_name=f"其他{place}（示例）")
    watch = build_issue_watch(desk.database, desk.clock, HotRule(), most_voices=500)
    return Room(desk, watch, build_issues(desk.clock))


def test_what_many_say_is_detected_with_its_reasons_and_voices(room: Room) -> None:
    numbers = room.speak()
    room.ask("湖滨片区搅拌站扰民怎么投诉，搅拌站噪音粉尘", 1)
    report = room.watch.run()
    (issue_id,) = report.found
    issue = room.issue(issue_id)
    assert (issue.state, issue.petitions, issue.questions) == (IssueState.DETECTED, 6, 1)
    assert issue.evidence.meets == ("surge",)
    assert (issue.evidence.voices, issue.evidence.senders) == (7, 7)
    assert "搅拌站" in issue.terms
    with room.desk.database.reading() as session:
        _, history = room.service.get(session, issue_id, ANALYST)
    assert {voice.id for voice in history.voices} == {*numbers, "msg-1"}


def test_what_is_said_after_the_look_is_not_heard_by_it(room: Room) -> None:
    room.speak()
    room.desk.clock.advance_to(room.desk.clock.now() - timedelta(hours=len(NOISE)))
    assert room.watch.run().found == []


def test_the_same_voices_again_are_the_same_issue_and_more_of_them_join_it(room: Room) -> None:
    room.speak()
    (issue_id,) = room.watch.run().found
    room.speak(("搅拌站又在夜里开工，噪音粉尘更大",))
    again = room.watch.run()
    assert (again.found, again.seen_again) == ([], [issue_id])
    assert room.issue(issue_id).petitions == 7


def test_what_was_dismissed_comes_back_only_when_enough_others_say_it(room: Room) -> None:
    issue_id = room.at(IssueState.DISMISSED)
    assert room.watch.run().found == []
    room.speak(tuple(f"{said}，第二次" for said in NOISE))
    (other,) = room.watch.run().found
    assert other != issue_id
    assert room.issue(other).petitions == 6


def test_nothing_is_looked_at_twice_when_nobody_said_anything(room: Room) -> None:
    room.speak()
    first = room.watch.run_when_new()
    assert first is not None
    assert room.watch.run_when_new() is None


def test_personal_data_of_voices_is_masked(room: Room) -> None:
    room.speak(tuple(f"{said}，请致电 139 0000 1234" for said in NOISE))
    (issue_id,) = room.watch.run().found
    with room.desk.database.reading() as session:
        issue, history = room.service.get(session, issue_id, ANALYST)
    assert "1390000" not in repr((issue, history)).replace(" ", "")


def test_a_season_names_its_issue_with_fewer_voices(room: Room) -> None:
    room.speak(NOISE[:3])
    assert room.watch.run().found == []
    rule = HotRule(seasons=(Season("搅拌站", 10, 12),))
    watch = build_issue_watch(room.desk.database, room.desk.clock, rule, most_voices=500)
    (issue_id,) = watch.run().found
    assert room.issue(issue_id).evidence.meets == ("season",)


@pytest.mark.parametrize("name", ["acknowledge", "assign", "note_progress", "record_result", "close"])
@pytest.mark.parametrize("state", [IssueState.CONFIRMED, IssueState.DRAFTED])
def test_nothing_leaves_without_the_signature_of_a_supervisor(room: Room, name: str, state: IssueState) -> None:
    issue_id = room.at(state)
    before = room.issue(issue_id)
    with pytest.raises(NotSignedError):
        room.do(name, issue_id, SUPERVISOR)
    assert room.issue(issue_id) == before


def test_a_signed_report_goes_to_its_recipients_who_acknowledge_it(room: Room) -> None:
    issue_id = room.at(IssueState.DRAFTED)
    with pytest.raises(IssueNotFoundError):
        room.issue(issue_id, HANDLER)  # not signed: not told
    room.do("sign", issue_id)
    assert room.issue(issue_id, HANDLER).state is IssueState.REPORTED
    room.do("acknowledge", issue_id, HANDLER)
    room.do("acknowledge", issue_id, SUPERVISOR)
    with room.desk.database.reading() as session:
        _, history = room.service.get(session, issue_id, HANDLER)
    assert {receipt.recipient: receipt.read_by for receipt in history.receipts} == {
        "department:HR": HANDLER.name, "supervisor:2": SUPERVISOR.name,
    }  # fmt: skip
    assert history.voices == ()
    first_level = Actor("u-one", "大寒", frozenset({Role.SUPERVISOR}), supervision_level=1)
    with pytest.raises(NotARecipientError):
        room.do("acknowledge", issue_id, first_level)


def test_an_item_closes_with_result_and_feedback_and_not_without(room: Room) -> None:
    issue_id = room.at(IssueState.TRACKED)
    with pytest.raises(UnfinishedIssueError, match="办理结果、对外反馈"):
        room.do("close", issue_id)
    with pytest.raises(UnusableIssueFieldsError) as refused:
        room.do("record_result", issue_id, result="已整治", feedback=" ")
    assert list(refused.value.details) == ["feedback"]
    room.do("note_progress", issue_id, note="已约谈")
    room.do("record_result", issue_id)
    closed = room.do("close", issue_id)
    assert (closed.state, closed.closed_at) == (IssueState.CLOSED, room.desk.clock.now())
    with room.desk.database.reading() as session:
        _, history = room.service.get(session, issue_id, HANDLER)
        report = audit.verify(session)
        actions = set(session.scalars(text("SELECT action FROM audit_log WHERE object_type = 'hot_issue'")))
    codes = [event.code for event in history.events]
    assert codes == ["detected", "confirm", "draft", "sign", "assign", "note_progress", "record_result", "close"]
    assert actions == {f"issue.{code}" for code in codes}
    assert report.is_intact


def test_only_the_department_it_was_given_to_works_on_it(room: Room) -> None:
    issue_id = room.at(IssueState.TRACKED)
    with pytest.raises(IssueNotFoundError):
        room.do("record_result", issue_id, OTHER_HANDLER)
    room.do("assign", issue_id, department_code="FIN")
    with pytest.raises(WrongIssueRoleError):
        room.do("record_result", issue_id, HANDLER)  # still a recipient of the report, no longer the owner
    room.do("record_result", issue_id, OTHER_HANDLER)


def test_steps_are_offered_to_whom_they_are_open(room: Room) -> None:
    issue_id = room.at(IssueState.REPORTED)

    def offered(actor: Actor) -> list[str]:
        with room.desk.database.reading() as session:
            issue, history = room.service.get(session, issue_id, actor)
            return room.service.offered(session, issue, history.receipts, actor)

    first_level = Actor("u-one", "大寒", frozenset({Role.SUPERVISOR}), supervision_level=1)
    assert (offered(HANDLER), offered(SUPERVISOR)) == (["acknowledge"], ["acknowledge", "instruct", "assign"])
    assert offered(first_level) == ["instruct", "assign"]  # not a recipient: no receipt is owed
    room.do("acknowledge", issue_id, HANDLER)
    assert offered(HANDLER) == []
    room.do("assign", issue_id, department_code="FIN")
    assert offered(HANDLER) == []  # told of it, but it is the work of another department
    assert offered(OTHER_HANDLER) == ["note_progress", "record_result"]
    room.do("record_result", issue_id, OTHER_HANDLER)
    assert offered(first_level) == ["instruct", "assign", "note_progress", "record_result", "close"]


@pytest.mark.parametrize("state", list(IssueState))
def test_what_the_table_does_not_list_changes_nothing(room: Room, state: IssueState) -> None:
    issue_id = room.at(state)
    before = room.issue(issue_id)
    for step in STEPS:
        actor = SUPERVISOR if Role.SUPERVISOR in step.roles else ROLES[step.name]
        if state in step.sources:
            continue
        with pytest.raises((IssueStateError, NotSignedError)):
            room.do(step.name, issue_id, actor)
        assert room.issue(issue_id) == before


@pytest.mark.parametrize("step", STEPS, ids=[step.name for step in STEPS])
def test_other_roles_are_refused(room: Room, step: Any) -> None:
    issue_id = room.at(min(step.sources))
    others = [actor for actor in (ANALYST, AGENT, SUPERVISOR) if not actor.roles & step.roles]
    for actor in others:
        with pytest.raises(WrongIssueRoleError):
            room.do(step.name, issue_id, actor)
    with pytest.raises(AppError):
        room.do(step.name, issue_id, CURATOR)


def test_a_stale_version_is_refused(room: Room) -> None:
    issue_id = room.at(IssueState.DETECTED)
    with pytest.raises(IssueChangedError):
        room.do("confirm", issue_id, lock=room.issue(issue_id).lock - 1)


def test_every_wrong_field_of_a_report_is_named(room: Room) -> None:
    issue_id = room.at(IssueState.CONFIRMED)
    with pytest.raises(UnusableIssueFieldsError) as refused:
        room.do("draft", issue_id, title=" ", departments=("nowhere",), recipients=("supervisor:9",))
    assert set(refused.value.details) == {"title", "departments", "recipients"}


def test_history_cannot_be_rewritten(room: Room) -> None:
    room.at(IssueState.CONFIRMED)
    with pytest.raises(Exception, match="append-only"), room.desk.database.unit_of_work() as session:
        session.execute(text("UPDATE hot_issue_events SET note = 'x'"))


def test_a_leaders_instruction_is_put_on_record_and_whoever_acts_reads_it(room: Room) -> None:
    issue_id = room.at(IssueState.TRACKED)
    room.desk.clock.advance_to(room.desk.clock.now() + timedelta(days=3))
    today = room.desk.clock.today()
    assert room.do("instruct", issue_id, given_on=today, leader=" 管委会\n 主任 ").state is IssueState.TRACKED
    room.do("instruct", issue_id, given_on=today - timedelta(days=2), text="请联系 13900001234")
    with room.desk.database.reading() as session:
        _, history = room.service.get(session, issue_id, HANDLER)
    told = [(given.leader, given.text, given.noted_by) for given in history.instructions]
    assert told == [("管委会主任", "请联系 139****1234", "霜降"), ("管委会 主任", "限期整改，周报进展", "霜降")]
    assert [event.note for event in history.events if event.code == "instruct"] == [
        "限期整改，周报进展", "请联系 139****1234",
    ]  # fmt: skip


def test_an_instruction_is_given_after_the_signature_and_not_tomorrow(room: Room) -> None:
    issue_id = room.at(IssueState.REPORTED)
    today = room.desk.clock.today()
    for day in (today - timedelta(days=1), today + timedelta(days=1)):
        with pytest.raises(UnusableIssueFieldsError) as caught:
            room.do("instruct", issue_id, leader=" ", given_on=day, text="")
        assert set(caught.value.details) == {"leader", "given_on", "text"}
    with room.desk.database.reading() as session:
        assert room.service.get(session, issue_id, SUPERVISOR)[1].instructions == ()
