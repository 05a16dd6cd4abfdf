"""A petition's way from filing to its end, each step in its own transaction on a real database."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select, text

from core import audit, outbox
from core.actors import Actor, Role
from core.clock import SHANGHAI
from core.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError, StorageError
from core.vault import Vault
from petitions.build import build_petitions
from petitions.commands import RefuseCommand
from petitions.tables import RatingTable, TicketTable
from petitions.types import Channel, Identity, Nature, PetitionDraft, RefusalCode


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)


def test_a_filed_petition_gets_a_number_and_a_receipt(office) -> None:
    petition = office.file(nature=Nature.CONSULTATION, is_policy_query=True)
    with office.database.reading() as session:
        receipt = office.service.receipt(session, petition)
    assert petition.number == "SQ202611180001"
    assert receipt.expected_by == at("2026-11-19 17:00")
    assert receipt.expected_text == "今天受理的话，11月19日（周四）17:00 前答复。"
    assert receipt.message == (
        "已收到您的诉求，编号 SQ202611180001。受理后会告诉您答复日期，凭编号和手机尾号可查进度。"
    )


@pytest.mark.parametrize(("nature", "due"), [(Nature.HELP, "2026-11-23 17:00"), (Nature.COMPLAINT, "2026-11-25 17:00")])
def test_the_expected_date_follows_the_nature(office, nature: Nature, due: str) -> None:
    with office.database.reading() as session:
        assert office.service.expectation(session, nature, is_policy_query=False).expected_by == at(due)


def test_numbers_run_per_day_without_gaps_when_many_file_at_once(office) -> None:
    with ThreadPoolExecutor(8) as pool:
        numbers = sorted(pool.map(lambda n: office.file(title=f"第{n}件").number, range(24)))
    assert numbers == [f"SQ20261118{n:04d}" for n in range(1, 25)]
    office.clock.advance_to(at("2026-11-19 00:00"))
    assert office.file().number == "SQ202611190001"


def test_a_filing_that_fails_takes_no_number(office, draft: PetitionDraft) -> None:
    def file_and_fail() -> None:
        with office.database.unit_of_work() as session:
            office.service.file(session, draft)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        file_and_fail()
    with pytest.raises(InvalidInputError):
        office.file(title="")
    assert office.file().number.endswith("0001")


def test_the_same_submission_key_files_one_petition_even_at_the_same_time(office) -> None:
    with ThreadPoolExecutor(6) as pool:
        numbers = set(pool.map(lambda _: office.file(submission_key="k1").number, range(6)))
    assert numbers == {"SQ202611180001"}
    assert office.file(submission_key="k2").number == "SQ202611180002"
    with pytest.raises(ConflictError, match="刷新页面"):
        office.file(submission_key="k1", title="另一件事")


def test_contact_data_stands_nowhere_in_clear(office) -> None:
    number = office.answered()
    office.rate(number, 1, "请打 13800001234 找小满")
    with office.database.reading() as session:
        tables = session.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars()
        dump = json.dumps(
            [[list(row) for row in session.execute(text(f'SELECT * FROM "{t}"'))] for t in tables],
            ensure_ascii=False,
            default=str,
        )
    assert "13800001234" not in dump
    assert "138 0000 1234" not in dump
    assert "138****1234" in dump


def test_lookup_needs_both_number_and_phone_tail_and_never_says_which_is_wrong(office) -> None:
    number = office.file().number
    assert office.lookup(number).number == number
    assert office.lookup(f" {number.lower()} ", "１２３４").number == number
    assert office.lookup(number, "138 0000 1234").number == number
    for wrong in ((number, "1235"), ("SQ202611189999", "1234"), (number, "234"), (number, ""), ("", "1234")):
        with pytest.raises(NotFoundError) as caught:
            office.lookup(*wrong)
        assert caught.value.message == "没有查到。请核对工单编号和手机尾号后四位。"


def test_an_anonymous_petition_cannot_be_looked_up_and_its_receipt_says_so(office) -> None:
    petition = office.file(identity=Identity.ANONYMOUS)
    with office.database.reading() as session:
        assert "不能查进度" in office.service.receipt(session, petition).message
    for tail in ("", "0000", "1234"):
        with pytest.raises(NotFoundError):
            office.lookup(petition.number, tail)


def test_a_petition_passes_all_steps_to_its_end(office) -> None:
    number = office.file().number
    office.clock.advance_to(at("2026-11-18 14:10"))
    accepted = office.accept(number)
    assert (accepted.state, accepted.due_at) == ("accepted", at("2026-11-25 17:00"))
    assert accepted.allowed == ("merge", "dispatch", "answer_directly", "reclassify", "link_cluster")
    office.clock.advance_to(at("2026-11-18 15:05"))
    assert office.dispatch(number).lead_department == "人力资源局"
    office.clock.advance_to(at("2026-11-19 09:20"))
    assert office.sign(number).allowed == (
        "reply",
        "request_material",
        "request_extension",
        "request_transfer",
        "add_assist",
    )
    office.clock.advance_to(at("2026-11-24 10:00"))
    answered = office.reply(number)
    assert (answered.state, answered.alert, answered.replies[0].basis) == ("answered", "none", ("第六条",))
    closed = office.rate(number, 3)
    assert closed.state == "closed"
    assert [step.code for step in closed.timeline] == [
        "closed",
        "rated",
        "answered",
        "signed",
        "dispatched",
        "accepted",
        "submitted",
    ]
    with office.database.reading() as session:
        report = audit.verify(session)
        topics = [e.topic for e in outbox.read_after(session, 0, topics=_TOPICS, limit=50)]
        ticket = session.scalars(select(TicketTable)).one()
        signing = (ticket.sign_by, ticket.signed_at, ticket.finished_at)
    assert (report.count, report.is_intact) == (7, True)
    assert topics == _TOPICS
    assert signing == (
        at("2026-11-19 11:05"),
        at("2026-11-19 09:20"),
        at("2026-11-24 10:00"),
    )


_TOPICS = [
    f"petition.{event}" for event in ("submitted", "accepted", "dispatched", "signed", "answered", "rated", "closed")
]


def test_two_stars_reopen_with_a_fresh_clock_and_keep_the_reply(office) -> None:
    number = office.answered()
    office.clock.advance_to(at("2026-11-26 10:00"))
    again = office.rate(number, 2, "没有说明到账时间")
    assert (again.state, again.due_at, len(again.replies)) == ("dispatched", at("2026-12-03 17:00"), 1)
    assert again.accepted_at == at("2026-11-18 13:46")
    assert not again.is_overdue
    assert again.why_text is not None
    assert again.why_text.startswith("11月26日重新办理")
    office.sign(number)
    assert len(office.reply(number, text="补贴 11 月 30 日到账。").replies) == 2
    assert office.rate(number, 5).state == "closed"
    with office.database.reading() as session:
        assert list(session.scalars(select(RatingTable.stars).order_by(RatingTable.cycle))) == [2, 5]


def test_the_third_dissatisfaction_is_escalated_and_rated_only_once(office) -> None:
    number = office.answered()
    for _ in range(2):
        office.rate(number, 1)
        office.sign(number)
        office.reply(number)
    escalated = office.rate(number, 1)
    assert (escalated.state, escalated.timeline[0].code) == ("answered", "escalated")
    assert "会商" in escalated.headline
    with pytest.raises(ConflictError, match="已经评价过"):
        office.rate(number, 5)


def test_an_anonymous_petition_is_closed_when_answered(office) -> None:
    number = office.answered(identity=Identity.ANONYMOUS)
    detail = office.detail(number)
    assert (detail.state, detail.contact_name, detail.contact_phone) == ("closed", "匿名", "")


def test_refusing_names_the_reason_and_the_right_channel(office) -> None:
    number = office.file().number
    with pytest.raises(InvalidInputError):
        office.refuse(number, RefuseCommand(RefusalCode.LEGAL_CHANNEL, " ", 1))
    refused = office.refuse(number, RefuseCommand(RefusalCode.LEGAL_CHANNEL, "请向劳动仲裁院了解进展。", 1))
    assert (refused.state, refused.allowed, refused.remaining_working_days) == ("refused", (), None)
    assert office.lookup(number).headline == (
        "未予受理：已在或应走诉讼、仲裁、复议、纪检监察、信息公开或信访程序。请向劳动仲裁院了解进展。"
    )


def test_the_petitioner_may_withdraw_until_the_answer(office) -> None:
    number = office.file().number
    office.accept(number)
    office.dispatch(number)
    assert office.withdraw(number).state == "withdrawn"
    assert office.detail(number).allowed == ()
    with office.database.reading() as session:
        assert session.scalars(select(TicketTable.finished_at)).one() is not None
    with pytest.raises(ConflictError):
        office.withdraw(office.answered())


def test_reports_and_safety_matters_are_withdrawn_only_with_a_supervisor(office) -> None:
    for changes in ({"nature": Nature.REPORT}, {"category_code": "10-3"}):
        number = office.file(**changes).number
        assert office.withdraw(number).state == "submitted"
        with pytest.raises(ConflictError, match="正在等待裁定"):
            office.withdraw(number)
        assert "rule_on_withdrawal" in office.detail(number, office.supervisor).allowed
        with pytest.raises(InvalidInputError):
            office.do("rule_on_withdrawal", number, office.supervisor, is_granted=False)
        vetoed = office.do("rule_on_withdrawal", number, office.supervisor, is_granted=False, reason="线索须核实")
        assert (vetoed.state, vetoed.dossier.requests[0].is_granted) == ("submitted", False)
        office.withdraw(number, "误报")
        assert office.do("rule_on_withdrawal", number, office.supervisor, is_granted=True).state == "withdrawn"


def test_a_step_out_of_order_changes_nothing(office) -> None:
    number = office.file().number
    before = office.detail(number)
    with pytest.raises(ConflictError, match="待受理"):
        office.dispatch(number)
    with pytest.raises(ConflictError):
        office.rate(number, 5)
    assert office.detail(number) == before


def test_a_stale_version_is_refused_with_the_name_of_the_other(office) -> None:
    number = office.file().number
    lock = office.detail(number).lock
    office.clock.advance_to(at("2026-11-18 14:10"))
    office.accept(number)
    with pytest.raises(ConflictError) as caught:
        office.dispatch(number, lock=lock)
    assert caught.value.message == "芒种在 14:10 改过这件诉求。您的内容已保留，请对照后再保存。"


def test_two_dispatchers_at_once_leave_one_dispatch(office) -> None:
    number = office.file().number
    lock = office.accept(number).lock

    def dispatch(lead: str) -> bool:
        try:
            office.dispatch(number, lead, lock=lock)
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(dispatch, ["human-resources", "treasury"])) == [False, True]
    with office.database.reading() as session:
        assert len(list(session.scalars(select(TicketTable)))) == 1


def test_hotline_petitions_are_filed_by_staff_under_the_same_series(office, draft: PetitionDraft) -> None:
    agent = Actor("u-opr", "小雪", frozenset({Role.AGENT}))
    office.file()
    with office.database.unit_of_work() as session:
        filed = office.service.file(session, replace(draft, channel=Channel.HOTLINE_12345), agent)
    assert filed.number == "SQ202611180002"
    with pytest.raises(NotAllowedError), office.database.unit_of_work() as session:
        office.service.file(session, draft, office.curator)


def test_the_history_cannot_be_rewritten(office) -> None:
    office.file()
    with pytest.raises(Exception, match="append-only"), office.database.unit_of_work() as session:
        session.execute(text("UPDATE petition_events SET reason = 'x'"))


def test_another_deployment_key_cannot_read_the_contact(office) -> None:
    number = office.file().number
    stranger = build_petitions(Vault("another secret"), office.clock)
    with office.database.reading() as session:
        with pytest.raises(StorageError, match="another key"):
            stranger.detail(session, number, office.dispatcher)
        with pytest.raises(NotFoundError):
            stranger.lookup(session, number, "1234")
