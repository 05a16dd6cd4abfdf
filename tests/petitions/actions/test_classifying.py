"""Reclassifying, merging and clusters: T23, T4, §3.3."""

from __future__ import annotations

from datetime import datetime

import pytest

from core.clock import SHANGHAI
from core.errors import ConflictError, InvalidInputError
from petitions.types import Nature, Urgency

OTHER = "91350100M000100Y43"


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)


def test_reclassifying_counts_the_due_time_anew_from_the_original_start(office) -> None:
    number = office.processing()
    office.clock.advance_to(at("2026-11-19 10:00"))
    changed = office.do("reclassify", number, reason="实为求助", nature=Nature.HELP, category_code="06-4")
    assert (changed.due_at, changed.nature, changed.category_code) == (at("2026-11-23 17:00"), "help", "06-4")
    assert changed.why_text == "11月18日受理，当天不计，周末和节假日不计，数满 3 个工作日。"
    assert office.lookup(number).timeline[0].text.endswith("11月23日（周一）17:00 前答复")


def test_reclassifying_never_makes_it_due_before_todays_close(office) -> None:
    number = office.processing()
    office.clock.advance_to(at("2026-11-24 18:00"))
    changed = office.do("reclassify", number, reason="实为政策咨询", nature=Nature.CONSULTATION, is_policy_query=True)
    assert changed.due_at == at("2026-11-25 17:00")
    assert changed.why_text is not None
    assert changed.why_text.endswith("答复日期不早于已告知您的日期和改类别当天，仍为11月25日（周三）17:00。")


def test_a_change_of_category_or_urgency_alone_leaves_the_due_time(office) -> None:
    number = office.processing()
    due = office.detail(number).due_at
    assert office.do("reclassify", number, reason="事权在财政", category_code="06-4").due_at == due
    urgent = office.do("reclassify", number, reason="影响发薪", urgency=Urgency.URGENT)
    assert (urgent.due_at, urgent.urgency) == (due, "urgent")


def test_what_turns_out_to_be_a_report_becomes_confidential(office) -> None:
    number = office.processing()
    office.do("reclassify", number, reason="属举报", nature=Nature.REPORT)
    assert office.detail(number, office.handler).contact_name == "保密"


def test_reclassifying_needs_a_reason_and_a_known_category(office) -> None:
    number = office.processing()
    for fields in ({"reason": " ", "nature": Nature.HELP}, {"reason": "错", "category_code": "99"}):
        with pytest.raises(InvalidInputError):
            office.do("reclassify", number, **fields)


def test_a_merged_petition_shows_how_its_master_gets_on_and_may_be_rated(office) -> None:
    master, member = office.processing(), office.file(title="补贴还是没到账").number
    merged = office.do("merge", member, master_number=master)
    assert (merged.state, merged.master, office.detail(master).members) == ("merged", master, (member,))
    with pytest.raises(ConflictError):
        office.rate(member, 5)
    office.reply(master)
    seen = office.lookup(member)
    assert (seen.state, seen.title, seen.replies[0].text) == ("merged", "补贴还是没到账", "已核实，补贴将于本月拨付。")
    assert seen.headline.startswith("已与同一事项的诉求合并办理，答复会一并告诉您。目前进展：人力资源局已答复。")
    assert seen.allowed == ("rate",)
    rated = office.rate(member, 1)
    assert (rated.allowed, office.detail(master).state) == ((), "dispatched")
    with pytest.raises(ConflictError):
        office.rate(member, 5)
    office.sign(master)
    office.reply(master)
    assert office.lookup(member).allowed == ("rate",)
    assert office.rate(master, 5).state == "closed"
    office.rate(member, 4)
    assert office.detail(master).state == "closed"


def test_what_was_merged_before_goes_along(office) -> None:
    first, second, third = (office.file().number for _ in range(3))
    office.do("merge", first, master_number=second)
    office.do("merge", second, master_number=third)
    assert office.detail(third).members == (first, second)


def test_merging_needs_another_open_petition_of_the_same_enterprise(office) -> None:
    number, other = office.file(credit_code=OTHER).number, office.file(credit_code="91350100M000101Y4Q").number
    ended = office.file().number
    office.withdraw(ended)
    for master in (number, "SQ202611189999"):
        with pytest.raises(InvalidInputError):
            office.do("merge", number, master_number=master)
    with pytest.raises(ConflictError, match="已经办结"):
        office.do("merge", number, master_number=ended)
    with pytest.raises(ConflictError, match="另一家企业"):
        office.do("merge", number, master_number=other)
    assert office.detail(number).state == "submitted"


def test_petitions_of_several_enterprises_are_linked_as_one_issue_and_go_their_own_ways(office) -> None:
    one, two = office.processing(), office.file(credit_code=OTHER).number
    linked = office.do("link_cluster", one, title="补贴拨付延迟")
    assert (linked.state, linked.cluster) == ("processing", "补贴拨付延迟")
    assert office.do("link_cluster", two, cluster_id=linked.cluster_id).cluster == "补贴拨付延迟"
    with office.database.reading() as session:
        members = office.service.steps.repository.records.cluster_members(session, linked.cluster_id)
    assert [member.number for member in members] == sorted([one, two])
    for fields in ({"cluster_id": "clu_missing"}, {"title": " "}):
        with pytest.raises(InvalidInputError):
            office.do("link_cluster", two, **fields)
    assert "补贴拨付延迟" not in repr(office.lookup(one).timeline)
