"""A run that leaves what it is to publish as drafts, for golden questions to be asked first; killed anywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from core.actors import OPERATOR, Actor
from ingest.running import held as holding
from ingest.running.held import HeldVersions
from ingest.running.run import RunOrder
from ingest.types import RunReport
from knowledge.types import EntryStatus
from tests.ingest.running.conftest import Importing, document

Write = Callable[[str, "str | bytes"], Path]
FILES = 24


class Killed(BaseException):
    """What nothing can catch and tidy up after."""


@pytest.fixture
def held(importing: Importing) -> HeldVersions:
    return HeldVersions(importing.database, importing.knowledge)


@pytest.fixture
def read(importing: Importing, folder: Path, write: Write) -> Callable[[], RunReport]:
    """Return a function that runs over a folder of policies and a table of questions, and holds what it reads."""
    for number in range(FILES - 1):
        write(f"{number}.txt", document(number))
    write("questions.csv", "问题,答案,依据\n夜校学费补助多少,每人五百元,夜校办法\n公交补助多少,每班八十元,公交办法\n")
    return lambda: importing.run(folder, publish=True, hold=True)


def statuses(importing: Importing) -> Counter[EntryStatus]:
    return Counter(entry.status for entry in importing.entries())


def test_what_is_held_is_published_in_the_end_and_only_once(
    importing: Importing, held: HeldVersions, read: Callable[[], RunReport]
) -> None:
    report = read()
    assert statuses(importing) == {EntryStatus.DRAFT: FILES + 1}
    keys = held.of_run(report)
    assert held.publish(keys, OPERATOR) == FILES + 1
    assert statuses(importing) == {EntryStatus.PUBLISHED: FILES + 1}
    assert held.publish(keys, OPERATOR) == 0
    assert held.of_run(read()) == []


def test_a_run_killed_while_reading_holds_all_of_it_when_it_is_started_again(
    importing: Importing,
    held: HeldVersions,
    folder: Path,
    read: Callable[[], RunReport],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps = []

    def go(step: object) -> None:
        steps.append(step)
        if len(steps) == 6:
            raise Killed

    run = importing.make()
    with monkeypatch.context() as dead:
        dead.setattr(run.store, "finish", lambda *_, **__: None)  # a killed process finishes nothing
        with pytest.raises(Killed):
            run.run([folder], RunOrder(actor=OPERATOR, publish=True, hold=True, on_step=go))
    assert sum(statuses(importing).values()) < FILES
    assert held.publish(held.of_run(read()), OPERATOR) == FILES + 1


def test_killed_before_and_while_publishing_the_rest_is_published_by_the_next_run(
    importing: Importing, held: HeldVersions, read: Callable[[], RunReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    read()  # and killed before anything was published
    keys = held.of_run(read())
    assert len(keys) == FILES + 1
    with monkeypatch.context() as dead:
        dead.setattr(holding, "_AT_ONCE", 7)
        dead.setattr(holding.time, "sleep", lambda _: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            held.publish(keys, OPERATOR)
    assert statuses(importing) == {EntryStatus.PUBLISHED: 7, EntryStatus.DRAFT: FILES - 6}
    assert held.publish(held.of_run(read()), OPERATOR) == FILES - 6
    assert statuses(importing) == {EntryStatus.PUBLISHED: FILES + 1}


def test_what_was_read_without_publishing_or_changed_by_somebody_is_not_held(
    importing: Importing, held: HeldVersions, folder: Path, write: Write, read: Callable[[], RunReport]
) -> None:
    importing.run(folder)
    assert held.of_run(read()) == []
    write("0.txt", document(0, amount=9))
    write("1.txt", document(1, amount=9))
    report = read()
    keys = held.of_run(report)
    assert len(keys) == 2
    with importing.database.unit_of_work() as session:
        current = importing.knowledge.get_version(session, keys[0].entry_id, keys[0].version)
        importing.knowledge.change_description(
            session, keys[0].entry_id, keys[0].version, {"summary": "另写的摘要。"}, lock=current.lock,
            actor=Actor("curator", "谷雨", frozenset()),
        )  # fmt: skip
    assert held.of_run(report) == keys[1:]
    assert held.publish(keys, OPERATOR) == 1
