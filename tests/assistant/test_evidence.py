"""Evidence that needs no weighing: words quoted with their title, and the number that a question names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.service import Assistant
from assistant.types import Outcome
from core.clock import FixedClock
from core.database import Database
from tests.support.assistants import answer_to, shipped_assistant
from tests.support.base import Base, open_base
from tests.support.drafts import policy


@pytest.fixture
def base(database: Database, clock: FixedClock, tmp_path: Path) -> Iterator[Base]:
    with open_base(database, clock, tmp_path / "index") as opened:
        for code in ("QX070", "QX171", "QX272"):
            opened.publish(policy(f"检测平台通行凭证{code}使用办法", f"凭编号{code}的通行凭证可以免费使用检测平台。"))
        opened.publish(policy("备案审查条例", "为了进一步规范备案审查工作，制定本条例。", "备案审查工作情况每年报告。"))
        opened.indexer.follow_once()
        yield opened


@pytest.fixture
def assistant(base: Base) -> Assistant:
    return shipped_assistant(base)


@pytest.mark.parametrize("code", ["QX070", "QX171", "QX272"])
def test_documents_alike_but_for_their_number_are_told_apart(assistant: Assistant, code: str) -> None:
    answer = answer_to(assistant, f"编号{code}的通行凭证可以免费使用什么？")
    assert answer.outcome is Outcome.ANSWERED
    assert {code in citation.quote for citation in answer.citations} == {True}


def test_words_quoted_with_their_title_find_their_clause(assistant: Assistant) -> None:
    answer = answer_to(assistant, "关于“为了进一步规范备案审查工作”，《备案审查条例》是怎么规定的？")
    assert (answer.outcome, answer.confidence) == (Outcome.ANSWERED, 1.0)
    assert "第一条" in answer.citations[0].clause_label


def test_words_that_the_titled_document_does_not_have_prove_nothing(assistant: Assistant) -> None:
    answer = answer_to(assistant, "关于“火星移民的住房补贴”，《备案审查条例》是怎么规定的？")
    assert answer.outcome is not Outcome.ANSWERED
