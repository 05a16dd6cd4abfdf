"""The contract of a `LexicalIndex`. The server column is the same engine, one replica per node."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import IndexStateError
from knowledge.index.lexical import TantivyIndex
from knowledge.index.protocols import LexicalRecord, Term
from knowledge.index.segment import Segmenter
from knowledge.index.tokens import pack

SEGMENTER = Segmenter()


@pytest.fixture
def index(tmp_path: Path) -> Iterator[TantivyIndex]:
    index = TantivyIndex(tmp_path / "lexical", SEGMENTER)
    yield index
    index.close()


def record(key: str, text: str) -> LexicalRecord:
    return LexicalRecord(key, SEGMENTER.streams(text))


def ids(index: TantivyIndex, text: str, limit: int = 10) -> list[str]:
    return [hit.id for hit in index.search(text, limit=limit)]


def test_an_empty_index_finds_nothing(index: TantivyIndex) -> None:
    assert (index.count(), ids(index, "贷款贴息")) == (0, [])


def test_writes_are_seen_after_commit_and_not_before(index: TantivyIndex) -> None:
    index.upsert([record("a", "首次贷款贴息")])
    assert ids(index, "贴息") == []
    index.commit()
    assert ids(index, "贴息") == ["a"]


def test_hits_come_best_first_with_scores_above_zero(index: TantivyIndex) -> None:
    index.upsert([record("a", "研发费用补助"), record("b", "首次贷款贴息标准"), record("c", "贷款")])
    index.commit()
    hits = index.search("首次贷款贴息", limit=10)
    assert [hit.id for hit in hits] == ["b", "c"]
    assert hits[0].score > hits[1].score > 0


def test_equal_scores_are_ordered_by_id_and_the_limit_holds(index: TantivyIndex) -> None:
    index.upsert([record(key, "贷款贴息") for key in ("c", "a", "b")])
    index.commit()
    assert ids(index, "贷款贴息") == ["a", "b", "c"]
    assert len(ids(index, "贷款贴息", limit=2)) == 2
    assert ids(index, "贷款贴息", limit=0) == []


def test_upserting_again_replaces_even_before_a_commit(index: TantivyIndex) -> None:
    index.upsert([record("a", "旧的内容")])
    index.upsert([record("a", "新的条款")])
    index.commit()
    assert index.count() == 1
    index.upsert([record("a", "最新条款")])
    index.commit()
    assert index.count() == 1
    assert ids(index, "最新") == ["a"]
    assert ids(index, "旧") == []


def test_deleting_unknown_ids_changes_nothing(index: TantivyIndex) -> None:
    index.upsert([record("a", "贷款贴息"), record("ab", "贷款贴息")])
    index.commit()
    index.delete(["unknown", "a"])
    index.commit()
    assert ids(index, "贷款贴息") == ["ab"]


def test_rare_words_weigh_more_and_unseen_ones_most(index: TantivyIndex) -> None:
    index.upsert([record(str(n), "贷款贴息" if n else "贷款担保") for n in range(10)])
    index.commit()
    weights = index.idf(["贷款", "担保", "火箭"])
    assert weights["贷款"] < weights["担保"] < weights["火箭"]
    assert weights["担保"] == pytest.approx(math.log(1 + (10 - 1 + 0.5) / (1 + 0.5)))
    assert weights["火箭"] == pytest.approx(math.log(1 + (10 + 0.5) / 0.5))


@pytest.mark.parametrize("text", ["", "  ", "？！", '+(-)[]{}^"~*?:\\/', "a AND NOT b", "id:a", "\x00"])
def test_no_query_is_read_as_a_query_language(index: TantivyIndex, text: str) -> None:
    index.upsert([record("a", "贷款贴息")])
    index.commit()
    assert ids(index, text) == []


def test_what_was_committed_is_there_after_reopening_and_the_rest_is_not(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path / "again", SEGMENTER)
    index.upsert([record("a", "贷款贴息")])
    index.commit()
    index.upsert([record("b", "贷款贴息")])
    index.close()
    again = TantivyIndex(tmp_path / "again", SEGMENTER)
    assert ids(again, "贷款贴息") == ["a"]
    again.close()


def test_a_folder_that_is_no_index_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "meta.json").write_text("{}")
    with pytest.raises(IndexStateError, match="youda reindex"):
        TantivyIndex(tmp_path / "bad", SEGMENTER)


def test_what_a_commit_left_behind_when_it_was_killed_does_not_stop_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "lexical"
    index = TantivyIndex(folder, SEGMENTER)
    index.upsert([record("p1", "贷款贴息"), record("p2", "研发补助")])
    index.commit()
    index.close()
    segment = json.loads((folder / "meta.json").read_text())["segments"][0]["segment_id"].replace("-", "")
    managed = json.loads((folder / ".managed.json").read_text())
    # Which number the next commit gives its file of deletions is the engine's affair; it is one of these.
    left = [f"{segment}.{number}.del" for number in range(1, 30)]
    (folder / ".managed.json").write_text(json.dumps([*managed, *left]))
    for name in left:
        (folder / name).write_bytes(b"")
    again = TantivyIndex(folder, SEGMENTER)
    again.delete(["p1"])
    again.commit()
    assert [again.count(), ids(again, "研发补助")] == [1, ["p2"]]
    again.close()


def packed_record(key: str, text: str, *groups: str, instrument: str = "") -> LexicalRecord:
    streams, nothing = SEGMENTER.streams(text), SEGMENTER.streams("")
    raw = pack((nothing, nothing, streams), instrument=1, clause_id=key, vector=np.zeros(2, np.float32))
    return LexicalRecord(key, streams, groups, instrument, raw)


def test_packed_bytes_come_with_hits_and_by_id(index: TantivyIndex) -> None:
    stored = packed_record("a", "贷款贴息")
    index.upsert([stored, record("b", "贷款担保")])
    index.commit()
    assert {hit.id: hit.packed for hit in index.search("贷款", limit=5)} == {"a": stored.packed, "b": b""}
    assert index.packed(["a", "unknown"]) == {"a": stored.packed}
    assert index.packed([]) == {}


def test_terms_weigh_as_they_are_told(index: TantivyIndex) -> None:
    index.upsert([record("a", "贷款"), record("b", "担保")])
    index.commit()
    terms = Term("words", "贷款", 0.5), Term("words", "担保", 2.0)
    found = {hit.id: hit.score for hit in index.find(terms, limit=5)}
    assert found["b"] == pytest.approx(4 * found["a"])
    assert index.find([], limit=5) == []


def test_a_search_can_be_kept_within_groups(index: TantivyIndex) -> None:
    index.upsert([packed_record("a", "贷款贴息", "e1", "e1#t1"), packed_record("b", "贷款贴息", "e2")])
    index.commit()
    terms = [Term("words", "贷款")]
    assert [hit.id for hit in index.find(terms, limit=5, groups=["e1#t1", "e9"])] == ["a"]
    whole = {hit.id: hit.score for hit in index.find(terms, limit=5)}
    assert index.find(terms, limit=5, groups=["e2"])[0].score == pytest.approx(whole["b"])


def test_within_groups_what_shares_no_term_comes_last(index: TantivyIndex) -> None:
    index.upsert([packed_record("a", "租金", "e1"), packed_record("b", "贷款", "e1"), packed_record("c", "租金", "e2")])
    index.commit()
    found = index.find([Term("words", "贷款")], limit=5, groups=["e1"])
    assert [(hit.id, hit.score > 0) for hit in found] == [("b", True), ("a", False)]


def test_instruments_are_counted(index: TantivyIndex) -> None:
    index.upsert([packed_record(key, "贷款", instrument="7") for key in "abc"] + [packed_record("d", "贷款")])
    index.commit()
    assert index.sizes(["7", "8"]) == {"7": 3, "8": 0}


def test_mean_lengths_are_those_of_what_was_stored_and_survive_reopening(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path / "lexical", SEGMENTER)
    index.upsert([packed_record("a", "贷款贴息"), packed_record("b", "贷款")])
    index.commit()
    index.close()
    again = TantivyIndex(tmp_path / "lexical", SEGMENTER)
    assert again.mean_lengths().tolist() == [[0, 0, 1.5], [0, 0, 3]]
    again.close()


def test_rarities_are_those_of_their_own_stream(index: TantivyIndex) -> None:
    index.upsert([record(str(n), "贷款贴息" if n else "贷款担保") for n in range(10)])
    index.commit()
    assert index.rarities("pairs", ["款担", "款贴"]).tolist() == pytest.approx(
        [math.log(1 + (10 - n + 0.5) / (n + 0.5)) for n in (1, 9)]
    )
    assert index.rarities("words", []).tolist() == []
