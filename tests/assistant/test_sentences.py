"""Choosing what to quote: the smallest stretch that answers, lists whole, never cut inside a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.lexicon import cues_of
from assistant.sentences import choose_span
from assistant.spans import is_list_item, spans_of

FILLER = "本办法所称企业是指在云岭高新区依法注册并实际经营的企业。"
LIST = "申请人应当符合下列条件：\n（一）在高新区注册；\n（二）依法纳税；\n（三）首次取得贷款。"


TABLE = "档次 | 比例\n一档 | 8%；以批复为准\n二档 | 6%\n"


def test_a_table_is_quoted_whole_behind_its_lead_in() -> None:
    lead_in = "补助按照下列标准计算："
    text = f"{lead_in}\n{TABLE}第九条 首次申请的提高1个百分点。"
    start, end = choose_span(text, len(lead_in), {"补助": 1.0}, ())
    assert text[start:end] == f"{lead_in}\n{TABLE}".rstrip()


@pytest.mark.parametrize(
    "table", [TABLE.rstrip(), TABLE[:-3], TABLE + "三档 | 5%\n" * 90], ids=["cut", "in a row", "long"]
)
def test_a_table_that_is_long_or_goes_on_behind_the_text_is_not_quoted_in_part(table: str) -> None:
    lead_in = "补助按照下列标准计算："
    assert choose_span(f"{lead_in}\n{table}", len(lead_in), {"补助": 1.0}, ()) == (0, len(lead_in))


def test_spans_cover_every_character_that_is_not_blank() -> None:
    text = f"{FILLER}\n\n{LIST}  尾巴没有句号"
    spans = spans_of(text)
    assert "".join(text[s.start : s.end] for s in spans) == "".join(text.split())
    assert [s.is_lead_in for s in spans].count(True) == 1
    assert [s.is_item for s in spans].count(True) == 3


def test_list_items_are_known_by_their_numbers() -> None:
    assert all(is_list_item(line) for line in ("（一）注册", "(2)纳税", "1.材料", "3、材料", "①材料"))
    assert not any(is_list_item(line) for line in ("第一条 总则", "2025年起", "一、总则", "按1.5倍计算"))


def test_a_short_passage_is_quoted_whole() -> None:
    text = " 按百分之五十贴息。最高二十万元。 "
    assert choose_span(text, len(text), {"贴息": 1.0}, ()) == (1, len(text) - 1)


def test_in_a_long_passage_the_sentence_that_answers_is_chosen() -> None:
    wanted = "单户企业每年贴息最高二十万元。"
    text = FILLER * 5 + wanted + FILLER * 4
    start, end = choose_span(text, len(text), {"贴息": 3.0, "单户": 2.0}, cues_of("贴息最高多少"))
    assert text[start:end].startswith(wanted)
    assert end - start <= 170


def test_a_list_is_quoted_whole_with_its_lead_in() -> None:
    text = FILLER * 6 + LIST
    start, end = choose_span(text, len(text), {"首次": 3.0, "贷款": 2.0}, cues_of("有什么条件"))
    assert text[start:end] == LIST


def test_a_list_too_long_to_show_gives_only_the_item_that_answers() -> None:
    items = "\n".join(f"（{n}）第{n}项一般要求，{'说明' * 20}；" for n in "一二三四五六七八九十")
    text = f"应当符合下列条件：\n{items}\n（十一）首次取得贷款；"
    start, end = choose_span(text, len(text), {"首次": 5.0, "贷款": 3.0}, ())
    assert text[start:end].startswith("（十一）首次取得贷款")


def test_an_empty_passage_gives_its_own_edges() -> None:
    assert choose_span("", 0, {}, ()) == (0, 0)


@given(
    st.text(alphabet="企业补助。；\n：（一）1.2、 最高万元", max_size=400),
    st.dictionaries(st.sampled_from(["企业", "补助", "最高"]), st.floats(0.1, 9)),
)
def test_a_chosen_span_lies_in_the_text_and_begins_and_ends_at_span_edges(text: str, weights: dict[str, float]) -> None:
    start, end = choose_span(text, len(text), weights, cues_of("最高多少"))
    assert 0 <= start <= end <= len(text)
    spans = spans_of(text)
    if spans:
        assert start in {s.start for s in spans}
        assert end in {s.end for s in spans}


RULE = "对首次认定的企业，给予一次性奖励50万元。"
EXCEPTION = "但是，被列入严重失信名单的企业，不予奖励。"
FORM = "申请企业应当提交奖励申请表、认定文件和银行账户信息，由经济发展局会同财政局在二十个工作日内审核并公示。"


def chosen(text: str, **weights: float) -> str:
    start, end = choose_span(text, len(text), weights, ())
    return text[start:end]


def test_an_exception_is_quoted_with_the_rule_it_follows() -> None:
    assert chosen(FILLER * 6 + RULE + EXCEPTION, 奖励=1.0, 首次=5.0) == RULE + EXCEPTION
    assert chosen(FILLER * 6 + RULE + "二手设备除外；", 奖励=1.0, 首次=5.0) == RULE + "二手设备除外；"


def test_an_exception_is_quoted_though_a_sentence_stands_between() -> None:
    assert chosen(FILLER * 6 + RULE + FORM + EXCEPTION, 奖励=1.0, 首次=5.0) == RULE + FORM + EXCEPTION


def test_what_only_names_something_with_its_exception_is_no_exception() -> None:
    assert chosen(FILLER * 6 + RULE + "按照企业（金融企业除外）备案事项办理。", 奖励=1.0, 首次=5.0) == RULE


def test_the_exception_of_another_article_is_not_quoted() -> None:
    text = f"{FILLER * 6}{RULE}\n第九条 {EXCEPTION}"
    assert chosen(text, 奖励=1.0, 首次=5.0) == RULE


def test_a_list_in_running_text_is_quoted_whole_with_all_sentences_of_its_items() -> None:
    list_ = (
        "有下列情形之一的，不予补助：（一）关联企业。由申请人说明。（二）转租的企业。（三）面积不足五百平方米的企业。"
    )
    assert chosen(FILLER * 6 + list_, 面积=5.0, 企业=0.1) == list_
    assert chosen(FILLER * 6 + list_, 下列=5.0, 不予=3.0) == list_


def test_a_heading_that_refuses_is_quoted_with_what_stands_below_it() -> None:
    text = "不予支持的情形\n房地产企业；\n金融企业；\n其他。"
    assert chosen(text, 金融=1.0) == text
    assert chosen("支持的情形\n" + text.partition("\n")[2], 金融=1.0) == text.partition("\n")[2]


def test_the_whole_item_is_chosen_where_the_list_is_too_long() -> None:
    items = "\n".join(f"（{n}）第{n}项一般要求，{'说明' * 24}；" for n in "一二三四五六七八九十")
    text = f"不予补助：\n{items}\n（十一）拖欠职工工资的。包括拖欠社会保险费的。"
    assert chosen(text, 社会保险费=5.0) == "（十一）拖欠职工工资的。包括拖欠社会保险费的。"
