"""C14 and C15: Traditional script, and the traps of its converters."""

from __future__ import annotations

import pytest

from core.text import to_traditional
from ingest.cleaning.clean import clean

TRADITIONAL = "為優化營商環境，協助企業發展，訂定本辦法，並自公布日施行。"
SIMPLIFIED = "为优化营商环境，根据有关法律法规，制定本办法，并自公布之日起施行，效果显著，成绩斐然。" * 3


def shown(text: str) -> str:
    return clean(text, chrome=False, wrapped=False).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("看著不大", "看着不大"),
        ("帶著材料跑", "带着材料跑"),
        ("資料複製", "资料复制"),
        ("營商環境", "营商环境"),
        ("服務水準與許可權", "服务水准与许可权"),
    ],
)
def test_a_traditional_text_is_shown_in_simplified_script_with_its_own_words(text: str, expected: str) -> None:
    assert shown(TRADITIONAL + text).endswith(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("竞爭", "竞争"),
        ("显著", "显著"),
        ("著名", "著名"),
        ("乾隆年间", "乾隆年间"),
        ("瞭望台", "瞭望台"),
        ("二噁英", "二噁英"),
        ("李昇", "李昇"),
    ],
)
def test_only_stray_characters_of_a_simplified_text_change(text: str, expected: str) -> None:
    assert shown(SIMPLIFIED + text) == SIMPLIFIED + expected


def test_the_extraction_keeps_the_original_and_offsets_run_character_by_character() -> None:
    edited = clean(TRADITIONAL, chrome=False, wrapped=False).edited
    assert edited.first == TRADITIONAL
    assert len(edited.text) == len(TRADITIONAL)
    assert [edited.before(position) for position in range(len(edited.text))] == list(range(len(TRADITIONAL)))
    at = edited.text.index("环境")
    assert TRADITIONAL[edited.before(at) : edited.before(at + 2, is_end=True)] == "環境"
    assert {edit.rule for edit in edited.text_edits()} == {"C14"}


def test_cleaning_a_second_time_changes_nothing() -> None:
    once = shown(to_traditional(SIMPLIFIED))
    assert shown(once) == once == SIMPLIFIED


def test_the_rule_can_be_switched_off() -> None:
    assert clean(TRADITIONAL, chrome=False, wrapped=False, without=frozenset({"C14"})).text == TRADITIONAL
