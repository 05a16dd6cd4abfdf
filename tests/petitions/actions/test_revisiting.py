"""Asking whether the answer helped, and what supervisors do in the end: T16, T17, T19, T21."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.errors import ConflictError, InvalidInputError, NotAllowedError


def test_three_vain_attempts_at_different_times_close_the_petition(office) -> None:
    number = office.answered()
    office.do("follow_up", number, office.agent, is_reached=False)
    with pytest.raises(ConflictError, match="至少间隔 2 小时"):
        office.do("follow_up", number, office.agent, is_reached=False)
    office.clock.advance_to(office.clock.now() + timedelta(hours=3))
    assert office.do("follow_up", number, is_reached=False).state == "answered"
    office.clock.advance_to(office.clock.now() + timedelta(hours=20))
    closed = office.do("follow_up", number, office.agent, is_reached=False, note="无人接听")
    assert (closed.state, closed.events[-1].text, len(closed.dossier.revisits)) == (
        "closed",
        "多次回访未接通，已办结",
        3,
    )
    assert office.lookup(number).timeline[0].text == "多次回访未接通，已办结"


def test_the_stars_given_on_the_telephone_count(office) -> None:
    good, bad = office.answered(), office.answered()
    assert office.do("follow_up", good, office.agent, is_reached=True, stars=4, note="满意").state == "closed"
    again = office.do("follow_up", bad, office.agent, is_reached=True, stars=2, note="没说清 13800001234")
    assert (again.state, again.cycle) == ("dispatched", 2)
    assert "13800001234" not in repr(again.dossier)
    with pytest.raises(ConflictError):
        office.do("follow_up", good, office.agent, is_reached=True)


@pytest.mark.parametrize("fields", [{"is_reached": False, "stars": 5}, {"is_reached": True, "stars": 6}])
def test_stars_belong_to_an_attempt_that_reached_somebody(office, fields: dict) -> None:
    number = office.answered()
    with pytest.raises(InvalidInputError) as caught:
        office.do("follow_up", number, office.agent, **fields)
    assert set(caught.value.details) == {"stars"}
    assert office.detail(number).dossier.revisits == ()


def test_a_department_does_not_ask_about_its_own_answer(office) -> None:
    number = office.answered()
    with pytest.raises(NotAllowedError):
        office.do("follow_up", number, office.handler, is_reached=True, stars=5)


def test_after_the_third_dissatisfaction_a_consultation_comes_before_closing(office) -> None:
    number = office.answered()
    for _ in range(2):
        office.rate(number, 1)
        office.sign(number)
        office.reply(number)
    meeting = {
        "department_codes": ("human-resources", "treasury"),
        "minutes": "已逐项说明政策依据。",
        "lead_department_code": "human-resources",
    }
    with pytest.raises(ConflictError, match="仍不满意"):
        office.do("consult", number, office.supervisor, **meeting)
    office.rate(number, 2)
    assert "close_as_explained" not in office.detail(number, office.supervisor).allowed
    with pytest.raises(ConflictError, match="请先会商"):
        office.do("close_as_explained", number, office.supervisor, reason="政策所限")
    office.do("consult", number, office.supervisor, **meeting)
    assert "close_as_explained" in office.detail(number, office.supervisor).allowed
    closed = office.do("close_as_explained", number, office.supervisor, reason="政策所限")
    assert (closed.state, closed.events[-1].reason) == ("closed", "政策所限")
    assert office.lookup(number).timeline[0].text == "经会商，已以解释说明办结"


def test_nothing_is_closed_as_explained_before_that(office) -> None:
    with pytest.raises(ConflictError):
        office.do("close_as_explained", office.answered(), office.supervisor, reason="政策所限")


def test_the_petitioner_reopens_once_within_thirty_days_for_new_facts(office) -> None:
    number = office.answered()
    office.rate(number, 5)
    assert "reopen" in office.lookup(number).allowed
    with pytest.raises(InvalidInputError):
        office.petitioner_does("reopen_as_petitioner", number, " ")
    again = office.petitioner_does("reopen_as_petitioner", number, "款项被退回，账号无误。")
    assert (again.state, len(again.replies)) == ("dispatched", 1)
    assert again.timeline[0].text == "因有新的情况，由人力资源局重新办理，11月25日（周三）17:00 前答复"
    office.sign(number)
    office.reply(number)
    office.rate(number, 5)
    assert "reopen" not in office.lookup(number).allowed
    with pytest.raises(ConflictError, match="重新办理过一次"):
        office.petitioner_does("reopen_as_petitioner", number, "又有新情况")
    assert office.do("reopen", number, office.supervisor, reason="核查发现新证据").cycle == 3


def test_thirty_days_after_closing_only_a_supervisor_reopens(office) -> None:
    number = office.answered()
    office.rate(number, 5)
    closed = office.clock.now()
    office.clock.advance_to(closed + timedelta(days=30, seconds=1))
    with pytest.raises(ConflictError, match="超过 30 天"):
        office.petitioner_does("reopen_as_petitioner", number, "款项被退回")
    with pytest.raises(NotAllowedError):
        office.do("reopen", number, office.dispatcher, reason="新证据")
    assert office.do("reopen", number, office.supervisor, reason="新证据").state == "dispatched"


def test_reminding_is_possible_once_a_day_until_the_answer(office) -> None:
    number = office.dispatched()
    assert office.petitioner_does("remind", number).timeline[0].text == "您催办了一次"
    with pytest.raises(Exception, match="24 小时后") as caught:
        office.petitioner_does("remind", number)
    assert caught.value.retry_after_seconds == 24 * 3600
    office.clock.advance_to(office.clock.now() + timedelta(hours=24))
    office.petitioner_does("remind", number, "很急")
    assert office.detail(number).events[-1].reason == "很急"
    with pytest.raises(ConflictError):
        office.petitioner_does("remind", office.answered())
