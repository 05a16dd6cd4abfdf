"""Copies of a message are found, other messages on the same matter are not taken for copies."""

from __future__ import annotations

import pytest

from petitions.classifying.likeness import have_twin, likeness, pieces
from petitions.classifying.types import Message

SENT = Message("路灯不亮", "云岭大道与星屿路交叉口的路灯已经三个月不亮，夜间出行很不安全，请尽快修复。")


def test_the_same_words_in_another_script_and_with_other_marks_are_the_same() -> None:
    again = Message("路燈不亮", "云岭大道与星屿路交叉口的路灯 已经三个月不亮；夜间出行很不安全，请尽快修复！")
    assert likeness([SENT], [again])[0, 0] == pytest.approx(1)


def test_a_greeting_keeps_a_copy_a_copy_and_another_matter_is_none() -> None:
    greeted = Message("路灯不亮", f"领导您好。{SENT.text}谢谢。")
    other = Message("路灯太亮", "小区门口的路灯太亮，影响休息，请调整角度。")
    found = likeness([SENT], [greeted, other])[0]
    assert found[0] > 0.85
    assert found[1] < 0.4


def test_rows_with_a_twin_are_told_from_those_without() -> None:
    found = have_twin(pieces([SENT, Message("停水", "停水三天")]), pieces([SENT]), threshold=0.9)
    assert found.tolist() == [True, False]


def test_nothing_is_like_nothing() -> None:
    assert have_twin(pieces([]), pieces([SENT]), threshold=0.5).tolist() == []
    assert have_twin(pieces([SENT]), pieces([]), threshold=0.5).tolist() == [False]
    assert likeness([Message("", "")], [SENT])[0, 0] == 0
