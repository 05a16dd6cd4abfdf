"""Gaps: which questions are gathered, which belong together, and what stays when some are erased or rated better."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import delete, update

from assistant.tables import ConversationRow, MessageRow
from core.actors import Actor, Role
from core.clock import SHANGHAI, FixedClock
from core.database import Base, Database
from core.errors import InvalidInputError
from core.settings import load_settings
from knowledge.build import build_embedder
from knowledge.index.protocols import Embedder
from knowledge.service import KnowledgeService
from knowledge.types import FaqDetails
from migrations import TABLE_MODULES
from reports.gaps.errors import GapNotFoundError, GapStateError
from reports.gaps.grouping import grouped, most_typical, nearest
from reports.gaps.service import GapService
from reports.gaps.types import Gap, GapQuery, GapRule, GapState, Why, Wording

NOW = datetime(2026, 11, 20, 10, 20, tzinfo=SHANGHAI)
CURATOR = Actor("u-cur", "清明", frozenset({Role.CURATOR}))
NIGHT = ("员工上夜班没有班车，园区给不给夜班交通补贴", "夜班员工的交通补贴园区给不给", "上夜班的员工有没有交通补贴")
POND = "园区的景观水池能不能钓鱼"


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return build_embedder(load_settings().knowledge)


class Asked:
    """A base that is asked questions in vain."""

    def __init__(self, database: Database, embedder: Embedder) -> None:
        self.database, self._numbers = database, itertools.count(1)
        self.clock = FixedClock(NOW)
        self.knowledge = KnowledgeService(self.clock)
        self.gaps = GapService(
            self.clock,
            GapRule(),
            self.knowledge,
            lambda: embedder,
            lambda _session, text: "HR" if "员工" in text else None,
        )

    def ask(self, question: str, *, days_ago: float = 1, **changes: Any) -> str:
        """Store a question in a conversation of its own; return the conversation's id."""
        number, at = next(self._numbers), NOW - timedelta(days=days_ago)
        stars = changes.pop("stars", None)
        values: dict[str, Any] = {
            "id": f"msg_{number}", "conversation_id": f"cnv_{number}", "question": question, "rewritten": question,
            "as_of": date(2026, 11, 20), "outcome": "abstained", "rung": "none", "reason": "no_evidence", "answer": {},
            "disclaimer": False, "asked_at": at, "answered_at": at,
        }  # fmt: skip
        with self.database.unit_of_work() as session:
            session.add(ConversationRow(id=f"cnv_{number}", started_at=at, stars=stars))
            session.flush()
            session.add(MessageRow(**values | changes))
        return f"cnv_{number}"

    def refresh(self) -> tuple[int, int, int]:
        with self.database.unit_of_work() as session:
            found = self.gaps.refresh(session)
        return found.gathered, found.opened, found.open

    def listed(self, **query: Any) -> list[Gap]:
        with self.database.reading() as session:
            return self.gaps.list_gaps(session, GapQuery(**query))[1]

    def wordings(self, gap: Gap) -> list[Wording]:
        with self.database.reading() as session:
            return self.gaps.get(session, gap.id)[1]


@pytest.fixture
def base(tmp_path: Path, embedder: Embedder) -> Iterator[Asked]:
    for module in TABLE_MODULES:
        import_module(module)
    database = Database(f"sqlite:///{tmp_path / 'youda.db'}")
    Base.metadata.create_all(database.engine)
    yield Asked(database, embedder)
    database.dispose()


def test_questions_about_one_matter_are_one_gap_with_the_most_typical_as_title(base: Asked) -> None:
    for question in NIGHT:
        base.ask(question)
    base.ask(NIGHT[0])
    base.ask(POND)
    assert base.refresh() == (5, 2, 2)
    night, pond = base.listed()
    assert (night.questions, night.askers, night.wordings, night.department_code) == (4, 4, 3, "HR")
    assert night.title in NIGHT
    assert (pond.title, pond.questions, pond.department_code) == (POND, 1, None)
    assert next((wording.times, wording.whys) for wording in base.wordings(night)) == (2, (Why.ABSTAINED,))


def test_later_questions_join_the_gap_they_belong_to(base: Asked) -> None:
    base.ask(NIGHT[0])
    base.ask(POND)
    base.refresh()
    base.ask(NIGHT[1])
    base.ask("园区的景观水池 能不能钓鱼")  # the same words, written differently
    assert base.refresh() == (2, 0, 2)
    assert base.refresh() == (0, 0, 2)
    assert sorted((gap.questions, gap.wordings) for gap in base.listed()) == [(2, 1), (2, 2)]


@pytest.mark.parametrize(
    ("changes", "is_gathered"),
    [
        ({}, True),
        ({"outcome": "answered"}, False),
        ({"outcome": "answered", "helpful": False}, True),
        ({"outcome": "answered", "stars": 2}, True),
        ({"outcome": "answered", "stars": 3}, False),
        ({"outcome": "out_of_scope", "helpful": False}, False),
        ({"days_ago": 200}, False),
    ],
)
def test_what_was_abstained_from_or_rated_badly_is_gathered(
    base: Asked, changes: dict[str, Any], is_gathered: bool
) -> None:
    base.ask(POND, **changes)
    assert base.refresh()[0] == is_gathered


def test_what_is_rated_better_or_erased_leaves_its_gap(base: Asked) -> None:
    base.ask(NIGHT[0])
    disliked, erased = base.ask(NIGHT[1], outcome="answered", helpful=False), base.ask(NIGHT[2])
    base.refresh()
    assert base.listed()[0].questions == 3
    with base.database.unit_of_work() as session:
        session.execute(update(MessageRow).where(MessageRow.conversation_id == disliked).values(helpful=True))
        session.execute(delete(ConversationRow).where(ConversationRow.id == erased))
    base.refresh()
    gap = base.listed()[0]
    assert (gap.questions, gap.title) == (1, NIGHT[0])
    with base.database.unit_of_work() as session:
        session.execute(delete(ConversationRow))
    base.refresh()
    assert base.listed(state=None) == []
    with base.database.reading() as session, pytest.raises(GapNotFoundError):
        base.gaps.get(session, gap.id)


def test_names_stay_out_of_titles_and_samples(base: Asked) -> None:
    base.ask("我们云岭夜航精密制造有限公司的夜班员工有没有交通补贴")
    base.refresh()
    gap = base.listed()[0]
    assert "夜航" not in gap.title + base.wordings(gap)[0].text
    assert "某企业" in gap.title


def test_an_entry_is_drafted_with_the_samples_attached_and_only_once(base: Asked) -> None:
    for question in NIGHT:
        base.ask(question)
    base.refresh()
    gap = base.listed()[0]
    details = FaqDetails(standard_question="夜班交通补贴", answer="每人每班15元。", no_basis_reason="便民安排")
    with base.database.unit_of_work() as session:
        entry_id = base.gaps.draft_entry(session, gap.id, details, CURATOR)
        content = base.knowledge.get_version(session, entry_id, 1).content
    assert isinstance(content.details, FaqDetails)
    assert set(content.details.similar_questions) == set(NIGHT)
    assert content.description.department_code == "HR"
    with base.database.reading() as session, pytest.raises(GapStateError, match="已有草稿"):
        base.gaps.draft_entry(session, gap.id, None, CURATOR)


def test_one_click_drafts_an_entry_that_waits_for_its_answer(base: Asked) -> None:
    base.ask(NIGHT[0])
    base.refresh()
    with base.database.unit_of_work() as session:
        entry_id = base.gaps.draft_entry(session, base.listed()[0].id, None, CURATOR)
        version = base.knowledge.get_version(session, entry_id, 1)
    assert (version.content.title, version.content.body) == (NIGHT[0], "")


def test_a_dismissed_gap_keeps_taking_its_questions_in_until_it_is_reopened(base: Asked) -> None:
    base.ask(POND)
    base.refresh()
    gap = base.listed()[0]
    with base.database.unit_of_work() as session:
        with pytest.raises(InvalidInputError):
            base.gaps.dismiss(session, gap.id, " ", CURATOR)
        assert base.gaps.dismiss(session, gap.id, "不是政策问题", CURATOR).state is GapState.DISMISSED
        with pytest.raises(GapStateError):
            base.gaps.dismiss(session, gap.id, "再来", CURATOR)
    base.ask(POND)
    assert base.refresh() == (1, 0, 0)
    assert base.listed() == []
    with base.database.unit_of_work() as session:
        assert base.gaps.reopen(session, gap.id, CURATOR).questions == 2
    assert len(base.listed()) == 1


def test_a_thousand_questions_are_gathered_within_seconds(base: Asked) -> None:
    with base.database.unit_of_work() as session:
        session.add_all(ConversationRow(id=f"big_{n}", started_at=NOW) for n in range(1_000))
        session.flush()
        session.add_all(
            MessageRow(id=f"big_{n}", conversation_id=f"big_{n}", question=f"第{n}号厂房的{n % 37}号电梯谁来修",
                       rewritten="", as_of=date(2026, 11, 20), outcome="abstained", rung="none", reason="no_evidence",
                       answer={},
                       disclaimer=False, asked_at=NOW, answered_at=NOW)
            for n in range(1_000)
        )  # fmt: skip
    gathered, opened, _ = base.refresh()
    assert gathered == 1_000
    assert opened < 100


def test_groups_by_hand() -> None:
    rows = np.asarray([[1, 0], [0.8, 0.6], [0, 1], [0.96, 0.28]], dtype=np.float32)
    assert grouped(rows, 0.75) == [[0, 1, 3], [2]]  # means to the third: .96 and .936
    assert grouped(rows[:1], 0.75) == [[0]]
    assert nearest(rows[:1], [rows[2:3], rows[1:2]], 0.75) == [1]
    assert nearest(rows[:1], [rows[2:3]], 0.75) == [None]
    assert nearest(rows[:1], [], 0.75) == [None]
    assert most_typical(rows) == 1
