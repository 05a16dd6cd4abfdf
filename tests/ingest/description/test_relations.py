"""What a text says about other texts, and from when."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.service import read_file
from knowledge.types import RelationDraft, RelationKind


def relations(title: str, closing: str) -> list[RelationDraft]:
    text = f"{title}\n第一条 为了稳定就业，制定本办法。\n第二条 适用于本市。\n第三条 {closing}\n"
    return list(read_file("文件.txt", text.encode())[0].relations)


def test_a_measure_that_repeals_its_own_earlier_version_replaces_it() -> None:
    found = relations(
        "青川市奖励办法",
        "自本办法施行之日起，原《青川市奖励暂行办法》（青川府〔2019〕8号）、《青川市补贴办法》同时废止。",
    )
    assert [(r.kind, r.target_title, r.target_document_number) for r in found] == [
        (RelationKind.REPLACES, "青川市奖励暂行办法", "青川府〔2019〕8号"),
        (RelationKind.REPEALS, "青川市补贴办法", None),
    ]


def test_the_notice_that_carried_the_earlier_version_is_replaced_too() -> None:
    found = relations("青川市奖励办法", "《青川市人民政府关于印发青川市奖励办法的通知》（青川府〔2019〕8号）同时废止。")
    assert [(r.kind, r.target_document_number) for r in found] == [(RelationKind.REPLACES, "青川府〔2019〕8号")]


@pytest.mark.parametrize(
    "title", ["青川市奖励办法（2025年修订）", "青川市奖励办法（2025版）", "青川市奖励办法（修订）"]
)
def test_a_title_that_says_revised_replaces_the_title_without_it(title: str) -> None:
    found = relations(title, "本办法自2025年3月1日起施行。")
    assert [(r.kind, r.target_title) for r in found] == [(RelationKind.REPLACES, "青川市奖励办法")]


def test_a_repeal_on_another_day_has_that_day() -> None:
    found = relations("青川市奖励办法", "本办法自2025年3月1日起施行。《青川市补贴办法》自2025年6月1日起废止。")
    assert [(r.target_title, r.effective_on) for r in found] == [("青川市补贴办法", date(2025, 6, 1))]


def test_a_repeal_of_one_clause_is_limited_to_it() -> None:
    found = relations("青川市奖励办法", "《青川市补贴办法》第三条第二款、第五条同时废止。")
    assert [(r.target_title, r.scope) for r in found] == [("青川市补贴办法", "第三条第二款、第五条")]


def test_a_decision_to_amend_names_what_it_amends() -> None:
    text = "关于修改《青川市条例》的决定\n一、将第三条修改为：\n“第三条 甲。”\n本决定自公布之日起施行。\n"
    found = read_file("文件.txt", text.encode())[0].relations
    assert [(r.kind, r.target_title) for r in found] == [(RelationKind.AMENDS, "青川市条例")]


def test_a_notice_that_does_not_hold_what_it_carries_forwards_it() -> None:
    text = (
        "青川市财政局转发《青川省补贴办法》的通知\n青川财〔2024〕3号\n各区财政局：\n现转发给你们，请遵照执行。\n"
        "青川市财政局\n2024年5月6日\n"
    )
    found = read_file("文件.txt", text.encode())[0].relations
    assert (RelationKind.FORWARDS, "青川省补贴办法") in [(r.kind, r.target_title) for r in found]


def test_a_notice_with_its_measure_is_one_entry_under_the_title_of_the_measure() -> None:
    text = (
        "青川市财政局关于印发《青川市补贴办法》的通知\n青川财规〔2024〕3号\n各区财政局：\n现印发给你们。\n"
        "青川市财政局\n2024年5月6日\n青川市补贴办法\n第一条 甲。\n第二条 乙。\n"
    )
    drafts = read_file("文件.txt", text.encode())
    assert [(d.title, d.description.document_number) for d in drafts] == [("青川市补贴办法", "青川财规〔2024〕3号")]
    assert "n.p1" in {clause.id for clause in drafts[0].clauses}
