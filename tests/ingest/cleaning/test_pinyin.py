"""C11 and C12: readings in brackets, and the bytes that writing them tore apart."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import to_traditional
from ingest.cleaning.clean import clean
from ingest.cleaning.edits import EditedText
from ingest.cleaning.pinyin import LOST, repair_shifted_bytes, strip_readings
from ingest.cleaning.readings import reads
from tests.support.torn_bytes import annotated

_TORN = re.compile(r"[?�][a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zü]*\)")
SENTENCES = [
    "为了规范专项资金的使用管理，提高财政资金的使用效益，根据有关法律法规，结合本市实际，制定本办法。",
    "申请人应当向区经济发展部门提交营业执照、财务报表和项目实施方案，并对材料的真实性负责。",
    "对经认定的高新技术企业，按照实际研发费用给予补贴，同一企业每年最高不超过五十万元。",
    "企业对处理决定不服的，可以自收到决定之日起六十日内申请行政复议，也可以依法提起行政诉讼。",
    "各区人民政府、市直有关单位要加强组织领导，落实工作责任，推动各项政策措施落地见效。",
    "小微企业招用应届毕业生并签订劳动合同的，按照规定享受社会保险补贴和一次性就业补助。",
    "本市建立健全营商环境工作协调机制，及时研究解决企业反映的困难和问题，优化政务服务。",
    "依托互联网平台提供网上预约、网上申报、网上审批、网上查询等服务，减少企业跑动次数。",
]


def repaired(text: str) -> str:
    edited = EditedText(text)
    edited = edited.apply(repair_shifted_bytes(edited.text))
    return edited.apply(strip_readings(edited.text)).text


@pytest.mark.parametrize(
    ("damaged", "clean_text"),
    [
        ("營商環(huán)境", "營商環境"),
        ("營商環（huán）境", "營商環境"),
        ("營商環(huan)境", "營商環境"),
        ("呂(lǚ)呂(lü)呂(lv)", "呂呂呂"),
        ("行(háng)業行(xíng)政", "行業行政"),
        ("環(hua\u0301n)境", "環境"),
        ("環(huɑn)境", "環境"),
        ("规(guī)定", "规定"),
    ],
)
def test_a_reading_behind_its_character_goes(damaged: str, clean_text: str) -> None:
    assert repaired(damaged) == clean_text


@pytest.mark.parametrize(
    "kept",
    [
        "十(一)項",
        "撥打(12345平臺)",
        "目錄(2022年度版)",
        "全長十(km)",
        "下載(app)",
        "環(hái)境",
        "阿(a)附件",
        "規(guī dìng)定",
        "規(GUI)定",
        "方案(b)",
        "企業(qiye)",
        "甲()乙",
    ],
)
def test_any_other_bracket_stays(kept: str) -> None:
    assert repaired(kept) == kept


def test_a_reading_may_be_any_of_the_dictionary_but_no_other() -> None:
    assert reads("長", "cháng")
    assert reads("長", "zhǎng")
    assert reads("長", "zhang")
    assert not reads("長", "huán")
    assert not reads("一", "y")
    assert not reads("，", "hao")


def test_the_examples_of_the_rule_come_out() -> None:
    assert repaired("縱向?qū)崿F(xiàn)市") == "縱向實現市"
    assert repaired("當?shù)慕鹱终信?") == f"當的金字招{LOST}"
    assert clean("等?;A(chǔ)教育", chrome=False, wrapped=False, without=frozenset({"C14"})).text == "等。基礎教育"


def test_a_question_that_is_only_a_question_stays() -> None:
    for text in ("是否可以申请?可以。", "What is it?yes)", "补贴吗?(如有)", "?hǎo)", "a?hǎo)b"):
        assert repaired(text) == text


def test_torn_sentences_are_mended_or_known_to_be_damaged_and_never_wrong() -> None:
    tears = mended = 0
    for sentence in SENTENCES * 1:
        truth = to_traditional(sentence)
        damaged = annotated(truth)
        result = clean(damaged, chrome=False, wrapped=False, without=frozenset({"C14"}))
        tears += len(_TORN.findall(damaged))
        if result.text == truth:
            assert result.damaged == ()
            mended += len(_TORN.findall(damaged))
        else:
            assert result.damaged
    assert tears >= 5
    assert mended >= 0.5 * tears


def test_every_reading_of_an_untorn_text_is_found() -> None:
    for sentence in SENTENCES:
        truth = to_traditional(sentence)
        damaged = "".join(annotated(character) for character in truth)
        assert "(" in damaged
        assert repaired(damaged) == truth


def test_a_letter_that_makes_no_character_with_the_byte_before_it_keeps_its_reading() -> None:
    assert "現".encode("gb18030")[1:] == b"F"
    assert strip_readings("現@(qū)") == []


_MIXED = st.text("環境縱向當的招實現?�()（）A@qūshùxiànhuán€\n。一12", max_size=60)


@given(_MIXED)
def test_repair_never_raises_and_its_edits_are_in_order(text: str) -> None:
    for rule in (repair_shifted_bytes, strip_readings):
        position = 0
        for edit in rule(text):
            assert position <= edit.start < edit.end <= len(text)
            position = edit.end


@given(_MIXED)
def test_a_text_without_readings_is_left_alone(text: str) -> None:
    plain = re.sub(r"[a-zūùàá]", "", text)
    assert repaired(plain) == plain
