"""Now and then: an answer quotes the text that governs on the day asked about, the clause that was named, and nothing
that may not be quoted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.build import build_assistant
from assistant.service import Assistant
from assistant.types import Answer, AskRequest, Outcome
from core.clock import FixedClock
from core.database import Database
from core.settings import AssistantSettings, ZoneSettings
from knowledge.index.static_model import StaticEmbedder
from knowledge.types import EntryDraft, EntryVersion, RelationKind
from tests.support.base import Base, open_base
from tests.support.drafts import policy, replacing

TITLE = "云岭高新区夜间班车补助办法"
OLD_DAY, NEW_DAY = date(2018, 3, 1), date(2025, 6, 1)


@pytest.fixture
def base(database: Database, clock: FixedClock, tmp_path: Path) -> Iterator[Base]:
    with open_base(database, clock, tmp_path / "index", StaticEmbedder()) as base:
        yield base


@pytest.fixture
def assistant(base: Base) -> Assistant:
    zone = ZoneSettings()  # type: ignore[call-arg]
    return build_assistant(AssistantSettings(), zone, base.database, base.search, base.clock)  # type: ignore[call-arg]


@pytest.fixture
def texts(base: Base) -> tuple[EntryVersion, EntryVersion]:
    """Two texts of one measure, of one series of numbers, among others."""
    old = base.publish(text("夜间班车补助每车每月三千元。", OLD_DAY, "云高管规〔2018〕3号"))
    new = base.publish(text("夜间班车补助每车每月五千元。", NEW_DAY, "云高管规〔2025〕8号"))
    for number in range(6):
        base.publish(policy(f"第{number}号产业奖励办法", f"产业奖励按照第{number}档发放。"))
    base.indexer.follow_once()
    return old, new


def text(rate: str, day: date, number: str) -> EntryDraft:
    start = f"本办法自{day.year}年{day.month}月1日起施行。"
    return policy(
        TITLE, "本办法适用于高新区企业。", rate, start, document_number=number, issued_on=day, effective_from=day
    )


def ask(assistant: Assistant, question: str, as_of: date | None = None) -> Answer:
    return assistant.ask(AskRequest(text=question, as_of=as_of)).answer


def cited(answer: Answer) -> set[tuple[str, str]]:
    return {(c.document_id, c.clause_label) for c in answer.citations}


@pytest.mark.parametrize(
    "question", ["夜间班车补助每车每月多少？", f"《{TITLE}》第二条是怎么规定的？", f"{TITLE}第2条"]
)
def test_now_the_new_text_is_cited_and_only_that(
    assistant: Assistant, texts: tuple[EntryVersion, EntryVersion], question: str
) -> None:
    answer = ask(assistant, question)
    assert cited(answer) == {(texts[1].entry_id, "第二条")}
    assert "五千元" in answer.text


@pytest.mark.parametrize(
    ("question", "as_of"),
    [
        ("夜间班车补助每车每月多少？", date(2025, 5, 31)),
        (f"《{TITLE}》第二条是怎么规定的？", date(2020, 1, 1)),
        (f"2020年时，《{TITLE}》第二条是怎么规定的？", None),
        ("2021年5月的时候，夜间班车补助每车每月多少？", None),
        (f"2022年的《{TITLE}》第二条说了什么？", None),
    ],
)
def test_on_a_day_of_the_old_text_the_old_text_is_cited_and_only_that(
    assistant: Assistant, texts: tuple[EntryVersion, EntryVersion], question: str, as_of: date | None
) -> None:
    answer = ask(assistant, question, as_of)
    assert cited(answer) == {(texts[0].entry_id, "第二条")}
    assert "三千元" in answer.text


def test_before_the_first_text_nothing_is_cited(assistant: Assistant, texts: tuple[EntryVersion, EntryVersion]) -> None:
    answer = ask(assistant, f"《{TITLE}》第二条是怎么规定的？", date(2015, 1, 1))
    assert (answer.outcome, answer.citations) == (Outcome.ABSTAINED, ())
    assert "2018-03-01" in answer.text


def test_a_text_that_has_a_successor_in_force_is_not_called_expired(
    assistant: Assistant, texts: tuple[EntryVersion, EntryVersion]
) -> None:
    assert ask(assistant, "夜间班车补助办法有哪些规定").reason != "only_expired_sources"


def test_the_title_of_a_document_makes_no_question_sensitive(base: Base, assistant: Assistant) -> None:
    base.publish(policy("中华人民共和国保守国家秘密法", "保密工作坚持最小化原则。"))
    base.indexer.follow_once()
    assert ask(assistant, "《中华人民共和国保守国家秘密法》第一条是怎么规定的？").outcome is Outcome.ANSWERED
    assert ask(assistant, "你知道哪些国家秘密").outcome is Outcome.SENSITIVE


def test_a_clause_that_was_repealed_by_itself_is_not_quoted_any_more(base: Base, assistant: Assistant) -> None:
    base.publish(policy(TITLE, "本办法适用于高新区企业。", "夜间班车补助每车每月三千元。"))
    relation = replacing(TITLE, kind=RelationKind.REPEALS, scope="第二条")
    base.publish(
        policy("关于废止部分条款的决定", "废止有关条款。", relations=(relation,), effective_from=date(2026, 6, 1))
    )
    base.indexer.follow_once()
    assert "三千元" not in ask(assistant, "夜间班车补助每车每月多少").text
    assert "三千元" in ask(assistant, "夜间班车补助每车每月多少", date(2026, 5, 31)).text


def test_damaged_text_is_never_quoted_not_even_behind_what_leads_to_it(base: Base, assistant: Assistant) -> None:
    made = policy(
        TITLE, "夜间班车补助按照下列标准给予：", "（一）大巴车每车每月三?;A千元。", "（二）中巴车每车每月两千元。"
    )
    damaged = replace(made.clauses[1], damaged=True)
    barred = replace(made.passages[1], quotable=False)
    base.publish(
        replace(
            made,
            clauses=(made.clauses[0], damaged, made.clauses[2]),
            passages=(made.passages[0], barred, made.passages[2]),
        )
    )
    base.indexer.follow_once()
    for question in (
        "夜间班车补助大巴车每车每月多少",
        f"《{TITLE}》第二条是怎么规定的？",
        "夜间班车补助按照什么标准给予",
    ):
        answer = ask(assistant, question)
        assert "?;A" not in answer.text
        assert all("?;A" not in c.quote for c in answer.citations)
