"""`youda models` and `youda pairs`: choosing among trained models, bringing a question log."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.database import Database
from knowledge.learning.registry import ModelRegistry
from knowledge.learning.repository import ConfirmedPairRepository
from knowledge.learning.types import ConfirmedPair, PairFilter, PairOrigin
from tests.cli.conftest import Youda
from tests.support.models import manifest

TITLE = "首次贷款贴息办法"


@pytest.fixture
def data(youda: Youda, document: Path, tmp_path: Path) -> Path:
    """A data folder with one published policy."""
    folder = tmp_path / "data"
    assert youda("ingest", document, "--data", folder, "--publish").code == 0
    return folder


@pytest.fixture
def registry(data: Path) -> ModelRegistry:
    """Two versions, neither in use."""
    registry = ModelRegistry(data / "models")
    for _ in range(2):
        with registry.training() as folder:
            (folder / "version").mkdir()
            registry.keep(folder / "version", manifest())
    return registry


def pairs(data: Path) -> list[ConfirmedPair]:
    database = Database(f"sqlite:///{data / 'youda.db'}")
    with database.reading() as session:
        found = [row.pair for row in ConfirmedPairRepository(session).listed(PairFilter())[1]]
    database.dispose()
    return found


def test_models_are_listed_with_their_figures(youda: Youda, data: Path, registry: ModelRegistry) -> None:
    listed = youda("models", "list", "--data", data, "--json").json
    assert listed["current"] == 0
    assert [model["number"] for model in listed["models"]] == [1, 2]
    assert listed["models"][0]["figures"]["after"] == {"hit@1": 0.5}
    shown = youda("models", "list", "--data", data)
    assert "随产品提供" in shown.out
    assert "0.5" in shown.out


def test_a_model_is_chosen_and_an_unused_one_removed(youda: Youda, data: Path, registry: ModelRegistry) -> None:
    assert youda("models", "use", "2", "--data", data, "--json").json == {"current": 2}
    refused = youda("models", "remove", "2", "--data", data)
    assert refused.code == 1
    assert "in use" in refused.err
    assert youda("models", "remove", "1", "--data", data).code == 0
    assert [version.number for version in registry.versions()] == [2]
    assert youda("models", "use", "0", "--data", data).code == 0
    assert registry.current_number() == 0


def test_a_missing_or_damaged_model_is_refused_and_changes_nothing(
    youda: Youda, data: Path, registry: ModelRegistry
) -> None:
    assert youda("models", "use", "9", "--data", data).code == 1
    (data / "models/0001/manifest.json").write_text("{", "utf-8")
    refused = youda("models", "use", "1", "--data", data)
    assert refused.code == 1
    assert "youda train" in refused.err
    assert registry.current_number() == 0


@pytest.mark.parametrize(
    ("name", "encoding"), [("log.csv", "utf-8-sig"), ("log.csv", "gb18030"), ("log.jsonl", "utf-8")]
)
def test_a_question_log_becomes_confirmed_pairs(
    youda: Youda, data: Path, tmp_path: Path, name: str, encoding: str
) -> None:
    rows = [
        ("第一次贷款给多少贴息", TITLE, "第二条"),
        ("第一次贷款给多少贴息", TITLE, "第二条"),
        ("贴息什么时候申请", "云高管规〔2025〕3号", ""),
        ("买房有补贴吗", "不存在的办法", "第一条"),
        ("贴息给谁", TITLE, "第九十九条"),
        ("", TITLE, ""),
    ]
    if name.endswith(".csv"):
        text = "问题,文件,条款\n" + "".join(f"{q},{d},{c}\n" for q, d, c in rows)
    else:
        text = "".join(
            json.dumps({"question": q, "entry": d, "clause": c}, ensure_ascii=False) + "\n" for q, d, c in rows
        )
    (tmp_path / name).write_text(text, encoding)
    report = youda("pairs", "import", tmp_path / name, "--data", data, "--json").json
    assert (report["kept"], report["known"]) == (2, 1)
    assert len(report["unused"]) == 2
    assert "不存在的办法" in report["unused"][0]["reason"]
    found = pairs(data)
    assert {(pair.origin, pair.origin_id) for pair in found} == {(PairOrigin.IMPORT, name)}
    assert {bool(pair.target.clause_id) for pair in found} == {True, False}
    again = youda("pairs", "import", tmp_path / name, "--data", data, "--json").json
    assert again["kept"] == 0


@pytest.mark.parametrize("content", ["甲,乙\n一,二\n", '{"question": "怎么办"\n', "[]", ""])
def test_a_file_that_is_no_question_log_is_refused_with_what_it_should_hold(
    youda: Youda, data: Path, tmp_path: Path, content: str
) -> None:
    log = tmp_path / "log.csv"
    log.write_text(content, "utf-8")
    refused = youda("pairs", "import", log, "--data", data)
    assert refused.code == 1
    assert "question" in refused.err
    assert pairs(data) == []


def test_training_with_too_few_questions_says_what_to_do(youda: Youda, data: Path, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text(f"问题,文件,条款\n第一次贷款给多少贴息,{TITLE},第二条\n", "utf-8")
    youda("pairs", "import", log, "--data", data)
    report = youda("train", "--data", data, "--json").json
    assert report["is_too_few"]
    assert report["learned"] + report["held_out"] == 1
    said = youda("train", "--data", data)
    assert said.code == 0
    assert "youda pairs import" in said.out
