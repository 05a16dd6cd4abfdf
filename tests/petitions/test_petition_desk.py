"""What staff see and may do: departments, roles, masking, and the desk list."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from core import audit
from core.actors import Actor, Role
from core.clock import SHANGHAI
from core.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from petitions.pressing import Pressing
from petitions.tables import ReplyTable, TicketTable
from petitions.types import AlertLevel, Contact, Identity, Nature, State


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)


def test_handlers_see_and_handle_only_their_own_department(office) -> None:
    number = office.file().number
    for actor in (office.handler, office.other_handler):
        with pytest.raises(NotFoundError):
            office.detail(number, actor)
    office.accept(number)
    office.dispatch(number, "human-resources-1")
    assert office.detail(number, office.handler).allowed == ("sign", "request_return")
    with pytest.raises(NotFoundError):
        office.sign(number, office.other_handler)
    assert (office.desk(office.other_handler).total, office.desk(office.handler).total) == (0, 1)


def test_a_handler_whose_department_only_assists_may_look_but_not_answer(office) -> None:
    number = office.file().number
    office.accept(number)
    office.dispatch(number)
    office.sign(number)
    with office.database.unit_of_work() as session:
        lead = session.scalars(select(TicketTable)).one()
        session.add(
            TicketTable(
                id="tic_assist",
                petition_id=lead.petition_id,
                department_code="treasury",
                role="assist",
                cycle=1,
                dispatched_at=lead.dispatched_at,
                dispatched_by="u-dsp",
                sign_by=lead.sign_by,
            )
        )
    assert office.detail(number, office.other_handler).allowed == ("finish_assist",)
    with pytest.raises(NotAllowedError, match="其他部门"):
        office.reply(number, office.other_handler)
    with pytest.raises(ConflictError, match="财政局还没有完成协办"):
        office.reply(number)


@pytest.mark.parametrize("role", [Role.CURATOR, Role.REVIEWER, Role.ADMINISTRATOR, Role.GUEST])
def test_roles_without_a_desk_are_refused(office, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        office.desk(Actor("u", "某人", frozenset({role})))


def test_a_supervisor_looks_but_does_not_accept(office) -> None:
    number = office.file().number
    with pytest.raises(NotAllowedError, match="不能受理"):
        office.accept(number, office.supervisor)


def test_a_reply_needs_words_and_a_basis_or_the_reason_for_none(office) -> None:
    number = office.file().number
    office.accept(number)
    office.dispatch(number)
    office.sign(number)
    with pytest.raises(InvalidInputError) as caught:
        office.reply(number, text=" ", basis=("",))
    assert set(caught.value.details) == {"text", "basis"}
    office.reply(number, basis=(), no_basis_reason="属于情况说明")
    with office.database.reading() as session:
        assert session.scalars(select(ReplyTable.no_basis_reason)).one() == "属于情况说明"


def test_accepting_checks_the_category_and_protects_a_report(office) -> None:
    number = office.file().number
    with pytest.raises(InvalidInputError):
        office.accept(number, category_code="99")
    assert office.accept(number, nature=Nature.REPORT).identity == "confidential"


def test_dispatching_to_an_unknown_department_is_refused(office) -> None:
    number = office.file().number
    office.accept(number)
    with pytest.raises(InvalidInputError):
        office.dispatch(number, "NOWHERE")
    assert office.detail(number).state == "accepted"


def test_contact_data_is_masked_until_revealed_and_every_reveal_is_audited(office) -> None:
    number = office.file().number
    detail = office.detail(number)
    assert (detail.contact_name, detail.contact_phone) == ("小*", "138****1234")
    with office.database.unit_of_work() as session:
        contact = office.service.reveal(session, number, "电话回访", office.dispatcher)
    assert contact == Contact("小满", "13800001234")
    with office.database.reading() as session:
        row = session.scalars(select(audit.AuditRow).order_by(audit.AuditRow.sequence.desc())).first()
        assert (row.action, row.reason, row.actor_id) == ("petition.contact_revealed", "电话回访", "u-dsp")
    with pytest.raises(InvalidInputError), office.database.unit_of_work() as session:
        office.service.reveal(session, number, " ", office.dispatcher)


def test_a_confidential_petitioner_is_hidden_from_the_department(office) -> None:
    number = office.file(identity=Identity.CONFIDENTIAL, credit_code="91350100M000100Y43").number
    office.accept(number)
    office.dispatch(number)
    seen = office.detail(number, office.handler)
    assert {seen.contact_name, seen.contact_phone, seen.enterprise_name, seen.credit_code} == {"保密"}
    assert office.detail(number).enterprise_name == "云岭星屿软件（示例）"
    assert office.desk(office.handler, text="星屿").total == 0
    assert office.desk(text="星屿").total == 1
    with pytest.raises(NotAllowedError), office.database.unit_of_work() as session:
        office.service.reveal(session, number, "联系企业", office.handler)


def test_analysts_read_masked_text_and_reveal_nothing(office) -> None:
    number = office.file(content="请打我的手机 13900000000 说明补贴情况。").number
    assert "139****0000" in office.detail(number, office.analyst).content
    assert "13900000000" in office.detail(number).content
    with pytest.raises(NotAllowedError), office.database.unit_of_work() as session:
        office.service.reveal(session, number, "好奇", office.analyst)


def test_categories_suggest_departments_and_the_last_resort(office) -> None:
    with office.database.reading() as session:
        by_category = office.service.suggest_departments(session, "04-1")
        without = office.service.suggest_departments(session, None)
    assert [d.code for d in by_category] == ["human-resources", "CEN"]
    assert [d.code for d in without] == ["CEN"]


def test_the_desk_list_filters_and_puts_the_most_pressing_first(office) -> None:
    late, soon, new = (office.file(title=title).number for title in ("研发奖补拨付延迟", "社保缴费基数", "用电增容"))
    office.accept(late, nature=Nature.HELP)
    office.dispatch(late, "treasury")
    office.clock.advance_to(at("2026-11-23 18:00"))
    office.accept(soon, nature=Nature.CONSULTATION, is_policy_query=True)
    office.dispatch(soon, "human-resources-1")
    done = office.answered(title="已办好的事")
    office.clock.advance_to(at("2026-11-24 09:00"))
    assert [row.number for row in office.desk().rows] == [new, late, soon, done]
    assert [row.number for row in office.desk(alert=AlertLevel("yellow")).rows] == [late]
    dispatched = office.desk(department_code="human-resources", states=frozenset({State.DISPATCHED}))
    assert [row.number for row in dispatched.rows] == [soon]
    assert [row.number for row in office.desk(text="增容").rows] == [new]
    assert [row.number for row in office.desk(text=soon).rows] == [soon]
    assert office.desk(text="100%").total == 0
    page = office.desk(category_code="04", offset=1, limit=2)
    assert (page.total, [row.number for row in page.rows]) == (4, [late, soon])
    row = next(row for row in office.desk().rows if row.number == late)
    assert (row.alert, row.overdue_working_days, row.remaining_working_days) == ("yellow", 1, None)


@pytest.mark.parametrize(("days", "level"), [(0, "none"), (1, "yellow"), (6, "orange"), (8, "red")])
def test_the_alert_filter_agrees_with_the_alert_of_the_row(office, days: int, level: str) -> None:
    number = office.file().number
    due = office.accept(number).due_at
    office.clock.advance_to(due + timedelta(days=days))
    assert office.desk().rows[0].alert == level
    assert [office.desk(alert=AlertLevel(alert)).total for alert in ("none", "yellow", "orange", "red")] == [
        int(alert == level) for alert in ("none", "yellow", "orange", "red")
    ]


def test_what_presses_is_found_apart_from_the_colours(office) -> None:
    """Filed Friday 2026-11-20 10:20: one left unaccepted, one left unsigned, one of three working days."""
    new, unsigned, signed = (office.file(title=title).number for title in ("没人受理的事", "没人签收的事", "在办的事"))
    for number in (unsigned, signed):
        office.accept(number, nature=Nature.HELP)
        office.dispatch(number)
    office.sign(signed)

    def found(pressing: str) -> list[str]:
        return sorted(row.number for row in office.desk(pressing=Pressing(pressing)).rows)

    assert [found(code) for code in ("overdue", "due_today", "unaccepted", "unsigned")] == [[], [], [], []]
    due = office.detail(signed).due_at
    office.clock.advance_to(due - timedelta(hours=8))
    assert found("due_today") == sorted([unsigned, signed])
    assert (found("overdue"), found("unaccepted"), found("unsigned")) == ([], [new], [unsigned])
    office.clock.advance_to(due + timedelta(seconds=1))
    assert (found("overdue"), found("due_today")) == (sorted([unsigned, signed]), [])
    row = office.desk(pressing=Pressing.UNSIGNED).rows[0]
    assert (row.channel, row.cycle, row.lock) == ("widget", 1, office.detail(unsigned).lock)
