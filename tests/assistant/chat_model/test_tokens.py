"""No value of the sources reaches the model, and every one comes back as it stands there."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.chat_model.tokens import Tokens, has_token_signs, says_no_basis

CLAUSE = (
    "第六条 依据云高管规〔2025〕3号，自2025年3月1日起30个工作日内，按实际支付利息的百分之五十、15％给予贴息，"
    "最高20万元，累计不超过五十万元；咨询电话0871-12345678，网址http://www.example.gov.cn/a?b=1。\n（1）营业收入1,000万元以上。"
)


@pytest.mark.parametrize(
    "value",
    [
        "〔2025〕3号", "2025年3月1日", "30个工作日", "百分之五十", "15％", "20万元", "五十万元", "0871-12345678",
        "http://www.example.gov.cn/a?b=1", "1,000万元",
    ],
)  # fmt: skip
def test_every_value_is_hidden(value: str) -> None:
    assert value in CLAUSE
    assert value not in Tokens().hide(CLAUSE)


def test_only_the_order_of_the_text_keeps_its_numbers() -> None:
    hidden = re.sub(r"⟦[^⟧]*⟧", "", Tokens().hide(CLAUSE))
    assert re.findall(r"\d", hidden) == ["1"]
    assert "第六条" in hidden


def test_amounts_shares_and_limits_come_back_in_bold() -> None:
    tokens = Tokens()
    restored, unknown = tokens.restore(tokens.hide(CLAUSE))
    assert unknown == []
    assert "**20万元**" in restored
    assert "**〔2025〕3号**" not in restored
    assert restored.replace("**", "") == CLAUSE


@given(
    st.text(alphabet="0123456789０５万元％年月日个工作天一二三十百分之.,，。第条（）〔〕号金额期限 a-:/", max_size=80)
)
def test_hiding_and_restoring_gives_the_text_again(text: str) -> None:
    tokens = Tokens()
    restored, unknown = tokens.restore(tokens.hide(text))
    assert restored.replace("**", "") == text
    assert unknown == []


def test_the_same_words_have_the_same_token_in_clause_and_question() -> None:
    tokens = Tokens()
    assert tokens.hide("最高20万元") == "最高⟦金额1⟧"
    assert tokens.hide("我们有20万元和3万元") == "我们有⟦金额1⟧和⟦金额2⟧"


@pytest.mark.parametrize("written", ["⟦金额1⟧", "⟦ 金额 1 ⟧", "【金额1】", "[金额1]", "[[金额1]]", "〚金额1〛"])
def test_tokens_are_read_in_the_forms_that_models_write(written: str) -> None:
    tokens = Tokens()
    tokens.hide("最高20万元")
    assert tokens.restore(f"最高{written}") == ("最高**20万元**", [])


def test_a_token_that_nobody_gave_is_reported() -> None:
    tokens = Tokens()
    tokens.hide("最高20万元")
    restored, unknown = tokens.restore("最高⟦金额2⟧")
    assert unknown == ["⟦金额2⟧"]
    assert has_token_signs(restored)


def test_a_clause_cannot_bring_tokens_of_its_own() -> None:
    tokens = Tokens()
    hidden = tokens.hide("另有⟦金额1⟧和⟦无依据⟧，最高20万元")
    assert hidden.endswith("最高⟦金额1⟧")
    assert "⟦金额1⟧和" not in hidden
    assert not says_no_basis(hidden)
