"""Assists and consultations: T9, T10, T19."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from core.clock import SHANGHAI
from core.errors import ConflictError, InvalidInputError, NotAllowedError


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)


def test_an_assist_has_its_own_due_time_and_must_be_done_before_the_answer(office) -> None:
    number = office.processing()
    added = office.do(
        "add_assist", number, office.handler, department_codes=("treasury",), due_on=date(2026, 11, 20), note="核对拨付"
    )
    assert added.dossier.tickets[1].due_at == at("2026-11-20 17:00")
    with pytest.raises(ConflictError, match="财政局还没有完成协办"):
        office.reply(number)
    with pytest.raises(NotAllowedError):
        office.do("finish_assist", number, office.handler, result="不是我们的事")
    done = office.do("finish_assist", number, office.other_handler, result="款项已于 11 月 10 日拨付")
    assert (done.dossier.tickets[1].result, done.state) == ("款项已于 11 月 10 日拨付", "processing")
    assert office.reply(number).state == "answered"
    assert "协办" not in repr(office.lookup(number).timeline)


@pytest.mark.parametrize("due_on", [date(2026, 11, 17), date(2026, 11, 26)])
def test_an_assist_is_due_after_today_and_with_the_petition_at_the_latest(office, due_on: date) -> None:
    number = office.processing()
    with pytest.raises(InvalidInputError) as caught:
        office.do("add_assist", number, department_codes=("treasury",), due_on=due_on)
    assert set(caught.value.details) == {"due_on"}


@pytest.mark.parametrize("codes", [(), ("human-resources",), ("NOWHERE",)])
def test_who_assists_is_another_department(office, codes: tuple[str, ...]) -> None:
    number = office.processing()
    with pytest.raises(InvalidInputError):
        office.do("add_assist", number, department_codes=codes)
    office.do("add_assist", number, department_codes=("treasury",))
    with pytest.raises(InvalidInputError):
        office.do("add_assist", number, department_codes=("treasury",))


def test_a_department_without_the_lead_cannot_ask_others_to_assist(office) -> None:
    number = office.processing()
    office.do("add_assist", number, department_codes=("treasury",))
    with pytest.raises(NotAllowedError):
        office.do("add_assist", number, office.other_handler, department_codes=("CEN",))


def test_a_consultation_gives_the_lead_to_whom_it_names_and_that_is_final(office) -> None:
    number = office.processing()
    held = office.do(
        "consult",
        number,
        office.supervisor,
        department_codes=("human-resources", "treasury"),
        minutes="由财政局牵头，人力资源局配合核实名单。",
        lead_department_code="treasury",
    )
    assert (held.state, held.lead_department) == ("processing", "财政局")
    assert (held.dossier.consultations[0].minutes[:6], held.dossier.tickets[1].is_returnable) == ("由财政局牵头", False)
    with pytest.raises(ConflictError, match="会商决定"):
        office.do("request_transfer", number, office.other_handler, reason="不想办")
    assert office.reply(number, office.other_handler).state == "answered"
    seen = repr(office.lookup(number))
    assert "财政局牵头办理" in seen
    assert "核实名单" not in seen


def test_a_consultation_may_confirm_the_lead(office) -> None:
    number = office.processing()
    held = office.do(
        "consult",
        number,
        department_codes=("human-resources", "treasury"),
        minutes="仍由人力资源局牵头。",
        lead_department_code="human-resources",
    )
    assert [(t.department, t.is_returnable) for t in held.dossier.tickets] == [("人力资源局", False)]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"department_codes": ("treasury",)}, "department_codes"),
        ({"department_codes": ("treasury", "NOWHERE")}, "department_codes"),
        ({"lead_department_code": "CEN"}, "lead_department_code"),
        ({"minutes": " "}, "minutes"),
        ({"minutes": "字" * 10_001}, "minutes"),
    ],
)
def test_a_consultation_needs_two_departments_minutes_and_a_lead_among_them(office, fields: dict, wrong: str) -> None:
    number = office.processing()
    complete = {
        "department_codes": ("human-resources", "treasury"),
        "minutes": "已会商",
        "lead_department_code": "treasury",
    }
    with pytest.raises(InvalidInputError) as caught:
        office.do("consult", number, **complete | fields)
    assert set(caught.value.details) == {wrong}
    assert office.detail(number).lead_department == "人力资源局"
