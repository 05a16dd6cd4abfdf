"""A place of a body is found again in the text it was made from."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.cleaning.edits import Edit, EditedText
from knowledge.originals import span_in_extraction
from knowledge.types import TextEdit


def test_a_span_behind_edits_is_moved_by_what_they_took_and_added() -> None:
    # "営(ying)商 环境" → "营商环境": C14 replaced 営, C11 took (ying), C1 took the blank.
    edits = (
        TextEdit("C14", 0, 1, 0, "営", "营"),
        TextEdit("C11", 1, 7, 1, "(ying)", ""),
        TextEdit("C1", 8, 9, 2, " ", ""),
    )
    assert span_in_extraction(edits, 0, 1) == (0, 1)
    assert span_in_extraction(edits, 1, 2) == (7, 8)
    assert span_in_extraction(edits, 0, 4) == (0, 11)
    assert span_in_extraction(edits, 2, 4) == (9, 11)
    assert span_in_extraction((), 3, 5) == (3, 5)


def test_a_place_within_replaced_text_gives_the_whole_of_what_was_replaced() -> None:
    edits = (TextEdit("C12", 2, 8, 2, "qwerty", "实现"),)
    assert span_in_extraction(edits, 3, 4) == (2, 8)
    assert span_in_extraction(edits, 0, 3) == (0, 8)


@given(st.text(alphabet="abcdef", min_size=1, max_size=20), st.data())
def test_what_no_rule_touched_is_found_word_for_word(raw: str, data: st.DataObject) -> None:
    edited = EditedText(raw)
    for rule in ("C1", "C2"):
        marks = sorted(data.draw(st.sets(st.integers(0, len(edited.text)), max_size=4)))
        edits = [
            Edit(a, b, data.draw(st.sampled_from(["", "X", "XY"])), rule)
            for a, b in zip(marks[::2], marks[1::2], strict=False)
        ]
        edited = edited.apply(edits)
    for start in range(len(edited.text)):
        first, last = span_in_extraction(edited.text_edits(), start, start + 1)
        assert 0 <= first <= last <= len(raw)
        if edited.text[start] not in "XY":
            assert raw[first:last] == edited.text[start] or any(
                e.at <= start < e.at + len(e.replacement) for e in edited.text_edits()
            )
