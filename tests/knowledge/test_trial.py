"""Trying a change: seen by who tries it, by nobody else, and gone afterwards; vectors laid over others."""

from __future__ import annotations

import numpy as np
import pytest

from core.actors import SYSTEM
from core.database import Trial
from core.errors import StorageError
from knowledge.index.overlay import OverlaidVectors
from knowledge.index.protocols import Hit
from knowledge.repository import VersionKey
from knowledge.types import EntryStatus
from tests.support.base import AUTHOR, Base
from tests.support.drafts import policy


class Below:
    """Exact neighbours in memory, as a vector index."""

    def __init__(self, rows: dict[str, list[float]]) -> None:
        self._rows = {key: np.array(row, np.float32) for key, row in rows.items()}

    def search(self, vector: np.ndarray, *, limit: int) -> list[Hit]:
        hits = [Hit(key, float(row @ vector)) for key, row in self._rows.items()]
        return sorted(hits, key=lambda hit: (-hit.score, hit.id))[:limit]

    def similarities(self, vector: np.ndarray, ids: list[str]) -> dict[str, float]:
        return {key: float(self._rows[key] @ vector) for key in ids if key in self._rows}

    def count(self) -> int:
        return len(self._rows)


def test_readings_inside_a_trial_see_what_was_written_and_others_do_not(base: Base) -> None:
    draft = base.do("create", policy("云岭高新区试行办法", "试行补助一百元。"), AUTHOR)
    trial = Trial(base.database)
    with trial.trying() as session:
        base.service.publish_unreviewed(session, VersionKey(draft.entry_id, 1), SYSTEM, reason="trial")
        with trial.reading() as seen, base.database.reading() as unseen:
            assert base.service.get_version(seen, draft.entry_id, 1).status is EntryStatus.PUBLISHED
            assert base.service.get_version(unseen, draft.entry_id, 1).status is EntryStatus.DRAFT
    assert base.get(draft).status is EntryStatus.DRAFT
    with pytest.raises(StorageError), trial.unit_of_work():
        pass


def test_a_copy_of_the_index_finds_what_is_tried_and_the_index_in_use_does_not(base: Base) -> None:
    base.publish(policy("云岭高新区旧办法", "企业食堂补助每餐六元。"))
    draft = base.do("create", policy("云岭高新区新办法", "企业食堂补助每餐九元，另补碗筷消毒费。"), AUTHOR)
    base.indexer.follow_once()
    trial = Trial(base.database)
    with trial.trying() as session:
        base.service.publish_unreviewed(session, VersionKey(draft.entry_id, 1), SYSTEM, reason="trial")
        with base.indexer.beside(trial) as copy:
            for name in ("lexical", "documents"):
                held = getattr(copy, name)["live"].search("碗筷消毒费", limit=5)
                assert any(draft.entry_id in hit.id for hit in held)
    with base.indexer.reading() as generation:
        assert generation.lexical["live"].count() == 1  # type: ignore[index]
        assert list(generation.folder.parent.glob("trial-*")) == []
    assert base.titles("碗筷消毒费") <= {"云岭高新区旧办法"}


def test_own_vectors_hide_those_below_and_removed_ones_are_gone() -> None:
    over = OverlaidVectors(Below({"a": [1, 0], "b": [0.8, 0.6], "c": [0, 1]}))  # type: ignore[arg-type]
    over.upsert(["b", "d"], np.array([[0, 1], [0.6, 0.8]], np.float32))
    over.delete(["a"])
    asked = np.array([1, 0], np.float32)
    assert [(hit.id, round(hit.score, 2)) for hit in over.search(asked, limit=3)] == [
        ("d", 0.6),
        ("b", 0.0),
        ("c", 0.0),
    ]
    assert {key: round(value, 2) for key, value in over.similarities(asked, ["a", "c", "d"]).items()} == {
        "c": 0.0,
        "d": 0.6,
    }
    over.upsert(["d"], np.zeros((1, 2), np.float32))
    assert [hit.id for hit in over.search(asked, limit=3)] == ["b", "c"]
