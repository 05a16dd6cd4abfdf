"""The shipped embedding table and the class that serves it."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from core.errors import StorageError
from knowledge.index.static_model import MODEL_DIRECTORY, StaticEmbedder, segment
from knowledge.index.static_table import CONFIG_FILE, VECTORS_FILE, EmbedderFilesError

QUESTIONS = ["个体工商户怎么申请营业执照", "公司拖欠工资怎么办", "失业保险金能领多久", "GB/T 50%", "公租房申请条件"]


@pytest.fixture(scope="module")
def embedder() -> StaticEmbedder:
    return StaticEmbedder()


@pytest.fixture
def copied_model(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MODEL_DIRECTORY, tmp_path / "model"))


def test_rows_are_float32_and_of_length_one(embedder: StaticEmbedder) -> None:
    rows = embedder.embed(QUESTIONS)
    assert rows.dtype == np.float32
    assert rows.shape == (len(QUESTIONS), embedder.dimension)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)


def test_a_batch_gives_the_same_rows_as_single_texts(embedder: StaticEmbedder) -> None:
    singles = np.concatenate([embedder.embed([question]) for question in QUESTIONS])
    assert np.array_equal(embedder.embed(QUESTIONS), singles)


def test_threads_may_share_one_embedder(embedder: StaticEmbedder) -> None:
    expected, results = embedder.embed(QUESTIONS), []
    threads = [threading.Thread(target=lambda: results.append(embedder.embed(QUESTIONS))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 8
    assert all(np.array_equal(rows, expected) for rows in results)


@pytest.mark.parametrize("text", ["", "   ", "？！……", "\U00010348"])
def test_a_text_without_known_tokens_gives_a_zero_row(embedder: StaticEmbedder, text: str) -> None:
    assert not embedder.embed([text]).any()


def test_no_texts_give_no_rows(embedder: StaticEmbedder) -> None:
    assert embedder.embed([]).shape == (0, embedder.dimension)


def test_a_traditional_question_meets_its_simplified_form(embedder: StaticEmbedder) -> None:
    traditional, simplified = embedder.embed(["失業保險金領取條件", "失业保险金领取条件"])
    assert traditional @ simplified > 0.99


@pytest.mark.parametrize(
    ("question", "related", "unrelated"),
    [
        (
            "公司拖欠工资怎么办",
            "用人单位未按照劳动合同的约定及时足额支付劳动报酬的，由劳动行政部门责令限期支付。",
            "船舶进出港口应当向海事管理机构办理报告手续，遵守海上交通安全的规定。",
        ),
        (
            "离婚后孩子归谁抚养",
            "离婚后，不满两周岁的子女，以由母亲直接抚养为原则。",
            "食品生产者采购食品原料，应当查验供货者的许可证和产品合格证明。",
        ),
        (
            "酒驾会被怎么处罚",
            "饮酒后驾驶机动车的，处暂扣六个月机动车驾驶证，并处罚款。",
            "纳税人应当按照规定期限办理纳税申报，报送纳税申报表。",
        ),
    ],
)
def test_a_question_is_nearer_to_its_clause_than_to_another(
    embedder: StaticEmbedder, question: str, related: str, unrelated: str
) -> None:
    asked, right, wrong = embedder.embed([question, related, unrelated])
    assert asked @ right > asked @ wrong + 0.1


def test_the_name_changes_with_the_files(embedder: StaticEmbedder) -> None:
    name, version, checksum = embedder.name.rsplit("-", 2)
    assert name == "youda-static-zh"
    assert version.isdigit()
    assert len(checksum) == 8


def test_segments_are_distinct_normalised_words_and_characters() -> None:
    assert segment("納稅人１２,０００元，納稅人") == "纳税 纳税人 12000 元 纳 税 人"


def test_the_model_stays_within_its_size() -> None:
    assert sum(path.stat().st_size for path in MODEL_DIRECTORY.iterdir()) <= 15_000_000


def test_a_missing_file_says_which_and_what_to_do(copied_model: Path) -> None:
    (copied_model / VECTORS_FILE).unlink()
    with pytest.raises(
        EmbedderFilesError, match=r"'vectors.npy' is missing\. If it is the shipped one, reinstall"
    ) as caught:
        StaticEmbedder(copied_model)
    assert isinstance(caught.value, StorageError)
    assert str(copied_model) in caught.value.message


def test_a_damaged_file_is_refused(copied_model: Path) -> None:
    vectors = copied_model / VECTORS_FILE
    vectors.write_bytes(vectors.read_bytes()[:-1])
    with pytest.raises(EmbedderFilesError, match="checksum"):
        StaticEmbedder(copied_model)


def test_an_unreadable_configuration_is_refused(copied_model: Path) -> None:
    (copied_model / CONFIG_FILE).write_text("{", encoding="utf-8")
    with pytest.raises(EmbedderFilesError, match=r"'config.json' cannot be read"):
        StaticEmbedder(copied_model)


def test_a_table_for_another_tokenisation_is_refused(copied_model: Path) -> None:
    config = copied_model / CONFIG_FILE
    config.write_text(config.read_text().replace('"tokenisation": "1"', '"tokenisation": "0"'), encoding="utf-8")
    with pytest.raises(EmbedderFilesError, match="tokenisation 0"):
        StaticEmbedder(copied_model)
