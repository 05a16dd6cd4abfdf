from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.events import answer_events, cut_into_phrases, parse_event_id
from api.schemas.chat import AnswerOut
from core.errors import InvalidInputError


def answer(text: str) -> AnswerOut:
    return AnswerOut(
        conversation_id="con_1",
        message_id="msg_1",
        outcome="abstained",
        rung="none",
        reason="no_evidence",
        text=text,
        citations=[],
        related=[],
        next_actions=[],
        suggestions=[],
        confidence=0.0,
        disclaimer=None,
        answered_at=datetime(2026, 3, 2, tzinfo=UTC),
        checked_on=date(2026, 3, 2),
    )


@given(st.text(alphabet="申请，。；[1]2\n *-研发", max_size=200))
def test_phrases_joined_are_the_text_again(text: str) -> None:
    assert "".join(cut_into_phrases(text)) == text


def test_a_citation_mark_stays_with_the_words_it_supports() -> None:
    assert cut_into_phrases("补助最高50万元。[1][2]具体见办法") == ["补助最高50万元。[1][2]", "具体见办法"]


def test_a_long_phrase_is_never_cut_inside_a_mark() -> None:
    pieces = cut_into_phrases("甲" * 23 + "[12]" + "乙" * 30)
    assert any("[12]" in piece for piece in pieces)


@given(st.text(min_size=1, max_size=120), st.integers(min_value=0, max_value=20))
def test_a_stream_resumed_anywhere_gives_the_same_events(text: str, after: int) -> None:
    whole = [event.encode() for event in answer_events(answer(text))]
    assert [event.encode() for event in answer_events(answer(text), after=after)] == whole[after:]


def test_events_carry_the_message_id_and_a_number() -> None:
    events = list(answer_events(answer("您好。请问办什么事？")))
    assert [event.id for event in events] == ["msg_1.1", "msg_1.2", "msg_1.3"]
    assert json.loads(events[-1].data)["answer"]["text"] == "您好。请问办什么事？"


def test_a_text_with_line_breaks_stays_on_one_data_line() -> None:
    for event in answer_events(answer("一\r\n二\n三")):
        assert event.encode().count(b"data: ") == 1


@pytest.mark.parametrize("wrong", ["", "msg_1", "msg_1.x", "a b.1", "msg_1.-1"])
def test_an_event_id_that_is_not_ours_is_refused(wrong: str) -> None:
    with pytest.raises(InvalidInputError):
        parse_event_id(wrong)


def test_an_event_id_gives_message_and_number() -> None:
    assert parse_event_id("msg_1.12") == ("msg_1", 12)


@given(
    st.text(alphabet="申请，。；[1]2\n *-研发", max_size=120),
    st.sampled_from(["。", "[1]。", "[1][12]。"]),
    st.sampled_from(["", "\n\n", "\n- "]),
    st.text(alphabet="申请，。；[1]2\n *-研发", max_size=80),
)
def test_words_sent_sentence_by_sentence_are_cut_as_the_whole_text_is(
    before: str, end: str, between: str, after: str
) -> None:
    sentence, rest = f"{before}请{end}", f"{between}另{after}"
    assert cut_into_phrases(sentence) + cut_into_phrases(rest) == cut_into_phrases(sentence + rest)
