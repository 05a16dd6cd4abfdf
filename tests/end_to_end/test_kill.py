"""kill -9 at random moments: after a restart everything acknowledged is searchable and nothing withdrawn is."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections.abc import Iterator
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

from api.runtime import Runtime
from core.logging import configure_logging
from core.settings import load_settings
from knowledge.index.store import Placement
from knowledge.repository import EntryFilter
from knowledge.search import SearchQuery
from knowledge.types import EntryStatus
from tests.support.kill_driver import DOCUMENTS_A_ROUND, run, title_of, write_files

ROUNDS = (10, pytest.param(60, marks=pytest.mark.long))
_START_SECONDS = 60
_MOST_DONE = 60
"""Acknowledgements of a round that is killed late: "ready", then documents published and, every third, withdrawn."""
_MANY = 1_000
"""Hits asked for: titles differ in a number alone, and not which comes first is tested, but which are there."""

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Processes that start in milliseconds: a clean server has imported everything once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.support.kill_driver"])
    return context


@pytest.fixture
def reopened(tmp_path: Path) -> Iterator[list[Runtime]]:
    """Runtimes that a test opened; closed at its end."""
    opened: list[Runtime] = []
    yield opened
    for runtime in opened:
        runtime.stop()


def read(acknowledged: Path) -> dict[str, set[int]]:
    """Return the numbers by word; a line that was cut off by the kill is not an acknowledgement."""
    said: dict[str, set[int]] = {"ready": set(), "published": set(), "withdrawing": set(), "withdrawn": set()}
    if acknowledged.exists():
        for line in acknowledged.read_text().splitlines(keepends=True):
            if line.endswith("\n"):
                word, number = line.split()
                said[word].add(int(number))
    return said


def lines_of(acknowledged: Path) -> int:
    return acknowledged.read_bytes().count(b"\n") if acknowledged.exists() else 0


def kill_after(
    context: ForkServerContext, done: int, data: Path, mode: str, first: int, folder: Path, seconds: float = 0.0
) -> None:
    """Start the driver and kill it `seconds` after it acknowledged `done` things; earlier when it ends before.

    Counted in what it did, since how far it gets in a second depends on the machine.
    """
    acknowledged = folder / "acknowledged.txt"
    before = lines_of(acknowledged)
    files = folder / f"files-{first}"
    write_files(files, first)
    process = context.Process(target=run, args=(str(data), mode, first, str(files), str(acknowledged)))
    process.start()
    deadline = time.monotonic() + _START_SECONDS
    while (said := lines_of(acknowledged) - before) <= done and process.is_alive():
        assert said or time.monotonic() < deadline, "the driver did not become ready"
        time.sleep(0.002)
    assert lines_of(acknowledged) > before, "the driver ended before it was ready"
    time.sleep(seconds)
    process.kill()
    process.join()


def reopen(data: Path) -> Runtime:
    """Open the folder the way a restarted server does, without its threads."""
    configure_logging(level="error")
    runtime = Runtime(load_settings(data_dir=data))
    runtime.lock.acquire("verifier")
    runtime.prepare()
    runtime.indexer.open()
    return runtime


def check(runtime: Runtime, said: dict[str, set[int]], numbers: set[int]) -> None:
    for number in sorted(numbers):
        hits = runtime.search.search(SearchQuery(text=title_of(number), as_of=runtime.clock.today(), limit=_MANY))
        found = title_of(number) in {hit.passage.title for hit in hits}
        if number in said["withdrawn"]:
            assert not found, f"withdrawn document {number} is searchable"
        elif number in said["published"] - said["withdrawing"]:
            assert found, f"acknowledged document {number} is not searchable"


def check_index_holds_the_truth(runtime: Runtime) -> None:
    with runtime.database.reading() as session:
        wanted = EntryFilter(status=EntryStatus.PUBLISHED, limit=1)
        published, _ = runtime.knowledge.list_entries(session, wanted)
    with runtime.indexer.reading() as generation:
        assert generation.documents[Placement.LIVE].count() == published
        assert generation.lexical[Placement.LIVE].count() == generation.vectors[Placement.LIVE].count()
    assert runtime.indexer.lag() == 0


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("rounds", ROUNDS)
def test_killed_at_random_nothing_acknowledged_is_lost_and_nothing_withdrawn_comes_back(
    processes: ForkServerContext, tmp_path: Path, rounds: int
) -> None:
    data, chance = tmp_path / "data", random.Random(20261120)
    everything: set[int] = set()
    for number in range(rounds):
        first = 1_000 + number * DOCUMENTS_A_ROUND
        mode = "ingest" if number % 2 else "publish"
        kill_after(processes, chance.randint(0, _MOST_DONE), data, mode, first, tmp_path, chance.uniform(0.0, 0.05))
        said = read(tmp_path / "acknowledged.txt")
        latest = {n for n in said["published"] | said["withdrawn"] if n >= first}
        everything |= latest
        runtime = reopen(data)
        try:
            check(runtime, said, everything if number == rounds - 1 else latest)
            check_index_holds_the_truth(runtime)
        finally:
            runtime.stop()
    assert said["withdrawn"], "no round got as far as withdrawing; give them more time"
    assert len(said["published"]) > rounds


def test_an_ingest_cut_short_is_finished_by_starting_it_again(
    processes: ForkServerContext, tmp_path: Path, reopened: list[Runtime]
) -> None:
    data = tmp_path / "data"
    kill_after(processes, 10, data, "ingest", 1, tmp_path)
    process = processes.Process(
        target=run, args=(str(data), "ingest", 1, str(tmp_path / "files-1"), str(tmp_path / "again.txt"))
    )
    process.start()
    process.join(timeout=120)
    assert process.exitcode == 0
    runtime = reopen(data)
    reopened.append(runtime)
    with runtime.database.reading() as session:
        total, _ = runtime.knowledge.list_entries(session, EntryFilter(limit=1))
    assert total == DOCUMENTS_A_ROUND
    check_index_holds_the_truth(runtime)


def test_a_kill_between_index_write_and_stamp_only_means_that_rows_are_applied_again(
    processes: ForkServerContext, tmp_path: Path, reopened: list[Runtime]
) -> None:
    data = tmp_path / "data"
    kill_after(processes, 40, data, "publish", 1, tmp_path)
    reopen(data).stop()
    index = data / "index"
    (index / (index / "CURRENT").read_text().strip() / "stamp.json").unlink()
    runtime = reopen(data)
    reopened.append(runtime)
    said = read(tmp_path / "acknowledged.txt")
    check(runtime, said, said["published"])
    check_index_holds_the_truth(runtime)
