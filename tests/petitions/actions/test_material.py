"""Asking for material: the clock stands still, T11, T12, T25."""

from __future__ import annotations

from datetime import datetime

import pytest

from core.clock import SHANGHAI
from core.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from petitions.types import AlertLevel, Nature


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)


def test_example_18_the_clock_stands_still_while_material_is_awaited(office) -> None:
    office.clock.advance_to(at("2025-09-26 16:00"))
    number = office.file().number
    office.do("accept", number, category_code="04-1", nature=Nature.HELP)
    office.dispatch(number)
    office.sign(number)
    office.clock.advance_to(at("2025-09-29 10:00"))
    asked = office.do("request_material", number, office.handler, items=("缴费凭证", " "))
    assert (asked.state, asked.due_at, asked.remaining_working_days) == ("awaiting", at("2025-09-30 17:00"), 1)
    office.clock.advance_to(at("2025-10-09 09:30"))
    waiting = office.lookup(number)
    assert (waiting.state, waiting.is_overdue) == ("awaiting", False)
    assert waiting.material is not None
    assert waiting.material.items == ("缴费凭证",)
    assert waiting.headline == "人力资源局需要您在10月20日（周一）17:00前补充材料。补齐前暂停计时。"
    assert office.desk(alert=AlertLevel.YELLOW).total == 0
    back = office.petitioner_does("supply_as_petitioner", number, "凭证编号 2025-01")
    assert (back.state, back.due_at, back.material) == ("processing", at("2025-10-10 17:00"), None)
    assert back.why_text == (
        "9月26日受理，当天不计，周末和节假日不计，数满 3 个工作日，再顺延补充材料暂停的 2 个工作日。"
    )
    supplied = office.detail(number).dossier.material[0]
    assert (supplied.supplied, supplied.supplied_at) == ("凭证编号 2025-01", at("2025-10-09 09:30"))


def test_a_second_request_in_the_same_cycle_needs_the_dispatcher(office) -> None:
    number = office.processing()
    office.do("request_material", number, office.handler, items=("营业执照",))
    office.petitioner_does("supply_as_petitioner", number, "已上传")
    with pytest.raises(InvalidInputError):
        office.do("request_material", number, office.handler, items=("社保清单",))
    asked = office.do("request_material", number, office.handler, items=("社保清单",), reason="前次漏列")
    assert asked.state == "processing"
    with pytest.raises(NotAllowedError):
        office.do("rule_on_material", number, office.handler, is_granted=True)
    with pytest.raises(ConflictError):
        office.do("request_material", number, office.handler, items=("社保清单",), reason="前次漏列")
    denied = office.do("rule_on_material", number, is_granted=False, reason="应一次告知")
    assert (denied.state, denied.dossier.requests[0].items) == ("processing", ("社保清单",))
    office.do("request_material", number, office.handler, items=("社保清单",), reason="确有必要")
    granted = office.do("rule_on_material", number, is_granted=True)
    assert (granted.state, len(granted.dossier.material)) == ("awaiting", 2)


def test_a_new_cycle_has_its_own_free_request(office) -> None:
    number = office.processing()
    office.do("request_material", number, office.handler, items=("营业执照",))
    office.petitioner_does("supply_as_petitioner", number, "已上传")
    office.reply(number)
    office.rate(number, 1)
    office.sign(number)
    assert office.do("request_material", number, office.handler, items=("社保清单",)).state == "awaiting"


def test_only_after_the_limit_does_the_dispatcher_go_on_or_close_without_material(office) -> None:
    first, second = office.processing(), office.processing()
    for number in (first, second):
        office.do("request_material", number, office.handler, items=("营业执照",))
        for step in ("resume", "close_unsupplied"):
            assert step not in office.detail(number).allowed
            with pytest.raises(ConflictError, match="12月2日"):
                office.do(step, number, reason="久等不来")
    office.clock.advance_to(at("2026-12-02 17:01"))
    assert {"resume", "close_unsupplied"} <= set(office.detail(first).allowed)
    resumed = office.do("resume", first, reason="按现有材料办理")
    assert (resumed.state, resumed.due_at) == ("processing", at("2026-12-10 17:00"))
    assert "未收到" in office.lookup(first).timeline[0].text
    closed = office.do("close_unsupplied", second, reason="久等不来")
    assert (closed.state, closed.events[-1].code) == ("closed", "closed")
    assert office.lookup(second).headline == "已办结。"


def test_the_dispatcher_notes_what_was_handed_in_at_the_window(office) -> None:
    number = office.processing()
    office.do("request_material", number, office.handler, items=("营业执照",))
    assert office.do("supply", number, text="窗口收到复印件").state == "processing"
    with pytest.raises(ConflictError):
        office.do("supply", number, text="又一份")


def test_what_is_awaited_can_be_withdrawn_and_needs_the_right_phone_tail(office) -> None:
    number = office.processing()
    office.do("request_material", number, office.handler, items=("营业执照",))
    with office.database.unit_of_work() as session, pytest.raises(NotFoundError):
        office.service.supply_as_petitioner(session, number, "9999", "营业执照")
    with pytest.raises(InvalidInputError):
        office.petitioner_does("supply_as_petitioner", number, " ")
    with pytest.raises(InvalidInputError):
        office.petitioner_does("supply_as_petitioner", number, "字" * 10_000)
    assert office.withdraw(number).state == "withdrawn"
    assert office.detail(number).dossier.material[0].supplied_at is not None


@pytest.mark.parametrize("items", [(), (" ",), ("一项",) * 21])
def test_material_is_asked_for_by_a_list_of_reasonable_length(office, items: tuple[str, ...]) -> None:
    number = office.processing()
    with pytest.raises(InvalidInputError) as caught:
        office.do("request_material", number, office.handler, items=items)
    assert set(caught.value.details) == {"items"}
