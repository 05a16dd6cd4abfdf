"""What people read: texts 23–31 of LOOK §5, stages, and the fields of the HTTP contract."""

from __future__ import annotations

from datetime import datetime

import pytest

from api.schemas.petitions import PetitionDetail, PetitionRow, ProgressOut, ReceiptOut
from core.clock import SHANGHAI
from core.messages import catalogue, message
from petitions.states import TRANSITIONS
from petitions.telling import INTERNAL
from petitions.types import Channel, Nature, RefusalCode, Resolution, State


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)


def stages(progress) -> list[str]:
    return [stage.state for stage in progress.stages]


def test_the_headline_says_who_and_by_when(office) -> None:
    number = office.file().number
    assert office.lookup(number).headline == "已收到您的诉求，正在等待受理。受理后会告诉您答复日期。"
    office.accept(number)
    office.dispatch(number)
    office.sign(number)
    office.clock.advance_to(at("2026-11-20 10:20"))
    progress = office.lookup(number)
    assert progress.headline == "人力资源局正在办理，11月25日（周三）17:00 前答复您。还有 3 个工作日。"
    assert progress.why_text == "11月18日受理，当天不计，周末和节假日不计，数满 5 个工作日。"
    assert (progress.due_text, progress.department) == ("11月25日（周三）17:00", "人力资源局")
    office.clock.advance_to(at("2026-11-25 09:00"))
    assert office.lookup(number).headline == "人力资源局正在办理，今天 17:00 前答复您。"
    office.clock.advance_to(at("2026-11-25 17:01"))
    late = office.lookup(number)
    assert late.headline == "已过答复期限，系统已自动督办，您无需再次反映。"
    assert late.is_overdue
    office.reply(number)
    assert office.lookup(number).headline == "人力资源局已答复。请您评价；不满意的，会重新办理，前次答复保留。"


def test_the_week_before_the_answer_date_shows_which_days_do_not_count(office) -> None:
    number = office.file().number
    assert office.lookup(number).days == ()
    office.accept(number)
    shown = {day.day.isoformat(): day.is_rest for day in office.lookup(number).days}
    assert list(shown) == [f"2026-11-{day}" for day in range(19, 26)]
    assert [day for day, is_rest in shown.items() if is_rest] == ["2026-11-21", "2026-11-22"]


def test_a_late_answer_stays_late_but_its_lateness_stops_growing(office) -> None:
    number = office.file().number
    office.accept(number)
    office.dispatch(number)
    office.sign(number)
    office.clock.advance_to(at("2026-11-26 09:00"))
    office.reply(number)
    office.clock.advance_to(at("2026-12-26 09:00"))
    detail = office.detail(number)
    assert (detail.alert, detail.overdue_working_days, detail.remaining_working_days) == ("yellow", 1, None)


def test_stages_fill_one_after_the_other(office) -> None:
    number = office.file().number
    assert stages(office.lookup(number)) == ["current", "todo", "todo", "todo", "todo"]
    office.accept(number)
    assert stages(office.lookup(number)) == ["done", "current", "todo", "todo", "todo"]
    office.dispatch(number)
    office.sign(number)
    assert stages(office.lookup(number)) == ["done", "done", "current", "todo", "todo"]
    office.reply(number)
    assert stages(office.lookup(number)) == ["done", "done", "done", "done", "current"]
    assert stages(office.rate(number, 1)) == ["done", "done", "current", "todo", "todo"]


def test_a_withdrawn_petition_shows_how_far_it_came(office) -> None:
    number = office.file().number
    office.accept(number)
    assert stages(office.withdraw(number)) == ["done", "todo", "todo", "todo", "todo"]


def test_a_provisional_date_says_so(office) -> None:
    office.clock.advance_to(at("2026-12-29 10:00"))
    number = office.file().number
    office.accept(number)
    progress = office.lookup(number)
    assert progress.provisional
    assert progress.why_text is not None
    assert progress.why_text.endswith(
        "2027年放假安排尚未公布，1月6日（周三）17:00 为暂定日期。公布后如有变化，会及时告知您。"
    )


def test_the_petitioner_never_reads_internal_notes_or_names(office) -> None:
    number = office.answered()
    shown = repr(office.lookup(number))
    for internal in ("请尽快联系企业", "芒种", "立夏"):
        assert internal not in shown
    staff = repr(office.detail(number))
    assert "请尽快联系企业" in staff
    assert "芒种" in staff


def test_the_form_head_and_the_views_fit_the_http_contract(office) -> None:
    petition = office.file()
    with office.database.reading() as session:
        expectation = office.service.expectation(session, Nature.CONSULTATION, is_policy_query=True)
        receipt = office.service.receipt(session, petition)
    assert expectation.form_head == "已根据对话填好，请核对。今天受理的话，11月19日（周四）17:00 前答复。"
    office.accept(petition.number)
    office.dispatch(petition.number)
    office.sign(petition.number)
    detail = office.reply(petition.number)
    ReceiptOut.model_validate(receipt, from_attributes=True)
    PetitionDetail.model_validate(detail, from_attributes=True)
    PetitionRow.model_validate(office.desk().rows[0], from_attributes=True)
    progress = ProgressOut.model_validate(office.rate(petition.number, 2), from_attributes=True)
    assert progress.timeline[0].text == "由人力资源局重新办理，11月25日（周三）17:00 前答复，前次答复保留"


@pytest.mark.parametrize("event", sorted({row.event for row in TRANSITIONS}))
def test_every_event_that_can_happen_has_a_sentence_for_each_reader(event: str) -> None:
    ends = ("followed_up_reached", "followed_up_unreached") if event == "followed_up" else (event,)
    for end in ends:
        assert f"petition.event.{end}" in catalogue()
        assert (f"petition.timeline.{end}" in catalogue()) is (event not in INTERNAL)


def test_every_code_has_its_word() -> None:
    groups = {"state": State, "nature": Nature, "channel": Channel, "refusal": RefusalCode, "resolution": Resolution}
    for group, codes in groups.items():
        assert all(message(f"petition.{group}.{code.value}") for code in codes)
    assert all(message(f"petition.command.{row.event}") for row in TRANSITIONS)
