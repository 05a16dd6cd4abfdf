"""Token streams: words, characters and pairs of the normalised text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.index.segment import Segmenter, Streams

SEGMENTER = Segmenter()


def test_three_streams_of_one_text() -> None:
    streams = SEGMENTER.streams("首次贷款，贴息50%")
    assert "贷款" in streams.words.split()
    assert streams.characters.split() == ["首", "次", "贷", "款", "贴", "息", "50%"]
    assert streams.pairs.split() == ["首次", "次贷", "贷款", "贴息"]


def test_pairs_do_not_cross_punctuation() -> None:
    assert "款贴" not in SEGMENTER.streams("贷款，贴息").pairs.split()


def test_script_width_and_numerals_make_no_difference() -> None:
    assert SEGMENTER.streams("貸款貼息２０萬元") == SEGMENTER.streams("贷款贴息二十万元")


def test_punctuation_is_no_word() -> None:
    assert SEGMENTER.words("？！。，") == []


def test_a_domain_word_is_kept_whole_and_changes_the_fingerprint() -> None:
    own = Segmenter(["云岭通办"])
    assert "云岭通办" in own.words("请用云岭通办申请")
    assert own.fingerprint != SEGMENTER.fingerprint
    assert Segmenter().fingerprint == SEGMENTER.fingerprint


@given(st.lists(st.text(alphabet="企业补助贷款 ，。1a", max_size=15), max_size=4))
def test_joined_streams_are_those_of_the_joined_text(texts: list[str]) -> None:
    assert Streams.joined(map(SEGMENTER.streams, texts)) == SEGMENTER.streams("\n".join(texts))
