"""One data folder, one owner: starting, stopping, writing beside a server, and what a start refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from api.runtime import Runtime
from api.sample import load_sample
from core.actors import OPERATOR
from core.errors import StorageError
from core.locks import FolderOwnedError
from core.logging import configure_logging
from core.schema import NewerSchemaError
from core.settings import load_settings
from knowledge.repository import EntryFilter
from knowledge.search import SearchQuery
from knowledge.types import EntryKind
from tests.support.drafts import policy
from tests.support.sample import open_sample


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[[], Runtime]]:
    """Return a function that makes a runtime over one folder; all are stopped at the end."""
    configure_logging(level="error")
    made: list[Runtime] = []

    def make() -> Runtime:
        made.append(Runtime(load_settings(data_dir=tmp_path / "data")))
        return made[-1]

    yield make
    for runtime in made:
        runtime.stop()


def publish(runtime: Runtime, title: str) -> None:
    with runtime.database.unit_of_work() as session:
        runtime.knowledge.publish_import(session, policy(title, f"《{title}》的正文。"), OPERATOR)


def titles(runtime: Runtime, words: str) -> set[str]:
    hits = runtime.search.search(SearchQuery(text=words, as_of=runtime.clock.today()))
    return {hit.passage.title for hit in hits}


def test_a_second_owner_of_the_folder_is_refused_and_told_which_lock(
    make: Callable[[], Runtime], tmp_path: Path
) -> None:
    make().start(label="the first server")
    second = make()
    with pytest.raises(FolderOwnedError) as caught:
        second.start()
    assert str(tmp_path / "data" / "owner.lock") in caught.value.message
    assert "the first server" in caught.value.message


def test_another_process_may_publish_beside_a_running_server(make: Callable[[], Runtime]) -> None:
    server, beside = make(), make()
    server.start()
    beside.prepare()
    publish(beside, "旁路发布的办法")
    server.indexer.follow_once()
    assert titles(server, "旁路发布") == {"旁路发布的办法"}


def test_what_was_published_is_there_after_a_restart(make: Callable[[], Runtime]) -> None:
    first = make()
    first.start()
    publish(first, "重启之后的办法")
    first.stop()
    first.stop()
    again = make()
    again.start()
    assert again.ready
    assert titles(again, "重启之后") == {"重启之后的办法"}


def test_an_index_folder_that_was_deleted_is_built_again_on_start(make: Callable[[], Runtime], tmp_path: Path) -> None:
    first = make()
    first.start()
    publish(first, "索引丢失的办法")
    first.stop()
    (tmp_path / "data" / "index").rename(tmp_path / "gone")
    again = make()
    again.start()
    assert titles(again, "索引丢失") == {"索引丢失的办法"}


def test_a_database_of_a_newer_version_is_refused_and_the_folder_given_back(make: Callable[[], Runtime]) -> None:
    first = make()
    first.prepare()
    with first.database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for _ in range(2):
        with pytest.raises(NewerSchemaError):
            make().start()


def test_a_data_folder_that_cannot_be_made_names_it_and_the_option(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match="--data"):
        Runtime(load_settings(data_dir=tmp_path / "file" / "data"))


def test_the_sample_base_is_complete_is_searchable_and_is_loaded_once(tmp_path: Path) -> None:
    with open_sample(tmp_path / "sample") as runtime:
        with runtime.database.reading() as session:
            counts = {
                kind: runtime.knowledge.list_entries(session, EntryFilter(kind=kind, limit=1))[0] for kind in EntryKind
            }
        assert counts[EntryKind.POLICY_DOCUMENT] + counts[EntryKind.NOTICE] >= 15
        assert counts[EntryKind.FAQ] >= 40
        assert counts[EntryKind.SERVICE_ITEM] >= 10
        assert load_sample(runtime) == []
        assert runtime.indexer.lag() == 0
        assert any("首次贷款贴息" in title for title in titles(runtime, "首次贷款贴息"))
