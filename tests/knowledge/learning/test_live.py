"""The running search learns at once, forgets at once, and follows the model that is chosen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from core.actors import Actor, Role
from core.clock import FixedClock
from core.database import Database
from knowledge.index.indexer import Indexer
from knowledge.index.static_model import MODEL_DIRECTORY, StaticEmbedder
from knowledge.learning.live import LiveModel
from knowledge.learning.loading import ModelLoader
from knowledge.learning.registry import SHIPPED, ModelRegistry
from knowledge.learning.service import LearningService, Rating
from knowledge.learning.types import ConfirmedPair, PairTarget
from knowledge.search import HybridSearch
from knowledge.service import KnowledgeService
from knowledge.types import EntryVersion
from tests.support.base import REVIEWER, Base
from tests.support.drafts import policy
from tests.support.embedders import HashingEmbedder
from tests.support.models import manifest

CURATOR = Actor("cur_1", "curator", frozenset({Role.CURATOR}))
LAY = "雇大学生有没有好处"
"""Shares no word with the clause that answers it."""

RATED = "招刚毕业的学生单位有好处吗"

RIGHT = ("本办法所称就业，指签订劳动合同。", "吸纳高校毕业生的，按每人一千元给予一次性补贴。")
OTHERS = {
    "雇主责任险补贴办法": ("雇主投保有好处的，大额保单予以补贴。", "有没有投保，以保单为准。"),
    "学生实习基地办法": ("大型企业接收学生实习的，给予奖励。", "学生有没有报酬由企业确定。"),
    "研发费用补助办法": ("企业研发费用按比例补助。", "最高五十万元。"),
    "贷款贴息办法": ("首次贷款给予贴息。", "贴息最高三十万元。"),
}


@dataclass
class Learner:
    """A base whose search follows registry and pairs."""

    base: Base
    learning: LearningService
    registry: ModelRegistry
    live: LiveModel
    answer: EntryVersion

    @property
    def target(self) -> PairTarget:
        return PairTarget(self.answer.entry_id, "t2")

    def confirm(self, question: str = LAY) -> ConfirmedPair:
        with self.base.database.unit_of_work() as session:
            return self.learning.confirm(session, question, self.target, CURATOR)

    def withdraw(self, pair: ConfirmedPair) -> None:
        with self.base.database.unit_of_work() as session:
            self.learning.withdraw(session, pair.id, CURATOR)

    def first(self, question: str = LAY) -> tuple[str, str]:
        hit = self.base.find(question)[0]
        return hit.passage.entry_id, hit.passage.clause_id

    def finds(self, question: str = LAY) -> bool:
        return self.first(question) == (self.target.entry_id, self.target.clause_id)

    def reopened(self) -> Learner:
        """Return the same base after a restart."""
        search = HybridSearch(self.base.database, self.base.indexer, candidates=60)
        self.base.search = search
        live = make_live(self.base, self.registry, self.learning)
        return Learner(self.base, self.learning, self.registry, live, self.answer)


def make_live(base: Base, registry: ModelRegistry, learning: LearningService) -> LiveModel:
    loader = ModelLoader(registry, with_table=True)
    live = LiveModel(
        base.database, loader, learning, base.indexer, base.search,
        started_with=loader.chosen(), own_embedder=StaticEmbedder,
    )  # fmt: skip
    live.open()
    return live


@pytest.fixture
def learner(database: Database, clock: FixedClock, tmp_path: Path) -> Iterator[Learner]:
    indexer = Indexer(database, tmp_path / "index", StaticEmbedder())
    indexer.open()
    search = HybridSearch(database, indexer, candidates=60)
    base = Base(database, clock, KnowledgeService(clock), indexer, search)
    answer = base.publish(policy("高校毕业生就业补贴办法", *RIGHT))
    for title, articles in OTHERS.items():
        base.publish(policy(title, *articles))
    indexer.follow_once()
    registry, learning = ModelRegistry(tmp_path / "models"), LearningService(clock)
    yield Learner(base, learning, registry, make_live(base, registry, learning), answer)
    indexer.stop()


def test_a_confirmed_question_finds_its_clause_first_from_the_next_search_on(learner: Learner) -> None:
    assert not learner.finds()
    learner.confirm()
    learner.live.follow_pairs()
    assert learner.finds()
    assert learner.finds(f"{LAY}？")


def test_a_helpful_rating_is_enough_where_nothing_else_fits_well(learner: Learner) -> None:
    assert not learner.finds(RATED)
    with learner.base.database.unit_of_work() as session:
        learner.learning.rate(session, Rating("msg_1", "v1", RATED, (learner.target,), helpful=True))
    learner.live.follow_pairs()
    assert learner.finds(RATED)


def test_what_was_confirmed_is_known_after_a_restart(learner: Learner) -> None:
    learner.confirm()
    assert learner.reopened().finds()


def test_a_withdrawn_pair_counts_no_more_at_once_and_after_a_restart(learner: Learner) -> None:
    pair = learner.confirm()
    learner.live.follow_pairs()
    learner.withdraw(pair)
    learner.live.follow_pairs()
    assert not learner.finds()
    assert not learner.reopened().finds()


def test_a_withdrawn_entry_is_not_shown_whatever_was_confirmed(learner: Learner) -> None:
    learner.confirm()
    learner.live.follow_pairs()
    entry = learner.base.get(learner.answer)
    learner.base.do("withdraw", entry.entry_id, entry.version, lock=entry.lock, actor=REVIEWER, reason="内容有误")
    learner.live.follow_pairs()
    assert learner.first()[0] != entry.entry_id


def test_a_new_version_of_the_clause_keeps_what_was_confirmed(learner: Learner, clock: FixedClock) -> None:
    learner.confirm()
    clock.advance_to(clock.now() + timedelta(days=1))
    changed = policy(learner.answer.content.title, RIGHT[0], RIGHT[1].replace("一千", "两千"))
    learner.base.review(learner.base.do("revise", learner.answer.entry_id, changed, CURATOR))
    learner.live.follow_pairs()
    assert learner.finds()


def test_questions_that_have_nothing_to_do_with_it_are_answered_as_before(learner: Learner) -> None:
    question = "首次贷款的贴息最高多少"
    before = learner.base.find(question)[:2]
    learner.confirm()
    learner.live.follow_pairs()
    after = learner.base.find(question)[:2]
    assert [hit.passage.id for hit in after] == [hit.passage.id for hit in before]
    assert [hit.score for hit in after] == pytest.approx([hit.score for hit in before], rel=1e-3)


# -- models ----------------------------------------------------------------------------------------------------


def keep_with_table(registry: ModelRegistry) -> int:
    """Make a version that brings the shipped table under another name."""
    with registry.training() as folder:
        shutil.copytree(MODEL_DIRECTORY, folder / "version" / "table", ignore=shutil.ignore_patterns("*.md"))
        return registry.keep(folder / "version", manifest(parts=("table",))).number


def test_a_chosen_model_serves_and_going_back_works(learner: Learner) -> None:
    number = keep_with_table(learner.registry)
    learner.confirm()
    for wanted in (number, SHIPPED, number):
        learner.registry.use(wanted)
        learner.live.follow_model()
        assert (learner.live.serving, learner.live.problem) == (wanted, None)
        assert learner.finds()


def test_another_embedder_is_indexed_for_beside_the_live_index(learner: Learner) -> None:
    indexer = learner.base.indexer
    before = indexer.embedder.name
    with indexer.reading() as old:
        indexer.use_embedder(HashingEmbedder())
        assert old.embedder.name == before
        assert old.lexical  # still lent to this reader
    with indexer.reading() as fresh:
        assert fresh.embedder.name == HashingEmbedder().name
        assert fresh.folder != old.folder
    assert learner.base.find("首次贷款的贴息最高多少")


def test_an_embedder_that_fails_leaves_the_old_one_serving(learner: Learner) -> None:
    class Broken(HashingEmbedder):
        def embed(self, texts: object) -> object:  # type: ignore[override]
            raise RuntimeError("broken model")

    indexer = learner.base.indexer
    before = indexer.embedder.name
    with pytest.raises(RuntimeError, match="broken model"):
        indexer.use_embedder(Broken())
    assert indexer.embedder.name == before
    assert learner.base.find("首次贷款的贴息最高多少")


@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_a_damaged_model_is_reported_and_the_shipped_one_serves(learner: Learner, damage: str) -> None:
    number = keep_with_table(learner.registry)
    learner.registry.use(number)
    folder = learner.registry.open(number).folder
    if damage == "missing":
        shutil.rmtree(folder)
    else:
        (folder / "table" / "config.json").write_text("{}", "utf-8")
    learner.confirm()
    reopened = learner.reopened()
    assert reopened.live.serving == SHIPPED
    assert reopened.live.problem
    assert "youda models use" in reopened.live.problem
    assert reopened.finds()
