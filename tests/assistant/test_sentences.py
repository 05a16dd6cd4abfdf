"""Choosing what to quote: the smallest stretch that answers, lists whole, never cut inside a sentence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.lexicon import cues_of
from assistant.sentences import choose_span, is_list_item, spans_of

FILLER = "本办法所称企业是指在云岭高新区依法注册并实际经营的企业。"
LIST = "申请人应当符合下列条件：\n（一）在高新区注册；\n（二）依法纳税；\n（三）首次取得贷款。"


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
