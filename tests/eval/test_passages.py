"""Cutting rows into passages, and folding passages back to rows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from eval.datasets import CorpusRow
from eval.folding import fold
from eval.passages import PASSAGE_CHARS, WHOLE_UP_TO_CHARS, cut, draft_of
from eval.runs import Ranked

texts = st.text(alphabet="甲乙丙丁。！\n；”a1 ", max_size=2000)


@given(texts)
def test_cutting_loses_no_character_and_repeats_none(text: str) -> None:
    spans = cut(text)
    assert "".join(text[start:end] for start, end in spans) == text


@given(texts)
def test_no_passage_of_a_long_text_is_longer_than_allowed_or_empty(text: str) -> None:
    spans = cut(text)
    if len(text) > WHOLE_UP_TO_CHARS:
        assert all(0 < end - start <= PASSAGE_CHARS for start, end in spans)
    else:
        assert spans == [(0, len(text))]


def test_a_long_text_is_cut_at_sentence_ends() -> None:
    sentence = "企业应当按期申报。"
    spans = cut(sentence * 60)
    assert all((end - start) % len(sentence) == 0 for start, end in spans)


def test_a_row_becomes_an_entry_with_one_clause_per_passage() -> None:
    draft = draft_of(CorpusRow("d", "题", "一句话。" * 200))
    assert [c.id for c in draft.clauses] == [p.clause_id for p in draft.passages]
    assert draft.title == "题"


def test_a_document_has_the_score_of_its_best_passage() -> None:
    found = fold([Ranked("a", 0.5), Ranked("b", 0.7), Ranked("a", 0.9)], limit=10)
    assert found == [Ranked("a", 0.9), Ranked("b", 0.7)]


def test_equal_documents_keep_the_order_in_which_search_named_them() -> None:
    assert [r.id for r in fold([Ranked("z", 0.5), Ranked("a", 0.5)], limit=1)] == ["z"]
