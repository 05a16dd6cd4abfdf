"""Whether a document that is named by its number is in force, however the number is written."""

from __future__ import annotations

import pytest

from api.runtime import Runtime
from assistant.types import AskRequest, Outcome


@pytest.mark.parametrize(
    "question",
    [
        "云高管规〔2025〕3号还有效吗",
        "请问云高管规〔2025〕3号还有效吗",
        "云高管规[2025]3号还有效吗",
        "想问下云高管规（2025） 3 号现在还有效吗",
    ],
)
def test_a_document_number_is_known_in_any_brackets_and_behind_any_words(sample: Runtime, question: str) -> None:
    answer = sample.assistant.ask(AskRequest(text=question)).answer
    assert answer.outcome is Outcome.ANSWERED
    assert answer.text.startswith("## 《云岭高新区中小企业首次贷款贴息实施办法》（云高管规〔2025〕3号）现行有效")


@pytest.mark.parametrize("question", ["省云高管规〔2025〕3号还有效吗", "云高管规〔2025〕33号还有效吗"])
def test_a_number_that_only_ends_alike_is_another(sample: Runtime, question: str) -> None:
    answer = sample.assistant.ask(AskRequest(text=question)).answer
    assert "现行有效" not in answer.text
