"""Search orders by the ranker's own features: what a hit shows is what was judged, and more was never less."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core.clock import FixedClock
from core.database import Database
from knowledge.ranking.features import COLD, FEATURES, HISTORY, LEARNED
from knowledge.ranking.lay import LayKnowledge, shipped_lay, shipped_ranker
from knowledge.ranking.signals import LearnedSignals
from knowledge.ranking.trees import Ranker
from knowledge.ranking.types import LearnedPair
from tests.support.base import Base, open_base
from tests.support.drafts import policy

QUESTION = "首次贷款贴息比例是多少"
TITLES = {
    "贷款贴息办法": ("首次贷款的，贴息比例为百分之五十。", "贴息由财政承担。"),
    "租金减免办法": ("租金减免三个月。", "减免由国资部门承担。"),
    "研发补助办法": ("研发费用按比例补助。", "补助最高五十万元。"),
}


@pytest.fixture
def base(database: Database, clock: FixedClock, tmp_path: Path) -> Iterator[Base]:
    with open_base(database, clock, tmp_path / "index") as opened:
        for title, articles in TITLES.items():
            opened.publish(policy(title, *articles))
        opened.indexer.follow_once()
        yield opened


def row(features: dict[str, float]) -> np.ndarray:
    return np.array([[features.get(name, np.nan) for name in FEATURES]], np.float32)


def test_every_name_stands_once_and_means_one_kind_of_knowledge() -> None:
    assert (*COLD, *LEARNED, *HISTORY) == FEATURES
    assert len(set(FEATURES)) == len(FEATURES)


def test_a_hit_shows_the_very_features_it_was_judged_by(base: Base) -> None:
    hits = base.find(QUESTION)
    assert len(hits) == 6
    for hit in hits:
        assert set(hit.features) <= set(FEATURES)
        assert shipped_ranker(history=False).scores(row(hit.features))[0] == pytest.approx(hit.score, abs=1e-6)


def test_scores_are_probabilities_and_the_answer_comes_first(base: Base) -> None:
    hits = base.find(QUESTION)
    assert hits[0].passage.text.endswith(TITLES["贷款贴息办法"][0])
    assert all(0 <= hit.score <= 1 for hit in hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_shares_are_of_the_best_candidate(base: Base) -> None:
    hits = base.find(QUESTION)
    for name in ("bm25_share", "words_share", "pairs_share", "fused_share", "document_share"):
        assert max(hit.features[name] for hit in hits) == pytest.approx(1)
    assert min(hit.features["bm25_gap"] for hit in hits) == 0


def test_what_a_base_has_nothing_of_is_missing(base: Base) -> None:
    base.search.use(LearnedSignals(lay=LayKnowledge()), None)
    features = base.find(QUESTION)[0].features
    assert not features.keys() & {*HISTORY, *LEARNED}
    assert {"bm25", "cosine", "coverage"} <= features.keys()


def test_history_gives_features_and_a_ranker_of_its_own(base: Base) -> None:
    entry = base.find(QUESTION)[0].passage.entry_id
    pairs = [LearnedPair(f"第{number}个问题怎么办", entry) for number in range(200)]
    base.search.use(LearnedSignals.fit(pairs, base.database, base.indexer), None)
    hit = base.find(QUESTION)[0]
    assert {"memory", "entry_prior", "history_share"} <= hit.features.keys()
    assert shipped_ranker(history=True).scores(row(hit.features))[0] == pytest.approx(hit.score, abs=1e-6)


@pytest.mark.parametrize("name", HISTORY)
def test_more_of_what_was_confirmed_never_lowers_a_probability(base: Base, name: str) -> None:
    ranker, place = shipped_ranker(history=True), FEATURES.index(name)
    for hit in base.find(QUESTION):
        rows = np.repeat(row(hit.features | dict.fromkeys(HISTORY, 0.2)), 50, axis=0)
        rows[:, place] = np.linspace(0, 3, 50)
        assert (np.diff(ranker.scores(rows)) >= -1e-7).all()


def test_another_ranker_orders_from_the_next_search_on(base: Base) -> None:
    class Backwards(Ranker):
        def __init__(self) -> None:
            pass

        def scores(self, matrix: np.ndarray) -> np.ndarray:
            return 1 - shipped_ranker(history=False).scores(matrix)

    before = [hit.passage.id for hit in base.find(QUESTION)]
    base.search.use(None, Backwards())
    assert base.find(QUESTION)[-1].passage.id == before[0]
    base.search.use(None, None)
    assert [hit.passage.id for hit in base.find(QUESTION)] == before


def test_a_confirmed_clause_is_found_without_a_word_or_a_meaning_in_common(base: Base) -> None:
    target = base.find("租金减免三个月")[0].passage
    for number in range(80):
        base.publish(policy(f"无关办法之{number}", "甲乙丙丁。", "戊己庚辛。"))
    lay = "房东不收钱的事"
    base.search.use(LearnedSignals(lay=LayKnowledge()), None)
    base.search.signals.remember(LearnedPair(lay, target.entry_id, target.clause_id))
    assert base.find(lay)[0].passage.id == target.id
    base.search.signals.forget(LearnedPair(lay, target.entry_id, target.clause_id))
    assert base.find(lay)[0].features.get("memory", 0) == 0


def test_learned_signals_come_back_from_their_folder(base: Base, tmp_path: Path) -> None:
    entry = base.find(QUESTION)[0].passage.entry_id
    learned = LearnedSignals.fit([LearnedPair("贴多少利息", entry, weight=0.5)], base.database, base.indexer)
    learned.save(tmp_path / "signals")
    again = LearnedSignals.load(tmp_path / "signals")
    assert again.pairs == learned.pairs
    base.search.use(learned, None)
    wanted = [(hit.passage.id, hit.score) for hit in base.find(QUESTION)]
    base.search.use(again, None)
    assert [(hit.passage.id, hit.score) for hit in base.find(QUESTION)] == wanted


def test_the_lay_knowledge_that_ships_turns_lay_words_into_legal_ones() -> None:
    assert len(shipped_lay().translation) > 1_000
    assert shipped_lay().prior.instruments
