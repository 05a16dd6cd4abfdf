"""Supervision orders from issue to end, and the flag a red alert raises."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from core import audit
from core.actors import Actor, Role
from core.clock import SHANGHAI
from core.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from petitions.build import build_sweep
from petitions.invitations.service import InvitationService
from petitions.notices.service import NoticeService
from petitions.notices.writer import NoticeWriter
from petitions.supervision.service import SupervisionService
from petitions.supervision.types import IssueOrder, OrderReason, OrderState, SupervisionOrder, Verdict

PLATFORM = Actor("u-s1", "霜降", frozenset({Role.SUPERVISOR}))
BUREAU = Actor("u-s2", "大雪", frozenset({Role.SUPERVISOR}), supervision_level=2)
DISCIPLINE = Actor("u-s3", "冬至", frozenset({Role.SUPERVISOR}), supervision_level=3)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture
def service(office) -> SupervisionService:
    return SupervisionService(office.service.steps)


@pytest.fixture
def do(office, service) -> Callable[..., SupervisionOrder]:
    def run(step: str, *values: object) -> SupervisionOrder:
        with office.database.unit_of_work() as session:
            return getattr(service, step)(session, *values)  # type: ignore[no-any-return]

    return run


def order(office, number: str, **changes: object) -> IssueOrder:
    values = {"reason": OrderReason.ALERT, "text": "请三日内答复企业", "due_at": at("2026-11-23 17:00")}
    return IssueOrder(**values | {"lock": office.lock(number)} | changes)  # type: ignore[arg-type]


def test_an_order_is_issued_answered_and_closed_with_its_trail(office, service, do) -> None:
    number = office.processing()
    issued = do("issue", number, order(office, number), PLATFORM)
    assert (issued.level, issued.state, issued.department_code) == (1, OrderState.OPEN, "human-resources")
    event = office.detail(number).events[-1]
    assert (event.code, event.text) == ("supervised", "第 1 级督办，11月23日（周一）17:00 前回复：请三日内答复企业")
    assert office.lookup(number).timeline[0].text == "已督办"
    office.clock.advance_to(at("2026-11-23 17:01"))
    with office.database.reading() as session:
        assert service.orders(session, office.handler).orders[0].is_overdue
    answered = do("answer", issued.id, "已联系企业，明日答复。", office.handler)
    assert (answered.state, answered.is_overdue) == (OrderState.ANSWERED, True)
    closed = do("close", issued.id, "已核实", PLATFORM)
    assert (closed.state, closed.closing_note) == (OrderState.CLOSED, "已核实")
    with office.database.reading() as session:
        report = audit.verify(session)
        assert report.is_intact
        actions = [row.action for row in session.query(audit.AuditRow).order_by(audit.AuditRow.sequence)][-3:]
    assert actions == ["petition.supervised", "petition.order_answered", "petition.order_closed"]


def test_each_level_closes_its_own_orders_only(office, do) -> None:
    number = office.processing()
    issued = do("issue", number, order(office, number), BUREAU)
    assert issued.level == 2
    for other in (PLATFORM, DISCIPLINE):
        with pytest.raises(NotAllowedError, match="营商办"):
            do("close", issued.id, "已核实", other)
    assert do("close", issued.id, "不再需要", BUREAU).state is OrderState.CLOSED


def test_only_supervisors_issue_and_only_the_department_answers(office, do) -> None:
    number = office.processing()
    for actor in (office.dispatcher, office.handler):
        with pytest.raises(NotAllowedError):
            do("issue", number, order(office, number), actor)
    issued = do("issue", number, order(office, number), PLATFORM)
    with pytest.raises(NotAllowedError):
        do("answer", issued.id, "x", PLATFORM)
    with pytest.raises(NotFoundError):
        do("answer", issued.id, "x", office.other_handler)
    with pytest.raises(NotAllowedError):
        do("close", issued.id, "x", office.handler)


def test_what_is_missing_is_said_and_nothing_is_stored(office, service, do) -> None:
    number = office.processing()
    with pytest.raises(InvalidInputError) as caught:
        do("issue", number, order(office, number, text=" ", due_at=office.clock.now()), PLATFORM)
    assert set(caught.value.details) == {"text", "due_at"}
    with pytest.raises(ConflictError, match="改过"):
        do("issue", number, order(office, number, lock=1), PLATFORM)
    waiting = office.file().number
    with pytest.raises(ConflictError, match="先派发"):
        do("issue", waiting, order(office, waiting), PLATFORM)
    closed = office.answered()
    office.rate(closed, 5)
    with pytest.raises(ConflictError):
        do("issue", closed, order(office, closed), PLATFORM)
    with office.database.reading() as session:
        assert service.orders(session, PLATFORM).total == 0


def test_a_closed_order_is_neither_answered_nor_closed_again(office, do) -> None:
    number = office.processing()
    issued = do("issue", number, order(office, number), PLATFORM)
    do("close", issued.id, "已核实", PLATFORM)
    with pytest.raises(ConflictError, match="已办结"):
        do("answer", issued.id, "补充说明", office.handler)
    with pytest.raises(ConflictError, match="已办结"):
        do("close", issued.id, "再次", PLATFORM)
    with pytest.raises(NotFoundError):
        do("close", "sup_none", "x", PLATFORM)


def test_orders_are_listed_by_state_level_and_scope(office, service, do) -> None:
    first, second = office.processing(), office.processing()
    do("issue", first, order(office, first), PLATFORM)
    issued = do("issue", second, order(office, second), BUREAU)
    do("answer", issued.id, "已办", office.handler)
    with office.database.reading() as session:
        assert service.orders(session, office.handler).total == 2
        assert service.orders(session, office.other_handler).total == 0
        assert [o.petition_number for o in service.orders(session, PLATFORM, level=2).orders] == [second]
        assert [o.petition_number for o in service.orders(session, PLATFORM, state=OrderState.OPEN).orders] == [first]
        assert service.orders(session, PLATFORM, number=first).total == 1


def test_the_department_is_told_of_an_order_and_the_level_of_its_answer(office, do) -> None:
    number = office.processing()
    issued = do("issue", number, order(office, number), BUREAU)
    do("answer", issued.id, "已联系企业。", office.handler)
    do("close", issued.id, "已核实", BUREAU)
    invitations = InvitationService(office.service.steps, "a key")
    NoticeWriter(office.database, office.clock, invitations).follow()
    notices = NoticeService(office.service.steps, invitations)
    with office.database.reading() as session:
        told = [notice.text for notice in notices.inbox(session, office.handler).notices]
        level = [notice.text for notice in notices.inbox(session, BUREAU).notices]
        assert notices.inbox(session, PLATFORM).total == 0
    assert told[1].startswith(
        f"诉求 {number} 收到督办单，请人力资源局在 11月23日（周一）17:00 前回复。督办要求：请三日内"
    )
    assert told[0] == f"诉求 {number} 的督办单已办结：已核实"
    assert level == [f"人力资源局已回复诉求 {number} 的督办单：已联系企业。"]


def test_a_red_petition_is_examined_by_the_third_level_once_and_with_a_reason(office, service) -> None:
    office.processing()
    office.clock.advance_to(at("2026-12-02 17:01"))
    build_sweep(office.database, office.service).run()
    with office.database.reading() as session:
        (flag,) = service.flags(session, office.supervisor)
    assert (flag.department_code, flag.verdict) == ("human-resources", None)
    with office.database.unit_of_work() as session:
        with pytest.raises(NotAllowedError, match="纪委监委"):
            service.decide(session, flag.id, Verdict.CONFIRMED, "x", BUREAU)
        with pytest.raises(InvalidInputError):
            service.decide(session, flag.id, Verdict.CONFIRMED, " ", DISCIPLINE)
        decided = service.decide(session, flag.id, Verdict.DISMISSED, "系统故障所致", DISCIPLINE)
        assert (decided.verdict, decided.reason) == (Verdict.DISMISSED, "系统故障所致")
        with pytest.raises(ConflictError):
            service.decide(session, flag.id, Verdict.CONFIRMED, "x", DISCIPLINE)
        assert service.flags(session, office.supervisor) == []
        assert len(service.flags(session, office.supervisor, only_open=False)) == 1
