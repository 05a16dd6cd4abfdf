"""The sample base's questions without an answer: on first start, the list of gaps has something in it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from api.sample import ask_sample_questions
from assistant.tables import MessageRow
from reports.gaps.types import GapQuery
from tests.support.sample import open_sample


def test_the_sample_base_has_gaps_of_several_questions(tmp_path: Path) -> None:
    with open_sample(tmp_path / "data") as runtime:
        runtime.use_catalogue()
        ask_sample_questions(runtime)
        with runtime.database.reading() as session:
            outcomes = session.execute(select(MessageRow.question, MessageRow.outcome)).all()
            total, found = runtime.gaps.list_gaps(session, GapQuery())
    assert {outcome for _, outcome in outcomes} == {"abstained"}, [tuple(row) for row in outcomes]
    assert total >= 5
    assert [gap.questions for gap in found[:2]] == [4, 3], [(gap.title, gap.questions) for gap in found]
