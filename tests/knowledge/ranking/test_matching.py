"""What is counted in candidates is what a plain count of their texts gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.index.segment import Segmenter, Streams
from knowledge.index.tokens import TokenTable, pack, unpack, word_number
from knowledge.ranking.matching import K1, B, Matches, match
from knowledge.ranking.terms import PAIR, QuestionTerms, Weighted, pair_number

SEGMENTER = Segmenter()
NOTHING = Weighted(np.empty(0, np.int64), np.empty(0))
MEANS = np.array([[4.0, 4.0, 10.0], [8.0, 8.0, 20.0]])
texts = st.text(alphabet="企业补助贷款贴息 ，。1a", max_size=40)
passages = st.lists(st.tuples(texts, texts, texts), min_size=1, max_size=5)


def table(fields: list[tuple[str, str, str]], vector: np.ndarray | None = None) -> TokenTable:
    vector = np.zeros(4, np.float32) if vector is None else vector
    return unpack([
        pack((SEGMENTER.streams(a), SEGMENTER.streams(b), SEGMENTER.streams(c)),
             instrument=number, clause_id=f"t{number}", vector=vector)
        for number, (a, b, c) in enumerate(fields)
    ])  # fmt: skip


def terms(question: str, weight: float = 1.0) -> QuestionTerms:
    """Terms that all weigh the same."""

    def even(keys: list[int]) -> Weighted:
        return Weighted.of(np.array(keys, np.int64), np.full(len(keys), weight))

    streams = SEGMENTER.streams(question)
    words = even([word_number(w) for w in streams.words.split()])
    return QuestionTerms(
        words=words,
        characters=even([ord(c) for c in streams.codes if c != "\0"]),
        pairs=even([pair_number(p) for p in streams.pairs.split()]),
        asking=np.zeros(len(words), np.bool_),
        length=len(streams.characters.split()),
    )


def matched(question: str, fields: list[tuple[str, str, str]], translated: Weighted = NOTHING) -> Matches:
    return match(terms(question), translated, table(fields), MEANS)


@given(passages)
def test_tokens_come_back_as_they_were_packed(fields: list[tuple[str, str, str]]) -> None:
    found = table(fields)
    streams = [[SEGMENTER.streams(part) for part in parts] for parts in fields]
    assert found.words.tolist() == [word_number(w) for parts in streams for s in parts for w in s.words.split()]
    assert found.word_counts.tolist() == [[len(s.words.split()) for s in parts] for parts in streams]
    assert bytes(found.codes) == "".join(s.codes for parts in streams for s in parts).encode("utf-16-le")
    assert found.instruments.tolist() == list(range(len(fields)))
    assert found.clause_ids == tuple(f"t{number}" for number in range(len(fields)))


def test_a_vector_keeps_its_direction() -> None:
    vector = np.random.default_rng(1).normal(size=256).astype(np.float32)
    kept = table([("甲", "", "乙")], vector).vectors[0]
    assert float(kept @ vector / np.linalg.norm(vector)) == pytest.approx(1, abs=1e-3)
    assert not table([("甲", "", "乙")]).vectors.any()


@given(question=texts, fields=passages)
def test_pairs_are_counted_as_the_stream_has_them(question: str, fields: list[tuple[str, str, str]]) -> None:
    asked = sorted({pair_number(p) for p in SEGMENTER.streams(question).pairs.split()})
    found = matched(question, fields).pairs.counts
    for candidate, parts in enumerate(fields):
        for field, part in enumerate(parts):
            there = [pair_number(p) for p in SEGMENTER.streams(part).pairs.split()]
            assert found[candidate, field].tolist() == [there.count(key) for key in asked]


@given(question=texts, fields=passages)
def test_characters_and_words_are_counted_as_the_streams_have_them(
    question: str, fields: list[tuple[str, str, str]]
) -> None:
    found, own = matched(question, fields), SEGMENTER.streams(question)
    words = sorted({word_number(w) for w in own.words.split()})
    codes = sorted({ord(c) for c in own.codes if c != "\0"})
    for candidate, parts in enumerate(fields):
        for field, part in enumerate(map(SEGMENTER.streams, parts)):
            there = [word_number(w) for w in part.words.split()]
            assert found.words.counts[candidate, field].tolist() == [there.count(key) for key in words]
            assert found.characters.counts[candidate, field].tolist() == [part.codes.count(chr(c)) for c in codes]


def test_bm25f_is_as_worked_by_hand() -> None:
    found = matched("贴息", [("贴息", "", "贴息贴息。利息")]).pairs
    title = 1 / (1 - B + B * 2 / MEANS[1, 0])  # two codes in the title
    text = 2 / (1 - B + B * 7 / MEANS[1, 2])  # 贴息贴息, the break, 利息; the pair stands there twice
    assert found.score(np.ones(1))[0] == pytest.approx((title + text) * (K1 + 1) / (K1 + title + text))


def test_pairs_do_not_cross_fields_passages_or_punctuation() -> None:
    assert not matched("款贴", [("贷款", "贴息", "贷款，贴息"), ("贴", "", "款")]).pairs.counts.any()


def test_a_translation_has_its_columns_behind_those_of_the_question() -> None:
    keys = np.array([word_number("补助"), PAIR + pair_number("补助")])
    translated = Weighted.of(keys, np.array([0.5, 0.25]))
    found = match(terms("贴息"), translated, table([("", "", "补助")]), MEANS)
    assert found.words.counts.shape[2] == 2
    assert found.words.counts[0, 2].tolist() == [0, 1]
    assert found.pairs.counts[0, 2].tolist() == [0, 1]


def test_a_translated_term_that_the_question_has_too_is_counted_in_both_columns() -> None:
    translated = Weighted.of(np.array([PAIR + pair_number("贴息")]), np.array([0.5]))
    found = match(terms("贴息"), translated, table([("", "", "贴息")]), MEANS)
    assert found.pairs.counts[0, 2].tolist() == [1, 1]


def test_lead_window_and_run_read_the_text_alone() -> None:
    far = "无关的话" * 40
    asked = "企业贷款贴息"
    found = matched(asked, [("", "", asked + far), (asked, "", far), ("", "", far + asked)])
    assert found.lead.tolist() == pytest.approx([1, 0, 0])
    assert found.window.tolist() == pytest.approx([1, 0, 1])
    assert found.run.tolist() == [5, 5, 5]


@given(question=texts, fields=passages)
def test_shares_are_shares_whatever_is_asked(question: str, fields: list[tuple[str, str, str]]) -> None:
    found = matched(question, fields)
    for values in (found.lead, found.window / 1.5, found.pairs.covered(np.ones(found.pairs.counts.shape[2]))):
        assert ((values >= 0) & (values <= 1 + 1e-9)).all()


def test_joined_codes_break_between_parts() -> None:
    joined = Streams.joined([SEGMENTER.streams("贷款"), SEGMENTER.streams("贴息")])
    assert joined.codes == "贷款\0贴息"
