"""Automatic numbers of Word: what a reader sees before a paragraph is written into its text."""

from __future__ import annotations

import pytest

from ingest.readers.word import read_word
from ingest.readers.word_marks import write_number
from ingest.types import ReadLimits
from tests.support.packages import numbered, paragraph, word_package


def level(position: int, format_: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{position}"><w:start w:val="1"/><w:numFmt w:val="{format_}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(levels: str, instances: str = "") -> str:
    first = '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    return f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>{first}{instances}'


def lines(body: str, **parts: str) -> list[str]:
    return [block.text for block in read_word("a.docx", word_package(body, parts=parts), ReadLimits()).blocks]


ARTICLES = level(0, "chineseCountingThousand", "第%1章") + level(1, "chineseCountingThousand", "第%2条")


@pytest.mark.parametrize(
    ("format_", "text", "written"),
    [
        ("chineseCountingThousand", "第%1条", ["第一条 甲", "第二条 乙"]),
        ("japaneseCounting", "%1、", ["一、甲", "二、乙"]),
        ("chineseCounting", "（%1）", ["（一）甲", "（二）乙"]),
        ("decimal", "%1.", ["1.甲", "2.乙"]),
        ("decimal", "%1", ["1 甲", "2 乙"]),
        ("decimalEnclosedCircleChinese", "%1", ["① 甲", "② 乙"]),
        ("ideographTraditional", "%1、", ["甲、甲", "乙、乙"]),
        ("upperRoman", "%1.", ["I.甲", "II.乙"]),
        ("bullet", "•", ["甲", "乙"]),
        ("none", "", ["甲", "乙"]),
    ],
)
def test_a_mark_is_written_as_its_level_says(format_: str, text: str, written: list[str]) -> None:
    body = numbered("甲", 1) + numbered("乙", 1)
    assert lines(body, numbering=numbering(level(0, format_, text))) == written


def test_an_inner_level_begins_again_after_an_outer_one() -> None:
    body = "".join(
        numbered(text, 1, at) for text, at in (("总则", 0), ("甲", 1), ("乙", 1), ("附则", 0), ("丙", 1), ("丁", 1))
    )
    assert lines(body, numbering=numbering(ARTICLES)) == [
        "第一章 总则", "第一条 甲", "第二条 乙", "第二章 附则", "第一条 丙", "第二条 丁",
    ]  # fmt: skip


def test_articles_go_on_over_chapters_when_the_level_never_restarts() -> None:
    levels = level(0, "chineseCounting", "第%1章") + level(1, "chineseCounting", "第%2条", '<w:lvlRestart w:val="0"/>')
    body = "".join(numbered(text, 1, at) for text, at in (("总则", 0), ("甲", 1), ("附则", 0), ("乙", 1)))
    assert lines(body, numbering=numbering(levels)) == ["第一章 总则", "第一条 甲", "第二章 附则", "第二条 乙"]


def test_a_level_may_restart_only_after_a_certain_outer_one() -> None:
    levels = (
        level(0, "decimal", "%1")
        + level(1, "decimal", "%1.%2")
        + level(2, "decimal", "（%3）", '<w:lvlRestart w:val="1"/>')
    )
    body = "".join(numbered("文", 1, at) for at in (0, 1, 2, 1, 2, 0, 1, 2))
    assert [line.split("文")[0].strip() for line in lines(body, numbering=numbering(levels))] == [
        "1", "1.1", "（1）", "1.2", "（2）", "2", "2.1", "（1）",
    ]  # fmt: skip


def test_a_second_list_goes_on_counting_unless_it_says_where_to_start() -> None:
    going_on = '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    restarted = (
        '<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    part = numbering(level(0, "decimal", "%1."), going_on + restarted)
    body = numbered("甲", 1) + numbered("乙", 2) + numbered("丙", 3) + numbered("丁", 3) + numbered("戊", 1)
    assert lines(body, numbering=part) == ["1.甲", "2.乙", "5.丙", "6.丁", "7.戊"]


def test_a_list_may_write_a_level_in_its_own_way() -> None:
    own = (
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        + level(0, "chineseCounting", "第%1条")
        + "</w:lvlOverride></w:num>"
    )
    assert lines(numbered("甲", 2), numbering=numbering(level(0, "decimal", "%1."), own)) == ["第一条 甲"]


def test_numbers_come_through_styles_and_zero_turns_them_off() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="条"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="U"><w:name w:val="条之下"/><w:basedOn w:val="T"/>'
        '</w:style><w:style w:type="paragraph" w:styleId="V"><w:name w:val="无"/><w:basedOn w:val="T"/><w:pPr><w:numPr>'
        '<w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
    )
    levels = level(0, "chineseCounting", "第%1章") + level(1, "chineseCounting", "第%2条", '<w:pStyle w:val="T"/>')
    body = (
        paragraph("甲", '<w:pStyle w:val="T"/>')
        + paragraph("乙", '<w:pStyle w:val="V"/>')
        + paragraph("丙", '<w:pStyle w:val="T"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + paragraph("丁", '<w:pStyle w:val="T"/>')
    )
    assert lines(body, numbering=numbering(levels), styles=styles) == ["第一条 甲", "乙", "丙", "第二条 丁"]
    assert lines(paragraph("甲", '<w:pStyle w:val="U"/>'), numbering=numbering(levels), styles=styles) == ["第一条 甲"]


def test_a_definition_may_leave_its_levels_to_a_numbering_style() -> None:
    part = (
        f'<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="L"/>{level(0, "chineseCounting", "第%1条")}'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    assert lines(numbered("甲", 1), numbering=part) == ["第一条 甲"]


def test_legal_numbering_writes_outer_numbers_in_digits() -> None:
    levels = level(0, "chineseCounting", "第%1章") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    body = numbered("总则", 1) + numbered("甲", 1, 1)
    assert lines(body, numbering=numbering(levels)) == ["第一章 总则", "1.1 甲"]


def test_a_deleted_or_hidden_paragraph_is_not_counted_and_an_empty_one_is() -> None:
    reference = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    deleted = (
        f"<w:p><w:pPr>{reference}<w:rPr><w:del/></w:rPr></w:pPr>"
        "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>"
    )
    hidden = (
        f"<w:p><w:pPr>{reference}<w:rPr><w:vanish/></w:rPr></w:pPr>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r></w:p>"
    )
    empty = f"<w:p><w:pPr>{reference}</w:pPr></w:p>"
    body = numbered("甲", 1) + deleted + hidden + numbered("乙", 1) + empty + numbered("丙", 1)
    written = lines(body, numbering=numbering(level(0, "decimal", "%1.")))
    assert written == ["1.甲", "2.乙", "3.", "4.丙"]


def test_numbers_in_the_cells_of_a_table_are_written() -> None:
    reference = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    row = f"<w:tr><w:tc><w:p><w:pPr>{reference}</w:pPr></w:p></w:tc><w:tc>{paragraph('项')}</w:tc></w:tr>"
    part = numbering(level(0, "decimal", "%1"))
    assert lines(f"<w:tbl>{row}{row}</w:tbl>", numbering=part) == ["1 | 项\n2 | 项"]


def test_lists_that_make_no_sense_leave_the_text_alone() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>' for a, b in ("AB", "BA")
    )
    part = '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="x"/><w:lvl w:ilvl="99"/></w:abstractNum><w:num/>'
    body = numbered("甲", 7) + numbered("乙", 1, 8) + paragraph("丙", '<w:pStyle w:val="A"/>')
    assert lines(body, numbering=part, styles=styles) == ["甲", "乙", "丙"]


@pytest.mark.parametrize(
    ("value", "format_", "written"),
    [
        (110, "chineseCountingThousand", "一百一十"),
        (10, "ideographDigital", "一〇"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (21, "decimalEnclosedCircle", "㉑"),
        (51, "decimalEnclosedCircle", "51"),
        (3, "decimalEnclosedParen", "⑶"),
        (11, "ideographTraditional", "11"),
        (28, "lowerLetter", "bb"),
        (1994, "lowerRoman", "mcmxciv"),
        (7, "decimalZero", "07"),
        (7, "unknown", "7"),
        (0, "chineseCounting", "0"),
    ],
)
def test_each_format_writes_its_own_numerals(value: int, format_: str, written: str) -> None:
    assert write_number(value, format_) == written
