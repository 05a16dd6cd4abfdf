"""Questions about the scan of the sample base: the answer names the page on which the clause stands."""

from __future__ import annotations

import pytest

from assistant.types import Reply
from tests.support.sample import GoldenQuestion, golden_questions

ABOUT_THE_SCAN = [question for question in golden_questions() if question.page is not None]


def test_ten_questions_are_about_the_scan() -> None:
    assert len(ABOUT_THE_SCAN) == 10
    assert {question.page for question in ABOUT_THE_SCAN} == {1, 2, 3, 4}


@pytest.mark.parametrize("question", [pytest.param(q, id=q.id) for q in ABOUT_THE_SCAN])
def test_a_question_about_the_scan_is_answered_with_the_clause_and_its_page(
    golden_replies: dict[str, Reply], question: GoldenQuestion
) -> None:
    answer = golden_replies[question.id].answer
    text = answer.text.replace("**", "")
    assert all(key in text for key in question.keys), text
    cited = {(citation.clause_label.partition("条")[0] + "条", citation.page) for citation in answer.citations}
    assert (question.clause, question.page) in cited
