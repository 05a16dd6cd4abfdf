"""Sentences are whole whatever the pieces they come in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.chat_model.splitting import SentenceBuffer, split_marks

TEXT = "甲可以申请[1]。乙不得申请。[1][2] 丙“如此。”[3]\n- 丁[1,2]\n- 戊【4】。己"


def sentences(text: str, cuts: list[int]) -> list[str]:
    buffer, found, last = SentenceBuffer(), [], 0
    for cut in [*sorted(cuts), len(text)]:
        found += buffer.feed(text[last:cut])
        last = cut
    return [sentence.text for sentence in [*found, *buffer.finish()]]


@given(st.lists(st.integers(0, len(TEXT)), max_size=12))
def test_sentences_do_not_depend_on_how_the_stream_is_cut(cuts: list[int]) -> None:
    assert sentences(TEXT, cuts) == [
        "甲可以申请[1]。",
        "乙不得申请。[1][2]",
        "丙“如此。”[3]",
        "丁[1,2]",
        "戊【4】。",
        "己",
    ]


@given(st.text(alphabet="甲乙。！？\n[1]，” -#<think>/*", max_size=120), st.lists(st.integers(0, 120), max_size=8))
def test_any_text_gives_the_same_sentences_in_any_pieces(text: str, cuts: list[int]) -> None:
    assert sentences(text, [min(cut, len(text)) for cut in cuts]) == sentences(text, [])


def test_a_sentence_is_not_given_before_its_marks_are_whole() -> None:
    buffer = SentenceBuffer()
    assert buffer.feed("可以申请。") == []
    assert buffer.feed("[1") == []
    assert buffer.feed("]") == []
    assert [sentence.text for sentence in buffer.feed("另")] == ["可以申请。[1]"]


def test_layout_is_taken_off_and_items_are_known() -> None:
    buffer = SentenceBuffer()
    found = [*buffer.feed("## 结论\n> 可以[1]。\n- 甲[1]。乙[1]。\n* 丙[2]"), *buffer.finish()]
    assert [(s.text, s.starts_line, s.is_item) for s in found] == [
        ("结论", True, False),
        ("可以[1]。", True, False),
        ("甲[1]。", True, True),
        ("乙[1]。", False, True),
        ("丙[2]", True, True),
    ]


def test_what_a_model_thinks_aloud_is_no_part_of_its_answer() -> None:
    assert sentences("<think>先看第一条。[1]\n再看。</think>\n可以申请[1]。", [3, 9, 20]) == ["可以申请[1]。"]
    assert sentences("<think>想不完", [2]) == []


@pytest.mark.parametrize(
    ("written", "text", "numbers"),
    [
        ("可以[1]。", "可以[1]。", [1]),
        ("可以[1,2]。", "可以[1][2]。", [1, 2]),
        ("可以【3、1】。", "可以[3][1]。", [3, 1]),
        ("可以［2］。", "可以[2]。", [2]),
        ("国发[2025]3号", "国发[2025]3号", []),
    ],
)
def test_marks_are_read_in_all_their_forms(written: str, text: str, numbers: list[int]) -> None:
    assert split_marks(written) == (text, numbers)
