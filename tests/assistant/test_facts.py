"""Verification in code: what a sentence states must stand in the clause, number by number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.facts import facts_of, unsupported_facts

SUPPORTED = [
    ("最高20万元", "单户企业每年贴息最高不超过二十万元。"),
    ("最高50万元", "最高五十万元。"),
    ("最高50万元", "最高500,000元。"),
    ("最高50万元", "最高500000元。"),
    ("总额1亿元", "资金总规模1亿元。"),
    ("总额1亿元", "资金总规模10000万元。"),
    ("按50%贴息", "按实际支付利息的百分之五十给予贴息。"),
    ("按0.5%收取", "费率为百分之零点五。"),
    ("自2025年3月1日起施行", "本办法自2025年3月1日起施行。"),
    ("自2025年3月1日起施行", "本办法自二〇二五年三月一日起施行。"),
    ("2026年12月18日截止", "申报时间为2026年11月2日9:00至12月18日17:00。"),
    ("在60日内申请", "应当自付息之日起六十日内提出申请。"),
    ("10个工作日办结", "应当在十个工作日内办结。"),
    ("连续缴费满6个月", "连续缴纳社会保险费满六个月的。"),
    ("2年内不得申请", "两年内不得再次申请。"),
    ("不予补助", "属于下列情形的，不予补助。"),
    ("每户最高一次", "每户最高补助一次。"),
    ("依据云高管规〔2025〕3号", "根据《办法》（云高管规〔2025〕3号）制定。"),
    ("依据云高管规〔2025〕3号", "根据云高管规[2025]3号制定。"),
    ("拨打0571-88001234", "咨询电话：0571-88001234。"),
    ("拨打12345热线", "请拨打12345。"),
    ("网址 https://www.example.gov.cn/a?b=1", "登录https://www.example.gov.cn/a?b=1办理。"),
    ("补助三分之一", "按租金的三分之一补助。"),
    ("申请人应当提交材料", "申请人提交申请材料。"),
    ("最高１２０万元", "最高120万元。"),
]
UNSUPPORTED = [
    ("最高20万元", "最高120万元。", ["20万元"]),
    ("最高20万元", "最高20.5万元。", ["20万元"]),
    ("最高20万元", "最高二十元。", ["20万元"]),
    ("最高2亿元", "最高二万元。", ["2亿元"]),
    ("按50%贴息", "按百分之四十贴息。", ["50%"]),
    ("按50%贴息", "按150%贴息。", ["50%"]),
    ("在60日内申请", "在60个工作日内申请。", ["60日"]),
    ("在60个工作日内申请", "在60日内申请。", ["60个工作日"]),
    ("满6个月", "满16个月。", ["6个月"]),
    ("满6个月", "满6年。", ["6个月"]),
    ("自2025年3月1日起", "自2024年3月1日至2025年1月31日。", ["2025年3月1日"]),
    ("自2025年3月1日起", "自2025年3月11日起。", ["2025年3月1日"]),
    ("不予补助", "给予补助。", ["不予"]),
    ("不得申请", "可以申请。", ["不得"]),
    ("每年最高10万元", "一次性给予10万元。", ["每年", "最高"]),
    ("5人以上", "5人以下。", ["以上"]),
    ("依据云高管规〔2025〕3号", "依据云高管规〔2024〕3号。", ["依据云高管规〔2025〕3号"]),
    ("拨打0571-88001234", "咨询电话：0571-88001235。", ["0571-88001234"]),
    ("登录https://evil.example/", "登录https://www.example.gov.cn/。", ["https://evil.example/"]),
    ("补助三分之一", "按租金的三分之二补助。", ["三分之一"]),
]


@pytest.mark.parametrize(("sentence", "clause"), SUPPORTED)
def test_a_sentence_is_supported_by_a_clause_that_says_the_same_in_other_figures(sentence: str, clause: str) -> None:
    assert unsupported_facts(sentence, clause) == []


@pytest.mark.parametrize(("sentence", "clause", "missing"), UNSUPPORTED)
def test_a_fact_that_the_clause_does_not_state_is_named(sentence: str, clause: str, missing: list[str]) -> None:
    assert unsupported_facts(sentence, clause) == missing


def test_marks_and_emphasis_are_no_facts() -> None:
    assert facts_of("**20万元**[1]") == ["20万元"]


def test_the_empty_clause_supports_only_sentences_without_facts() -> None:
    assert unsupported_facts("请咨询主管部门。", "") == []
    assert unsupported_facts("最高20万元。", "") == ["20万元", "最高"]


@given(
    st.integers(1, 9_999), st.sampled_from(["万元", "元", "%", "日", "个工作日", "个月", "年", "人"]), st.integers(1, 9)
)
def test_a_number_is_never_supported_by_a_longer_one(number: int, unit: str, digit: int) -> None:
    fact = f"{number}{unit}"
    assert unsupported_facts(fact, f"给予{fact}。") == []
    assert unsupported_facts(fact, f"给予{digit}{fact}。") == [fact]


@given(st.text(alphabet="第一二三条企业补助最高不予20万元%，。（）〔〕年月日个工作", max_size=60))
def test_every_text_supports_itself(text: str) -> None:
    assert unsupported_facts(text, text) == []
