"""The indexer: follows the outbox idempotently, rebuilds beside the live index, and never trusts a bad one."""

from __future__ import annotations

import json
import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select

from core import outbox
from core.database import Database
from core.locks import FolderOwnedError, OwnerLock
from core.outbox import OutboxRow
from knowledge.errors import IndexStateError
from knowledge.index.indexer import REBUILD_TOPIC, Indexer
from knowledge.index.segment import Segmenter
from knowledge.index.store import IndexGeneration, Placement
from knowledge.search import HybridSearch, SearchQuery
from knowledge.tables import EntryRow
from tests.support.base import REVIEWER, Base, open_base
from tests.support.drafts import policy
from tests.support.embedders import HashingEmbedder


def contents(base: Base) -> dict[str, int]:
    """Return how many passages and versions each index of the generation in use holds."""
    with base.indexer.reading() as generation:
        counts = {f"lexical {p}": generation.lexical[p].count() for p in Placement}
        counts |= {f"documents {p}": generation.documents[p].count() for p in Placement}
        return counts | {f"vectors {p}": generation.vectors[p].count() for p in Placement}


def current(folder: Path) -> Path:
    return folder / (folder / "CURRENT").read_text("utf-8").strip()


def fill(base: Base, count: int = 3) -> list[str]:
    ids = [base.publish(policy(f"第{n}号贴息办法", f"正文之{n}。")).entry_id for n in range(count)]
    base.indexer.follow_once()
    return ids


def test_following_twice_changes_nothing(base: Base) -> None:
    fill(base)
    before = contents(base)
    assert before["lexical live"] == before["vectors live"] == before["documents live"] == 3
    assert base.indexer.follow_once() == 0
    assert contents(base) == before


def test_applying_all_events_again_changes_nothing(base: Base, tmp_path: Path) -> None:
    ids = fill(base)
    base.do("withdraw", ids[0], 1, actor=REVIEWER, reason="误发")
    base.indexer.follow_once()
    before, hits = contents(base), [hit.passage.id for hit in base.find("贴息办法")]
    base.indexer.stop()
    (current(tmp_path / "index") / "stamp.json").unlink()  # as if killed after the write and before the stamp
    with open_base(base.database, base.clock, tmp_path / "index") as again:
        assert contents(again) == before
        assert [hit.passage.id for hit in again.find("贴息办法")] == hits
        assert again.indexer.lag() == 0


@given(st.lists(st.integers(0, 5), max_size=12))
def test_the_outbox_gives_events_in_order_after_any_stamp(stamps: list[int]) -> None:
    database = Database("sqlite://")
    OutboxRow.__table__.create(database.engine)  # type: ignore[attr-defined]
    with database.unit_of_work() as session:
        for number in range(6):
            outbox.put(session, "a" if number % 2 else "b", {"number": number}, at=datetime(2026, 1, 1, tzinfo=UTC))
    with database.reading() as session:
        for stamp in stamps:
            events = outbox.read_after(session, stamp, topics=("a", "b"), limit=3)
            assert [e.sequence for e in events] == list(range(stamp + 1, 7))[:3]
    database.dispose()


def test_withdrawn_versions_leave_the_index_and_superseded_ones_move_to_the_archive(base: Base) -> None:
    ids = fill(base)
    base.do("withdraw", ids[0], 1, actor=REVIEWER, reason="误发")
    base.do("supersede", ids[1], 1, successor_id=ids[2], effective_on=date(2026, 11, 1), actor=REVIEWER)
    base.indexer.follow_once()
    counts = contents(base)
    assert (counts["lexical live"], counts["vectors live"], counts["documents live"]) == (1, 1, 1)
    assert (counts["lexical archive"], counts["vectors archive"], counts["documents archive"]) == (1, 1, 1)


def test_a_missing_index_is_rebuilt_from_the_database(base: Base, tmp_path: Path) -> None:
    fill(base)
    with open_base(base.database, base.clock, tmp_path / "elsewhere") as again:
        assert len(again.find("贴息办法")) == 3


@pytest.mark.parametrize("damage", ["pointer", "lexical", "vectors"])
def test_a_damaged_index_is_rebuilt(base: Base, tmp_path: Path, damage: str) -> None:
    fill(base)
    base.indexer.stop()
    folder = current(tmp_path / "index")
    match damage:
        case "pointer":
            (tmp_path / "index" / "CURRENT").write_text("g09999")
        case "lexical":
            (folder / "lexical-live" / "meta.json").write_text("not json")
        case _:
            (folder / "chroma" / "chroma.sqlite3").write_bytes(b"not a database")
    with open_base(base.database, base.clock, tmp_path / "index") as again:
        assert len(again.find("贴息办法")) == 3


def test_an_index_ahead_of_the_database_is_rebuilt(base: Base, tmp_path: Path) -> None:
    """A database restored from a backup: what the index learnt since must go."""
    ids = fill(base)
    base.indexer.stop()
    with base.database.unit_of_work() as session:
        newest = session.scalars(select(OutboxRow.sequence).order_by(OutboxRow.sequence.desc())).first()
        session.execute(delete(OutboxRow).where(OutboxRow.sequence == newest))
        session.execute(delete(EntryRow).where(EntryRow.id == ids[-1]))
    folder = current(tmp_path / "index")
    with open_base(base.database, base.clock, tmp_path / "index") as again:
        assert current(tmp_path / "index") != folder
        assert contents(again)["lexical live"] == 2


def test_an_index_older_than_the_database_catches_up_on_opening(base: Base, tmp_path: Path) -> None:
    fill(base, 1)
    base.indexer.stop()
    base.publish(policy("后来的贴息办法", "后来的正文。"))
    with open_base(base.database, base.clock, tmp_path / "index") as again:
        assert len(again.search.search(SearchQuery(text="贴息办法", as_of=again.clock.today()))) == 2


def test_an_embedder_of_another_dimension_makes_the_index_be_rebuilt(base: Base, tmp_path: Path) -> None:
    fill(base)
    base.indexer.stop()
    with open_base(base.database, base.clock, tmp_path / "index", HashingEmbedder(32)) as again:
        assert len(again.find("贴息办法")) == 3
        assert json.loads((current(tmp_path / "index") / "stamp.json").read_text())["dimension"] == 32


def test_opening_a_generation_of_another_dimension_names_both_and_the_command(base: Base, tmp_path: Path) -> None:
    fill(base)
    folder = current(tmp_path / "index")
    base.indexer.stop()
    with pytest.raises(IndexStateError, match=r"64-dimensional.*32.*youda reindex"):
        IndexGeneration(folder, HashingEmbedder(32), Segmenter())


def test_leftovers_of_a_killed_rebuild_are_thrown_away(base: Base, tmp_path: Path) -> None:
    fill(base)
    half_built = tmp_path / "index" / "g00099"
    half_built.mkdir()
    base.indexer.rebuild()
    assert [path.name for path in (tmp_path / "index").glob("g*")] == [current(tmp_path / "index").name]
    assert len(base.find("贴息办法")) == 3


def test_a_reindex_asked_for_through_the_outbox_is_done_by_the_owner(base: Base, tmp_path: Path) -> None:
    fill(base)
    folder = current(tmp_path / "index")
    with base.database.unit_of_work() as session:
        outbox.put(session, REBUILD_TOPIC, {}, at=base.clock.now())
    base.indexer.follow_once()
    assert current(tmp_path / "index") != folder
    assert base.indexer.lag() == 0
    assert len(base.find("贴息办法")) == 3


def test_readers_go_on_while_the_index_is_rebuilt_beside_them(base: Base) -> None:
    fill(base)
    wrong: list[object] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                hits = base.search.search(SearchQuery(text="贴息办法", as_of=base.clock.today()))
                if len(hits) != 3:
                    wrong.append(hits)
            except Exception as error:
                wrong.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        for _ in range(2):
            assert base.indexer.rebuild() == 3
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert wrong == []


def test_a_long_reader_does_not_stop_a_rebuild_nor_lose_its_index(base: Base) -> None:
    fill(base)
    with base.indexer.reading() as generation:
        done = threading.Thread(target=base.indexer.rebuild)
        done.start()
        while generation is _in_use(base):
            pass
        assert generation.lexical[Placement.LIVE].count() == 3
        assert len(base.search.search(SearchQuery(text="贴息办法", as_of=base.clock.today()))) == 3
    done.join(timeout=5)
    assert not done.is_alive()


def test_asking_an_index_that_is_not_open_says_so(base: Base, tmp_path: Path) -> None:
    closed = Indexer(base.database, tmp_path / "closed", HashingEmbedder())
    search = HybridSearch(base.database, closed, candidates=60)
    with pytest.raises(IndexStateError, match="Wait until the server is ready"):
        search.search(SearchQuery(text="贴息", as_of=base.clock.today()))


def test_the_thread_applies_what_is_published_without_being_asked(base: Base) -> None:
    base.indexer.start()
    base.publish(policy("贴息办法"))
    base.indexer.wake()
    for _ in range(200):
        if base.indexer.lag() == 0:
            break
        threading.Event().wait(0.05)
    assert base.indexer.lag() == 0
    assert len(base.search.search(SearchQuery(text="贴息办法", as_of=base.clock.today()))) == 2


def test_a_second_owner_is_refused_and_told_which_lock_and_who_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "owner.lock"
    with OwnerLock(path).acquire("youda serve"), pytest.raises(FolderOwnedError) as caught:
        OwnerLock(path).acquire("youda serve")
    assert str(path) in caught.value.message
    assert "youda serve, pid" in caught.value.message
    with OwnerLock(path).acquire("the next one"):
        pass


def test_what_the_rebuilt_index_holds_is_what_the_database_says_is_searchable(base: Base) -> None:
    ids = fill(base, 4)
    base.do("withdraw", ids[0], 1, actor=REVIEWER, reason="误发")
    base.indexer.rebuild()
    assert contents(base)["lexical live"] == 3


def _in_use(base: Base) -> IndexGeneration:
    with base.indexer.reading() as generation:
        return generation
