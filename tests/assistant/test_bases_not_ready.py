"""A base that is empty, an index that lags, a model that is broken: said plainly, with a way on."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.runtime import Runtime
from assistant.types import Answer, AskRequest, Outcome
from core.actors import OPERATOR
from core.clock import FixedClock
from core.database import Database
from core.schema import upgrade
from core.settings import load_settings
from knowledge.index.static_model import MODEL_DIRECTORY, StaticEmbedder
from knowledge.index.static_table import EmbedderFilesError
from knowledge.types import EntryVersion
from tests.api.conftest import QUESTION, policy_draft
from tests.support.base import open_base
from tests.support.embedders import HashingEmbedder


@pytest.fixture
def runtime(tmp_path: Path) -> Iterator[Runtime]:
    runtime = Runtime(load_settings(data_dir=tmp_path))
    runtime.prepare()
    runtime.indexer.open()
    yield runtime
    runtime.stop()


@pytest.fixture
def publish(runtime: Runtime) -> Callable[[], EntryVersion]:
    def publish() -> EntryVersion:
        with runtime.database.unit_of_work() as session:
            return runtime.knowledge.publish_import(session, policy_draft(), OPERATOR)

    return publish


def answer_of(runtime: Runtime) -> Answer:
    return runtime.assistant.ask(AskRequest(text=QUESTION)).answer


def test_an_empty_base_has_no_basis_and_offers_a_person(runtime: Runtime) -> None:
    answer = answer_of(runtime)
    assert answer.outcome is Outcome.ABSTAINED
    assert answer.prefill is not None
    assert {action.action for action in answer.next_actions} >= {"open_petition", "call_hotline"}


def test_a_document_the_index_has_not_met_is_found_once_it_follows(
    runtime: Runtime, publish: Callable[[], EntryVersion]
) -> None:
    publish()
    assert answer_of(runtime).outcome is Outcome.ABSTAINED
    runtime.indexer.follow_once()
    assert answer_of(runtime).outcome is Outcome.ANSWERED


def test_a_document_taken_down_is_not_cited_though_the_index_still_holds_it(
    runtime: Runtime, publish: Callable[[], EntryVersion]
) -> None:
    version = publish()
    runtime.indexer.follow_once()
    with runtime.database.unit_of_work() as session:
        runtime.knowledge.withdraw(session, version.entry_id, version.version, actor=OPERATOR, reason="发布有误")
    answer = answer_of(runtime)
    assert answer.outcome is Outcome.ABSTAINED
    assert answer.citations == ()


def test_a_damaged_model_is_refused_with_the_cure(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(MODEL_DIRECTORY, tmp_path / "model"))
    largest = max((path for path in folder.iterdir() if path.is_file()), key=lambda path: path.stat().st_size)
    largest.write_bytes(largest.read_bytes()[:-100])
    with pytest.raises(EmbedderFilesError) as caught:
        StaticEmbedder(folder)
    assert str(folder) in caught.value.message


def test_an_index_made_by_a_model_of_another_dimension_is_built_anew_not_mixed(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'base.db'}")
    upgrade(database)
    clock = FixedClock(datetime(2026, 11, 20, 2, 20, tzinfo=UTC))
    with open_base(database, clock, tmp_path / "index", embedder=HashingEmbedder(32)) as base:
        version = base.publish(policy_draft())
        base.indexer.follow_once()
    with open_base(database, clock, tmp_path / "index", embedder=HashingEmbedder(64)) as base:
        assert {hit.passage.entry_id for hit in base.find(QUESTION)} == {version.entry_id}
