"""C13: what is mended from a table or by decoding again, and what stays damaged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.messages import message
from ingest.cleaning.clean import clean
from ingest.cleaning.damage import decode_again, find_damage
from ingest.cleaning.edits import EditedText
from ingest.service import read_file
from knowledge.guard import missing_fields

SENTENCE = "各区人民政府，市政府各部门：现将办法印发给你们，请认真贯彻执行。"


def decoded(text: str) -> str:
    return EditedText(text).apply(decode_again(text)).text


def test_utf8_read_as_latin_becomes_text_again() -> None:
    assert decoded(SENTENCE.encode().decode("latin-1")) == SENTENCE
    assert decoded("标题\n" + SENTENCE.encode().decode("latin-1")) == "标题\n" + SENTENCE


def test_utf8_read_as_gb18030_becomes_text_again_and_lost_bytes_are_seen() -> None:
    even = SENTENCE[:30]
    assert decoded(even.encode().decode("gb18030")) == even
    result = clean(SENTENCE[:31].encode().decode("gb18030", errors="replace"), chrome=False, wrapped=False)
    assert result.text.startswith(SENTENCE[:30])
    assert result.damaged


@pytest.mark.parametrize("text", [SENTENCE, "涓涓细流", "鐨鍥", "naïve café", "Ångström 10 µm", "½ × 3 = ±1"])
def test_ordinary_text_is_not_decoded_again(text: str) -> None:
    assert decoded(text) == text


@pytest.mark.parametrize("text", ["当的金字招�", "锟斤拷锟斤拷", "烫烫烫烫", "归?hǎo)余", "向A(xiàn)在"])
def test_damage_marks_its_line(text: str) -> None:
    whole = f"第一条 完好。\n第二条 {text}损坏。\n第三条 完好。"
    [(start, end)] = find_damage(whole)
    assert whole[start:end].startswith("第二条")
    assert whole[start:end].endswith("损坏。")


@pytest.mark.parametrize("text", ["烫烫的", "屯屯通公路", "是吗?", "目录(app)", "附件A(a)", "型号B(new)"])
def test_what_only_looks_like_damage_is_none(text: str) -> None:
    assert find_damage(text) == []


def test_damaged_clauses_are_searchable_never_quoted_and_keep_a_draft_from_publishing() -> None:
    text = (
        "青川市补贴办法\n第一条 为了规范补贴发放，制定本办法。\n"
        "第二条 补贴标准为当的金字招\ufffd，由财政部门另行公布。\n"
        "第三条 本办法自2024年6月1日起施行。"
    )
    draft = read_file("办法.txt", text.encode())[0]
    damaged = [clause.label for clause in draft.clauses if clause.damaged]
    assert damaged
    assert all(label.startswith("第二条") for label in damaged)
    unquotable = [draft.body[p.start : p.end] for p in draft.passages if not p.quotable]
    assert len(unquotable) == 1
    assert "金字招" in unquotable[0]
    [finding] = [f for f in draft.findings if f.code == "damaged_span"]
    assert finding.blocks_publishing
    assert "金字招" in message("finding.damaged_span", **finding.params)
    assert any("金字招" in sentence for sentence in missing_fields(draft).values())


def test_many_damaged_lines_are_counted_and_not_all_named() -> None:
    text = "青川市补贴办法\n" + "\n".join(f"第{n}段落有损坏\ufffd的文字。" for n in range(50))
    codes = [f.code for f in read_file("办法.txt", text.encode())[0].findings]
    assert codes.count("damaged_span") == 20
    assert codes.count("more_damaged_spans") == 1


def test_typos_are_pointed_out_and_left_in_the_text() -> None:
    text = "青川市办法\n为了解决一系类问题，行程问题闭环，制定本办法，请各单位遵照执行。"
    draft = read_file("办法.txt", text.encode())[0]
    assert "一系类" in draft.body
    assert [f.params["meant"] for f in draft.findings if f.code == "possible_typo"] == ["一系列", "形成问题闭环"]
    assert not any(f.blocks_publishing for f in draft.findings if f.code == "possible_typo")


@given(st.text("甲乙鐨銆锛鍥Ã¤å\x80\x9cé?（）\ufffd锟斤拷ab\n", max_size=80))
def test_no_text_breaks_the_search_for_damage(text: str) -> None:
    decode_again(text)
    position = 0
    for start, end in find_damage(text):
        assert position <= start < end <= len(text)
        position = end
