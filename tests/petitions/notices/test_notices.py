"""What is told to whom, once, from a real outbox."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from string import Formatter

import pytest

from core import outbox
from core.actors import Actor, Role
from core.audit import UNKNOWN_ORIGIN
from core.clock import SHANGHAI
from core.errors import InvalidInputError, NotFoundError
from core.messages import catalogue
from petitions.alerts.types import AlertKind
from petitions.build import build_sweep
from petitions.commands import RefuseCommand
from petitions.invitations.service import InvitationService
from petitions.notices.service import NoticeService
from petitions.notices.templates import PLACEHOLDERS, audiences, events
from petitions.notices.types import Inbox
from petitions.notices.writer import NoticeWriter
from petitions.states import TRANSITIONS
from petitions.types import Identity, RefusalCode

ADMINISTRATOR = Actor("u-adm", "寒露", frozenset({Role.ADMINISTRATOR}))
SILENT = {"followed_up", "rated", "clustered"}
"""Steps whose Notify column is empty (DOMAIN §3.4)."""


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture
def invitations(office) -> InvitationService:
    return InvitationService(office.service.steps, "a key")


@pytest.fixture
def writer(office, invitations) -> NoticeWriter:
    return NoticeWriter(office.database, office.clock, invitations)


@pytest.fixture
def notices(office, invitations) -> NoticeService:
    return NoticeService(office.service.steps, invitations)


@pytest.fixture
def told(office, writer, notices) -> Callable[..., list[str]]:
    """Follow the outbox and return the texts in somebody's inbox, oldest first."""

    def texts(actor: Actor) -> list[str]:
        writer.follow()
        return [notice.text for notice in reversed(inbox(office, notices, actor).notices)]

    return texts


def inbox(office, notices: NoticeService, actor: Actor, **filters: object) -> Inbox:
    with office.database.reading() as session:
        return notices.inbox(session, actor, **filters)  # type: ignore[arg-type]


def petitioner(office, notices: NoticeService, number: str) -> list[str]:
    with office.database.unit_of_work() as session:
        return [notice.text for notice in reversed(notices.of_petitioner(session, number, "1234"))]


def test_every_step_that_concerns_somebody_has_words_for_each_audience() -> None:
    told = {event for event in events() if event not in {kind.value for kind in AlertKind}}
    assert {row.event for row in TRANSITIONS} - SILENT <= told
    assert {kind.value for kind in AlertKind} <= set(events())
    for event in events():
        for audience in audiences(event):
            text = catalogue()[f"notice.{event}.{audience.value}"]
            assert {name for _, name, _, _ in Formatter().parse(text) if name} <= set(PLACEHOLDERS)


def test_the_petitioner_reads_every_stage_and_staff_their_part(office, writer, notices, told) -> None:
    number = office.answered()
    office.rate(number, 2)
    assert told(office.handler) == [
        f"诉求 {number} 已派发给人力资源局，请及时签收，11月25日（周三）17:00 前答复。",
        f"诉求 {number} 需要重新办理，请人力资源局及时签收，11月25日（周三）17:00 前答复。",
    ]
    assert told(office.supervisor) == [
        f"诉求 {number} 评价不满意，由人力资源局重新办理，11月25日（周三）17:00 前答复。"
    ]
    told_to_petitioner = petitioner(office, notices, number)
    assert told_to_petitioner.pop().startswith(f"人力资源局已答复诉求 {number}，请查看答复并评价：/rate/")
    assert told_to_petitioner == [
        f"已收到您的诉求，编号 {number}。凭编号和手机尾号可查进度。",
        f"诉求 {number} 已受理，11月25日（周三）17:00 前答复您。",
        f"诉求 {number} 由人力资源局办理。",
    ]
    assert told(office.other_handler) == []
    assert told(office.dispatcher) == []


def test_a_refusal_names_reason_and_channel(office, notices, writer) -> None:
    number = office.file().number
    office.refuse(number, RefuseCommand(RefusalCode.OUT_OF_DUTY, "请咨询行业协会。", 1))
    writer.follow()
    assert petitioner(office, notices, number)[-1] == (f"诉求 {number} 未予受理：不属于政府职责范围。请咨询行业协会。")


def test_following_again_or_from_the_beginning_tells_nothing_twice(office, writer, notices) -> None:
    office.answered()
    assert writer.follow() == 5
    assert writer.follow() == 0
    with office.database.unit_of_work() as session:
        outbox.move_to(session, "notices", 0)
    assert writer.follow() == 0


def test_a_crash_while_writing_loses_and_repeats_nothing(office, writer, notices, monkeypatch) -> None:
    number = office.answered()

    def crash(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(outbox, "move_to", crash)
        with pytest.raises(RuntimeError):
            writer.follow()
    assert writer.follow() == 5
    assert len(petitioner(office, notices, number)) == 4


def test_nobody_writes_to_an_anonymous_petitioner(office, writer) -> None:
    office.file(identity=Identity.ANONYMOUS)
    assert writer.follow() == 0


def test_alerts_reach_the_level_they_are_for(office, told) -> None:
    number = office.file().number
    office.accept(number)
    office.dispatch(number)
    office.sign(number)
    levels = {
        level: Actor(f"u-s{level}", "霜降", frozenset({Role.SUPERVISOR}), supervision_level=level)
        for level in (1, 2, 3)
    }
    for moment in ("2026-11-25 17:01", "2026-11-30 17:01", "2026-12-02 17:01"):
        office.clock.advance_to(at(moment))
        build_sweep(office.database, office.service).run()
    assert [told(levels[level])[0].split("：")[0] for level in (1, 2, 3)] == [
        f"诉求 {number} 黄色预警",
        f"诉求 {number} 橙色预警",
        f"诉求 {number} 红色预警",
    ]
    assert all(len(told(levels[level])) == 1 for level in levels)
    assert len(told(office.handler)) == 4


def test_reading_is_each_readers_own(office, writer, notices) -> None:
    office.answered()
    writer.follow()
    colleague = Actor("u-hrs2", "立冬", frozenset({Role.HANDLER}), "human-resources")
    with office.database.unit_of_work() as session:
        ids = [notice.id for notice in notices.inbox(session, office.handler).notices]
        assert notices.mark_read(session, office.other_handler, ids) == 0
        assert notices.mark_read(session, office.handler, ids) == 1
        assert notices.mark_read(session, office.handler, ids) == 0
    assert (inbox(office, notices, office.handler).unread, inbox(office, notices, colleague).unread) == (0, 1)
    assert inbox(office, notices, office.handler, only_unread=True).notices == ()
    assert inbox(office, notices, office.handler).notices[0].read_at == office.clock.now()


def test_other_words_are_a_new_version_and_earlier_notices_keep_theirs(office, writer, notices) -> None:
    number = office.file().number
    writer.follow()
    with office.database.unit_of_work() as session:
        words = "收到 {number}，谢谢。"
        written = notices.templates.write(
            session, "submitted.petitioner", words, ADMINISTRATOR, office.clock.now(), UNKNOWN_ORIGIN
        )
        assert written.version == 2
        for wrong in ("", "{phone}", "{number", "{}"):
            with pytest.raises(InvalidInputError):
                notices.templates.write(
                    session, "submitted.petitioner", wrong, ADMINISTRATOR, office.clock.now(), UNKNOWN_ORIGIN
                )
        with pytest.raises(NotFoundError):
            notices.templates.write(session, "x.y", "x", ADMINISTRATOR, office.clock.now(), UNKNOWN_ORIGIN)
    second = office.file().number
    writer.follow()
    assert petitioner(office, notices, second) == [f"收到 {second}，谢谢。"]
    assert petitioner(office, notices, number)[0].startswith("已收到您的诉求")
    with office.database.unit_of_work() as session:
        assert [notice.template_version for notice in notices.of_petitioner(session, second, "1234")] == [2]


def test_the_petitioners_inbox_needs_number_and_phone_tail(office, writer, notices) -> None:
    number = office.file().number
    with office.database.unit_of_work() as session, pytest.raises(NotFoundError):
        notices.of_petitioner(session, number, "0000")
