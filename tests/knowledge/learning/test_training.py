"""Training on a small base: better or as before, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.actors import Actor, Role
from core.clock import FixedClock
from core.database import Database
from core.settings import KnowledgeSettings
from knowledge.build import build_model_loader
from knowledge.learning.build import build_trainer
from knowledge.learning.questions import curated_pairs
from knowledge.learning.registry import SHIPPED, ModelRegistry
from knowledge.learning.service import LearningService
from knowledge.learning.training import TABLE, TrainOrder, TrainReport
from knowledge.learning.trials import Progress
from knowledge.learning.types import PairTarget
from tests.support.base import Base, open_base
from tests.support.drafts import faq, policy

CURATOR = Actor("cur_1", "curator", frozenset({Role.CURATOR}))
MATTERS = {
    # what an enterprise calls it: what the measure does
    "捣鼓新玩意": "研究开发费用补助",
    "借钱": "流动资金信贷贴息",
    "招人": "吸纳就业岗位补贴",
    "租厂房": "生产经营场所租赁补贴",
    "出国摆摊": "境外参展支持",
    "买新机器": "技术装备更新奖励",
    "打官司护牌子": "商标维权资助",
    "上云": "数字化转型补助",
    "省电": "节能改造奖励",
    "带徒弟": "职业技能培训补贴",
}
ASKING = ("{0}能给钱吗", "{0}国家管不管", "我们{0}有啥说法", "听说{0}有好处", "{0}找哪个口子", "{0}的话怎么弄")
WITHOUT_TABLE = TrainOrder(without=frozenset({TABLE}))


@dataclass
class Ground:
    """A base with measures in legal words, and where its models go. `entries` maps a matter to its entry."""

    base: Base
    entries: dict[str, str]
    registry: ModelRegistry
    learning: LearningService

    def confirm(self, *forms: str) -> None:
        """Confirm what answers each matter asked in these ways."""
        with self.base.database.unit_of_work() as session:
            for lay, entry_id in self.entries.items():
                for form in forms:
                    self.learning.confirm(session, form.format(lay), PairTarget(entry_id, "t2"), CURATOR)

    def train(self, order: TrainOrder = WITHOUT_TABLE, on_progress: Progress = lambda *_: None) -> TrainReport:
        trainer = build_trainer(KnowledgeSettings(), self.base.database, self.registry, self.base.clock)
        return trainer.train(order, on_progress=on_progress)


@pytest.fixture
def ground(database: Database, clock: FixedClock, tmp_path: Path) -> Iterator[Ground]:
    with open_base(database, clock, tmp_path / "index") as base:
        entries = {
            lay: base.publish(policy(f"{legal}办法", "本办法适用于注册企业。", f"符合条件的，给予{legal}。")).entry_id
            for lay, legal in MATTERS.items()
        }
        yield Ground(base, entries, ModelRegistry(tmp_path / "models"), LearningService(clock))


def test_what_was_learned_from_some_questions_answers_others_better(ground: Ground) -> None:
    ground.confirm(*ASKING)
    report = ground.train()
    assert report.held_out >= 5
    assert report.learned + report.held_out == len(MATTERS) * len(ASKING)
    assert report.is_better
    assert report.after["recall@10"] > report.before["recall@10"]
    assert (report.differences["mrr@10"].lost, report.differences["mrr@10"].won > 0) == (0, True)
    assert report.number == ground.registry.current_number() == 1
    manifest = ground.registry.open(1).manifest
    assert manifest is not None
    assert manifest.trained_from["curator"] == len(MATTERS) * len(ASKING)
    assert manifest.figures["after"] == report.after


def test_a_second_training_that_is_no_better_changes_nothing(ground: Ground) -> None:
    ground.confirm(*ASKING)
    first = ground.train()
    again = ground.train()
    assert again.before == first.after
    assert not again.is_better
    assert again.number is None
    assert ground.registry.current_number() == first.number
    assert [version.number for version in ground.registry.versions()] == [1]


def test_a_dry_run_judges_and_keeps_nothing(ground: Ground) -> None:
    ground.confirm(*ASKING)
    report = ground.train(TrainOrder(without=frozenset({TABLE}), dry_run=True))
    assert report.is_better
    assert report.number is None
    assert ground.registry.current_number() == SHIPPED
    assert ground.registry.versions() == []


def test_with_too_few_questions_nothing_is_trained_and_the_report_says_so(ground: Ground) -> None:
    ground.confirm(ASKING[0])
    report = ground.train()
    assert report.is_too_few
    assert report.learned + report.held_out < report.least
    assert ground.registry.current_number() == SHIPPED
    assert ground.registry.versions() == []


def test_a_table_fitted_to_the_base_is_judged_too_and_loads(ground: Ground) -> None:
    ground.confirm(*ASKING)
    steps: list[int] = []
    report = ground.train(
        TrainOrder(steps=3),
        lambda what, done, _total: steps.append(done) if what == "learning.progress.table" else None,
    )
    assert steps == [1, 2, 3]
    assert set(report.tried) == {"before", "signals", "full", "table"}
    if report.chosen == "table":
        loaded = build_model_loader(KnowledgeSettings(), ground.registry).chosen()
        assert loaded.problem is None
        assert loaded.model.embedder is not None


def test_a_training_that_is_interrupted_leaves_what_serves_untouched(ground: Ground, tmp_path: Path) -> None:
    ground.confirm(*ASKING)
    ground.train()

    def interrupt(what: str, _done: int, _total: int) -> None:
        if what == "learning.progress.judge":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ground.train(on_progress=interrupt)
    assert ground.registry.current_number() == 1
    assert ground.registry.open(1).damage is None
    assert sorted(path.name for path in (tmp_path / "models").iterdir()) == ["0001", "CURRENT", "training.lock"]


def test_no_question_of_an_enterprise_is_kept_in_a_model(ground: Ground) -> None:
    ground.confirm(*ASKING)
    ground.train()
    written = b"".join(path.read_bytes() for path in ground.registry.open(1).folder.rglob("*") if path.is_file())
    assert not any(lay.encode() in written for lay in MATTERS)


def test_phrasings_of_an_faq_teach_what_it_rests_on(ground: Ground) -> None:
    rule = ground.base.publish(policy("人才安居办法", document_number="云高管规〔2025〕8号"))
    ground.base.publish(faq("租房有补贴吗", "有。", "房租能报吗", basis=("云高管规〔2025〕8号第二条",)))
    ground.base.publish(faq("几点上班", "九点。", basis=("云高管规〔2099〕1号第二条",)))
    with ground.base.database.reading() as session:
        pairs = curated_pairs(session)
    assert {(pair.question, pair.entry_id, pair.clause_id) for pair in pairs} == {
        ("租房有补贴吗", rule.entry_id, "t2"),
        ("房租能报吗", rule.entry_id, "t2"),
    }
