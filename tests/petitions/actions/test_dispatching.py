"""Returns, transfers and statutory limits: T2, T5, T7, T8."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from core.departments import DepartmentRow
from core.errors import ConflictError, InvalidInputError, NotAllowedError
from petitions.types import Nature, RefusalCode, TransferReason


def test_a_department_asks_to_send_back_and_the_dispatcher_grants_it(office) -> None:
    number = office.dispatched()
    asked = office.do(
        "request_return", number, office.handler, reason="属财政事权", suggested_department_code="treasury"
    )
    assert (asked.state, asked.dossier.requests[0].suggested_department) == ("dispatched", "财政局")
    assert "request_return" not in asked.allowed
    assert "rule_on_return" in office.detail(number).allowed
    back = office.do("rule_on_return", number, is_granted=True)
    assert (back.state, back.lead_department, back.due_at) == ("accepted", None, asked.due_at)
    assert back.dossier.tickets[0].finished_at is not None
    assert office.dispatch(number, "treasury").lead_department == "财政局"


def test_a_denied_return_leaves_the_ticket_where_it_is(office) -> None:
    number = office.dispatched()
    office.do("request_return", number, office.handler, reason="人手不足")
    with pytest.raises(ConflictError, match="正在等待裁定"):
        office.do("request_return", number, office.handler, reason="人手不足")
    with pytest.raises(InvalidInputError):
        office.do("rule_on_return", number, is_granted=False)
    kept = office.do("rule_on_return", number, is_granted=False, reason="属于职责范围")
    assert (kept.state, kept.lead_department) == ("dispatched", "人力资源局")
    with pytest.raises(ConflictError, match="没有等待裁定的退回申请"):
        office.do("rule_on_return", number, is_granted=True)
    assert office.sign(number).state == "processing"


def test_a_return_is_asked_for_before_signing_by_the_own_department_only(office) -> None:
    number = office.dispatched()
    with pytest.raises(NotAllowedError):
        office.do("request_return", number, office.dispatcher, reason="不是我的")
    office.sign(number)
    with pytest.raises(ConflictError):
        office.do("request_return", number, office.handler, reason="不是我的")


def test_signing_lets_a_waiting_return_lapse(office) -> None:
    number = office.dispatched()
    office.do("request_return", number, office.handler, reason="属财政事权")
    request = office.sign(number).dossier.requests[0]
    assert request.is_granted is None
    assert request.decided_at is not None


def test_a_transfer_keeps_the_overall_clock_running(office) -> None:
    number = office.processing()
    before = office.do("request_transfer", number, office.handler, reason="主责在财政").due_at
    moved = office.do("transfer", number, lead_department_code="treasury", note="请财政局接办")
    assert (moved.state, moved.lead_department, moved.due_at) == ("dispatched", "财政局", before)
    assert moved.dossier.requests[0].is_granted is True
    assert [(t.department, t.finished_at is None) for t in moved.dossier.tickets] == [
        ("人力资源局", False),
        ("财政局", True),
    ]
    assert office.sign(number, office.other_handler).state == "processing"
    assert office.detail(number, office.handler).allowed == ()


def test_a_transfer_that_was_asked_for_may_be_denied(office) -> None:
    number = office.processing()
    with pytest.raises(ConflictError, match="转办申请"):
        office.do("deny_transfer", number, reason="无人申请")
    office.do("request_transfer", number, office.handler, reason="主责在财政")
    denied = office.do("deny_transfer", number, reason="仍由你局牵头")
    assert (denied.state, denied.dossier.requests[0].ruling) == ("processing", "仍由你局牵头")


def test_a_transfer_goes_to_another_department(office) -> None:
    number = office.processing()
    with pytest.raises(ConflictError, match="其他部门"):
        office.do("transfer", number, lead_department_code="human-resources")
    with pytest.raises(InvalidInputError):
        office.do("transfer", number, lead_department_code="NOWHERE")


def test_assisting_departments_are_named_when_dispatching(office) -> None:
    number = office.accepted()
    sent = office.do(
        "dispatch", number, lead_department_code="human-resources", assist_department_codes=("treasury", "treasury")
    )
    assert [(t.role, t.department, t.due_at) for t in sent.dossier.tickets] == [
        ("lead", "人力资源局", None),
        ("assist", "财政局", sent.due_at),
    ]


def test_a_longer_statutory_limit_replaces_the_allowance_and_names_its_basis(office) -> None:
    number = office.file().number
    for wrong in ({"statutory_days": 5, "statutory_basis": "办法第九条"}, {"statutory_days": 20}):
        with pytest.raises(InvalidInputError):
            office.accept(number, nature=Nature.COMPLAINT, **wrong)
    accepted = office.accept(number, nature=Nature.COMPLAINT, statutory_days=20, statutory_basis="办法第九条")
    assert accepted.why_text is not None
    assert "数满 20 个工作日" in accepted.why_text
    assert accepted.events[-1].reason == "办法第九条"


def test_what_a_removed_department_holds_can_be_seen_taken_back_and_given_to_another(office) -> None:
    unsigned, signed, done = office.dispatched(), office.processing(), office.answered()
    with office.database.unit_of_work() as session:
        assert office.service.steps.repository.count_open_tickets(session, "human-resources") == 2
        session.execute(delete(DepartmentRow).where(DepartmentRow.code == "human-resources"))
    assert office.detail(unsigned).lead_department == "human-resources"
    assert {row.lead_department for row in office.desk().rows} == {"human-resources"}
    assert office.do("rule_on_return", unsigned, is_granted=True).state == "accepted"
    assert office.do("transfer", signed, lead_department_code="treasury").lead_department == "财政局"
    assert office.rate(done, 1).department == "企业服务中心"


def test_an_incomplete_petition_is_refused_with_what_was_missing(office) -> None:
    number = office.file().number
    with pytest.raises(InvalidInputError) as wrong:
        office.do("refuse", number, reason_code=RefusalCode.INCOMPLETE, channel_text="补齐后重新提交")
    assert list(wrong.value.details) == ["incomplete"]
    refused = office.do(
        "refuse", number, reason_code=RefusalCode.INCOMPLETE, channel_text="补齐后重新提交", incomplete="申请日期和批次"
    )
    assert "缺少：申请日期和批次" in refused.events[-1].text
    assert "缺少：申请日期和批次" in office.lookup(number).timeline[0].text


def test_a_repeated_petition_is_refused_with_the_one_concluded_before(office) -> None:
    concluded, open_one, number = office.answered(), office.accepted(), office.file().number
    for wrong in ("", "SQ209901010001", open_one, number):
        with pytest.raises(InvalidInputError, match=r"诉求编号|需要修改") as refusal:
            office.do("refuse", number, reason_code=RefusalCode.DUPLICATE, channel_text="见原答复", duplicate_of=wrong)
        assert list(refusal.value.details) == ["duplicate_of"]
    office.do("refuse", number, reason_code=RefusalCode.DUPLICATE, channel_text="见原答复", duplicate_of=concluded)
    assert f"见此前办结的诉求 {concluded}" in office.lookup(number).timeline[0].text


def test_the_reason_of_a_transfer_is_kept_and_shown(office) -> None:
    number = office.processing()
    moved = office.do("transfer", number, lead_department_code="treasury", why=TransferReason.DUTIES_CHANGED)
    assert moved.events[-1].text == "转办（职责调整）：主办 财政局"
