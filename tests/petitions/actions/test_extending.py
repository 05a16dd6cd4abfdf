"""More time: T13."""

from __future__ import annotations

from datetime import datetime

import pytest

from core.clock import SHANGHAI
from core.errors import ConflictError, InvalidInputError, NotAllowedError
from petitions.types import Nature


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)


def test_example_19_a_granted_extension_moves_the_due_day_by_working_days(office) -> None:
    office.clock.advance_to(at("2026-09-18 10:00"))
    number = office.file().number
    office.do("accept", number, category_code="04-1", nature=Nature.HELP)
    office.dispatch(number)
    office.sign(number)
    office.do("request_extension", number, office.handler, days=3, reason="需现场核查")
    assert office.lookup(number).due_at == at("2026-09-22 17:00")
    granted = office.do("rule_on_extension", number, is_granted=True)
    assert granted.due_at == at("2026-09-28 17:00")
    seen = office.lookup(number)
    assert seen.timeline[0].text == "经批准延期 3 个工作日，9月28日（周一）17:00 前答复"
    assert seen.why_text == "9月18日受理，当天不计，周末和节假日不计，数满 3 个工作日，再加批准延期的 3 个工作日。"


def test_the_second_extension_needs_a_supervisor_and_there_is_no_third(office) -> None:
    number = office.processing()
    office.do("request_extension", number, office.handler, days=5, reason="需现场核查")
    with pytest.raises(NotAllowedError, match="第二次由监督员"):
        office.do("rule_on_extension", number, office.supervisor, is_granted=True)
    office.do("rule_on_extension", number, is_granted=True)
    office.do("request_extension", number, office.handler, days=5, reason="等待鉴定")
    assert "rule_on_extension" not in office.detail(number).allowed
    assert "rule_on_extension" in office.detail(number, office.supervisor).allowed
    with pytest.raises(NotAllowedError):
        office.do("rule_on_extension", number, is_granted=True)
    twice = office.do("rule_on_extension", number, office.supervisor, is_granted=True)
    assert twice.due_at == at("2026-12-09 17:00")
    with pytest.raises(ConflictError, match="已延期 2 次"):
        office.do("request_extension", number, office.handler, days=1, reason="还差一天")


def test_an_extension_is_asked_for_in_time_and_within_the_allowance(office) -> None:
    number = office.processing()
    for days in (0, -1, 6):
        with pytest.raises(InvalidInputError):
            office.do("request_extension", number, office.handler, days=days, reason="需现场核查")
    office.clock.advance_to(at("2026-11-25 17:00"))
    asked = office.do("request_extension", number, office.handler, days=1, reason="需现场核查")
    assert asked.state == "processing"
    office.clock.advance_to(at("2026-11-26 09:00"))
    assert office.do("rule_on_extension", number, is_granted=True).due_at == at("2026-11-26 17:00")
    office.clock.advance_to(at("2026-11-26 17:01"))
    with pytest.raises(ConflictError, match="已过"):
        office.do("request_extension", number, office.handler, days=1, reason="需现场核查")


def test_a_denied_extension_leaves_the_due_day_and_lets_the_department_ask_again(office) -> None:
    number = office.processing()
    due = office.do("request_extension", number, office.handler, days=2, reason="需现场核查").due_at
    denied = office.do("rule_on_extension", number, is_granted=False, reason="材料齐全")
    assert denied.due_at == due
    assert "延期" not in office.lookup(number).timeline[0].text
    office.do("request_extension", number, office.handler, days=2, reason="情况有变")


def test_a_pause_and_an_extension_are_told_in_one_sentence(office) -> None:
    number = office.processing()
    office.do("request_extension", number, office.handler, days=2, reason="需现场核查")
    office.do("request_material", number, office.handler, items=("营业执照",))
    office.clock.advance_to(at("2026-11-20 10:00"))
    office.petitioner_does("supply_as_petitioner", number, "已上传")
    office.do("rule_on_extension", number, is_granted=True)
    seen = office.lookup(number)
    assert seen.due_at == at("2026-12-01 17:00")
    assert seen.why_text == (
        "11月18日受理，当天不计，周末和节假日不计，数满 5 个工作日，再顺延补充材料暂停的 2 个和批准延期的 2 个工作日。"
    )
