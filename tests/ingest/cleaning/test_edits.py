from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from ingest.cleaning.clean import clean
from ingest.cleaning.edits import Edit, EditedText, differences

ALPHABET = "第一条二、（）(),:;。? \u3000\u00a0\u200b\n甲乙環縣看著12,@《》“”huánxiàn"


@st.composite
def edited_texts(draw: st.DrawFn) -> EditedText:
    """A text after up to six random layers of edits."""
    edited = EditedText(draw(st.text("abcdef", max_size=20)))
    for layer in range(draw(st.integers(0, 6))):
        places = sorted(draw(st.lists(st.integers(0, len(edited.text)), max_size=8)))
        pairs = zip(places[::2], places[1::2], strict=False)
        edits = [Edit(a, b, draw(st.text("UVWXYZ", max_size=3)), f"R{layer}") for a, b in pairs]
        apart = [e for e, before in zip(edits, [None, *edits], strict=False) if before is None or e.start > before.end]
        edited = edited.apply(apart)
    return edited


def replayed(first: str, edited: EditedText) -> str:
    pieces, position = [], 0
    for edit in edited.text_edits():
        pieces += [first[position : edit.start], edit.replacement]
        position = edit.end
    return "".join([*pieces, first[position:]])


@given(edited_texts())
def test_putting_every_replacement_in_place_gives_the_text(edited: EditedText) -> None:
    first = edited.first if edited.text_edits() else edited.text
    assert replayed(first, edited) == edited.text


@given(edited_texts())
def test_edits_say_what_stood_where_and_do_not_overlap(edited: EditedText) -> None:
    for edit in edited.text_edits():
        assert edited.first[edit.start : edit.end] == edit.removed
        assert edited.text[edit.at : edit.at + len(edit.replacement)] == edit.replacement
        assert edit.rule
    for one, next_ in itertools.pairwise(edited.text_edits()):
        assert one.end <= next_.start
        assert one.at + len(one.replacement) <= next_.at


@given(edited_texts())
def test_offsets_map_back_in_order_and_an_unchanged_character_maps_to_itself(edited: EditedText) -> None:
    first = edited.first if edited.text_edits() else edited.text
    back = [edited.before(position) for position in range(len(edited.text) + 1)]
    assert back == sorted(back)
    assert all(0 <= position <= len(first) for position in back)
    changed = {p for edit in edited.text_edits() for p in range(edit.at, edit.at + len(edit.replacement))}
    for position in set(range(len(edited.text))) - changed:
        assert first[back[position]] == edited.text[position]
        assert edited.before(position + 1, is_end=True) == back[position] + 1


@given(edited_texts())
def test_the_way_there_is_the_first_offset_whose_way_back_is_not_earlier(edited: EditedText) -> None:
    first = edited.first if edited.text_edits() else edited.text
    for position in range(len(first) + 1):
        expected = next((q for q in range(len(edited.text)) if edited.before(q) >= position), len(edited.text))
        assert edited.after(position) == expected


@given(st.text(ALPHABET, max_size=200), st.booleans())
def test_cleaning_can_be_replayed_from_its_edits(text: str, chrome: bool) -> None:
    edited = clean(text, chrome=chrome, wrapped=True).edited
    assert replayed(text, edited) == edited.text


def test_two_rules_at_one_place_are_one_edit_that_names_both() -> None:
    edited = EditedText("甲bb乙").apply([Edit(1, 3, "c", "C1")])
    edited = edited.apply([Edit(1, 2, "d", "C2")])
    [edit] = edited.text_edits()
    assert (edit.rule, edit.start, edit.end, edit.removed, edit.replacement) == ("C1+C2", 1, 3, "bb", "d")


def test_an_edit_that_spans_earlier_ones_takes_them_in() -> None:
    edited = EditedText("a1b2c3d").apply([Edit(1, 2, "", "A"), Edit(3, 4, "xx", "B"), Edit(5, 6, "", "C")])
    assert edited.text == "abxxcd"
    edited = edited.apply([Edit(1, 5, "", "D")])
    assert edited.text == "ad"
    assert [(e.removed, e.rule) for e in edited.text_edits()] == [("1", "A"), ("b2c", "B+D"), ("3", "C")]


def test_differences_are_runs() -> None:
    assert [(e.start, e.end, e.replacement) for e in differences("abcdef", "aXYdeZ", "T", start=10)] == [
        (11, 13, "XY"),
        (15, 16, "Z"),
    ]
