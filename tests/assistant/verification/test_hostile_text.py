"""Verification reads what models and documents write: it never raises, and never supports a number from nothing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.facts import facts_of, findings_of, unsupported_facts

SHREDS = (
    "企业 不得 不 应当 20万元 二十 百分之 ％ 分之 第 条 〔2025〕3号 （ ） [1] ** 2025年3月 日 - 至 以上 ， 。 "
    "、 | https:// @ 0571- ① 十十 点"
)
PIECES = st.lists(st.sampled_from([*SHREDS.split(), "\n", " ", "\ue003"]), max_size=25).map("".join)
TEXTS = st.one_of(st.text(max_size=200), PIECES)


@settings(max_examples=300)
@given(TEXTS, TEXTS)
def test_no_text_makes_verification_raise(sentence: str, clause: str) -> None:
    assert isinstance(unsupported_facts(sentence, clause, sentence), list)


@settings(max_examples=300)
@given(PIECES)
def test_every_text_supports_itself(text: str) -> None:
    assert findings_of(text, text) == []


@given(st.integers(1, 9_999), st.sampled_from(["万元", "元", "%", "日", "个工作日", "个月", "人"]))
def test_a_number_is_never_supported_by_a_clause_without_numbers(number: int, unit: str) -> None:
    fact = f"{number}{unit}"
    assert fact in facts_of(f"给予{fact}。")
    assert fact in unsupported_facts(f"给予{fact}。", "对符合条件的企业给予补助。")


def test_a_long_run_of_digits_is_read_in_one_pass() -> None:
    assert findings_of("1" * 5_000 + "x", "2" * 5_000) != []
    assert findings_of("万1" * 2_000, "元") != []
