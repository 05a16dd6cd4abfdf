"""Fitting an embedding table: it learns what it is shown, the same way every time, and writes only whole tables."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.errors import InvalidInputError
from knowledge.index.static_model import StaticEmbedder, segment
from knowledge.index.static_table import (
    QUESTION_SCALES_FILE,
    UNKNOWN,
    EmbedderFilesError,
    Floats,
    build_tokenizer,
    read_table,
    write_table,
)
from knowledge.ranking.bag_encoder import BagEncoder
from knowledge.ranking.table_tuning import TuningPair, TuningRecipe, _contrast, _excused, endless_blocks, tune_table

LAY = ["老板不给钱怎么讨", "娃儿归谁带", "喝了酒开车", "开饭馆要办啥证", "房东涨价合理吗", "被狗咬了找谁"]
LEGAL = [
    "用人单位应当按照劳动合同约定支付劳动报酬",
    "不满两周岁的子女由母亲直接抚养为原则",
    "饮酒后驾驶机动车的处暂扣驾驶证",
    "从事食品经营应当依法取得许可",
    "出租人提高租金应当符合合同约定",
    "饲养的动物造成他人损害的饲养人承担侵权责任",
]
PAIRS = [TuningPair(question, passage) for question, passage in zip(LAY, LEGAL, strict=True)]
QUICK = TuningRecipe(steps=30, batch=12, learning_rate=2e-2)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random table of the words in these texts."""
    tokens = dict.fromkeys(token for text in [*LAY, *LEGAL] for token in segment(text).split())
    rows = np.random.default_rng(1).standard_normal((len(tokens) + 1, 16)).astype(np.float32)
    folder = tmp_path_factory.mktemp("table")
    write_table(folder, build_tokenizer([UNKNOWN, *tokens]), rows, name="tiny", version="1", recipe="random")
    return folder


def found_first(folder: Path) -> float:
    embedder = StaticEmbedder(folder)
    similar = embedder.embed_questions(LAY) @ embedder.embed(LEGAL).T
    return float((similar.argmax(axis=1) == np.arange(len(LAY))).mean())


def test_questions_without_a_shared_word_find_their_clauses_afterwards(table: Path, tmp_path: Path) -> None:
    assert found_first(table) < 1
    report = tune_table(table, PAIRS, tmp_path / "tuned", recipe=QUICK)
    assert found_first(tmp_path / "tuned") == 1
    assert report.last_loss < report.first_loss
    assert (report.pairs, report.base_pairs) == (6, 0)


def test_two_runs_write_the_same_bytes_and_another_seed_others(table: Path, tmp_path: Path) -> None:
    base = [TuningPair(text[:8], text[8:], group="law") for text in LEGAL]
    recipes = {"a": QUICK, "b": QUICK, "c": replace(QUICK, seed=14)}
    for name, recipe in recipes.items():
        tune_table(table, PAIRS, tmp_path / name, base=base, recipe=recipe)
    a, b, c = ({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in recipes)
    assert a == b
    assert a != c


def test_a_tuned_table_has_another_name_so_that_deployments_index_anew(table: Path, tmp_path: Path) -> None:
    tune_table(table, PAIRS, tmp_path / "tuned", recipe=QUICK)
    assert StaticEmbedder(tmp_path / "tuned").name != StaticEmbedder(table).name
    assert read_table(tmp_path / "tuned").config.recipe != read_table(table).config.recipe


def test_only_rows_of_tokens_that_were_read_move(table: Path, tmp_path: Path) -> None:
    tune_table(table, PAIRS[:2], tmp_path / "tuned", recipe=QUICK)
    before, after = read_table(table), read_table(tmp_path / "tuned")
    read = {token for pair in PAIRS[:2] for token in segment(f"{pair.question} {pair.passage}").split()}
    moved = np.abs(before.passage_rows() - after.passage_rows()).max(axis=1) > 0.05
    for token, row in before.tokenizer.get_vocab().items():
        if token not in read:
            assert not moved[row], token
    assert moved.any()


def test_questions_weigh_words_in_their_own_way(table: Path, tmp_path: Path) -> None:
    tune_table(table, PAIRS, tmp_path / "apart", recipe=QUICK)
    tune_table(table, PAIRS, tmp_path / "together", recipe=replace(QUICK, separate_weights=False))
    assert np.ptp(read_table(tmp_path / "apart").question_factors()) > 0.05
    assert read_table(tmp_path / "together").question_factors() == pytest.approx(1, abs=1e-3)
    embedder = StaticEmbedder(tmp_path / "apart")
    assert not np.allclose(embedder.embed(LAY[:1]), embedder.embed_questions(LAY[:1]), atol=1e-3)


def test_nothing_is_written_when_it_is_stopped(table: Path, tmp_path: Path) -> None:
    def stop(step: int, loss: float) -> None:
        if step == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tune_table(table, PAIRS, tmp_path / "tuned", recipe=QUICK, on_step=stop)
    assert not (tmp_path / "tuned").exists()


@pytest.mark.parametrize("pairs", [[], [TuningPair("", "条款")], [TuningPair("？？", "！！")]])
def test_no_pair_that_says_anything_is_an_error(table: Path, tmp_path: Path, pairs: list[TuningPair]) -> None:
    with pytest.raises(InvalidInputError, match="no question"):
        tune_table(table, pairs, tmp_path / "tuned", recipe=QUICK)


def test_running_text_alone_trains_too(table: Path, tmp_path: Path) -> None:
    base = [TuningPair(question, passage, group="law") for question, passage in zip(LAY, LEGAL, strict=True)]
    tune_table(table, [], tmp_path / "tuned", base=base, recipe=QUICK)
    assert found_first(tmp_path / "tuned") == 1


def test_negatives_are_pushed_away(table: Path, tmp_path: Path) -> None:
    near = LEGAL[0].replace("支付", "解除")
    plain = PAIRS[:1]
    against = [replace(plain[0], negatives=(near,))]
    gaps = []
    for name, pairs in (("plain", plain), ("against", against)):
        tune_table(table, [*pairs, *PAIRS[1:]], tmp_path / name, recipe=QUICK)
        embedder = StaticEmbedder(tmp_path / name)
        right, wrong = embedder.embed([LEGAL[0], near])
        gaps.append(float(embedder.embed_questions(LAY[:1])[0] @ (right - wrong)))
    assert gaps[1] > gaps[0]


def test_a_question_is_never_pushed_from_what_answers_it_too() -> None:
    batch = [
        TuningPair("问一", "甲", negatives=("乙",)),
        TuningPair("问一", "乙"),
        TuningPair("问二", "丙", source="整条"),
        TuningPair("问三", "丁", source="整条"),
    ]
    wanted = {"问一": {"甲", "乙"}, "问二": {"丙"}, "问三": {"丁"}}
    mask = _excused(batch, ["甲", "乙", "丙", "丁", "乙"], wanted)
    assert mask.astype(int).tolist() == [[0, 1, 0, 0, 1], [1, 0, 0, 0, 1], [0, 0, 0, 1, 0], [0, 0, 1, 0, 0]]


def test_the_slope_is_that_of_the_loss() -> None:
    generator = np.random.default_rng(3)
    similar = generator.standard_normal((4, 6)).astype(np.float32)
    _, slope = _contrast(similar.copy(), 4)
    for row, column in [(0, 0), (1, 3), (2, 5), (3, 3)]:
        losses = []
        for shift in (-1e-2, 1e-2):
            moved = similar.copy()
            moved[row, column] += shift
            losses.append(_contrast(moved, 4)[0])
        assert slope[row, column] == pytest.approx((losses[1] - losses[0]) / 2e-2, abs=2e-4)


def test_every_row_and_weight_moves_against_the_slope_of_the_loss() -> None:
    """Adam's first step is the rate times the sign of the slope, which differences of the value must confirm."""
    generator = np.random.default_rng(4)
    rows = generator.standard_normal((9, 5)).astype(np.float32)
    weights = np.abs(generator.standard_normal(9)).astype(np.float32) + 0.5
    texts = [np.array([1, 2, 3]), np.array([3, 4]), np.array([5, 6, 7, 8])]
    target = generator.standard_normal((3, 5)).astype(np.float32)

    def value(rows: Floats, weights: Floats) -> float:
        vectors = [(weights[ids, None].astype(float) * rows[ids]).sum(axis=0) for ids in texts]
        return sum(float(v @ t / np.linalg.norm(v)) for v, t in zip(vectors, target, strict=True))

    encoder = BagEncoder(rows, weights, weights)
    encoder.move([(encoder.encode(texts, of_questions=True), target)], 1e-3, separate_weights=True)
    passage_rows, factors = encoder.baked()
    rows_after, asked_weights = passage_rows / weights[:, None], factors * weights
    assert value(rows, asked_weights) < value(rows, weights)
    for place in np.ndindex(*rows.shape):
        more = rows.copy()
        more[place] += 1e-3
        slope = (value(more, weights) - value(rows, weights)) / 1e-3
        if abs(slope) > 1e-2:
            assert rows_after[place] - rows[place] == pytest.approx(-1e-3 * np.sign(slope), abs=1e-5), place
    for token in range(1, 9):
        more = weights.copy()
        more[token] += 1e-3
        slope = (value(rows, more) - value(rows, weights)) / 1e-3
        if abs(slope) > 1e-2:
            assert np.sign(asked_weights[token] - weights[token]) == -np.sign(slope), token


def test_blocks_hold_pairs_of_one_group_and_every_pair_comes_once_a_round() -> None:
    pairs = [TuningPair(f"q{n}", f"p{n}", group=f"g{n % 3}") for n in range(10)]
    blocks = endless_blocks(pairs, 2, random.Random(5))
    seen: list[TuningPair] = []
    while len(seen) < 10:
        block = next(blocks)
        assert len(block) <= 2
        assert len({pair.group for pair in block}) == 1
        seen += block
    assert sorted(seen, key=lambda pair: pair.question) == sorted(pairs, key=lambda pair: pair.question)


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    rows: Floats = np.array([[0, 0], [3, -4], [0.5, 0.25]], dtype=np.float32)
    factors: Floats = np.array([1, 2, 0.5], dtype=np.float32)
    write_table(
        tmp_path,
        build_tokenizer([UNKNOWN, "甲", "乙"]),
        rows,
        question_factors=factors,
        name="t",
        version="1",
        recipe="r",
    )
    table = read_table(tmp_path)
    assert table.passage_rows() == pytest.approx(rows, abs=0.02)
    assert table.question_factors()[1:] == pytest.approx(factors[1:])


def test_damaged_question_weights_are_refused(table: Path, tmp_path: Path) -> None:
    tune_table(table, PAIRS, tmp_path / "tuned", recipe=QUICK)
    scales = tmp_path / "tuned" / QUESTION_SCALES_FILE
    content = scales.read_bytes()
    scales.write_bytes(content[:-4] + b"abcd")
    with pytest.raises(EmbedderFilesError, match=r"checksum.*youda train"):
        read_table(tmp_path / "tuned")
