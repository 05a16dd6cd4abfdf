"""What an item of a list needs around it: its lead-in, all of its sentences, and the end of its list."""

from __future__ import annotations

import pytest

from assistant.lists import end_of_list, lead_ins, list_at
from assistant.spans import spans_of

LINES = "有下列情形之一的，不予扶持：\n（一）房地产企业；\n（二）金融企业。\n包括小额贷款公司。\n（三）失信企业。"
RUNNING = (
    "给予补助。有下列情形之一的，不予补助：（一）关联的。由申请人说明。（二）转租的；已经转租的，退。（三）面积小的。"
)


def introduced(text: str, item: str) -> list[str]:
    return [text[start:end] for start, end in lead_ins(text, text.index(item))]


def item_of(text: str, words: str) -> str:
    spans = spans_of(text)
    place = next(n for n, span in enumerate(spans) if words in text[span.start : span.end])
    listed = list_at(text, spans, place)
    assert listed is not None
    return text[spans[listed.first].start : spans[listed.last].end]


@pytest.mark.parametrize("words", ["（一）房地产", "（二）金融", "包括小额", "（三）失信"])
def test_every_item_is_introduced_by_the_lead_in_of_its_list(words: str) -> None:
    assert introduced(LINES, words) == ["有下列情形之一的，不予扶持："]


@pytest.mark.parametrize("words", ["（一）关联", "由申请人", "（二）转租", "已经转租", "（三）面积"])
def test_items_in_running_text_are_introduced_by_their_lead_in_alone(words: str) -> None:
    assert introduced(RUNNING, words) == ["有下列情形之一的，不予补助："]


def test_all_up_to_the_next_item_is_part_of_the_item() -> None:
    assert item_of(LINES, "小额") == "（二）金融企业。\n包括小额贷款公司。"
    assert item_of(RUNNING, "已经转租") == "（二）转租的；已经转租的，退。"


def test_what_follows_the_last_item_of_running_text_is_no_part_of_it() -> None:
    text = f"{RUNNING}补助每年发放一次。"
    assert introduced(text, "补助每年") == []


def test_a_list_ends_where_another_begins() -> None:
    text = f"{LINES}\n应当提交下列材料：\n（一）申请表；\n（二）营业执照。"
    spans = spans_of(text)
    item = next(n for n, span in enumerate(spans) if span.is_item)
    assert text[spans[end_of_list(spans, item)].start :].startswith("（三）失信企业")
    assert introduced(text, "（二）营业") == ["应当提交下列材料："]


def test_a_list_inside_an_item_is_introduced_by_both_lead_ins() -> None:
    text = "不予扶持：\n（一）房地产企业；\n（二）有下列行为的企业：\n1.提供虚假材料；\n2.重复申报。\n（三）其他。"
    assert introduced(text, "2.重复") == ["不予扶持：", "（二）有下列行为的企业："]
    assert introduced(text, "（三）其他") == ["不予扶持："]


def test_a_heading_that_refuses_introduces_what_is_listed_below_it() -> None:
    numbered = "二、不予支持的情形\n（一）房地产企业；\n（二）金融企业。"
    plain = "二、不予支持的情形\n房地产企业；\n金融企业；\n其他。"
    bare = "二、不予支持的情形\n房地产企业\n金融企业"
    for text in (numbered, plain, bare):
        assert introduced(text, "金融") == ["二、不予支持的情形"]
    inner = "（一）支持范围。\n1.软件企业；\n2.集成电路企业。\n（二）不予支持范围。\n1.房地产企业；\n2.金融企业。"
    assert introduced(inner, "2.金融") == ["（二）不予支持范围。"]
    assert introduced(inner, "2.集成") == []


def test_a_heading_that_only_names_what_follows_introduces_nothing() -> None:
    assert introduced("二、支持措施\n（一）给予补助。\n（二）给予奖励。", "（二）") == []


@pytest.mark.parametrize("line", ["现将有关事项公告如下：", "答：", "切实做到："])
def test_a_line_that_only_announces_a_list_is_not_needed_for_its_items(line: str) -> None:
    assert introduced(f"{line}\n（一）给予补助。\n（二）给予奖励。", "（二）") == []
    assert introduced(f"{line}\n给予补助；\n给予奖励。", "给予奖励") == []


def test_the_items_of_another_list_are_not_passed_over() -> None:
    text = "应当符合下列条件：（一）注册；（二）纳税；（三）经营。二、受理 （一）收件。（二）受理部门应当保密。"
    assert introduced(text, "（二）受理") == []


def test_items_between_semicolons_are_introduced_by_what_stands_before_the_colon() -> None:
    text = "以下企业不予支持：房地产企业；金融企业；失信企业。"
    assert introduced(text, "金融") == ["以下企业不予支持："]
    assert introduced("按照标准补助：一级：十万元；二级：五万元。", "二级") == []


@pytest.mark.parametrize("text", ["给予奖励。（二）给予补助。", "第一条 总则。\n第二条 奖励：\n第三条 附则。", ""])
def test_what_is_in_no_list_is_introduced_by_nothing(text: str) -> None:
    assert lead_ins(text, len(text)) == []
