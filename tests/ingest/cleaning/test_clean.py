from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cleaning.clean import clean
from ingest.cleaning.edits import Edit, EditedText
from ingest.cleaning.shape import widen_punctuation


def cleaned(text: str, *, wrapped: bool = True) -> str:
    return clean(text, chrome=True, wrapped=wrapped).text


def test_unicode_blanks_become_plain_and_edges_are_trimmed() -> None:
    assert cleaned("\u00a0\u00a0\u3000各有关\u3000单位\u2003\n\n\n  第二行。") == "各有关 单位\n第二行。"


def test_half_width_punctuation_widens_next_to_han_but_never_inside_numbers() -> None:
    text = EditedText("深化政务服务改革,是12,800余件(2022年):见http://a.cn;好").apply([])
    assert (
        text.apply(widen_punctuation(text.text)).text == "深化政务服务改革，是12,800余件（2022年）：见http://a.cn；好"
    )


def test_a_word_broken_over_two_lines_is_joined() -> None:
    assert "“互联网+政务服务”" in cleaned("近年来我国大力推进各级各地的“互联网+政\n务服务”，取得了明显成效。")


def test_a_line_that_begins_with_a_closing_mark_is_joined() -> None:
    assert cleaned("区科技创新局负责组织实施，区财政局负责资金保障\n。\n第四条 其他。") == (
        "区科技创新局负责组织实施，区财政局负责资金保障。\n第四条 其他。"
    )


def test_whole_paragraphs_without_a_full_stop_stay_apart() -> None:
    text = "青川市人民政府办公室关于印发稳岗办法的通知\n青川府办规〔2024〕3号\n各区人民政府，市政府各部门："
    assert cleaned(text) == text


def test_run_on_headings_are_split_before_blanks_are_squeezed() -> None:
    assert cleaned("第二章　规划建设　　第八条　编制规划。") == "第二章 规划建设\n第八条 编制规划。"


def test_separator_noise_and_zero_width_characters_go() -> None:
    assert cleaned("第一@@条 为\u200b了规\u00ad范。") == "第一条 为了规范。"


def test_page_furniture_is_dropped() -> None:
    page = (
        "您的位置：首页 > 政务公开 > 文件\n新聞 溫州 紹興 衢州 要闻 元宇宙 视频\n政策正文第一段。\n分享至\n0\n"
        "来源：青川日报\n版权声明：本站保留权利 QQ:12345678\n政策正文第二段，满意度提高了。\n政策正文第三段。\n"
        "相关推荐\n别的新闻标题"
    )
    assert cleaned(page) == "政策正文第一段。\n政策正文第二段，满意度提高了。\n政策正文第三段。"


def test_dropped_lines_are_kept_as_facts_with_their_rule() -> None:
    result = clean("正文第一段。\n来源：青川日报\n正文第二段。", chrome=True, wrapped=False)
    assert [(d.rule, d.text) for d in result.dropped] == [("C9", "来源：青川日报")]


def test_a_rule_can_be_switched_off() -> None:
    assert "来源" in clean("正文。\n来源：青川日报", chrome=True, wrapped=False, without=frozenset({"C9"})).text


@given(st.text(alphabet="第一条二、（）(),:;。 \u3000\u00a0\u200b\n甲乙12,@《》“”", max_size=200))
def test_cleaning_maps_every_character_back_into_the_original_in_order(text: str) -> None:
    result = clean(text, chrome=False, wrapped=True)
    back = [result.edited.before(i) for i in range(len(result.text))]
    assert back == sorted(back)
    assert all(0 <= position < len(text) for position in back)


@given(st.text(alphabet="第一条二、（）(),:;。 \u3000\u00a0\n甲乙12《》“”", max_size=200))
def test_cleaning_loses_no_character_that_carries_meaning(text: str) -> None:
    def letters(value: str) -> str:
        return "".join(c for c in value if c.isalnum() or c in "《》“”。")

    assert letters(clean(text, chrome=False, wrapped=True).text) == letters(text)


@given(st.text(alphabet="abcde", min_size=1, max_size=30), st.data())
def test_an_unchanged_character_maps_to_itself(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    edited = EditedText(text).apply([Edit(start, end, "XY", "T")])
    for position, character in enumerate(edited.text):
        if character not in "XY":
            assert text[edited.before(position)] == character


@pytest.mark.parametrize("empty", ["", "\n\n", " \u3000 "])
def test_nothing_stays_nothing(empty: str) -> None:
    assert cleaned(empty) == ""
