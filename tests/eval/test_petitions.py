"""Scoring the classifier: figures worked by hand, folds that see no copy of what they score, files that are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import InvalidInputError
from eval.errors import DatasetError
from eval.petitions import FOLDS, LabelFigures, PetitionsReport, read_labelled, read_weak, run_petitions
from petitions.classifying.types import LabelledMessage, Message, WeaklyLabelledMessage

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "teddy-petitions"
REMARKS = {
    "云岭": "早高峰尤其明显，老人站在风里没有座椅。",
    "星屿": "去年提过一次，电话里说会研究，至今没有下文！",
    "湖滨": "附近新建了三栋住宅，人口翻了一倍。",
    "山麓": "雨天积水，鞋袜全湿，苦不堪言。",
    "河湾": "望安排专人到现场看一看，给个准信。",
    "塔前": "隔壁街道就办得很好，为什么我们不行？",
    "桥头": "双职工家庭没有别的办法，只能请假接送。",
}
PLACES = tuple(REMARKS)
TOPICS = {"roads": "公交车晚点太久", "schools": "小学招生划片不公"}


def made(places: tuple[str, ...] = PLACES) -> list[LabelledMessage]:
    return [
        LabelledMessage(Message(topic, f"{place}居民反映，{topic}。" + REMARKS[place] * 3), label)
        for label, topic in TOPICS.items()
        for place in places
    ]


def test_macro_f1_is_the_mean_over_labels_and_counts_a_label_never_found_as_nothing() -> None:
    figures = (LabelFigures("a", 4, 0.5, 1.0), LabelFigures("b", 2, None, 0.0))
    report = PetitionsReport(6, 6, 0, 0, 4 / 6, 1.0, figures)
    assert report.macro_f1 == pytest.approx((2 / 3 + 0) / 2)
    assert report.to_json() == {"train": 6, "test": 6, "accuracy": 0.6667, "macro_f1": 0.3333, "top3": 1.0}


def test_folds_score_every_row_once() -> None:
    report = run_petitions(made())
    assert (report.train, report.test) == (14, 14)
    assert sum(label.rows for label in report.labels) == 14
    assert report.accuracy == 1


def test_a_copy_of_a_scored_row_is_not_learned_from() -> None:
    test = made(("云岭",))
    copies = [WeaklyLabelledMessage(row.message, ("roads", "roads")) for row in test]
    report = run_petitions(made(PLACES[1:]), test, copies)
    assert report.left_out == 2
    assert report.accuracy == 1


def test_a_label_with_too_few_rows_for_folds_is_named() -> None:
    few = [*made(), LabelledMessage(Message("停水", "停水"), "water")]
    with pytest.raises(InvalidInputError, match=f"{FOLDS} rows each; 'water' has 1"):
        run_petitions(few)


@pytest.mark.parametrize(
    ("content", "said"),
    [("", "holds no row"), ('{"id": "1", "text": "t"}\n', "line 1: the field 'label' is missing"), ("{\n", "line 1")],
)
def test_a_file_that_cannot_be_used_is_explained(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(content)
    with pytest.raises(DatasetError, match=said):
        read_labelled(path)


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the shared data folder beside the repository")
def test_real_petitions_reach_the_floor_of_the_contract() -> None:
    labelled, weak = read_labelled(SHARED / "labelled.dev.jsonl"), read_weak(SHARED / "weak_labelled.jsonl")
    report = run_petitions(labelled, None, weak)
    assert report.macro_f1 >= 0.85
    assert report.top3 >= 0.97
