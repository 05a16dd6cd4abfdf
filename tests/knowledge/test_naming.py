"""A clause that a question names by title and number is read out of its words and looked up."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.naming import Locator, chinese_numeral, locator_of, named_clause
from knowledge.search import SearchQuery
from tests.support.base import Base
from tests.support.drafts import policy

TITLE = "云岭高新区贷款贴息办法"


@pytest.mark.parametrize(
    ("text", "title", "locator"),
    [
        ("《公司法》第十五条是怎么规定的", "公司法", Locator(15)),
        ("《公司法》（2018修正）第15条第二款说了什么", "公司法", Locator(15, paragraph=2)),
        ("请问公司法第一百零五条之一第（三）项", "公司法", Locator(105, inserted=1, item=3)),
        ("《关于适用《刑法》的解释》第三条", "关于适用《刑法》的解释", Locator(3)),
    ],
)
def test_title_and_clause_are_read(text: str, title: str, locator: Locator) -> None:
    named = named_clause(text)
    assert named is not None
    assert title in named.titles
    assert named.locator == locator


@pytest.mark.parametrize(
    "text", ["贴息比例是多少", "第十五条说了什么", "《公司法》说了什么", "", "第零条", "《办法》第99999条"]
)
def test_a_question_that_names_no_clause_of_a_document_names_nothing(text: str) -> None:
    assert named_clause(text) is None


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1260, "一千二百六十"),
    ],
)
def test_numbers_are_written_as_articles_are_numbered(number: int, written: str) -> None:
    assert chinese_numeral(number) == written
    assert locator_of(f"第{written}条第二款") == Locator(number, paragraph=2)


def test_a_named_clause_is_found_though_its_words_do_not_match(base: Base) -> None:
    draft = policy(TITLE, "适用范围由管委会公布。", "比例为四成。", effective_from=date(2025, 2, 1))
    version = base.publish(draft)
    base.publish(policy("云岭高新区人才办法", "比例。", "人才贷款贴息。"))
    base.indexer.follow_once()

    def found(text: str, day: date = date(2026, 11, 20)) -> list[tuple[str, str]]:
        hits = base.search.named(SearchQuery(text=text, as_of=day))
        return [(hit.passage.entry_id, hit.passage.clause_label) for hit in hits]

    assert found(f"《{TITLE}》第二条是怎么规定的") == [(version.entry_id, "第二条")]
    assert found(f"{TITLE}第2条") == [(version.entry_id, "第二条")]
    assert found(f"请问{TITLE}第二条第三款") == [(version.entry_id, "第二条")]
    assert found(f"《{TITLE}》第九条") == []
    assert found(f"《{TITLE}》第二条", date(2024, 1, 1)) == []
